"""Maps figures in sentences, by the words around the figure.

Out of scope: finding the figures (`extract.pdf.statements`).
"""

from extract.document import Statement, Status
from extract.japanese.labels import normal
from extract.mapping.amounts import printed_figure
from extract.mapping.facts import Said
from extract.mapping.figures import Meaning, Setting, leftover, names, observation, scale_of
from extract.mapping.resolution import Failure, Series, resolve
from extract.mapping.rules import FIGURE, Choice, StatementRule
from extract.observation import Evidence, Fate, Leftover, Observation


def map_statement(statement: Statement, setting: Setting) -> Observation | Leftover:
    """Give the observation that the first fitting rule makes of a figure in a sentence, or the account of it."""
    evidence = _evidence(statement, setting)
    found = _rule(statement, setting)
    if found is None:
        return leftover(Failure("no rule for this sentence", statement.text), None, evidence)
    rule, said = found
    name = f"{setting.source.id}/{rule.id}"
    if rule.unwanted is not None or rule.indicator is None:
        return leftover(Failure(rule.unwanted or "", statement.text, Fate.NOT_WANTED), name, evidence)
    series = _series(rule, said, setting)
    if isinstance(series, Failure):
        return leftover(series, name, evidence)
    year = _year(rule, statement, setting)
    if isinstance(year, Failure):
        return leftover(year, name, evidence)
    scale = scale_of(evidence.unit, None, series.indicator)
    if isinstance(scale, Failure):
        return leftover(scale, name, evidence)
    dimensions = {**series.dimensions, **names(said)}
    return observation(Meaning(series, year, scale), dimensions, Status.OBSERVED, name, evidence)


def _rule(statement: Statement, setting: Setting) -> tuple[StatementRule, dict[str, Said]] | None:
    """The first rule one of whose patterns fits the sentence with the figure marked, and what its groups say."""
    text, figure = normal(statement.text), normal(statement.printed)
    marked: list[str] = []
    at = text.find(figure)
    while figure and at >= 0:
        marked.append(f"{text[:at]}{FIGURE}{text[at + len(figure) :]}")
        at = text.find(figure, at + 1)
    for rule in setting.source.statements:
        if rule.units and statement.unit not in rule.units:
            continue
        for pattern in rule.patterns:
            for form in marked:
                if match := pattern.search(form):
                    groups = {key: Said(value, statement.text) for key, value in match.groupdict().items() if value}
                    return rule, {**{key: Said(value, None) for key, value in rule.sets}, **groups}
    return None


def _series(rule: StatementRule, said: dict[str, Said], setting: Setting) -> Series | Failure:
    choice = Choice(rule.indicator or "", ())
    return resolve((said,), dict(setting.source.default), (choice,), setting.indicators)


def _year(rule: StatementRule, statement: Statement, setting: Setting) -> int | Failure:
    """The year that the sentence names, or where the rule says so the edition's, the one before it, or a fixed one."""
    edition = setting.edition_year
    if isinstance(rule.year, int):
        return rule.year
    if rule.year == "previous" and edition is not None:
        return edition - 1
    if statement.fiscal_year is not None:
        return statement.fiscal_year
    if rule.year == "edition" and edition is not None:
        return edition
    return Failure("the sentence names no year", statement.text)


def _evidence(statement: Statement, setting: Setting) -> Evidence:
    printed = printed_figure(statement.printed)
    value, unit = printed or (statement.value, statement.unit)
    return Evidence(
        document=setting.sha256,
        kind="statement",
        element=statement.id,
        place=statement.place,
        text=statement.printed,
        value=value,
        unit=unit if unit is not None else statement.unit,
        title=statement.text,
        row_path=(),
        column_path=(),
        method="statement",
        approximate=statement.approximate,
    )
