"""A table or chart as a grid: arrays of its figures, and what the headings of its rows and columns say.

Out of scope: which figures there are (`expectations.proofs.figures`), and the proofs.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from expectations.proofs.headings import SILENT, Arithmetic, names_of, normal, said

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]


@dataclass(frozen=True, slots=True)
class Line:
    """A row or column of a grid: its headings in normal form, and what they say."""

    path: tuple[str, ...]
    says: Arithmetic
    year: int | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table or chart as arrays of rows × columns; `figure` is the place among the figures, -1 for none.

    `named` has, for what a total of rows is named for (国立 where it is 国立計), the rows that say so in their stub.
    """

    element: str
    type: str
    title: str
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    value: Floats
    precision: Floats
    unit: Ints
    figure: Ints
    named: Mapping[str, Collection[int]] = field(default_factory=dict)

    def speaking(self) -> list[int]:
        """The rows whose headings say anything of their arithmetic."""
        return [i for i, line in enumerate(self.rows) if line.says is not SILENT]

    def transposed(self) -> "Grid":
        """The same grid with rows and columns exchanged."""
        return Grid(
            self.element,
            self.type,
            self.title,
            self.columns,
            self.rows,
            self.value.T,
            self.precision.T,
            self.unit.T,
            self.figure.T,
        )


@dataclass(frozen=True, slots=True)
class Shape:
    """What a grid is besides its figures; `stubs` gives the rows left of whose data one of some texts stands."""

    element: str
    type: str
    title: str
    stubs: Callable[[Collection[str]], Iterable[tuple[int, str]]]


@dataclass(frozen=True, slots=True)
class Cells:
    """The data cells of one table or chart: where they stand, under which headings, and those that hold a value."""

    row: Ints
    column: Ints
    year: Ints  # 0 where none is known
    row_path: Callable[[int], tuple[str, ...]]  # of a cell
    column_path: Callable[[int], tuple[str, ...]]
    held: Ints
    value: Floats
    unit: Ints  # of those that hold one, by its place among `units`
    units: Sequence[str | None]


def grid(shape: Shape, cells: Cells, precision: Floats, start: int) -> Grid:
    """The grid of a table's or chart's cells, whose figures are `start` and following."""
    numbers, first_row, row = _lines(cells.row)
    _, first_column, column = _lines(cells.column)
    size = (len(first_row), len(first_column))
    value, fuzz = np.full(size, np.nan), np.zeros(size)
    unit, figure = np.zeros(size, dtype="int32"), np.full(size, -1, dtype="int32")
    units: dict[str | None, int] = {None: 0}
    code = np.array([units.setdefault(name, len(units)) for name in cells.units], dtype="int32")[cells.unit]
    words = list(units)
    at = row[cells.held], column[cells.held]
    value[at], fuzz[at], unit[at] = cells.value, precision, code
    figure[at] = start + np.arange(len(cells.value))
    facts = (
        (_shared(line, cells.year, count), _shared(line[cells.held], code, count))
        for line, count in zip((row, column), size, strict=True)
    )
    rows, columns = (
        [
            _line(path(i), year or None, words[u])
            for i, year, u in zip(first.tolist(), years.tolist(), of.tolist(), strict=True)
        ]
        for path, first, (years, of) in zip(
            (cells.row_path, cells.column_path), (first_row, first_column), facts, strict=True
        )
    )
    stems = {line.says.stem for line in rows if line.says.stem}
    return Grid(
        shape.element,
        shape.type,
        normal(shape.title),
        tuple(rows),
        tuple(columns),
        value,
        fuzz,
        unit,
        figure,
        _named(stems, shape, numbers) if stems else {},
    )


@lru_cache(maxsize=1 << 16)
def _line(path: tuple[str, ...], year: int | None, unit: str | None) -> Line:
    """A line; those of one sheet come back in the next one."""
    return Line(*said(path), year, unit)


def _named(stems: Collection[str], shape: Shape, numbers: Ints) -> dict[str, set[int]]:
    """For each of these stems the rows whose stub is named for it."""
    of = {name: stem for stem in stems for name in names_of(stem)}
    line = {number: i for i, number in enumerate(numbers.tolist())}
    found: dict[str, set[int]] = {}
    for number, text in shape.stubs(of):
        if number in line:
            found.setdefault(of[text], set()).add(line[number])
    return found


def _lines(number: Ints) -> tuple[Ints, Ints, Ints]:
    """The rows or columns that there are: their numbers, the first cell of each, and the line of each cell."""
    first = np.full(int(number.max()) + 1, -1, dtype="int64")
    first[number[::-1]] = np.arange(len(number))[::-1]
    there = first >= 0
    return np.flatnonzero(there), first[there], (np.cumsum(there) - 1)[number]


def _shared(line: Ints, fact: Ints, count: int) -> Ints:
    """For each line the fact that all its cells share, 0 where they differ or none has one."""
    one = np.zeros(count, dtype="int64")
    one[line] = fact
    one[line[one[line] != fact]] = 0
    return one
