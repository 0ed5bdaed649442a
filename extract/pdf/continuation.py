"""Tables that go on: over pages, with their head repeated or without, and folded into halves side by side.

A table that goes on is one grid; each cell keeps its own page. Out of scope: what a page holds (`extract.pdf.tables`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from extract.document import Box, Line, PagePlace, Table
from extract.japanese.labels import normal
from extract.pdf import last_rows
from extract.pdf.axes import Axes, find_axes, is_year_axis
from extract.pdf.context import Context
from extract.pdf.grid import Grid, Indent
from extract.pdf.last_rows import placed_under
from extract.pdf.titles import is_note, unit_line
from extract.pdf.words import box_of

MARGIN = 0.09  # of the page's height, above and below, where running heads and page numbers stand
LEVEL = 0.3  # font sizes: labels of one depth begin as near each other
SHIFT = 0.03  # of the table's width that a column may begin elsewhere than on the page before

_FOLIO = re.compile(r"[-－―‐–—\s]*[p.]*\s*\d{1,4}\s*(?:/\s*\d{1,4})?\s*(?:ページ|頁)?[-－―‐–—\s]*", re.IGNORECASE)
_GOES_ON = re.compile(
    r"[（(<＜]?\s*(?:続き?|つづき|続く|つづく|次頁|次ページ|前頁|前ページ|continued|cont)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Set:
    """A grid as set on one page, with what the page says around it."""

    grid: Grid
    context: Context
    above: tuple[Line, ...]  # lines over it, down from the next table above or the top of the page
    below: tuple[Line, ...]
    height: float  # of the page
    lines: tuple[Line, ...] = ()  # all lines of the page outside tables


def join(pages: Sequence[Sequence[Set | Table]], apart: Sequence[Set] = ()) -> list[list[Set | Table]]:
    """The tables of pages, those that go on joined to the page where they begin.

    Tables that are made already go on nowhere, nor do sets that are kept `apart`.
    """
    joined: list[list[Set | Table]] = []
    last: tuple[int, int] | None = None
    for sets in pages:
        kept = [*sets]
        if last is not None and kept and all(kept[0] is not one for one in apart):
            page, number = last
            whole = _whole(joined[page][number], kept[0], len(joined) - page)
            if whole is not None:
                joined[page][number] = whole
                del kept[0]
        kept = [one for one in kept if not _is_row(one) or any(one is other for other in apart)]
        joined.append(kept)
        if kept:
            last = (len(joined) - 1, len(kept) - 1)
    return joined


def _whole(before: Set | Table, one: Set | Table, pages: int) -> Set | None:
    """Both as one table, where the second, so many pages after the first begins, goes on with it."""
    if not (isinstance(before, Set) and isinstance(one, Set)) or _pages_of(before.grid) < pages:
        return None
    return _continued(before, one)


def _is_row(one: Set | Table) -> bool:
    """Whether a set is a lone line at the top of a page, no table unless it goes on with one."""
    return isinstance(one, Set) and one.grid.method == last_rows.METHOD


def leading(pages: Sequence[Sequence[Set]]) -> list[Set]:
    """The first sets of pages that may go on what stands on pages before all of them."""
    found: list[Set] = []
    for sets in pages:
        found += sets[:1]
        if len(sets) != 1 or not may_go_on(sets[0]):
            break
    return found


def may_go_on(one: Set | Table) -> bool:
    """Whether a table may go on over the end of its page."""
    return isinstance(one, Set) and _reaches_end(one)


def _pages_of(grid: Grid) -> int:
    return _last_page(grid) - grid.page + 1


def _last_page(grid: Grid) -> int:
    return max(cell.place.page for cell in grid.cells if isinstance(cell.place, PagePlace))


def _continued(before: Set, one: Set) -> Set | None:
    """The two as one table, where the second goes on with the first."""
    if not _reaches_end(before) or not begins_page(before, one):
        return None
    if _is_row(one):
        axes = find_axes(before.grid)
        row = placed_under(one.grid, boxes_of(before.grid), before.grid.columns, axes.labels)
        if row is None:
            return None
        grid = append(before.grid, row, 0)
        return replace(before, grid=grid, below=one.below, height=one.height, lines=one.lines)
    before, one = _on_common_columns(before, one)
    if before.grid.columns != one.grid.columns or not _aligned(before.grid, one.grid):
        return None
    head = find_axes(before.grid).header_rows
    repeated = head if head and _top(before.grid, head) == _top(one.grid, head) else 0
    if not repeated and has_head(one.grid):
        return None
    context = replace(before.context, notes=tuple(dict.fromkeys((*before.context.notes, *one.context.notes))))
    more = replace(one.grid, indents=_indents_as_in(before.grid, one.grid))
    grid = _mended(append(before.grid, more, repeated), before.grid.rows)
    return replace(before, grid=grid, context=context, below=one.below, height=one.height, lines=one.lines)


def has_head(grid: Grid) -> bool:
    """Whether headings stand over the columns: a label alone over the first figures names what follows it."""
    rows = find_axes(grid).header_rows
    return any(
        cell.text and cell.column_span < grid.columns and cell.column + cell.column_span > 1
        for cell in grid.cells
        if cell.row < rows
    )


def _indents_as_in(grid: Grid, more: Grid) -> Mapping[tuple[int, int], Indent]:
    """The indents of labels on a further page, counted from where those of the first page begin."""
    if not grid.method == more.method == "aligned":
        return more.indents
    ours, theirs = _begins(grid), _begins(more)
    deep, level = max(ours, default=(0.0, 0.0)), min(ours, default=(0.0, 0.0))
    if not theirs or deep[0] - level[0] < LEVEL:
        return more.indents
    size = (deep[1] - level[1]) / (deep[0] - level[0])
    shift = (theirs[0][1] - level[1]) / size - (theirs[0][0] - level[0])
    return {at: (room[0] + shift, room[1]) if at[1] == 0 else room for at, room in more.indents.items()}


def _begins(grid: Grid) -> list[tuple[float, float]]:
    """The room before each label of the first column, in font sizes, and where it begins, in points."""
    return [
        (grid.indents[cell.row, 0][0], cell.place.bbox[0])
        for cell in grid.cells
        if isinstance(cell.place, PagePlace) and cell.column == 0 and cell.text and (cell.row, 0) in grid.indents
    ]


def _on_common_columns(before: Set, one: Set) -> tuple[Set, Set]:
    """Both with the columns of both, where only cells over several columns hide some of them."""
    if before.grid.columns == one.grid.columns or not before.grid.method == one.grid.method == "ruled":
        return before, one
    ours, theirs = [*_edges(before.grid).values()], [*_edges(one.grid).values()]
    shift = theirs[0] - ours[0]
    near = max(3.0, SHIFT * (ours[-1] - ours[0]))
    if abs(theirs[-1] - shift - ours[-1]) > near:
        return before, one
    common = list(ours)
    common += [x - shift for x in theirs if all(abs(x - shift - known) > near for known in ours)]
    common.sort()
    shared = sum(any(abs(x - shift - known) <= near for known in ours) for x in theirs)
    if shared < 0.6 * max(len(ours), len(theirs)):
        return before, one
    return (
        replace(before, grid=_recolumned(before.grid, common, 0.0, near)),
        replace(one, grid=_recolumned(one.grid, common, shift, near)),
    )


def _edges(grid: Grid) -> dict[int, float]:
    """Left edges of the columns and the right edge of the last, as on the first page of the grid.

    A column in which only cells over several columns begin has none.
    """
    placed = [(cell, cell.place) for cell in grid.cells if isinstance(cell.place, PagePlace)]
    lefts: dict[int, float] = {}
    for _, place in placed:
        lefts[place.page] = min(place.bbox[0], lefts.get(place.page, place.bbox[0]))
    found: dict[int, float] = {}
    for cell, place in placed:
        shift = lefts[place.page] - lefts[grid.page]
        found.setdefault(cell.column, place.bbox[0] - shift)
        found.setdefault(cell.column + cell.column_span, place.bbox[2] - shift)
    return dict(sorted(found.items()))


def _recolumned(grid: Grid, common: Sequence[float], shift: float, near: float) -> Grid:
    edges = {column: x - shift for column, x in _edges(grid).items()}
    at = {column: min(range(len(common)), key=lambda i: abs(common[i] - x)) for column, x in edges.items()}
    if any(abs(common[i] - edges[column]) > near for column, i in at.items()):
        return grid
    cells = tuple(
        c._replace(column=at[c.column], column_span=at[c.column + c.column_span] - at[c.column]) for c in grid.cells
    )
    indents = {(row, at[column]): deep for (row, column), deep in grid.indents.items()}
    return replace(grid, columns=len(common) - 1, cells=cells, indents=indents)


def append(grid: Grid, more: Grid, skipped: int) -> Grid:
    """`more`, without its first `skipped` rows, below `grid`."""
    offset = grid.rows - skipped
    moved = [cell._replace(row=cell.row + offset) for cell in more.cells if cell.row >= skipped]
    indents = {(row + offset, column): deep for (row, column), deep in more.indents.items() if row >= skipped}
    rows = grid.rows + more.rows - skipped
    return replace(grid, rows=rows, cells=(*grid.cells, *moved), indents={**grid.indents, **indents})


def _mended(grid: Grid, seam: int) -> Grid:
    """Cells of labels that the end of a page cuts in two, at row `seam`, in one piece: only one part has the label."""
    if grid.method != "ruled":
        return grid
    labels = find_axes(grid).labels
    over = {(c.column, c.column_span): c for c in grid.cells if c.row + c.row_span == seam and c.column in labels}
    cells = list(grid.cells)
    for below in [cell for cell in grid.cells if cell.row == seam]:
        above = over.get((below.column, below.column_span))
        if above is None or bool(above.text) == bool(below.text):
            continue
        blank, told = (below, above) if above.text else (above, below)
        if blank.row_span > 1:
            cells.remove(below)
            cells[cells.index(above)] = told._replace(row=above.row, row_span=above.row_span + below.row_span)
    return replace(grid, cells=tuple(cells))


def _top(grid: Grid, rows: int) -> list[tuple[int, int, str]]:
    return [(cell.row, cell.column, normal(cell.text)) for cell in grid.cells if cell.row < rows and cell.text]


def boxes_of(grid: Grid) -> dict[int, Box]:
    """A box of each column, from cells over that column alone, on the last page of the grid."""
    page = _last_page(grid)
    boxes: dict[int, Box] = {}
    for cell in grid.cells:
        if cell.column_span == 1 and isinstance(cell.place, PagePlace) and cell.place.page == page:
            x0, top, x1, bottom = cell.place.bbox
            known = boxes.get(cell.column)
            boxes[cell.column] = (min(x0, known[0]), top, max(x1, known[2]), bottom) if known else cell.place.bbox
    return boxes


def _aligned(grid: Grid, other: Grid) -> bool:
    """Whether columns stand at the same places, the table's left edge apart."""
    if grid.method == other.method == "ruled":
        ours, theirs = _edges(grid), _edges(other)
        near = max(3.0, SHIFT * (ours[grid.columns] - ours[0]))
        return all(abs((theirs[c] - theirs[0]) - (ours[c] - ours[0])) < near for c in ours if c in theirs)
    one, two = boxes_of(grid), boxes_of(other)
    if not one or not two:
        return False
    return all(min(two[c][2], one[c][2]) - max(two[c][0], one[c][0]) > 0 for c in one if c in two)


