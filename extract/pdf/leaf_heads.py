"""The lowest headings of a head, one for each column: they tell how wide the columns are where figures are narrow.

Figures set to the right and headings centered in a wide column may not stand over each other at all. Out of scope:
headings over several columns, lines of one heading (`extract.pdf.heads`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extract.pdf.lines import CHUNK_GAP, Chunk, chunk_of
from extract.pdf.text_row import Row, recut
from extract.pdf.words import is_cjk

Extent = tuple[float, float]
"""From left to right."""

GAPS = (CHUNK_GAP, 0.6, 0.45)  # font sizes between headings beside each other, the usual first
SPACED = 3  # font sizes between the letters of one heading at most
OVERLAP = 0.2  # font sizes that headings below each other share at least
JUT = 0.5  # font sizes that a heading may jut out into the column beside its own


def with_headings(rows: Sequence[Row], columns: Sequence[Extent]) -> tuple[Sequence[Row], Sequence[Extent]]:
    """The lines of a head, parted as its columns are, and the columns as wide as figures and headings together.

    Both as they are where there is not one lowest heading for each column (the first may have none).
    """
    for lines in _ways(rows):
        leaves = _leaves([chunk for row in lines for chunk in row.chunks])
        # One that stands higher between two heads both, rather than a column, where the stub may have none.
        for first in (1, 0) if _over_others(sorted(leaves, key=_left)) else (0, 1):
            count = len(columns) - first
            lowest = _lowest(leaves, count)
            if lowest is not None and _stand_over(lowest, columns[first:], columns[:first]):
                wide = [
                    (min(x0, leaf.bbox[0]), max(x1, leaf.bbox[2]))
                    for (x0, x1), leaf in zip(columns[first:], lowest, strict=True)
                ]
                return lines, [*columns[:first], *wide]
    return rows, columns


def _ways(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """The lines with their chunks parted by ever narrower gaps; at last with letters set apart (区　分) as one."""
    for gap in GAPS:
        yield rows if gap == CHUNK_GAP else [recut(row, gap) for row in rows]
    yield [_closed_up(row) for row in rows]


def _closed_up(row: Row) -> Row:
    parts: list[Chunk] = []
    for chunk in row.chunks:
        before = parts[-1].words[-1] if parts else None
        letters = before is not None and len(before.text) == len(chunk.text) == 1 and is_cjk(before.text)
        if letters and is_cjk(chunk.text) and chunk.bbox[0] - parts[-1].bbox[2] < SPACED * chunk.size:
            parts[-1] = chunk_of([*parts[-1].words, *chunk.words])
        else:
            parts.append(chunk)
    return row if len(parts) == len(row.chunks) else replace(row, chunks=tuple(parts), kinds=("words",) * len(parts))


def _leaves(chunks: Sequence[Chunk]) -> list[Chunk]:
    """Headings with none below them."""
    return [
        chunk
        for chunk in chunks
        if not any(
            _is_lower(other, chunk)
            and min(other.bbox[2], chunk.bbox[2]) - max(other.bbox[0], chunk.bbox[0]) > OVERLAP * chunk.size
            for other in chunks
        )
    ]


def _lowest(leaves: Sequence[Chunk], count: int) -> list[Chunk] | None:
    """As many headings from left to right; those that stand higher between two are left out: they head both."""
    ordered = sorted(leaves, key=_left)
    if len(ordered) > count:
        between = _over_others(ordered)
        ordered = [leaf for index, leaf in enumerate(ordered) if index not in between]
    return ordered if len(ordered) == count > 1 else None


def _over_others(ordered: Sequence[Chunk]) -> list[int]:
    """Which headings, given from left to right, stand higher than those beside them."""
    return [
        index
        for index in range(1, len(ordered) - 1)
        if all(_is_lower(ordered[beside], ordered[index]) for beside in (index - 1, index + 1))
    ]


def _left(chunk: Chunk) -> float:
    return chunk.bbox[0]


def _is_lower(one: Chunk, other: Chunk) -> bool:
    return one.bbox[1] > other.bbox[1] + 0.5 * other.size


def _stand_over(leaves: Sequence[Chunk], columns: Sequence[Extent], before: Sequence[Extent]) -> bool:
    """Whether each heading stands between the columns left and right of its own."""
    for index, leaf in enumerate(leaves):
        left = columns[index - 1][1] if index else before[-1][1] if before else float("-inf")
        right = columns[index + 1][0] if index + 1 < len(columns) else float("inf")
        slack = JUT * leaf.size
        if leaf.bbox[0] < left - slack or leaf.bbox[2] > right + slack:
            return False
    return True
