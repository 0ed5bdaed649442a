"""The headings over data columns: trees of merged and unmerged heads, with the unit and year that each column declares.

A heading that is not merged stands over its children by the blanks to its right. Out of scope: the stub (`stubs`).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from extract.japanese import fiscal_years, units
from extract.sheet import words
from extract.sheet.frames import Frame
from extract.sheet.grid import BLANK, MARK, NUMBER, WORDS, Grid, Spot
from extract.sheet.rows import heads_columns

_BASE = re.compile(
    r"[^（(、,\s]*?(?:[=＝]\s*[1１]\s*[0０]\s*[0０]|年[^、，,。（(\s]{0,8}?基準|連鎖価格)"
)  # 2015年＝100 dates no figure
_CODE = re.compile(r"(?=.*\d)[0-9A-Za-z._-]{1,20}")
_DATED = re.compile(r"[0-9０-９]{2}|年|[元’'][0-9０-９]?")
_GOES_ON = re.compile(r"[～〜~・、／（(「『\[]$")


@dataclass(frozen=True, slots=True)
class Column:
    """A data column's headings, outermost first; the unit of its own headings, and that of one over the whole table."""

    path: tuple[str, ...]
    unit: str | None
    wide_unit: str | None
    year: int | None


def columns(grid: Grid, frame: Frame, document_year: int | None, bare: Callable[[str], str]) -> dict[int, Column]:
    """Give the headings of each data column. `bare` takes note marks off."""
    unit_rows = {row for row in frame.header if _declares_units(grid, frame, row)}
    silent = {row for row in frame.header if row not in unit_rows and _counts_columns(grid, frame, row)}
    owners = _owners(grid, frame)
    axes = {
        row: _axis(grid, frame, owners[row], document_year) for row in frame.header if row not in unit_rows | silent
    }
    found = {}
    for column in frame.columns:
        spots = [owners[row].get(column) for row in frame.header]
        heads = [spot for row, spot in zip(frame.header, spots, strict=True) if spot and row not in unit_rows | silent]
        kept = list(dict.fromkeys(heads))
        texts = _joined([bare(grid.text(*spot)) for spot in kept])
        own, wide = _units(grid, frame, owners, unit_rows, column, kept)
        years = [axes[row].get(column) for row in reversed(frame.header) if row in axes]
        found[column] = Column(tuple(texts), own, wide, next((year for year in years if year is not None), None))
    return found


def _declares_units(grid: Grid, frame: Frame, row: int) -> bool:
    """Whether a header row holds nothing but units, or its stub says that it does."""
    texts = [text for column in frame.columns if (text := grid.text(row, column))]
    stub = [text for column in range(frame.area.left, frame.stub) if (text := grid.text(row, column))]
    if not texts:
        return False
    numbered = any(grid.kinds[row, column] == NUMBER for column in frame.columns)
    if len(stub) == 1 and words.is_unit(stub[0]) and not numbered:
        return True  # behind another head it stands over a column of units
    if not any(map(_is_unit, texts)):
        return False
    lower = row != frame.header[0]  # 事業所 beside 人 is a unit under another head
    return all(_is_unit(text) or words.key(text) in "-－" or (lower and units.may_be_unit(text)) for text in texts)


def _is_unit(text: str) -> bool:
    """Whether a heading is a unit. 200万円 is the bound of a class."""
    return units.read_unit(text) is not None and not text[:1].isdigit()


def _counts_columns(grid: Grid, frame: Frame, row: int) -> bool:
    """Whether a header row only numbers or codes its columns: (1) (2) (3), 列コード."""
    line = grid.kinds[row, frame.stub : frame.area.right + 1]
    titles = [grid.text(row, frame.stub + int(at)) for at in np.flatnonzero(line == WORDS)]
    stub = [text for column in range(frame.area.left, frame.stub) if (text := grid.text(row, column))]
    if (line[line != BLANK] == MARK).all():
        return True
    if stub and words.is_index(stub[-1]) and len(titles) > 1 and all(_CODE.fullmatch(title) for title in titles):
        return True
    if not (line >= NUMBER).any() or not all(words.is_index(title) for title in titles):
        return False
    stub += titles
    if stub and words.is_index(stub[-1]):
        return True
    numbers = [_whole(grid.text(row, column)) for column in frame.columns if grid.kinds[row, column]]
    if len(numbers) < 2 and len(frame.columns) > 1:
        return False
    first = next((number for number in map(_whole, stub) if number is not None), None)
    start = numbers[0] if numbers else None
    begins = start == 1 or (first is not None and start is not None and start - first in range(1, 60))
    runs = all(a is not None and b is not None and b == a + 1 for a, b in pairwise(numbers))
    others = [other for other in frame.header if other != row]
    return begins and runs and bool(others)


def _whole(text: str) -> int | None:
    digits = text.strip("()（） ")
    return int(digits) if digits.isdecimal() and len(digits) < 9 else None


def _owners(grid: Grid, frame: Frame) -> dict[int, dict[int, Spot]]:
    """For each header row and column the cell whose text stands over it."""
    owners: dict[int, dict[int, Spot]] = {}
    last = frame.area.right
    for at, row in enumerate(frame.header):
        owned: dict[int, Spot] = {}
        merges_across = False
        for column in range(frame.stub, last + 1):
            span = grid.covers.get((row, column))
            if span:
                merges_across = merges_across or (span.columns > 1 and span.left >= frame.stub)
                if grid.kinds[span.top, span.left] != BLANK:
                    owned[column] = (span.top, span.left)
            elif grid.kinds[row, column] != BLANK:
                owned[column] = (row, column)
        if not merges_across:
            _spread(grid, frame, at, owned, owners)
        owners[row] = owned
    return owners