def _reaches_end(before: Set) -> bool:
    """Whether nothing but margins, notes and "continued" stands below."""
    return all(
        _in_margin(line, before.height) or _GOES_ON.match(line.text) or is_note(line.text) for line in before.below
    )


def begins_page(before: Set, one: Set) -> bool:
    """Whether nothing but margins, the same title or unit again, and "continued" stands above."""
    title = normal(before.context.title or "")
    for line in one.above:
        text = normal(line.text)
        again = bool(title) and (text.startswith(title) or title.startswith(text))
        if not (
            _in_margin(line, one.height)
            or _runs(line, before)
            or _GOES_ON.match(line.text)
            or "続き" in line.text
            or again
            or unit_line(line.text)
        ):
            return False
    return True


def _runs(line: Line, before: Set) -> bool:
    """Whether the page before has the same line at the same height: a running head."""
    return any(
        other.text == line.text
        and isinstance(other.place, PagePlace)
        and isinstance(line.place, PagePlace)
        and abs(other.place.bbox[1] - line.place.bbox[1]) < 3
        for other in before.lines
    )


def _in_margin(line: Line, height: float) -> bool:
    if not isinstance(line.place, PagePlace):
        return False
    _, top, _, bottom = line.place.bbox
    return bottom < MARGIN * height or top > (1 - MARGIN) * height or _FOLIO.fullmatch(line.text) is not None


