"""What is drawn on a page, sorted by what it could be in a chart: bars, straight lines, broken lines, dots and wedges.

A shape may be several things at once (a small square is a short bar, a marker, or a key of a legend): every reading
is kept, and who uses it decides. Producers draw the same thing in many ways: a bar as a path of four or five points,
of more with points on its edges, or as one of many rectangles of a single path; a line as one path or as one path a
segment. Out of scope: which of them make a chart (`plots`).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import hypot

from extract.document import Box
from extract.pdf.page import Color, Page, Shape

Point = tuple[float, float]
Key = tuple[int, int, int]
"""A colour by which marks of one series know each other; a pattern without a colour of its own is (-1, n, 0)."""

MAP = 4000  # slanted lines: more are no chart's
MARKER = 14.0  # points: no marker of a line is larger
THIN = 1.5  # points: thinner rectangles may be lines
LINE = 1.0  # points: thinner ones, much longer than thick, need no closer look
HAIR = 0.05  # points: a side shorter than this has no length
SHADOW = 5.0  # points: no shadow falls farther
STRAIGHT = 0.25  # points that a straight line may stray by


@dataclass(frozen=True, slots=True)
class Bar:
    """A filled rectangle, also one without length."""

    box: Box
    key: Key
    order: int


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight horizontal or vertical line, or a filled rectangle so thin that it is one."""

    box: Box
    key: Key
    order: int

    @property
    def horizontal(self) -> bool:
        """Whether it runs from left to right."""
        return self.box[2] - self.box[0] >= self.box[3] - self.box[1]


@dataclass(frozen=True, slots=True)
class Trace:
    """A line of several points, in drawing order."""

    points: tuple[Point, ...]
    key: Key
    width: float
    dashed: bool
    order: int

    @property
    def box(self) -> Box:
        """The box around its points."""
        return _box(self.points)


@dataclass(frozen=True, slots=True)
class Dot:
    """A small mark about as wide as high; `keys` are the colours of its fill and its outline, `look` is its form."""

    center: Point
    size: float
    keys: tuple[Key, ...]
    order: int
    look: str = ""


@dataclass(frozen=True, slots=True)
class Wedge:
    """A filled figure with a curved edge, perhaps a sector: `points` with the control points of its curves."""

    points: tuple[Point, ...]
    box: Box
    key: Key
    order: int
    curved: bool = True  # otherwise a curve is drawn as many short lines


@dataclass(slots=True)
class Marks:
    """Everything on a page that could belong to a chart."""

    bars: list[Bar] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    traces: list[Trace] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    wedges: list[Wedge] = field(default_factory=list)
    pale: list[Bar] = field(default_factory=list)  # white and without outline: masks, or bars shaded in a way not told


def read_marks(page: Page) -> Marks:
    """Sort the shapes of a page."""
    marks = Marks()
    for shape in page.shapes:
        x0, top, x1, bottom = shape.bbox
        if x1 < 0 or bottom < 0 or x0 > page.width or top > page.height:
            continue  # a printer's crop mark
        if _is_line(shape):
            key = key_of(shape.fill)
            marks.rules.append(Rule(shape.bbox, key, shape.order))
            marks.bars.append(Bar(shape.bbox, key, shape.order))  # kept only beside bars as wide
            continue
        boxes = [shape.bbox] if len(shape.subpaths) == 1 else list(map(_box, shape.subpaths))
        if shape.fill is not None or shape.pattern:
            _filled(shape, boxes, marks)
        if shape.stroke is not None:
            _stroked(shape, boxes, marks)
        _dots(shape, boxes, marks)
    marks.bars = _without_borders(_without_shadows(marks.bars))
    marks.traces = _chained(marks.traces, marks)
    marks.dots = _together(marks.dots)
    return marks


