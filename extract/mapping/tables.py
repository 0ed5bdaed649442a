"""Maps the values of a table: rows and columns are read once each, their pairs once a kind, and figures by columns.

Out of scope: charts and statements.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from extract.blocks import Failed, Kind, Leftovers, Observations, Owner, Printed
from extract.document import Cell, SheetPlace, Status, Table
from extract.mapping import beside, collisions
from extract.mapping.amounts import convert
from extract.mapping.figures import Meaning, Setting, meaning, names
from extract.mapping.lexicon import Lexicon
from extract.mapping.resolution import NO_WORD, Failure, Side, read_side
from extract.mapping.surroundings import titles
from extract.mapping.titles import Chosen, Rules
from extract.observation import Fate
from extract.values import STATUSES, Codes, Floats, Spots, Values, columns, distinct, headings, tight

Roles = dict[int, str]


NOTHING = Failed(Fate.UNMAPPED, "", None)
NO_KIND = Kind("", 0, "", {}, "", None, "", None)
"""What stands where a code is never used."""


@dataclass(frozen=True, slots=True)
class MappedTable:
    """What became of a table's figures. Blank cells, words, and marks in places that are not mapped are in neither."""

    observations: Sequence[Observations]
    leftovers: Leftovers


def map_table(table: Table, rules: Rules, setting: Setting, over: Sequence[str] = ()) -> MappedTable:
    """Give each numeric cell as observation or leftover; marks in mapped places give observations without value.

    `over` are the headings further up.
    """
    printed = as_printed(table, setting.sha256)
    values = printed.figures
    said = {text for path in (*values.row_paths, *values.column_paths) for text in path}
    sheet = table.place.sheet if isinstance(table.place, SheetPlace) else None
    chosen = rules.choose(titles(table, over), said, over, sheet)
    if not isinstance(chosen, Failure) and chosen.rule.unwanted:
        chosen = Failure(chosen.rule.unwanted, table.title, Fate.NOT_WANTED)
    if isinstance(chosen, Failure):
        return MappedTable((), all_left(printed, chosen))
    words = (values.status == STATUSES.index(Status.TEXT)) | values.blank
    spots = np.flatnonzero(~(np.isnan(values.value) & words))
    return _mapped(table, printed, spots, chosen, setting)


def as_printed(table: Table, sha256: str) -> Printed:
    """The figures of a table as printed."""
    return Printed(sha256, table.id, table.title, table.method, columns(table.values))


def all_left(printed: Printed, failure: Failure) -> Leftovers:
    """All figures of a table, left for the same reason."""
    spots = np.flatnonzero(~np.isnan(printed.figures.value))
    failed = Failed(failure.fate, failure.reason, failure.heading)
    return Leftovers(printed, None, spots, np.zeros(len(spots), dtype=np.int32), (failed,))


def _mapped(table: Table, printed: Printed, spots: Spots, chosen: Chosen, setting: Setting) -> MappedTable:
    """Map the figures at some spots. Those of one kind of row, column, year and unit state the same of their owners."""
    values = printed.figures
    rule = f"{setting.source.id}/{chosen.rule.id}"
    rows, row = _rows(table, values, spots, chosen)
    sides, column = _columns(values, spots, chosen)
    kinds: dict[object, int] = {}
    kind_of_row = [kinds.setdefault(at if side.failure else side.kind, len(kinds)) for at, side in enumerate(rows)]
    kind = np.array(kind_of_row, dtype=np.int32)[row]
    first, which = distinct(kind, column, values.year[spots], values.unit[spots])
    stated = [
        meaning(
            setting,
            chosen,
            (rows[row[at]], sides[column[at]]),
            (int(values.year[spots[at]]) or None, values.units[values.unit[spots[at]]]),
            table.unit,
        )
        for at in first.tolist()
    ]
    stated, which = collisions.apart(
        stated, which, values, spots, lambda at: _owners(chosen, rows, sides, row[at], column[at])[1]
    )
    meanings = [one if isinstance(one, Meaning) else None for one in stated]
    is_stated = np.array([one is not None for one in meanings], dtype=bool)[which]
    is_left = ~is_stated & ~np.isnan(values.value[spots])
    failures = [Failed(o.fate, o.reason, o.heading) if isinstance(o, Failure) else NOTHING for o in stated]
    left = Leftovers(printed, rule, spots[is_left], which[is_left].astype(np.int32), failures)
    if not is_stated.any():
        return MappedTable((), left)
    owners, owner = _owners(chosen, rows, sides, row[is_stated], column[is_stated])
    kept, kind = spots[is_stated].astype(np.int32), tight(which[is_stated])
    value, precision = _converted(printed, kept, kind, meanings)
    found = Observations(printed, rule, kept, kind, owner, value, precision, [_kind(one) for one in meanings], owners)
    return MappedTable((found,), left)


