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
from expectations.proofs.partition import Bools, Sum, believed, exact, searchable, searched, telling, tried

EXTRACT = re.compile(r"上位|主な|主要|抜粋|例$|多い|ランキング|トップ")
"""Titles of tables that do not show all the parts."""

LIST = 20
"""From this many parts on a total is one of a list: rounding would show in it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sum over one axis of a grid, and where it is to be believed."""

    grid: Grid
    axis: str
    sum: Sum
    trusted: Bools


@dataclass(frozen=True, slots=True)
class _Lines:
    """Lines of an axis: those with quantities of their own that are subsets and that are none, and totals of a part."""

    subsets: Sequence[int]
    own: Sequence[int]
    stems: Sequence[int]


def sums(grids: Iterable[Grid]) -> Found:
    """All sums of a document's grids: those that hold, and those that should and do not."""
    candidates = [candidate for grid in grids for candidate in _candidates(grid)]
    return together(_checked(candidate) for candidate in _sharpened(candidates))


def _candidates(grid: Grid) -> Iterator[Candidate]:
    for axis, turned in (("rows", grid), ("columns", grid.transposed())):
        totals = [i for i, line in enumerate(turned.rows) if _is_whole(line)]
        if not totals:
            continue
        lines = _Lines(
            [i for i, line in enumerate(turned.rows) if line.says.leaf and line.says.subset],
            [i for i, line in enumerate(turned.rows) if line.says.leaf and not line.says.subset],
            [i for i, line in enumerate(turned.rows) if line.says.stem],
        )
        adding = np.array([not _never_adds(line) for line in turned.columns], dtype=bool)
        value = np.where(adding, turned.value, np.nan)
        for total in totals:
            yield from _of_total(replace(turned, value=value), axis, lines, total)


def _of_total(grid: Grid, axis: str, lines: _Lines, total: int) -> Iterator[Candidate]:
    value, precision, unit = grid.value, grid.precision, grid.unit
    before: set[frozenset[int]] = set()
    for parts, declared in _groups(grid, lines, total):
        if len(parts) < 2 or frozenset(parts) in before:
            continue
        before.add(frozenset(parts))
        one = tried(value, precision, unit, total, parts)
        trusted = believed(one, value, precision, declared=declared and _closed(one, value))
        if trusted.any() or _mostly_holds(one, telling(one, value, precision)):
            yield Candidate(grid, axis, one, trusted)
    if not searchable(value, total):
        return
    found = searched(value, precision, unit, total, _relatives(grid.rows, total))
    if found is not None and frozenset(found.parts) not in before:
        yield Candidate(grid, axis, found, believed(found, value, precision, declared=False))


def _is_whole(line: Line) -> bool:
    return line.says.total is not None and not line.says.derived and not line.says.subset


def _never_adds(line: Line) -> bool:
    """Averages and rates of change are no quantities that add up; shares do, to 100."""
    return line.says.average or (line.says.change and line.unit == "%")


def _mostly_holds(one: Sum, tells: Bools) -> bool:
    held = int((one.holds & tells).sum())
    return held > 0 and held >= int((~one.holds & tells).sum())


def _closed(one: Sum, value: np.ndarray) -> bool:
    """Whether the parts come near the total wherever they are tested: a total of something else does not."""
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = np.nansum(value[list(one.parts)], axis=0) / value[one.total]
    tested = ratio[one.tested]
    return bool(np.all((tested > 0.5) & (tested < 2.0)))


def _groups(grid: Grid, lines: _Lines, total: int) -> Iterator[tuple[Sequence[int], bool]]:
    """The lines that headings propose as the parts of a total, with whether the headings say that they are all."""
    says = grid.rows[total].says
    if says.stem:
        yield _named(grid, lines.own, says.stem), True
    siblings = _beside(grid, lines.own, total)
    yield siblings, not says.stem and not EXTRACT.search(grid.title) and _at_an_end(total, siblings)
    yield _beside(grid, lines.subsets, total), False
    if not says.stem:
        yield _beside(grid, lines.stems, total), False
        yield lines.own, False
    yield _run(grid, range(total - 1, -1, -1)), False
    yield _run(grid, range(total + 1, len(grid.rows))), False


