"""Maps a document: every table, chart and statement through its source's rules, each numeric cell to one account.

Out of scope: reading (`extract.reading`), the verdict on what is mapped (`expectations`).
"""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from extract.blocks import Joined, Observations
from extract.document import Chart, Document, Statement
from extract.garbage import uncollected
from extract.mapping import recognition
from extract.mapping.charts import map_chart
from extract.mapping.figures import Setting, leftover
from extract.mapping.resolution import Failure, Indicators
from extract.mapping.rules import Source
from extract.mapping.statements import map_statement
from extract.mapping.surroundings import above
from extract.mapping.tables import all_left, as_printed, map_table
from extract.mapping.titles import Rules
from extract.observation import Evidence, Fate, Leftover, Mapped, Observation

UNKNOWN = Failure("no source recognises this document")
NOT_YET = Failure("nothing of this series is mapped yet")


@uncollected()
def map_document(
    document: Document, source: Source | None, indicators: Indicators, published: str | None = None
) -> Mapped:
    """Map a document by its source's rules. `published` is what the landing ledger knows, and goes before the print."""
    if source is None:
        return Mapped(None, None, published, (), _left(document, UNKNOWN), (UNKNOWN.reason,))
    year = recognition.edition_year(document, source) if source.edition_by == "title_year" else None
    printed = recognition.printed_date(document)
    if year is None and source.edition_by == "printed_date" and printed:
        year = int(printed[:4])
    if not source.choices:
        why = Failure(source.unwanted, None, Fate.NOT_WANTED) if source.unwanted else NOT_YET
        edition, left = _edition(source, year, printed, ()), _left(document, why)
        return Mapped(source.id, edition, published or printed, (), left, (why.reason,))
    setting = Setting(source, document.sha256, indicators, year)
    observations, leftovers = _outcomes(document, setting)
    edition = _edition(source, year, printed, observations.parts)
    return Mapped(
        source.id, edition, published or printed or source.released.get(edition or ""), observations, leftovers
    )


def _outcomes(document: Document, setting: Setting) -> tuple[Joined[Observation], Joined[Leftover]]:
    source, year = setting.source, setting.edition_year
    rules = Rules(source, source.tables, year)
    charts = Rules(source, source.charts, year)
    tables = [map_table(table, rules, setting, above(table, document.lines)) for table in document.tables]
    others = [
        *(outcome for c in document.charts for outcome in map_chart(c, charts, setting, above(c, document.lines))),
        *(map_statement(statement, setting) for statement in document.statements),
    ]
    observations = tuple(outcome for outcome in others if isinstance(outcome, Observation))
    leftovers = tuple(outcome for outcome in others if isinstance(outcome, Leftover))
    return (
        Joined((*(block for mapped in tables for block in mapped.observations), observations)),
        Joined((*(mapped.leftovers for mapped in tables), leftovers)),
    )


def _edition(
    source: Source, year: int | None, printed: str | None, observations: Iterable[Sequence[Observation]]
) -> str | None:
    """The edition: the fiscal year in the title, the printed date, or what the last fiscal year stated tells."""
    if source.edition_by == "printed_date":
        return printed
    if source.edition_by == "title_year":
        return f"FY{year + source.edition_plus}" if year is not None else None
    dated = {stated for part in observations for stated in _years(part)}
    years = [year for year, _ in dated]
    fiscal = [year for year, kind in dated if kind == "fiscal"]
    last = max(fiscal or years, default=None)
    if last is None:
        return None
    return f"{last + source.edition_plus}" if source.edition_plus else f"FY{last}"


def _years(observations: Sequence[Observation]) -> set[tuple[int, str]]:
    """The years of which a value is stated, with their type."""
    if not isinstance(observations, Observations):
        return {(one.fiscal_year, one.year_type) for one in observations if one.value is not None}
    valued = np.unique(observations.kind[~np.isnan(observations.value)]).tolist()
    return {(observations.kinds[at].fiscal_year, observations.kinds[at].year_type) for at in valued}


def _left(document: Document, why: Failure) -> Joined[Leftover]:
    """The accounts of a document of which nothing is mapped."""
    others: tuple[Chart | Statement, ...] = (*document.charts, *document.statements)
    tables = [all_left(as_printed(table, document.sha256), why) for table in document.tables]
    figures = (leftover(why, None, found) for other in others for found in _figures(other, document.sha256))
    return Joined((*tables, tuple(figures)))


def _figures(element: Chart | Statement, sha256: str) -> Iterator[Evidence]:
    if isinstance(element, Statement):
        yield Evidence(
            sha256, "statement", element.id, element.place, element.printed, element.value, element.unit, element.text,
            (), (), "statement", 0.0, element.approximate,
        )  # fmt: skip
        return
    for series in element.series:
        for point in series.points:
            yield Evidence(
                sha256, "chart", element.id, point.place, point.text, point.value, series.unit, element.title,
                (point.category,), (series.name,), point.method, point.tolerance,
            )  # fmt: skip
