"""Makes a table of a frame: its title, unit and notes, its cells, and every data cell under its complete headings.

Out of scope: finding the frame (`regions`, `frames`) and the heading trees (`columns`, `stubs`).
"""

import re
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from extract.document import Cell, SheetPlace, Status, Table, Value
from extract.japanese import marks, numbers, units
from extract.sheet import columns, formats, note_marks, stubs
from extract.sheet import lines as around
from extract.sheet.columns import Column
from extract.sheet.frames import Frame
from extract.sheet.grid import BLANK, ERRORS, WORDS, Grid, Spot, address, dotted, letters, plain
from extract.sheet.lines import Lines
from extract.sheet.stubs import Row

_MONEY = re.compile(r"額|収入|収益|費|金|円|対価|支出|予算|決算|経費")


def table(grid: Grid, frame: Frame, identity: str, raised: Mapping[str, str]) -> Table:
    """Make the table of a frame. `raised` gives texts with superscript note marks without them."""
    said = around.lines(grid, frame)
    bare = note_marks.remover(grid, frame, said.notes, raised)
    heads = columns.columns(grid, frame, said.latest, bare)
    rows, spans = stubs.rows(grid, frame, said.latest, bare)
    area = frame.area
    values = tuple(_values(grid, frame, heads, rows, said))
    return Table(
        id=identity,
        place=SheetPlace(grid.sheet, f"{address(area.top, area.left)}:{address(area.bottom, area.right)}"),
        method="sheet",
        title=said.title,
        unit="、".join(said.units) or _common(heads),
        notes=said.notes,
        header_rows=frame.body[0] - area.top,
        stub_columns=frame.stub - area.left,
        cells=tuple(_cells(grid, frame, spans, values)),
        values=values,
    )


def _common(heads: Mapping[int, Column]) -> str | None:
    """The unit of a heading over all columns."""
    found = {head.wide_unit for head in heads.values()}
    return found.pop() if len(found) == 1 else None


def _cells(grid: Grid, frame: Frame, spans: Mapping[Spot, int], values: Sequence[Value]) -> Iterator[Cell]:
    """Yield every filled cell of the header and the body; stub cells reach over all rows that they head."""
    area = frame.area
    data = {(value.row, value.column): value for value in values}
    names = [letters(column) for column in range(area.right + 1)]
    for row in [*range(area.top, frame.body[0]), *frame.body]:
        line = grid.kinds[row, area.left : area.right + 1]
        for at in np.flatnonzero(line != BLANK).tolist():
            column = area.left + at
            span = grid.covers.get((row, column)) if grid.covers else None
            value = data.get((row - area.top, at))
            if value is not None and span is None:
                yield Cell(value.row, value.column, 1, 1, value.text, value.place)
                continue
            yield Cell(
                row - area.top,
                at,
                max(span.rows if span else 1, spans.get((row, column), 1)),
                span.columns if span else 1,
                grid.text(row, column),
                SheetPlace(grid.sheet, f"{names[column]}{row + 1}"),
            )


def _values(
    grid: Grid, frame: Frame, heads: Mapping[int, Column], rows: Mapping[int, Row], said: Lines
) -> Iterator[Value]:
    """Yield every data cell. The nearest unit and year win: cell, column or row, then the lines around the table."""
    declared = marks.read_declared(said.notes)
    top, left, sheet = frame.area.top, frame.area.left, grid.sheet
    over = [
        (column, letters(column), heads[column], heads[column].wide_unit or _chosen(heads[column], said.units))
        for column in frame.columns
    ]
    for row in frame.body:
        stub = rows.get(row)
        if stub is None:
            continue
        number = str(row + 1)
        for column, name, head, unit in over:
            span = grid.covers.get((row, column)) if grid.covers else None
            if span and (row, column) != (span.top, span.left):
                continue
            text, value, status, printed = _read(grid, row, column, declared)
            yield Value(
                row - top,
                column - left,
                text,
                value,
                printed or head.unit or stub.unit or unit,
                status,
                stub.year or head.year or said.year,
                stub.path,
                head.path,
                SheetPlace(sheet, name + number),
            )


def _chosen(head: Column, declared: Sequence[str]) -> str | None:
    """Of the units that a line declares for the table, the one that suits a column: money for amounts, else counts."""
    if len(declared) < 2:
        return declared[0] if declared else None
    is_money = any(_MONEY.search(text) for text in head.path[-1:])
    for unit in declared:
        if (units.canonical(unit)[0] == "円") == is_money:
            return unit
    return declared[0]


def _read(
    grid: Grid, row: int, column: int, declared: marks.Declared
) -> tuple[str, float | int | None, Status, str | None]:
    """Read a data cell: text as seen, value, status, and the unit printed in the cell."""
    raw = grid.rows[row][column]
    kind = type(raw)
    if kind is float or kind is int:
        code = grid.setting.formats.get((row, column))
        if code is None:
            return plain(raw), _number(raw), Status.OBSERVED, None  # type: ignore[arg-type]
        value, unit = formats.measured(raw, code)  # type: ignore[arg-type]
        return grid.text(row, column), _number(value), Status.OBSERVED, unit
    if raw == "" or grid.kinds[row, column] == BLANK:
        return "", None, Status.MISSING, None
    text = grid.text(row, column)
    if text in ERRORS:
        return text, None, Status.MISSING, None
    number = None
    if isinstance(raw, str) and grid.kinds[row, column] != WORDS:
        number = numbers.read_number(dotted(raw) if grid.decimal_comma else raw.strip(), declared)
    return (text, number.value, number.status, number.unit) if number else (text, None, Status.TEXT, None)


def _number(raw: float) -> float | int:
    """A whole number as int."""
    return int(raw) if type(raw) is float and raw.is_integer() and abs(raw) < 1e15 else raw
