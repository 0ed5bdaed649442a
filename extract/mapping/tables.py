"""Maps the values of a table. Rows and columns are read once each, their pairs once a kind, cells only for their value.

Out of scope: charts and statements.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from extract.document import Cell, Status, Table, Value
from extract.mapping.figures import Meaning, Setting, combine, leftover, names, observation, unit_of, year_of
from extract.mapping.lexicon import Lexicon
from extract.mapping.resolution import Failure, Series, Side, read_side
from extract.mapping.surroundings import titles
from extract.mapping.titles import Chosen, Rules
from extract.observation import Evidence, Fate, Leftover, Observation

Outcome = Observation | Leftover
Roles = dict[int, str]


def map_table(table: Table, rules: Rules, setting: Setting, over: Sequence[str] = ()) -> Iterator[Outcome]:
    """Give an observation or a leftover for each numeric cell; marks in mapped places give observations without value.

    Blank cells and words are neither.
    """
    headings = {text for value in table.values for text in (*value.row_path, *value.column_path)}  # noqa: PD011
    chosen = rules.choose(titles(table, over), headings, over)
    if not isinstance(chosen, Failure) and chosen.rule.unwanted:
        chosen = Failure(chosen.rule.unwanted, table.title, Fate.NOT_WANTED)
    if isinstance(chosen, Failure):
        for value in table.values:  # noqa: PD011
            if value.value is not None:
                yield leftover(chosen, None, _evidence(table, value, setting))
        return
    yield from _map_cells(table, chosen, setting)


def _map_cells(table: Table, chosen: Chosen, setting: Setting) -> Iterator[Outcome]:
    rule = f"{setting.source.id}/{chosen.rule.id}"
    roles = _roles(table, chosen.lexicon)
    labels = _labels(table, roles)
    rows: dict[tuple[int, tuple[str, ...]], tuple[Side, int]] = {}
    columns: dict[tuple[str, ...], tuple[Side, int]] = {}
    kinds: dict[frozenset[tuple[str, str]], int] = {}
    pairs: dict[tuple[int, int], Series | Failure] = {}
    for value in table.values:  # noqa: PD011
        if value.value is None and (value.status is Status.TEXT or not value.text):
            continue
        if (row := rows.get((value.row, value.row_path))) is None:
            side = read_side(value.row_path, _roles_of(value, labels, roles), chosen.lexicon, chosen.rule.rows)
            number = len(rows) if side.failure else kinds.setdefault(side.kind, len(kinds))
            row = rows[value.row, value.row_path] = side, -1 - number if side.failure else number
        if (column := columns.get(value.column_path)) is None:
            side = read_side(value.column_path, (None,) * len(value.column_path), chosen.lexicon, chosen.rule.columns)
            column = columns[value.column_path] = side, len(columns)
        pair = row[1], column[1]
        if (series := pairs.get(pair)) is None:
            series = pairs[pair] = combine(setting, chosen, row[0], column[0])
        evidence = _evidence(table, value, setting)
        if outcome := _outcome(value, table, chosen, setting, (row[0], column[0]), series, rule, evidence):
            yield outcome


def _outcome(
    value: Value,
    table: Table,
    chosen: Chosen,
    setting: Setting,
    sides: tuple[Side, Side],
    series: Series | Failure,
    rule: str,
    evidence: Evidence,
) -> Outcome | None:
    row, column = sides
    failure: Failure | None = None
    if isinstance(series, Series):
        year = year_of(chosen, value.fiscal_year, row, column, setting.edition_year)
        unit = unit_of(value.unit, table.unit, series.indicator)
        if not isinstance(year, Failure) and not isinstance(unit, Failure):
            named = names(chosen.store, row.store, column.store)
            respondents = row.respondents or column.respondents or chosen.respondents
            meaning = Meaning(series, named, year, respondents, row.code or column.code)
            return observation(meaning, year, unit[1], value.status, rule, evidence)
        failure = year if isinstance(year, Failure) else unit if isinstance(unit, Failure) else None
    else:
        failure = series
    return leftover(failure, rule, evidence) if failure and value.value is not None else None


def _evidence(table: Table, value: Value, setting: Setting) -> Evidence:
    return Evidence(
        setting.sha256,
        "table",
        table.id,
        value.place,
        value.text,
        value.value,
        value.unit,
        table.title,
        value.row_path,
        value.column_path,
        table.method,
        0.0,
        "約" in value.text,
    )


def _roles(table: Table, lexicon: Lexicon) -> Roles:
    """The columns of labels that have a role (機関名, 学校コード, 順位 …), by what their own heads say."""
    roles: Roles = {}
    for cell in table.cells:
        if cell.row < table.header_rows and cell.text:
            reading = lexicon.read(cell.text)
            if reading is not None and reading.column and cell.column_span == 1:
                roles[cell.column] = reading.column
    return roles


def _labels(table: Table, roles: Roles) -> dict[int, list[Cell]]:
    """The cells of those columns, by row."""
    labels: defaultdict[int, list[Cell]] = defaultdict(list)
    if roles:
        for cell in table.cells:
            if cell.column in roles and cell.row >= table.header_rows:
                for row in range(cell.row, cell.row + cell.row_span):
                    labels[row].append(cell)
    return labels


def _roles_of(value: Value, labels: dict[int, list[Cell]], roles: Roles) -> list[str | None]:
    """The role of each of a value's row headings: that of the nearest column of labels to its left that prints it."""
    found: list[str | None] = []
    for text in value.row_path:
        columns = [cell.column for cell in labels.get(value.row, ()) if cell.text == text]
        before = [column for column in columns if column < value.column] or columns
        found.append(roles.get(max(before)) if before else None)
    return found
