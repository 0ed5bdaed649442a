"""The proofs `count` and `share` of answers: p % is k of n for a whole k, and a question's answers make 100.

n is found where it is printed: at the answer, in the title, or on the page; of several on a page, the one that the
figures themselves fit. Out of scope: shares printed beside the figures they are shares of
(`expectations.proofs.ratios`).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from expectations.proofs.found import STATED, Found, Member, check, together
from expectations.proofs.grids import Grid, Line
from expectations.proofs.headings import normal
from extract.document import Chart, Document, PagePlace, Table

Floats = NDArray[np.float64]

SAMPLE = re.compile(
    r"(?<![a-z])n=(\d[\d,]*)|(?:回答[者社数]*|有効回答数?|サンプル数|標本数)[=:は]?(\d[\d,]*)",
    re.IGNORECASE,
)
PERCENT = ("%", "％")

LUCK = 1e-3
"""A sample size that is not printed at the answer is believed only if chance would rarely fit all answers."""


@dataclass(frozen=True, slots=True)
class Samples:
    """Sample sizes printed near each table or chart: in its notes and title, and anywhere on its page."""

    own: Mapping[str, tuple[int, ...]]
    page: Mapping[str, tuple[int, ...]]


def samples(document: Document) -> Samples:
    """The sample sizes that stand in the notes and title of each element, and on its page."""
    texts: dict[int, list[str]] = {}
    for line in document.lines:
        if isinstance(line.place, PagePlace):
            texts.setdefault(line.place.page, []).append(line.text)
    own, page = {}, {}
    elements: tuple[Table | Chart, ...] = (*document.tables, *document.charts)
    for element in elements:
        own[element.id] = _sizes([element.title or "", *element.notes])
        if isinstance(element.place, PagePlace):
            page[element.id] = _sizes(texts.get(element.place.page, []))
    return Samples(own, page)


def _sizes(texts: Iterable[str]) -> tuple[int, ...]:
    found = [match[1] or match[2] for text in texts for match in SAMPLE.finditer(normal(text))]
    return tuple(dict.fromkeys(int(digits.replace(",", "")) for digits in found))


def answers(grids: Iterable[Grid], near: Samples) -> Found:
    """The counts and shares of all grids that hold percentages of answers."""
    return together(found for grid in grids if _of_answers(grid) for found in _one(grid, near))


def _of_answers(grid: Grid) -> bool:
    units = {line.unit for line in grid.columns} | {line.unit for line in grid.rows}
    computed = any(line.says.change for line in (*grid.rows, *grid.columns))
    value = np.nan_to_num(grid.value, nan=0.0)
    inside = bool(np.all((value >= 0) & (value <= 100)))
    return units <= {*PERCENT, None} and bool(units & {*PERCENT}) and not computed and inside


def _one(grid: Grid, near: Samples) -> Iterator[Found]:
    size = _sample_sizes(grid, near)
    if (size > 0).any():
        yield _counted(grid, size)
    for turned, sized in ((grid, size), (grid.transposed(), size.T)):
        yield _exhausted(turned, sized)


def _sample_sizes(grid: Grid, near: Samples) -> Floats:
    """N for each cell, 0 where none is known."""
    size = np.zeros(grid.value.shape)
    for i, line in enumerate(grid.rows):
        size[i, :] = _printed(line)
    for j, line in enumerate(grid.columns):
        size[:, j] = np.where(size[:, j] > 0, size[:, j], _printed(line))
    if (size > 0).any():
        return size
    own = near.own.get(grid.element, ())
    candidates = own if len(own) == 1 else (*own, *near.page.get(grid.element, ()))
    fitting = _fitting(grid, dict.fromkeys(candidates), certain=len(own) == 1)
    return np.full(grid.value.shape, float(fitting))


def _printed(line: Line) -> float:
    sizes = _sizes(line.path)
    return float(sizes[0]) if len(sizes) == 1 else 0.0


def _fitting(grid: Grid, candidates: Iterable[int], *, certain: bool) -> int:
    """The candidate that the grid's figures fit, where just one does so beyond luck; 0 where none does."""
    there = ~np.isnan(grid.value) & (grid.value > 0) & (grid.value < 100)
    p, room = grid.value[there], grid.precision[there]
    fits = []
    for n in candidates:
        held = _is_count(p, room, n)
        luck = min(1.0, float(np.mean(2 * room)) * n / 100) if len(p) else 1.0
        beyond = luck ** int(held.sum()) < LUCK and held.sum() >= 3
        if held.mean() >= 0.8 if len(p) else False:
            fits.append((n, bool(beyond)))
    good = [n for n, beyond in fits if beyond or certain]
    return good[0] if len(good) == 1 else 0


