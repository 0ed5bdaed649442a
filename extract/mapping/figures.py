"""What tables, charts and statements share on the way to observations: evidence, units, years, the two outcomes.

Out of scope: headings (`resolution`), and the ways of each kind of element (`tables`, `charts`, `statements`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from extract.document import Status
from extract.mapping.amounts import Scale, declared_unit, scale
from extract.mapping.facts import Said
from extract.mapping.resolution import NAMES, Failure, Indicator, Indicators, Series, Side, resolve
from extract.mapping.rules import Source
from extract.mapping.titles import Chosen
from extract.observation import Evidence, Leftover, Observation

EXACT = "count"
"""The type of indicators that count things one by one."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for all elements of a document: its source, what it is, and the indicators there are."""

    source: Source
    sha256: str
    indicators: Indicators
    edition_year: int | None


@dataclass(frozen=True, slots=True)
class Meaning:
    """What figures under the same headings, year and unit state, but for whose they are."""

    series: Series
    year: int
    scale: Scale
    respondents: int | None = None


def meaning(
    setting: Setting,
    chosen: Chosen,
    sides: tuple[Side, Side],
    printed: tuple[int | None, str | None],
    declared: str | None,
) -> Meaning | Failure:
    """What is stated under the headings of a row and a column.

    `printed` are year and unit as read for the cell, `declared` is the unit line. A heading that is not wanted goes
    before one that is not understood.
    """
    failures = [side.failure for side in sides if side.failure]
    if failures:
        return next((failure for failure in failures if failure.fate == "not_wanted"), failures[0])
    defaults = {**dict(setting.source.default), **dict(chosen.rule.default)}
    row, column = sides
    for key in {*chosen.undecided, *column.asked}:
        defaults.pop(key, None)
    series = resolve((chosen.store, row.store, column.store), defaults, setting.source.choices, setting.indicators)
    if isinstance(series, Failure):
        return _blamed(series, sides)
    year = year_of(chosen, printed[0], row, column, setting.edition_year)
    if isinstance(year, Failure):
        return year
    unit = scale_of(printed[1], declared, series.indicator)
    if isinstance(unit, Failure):
        return unit
    return Meaning(series, year, unit, row.respondents or column.respondents or chosen.respondents)


def _blamed(failure: Failure, sides: tuple[Side, Side]) -> Failure:
    """The failure, with a heading to blame that announces several values of which no other heading says one."""
    stores = [side.store for side in sides]
    guilty = [text for side in sides for key, text in side.open.items() if not any(key in store for store in stores)]
    guilty += [text for side in sides for key, text in side.asked.items() if key in failure.reason]
    return replace(failure, heading=next(iter(guilty), failure.heading))


def names(*stores: Mapping[str, Said]) -> dict[str, str]:
    """The names (institution, country) that some heading says."""
    return {key: said.value for store in stores for key, said in store.items() if key in NAMES}


def year_of(chosen: Chosen, read: int | None, row: Side, column: Side, edition_year: int | None) -> int | Failure:
    """The year of a cell: that of the headings, or the title's, or where the rule says so its own or the edition's."""
    stated = [year for year in (row.year, column.year) if year is not None]
    if read is not None:
        return read if not stated or read in stated else Failure(f"year {read} read, but the headings say {stated[0]}")
    if len(set(stated)) > 1:
        return Failure(f"the headings name two years, {stated[0]} and {stated[1]}")
    fallback = edition_year if chosen.rule.year == "edition" else chosen.rule.year
    for year in (*stated, chosen.year, fallback):
        if isinstance(year, int):
            return year
    return Failure("no heading names a year")


def scale_of(printed: str | None, declared: str | None, indicator: Indicator) -> Scale | Failure:
    """The scale from the printed unit to the indicator's.

    A unit of another kind is refused, unless the unit line declares several and just one is of the indicator's kind.
    Where nothing is printed, what an indicator counts one by one is counted in its own unit.
    """
    exact = indicator.type == EXACT
    for unit in (printed, declared_unit(declared, indicator.unit)):
        if unit is not None and (found := scale(unit, indicator.unit, exact=exact)) is not None:
            return found
    own = scale(indicator.unit, indicator.unit, exact=exact)
    if printed is None and exact and own:
        return own
    return Failure(f"{indicator.id} is in {indicator.unit}, printed is {printed}" if printed else "no unit is printed")


def observation(
    stated: Meaning, dimensions: dict[str, str], status: Status, rule: str, evidence: Evidence, code: str | None = None
) -> Observation:
    """The observation that a figure makes."""
    value: float | int | None = None
    precision = 0.0
    if evidence.value is not None:
        if evidence.method == "geometry":
            value, precision = stated.scale.measured(evidence.value, evidence.tolerance)
        else:
            value, precision = stated.scale.convert(evidence.value, evidence.text, approximate=evidence.approximate)
    series = stated.series
    indicator = series.indicator
    return Observation(
        indicator.id,
        stated.year,
        indicator.year_type,
        dimensions,
        value,
        indicator.unit,
        precision,
        series.status if series.status and status is Status.OBSERVED else status,
        rule,
        evidence,
        code,
        series.stated_as,
        stated.respondents,
    )


def leftover(failure: Failure, rule: str | None, evidence: Evidence) -> Leftover:
    """The account of a figure that became no observation."""
    return Leftover(failure.fate, failure.reason, evidence, failure.heading, rule)
