"""Makes a table of a frame: its title, unit and notes, its cells, and every data cell under its complete headings.

Out of scope: finding the frame (`regions`, `frames`) and the heading trees (`columns`, `stubs`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from extract.document import Cell, SheetPlace, Status, Table, address
from extract.japanese import marks, numbers, units
from extract.japanese.flags import CONFIDENTIAL
from extract.sheet import columns, flags, formats, note_marks, stubs, words
from extract.sheet import lines as around
from extract.sheet.columns import Column
from extract.sheet.frames import Frame
from extract.sheet.grid import BLANK, ERRORS, WORDS, Grid, Spot, dotted, whole
from extract.sheet.lines import Lines
from extract.sheet.stored import NUMERIC
from extract.sheet.stubs import Row
from extract.values import PLAIN, STATUSES, SURE, Cells, Codes, Corner, Flags, Values, distinct, tight

T = TypeVar("T")

_RATE = re.compile(r"率|比(?!較)|割合|シェア|伸び|[％%]")
_MONEY = re.compile(r"額|収入|収益|費|金|円|対価|支出|予算|決算|経費")


def table(grid: Grid, frame: Frame, identity: str, raised: Mapping[str, str]) -> Table:
    """Make the table of a frame. `raised` gives texts with superscript note marks without them."""
    said = around.lines(grid, frame)
    bare = note_marks.remover(grid, frame, said.notes, raised)
    heads = columns.columns(grid, frame, said.latest, bare)
    rows, spans = stubs.rows(grid, frame, said.latest, bare)
    area = frame.area
    values = _values(grid, frame, heads, rows, said)
    return Table(
        id=identity,
        place=SheetPlace(grid.sheet, f"{address(area.top, area.left)}:{address(area.bottom, area.right)}"),
        method="sheet",
        title=said.title,
        unit="、".join(said.units) or _common(heads),
        notes=said.notes,
        header_rows=frame.body[0] - area.top,
        stub_columns=frame.stub - area.left,
        cells=_cells(grid, frame, spans, values),
        values=values,
    )


def _common(heads: Mapping[int, Column]) -> str | None:
    """The unit of a heading over all columns."""
    found = {head.wide_unit for head in heads.values()}
    return found.pop() if len(found) == 1 else None


def _cells(grid: Grid, frame: Frame, spans: Mapping[Spot, int], values: Values) -> Cells:
    """Every filled cell of the header and the body; stub cells reach over all rows that they head."""
    area = frame.area
    width = area.right + 1 - area.left
    places = Corner(grid.sheet, area.top, area.left)
    rows = [*range(area.top, frame.body[0]), *frame.body]
    filled = np.zeros((rows[-1] + 1 - area.top, width), dtype=bool)
    filled[np.array(rows) - area.top] = grid.kinds[rows, area.left : area.right + 1] != BLANK
    merged = np.zeros_like(filled)
    for row, column in grid.covers:
        if area.top <= row <= rows[-1] and area.left <= column <= area.right:
            merged[row - area.top, column - area.left] = True
    spots = values.row.astype(np.intp) * width + values.column
    shown = (filled & ~merged).reshape(-1)[spots]
    filled.reshape(-1)[spots[shown]] = False
    apart = []
    for at, column in np.argwhere(filled).tolist():
        spot = at + area.top, column + area.left
        span = grid.covers.get(spot)
        down = max(span.rows if span else 1, spans.get(spot, 1))
        right = span.columns if span else 1
        apart.append(Cell(at, column, down, right, grid.text(*spot), places.place(at, column)))
    return Cells(tuple(apart), values, shown)


def _values(grid: Grid, frame: Frame, heads: Mapping[int, Column], rows: Mapping[int, Row], said: Lines) -> Values:
    """Every data cell. The nearest unit and year win: cell, column or row, then the lines around the table."""
    declared = marks.read_declared(said.notes)
    body, over = [row for row in frame.body if row in rows], list(frame.columns)
    stubs, columns = [rows[row] for row in body], [heads[column] for column in over]
    seen = np.ones((len(body), len(over)), dtype=bool)
    at_row, at_column = ({spot: at for at, spot in enumerate(spots)} for spots in (body, over))
    for spot, span in grid.covers.items():
        if spot[0] in at_row and spot[1] in at_column and spot != (span.top, span.left):
            seen[at_row[spot[0]], at_column[spot[1]]] = False
    row_path, column_path = (spots.astype(np.int32) for spots in np.nonzero(seen))
    row, column = np.array(body, dtype=np.int32)[row_path], np.array(over, dtype=np.int32)[column_path]
    read = _read_all(grid, row, column, declared)
    status = flags.applied(grid, frame.flagged, row, column, read.status)
    wide = [head.wide_unit or _chosen(head, said.units) or None for head in columns]
    unit = _coded(read.units, wide)[column_path]
    for nearer in (
        _coded(read.units, [stub.unit or None for stub in stubs])[row_path],
        _coded(read.units, [head.unit or None for head in columns])[column_path],
        read.unit,
    ):
        unit = np.where(nearer > 0, nearer, unit)
    years = np.array([_year(head, said) or said.year or 0 for head in columns], dtype=np.int32)[column_path]
    dated = np.array([_year(stub, said) or 0 for stub in stubs], dtype=np.int32)[row_path]
    return Values(
        row=row - frame.area.top,
        column=column - frame.area.left,
        value=read.value,
        whole=read.whole,
        status=status,
        unit=tight(unit),
        year=np.where(dated > 0, dated, years),
        row_path=tight(row_path),
        column_path=tight(column_path),
        text=tight(read.text),
        units=tuple(read.units),
        row_paths=tuple(stub.path for stub in stubs),
        column_paths=tuple(head.path for head in columns),
        texts=tuple(read.texts),
        places=Corner(grid.sheet, frame.area.top, frame.area.left),
    )


def _coded(known: dict[T, int], words: Sequence[T]) -> Codes:
    """The words by their codes, which new ones are given."""
    return np.array([known.setdefault(word, len(known)) for word in words], dtype=np.int32)


def _year(heads: Column | Row, said: Lines) -> int | None:
    """The year that headings name, or tell from that of the table: 前年度."""
    away = words.years_away(heads.path) if heads.year is None and said.year else None
    return heads.year if away is None or said.year is None else said.year + away


def _chosen(head: Column, declared: Sequence[str]) -> str | None:
    """Of the units that a line declares for the table, the one that suits a column: money for amounts, else counts.

    Per cent is only for what is a rate by its heading, unless it is all that is declared.
    """
    if len(declared) < 2:
        return declared[0] if declared else None
    told = " ".join(head.path[-1:])
    is_rate = _RATE.search(told) is not None
    of_kind = [unit for unit in declared if (units.canonical(unit)[0] in ("%", "ポイント")) == is_rate] or declared
    if len(of_kind) == 1 or is_rate:
        return of_kind[0]
    is_money = _MONEY.search(told) is not None
    return next((unit for unit in of_kind if (units.canonical(unit)[0] == "円") == is_money), of_kind[0])


@dataclass(slots=True)
class _Read:
    """What data cells say, column by column, as in `Values`; units and texts by their codes."""

    value: npt.NDArray[np.float64]
    whole: Flags
    status: npt.NDArray[np.uint8]
    unit: Codes
    text: Codes
    units: dict[str | None, int]
    texts: dict[str, int]


def _read_all(grid: Grid, row: Codes, column: Codes, declared: marks.Declared) -> _Read:
    """Read data cells: plain numbers and blank cells at once, each text once, others one by one."""
    count = len(row)
    read = _Read(
        value=np.full(count, np.nan),
        whole=np.zeros(count, dtype=bool),
        status=np.full(count, STATUSES.index(Status.MISSING), dtype=np.uint8),
        unit=np.zeros(count, dtype=np.int32),
        text=np.full(count, PLAIN, dtype=np.int32),
        units={None: 0},
        texts={},
    )
    codes, kinds = grid.stored.codes[row, column], grid.kinds[row, column]
    numeric = codes == NUMERIC
    is_plain = numeric & ~_formatted(grid)[row, column]
    plainly = np.flatnonzero(is_plain)
    numbers_read = grid.stored.numbers[row[plainly], column[plainly]]
    read.value[plainly] = numbers_read
    read.whole[plainly] = (np.abs(numbers_read) < SURE) & (np.floor(numbers_read) == numbers_read)
    read.status[plainly] = STATUSES.index(Status.OBSERVED)
    is_text = np.array([*(text is not None for text in grid.texts), False])[codes]  # the last is that of numbers
    filled = ~is_plain & (numeric | (kinds != BLANK))
    texts, alone = np.flatnonzero(filled & is_text), np.flatnonzero(filled & ~is_text)
    first, which = distinct(codes[texts], kinds[texts] == WORDS)
    spots, which = np.append(texts, alone), np.append(which, len(first) + np.arange(len(alone)))
    said = [_read(grid, int(row[at]), int(column[at]), declared) for at in np.append(texts[first], alone).tolist()]
    read.text[spots] = _coded(read.texts, [text for text, *_ in said])[which]
    read.status[spots] = np.array([STATUSES.index(status) for *_, status, _ in said], dtype=np.uint8)[which]
    read.unit[spots] = _coded(read.units, [unit for *_, unit in said])[which]
    read.value[spots] = np.array([np.nan if value is None else value for _, value, *_ in said])[which]
    read.whole[spots] = np.array([isinstance(value, int) for _, value, *_ in said], dtype=bool)[which]
    return read


def _formatted(grid: Grid) -> Flags:
    """Which cells have a format that decides."""
    found = np.zeros(grid.kinds.shape, dtype=bool)
    for row, column in grid.setting.formats:
        if row < grid.height and column < grid.width:
            found[row, column] = True
    return found


def _read(
    grid: Grid, row: int, column: int, declared: marks.Declared
) -> tuple[str, float | int | None, Status, str | None]:
    """Read a data cell that is no plain number: text as seen, value, status, and the unit printed in the cell."""
    raw = grid.stored.at(row, column)
    text = grid.text(row, column)
    if type(raw) is float or type(raw) is int:
        value, unit = formats.measured(raw, grid.setting.formats[row, column])
        return text, whole(value), Status.OBSERVED, unit
    if text in ERRORS:
        return text, None, Status.MISSING, None
    number = None
    if isinstance(raw, str) and grid.kinds[row, column] != WORDS:
        number = numbers.read_number(dotted(raw) if grid.decimal_comma else raw.strip(), declared)
    if number:
        return text, number.value, number.status, number.unit
    return text, None, Status.SUPPRESSED if text == CONFIDENTIAL else Status.TEXT, None
