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

_PARENTHESES = re.compile(r"^(?P<outside>[^()]+)\((?P<inside>[^()]+)\)$")


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
            found[self.normal(name.name)].append(name)
        return {key: tuple(names) for key, names in found.items()}

    @cached_property
    def _corporations(self) -> tuple[str, ...]:
        corporations = (i.name for i in self.institutions if i.kind == "corporation")
        return tuple(self.normal(name) for name in corporations)

    def match(
        self,
        name: str,
        code: str | None,
        fiscal_year: int,
        prefecture: str | None = None,
        sector: str | None = None,
    ) -> Match:
        """Who is meant: by school code, then by a name in force in the fiscal year, then by any name it ever bore.

        A code and a name of different institutions leave it open. What was there in that year goes before what was
        not: a later workbook calls an institution by its new name. Prefecture and sector, as printed beside the name,
        decide between institutions of the same name.
        """
        named = self._named(name, fiscal_year, prefecture, sector)
        coded = code.strip().upper() if code else None
        if coded and coded in self.by_id:
            if named.id and self.today(named.id) != self.today(coded):
                return Match(None, "ambiguous", (coded, named.id))
            return Match(coded, "code")
        if named.how == "unknown":
            near = difflib.get_close_matches(self.normal(name), self.by_name, n=3, cutoff=0.75)
            return Match(None, "unknown", tuple(self.by_name[key][0].name for key in near))
        return named

    def in_any_year(self, name: str, code: str | None) -> Match | None:
        """Who is meant whatever the year: a school code tells it where nobody else ever bore the name."""
        coded = (code or "").strip().upper()
        if coded not in self.by_id:
            return None
        known = (found.id for spelling in self._spellings(name) for found in self.by_name.get(spelling, ()))
        alone = {self.today(id_) for id_ in known} <= {self.today(coded)}
        return Match(coded, "code") if alone else None

    def today(self, id_: str) -> str:
        """The institution that carries on the given one today: the end of the chain of successors."""
        while successor := self.by_id[id_].successor:
            id_ = successor
        return id_

    def _named(self, name: str, fiscal_year: int, prefecture: str | None, sector: str | None) -> Match:
        """Who bears the name, now or ever."""
        known = tuple(found for spelling in self._spellings(name) for found in self.by_name.get(spelling, ()))
        known = tuple(n for n in known if self.by_id[n.id].existed(fiscal_year)) or known
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

    def _spellings(self, name: str) -> Iterable[str]:
        """The normal forms a printed name may stand for: whole, without legal form, and both parts of ``A（B）``."""
        whole = self.normal(name)
        parts = [whole]
        if pair := _PARENTHESES.match(whole.replace("（", "(").replace("）", ")")):
            parts += [pair["outside"], pair["inside"]]
        for part in parts:
            yield part
            bare = _LEGAL_FORM.sub("", part)
            yield bare
            if above := next((name for name in self._corporations if bare.startswith(name) and bare != name), None):
                yield bare.removeprefix(above)

    def _narrowed(self, ids: Iterable[str], prefecture: str | None, sector: str | None) -> list[str]:
        kept = list(ids)
        for attribute, wanted in (("prefecture", prefecture), ("sector", sector)):
            if len(kept) > 1 and wanted:
                kept = [i for i in kept if getattr(self.by_id[i], attribute) == wanted] or kept
        return kept


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
