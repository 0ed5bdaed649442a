"""Heads parted from their table by the end of a page: the last lines of one page over the first table of the next.

Out of scope: tables that go on with rows (`extract.pdf.continuation`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.document import Cell, Table
from extract.document import Line as Text
from extract.pdf.context import Context, find_context
from extract.pdf.continuation import MARGIN, Set, begins_page, boxes_of, has_head
from extract.pdf.grid import make_cell
from extract.pdf.heads import find_headings
from extract.pdf.lattice import Lines
from extract.pdf.lines import FIGURE_GAP, Chunk, TextLine, chunk_of, line_of
from extract.pdf.text_row import Row, row_of, row_with
from extract.pdf.words import box_of

LINES = 4  # of a head at most
ROWS = 2  # of its table at least
NEAR = 1.5  # font sizes between its lines at most
OFF = 0.1  # of the table's width that its head may jut out


@dataclass(frozen=True, slots=True)
class Foot:
    """Lines at the end of a page that may be a head, with the rulings beside them and what stands above them."""

    page: int
    height: float  # of the page
    rows: tuple[Row, ...]
    rulings: Lines
    context: Context
    lines: tuple[Text, ...]  # of the page, outside tables


def find_foot(
    page: int,
    height: float,
    text: Sequence[TextLine],
    pieces: Sequence[Chunk],
    lines: tuple[Text, ...],
    rulings: Lines,
    year: int | None,
) -> Foot | None:
    """What may be a head at the end of a page: its last lines that hold several texts; `text` is in order.

    `pieces` are that text in chunks, `lines` the same with their place.
    """
    found: list[Row] = []
    for line in reversed(text):
        if line.bbox[1] > (1 - MARGIN) * height:
            continue
        if line.widest < FIGURE_GAP:
            break  # one text, as most lines are
        row = row_of(line, rulings[1], year)
        far = bool(found) and found[-1].top - row.bottom > NEAR * row.size
        if far or len(found) == LINES or len(row.chunks) < 2 or not set(row.kinds) <= {"words", "year"}:
            break
        found.append(row)
    if not found:
        return None
    rows = tuple(_light(row, year) for row in reversed(found))
    box = box_of([row.line.bbox for row in rows])
    top, bottom = box[1] - rows[0].size, box[3] + rows[0].size
    beside = (
        [line for line in rulings[0] if top < line.at < bottom],
        [line for line in rulings[1] if line.start < bottom and top < line.end],
    )
    return Foot(page, height, rows, beside, find_context(box, (), pieces, ()), lines)


def _light(row: Row, year: int | None) -> Row:
    """A row whose words hold their glyphs alone, not those of their page."""
    light = [chunk_of([word._replace(printed=tuple(word.glyphs)) for word in chunk.words]) for chunk in row.chunks]
    return row_with(line_of([word for chunk in light for word in chunk.words]), light, year)


def under_heads(
    pages: Sequence[Sequence[Set | Table]], feet: Sequence[Foot | None], apart: Sequence[Set] = ()
) -> list[list[Set | Table]]:
    """The tables of pages, those whose head stands at the end of the page before on that page.

    `feet` has as many as `pages`; sets that are kept `apart` go nowhere.
    """
    found: list[list[Set | Table]] = []
    for sets, foot in zip(pages, [None, *feet], strict=False):
        kept = [*sets]
        first = kept[0] if kept else None
        if foot is not None and isinstance(first, Set) and all(first is not one for one in apart):
            whole = _headed(foot, first)
            if whole is not None:
                found[-1].append(whole)
                del kept[0]
        found.append(kept)
    return found


def _headed(foot: Foot, one: Set) -> Set | None:
    """The first table of a page with a head from the page before; None where it has one or does not fit."""
    columns = [(box[0], box[2]) for _, box in sorted(boxes_of(one.grid).items())]
    before = Set(one.grid, foot.context, (), (), foot.height, foot.lines)
    if one.grid.rows < ROWS or len(columns) < one.grid.columns or has_head(one.grid) or not begins_page(before, one):
        return None
    box = box_of([row.line.bbox for row in foot.rows])
    slack = OFF * (columns[-1][1] - columns[0][0])
    if box[0] < columns[0][0] - slack or box[2] > columns[-1][1] + slack:
        return None
    headings, count = find_headings(foot.rows, columns, foot.rulings)
    heads: list[Cell] = []
    taken: set[tuple[int, int]] = set()
    for heading in headings:
        down, along = range(heading.top, heading.bottom + 1), range(heading.first, heading.last + 1)
        taken.update((row, column) for row in down for column in along)
        spans = (heading.top, heading.first, len(down), len(along))
        heads.append(make_cell(*spans, heading.words, heading.bbox, foot.page))
    if not {column for _, column in taken} >= set(range(1, len(columns))):
        return None
    blank = ((row, column) for row in range(count) for column in range(len(columns)) if (row, column) not in taken)
    for row, column in blank:
        x0, x1 = columns[column]
        heads.append(make_cell(row, column, 1, 1, (), (x0, box[1], x1, box[3]), foot.page))
    heads.sort(key=lambda cell: (cell.row, cell.column))
    body = [cell._replace(row=cell.row + count) for cell in one.grid.cells]
    indents = {(row + count, column): deep for (row, column), deep in one.grid.indents.items()}
    grid = replace(
        one.grid, page=foot.page, bbox=box, rows=one.grid.rows + count, cells=(*heads, *body), indents=indents
    )
    context = replace(foot.context, notes=one.context.notes)
    return replace(one, grid=grid, context=context, above=())
