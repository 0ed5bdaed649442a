"""Tables whose cells are divided by rulings: merged cells, open sides, borders that stop short.

Out of scope: rows and columns that only the text divides (`extract.pdf.refine`), tables without rulings
(`extract.pdf.aligned`).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extract.pdf.cells import Span, interval, split
from extract.pdf.cuts import cut_at
from extract.pdf.grid import Grid, indent, make_cell
from extract.pdf.lattice import (
    NARROWEST,
    REACH,
    SECTION,
    Lattice,
    Line,
    axis,
    divide,
    find_lattices,
    near,
    with_open_rows,
)
from extract.pdf.lines import TextLine, chunks, is_figure, text_lines
from extract.pdf.page import Word
from extract.pdf.titles import is_caption, is_note, unit_line

STRUCK = 0.1  # of the words of a table that a ruling may run through
OPEN_SIDE = 6.0  # points that lines must stick out for the side beyond the last crossing line to be part of the table


Held = dict[tuple[int, int], list[TextLine]]
"""The lines of each cell with text, by row and column."""


@dataclass(frozen=True, slots=True)
class Ruled:
    """A grid with the words and lines it holds."""

    grid: Grid
    words: tuple[Word, ...]
    held: Held


def find_ruled(
    page: int, horizontal: Sequence[Line], vertical: Sequence[Line], words: Sequence[Word], year: int | None
) -> list[Ruled]:
    """Grids drawn with rulings; `year` is the document's."""
    lattices = _with_sections(find_lattices(horizontal, vertical), words)
    if not lattices:
        return []
    found = []
    boxes = [word.bbox for word in words]
    for lattice in map(with_open_rows, lattices):
        if len(lattice.horizontal) < 2 or len(lattice.vertical) < 1:
            continue
        x0, top, x1, bottom = lattice.bbox
        inside = [
            word
            for word, (left, upper, right, lower) in zip(words, boxes, strict=True)
            if 2 * x0 <= left + right <= 2 * x1 and 2 * top <= upper + lower <= 2 * bottom
        ]
        if len(inside) < 2 or _struck(inside, lattice.horizontal) > STRUCK * len(inside) + 1:
            continue
        grid = _grid(page, lattice, inside, year)
        if grid is not None:
            found.append(grid)
    return found


def _with_sections(lattices: Sequence[Lattice], words: Sequence[Word]) -> list[Lattice]:
    """Lattices, one with that above it where nothing but the name of a section parts both: a row open at its sides."""
    found: list[Lattice] = []
    for lattice in sorted(lattices, key=lambda one: one.bbox[1]):
        for index, above in enumerate(found):
            if _goes_on(above, lattice, words):
                found[index] = Lattice((*above.horizontal, *lattice.horizontal), (*above.vertical, *lattice.vertical))
                break
        else:
            found.append(lattice)
    return found


def _goes_on(above: Lattice, lattice: Lattice, words: Sequence[Word]) -> bool:
    """Whether a lattice has the width and columns of that right above, figures in its first row, and a line between."""
    x0, top, x1, _ = lattice.bbox
    left, _, right, bottom = above.bbox
    if (
        abs(x0 - left) > REACH
        or abs(x1 - right) > REACH
        or not 0 < top - bottom < SECTION
        or len(lattice.horizontal) < 2
    ):
        return False
    columns = {round(line.at) for line in above.vertical}
    if not all(columns & {round(line.at) + off for off in (-1, 0, 1)} for line in lattice.vertical):
        return False
    lines = text_lines(
        word for word in words if bottom < (word.bbox[1] + word.bbox[3]) / 2 < top and left < word.bbox[0] < right
    )
    text = lines[0].text if len(lines) == 1 else ""
    if not text or is_caption(text) or unit_line(text) or is_note(text) or len(chunks(lines[0])) > 1:
        return False
    second = min((line.at for line in lattice.horizontal if line.at > top + REACH), default=top)
    return any(
        is_figure(word.text)
        for word in words
        if top < (word.bbox[1] + word.bbox[3]) / 2 < second and left < word.bbox[0] < right
    )


def _struck(words: Sequence[Word], lines: Sequence[Line]) -> int:
    """How many words a line runs through: the labels of a chart stand over its grid, the text of a table in it."""
    struck = 0
    lines = sorted(lines)
    places = [line.at for line in lines]
    for word in words:
        x0, top, x1, bottom = word.bbox
        low, high = top + 0.3 * (bottom - top), bottom - 0.3 * (bottom - top)
        within = lines[bisect_right(places, low) : bisect_left(places, high)]
        struck += any(line.start < x1 and x0 < line.end for line in within)
    return struck


