"""The values of a grid: each data cell under its complete headings, with unit, year and status.

Out of scope: which rows and columns are headings (`extract.pdf.axes`), title and notes (`extract.pdf.context`).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extract.document import Cell, Status, Value
from extract.japanese import units
from extract.japanese.fiscal_years import find_years, read_axis, read_year
from extract.japanese.labels import is_ditto, normal
from extract.japanese.marks import read_declared
from extract.japanese.numbers import read_number
from extract.pdf.axes import Axes
from extract.pdf.context import Context
from extract.pdf.grid import Grid
from extract.pdf.indents import depths_of
from extract.pdf.lines import without_leader

INDENT = 0.6  # of the text's height: a label that starts further right is below the one above it
_REMARK = re.compile(r"[＜<〈（(〔\[［【].*[:：、，].*[＞>〉）)〕\]］】]")
"""A list in brackets, over a whole row: it speaks of the rows above and names none below."""
_SHARE = re.compile(r"[%％]|per ?cent(?:age)?\b", re.IGNORECASE)
_CHANGE = re.compile(r"増減|増加|減少|前年|対前|伸び|比較|差")
_SPEAKS_OF: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"[件]数?$|件数|件$"), "件"),
    (re.compile(r"額|収入|費|金|売上|円|支出|予算"), "円"),
    (re.compile(r"率|割合|比$|シェア|構成比|％|%"), "%"),
    (re.compile(r"人数|者数|職員|研究者|学生"), "人"),
    (re.compile(r"社数|企業数|社$|ベンチャー"), "社"),
    (re.compile(r"機関数|大学数|機関$|校数"), "機関"),
)


@dataclass(frozen=True, slots=True)
class Headings:
    """The headings over each row and column; outermost first."""

    rows: dict[tuple[int, int], tuple[str, ...]]  # by row and first column of the stub that governs
    columns: dict[int, tuple[str, ...]]


def find_values(grid: Grid, axes: Axes, context: Context, document_year: int | None) -> tuple[Value, ...]:
    """All data cells, row by row."""
    at = grid.positions()
    headings = _headings(grid, axes, at)
    years = _Years(axes, headings, context, document_year)
    declared = read_declared(context.notes)
    found = []
    for cell in grid.cells:
        if cell.row < axes.header_rows or cell.column in axes.labels or _is_section(cell, grid):
            continue
        stub = axes.stub_of(cell.column)
        row_path = headings.rows.get((cell.row, stub[0]), ()) if stub else ()
        column_path = headings.columns[cell.column]
        if not cell.text and not row_path:
            continue
        number = read_number(cell.text, declared)
        status = Status.TEXT if number is None else number.status
        unit = number.unit if number is not None else None
        if unit is None and (number is None or number.status is not Status.TEXT):
            unit = _unit(row_path, column_path, context)
        found.append(
            Value(
                row=cell.row,
                column=cell.column,
                text=cell.text,
                value=number.value if number is not None else None,
                unit=unit if number is not None else None,
                status=status,
                fiscal_year=years.of(cell, stub),
                row_path=row_path,
                column_path=column_path,
                place=cell.place,
            )
        )
    return tuple(found)


def _is_section(cell: Cell, grid: Grid) -> bool:
    return cell.column_span == grid.columns > 1


def _headings(grid: Grid, axes: Axes, at: dict[tuple[int, int], Cell]) -> Headings:
    columns = {
        c: _path(at.get((r, c)) for r in range(axes.header_rows)) for c in range(grid.columns) if c not in axes.labels
    }
    rows: dict[tuple[int, int], tuple[str, ...]] = {}
    for run in axes.stubs:
        rows |= {(row, run[0]): path for row, path in _row_paths(grid, axes, at, run).items()}
    return Headings(rows, columns)


def _path(cells: Iterable[Cell | None]) -> tuple[str, ...]:
    """The texts of cells, each once however many positions it covers."""
    path: list[str] = []
    before: Cell | None = None
    for cell in cells:
        if cell is not None and cell is not before and cell.text:
            path.append(cell.text)
        before = cell
    return tuple(path)


def _row_paths(
    grid: Grid, axes: Axes, at: dict[tuple[int, int], Cell], run: tuple[int, ...]
) -> dict[int, tuple[str, ...]]:
    paths: dict[int, tuple[str, ...]] = {}
    carried: list[str] = [""] * len(run)
    section: str | None = None
    parents: list[_Parent] = []
    depths = depths_of(grid, run[0], axes.header_rows) if len(run) == 1 else {}
    alone = _alone(grid, axes, at, run)
    for row in range(axes.header_rows, grid.rows):
        cells = [at.get((row, column)) for column in run]
        first = cells[0]
        if first is not None and _is_section(first, grid):
            if not _REMARK.fullmatch(first.text):
                section, carried, parents = first.text or section, [""] * len(run), []
            continue
        printed = [without_leader(cell.text) if cell is not None else "" for cell in cells]
        labels = [carried[i] if is_ditto(label) else label for i, label in enumerate(printed)]
        filled = [i for i, label in enumerate(labels) if label]
        if len(run) > 1 and filled:
            # Outer labels stand once for the rows below; a new outer label ends the inner ones.
            labels = [carried[i] if not label and i < filled[0] else label for i, label in enumerate(labels)]
            carried = labels
        spread = [cell if own == label else None for cell, own, label in zip(cells, printed, labels, strict=True)]
        own = tuple(
            label
            for i, label in enumerate(labels)
            if label and not (i and spread[i] is not None and spread[i] is spread[i - 1])
        )
        if len(run) == 1 and first is not None and first.text:
            depth = _depth(first, depths, alone)
            heads = row in alone and not depths.get(first.row + first.row_span, 0.0) > depth + INDENT
            own = _under(parents, _Parent(depth, printed[0], heads)) + own
        paths[row] = ((section,) if section else ()) + own
    return paths


def _depth(label: Cell, depths: dict[int, float], alone: frozenset[int]) -> float:
    """How deep a label is set in; a section's name, set in from the labels over and below it, is as deep as these."""
    depth = depths.get(label.row, 0.0)
    before = max((row for row in depths if row < label.row), default=None)
    after = depths.get(label.row + label.row_span, depth)
    set_in = before is None or depths[before] < depth - INDENT
    return after if label.row in alone and set_in and after < depth - INDENT else depth


