"""Reads one plot in one view: bars and lines, slots and their names, scales, legend and labels.

The order matters: scales tell where bars may stand, bars and lines where the slots are, slots who is named what, and
labels are tied once more when the scale of each series is known. Out of scope: titles, and what is published
(`build`); whether figures bear the draft out (`proof`).
"""

from collections.abc import Sequence
from dataclasses import replace

from extract.document import Box
from extract.pdf.charts import bars, categories, labels, legend, lines, naming, scales
from extract.pdf.charts.axes import Axis, assign, axis_words, words_of
from extract.pdf.charts.draft import Draft
from extract.pdf.charts.leftovers import add_noughts, totals_of_stacks
from extract.pdf.charts.marks import outlines
from extract.pdf.charts.plots import Plot
from extract.pdf.charts.proof import prove
from extract.pdf.charts.series import grain
from extract.pdf.charts.slots import Anchor, Slots, find_slots
from extract.pdf.charts.texts import Piece
from extract.pdf.charts.views import TURNED, UPRIGHT, Span, View

EXACT = 0.12  # points between a point and its tick
MOST = 0.4  # of the filled rectangles of a plot: as many stand on its base, or it is a table


def worth_reading(plot: Plot) -> bool:
    """Whether the drawing alone could be a chart's: bars that speak, lines over axes, dots."""
    x0, top, x1, bottom = plot.box
    if min(x1 - x0, bottom - top) >= 20:
        across = [
            trace for trace in lines.usable(UPRIGHT, plot.traces) if trace.box[2] - trace.box[0] >= 0.2 * (x1 - x0)
        ]
        if across or len(plot.dots) >= 5:
            return True
    for view in (UPRIGHT, TURNED):
        sticks = bars.find_sticks(view, plot.bars, ())
        if sticks and len(sticks.sticks) >= MOST * len(plot.bars) and bars.speak(sticks):
            return True
    return False


def read_plot(
    view: View,
    plot: Plot,
    pieces: Sequence[Piece],
    entries: Sequence[legend.Entry],
    barriers: Sequence[Span],
    notes: str,
) -> Draft | None:
    """Read a plot in a view; `proof` is 0 where nothing bears it out. None where nothing stands in slots."""
    span = view.span(plot.box)
    across, along = _lines(view, plot)
    found = scales.find_scales(view, span, across, pieces, barriers)
    zeros = [zero for scale in found.calibrated for zero in (scale.place(0.0), scale.low) if zero is not None]
    samples = [entry.swatch for entry in entries if "line" in entry.kinds]
    traces = [] if view.turned else lines.usable(view, [t for t in plot.traces if not _within_any(t.box, samples)])
    own_bars = [bar for bar in lines.without_markers(plot.bars, traces) if not _within_any(bar.box, samples)]
    own_bars = [bar for bar in own_bars if not any(_within_any(entry.box, [bar.box]) for entry in entries)]
    sticks = bars.find_sticks(view, own_bars, zeros)
    if sticks and traces and zeros and not _at_tick(sticks.base, found.calibrated):
        sticks = None  # a box in a plot of lines
    base = sticks.base if sticks else next(iter(zeros), span.v0)
    anchors = [Anchor(s.u, s.key, s.span.width) for s in sticks.sticks] if sticks else []
    if not anchors:
        anchors += lines.places(view, traces, plot.dots) or categories.places(view, span, pieces if traces else ())
    ticks = _ticks(along, base, span)
    slots = find_slots(anchors, ticks, span)
    if slots is None:
        return None
    others = [piece for entry in entries if entry.is_small for piece in entry.pieces]
    own = naming.near(view, span, entries, [s.span for s in sticks.sticks] if sticks else [], barriers)
    dots = [dot for dot in plot.dots if not _within_any((*dot.center, *dot.center), samples)]
    series = bars.find_series(sticks, slots, lambda one: bool(naming.candidates(one, own)))
    if len(slots.centers) > 1:
        series += lines.find_series(view, traces, [] if view.turned else dots, slots)
    if not series:
        return None
    made = Draft(view, plot, span, base, slots, series, broken=found.broken)
    made.entries = naming.name(series, own)
    made.used += [piece for entry in made.entries for piece in entry.pieces]
    made.used += [piece for scale in found.calibrated for piece in scale.pieces]
    made.used += [piece for group in found.broken for piece in group]
    _categories(made, [piece for piece in pieces if piece not in others], barriers)
    if sticks:
        calibrated = [scales.standing_on(scale, base) for scale in found.calibrated]
    else:
        exact = _are_exact(anchors, ticks, across, slots)
        calibrated = [scales.exact(scale) if exact else scale for scale in found.calibrated]
    made.axes = _axes(made, calibrated, pieces)
    near = _labels_near(made, pieces, barriers)
    _tie(made, near, [axis.scale for axis in made.axes])
    _noughts(made, [entry for _, entry in own])
    _names_at_ends(made, pieces)
    made.open_axes = not assign(series, made.axes, base, notes)
    prove(made)
    if made.at_odds:
        _tie(made, near, ())
        prove(made)
    if made.proof:
        _totals(made)
    return made


