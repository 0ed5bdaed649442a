"""Finds the rows that head a table's columns, between the lines above it and its first figures.

Out of scope: the headings' tree (`columns`).
"""

from collections.abc import Sequence

import numpy as np

from extract.japanese import fiscal_years, units
from extract.sheet import words
from extract.sheet.grid import BLANK, NUMBER, WORDS, Grid, Span, Spot
from extract.sheet.rows import heads_columns


def header_rows(grid: Grid, area: Span, first: int, stub: int) -> list[int]:
    """The rows over the first row of figures that head columns; lines of title, unit and notes are none."""
    candidates = [row for row in range(area.top, first) if count(grid, area, row) and not _is_section(grid, area, row)]
    lowest = next((row for row in reversed(candidates) if _heads(grid, area, row, stub, None)), None)
    if lowest is None:
        return []
    header = [lowest]
    for row in reversed([row for row in candidates if row < lowest]):
        apart = header[0] - row > 1 and not _is_covered(grid, area, row, header[0])
        if apart and not (header[0] - row == 2 and _only_units(grid, area, header, stub)):
            break
        if not _heads(grid, area, row, stub, header[0]):
            lone = count(grid, area, row) == 1 and _lies_within(grid, area, row, header, stub)
            if not lone and not _says_units(grid, area, row, stub):
                break
        header.insert(0, row)
    for row in range(lowest + 1, first):
        if row != header[-1] + 1 or not (_goes_on(grid, area, row, stub) or _names_rows(grid, area, row, stub)):
            break
        header.append(row)
    return header


def _only_units(grid: Grid, area: Span, header: Sequence[int], stub: int) -> bool:
    """Whether header rows hold nothing but units over data columns: what they are of stands further up."""
    spots = ((row, column) for row in header for column in range(stub, area.right + 1) if grid.kinds[row, column])
    texts = [grid.text(*spot) for spot in spots]
    return all(map(units.may_be_unit, texts)) and any(map(units.read_unit, texts))


def _goes_on(grid: Grid, area: Span, row: int, stub: int) -> bool:
    """Whether a row under the header holds nothing but the ends of labels, or units, over data columns."""
    texts = [grid.text(row, column) for column in range(area.left, area.right + 1) if grid.kinds[row, column]]
    over = (grid.kinds[row, area.left : stub] == BLANK).all()
    return bool(texts) and bool(over) and all(words.is_fragment(text) or units.read_unit(text) for text in texts)


def _names_rows(grid: Grid, area: Span, row: int, stub: int) -> bool:
    """Whether a row's only cell names the rows, under one that names the axis of years beside it: 年 / 国名."""
    lone = count(grid, area, row) == 1 and grid.kinds[row, area.left] == WORDS
    if not lone or not words.is_year(grid.text(row - 1, area.left)):
        return False
    heads = [grid.text(row - 1, column) for column in range(stub, area.right + 1) if grid.kinds[row - 1, column]]
    return bool(heads) and all(fiscal_years.read_year(head) for head in heads)


def _is_section(grid: Grid, area: Span, row: int) -> bool:
    """Whether a row's only cell is merged over columns over which another stands further down: each heads its rows."""
    spans = [grid.covers.get((row, column)) for column in range(area.left, area.right + 1) if grid.kinds[row, column]]
    if len(spans) != 1 or (own := spans[0]) is None or own.columns < 2 or own.rows > 1:
        return False
    below = (grid.covers.get((other, own.left)) for other in range(row + 2, area.bottom + 1))
    alike = (span for span in below if span and (span.left, span.columns, span.rows) == (own.left, own.columns, 1))
    return any(count(grid, area, span.top) == 1 and grid.kinds[span.top, span.left] != BLANK for span in alike)


def _says_units(grid: Grid, area: Span, row: int, stub: int) -> bool:
    """Whether a row gives the units of some columns, between the heads over them and the row of their numbers."""
    heads = row > area.top and int((grid.kinds[row - 1, stub : area.right + 1] == WORDS).sum()) > 1
    return heads and _heads(grid, area, row - 1, stub, row) and _goes_on(grid, area, row, stub)


def count(grid: Grid, area: Span, row: int) -> int:
    """How many cells of a row are filled."""
    return int((grid.kinds[row, area.left : area.right + 1] != BLANK).sum())


def _is_covered(grid: Grid, area: Span, row: int, below: int) -> bool:
    """Whether a merged heading bridges two rows."""
    spans = (grid.covers.get((row, column)) for column in range(area.left, area.right + 1))
    return any(span is not None and span.bottom >= below - 1 and span.rows > 1 for span in spans)


def _lies_within(grid: Grid, area: Span, row: int, header: Sequence[int], stub: int) -> bool:
    """Whether a lone stub cell above the header belongs to it: a head word, or merged down into it."""
    column = area.left + int(np.flatnonzero(grid.kinds[row, area.left : area.right + 1] != BLANK)[0])
    span = grid.covers.get((row, column))
    if span and span.bottom >= header[0]:
        return True
    return column < stub and header[0] - row == 1 and words.is_head(grid.text(row, column))


def _heads(grid: Grid, area: Span, row: int, stub: int, below: int | None) -> bool:
    """Whether a row heads data columns. `below` is the header row beneath, None for the lowest."""
    over = [column for column in range(stub, area.right + 1) if grid.kinds[row, column] != BLANK]
    if not over:
        return False
    if (grid.kinds[row, over] >= NUMBER).any() and heads_columns(grid, row, area):
        return True
    texts = [grid.text(row, column) for column in over]
    under = grid.kinds[row + 1 : area.bottom + 1, stub : area.right + 1]
    wide = int((under != BLANK).any(axis=0).sum())  # data columns
    if _is_unit_line(texts, wide):
        return False
    return len(over) > 1 or _heads_alone(grid, area, (row, over[0]), stub, below, wide)


def _heads_alone(grid: Grid, area: Span, spot: Spot, stub: int, below: int | None, wide: int) -> bool:
    """Whether the only cell of a row behind the stub heads columns: merged over some, or just over the header."""
    row, column = spot
    text, span = grid.text(row, column), grid.covers.get(spot)
    if words.is_aside(text) or len(text) > 60:
        return False
    if span and span.columns > 1:
        whole = span.left <= area.left and span.right >= area.right - 1
        return not whole and span.left >= stub
    if count(grid, area, row) > 1:
        return wide < 4 or column == stub or below is None
    if below is None:
        return wide == 1
    return below - row == 1 and column == stub and len(text) <= 30


def _is_unit_line(texts: Sequence[str], wide: int) -> bool:
    """Whether the cells of a row say the unit of the table rather than of single columns."""
    if any("単位" in text and units.find_units(text) for text in texts) and len(texts) * 2 <= max(wide, 2):
        return True
    bracketed = all(text[:1] in "（([［【〔" for text in texts)
    return len(texts) * 2 < wide and bracketed and any(units.read_unit(text) is not None for text in texts)
