"""From the headings over a cell to the series that its figure belongs to, or the reason why none is certain.

Every heading must be understood; the facts that they state must agree, ask for exactly one indicator, be used up by
it, and give each of its dimensions a value. Out of scope: where headings and figures come from (`tables`, `charts`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

from extract.document import Status
from extract.japanese.labels import normal
from extract.mapping.facts import Disagreement, Said, Store, announced, join, merge
from extract.mapping.lexicon import Lexicon, Reading
from extract.mapping.rules import Choice, Facts
from extract.mapping.sources import KEYWORDS
from extract.observation import DIMENSIONS, Fate

NAMES = ("institution", "country")
"""Dimensions whose values are names: which series a cell belongs to depends on there being one, not on whose it is."""

OPTIONAL = ("institution",)
"""Dimensions that an indicator may have and a figure need not: a total over all institutions names none."""

NO_WORD = "no word for "
"""How the reason begins where a heading holds unknown words."""

_RESPONDENTS = re.compile(r"[(（]?\s*[nNｎＮ]\s*[=＝]\s*[\d０-９][\d０-９,，]*\s*(?:[/／]\s*[\d０-９,，]+)?\s*[)）]?")
_INSTITUTION = re.compile(r"大学|大學|学校|學校|機構|研究所|学院|学園|センター|法人")
_BESIDE = {
    "number": re.compile(r"[(（]?[\d０-９,，.]+[)）]?位?"),
    "prefecture": re.compile(r"北海道|[^\s\d]{2,3}[都府県]|その他"),
}
"""What stands in columns that say nothing of the figure. Other words in such a column are headings like any."""

_RANK = re.compile(r"^[\d０-９]{1,3}[ 　.．]\s*")
_SUM = re.compile(r"(?:計|平均|全体|その他)$")


class Indicator(Protocol):
    """What the mapping needs to know of an indicator; `type` is count, amount, share or average."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def unit(self) -> str: ...  # noqa: D102
    @property
    def type(self) -> str: ...  # noqa: D102
    @property
    def year_type(self) -> str: ...  # noqa: D102
    @property
    def dimensions(self) -> Sequence[str]: ...  # noqa: D102


class Indicators(Protocol):
    """The indicators by their id."""

    def __getitem__(self, id_: str) -> Indicator: ...
    def __contains__(self, id_: object) -> bool: ...


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a cell belongs to no series: not wanted, or unmapped with the heading that is to blame."""

    reason: str
    heading: str | None = None
    fate: Fate = Fate.UNMAPPED


@dataclass(frozen=True, slots=True)
class Side:
    """What the headings of a row, or those of a column, say together. `failure` is the first one's that is no use.

    `open` holds the headings that announce several values of a fact, by its key: some other heading must say which.
    `asked` holds the headings that leave a fact open which those beside them tell, by its key: no default decides it.
    """

    store: Store = field(default_factory=dict)
    year: int | None = None
    respondents: int | None = None
    code: str | None = None
    failure: Failure | None = None
    open: Mapping[str, str] = field(default_factory=dict)
    asked: Mapping[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> tuple[object, ...]:
        """What decides of the series, whoever the institution is: sides of one kind state the same."""
        said = frozenset((key, "" if key in NAMES else said.value) for key, said in self.store.items())
        return said, self.year, self.respondents


@dataclass(frozen=True, slots=True)
class Series:
    """What a cell states: the indicator with its dimensions, where names may still stand for others."""

    indicator: Indicator
    dimensions: dict[str, str]
    stated_as: str
    status: Status | None


@lru_cache(maxsize=1 << 14)
def read_side(path: tuple[str, ...], roles: tuple[str | None, ...], lexicon: Lexicon, fallback: str | None) -> Side:
    """Read the headings of a row or a column, outermost first.

    `roles` says for each heading in which kind of column it stands (institution, number, …; None for no special one).
    `fallback` is the dimension that a heading of no role belongs to, where the rule says so. The forms of a document
    name the same institutions and measures: each is read once.
    """
    store: Store = {}
    left_open: dict[str, str] = {}
    year = respondents = code = None
    named = fallback != "institution"
    for text, role in zip(path, roles, strict=True):
        if not text.strip() or ((beside := _BESIDE.get(role or "")) and beside.fullmatch(text.strip())):
            continue
        if role == "institution_code":
            code = text
            continue
        in_role = None if role in _BESIDE else role or fallback
        reading = _in_role(text, in_role, lexicon, headed=role == in_role)
        if reading is None:
            stretch = lexicon.unknown(text)
            return Side(
                failure=Failure(f"{NO_WORD}{stretch}" if stretch else "the words are known, but not so put", text)
            )
        if reading.unwanted:
            return Side(failure=Failure(reading.unwanted, text, Fate.NOT_WANTED))
        said, undecided = announced(reading.facts)
        if torn := undecided & set(DIMENSIONS):
            return Side(failure=Failure(f"the heading names several values of {', '.join(sorted(torn))}", text))
        try:
            store = join(store, said, text)
            left_open |= dict.fromkeys(undecided, text)
        except Disagreement as found:
            return Side(failure=Failure(str(found), found.heading))
        named = named or bool(reading.headings or reading.facts)
        year = reading.year.year if reading.year else year
        respondents = reading.respondents or respondents
    if not named:
        return Side(failure=Failure("neither an institution nor a total is named", " ".join(path) or None))
    return Side(store, year, respondents, code, open=left_open)


def _in_role(text: str, role: str | None, lexicon: Lexicon, *, headed: bool) -> Reading | None:
    """What a heading says, given the dimension that it is a value of, if any; `headed` if by its column's head."""
    reading = lexicon.read(text)
    if role is None:
        return reading
    if role == "institution":
        return _institution(text, reading, headed=headed)
    if reading is not None and (reading.unwanted or _only_year(reading) or role in dict(_flat(reading))):
        return reading
    found = _RESPONDENTS.search(text)
    words = normal(text.replace(found[0], "") if found else text)
    respondents = reading.respondents if reading else None
    if found and respondents is None:
        counted = lexicon.read(found[0])
        respondents = counted.respondents if counted else None
    return Reading(facts=(((role, words),),) if words else (), respondents=respondents)


