"""Value axes: what a place in a drawing is worth, calibrated from the printed tick labels.

Tick labels of one axis stand in line beside the plot, and their values grow evenly (or by a constant factor) with
their places. Where lines are drawn at the ticks, the lines are measured, not the middles of the labels. An axis whose
labels do not grow evenly is broken: it measures nothing, and says so. Out of scope: which series is read on which
axis (`axes`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import exp, fsum, log

from extract.pdf.charts.texts import Piece
from extract.pdf.charts.views import Span, View

REACH = 75.0  # points that tick labels may stand away from the plot
LINE = 0.12  # points: how precisely a line is drawn
ASIDE = 0.4  # points that the lines of an axis may stand aside of what it measures
LABEL = 1.0  # points: how precisely a label stands at its place
LEAST = 0.4  # of a plot's length: what an axis without lines at its ticks covers
ALIGNED = 1.3  # points that labels of one axis may stray from their line


@dataclass(frozen=True, slots=True)
class Scale:
    """A calibrated axis: value = slope · v + offset, or its exponential where `log`.

    `side` is -1 where it stands before the plot (left, above), 1 behind it, 0 for one without labels. `precision` is
    how many points a place read on it may be wrong.
    """

    slope: float
    offset: float
    precision: float
    pieces: tuple[Piece, ...] = ()
    side: int = 0
    log: bool = False
    low: float = 0.0  # v of the first and the last tick
    high: float = 0.0
    shift: float | None = None  # from the middle of a tick label to its line, where lines are drawn

    def value(self, v: float) -> float:
        """What the place is worth."""
        value = self.slope * v + self.offset
        return exp(value) if self.log else value

    def place(self, value: float) -> float | None:
        """Where the value stands."""
        if self.log and value <= 0:
            return None
        return ((log(value) if self.log else value) - self.offset) / self.slope

    def doubt(self, v: float) -> float:
        """How far the value read at a place may be off, in values."""
        return abs(self.value(v + self.precision) - self.value(v - self.precision)) / 2

    @property
    def percent(self) -> bool:
        """Whether its labels carry percent signs."""
        return any(piece.percent for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Scales:
    """The axes found beside a plot, and the labels of those that could not be calibrated."""

    calibrated: tuple[Scale, ...]
    broken: tuple[tuple[Piece, ...], ...]


def find_scales(
    view: View, plot: Span, lines: Sequence[Span], pieces: Sequence[Piece], barriers: Sequence[Span] = ()
) -> Scales:
    """The axes on both sides of a plot. `lines` are the drawn lines across the values (grid and tick marks).

    `barriers` are other plots: labels that stand nearer to one of them are its own.
    """
    calibrated: list[Scale] = []
    broken: list[tuple[Piece, ...]] = []
    places = sorted({round(line.v, 2) for line in lines})
    for side in (-1, 1):
        uneven: list[list[Piece]] = []
        for group in _columns(view, plot, side, pieces, barriers):
            scale = _calibrated(view, group, places, side)
            whole = next((g for g in uneven if all(piece in g for piece in group)), None)
            if scale is not None and scale.shift is None and abs(scale.high - scale.low) < LEAST * plot.length:
                continue  # numbers that happen to stand beside it
            if scale is not None and whole is None:
                calibrated.append(scale)
                break
            if scale is not None and whole is not None:
                broken.append(tuple(whole))  # a part of it is even: the axis was cut
                break
            if _stands_as_axis(view, group, places):
                broken.append(tuple(group))
                break
            if len(group) >= 4:
                uneven.append(group)
    # Beside an axis that was cut none is sure: what is read on it would be measured on the other.
    return Scales(() if broken else _shared(calibrated), tuple(broken))


def _columns(
    view: View, plot: Span, side: int, pieces: Sequence[Piece], barriers: Sequence[Span]
) -> Iterable[list[Piece]]:
    """Numbers that stand in line beside the plot, the nearest line first."""
    beside: list[tuple[Span, Piece]] = []
    numbers = [piece for piece in pieces if piece.value is not None]
    for piece in numbers:
        span = view.span(piece.box)
        away = plot.u0 - span.u1 if side < 0 else span.u0 - plot.u1
        if -3 <= away <= REACH and plot.v0 - piece.size <= span.v <= plot.v1 + piece.size:
            if any(other.gap(span) < plot.gap(span) for other in barriers):
                continue
            if any(_is_raised(piece, other) for other in numbers):
                continue  # an exponent
            beside.append((span, piece))
    groups: list[tuple[float, list[Piece]]] = []
    for edge in (_before, _behind, _middle):
        waiting = sorted(beside, key=lambda item: edge(item[0]))
        while waiting:
            first = edge(waiting[0][0])
            count = sum(1 for span, _ in waiting if edge(span) <= first + ALIGNED)
            group, waiting = waiting[:count], waiting[count:]
            if len(group) >= 2:
                away = min(plot.u0 - s.u1 if side < 0 else s.u0 - plot.u1 for s, _ in group)
                groups.append((away, [piece for _, piece in group]))
    groups.sort(key=lambda item: (-len(item[1]) if len(item[1]) < 3 else -3, round(item[0] / 6), -len(item[1])))
    for _, labels in groups:
        yield sorted(labels, key=lambda piece: view.span(piece.box).v)


def _is_raised(piece: Piece, other: Piece) -> bool:
    """Whether a number is set smaller and higher right behind another one."""
    return (
        piece.size < 0.85 * other.size
        and -0.3 * other.size <= piece.box[0] - other.box[2] <= 0.3 * other.size
        and other.box[1] - 0.6 * other.size <= piece.y < other.y
    )


def _before(span: Span) -> float:
    return span.u0


def _behind(span: Span) -> float:
    return span.u1


def _middle(span: Span) -> float:
    return span.u


def _calibrated(view: View, group: list[Piece], places: list[float], side: int) -> Scale | None:
    spans = [view.span(piece.box) for piece in group]
    middles = [span.v for span in spans]
    if view.turned and all(piece.slant for piece in group):  # held at the end towards the plot
        middles = [p.box[0] + 0.4 * p.size if p.slant == -side else p.box[2] - 0.4 * p.size for p in group]
    scale = _fitted(group, middles, places, side)
    if scale is None and view.turned:  # labels at the ends may be set within the axis
        scale = _fitted(group, [spans[0].v0, *middles[1:-1], spans[-1].v1], places, side)
    return scale


def _fitted(group: list[Piece], middles: list[float], places: list[float], side: int) -> Scale | None:
    values = [float(piece.value or 0) for piece in group]
    if len(group) < 2 or not _strictly_ordered(values) or _count(values):
        return None
    if any(b - a < 0.6 * group[0].size for a, b in pairwise(middles)):
        return None
    shift, matched = _shift(middles, places, group[0].size)
    if matched is None and len(group) < 3:
        return None
    at = middles if matched is None else matched
    for logarithmic in (False, True):
        if logarithmic and (min(values) <= 0 or len(values) < 3):
            continue
        if not logarithmic and not _are_ticks(values, group):
            continue
        wanted = [log(value) for value in values] if logarithmic else values
        slope, offset = _line(at, wanted)
        stray = float(max(abs((value - offset) / slope - v) for v, value in zip(at, wanted, strict=True)))
        step = min(b - a for a, b in pairwise(at))
        if stray <= min(1.0 if matched else 1.2, (0.04 if matched else 0.06) * step + 0.15):
            precision = max(LINE + ASIDE, 1.2 * stray + ASIDE) if matched else max(LABEL, 1.5 * stray)
            return Scale(float(slope), float(offset), precision, tuple(group), side, logarithmic, at[0], at[-1], shift)
    return None


def _line(xs: Sequence[float], ys: Sequence[float]) -> tuple[float, float]:
    """Slope and offset of the straight line that strays least from these points, by least squares."""
    x, y = fsum(xs) / len(xs), fsum(ys) / len(ys)
    slope = fsum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / fsum((a - x) ** 2 for a in xs)
    return slope, y - slope * x


def _are_ticks(values: list[float], group: list[Piece]) -> bool:
    """Whether values are whole steps apart, as printed: labels at the ends of lines grow with their places too."""
    low, high = min(values), max(values)
    step = min(abs(b - a) for a, b in pairwise(values))
    step = (high - low) / round((high - low) / step)
    places = max(len(piece.text.partition(".")[2].rstrip("%％")) for piece in group)
    strays = [abs((value - low) / step - round((value - low) / step)) * step for value in values]
    return max(strays) <= max(0.02 * step, 0.6 * 10.0**-places)


def _strictly_ordered(values: list[float]) -> bool:
    steps = [b - a for a, b in pairwise(values)]
    return all(step > 0 for step in steps) or all(step < 0 for step in steps)


def _count(values: list[float]) -> bool:
    """Whether they are years, or count categories one by one, rather than measure."""
    if all(value == int(value) and 1868 <= value <= 2100 for value in values):
        return True
    return len(values) >= 4 and min(values) >= 1 and all(abs(b - a) == 1 for a, b in pairwise(values))


def _shift(middles: list[float], places: list[float], size: float) -> tuple[float | None, list[float] | None]:
    """How far lines stand from the middles of their labels, about the same for every tick that has one."""
    slack = min(0.7, 0.1 * min(b - a for a, b in pairwise(middles)))
    best: tuple[int, float, list[float | None]] | None = None
    for middle in middles:
        for place in places:
            shift = place - middle
            if abs(shift) > 0.65 * size:
                continue
            lines = [min(places, key=lambda p, m=middle: abs(p - m - shift)) for middle in middles]  # type: ignore[misc]
            held = [p if abs(p - m - shift) <= slack else None for p, m in zip(lines, middles, strict=True)]
            stray = sum(abs(p - m) for p, m in zip(held, middles, strict=True) if p is not None)
            count = sum(p is not None for p in held)
            if best is None or (-count, stray) < best[:2]:
                best = (-count, stray, held)
    if best is None or -best[0] < max(2, 0.6 * len(middles)):
        return None, None
    shifts = sorted(p - m for p, m in zip(best[2], middles, strict=True) if p is not None)
    shift = shifts[len(shifts) // 2]
    return shift, [m + shift if p is None else p for p, m in zip(best[2], middles, strict=True)]


def _stands_as_axis(view: View, group: list[Piece], places: list[float]) -> bool:
    """Whether labels that cannot be calibrated stand at ticks all the same."""
    values = [float(piece.value or 0) for piece in group]
    if values[0] > values[-1]:
        values.reverse()
    nought = values.index(0.0) if 0.0 in values else 0
    away = [-value for value in values[:nought]] + values[nought:]  # a pyramid's: 40 20 0 20 40
    rising = all(b >= a for a, b in pairwise(away)) and len(set(away)) >= 2  # also 0 1 1 2 2 3, with decimals left out
    if len(group) < 4 or not rising or _count(values):
        return False
    middles = [view.span(piece.box).v for piece in group]
    _, matched = _shift(middles, places, group[0].size)
    return matched is not None


def exact(scale: Scale) -> Scale:
    """The scale of an axis that is known not to be drawn aside."""
    return scale if scale.shift is None else replace(scale, precision=max(LINE, scale.precision - ASIDE))


def standing_on(scale: Scale, base: float) -> Scale:
    """The scale moved so that its nought is where the bars start, if that is close by.

    Some producers draw the lines of an axis half a pixel aside of what it measures, and some draw none.
    """
    nought = scale.place(0.0)
    reach = 1.2 if scale.shift is not None else 0.65 * scale.pieces[0].size
    if scale.log or nought is None or abs(base - nought) > reach:
        return scale
    moved = base - nought
    low, high, shift = scale.low + moved, scale.high + moved, moved + (scale.shift or 0.0)
    precision = max(LINE, scale.precision - ASIDE) if scale.shift is not None else 0.4
    return replace(scale, offset=-scale.slope * base, precision=precision, low=low, high=high, shift=shift)


def _shared(scales: list[Scale]) -> tuple[Scale, ...]:
    """Two axes of one plot set their labels alike: what one's lines tell holds for the other that has none."""
    told = next((scale for scale in scales if scale.shift is not None), None)
    if told is None or told.shift is None:
        return tuple(scales)
    done = []
    for scale in scales:
        if scale.shift is None and abs(scale.pieces[0].size - told.pieces[0].size) <= 0.1 and not scale.log:
            moved = scale.offset - scale.slope * told.shift
            low, high = scale.low + told.shift, scale.high + told.shift
            done.append(replace(scale, offset=moved, precision=0.4 + ASIDE, low=low, high=high, shift=told.shift))
        else:
            done.append(scale)
    return tuple(done)


