"""Maps a document: every table, chart and statement through its source's rules, each numeric cell to one account.

Out of scope: reading (`extract.reading`), the verdict on what is mapped (`expectations`).
"""

from collections.abc import Iterator

from extract.document import Chart, Document, Statement, Table
from extract.mapping import recognition
from extract.mapping.charts import map_chart
from extract.mapping.figures import Setting, leftover
from extract.mapping.resolution import Failure, Indicators
from extract.mapping.rules import Source
from extract.mapping.statements import map_statement
from extract.mapping.surroundings import above
from extract.mapping.tables import map_table
from extract.mapping.titles import Rules
from extract.observation import Evidence, Leftover, Mapped, Observation

UNKNOWN = Failure("no source recognises this document")


def map_document(
    document: Document, source: Source | None, indicators: Indicators, published: str | None = None
) -> Mapped:
    """Map a document by its source's rules. `published` is what the landing ledger knows, and goes before the print."""
    if source is None:
        return Mapped(None, None, published, (), tuple(_unknown(document)), (UNKNOWN.reason,))
    year = recognition.edition_year(document, source) if source.edition_by == "title_year" else None
    printed = recognition.printed_date(document)
    if year is None and source.edition_by == "printed_date" and printed:
        year = int(printed[:4])
    setting = Setting(source, document.sha256, indicators, year)
    outcomes = tuple(_outcomes(document, setting))
    observations = tuple(outcome for outcome in outcomes if isinstance(outcome, Observation))
    leftovers = tuple(outcome for outcome in outcomes if isinstance(outcome, Leftover))
    edition = _edition(source, year, printed, observations)
    return Mapped(
        source.id, edition, published or printed or source.released.get(edition or ""), observations, leftovers
    )


def _outcomes(document: Document, setting: Setting) -> Iterator[Observation | Leftover]:
    source, year = setting.source, setting.edition_year
    tables = Rules(source, source.tables, year)
    charts = Rules(source, source.charts, year)
    for table in document.tables:
        yield from map_table(table, tables, setting, above(table, document.lines))
    for chart in document.charts:
        yield from map_chart(chart, charts, setting, above(chart, document.lines))
    for statement in document.statements:
        yield map_statement(statement, setting)


def _edition(
    source: Source, year: int | None, printed: str | None, observations: tuple[Observation, ...]
) -> str | None:
    """The edition: the fiscal year in the title, the printed date, or what the last fiscal year stated tells."""
    if source.edition_by == "printed_date":
        return printed
    if source.edition_by == "title_year":
        return f"FY{year + source.edition_plus}" if year is not None else None
    years = [o.fiscal_year for o in observations if o.value is not None]
    fiscal = [o.fiscal_year for o in observations if o.value is not None and o.year_type == "fiscal"]
    last = max(fiscal or years, default=None)
    if last is None:
        return None
    return f"{last + source.edition_plus}" if source.edition_plus else f"FY{last}"


def _unknown(document: Document) -> Iterator[Leftover]:
    elements: tuple[Table | Chart | Statement, ...] = (*document.tables, *document.charts, *document.statements)
    for element in elements:
        for evidence in _figures(element, document.sha256):
            yield leftover(UNKNOWN, None, evidence)


def _figures(element: Table | Chart | Statement, sha256: str) -> Iterator[Evidence]:
    if isinstance(element, Statement):
        yield Evidence(
            sha256, "statement", element.id, element.place, element.printed, element.value, element.unit, element.text,
            (), (), "statement", 0.0, element.approximate,
        )  # fmt: skip
    elif isinstance(element, Chart):
        for series in element.series:
            for point in series.points:
                yield Evidence(
                    sha256, "chart", element.id, point.place, point.text, point.value, series.unit, element.title,
                    (point.category,), (series.name,), point.method, point.tolerance,
                )  # fmt: skip
    else:
        for value in element.values:
            if value.value is not None:
                yield Evidence(
                    sha256, "table", element.id, value.place, value.text, value.value, value.unit, element.title,
                    value.row_path, value.column_path, element.method,
                )  # fmt: skip