@dataclass(frozen=True, slots=True)
class _Parent:
    """A label that may stand over others; one that `heads` also over those that are set in no deeper."""

    depth: float
    label: str
    heads: bool


def _under(parents: list[_Parent], label: _Parent) -> tuple[str, ...]:
    """The labels that a label is set in under; `parents` keeps the open ones."""
    while parents and parents[-1].depth >= label.depth - INDENT:
        level = parents[-1].depth <= label.depth + INDENT
        if level and parents[-1].heads and not label.heads:
            break
        parents.pop()
    path = tuple(parent.label for parent in parents)
    parents.append(label)
    return path


def _alone(grid: Grid, axes: Axes, at: dict[tuple[int, int], Cell], run: tuple[int, ...]) -> frozenset[int]:
    """Rows, the last left out, that hold a label and nothing else, where not all do."""
    last = max((cell.row for cell in grid.cells), default=0)
    blank = {
        row
        for row in range(axes.header_rows, last)
        if not any(
            (cell := at.get((row, c))) is not None and cell.text and cell.column not in run
            for c in range(grid.columns)
            if c not in run
        )
    }
    return frozenset(row for row in blank if row + 1 not in blank)


def _unit(row_path: Sequence[str], column_path: Sequence[str], context: Context) -> str | None:
    """The nearest unit: of the column's heading, of the row's, of the table's unit line."""
    for path in (column_path, row_path):
        for heading in reversed(path):
            named = ("%",) if _SHARE.match(heading) else units.find_units(heading)
            if len(named) == 1:
                return named[0]
    if len(context.units) <= 1:
        return context.units[0] if context.units else None
    title = (context.title,) if context.title else ()
    for heading in (*reversed(column_path), *reversed(row_path), *title):
        for pattern, canonical in _SPEAKS_OF:
            if pattern.search(normal(heading)):
                fitting = [unit for unit in context.units if units.canonical(unit)[0] == canonical]
                if len(fitting) == 1:
                    return fitting[0]
    return None


class _Years:
    """The year of each cell: from the headings over it, else the title's, else the document's."""

    def __init__(self, axes: Axes, headings: Headings, context: Context, document_year: int | None) -> None:
        self._default = context.year if context.year is not None else document_year
        self._rows: dict[tuple[int, int], int | None] = {}
        self._columns: dict[int, int | None] = {}
        columns = sorted(headings.columns)
        depth = max((len(path) for path in headings.columns.values()), default=0)
        for level in range(depth):
            labels = [path[level] if level < len(path) else "" for path in (headings.columns[c] for c in columns)]
            for column, year in zip(columns, _axis(labels, document_year), strict=True):
                if year is not None:
                    self._columns[column] = year
        latest = max((y for y in self._columns.values() if y is not None), default=None)
        for column in columns:
            path = headings.columns[column]
            if self._columns.get(column) is None and path and _CHANGE.search(normal(path[-1])):
                self._columns[column] = latest
        for run in axes.stubs:
            rows = [row for row, start in headings.rows if start == run[0]]
            depth = max((len(headings.rows[row, run[0]]) for row in rows), default=0)
            for level in range(depth):
                paths = [headings.rows[row, run[0]] for row in rows]
                labels = [path[level] if level < len(path) else "" for path in paths]
                for row, year in zip(rows, _axis(labels, document_year), strict=True):
                    if year is not None:
                        self._rows[row, run[0]] = year

    def of(self, cell: Cell, stub: tuple[int, ...]) -> int | None:
        """The fiscal (or calendar) year of a data cell."""
        column = self._columns.get(cell.column)
        if column is not None:
            return column
        row = self._rows.get((cell.row, stub[0])) if stub else None
        return row if row is not None else self._default


def _axis(labels: Sequence[str], document_year: int | None) -> list[int | None]:
    """The year of each heading of a row or column of headings; equal neighbours (spanning heads) count once."""
    distinct: list[str] = []
    for label in labels:
        if label and (not distinct or distinct[-1] != label):
            distinct.append(label)
    together = dict(zip(distinct, read_axis(distinct, document_year), strict=True))
    found: list[int | None] = []
    for label in labels:
        year = together.get(label)
        if year is None and label:
            alone = read_year(label)
            mentions = {m.year for m in find_years(label)} if alone is None else {alone.year}
            year = mentions.pop() if len(mentions) == 1 else None
        found.append(year)
    return found
