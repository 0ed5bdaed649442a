"""Whether text stands in a drawing: the labels of a chart or a diagram may look like rows of figures.

Out of scope: reading charts (`extract.pdf.charts`).
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from extract.document import Box
from extract.pdf.lines import TextLine
from extract.pdf.page import Shape

BAR = 3.0  # points: a filled rectangle is at least as long on both sides
SLANTED = 4.0  # points that a stroke runs across and along at least
INSIDE = 0.2  # of a line's height from its edges, where no border of a cell runs


def is_drawn_over(box: Box, shapes: Iterable[Shape], lines: Sequence[TextLine] = ()) -> bool:
    """Whether slanted strokes run through a box, bars grow in it, or end in the middle of its lines.

    `lines` are those whose cells no ruling parts: the fills of cells end between rows.
    """
    ends = slants = 0
    bars: list[Box] = []
    for shape in shapes:
        x0, top, x1, bottom = shape.bbox
        if x1 < box[0] or x0 > box[2] or bottom < box[1] or top > box[3]:
            continue
        if shape.stroke is not None and not shape.curved:
            slants += _slants(shape)
        if _is_bar(shape):
            bars.append(shape.bbox)
            ends += any(_ends_in(word.bbox, shape.bbox) for line in lines for word in line.words)
        if slants > 2 or ends > 1:
            return True
    return _grow_apart(bars, 0, 2) or _grow_apart(bars, 3, 1)


def _grow_apart(bars: Sequence[Box], foot: int, head: int) -> bool:
    """Whether bars that begin at one axis end each at its own place; cells end where those above and below do."""
    across = 1 - foot % 2
    edges: dict[int, set[int]] = {}
    for bar in bars:
        beside = round(bar[across])
        for side in (foot, head):
            for near in (-1, 0, 1):
                edges.setdefault(round(bar[side]) + near, set()).add(beside)
    own: dict[int, set[int]] = {}
    for bar in bars:
        if len(edges[round(bar[head])]) == 1:
            own.setdefault(round(bar[foot]), set()).add(round(bar[across]))
    return any(len(beside) >= 3 for beside in own.values())


def _slants(shape: Shape) -> int:
    return sum(
        abs(bx - ax) > SLANTED and abs(by - ay) > SLANTED
        for points in shape.subpaths
        for (ax, ay), (bx, by) in pairwise(points)
    )


def _is_bar(shape: Shape) -> bool:
    if shape.fill is None:
        return shape.pattern
    x0, top, x1, bottom = shape.bbox
    return min(x1 - x0, bottom - top) > BAR and min(shape.fill) < 0.98 and shape.is_rectangle


def _ends_in(word: Box, bar: Box) -> bool:
    """Whether a bar's upper or lower edge runs through the middle of a word."""
    margin = INSIDE * (word[3] - word[1])
    over = bar[0] <= (word[0] + word[2]) / 2 <= bar[2]
    return over and any(word[1] + margin < edge < word[3] - margin for edge in (bar[1], bar[3]))
