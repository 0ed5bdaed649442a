"""Draws the charts with a spreadsheet's own charts, printed to PDF by LibreOffice Calc (which must be installed)."""
# ruff: noqa: ANN001, ANN202, C901, FURB171

import subprocess
import sys
import tempfile
from pathlib import Path

from openpyxl import Workbook
from openpyxl.chart import BarChart, DoughnutChart, LineChart, PieChart, Reference
from openpyxl.chart.label import DataLabelList
from specs import SPECS, Spec


def _filled(sheet, spec: Spec) -> None:
    sheet.append(["", *(name for name, _ in spec.series)])
    for k, category in enumerate(spec.categories):
        scale = 100 if spec.unit == "%" and spec.form == "{:.1f}%" and spec.kind not in ("ring",) else 1
        sheet.append([category, *((None if values[k] is None else values[k] / scale) for _, values in spec.series)])
    for row in sheet.iter_rows(min_row=2, min_col=2):
        for cell in row:
            cell.number_format = "0.0%" if spec.unit == "%" and spec.form == "{:.1f}%" else "#,##0"


def _chart(spec: Spec):
    if spec.kind in ("pie", "ring"):
        return PieChart() if spec.kind == "pie" else DoughnutChart()
    if spec.kind == "line":
        return LineChart()
    chart = BarChart()
    chart.type = "bar" if spec.kind in ("row", "whole_row") else "col"
    if spec.kind in ("stacked_column", "whole_row"):
        chart.grouping, chart.overlap = ("percentStacked" if spec.kind == "whole_row" else "stacked"), 100
    return chart


def _labelled(chart, spec: Spec) -> None:
    chart.dataLabels = DataLabelList()
    chart.dataLabels.showVal = spec.kind not in ("pie", "ring")
    chart.dataLabels.showPercent = spec.kind in ("pie", "ring")
    chart.dataLabels.showCatName = spec.kind == "pie"
    chart.dataLabels.showSerName = chart.dataLabels.showLegendKey = False
    if spec.kind in ("row", "column"):
        chart.dataLabels.position = "outEnd"
    if spec.kind == "line":
        chart.dataLabels.position = "t"


def _placed(sheet, spec: Spec) -> None:
    chart = _chart(spec)
    last = len(spec.categories) + 1
    count = 1 if spec.kind == "combo" else len(spec.series)
    if spec.kind == "combo":
        chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, max_col=1 + count, min_row=1, max_row=last), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=last))
    chart.title = spec.title
    chart.width, chart.height = 16, 9
    if spec.labels:
        _labelled(chart, spec)
    if len(spec.series) == 1 and spec.kind not in ("pie", "ring"):
        chart.legend = None
    if spec.kind not in ("pie", "ring"):
        scale = 100 if spec.unit == "%" else 1
        low, high, step = (x / scale for x in spec.axis)
        if spec.kind != "whole_row":
            chart.y_axis.scaling.min, chart.y_axis.scaling.max, chart.y_axis.majorUnit = low, high, step
        chart.x_axis.delete, chart.y_axis.delete = False, spec.hide_axis
        chart.y_axis.number_format = "0%" if spec.unit == "%" else "#,##0"
        if spec.unit != "%":
            chart.y_axis.title = f"（{'億円' if spec.kind == 'combo' else spec.unit}）"
        if "row" in spec.kind:
            chart.x_axis.scaling.orientation = "maxMin"
        if spec.hide_axis:
            chart.y_axis.majorGridlines = None
        if spec.axis[0] < 0:
            chart.x_axis.tickLblPos = "low"
    if spec.kind == "combo":
        line = LineChart()
        line.add_data(Reference(sheet, min_col=3, min_row=1, max_row=last), titles_from_data=True)
        low, high, step = spec.second or (0, 1, 1)
        line.y_axis.axId, line.y_axis.crosses, line.y_axis.delete = 200, "max", False
        line.y_axis.scaling.min, line.y_axis.scaling.max, line.y_axis.majorUnit = low, high, step
        line.y_axis.majorGridlines, line.y_axis.title, line.y_axis.number_format = None, "（件）", "#,##0"
        line.series[0].smooth = True
        chart += line
    if spec.kind == "line":
        for series in chart.series:
            series.marker.symbol, series.smooth = "circle", False
    sheet.add_chart(chart, "A30")


def draw(path: Path) -> None:
    """One page a chart: the sheet's cells stay outside the printed area."""
    book = Workbook()
    book.remove(book.active)
    for spec in SPECS:
        sheet = book.create_sheet(spec.name[:30])
        _filled(sheet, spec)
        _placed(sheet, spec)
        sheet.print_area = "A29:J50"
        sheet.page_setup.orientation = "landscape"
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / (path.stem + ".xlsx")
        book.save(source)
        subprocess.run(["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, source], check=True)
        path.write_bytes(source.with_suffix(".pdf").read_bytes())


if __name__ == "__main__":
    draw(Path(sys.argv[1]))
