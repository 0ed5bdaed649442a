"""What the chart tests share: the figures read from a document, and how many of a truth's rows they hold.

A truth row is found where a point bears its headings and its value: a printed one exactly, a measured one within the
tolerance that the point itself states, which must be small.
"""

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from extract.document import Chart, ChartSeries, Point, Verdict
from extract.pdf.charts import find_charts
from extract.pdf.pdfium import open_document, read_page
from extract.pdf.second import completed

DOCUMENTS = Path(__file__).parent / "documents"
SAMPLES = Path(__file__).parents[1] / "documents"
SHARED = Path(__file__).parents[3] / "shared"
LOOSEST = 0.08  # relative: a tolerance that says nothing


@dataclass(frozen=True)
class Figure:
    """A point with what stands over it."""

    page: int
    chart: Chart
    series: ChartSeries
    point: Point

    @property
    def headings(self) -> list[str]:
        return [fold(text) for text in (self.chart.title, self.series.name, self.point.category)]


@dataclass(frozen=True)
class Score:
    """How many rows were found, of how many; how many points were read; how many years were right, of how many."""

    found: int
    rows: int
    points: int
    dated: int
    years: int
    missing: tuple[str, ...]


def fold(text: object) -> str:
    return re.sub(r"[\s()「」、。・]", "", unicodedata.normalize("NFKC", str(text or ""))).casefold()


def read_document(path: Path, year: int | None = 2015) -> tuple[list[Figure], list[Verdict]]:
    """Every figure of every chart, and the verdicts."""
    figures, verdicts = [], []
    content = path.read_bytes()
    with open_document(content) as document:
        for number in range(1, len(document) + 1):
            page = read_page(document, number)
            if page.lost_texts:  # on a machine without Japanese fonts
                page, _ = completed(page, content)
            found = find_charts(page, year)
            verdicts += found.verdicts
            for chart in found.charts:
                figures += [Figure(number, chart, series, point) for series in chart.series for point in series.points]
    return figures, verdicts


def read_truth(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def score(figures: Iterable[Figure], truth: Iterable[Mapping[str, str]], headings: Iterable[str]) -> Score:
    """Hold a truth against figures; `headings` are the truth's columns whose words a figure must bear."""
    pool: dict[int, list[Figure]] = defaultdict(list)
    for figure in figures:
        pool[figure.page].append(figure)
    points = sum(len(held) for held in pool.values())
    columns, found, rows, dated, years, missing = tuple(headings), 0, 0, 0, 0, []
    for row in truth:
        rows += 1
        held = pool[int(row["page"])]
        hit = next((figure for figure in held if _bears(figure, row, columns) and _is_right(figure.point, row)), None)
        if hit is None:
            missing.append(" | ".join(f"{row[column]}" for column in ("page", *columns, "value")))
            continue
        held.remove(hit)
        found += 1
        if row["fiscal_year"]:
            years += 1
            dated += hit.point.fiscal_year == int(row["fiscal_year"])
    return Score(found, rows, points, dated, years, tuple(missing))


def _bears(figure: Figure, row: Mapping[str, str], columns: Iterable[str]) -> bool:
    words = [fold(level) for column in columns for level in row[column].split(" / ") if level]
    return all(any(word in heading for heading in figure.headings) for word in words)


def _is_right(point: Point, row: Mapping[str, str]) -> bool:
    value = float(row["value"])
    if row["kind"].endswith("label"):
        return point.method == "label" and point.value == value
    return point.tolerance <= LOOSEST and abs(point.value - value) <= max(point.tolerance * abs(value), 1e-9)