def _is_line(shape: Shape) -> bool:
    """Whether a shape is nothing but a long thin rectangle, as the borders of tables are by the thousand."""
    if shape.stroke is not None or shape.fill is None or shape.curved or len(shape.subpaths) != 1:
        return False
    x0, top, x1, bottom = shape.bbox
    thin, long = sorted((x1 - x0, bottom - top))
    return HAIR <= thin <= LINE and long >= 30 * thin and len(shape.subpaths[0]) in (4, 5) and shape.clip is None


def _without_borders(bars: list[Bar]) -> list[Bar]:
    """The bars without the lines that are painted as thin rectangles: a thin one is a bar beside thicker ones."""
    sizes = [(bar.box[2] - bar.box[0], bar.box[3] - bar.box[1]) for bar in bars]
    widths = {round(width) for width, height in sizes if width >= 2 and height > THIN}
    heights = {round(height) for width, height in sizes if height >= 2 and width > THIN}
    return [
        bar
        for bar, (width, height) in zip(bars, sizes, strict=True)
        if (height > THIN or round(width) in widths) and (width > THIN or round(height) in heights)
    ]


def _without_shadows(bars: list[Bar]) -> list[Bar]:
    """The bars without those that are drawn once more, right after and a little aside: their shadows."""
    kept = []
    for bar, after in pairwise([*bars, None]):
        if bar is not None and not (after and _is_shadow(bar.box, after.box)):
            kept.append(bar)
    return kept


def _is_shadow(one: Box, other: Box) -> bool:
    x, y = other[0] - one[0], other[1] - one[1]
    aside = 0.3 < abs(x) <= SHADOW and 0.3 < abs(y) <= SHADOW
    return aside and abs(other[2] - one[2] - x) < HAIR and abs(other[3] - one[3] - y) < HAIR


def outlines(bars: Iterable[Bar], rules: Iterable[Rule]) -> set[Rule]:
    """The lines that are nothing but edges of bars."""
    edges: set[Box] = set()
    for bar in bars:
        x0, top, x1, bottom = _rounded(bar.box)
        edges |= {(x0, top, x1, top), (x0, bottom, x1, bottom), (x0, top, x0, bottom), (x1, top, x1, bottom)}
    return {rule for rule in rules if _rounded(rule.box) in edges} if edges else set()


def _rounded(box: Box) -> Box:
    return round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1)


def key_of(color: Color | None, order: int = 0) -> Key:
    """The key of a colour; what is filled with a pattern has one of its own."""
    if color is None:
        return (-1, order, 0)
    red, green, blue = color
    return (round(red * 255), round(green * 255), round(blue * 255))


def alike(one: Key, other: Key) -> bool:
    """Whether two keys are the same colour as far as an eye can tell."""
    return all(abs(a - b) <= 3 for a, b in zip(one, other, strict=True))


def is_white(key: Key) -> bool:
    """Whether it is paper."""
    return min(key) >= 250


def _filled(shape: Shape, boxes: Sequence[Box], marks: Marks) -> None:
    key = key_of(shape.fill)
    for points, whole in zip(shape.subpaths, boxes, strict=True):
        box = _cut(whole, shape.clip)
        width, height = box[2] - box[0], box[3] - box[1]
        if min(width, height) < 0 or max(width, height) < HAIR:
            continue
        if fills_its_box(points, whole, curved=shape.curved):
            if min(width, height) <= THIN and max(width, height) >= 8 * min(width, height):
                marks.rules.append(Rule(box, key, shape.order))
            drawn_as_line = min(width, height) < HAIR and shape.stroke is not None
            if (not is_white(key) or shape.stroke is not None) and not drawn_as_line:
                marks.bars.append(Bar(box, key, shape.order))
            elif not drawn_as_line and min(width, height) > THIN:
                marks.pale.append(Bar(box, key, shape.order))
        elif len(points) >= 4 and (not is_white(key) or shape.stroke is not None) and min(width, height) >= 8:
            marks.wedges.append(Wedge(points, box, key, shape.order, shape.curved))


