"""The proof `change`: a printed difference, rate or multiple against the two years that it compares.

Found by headings (増減, 前年度比, 伸び率 …): beside two columns of years, or beside a line that runs over the years.
Out of scope: changes told in a sentence (`expectations.proofs.sentences`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from expectations.proofs.found import STATED, Found, Member, check, together
from expectations.proofs.grids import Grid
from expectations.proofs.headings import RATE

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]


@dataclass(frozen=True, slots=True)
class Compared:
    """Positions where a printed change stands beside a later and an earlier figure (indexes into the figures frame)."""

    form: str  # difference, rate, ratio, multiple
    stated: Ints
    later: Ints
    earlier: Ints


def changes(grids: Iterable[Grid], value: Floats, precision: Floats) -> Found:
    """All changes printed in a document's grids that hold, and those that should and do not.

    `value` and `precision` are those of the figures frame. Of the readings of a line of changes (which two years,
    difference or rate) the one is taken that most of the line bears out.
    """
    return together(
        found
        for grid in grids
        for turned in (grid, grid.transposed())
        for line in (i for i in turned.speaking() if turned.rows[i].says.change)
        if (found := _best(list(_readings(turned, line)), value, precision, turned.rows[line].path)) is not None
    )


def _readings(grid: Grid, line: int) -> Iterator[Compared]:
    forms = _forms(grid, line)
    for later, earlier in _pairs(grid, line):
        for form in forms:
            yield _present(form, grid.figure[line], grid.figure[later], grid.figure[earlier])
    previous = _previous(grid)
    if (previous >= 0).any():
        at = np.flatnonzero(previous >= 0)
        for base in _bases(grid, line):
            for form in forms:
                row = grid.figure[base]
                yield _present(form, grid.figure[line][at], row[at], row[previous[at]])


def _forms(grid: Grid, line: int) -> tuple[str, ...]:
    row = grid.rows[line]
    if row.unit == "倍":
        return ("multiple",)
    if row.unit in ("%", "％", "ポイント"):
        return ("rate", "ratio", "difference")
    return ("difference", "rate", "ratio") if any(RATE.search(label) for label in row.path) else ("difference",)


def _pairs(grid: Grid, line: int) -> Iterator[tuple[int, int]]:
    """Lines of two years on the axis of the change, the nearest first."""
    dated = [(i, row.year) for i, row in enumerate(grid.rows) if row.year is not None and not row.says.derived]
    pairs = [(a, b) for a, year in dated for b, before in dated if year > before and _alike(grid, a, b)]
    yield from sorted(pairs, key=lambda pair: (abs(pair[0] - line) + abs(pair[1] - line), pair))[:6]


def _alike(grid: Grid, one: int, other: int) -> bool:
    """Whether two lines differ in one heading only: their year."""
    a, b = grid.rows[one].path, grid.rows[other].path
    return len(a) == len(b) and sum(x != y for x, y in zip(a, b, strict=True)) == 1


def _bases(grid: Grid, line: int) -> list[int]:
    """The lines that a line of changes over the years may be about: the one above it first, then those near it."""
    lines = [i for i, row in enumerate(grid.rows) if i != line and not row.says.derived]
    return sorted(lines, key=lambda i: (i > line, abs(i - line)))[:6]


def _previous(grid: Grid) -> Ints:
    """For each column the column of the year before, -1 where there is none (or more than one)."""
    years = [column.year for column in grid.columns]
    return np.array(
        [years.index(year - 1) if year is not None and years.count(year - 1) == 1 else -1 for year in years],
        dtype="int64",
    )


def _present(form: str, stated: Ints, later: Ints, earlier: Ints) -> Compared:
    there = (stated >= 0) & (later >= 0) & (earlier >= 0)
    return Compared(form, stated[there], later[there], earlier[there])


def _best(readings: list[Compared], value: Floats, precision: Floats, path: tuple[str, ...]) -> Found | None:
    """The reading that most positions bear out, or all but those of one figure: a wrong level breaks two changes."""
    best: tuple[int, int, Found] | None = None
    for reading in readings:
        found = compared(reading, value, precision, "/".join(path))
        held = int(found.holding().sum())
        failed = len(found.checks) - held
        believed = held > failed or (held > 0 and found.culprit() is not None)
        if believed and (best is None or (held, -failed) > best[:2]):
            best = (held, -failed, found)
    return best[2] if best else None


def compared(reading: Compared, value: Floats, precision: Floats, detail: str) -> Found:
    """The checks of one reading: stated − (later − earlier), or against their ratio, within what rounding allows."""
    s, a, b = reading.stated, reading.later, reading.earlier
    there = ~(np.isnan(value[s]) | np.isnan(value[a]) | np.isnan(value[b]))
    if reading.form != "difference":
        there &= value[b] != 0
    s, a, b = s[there], a[there], b[there]
    stated = Member(STATED, s, 1.0, value[s])
    if reading.form == "difference":
        members = [stated, Member("later", a, 1.0, value[a]), Member("earlier", b, -1.0, value[b])]
        return check("change", members, precision[s] + precision[a] + precision[b], detail)
    factor = 1.0 if reading.form == "multiple" else 100.0
    members = [stated, Member("numerator", a, factor, value[a])]
    if reading.form == "rate":
        members.append(Member("numerator", b, -factor, value[b]))
    members.append(Member("denominator", b, 1.0, value[b]))
    with np.errstate(over="ignore"):
        ratio = np.abs(value[a] / value[b])
        spread = factor * (precision[a] + ratio * precision[b]) / np.maximum(np.abs(value[b]) - precision[b], 1e-9)
    return check("change", members, precision[s] + spread, detail)
