"""Draws the charts with reportlab's own chart classes: rectangles, polylines, wedges as polygons."""
# ruff: noqa: ANN001, ANN202, ARG001, PLW0108

import sys
from pathlib import Path

from reportlab.graphics import renderPDF
from reportlab.graphics.charts.barcharts import HorizontalBarChart, VerticalBarChart
from reportlab.graphics.charts.doughnut import Doughnut
from reportlab.graphics.charts.legends import Legend
from reportlab.graphics.charts.linecharts import HorizontalLineChart
from reportlab.graphics.charts.piecharts import Pie
from reportlab.graphics.shapes import Drawing, String
from reportlab.graphics.widgets.markers import makeMarker
from reportlab.lib import colors
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from specs import SPECS, Spec

FONT = "HeiseiKakuGo-W5"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
COLORS = [colors.HexColor(c) for c in ("#4f81bd", "#c0504d", "#9bbb59", "#8064a2")]


def _axis(chart, spec: Spec) -> None:
    low, high, step = spec.axis
    chart.valueAxis.valueMin, chart.valueAxis.valueMax, chart.valueAxis.valueStep = low, high, step
    chart.valueAxis.labelTextFormat = "%d%%" if spec.unit == "%" else "%d"
    chart.valueAxis.labels.fontName = chart.categoryAxis.labels.fontName = FONT
    chart.valueAxis.labels.fontSize = chart.categoryAxis.labels.fontSize = 8
    chart.valueAxis.visibleGrid = not spec.hide_axis
    chart.valueAxis.gridStrokeColor = colors.lightgrey
    chart.valueAxis.visible = not spec.hide_axis
    chart.categoryAxis.categoryNames = list(spec.categories)
    if spec.turned_names:
        chart.categoryAxis.labels.angle, chart.categoryAxis.labels.boxAnchor = 90, "e"
    chart.data = [tuple(values) for _, values in spec.series]


def _bars(spec: Spec):
    row = spec.kind in ("row", "whole_row")
    chart = HorizontalBarChart() if row else VerticalBarChart()
    _axis(chart, spec)
    if row:
        chart.categoryAxis.reverseDirection = 1
        chart.categoryAxis.labels.boxAnchor = "e"
    if spec.kind in ("stacked_column", "whole_row"):
        chart.categoryAxis.style = "stacked"
    for k, color in enumerate(COLORS[: len(spec.series)]):
        chart.bars[k].fillColor, chart.bars[k].strokeColor = color, None
    if spec.labels:
        chart.barLabelFormat = lambda value: spec.form.format(value)
        chart.barLabels.fontName, chart.barLabels.fontSize = FONT, 7
        chart.barLabels.nudge = 0 if spec.kind in ("stacked_column", "whole_row") else 10
        if spec.kind in ("stacked_column", "whole_row"):
            chart.barLabels.boxTarget = "mid"
        elif row:
            chart.barLabels.boxAnchor = "w"
            chart.barLabels.nudge = 3
    return chart


def _line(spec: Spec):
    chart = HorizontalLineChart()
    _axis(chart, spec)
    for k, color in enumerate(COLORS[: len(spec.series)]):
        chart.lines[k].strokeColor, chart.lines[k].strokeWidth = color, 1.5
        chart.lines[k].symbol = makeMarker("FilledDiamond" if k else "FilledCircle", size=5)
    if spec.labels:
        chart.lineLabelFormat = lambda value: spec.form.format(value)
        chart.lineLabels.fontName, chart.lineLabels.fontSize, chart.lineLabelNudge = FONT, 7, 8
    return chart


def _combo(spec: Spec, drawing: Drawing):
    bar = Spec(
        **{**{f: getattr(spec, f) for f in spec.__dataclass_fields__}, "kind": "column", "series": spec.series[:1]}
    )
    line = Spec(
        **{
            **{f: getattr(spec, f) for f in spec.__dataclass_fields__},
            "kind": "line",
            "series": spec.series[1:],
            "axis": spec.second,
        }
    )
    under, over = _bars(bar), _line(line)
    over.lines[0].strokeColor = COLORS[1]
    over.valueAxis.joinAxisMode = "right"
    over.valueAxis.visibleGrid = 0
    over.valueAxis.tickLeft, over.valueAxis.tickRight = 0, 5
    over.valueAxis.labels.boxAnchor, over.valueAxis.labels.dx = "w", 12
    over.categoryAxis.visible = 0
    over.valueAxis.setPosition(60, 70, 240)
    return [under, over]


def _pie(spec: Spec):
    chart = Doughnut() if spec.kind == "ring" else Pie()
    values = spec.series[0][1]
    chart.data = list(values)
    chart.labels = [f"{c} {spec.form.format(v)}" for c, v in zip(spec.categories, values, strict=True)]
    for k in range(len(values)):
        chart.slices[k].fillColor, chart.slices[k].strokeColor = COLORS[k], colors.white
        chart.slices[k].fontName, chart.slices[k].fontSize = FONT, 8
    if spec.kind == "ring":
        chart.innerRadiusFraction = 0.5
    else:
        chart.sideLabels, chart.simpleLabels = 0, 1
        chart.slices.labelRadius = 1.2
    return chart


def _drawing(spec: Spec) -> Drawing:
    drawing = Drawing(480, 340)
    drawing.add(String(240, 322, spec.title, fontName=FONT, fontSize=12, textAnchor="middle"))
    if spec.kind in ("pie", "ring"):
        chart = _pie(spec)
        chart.x, chart.y, chart.width, chart.height = 150, 60, 180, 180
        drawing.add(chart)
        return drawing
    charts = _combo(spec, drawing) if spec.kind == "combo" else [_line(spec) if spec.kind == "line" else _bars(spec)]
    for chart in charts:
        chart.x, chart.y, chart.width, chart.height = (
            (130 if "row" in spec.kind else 60),
            70,
            (320 if "row" in spec.kind else 370),
            220,
        )
        drawing.add(chart)
    if spec.unit and spec.unit != "%" and not spec.hide_axis:
        drawing.add(String(40, 300, f"（{'億円' if spec.kind == 'combo' else spec.unit}）", fontName=FONT, fontSize=8))
    if spec.kind == "combo":
        drawing.add(String(420, 300, "（件）", fontName=FONT, fontSize=8))
    if len(spec.series) > 1:
        legend = Legend()
        legend.x, legend.y, legend.alignment, legend.columnMaximum = 60, 30, "right", 1
        legend.fontName, legend.fontSize, legend.deltax, legend.dxTextSpace = FONT, 8, 90, 4
        legend.dx = legend.dy = 7
        legend.colorNamePairs = [(COLORS[k], name) for k, (name, _) in enumerate(spec.series)]
        drawing.add(legend)
    return drawing


def draw(path: Path) -> None:
    """One page a chart."""
    canvas = Canvas(str(path), pagesize=(560, 420), invariant=1)
    for spec in SPECS:
        renderPDF.draw(_drawing(spec), canvas, 40, 40)
        canvas.showPage()
    canvas.save()


if __name__ == "__main__":
    draw(Path(sys.argv[1]))
