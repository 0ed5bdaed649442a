"""Reads one plot in one view: bars and lines, slots and their names, scales, legend and labels, and how far it all agrees.

A draft is a chart only if its figures bear it out: marks that end where an axis with even ticks says, or lengths that stand for
the numbers printed at them. A table's filled cells do neither. Out of scope: titles, and what is published (`build`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.document import Box
from extract.pdf.charts import bars, categories, labels, legend, lines, scales
from extract.pdf.charts.axes import Axis, assign, axis_words, words_of
from extract.pdf.charts.marks import Key, Rule
from extract.pdf.charts.plots import Plot
from extract.pdf.charts.noughts import add_noughts
from extract.pdf.charts.series import Mark, Series
from extract.pdf.charts.slots import Anchor, Slots, find_slots
from extract.pdf.charts.texts import Piece
from extract.pdf.charts.views import TURNED, UPRIGHT, Span, View

SHARE = 0.8  # part of the labels that must agree with the lengths


@dataclass(slots=True)
class Draft:
    """A plot as read in one view. `proof` counts the marks that figures bear out; `whole` marks bars of one total."""

    view: View
    plot: Plot
    span: Span
    base: float
    slots: Slots
    series: list[Series]
    axes: list[Axis] = field(default_factory=list)
    broken: tuple[tuple[Piece, ...], ...] = ()
    used: list[Piece] = field(default_factory=list)
    entries: list[legend.Entry] = field(default_factory=list)
    leftover: list[Piece] = field(default_factory=list)
    proof: int = 0
    whole: bool = False
    open_axes: bool = False  # two axes, and nothing tells which series is read on which

    @property
    def stacked(self) -> bool:
        """Whether bars stand on bars."""
        return any(mark.level for one in self.series for mark in one.marks)


def worth_reading(plot: Plot) -> bool:
    """Whether the drawing alone could be a chart's: bars that differ or stand upon each other, lines over axes, dots."""
    x0, top, x1, bottom = plot.box
    if plot.rules and min(x1 - x0, bottom - top) >= 20:
        across = [
            trace for trace in lines.usable(UPRIGHT, plot.traces) if trace.box[2] - trace.box[0] >= 0.2 * (x1 - x0)
        ]
        if across or len(plot.dots) >= 5:
            return True
    for view in (UPRIGHT, TURNED):
        sticks = bars.find_sticks(view, plot.bars, ())
        if sticks and bars.speak(sticks):
            return True
    return False


def draft(
    view: View,
    plot: Plot,
    pieces: Sequence[Piece],
    entries: Sequence[legend.Entry],
    barriers: Sequence[Span],
    notes: str,
) -> Draft | None:
    """Read a plot in a view; None where nothing bears it out."""
    span = view.span(plot.box)
    across, along = _lines(view, plot.rules)
    found = scales.find_scales(view, span, across, pieces, barriers)
    zeros = [zero for scale in found.calibrated for zero in (scale.place(0.0), scale.low) if zero is not None]
    samples = [entry.swatch for entry in entries if "line" in entry.kinds]
    traces = [] if view.turned else lines.usable(view, [t for t in plot.traces if not _within_any(t.box, samples)])
    own_bars = [bar for bar in lines.without_markers(plot.bars, traces) if not _within_any(bar.box, samples)]
    sticks = bars.find_sticks(view, own_bars, zeros)
    base = sticks.base if sticks else next(iter(zeros), span.v0)
    anchors = [Anchor(s.u, s.key) for s in sticks.sticks] if sticks else []
    if len({round(anchor.u) for anchor in anchors}) < 2:
        anchors += lines.places(view, traces, plot.dots) or categories.places(view, span, pieces if traces else ())
    slots = find_slots(anchors, _ticks(along, base, span), span)
    if slots is None:
        return None
    own = _matching(view, span, entries, sticks)
    dots = [dot for dot in plot.dots if not _within_any((*dot.center, *dot.center), samples)]
    series = _bar_series(sticks, slots, own) + lines.find_series(view, traces, [] if view.turned else dots, slots)
    if not series:
        return None
    made = Draft(view, plot, span, base, slots, series, broken=found.broken)
    _name(made, own)
    made.used += [piece for scale in found.calibrated for piece in scale.pieces]
    made.used += [piece for group in found.broken for piece in group]
    _categories(made, pieces, barriers)
    made.axes = _axes(made, found.calibrated, pieces)
    _labels(made, pieces)
    _noughts(made, [entry for _, entry in own])
    made.open_axes = not assign(series, made.axes, base, notes)
    _prove(made)
    return made if made.proof else None


