"""Maps the points of a chart: its title is a title, a series' name a column heading, a category a row heading.

Out of scope: tables and statements.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extract.document import Chart, ChartSeries, Point, Status
from extract.mapping.figures import Setting, leftover, meaning, names, observation
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
    printed = point.fiscal_year, series.unit
    stated = meaning(setting, chosen, (row, column), printed, f"{series.name} {chart.title or ''}")
    if isinstance(stated, Failure):
        return leftover(stated, rule, evidence)
    asked = stated.respondents or _respondents(chart, chosen.lexicon)
    dimensions = {**stated.series.dimensions, **names(chosen.store, row.store, column.store)}
    status = Status.OBSERVED if point.method == "label" else Status.ESTIMATED
    return observation(replace(stated, respondents=asked), dimensions, status, rule, evidence)


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
