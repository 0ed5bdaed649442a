"""Rulings joined to lattices: which lines cross, where rows and columns part, which cells a border divides.

Out of scope: what stands in the cells (`extract.pdf.ruled`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from extract.document import Box
from extract.pdf.page import Ruling

SNAP = 2.0  # points: lines closer than this are one, as in double rules drawn by borders of neighbouring cells
REACH = 3.0  # points that a line may stop short of the one it meets
SECTION = 30.0  # points: the row that names a section is no higher
SHORTEST = 4.0  # points: what is shorter after joining is a mark, no line
NARROWEST = 3.5  # points between lines that part rows or columns: closer ones are a double rule
COVERED = 0.55  # of a cell's side that a line must cover to divide


class Line(NamedTuple):
    """A line of a lattice: at `at` across, from `start` to `end` along."""

    at: float
    start: float
    end: float

    @property
    def length(self) -> float:
        """In points."""
        return self.end - self.start


_at, _start = attrgetter("at"), attrgetter("start")
Lines = tuple[Sequence[Line], Sequence[Line]]
"""The rulings of a page or of a part of it, joined: horizontal and upright."""


@dataclass(frozen=True, slots=True)
class Lattice:
    """Lines that cross each other, directly or through others."""

    horizontal: tuple[Line, ...]
    vertical: tuple[Line, ...]

    @property
    def bbox(self) -> Box:
        """The box around all its lines."""
        xs = [x for line in self.horizontal for x in (line.start, line.end)] + [line.at for line in self.vertical]
        ys = [y for line in self.vertical for y in (line.start, line.end)] + [line.at for line in self.horizontal]
        return (min(xs), min(ys), max(xs), max(ys))


def join_rulings(rulings: Iterable[Ruling]) -> tuple[list[Line], list[Line]]:
    """Horizontal and vertical lines, pieces on one axis joined."""
    horizontal, vertical = [], []
    for ruling in rulings:
        if ruling.horizontal:
            horizontal.append(Line((ruling.top + ruling.bottom) / 2, ruling.x0, ruling.x1))
        else:
            vertical.append(Line((ruling.x0 + ruling.x1) / 2, ruling.top, ruling.bottom))
    return _joined(horizontal), _joined(vertical)


def _joined(pieces: list[Line]) -> list[Line]:
    pieces.sort(key=_at)
    found: list[Line] = []
    for band in _bands(pieces):
        band.sort(key=_start)
        current: list[Line] = []
        end = 0.0
        for line in band:
            if current and line.start > end + REACH:
                found.append(_merged(current))
                current = []
            end = max(end, line.end) if current else line.end
            current.append(line)
        found.append(_merged(current))
    return [line for line in found if line.length >= SHORTEST]


def _bands(pieces: Sequence[Line]) -> Iterable[list[Line]]:
    """Lines (sorted by `at`) that lie within `SNAP` of the first of them."""
    band: list[Line] = []
    for line in pieces:
        if band and line.at - band[0].at > SNAP:
            yield band
            band = []
        band.append(line)
    if band:
        yield band


def _merged(lines: Sequence[Line]) -> Line:
    if len(lines) == 1:
        return lines[0]
    longest = max(lines, key=lambda line: line.length)
    return Line(longest.at, min(line.start for line in lines), max(line.end for line in lines))


def find_lattices(horizontal: Sequence[Line], vertical: Sequence[Line]) -> list[Lattice]:
    """Lines grouped by what they cross; lines that cross none, and go on in none that does, are in no lattice."""
    parent = list(range(len(horizontal) + len(vertical)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    crossed: set[int] = set()
    upright = sorted(enumerate(vertical), key=lambda pair: pair[1].at)
    for h, flat in enumerate(horizontal):
        for v, line in upright:
            if line.at > flat.end + REACH:
                break
            if line.at >= flat.start - REACH and line.start - REACH <= flat.at <= line.end + REACH:
                parent[root(h)] = root(len(horizontal) + v)
                crossed.update((h, len(horizontal) + v))
    for one, other in _broken(horizontal, vertical):
        parent[root(len(horizontal) + one)] = root(len(horizontal) + other)
        crossed.update((len(horizontal) + one, len(horizontal) + other))
    groups: dict[int, tuple[list[Line], list[Line]]] = defaultdict(lambda: ([], []))
    for node in crossed:
        flat_one = node < len(horizontal)
        member = horizontal[node] if flat_one else vertical[node - len(horizontal)]
        groups[root(node)][0 if flat_one else 1].append(member)
    return [Lattice(tuple(sorted(hs, key=_order)), tuple(sorted(vs, key=_order))) for hs, vs in groups.values()]


def with_open_rows(lattice: Lattice) -> Lattice:
    """The lattice with lines where inner upright lines end free at one height: a row open across stands there.

    Such a line runs between the upright lines that go on beside it.
    """
    top, bottom = lattice.bbox[1], lattice.bbox[3]
    free = [
        (y, line.at)
        for line in lattice.vertical
        for y in (line.start, line.end)
        if top + SHORTEST < y < bottom - SHORTEST and not _ends_on(line.at, y, lattice.horizontal)
    ]
    rows: list[Line] = []
    for at in axis((y for y, _ in free), REACH):
        ends = {round(x) for y, x in free if abs(y - at) < REACH}
        through = [line.at for line in lattice.vertical if line.start < at - REACH and line.end > at + REACH]
        if len(ends) < 2 or len(through) < 2:
            continue
        for left, right in pairwise(sorted(through)):
            if any(left < x < right for x in ends):
                rows.append(Line(at, left, right))
    return Lattice(tuple(sorted((*lattice.horizontal, *rows), key=_order)), lattice.vertical) if rows else lattice


def _broken(horizontal: Sequence[Line], vertical: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Upright lines (by number) that go on below in another: a section's name stands between, and no line ends both."""
    upright = sorted(range(len(vertical)), key=lambda number: (round(vertical[number].at), vertical[number].start))
    for one, other in pairwise(upright):
        above, below = vertical[one], vertical[other]
        if abs(above.at - below.at) > SNAP or not 0 < below.start - above.end < SECTION:
            continue
        if not (_ends_on(above.at, above.end, horizontal) and _ends_on(below.at, below.start, horizontal)):
            yield one, other


