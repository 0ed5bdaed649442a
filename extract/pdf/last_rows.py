"""The last row of a table that stands alone at the top of the next page: too little to be a table by itself.

Out of scope: tables that go on with more rows (`extract.pdf.continuation`).
"""

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise, takewhile

from extract.document import Box, Cell, PagePlace
from extract.pdf.grid import Grid, make_cell
from extract.pdf.lines import TextLine, chunk_of
from extract.pdf.page import Word
from extract.pdf.text_row import Row, row_of

METHOD = "row"
"""Of a grid that is one line of text, of which nothing else says that it is a row of a table."""


def lone_row(page: int, lines: Sequence[TextLine], year: int | None) -> Grid | None:
    """The first of the lines of a page, where it is a label with figures, and the next line is none."""
    rows = [row_of(line, (), year) for line in lines[:2]]
    if not rows or not _label(rows[0]) or any(map(_label, rows[1:])):
        return None
    first = rows[0]
    parts = [chunk_of(_label(first)), *first.figures]
    cells = [make_cell(0, column, 1, 1, chunk.words, chunk.bbox, page) for column, chunk in enumerate(parts)]
    return Grid(page, first.line.bbox, 1, len(cells), tuple(cells), METHOD, year=year)


def _label(row: Row) -> list[Word]:
    """The words before the figures of a line that is nothing else; none where it is not so."""
    words = [*takewhile(lambda kind: kind == "words", row.kinds)]
    figures = row.kinds[len(words) :]
    if not words or not figures or len(figures) != len(row.figures) or "words" in figures:
        return []
    return [word for chunk in row.chunks[: len(words)] for word in chunk.words]


def placed_under(row: Grid, columns: Mapping[int, Box], count: int, labels: Collection[int]) -> Grid | None:
    """A lone row with its cells under `count` columns, of which boxes are known; blank cells between them.

    None where its label does not stand under `labels`, or a figure not under one column of figures alone.
    """
    _, top, _, bottom = row.bbox
    placed: list[Cell] = []
    for cell in row.cells:
        x0, _, x1, _ = cell.place.bbox if isinstance(cell.place, PagePlace) else row.bbox
        under = [column for column, box in columns.items() if min(x1, box[2]) > max(x0, box[0])]
        if len(under) != 1 or (under[0] in labels) != (cell is row.cells[0]):
            return None
        placed.append(cell._replace(column=under[0]))
    taken = [cell.column for cell in placed]
    if len(columns) < count or any(after <= before for before, after in pairwise(taken)) or len(taken) < min(3, count):
        return None
    blank = [
        make_cell(0, column, 1, 1, (), (columns[column][0], top, columns[column][2], bottom), row.page)
        for column in range(count)
        if column not in taken
    ]
    cells = tuple(sorted([*placed, *blank], key=lambda cell: cell.column))
    return Grid(row.page, row.bbox, 1, count, cells, METHOD, year=row.year)