def _is_count(p: Floats, room: Floats, n: int) -> NDArray[np.bool_]:
    held: NDArray[np.bool_] = np.abs(p - 100 * np.round(p * n / 100) / n) <= room + 1e-9
    return held


def _counted(grid: Grid, size: Floats) -> Found:
    """Each percentage against the nearest whole count of its n, where that can tell: n is no thousand."""
    known = np.where(size > 0, size, np.nan)
    with np.errstate(invalid="ignore"):
        telling = 2 * grid.precision * known / 100 <= 0.5
    at = ~np.isnan(grid.value) & (size > 0) & telling
    p, n, room = grid.value[at], size[at], grid.precision[at]
    k = np.round(p * n / 100)
    holds = np.abs(p - 100 * k / n) <= room + 1e-9
    if not len(p) or holds.mean() < 0.5:
        return together([])
    constant = np.full(len(p), -1, dtype="int64")
    members = [
        Member(STATED, grid.figure[at], 1.0, p),
        Member("numerator", constant, 100.0, k, name=[f"k={each:.0f}" for each in k]),
        Member("denominator", constant, 1.0, n, name=[f"n={each:.0f}" for each in n]),
    ]
    return check("count", members, room, [f"{a:.0f}/{b:.0f}" for a, b in zip(k, n, strict=True)])


def _exhausted(grid: Grid, size: Floats) -> Found:
    """Rows of percentages that make 100, where most of a grid's rows do, or a pie says that they must."""
    plain = [j for j, line in enumerate(grid.columns) if line.says.total is None]
    shares_only = [j for j in plain if not grid.columns[j].says.share or len(plain) == len(grid.columns)]
    if len(shares_only) < 2:
        return together([])
    value, room = grid.value[:, shares_only], grid.precision[:, shares_only]
    n = size[:, shares_only].max(axis=1)
    several = (np.nan_to_num(value) > 0).sum(axis=1) >= 2
    slack = np.nansum(np.where(np.isnan(value), 0, room), axis=1)
    slack = np.where(n > 0, np.minimum(slack, 50 / np.maximum(n, 1)), slack)
    total = np.nansum(value, axis=1)
    holds = np.less_equal(np.abs(total - 100), slack + 1e-9)
    complete = np.logical_not(np.isnan(value).any(axis=1))
    at = _believed(several & (slack <= 5), holds, complete, certain=grid.type == "pie")
    count = len(at)
    return (
        check(
            "share",
            [
                Member(STATED, np.full(count, -1, dtype="int64"), 1.0, np.full(count, 100.0), name="100 %"),
                Member("part", grid.figure[:, shares_only][at], 1.0, value[at]),
            ],
            slack[at],
            ["/".join(grid.rows[i].path) for i in at],
        )
        if count
        else together([])
    )


def _believed(
    tested: NDArray[np.bool_], holds: NDArray[np.bool_], complete: NDArray[np.bool_], *, certain: bool
) -> Sequence[int]:
    """Rows to report: those that make 100, and those that should: where most others do, or it is a pie."""
    held, failed = int((tested & holds).sum()), int((tested & complete & ~holds).sum())
    if held < failed and not certain:
        return []
    sure = certain or (held >= 2 and failed * 2 <= held)
    return list(np.flatnonzero(tested & (holds | (sure & complete))))