def _ends_on(x: float, y: float, horizontal: Sequence[Line]) -> bool:
    return any(abs(line.at - y) <= REACH and line.start - REACH <= x <= line.end + REACH for line in horizontal)


def _order(line: Line) -> tuple[float, float]:
    return line.at, line.start


def alike(rules: Iterable[Line], shortest: float, slack: float) -> list[list[Line]]:
    """Rules of one length and place, none shorter than `shortest`; ends differ by less than `slack`. All in points."""
    groups: list[list[Line]] = []
    for rule in rules:
        if rule.length < shortest:
            continue
        for group in groups:
            if abs(group[0].start - rule.start) < slack and abs(group[0].end - rule.end) < slack:
                group.append(rule)
                break
        else:
            groups.append([rule])
    return groups


def axis(positions: Iterable[float], narrowest: float) -> list[float]:
    """Positions where rows or columns part; those closer than `narrowest` are one (double rules)."""
    found: list[list[float]] = []
    for position in sorted(positions):
        if found and position - found[-1][-1] < narrowest:
            found[-1].append(position)
        else:
            found.append([position])
    return [sum(group) / len(group) for group in found]


def near(lines: Sequence[Line], at: float, reach: float) -> list[Line]:
    """The lines within `reach` of `at`, in the order of where they start."""
    return sorted([line for line in lines if abs(line.at - at) <= reach], key=_start)


def divide(lines: Iterable[Line], start: float, end: float) -> bool:
    """Whether lines of one place, in the order of where they start, cover most of the side from `start` to `end`."""
    covered = 0.0
    reached = start
    for _, begin, stop in lines:
        low, high = (begin if begin > reached else reached), (stop if stop < end else end)  # noqa: FURB136 - asked often
        if high > low:
            covered += high - low
            reached = high
    return covered >= COVERED * (end - start)