def _within_any(box: Box, others: Sequence[Box]) -> bool:
    """Whether a box lies in one of the others: a line within the sample of a legend is no series."""
    x0, top, x1, bottom = box
    return any(o[0] - 1 <= x0 and x1 <= o[2] + 1 and o[1] - 1 <= top and bottom <= o[3] + 1 for o in others)


def _lines(view: View, rules: Sequence[Rule]) -> tuple[list[Span], list[Span]]:
    """The drawn lines across the values, and those along them."""
    spans = [view.span(rule.box) for rule in rules]
    across = [span for span in spans if span.length <= 1.5 < span.width]
    along = [span for span in spans if span.width <= 1.5 < span.length]
    return across, along


def _ticks(along: Sequence[Span], base: float, plot: Span) -> list[float]:
    """Where marks stand on the category axis: short lines at its ends of the values, or else full grid lines."""
    edges = (base, plot.v0, plot.v1)
    at_axis = [span for span in along if any(abs(edge - end) <= 1.0 for edge in edges for end in (span.v0, span.v1))]
    short = {round(span.u, 1) for span in at_axis if span.length <= 9}
    if len(short) >= 2:
        return _spread(sorted(short))
    return _spread(sorted({round(span.u, 1) for span in at_axis if span.length > 0.5 * plot.length}))


def _spread(places: list[float]) -> list[float]:
    kept: list[float] = []
    for place in places:
        if not kept or place - kept[-1] > 1.0:
            kept.append(place)
    return kept


def _matching(
    view: View, plot: Span, entries: Sequence[legend.Entry], sticks: bars.Sticks | None
) -> list[tuple[float, legend.Entry]]:
    """The legend entries whose mark is not a bar of the plot itself, with their distance."""
    held = {tuple(round(e) for e in stick.span) for stick in sticks.sticks} if sticks else set()
    found = []
    for entry in entries:
        swatch = view.span(entry.swatch)
        if tuple(round(e) for e in swatch) not in held:
            found.append((plot.gap(view.span(entry.box)), entry))
    return found


def _bar_series(
    sticks: bars.Sticks | None, slots: Slots, entries: Sequence[tuple[float, legend.Entry]]
) -> list[Series]:
    if sticks is None:
        return []
    series: dict[Key, Series] = {}
    for stick in sticks.sticks:
        slot = slots.index(stick.u)
        if slot is None:
            continue
        one = series.setdefault(stick.key, Series("bar", (stick.key,), order=stick.order))
        one.marks.append(Mark(stick.span, stick.start, stick.end, slot, stick.level))
    many = list(series.values())
    alone = len({mark.slot for one in many for mark in one.marks}) == sum(len(one.marks) for one in many)
    if len(many) > 1 and alone and not any(_entry(one, entries) for one in many):
        # Bars of several colours, one a category and none of them named: emphasis, not series.
        merged = Series("bar", many[0].keys, [mark for one in many for mark in one.marks], order=many[0].order)
        many = [merged]
    for one in many:
        one.marks.sort(key=lambda mark: mark.slot)
    return many


