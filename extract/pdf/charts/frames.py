"""Axes drawn apart from what they measure: a line with tick marks beside the bars, or two that meet only nearly.

Out of scope: drawings that touch (`plots`), and what the ticks say (`scales`).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from extract.document import Box
from extract.pdf.charts.marks import Bar, Rule

APART = 42.0  # points between an axis and the bars that it measures
CORNER = 30.0  # points between two axes that would meet in a corner
TICK = 12.0  # points: no tick mark is longer
SHORTEST = 40.0  # points: an axis


@dataclass(frozen=True, slots=True)
class _Group:
    members: tuple[int, ...]
    box: Box
    line: Box | None  # the axis, where the group is one
    bars: bool


def join_apart(items: Sequence[Bar | Rule], groups: Iterable[list[int]], join: Callable[[int, int], None]) -> None:
    """Join axes with the bars beside them, and with each other. `join` takes two of the items by number."""
    found = [_group(items, members) for members in groups]
    axes = [group for group in found if group.line is not None]
    upright = [group for group in axes if group.line and _is_upright(group.line)]
    level = [group for group in axes if group.line and not _is_upright(group.line)]
    for one in upright:
        for other in level:
            if one.line and other.line and _form_corner(one.line, other.line):
                join(one.members[0], other.members[0])
    for axis in axes:
        near = [(away, group) for group in found if group.bars and (away := _away(axis.line, group.box)) is not None]
        for away, group in near:
            if away <= min(away for away, _ in near) + 3:
                join(axis.members[0], group.members[0])


def _group(items: Sequence[Bar | Rule], members: list[int]) -> _Group:
    boxes = [items[k].box for k in members]
    x0s, tops, x1s, bottoms = zip(*boxes, strict=True)
    bars = any(isinstance(items[k], Bar) and _thick(items[k].box) for k in members)
    line = None if bars or len(members) < 3 else _axis_line(boxes)
    return _Group(tuple(members), (min(x0s), min(tops), max(x1s), max(bottoms)), line, bars)


def _thick(box: Box) -> bool:
    return min(box[2] - box[0], box[3] - box[1]) >= 2


def _axis_line(boxes: Sequence[Box]) -> Box | None:
    """The longest line of a group, if all others are tick marks across it."""
    longest = max(boxes, key=lambda box: max(box[2] - box[0], box[3] - box[1]))
    if max(longest[2] - longest[0], longest[3] - longest[1]) < SHORTEST:
        return None
    upright = _is_upright(longest)
    across = [box for box in boxes if _is_upright(box) != upright]
    ticks = [box for box in across if max(box[2] - box[0], box[3] - box[1]) <= TICK]
    return longest if len(ticks) >= 2 and len(ticks) == len(across) else None


def _is_upright(box: Box) -> bool:
    return box[3] - box[1] > box[2] - box[0]


def _form_corner(upright: Box, level: Box) -> bool:
    """Whether one end of each lies near the other."""
    x, y = (upright[0] + upright[2]) / 2, (level[1] + level[3]) / 2
    beside = min(abs(x - level[0]), abs(x - level[2])) <= CORNER
    return beside and min(abs(y - upright[1]), abs(y - upright[3])) <= CORNER


def _away(line: Box | None, box: Box) -> float | None:
    """Distance of bars from an axis along which they lie; None where they lie elsewhere."""
    if line is None:
        return None
    turn = (1, 0, 3, 2) if _is_upright(line) else (0, 1, 2, 3)
    a0, b0, a1, b1 = (line[k] for k in turn)
    c0, d0, c1, d1 = (box[k] for k in turn)
    shared = min(a1, c1) - max(a0, c0)
    away = max(d0 - b1, b0 - d1, 0.0)
    return away if shared >= 0.7 * (c1 - c0) and away <= APART else None
