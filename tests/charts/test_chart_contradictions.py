"""Charts whose labels were altered: what a label says and what its mark measures must be told apart."""

from io import BytesIO
from math import cos, radians, sin

import pytest
from PIL import Image, ImageDraw
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from extract.document import Point
from extract.pdf.charts import Found, find_charts
from extract.pdf.charts.drawing import AXIS, REFUSED, draw_charts
from extract.pdf.pdfium import open_document, read_page

VALUES = (120, 150, 90, 180)
SHARES = ((62.5, 25.0, 12.5), (50.0, 37.5, 12.5), (43.8, 31.2, 25.0))


def read(canvas: Canvas, content: BytesIO) -> Found:
    canvas.save()
    with open_document(content.getvalue()) as document:
        return find_charts(read_page(document, 1), 2015)


def columns(labels: tuple[str, ...], ticks: tuple[str, ...] = ("0", "50", "100", "150", "200")) -> Found:
    """Four columns over an axis of 200, 1 point a unit, whatever their labels and ticks say."""
    content = BytesIO()
    canvas = Canvas(content, pagesize=(400, 300), invariant=1)
    canvas.setFont("Helvetica", 8)
    for k, tick in enumerate(ticks):
        canvas.line(60, 50 + 50 * k, 340, 50 + 50 * k)
        canvas.drawRightString(55, 47 + 50 * k, tick)
    for k, (value, label) in enumerate(zip(VALUES, labels, strict=True)):
        canvas.setFillColor(HexColor("#4f81bd"))
        canvas.rect(80 + 70 * k, 50, 30, value, stroke=0, fill=1)
        canvas.setFillColor(HexColor("#000000"))
        canvas.drawCentredString(95 + 70 * k, 53 + value, label)
        canvas.drawCentredString(95 + 70 * k, 38, f"H2{k}")
    return read(canvas, content)


def shares(labels: tuple[tuple[str, ...], ...]) -> Found:
    """Three rows of one whole, 3 points a percent."""
    content = BytesIO()
    canvas = Canvas(content, pagesize=(460, 220), invariant=1)
    canvas.setFont("Helvetica", 8)
    for row, (values, texts) in enumerate(zip(SHARES, labels, strict=True)):
        x, y = 100.0, 150 - 45 * row
        canvas.setFillColor(HexColor("#000000"))
        canvas.drawRightString(94, y + 10, f"{'ABC'[row]} (n=16)")
        for value, text, color in zip(values, texts, ("#4f81bd", "#c0504d", "#9bbb59"), strict=True):
            canvas.setFillColor(HexColor(color))
            canvas.rect(x, y, 3 * value, 25, stroke=0, fill=1)
            canvas.setFillColor(HexColor("#000000"))
            canvas.drawCentredString(x + 1.5 * value, y + 9, text)
            x += 3 * value
    return read(canvas, content)


def points(found: Found) -> list[Point]:
    (chart,) = found.charts
    return [point for series in chart.series for point in series.points]


def test_labels_that_are_right_are_measured_and_not_contradicted() -> None:
    found = columns(tuple(map(str, VALUES)))
    assert [point.value for point in points(found)] == list(VALUES)
    assert [point.measured for point in points(found)] == pytest.approx(VALUES, abs=0.5)
    assert not found.verdicts


@pytest.mark.parametrize("place", range(4))
def test_an_altered_label_is_contradicted_by_its_mark(place: int) -> None:
    labels = [str(value) for value in VALUES]
    labels[place] = str(VALUES[place] + 23)
    found = columns(tuple(labels))
    altered = points(found)[place]
    assert altered.value == VALUES[place] + 23
    assert altered.measured == pytest.approx(VALUES[place], abs=0.5)
    assert [verdict.reason for verdict in found.verdicts] == ["label_disagrees"]
    assert str(altered.value) in found.verdicts[0].detail


def test_labels_of_two_columns_exchanged_are_both_contradicted() -> None:
    found = columns(("150", "120", "90", "180"))
    assert [point.value for point in points(found)][:2] == [150, 120]
    assert [point.measured for point in points(found)][:2] == pytest.approx([120, 150], abs=0.5)
    assert found.verdicts[0].reason == "label_disagrees"


def test_a_share_that_was_altered_is_contradicted_by_the_length_of_its_bar() -> None:
    labels = [[f"{value}%" for value in row] for row in SHARES]
    labels[0][1] = "35.0%"
    found = shares(tuple(map(tuple, labels)))
    (altered,) = [point for point in points(found) if point.value == 35]
    assert altered.measured == pytest.approx(25, abs=0.5)
    assert "label_disagrees" in {verdict.reason for verdict in found.verdicts}


