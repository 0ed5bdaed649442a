"""The head of a ruled table as its fills tell it: rows of coloured cells over a body in other colours.

Out of scope: what stands in the cells (`extract.pdf.axes`).
"""

from collections.abc import Sequence

from extract.document import Box, Cell, PagePlace
from extract.pdf.axes import kind
from extract.pdf.grid import Grid
from extract.pdf.page import Color, Shape

THIN = 3.0  # points: what is as thin is a ruling
WHITE = 0.97  # of full light on all three colours, from which on a fill is none

Row = frozenset[Color | None]
"""The colours of a row's cells, those of the first column left out; None where a cell has none."""


def filled_head(grid: Grid, shapes: Sequence[Shape]) -> int | None:
    """How many rows from the top are set off by their fill as the head; None where fills do not tell."""
    x0, top, x1, bottom = grid.bbox
    fills = [
        shape
        for shape in shapes
        if shape.fill is not None
        and shape.bbox[2] - shape.bbox[0] > THIN
        and shape.bbox[3] - shape.bbox[1] > THIN
        and shape.bbox[0] < x1
        and x0 < shape.bbox[2]
        and shape.bbox[1] < bottom
        and top < shape.bbox[3]
    ]
    if not fills:
        return None
    at = grid.positions()
    first = min(1, grid.columns - 1)
    colored: list[Row] = []
    parted = False
    for row in range(grid.rows):
        cells = {at[row, column] for column in range(first, grid.columns) if (row, column) in at}
        colors = frozenset(_color(cell, fills) for cell in cells)
        if not colors or None in colors or any(kind(cell.text) == "figure" for cell in cells):
            break
        if colored and colors != colored[-1] and not parted:
            break  # a row set off by another colour completes the head only below headings over several columns
        parted = any(cell.column_span > 1 for cell in cells)
        colored.append(colors)
    if not colored or len(colored) == grid.rows:
        return None
    below = frozenset(
        _color(cell, fills) for (row, column), cell in at.items() if row >= len(colored) and column >= first
    )
    while colored and colored[-1] & below:
        below |= colored.pop()
    return len(colored) or None


def _color(cell: Cell, fills: Sequence[Shape]) -> Color | None:
    """What is painted last over the middle of a cell."""
    if not isinstance(cell.place, PagePlace):
        return None
    x, y = _middle(cell.place.bbox)
    for shape in reversed(fills):
        if shape.bbox[0] <= x <= shape.bbox[2] and shape.bbox[1] <= y <= shape.bbox[3]:
            return None if shape.fill is None or min(shape.fill) >= WHITE else shape.fill
    return None


def _middle(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