def _cut(box: Box, clip: Box | None) -> Box:
    """What shows of a box."""
    if clip is None:
        return box
    return (max(box[0], clip[0]), max(box[1], clip[1]), min(box[2], clip[2]), min(box[3], clip[3]))


def fills_its_box(points: tuple[Point, ...], box: Box, *, curved: bool) -> bool:
    """Whether an outline is that of an axis-parallel rectangle, its corners perhaps rounded."""
    width, height = box[2] - box[0], box[3] - box[1]
    if min(width, height) < HAIR:
        return len(points) >= 2 and not curved
    if len(points) < 4 or (curved and max(width, height) < 1.3 * min(width, height)):
        return False
    return abs(_area(points)) >= (0.93 if curved else 0.985) * width * height


def _area(points: tuple[Point, ...]) -> float:
    twice = 0.0
    x0, y0 = points[0]
    for x1, y1 in points[1:]:
        twice += x0 * y1 - x1 * y0
        x0, y0 = x1, y1
    x1, y1 = points[0]
    return (twice + (x0 * y1 - x1 * y0)) / 2


def _stroked(shape: Shape, boxes: Sequence[Box], marks: Marks) -> None:
    assert shape.stroke is not None  # noqa: S101 - for the type checker; the caller has looked
    key = key_of(shape.stroke)
    for points, box in zip(shape.subpaths, boxes, strict=True):
        path = _outline(points, curved=shape.curved)
        if len(path) < 2:
            continue
        closed = len(path) > 3 and path[0] == path[-1]
        if closed and fills_its_box(points, box, curved=shape.curved):
            x0, top, x1, bottom = _box(path)
            if max(x1 - x0, bottom - top) > MARKER:
                marks.rules.extend(Rule(_box(side), key, shape.order) for side in pairwise(path))
        elif len(path) == 2 and _straight(path):
            marks.rules.append(Rule(_box(path), key, shape.order))
        elif not closed:
            path = tuple(point for point in path if _shows(point, shape.clip))
            if len(path) >= 2:
                marks.traces.append(Trace(path, key, shape.stroke_width, shape.dashed, shape.order))


def _shows(point: Point, clip: Box | None) -> bool:
    return clip is None or (clip[0] - 1 <= point[0] <= clip[2] + 1 and clip[1] - 1 <= point[1] <= clip[3] + 1)


def _straight(points: tuple[Point, ...]) -> bool:
    box = _box(points)
    return min(box[2] - box[0], box[3] - box[1]) <= STRAIGHT


def _outline(points: tuple[Point, ...], *, curved: bool) -> tuple[Point, ...]:
    """The points that an outline runs through: of a path all of curves every third, the others being control points."""
    if curved and len(points) >= 4 and len(points) % 3 == 1:
        return points[::3]
    return tuple(point for k, point in enumerate(points) if k == 0 or point != points[k - 1])


def _dots(shape: Shape, boxes: Sequence[Box], marks: Marks) -> None:
    for points, box in zip(shape.subpaths, boxes, strict=True):
        if len(points) < 3:
            continue
        x0, top, x1, bottom = box
        width, height = x1 - x0, bottom - top
        if not 1.0 <= max(width, height) <= MARKER or min(width, height) < 0.6 * max(width, height):
            continue
        keys = tuple(key_of(color) for color in (shape.fill, shape.stroke) if color is not None)
        center, look = ((x0 + x1) / 2, (top + bottom) / 2), _look(points, box, shape)
        marks.dots.append(Dot(center, max(width, height), keys, shape.order, look))


def _look(points: tuple[Point, ...], box: Box, shape: Shape) -> str:
    """The form of a marker: round or how many corners, upright or on its tip, full or hollow."""
    if shape.curved:
        form = "round"
    else:
        corners = {(round(8 * (x - box[0])), round(8 * (y - box[1]))) for x, y in points}
        form = f"{len(corners)}-{'flat' if fills_its_box(points, box, curved=False) else 'tip'}"
    hollow = shape.fill is None or is_white(key_of(shape.fill))
    return f"{form}-{'hollow' if hollow else 'full'}"