def pie(labels: tuple[str, str, str]) -> Found:
    """Sectors of 50, 30 and 20 percent, whatever their labels say, with a legend."""
    content = BytesIO()
    canvas = Canvas(content, pagesize=(400, 300), invariant=1)
    canvas.setFont("Helvetica", 8)
    angle = 90.0
    for k, (share, label, color) in enumerate(
        zip((50, 30, 20), labels, ("#4f81bd", "#c0504d", "#9bbb59"), strict=True)
    ):
        canvas.setFillColor(HexColor(color))
        canvas.wedge(60, 60, 240, 240, angle, -3.6 * share, stroke=0, fill=1)
        canvas.rect(280, 200 - 20 * k, 8, 8, stroke=0, fill=1)
        middle = radians(angle - 1.8 * share)
        canvas.setFillColor(HexColor("#000000"))
        canvas.drawString(292, 200 - 20 * k, f"Answer {'ABC'[k]}")
        canvas.drawCentredString(150 + 55 * cos(middle), 147 + 55 * sin(middle), label)
        angle -= 3.6 * share
    return read(canvas, content)


def test_a_share_of_a_pie_that_was_altered_is_contradicted_by_its_angle() -> None:
    assert not pie(("50%", "30%", "20%")).verdicts
    found = pie(("50%", "80%", "20%"))
    assert [(point.value, round(point.measured or 0)) for point in points(found)] == [(50, 50), (80, 30), (20, 20)]
    assert [verdict.reason for verdict in found.verdicts] == ["label_disagrees"]


def test_a_pie_whose_labels_are_of_other_sectors_is_no_chart_and_says_so() -> None:
    found = pie(("10%", "80%", "35%"))
    assert not found.charts
    assert [verdict.reason for verdict in found.verdicts] == ["chart_unread"]


def test_charts_in_a_row_are_each_measured_on_their_own_axis() -> None:
    content = BytesIO()
    canvas = Canvas(content, pagesize=(700, 200), invariant=1)
    canvas.setFont("Helvetica", 8)
    for k, step in enumerate((10, 50, 200)):
        x = 40.0 + 220 * k
        canvas.line(x, 40, x + 160, 40)
        canvas.line(x, 40, x, 140)
        for tick in range(6):
            canvas.drawRightString(x - 5, 37 + 20 * tick, str(step * tick))
            canvas.line(x - 3, 40 + 20 * tick, x, 40 + 20 * tick)
        for column, height in enumerate((30, 70, 50, 90)):
            canvas.setFillColor(HexColor("#4f81bd"))
            canvas.rect(x + 8 + 40 * column, 40, 24, height, stroke=0, fill=1)
            canvas.setFillColor(HexColor("#000000"))
            canvas.drawCentredString(x + 20 + 40 * column, 28, str(2011 + column))
    charts = read(canvas, content).charts
    found = [[point.value for series in chart.series for point in series.points] for chart in charts]
    assert found == [pytest.approx([height * step / 20 for height in (30, 70, 50, 90)]) for step in (10, 50, 200)]


def test_a_share_without_label_is_derived_if_one_value_fits() -> None:
    labels = [[f"{value}%" for value in row] for row in SHARES]
    labels[1][2] = ""
    derived = [point for point in points(shares(tuple(map(tuple, labels)))) if point.derived]
    assert [(point.category, point.value) for point in derived] == [("B (n=16)", 12.5)]


def test_an_axis_that_was_cut_measures_nothing_and_is_drawn_as_refused() -> None:
    found = columns(("", "", "", ""), ("0", "650", "700", "750", "800"))
    assert not found.charts
    assert [verdict.reason for verdict in found.verdicts] == ["axis_cut"]
    image = drawn(found)
    assert REFUSED in {color for _, color in image.getcolors() or ()}


def test_the_picture_shows_where_ticks_were_found() -> None:
    image = drawn(columns(tuple(map(str, VALUES))))
    assert image.getpixel((60, 300 - 150)) == AXIS  # the tick of 100
    assert REFUSED not in {color for _, color in image.getcolors() or ()}


def drawn(found: Found) -> Image.Image:
    image = Image.new("RGB", (400, 300), "white")
    draw_charts(ImageDraw.Draw(image, "RGBA"), found.charts, found, found.verdicts, 1.0)
    return image