def unfold(sets: Sequence[Set]) -> list[Set]:
    """The tables of a page whose parts stand side by side or below each other as one each.

    Halves side by side with one head: the right one goes below the left. Strips below each other with one stub (a long
    row of years set in pieces): the lower one goes to the right of the upper.
    """
    found: list[Set] = []
    for one in sets:
        left = next((i for i, other in enumerate(found) if _is_half(other, one)), None)
        if left is not None:
            other = found[left]
            head = find_axes(other.grid).header_rows
            found[left] = replace(other, grid=replace(append(other.grid, one.grid, head), bbox=_around(other, one)))
        elif found and _is_strip(found[-1], one):
            upper = found[-1]
            grid = replace(_beside(upper.grid, one.grid), bbox=_around(upper, one))
            notes = (*upper.context.notes, *one.context.notes)
            found[-1] = replace(upper, grid=grid, context=replace(upper.context, notes=notes), below=one.below)
        else:
            found.append(one)
    return found


def _around(one: Set, other: Set) -> Box:
    return box_of([one.grid.bbox, other.grid.bbox])


def _is_strip(upper: Set, lower: Set) -> bool:
    """Whether a grid right below another, with nothing between, has the same stub under a head of its own."""
    if upper.below or lower.context.title is not None or upper.grid.rows != lower.grid.rows:
        return False
    one, two = find_axes(upper.grid), find_axes(lower.grid)
    if not one.header_rows or one.header_rows != two.header_rows or one.stubs[:1] != two.stubs[:1] or not one.labels:
        return False
    if not (_heads_years(upper.grid, one) and _heads_years(lower.grid, two)):
        return False
    if abs(upper.grid.bbox[0] - lower.grid.bbox[0]) > 0.3 * (upper.grid.bbox[2] - upper.grid.bbox[0]):
        return False
    return _stub(upper.grid, one) == _stub(lower.grid, two) and _top(upper.grid, 1) != _top(lower.grid, 1)


