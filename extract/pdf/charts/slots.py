"""Slots: the places along the category axis in which bars and points stand.

They are told by tick marks, or else by how bars group and points follow each other; categories that have no mark get
their slot from the even distance of the others. Out of scope: what is printed at them (`categories`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import floor
from statistics import mean, median

from extract.pdf.charts.marks import Key
from extract.pdf.charts.texts import Piece
from extract.pdf.charts.views import Span


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a mark stands across the values, and which series it could be of."""

    u: float
    key: Key | int
    width: float = 0.0


@dataclass(frozen=True, slots=True)
class Slots:
    """The middles of the categories, evenly spread, with the pieces that name them."""

    centers: tuple[float, ...]
    pitch: float
    names: tuple[str, ...] = ()
    pieces: tuple[Piece, ...] = ()

    def index(self, u: float) -> int | None:
        """The slot that a place lies in."""
        away = [abs(center - u) for center in self.centers]
        nearest = min(away)
        return away.index(nearest) if nearest <= 0.55 * self.pitch else None


def find_slots(anchors: Sequence[Anchor], ticks: Sequence[float], plot: Span) -> Slots | None:
    """The slots of a plot. `ticks` are the places of tick marks on the category axis."""
    if not anchors:
        return None
    return _by_ticks(anchors, ticks) or _by_marks(anchors, plot)


def _by_ticks(anchors: Sequence[Anchor], ticks: Sequence[float]) -> Slots | None:
    places = sorted(ticks)
    steps = [b - a for a, b in pairwise(places)]
    if not steps or max(steps) > 1.06 * min(steps) + 0.3:
        return None
    pitch = (places[-1] - places[0]) / len(steps)
    ways = (Slots(tuple(places), pitch), Slots(tuple((a + b) / 2 for a, b in pairwise(places)), pitch))
    fitting = [(miss, k) for k, slots in enumerate(ways) if (miss := _miss(slots, anchors)) is not None]
    if not fitting or min(fitting)[0][1] > 0.12:
        return None
    slots = ways[min(fitting)[1]]
    return slots if _one_each(slots, anchors) or _even(slots, anchors) else None


def _miss(slots: Slots, anchors: Sequence[Anchor]) -> tuple[float, float] | None:
    """How far the middles of what stands in the slots are from theirs, in pitches: on average, and most often.

    None where something stands outside.
    """
    held: dict[int, list[float]] = {}
    for anchor in anchors:
        k = slots.index(anchor.u)
        if k is None or abs(slots.centers[k] - anchor.u) > 0.5 * slots.pitch + 0.3:
            return None
        held.setdefault(k, []).append(anchor.u)
    misses = [abs((min(us) + max(us)) / 2 - slots.centers[k]) / slots.pitch for k, us in held.items()]
    return round(mean(misses), 3), median(misses)


def _one_each(slots: Slots, anchors: Sequence[Anchor]) -> bool:
    """Whether no slot holds two marks of one series at different places."""
    seen: dict[tuple[int | None, Key | int], float] = {}
    for anchor in anchors:
        place = seen.setdefault((slots.index(anchor.u), anchor.key), anchor.u)
        if abs(place - anchor.u) > 0.7:
            return False
    return True


def _even(slots: Slots, anchors: Sequence[Anchor]) -> bool:
    """Whether every slot holds as many marks side by side, touching: several series that look the same."""
    held: dict[int | None, set[float]] = {}
    for anchor in anchors:
        held.setdefault(slots.index(anchor.u), set()).add(round(anchor.u, 1))
    if len(held) < 2 or len({len(us) for us in held.values()}) > 1:
        return False
    widest = max(anchor.width for anchor in anchors)
    us = sorted({u for held_us in held.values() for u in held_us})
    if all(b - a <= 1.1 * widest + 0.2 for a, b in pairwise(us)):
        return False  # a histogram: nothing parts its bars into groups
    return all(b - a <= 1.1 * widest + 0.2 for us in held.values() for a, b in pairwise(sorted(us)))


def _by_marks(anchors: Sequence[Anchor], plot: Span) -> Slots | None:
    groups = _groups(anchors)
    if len(groups) == 1:
        return Slots(((groups[0][0] + groups[0][-1]) / 2,), plot.width)
    widest = max(group[-1] - group[0] for group in groups)
    full = [group for group in groups if group[-1] - group[0] >= widest - 0.7]
    middles = [(group[0] + group[-1]) / 2 for group in full]
    steps = [b - a for a, b in pairwise(middles)]
    if not steps:
        middles = [(group[0] + group[-1]) / 2 for group in groups]
        steps = [b - a for a, b in pairwise(middles)]
    smallest = min(steps)
    counts = [max(1, round(step / smallest)) for step in steps]
    pitch = sum(steps) / sum(counts)
    if any(abs(step - count * pitch) > 0.25 * pitch for step, count in zip(steps, counts, strict=True)):
        return None
    first, last = middles[0], middles[0] + sum(counts) * pitch
    before = max(0, floor((first - plot.u0) / pitch - 0.2))
    behind = max(0, floor((plot.u1 - last) / pitch - 0.2))
    return Slots(tuple(first + k * pitch for k in range(-before, sum(counts) + behind + 1)), pitch)


def _groups(anchors: Sequence[Anchor]) -> list[list[float]]:
    """Marks side by side, parted at the widest gaps into as many groups as the most frequent series has marks."""
    places: list[tuple[float, set[Key | int]]] = []
    for anchor in sorted(anchors, key=lambda a: a.u):
        if places and abs(places[-1][0] - anchor.u) <= 0.7:
            places[-1][1].add(anchor.key)
        else:
            places.append((anchor.u, {anchor.key}))
    keys = {key for _, held in places for key in held}
    count = max(sum(key in held for _, held in places) for key in keys)
    if len(keys) == 1 and not any(len(held) > 1 for _, held in places):
        return _touching([u for u, _ in places], max(anchor.width for anchor in anchors))
    if any(len(held) > 1 for _, held in places):
        return [[u] for u, _ in places]
    gaps = sorted(((b[0] - a[0], k) for k, (a, b) in enumerate(pairwise(places))), reverse=True)[: count - 1]
    cuts = sorted(k for _, k in gaps)
    groups, start = [], 0
    for cut in [*cuts, len(places) - 1]:
        groups.append([u for u, _ in places[start : cut + 1]])
        start = cut + 1
    return groups


def _touching(us: list[float], width: float) -> list[list[float]]:
    """Bars that look the same, grouped where they touch, if that gives groups of one size."""
    groups = [[us[0]]]
    for one, other in pairwise(us):
        if other - one <= 1.05 * width + 0.2:
            groups[-1].append(other)
        else:
            groups.append([other])
    sizes = {len(group) for group in groups}
    return groups if len(sizes) == 1 and len(groups) > 1 and sizes != {1} else [[u] for u in us]
