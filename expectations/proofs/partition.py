"""Which lines of a grid add up to a total: candidates are tried, and only what the grid itself bears out is believed.

Headings name the candidates; that a sum holds over most of a grid confirms that the parts are all the parts. Only
then is a sum that does not hold a finding. Out of scope: which headings name candidates
(`expectations.proofs.sums`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]
Bools = NDArray[np.bool_]

BY_CHANCE = 1e-4
"""What would happen by chance no more often than this is believed to have a reason."""

MOSTLY = 0.75
"""So many of the totals must be the exact sums of what is printed, for the others to be held to it."""

NEARLY = 0.95
"""A set of lines that a search finds must add up to the total at so many of the positions."""

FEWEST = 8
"""A search over fewer positions than this finds what is not there."""

LARGEST = 6
"""So many lines at most make up a total that a search finds."""

NOISE = 1e-9
"""What binary arithmetic may add to a difference, as a share of the total."""

MOST_SEARCHED = 12
"""A search over subsets of more lines than this is left alone: too many would fit by chance."""


@dataclass(frozen=True, slots=True)
class Together:
    """Lines taken together: at each position whether some, all or two that are not 0 are there, and their sums.

    `unit` is the one that all have that are there, -1 where they differ.
    """

    some: Bools
    every: Bools
    several: Bools
    value: Floats
    precision: Floats
    unit: Ints


@dataclass(frozen=True, slots=True)
class Matrix:
    """The figures of a grid, lines × positions: what is there, with 0 for blanks, and how exactly each is printed."""

    there: Bools
    value: Floats
    precision: Floats
    unit: Ints
    mixed: bool  # whether a position has figures in several units
    known: dict[bytes, Together] = field(default_factory=dict, repr=False)  # totals share their parts

    @classmethod
    def of(cls, value: Floats, precision: Floats, unit: Ints) -> "Matrix":
        """The figures of arrays in which NaN is a blank."""
        there = ~np.isnan(value)
        highest = np.where(there, unit, -1).max(axis=0, initial=-1)
        mixed = bool((there & (unit != highest)).any())
        return cls(there, np.where(there, value, 0.0), np.where(there, precision, 0.0), unit, mixed)

    def together(self, parts: Ints) -> Together:
        """Some lines taken together."""
        found = self.known.get(parts.tobytes())
        if found is None:
            there, value, unit = self.there[parts], self.value[parts], np.zeros(0, dtype=self.unit.dtype)
            if self.mixed:
                unit = np.where(there, self.unit[parts], -1).max(axis=0)
                unit[((self.unit[parts] != unit) & there).any(axis=0)] = -1
            found = self.known[parts.tobytes()] = Together(
                np.logical_or.reduce(there),
                np.logical_and.reduce(there),
                (value != 0).sum(axis=0) >= 2,
                value.sum(axis=0),
                self.precision[parts].sum(axis=0),
                unit,
            )
        return found


@dataclass(frozen=True, slots=True)
class Sum:
    """Lines `parts` that add up to the line `total`, over the other axis: where it was tested, and where it holds.

    `whole` says where none of the parts is blank, and `tells` where the sum says something: two parts at least are
    not 0, and rounding leaves little room beside the total. `difference` is total − Σ parts and `slack` what rounding
    allows, both NaN where nothing was tested.
    """

    total: int
    parts: Ints
    tested: Bools
    holds: Bools
    whole: Bools
    tells: Bools
    difference: Floats
    slack: Floats


def tried(matrix: Matrix, total: int, parts: Ints) -> Sum:
    """Σ parts against the total for each position of the other axis; `parts` are rising.

    A position is tested where the total and at least one part are there, all in one unit. Blank parts count nothing.
    """
    lines, whole = matrix.together(parts), matrix.value[total]
    tested = matrix.there[total] & lines.some
    if matrix.mixed:
        tested &= lines.unit == matrix.unit[total]
    apart = whole - lines.value
    slack = matrix.precision[total] + lines.precision + NOISE * np.maximum(1.0, np.abs(whole))
    room = slack <= 0.2 * np.abs(whole) + matrix.precision[total]
    return Sum(
        total,
        parts,
        tested,
        tested & (np.abs(apart) <= slack),
        tested & lines.every,
        tested & room & lines.several,
        np.where(tested, apart, np.nan),
        np.where(tested, slack, np.nan),
    )


def believed(sum_: Sum, *, declared: bool) -> Bools:
    """Where the sum is to be believed, so that a difference is a finding; where it holds elsewhere it is only reported.

    A sum that holds in most places where it tells something is believed in the others: those with all parts there,
    and, if it bears out that a blank counts nothing, those with blanks. A `declared` sum (all its parts are there
    and the headings say that they are all) is believed without company.
    """
    holds, fails = sum_.holds & sum_.tells, ~sum_.holds & sum_.tells
    whole = sum_.whole
    full = _borne_out(holds & whole, fails & whole)
    blank = _borne_out(holds & ~whole, fails & ~whole)
    trusted = np.zeros_like(whole)
    if full or (declared and not _refuted(holds & whole, fails & whole)):
        trusted |= whole
    if blank and (full or not whole.any()):
        trusted |= sum_.tested
    return trusted


def _borne_out(hold: Bools, fail: Bools) -> bool:
    held, failed = int(hold.sum()), int(fail.sum())
    return held >= 2 and failed * 2 <= held


def _refuted(hold: Bools, fail: Bools) -> bool:
    """Whether a declared sum fails so often that the headings must mean something else."""
    return int(fail.sum()) > max(1, int(hold.sum()))


def exact(sums: Iterable[Sum], lines: int) -> bool:
    """Whether totals are sums of the figures as printed, not rounded from finer ones: chance does not explain the fits.

    `sums` are sums of about `lines` rounded parts each. Were the total rounded on its own, the difference would be
    0 with a probability of about 1/(σ√2π), σ² = (parts + 1)/12; that so many are 0 by chance is bounded by
    Chernoff's inequality.
    """
    nothing = np.concatenate([np.zeros(0), *(np.abs(s.difference[s.tested]) for s in sums)])
    if not len(nothing):
        return False
    share = float(np.mean(nothing <= 1e-6))
    chance = min(0.75, float(1.0 / np.sqrt(2 * np.pi * (lines + 1) / 12)))
    if share < MOSTLY or share <= chance:
        return False
    apart = share * np.log(share / chance)
    if share < 1:
        apart += (1 - share) * np.log((1 - share) / (1 - chance))
    return bool(len(nothing) * apart > -np.log(BY_CHANCE))


def searchable(matrix: Matrix, total: int) -> bool:
    """Whether a total stands at so many positions that a search for its parts can tell anything."""
    return int(np.count_nonzero(matrix.there[total])) >= FEWEST


def searched(matrix: Matrix, total: int, among: Iterable[int]) -> Sum | None:
    """The lines among the candidates that add up to the total nearly everywhere, None where none do.

    Only for grids long enough to tell: with many positions no wrong set of lines fits nearly all of them.
    """
    candidates = _comparable(matrix, total, [line for line in among if line != total])
    if len(candidates) < 2 or len(candidates) > MOST_SEARCHED:
        return None
    best: tuple[float, int, Sum] | None = None
    for parts in _near(matrix, total, candidates):
        one = tried(matrix, total, np.array(parts))
        full = one.tells & one.whole
        looked = full if full.sum() >= FEWEST else one.tells
        held = int((one.holds & looked).sum())
        if held >= FEWEST and held >= NEARLY * looked.sum():
            rank = (held / float(looked.sum()), held)
            if best is None or rank > best[:2]:
                best = (*rank, one)
    return best[2] if best else None


def _near(matrix: Matrix, total: int, candidates: list[int]) -> Iterator[tuple[int, ...]]:
    """Sets of candidates whose sum is the total at most positions, blanks counting nothing.

    Sums only grow as lines are added: a set that is above the total at many positions is left with all that contain it.
    """
    at = np.flatnonzero(matrix.there[total])
    whole = matrix.value[total, at]
    lines, room = matrix.value[candidates][:, at], matrix.precision[candidates][:, at]
    if (lines < 0).any():
        return
    start = matrix.precision[total, at] + NOISE * np.maximum(1.0, np.abs(whole))
    waiting: list[tuple[tuple[int, ...], int, Floats, Floats]] = [((), 0, np.zeros(len(whole)), start)]
    while waiting:
        parts, following, sum_, slack = waiting.pop()
        for i in range(following, len(candidates)):
            larger, wider = sum_ + lines[i], slack + room[i]
            if np.mean(larger > whole + wider) > 1 - NEARLY:
                continue
            grown = (*parts, candidates[i])
            if len(grown) >= 2 and np.mean(np.abs(whole - larger) <= wider) > 0.5:
                yield grown
            if len(grown) < LARGEST:
                waiting.append((grown, i + 1, larger, wider))


def _comparable(matrix: Matrix, total: int, lines: list[int]) -> list[int]:
    """The lines that may be parts: in the total's unit, and nowhere clearly above it."""
    both = matrix.there[lines] & matrix.there[total]
    count = np.count_nonzero(both, axis=1)
    below = np.count_nonzero(both & (matrix.value[lines] <= matrix.value[total]), axis=1)
    fit = (count >= FEWEST) & (below / np.maximum(count, 1) >= NEARLY)
    if matrix.mixed:
        fit &= ~(both & (matrix.unit[lines] != matrix.unit[total])).any(axis=1)
    return [line for line, fits in zip(lines, fit.tolist(), strict=True) if fits]
