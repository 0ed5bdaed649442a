"""Text columns: lines of words that a gutter parts over many lines are lines of several columns.

Out of scope: columns of tables.
"""

from collections.abc import Sequence
from itertools import pairwise

from extract.pdf.lines import SURELY, TextLine, line_of

_GUTTER = 0.7  # of the font size: the narrowest gutter
_LINES = 6  # as few lines may share one
_NARROWEST = 8.0  # of the font size: the narrowest column
_SKIPPED = 2  # lines that cross it (a ruby line, a heading) before it ends

Span = tuple[float, float]


def part_columns(lines: Sequence[TextLine]) -> list[TextLine]:
    """Lines, from top to bottom, cut where a gutter runs down through them; text of both columns stays in its order."""
    parted: list[TextLine] = []
    position = 0
    while position < len(lines):
        gutter, end = _gutter(lines, position)
        if gutter is None:
            parted.append(lines[position])
            position += 1
            continue
        for line in lines[position:end]:
            parted += _cut(line, (gutter[0] + gutter[1]) / 2)
        position = end
    return parted


def _gutter(lines: Sequence[TextLine], start: int) -> tuple[Span | None, int]:
    """The longest-running gutter that begins at a line, and the line where it ends."""
    best: tuple[Span | None, int] = (None, start)
    for gap in _gaps(lines[start]):
        shared, both, end, skipped = gap, int(_beside(lines[start], gap)), start + 1, 0
        for index in range(start + 1, len(lines)):
            line = lines[index]
            narrowed = _narrowed(shared, line)
            if narrowed is None:
                skipped += 1
                if skipped > _SKIPPED:
                    break
                continue
            skipped, end = 0, index + 1
            shared = narrowed
            both += _beside(line, shared)
        if both >= _LINES and end > best[1]:
            best = (shared, end)
    return best


def _narrowed(gutter: Span, line: TextLine) -> Span | None:
    """What is left of the gutter beside the words of a line; None where the line crosses it."""
    left = max([gutter[0], *(word.bbox[2] for word in line.words if word.bbox[0] < gutter[0])])
    right = min([gutter[1], *(word.bbox[0] for word in line.words if word.bbox[0] >= gutter[0])])
    return (left, right) if right - left >= _GUTTER * line.size else None


def _beside(line: TextLine, gutter: Span) -> bool:
    """Whether the line holds a column's worth of text on both sides: bullets and labels before text are no column."""
    return min(gutter[0] - line.bbox[0], line.bbox[2] - gutter[1]) > _NARROWEST * line.size


def _gaps(line: TextLine) -> list[Span]:
    if line.widest < SURELY * _GUTTER:
        return []
    return [
        (before.bbox[2], after.bbox[0])
        for before, after in pairwise(line.words)
        if after.bbox[0] - before.bbox[2] >= _GUTTER * line.size
    ]


def _cut(line: TextLine, x: float) -> list[TextLine]:
    sides = [[w for w in line.words if w.bbox[0] < x], [w for w in line.words if w.bbox[0] >= x]]
    if any(word.bbox[2] > x for word in sides[0]):
        return [line]
    return [line_of(words) for words in sides if words]
