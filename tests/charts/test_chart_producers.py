"""The same sixteen charts by six producers, and charts with what makes reading hard."""

import pytest

from tests.charts.figures import DOCUMENTS, read_document, read_truth, score

SKIPPED = {
    "r": {"two axes", "ring"},
    "gnuplot": {"rows", "grouped rows", "whole rows", "pie", "ring"},
}
"""Kinds of charts that a producer does not draw."""


@pytest.mark.parametrize("producer", ["matplotlib", "reportlab", "calc", "browser", "r", "gnuplot"])
def test_the_charts_of_a_producer_are_read(producer: str) -> None:
    truth = read_truth(DOCUMENTS / "specs.csv")
    rows = [row for row in truth if row["chart"] not in SKIPPED.get(producer, set())]
    figures, _ = read_document(DOCUMENTS / f"{producer}.pdf")
    result = score(figures, rows, ("title", "series", "category"))
    assert result.found >= 0.99 * result.rows, result.missing
    assert result.found >= 0.99 * result.points
    assert result.dated == result.years > 100


@pytest.mark.parametrize("name", ["hard", "web"])
def test_hard_charts_are_read_and_nothing_else_is(name: str) -> None:
    figures, _ = read_document(DOCUMENTS / f"{name}.pdf")
    result = score(figures, read_truth(DOCUMENTS / f"{name}.csv"), ("series", "category"))
    assert result.found >= 0.98 * result.rows, result.missing
    assert result.found >= 0.98 * result.points
    assert result.dated == result.years


def test_a_cut_axis_measures_nothing_and_says_so() -> None:
    figures, verdicts = read_document(DOCUMENTS / "hard.pdf")
    cut = [figure.point for figure in figures if figure.page == 10]
    assert [point.value for point in cut] == [820, 860, 910, 990, 1040]
    assert all(point.method == "label" and point.measured is None for point in cut)
    assert any(verdict.reason == "axis_cut" and verdict.page == 10 for verdict in verdicts)


def test_a_share_without_label_is_derived_where_one_value_fits() -> None:
    figures, _ = read_document(DOCUMENTS / "hard.pdf")
    derived = [figure for figure in figures if figure.point.derived]
    assert [(f.series.name, f.point.category, f.point.value) for f in derived] == [("そう思わない", "A(n=50)", 12.0)]


def test_labelled_marks_are_measured_too() -> None:
    figures, _ = read_document(DOCUMENTS / "calc.pdf")
    labelled = [figure.point for figure in figures if figure.point.method == "label"]
    assert len(labelled) > 50
    for point in labelled:
        assert point.measured is not None
        assert abs(point.measured - point.value) <= 0.01 * abs(point.value) + 0.6