def _heads_years(grid: Grid, axes: Axes) -> bool:
    """Whether the columns are years."""
    last = [c.text for c in grid.cells if c.row == axes.header_rows - 1 and c.column not in axes.labels]
    return is_year_axis(last, grid.year)


def _stub(grid: Grid, axes: Axes) -> list[tuple[int, int, str]]:
    return [(c.row, c.column, normal(c.text)) for c in grid.cells if c.column in axes.stubs[0]]


def _beside(grid: Grid, more: Grid) -> Grid:
    """`more`, without its stub, to the right of `grid`."""
    stub = len(find_axes(more).stubs[0])
    offset = grid.columns - stub
    moved = [cell._replace(column=cell.column + offset) for cell in more.cells if cell.column >= stub]
    return replace(grid, columns=grid.columns + more.columns - stub, cells=(*grid.cells, *moved))


def _is_half(left: Set, right: Set) -> bool:
    """Whether a table to the right has the same head, and no title of its own."""
    a, b = left.grid.bbox, right.grid.bbox
    level = abs(a[1] - b[1]) < 6 and b[0] >= a[2] - 3
    if not level or left.grid.columns != right.grid.columns:
        return False
    own_title = right.context.title is not None and right.context.title != left.context.title
    head = find_axes(left.grid).header_rows
    return not own_title and head > 0 and _top(left.grid, head) == _top(right.grid, head)
