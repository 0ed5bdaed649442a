"""Tells at a glance whether a page could hold a chart, so that pages of text and tables cost next to nothing.

A chart needs bars of different lengths on one base or one upon the other, a line that is not straight, or something
round. A table's fills and rulings are none of that. Out of scope: everything else (`find`).
"""

from collections import defaultdict
from itertools import pairwise

from extract.document import Box
from extract.pdf.charts.marks import fills_its_box
from extract.pdf.page import Page, Shape

Fill = tuple[Box, object]

THIN = 1.5  # points: thinner fills are lines
CORNERS = 6  # points: an outline of more is no rectangle's
LARGE = 20.0  # points: smaller outlines of many corners are arrows
ROUND = 8.0  # points: smaller round things are bullets


def may_hold_chart(page: Page) -> bool:
    """Whether anything on the page is drawn as a chart's marks are."""
    fills: list[Fill] = []
    slanted = 0
    for shape in page.shapes:
        x0, top, x1, bottom = shape.bbox
        width, height = x1 - x0, bottom - top
        if x1 < 0 or bottom < 0 or x0 > page.width or top > page.height:
            continue
        if shape.fill is not None or shape.pattern:
            outline = shape.subpaths[0]
            rounded = shape.curved and fills_its_box(outline, shape.bbox, curved=True)
            if len(shape.subpaths) > 1 or (shape.curved and not rounded):
                if (max if shape.curved else min)(width, height) >= ROUND:
                    return True
            elif not rounded and len(outline) > CORNERS and min(width, height) >= LARGE:
                return True
            elif (width >= THIN and height >= THIN) or (width < 0.1) != (height < 0.1):
                fills.append((shape.bbox, (shape.fill, shape.stroke)))  # an outline shows a bar on a ground as white
        if shape.stroke is not None and width > 4 and height > 4 and not _is_frame(shape):
            slanted += 1
            if width > 20 or slanted >= 3:
                return True
    if len(fills) < 2 or not (_stand_on_base(fills) or _stand_in_line(fills)):
        return False
    fills = _outermost(fills)
    return _stand_on_base(fills) or _stand_in_line(fills)


def _outermost(fills: list[Fill]) -> list[Fill]:
    """The fills without those that lie in another of their colour: the ground of a paragraph within its cell's."""
    if len(fills) > 400:
        return fills
    return [
        (box, color)
        for box, color in fills
        if not any(
            color == other_color
            and other != box
            and other[0] <= box[0] + 0.1
            and other[1] <= box[1] + 0.1
            and box[2] <= other[2] + 0.1
            and box[3] <= other[3] + 0.1
            for other, other_color in fills
        )
    ]


def _is_frame(shape: Shape) -> bool:
    """Whether every sub-path of a stroke is an axis-parallel line or rectangle."""
    if shape.curved:
        return False
    for points in shape.subpaths:
        for (x0, y0), (x1, y1) in pairwise(points):
            if abs(x0 - x1) > 0.3 and abs(y0 - y1) > 0.3:
                return False
    return True


def _stand_on_base(fills: list[Fill]) -> bool:
    """Whether equally thick rectangles on one line are of different lengths, and apart as cells are not."""
    families: dict[tuple[int, int, int], list[tuple[float, float, float]]] = defaultdict(list)
    for (x0, top, x1, bottom), _ in fills:
        width, height = x1 - x0, bottom - top
        families[0, round(bottom), round(width)].append((x0, x1, height))
        families[1, round(x0), round(height)].append((top, bottom, width))
        families[2, round(top), round(width)].append((x0, x1, height))
        families[3, round(x1), round(height)].append((top, bottom, width))
    for family in families.values():
        if len(family) < 2:
            continue
        family.sort()
        for a, b in pairwise(family):
            gap, thick = b[0] - a[1], a[1] - a[0]
            if abs(a[2] - b[2]) > 0.5 and max(0.05 * thick, min(0.15 * thick, 2.0)) < gap <= 6 * thick:
                return True
        if len({round(length) for _, _, length in family}) > 3:
            return True
    return False


def _stand_in_line(fills: list[Fill]) -> bool:
    """Whether rectangles of different colours touch end to end where no other row of rectangles has an edge."""
    rows: dict[tuple[int, int, int], list[tuple[float, float, object]]] = defaultdict(list)
    for (x0, top, x1, bottom), color in fills:
        rows[0, round(top), round(bottom)].append((x0, x1, color))
        rows[1, round(x0), round(x1)].append((top, bottom, color))
    joints: dict[tuple[int, int], int] = defaultdict(int)
    for (way, *_), row in rows.items():
        row.sort(key=lambda item: item[:2])
        for place in {
            round(end) for (_, end, one), (start, _, other) in pairwise(row) if one != other and abs(start - end) <= 0.6
        }:
            joints[way, place] += 1
    return any(count == 1 for count in joints.values())
