"""The proof `sum`: the parts that headings name, against the total that is printed beside them, within rounding.

Totals and parts are found by what the headings say (合計, 計, 国立計, うち …), in rows and in columns. A sum is
believed when the grid bears it out (`expectations.proofs.partition`). Out of scope: sums across tables
(`expectations.proofs.identities`).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from expectations.proofs.figures import Grid, Line
from expectations.proofs.found import STATED, Found, Member, check, together
from expectations.proofs.headings import is_average, is_change, is_derived, is_subset, is_total, stem, total_at
from expectations.proofs.partition import Bools, Sum, believed, exact, searched, telling, tried

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


def sums(grids: Iterable[Grid]) -> Found:
    """All sums of a document's grids: those that hold, and those that should and do not."""
    candidates = [candidate for grid in grids for candidate in _candidates(grid)]
    return together(_checked(candidate) for candidate in _sharpened(candidates))


def _candidates(grid: Grid) -> Iterator[Candidate]:
    for axis, turned in (("rows", grid), ("columns", grid.transposed())):
        adding = np.array([not _never_adds(line) for line in turned.columns], dtype=bool)
        value = np.where(adding, turned.value, np.nan)
        tried_already: set[tuple[int, frozenset[int]]] = set()
        for total in (i for i, line in enumerate(turned.rows) if _is_whole(line)):
            for parts, declared in _groups(turned, total):
                key = (total, frozenset(parts))
                if len(parts) < 2 or key in tried_already:
                    continue
                tried_already.add(key)
                one = tried(value, turned.precision, turned.unit, total, parts)
                trusted = believed(one, value, turned.precision, declared=declared and _closed(one, value))
                if trusted.any() or _mostly_holds(one, telling(one, value, turned.precision)):
                    yield Candidate(turned, axis, one, trusted)
            found = searched(value, turned.precision, turned.unit, total, _relatives(turned, total))
            if found is not None and (total, frozenset(found.parts)) not in tried_already:
                trusted = believed(found, value, turned.precision, declared=False)
                yield Candidate(turned, axis, found, trusted)


def _is_whole(line: Line) -> bool:
    return total_at(line.path) is not None and not is_derived(line.path) and not is_subset(line.path)


def _never_adds(line: Line) -> bool:
    """Averages and rates of change are no quantities that add up; shares do, to 100."""
    return is_average(line.path) or (is_change(line.path) and line.unit == "%")


def _mostly_holds(one: Sum, tells: Bools) -> bool:
    held = int((one.holds & tells).sum())
    return held > 0 and held >= int((~one.holds & tells).sum())


def _closed(one: Sum, value: np.ndarray) -> bool:
    """Whether the parts come near the total wherever they are tested: a total of something else does not."""
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = np.nansum(value[list(one.parts)], axis=0) / value[one.total]
    tested = ratio[one.tested]
    return bool(np.all((tested > 0.5) & (tested < 2.0)))


def _groups(grid: Grid, total: int) -> Iterator[tuple[list[int], bool]]:
    """The lines that headings propose as the parts of a total, with whether the headings say that they are all."""
    lines = grid.rows
    path = lines[total].path
    at = total_at(path) or 0
    leaves = [
        i for i, line in enumerate(lines) if i != total and total_at(line.path) is None and not is_derived(line.path)
    ]
    own = [i for i in leaves if not is_subset(lines[i].path)]
    name = stem(path[at])
    if name:
        yield [i for i in own if _named(lines[i], name)], True
    siblings = [i for i in own if _beside(lines[i].path, path, at)]
    yield siblings, not name and not EXTRACT.search(grid.title) and _at_an_end(total, siblings)
    yield [i for i in leaves if _beside(lines[i].path, path, at) and is_subset(lines[i].path)], False
    if not name:
        yield [i for i, line in enumerate(lines) if _subtotal(line, path, at)], False
        yield own, False
    yield _run(own, lines, range(total - 1, -1, -1)), False
    yield _run(own, lines, range(total + 1, len(lines))), False


def _named(line: Line, name: str) -> bool:
    """Whether a row belongs to what a total is named for: 国立, or 国立大学 where the total is 国立計."""
    return any(text == name or text in (f"{name}大学", f"{name}大学等") for text in line.stub)


def _beside(path: Sequence[str], total: Sequence[str], at: int) -> bool:
    """Whether a path differs from a total's in what stands for the whole, and in nothing else."""
    after = tuple(total[at + 1 :])
    inner = len(path) - len(after)
    return inner > at and tuple(path[:at]) == tuple(total[:at]) and tuple(path[inner:]) == after


def _subtotal(line: Line, path: Sequence[str], at: int) -> bool:
    here = total_at(line.path)
    return here is not None and bool(stem(line.path[here])) and _beside(line.path, path, at)


def _at_an_end(total: int, parts: Sequence[int]) -> bool:
    return bool(parts) and (total < min(parts) or total > max(parts))


def _run(own: Sequence[int], lines: Sequence[Line], order: range) -> list[int]:
    """The lines next to a total, as far as the next one."""
    wanted, run = set(own), []
    for i in order:
        if any(is_total(label) for label in lines[i].path):
            break
        if i in wanted:
            run.append(i)
    return run


def _relatives(grid: Grid, total: int) -> list[int]:
    """Lines worth a search: what is measured as the total is, or what stands under the same heading."""
    path = grid.rows[total].path
    at = total_at(path) or 0
    after = path[at + 1 :]
    lines = [i for i, line in enumerate(grid.rows) if i != total and not is_derived(line.path)]
    alike = [i for i in lines if after and grid.rows[i].path[-len(after) :] == after]
    below = [i for i in lines if len(path) > 1 and grid.rows[i].path[:-1] == path[:-1]]
    return sorted({*alike, *below})


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
