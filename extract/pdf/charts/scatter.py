"""Scatter plots: dots between two axes of values, in no series but those that a legend names.

A point's category is its value on the level axis. Out of scope: dots on lines (`lines`), axes of years or names.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from extract.document import Chart, ChartSeries, PagePlace, Point
from extract.pdf.charts import scales
from extract.pdf.charts.build import measured_point
from extract.pdf.charts.legend import Entry, fitting
from extract.pdf.charts.marks import Dot
from extract.pdf.charts.plots import Plot
from extract.pdf.charts.reading import lines_across
from extract.pdf.charts.texts import Piece
from extract.pdf.charts.views import TURNED, UPRIGHT, Span

FEWEST = 4  # dots


@dataclass(frozen=True, slots=True)
class Scatter:
    """A scatter plot without its title, the upper edge of the drawing, and the pieces of its axes."""

    chart: Chart
    top: float
    used: tuple[Piece, ...]


def find_scatter(
    plot: Plot, pieces: Sequence[Piece], entries: Sequence[Entry], barriers: Sequence[Plot], page: int
) -> Scatter | None:
    """The scatter plot that a plot is; None where it is none."""
    if len(plot.dots) < FEWEST or plot.bars:
        return None
    found = []
    for view in (UPRIGHT, TURNED):
        span = view.span(plot.box)
        others: list[Span] = [view.span(other.box) for other in barriers]
        calibrated = scales.find_scales(view, span, lines_across(view, plot), pieces, others).calibrated
        if not calibrated or calibrated[0].shift is None:
            return None
        found.append(calibrated[0])
    height, level = found
    looks: dict[tuple[object, ...], list[Dot]] = {}
    for dot in plot.dots:
        looks.setdefault((dot.keys, dot.look, round(dot.size)), []).append(dot)
    series = []
    for dots in looks.values():
        points = tuple(point for dot in dots if (point := _point(dot, height, level, page)))
        named = fitting(dots[0].keys, "line", entries, dashed=False, look=dots[0].look)
        if len(points) >= 2:
            series.append(ChartSeries(named[0].text if len(named) == 1 else "", None, points))
    if not series:
        return None
    used = tuple(piece for scale in found for piece in scale.pieces)
    boxes = [plot.box, *(piece.box for piece in used)]
    x0s, tops, x1s, bottoms = zip(*boxes, strict=True)
    place = PagePlace(page, (min(x0s), min(tops), max(x1s), max(bottoms)))
    return Scatter(Chart("", place, None, "scatter", tuple(series)), plot.box[1], used)


def _point(dot: Dot, height: scales.Scale, level: scales.Scale, page: int) -> Point | None:
    x, y = dot.center
    half = dot.size / 2
    at = level.value(x)
    place = PagePlace(page, (x - half, y - half, x + half, y + half))
    return measured_point(height.value(-y), height.doubt(-y), f"{at:.6g}", None, place)
