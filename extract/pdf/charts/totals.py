"""Totals printed at the ends of stacked bars: figures of their own, borne out by the length of the whole bar.

The drawing gives such a series no name; it is called 合計. Out of scope: a total that is drawn, as a line or bar.
"""

from collections.abc import Sequence

from extract.pdf.charts.labels import agree
from extract.pdf.charts.series import Mark, Series
from extract.pdf.charts.slots import Slots
from extract.pdf.charts.texts import Piece
from extract.pdf.charts.views import Span, View

NAME = "合計"
REACH = 2.0  # font sizes between the end of a bar and its total


def of_stacks(
    view: View, series: Sequence[Series], slots: Slots, base: float, labels: Sequence[Piece]
) -> Series | None:
    """The totals among labels that no bar has taken; None where fewer than half of the stacks have one."""
    stacks = [one for one in series if one.kind == "bar" and one.scale is not None]
    if len(stacks) < 2 or not any(mark.level for one in stacks for mark in one.marks):
        return None
    scale = stacks[0].scale
    if scale is None:
        return None
    held = sorted({mark.slot for one in stacks for mark in one.marks})
    found = Series("bar", (), name=NAME, scale=scale)
    for slot in held:
        marks = [mark for one in stacks for mark in one.marks if mark.slot == slot]
        top = max(mark.end for mark in marks)
        u = marks[0].span
        whole = Mark(Span(u.u0, u.u1, base, top), base, top, slot)
        for label in labels:
            span = view.span(label.box)
            near = slots.index(span.u) == slot and -0.5 * label.size <= span.v0 - top <= REACH * label.size
            if near and label.value is not None and agree(float(label.value), whole, scale, base, label.text):
                whole.label = label
                found.marks.append(whole)
                break
    return found if len(found.marks) >= max(1, 0.5 * len(held)) else None
