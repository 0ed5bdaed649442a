"""Draws over a picture of a page what was read from its charts, so that a person can see it: axes, series, values.

Each series has a colour of its own, in which its sample in the legend is framed and tied to its first mark. Printed
labels are framed, measured marks crossed, each with the value that was read. Out of scope: rendering the page
(`sangaku inspect`).
"""

from collections.abc import Sequence

from PIL import ImageDraw

from extract.document import Box, Chart, Point, Verdict
from extract.pdf.charts.axes import Axis
from extract.pdf.charts.draft import Draft
from extract.pdf.charts.find import Found
from extract.pdf.charts.views import Span

FRAME = (200, 0, 120)
AXIS = (0, 120, 220)
REFUSED = (220, 0, 0)
DERIVED = (120, 0, 200)
SERIES = ((0, 140, 60), (220, 90, 0), (0, 90, 200), (170, 0, 170), (0, 150, 160), (150, 110, 0), (120, 120, 120))


def draw_charts(
    pen: ImageDraw.ImageDraw, charts: Sequence[Chart], found: Found, verdicts: Sequence[Verdict], scale: float
) -> None:
    """Draw the charts of one page; `found` tells how they were read, `scale` is the picture's pixels per point."""
    for chart in charts:
        x0, _, _, bottom = box = _scaled(chart.place.bbox, scale)
        pen.rectangle(box, outline=FRAME, width=2)
        pen.text((x0 + 3, bottom + 2), f"{chart.id} {chart.type}", fill=FRAME)
        draft = next((one for one in found.drafts if _inside(one.plot.box, chart.place.bbox)), None)
        for k, series in enumerate(chart.series):
            color = SERIES[k % len(SERIES)]
            for point in series.points:
                _draw_point(pen, point, color, scale)
            if draft is not None and series.name and series.points:
                _draw_tie(pen, draft, series.name, series.points[0].place.bbox, color, scale)
        if draft is not None:
            for axis in draft.axes:
                _draw_axis(pen, draft, axis, scale)
    _draw_refusals(pen, charts, found, verdicts, scale)


def _draw_point(pen: ImageDraw.ImageDraw, point: Point, color: tuple[int, int, int], scale: float) -> None:
    x0, top, x1, bottom = _scaled(point.place.bbox, scale)
    if point.method == "label":
        pen.rectangle((x0 - 1, top - 1, x1 + 1, bottom + 1), outline=color)
        return
    shown = DERIVED if point.derived else color
    if max(x1 - x0, bottom - top) <= 5 * scale:
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        pen.line((x - 4, y, x + 4, y), fill=shown)
        pen.line((x, y - 4, x, y + 4), fill=shown)
    else:
        pen.rectangle((x0, top, x1, bottom), outline=shown)
    pen.text((x0, top - 11), f"{point.value:g}", fill=shown)


def _draw_tie(
    pen: ImageDraw.ImageDraw, draft: Draft, name: str, mark: Box, color: tuple[int, int, int], scale: float
) -> None:
    entry = next((entry for entry in draft.entries if entry.text == name), None)
    if entry is not None:
        pen.rectangle(_scaled(entry.box, scale), outline=color)
        start, end = (_middle(_scaled(box, scale)) for box in (entry.swatch, mark))
        pen.line((*start, *end), fill=(*color, 90))


def _draw_axis(pen: ImageDraw.ImageDraw, draft: Draft, axis: Axis, scale: float) -> None:
    """A line over the plot where each printed tick was found to stand, thick at the side of its axis."""
    for piece in axis.scale.pieces:
        v = axis.scale.place(float(piece.value or 0))
        if v is None:
            continue
        near = draft.span.u0 if axis.scale.side < 0 else draft.span.u1
        for u0, u1, width, strength in ((draft.span.u0, draft.span.u1, 1, 70), (near - 3, near + 3, 2, 255)):
            x0, top, x1, bottom = _scaled(draft.view.box(Span(u0, u1, v, v)), scale)
            pen.line((x0, top, x1, bottom), fill=(*AXIS, strength), width=width)
        pen.rectangle(_scaled(piece.box, scale), outline=AXIS)
    for piece in axis.pieces:
        pen.rectangle(_scaled(piece.box, scale), outline=(*AXIS, 120))


def _draw_refusals(
    pen: ImageDraw.ImageDraw, charts: Sequence[Chart], found: Found, verdicts: Sequence[Verdict], scale: float
) -> None:
    """Plots that gave no chart framed red; the reasons, which name their figures, at the head of the page."""
    for draft in found.drafts:
        if not any(_inside(draft.plot.box, chart.place.bbox) for chart in charts):
            pen.rectangle(_scaled(draft.plot.box, scale), outline=REFUSED, width=2)
    for k, verdict in enumerate(verdicts):
        text = f"{verdict.reason}: {verdict.detail}".encode("ascii", "replace").decode()
        pen.text((4, 4 + 12 * k), text, fill=REFUSED)  # the picture library's own font draws Latin letters only


def _inside(inner: Box, outer: Box) -> bool:
    x, y = _middle(inner)
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


def _middle(box: Box) -> tuple[float, float]:
    return ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)


def _scaled(box: Box, scale: float) -> Box:
    x0, top, x1, bottom = box
    return (x0 * scale, top * scale, x1 * scale, bottom * scale)
