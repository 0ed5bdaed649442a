"""Units: what a unit is called as printed, its canonical base and factor, and the 単位 lines that declare units.

The table is ``units.csv``: `alone` says whether the word names a unit where no number stands before it (件), or is an
ordinary word there (大学, 日). Out of scope: which of several declared units governs a cell.
"""

import csv
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files

from extract.japanese import fold

_MULTIPLES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "億": 10**8}
_MULTIPLES |= {"十億": 10**9, "百億": 10**10, "千億": 10**11, "兆": 10**12}


@dataclass(frozen=True, slots=True)
class Unit:
    """A row of the table: `name` as this house writes it, `base` and `factor` for canonical values.

    `ordinal` marks words that number rather than count (26年, 3月, 2位): after a figure they are no unit.
    """

    name: str
    base: str
    factor: Decimal
    alone: bool
    ordinal: bool = False


def _key(text: str) -> str:
    return re.sub(r"\s+", "", fold.compatible(text))


def _load() -> dict[str, Unit]:
    table: dict[str, Unit] = {}
    with files("extract.japanese").joinpath("units.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            unit = Unit(
                row["unit"], row["base"], Decimal(row["factor"]), row["alone"] == "yes", row["alone"] == "ordinal"
            )
            for name in (row["unit"], *row["aliases"].split()):
                table[_key(name)] = unit
    return table


UNITS = _load()
_MULTIPLE = re.compile(r"(\d{1,4})?(十億|百億|千億|十万|百万|千万|十|百|千|万|億|兆)?(?=\D)(.+)")
_WORD = re.compile(r"単位|Unit|unit|UNIT")
_DECLARED = re.compile(r"(?:単位|Unit|unit|UNIT)\s*(?:は|:|：|/|=|\s)*\s*")
_SPLIT = re.compile(r"[,、，､・;；\s]+|及び|および|又は|と")
_OPEN, _CLOSE = "([【〔<〈《", ")]】〕>〉》"
_NAMED = re.compile(r"^[^:：]*[:：]\s*")
_BRACKETED = re.compile(r"[(\[【〔<〈《]([^()\[\]【】〔〕<>〈〉《》]*)[)\]】〕>〉》]")
_ENCLOSED = re.compile(r"[(\[【〔<〈《](.*)[)\]】〕>〉》]")


@lru_cache(maxsize=4096)
def find(name: str, *, alone: bool = False) -> Unit | None:
    """The unit that the text names, or None. With `alone`, only one that needs no number before it."""
    key = _key(name)
    unit = UNITS.get(key) or _per(key) or _multiple(key)
    return unit if unit is None or unit.alone or not alone else None


def _multiple(key: str) -> Unit | None:
    """千件, 10万人: a multiple of a unit of the table."""
    match = _MULTIPLE.fullmatch(key)
    if not match or not (match[1] or match[2]) or match[3] not in UNITS:
        return None
    base = UNITS[match[3]]
    if base.base in ("%", "‰", "倍", "ポイント") or base.base != match[3]:
        return None
    factor = int(match[1] or 1) * _MULTIPLES.get(match[2] or "", 1)
    return Unit(key, base.base, base.factor * factor, base.alone) if factor in (10, 100) or factor >= 1000 else None


def _per(key: str) -> Unit | None:
    """千円/件: a quotient of two units."""
    above, slash, below = key.partition("/")
    if not slash:
        return None
    unit, per = UNITS.get(above) or _multiple(above), UNITS.get(below) or _multiple(below)
    return unit and per and Unit(key, f"{unit.base}/{per.base}", unit.factor / per.factor, alone=True)


def canonical(unit: str) -> tuple[str, Decimal]:
    """The base unit and the factor to it: 百万円 is (円, 1000000). An unknown unit is its own base."""
    known = find(unit)
    return (known.base, known.factor) if known else (unit, Decimal(1))


@lru_cache(maxsize=4096)
def read_unit(text: str) -> str | None:
    """The unit, where the text is nothing but one: （千円）, 件, [％], 単位：百万円. Otherwise None."""
    rest = fold.compatible(text).strip()
    while match := _ENCLOSED.fullmatch(rest):
        rest = match[1].strip()
    declared = _DECLARED.match(rest)
    unit = find(rest[declared.end() :].strip(), alone=False) if declared else find(rest, alone=True)
    return unit.name if unit else None


def may_be_unit(text: str) -> bool:
    """Whether a heading is a unit, or a word that is one beside others: 事業所 beside 人. 200万円 bounds a class."""
    return not text[:1].isdigit() and find(text.strip("()（）[]［］ ")) is not None


@lru_cache(maxsize=4096)
def find_units(text: str) -> tuple[str, ...]:
    """The units that a text declares, in order: by a 単位 line （単位：件、百万円）, or in brackets （千円）."""
    folded = fold.compatible(text).strip()
    found: list[str] = []
    if _WORD.search(folded):
        for part in _DECLARED.split(folded)[1:]:
            found += _listed(part, alone=False)
    else:
        for bracket in _BRACKETED.finditer(folded):
            counted = bool(bracket[1]) and folded.startswith(f"{bracket[1]}数")  # 施設数（施設）
            listed = _listed(bracket[1], alone=not counted, whole=True)
            found += listed
        if not found and (unit := read_unit(folded)):
            found.append(unit)
    return tuple(dict.fromkeys(found))


def _listed(text: str, *, alone: bool, whole: bool = False) -> list[str]:
    """The units of a list such as 件、百万円 or 人（％）; with `whole`, none where any part is no unit."""
    found: list[str] = []
    for part in filter(None, _SPLIT.split(_inside(text))):
        name = _NAMED.sub("", part)
        pieces = [name] if find(name, alone=alone) else name.split("/")
        known = [unit.name for piece in pieces if (unit := find(piece, alone=alone))]
        if whole and len(known) < len(pieces):
            return []
        found += known
    return found


def _inside(text: str) -> str:
    """The text up to the bracket that closes around it, with its own brackets as commas."""
    depth, kept = 0, ""
    for character in text:
        depth += (character in _OPEN) - (character in _CLOSE)
        if depth < 0:
            break
        kept += "," if character in _OPEN + _CLOSE else character
    return kept
