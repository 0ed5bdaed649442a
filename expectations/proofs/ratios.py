"""The proofs `average` and `share` inside a grid: amount ÷ count, and part ÷ whole, as the headings declare them.

Out of scope: averages of several tables (`expectations.proofs.identities`), shares of a survey's answers
(`expectations.proofs.answers`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from expectations.proofs.found import STATED, Found, Member, check, together
from expectations.proofs.grids import Grid
from expectations.proofs.precision import EXACT_UNITS

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]

YEN = {
    "円": 1.0,
    "千円": 1e3,
    "万円": 1e4,
    "十万円": 1e5,
    "百万円": 1e6,
    "千万円": 1e7,
    "億円": 1e8,
    "10億円": 1e9,
    "100億円": 1e10,
    "兆円": 1e12,
}


@dataclass(frozen=True, slots=True)
class Divided:
    """Positions where a figure is printed beside what it is the ratio of, times a factor of the units."""

    proof: str
    factor: float
    stated: Ints
    above: Ints
    below: Ints


def ratios(grids: Iterable[Grid], value: Floats, precision: Floats) -> Found:
    """All averages and shares printed in a document's grids that hold, and those that should and do not."""
    return together(
        found
        for grid in grids
        for turned in (grid, grid.transposed())
        for line in turned.speaking()
        if (found := _best(list(_readings(turned, line)), value, precision, turned, line)) is not None
    )


def _readings(grid: Grid, line: int) -> Iterator[Divided]:
    row = grid.rows[line]
    if row.says.change:
        return
    if row.says.average and row.unit in YEN:
        yield from _averages(grid, line)
    elif row.says.share and row.unit in ("%", "％"):
        yield from _shares(grid, line)


def _averages(grid: Grid, line: int) -> Iterator[Divided]:
    """An amount over a count, of lines that stand near and are themselves no averages."""
    plain = [i for i, row in enumerate(grid.rows) if i != line and not row.says.derived]
    amounts = [i for i in plain if grid.rows[i].unit in YEN]
    counts = [i for i in plain if grid.rows[i].unit in EXACT_UNITS]
    for amount in amounts:
        for count in counts:
            factor = YEN[grid.rows[amount].unit or ""] / YEN[grid.rows[line].unit or ""]
            yield _present("average", factor, grid.figure[line], grid.figure[amount], grid.figure[count])


def _shares(grid: Grid, line: int) -> Iterator[Divided]:
    """A line over its total: across the lines (構成比 beside the figure and the total of its column)."""
    plain = [i for i, row in enumerate(grid.rows) if i != line and not row.says.derived]
    wholes = [j for j, column in enumerate(grid.columns) if column.says.total is not None]
    for part in sorted(plain, key=lambda i: abs(i - line))[:4]:
        for whole in wholes:
            everywhere = np.full(len(grid.columns), grid.figure[part, whole])
            everywhere[whole] = -1
            yield _present("share", 100.0, grid.figure[line], grid.figure[part], everywhere)


def _present(proof: str, factor: float, stated: Ints, above: Ints, below: Ints) -> Divided:
    there = (stated >= 0) & (above >= 0) & (below >= 0)
    return Divided(proof, factor, stated[there], above[there], below[there])


def _best(readings: list[Divided], value: Floats, precision: Floats, grid: Grid, line: int) -> Found | None:
    best: tuple[int, int, Found] | None = None
    for reading in readings:
        found = divided(reading, value, precision, "/".join(grid.rows[line].path))
        held = int(found.holding().sum())
        failed = len(found.checks) - held
        if held > failed and held >= 2 and (best is None or (held, -failed) > best[:2]):
            best = (held, -failed, found)
    return best[2] if best else None


def divided(reading: Divided, value: Floats, precision: Floats, detail: str) -> Found:
    """The checks of one reading: stated against factor · above ÷ below, within what rounding allows."""
    s, a, b = reading.stated, reading.above, reading.below
    there = ~(np.isnan(value[s]) | np.isnan(value[a]) | np.isnan(value[b])) & (value[b] > precision[b])
    s, a, b = s[there], a[there], b[there]
    members = [
        Member(STATED, s, 1.0, value[s]),
        Member("numerator", a, reading.factor, value[a]),
        Member("denominator", b, 1.0, value[b]),
    ]
    spread = reading.factor * (precision[a] + np.abs(value[a] / value[b]) * precision[b]) / (value[b] - precision[b])
    return check(reading.proof, members, precision[s] + spread, detail)
