"""Lines: from drawn traces and markers to points that stand at the slots.

A series may be drawn in several pieces where values are missing, and a single value as a marker alone. What does not stand at
the slots (an arrow, a leader, a frame) is no series. Out of scope: what a point is worth.
"""

from collections.abc import Sequence
from itertools import pairwise

from extract.pdf.charts.slots import Slots
from extract.pdf.charts.marks import Dot, Key, Trace, alike
from extract.pdf.charts.series import Mark, Series
from extract.pdf.charts.views import Span, View

AT_SLOT = 0.16  # of the pitch: how far from its slot's middle a point may stand


def usable(view: View, traces: Sequence[Trace]) -> list[Trace]:
    """Traces that run through the categories in order, as the line of a series does."""
    kept = []
    for trace in traces:
        us = [view.point(*point)[0] for point in trace.points]
        steps = [b - a for a, b in pairwise(us)]
        if all(step > 0.5 for step in steps) or all(step < -0.5 for step in steps):
            kept.append(trace)
    return kept


def find_series(view: View, traces: Sequence[Trace], dots: Sequence[Dot], slots: Slots) -> list[Series]:
    """The series that lines draw, single markers of the same look included."""
    series: list[Series] = []
    for trace in traces:
        marks = _marks(view, trace, slots)
        if marks is None:
            continue
        taken = {mark.slot for mark in marks}
        home = next(
            (
                s
                for s in series
                if alike(s.keys[0], trace.key) and s.dashed == trace.dashed and not taken & {m.slot for m in s.marks}
            ),
            None,
        )
        if home is None:
            home = Series("line", (trace.key,), dashed=trace.dashed, order=trace.order)
            series.append(home)
        home.marks.extend(marks)
    for one in series:
        _add_markers(view, one, dots, slots)
        one.marks.sort(key=lambda mark: mark.slot)
    return [one for one in series if len(one.marks) >= 2]


def _marks(view: View, trace: Trace, slots: Slots) -> list[Mark] | None:
    marks: dict[int, Mark] = {}
    for point in trace.points:
        u, v = view.point(*point)
        slot = slots.index(u)
        if slot is None or abs(slots.centers[slot] - u) > AT_SLOT * slots.pitch + 0.3 or slot in marks:
            return None
        marks[slot] = Mark(Span(u - 2, u + 2, v - 2, v + 2), v, v, slot)
    return list(marks.values())


def _add_markers(view: View, series: Series, dots: Sequence[Dot], slots: Slots) -> None:
    """Learn the look of the markers on a line, and add those of that look that stand alone."""
    looks: dict[tuple[tuple[Key, ...], float], int] = {}
    for dot in dots:
        if _at_mark(view, series, dot) is not None:
            look = (dot.keys, round(dot.size, 1))
            looks[look] = looks.get(look, 0) + 1
    own = max(looks, key=lambda look: looks[look], default=None)
    if own is None or looks[own] < 2 or not any(alike(key, series.keys[0]) for key in own[0]):
        return
    series.keys = tuple(dict.fromkeys((*series.keys, *own[0])))
    held = {mark.slot for mark in series.marks}
    for dot in dots:
        u, v = view.point(*dot.center)
        slot = slots.index(u)
        if (dot.keys, round(dot.size, 1)) == own and slot is not None and slot not in held:
            if abs(slots.centers[slot] - u) <= AT_SLOT * slots.pitch:
                series.marks.append(Mark(Span(u - 2, u + 2, v - 2, v + 2), v, v, slot))
                held.add(slot)


def _at_mark(view: View, series: Series, dot: Dot) -> Mark | None:
    u, v = view.point(*dot.center)
    return next((m for m in series.marks if abs(m.span.u - u) <= 0.8 and abs(m.end - v) <= 0.8), None)
