"""Random charts of every kind by other producers: most is read, nothing false is, and tolerances keep their word."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from statistics import median

import pytest

from tests.charts.figures import DOCUMENTS, Figure, fold, read_document, read_truth

DRAWN = {
    "varied_deck": "varied_deck",
    "varied_ggplot": "varied_ggplot",
    "varied_matplotlib": "varied_matplotlib",
    "varied_office": "varied_office",
    "varied_vega": "varied_vega",
    "varied_vega_printed": "varied_vega",
}
"""Each document, and where its truth stands."""
MISDRAWN = 0.03  # of the figures: their labels are printed over each other, or their bars cut by the frame


@dataclass(frozen=True)
class Match:
    """A row of a truth with the figure that has its headings, None where there is none."""

    row: dict[str, str]
    figure: Figure | None

    @property
    def right(self) -> bool:
        """Whether the figure says what the row does: a printed one just so, a measured one within its tolerance."""
        if self.figure is None:
            return False
        point, value = self.figure.point, float(self.row["value"])
        if point.method == "label":
            return point.value == value
        return self.row["kind"] == "geometry" and abs(point.value - value) <= point.tolerance * abs(point.value) + 1e-9


@cache
def matches(name: str) -> tuple[list[Match], int]:
    """Every row of the truth with its figure, and how many figures are of no row."""
    figures, _ = read_document(DOCUMENTS / f"{name}.pdf")
    pool: dict[tuple[int, str, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        pool[figure.page, fold(figure.series.name), fold(figure.point.category)].append(figure)
    found = []
    for row in read_truth(DOCUMENTS / f"{DRAWN[name]}.csv"):
        held = pool[int(row["page"]), fold(row["series"]), fold(row["category"])]
        held = held or next((f for key, f in pool.items() if _fits(key, row) and f), [])
        best = next((figure for figure in held if Match(row, figure).right), held[0] if held else None)
        if best is not None:
            held.remove(best)
        found.append(Match(row, best))
    return found, sum(len(held) for held in pool.values())


def _fits(key: tuple[int, str, str], row: dict[str, str]) -> bool:
    """A chart of one series may be named by its axis, and a category may carry its sample."""
    page, series, category = key
    named = fold(row["series"]) in series if row["series"] else True
    return page == int(row["page"]) and named and fold(row["category"]) == category


def of_kinds(name: str) -> Iterator[tuple[str, list[Match]]]:
    kinds: dict[str, list[Match]] = defaultdict(list)
    for match in matches(name)[0]:
        kinds[match.row["chart"]].append(match)
    yield from kinds.items()


@pytest.mark.parametrize("name", DRAWN)
def test_every_kind_of_chart_is_read(name: str) -> None:
    for kind, found in of_kinds(name):
        assert sum(match.right for match in found) >= 0.95 * len(found), kind


@pytest.mark.parametrize("name", DRAWN)
def test_hardly_a_figure_is_false(name: str) -> None:
    found, strays = matches(name)
    false = strays + sum(match.figure is not None and not match.right for match in found)
    assert len(found) > 300
    assert false <= MISDRAWN * len(found)


@pytest.mark.parametrize("name", DRAWN)
def test_the_true_value_lies_within_the_tolerance_and_the_tolerance_is_small(name: str) -> None:
    measured = [(m.row, m.figure.point) for m in matches(name)[0] if m.figure and m.figure.point.method == "geometry"]
    off = [
        (row, point.value)
        for row, point in measured
        if abs(point.value - float(row["value"])) > point.tolerance * abs(point.value) + 1e-9
    ]
    assert len(measured) > 100
    assert len(off) <= 0.002 * len(measured), off[:5]
    assert median(point.tolerance for _, point in measured) < 0.006


@pytest.mark.parametrize("name", DRAWN)
def test_labels_measure_what_they_say(name: str) -> None:
    labelled = [m.figure.point for m in matches(name)[0] if m.right and m.figure and m.figure.point.method == "label"]
    told = [point for point in labelled if point.measured is not None]
    assert len(told) >= 0.9 * len(labelled) > 0
    assert all(abs((point.measured or 0) - point.value) <= 0.02 * abs(point.value) + 0.6 for point in told)
