"""The data cells of a table as columns: numbers are arrays, and what many cells share (headings, units) is held once.

A large sheet has hundreds of thousands of data cells; what handles all of them works on the arrays. Iterating gives
`Value` objects all the same, made one by one, so that a table reads alike whichever reader made it. `columns` gives
the columns of any table's values. Out of scope: how cells are read, and what they mean.
"""

import heapq
import operator
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar, overload

import numpy as np
import numpy.typing as npt

from extract.document import Cell, Place, SheetPlace, Status, Value, address, letters

Codes = npt.NDArray[np.signedinteger]
Floats = npt.NDArray[np.float64]
Spots = npt.NDArray[np.signedinteger]
Flags = npt.NDArray[np.bool_]
Path = tuple[str, ...]
T = TypeVar("T")

STATUSES = tuple(Status)
"""The statuses in the order of their codes."""

PLAIN = -1
"""The code of a text that is nothing but the number written out; where there is no number, nothing."""

CHUNK = 4096
FULL = 4

SURE = 1e15
"""Digits below this are those that a stored number is written with."""

LEAST = 1e-4
"""Smaller fractions are written with a power of ten."""

MOST_DECIMALS = 11
UNSURE = -1
_POWERS = np.array([10.0**places for places in range(MOST_DECIMALS + 1)])


class Made(Sequence[T]):
    """A sequence whose items are made when they are asked for; `given` makes them."""

    __slots__ = ()

    @abstractmethod
    def given(self, spots: Spots) -> Iterator[T]:
        """Make the items at some spots, in that order."""

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[T, ...]: ...
    def __getitem__(self, at: int | slice) -> T | tuple[T, ...]:
        """Make an item, or several."""
        found = tuple(self.given(np.atleast_1d(np.arange(len(self))[at])))
        return found if isinstance(at, slice) else found[0]

    def __iter__(self) -> Iterator[T]:
        """Make one item after another."""
        return self.given(np.arange(len(self)))

    def __eq__(self, other: object) -> bool:
        """Whether another sequence holds equal items."""
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(operator.eq, self, other))

    def __hash__(self) -> int:
        """Of little use, but what holds it can be hashed."""
        return hash((type(self), len(self)))


@dataclass(frozen=True, slots=True)
class Corner:
    """Where on its sheet a table begins: the places of its cells follow from their row and column."""

    sheet: str
    top: int
    left: int

    def place(self, row: int, column: int) -> SheetPlace:
        """Give the place of a cell of the table."""
        return SheetPlace(self.sheet, address(self.top + row, self.left + column))

    def names(self, rows: Codes, columns: Codes) -> tuple[list[str], list[str]]:
        """What a sheet calls the rows and columns of the table, as far as some cells reach."""
        down, right = int(rows.max(initial=-1)) + 1, int(columns.max(initial=-1)) + 1
        return [str(self.top + at + 1) for at in range(down)], [letters(self.left + at) for at in range(right)]


