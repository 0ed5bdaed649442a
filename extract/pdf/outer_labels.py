"""Labels that stand once left of several rows: which rows are each one's, and those that run over several lines.

Out of scope: labels of one line between rows (`extract.pdf.side_labels`), which upright words are labels
(`extract.pdf.upright_labels`).
"""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from extract.pdf.lattice import Line
from extract.pdf.leaf_heads import Extent
from extract.pdf.lines import Chunk, line_of
from extract.pdf.page import Word
from extract.pdf.rows import runs_on
from extract.pdf.side_labels import headed, is_labelled
from extract.pdf.text_row import Row, row_with
from extract.pdf.words import box_of, is_cjk

LABELLED = 0.6  # of the rows have a label of their own beside such labels
CLOSER = 0.15  # font sizes that lines of one label stand closer than rows do
LONGEST = 100  # characters of a label
LINES = 1.7  # font sizes between the lines of one label at most
TOP = 0.6  # font sizes that the first line may stand off the first of its rows

Spans = list[tuple[int, int]]


class OuterLabel(NamedTuple):
    """The words of a label and the first and last of its rows, counted from 0."""

    words: tuple[Word, ...]
    first: int
    last: int


class Parted(NamedTuple):
    """Rows without the labels that stand left of several, their columns, and the words of each label."""

    rows: list[Row]
    columns: list[Extent]
    labels: list[list[Word]]


def wrapped_labels(
    rows: Sequence[Row], columns: Sequence[Extent], rules: Sequence[Line], year: int | None
) -> Parted | None:
    """The rows of a body parted from labels left of those of the rows, where one of these runs over several lines."""
    tabular = [row for row in rows if row.is_tabular]
    inner = 1 if any(row.chunks[0].bbox[0] < columns[0][1] < columns[1][0] for row in tabular) else 0
    inner = inner if _are_labelled(tabular, columns[inner]) else 1 - inner
    if len(tabular) < 2 or len(columns) < inner + 2 or not _are_labelled(tabular, columns[inner]):
        return None
    edge = columns[inner][0]
    outer = [row.chunks[0] for row in rows if row.chunks[0].bbox[2] <= edge]
    if len(outer) == len(rows):
        return None
    pitch = median(_middle(_reach(below)) - _middle(_reach(above)) for above, below in pairwise(tabular))
    labels = _labels(outer, pitch, rules)
    if not len(labels) < min(len(outer), len(tabular)):
        return None
    if any(sum(len(line.text) for line in label) > LONGEST for label in labels):
        return None  # running text stands beside the rows
    left = [row_with(line_of(words), kept, year) for row in rows if (words := _words(kept := _behind(row, edge)))]
    return Parted(left, [*columns[inner:]], [_words(label) for label in labels])


def placed(labels: Sequence[Sequence[Word]], rows: Sequence[Extent], rules: Sequence[Line]) -> list[OuterLabel]:
    """Labels with their rows, both from top to bottom; none where not all fit. `rules` are horizontal."""
    if not labels or not rows:
        return []
    extents = [_extent(label) for label in labels]
    spans = _between_rules(labels, extents, rows, rules) or _half_way(extents, rows) or _from_top(labels, extents, rows)
    return [OuterLabel(tuple(label), *span) for label, span in zip(labels, spans, strict=True)] if spans else []


def _are_labelled(rows: Sequence[Row], column: Extent) -> bool:
    return sum(is_labelled(row, column) for row in rows) >= LABELLED * len(rows)


def _behind(row: Row, edge: float) -> list[Chunk]:
    return [chunk for chunk in row.chunks if chunk.bbox[2] > edge]


def _words(chunks: Sequence[Chunk]) -> list[Word]:
    return [word for chunk in chunks for word in chunk.words]


def _labels(lines: Sequence[Chunk], pitch: float, rules: Sequence[Line]) -> list[list[Chunk]]:
    """Lines by label: those of one stand closer than rows do, or run on; no rule parts them."""
    limit = max(line.bbox[2] for line in lines) if lines else 0.0
    found: list[list[Chunk]] = []
    for line in lines:
        if found and _goes_on(found[-1][-1], line, pitch, limit) and not _is_ruled_off(found[-1][-1], line, rules):
            found[-1].append(line)
        else:
            found.append([line])
    return found


def _goes_on(above: Chunk, line: Chunk, pitch: float, limit: float) -> bool:
    off = _middle(_extent(line.words)) - _middle(_extent(above.words))
    if off > LINES * line.size:
        return False
    if is_cjk(line.text) and is_cjk(above.text[-1]) and above.bbox[2] + line.size > limit:
        return True
    return runs_on(above, line, limit, tight=off < pitch - CLOSER * line.size)


def _is_ruled_off(above: Chunk, line: Chunk, rules: Sequence[Line]) -> bool:
    top, bottom = above.bbox[3] - 2, line.bbox[1] + 2
    return any(top < rule.at < bottom and rule.start < line.middle < rule.end for rule in rules)


def _reach(row: Row) -> Extent:
    return row.top, row.bottom


def _extent(words: Sequence[Word]) -> Extent:
    _, top, _, bottom = box_of([word.bbox for word in words])
    return top, bottom


def _middle(extent: Extent) -> float:
    return (extent[0] + extent[1]) / 2


def _starting(starts: Sequence[int], count: int) -> Spans | None:
    """Runs of rows that begin at `starts` and reach down to the next."""
    spans = list(zip(starts, [*(start - 1 for start in starts[1:]), count - 1], strict=True))
    return spans if all(first <= last for first, last in spans) else None


def _between_rules(
    labels: Sequence[Sequence[Word]], extents: Sequence[Extent], rows: Sequence[Extent], rules: Sequence[Line]
) -> Spans | None:
    """The rows between the rules that part labels, where one stands between each two."""
    x0, _, x1, _ = box_of([word.bbox for label in labels for word in label])
    across = [rule.at for rule in rules if rule.start < (x0 + x1) / 2 < rule.end]
    starts = [0]
    for above, below in pairwise(extents):
        cut = next((at for at in across if above[1] - 2 < at < below[0] + 2), None)
        if cut is None:
            return None
        starts.append(sum(_middle(row) < cut for row in rows))
    return _starting(starts, len(rows)) if len(starts) > 1 else None


def _half_way(extents: Sequence[Extent], rows: Sequence[Extent]) -> Spans | None:
    return headed([_middle(extent) for extent in extents], [_middle(row) for row in rows])


def _from_top(labels: Sequence[Sequence[Word]], extents: Sequence[Extent], rows: Sequence[Extent]) -> Spans | None:
    """The rows down to the next label, where each label begins level with a row."""
    starts = []
    for label, (top, _) in zip(labels, extents, strict=True):
        nearest = min(range(len(rows)), key=lambda number: abs(rows[number][0] - top))
        if abs(rows[nearest][0] - top) > TOP * label[0].size:
            return None
        starts.append(nearest)
    return _starting(starts, len(rows))
