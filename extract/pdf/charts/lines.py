"""Lines: from drawn traces and markers to points that stand at the slots.

A series may be drawn in several pieces where values are missing, and a single value as a marker alone. What does not
stand at the slots (an arrow, a leader, a frame) is no series. Out of scope: what a point is worth.
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import compress, pairwise
from statistics import median

import numpy as np

from extract.document import Box
from extract.pdf.charts.marks import MARKER, Bar, Dot, Key, Trace, alike
from extract.pdf.charts.series import Mark, Series
from extract.pdf.charts.slots import Anchor, Slots
from extract.pdf.charts.views import Span, View

AT_SLOT = 0.16  # of the pitch: how far from its slot's middle a point may stand


def usable(view: View, traces: Sequence[Trace]) -> list[Trace]:
    """Traces that run through the categories in order, as the line of a series does; no strokes of crosses on one."""
    kept = []
    boxes = [trace.box for trace in traces]
    large = [_is_large(box) for box in boxes]
    points = {(round(x), round(y)) for trace in compress(traces, large) for x, y in trace.points}
    for trace, box, is_large in zip(traces, boxes, large, strict=True):
        if not is_large and _at_point(box, points):
            continue
        us = [view.point(*point)[0] for point in trace.points]
        steps = [b - a for a, b in pairwise(us)]
        if all(step > 0.5 for step in steps) or all(step < -0.5 for step in steps):
            kept.append(trace)
    return kept


def without_markers(bars: Sequence[Bar], traces: Sequence[Trace]) -> list[Bar]:
    """The bars that are no square markers: neither on a line nor of the look of those that are."""
    points = {(round(x), round(y)) for trace in traces for x, y in trace.points}
    markers = {_look(bar) for bar in bars if _on_line(bar, points)}
    return [bar for bar in bars if _look(bar) not in markers]


def _look(bar: Bar) -> tuple[Key, float, float]:
    x0, top, x1, bottom = bar.box
    return bar.key, round(x1 - x0, 1), round(bottom - top, 1)


def _on_line(bar: Bar, points: set[tuple[int, int]]) -> bool:
    return not _is_large(bar.box) and _at_point(bar.box, points)


def _is_large(box: Box) -> bool:
    return max(box[2] - box[0], box[3] - box[1]) > MARKER


def _at_point(box: Box, points: set[tuple[int, int]]) -> bool:
    x, y = round((box[0] + box[2]) / 2), round((box[1] + box[3]) / 2)
    return any((x + dx, y + dy) in points for dx in (-1, 0, 1) for dy in (-1, 0, 1))


def places(view: View, traces: Sequence[Trace], dots: Sequence[Dot]) -> list[Anchor]:
    """Where lines have their points across the values: at their vertices, or for curves at the markers on them."""
    anchors = [
        Anchor(view.point(*point)[0], -k)
        for k, trace in enumerate(traces)
        if not is_curve(view, trace)
        for point in trace.points
    ]
    if anchors or not traces:
        return anchors
    keys = [key for trace in traces for key in (trace.key,)]
    return [
        Anchor(view.point(*d.center)[0], d.keys[0]) for d in dots if d.keys and any(alike(k, d.keys[0]) for k in keys)
    ]


def find_series(view: View, traces: Sequence[Trace], dots: Sequence[Dot], slots: Slots) -> list[Series]:
    """The series that lines draw, single markers of the same look included."""
    series: list[Series] = []
    for trace in traces:
        marks = _marks(view, trace, slots)
        if marks is None:
            continue
        home = next((one for one in series if _continues(one, trace, marks)), None)
        if home is None:
            home = Series("line", (trace.key,), dashed=trace.dashed, order=trace.order)
            series.append(home)
        held = {mark.slot for mark in home.marks}
        home.marks.extend(mark for mark in marks if mark.slot not in held)
    for one in series:
        _add_markers(view, one, dots, slots)
        one.marks.sort(key=lambda mark: mark.slot)
    return [one for one in series if len(one.marks) >= 2]


def _continues(one: Series, trace: Trace, marks: Sequence[Mark]) -> bool:
    """Whether a trace is another piece of a line: of its look, elsewhere, or over the same points."""
    if not alike(one.keys[0], trace.key) or one.dashed != trace.dashed:
        return False
    held = {mark.slot: mark.end for mark in one.marks}
    return all(abs(held[mark.slot] - mark.end) <= 0.8 for mark in marks if mark.slot in held)


def is_curve(view: View, trace: Trace) -> bool:
    """Whether a trace is a smooth curve drawn in short steps, so that its vertices are no points of the series."""
    us = [view.point(*point)[0] for point in trace.points]
    return len(us) > 12 and abs(us[-1] - us[0]) / (len(us) - 1) < 3.0


def _marks(view: View, trace: Trace, slots: Slots) -> list[Mark] | None:
    if is_curve(view, trace):
        return _on_curve(view, trace, slots)
    marks: dict[int, Mark] = {}
    for point in trace.points:
        u, v = view.point(*point)
        slot = slots.index(u)
        if slot is None or abs(slots.centers[slot] - u) > AT_SLOT * slots.pitch + 0.3 or slot in marks:
            return None
        marks[slot] = _point(u, v, slot)
    return list(marks.values())


def _on_curve(view: View, trace: Trace, slots: Slots) -> list[Mark] | None:
    """Where a smooth curve passes the slots, if it begins and ends at slots."""
    points = sorted(view.point(*point) for point in trace.points)
    us, vs = [u for u, _ in points], [v for _, v in points]
    for end in (us[0], us[-1]):
        slot = slots.index(end)
        if slot is None or abs(slots.centers[slot] - end) > AT_SLOT * slots.pitch + 0.3:
            return None
    slack = AT_SLOT * slots.pitch + 0.3
    passed = [k for k, u in enumerate(slots.centers) if us[0] - slack <= u <= us[-1] + slack]
    return [_point(slots.centers[k], float(np.interp(slots.centers[k], us, vs)), k) for k in passed]


def _point(u: float, v: float, slot: int) -> Mark:
    return Mark(Span(u - 2, u + 2, v - 2, v + 2), v, v, slot)


def _add_markers(view: View, series: Series, dots: Sequence[Dot], slots: Slots) -> None:
    """Learn the look of the markers on a line, and add those of that look that stand alone."""
    looks: dict[tuple[tuple[Key, ...], float, str], list[float]] = defaultdict(list)
    for dot in dots:
        mark = _at_mark(view, series, dot)
        if mark is not None:
            looks[dot.keys, round(dot.size, 1), dot.look].append(mark.end - view.point(*dot.center)[1])
    own = max(looks, key=lambda look: len(looks[look]), default=None)
    if own is None or len(looks[own]) < 2 or not any(alike(key, series.keys[0]) for key in own[0]):
        return
    series.keys = tuple(dict.fromkeys((*series.keys, *own[0])))
    series.look = own[2]
    held, raised = {mark.slot for mark in series.marks}, median(looks[own])
    for dot in dots:
        u, v = view.point(*dot.center)
        slot = slots.index(u)
        alike_dot = (dot.keys, round(dot.size, 1), dot.look) == own
        if (
            alike_dot
            and slot is not None
            and slot not in held
            and abs(slots.centers[slot] - u) <= AT_SLOT * slots.pitch
        ):
            series.marks.append(_point(u, v + raised, slot))
            held.add(slot)


def _at_mark(view: View, series: Series, dot: Dot) -> Mark | None:
    u, v = view.point(*dot.center)
    raised = 0.8 + dot.size / 6  # a triangle stands on its line by its centre of mass
    return next((m for m in series.marks if abs(m.span.u - u) <= 0.8 and abs(m.end - v) <= raised), None)
