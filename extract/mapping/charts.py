"""Maps the points of a chart: its title is a title, a series' name a column heading, a category a row heading.

Out of scope: tables and statements.
"""

from collections.abc import Iterator, Sequence

from extract.document import Chart, ChartSeries, Point, Status
from extract.mapping.figures import Meaning, Setting, combine, leftover, names, observation, unit_of, year_of
from extract.mapping.lexicon import Lexicon
from extract.mapping.resolution import Failure, read_side
from extract.mapping.surroundings import titles
from extract.mapping.titles import Chosen, Rules
from extract.observation import Evidence, Fate, Leftover, Observation


def map_chart(
    chart: Chart, rules: Rules, setting: Setting, over: Sequence[str] = ()
) -> Iterator[Observation | Leftover]:
    """Give an observation or a leftover for each point."""
    headings = {text for series in chart.series for text in (series.name, *(point.category for point in series.points))}
    chosen = rules.choose(titles(chart, over), headings, over)
    if not isinstance(chosen, Failure) and chosen.rule.unwanted:
        chosen = Failure(chosen.rule.unwanted, chart.title, Fate.NOT_WANTED)
    for series in chart.series:
        for point in series.points:
            evidence = _evidence(chart, series, point, setting)
            if isinstance(chosen, Failure):
                yield leftover(chosen, None, evidence)
            else:
                yield _map_point(chart, series, point, chosen, setting, evidence)


def _map_point(
    chart: Chart, series: ChartSeries, point: Point, chosen: Chosen, setting: Setting, evidence: Evidence
) -> Observation | Leftover:
    rule = f"{setting.source.id}/{chosen.rule.id}"
    row = read_side((point.category,), (None,), chosen.lexicon, chosen.rule.rows)
    column = read_side((series.name,), (None,), chosen.lexicon, chosen.rule.columns)
    meant = combine(setting, chosen, row, column)
    if isinstance(meant, Failure):
        return leftover(meant, rule, evidence)
    year = year_of(chosen, point.fiscal_year, row, column, setting.edition_year)
    unit = unit_of(series.unit, f"{series.name} {chart.title or ''}", meant.indicator)
    if isinstance(year, Failure):
        return leftover(year, rule, evidence)
    if isinstance(unit, Failure):
        return leftover(unit, rule, evidence)
    asked = row.respondents or column.respondents or chosen.respondents or _respondents(chart, chosen.lexicon)
    meaning = Meaning(meant, names(chosen.store, row.store, column.store), year, asked, None)
    status = Status.OBSERVED if point.method == "label" else Status.ESTIMATED
    return observation(meaning, year, unit[1], status, rule, evidence)


def _respondents(chart: Chart, lexicon: Lexicon) -> int | None:
    """The n that the chart's notes print, where they print one."""
    found = {reading.respondents for note in chart.notes if (reading := lexicon.read(note)) and reading.respondents}
    return found.pop() if len(found) == 1 else None


def _evidence(chart: Chart, series: ChartSeries, point: Point, setting: Setting) -> Evidence:
    method = "derived" if point.derived else point.method
    return Evidence(
        document=setting.sha256,
        kind="chart",
        element=chart.id,
        place=point.place,
        text=point.text,
        value=point.value,
        unit=series.unit,
        title=chart.title,
        row_path=(point.category,) if point.category else (),
        column_path=(series.name,) if series.name else (),
        method=method,
        tolerance=point.tolerance,
        approximate="約" in point.text,
    )