def _named(grid: Grid, among: Sequence[int], stem: str) -> list[int]:
    """The lines that belong to what a total is named for: 国立, or 国立大学 where the total is 国立計."""
    names, rows = set(names_of(stem)), grid.named.get(stem, ())
    return [i for i in among if i in rows or not names.isdisjoint(grid.rows[i].path)]


def _beside(grid: Grid, among: Sequence[int], total: int) -> Sequence[int]:
    """The lines whose path differs from a total's in what stands for the whole, and in nothing else."""
    path, at = grid.rows[total].path, grid.rows[total].says.total or 0
    before, after = path[:at], path[at + 1 :]
    if not before and not after:
        return [i for i in among if grid.rows[i].path]
    paths = ((i, grid.rows[i].path) for i in among)
    return [i for i, p in paths if len(p) > at + len(after) and p[:at] == before and p[len(p) - len(after) :] == after]


def _at_an_end(total: int, parts: Sequence[int]) -> bool:
    return bool(parts) and (total < min(parts) or total > max(parts))


def _run(grid: Grid, order: range) -> list[int]:
    """The lines next to a total, as far as the next one."""
    run = []
    for i in order:
        says = grid.rows[i].says
        if says.total is not None:
            break
        if says.leaf and not says.subset:
            run.append(i)
    return run


def _relatives(lines: Sequence[Line], total: int) -> list[int]:
    """Lines worth a search: what is measured as the total is, or what stands under the same heading."""
    path = lines[total].path
    after = path[(lines[total].says.total or 0) + 1 :]
    related = []
    for i, line in enumerate(lines):
        alike = bool(after) and line.path[-len(after) :] == after
        below = len(path) > 1 and line.path[:-1] == path[:-1]
        if i != total and (alike or below) and not line.says.derived:
            related.append(i)
    return related


def _sharpened(candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """Candidates with no room for rounding where the document shows that it adds what it prints."""
    pools: dict[tuple[str, ...], list[Candidate]] = {}
    for candidate in candidates:
        for pool in _pools(candidate):
            pools.setdefault(pool, []).append(candidate)
    sharp = {pool for pool, held in pools.items() if exact((_rounded(c) for c in held), _typical(held))}
    for candidate in candidates:
        if any(pool in sharp for pool in _pools(candidate)):
            one = candidate.sum
            slack = np.where(one.tested, 1e-9 * np.maximum(1.0, np.abs(candidate.grid.value[one.total])), np.nan)
            holds = one.tested & (np.abs(np.nan_to_num(one.difference, nan=np.inf)) <= np.nan_to_num(slack))
            yield replace(candidate, sum=replace(one, slack=slack, holds=holds))
        else:
            yield candidate


def _pools(candidate: Candidate) -> list[tuple[str, ...]]:
    family = (candidate.grid.element, candidate.axis, str(candidate.sum.total), str(candidate.sum.parts))
    table = (candidate.grid.element, candidate.axis)
    size = "list" if len(candidate.sum.parts) >= LIST else "few"
    return [family, (*table, size)] + ([(candidate.axis, size)] if size == "list" else [])


def _typical(candidates: Sequence[Candidate]) -> int:
    return int(np.median([len(candidate.sum.parts) for candidate in candidates]))


def _rounded(candidate: Candidate) -> Sum:
    """The sum where its total is rounded, and tested."""
    one = candidate.sum
    rounded = one.tested & (candidate.grid.precision[one.total] > 0) & (candidate.grid.value[one.total] != 0)
    return replace(one, tested=rounded)


def _checked(candidate: Candidate) -> Found:
    grid, one = candidate.grid, candidate.sum
    at = np.flatnonzero(one.tested & (one.holds | candidate.trusted))
    if not len(at):
        return together([])
    lines = list(one.parts)
    value = grid.value[lines][:, at].T
    detail = "/".join(grid.rows[one.total].path)
    return check(
        "sum",
        [
            Member(STATED, grid.figure[one.total, at], 1.0, grid.value[one.total, at]),
            Member("part", grid.figure[lines][:, at].T, 1.0, value),
        ],
        one.slack[at],
        [f"{detail} · {'/'.join(grid.columns[j].path)}" for j in at],
    )
