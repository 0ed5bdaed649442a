"""The proof `sum`: the parts that headings name, against the total that is printed beside them, within rounding.

Totals and parts are found by what the headings say (合計, 計, 国立計, うち …), in rows and in columns. A sum is
believed when the grid bears it out (`expectations.proofs.partition`). Out of scope: sums across tables
(`expectations.proofs.identities`).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from expectations.proofs.found import STATED, Found, Member, check, together
from expectations.proofs.grids import Grid, Line
from expectations.proofs.headings import names_of
from expectations.proofs.partition import NOISE, Bools, Ints, Matrix, Sum, believed, exact, searchable, searched, tried

EXTRACT = re.compile(r"上位|主な|主要|抜粋|例$|多い|ランキング|トップ")
"""Titles of tables that do not show all the parts."""

LIST = 20
"""From this many parts on a total is one of a list: rounding would show in it."""


@dataclass(frozen=True, slots=True)
class _Axis:
    """A grid seen along one axis: its figures, the lines by what they say, and what its positions are called."""

    grid: Grid
    name: str
    matrix: Matrix
    own: Ints  # lines with quantities of their own that are no subsets
    subsets: Ints
    totals: Ints
    stems: Ints  # totals that are named for what they are of
    positions: Sequence[str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sum over one axis of a grid, and where it is to be believed."""

    axis: _Axis
    sum: Sum
    trusted: Bools


def sums(grids: Iterable[Grid]) -> Found:
    """All sums of a document's grids: those that hold, and those that should and do not."""
    candidates = [candidate for grid in grids for candidate in _candidates(grid)]
    return together(_checked(candidate) for candidate in _sharpened(candidates))


def _candidates(grid: Grid) -> Iterator[Candidate]:
    for name, turned in (("rows", grid), ("columns", grid.transposed())):
        totals = [i for i in turned.speaking() if _is_whole(turned.rows[i])]
        if totals:
            axis = _axis(turned, name)
            for total in totals:
                yield from _of_total(axis, total)


def _axis(grid: Grid, name: str) -> _Axis:
    """The grid without positions at which nothing stands; what never adds up stands for nothing."""
    value = grid.value.copy()
    value[:, [_never_adds(line) for line in grid.columns]] = np.nan
    at = np.flatnonzero(~np.isnan(value).all(axis=0))
    own, speaking = np.ones(len(grid.rows), dtype=bool), [(i, grid.rows[i].says) for i in grid.speaking()]
    own[[i for i, says in speaking if not says.leaf or says.subset]] = False
    cut = replace(
        grid,
        columns=tuple(grid.columns[j] for j in at),
        value=value[:, at],
        precision=grid.precision[:, at],
        unit=grid.unit[:, at],
        figure=grid.figure[:, at],
    )
    return _Axis(
        cut,
        name,
        Matrix.of(cut.value, cut.precision, cut.unit),
        np.flatnonzero(own),
        np.array([i for i, says in speaking if says.leaf and says.subset], dtype="int64"),
        np.array([i for i, says in speaking if says.total is not None], dtype="int64"),
        np.array([i for i, says in speaking if says.stem], dtype="int64"),
        ["/".join(column.path) for column in cut.columns],
    )


def _of_total(axis: _Axis, total: int) -> Iterator[Candidate]:
    before: set[bytes] = set()
    for given, declared in _groups(axis, total):
        parts = given[given != total]
        if len(given) < 2 or not len(parts) or parts.tobytes() in before:
            continue
        before.add(parts.tobytes())
        one = tried(axis.matrix, total, parts)
        trusted = believed(one, declared=declared and _closed(one, axis.matrix))
        if trusted.any() or _mostly_holds(one):
            yield Candidate(axis, one, trusted)
    if not searchable(axis.matrix, total):
        return
    found = searched(axis.matrix, total, _relatives(axis.grid.rows, total))
    if found is not None and found.parts.tobytes() not in before:
        yield Candidate(axis, found, believed(found, declared=False))


def _is_whole(line: Line) -> bool:
    return line.says.total is not None and not line.says.derived and not line.says.subset


def _never_adds(line: Line) -> bool:
    """Averages and rates of change are no quantities that add up; shares do, to 100."""
    return line.says.average or (line.says.change and line.unit == "%")


def _mostly_holds(one: Sum) -> bool:
    held = int((one.holds & one.tells).sum())
    return held > 0 and held >= int((~one.holds & one.tells).sum())


def _closed(one: Sum, matrix: Matrix) -> bool:
    """Whether the parts come near the total wherever they are tested: a total of something else does not."""
    total = matrix.value[one.total][one.tested]
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = (total - one.difference[one.tested]) / total
    return bool(np.all((ratio > 0.5) & (ratio < 2.0)))


