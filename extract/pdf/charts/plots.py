"""Finds where charts could be: drawings that hang together as the frame, the grid and the bars of one chart do.

Whether a drawing is a chart is decided by its figures (`find`): a table's cells hang together too. What only carries
other drawings (a slide's background, a coloured panel) is left aside. Out of scope: circles (`pie`), texts.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from extract.document import Box
from extract.pdf.charts.frames import SHORTEST, TICK, join_apart
from extract.pdf.charts.marks import Bar, Dot, Marks, Rule, Trace, outlines

TOUCH = 1.0  # points between drawings that touch
CELL = 64.0  # points: the squares by which neighbours are found
LARGEST = 4000  # drawings a page: more are a map


@dataclass(slots=True)
class Plot:
    """Drawings that hang together, and what lies within them."""

    rules: list[Rule] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    traces: list[Trace] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    box: Box = (0.0, 0.0, 0.0, 0.0)


def find_plots(marks: Marks) -> list[Plot]:
    """Every group of drawings with bars or lines in it, the largest first."""
    if len(marks.bars) + len(marks.rules) > LARGEST:  # a map
        return []
    grounds, under_lines = _grounds(marks)
    bars = [bar for bar, ground in zip(marks.bars, grounds, strict=True) if not ground]
    rules = marks.rules + [side for bar in under_lines for side in _sides(bar)]
    items: list[Bar | Rule] = [*bars, *rules]
    if not items:
        return []
    groups = _Groups(len(items))
    for one, other in _neighbours([item.box for item in items]):
        groups.join(one, other)
    crossed = _crossed(groups, len(bars), rules)
    for one, other in _grids(rules):
        if not {groups.find(len(bars) + one), groups.find(len(bars) + other)} <= crossed:
            groups.join(len(bars) + one, len(bars) + other)
    edges = outlines(bars, rules)
    ruled = {groups.find(k) for k, rule in enumerate(rules, len(bars)) if rule not in edges and _long(rule.box) > TICK}
    for one, other in [(a, b) for a, b in _rows(bars) if not {groups.find(a), groups.find(b)} <= ruled]:
        groups.join(one, other)
    join_apart(items, groups.all(), groups.join)
    plots = []
    for members in groups.all():
        plot = Plot([], [], [], [], _around(items[k].box for k in members))
        for k in members:
            item = items[k]
            plot.bars.append(item) if isinstance(item, Bar) else plot.rules.append(item)
        plots.append(plot)
    for plot in plots:
        if len(plot.rules) > 1 and not plot.bars and marks.pale:
            within = [bar for bar in marks.pale if _inside(bar.box, plot.box, TOUCH)]
            plot.bars += [bar for bar in within if _area(bar.box) < 0.4 * _area(plot.box)]
    plots.sort(key=lambda plot: _area(plot.box))
    plots = _nested(plots)
    _place(plots, marks)
    plots = _bare_lines(plots, marks) + plots
    return [plot for plot in reversed(plots) if _worth(plot)]


def _sides(bar: Bar) -> list[Rule]:
    """The edges of a plot's ground, which holds together what its axes would if they were drawn."""
    x0, top, x1, bottom = bar.box
    boxes = ((x0, top, x1, top), (x0, bottom, x1, bottom), (x0, top, x0, bottom), (x1, top, x1, bottom))
    return [Rule(box, bar.key, bar.order) for box in boxes]


def _worth(plot: Plot) -> bool:
    x0, top, x1, bottom = plot.box
    return (
        min(x1 - x0, bottom - top) >= 8
        and max(x1 - x0, bottom - top) >= 30
        and bool(plot.bars or plot.traces or plot.dots)
    )


def _grounds(marks: Marks) -> tuple[list[bool], list[Bar]]:
    """For each bar whether other drawings stand on it, so that it is a ground and no bar; those that lines run over."""
    boxes = np.array([bar.box for bar in marks.bars]).reshape(-1, 4)
    orders = np.array([bar.order for bar in marks.bars])
    long = [rule for rule in marks.rules if _long(rule.box) > TICK]
    lines = np.array([rule.box for rule in long]).reshape(-1, 4)
    line_orders = np.array([rule.order for rule in long])
    traces = np.array([trace.box for trace in marks.traces]).reshape(-1, 4)
    trace_orders = np.array([trace.order for trace in marks.traces])
    middles = np.hstack([(lines[:, :2] + lines[:, 2:]) / 2] * 2)
    large = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]) >= 400
    grounds, under_lines = [False] * len(marks.bars), []
    for k in np.flatnonzero(large).tolist():
        upon = int((_within(boxes, boxes[k]) & (orders > orders[k])).sum())
        inner = _within(lines, boxes[k]) & _within(middles, boxes[k], -0.6)  # an outline is not within
        wide = traces[:, 2] - traces[:, 0] >= 0.5 * (boxes[k, 2] - boxes[k, 0])  # narrower ones are markers
        over = _within(traces, boxes[k]) & (trace_orders > orders[k]) & wide
        grounds[k] = upon >= 2 or int((inner & (line_orders > orders[k])).sum()) >= 4 or bool(over.any())
        under_lines += [marks.bars[k]] if over.any() and upon < 2 else []
    return grounds, under_lines


