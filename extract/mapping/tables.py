"""Maps the values of a table. Rows and columns are read once each, their pairs once a kind, cells only for their value.

Out of scope: charts and statements.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extract.document import Cell, Status, Table, Value
from extract.mapping.figures import Meaning, Setting, leftover, meaning, names, observation
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


@dataclass(slots=True)
class _Row:
    """A row's side with the number of its kind, and the dimensions of the series under it once they are made."""

    side: Side
    kind: int
    names: dict[str, str]
    dimensions: dict[int, dict[str, str]] = field(default_factory=dict)


Key = tuple[int, tuple[str, ...], int | None, str | None]


class _Grid:
    """A table with its rule, and what its headings were found to say.

    Rows of one kind differ only in whose they are: what cells of a kind, column, year and unit state is found once.
    """

    def __init__(self, table: Table, chosen: Chosen, setting: Setting) -> None:
        self.table = table
        self.chosen = chosen
        self.setting = setting
        self.rule = f"{setting.source.id}/{chosen.rule.id}"
        self._roles = _roles(table, chosen.lexicon)
        self._labels = _labels(table, self._roles)
        self._rows: dict[tuple[int, tuple[str, ...]], _Row] = {}
        self._columns: dict[tuple[str, ...], Side] = {}
        self._kinds: dict[object, int] = {}
        self._stated: dict[Key, Meaning | Failure] = {}
        self._last: tuple[int, tuple[str, ...], _Row] | None = None

    def row(self, value: Value) -> _Row:
        """What a value's row headings say."""
        last = self._last
        if last and last[0] == value.row and last[1] is value.row_path:
            return last[2]
        key = value.row, value.row_path
        if (found := self._rows.get(key)) is None:
            roles = _roles_of(value, self._labels, self._roles)
            side = read_side(value.row_path, roles, self.chosen.lexicon, self.chosen.rule.rows)
            kind = self._kinds.setdefault(side.kind if side.failure is None else key, len(self._kinds))
            found = self._rows[key] = _Row(side, kind, names(self.chosen.store, side.store))
        self._last = value.row, value.row_path, found
        return found

    def stated(self, value: Value, row: _Row) -> Meaning | Failure:
        """What a value states, whoever's it is."""
        key = row.kind, value.column_path, value.fiscal_year, value.unit
        if (found := self._stated.get(key)) is None:
            sides = row.side, self.column(value.column_path)
            printed = value.fiscal_year, value.unit
            found = self._stated[key] = meaning(self.setting, self.chosen, sides, printed, self.table.unit)
        return found

    def column(self, path: tuple[str, ...]) -> Side:
        """What column headings say."""
        if (found := self._columns.get(path)) is None:
            roles = (None,) * len(path)
            found = self._columns[path] = read_side(path, roles, self.chosen.lexicon, self.chosen.rule.columns)
        return found

    def dimensions(self, row: _Row, path: tuple[str, ...], series: Series) -> dict[str, str]:
        """The dimensions of a series with the names that row and column say."""
        named = names(self._columns[path].store)
        if not row.names and not named:
            return series.dimensions
        if named:
            return {**series.dimensions, **row.names, **named}
        if (found := row.dimensions.get(id(series))) is None:
            found = row.dimensions[id(series)] = {**series.dimensions, **row.names}
        return found


def _map_value(value: Value, grid: _Grid) -> Outcome | None:
    """The observation or leftover that a cell makes; None for a mark in a place that is not mapped."""
    row = grid.row(value)
    stated = grid.stated(value, row)
    evidence = _evidence(grid.table, value, grid.setting)
    if isinstance(stated, Failure):
        return leftover(stated, grid.rule, evidence) if value.value is not None else None
    dimensions = grid.dimensions(row, value.column_path, stated.series)
    code = row.side.code or grid.column(value.column_path).code
    return observation(stated, dimensions, value.status, grid.rule, evidence, code)


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
