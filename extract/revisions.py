"""What a later edition of a document revised: two readings held against each other by their headings, not by cells.

A figure is the same in both where its row and column headings are, and its year where both say one. Tables belong
together that have most of them in common. Out of scope: what the figures mean, so that documents of no known source are
compared too, and how whole releases differ (`warehouse.changes`).
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extract.document import Place, Table, Value
from extract.japanese.labels import normal

Path = tuple[str, ...]
Key = tuple[Path, Path]


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that was revised, or the heading of figures that only one edition has.

    `what` is revised, came or went; `was` and `now` are printed texts with their places, None in the edition that has
    none. `figures` counts the figures under the headings: 1 for a revised one.
    """

    what: str
    row: Path
    column: Path
    figures: int = 1
    was: str | None = None
    now: str | None = None
    was_at: Place | None = None
    now_at: Place | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """How many figures both editions have, how many are left out, and the differences.

    Left out is what stands under headings that occur twice (`unclear`), or under the same headings in both editions but
    for different fiscal years (`other_years`): another year's figure is no revision.
    """

    common: int
    unclear: int
    other_years: int
    differences: tuple[Difference, ...]


def compare(before: Sequence[Table], after: Sequence[Table]) -> Comparison:
    """Hold the tables of a document against those of an earlier edition of it."""
    old, new = ([_figures(table) for table in tables] for tables in (before, after))
    common = unclear = other_years = 0
    differences: list[Difference] = []
    for one, other in _pairs([keys for keys, _ in old], [keys for keys, _ in new]):
        earlier, later = (old[one][0] if one is not None else {}), (new[other][0] if other is not None else {})
        unclear += (old[one][1] if one is not None else 0) + (new[other][1] if other is not None else 0)
        shared = [(earlier[key], later[key]) for key in earlier if key in later]
        same = [(was, now) for was, now in shared if _are_of_one_year(was, now)]
        common += len(same)
        other_years += len(shared) - len(same)
        differences += [_revised(was, now) for was, now in same if _differ(was, now)]
        differences += [*_only("went", earlier, later), *_only("came", later, earlier)]
    return Comparison(common, unclear, other_years, tuple(differences))


def _figures(table: Table) -> tuple[dict[Key, Value], int]:
    """The figures of a table by their headings, and how many have the same as others and are left out."""
    found: dict[Key, Value] = {}
    counted: Counter[Key] = Counter()
    for value in table.values:
        if value.value is None and not value.text.strip():
            continue
        key = tuple(map(normal, value.row_path)), tuple(map(normal, value.column_path))
        found[key] = value
        counted[key] += 1
    doubled = {key for key, times in counted.items() if times > 1}
    return {key: value for key, value in found.items() if key not in doubled}, sum(counted[key] for key in doubled)


def _pairs(
    old: Sequence[Mapping[Key, Value]], new: Sequence[Mapping[Key, Value]]
) -> Iterator[tuple[int | None, int | None]]:
    """Which tables belong together, those with most headings in common first, and last those that are alone."""
    shared = [(len(a.keys() & b.keys()), -i, -j) for i, a in enumerate(old) for j, b in enumerate(new)]
    left, right = set(range(len(old))), set(range(len(new)))
    for count, i, j in sorted(shared, reverse=True):
        if count and -i in left and -j in right:
            left.remove(-i)
            right.remove(-j)
            yield -i, -j
    yield from ((i, None) for i in sorted(left))
    yield from ((None, j) for j in sorted(right))


def _are_of_one_year(one: Value, other: Value) -> bool:
    return None in (one.fiscal_year, other.fiscal_year) or one.fiscal_year == other.fiscal_year


def _differ(one: Value, other: Value) -> bool:
    return one.value != other.value or (one.value is None and normal(one.text) != normal(other.text))


def _revised(was: Value, now: Value) -> Difference:
    return Difference("revised", now.row_path, now.column_path, 1, was.text, now.text, was.place, now.place)


def _only(what: str, these: Mapping[Key, Value], those: Mapping[Key, Value]) -> Iterator[Difference]:
    """The headings of figures that only these have: a column or row that is theirs alone is told once."""
    rows, columns = {row for row, _ in those}, {column for _, column in those}
    counted: Counter[tuple[Path, Path]] = Counter()
    for (row, column), value in these.items():
        if column not in columns:
            counted[(), value.column_path] += 1
        elif row not in rows:
            counted[value.row_path, ()] += 1
        elif (row, column) not in those:
            counted[value.row_path, value.column_path] += 1
    yield from (Difference(what, row, column, figures) for (row, column), figures in counted.items())