def _entry(one: Series, entries: Sequence[tuple[float, legend.Entry]]) -> legend.Entry | None:
    alike = [(gap, e) for gap, e in entries if legend.entry_for(one.keys, one.kind, [e], dashed=one.dashed)]
    nearest = min((gap for gap, _ in alike), default=0.0)
    if nearest > 170:
        return None
    return legend.entry_for(one.keys, one.kind, [e for gap, e in alike if gap <= nearest + 6], dashed=one.dashed)


def _name(made: Draft, entries: Sequence[tuple[float, legend.Entry]]) -> None:
    for one in made.series:
        entry = _entry(one, entries)
        if entry is not None:
            one.name, one.rank = entry.text, entry.rank
            made.entries.append(entry)
            made.used += entry.pieces


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
        found.append(Axis(scale, words_of(words), words))
    return found


def _labels(made: Draft, pieces: Sequence[Piece]) -> None:
    used = {id(piece) for piece in made.used}
    near = []
    for piece in labels.stand_alone([piece for piece in pieces if id(piece) not in used]):
        span = made.view.span(piece.box)
        reach = 1.6 * max(piece.size, span.length)
        if made.span.gap(span) <= reach and made.span.u0 - piece.size <= span.u <= made.span.u1 + piece.size:
            near.append(piece)
    usable = [axis.scale for axis in made.axes]
    labels.tie_labels(made.view, made.series, near, usable, made.base)
    tied = {id(mark.label) for one in made.series for mark in one.marks}
    rest = [piece for piece in near if id(piece) not in tied]
    leaders = [tuple(made.view.point(*p) for p in trace.points) for trace in made.plot.traces if len(trace.points) <= 4]
    labels.tie_by_leaders(made.view, made.series, rest, leaders)
    tied = {id(mark.label) for one in made.series for mark in one.marks}
    made.used += [piece for piece in near if id(piece) in tied]
    made.leftover = [piece for piece in near if id(piece) not in tied]


def _noughts(made: Draft, entries: Sequence[legend.Entry]) -> None:
    absent = [entry for entry in legend.of_one_legend(entries, made.entries) if entry not in made.entries]
    used = add_noughts(made.view, made.series, made.slots, made.base, made.leftover, absent)
    made.leftover = [piece for piece in made.leftover if piece not in used]
    names = {one.name for one in made.series}
    made.used += [*used, *(piece for entry in absent if entry.text in names for piece in entry.pieces)]


def _prove(made: Draft) -> None:
    """Count the marks that the figures bear out, after giving a plot without axis the scale that its labels tell."""
    marks = [(one, mark) for one in made.series for mark in one.marks]
    labelled = [(one, mark) for one, mark in marks if mark.label is not None]
    made.whole = _is_whole(made, labelled)
    if not made.axes and not made.broken:
        _scale_by_labels(made, labelled)
    agreed = sum(
        labels.agree(float(m.label.value or 0), m, one.scale, made.base, m.label.text)
        for one, m in labelled
        if one.scale is not None and m.label is not None
    )
    if made.axes and not made.open_axes:
        within = [m for one, m in marks if one.scale and _within(m, one.scale, made.base)]
        sure = any(axis.scale.shift is not None or len(axis.scale.pieces) >= 4 for axis in made.axes)
        if sure and len(within) >= 0.9 * len(marks) and _starts_at_tick(made) and _differ(made, agreed):
            made.proof = len(marks) + agreed
    elif agreed >= max(2, SHARE * len(labelled)) and 2 * len(labelled) >= len(marks):
        made.proof = len(marks) + agreed
    elif (made.broken or made.open_axes) and len(labelled) >= max(3, SHARE * len(marks)) and _ranked(labelled):
        made.proof = len(labelled)
    if labelled and made.axes and not made.open_axes and agreed < 0.5 * len(labelled) and not made.whole:
        made.proof = 0


def _is_whole(made: Draft, labelled: Sequence[tuple[Series, Mark]]) -> bool:
    """Whether every slot's bars, one upon the other, reach the same end."""
    if not made.stacked:
        return False
    ends = [max(mark.end for one in made.series for mark in one.marks if mark.slot == k) for k in _slots(made)]
    return max(ends) - min(ends) <= 0.012 * abs(max(ends) - made.base) + 0.4 and bool(labelled or made.axes)


