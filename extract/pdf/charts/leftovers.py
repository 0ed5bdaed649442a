"""Labels that no drawn mark has taken: noughts, and the totals of stacked bars.

Producers leave out what would have no length, so a printed nought stands at the base, or where two bars of a stack
meet, and the legend may name a series that is nowhere drawn. A total stands at the end of a stacked bar and is borne
out by the length of the whole; the drawing gives it no name, so it is called 合計. Out of scope: a bar missing without
a label, which is no figure at all; a total that is drawn, as a line or bar.
"""

from collections.abc import Sequence
from statistics import median

from extract.pdf.charts.labels import agree, away
from extract.pdf.charts.legend import Entry
from extract.pdf.charts.series import Mark, Series
from extract.pdf.charts.slots import Slots
from extract.pdf.charts.texts import Piece
from extract.pdf.charts.views import Span, View

NAME = "合計"
REACH = 2.0  # font sizes between the end of a bar and its total
NEAR = 1.3  # font sizes between a label and where its bar would stand


def add_noughts(
    view: View, series: list[Series], slots: Slots, base: float, labels: Sequence[Piece], unnamed: Sequence[Entry]
) -> list[Piece]:
    """Give printed noughts a mark without length, and return those; `unnamed` are entries of no drawn series."""
    used: list[Piece] = []
    drawn = [one for one in series if one.kind == "bar"]
    if not drawn:
        return used
    stacked = any(mark.level for one in drawn for mark in one.marks)
    for label in labels:
        slot = slots.index(view.span(label.box).u)
        if label.value != 0 or slot is None:
            continue
        homes = [one for one in series if one.kind == "bar" and all(mark.slot != slot for mark in one.marks)]
        homes += [_of_entry(entry) for entry in unnamed if all(entry.text != one.name for one in series)]
        found = (
            _in_stack(view, drawn, homes, slots, slot, base, label)
            if stacked
            else _beside(view, homes, slots, slot, base, label)
        )
        if found is None:
            continue
        home, mark = found
        mark.label = label
        home.marks.append(mark)
        home.marks.sort(key=lambda m: m.slot)
        if all(home is not one for one in series):
            series.append(home)
        used.append(label)
    return used


def _of_entry(entry: Entry) -> Series:
    return Series("bar", entry.keys, name=entry.text, rank=entry.rank)


def _beside(
    view: View, homes: list[Series], slots: Slots, slot: int, base: float, label: Piece
) -> tuple[Series, Mark] | None:
    """Beside other bars: at the base, as far from the slot's middle as the series' other bars."""
    best: tuple[float, int] | None = None
    for k, home in enumerate(homes):
        if not home.marks:
            continue
        mark = _flat(home, slots.centers[slot] + _offset(home, slots), base, slot, 0)
        cost = away("bar", mark, view.span(label.box), label.size)
        if cost <= NEAR and (best is None or cost < best[0]):
            best = (cost, k)
    if best is None:
        return None
    home = homes[best[1]]
    return home, _flat(home, slots.centers[slot] + _offset(home, slots), base, slot, 0)


def _offset(home: Series, slots: Slots) -> float:
    return median(mark.span.u - slots.centers[mark.slot] for mark in home.marks)


def _in_stack(
    view: View, drawn: list[Series], homes: list[Series], slots: Slots, slot: int, base: float, label: Piece
) -> tuple[Series, Mark] | None:
    """In a stack: where two bars meet, for the series that comes between them in the order of the others."""
    span = view.span(label.box)
    here = [(one, mark) for one in drawn for mark in one.marks if mark.slot == slot]
    joints = {base, *(mark.end for _, mark in here)}
    joint = min(joints, key=lambda place: abs(place - span.v))
    if abs(joint - span.v) > NEAR * label.size or not homes:
        return None
    below = [one for one, mark in here if max(mark.start, mark.end) <= joint + 0.7]
    above = [one for one, mark in here if min(mark.start, mark.end) >= joint - 0.7]
    fitting = [home for home in homes if _between(home, below, above)]
    if len(fitting) != 1 and len(homes) != 1:
        return None
    home = fitting[0] if fitting else homes[0]
    u = here[0][1].span.u if here else slots.centers[slot]
    width = here[0][1].span if here else drawn[0].marks[0].span
    return home, Mark(
        Span(u - width.width / 2, u + width.width / 2, joint, joint), joint, joint, slot, 1 if below else 0
    )


def _between(home: Series, below: list[Series], above: list[Series]) -> bool:
    ranks = [one.rank for one in (home, *below, *above)]
    if any(rank is None for rank in ranks):
        return False
    own, lower, upper = home.rank or 0, [one.rank or 0 for one in below], [one.rank or 0 for one in above]
    rising = all(rank < own for rank in lower) and all(rank > own for rank in upper)
    falling = all(rank > own for rank in lower) and all(rank < own for rank in upper)
    return rising or falling


def _flat(home: Series, u: float, v: float, slot: int, level: int) -> Mark:
    half = home.marks[0].span.width / 2
    return Mark(Span(u - half, u + half, v, v), v, v, slot, level)


def totals_of_stacks(
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
