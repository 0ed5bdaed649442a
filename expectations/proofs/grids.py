"""A table or chart as a grid: arrays of its figures, and what the headings of its rows and columns say.

Out of scope: which figures there are (`expectations.proofs.figures`), and the proofs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from expectations.proofs.headings import Arithmetic, arithmetic, normal

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NO_STUB: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Line:
    """A row or column of a grid: its headings in normal form, what they say, and the texts that stand in its stub."""

    path: tuple[str, ...]
    says: Arithmetic
    stub: frozenset[str]
    year: int | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table or chart as arrays of rows × columns; `figure` is the row in the figures frame, -1 for none."""

    element: str
    kind: str
    type: str
    title: str
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    value: Floats
    precision: Floats
    unit: Ints
    figure: Ints

    def transposed(self) -> "Grid":
        """The same grid with rows and columns exchanged."""
        return Grid(
            self.element,
            self.kind,
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
    """What a grid is besides its figures; `stubs` are the texts that stand left of the data in each row."""

    element: str
    kind: str
    type: str
    title: str
    stubs: Mapping[int, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Cells:
    """The data cells of one table or chart, in parallel lists: where they stand, and under which headings."""

    row: Ints
    column: Ints
    row_path: Sequence[tuple[str, ...]]
    column_path: Sequence[tuple[str, ...]]
    unit: Sequence[str | None]
    year: Floats  # NaN where none is known
    value: Floats


def grid(shape: Shape, cells: Cells, precision: Floats, start: int) -> Grid:
    """The grid of a table's or chart's cells, whose figures are rows `start` … of the figures frame."""
    rows, first_row, row = np.unique(cells.row, return_index=True, return_inverse=True)
    columns, first_column, column = np.unique(cells.column, return_index=True, return_inverse=True)
    size = (len(rows), len(columns))
    value, fuzz = np.full(size, np.nan), np.zeros(size)
    unit, figure = np.zeros(size, dtype="int64"), np.full(size, -1, dtype="int64")
    code, names = pd.factorize(np.array(cells.unit, dtype=object))
    named = np.asarray(code + 1, dtype="float64")
    value[row, column], fuzz[row, column] = cells.value, precision
    unit[row, column], figure[row, column] = code + 1, start + np.arange(len(cells.value))
    units = [None, *names.tolist()]
    there = ~np.isnan(cells.value)
    row_facts = _shared(row, cells.year, len(rows)), _shared(row[there], named[there], len(rows))
    column_facts = _shared(column, cells.year, len(columns)), _shared(column[there], named[there], len(columns))
    return Grid(
        shape.element,
        shape.kind,
        shape.type,
        normal(shape.title),
        tuple(
            _line(cells.row_path[i], shape.stubs.get(int(r), NO_STUB), year, units[int(u)])
            for i, r, year, u in zip(first_row, rows, *row_facts, strict=True)
        ),
        tuple(
            _line(cells.column_path[i], NO_STUB, year, units[int(u)])
            for i, year, u in zip(first_column, *column_facts, strict=True)
        ),
        value,
        fuzz,
        unit,
        figure,
    )


def _shared(line: Ints, fact: Floats, count: int) -> Floats:
    """For each line the fact that all its cells share, 0 where they differ or none has one."""
    low, high = np.full(count, np.inf), np.full(count, -np.inf)
    np.fmin.at(low, line, np.where(np.isnan(fact), -1.0, fact))
    np.fmax.at(high, line, np.where(np.isnan(fact), -1.0, fact))
    return np.where((low == high) & (low > 0), low, 0.0)


def _line(path: Sequence[str], stub: frozenset[str], year: float, unit: str | None) -> Line:
    labels = tuple(normal(label) for label in path)
    return Line(labels, arithmetic(labels), stub.union(labels), int(year) or None, unit)
