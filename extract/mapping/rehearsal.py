"""Whether figures would map if the YAML of their source had one heading or title more: a line is only told if it works.

Out of scope: which lines are tried (`suggestions`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.mapping.figures import scale_of
from extract.mapping.resolution import NAMES, Failure, Indicators, Series, Side, read_side, resolve
from extract.mapping.rules import ElementRule, Heading, Source
from extract.mapping.titles import Chosen, Rules

_ANY_YEAR = 2000

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """The headings over a figure that did not map, its unit, and the columns of its table that did."""

    kind: str  # table, chart
    title: str | None = None
    row_path: Path = ()
    column_path: Path = ()
    unit: str | None = None
    mapped: frozenset[Path] = frozenset()


def with_heading(source: Source, heading: Heading) -> Source:
    """The source with one heading of its own more."""
    return replace(source, headings=(heading, *source.headings))


def with_title(source: Source, rule: ElementRule, title: str) -> Source:
    """The source with one title more of a rule of its tables or charts."""

    def more(rules: Sequence[ElementRule]) -> tuple[ElementRule, ...]:
        return tuple(replace(one, title=(*one.title, title)) if one is rule else one for one in rules)

    return replace(source, tables=more(source.tables), charts=more(source.charts))


def takes(source: Source, seen: Seen) -> bool:
    """Whether some rule of the source takes the title."""
    return isinstance(_chosen(source, seen), Chosen)


def maps(source: Source, seen: Seen, indicators: Indicators) -> bool:
    """Whether the figure maps, to a series that no other column of its table has.

    Where no rule takes the title by itself (a sheet's sections may be wanting) nothing speaks against it.
    """
    chosen = _chosen(source, seen)
    if isinstance(chosen, Failure):
        return True
    found = _series(source, chosen, seen, seen.column_path, indicators)
    if found is None:
        return False
    others = (_series(source, chosen, seen, path, indicators) for path in seen.mapped - {seen.column_path})
    return all(other is None or _told(other) != _told(found) for other in others)


def _chosen(source: Source, seen: Seen) -> Chosen | Failure:
    rules = Rules(source, source.charts if seen.kind == "chart" else source.tables, _ANY_YEAR)
    return rules.choose((seen.title,) if seen.title else (), (*seen.row_path, *seen.column_path))


def _series(source: Source, chosen: Chosen, seen: Seen, column_path: Path, indicators: Indicators) -> Series | None:
    rule, lexicon = chosen.rule, chosen.lexicon
    row = read_side(seen.row_path, (None,) * len(seen.row_path), lexicon, rule.rows)
    column = read_side(column_path, (None,) * len(column_path), lexicon, rule.columns)
    if column.failure:
        return None
    defaults = {**dict(source.default), **dict(rule.default)}
    for key in chosen.undecided:
        defaults.pop(key, None)
    stores = (chosen.store, (Side() if row.failure else row).store, column.store)
    found = resolve(stores, defaults, source.choices, indicators)
    if isinstance(found, Failure) or (column_path == seen.column_path and not _fits(seen.unit, found)):
        return None
    return found


def _fits(unit: str | None, series: Series) -> bool:
    return unit is None or not isinstance(scale_of(unit, None, series.indicator), Failure)


def _told(series: Series) -> object:
    dimensions = frozenset((key, value) for key, value in series.dimensions.items() if key not in NAMES)
    return series.indicator.id, dimensions, series.stated_as
