"""Tables whose rows and columns only the text shows, or horizontal rules alone.

Out of scope: which lines make a table (`extract.pdf.blocks`), tables with rulings on all sides (`extract.pdf.ruled`).
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.document import Cell
from extract.pdf.blocks import Block, block_of, find_blocks
from extract.pdf.cuts import cut_at
from extract.pdf.edges import parted_at_edges
from extract.pdf.grid import Grid, Indent, indent, make_cell, rounded
from extract.pdf.heads import find_headings
from extract.pdf.justified import justified
from extract.pdf.lattice import NARROWEST, Line, Lines, axis, divide, near
from extract.pdf.leaf_heads import Extent
from extract.pdf.lines import Chunk, TextLine, line_of, text_lines
from extract.pdf.outer_labels import placed, wrapped_labels
from extract.pdf.page import Word
from extract.pdf.rows import group_rows
from extract.pdf.side_labels import headed, side_labels
from extract.pdf.text_row import Row, row_of
from extract.pdf.upright_labels import upright_labels
from extract.pdf.words import box_of

GUTTER = 0.3  # of the font size: a narrower white column does not part columns
CROSSING = 0.08  # of the rows may cross a gutter, where there are many

Held = tuple[Grid, list[TextLine], list[Word]]


def find_aligned(
    page: int, lines: Sequence[TextLine], standing: Sequence[Word], rulings: Lines, year: int | None
) -> list[Held]:
    """Grids among lines of text that no ruled table interrupts, each with its lines and words that are not level.

    `standing` are all words that are not; `year` is the document's.
    """
    found = []
    for block in find_blocks(lines, standing, rulings, year):
        grid, labels = _grid(page, block, standing, rulings, year)
        if grid is not None:
            found.append((grid, [row.line for row in block.rows], labels))
    return found


def grid_of(page: int, words: Sequence[Word], rulings: Lines, year: int | None) -> Grid | None:
    """The grid of words that are known to be a table, by their alignment."""
    level = [word for word in cut_at(words, rulings[1]) if word.upright == 0 and not word.vertical]
    standing = [word for word in words if word.upright or word.vertical]
    block = block_of(justified(text_lines(level)), rulings, year)
    return _grid(page, block, standing, rulings, year)[0] if block is not None else None


def _grid(
    page: int, block: Block, standing: Sequence[Word], rulings: Lines, year: int | None
) -> tuple[Grid | None, list[Word]]:
    """The grid of a block, and which of the words that are not level are labels of its rows."""
    rules, uprights = rulings
    body = parted_at_edges(block.rows[block.head :], year)
    columns = find_columns(body, uprights)
    if len(columns) < 2:
        return None, []
    rows = _body(body, columns, standing, rules, year)
    columns = rows.columns
    head = _with_standing(block.rows[: block.head], columns, body[0].top, standing, year)
    headings, head_rows = find_headings(head, columns, rulings)
    stood = [word for heading in headings for word in heading.words if word.vertical or word.upright]
    edges = edges_of(columns)
    lines = [row.line.bbox for row in block.rows]
    left, right = min(box[0] for box in lines), max(box[2] for box in lines)
    edges[0], edges[-1] = min(edges[0], left), max(edges[-1], right)
    cells: list[Cell] = []
    for heading in headings:
        box = box_of([word.bbox for word in heading.words])
        spans = (heading.top, heading.first, heading.bottom - heading.top + 1, heading.last - heading.first + 1)
        cells.append(make_cell(*spans, heading.words, rounded(box), page))
    indents: dict[tuple[int, int], Indent] = {}
    for number, height, first, last, words in rows.cells:
        top, bottom = rows.extents[number][0], rows.extents[number + height - 1][1]
        box = box_of([word.bbox for word in words]) if words else (edges[first], top, edges[last + 1], bottom)
        cells.append(make_cell(head_rows + number, first, height, last - first + 1, words, rounded(box), page))
        if words:
            indents[head_rows + number, first] = indent(words, columns[first][0], columns[last][1])
    cells += _blank_heads(headings, head_rows, edges, head, page)
    cells.sort(key=lambda cell: (cell.row, cell.column))
    aside = [*rows.standing, *stood]
    box = box_of([*lines, *(word.bbox for word in aside)])
    count = head_rows + len(rows.extents)
    grid = Grid(page, box, count, len(columns), tuple(cells), "aligned", year=year, indents=indents)
    return grid, aside


def _with_standing(
    head: Sequence[Row], columns: Sequence[Extent], bottom: float, standing: Sequence[Word], year: int | None
) -> Sequence[Row]:
    """The lines of a head with the headings among them that are not level, from top to bottom."""
    if not head or not standing:
        return head
    top = min(row.top for row in head) - head[0].size
    left, right = columns[0][0], columns[-1][1]
    over = [word for word in standing if top < word.bbox[1] and word.bbox[3] < bottom + 1]
    rows = [
        row_of(line_of([word]), (), year) for word in over if left < word.bbox[0] and word.bbox[2] < right + word.size
    ]
    return sorted([*head, *rows], key=lambda row: row.top) if rows else head


BodyCell = tuple[int, int, int, int, list[Word]]
"""Row, rows, first and last column, words."""


@dataclass(frozen=True, slots=True)
class _Body:
    """The cells of a body, its columns, how far each row reaches down, and the words among them that are not level."""

    columns: list[Extent]
    extents: list[Extent]
    cells: list[BodyCell]
    standing: list[Word]


def _body(
    rows: Sequence[Row], columns: list[Extent], standing: Sequence[Word], rules: Sequence[Line], year: int | None
) -> _Body:
    """The rows of a body, with labels left of them that stand once for several: over several lines, or upright."""
    parted = wrapped_labels(rows, columns, rules, year)
    if parted is not None:
        found = _with_outer(_lined_up(parted.rows, parted.columns, rules), parted.labels, rules)
        if found is not None:
            return found
    plain = _lined_up(rows, columns, rules)
    if not standing:
        return plain
    plain = _with_stacked(plain, standing)
    reach = plain.extents[0][0], plain.extents[-1][1]
    return _with_outer(plain, upright_labels(standing, reach, plain.columns[0][0]), rules) or plain


def _lined_up(rows: Sequence[Row], columns: list[Extent], rules: Sequence[Line]) -> _Body:
    beside = side_labels(rows, columns)
    columns = _with_labels(rows, columns)
    aside = {id(row) for label in beside for row in label}
    groups = group_rows([row for row in rows if id(row) not in aside], columns[0], rules)
    extents = [(min(row.top for row in group), max(row.bottom for row in group)) for group in groups]
    return _Body(columns, extents, _body_cells(groups, columns, beside), [])


def _with_stacked(body: _Body, standing: Sequence[Word]) -> _Body:
    """The body with labels of two letters below each other (合, 計) in the rows whose cell of the stub is blank."""
    (left, right), *_ = body.columns
    cells, taken = list(body.cells), list(body.standing)
    for index, (number, height, first, last, words) in enumerate(cells):
        top, bottom = body.extents[number]
        if words or (height, first, last) != (1, 0, 0):
            continue
        beside = [w for w in standing if w.bbox[0] < right and left < w.bbox[2] and top < _middle_of(w) < bottom]
        if beside:
            cells[index] = (number, height, first, last, beside)
            taken += beside
    return replace(body, cells=cells, standing=taken)


def _middle_of(word: Word) -> float:
    return (word.bbox[1] + word.bbox[3]) / 2


def _with_outer(body: _Body, labels: Sequence[Sequence[Word]], rules: Sequence[Line]) -> _Body | None:
    """The body with a column of labels before it; None where these do not fit its rows."""
    found = placed(labels, body.extents, rules)
    if not found:
        return None
    words = [word for label in found for word in label.words]
    columns = [_sides(words), *body.columns]
    cells = [_behind(cell, len(columns)) for cell in body.cells]
    cells += [(label.first, label.last - label.first + 1, 0, 0, list(label.words)) for label in found]
    return _Body(columns, body.extents, cells, [word for word in words if word.upright or word.vertical])


def _sides(words: Sequence[Word]) -> Extent:
    return min(word.bbox[0] for word in words), max(word.bbox[2] for word in words)


def _with_labels(rows: Sequence[Row], columns: list[Extent]) -> list[Extent]:
    """The columns with one more where labels on lines of their own stand left of all of them."""
    labels = [row.chunks[0].bbox for row in rows if len(row.chunks) == 1 and row.chunks[0].bbox[2] <= columns[0][0]]
    if not labels:
        return columns
    return [(min(box[0] for box in labels), max(box[2] for box in labels)), *columns]


def _body_cells(
    groups: Sequence[Sequence[Row]], columns: Sequence[Extent], beside: Sequence[Sequence[Row]]
) -> list[BodyCell]:
    """The cells of all rows; labels half way down the rows that they head reach over these."""
    cells = [
        (number, 1, first, last, words)
        for number, group in enumerate(groups)
        for first, last, words in _row_cells(group, columns)
    ]
    own = {cell[0]: cell[4] for cell in cells if cell[2] == cell[3] == 0 and cell[4]}
    if not beside and (0 in own or not own):
        return cells
    middles = [_middle(group) for group in groups]
    labels = [(_middle(label), [word for row in label for word in row.line.words]) for label in beside]
    labels = sorted([*labels, *((middles[number], words) for number, words in own.items())], key=lambda label: label[0])
    spans = headed([middle for middle, _ in labels], middles)
    if spans is None:  # no label is lost: each stands beside the row that is nearest
        near = [min(range(len(groups)), key=lambda number: abs(middles[number] - middle)) for middle, _ in labels]
        spans = [(number, number) for number in near]
    held: dict[tuple[int, int], list[Word]] = {}
    for span, (_, words) in zip(spans, labels, strict=True):
        held.setdefault(span, []).extend(words)
    filled = {number for first, last in held for number in range(first, last + 1)}
    rest = [cell for cell in cells if cell[2] > 0 or cell[0] not in filled]
    return rest + [(first, last - first + 1, 0, 0, words) for (first, last), words in held.items()]


def _behind(cell: BodyCell, columns: int) -> BodyCell:
    """A cell with a column of labels before it, so that there are as many `columns`; one over all is over that too."""
    row, rows, first, last, words = cell
    over = first == 0 and last == columns - 2
    return row, rows, 0 if over else first + 1, last + 1, words


def _middle(rows: Sequence[Row]) -> float:
    return (min(row.top for row in rows) + max(row.bottom for row in rows)) / 2


def find_columns(rows: Sequence[Row], uprights: Sequence[Line]) -> list[Extent]:
    """The columns of rows: a gutter in which hardly any text stands parts them, or a ruling down most rows."""
    tabular = [row for row in rows if row.is_tabular]
    size = sorted(row.size for row in tabular)[len(tabular) // 2]
    top, bottom = rows[0].top, rows[-1].bottom
    places = axis((line.at for line in uprights if line.start < bottom and top < line.end), NARROWEST)
    walls = [at for at in places if divide(near(uprights, at, NARROWEST), top, bottom)]
    between: list[list[Chunk]] = [[] for _ in range(len(walls) + 1)]
    for row in tabular:
        for chunk in row.chunks:
            between[bisect_left(walls, chunk.middle)].append(chunk)
    allowed = int(CROSSING * len(tabular))
    return [column for held in between if held for column in apart(held, allowed, GUTTER * size)]


def apart(chunks: Sequence[Chunk], allowed: int, gutter: float) -> list[Extent]:
    """The columns of chunks between gutters of some width, which only so many chunks may cross."""
    events = sorted(event for chunk in chunks for event in ((chunk.bbox[0], 1), (chunk.bbox[2], -1)))
    columns: list[Extent] = []
    count, start = 0, None
    for x, step in events:
        count += step
        if start is None and count > allowed:
            start = x
        elif start is not None and count <= allowed:
            if columns and start - columns[-1][1] < gutter:
                columns[-1] = (columns[-1][0], x)
            else:
                columns.append((start, x))
            start = None
    return columns


def edges_of(columns: Sequence[Extent]) -> list[float]:
    """Where columns part, half way between their texts, and the outer sides."""
    between = [(a[1] + b[0]) / 2 for a, b in pairwise(columns)]
    return [columns[0][0], *between, columns[-1][1]]


def _column_of(chunk: Chunk, columns: Sequence[Extent]) -> tuple[int, int]:
    hit = [i for i, (x0, x1) in enumerate(columns) if min(chunk.bbox[2], x1) - max(chunk.bbox[0], x0) > 0]
    if hit:
        return hit[0], hit[-1]
    nearest = min(range(len(columns)), key=lambda i: max(columns[i][0] - chunk.bbox[2], chunk.bbox[0] - columns[i][1]))
    return nearest, nearest


def _row_cells(group: Sequence[Row], columns: Sequence[Extent]) -> list[tuple[int, int, list[Word]]]:
    """The cells of a row, from left to right, blank ones included."""
    if len(group) == 1 and group[0].is_centered(columns[0][0], columns[-1][1]):
        return [(0, len(columns) - 1, list(group[0].line.words))]  # the name of a section
    placed: list[tuple[int, int, list[Word]]] = []
    for row in group:
        for chunk in row.chunks:
            first, last = _column_of(chunk, columns)
            overlapping = [cell for cell in placed if cell[0] <= last and first <= cell[1]]
            words = list(chunk.words)
            for cell in overlapping:
                placed.remove(cell)
                first, last = min(first, cell[0]), max(last, cell[1])
                words = [*cell[2], *words]
            placed.append((first, last, words))
    covered = {column for first, last, _ in placed for column in range(first, last + 1)}
    placed += [(column, column, []) for column in range(len(columns)) if column not in covered]
    return sorted(placed, key=lambda cell: cell[0])


def _blank_heads(
    headings: Sequence[object], head_rows: int, edges: Sequence[float], rows: Sequence[Row], page: int
) -> list[Cell]:
    """Blank cells of the head, so that every position is covered."""
    covered = {
        (row, column)
        for heading in headings
        for row in range(heading.top, heading.bottom + 1)  # type: ignore[attr-defined]
        for column in range(heading.first, heading.last + 1)  # type: ignore[attr-defined]
    }
    if not rows:
        return []
    top, bottom = min(row.top for row in rows), max(row.bottom for row in rows)
    return [
        make_cell(row, column, 1, 1, (), rounded((edges[column], top, edges[column + 1], bottom)), page)
        for row in range(head_rows)
        for column in range(len(edges) - 1)
        if (row, column) not in covered
    ]
