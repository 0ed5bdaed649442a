"""Columns that stand apart from their table: ruled on the same lines a little to its right, without labels.

Out of scope: halves of a folded table, which have labels (`extract.pdf.continuation`).
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from extract.document import PagePlace
from extract.pdf.axes import find_axes
from extract.pdf.grid import Grid
from extract.pdf.words import box_of

NEAR = 3.0  # points that rows on one line may differ
APART = 2.0  # heights of a row: a wider gap parts tables
FEWEST = 4  # rows from which on it is no chance that they stand level


def side_of(left: Grid, right: Grid) -> Grid | None:
    """The table with the columns right of it as its own; None where these are a table of their own."""
    edges, own = _edges(left), _edges(right)
    if len(own) <= FEWEST or not left.bbox[2] <= right.bbox[0]:
        return None
    height = median(below - above for above, below in pairwise(own))
    if right.bbox[0] - left.bbox[2] > APART * height or find_axes(right).labels:
        return None
    rows = [_nearest(edges, edge) for edge in own]
    if any(abs(edges[row] - edge) > NEAR for row, edge in zip(rows, own, strict=True)) or len(set(rows)) < len(rows):
        return None
    if rows[0] != 0 or rows[-1] != len(edges) - 1:
        return None
    moved = [
        cell._replace(
            row=rows[cell.row],
            row_span=rows[cell.row + cell.row_span] - rows[cell.row],
            column=cell.column + left.columns,
        )
        for cell in right.cells
    ]
    cells = tuple(sorted((*left.cells, *moved), key=lambda cell: (cell.row, cell.column)))
    return replace(left, bbox=box_of([left.bbox, right.bbox]), columns=left.columns + right.columns, cells=cells)


def _edges(grid: Grid) -> list[float]:
    """The upper edges of the rows, and the lower edge of the last."""
    found = {grid.rows: grid.bbox[3]}
    for cell in grid.cells:
        if isinstance(cell.place, PagePlace):
            found.setdefault(cell.row, cell.place.bbox[1])
    return [found[row] for row in sorted(found)] if len(found) == grid.rows + 1 else []


def _nearest(edges: Sequence[float], at: float) -> int:
    return min(range(len(edges)), key=lambda row: abs(edges[row] - at))
