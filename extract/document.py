"""The data types that reading gives: tables, charts and statements with the place of every figure.

They are the one contract between the readers (`extract.pdf`, `extract.sheet`) and everything behind them. What a
document has thousands of is a named tuple: it is made, and goes from one process to another, several times as fast as
other objects. Out of scope: how anything is read, and what a figure means (`extract.mapping`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in PDF points, origin at the top left of the page as displayed."""


class Status(StrEnum):
    """What a data cell says, beside its value. A blank is never 0; a "-" is 0 only where the notes say so."""

    OBSERVED = "observed"
    NIL = "nil"  # "-" where the publisher says none
    MISSING = "missing"  # blank, …
    SUPPRESSED = "suppressed"  # x, ***
    NOT_APPLICABLE = "not_applicable"
    PROVISIONAL = "provisional"
    ESTIMATED = "estimated"  # measured from a drawing
    TEXT = "text"


class PagePlace(NamedTuple):
    """A box on a page; pages count from 1."""

    page: int
    bbox: Box


class SheetPlace(NamedTuple):
    """A cell or range of a sheet, in A1 notation. A csv is one sheet named ``csv``."""

    sheet: str
    address: str


Place = PagePlace | SheetPlace


def letters(column: int) -> str:
    """Name a column as sheets do: 0 is A."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def address(row: int, column: int) -> str:
    """Name a cell as sheets do: (0, 0) is A1."""
    return f"{letters(column)}{row + 1}"


class Cell(NamedTuple):
    """A cell of a table as set: headings and data alike. Rows and columns count from 0 within the table."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    place: Place


class Value(NamedTuple):
    """A data cell, read by the value grammar, under its complete headings (outermost first).

    `value` is in the unit as printed, None for marks and words. `text` is what is printed, whitespace folded.
    """

    row: int
    column: int
    text: str
    value: float | int | None
    unit: str | None
    status: Status
    fiscal_year: int | None
    row_path: tuple[str, ...]
    column_path: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its title, unit line and notes. `method` is ruled, aligned or sheet.

    A sheet's cells and values are made when they are asked for: what handles them all takes `extract.values.columns`.
    """

    id: str
    place: Place
    method: str
    title: str | None
    unit: str | None
    notes: tuple[str, ...]
    header_rows: int
    stub_columns: int
    cells: Sequence[Cell]
    values: Sequence[Value]


@dataclass(frozen=True, slots=True)
class Point:
    """A mark of a chart. `method` is label (printed) or geometry (measured, true within the relative `tolerance`).

    `text` is the printed label, or empty. `derived` marks a value that no label prints and only one number fits.
    """

    category: str
    fiscal_year: int | None
    value: float | int
    text: str
    method: str
    tolerance: float
    place: PagePlace
    derived: bool = False
    measured: float | None = None  # a labelled mark is measured too: what its length says


@dataclass(frozen=True, slots=True)
class ChartSeries:
    """The points that share a legend entry."""

    name: str
    unit: str | None
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart. `type` is bar, stacked_bar, line, pie, combo or scatter."""

    id: str
    place: PagePlace
    title: str | None
    type: str
    series: tuple[ChartSeries, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """A figure in running text: `text` is the clause as printed, `printed` the figure itself, `value` in `unit`."""

    id: str
    text: str
    printed: str
    value: float | int
    unit: str | None
    fiscal_year: int | None
    approximate: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why something could not be read: a page or sheet, or the whole document where both are None."""

    reason: str  # one word of a small vocabulary, as in no_text_layer
    detail: str
    page: int | None = None
    sheet: str | None = None


class Line(NamedTuple):
    """A line of text outside tables and charts, or a text cell of a sheet: titles and dates are read from it."""

    text: str
    size: float | None  # font size in points
    place: Place


@dataclass(frozen=True, slots=True)
class Document:
    """All that was read from one file. `lines` tell source and edition; they are no part of the JSON contract."""

    name: str
    sha256: str
    media_type: str
    pages: int  # sheets, for a workbook
    tables: tuple[Table, ...]
    charts: tuple[Chart, ...]
    statements: tuple[Statement, ...]
    verdicts: tuple[Verdict, ...]
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader (`extract.pdf.read`, `extract.sheet.read`) gives for one file's bytes."""

    pages: int
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()
    statements: tuple[Statement, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    lines: tuple[Line, ...] = ()
