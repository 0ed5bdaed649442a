"""Makes a table of a frame: its title, unit and notes, its cells, and a value for every data cell under complete headings.

Out of scope: finding the frame (`regions`, `frames`) and the heading trees (`columns`, `stubs`).
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from extract.document import Cell, SheetPlace, Status, Table, Value
from extract.japanese import fiscal_years, marks, numbers, units
from extract.sheet import columns, formats, stubs, words
from extract.sheet.columns import Column
from extract.sheet.frames import Frame
from extract.sheet.grid import BLANK, ERRORS, WORDS, Grid, Spot, address, dotted
from extract.sheet.stubs import Row

_NOTE_NUMBER = re.compile(r"[（(]?\s*(\d{1,2})(?!\d)\s*(?:[）).．:：\s]|(?=\D))")
_JAPANESE_MARK = re.compile(
    r"\s*(?:[（(]?\s*※\s*[0-9０-９]{0,2}(?:[，、,・][0-9０-９]{1,2})*\s*[）)]?|[（(\[［]?\s*注\s*[0-9０-９]{0,2}\s*[）)\]］]|[¹²³⁴-⁹]+)\s*$"
)
_STUCK = re.compile(r"(.*[^\W\d_])\s*(?<!第)(\d{1,2})([）)]?)")  # 合計1), households1
_GLUED = re.compile(r"(?<=[a-z]{4})[1-9](?=$|\s)")  # a raised digit that lost its height: establishments1 number
_MONEY = re.compile(r"額|収入|収益|費|金|円|対価|支出|予算|決算|経費")


@dataclass(frozen=True, slots=True)
class Lines:
    """What the lines around a table say."""

    title: str | None
    units: tuple[str, ...]
    notes: tuple[str, ...]
    year: int | None  # the one year that the title names
    latest: int | None  # the latest year that any line names


def table(grid: Grid, frame: Frame, identity: str, raised: Mapping[str, str]) -> Table:
    """Make the table of a frame. `raised` gives texts with superscript note marks without them."""
    lines = _lines(grid, frame)
    bare = _bare(grid, frame, lines.notes, raised)
    heads = columns.columns(grid, frame, lines.latest, bare)
    rows, spans = stubs.rows(grid, frame, lines.latest, bare)
    declared = marks.read_declared(lines.notes)
    area = frame.area
    return Table(
        id=identity,
        place=SheetPlace(grid.sheet, f"{address(area.top, area.left)}:{address(area.bottom, area.right)}"),
        method="sheet",
        title=lines.title,
        unit=lines.units[0] if len(lines.units) == 1 else ("、".join(lines.units) or _common(heads)),
        notes=lines.notes,
        header_rows=frame.body[0] - area.top,
        stub_columns=frame.stub - area.left,
        cells=tuple(_cells(grid, frame, spans)),
        values=tuple(_values(grid, frame, heads, rows, lines, declared)),
    )


def _common(heads: Mapping[int, Column]) -> str | None:
    """The unit of a heading over all columns."""
    found = {head.wide_unit for head in heads.values()}
    return found.pop() if len(found) == 1 else None


def _lines(grid: Grid, frame: Frame) -> Lines:
    named_by, described = _metadata(grid, frame)
    shared = [text for row in frame.shared for text in _row_texts(grid, frame, row, wide=True)]
    above = [text for row in frame.above for text in _row_texts(grid, frame, row)]
    above = _without_translated_units(above)
    below = [text for row in frame.below for text in _row_texts(grid, frame, row)]
    corner = [grid.text(row, column) for row in frame.header for column in range(frame.area.left, frame.stub)]
    titles = [text for text in above if not _is_aside(text)]
    titles_shared = [*named_by, *(text for text in shared if not _is_aside(text))]
    notes = [text for text in [*shared, *above] if words.is_aside(text) and not _unit_line(text)]
    declared = _first_units(above) or _first_units(text for text in corner if text) or _first_units(below)
    declared = declared or _first_units(shared) or _first_units(described)
    title = " ".join(dict.fromkeys([*titles_shared, *titles])) or None
    named = _years(titles) or _years(titles_shared) or _years(described)
    everything = _years([*titles_shared, *titles, grid.sheet]) or _years([*above, *shared, *below])
    return Lines(
        title=title,
        units=declared,
        notes=(*notes, *(text for text in below if text)),
        year=named.pop() if len(named) == 1 else None,
        latest=max(everything, default=None),
    )


def _metadata(grid: Grid, frame: Frame) -> tuple[list[str], list[str]]:
    """The texts of the keys and values above: what names the table, and the rest."""
    named: list[str] = []
    rest: list[str] = []
    for row in frame.shared:
        texts = [text for column in range(grid.width) if (text := grid.text(row, column))]
        if len(texts) > 1 and words.is_key(texts[0]):
            (named if words.names_table(texts[0]) else rest).extend(texts[-1:])
    return named, rest


def _row_texts(grid: Grid, frame: Frame, row: int, *, wide: bool = False) -> Iterator[str]:
    """The texts of a row; of a note numbered in a cell of its own, one text."""
    left, right = (0, grid.width - 1) if wide else (frame.area.left, frame.area.right)
    texts = [text for column in range(left, right + 1) if (text := grid.text(row, column))]
    if texts and words.is_key(texts[0]) and wide:
        return
    if len(texts) > 1 and re.fullmatch(r"[（(]?(?:注\s*)?[0-9０-９]{0,2}[）)．.:：]?|[※＊*]", texts[0]):
        yield " ".join(texts)
    else:
        yield from texts


def _without_translated_units(texts: Sequence[str]) -> list[str]:
    """Leave out what stands in brackets after a unit in brackets: (万人) (ten thousand persons)."""
    kept: list[str] = []
    for text in texts:
        translated = kept and _unit_line(kept[-1]) and re.fullmatch(r"\([A-Za-z ,.]+\)", text)
        if not translated and not (kept and text in kept):
            kept.append(text)
    return kept


def _is_aside(text: str) -> bool:
    """Whether a line is no part of a title: a note, a unit, a mark without words."""
    return words.is_aside(text) or _unit_line(text) or not re.search(r"[^\W\d_]", text) or text.startswith("$")


def _unit_line(text: str) -> bool:
    return units.read_unit(text) is not None or ("単位" in text and bool(units.find_units(text)))


def _first_units(texts: Sequence[str] | Iterator[str]) -> tuple[str, ...]:
    for text in texts:
        declares = "単位" in text or text.endswith("】") or units.read_unit(text) is not None
        found = units.find_units(text) if declares else ()
        if found:
            return found
    return ()


def _years(texts: Sequence[str]) -> set[int]:
    bare = [columns.without_base(text) for text in texts]
    found = {mention.year for text in bare for mention in fiscal_years.find_years(text)}
    return found | {date.year for text in bare for date in fiscal_years.find_dates(text)}


def _bare(grid: Grid, frame: Frame, notes: Sequence[str], raised: Mapping[str, str]) -> Callable[[str], str]:
    """Give the function that takes note marks off labels: printed ones, raised ones, and numbers that the notes explain."""
    numbered = {match[1] for note in notes if (match := _NOTE_NUMBER.match(note))}
    known = {" ".join(text.split()): " ".join(rest.split()) for text, rest in raised.items()}
    printed = {text for row in [*frame.header, *frame.body] for text in _stub_texts(grid, frame, row)}
    stripped = Counter(_GLUED.sub("", text) for text in printed)
    done: dict[str, str] = {}

    def bare(text: str) -> str:
        label = done.get(text)
        if label is None:
            label = _JAPANESE_MARK.sub("", known.get(text, text)).strip() or text
            stuck = _STUCK.fullmatch(label)
            if stuck and (stuck[2] in numbered or stuck[3]) and not re.search(r"[（(][^）)]*$", stuck[1]):
                label = stuck[1].rstrip()
            glued = _GLUED.sub("", label)
            if glued != label and stripped[glued] <= 1:
                label = glued
            done[text] = label
        return label

    return bare


def _stub_texts(grid: Grid, frame: Frame, row: int) -> Iterator[str]:
    """The texts of a row that head others: of a header row all, of a body row those of the stub."""
    right = frame.area.right if row in frame.header else frame.stub - 1
    for column in range(frame.area.left, right + 1):
        if grid.kinds[row, column] == WORDS:
            yield grid.text(row, column)


def _cells(grid: Grid, frame: Frame, spans: Mapping[Spot, int]) -> Iterator[Cell]:
    """Yield every filled cell of the header and the body; stub cells reach over all rows that they head."""
    area = frame.area
    for row in [*range(area.top, frame.body[0]), *frame.body]:
        line = grid.kinds[row, area.left : area.right + 1]
        for at in np.flatnonzero(line != BLANK):
            column = area.left + int(at)
            span = grid.covers.get((row, column))
            yield Cell(
                row=row - area.top,
                column=column - area.left,
                row_span=max(span.rows if span else 1, spans.get((row, column), 1)),
                column_span=span.columns if span else 1,
                text=grid.text(row, column),
                place=SheetPlace(grid.sheet, address(row, column)),
            )


def _values(
    grid: Grid,
    frame: Frame,
    heads: Mapping[int, Column],
    rows: Mapping[int, Row],
    lines: Lines,
    declared: marks.Declared,
) -> Iterator[Value]:
    """Yield every data cell. The nearest unit and year win: cell, column or row, then the lines around the table."""
    fallback = {column: _chosen(head, lines.units) for column, head in heads.items()}
    for row in frame.body:
        stub = rows.get(row)
        if stub is None:
            continue
        for column in frame.columns:
            span = grid.covers.get((row, column))
            if span and (row, column) != (span.top, span.left):
                continue
            head = heads[column]
            text, value, status, printed = _read(grid, row, column, declared)
            yield Value(
                row=row - frame.area.top,
                column=column - frame.area.left,
                text=text,
                value=value,
                unit=printed or head.unit or stub.unit or head.wide_unit or fallback[column],
                status=status,
                fiscal_year=stub.year or head.year or lines.year,
                row_path=stub.path,
                column_path=head.path,
                place=SheetPlace(grid.sheet, address(row, column)),
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
    text = grid.text(row, column)
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        code = grid.setting.formats.get((row, column))
        value, unit = formats.measured(raw, code) if code else (raw, None)
        if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
            value = int(value)
        return text, value, Status.OBSERVED, unit
    if grid.kinds[row, column] == BLANK or text in ERRORS:
        return text, None, Status.MISSING, None
    if grid.kinds[row, column] == WORDS or not isinstance(raw, str):
        return text, None, Status.TEXT, None
    number = numbers.read_number(dotted(raw) if grid.decimal_comma else raw.strip(), declared)
    if number is None:
        return text, None, Status.TEXT, None
    return text, number.value, number.status, number.unit
