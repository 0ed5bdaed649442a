"""What fills tell of a table: the head of a ruled one, in other colours than its body, and rows where it has no rules.

Out of scope: what stands in the cells (`extract.pdf.axes`).
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from extract.document import Box, Cell, PagePlace
from extract.pdf.axes import kind
from extract.pdf.grid import Grid
from extract.pdf.lattice import Line, Lines
from extract.pdf.lines import TextLine
from extract.pdf.page import Color, Shape
from extract.pdf.words import box_of

THIN = 3.0  # points: what is as thin is a ruling
WHITE = 0.97  # of full light on all three colours, from which on a fill is none

WIDE = 60.0  # points: the narrowest row that is filled as a whole
LEVEL = 1.0  # points that fills of one area may be apart
ALIKE = 6.0  # points between cells of one row
BESIDE = 8  # areas that may stand level
APART = 1.5  # font sizes between words of different cells


class Area(NamedTuple):
    """What is filled with one color, and the pieces that it was painted in."""

    bbox: Box
    pieces: list[Box]
    color: Color

    @property
    def kind(self) -> tuple[Color, int, int]:
        """What rows of one table have in common: their color, and where they begin and end."""
        return self.color, round(self.bbox[0]), round(self.bbox[2])


Row = frozenset[Color | None]
"""The colours of a row's cells, those of the first column left out; None where a cell has none."""


def fills_of(shapes: Iterable[Shape]) -> list[Shape]:
    """What is filled and shows as more than a line: a fill of the whole page may be seen in one cell alone."""
    found = []
    for shape in shapes:
        if shape.fill is not None:
            x0, top, x1, bottom = shape.clip or shape.bbox
            if x1 - x0 > THIN and bottom - top > THIN:
                found.append(shape)
    return found


def filled_head(grid: Grid, fills: Sequence[Shape]) -> int | None:
    """How many rows from the top are set off by their fill as the head; None where fills do not tell."""
    # The last one painted shows.
    painted = [
        (shape.shown, shape.fill if shape.fill is not None and min(shape.fill) < WHITE else None)
        for shape in reversed(fills)
        if _share(shape.shown, grid.bbox)
    ]
    if not painted:
        return None
    at = grid.positions()
    first = min(1, grid.columns - 1)
    colored: list[Row] = []
    parted = False
    for row in range(grid.rows):
        cells = {at[row, column] for column in range(first, grid.columns) if (row, column) in at}
        colors = frozenset([_color(cell, painted) for cell in cells])
        if not colors or None in colors or any(kind(cell.text) == "figure" for cell in cells):
            break
        if colored and colors != colored[-1] and not parted:
            break  # a row set off by another colour completes the head only below headings over several columns
        parted = any(cell.column_span > 1 for cell in cells)
        colored.append(colors)
    if not colored or len(colored) == grid.rows:
        return None
    below = frozenset(
        _color(cell, painted) for (row, column), cell in at.items() if row >= len(colored) and column >= first
    )
    while colored and colored[-1] & below:
        below |= colored.pop()
    return len(colored) or None


def _share(box: Box, other: Box) -> bool:
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]


def filled_areas(fills: Iterable[Shape]) -> list[Area]:
    """What is filled with one color, piece beside and below piece: rows, and what else is no line."""
    pieces = [
        (shape.shown, shape.fill)
        for shape in fills
        if shape.fill is not None and min(shape.fill) < WHITE and shape.is_rectangle
    ]
    pieces.sort(key=lambda piece: piece[0][1])
    areas: dict[Color, list[Area]] = {}
    for shown, color in pieces:
        same = areas.setdefault(color, [])
        touching = [area for area in same[-BESIDE:] if _touches(area.bbox, shown)]
        for area in touching:
            same.remove(area)
        held = [piece for area in touching for piece in area.pieces]
        same.append(Area(box_of([shown, *(area.bbox for area in touching)]), [*held, shown], color))
    return [area for found in areas.values() for area in found if area.bbox[2] - area.bbox[0] > WIDE]


def _touches(box: Box, other: Box) -> bool:
    """Whether a piece goes on a row, or stands right below one."""
    return other[1] <= box[3] + LEVEL and box[0] - ALIKE <= other[2] and other[0] <= box[2] + ALIKE


def filled_rows(areas: Iterable[Area], lines: Sequence[TextLine]) -> Lines:
    """The edges of areas behind rows and of the cells in them: of those like one that holds texts apart, no banner."""
    rows = [area for area in areas if any(_holds(area.bbox, line) for line in lines)]
    kinds = {area.kind for area in rows if any(_holds(area.bbox, line) and _apart(line, area.bbox) for line in lines)}
    level, upright = [], []
    for area in rows:
        if area.kind in kinds:
            x0, top, x1, bottom = area.bbox
            level += [Line(top, x0, x1), Line(bottom, x0, x1)]
            sides = {(round(x, 1), box[1], box[3]) for box in area.pieces for x in (box[0], box[2])}
            upright += [Line(*side) for side in sorted(sides) if x0 + ALIKE < side[0] < x1 - ALIKE]
    return level, upright


def _holds(box: Box, line: TextLine) -> bool:
    return box[1] < _middle(line.bbox)[1] < box[3]


def _apart(line: TextLine, box: Box) -> bool:
    x0, _, x1, _ = box
    words = [word for word in line.words if x0 <= word.bbox[0] and word.bbox[2] <= x1 + THIN]
    return any(after.bbox[0] - word.bbox[2] > APART * line.size for word, after in pairwise(words))


def _color(cell: Cell, painted: Sequence[tuple[Box, Color | None]]) -> Color | None:
    """What shows in the middle of a cell."""
    if not isinstance(cell.place, PagePlace):
        return None
    x, y = _middle(cell.place.bbox)
    for (x0, top, x1, bottom), color in painted:
        if x0 <= x <= x1 and top <= y <= bottom:
            return color
    return None


def _middle(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
