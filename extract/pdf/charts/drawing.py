"""Draws over a picture of a page what was read from its charts, so that a person can see it: boxes, marks, values.

Out of scope: rendering the page (`sangaku inspect`).
"""

from PIL import ImageDraw

from extract.document import Box, Chart, Point

FRAME = (200, 0, 120)
LABEL = (0, 120, 0)
MEASURED = (200, 80, 0)
DERIVED = (120, 0, 200)


def draw_charts(draw: ImageDraw.ImageDraw, charts: tuple[Chart, ...], scale: float) -> None:
    """Draw the charts of one page; `scale` is the picture's pixels per point.

    Printed labels are framed green, measured marks orange with the value that was read, derived ones purple.
    """
    for chart in charts:
        x0, top, x1, bottom = _scaled(chart.place.bbox, scale)
        draw.rectangle((x0, top, x1, bottom), outline=FRAME, width=2)
        names = " / ".join(series.name or "-" for series in chart.series)
        draw.text((x0 + 3, bottom + 2), f"{chart.id} {chart.type} {len(chart.series)}: {_latin(names)}", fill=FRAME)
        for series in chart.series:
            for point in series.points:
                _draw_point(draw, point, scale)


def _draw_point(draw: ImageDraw.ImageDraw, point: Point, scale: float) -> None:
    color = DERIVED if point.derived else LABEL if point.method == "label" else MEASURED
    x0, top, x1, bottom = _scaled(point.place.bbox, scale)
    if point.method == "label":
        draw.rectangle((x0 - 1, top - 1, x1 + 1, bottom + 1), outline=color)
        return
    small = max(x1 - x0, bottom - top) <= 5 * scale
    if small:
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        draw.line((x - 3, y, x + 3, y), fill=color)
        draw.line((x, y - 3, x, y + 3), fill=color)
    else:
        draw.rectangle((x0, top, x1, bottom), outline=color)
    draw.text((x0, top - 11), f"{point.value:g}", fill=color)


def _scaled(box: Box, scale: float) -> Box:
    x0, top, x1, bottom = box
    return (x0 * scale, top * scale, x1 * scale, bottom * scale)


def _latin(text: str) -> str:
    """What the picture library's own font can draw."""
    return text.encode("ascii", "replace").decode()