def _are_exact(anchors: Sequence[Anchor], ticks: Sequence[float], across: Sequence[Span], slots: Slots) -> bool:
    """Whether an axis is drawn where it measures, as far as the other one tells.

    Points stand just at its ticks or in the middle between, or where it has none, as far from both ends of the grid.
    """
    us = [anchor.u for anchor in anchors]
    if len(ticks) >= 2:
        aside = [(u - ticks[0]) % (slots.pitch / 2) for u in us]
        return all(min(off, slots.pitch / 2 - off) <= EXACT for off in aside)
    grid = [span for span in across if span.u0 <= min(us) and max(us) <= span.u1]
    return len(grid) >= 2 and all(abs((min(us) - s.u0) - (s.u1 - max(us))) <= 2 * EXACT for s in grid)


def _at_tick(base: float, calibrated: Sequence[scales.Scale]) -> bool:
    """Whether bars that stand there start at the zero of an axis or at its end."""
    places = [place for scale in calibrated for place in (scale.place(0.0), scale.low, scale.high) if place is not None]
    return any(abs(place - base) <= 1.6 for place in places)


def _within_any(box: Box, others: Sequence[Box]) -> bool:
    """Whether a box lies in one of the others: a line within the sample of a legend is no series."""
    x0, top, x1, bottom = box
    return any(o[0] - 1 <= x0 and x1 <= o[2] + 1 and o[1] - 1 <= top and bottom <= o[3] + 1 for o in others)


def lines_across(view: View, plot: Plot) -> list[Span]:
    """The drawn lines across the values: grid and tick marks."""
    return _lines(view, plot)[0]


def _lines(view: View, plot: Plot) -> tuple[list[Span], list[Span]]:
    """The drawn lines across the values, and those along them, without the outlines of bars."""
    edges = outlines(plot.bars, plot.rules)
    spans = [view.span(rule.box) for rule in plot.rules if rule not in edges]
    across = [span for span in spans if span.length <= 1.5 < span.width]
    along = [span for span in spans if span.width <= 1.5 < span.length]
    return across, along


def _ticks(along: Sequence[Span], base: float, plot: Span) -> list[float]:
    """Where marks stand on the category axis: short lines at its ends of the values, or else full grid lines."""
    edges = (base, plot.v0, plot.v1)
    at_axis = [span for span in along if any(abs(edge - end) <= 1.0 for edge in edges for end in (span.v0, span.v1))]
    short = [span for span in at_axis if span.length <= 9]
    longest = max((span.length for span in short), default=0.0)
    places = {round(span.u, 1) for span in short if span.length >= 0.8 * longest}  # shorter ones part a category
    if len(places) >= 2:
        return _spread(sorted(places))
    return _spread(sorted({round(span.u, 1) for span in at_axis if span.length > 0.5 * plot.length}))


