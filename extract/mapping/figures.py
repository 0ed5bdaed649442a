"""What tables, charts and statements share on the way to observations: evidence, units, years, the two outcomes.

Out of scope: headings (`resolution`), and the ways of each kind of element (`tables`, `charts`, `statements`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from extract.document import Status
from extract.mapping.amounts import Amount, convert, declared_unit, factor_to, measured
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
    """What a row's and a column's headings say together, with the names that the series leaves open."""

    series: Series
    names: dict[str, str]
    year: int | None
    respondents: int | None
    code: str | None


def combine(setting: Setting, chosen: Chosen, row: Side, column: Side) -> Series | Failure:
    """The series under a row's and a column's headings; a heading that is not wanted goes before one not understood."""
    failures = [side.failure for side in (row, column) if side.failure]
    if failures:
        return next((failure for failure in failures if failure.fate == "not_wanted"), failures[0])
    defaults = {**dict(setting.source.default), **dict(chosen.rule.default)}
    for key in chosen.undecided:
        defaults.pop(key, None)
    return resolve((chosen.store, row.store, column.store), defaults, setting.source.choices, setting.indicators)


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


def unit_of(printed: str | None, declared: str | None, indicator: Indicator) -> tuple[str, Decimal] | Failure:
    """The unit as printed with its factor to the indicator's.

    A unit of another kind is refused, unless the unit line declares several and just one is of the indicator's kind.
    Where nothing is printed, what an indicator counts one by one is counted in its own unit.
    """
    if printed is not None and (factor := factor_to(printed, indicator.unit)) is not None:
        return printed, factor
    if (other := declared_unit(declared, indicator.unit)) and (factor := factor_to(other, indicator.unit)) is not None:
        return other, factor
    if printed is not None:
        return Failure(f"{indicator.id} is in {indicator.unit}, printed is {printed}")
    return (indicator.unit, Decimal(1)) if indicator.type == EXACT else Failure("no unit is printed")


def amount_of(evidence: Evidence, factor: Decimal, indicator: Indicator) -> Amount | None:
    """The canonical value of a figure; None where the print holds a mark."""
    if evidence.value is None:
        return None
    if evidence.method == "geometry":
        return measured(evidence.value, factor, evidence.tolerance)
    return convert(
        evidence.value, evidence.text, factor, exact=indicator.type == EXACT, approximate=evidence.approximate
    )


def observation(
    meaning: Meaning, year: int, factor: Decimal, status: Status, rule: str, evidence: Evidence
) -> Observation:
    """The observation that a figure makes."""
    series = meaning.series
    amount = amount_of(evidence, factor, series.indicator)
    return Observation(
        indicator=series.indicator.id,
        fiscal_year=year,
        year_type=series.indicator.year_type,
        dimensions={**series.dimensions, **meaning.names} if meaning.names else series.dimensions,
        value=amount.value if amount else None,
        unit=series.indicator.unit,
        precision=amount.precision if amount else 0.0,
        status=series.status if series.status and status is Status.OBSERVED else status,
        rule=rule,
        evidence=evidence,
        institution_code=meaning.code,
        stated_as=series.stated_as,
        respondents=meaning.respondents,
    )


def leftover(failure: Failure, rule: str | None, evidence: Evidence) -> Leftover:
    """The account of a figure that became no observation."""
    return Leftover(failure.fate, failure.reason, evidence, failure.heading, rule)
