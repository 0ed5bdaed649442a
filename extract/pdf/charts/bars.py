"""Bars: from filled rectangles to lanes that start at one base, and from these to series.

Bars stand side by side or one upon the other. Those of one colour are one series, or, where several of them stand in
every slot, as many as there are, in the order in which they are drawn.

Out of scope: what a bar is worth (`scales`), what it is called (`categories`, `legend`).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.pdf.charts.marks import Bar, Key
from extract.pdf.charts.series import Mark, Series
from extract.pdf.charts.slots import Slots
from extract.pdf.charts.views import Span, View

JOINT = 0.6  # points between a bar and what it stands on
LANE = 0.7  # points that bars of one lane may stray


@dataclass(frozen=True, slots=True)
class Stick:
    """A bar as it stands: from `start` to `end` along the values. `level` is 0 on the base, higher on other bars."""

    span: Span
    start: float
    end: float
    level: int
    key: Key
    order: int

    @property
    def u(self) -> float:
        """Its middle across the values."""
        return self.span.u


@dataclass(frozen=True, slots=True)
class Sticks:
    """All bars of a plot that hang together by their base."""

    base: float
    sticks: tuple[Stick, ...]

    @property
    def stacked(self) -> bool:
        """Whether bars stand on bars."""
        return any(stick.level for stick in self.sticks)


def find_sticks(view: View, bars: Sequence[Bar], zeros: Sequence[float]) -> Sticks | None:
    """The bars that stand on a common base; `zeros` are where calibrated axes have their zero or first tick."""
    spans = _distinct([(view.span(bar.box), bar) for bar in bars])
    lanes = _lanes(spans)
    base = _base(lanes, zeros)
    if base is None:
        return None
    sticks: list[Stick] = []
    for lane in lanes:
        sticks += _climb(lane, base, 1) + _climb(lane, base, -1)
    sticks = _as_thick(sticks)
    return Sticks(base, tuple(sticks)) if any(stick.span.length > JOINT for stick in sticks) else None


def speak(found: Sticks) -> bool:
    """Whether the drawing alone could be bars: of different lengths and apart, or joined differently in each lane.

    The cells of a table end where those of the other rows end, and touch.
    """
    ordered = sorted(found.sticks, key=lambda stick: stick.span.u0)
    if found.stacked:
        last = max(round(stick.end) for stick in ordered)
        ends = Counter(round(stick.end) for stick in ordered if round(stick.end) != last)
        common = sum(count for count in ends.values() if count >= 3)
        if len({stick.key for stick in ordered}) > 1 and common <= 0.6 * max(1, ends.total()):
            return True
        lanes = Counter(round(stick.span.u0) for stick in ordered)
        return _stand_apart(ordered) and len(ends) >= 2 * (max(lanes.values()) - 1)
    for one, other in pairwise(ordered):
        apart = other.span.u0 - one.span.u1 > 0.3 or one.key != other.key
        if apart and abs(one.span.length - other.span.length) > 0.5:
            return True
    return len({round(stick.end) for stick in ordered}) > 3


def _stand_apart(ordered: Sequence[Stick]) -> bool:
    """Whether lanes are parted by gaps, as bars are and cells are not."""
    steps = [(b.span.u0 - a.span.u1, a.span.width) for a, b in pairwise(ordered) if b.span.u0 - a.span.u0 > LANE]
    return len(steps) >= 2 and all(gap >= 0.1 * width for gap, width in steps)


def _distinct(spans: list[tuple[Span, Bar]]) -> list[tuple[Span, Bar]]:
    """Of rectangles painted at one place the last."""
    seen = {tuple(round(edge, 1) for edge in span): (span, bar) for span, bar in spans}
    return list(seen.values())


def _lanes(spans: list[tuple[Span, Bar]]) -> list[list[tuple[Span, Bar]]]:
    lanes: list[list[tuple[Span, Bar]]] = []
    for span, bar in sorted(spans, key=lambda item: (item[0].u0, item[0].u1)):
        if span.width < 0.5:
            continue
        for lane in reversed(lanes):
            if abs(lane[0][0].u0 - span.u0) <= LANE and abs(lane[0][0].u1 - span.u1) <= LANE:
                lane.append((span, bar))
                break
        else:
            lanes.append([(span, bar)])
    return lanes


def _base(lanes: list[list[tuple[Span, Bar]]], zeros: Sequence[float]) -> float | None:
    """The place where most lanes have an edge: an axis's zero if bars start there, else the lowest of the equals."""
    edges: Counter[float] = Counter()
    for lane in lanes:
        edges.update({round(2 * edge) / 2 for span, _ in lane for edge in (span.v0, span.v1)})
    if not edges:
        return None
    most = max(edges.values())
    for zero in zeros:
        at_zero = sum(any(abs(edge - zero) <= 1.2 for span, _ in lane for edge in (span.v0, span.v1)) for lane in lanes)
        if at_zero >= 0.7 * most:
            return _exact(lanes, zero)
    return _exact(lanes, min(edge for edge, count in edges.items() if count >= 0.9 * most))


