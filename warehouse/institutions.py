"""The registry of institutions: who is meant by a printed name or school code, in the year it speaks of.

The registry is data: `institutions.csv` (one row an institution, with its successor where it was merged) and
`institution_names.csv` (every name, with the days it was in force). Names are compared in a normal form that the caller
gives, never by likeness: what is unsure is left open, with the candidates.

Out of scope: the normal form of Japanese names (`extract.japanese.labels`).
"""

import csv
import difflib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

REGISTRY = Path(__file__).with_name("institutions.csv")
NAMES = Path(__file__).with_name("institution_names.csv")

_LEGAL_FORM = re.compile(r"^[^()]*?法人(?=.)")
"""What may stand before the name of an institution without being part of it: 国立大学法人, 静岡県公立大学法人."""

_SECTORS = {"国立大学法人": "national", "公立大学法人": "public", "学校法人": "private"}
"""Who runs the institutions of a legal form."""

_PARENTHESES = re.compile(r"^(?P<outside>[^()]+)\((?P<inside>[^()]+)\)$")

_PART = re.compile(
    r"^(?!.*(?:大学|学校|機構|高専|法人)).*"
    r"(?:学部|研究科|学科|専攻|学環|学域|学系|研究院|キャンパス|校地|校舎|分校|地区|病院|センター|研究所|通信教育部|通信|支部)$"
)
"""What names a part of an institution, whose figures are not those of the whole."""

_SHORT, _LONG = "高専", ("工業高等専門学校", "高等専門学校")
"""The common short form of a kind of name, and what it may stand for."""

CANDIDATES = 3
"""So many names that a strange one is like are told."""


@dataclass(frozen=True, slots=True)
class Institution:
    """One institution. Dates are ISO, empty where unknown or open; `successor` is the id of what it was merged into."""

    id: str
    kind: str  # university, junior_college, technical_college, inter_university, corporation
    sector: str  # national, public, private
    prefecture: str
    name: str
    founded: str
    ended: str
    successor: str
    corporation: str  # the id of the corporation that runs it together with others
    source: str
    note: str

    def existed(self, fiscal_year: int) -> bool:
        """Whether it was there on any day of the fiscal year (April to March)."""
        return _covers(self.founded, self.ended, fiscal_year)


@dataclass(frozen=True, slots=True)
class Name:
    """A name of an institution with its first and last day, empty where unknown or open."""

    id: str
    name: str
    first_day: str
    last_day: str
    source: str

    def in_force(self, fiscal_year: int) -> bool:
        """Whether it was borne on any day of the fiscal year (April to March)."""
        return _covers(self.first_day, self.last_day, fiscal_year)