@dataclass(frozen=True, slots=True, eq=False)
class Values(Made[Value]):
    """The data cells of a table, column by column. Codes are indexes: of `row_path` in `row_paths`, and so on.

    `value` is NaN where there is none; `whole` says that it is an integer. `year` is 0 where none is known.
    """

    row: Codes
    column: Codes
    value: Floats
    whole: Flags
    status: npt.NDArray[np.uint8]
    unit: Codes
    year: Codes
    row_path: Codes
    column_path: Codes
    text: Codes
    units: Sequence[str | None]
    row_paths: Sequence[Path]
    column_paths: Sequence[Path]
    texts: Sequence[str]
    places: Corner | Sequence[Place]

    def __len__(self) -> int:
        """How many data cells there are."""
        return len(self.row)

    def given(self, spots: Spots) -> Iterator[Value]:
        """Give the cells at some spots, in that order."""
        for start in range(0, len(spots), CHUNK):
            chosen = spots[start : start + CHUNK]
            columns = (self.row, self.column, self.status, self.unit, self.year, self.row_path, self.column_path)
            values = self.numbers(chosen)
            facts = zip(*(column[chosen].tolist() for column in columns), strict=True)
            printed = zip(chosen.tolist(), self.printed(chosen), values, facts, strict=True)
            for at, text, value, (row, column, status, unit, year, row_path, column_path) in printed:
                yield Value(
                    row,
                    column,
                    text,
                    value,
                    self.units[unit],
                    STATUSES[status],
                    year or None,
                    self.row_paths[row_path],
                    self.column_paths[column_path],
                    self.places.place(row, column) if isinstance(self.places, Corner) else self.places[at],
                )

    def numbers(self, spots: Spots) -> list[float | int | None]:
        """Give the values at some spots as Python's numbers."""
        values, whole = self.value[spots].tolist(), self.whole[spots].tolist()
        return [
            None if value != value else int(value) if is_whole else value  # noqa: PLR0124  what is not itself is NaN
            for value, is_whole in zip(values, whole, strict=True)
        ]

    def printed(self, spots: Spots) -> list[str]:
        """Give the texts at some spots."""
        codes = self.text[spots].tolist()
        numbers = self.numbers(spots)
        return [
            self.texts[code] if code != PLAIN else "" if number is None else written(number)
            for code, number in zip(codes, numbers, strict=True)
        ]

    @property
    def blank(self) -> Flags:
        """Which cells hold nothing at all."""
        empty = np.array([*(not text for text in self.texts), False], dtype=bool)  # the last one is that of PLAIN
        blank: Flags = empty[self.text] | (np.isnan(self.value) & (self.text == PLAIN))
        return blank


@dataclass(frozen=True, slots=True, eq=False)
class Cells(Made[Cell]):
    """The cells of a table: `apart` those that are headings or reach over others, and the data cells that are `shown`.

    Both stand in the order of rows and columns; iterating gives them in it too.
    """

    apart: tuple[Cell, ...]
    values: Values
    shown: Flags = field(repr=False)

    def __len__(self) -> int:
        """How many cells there are."""
        return len(self.apart) + int(self.shown.sum())

    def given(self, spots: Spots) -> Iterator[Cell]:
        """Make the cells at some spots: all are made for it."""
        every = tuple(self)
        return (every[spot] for spot in spots)

    def __iter__(self) -> Iterator[Cell]:
        """Give the cells one by one."""
        data = self.values.given(np.flatnonzero(self.shown))
        cells = (Cell(value.row, value.column, 1, 1, value.text, value.place) for value in data)
        return heapq.merge(self.apart, cells, key=lambda cell: (cell.row, cell.column))


def written(number: float) -> str:
    """Write a number as a cell without a format shows it."""
    return str(number) if isinstance(number, int) else format(number, ".15g")


def decimals(numbers: Floats) -> npt.NDArray[np.int8]:
    """With how many decimals numbers are written; `UNSURE` of those whose digits must be looked at."""
    found = np.full(len(numbers), UNSURE, dtype=np.int8)
    size = np.abs(numbers)
    rest = np.flatnonzero((size == 0) | ((size >= LEAST) & (size < SURE)))
    for places, power in enumerate(_POWERS.tolist()):
        digits = np.rint(numbers[rest] * power)
        fits = (digits / power == numbers[rest]) & (np.abs(digits) < SURE)
        found[rest[fits]] = places
        rest = rest[~fits]
    return found


def scaled(numbers: Floats, places: npt.NDArray[np.integer]) -> Floats:
    """The digits of numbers that are written with so many decimals, as whole numbers."""
    digits: Floats = np.rint(numbers * _POWERS[places])
    return digits


def headings(cells: Sequence[Cell]) -> Sequence[Cell]:
    """Leave out cells that are known to be data: what remains holds all headings of a table, perhaps more."""
    return cells.apart if isinstance(cells, Cells) else cells


def reach(cells: Sequence[Cell]) -> tuple[int, int]:
    """How many rows and columns the cells of a table reach over."""
    apart = headings(cells)
    down = max((cell.row + cell.row_span for cell in apart), default=0)
    right = max((cell.column + cell.column_span for cell in apart), default=0)
    if isinstance(cells, Cells):
        values = cells.values
        down = max(down, int(values.row[cells.shown].max(initial=-1)) + 1)
        right = max(right, int(values.column[cells.shown].max(initial=-1)) + 1)
    return down, right


