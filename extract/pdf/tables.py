"""The tables of a page: every way of finding grids in turn, what is no table left out, headings and context read.

Out of scope: tables that go on over pages (`extract.pdf.continuation`).
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from extract.document import Box, Cell, Line, PagePlace, Table
from extract.pdf.aligned import find_aligned
from extract.pdf.axes import find_axes, kind
from extract.pdf.columns import part_columns
from extract.pdf.context import Context, find_context
from extract.pdf.continuation import MARGIN, Set, unfold
from extract.pdf.cuts import cut_at
from extract.pdf.fills import Area, filled_areas, filled_head, filled_rows, fills_of
from extract.pdf.graphics import is_drawn_over
from extract.pdf.grid import Grid, without_blank
from extract.pdf.justified import justified
from extract.pdf.last_rows import lone_row
from extract.pdf.lattice import Lines
from extract.pdf.lines import Chunk, TextLine, chunks, line_of, text_lines, unraised
from extract.pdf.page import Page, Word
from extract.pdf.page_columns import part_page
from extract.pdf.parted_heads import Foot, find_foot
from extract.pdf.refine import refined
from extract.pdf.regions import parted
from extract.pdf.ruled import find_ruled
from extract.pdf.side_by_side import part_tables
from extract.pdf.side_columns import side_of
from extract.pdf.titles import is_note, unit_line
from extract.pdf.values import find_values
from extract.pdf.worded import find_worded

FILLED = 0.3  # of a grid that must hold text
SURE = 0.7  # the same of one that cannot be a chart
LEVEL = 6.0  # points that tops of tables side by side may differ
SMALLEST = 2.0  # points: smaller type is read by nobody
WIDE = 2.5  # font sizes: a gap that parts running text
_size = attrgetter("size")


@dataclass(frozen=True, slots=True)
class PageTables:
    """The grids of a page with what stands around them, the lines of text outside them, and what may head a table."""

    sets: tuple[Set, ...]
    lines: tuple[Line, ...]
    foot: Foot | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A ruled table of a page. A `sure` one is no chart: text stands in nearly all its cells."""

    grid: Grid
    words: tuple[Word, ...]
    sure: bool


def find_drawn(page: Page, words: Sequence[Word], lines: Lines, year: int | None) -> list[Drawn]:
    """The ruled tables of a page of a document of `year`; `lines` are its rulings joined."""
    horizontal, vertical = lines
    ruled = find_ruled(page.number, horizontal, vertical, legible(words), year)
    found = []
    read = [(one, refined(one, lines)) for one in ruled]
    # What text parts in an open lattice may have its head above the rulings: it is found by its text alone.
    kept = [(grid, one.words) for one, grid in read if grid is one.grid or one.grid.closed]
    fills = fills_of(page.shapes) if kept else []
    for bordered, held in _with_sides(kept):
        grid = replace(bordered, heads=filled_head(bordered, fills))
        bare = without_blank(grid)
        sure = grid.closed and _parted(grid) >= SURE and len(grid.filled) >= SURE * len(grid.cells)
        if is_table(bare) and (sure or not is_drawn_over(grid.bbox, page.shapes)):
            found.append(Drawn(grid, held, sure))
    return found


def legible(words: Sequence[Word]) -> Sequence[Word]:
    """Words that can be read: what is set smaller is left over from editing, or hidden."""
    if min(map(_size, words), default=SMALLEST) >= SMALLEST:
        return words
    return [word for word in words if word.size >= SMALLEST]


def _with_sides(pieces: list[tuple[Grid, tuple[Word, ...]]]) -> list[tuple[Grid, tuple[Word, ...]]]:
    """Grids with their words, those that are columns beside another as its own."""
    found: list[tuple[Grid, tuple[Word, ...]]] = []
    for grid, words in sorted(pieces, key=lambda piece: piece[0].bbox[0]):
        for index, (left, held) in enumerate(found):
            joined = side_of(left, grid)
            if joined is not None:
                found[index] = (joined, (*held, *words))
                break
        else:
            found.append((grid, words))
    return found