@dataclass(frozen=True, slots=True)
class Match:
    """Who is meant: `id` where it is sure, else None and the ids or names that it could be.

    `how` is code, name (in force in the year), former_name, later_name, ambiguous or unknown.
    """

    id: str | None
    how: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Institutions:
    """The registry, with the normal form by which names are compared."""

    institutions: tuple[Institution, ...]
    names: tuple[Name, ...]
    normal: Callable[[str], str]

    @cached_property
    def by_id(self) -> dict[str, Institution]:
        """Institutions by their id, which is the school code where there is one."""
        return {institution.id: institution for institution in self.institutions}

    @cached_property
    def by_name(self) -> dict[str, tuple[Name, ...]]:
        """Names by their normal form."""
        found: defaultdict[str, list[Name]] = defaultdict(list)
        for name in self.names:
            found[self._key(name.name)].append(name)
        return {key: tuple(names) for key, names in found.items()}

    @cached_property
    def _corporations(self) -> tuple[str, ...]:
        running = {i.corporation for i in self.institutions if i.corporation}
        return tuple(self._key(i.name) for i in self.institutions if i.id in running)

    def _key(self, name: str) -> str:
        return self.normal(name).replace("・", "")

    def match(
        self,
        name: str,
        code: str | None,
        fiscal_year: int,
        prefecture: str | None = None,
        sector: str | None = None,
    ) -> Match:
        """Who is meant: by school code, then by a name in force in the fiscal year, then by any name it ever bore.

        A code and a name of different institutions leave it open, also where the name is nobody's that is known: the
        code may have slipped by a row. What was there in that year goes before what was not: a later workbook calls an
        institution by its new name. Prefecture and sector, as printed beside the name, decide between institutions of
        the same name.
        """
        named = self._named(name, fiscal_year, prefecture, sector)
        coded = self.normal(code).upper() if code else None
        if coded and coded in self.by_id:
            meant = (named.id,) if named.id else named.candidates
            if self._fits(name, coded, meant):
                return Match(coded, "code")
            return Match(None, "ambiguous", (coded, *(meant or self._candidates(name, fiscal_year))))
        return Match(None, "unknown", self._candidates(name, fiscal_year)) if named.how == "unknown" else named

    def in_any_year(self, name: str, code: str | None) -> Match | None:
        """Who is meant whatever the year: a school code tells it where nobody else ever bore the name."""
        coded = self.normal(code or "").upper()
        if coded not in self.by_id:
            return None
        known = {self.today(borne.id) for borne in self._bearers(name)}
        alone = known <= {self.today(coded)} and self._fits(name, coded, tuple(known))
        return Match(coded, "code") if alone else None

    def _fits(self, name: str, coded: str, meant: tuple[str, ...]) -> bool:
        """Whether the institution of a code may be the one that a name means: by today's, or by how the name begins.

        `meant` are those that bear the name. A letter printed otherwise makes no other name.
        """
        if meant:
            return self.today(coded) in map(self.today, meant)
        spellings = tuple(self._spellings(name))
        return any(
            spelling.startswith(own) or own.startswith(spelling) or _nearly(spelling, own)
            for own in self._keys_of_today[self.today(coded)]
            for spelling in spellings
        )

    @cached_property
    def _keys_of_today(self) -> dict[str, tuple[str, ...]]:
        """All that an institution of today, and what became part of it, were ever called, in normal form."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for name in self.names:
            found[self.today(name.id)].append(self._key(name.name))
        return {id_: tuple(keys) for id_, keys in found.items()}

    def today(self, id_: str) -> str:
        """The institution that carries on the given one today: the end of the chain of successors."""
        while successor := self.by_id[id_].successor:
            id_ = successor
        return id_

    def _named(self, name: str, fiscal_year: int, prefecture: str | None, sector: str | None) -> Match:
        """Who bears the name, now or ever."""
        known = self._bearers(name)
        pair = _PARENTHESES.match(self._key(name))
        if pair and known and _PART.match(pair["inside"]) and not self._bearers(pair["inside"]):
            return Match(None, "ambiguous", tuple(dict.fromkeys(n.id for n in known)))
        known = tuple(n for n in known if self.by_id[n.id].existed(fiscal_year)) or known
        running = {self.by_id[n.id].corporation for n in known}
        known = tuple(n for n in known if n.id not in running)  # of A（B） that is run by A, B is meant
        for how, names in (
            ("name", [n for n in known if n.in_force(fiscal_year)]),
            ("former_name", [n for n in known if n.last_day and n.last_day < f"{fiscal_year}-04-01"]),
            ("later_name", list(known)),
        ):
            ids = self._narrowed(dict.fromkeys(n.id for n in names), prefecture, sector)
            if len(ids) == 1:
                return Match(ids[0], how)
            if ids:
                return Match(None, "ambiguous", tuple(ids))
        return Match(None, "unknown")

    def _bearers(self, name: str) -> tuple[Name, ...]:
        return tuple(found for spelling in self._spellings(name) for found in self.by_name.get(spelling, ()))

    def _spellings(self, name: str) -> Iterable[str]:
        """The normal forms a printed name may stand for: whole, without legal form, and both parts of ``A（B）``.

        Behind the legal form a corporation's own name may stand before the school's (学校法人 A学園　A大学), 旧 before
        a former name, and 高専 at the end.
        """
        whole = self._key(name)
        parts = [whole]
        if pair := _PARENTHESES.match(whole):
            parts += [pair["outside"], pair["inside"]]
        words = name.split()
        if len(words) > 1 and _LEGAL_FORM.match(self._key(words[0])):
            parts.append(self._key("".join(words[1:])))
        for part in parts:
            yield part
            bare = _LEGAL_FORM.sub("", part)
            bare = bare.removeprefix("旧") if part is whole else bare
            yield bare
            if above := next((name for name in self._corporations if bare.startswith(name) and bare != name), None):
                bare = bare.removeprefix(above)
                yield bare
            if bare.endswith(_SHORT):
                yield from (bare.removesuffix(_SHORT) + long for long in _LONG)

    def _candidates(self, name: str, fiscal_year: int) -> tuple[str, ...]:
        """Names that a strange one begins or ends with, or is like; those that a corporation's own name begins."""
        found: dict[str, None] = dict.fromkeys(self._run_by(name, fiscal_year))
        for spelling in dict.fromkeys(self._spellings(name)):
            held = [key for key in self.by_name if len(key) > len(_SHORT) and key in spelling]
            for edge in (spelling.startswith, spelling.endswith):
                found |= dict.fromkeys(sorted(filter(edge, held), key=len, reverse=True)[:1])
            found |= dict.fromkeys(difflib.get_close_matches(spelling, self.by_name, n=CANDIDATES, cutoff=0.75))
        return tuple(dict.fromkeys(self.by_name[key][0].name for key in list(found)[:CANDIDATES]))

    def _run_by(self, name: str, fiscal_year: int) -> list[str]:
        """The universities that a corporation of nothing but a place's name may run: 公立大学法人大阪.

        Those that were there in the year go first, then the latest.
        """
        whole = self._key(name)
        form = _LEGAL_FORM.match(whole)
        sector = next((one for words, one in _SECTORS.items() if form and words in form[0]), None)
        bare = _LEGAL_FORM.sub("", whole)
        found = {
            self._key(one.name): one
            for one in self.institutions
            if one.sector == sector and one.kind == "university" and self._key(one.name).startswith(bare)
        }
        latest = sorted(found, key=lambda key: found[key].ended or "9999", reverse=True)
        return sorted(latest, key=lambda key: not found[key].existed(fiscal_year))

    def _narrowed(self, ids: Iterable[str], prefecture: str | None, sector: str | None) -> list[str]:
        kept = list(ids)
        for attribute, wanted in (("prefecture", prefecture), ("sector", sector)):
            if len(kept) > 1 and wanted:
                kept = [i for i in kept if getattr(self.by_id[i], attribute) == wanted] or kept
        return kept


