"""The bound on a subset: what is said to be of a whole (うち …) does not exceed it.

Kept as a `sum` only where it fails: that a part is no larger than its whole proves neither. Out of scope: subsets that
add up (`expectations.proofs.sums`).
"""

from collections.abc import Iterable, Iterator

import numpy as np

from expectations.proofs.found import STATED, Found, Member, check, together
from expectations.proofs.grids import Grid

FEWEST = 8
"""With fewer positions nothing tells whether a line is a subset of the line before it."""

RARE = 0.01
"""What is exceeded more often is counted in another way: うちPCT出願 beside 外国 is, in the survey's forms."""


def bounds(grids: Iterable[Grid]) -> Found:
    """All figures of subset lines that are larger than their whole, where nearly all of the line is not.

    A subset between 0 and w is one within w/2 of w/2: so the check is kept in the form that all checks have.
    """
    return together(found for grid in grids for turned in (grid, grid.transposed()) for found in _exceeding(turned))


def _exceeding(grid: Grid) -> Iterator[Found]:
    for subset in grid.speaking():
        line = grid.rows[subset]
        whole = _whole(grid, subset) if line.says.subset and not line.says.derived else None
        if whole is None:
            continue
        part, all_ = grid.value[subset], grid.value[whole]
        tested = ~np.isnan(part) & ~np.isnan(all_) & (grid.unit[subset] == grid.unit[whole])
        slack = grid.precision[subset] + grid.precision[whole]
        beyond = tested & (part > all_ + slack)
        if tested.sum() < FEWEST or beyond.sum() > max(1, RARE * tested.sum()):
            continue
        at = np.flatnonzero(beyond)
        members = [
            Member(STATED, grid.figure[subset, at], 1.0, part[at]),
            Member("part", grid.figure[whole, at], 0.5, all_[at]),
        ]
        yield check(
            "sum", members, all_[at] / 2 + slack[at], "/".join(line.path) + " ≤ " + "/".join(grid.rows[whole].path)
        )


def _whole(grid: Grid, subset: int) -> int | None:
    """The line that a subset is of: the last one before it under the same headings that is no subset itself."""
    above = grid.rows[subset].path[:-1]
    for i in range(subset - 1, -1, -1):
        says = grid.rows[i].says
        if not says.subset and not says.derived:
            return i if grid.rows[i].path[: len(above)] == above else None
    return None