def _groups(axis: _Axis, total: int) -> Iterator[tuple[Ints, bool]]:
    """The lines that headings propose as the parts of a total, with whether the headings say that they are all."""
    grid, says = axis.grid, axis.grid.rows[total].says
    if says.stem:
        yield _named(grid, axis.own, says.stem), True
    siblings = _beside(grid, axis.own, total)
    yield siblings, not says.stem and not EXTRACT.search(grid.title) and _at_an_end(total, siblings)
    yield _beside(grid, axis.subsets, total), False
    if not says.stem:
        yield _beside(grid, axis.stems, total), False
        yield axis.own, False
    before, after = axis.totals[axis.totals < total], axis.totals[axis.totals > total]
    since, until = (before[-1] if len(before) else -1), (after[0] if len(after) else len(grid.rows))
    yield axis.own[(axis.own > since) & (axis.own < total)], False
    yield axis.own[(axis.own > total) & (axis.own < until)], False


def _named(grid: Grid, among: Ints, stem: str) -> Ints:
    """The lines that belong to what a total is named for: 国立, or 国立大学 where the total is 国立計."""
    names, rows = set(names_of(stem)), grid.named.get(stem, ())
    return among[[i in rows or not names.isdisjoint(grid.rows[i].path) for i in among.tolist()]]


def _beside(grid: Grid, among: Ints, total: int) -> Ints:
    """The lines whose path differs from a total's in what stands for the whole, and in nothing else."""
    path, at = grid.rows[total].path, grid.rows[total].says.total or 0
    before, after = path[:at], path[at + 1 :]
    if not before and not after:
        return among
    paths = [grid.rows[i].path for i in among.tolist()]
    least, ends = at + len(after), len(after)
    return among[[len(p) > least and p[:at] == before and p[len(p) - ends :] == after for p in paths]]


def _at_an_end(total: int, parts: Ints) -> bool:
    return bool(len(parts)) and bool(total < parts[0] or total > parts[-1])


def _relatives(lines: Sequence[Line], total: int) -> list[int]:
    """Lines worth a search: what is measured as the total is, or what stands under the same heading."""
    path = lines[total].path
    above, after = path[:-1], path[(lines[total].says.total or 0) + 1 :]
    if not above and not after:
        return []
    related = []
    for i, line in enumerate(lines):
        alike = bool(after) and line.path[-len(after) :] == after
        below = bool(above) and line.path[:-1] == above
        if i != total and (alike or below) and not line.says.derived:
            related.append(i)
    return related


def _sharpened(candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """Candidates with no room for rounding where the document shows that it adds what it prints."""
    pools: dict[tuple[object, ...], list[Candidate]] = {}
    for candidate in candidates:
        for pool in _pools(candidate):
            pools.setdefault(pool, []).append(candidate)
    sharp = {pool for pool, held in pools.items() if exact((_rounded(c) for c in held), _typical(held))}
    for candidate in candidates:
        if any(pool in sharp for pool in _pools(candidate)):
            one = candidate.sum
            slack = NOISE * np.maximum(1.0, np.abs(candidate.axis.matrix.value[one.total]))
            holds = one.tested & (np.abs(np.where(one.tested, one.difference, np.inf)) <= slack)
            yield replace(candidate, sum=replace(one, slack=np.where(one.tested, slack, np.nan), holds=holds))
        else:
            yield candidate


def _pools(candidate: Candidate) -> list[tuple[object, ...]]:
    axis, one = candidate.axis, candidate.sum
    size = "list" if len(one.parts) >= LIST else "few"
    table = (axis.grid.element, axis.name)
    pools: list[tuple[object, ...]] = [(*table, one.total, one.parts.tobytes()), (*table, size)]
    return [*pools, (axis.name, size)] if size == "list" else pools


def _typical(candidates: Sequence[Candidate]) -> int:
    return int(np.median([len(candidate.sum.parts) for candidate in candidates]))


def _rounded(candidate: Candidate) -> Sum:
    """The sum where its total is rounded, and tested."""
    matrix, one = candidate.axis.matrix, candidate.sum
    rounded = one.tested & (matrix.precision[one.total] > 0) & (matrix.value[one.total] != 0)
    return replace(one, tested=rounded)


def _checked(candidate: Candidate) -> Found:
    axis, one = candidate.axis, candidate.sum
    at = np.flatnonzero(one.tested & (one.holds | candidate.trusted))
    if not len(at):
        return together([])
    value, figure = axis.grid.value[:, at], axis.grid.figure[:, at]
    detail = "/".join(axis.grid.rows[one.total].path)
    return check(
        "sum",
        [
            Member(STATED, figure[one.total], 1.0, value[one.total]),
            Member("part", figure[one.parts].T, 1.0, value[one.parts].T),
        ],
        one.slack[at],
        [f"{detail} · {axis.positions[j]}" for j in at.tolist()],
    )