def _nearly(one: str, other: str) -> bool:
    """Whether two names are letter for letter the same but for one: 東京工業大字."""
    return len(one) == len(other) > len(_SHORT) and sum(a != b for a, b in zip(one, other, strict=True)) <= 1


def _covers(first_day: str, last_day: str, fiscal_year: int) -> bool:
    """Whether a span of days, open where empty, has a day of the fiscal year."""
    begins, ends = f"{fiscal_year}-04-01", f"{fiscal_year + 1}-03-31"
    return (not first_day or first_day <= ends) and (not last_day or last_day >= begins)


def load(normal: Callable[[str], str], registry: Path = REGISTRY, names: Path = NAMES) -> Institutions:
    """Read the registry. Raises ValueError where an id stands twice, a name or successor has no institution."""
    with registry.open(encoding="utf-8") as rows:
        institutions = tuple(Institution(**row) for row in csv.DictReader(rows))
    with names.open(encoding="utf-8") as rows:
        borne = tuple(Name(r["id"], r["name"], r["from"], r["to"], r["source"]) for r in csv.DictReader(rows))
    ids = [institution.id for institution in institutions]
    if doubled := {i for i in ids if ids.count(i) > 1} if len(set(ids)) < len(ids) else set():
        raise ValueError(f"{registry.name}: ids stand twice: {', '.join(sorted(doubled))}")
    for where, wanted in (
        (names.name, {name.id for name in borne}),
        (registry.name, {other for i in institutions for other in (i.successor, i.corporation) if other}),
    ):
        if strangers := wanted - set(ids):
            raise ValueError(f"{where}: no such institution: {', '.join(sorted(strangers))}")
    return Institutions(institutions, borne, normal)