def without_tables(page: Page, tables: Sequence[Drawn]) -> Page:
    """The page without what stands in its sure tables: where charts may be."""
    boxes = [table.grid.bbox for table in tables if table.sure]
    if not boxes:
        return page
    held = {id(word) for table in tables if table.sure for word in table.words}
    return replace(
        page,
        words=tuple(word for word in page.words if id(word) not in held),
        shapes=tuple([shape for shape in page.shapes if not _held(shape.bbox, boxes)]),
        rulings=tuple([ruling for ruling in page.rulings if not _held(ruling[:4], boxes)]),
    )


def read_page_tables(
    page: Page, tables: Sequence[Drawn], charts: Sequence[Box], lines: Lines, year: int | None
) -> PageTables:
    """Grids and running text of a page of a document of `year`. Words within `charts` belong to neither."""
    words = legible(page.words)
    if charts:
        words = [word for word in words if not any(_inside(word, box) for box in charts)]
        left = set(map(id, words))
        if any(id(word) not in left for table in tables for word in table.words):
            tables = find_drawn(page, words, lines, year)
    used = {id(word) for table in tables for word in table.words}
    grids = [table.grid for table in tables]
    rest = [word for word in words if id(word) not in used]
    text: list[TextLine] = []
    areas = filled_areas(fills_of(page.shapes))
    standing = [word for word in rest if word.upright or word.vertical]
    for band in _between([grid.bbox for grid in grids], rest, lines, areas):
        taken: set[int] = set()
        level, upright = filled_rows(areas, band)
        rulings = ([*lines[0], *level], [*lines[1], *upright])
        for grid, rows, labels in find_aligned(page.number, band, standing, rulings, year):
            if is_drawn_over(grid.bbox, page.shapes, rows):
                continue
            grids.append(grid)
            taken.update(map(id, rows))
            held = set(map(id, labels))
            standing = [word for word in standing if id(word) not in held]
        for grid, rows in find_worded(page.number, [line for line in band if id(line) not in taken], rulings, year):
            grids.append(grid)
            taken.update(map(id, rows))
        text += [line for line in band if id(line) not in taken]
    text += [line_of([word]) for word in standing]
    return _in_context(page, grids, text, lines, year)


def _in_context(page: Page, grids: list[Grid], text: list[TextLine], rulings: Lines, year: int | None) -> PageTables:
    """Grids in reading order, each with the lines around it; before them what may be the last row of a table."""
    grids.sort(key=lambda grid: (round(grid.bbox[1]), grid.bbox[0]))
    text.sort(key=lambda line: (line.bbox[1] + line.bbox[3], line.bbox[0]))
    pieces = running_text(text)
    lines = as_lines(page, pieces)
    boxes = [grid.bbox for grid in grids]
    sets = []
    for grid in grids:
        context = find_context(grid.bbox, [cell.text for cell in grid.filled], pieces, boxes)
        sets.append(Set(grid, context, *_around(grid.bbox, lines, boxes), page.height, lines))
    top = min((box[1] for box in boxes), default=page.height)
    row = lone_row(page.number, [line for line in text if MARGIN * page.height < line.bbox[3] < top], year)
    first = [Set(row, Context(), *_around(row.bbox, lines, boxes), page.height, lines)] if row else []
    foot = find_foot(page.number, page.height, text, pieces, lines, rulings, year)
    return PageTables((*first, *_under_one_title(unfold(sets))), lines, foot)


def _under_one_title(sets: Sequence[Set]) -> list[Set]:
    """A title stands for the tables that follow it, beside or below, until there is another line than notes."""
    found: list[Set] = []
    for one in sets:
        before = next((other for other in reversed(found) if _follows(other.grid.bbox, one)), None)
        if one.context.title is None and before is not None:
            units = one.context.units or before.context.units
            year = before.context.year if one.context.year is None else one.context.year
            context = replace(one.context, title=before.context.title, units=units, year=year)
            found.append(replace(one, context=context))
        else:
            found.append(one)
    return found


def _follows(box: Box, one: Set) -> bool:
    """Whether a table stands right of another, or below it with nothing but notes between."""
    x0, top, _, _ = one.grid.bbox
    if abs(box[1] - top) < LEVEL and box[2] <= x0:
        return True
    return box[3] <= top + LEVEL and all(is_note(line.text) or unit_line(line.text) for line in one.above)


