"""Circles cut into sectors, and rings: which filled figures make one, and the angle of each.

Sectors make a circle only if their edges meet in one centre and their angles add up to a full turn; what is merely
round does not. Out of scope: slanted and pulled-out pies, rings within rings; what the sectors are called (`pie`).
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import atan2, degrees, hypot

from extract.document import Box
from extract.pdf.charts.marks import Point, Wedge

FULL = 360.0
SLACK = 1.5  # degrees that angles may miss a full turn by
MOST = 500  # points of an outline: a sector has fewer
SMALLEST = 12.0  # points: the radius of a circle worth reading


@dataclass(frozen=True, slots=True)
class Sector:
    """A share of a circle, in degrees from the top, clockwise."""

    wedge: Wedge
    start: float
    sweep: float

    @property
    def share(self) -> float:
        """In percent."""
        return 100 * self.sweep / FULL


@dataclass(frozen=True, slots=True)
class Circle:
    """Sectors around a centre. `hole` is the inner radius, 0 for a pie."""

    center: Point
    radius: float
    hole: float
    sectors: tuple[Sector, ...]

    @property
    def box(self) -> Box:
        """The box around it."""
        x, y = self.center
        return (x - self.radius, y - self.radius, x + self.radius, y + self.radius)

    def away(self, point: Point) -> float:
        """Distance of a point from the centre."""
        return hypot(point[0] - self.center[0], point[1] - self.center[1])

    def angle(self, point: Point) -> float:
        """Direction of a point from the centre: degrees from the top, clockwise."""
        return degrees(atan2(point[0] - self.center[0], self.center[1] - point[1])) % FULL


def find_circles(wedges: Sequence[Wedge]) -> list[Circle]:
    """Every circle that sectors make up."""
    return [circle for group in _touching(wedges) if (circle := _circle(group)) is not None]


def _touching(wedges: Sequence[Wedge]) -> list[list[Wedge]]:
    groups: list[list[Wedge]] = []
    for wedge in wedges:
        if len(wedge.points) > MOST:
            continue
        near = [group for group in groups if any(_meet(wedge.box, other.box) for other in group)]
        merged = [wedge, *(other for group in near for other in group)]
        groups = [group for group in groups if group not in near] + [merged]
    return [group for group in groups if 2 <= len(group) <= 40]


def _meet(one: Box, other: Box) -> bool:
    return (
        one[0] <= other[2] + 1.5 and other[0] <= one[2] + 1.5 and one[1] <= other[3] + 1.5 and other[1] <= one[3] + 1.5
    )


def _circle(group: Sequence[Wedge]) -> Circle | None:
    x0s, tops, x1s, bottoms = zip(*(wedge.box for wedge in group), strict=True)
    if not 0.75 <= (max(x1s) - min(x0s)) / (max(bottoms) - min(tops)) <= 1.33:
        return None
    once = list({tuple(round(edge) for edge in wedge.box): wedge for wedge in group}.values())
    best: tuple[float, Circle] | None = None
    for center in _centers(once):
        circle = _around(center, once)
        if circle is not None:
            miss = abs(sum(sector.sweep for sector in circle.sectors) - FULL)
            if miss <= SLACK and (best is None or miss < best[0] - 0.3):
                best = (miss, circle)
    return best[1] if best else None


def _centers(group: Sequence[Wedge]) -> list[Point]:
    """Where the centre may be: where sectors meet, where the edges between them cross, in the middle of all."""
    shared = _shared(group)
    centers = [point for point, held in shared.items() if len(held) == len(group) or len(held) >= 3]
    borders: dict[frozenset[int], list[Point]] = defaultdict(list)
    for point, held in shared.items():
        if len(held) == 2:
            borders[frozenset(held)].append(point)
    edges = [points for points in borders.values() if len(points) == 2]
    centers += [c for one, other in combinations(edges[:4], 2) if (c := _crossing(one, other)) is not None]
    x0s, tops, x1s, bottoms = zip(*(wedge.box for wedge in group), strict=True)
    if abs((max(x1s) - min(x0s)) - (max(bottoms) - min(tops))) <= 0.03 * (max(x1s) - min(x0s)):
        centers.append(((min(x0s) + max(x1s)) / 2, (min(tops) + max(bottoms)) / 2))
    return centers


def _shared(group: Sequence[Wedge]) -> dict[Point, set[int]]:
    """Corners that several sectors have, with those that have them."""
    cells: dict[tuple[int, int], Point] = {}
    shared: dict[Point, set[int]] = {}
    for k, wedge in enumerate(group):
        for x, y in wedge.points:
            column, row = round(2 * x), round(2 * y)
            near = (cells.get((column + i, row + j)) for i in (0, -1, 1) for j in (0, -1, 1))
            home = next((p for p in near if p and abs(p[0] - x) <= 0.3 and abs(p[1] - y) <= 0.3), None)
            if home is None:
                home = cells[column, row] = (x, y)
            shared.setdefault(home, set()).add(k)
    return {point: held for point, held in shared.items() if len(held) >= 2}


def _crossing(one: Sequence[Point], other: Sequence[Point]) -> Point | None:
    (ax, ay), (bx, by) = one
    (cx, cy), (dx, dy) = other
    turn = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx)
    if abs(turn) < 1e-3 * hypot(bx - ax, by - ay) * hypot(dx - cx, dy - cy):
        return None
    along = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / turn
    return (ax + along * (bx - ax), ay + along * (by - ay))


def _around(center: Point, group: Sequence[Wedge]) -> Circle | None:
    """The circle around a centre: every sector reaches its rim, and only control points lie beyond."""
    distances = [[hypot(x - center[0], y - center[1]) for x, y in wedge.points] for wedge in group]
    ends = sorted(_rim(row) if one.curved else max(row) for row, one in zip(distances, group, strict=True))
    radius = ends[len(ends) // 2]
    if radius < SMALLEST or any(max(row) > 1.25 * radius or max(row) < 0.97 * radius for row in distances):
        return None
    if any(abs(end - radius) > 0.03 * radius for end in ends):
        return None
    hole = min(min(row) for row in distances)
    sectors = sorted((_sector(wedge, center, radius) for wedge in group), key=lambda s: s.start)
    return Circle(center, radius, hole if hole > 0.1 * radius else 0.0, tuple(sectors))


def _rim(distances: Sequence[float]) -> float:
    """How far the arc is from the centre: as the nearest of the outer points, the others being control points."""
    farthest = max(distances)
    return min(distance for distance in distances if distance > 0.78 * farthest)


def _sector(wedge: Wedge, center: Point, radius: float) -> Sector:
    """The sector that the outer edge spans, followed along the outline from where it comes to the rim."""
    outline = wedge.points[:-1] if wedge.points[0] == wedge.points[-1] else wedge.points
    outer = [hypot(x - center[0], y - center[1]) >= 0.96 * radius for x, y in outline]
    first = outer.index(False) if False in outer else 0
    turned: list[float] = []
    for k in range(first, first + len(outline)):
        x, y = outline[k % len(outline)]
        if outer[k % len(outline)]:
            angle = degrees(atan2(x - center[0], center[1] - y))
            turned.append(turned[-1] + (angle - turned[-1] + 180) % FULL - 180 if turned else angle)
    return Sector(wedge, round(min(turned), 1) % FULL, min(FULL, max(turned) - min(turned)))