def _exact(lanes: list[list[tuple[Span, Bar]]], about: float) -> float:
    near = sorted(edge for lane in lanes for span, _ in lane for edge in (span.v0, span.v1) if abs(edge - about) <= 1.2)
    return near[len(near) // 2]


def _climb(lane: list[tuple[Span, Bar]], base: float, way: int) -> list[Stick]:
    """Bars from the base on, each upon the one before; several that start at one place stand before each other."""
    sticks: list[Stick] = []
    left = list(lane)
    places = [(base, 0)]
    while places:
        at, level = places.pop()
        here = [item for item in left if abs((item[0].v0 if way > 0 else item[0].v1) - at) <= JOINT]
        flat = [item for item in here if item[0].length <= 2 * JOINT and (way > 0 or item[0].length > 0.1)]
        upright = [item for item in here if item not in flat]
        for span, bar in flat:
            sticks.append(_stick(span, bar, way, level))
            level += 1
        for span, bar in upright:
            sticks.append(_stick(span, bar, way, level))
            places.append((span.v1 if way > 0 else span.v0, level + 1))
        for span, _ in flat:
            if not upright and span.length > JOINT:
                places.append((span.v1 if way > 0 else span.v0, level))
        left = [item for item in left if item not in here]
    return sticks


def _stick(span: Span, bar: Bar, way: int, level: int) -> Stick:
    start, end = (span.v0, span.v1) if way > 0 else (span.v1, span.v0)
    return Stick(span, start, end, level, bar.key, bar.order)


def _as_thick(sticks: list[Stick]) -> list[Stick]:
    """Bars of a chart are equally thick, or of very few widths."""
    widths = Counter(round(2 * stick.span.width) / 2 for stick in sticks)
    if not widths:
        return []
    most = max(widths, key=lambda width: (widths[width], width))
    usual = [width for width, count in widths.items() if count >= 0.15 * len(sticks) and width >= 0.3 * most]
    return [stick for stick in sticks if any(abs(stick.span.width - width) <= 0.06 * width + 0.5 for width in usual)]


def find_series(found: Sticks | None, slots: Slots, is_named: Callable[[Series], bool]) -> list[Series]:
    """The series that bars make; `is_named` tells whether a legend knows a series by its look."""
    if found is None:
        return []
    by_key: dict[Key, list[tuple[int, Stick]]] = defaultdict(list)
    for stick in found.sticks:
        slot = slots.index(stick.u)
        if slot is not None:
            by_key[stick.key].append((slot, stick))
    many = [one for key, held in by_key.items() for one in _apart(key, held)]
    slots_held = {mark.slot for one in many for mark in one.marks}
    alone = len(slots_held) == sum(len(one.marks) for one in many)
    if len(many) > 1 and alone and not any(is_named(one) for one in many):
        # Bars of several colours, one a category and none of them named: emphasis, not series.
        many = [Series("bar", many[0].keys, [mark for one in many for mark in one.marks], order=many[0].order)]
    for one in many:
        one.marks.sort(key=lambda mark: mark.slot)
    return many


def _apart(key: Key, held: list[tuple[int, Stick]]) -> list[Series]:
    """One series, or as many as there are bars of this look in every slot."""
    of_slot: dict[int, list[Stick]] = defaultdict(list)
    for slot, stick in held:
        of_slot[slot].append(stick)
    counts = {len(sticks) for sticks in of_slot.values()}
    if counts == {1} or len(counts) > 1 or any(_stand_in_one_place(sticks) for sticks in of_slot.values()):
        marks = [Mark(stick.span, stick.start, stick.end, slot, stick.level) for slot, stick in held]
        return [Series("bar", (key,), marks, order=min(stick.order for _, stick in held))]
    many = []
    for rank in range(counts.pop()):
        chosen = [(slot, sorted(sticks, key=lambda s: (s.order, s.u))[rank]) for slot, sticks in of_slot.items()]
        marks = [Mark(stick.span, stick.start, stick.end, slot, stick.level) for slot, stick in chosen]
        many.append(Series("bar", (key,), marks, order=min(stick.order for _, stick in chosen)))
    return many


def _stand_in_one_place(sticks: list[Stick]) -> bool:
    """Whether two of the bars are drawn over each other."""
    places = {(round(stick.u), round(stick.start)) for stick in sticks}
    return len(places) < len(sticks)