def columns(values: Sequence[Value]) -> Values:
    """Give values as columns; those of a reader that gives objects are laid out."""
    if isinstance(values, Values):
        return values
    of = dict(zip(Value._fields, zip(*values, strict=True) if values else [()] * len(Value._fields), strict=True))
    row_paths, row_path = _coded(of["row_path"])
    column_paths, column_path = _coded(of["column_path"])
    units, unit = _coded(of["unit"])
    statuses = {status: at for at, status in enumerate(STATUSES)}
    texts, text = _coded(
        None if number is not None and printed == written(number) else printed
        for printed, number in zip(of["text"], of["value"], strict=True)
    )
    plain = texts.index(None) if None in texts else len(texts)
    return Values(
        row=np.array(of["row"], dtype=np.int32),
        column=np.array(of["column"], dtype=np.int32),
        value=np.array(of["value"], dtype=np.float64),
        whole=np.array([isinstance(number, int) for number in of["value"]], dtype=np.bool_),
        status=np.array([statuses[status] for status in of["status"]], dtype=np.uint8),
        unit=unit,
        year=np.array([year or 0 for year in of["fiscal_year"]], dtype=np.int32),
        row_path=row_path,
        column_path=column_path,
        text=np.where(text == plain, PLAIN, text).astype(np.int32),
        units=units,
        row_paths=row_paths,
        column_paths=column_paths,
        texts=[printed or "" for printed in texts],
        places=of["place"],
    )


def tight(codes: Codes) -> Codes:
    """Codes in the smallest type that holds them: the tables of a workbook are in memory together.

    They are for looking up only: sums and products of them may not fit.
    """
    return codes.astype(np.min_scalar_type(-1 - int(codes.max(initial=0))))


def distinct(*codes: npt.NDArray[np.integer]) -> tuple[Spots, Spots]:
    """Where each combination of codes stands first, in that order, and for each spot which of them it is.

    Codes are whole numbers, one array beside the other.
    """
    return _numbered(*_key(codes))


def all_differ(*codes: npt.NDArray[np.integer]) -> bool:
    """Whether no combination of codes stands twice."""
    key, reach = _key(codes)
    if reach > FULL * max(len(key), 1000):
        return len(np.unique(key)) == len(key)
    order, last = np.arange(len(key), dtype=np.int32), np.empty(reach, dtype=np.int32)
    last[key] = order
    return bool((last[key] == order).all())


def _key(codes: Sequence[npt.NDArray[np.integer]]) -> tuple[npt.NDArray[np.int64], int]:
    """A number for each combination of codes, and one that is above them all."""
    key, reach = np.zeros(len(codes[0]), dtype=np.int64), 1
    for each in codes:
        least = int(each.min()) if len(each) else 0
        span = (int(each.max()) - least + 1) if len(each) else 1
        if span == 1:
            continue
        if reach * span > FULL * max(len(key), 1000):  # what is there takes fewer numbers than what could be
            first, key = _numbered(key, reach)
            reach = len(first)
        code = each.astype(np.int64) - least
        key, reach = (code if reach == 1 else key * span + code), reach * span
    return key, reach


def _numbered(key: npt.NDArray[np.int64], reach: int) -> tuple[Spots, Spots]:
    """Where each number below `reach` stands first, in that order, and for each spot which of them stands there."""
    if reach > FULL * max(len(key), 1000):
        _, first, key = np.unique(key, return_index=True, return_inverse=True)
        there = np.arange(len(first))
    else:
        first = np.full(reach, -1, dtype=np.intp)  # a table of all that could be is faster than sorting
        first[key[::-1]] = np.arange(len(key) - 1, -1, -1)
        there = np.flatnonzero(first >= 0)
    there = there[np.argsort(first[there])]
    place = np.empty(len(first), dtype=np.intp)
    place[there] = np.arange(len(there))
    return first[there], place[key]


def _coded(items: Iterable[T]) -> tuple[list[T], Codes]:
    """The different items, and for each its index among them."""
    known: dict[T, int] = {}
    codes = np.array([known.setdefault(item, len(known)) for item in items], dtype=np.int32)
    return list(known), codes
