"""Whether figures bear a drawing out: what makes a chart of bars and lines.

Marks end where an axis with even ticks says, or their lengths stand for the numbers printed at them. A table's filled
cells do neither. Out of scope: reading the drawing (`reading`).
"""

from collections.abc import Sequence
from itertools import pairwise

from extract.pdf.charts import labels, scales
from extract.pdf.charts.draft import Draft
from extract.pdf.charts.series import Mark, Series

SHARE = 0.8  # part of the labels that must agree with the lengths


def prove(made: Draft) -> None:
    """Count the marks that the figures bear out, after giving a plot without axis the scale that its labels tell."""
    marks = [(one, mark) for one in made.series for mark in one.marks]
    labelled = [(one, mark) for one, mark in marks if mark.label is not None]
    made.whole = _is_whole(made, labelled)
    if not made.axes and not made.broken:
        _scale_by_labels(made, labelled)
    compared = [
        (m.label.text, labels.agree(float(m.label.value or 0), m, one.scale, made.base, m.label.text))
        for one, m in labelled
        if one.scale is not None and m.label is not None
    ]
    made.at_odds = [text for text, agrees in compared if not agrees]
    agreed = len(compared) - len(made.at_odds)
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
    slack = (high - low) / max(1, len(scale.pieces) - 1) + 1.5  # an axis may end before what it measures does
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
    return agreed >= 2 or (len(ends) >= 2 and points >= 3) or (agreed == 1 and made.whole)


def _ranked(labelled: Sequence[tuple[Series, Mark]]) -> bool:
    """Whether in each series longer bars carry larger labels, as they do on an axis that was cut."""
    steps = rising = 0
    for series in {id(one): one for one, _ in labelled}.values():
        pairs = sorted(
            (mark.end - mark.start if mark.level else mark.end, float(mark.label.value or 0))
            for one, mark in labelled
            if one is series and mark.label
        )
        if pairs[-1][0] - pairs[0][0] < 4:
            if pairs[0][1] != pairs[-1][1]:
                return False
            continue
        rising += sum(b[1] >= a[1] for a, b in pairwise(pairs) if b[0] - a[0] > 0.5)
        steps += sum(b[0] - a[0] > 0.5 for a, b in pairwise(pairs))
    return steps >= 2 and rising >= 0.95 * steps