def _spread(grid: Grid, frame: Frame, at: int, owned: dict[int, Spot], above: Mapping[int, dict[int, Spot]]) -> None:
    """Let unmerged headings stand over the blanks to their right, as far as their own heading goes."""
    row = frame.header[at]
    lower = np.array(frame.header[at + 1 :], dtype=int)
    if not lower.size:
        return
    children = (grid.kinds[lower, frame.stub : frame.area.right + 1] != BLANK).any(axis=0)
    upper = [above[r] for r in frame.header[:at]]
    owner: Spot | None = None
    for column in range(frame.stub, frame.area.right + 1):
        if column in owned:
            spot = owned[column]
            lone = spot[0] == row and (row, column) not in grid.covers and children[column - frame.stub]
            lone = lone and not words.is_fragment(grid.text(int(lower[0]), column))
            owner = spot if lone else None
            continue
        if owner is None:
            continue
        same = all(heads.get(column) == heads.get(owner[1]) for heads in upper)
        if not same:
            owner = None
        elif children[column - frame.stub]:
            owned[column] = owner


def _joined(texts: Sequence[str]) -> list[str]:
    """Join what one label is set in over several rows: 200万円 / 以上, and drop what is said twice in a row."""
    joined: list[str] = []
    for text in texts:
        if not text:
            continue
        if joined and _belongs(joined[-1], text):
            joined[-1] += text
        elif not joined or words.key(joined[-1]) != words.key(text):
            joined.append(text)
    return joined


def _belongs(before: str, text: str) -> bool:
    """Whether a line goes on with the label of the line above it."""
    above, below = words.key(before), words.key(text)
    bound = re.search(r"(?:以上|から|～|~|超)$", above) and below[:1].isdigit()
    counted = above[-1:].isdigit() and re.match(r"(?:[十百千]?[万億]?円|[十百千]?[万億]|歳|人|件|社)", below)
    return bool(bound or counted or words.is_fragment(text) or _GOES_ON.search(above)) or _open(before)


def _open(text: str) -> bool:
    """Whether a bracket is still open at the end."""
    return sum(text.count(sign) for sign in "（(「[【") > sum(text.count(sign) for sign in "）)」]】")


def _units(
    grid: Grid,
    frame: Frame,
    owners: Mapping[int, Mapping[int, Spot]],
    unit_rows: set[int],
    column: int,
    heads: Sequence[Spot],
) -> tuple[str | None, str | None]:
    """The unit that a column's own headings declare, the lowest first, and that of a heading over all columns."""
    own = wide = None
    spots = [owners[row].get(column) for row in sorted(unit_rows, reverse=True)]
    for spot in [*spots, *reversed(heads)]:
        if spot is None:
            continue
        text = grid.text(*spot)
        found = units.find_units(text) if not text[:1].isdigit() or "単位" in text or text[-1:] in "）)］]" else ()
        unit = found[0] if len(found) == 1 else None
        if unit is None and spot[0] in unit_rows:
            unit = text.strip("()（）[]［］ ").strip("…. ") or None
        if unit is None:
            continue
        covers = all(owners.get(spot[0], {}).get(other) == spot for other in frame.columns)
        if covers and len(frame.columns) > 1:
            wide = wide or unit
        else:
            own = own or unit
    return own, wide


def _axis(grid: Grid, frame: Frame, owned: Mapping[int, Spot], document_year: int | None) -> dict[int, int]:
    """The years that a header row gives its columns."""
    spots = [owned.get(column) for column in frame.columns]
    texts = [grid.text(*spot) if spot else "" for spot in spots]
    numeric = heads_columns(grid, next((spot[0] for spot in spots if spot), frame.area.top), frame.area)
    years = fiscal_years.read_axis(texts, document_year) if numeric or _has_years(texts) else [None] * len(texts)
    found = {}
    for column, text, year in zip(frame.columns, texts, years, strict=True):
        named = year if year is not None else year_in(text)
        if named is not None:
            found[column] = named
    return found


def _has_years(texts: Sequence[str]) -> bool:
    return (
        sum(fiscal_years.read_year(text) is not None for text in texts if text) * 3 >= len([t for t in texts if t]) > 0
    )


def without_base(text: str) -> str:
    """Leave out the year that an index is based on: 2015年＝100."""
    return _BASE.sub("", text)


@lru_cache(maxsize=1 << 16)
def year_in(text: str) -> int | None:
    """The one year that a heading names, with or without other words: 平成26年度実績, 2021年12月, 201801."""
    if not _DATED.search(text):
        return None
    read = fiscal_years.read_year(text)
    if read is not None and read.explicit:
        return read.year
    rest = without_base(text)
    mentioned = {mention.year for mention in fiscal_years.find_years(rest)}
    mentioned = mentioned or {date.year for date in fiscal_years.find_dates(rest)}
    if len(mentioned) == 1:
        return next(iter(mentioned))
    compact = re.fullmatch(r"((?:19|20)\d\d)(?:0[1-9]|1[0-2])", text)
    return int(compact[1]) if compact else None