def _between(tables: Sequence[Box], words: Sequence[Word], lines: Lines, areas: Sequence[Area]) -> list[list[TextLine]]:
    """The lines above, beside and below tables, apart: an aligned table does not reach past a ruled one's edge.

    Nor past the ends of its own rules and filled `areas`, where text stands beside it.
    """
    drawn = [*(area.bbox for area in areas), *((line.start, line.at, line.end, line.at) for line in lines[0])]
    level = [word for word in words if not (word.upright or word.vertical)]
    bands = _bands(tables, level) if tables else [level]
    return [
        beside
        for band in bands
        for part in parted(band, *lines)
        if part
        for column in part_page(justified(text_lines(cut_at(part, lines[1]))))
        for beside in part_tables(column, drawn)
    ]


def _bands(tables: Sequence[Box], words: Sequence[Word]) -> Iterable[list[Word]]:
    """Words that the same tables are above of, and below."""
    tops, bottoms = sorted(box[1] for box in tables), sorted(box[3] for box in tables)
    bands: dict[tuple[int, int], list[Word]] = {}
    for word in words:
        middle = (word.bbox[1] + word.bbox[3]) / 2
        bands.setdefault((bisect_left(tops, middle), bisect_left(bottoms, middle)), []).append(word)
    return bands.values()


def running_text(lines: Sequence[TextLine]) -> list[Chunk]:
    """Lines outside tables, parted at wide gaps and between columns of text."""
    return [chunk for line in part_columns(lines) for chunk in chunks(line, WIDE, WIDE)]


def _around(table: Box, lines: Sequence[Line], boxes: Sequence[Box]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Lines above and below a table, as far as the next table."""
    ceiling = max((box[3] for box in boxes if box[3] <= table[1] + 2), default=0.0)
    floor = min((box[1] for box in boxes if box[1] >= table[3] - 2), default=float("inf"))
    above, below = [], []
    for line in lines:
        if isinstance(line.place, PagePlace):
            middle = (line.place.bbox[1] + line.place.bbox[3]) / 2
            if ceiling - 2 < middle <= table[1] + 2:
                above.append(line)
            elif table[3] - 2 <= middle < floor + 2:
                below.append(line)
    return tuple(above), tuple(below)


def is_table(grid: Grid) -> bool:
    """Whether a grid holds a table: two rows and columns at least, filled; or figures under a filled head."""
    filled = grid.filled
    if grid.columns == 1 and grid.heads and grid.closed:
        return all(kind(cell.text) == "figure" for cell in filled if cell.row >= (grid.heads or 0))
    if grid.rows < 2 or grid.columns < 2 or len(filled) < 4:
        return False
    return _covered(grid) >= FILLED


def _covered(grid: Grid) -> float:
    """The share of a grid that cells with text cover."""
    return sum(cell.row_span * cell.column_span for cell in grid.filled) / (grid.rows * grid.columns)


def as_table(grid: Grid, context: Context, number: int) -> Table:
    """The table that a grid and its context make; `number` counts the tables of its page."""
    grid = without_blank(grid)
    axes = find_axes(grid)
    return Table(
        id=f"p{grid.page}-t{number}",
        place=PagePlace(grid.page, grid.bbox),
        method=grid.method,
        title=context.title,
        unit=context.units[0] if len(context.units) == 1 else None,
        notes=context.notes,
        header_rows=axes.header_rows,
        stub_columns=axes.stub_columns,
        cells=tuple([_unraised(cell) for cell in grid.cells]),
        values=find_values(grid, axes, context, grid.year),
    )


def _unraised(cell: Cell) -> Cell:
    text = unraised(cell.text)
    return cell if text == cell.text else cell._replace(text=text)


def _parted(grid: Grid) -> float:
    """How many cells a grid has for each of its positions: few, where lines only cross here and there."""
    return len(grid.cells) / (grid.rows * grid.columns)


def _held(box: Box, others: Iterable[Box]) -> bool:
    """Whether a box lies in one of the others."""
    x0, top, x1, bottom = box
    for left, upper, right, lower in others:
        if left - 2 <= x0 and upper - 2 <= top and x1 <= right + 2 and bottom <= lower + 2:
            return True
    return False


def _inside(word: Word, box: Box) -> bool:
    x, y = (word.bbox[0] + word.bbox[2]) / 2, (word.bbox[1] + word.bbox[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def as_lines(page: Page, text: Sequence[Chunk]) -> tuple[Line, ...]:
    """Running text as lines with their place."""
    return tuple(Line(chunk.text, chunk.size, PagePlace(page.number, chunk.bbox)) for chunk in text)
