"""Maps the values of a table. Rows and columns are read once each, their pairs once a kind, cells only for their value.

Out of scope: charts and statements.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

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

    Blank cells and words are neither. `over` are the headings further up.
    """
    headings = {text for value in table.values for text in (*value.row_path, *value.column_path)}
    chosen = rules.choose(titles(table, over), headings, over)
    if not isinstance(chosen, Failure) and chosen.rule.unwanted:
        chosen = Failure(chosen.rule.unwanted, table.title, Fate.NOT_WANTED)
    if isinstance(chosen, Failure):
        for value in table.values:
            if value.value is not None:
                yield leftover(chosen, None, _evidence(table, value, setting))
        return
    grid = _Grid(table, chosen, setting)
    for value in table.values:
        blank = value.value is None and (value.status is Status.TEXT or not value.text)
        if not blank and (outcome := _map_value(value, grid)):
            yield outcome


@dataclass
class _Grid:
    """A table with its rule, and what its headings were found to say.

    Sides are numbered, so that pairs are resolved once. Two rows of the same kind, which differ only in whose they are,
    have the same number.
    """

    table: Table
    chosen: Chosen
    setting: Setting
    rows: dict[tuple[int, tuple[str, ...]], tuple[Side, int]] = field(default_factory=dict)
    columns: dict[tuple[str, ...], tuple[Side, int]] = field(default_factory=dict)
    kinds: dict[frozenset[tuple[str, str]], int] = field(default_factory=dict)
    pairs: dict[tuple[int, int], Series | Failure] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rule = f"{self.setting.source.id}/{self.chosen.rule.id}"
        self.roles = _roles(self.table, self.chosen.lexicon)
        self.labels = _labels(self.table, self.roles)

    def row(self, value: Value) -> tuple[Side, int]:
        """The side of a value's row headings, with its number."""
        key = value.row, value.row_path
        if (found := self.rows.get(key)) is None:
            roles = _roles_of(value, self.labels, self.roles)
            side = read_side(value.row_path, roles, self.chosen.lexicon, self.chosen.rule.rows)
            number = -1 - len(self.rows) if side.failure else self.kinds.setdefault(side.kind, len(self.kinds))
            found = self.rows[key] = side, number
        return found

    def column(self, path: tuple[str, ...]) -> tuple[Side, int]:
        """The side of column headings, with its number."""
        if (found := self.columns.get(path)) is None:
            side = read_side(path, (None,) * len(path), self.chosen.lexicon, self.chosen.rule.columns)
            found = self.columns[path] = side, len(self.columns)
        return found

    def series(self, row: tuple[Side, int], column: tuple[Side, int]) -> Series | Failure:
        """What cells under both sides state."""
        pair = row[1], column[1]
        if (found := self.pairs.get(pair)) is None:
            found = self.pairs[pair] = combine(self.setting, self.chosen, row[0], column[0])
        return found


def _map_value(value: Value, grid: _Grid) -> Outcome | None:
    """The observation or leftover that a cell makes; None for a mark in a place that is not mapped."""
    row, column = grid.row(value), grid.column(value.column_path)
    series = grid.series(row, column)
    evidence = _evidence(grid.table, value, grid.setting)
    if isinstance(series, Failure):
        return _left(series, grid, value, evidence)
    year = year_of(grid.chosen, value.fiscal_year, row[0], column[0], grid.setting.edition_year)
    unit = unit_of(value.unit, grid.table.unit, series.indicator)
    if isinstance(year, Failure):
        return _left(year, grid, value, evidence)
    if isinstance(unit, Failure):
        return _left(unit, grid, value, evidence)
    named = names(grid.chosen.store, row[0].store, column[0].store)
    respondents = row[0].respondents or column[0].respondents or grid.chosen.respondents
    meaning = Meaning(series, named, year, respondents, row[0].code or column[0].code)
    return observation(meaning, year, unit[1], value.status, grid.rule, evidence)


def _left(failure: Failure, grid: _Grid, value: Value, evidence: Evidence) -> Leftover | None:
    return leftover(failure, grid.rule, evidence) if value.value is not None else None


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
        if cell.row < table.header_rows and cell.text and cell.column_span == 1:
            reading = lexicon.read(cell.text)
            if reading is not None and reading.column:
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
