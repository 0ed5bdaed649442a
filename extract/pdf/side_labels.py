"""Labels that stand half way down the rows they head: which lines hold them, and which rows are each one's.

Out of scope: labels beside the first of their rows, which the axes read (`extract.pdf.axes`).
"""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from extract.pdf.leaf_heads import Extent
from extract.pdf.text_row import Row

CROWDED = 1.4  # usual distances between rows: closer rows leave no room for a row between them
ONE_LABEL = 1.7  # font sizes between the lines of one label at most
OFF = 0.4  # of the distance between rows that a label may stand off the middle of its rows
LABELLED = 0.6  # of the rows have a label of their own beside a column of such labels


def side_labels(rows: Sequence[Row], columns: Sequence[Extent]) -> list[list[Row]]:
    """Lines of the first column, or left of it, that stand between rows without room for a row; by label."""
    tabular = [row for row in rows if row.is_tabular]
    if len(tabular) < 2:
        return []
    pitch = median(_middle(below) - _middle(above) for above, below in pairwise(tabular))
    outside = [row for row in rows if len(row.chunks) == 1 and row.chunks[0].bbox[2] <= columns[0][0]]
    first, labels = (columns[0][0], columns[0]) if outside else (columns[1][0], columns[1])
    if sum(is_labelled(row, labels) for row in tabular) < LABELLED * len(tabular):
        return []
    found: list[list[Row]] = []
    for index, row in enumerate(rows):
        if len(row.chunks) > 1 or row.chunks[0].bbox[2] > first:
            continue
        above = next((other for other in reversed(rows[:index]) if other.is_tabular), None)
        below = next((other for other in rows[index + 1 :] if other.is_tabular), None)
        if above is None or below is None or _middle(below) - _middle(above) > CROWDED * pitch:
            continue
        if found and _middle(row) - _middle(found[-1][-1]) < ONE_LABEL * row.size:
            found[-1].append(row)
        else:
            found.append([row])
    return found


def is_labelled(row: Row, labels: Extent) -> bool:
    """Whether a row has words in a column of labels."""
    return any(
        what in ("words", "year") and chunk.bbox[0] < labels[1] and chunk.bbox[2] > labels[0]
        for chunk, what in zip(row.chunks, row.kinds, strict=True)
    )


def headed(labels: Sequence[float], rows: Sequence[float]) -> list[tuple[int, int]] | None:
    """The first and last row that each label heads, by their heights; None where they do not stand half way down."""
    if len(rows) < 2 or not labels:
        return None
    slack = OFF * median(below - above for above, below in pairwise(rows))
    spans: list[tuple[int, int]] = []
    start = 0
    for label in labels:
        off, end = min(
            ((abs((rows[start] + rows[end]) / 2 - label), end) for end in range(start, len(rows))),
            default=(slack + 1, start),
        )
        if off > slack:
            return None
        spans.append((start, end))
        start = end + 1
    return spans if start == len(rows) else None


def _middle(row: Row) -> float:
    return (row.top + row.bottom) / 2