def _chained(traces: list[Trace], marks: Marks) -> list[Trace]:
    """Join segments that were drawn one by one, each beginning where the one before it ended."""
    if len(traces) > MAP:
        return []
    loose: dict[tuple[Key, float], list[Trace]] = defaultdict(list)
    for trace in traces:
        loose[trace.key, round(trace.width, 2)].append(trace)
    slanted = {key for key, _ in loose}
    columns = {round(x) for trace in traces for x, _ in trace.points}
    held = {group: _Ends(members) for group, members in loose.items()}
    for rule in [r for r in marks.rules if r.key in slanted]:
        # A flat piece of a line drawn in segments or with gaps: a candidate here, and a rule all the same.
        x0, top, x1, bottom = rule.box
        ends = ((x0, top), (x1, bottom))
        for (key, width), group in loose.items():
            if key == rule.key and ({round(x0), round(x1)} <= columns or held[key, width].meet(ends)):
                group.append(Trace(ends, key, width, dashed=False, order=rule.order))
                held[key, width].add(ends)
                break
    joined: list[Trace] = []
    for group in loose.values():
        joined.extend(_chain(sorted(group, key=lambda t: t.order)))
    return joined


class _Ends:
    """Where traces begin and end, found by place: a drawing may have thousands of them."""

    def __init__(self, traces: Iterable[Trace]) -> None:
        self._at: dict[tuple[int, int], list[Point]] = defaultdict(list)
        for trace in traces:
            self.add((trace.points[0], trace.points[-1]))

    def add(self, points: Iterable[Point]) -> None:
        """Take these ends in."""
        for x, y in points:
            self._at[int(x), int(y)].append((x, y))

    def meet(self, points: Iterable[Point]) -> bool:
        """Whether one of these points is an end."""
        return any(_near(point, end) for point in points for cell in _cells(point) for end in self._at.get(cell, ()))


def _cells(point: Point) -> set[tuple[int, int]]:
    """The squares of a point wide that hold whatever is near a point."""
    x, y = point
    return {(int(x + right), int(y + down)) for right in (-STRAIGHT, STRAIGHT) for down in (-STRAIGHT, STRAIGHT)}


def _chain(group: list[Trace]) -> list[Trace]:
    chains: list[Trace] = []
    for trace in group:
        for k in range(len(chains) - 1, max(-1, len(chains) - 4), -1):
            last = chains[k]
            if _near(last.points[-1], trace.points[0]):
                points = last.points + trace.points[1:]
            elif len(trace.points) == 2 and _near(last.points[-1], trace.points[-1]):
                points = last.points + trace.points[-2::-1]
            else:
                continue
            chains[k] = Trace(points, last.key, last.width, last.dashed, last.order)
            break
        else:
            chains.append(trace)
    return chains


def _near(one: Point, other: Point) -> bool:
    return hypot(one[0] - other[0], one[1] - other[1]) <= STRAIGHT


def _together(dots: list[Dot]) -> list[Dot]:
    """One dot where fill and outline were painted apart."""
    merged: list[Dot] = []
    for dot in dots:
        if merged and hypot(merged[-1].center[0] - dot.center[0], merged[-1].center[1] - dot.center[1]) <= 0.6:
            last = merged.pop()
            keys = last.keys + tuple(key for key in dot.keys if key not in last.keys)
            dot = Dot(last.center, max(last.size, dot.size), keys, last.order, last.look)  # noqa: PLW2901 - the two are one
        merged.append(dot)
    return merged


def _box(points: tuple[Point, ...]) -> Box:
    xs, ys = zip(*points, strict=True)
    return (min(xs), min(ys), max(xs), max(ys))
