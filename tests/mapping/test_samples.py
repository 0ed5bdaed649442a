"""The sample documents: what is mapped is right, nothing is lost, and the analysts' questions have their answers."""

from functools import cache

import pytest

from extract.document import Document
from extract.observation import Fate, Observation
from tests.mapping.sample_documents import (
    EDITIONS,
    EXPECTED,
    INDICATORS,
    NAMES,
    mapped_sample,
    meant,
    observations,
    outcomes,
    sample,
    truth,
)


@pytest.mark.parametrize("name", NAMES)
def test_observations_are_the_truth(name: str) -> None:
    """Each figure that the truth holds and that is mapped has its year and its value in the canonical unit."""
    found = outcomes(name)
    checked = 0
    for figure in truth(name):
        states = [o for o in meant(figure, found) if isinstance(o, Observation) and o.value is not None]
        if not states:
            continue
        checked += 1
        near = [o for o in states if o.value is not None and abs(o.value - figure.canonical) <= _slack(o)]
        assert near, f"{figure}: {[(o.value, o.unit) for o in states]}"
        assert figure.year is None or figure.year in {o.fiscal_year for o in near}, figure
    assert checked > 0


def _slack(observation: Observation) -> float:
    return max(observation.precision * 1.001, 1e-9 * abs(observation.value or 0), 1e-9)


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_has_one_account(name: str) -> None:
    """Observations and leftovers are the numeric cells, points and sentences of the document, each once."""
    mapped = mapped_sample(name)
    with_value = [o for o in mapped.observations if o.evidence.value is not None]
    assert len(with_value) + len(mapped.leftovers) == _figures(sample(name))


def _figures(document: Document) -> int:
    cells = sum(value.value is not None for table in document.tables for value in table.values)
    points = sum(len(series.points) for chart in document.charts for series in chart.series)
    return cells + points + len(document.statements)


@pytest.mark.parametrize("name", NAMES)
def test_little_is_unmapped(name: str) -> None:
    mapped = mapped_sample(name)
    unmapped = [left for left in mapped.leftovers if left.fate is Fate.UNMAPPED]
    reasons = {(left.reason, left.heading) for left in unmapped}
    assert len(unmapped) <= 0.05 * (len(mapped.observations) + len(mapped.leftovers)), list(reasons)[:10]


@pytest.mark.parametrize("name", NAMES)
def test_dimensions_are_complete(name: str) -> None:
    """What an indicator declares is stated, and nothing else; an institution has no sector of its own."""
    for observation in mapped_sample(name).observations:
        declared = set(INDICATORS[observation.indicator].dimensions)
        free = {"sector"} if "institution" in observation.dimensions else {"institution"}
        assert declared - free <= set(observation.dimensions) <= declared, observation


@pytest.mark.parametrize("name", NAMES)
def test_one_series_has_one_value_a_year(name: str) -> None:
    """No table, chart or sheet gives two values for one series and year: that would be two series taken for one."""
    stated: dict[tuple[object, ...], Observation] = {}
    for o in observations(name):
        doubled = (
            o.dimensions.get("institution"),
            o.institution_code,
            o.evidence.row_path if o.institution_code is None else (),
        )
        key = (o.evidence.element, o.indicator, o.fiscal_year, o.stated_as, *sorted(o.dimensions.items()), doubled)
        before = stated.setdefault(key, o)
        assert abs((before.value or 0) - (o.value or 0)) <= before.precision + o.precision, (before, o)


@pytest.mark.parametrize("name", NAMES)
def test_source_edition_and_date(name: str) -> None:
    mapped, expected = mapped_sample(name), EDITIONS[name]
    stated = (mapped.source, mapped.edition, mapped.published)
    assert stated == (expected["source"], expected["edition"], expected["published"])


@cache
def stated(name: str) -> dict[tuple[object, ...], list[Observation]]:
    found: dict[tuple[object, ...], list[Observation]] = {}
    for o in observations(name):
        if o.status == "observed":
            key = (o.indicator, o.fiscal_year, o.stated_as, frozenset(o.dimensions.items()))
            found.setdefault(key, []).append(o)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_expected_figures(name: str) -> None:
    """The figures of `expected.csv`, analysts' questions among them, each in exactly its series."""
    expected = [row for row in EXPECTED if row["document"] == name]
    assert expected
    for row in expected:
        dimensions = frozenset(tuple(part.split("=", 1)) for part in row["dimensions"].split(";"))
        key = (row["indicator"], int(row["fiscal_year"]), row["stated_as"], dimensions)
        found = stated(name).get(key, [])  # type: ignore[arg-type]
        best = min(found, key=lambda o: o.precision, default=None)
        assert best is not None, row
        assert best.value == pytest.approx(float(row["value"]), rel=1e-12), row
        assert best.precision == pytest.approx(float(row["precision"] or 0)), row
        assert str(best.respondents or "") == row["respondents"], row


def test_the_two_units_of_one_table_are_one_series() -> None:
    """The indicators' sheet states the same in 千円 and, rounded, in 百万円."""
    both = sorted(
        o.value
        for o in observations("STI2025_5-4-05.xlsx")
        if o.indicator == "joint_research_income" and o.fiscal_year == 2006 and o.value
    )
    assert both == [28_946_000_000, 28_946_414_000]
