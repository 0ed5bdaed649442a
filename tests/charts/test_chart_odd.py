"""Kinds of charts that are read in part or not at all: no figure of them is wrong, and the reader says why."""

import pytest

from tests.charts.figures import DOCUMENTS, Figure, read_document

UNREAD = {1: "chart_unread", 4: "axis_cut", 8: "chart_unread", 11: "chart_unread", 15: "axis_cut", 20: "chart_unread"}
SILENT = (2, 3, 7, 9, 12, 13, 14, 17, 19)  # area, net, powers of ten, boxes, steps, grids of colour, 3-D, plan
TOTALS = [310, 350, 340, 400, 420, 480, 470, 520]


@pytest.fixture(scope="module")
def read() -> tuple[list[Figure], dict[int, set[str]]]:
    figures, verdicts = read_document(DOCUMENTS / "odd.pdf")
    reasons: dict[int, set[str]] = {}
    for verdict in verdicts:
        reasons.setdefault(verdict.page or 0, set()).add(verdict.reason)
    return figures, reasons


def test_what_cannot_be_read_gives_no_figure(read: tuple[list[Figure], dict[int, set[str]]]) -> None:
    figures, reasons = read
    assert not [figure.page for figure in figures if figure.page in {*UNREAD, *SILENT}]
    assert {page: reasons.get(page) for page in UNREAD} == {page: {reason} for page, reason in UNREAD.items()}


@pytest.mark.parametrize("page", [10, 16])
def test_error_bars_and_bands_do_not_disturb_their_line(
    read: tuple[list[Figure], dict[int, set[str]]], page: int
) -> None:
    assert [figure.point.value for figure in read[0] if figure.page == page] == pytest.approx(TOTALS, rel=0.002)


def test_one_half_of_a_pyramid_is_read_on_its_own_axis(read: tuple[list[Figure], dict[int, set[str]]]) -> None:
    half = {figure.point.category: figure.point.value for figure in read[0] if figure.page == 5}
    assert half == pytest.approx({"20代": 12, "30代": 22, "40代": 31, "50代": 26, "60代": 9}, rel=0.002)


def test_a_scatter_gives_points_and_no_series(read: tuple[list[Figure], dict[int, set[str]]]) -> None:
    dots = [figure for figure in read[0] if figure.page == 6]
    assert len(dots) == 20
    assert {(figure.chart.type, figure.series.name) for figure in dots} == {("scatter", "")}
    assert all(0 <= float(dot.point.category) <= 100 and 0 <= dot.point.value <= 50 for dot in dots)