def _within(boxes: NDArray[np.float64], outer: NDArray[np.float64], slack: float = 0.3) -> NDArray[np.bool_]:
    starts = (boxes[:, :2] >= outer[:2] - slack).all(axis=1)
    ends = (boxes[:, 2:] <= outer[2:] + slack).all(axis=1)
    return np.logical_and(starts, ends)


def _inside(inner: Box, outer: Box, slack: float = 0.3) -> bool:
    return (
        outer[0] - slack <= inner[0]
        and inner[2] <= outer[2] + slack
        and outer[1] - slack <= inner[1]
        and inner[3] <= outer[3] + slack
    )


class _Groups:
    """Sets that grow together (union-find)."""

    def __init__(self, count: int) -> None:
        self._above = list(range(count))

    def find(self, item: int) -> int:
        while self._above[item] != item:
            self._above[item] = self._above[self._above[item]]
            item = self._above[item]
        return item

    def join(self, one: int, other: int) -> None:
        self._above[self.find(one)] = self.find(other)

    def all(self) -> list[list[int]]:
        groups: dict[int, list[int]] = defaultdict(list)
        for item in range(len(self._above)):
            groups[self.find(item)].append(item)
        return list(groups.values())


def _neighbours(boxes: list[Box]) -> Iterable[tuple[int, int]]:
    """Pairs of boxes that touch or overlap."""
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for k, (x0, top, x1, bottom) in enumerate(boxes):
        seen: set[int] = set()
        for column in range(int((x0 - TOUCH) // CELL), int((x1 + TOUCH) // CELL) + 1):
            for row in range(int((top - TOUCH) // CELL), int((bottom + TOUCH) // CELL) + 1):
                for other in cells[column, row]:
                    if other not in seen and _touch(boxes[k], boxes[other]):
                        seen.add(other)
                        yield k, other
                cells[column, row].append(k)


def _touch(one: Box, other: Box) -> bool:
    return (
        one[0] <= other[2] + TOUCH
        and other[0] <= one[2] + TOUCH
        and one[1] <= other[3] + TOUCH
        and other[1] <= one[3] + TOUCH
    )


def _crossed(groups: _Groups, first: int, rules: Sequence[Rule]) -> set[int]:
    """The groups with lines both along and across: each has axes of its own, however even charts stand in a row."""
    ways: dict[int, set[bool]] = defaultdict(set)
    for k, rule in enumerate(rules, first):
        if _long(rule.box) > TICK:
            ways[groups.find(k)].add(rule.horizontal)
    return {group for group, held in ways.items() if len(held) == 2}


def _grids(rules: list[Rule]) -> Iterable[tuple[int, int]]:
    """Pairs of lines of one grid: parallel, alike, with common ends, and no farther apart than their fellows."""
    families: dict[tuple[object, ...], list[tuple[float, int]]] = defaultdict(list)
    for k, rule in enumerate(rules):
        x0, top, x1, bottom = rule.box
        if rule.horizontal:
            families[True, round(x0), round(x1), rule.key].append((top, k))
        else:
            families[False, round(top), round(bottom), rule.key].append((x0, k))
    for (horizontal, *_), family in families.items():
        family.sort()
        steps = [b[0] - a[0] for a, b in pairwise(family)]
        length = max(_long(rules[k].box) for _, k in family)
        for k, (a, b) in enumerate(pairwise(family)):
            fellows = [steps[j] for j in (k - 1, k + 1) if 0 <= j < len(steps)]
            regular = any(0.6 * other <= steps[k] <= 1.6 * other for other in fellows)
            if length > 20 and (regular or steps[k] <= 2) and steps[k] <= length * (2 if horizontal else 4):
                yield a[1], b[1]


def _rows(bars: list[Bar]) -> Iterable[tuple[int, int]]:
    """Pairs of neighbouring bars of one chart that has no axis drawn: with an edge on one line, and equally thick."""
    families: dict[tuple[bool, int], list[tuple[float, float, float, int]]] = defaultdict(list)
    for k, bar in enumerate(bars):
        x0, top, x1, bottom = bar.box
        if x1 - x0 >= 3 and bottom - top >= 1:
            for edge in {round(2 * top), round(2 * bottom)}:
                families[True, edge].append((x0, x1, x1 - x0, k))
        if bottom - top >= 3 and x1 - x0 >= 1:
            for edge in {round(2 * x0), round(2 * x1)}:
                families[False, edge].append((top, bottom, bottom - top, k))
    for family in families.values():
        family.sort()
        for a, b in pairwise(family):
            if b[0] - a[1] <= min(3 * a[2], max(1.2 * a[2], 70.0)) and abs(a[2] - b[2]) <= 0.04 * a[2] + 0.1:
                yield a[3], b[3]


def _nested(plots: list[Plot]) -> list[Plot]:
    """Bars that touch no line belong to the smallest grid around them. `plots` from small to large."""
    kept: list[Plot] = []
    for k, plot in enumerate(plots):
        home = None
        if not plot.rules:
            home = next(
                (other for other in plots[k + 1 :] if other.rules and _inside(plot.box, other.box, TOUCH)), None
            )
        if home is None:
            kept.append(plot)
        else:
            home.bars.extend(plot.bars)
    return kept


def _place(plots: list[Plot], marks: Marks) -> None:
    """Give lines and dots to the smallest plot that they lie in."""
    homes = [plot for plot in plots if min(plot.box[2] - plot.box[0], plot.box[3] - plot.box[1]) >= 20]
    for trace in marks.traces:
        box = trace.box
        home = next((plot for plot in homes if _inside(box, plot.box, 4.0)), None)
        if home is not None:
            home.traces.append(trace)
    for dot in marks.dots:
        x, y = dot.center
        home = next((plot for plot in homes if _inside((x, y, x, y), plot.box, 4.0)), None)
        if home is not None:
            home.dots.append(dot)


def _bare_lines(plots: list[Plot], marks: Marks) -> list[Plot]:
    """Lines that no axis or grid surrounds, one plot where they run side by side, with the tick marks under them."""
    held = {id(trace) for plot in plots for trace in plot.traces}
    found: list[Plot] = []
    for trace in sorted(marks.traces, key=lambda one: one.box[0] - one.box[2]):  # pieces of a line go to whole ones
        x0, top, x1, bottom = box = trace.box
        xs = [x for x, _ in trace.points]
        if id(trace) in held or len(xs) < 2 or x1 - x0 < SHORTEST or any(b - a <= 1 for a, b in pairwise(xs)):
            continue
        home = next((plot for plot in found if _share(plot, trace)), None)
        if home is None:
            found.append(Plot(traces=[trace], box=box))
        else:
            home.traces.append(trace)
            home.box = _around([home.box, box])
    for plot in found:
        x0, top, x1, bottom = plot.box
        aside, deep = max(TICK, (x1 - x0) / 4), max(bottom - top, SHORTEST)
        below = [rule for rule in marks.rules if _inside(rule.box, (x0 - aside, top, x1 + aside, bottom + 5 * deep))]
        lines = sorted((rule for rule in below if rule.horizontal and _long(rule.box) >= 0.9 * (x1 - x0)), key=_level)
        foot = _level(lines[0]) if lines else bottom
        between = (x0, bottom + TICK, x1, foot - TICK)
        if any(_touch(between, other.box) for other in (*plots, *found) if other is not plot):
            lines, foot = [], bottom
        end = max(bottom + 1.5 * deep, foot + TICK)
        plot.rules += [rule for rule in below if _long(rule.box) <= TICK and _level(rule) <= end] + lines[:1]
        plot.dots += [dot for dot in marks.dots if _inside((*dot.center, *dot.center), plot.box, 4.0)]
        plot.box = _around([plot.box, *(rule.box for rule in plot.rules)])
    return found


def _level(rule: Rule) -> float:
    return rule.box[3]


def _share(plot: Plot, trace: Trace) -> bool:
    """Whether lines run over the same categories, one above the other, near by or with points at the same places."""
    one, other = plot.box, trace.box
    wide = min(one[2], other[2]) - max(one[0], other[0])
    away = max(one[1] - other[3], other[1] - one[3])
    places = {round(x) for held in plot.traces for x, _ in held.points}
    near = one[2] - one[0] if {round(x) for x, _ in trace.points} <= places else max(one[3] - one[1], SHORTEST)
    return wide >= 0.5 * min(one[2] - one[0], other[2] - other[0]) and away <= near


def _long(box: Box) -> float:
    return max(box[2] - box[0], box[3] - box[1])


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _around(boxes: Iterable[Box]) -> Box:
    x0s, tops, x1s, bottoms = zip(*boxes, strict=True)
    return (min(x0s), min(tops), max(x1s), max(bottoms))