def by_lengths(lengths: Sequence[float], values: Sequence[float]) -> Scale | None:
    """A scale told by the labels of bars alone: lengths that stand for their values. None where they do not."""
    pairs = [(length, value) for length, value in zip(lengths, values, strict=True) if value > 0 and length > 2]
    if len(pairs) < 3:
        return None
    ratios = sorted(value / length for length, value in pairs)
    slope = ratios[len(ratios) // 2]
    fitting = [(length, value) for length, value in pairs if abs(value / slope - length) <= max(0.8, 0.01 * length)]
    spread = {round(length) for length, _ in fitting}
    if len(fitting) < max(3, 0.8 * len(pairs)) or len(spread) < 2 or max(spread) < 1.1 * min(spread):
        return None
    weight = sum(length * length for length, _ in fitting)
    slope = sum(length * value for length, value in fitting) / weight
    stray = max(abs(value / slope - length) for length, value in fitting)
    return Scale(slope, 0.0, max(0.3, 1.5 * stray))


def by_places(places: Sequence[float], values: Sequence[float]) -> Scale | None:
    """A scale told by the labels of points alone: places that grow evenly with their values. None where they do not."""
    fewest, farthest = max(4.0, 0.8 * len(places)), max(0.8, 0.02 * (max(places, default=0) - min(places, default=0)))
    pairs = list(zip(places, values, strict=True))
    while True:  # leaving out, one by one, what a label tied to another point may spoil
        if len(pairs) < fewest or max(v for v, _ in pairs) - min(v for v, _ in pairs) < 8:
            return None
        slope, offset = _line([v for v, _ in pairs], [value for _, value in pairs])
        if slope == 0:
            return None
        strays = [abs((value - offset) / slope - place) for place, value in pairs]
        stray = float(max(strays))
        if stray <= farthest:
            break
        del pairs[strays.index(stray)]
    return Scale(float(slope), float(offset), max(0.3, 1.5 * stray), low=min(places), high=max(places))