def _institution(text: str, reading: Reading | None, *, headed: bool) -> Reading | None:
    """A name, or what stands in its place: a sector, a total, a year. 日本大学 is a name though its words are known.

    Under 機関名 any words that say nothing else are a name; elsewhere it must look like one.
    """
    name = _RANK.sub("", " ".join(text.split()))
    of_many = reading is not None and {key for key, _ in _flat(reading)} & {"sector", "scope"}
    named = _INSTITUTION.search(name) or (headed and reading is None)
    if of_many or _SUM.search(name) or not named:
        return reading
    return Reading(facts=((("institution", name),),))


def _only_year(reading: Reading) -> bool:
    return reading.year is not None and not reading.headings


def _flat(reading: Reading) -> Facts:
    return tuple(fact for facts in reading.facts for fact in facts)


def resolve(
    sides: Sequence[Mapping[str, Said]], defaults: Mapping[str, str], choices: Sequence[Choice], known: Indicators
) -> Series | Failure:
    """The series that the facts of rule, row and column make together."""
    try:
        return _resolve(merge(*sides), defaults, choices, known)
    except Disagreement as found:
        return Failure(str(found), found.heading)


def _resolve(
    store: Store, defaults: Mapping[str, str], choices: Sequence[Choice], known: Indicators
) -> Series | Failure:
    free = tuple((key, value) for key, value in defaults.items() if key not in DIMENSIONS and key not in store)
    store = join(store, free, None)
    choice = _choose(store, choices)
    if isinstance(choice, Failure):
        return choice
    if choice.indicator not in known:
        return Failure(f"no such indicator: {choice.indicator}")
    indicator = known[choice.indicator]
    store = join(store, choice.sets, None)
    dimensions = _dimensions(store, defaults, indicator)
    if isinstance(dimensions, Failure):
        return dimensions
    status, stated_as = store.get("status"), store.get("stated_as")
    return Series(
        indicator, dimensions, stated_as.value if stated_as else "current", Status(status.value) if status else None
    )


def _choose(store: Mapping[str, Said], choices: Sequence[Choice]) -> Choice | Failure:
    """The one indicator whose conditions hold and that uses up all facts; the most particular one where several do."""
    free = {key: said for key, said in store.items() if key not in DIMENSIONS and key not in KEYWORDS}
    told = {(key, said.value) for key, said in store.items()}
    used = {(key, said.value) for key, said in free.items()}
    holding = [choice for choice in choices if told.issuperset(choice.when)]
    using = [choice for choice in holding if used.issubset((*choice.when, *choice.may))]
    most = max((len(choice.when) for choice in using), default=0)
    best = [choice for choice in using if len(choice.when) == most]
    if len(best) == 1:
        return best[0]
    said = ", ".join(f"{key}={fact.value}" for key, fact in sorted(free.items())) or "nothing"
    blamed = next((fact.heading for fact in reversed(free.values()) if fact.heading), None)
    if best:
        return Failure(f"several indicators for {said}: {', '.join(choice.indicator for choice in best)}", blamed)
    return Failure(f"no indicator for {said}", blamed)


def _dimensions(
    store: Mapping[str, Said], defaults: Mapping[str, str], indicator: Indicator
) -> dict[str, str] | Failure:
    said = {key: fact for key, fact in store.items() if key in DIMENSIONS}
    named = "institution" in said and "institution" in indicator.dimensions
    if (
        named
    ):  # an institution stands for itself: the registry knows its sector, and it is no part of the survey's totals
        said.pop("sector", None)
        said["scope"] = Said("institution", None)
    dimensions: dict[str, str] = {}
    for key in indicator.dimensions:
        fact = said.pop(key, None)
        value = fact.value if fact else defaults.get(key)
        if value is not None and not (named and key == "sector"):
            dimensions[key] = value
        elif key not in OPTIONAL and not (named and key == "sector"):
            return Failure(f"{indicator.id} needs a {key}, and no heading says which")
    if over := {key: fact for key, fact in said.items() if fact.value not in ("total", "survey")}:
        key, fact = next(iter(over.items()))
        if not (key == "scope" and named):
            return Failure(f"{indicator.id} has no {key} ({fact.value})", fact.heading)
    return dimensions
