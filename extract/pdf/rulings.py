"""Rulings of a page: which painted paths are straight lines.

Out of scope: joining pieces to the lines of a grid (`extract.pdf.grid`).
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from extract.document import Box
from extract.pdf.page import Ruling, Shape

THIN = 3.0  # points: a filled rectangle up to this is a line
LENGTH = 3.0  # times its width that a line is long at least
SKEW = 0.5  # points that a stroke may be off the axis


def find_rulings(shapes: Iterable[Shape]) -> tuple[Ruling, ...]:
    """Strokes along an axis, thin filled rectangles, and the edges of stroked rectangles."""
    found: list[Ruling] = []
    for shape in shapes:
        if shape.curved or shape.pattern:
            continue
        if shape.stroke is None and len(shape.subpaths) == 1:
            found += _filled(shape.bbox, shape)  # most are one piece, and only filled
        else:
            found += _rulings(shape)
    return tuple(found)


def _rulings(shape: Shape) -> Iterator[Ruling]:
    if _is_row_of_dashes(shape):
        x0, top, x1, bottom = shape.bbox
        yield Ruling(x0, top, x1, bottom, min(x1 - x0, bottom - top), shape.fill, dashed=True, order=shape.order)
        return
    alone = len(shape.subpaths) == 1
    for points in shape.subpaths:
        filled = _filled(shape.bbox if alone else _around(points), shape) if shape.fill is not None else ()
        if filled:
            yield from filled
        elif shape.stroke is not None:
            for (ax, ay), (bx, by) in pairwise(points):
                across, along = abs(bx - ax), abs(by - ay)
                long, off = (across, along) if across > along else (along, across)
                if off <= SKEW and long > max(0.5, 2 * off):
                    x0, x1, top, bottom = min(ax, bx), max(ax, bx), min(ay, by), max(ay, by)
                    yield Ruling(x0, top, x1, bottom, shape.stroke_width, shape.stroke, shape.dashed, shape.order)


def _filled(box: Box, shape: Shape) -> tuple[Ruling, ...]:
    """The line that a filled rectangle is, if it is thin enough for one."""
    x0, top, x1, bottom = box
    width, height = x1 - x0, bottom - top
    thin, long = (width, height) if width < height else (height, width)
    if thin <= THIN and long >= LENGTH * thin and long > 0.5:
        return (Ruling(x0, top, x1, bottom, thin, shape.fill, False, shape.order),)
    return ()


def _around(points: Sequence[tuple[float, float]]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _is_row_of_dashes(shape: Shape) -> bool:
    """Whether a filled path is a dashed line drawn dash by dash: pieces in a row, near each other for their length."""
    x0, top, x1, bottom = shape.bbox
    if shape.fill is None or len(shape.subpaths) < 3 or min(x1 - x0, bottom - top) > THIN:
        return False
    along = 0 if x1 - x0 > bottom - top else 1
    ends = sorted((min(p[along] for p in points), max(p[along] for p in points)) for points in shape.subpaths)
    longest = max(end - start for start, end in ends)
    return all(after[0] - before[1] <= 2 * longest for before, after in pairwise(ends))