def _slots(made: Draft) -> list[int]:
    return sorted({mark.slot for one in made.series for mark in one.marks if one.kind == "bar"})


def _scale_by_labels(made: Draft, labelled: Sequence[tuple[Series, Mark]]) -> None:
    if made.whole and (scale := _scale_of_whole(made, labelled)):
        for one in made.series:
            one.scale = scale
        return
    for kind in {one.kind for one in made.series}:
        mine = [(one, mark) for one, mark in labelled if one.kind == kind]
        if kind == "line":
            scale = _line_scale(mine)
        else:
            scale = scales.by_lengths(
                [abs(mark.end - mark.start) for _, mark in mine],
                [float(m.label.value or 0) for _, m in mine if m.label],
            )
            if scale is not None:
                scale = scales.Scale(scale.slope, -scale.slope * made.base, scale.precision)
        for one in made.series:
            if one.kind == kind and scale is not None:
                one.scale = scale


def _scale_of_whole(made: Draft, labelled: Sequence[tuple[Series, Mark]]) -> scales.Scale | None:
    """Bars of one length whose labels add up to 100 are 100 long."""
    sums: dict[int, float] = {}
    for _, mark in labelled:
        sums[mark.slot] = sums.get(mark.slot, 0.0) + float(mark.label.value or 0 if mark.label else 0)
    if sum(abs(total - 100) <= 1.05 for total in sums.values()) < max(1, SHARE * len(sums)):
        return None
    end = max(mark.end for _, mark in labelled)
    slope = 100 / (end - made.base)
    return scales.Scale(slope, -slope * made.base, 0.3, low=made.base, high=end)


def _line_scale(mine: Sequence[tuple[Series, Mark]]) -> scales.Scale | None:
    """The scale of a line without axis, told by its labels: linear within a point's precision."""
    return scales.by_places([mark.end for _, mark in mine], [float(m.label.value or 0) for _, m in mine if m.label])


def _within(mark: Mark, scale: scales.Scale, base: float) -> bool:
    low, high = scale.low, scale.high
    slack = 0.06 * (high - low) + 1.5
    return min(low, base) - slack <= mark.end <= max(high, base) + slack


def _starts_at_tick(made: Draft) -> bool:
    """Whether bars start at a tick of their axis (its zero, or the end that it is cut at)."""
    for one in made.series:
        if one.kind != "bar" or one.scale is None:
            continue
        places = [one.scale.place(0.0), one.scale.low, one.scale.high]
        slack = max(1.2, 1.5 * one.scale.precision)
        if not any(place is not None and abs(place - made.base) <= slack for place in places):
            return False
    return True


def _differ(made: Draft, agreed: int) -> bool:
    """Whether marks say anything: ends that differ, or labels that agree."""
    ends = {round(mark.end) for one in made.series for mark in one.marks}
    points = sum(len(one.marks) for one in made.series)
    return agreed >= 2 or (len(ends) >= 2 and points >= 3)


def _ranked(labelled: Sequence[tuple[Series, Mark]]) -> bool:
    """Whether longer bars carry larger labels, as they do on an axis that was cut."""
    pairs = sorted(
        (mark.end - mark.start if mark.level else mark.end, float(mark.label.value or 0))
        for _, mark in labelled
        if mark.label
    )
    lengths = [length for length, _ in pairs]
    if max(lengths) - min(lengths) < 4:
        return False
    rising = sum(b[1] >= a[1] for a, b in zip(pairs, pairs[1:], strict=False) if b[0] - a[0] > 0.5)
    steps = sum(b[0] - a[0] > 0.5 for a, b in zip(pairs, pairs[1:], strict=False))
    return steps >= 2 and rising >= 0.95 * steps
