"""The category axis: where the slots are in which bars and points stand, and what is printed at each.

Slots are told by tick marks, or else by how bars group and points follow each other; categories that have no mark get their
slot from the even distance of the others. Names may run over several lines, be turned, or stand at every other slot only.
Out of scope: which years the names say (`fiscal_years.read_axis`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import floor

from extract.pdf.charts.marks import Key
from extract.pdf.charts.texts import Piece, around, joined, lines_of
from extract.pdf.charts.views import Span, View

_SAMPLE_SIZE = re.compile(r"^[（(\[［]?\s*[nｎNＮ]\s*[=＝]")
_BRACKETED = re.compile(r"^[（(\[［].*[）)\]］]$")


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


def name_slots(view: View, slots: Slots, plot: Span, pieces: Sequence[Piece], barriers: Sequence[Span]) -> Slots:
    """The slots with what is printed at them."""
    if view.turned:
        found = _names_beside(view, slots, plot, pieces, barriers)
    else:
        found = _names_below(view, slots, plot, pieces, -1) or _names_below(view, slots, plot, pieces, 1)
    names = tuple(joined(found.get(k, [])) for k in range(len(slots.centers)))
    used = tuple(piece for group in found.values() for piece in group)
    return Slots(slots.centers, slots.pitch, names, used)


def _names_below(view: View, slots: Slots, plot: Span, pieces: Sequence[Piece], side: int) -> dict[int, list[Piece]]:
    """Names in rows under (side -1) or over the plot, the row nearest to it first."""
    edge = plot.v0 if side < 0 else plot.v1
    band: list[tuple[float, Span, Piece]] = []
    for piece in pieces:
        span = view.span(piece.box)
        away = edge - span.v1 if side < 0 else span.v0 - edge
        if -3.5 <= away <= 70 and plot.u0 - 0.6 * slots.pitch <= _anchor(piece) <= plot.u1 + 0.6 * slots.pitch:
            band.append((away, span, piece))
    band.sort(key=lambda item: item[0])
    found: dict[int, list[Piece]] = {}
    reach: float | None = None
    while band:
        away, _, first = band[0]
        row = [item for item in band if item[0] - away <= 0.6 * first.size]
        band = [item for item in band if item[0] - away > 0.6 * first.size]
        if reach is not None and away - reach > 0.9 * first.size:
            break
        held = _held(slots, [piece for _, _, piece in row])
        if not _in_line(slots, held, found):
            if found:
                break
            continue
        for k, group in held.items():
            found.setdefault(k, []).extend(group)
        reach = max(item[0] + item[1].length for item in row)
    return found


def _held(slots: Slots, row: list[Piece]) -> dict[int, list[Piece]]:
    held: dict[int, list[Piece]] = {}
    for piece in row:
        k = slots.index(_anchor(piece))
        if k is not None:
            held.setdefault(k, []).append(piece)
    return held


def _anchor(piece: Piece) -> float:
    """Where a name stands at its slot: its middle, or the end towards the axis where it is slanted."""
    if 20 <= piece.turn <= 70:
        return piece.box[2] - 0.4 * piece.size
    if 290 <= piece.turn <= 340:
        return piece.box[0] + 0.4 * piece.size
    return piece.x


def _in_line(slots: Slots, held: dict[int, list[Piece]], found: dict[int, list[Piece]]) -> bool:
    """Whether a row of texts stands at the slots: a further row only under names, and no unit in brackets."""
    if not held or any(k not in found for k in held if found):
        return False
    if found and len(held) < 0.5 * len(found) and all(_BRACKETED.match(joined(group)) for group in held.values()):
        return False
    good = 0
    for k, group in held.items():
        box = around(group)
        middle = (box[0] + box[2]) / 2 if not 20 <= group[0].turn <= 340 else _anchor(group[0])
        good += abs(middle - slots.centers[k]) <= 0.3 * slots.pitch and (
            box[2] - box[0] <= 1.3 * slots.pitch or len(slots.centers) == 1 or group[0].turn != 0
        )
    return good >= 0.6 * len(held)


def _names_beside(
    view: View, slots: Slots, plot: Span, pieces: Sequence[Piece], barriers: Sequence[Span]
) -> dict[int, list[Piece]]:
    """Names before horizontal bars (or behind, where none stands before), each perhaps of several lines."""
    for side in (-1, 1):
        found: dict[int, list[Piece]] = {}
        for line in lines_of(_beside(view, slots, plot, pieces, barriers, side)):
            k = slots.index(line[0].y)
            if k is not None:
                _add(found.setdefault(k, []), line, side)
        if found:
            return found
    return {}


def _beside(
    view: View, slots: Slots, plot: Span, pieces: Sequence[Piece], barriers: Sequence[Span], side: int
) -> list[Piece]:
    """The texts on one side of the plot, at the height of its slots, as far as the next drawing."""
    edge = plot.v0 if side < 0 else plot.v1
    kept: list[Piece] = []
    for piece in pieces:
        span = view.span(piece.box)
        away = edge - span.v1 if side < 0 else span.v0 - edge
        if away < -4 or piece.turn != 0:
            continue
        if not min(slots.centers) - slots.pitch / 2 <= span.u <= max(slots.centers) + slots.pitch / 2:
            continue
        between = [
            b
            for b in barriers
            if b.u0 <= span.u <= b.u1 and (span.v1 <= b.v1 <= edge if side < 0 else edge <= b.v0 <= span.v0)
        ]
        if not between:
            kept.append(piece)
    return kept


def _add(name: list[Piece], line: list[Piece], side: int) -> None:
    """Add a line to a name: of two chunks at one height the nearer one, or both where that is only a sample size."""
    level = [piece for piece in name if abs(piece.y - line[0].y) <= 0.5 * piece.size]
    if not level:
        name.extend(line)
        return
    nearer, farther = (line, level) if (line[-1].x > level[-1].x) == (side < 0) else (level, line)
    for piece in level:
        name.remove(piece)
    name.extend(nearer)
    if _SAMPLE_SIZE.match(joined(nearer)):
        name.extend(farther)