def _kind(stated: Meaning | None) -> Kind:
    if stated is None:
        return NO_KIND
    series = stated.series
    indicator = series.indicator
    return Kind(
        indicator.id,
        stated.year,
        indicator.year_type,
        series.dimensions,
        indicator.unit,
        series.status,
        series.stated_as,
        stated.respondents,
    )


def _rows(table: Table, values: Values, spots: Spots, chosen: Chosen) -> tuple[list[Side], Codes]:
    """What the row headings over the figures say, and for each figure which of them are its own."""
    roles, unread = _roles(table, chosen.lexicon)
    labels = _labels(table, {*roles, *unread})
    first, which = distinct(values.row[spots], values.row_path[spots])
    sides = []
    for at in spots[first].tolist():
        path = values.row_paths[values.row_path[at]]
        columns = _columns_of(int(values.column[at]), path, labels.get(int(values.row[at]), ()))
        side = read_side(path, tuple(roles.get(column) for column in columns), chosen.lexicon, chosen.rule.rows)
        heads = [unread[c] for c, text in zip(columns, path, strict=True) if c in unread and _fails(side, text)]
        sides.append(replace(side, failure=heads[0]) if heads else side)
    return sides, which.astype(np.int32)


def _columns(values: Values, spots: Spots, chosen: Chosen) -> tuple[list[Side], Codes]:
    """What the column headings over the figures say, and for each figure which of them are its own."""
    first, which = distinct(values.column_path[spots])
    paths = [values.column_paths[values.column_path[at]] for at in spots[first].tolist()]
    sides = [read_side(path, (None,) * len(path), chosen.lexicon, chosen.rule.columns) for path in paths]
    return beside.weighed(paths, sides, chosen.lexicon), which.astype(np.int32)


def _owners(
    chosen: Chosen, rows: Sequence[Side], sides: Sequence[Side], row: Codes, column: Codes
) -> tuple[list[Owner], Codes]:
    """Whose figures they are, by row and column."""
    naming: dict[object, int] = {}
    by_column = [(names(side.store), side.code) for side in sides]
    codes = [naming.setdefault((tuple(named.items()), code), len(naming)) for named, code in by_column]
    first, which = distinct(row, np.array(codes, dtype=np.int32)[column])
    owners = []
    for at in first.tolist():
        named, code = by_column[column[at]]
        side = rows[row[at]]
        owners.append(Owner({**names(chosen.store, side.store), **named}, side.code or code))
    return owners, tight(which)


def _converted(
    printed: Printed, spots: Spots, kind: Codes, meanings: Sequence[Meaning | None]
) -> tuple[Floats, Floats]:
    """The values in the indicators' units, and how exactly they are stated."""
    scales = {one.scale: None for one in meanings if one is not None}
    at_scale = {scale: at for at, scale in enumerate(scales)}
    code = np.array([at_scale[one.scale] if one is not None else -1 for one in meanings], dtype=np.int32)[kind]
    value, precision = np.full(len(spots), np.nan), np.zeros(len(spots))
    stated = ~np.isnan(printed.figures.value[spots])
    for scale, at in at_scale.items():
        chosen = np.flatnonzero((code == at) & stated)
        value[chosen], precision[chosen] = convert(
            scale, printed.figures, spots[chosen], printed.approximate(spots[chosen])
        )
    return value, precision


def _roles(table: Table, lexicon: Lexicon) -> tuple[Roles, dict[int, Failure]]:
    """The columns of labels that have a role (機関名, 学校コード, 順位 …), by what their own heads say.

    Given besides are those of the first columns whose heads are not understood: no wonder if their labels are not.
    """
    roles: Roles = {}
    unread: dict[int, Failure] = {}
    for cell in headings(table.cells):
        if cell.row < table.header_rows and cell.text and cell.column_span == 1:
            reading = lexicon.read(cell.text)
            if reading is not None and reading.column:
                roles[cell.column] = reading.column
            if reading is None and cell.column < table.stub_columns:
                unread[cell.column] = Failure(f"{NO_WORD}{lexicon.unknown(cell.text)}", cell.text)
    return roles, unread


def _fails(side: Side, text: str) -> bool:
    return side.failure is not None and side.failure.heading == text


def _labels(table: Table, columns: Collection[int]) -> dict[int, list[Cell]]:
    """The cells of those columns, by row."""
    labels: defaultdict[int, list[Cell]] = defaultdict(list)
    if columns:
        for cell in headings(table.cells):
            if cell.column in columns and cell.row >= table.header_rows:
                for row in range(cell.row, cell.row + cell.row_span):
                    labels[row].append(cell)
    return labels


def _columns_of(column: int, path: Sequence[str], labels: Sequence[Cell]) -> list[int]:
    """Where each of a value's row headings stands: the nearest column of labels before it that prints it, or -1."""
    found: list[int] = []
    for text in path:
        columns = [cell.column for cell in labels if cell.text == text]
        before = [other for other in columns if other < column] or columns
        found.append(max(before, default=-1))
    return found
