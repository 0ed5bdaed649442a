"""Tells at a glance whether a page could hold a chart, so that pages of text and tables cost next to nothing.

A chart needs bars of different lengths on one base or one upon the other, a line that is not straight, or something round. A
table's fills and rulings are none of that. Out of scope: everything else (`find`).
"""

from collections import defaultdict

from extract.document import Box
from extract.pdf.page import Page, Shape

THIN = 1.5  # points: thinner fills are lines
ROUND = 8.0  # points: smaller round things are bullets


def may_hold_chart(page: Page) -> bool:
    """Whether anything on the page is drawn as a chart's marks are."""
    fills: list[tuple[Box, object]] = []
    for shape in page.shapes:
        x0, top, x1, bottom = shape.bbox
        width, height = x1 - x0, bottom - top
        if shape.fill is not None or shape.pattern:
            if shape.curved or len(shape.subpaths) > 1:
                if (max if shape.curved else min)(width, height) >= ROUND:
                    return True
            elif (width >= THIN and height >= THIN) or (width < 0.1) != (height < 0.1):
                fills.append((shape.bbox, shape.fill))
        if shape.stroke is not None and width > 4 and height > 4 and not _is_frame(shape):
            return True
    return len(fills) >= 2 and (_stand_on_base(fills) or _stand_in_line(fills))


def _is_frame(shape: Shape) -> bool:
    """Whether every sub-path of a stroke is an axis-parallel line or rectangle."""
    if shape.curved:
        return False
    for points in shape.subpaths:
        for (x0, y0), (x1, y1) in zip(points, points[1:], strict=False):
            if abs(x0 - x1) > 0.3 and abs(y0 - y1) > 0.3:
                return False
    return True


def _stand_on_base(fills: list[tuple[Box, object]]) -> bool:
    """Whether equally thick rectangles on one line are of different lengths."""
    lengths: dict[tuple[int, int, int], set[int]] = defaultdict(set)
    for (x0, top, x1, bottom), _ in fills:
        width, height = round(x1 - x0), round(bottom - top)
        lengths[0, round(bottom), width].add(height)
        lengths[1, round(x0), height].add(width)
        lengths[2, round(top), width].add(height)
        lengths[3, round(x1), height].add(width)
    return any(len(found) > 1 for found in lengths.values())


def _stand_in_line(fills: list[tuple[Box, object]]) -> bool:
    """Whether equally thick rectangles of different colours touch end to end."""
    rows: dict[tuple[int, int, int], list[tuple[float, float, object]]] = defaultdict(list)
    for (x0, top, x1, bottom), color in fills:
        rows[0, round(top), round(bottom)].append((x0, x1, color))
        rows[1, round(x0), round(x1)].append((top, bottom, color))
    for row in rows.values():
        row.sort(key=lambda item: item[:2])
        for (_, end, one), (start, _, other) in zip(row, row[1:], strict=False):
            if one != other and abs(start - end) <= 0.6:
                return True
    return False
