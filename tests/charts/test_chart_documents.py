"""The deck's charts against their truth; no chart where there is none."""

from collections import Counter
from pathlib import Path

import pytest

from tests.charts.figures import SAMPLES, SHARED, Figure, read_document, read_truth, score

DECK = "meti_deck_2016.pdf"


@pytest.fixture(scope="module")
def deck() -> list[Figure]:
    return read_document(SAMPLES / DECK)[0]


@pytest.mark.parametrize("kind", ["chart_label", "chart_geometry"])
def test_the_decks_figures_are_read_in_context(deck: list[Figure], kind: str) -> None:
    rows = [row | {"page": row["page_or_sheet"]} for row in read_truth(SAMPLES / f"{DECK}.truth.csv")]
    wanted = [row for row in rows if row["kind"] == kind]
    result = score(deck, wanted, ("row_path", "column_path"))
    assert result.rows > 100
    assert result.found == result.rows, result.missing
    assert result.dated == result.years > 50


def test_nothing_but_the_truth_is_read(deck: list[Figure]) -> None:
    rows = [row for row in read_truth(SAMPLES / f"{DECK}.truth.csv") if row["kind"].startswith("chart")]
    assert len(deck) <= 1.02 * len(rows)


def test_measured_values_of_the_deck_are_as_near_as_the_truth_asks(deck: list[Figure]) -> None:
    rows = [row for row in read_truth(SAMPLES / f"{DECK}.truth.csv") if row["kind"] == "chart_geometry"]
    values = Counter((int(row["page_or_sheet"]), int(row["fiscal_year"])) for row in rows)
    measured = [figure for figure in deck if figure.point.method == "geometry"]
    assert Counter((figure.page, figure.point.fiscal_year) for figure in measured) == values
    for row in rows:
        near = [
            abs(figure.point.value / float(row["value"]) - 1)
            for figure in measured
            if (figure.page, str(figure.point.fiscal_year)) == (int(row["page_or_sheet"]), row["fiscal_year"])
        ]
        assert min(near) <= float(row["tolerance"])


def test_units_are_those_of_label_legend_or_axis(deck: list[Figure]) -> None:
    units = {(f.page, f.series.name): f.series.unit for f in deck}
    assert units[3, "受入額（百万円）"] == "百万円"
    assert units[3, "国内出願"] == "件"
    assert units[3, "収入"] == "百万円"
    assert units[8, "非常に重視する"] == "%"


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.glob("*.pdf")))
def test_as_many_charts_as_the_pages_show(name: str) -> None:
    expected = {
        int(row["page"]): int(row["charts_on_page"])
        for row in read_truth(SAMPLES / "page_expectations.csv")
        if row["document"] == name
    }
    figures, _ = read_document(SAMPLES / name)
    charts = Counter({(figure.page, figure.chart.id) for figure in figures})
    found = Counter(page for page, _ in charts)
    assert {page: found[page] for page in expected} == expected


CORPUS = SHARED / "corpus" / "pdf"
WITH_CHARTS = {"mext_whitepaper_r6_ch3.pdf": {1: 1, 2: 1}}
needs_corpus = pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of real documents is not here")


@needs_corpus
@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.pdf")), ids=lambda path: path.stem)
def test_no_chart_is_made_of_tables_diagrams_and_prose(path: Path) -> None:
    figures, _ = read_document(path)
    charts = Counter(page for page, _ in {(figure.page, figure.chart.id) for figure in figures})
    assert dict(charts) == WITH_CHARTS.get(path.name, {})


@needs_corpus
def test_the_white_papers_columns_are_exact() -> None:
    figures, _ = read_document(CORPUS / "mext_whitepaper_r6_ch3.pdf", 2023)
    values = {f.point.fiscal_year: f.point.value for f in figures if f.page == 1}
    printed = [72445, 77031, 81220, 87249, 92733, 96890, 100555, 109949, 131579, 163777, 189110, 222659, 232673]
    assert values == dict(zip(range(2010, 2023), printed, strict=True))


@needs_corpus
def test_the_white_papers_lines_are_measured_on_their_axes() -> None:
    figures, _ = read_document(CORPUS / "mext_whitepaper_r6_ch3.pdf", 2023)
    lines = [figure for figure in figures if figure.page == 2]
    names = {figure.series.name for figure in lines}
    assert len(names) == 13
    assert len(lines) == 13 * 11
    last = {figure.series.name: figure.point.value for figure in lines if figure.point.fiscal_year == 2020}
    assert last["合計"] > 1800  # read on the right axis: on the left a total less than its parts
    assert max(value for name, value in last.items() if name != "合計") < 900
    assert last["中国"] == pytest.approx(766, abs=2)
    assert last["米国"] == pytest.approx(733, abs=2)


@needs_corpus
@pytest.mark.parametrize(
    ("name", "page", "reason"),
    [
        ("mext_whitepaper_r6_ch5.pdf", 1, "raster_figure"),
        ("mext_whitepaper_r6_ch1.pdf", 5, "raster_figure"),
        ("mext_whitepaper_r6_ch1.pdf", 6, "drawn_figure"),
    ],
)
def test_pictures_and_drawings_get_a_verdict(name: str, page: int, reason: str) -> None:
    figures, verdicts = read_document(CORPUS / name)
    assert not [figure for figure in figures if figure.page == page]
    assert reason in {verdict.reason for verdict in verdicts if verdict.page == page}