def _spread(places: list[float]) -> list[float]:
    kept: list[float] = []
    for place in places:
        if not kept or place - kept[-1] > 1.0:
            kept.append(place)
    return kept


def _categories(made: Draft, pieces: Sequence[Piece], barriers: Sequence[Span]) -> None:
    used = {id(piece) for piece in made.used}
    free = [piece for piece in pieces if id(piece) not in used]
    named = categories.name_slots(made.view, made.slots, made.span, made.base, free, barriers)
    made.slots = named
    made.used += named.pieces


def _axes(made: Draft, calibrated: Sequence[scales.Scale], pieces: Sequence[Piece]) -> list[Axis]:
    used = {id(piece) for piece in made.used}
    free = [piece for piece in pieces if id(piece) not in used]
    found = []
    for scale in calibrated:
        words = axis_words(made.view, scale, free)
        made.used += words
        rough = max(scale.precision, 0.6 * grain(made.series))
        found.append(Axis(replace(scale, precision=rough), words_of(words), words))
    return found


def _labels_near(made: Draft, pieces: Sequence[Piece], barriers: Sequence[Span]) -> list[Piece]:
    """The numbers in and at the plot that could be labels."""
    used = {id(piece) for piece in made.used}
    free = [piece for piece in pieces if id(piece) not in used]
    near = []
    for piece in free:
        if piece.value is None:
            continue
        span = made.view.span(piece.box)
        if any(other.gap(span) < made.span.gap(span) for other in barriers):
            continue
        reach = 1.6 * max(piece.size, span.length)
        if made.span.gap(span) <= reach and made.span.u0 - piece.size <= span.u <= made.span.u1 + piece.size:
            near.append(piece)
    return labels.stand_alone(near, free)


def _tie(made: Draft, near: Sequence[Piece], usable: Sequence[scales.Scale]) -> None:
    """Tie labels to marks, measured on one of the `usable` scales, or if none is given each series on its own."""
    for one in made.series:
        one.labelled = 2 * sum(mark.label is not None for mark in one.marks) >= len(one.marks)
        for mark in one.marks:
            mark.label = None
    labels.tie_labels(made.view, made.series, near, usable, made.base)
    tied = {id(mark.label) for one in made.series for mark in one.marks}
    rest = [piece for piece in near if id(piece) not in tied]
    leaders = [tuple(made.view.point(*p) for p in trace.points) for trace in made.plot.traces if len(trace.points) <= 4]
    labels.tie_by_leaders(made.view, made.series, rest, leaders)
    tied = {id(mark.label) for one in made.series for mark in one.marks}
    made.used += [piece for piece in near if id(piece) in tied]
    made.leftover = [piece for piece in near if id(piece) not in tied]


def _names_at_ends(made: Draft, pieces: Sequence[Piece]) -> None:
    used = {id(piece) for piece in made.used}
    near = [
        piece
        for piece in pieces
        if id(piece) not in used and made.span.gap(made.view.span(piece.box)) <= 12 * piece.size
    ]
    made.used += naming.name_at_ends(made.view, made.series, near)


def _totals(made: Draft) -> None:
    found = totals_of_stacks(made.view, made.series, made.slots, made.base, made.leftover)
    if found is not None:
        made.series.append(found)
        held = [mark.label for mark in found.marks if mark.label is not None]
        made.used += held
        made.leftover = [piece for piece in made.leftover if piece not in held]


def _noughts(made: Draft, entries: Sequence[legend.Entry]) -> None:
    absent = [entry for entry in legend.of_one_legend(entries, made.entries) if entry not in made.entries]
    used = add_noughts(made.view, made.series, made.slots, made.base, made.leftover, absent)
    made.leftover = [piece for piece in made.leftover if piece not in used]
    names = {one.name for one in made.series}
    made.used += [*used, *(piece for entry in absent if entry.text in names for piece in entry.pieces)]
