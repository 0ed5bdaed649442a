"""Slots: the places along the category axis in which bars and points stand.

They are told by tick marks, or else by how bars group and points follow each other; categories that have no mark get their
slot from the even distance of the others. Out of scope: what is printed at them (`categories`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import floor

from extract.pdf.charts.marks import Key
from extract.pdf.charts.texts import Piece
from extract.pdf.charts.views import Span


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a mark stands across the values, and which series it could be of."""

    u: float
    key: Key | int


@dataclass(frozen=True, slots=True)
class Slots:
    """The middles of the categories, evenly spread, with the pieces that name them."""

    centers: tuple[float, ...]
    pitch: float
    names: tuple[str, ...] = ()
    pieces: tuple[Piece, ...] = ()

    def index(self, u: float) -> int | None:
        """The slot that a place lies in."""
        best = min(range(len(self.centers)), key=lambda k: abs(self.centers[k] - u))
        return best if abs(self.centers[best] - u) <= 0.55 * self.pitch else None


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
    between = Slots(tuple((a + b) / 2 for a, b in pairwise(places)), pitch)
    upon = Slots(tuple(places), pitch)
    for slots, near in ((upon, 0.08), (between, 0.5)):
        if all(min(abs(center - anchor.u) for center in slots.centers) <= near * pitch + 0.3 for anchor in anchors):
            return slots if _one_each(slots, anchors) else None
    return None


def _one_each(slots: Slots, anchors: Sequence[Anchor]) -> bool:
    """Whether no slot holds two marks of one series at different places."""
    seen: dict[tuple[int | None, Key | int], float] = {}
    for anchor in anchors:
        place = seen.setdefault((slots.index(anchor.u), anchor.key), anchor.u)
        if abs(place - anchor.u) > 0.7:
            return False
    return True


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
    if any(len(held) > 1 for _, held in places) or len(keys) == 1:
        return [[u] for u, _ in places]
    gaps = sorted(((b[0] - a[0], k) for k, (a, b) in enumerate(pairwise(places))), reverse=True)[: count - 1]
    cuts = sorted(k for _, k in gaps)
    groups, start = [], 0
    for cut in [*cuts, len(places) - 1]:
        groups.append([u for u, _ in places[start : cut + 1]])
        start = cut + 1
    return groups
