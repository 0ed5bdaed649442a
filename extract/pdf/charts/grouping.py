"""Bars to series: by colour, and where bars of one colour stand side by side, by the order they are drawn in.

Out of scope: the names of series (`naming`).
"""

from collections import defaultdict
from collections.abc import Callable

from extract.pdf.charts.bars import Stick, Sticks
from extract.pdf.charts.marks import Key
from extract.pdf.charts.series import Mark, Series
from extract.pdf.charts.slots import Slots


def bar_series(found: Sticks | None, slots: Slots, is_named: Callable[[Series], bool]) -> list[Series]:
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