def _grid(page: int, lattice: Lattice, words: Sequence[Word], year: int | None) -> Ruled | None:
    xs = _axis_of(lattice.vertical, [side for line in lattice.horizontal for side in (line.start, line.end)], words, 0)
    ys = _axis_of(lattice.horizontal, [side for line in lattice.vertical for side in (line.start, line.end)], words, 1)
    if len(xs) + len(ys) < 5 or min(len(xs), len(ys)) < 2:
        return None
    groups = _groups(lattice, xs, ys)
    spans = sorted(span for group in groups for span in group)
    held = _assign(cut_at(words, lattice.vertical), spans, xs, ys)
    _gather(groups, spans, held)
    spans, held = split(spans, held, xs, ys)
    lines = [text_lines(word for word in members if word.upright == 0) for members in held]
    # Rounded once: the sides of a large table's cells are few, and all cells share them.
    sides, edges = [round(x, 2) for x in xs], [round(y, 2) for y in ys]
    boxes = [(sides[c], edges[r], sides[c + across], edges[r + down]) for r, c, down, across in spans]
    cells = tuple(
        make_cell(*span, members, box, page, lines=own)
        for span, members, box, own in zip(spans, held, boxes, lines, strict=True)
    )
    indents = {
        span[:2]: indent(held[index], xs[span[1]], xs[span[1] + span[3]])
        for index, span in enumerate(spans)
        if held[index]
    }
    box = (xs[0], ys[0], xs[-1], ys[-1])
    closed = all(_edged(lattice, xs, ys))
    grid = Grid(page, box, len(ys) - 1, len(xs) - 1, cells, "ruled", closed=closed, year=year, indents=indents)
    return Ruled(
        grid, tuple(words), {span[:2]: own for span, members, own in zip(spans, held, lines, strict=True) if members}
    )


def _axis_of(lines: Sequence[Line], ends: list[float], words: Sequence[Word], side: int) -> list[float]:
    """Where rows or columns part, open sides of the table included where text stands in them."""
    places = axis((line.at for line in lines), NARROWEST)
    first, last = min(ends), max(ends)
    if first < places[0] - OPEN_SIDE and any(word.bbox[side + 2] < places[0] + 1 for word in words):
        places.insert(0, first)
    if last > places[-1] + OPEN_SIDE and any(word.bbox[side] > places[-1] - 1 for word in words):
        places.append(last)
    return places


def _edged(lattice: Lattice, xs: Sequence[float], ys: Sequence[float]) -> Iterable[bool]:
    for x in (xs[0], xs[-1]):
        yield divide(near(lattice.vertical, x, NARROWEST), ys[0], ys[-1])
    for y in (ys[0], ys[-1]):
        yield divide(near(lattice.horizontal, y, NARROWEST), xs[0], xs[-1])


def _groups(lattice: Lattice, xs: Sequence[float], ys: Sequence[float]) -> list[list[Span]]:
    """The cells: elementary ones joined where no border divides them; each as the rectangles that it is made of."""
    rows, columns = len(ys) - 1, len(xs) - 1
    parent = {(r, c): (r, c) for r in range(rows) for c in range(columns)}

    def root(node: tuple[int, int]) -> tuple[int, int]:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    upright = [near(lattice.vertical, x, NARROWEST) for x in xs]
    level = [near(lattice.horizontal, y, NARROWEST) for y in ys]
    for r in range(rows):
        for c in range(columns):
            if c + 1 < columns and not divide(upright[c + 1], ys[r], ys[r + 1]):
                parent[root((r, c))] = root((r, c + 1))
            if r + 1 < rows and not divide(level[r + 1], xs[c], xs[c + 1]):
                parent[root((r, c))] = root((r + 1, c))
    groups: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for node in parent:
        groups.setdefault(root(node), []).append(node)
    return [list(_rectangles(set(members))) for members in groups.values()]


def _rectangles(members: set[tuple[int, int]]) -> Iterable[Span]:
    """A group of elementary cells as rectangles: one, where the group is one; else the widest strips of it."""
    if len(members) == 1:
        yield *next(iter(members)), 1, 1
        return
    left = set(members)
    while left:
        row, column = min(left)
        width = 1
        while (row, column + width) in left:
            width += 1
        height = 1
        while all((row + height, c) in left for c in range(column, column + width)):
            height += 1
        left -= {(r, c) for r in range(row, row + height) for c in range(column, column + width)}
        yield row, column, height, width


def _assign(words: Iterable[Word], spans: Sequence[Span], xs: Sequence[float], ys: Sequence[float]) -> list[list[Word]]:
    """The words of each cell, by their middle."""
    at = {
        (row, column): index
        for index, span in enumerate(spans)
        for row in range(span[0], span[0] + span[2])
        for column in range(span[1], span[1] + span[3])
    }
    held: list[list[Word]] = [[] for _ in spans]
    for word in words:
        row = interval(ys, (word.bbox[1] + word.bbox[3]) / 2)
        column = interval(xs, (word.bbox[0] + word.bbox[2]) / 2)
        held[at[row, column]].append(word)
    return held


def _gather(groups: Sequence[Sequence[Span]], spans: Sequence[Span], held: list[list[Word]]) -> None:
    """The words of a heading whose cell is no rectangle (the head of a part, うち, is cut out of it) are one text.

    What is widest below and not above is no such heading, but a row that no border parts from the label over it.
    """
    at = {span: index for index, span in enumerate(spans)}
    for group in groups:
        if len(group) < 2 or group[0][3] < max(width for _, _, _, width in group):
            continue
        words = [word for span in group for word in held[at[span]]]
        if not words or any(is_figure(chunk.text) for line in text_lines(words) for chunk in chunks(line)):
            continue
        for span in group:
            held[at[span]] = []
        held[at[group[0]]] = words
