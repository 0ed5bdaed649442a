"""Ties printed numbers to marks: by where they stand, not by the order of the text.

A label stands in its bar, at its end, or beside its point; a thin bar's label may cover its neighbours, and one that
was moved away hangs on a leader line. Where two marks are about as near, the one whose measure agrees takes the
label. Out of scope: which axis a series is measured on (`axes`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from extract.pdf.charts.scales import Scale
from extract.pdf.charts.series import Mark, Series
from extract.pdf.charts.texts import Piece
from extract.pdf.charts.views import Span, View

FARTHEST = 2.0  # font sizes between a label and its mark
DISAGREES = 0.8  # font sizes that a label seems farther from a mark whose measure is another
AT_ODDS = 2.5  # the same, once it is known on which scale the mark is measured
AT_CORNER = 0.5  # font sizes that a label aslant of its point seems farther than one above or beside it
NEAR = 0.02  # font sizes a point of distance from the middle of a bar counts for


@dataclass(frozen=True, slots=True)
class Tie:
    """A label's way to a mark, and how long it is in font sizes."""

    cost: float
    label: int
    series: int
    mark: int


def tie_labels(
    view: View, series: Sequence[Series], labels: Sequence[Piece], scales: Sequence[Scale], base: float
) -> None:
    """Give each mark the label that stands nearest, each label to one mark.

    `scales` are what the series could be measured on; without any, each is measured on its own.
    """
    ties = []
    for k, label in enumerate(labels):
        span = view.span(label.box)
        for s, one in enumerate(series):
            for m, mark in enumerate(one.marks):
                if abs(mark.span.u - span.u) > mark.span.width + span.width + FARTHEST * label.size:
                    continue
                cost = away(one.kind, mark, span, label.size)
                if cost <= FARTHEST:
                    cost += _disagreement(one, mark, label, scales, base)
                    ties.append(Tie(cost, k, s, m))
    _take(ties, series, labels)


def _take(ties: list[Tie], series: Sequence[Series], labels: Sequence[Piece]) -> None:
    used: set[int] = set()
    for tie in sorted(ties, key=lambda t: t.cost):
        mark = series[tie.series].marks[tie.mark]
        if mark.label is None and tie.label not in used:
            mark.label = labels[tie.label]
            used.add(tie.label)


def away(kind: str, mark: Mark, label: Span, size: float) -> float:
    """How far a label stands from where a label of this mark may stand, in font sizes."""
    aside = abs(label.u - mark.span.u)
    if kind == "line":
        above = max(0.0, mark.end - label.v1, label.v0 - mark.end)
        beside = max(0.0, mark.span.u - label.u1, label.u0 - mark.span.u)
        centred = aside + above
        level = abs(label.v - mark.end) + beside
        at_corner = beside + above + AT_CORNER * size
        return min(centred, level, at_corner) / size
    if aside > 0.5 * mark.span.width + 0.6 * size:
        return FARTHEST + 1
    low, high = min(mark.start, mark.end), max(mark.start, mark.end)
    from_middle = NEAR * abs(label.v - (low + high) / 2)
    if low - 0.3 <= label.v <= high + 0.3:
        return aside / size + min(from_middle, 0.6)
    beyond = max(low - label.v1, label.v0 - high, 0.1 * size)
    if mark.level and beyond > 0.6 * size:
        return FARTHEST + 1
    return (aside + beyond) / size + min(from_middle, 0.6)


def _disagreement(one: Series, mark: Mark, label: Piece, scales: Sequence[Scale], base: float) -> float:
    """What a label that is not what the mark measures costs; without a scale every label may be."""
    value = float(label.value or 0)
    if one.scale is not None and not scales:
        off = abs(mark.measured(one.scale, base) - value) / (mark.doubt(one.scale) or 1.0)
        if agree(value, mark, one.scale, base, label.text):
            return 0.1 * min(off, 3.0)
        return AT_ODDS if one.labelled else AT_ODDS + DISAGREES
    offs = [
        abs(mark.measured(scale, base) - value) / (mark.doubt(scale) or 1.0)
        for scale in scales
        if agree(value, mark, scale, base, label.text)
    ]
    return 0.1 * min(*offs, 3.0) if offs else DISAGREES if scales else 0.0


def agree(value: float, mark: Mark, scale: Scale, base: float, text: str = "") -> bool:
    """Whether a printed value is what a mark measures, within the drawing's and the label's rounding."""
    places = len(text.rsplit(".", 1)[1].rstrip("%％")) if "." in text else 0
    rounding = 0.5 * 10**-places if abs(value) < 1e6 else 0.0
    measured = mark.measured(scale, base)
    return abs(measured - value) <= 2.5 * mark.doubt(scale) + rounding + 0.004 * abs(value)


def tie_by_leaders(
    view: View, series: Sequence[Series], labels: Sequence[Piece], leaders: Sequence[tuple[tuple[float, float], ...]]
) -> None:
    """Tie labels that were moved away: a thin line leads from the text to its mark."""
    for label in labels:
        span = view.span(label.box)
        for points in leaders:
            for near, far in ((points[0], points[-1]), (points[-1], points[0])):
                if _distance(span, near) > 0.6 * label.size:
                    continue
                mark = _mark_at(series, far)
                if mark is not None and mark.label is None:
                    mark.label = label


def _distance(span: Span, point: tuple[float, float]) -> float:
    return span.gap(Span(point[0], point[0], point[1], point[1]))


def _mark_at(series: Sequence[Series], point: tuple[float, float]) -> Mark | None:
    here = Span(point[0], point[0], point[1], point[1])
    near = [(mark.span.gap(here), abs(mark.span.v - point[1]), k) for k, (_, mark) in enumerate(_all(series))]
    if not near:
        return None
    gap, _, k = min(near)
    return _all(series)[k][1] if gap <= 3.5 else None


def _all(series: Sequence[Series]) -> list[tuple[Series, Mark]]:
    return [(one, mark) for one in series for mark in one.marks]


def stand_alone(numbers: Sequence[Piece], pieces: Sequence[Piece]) -> list[Piece]:
    """Those of the numbers that are no part of a sentence: only a unit or another number stands right beside them."""
    rows: dict[int, list[Piece]] = {}
    for piece in pieces:
        if piece.value is None and len(piece.text) > 2:
            rows.setdefault(round(piece.y / 4), []).append(piece)
    return [
        number
        for number in numbers
        if not (number.number and number.number.approximate)
        and not any(_close(word, number) for row in _rows(number) for word in rows.get(row, ()))
    ]


def _rows(number: Piece) -> range:
    """The rows, four points high, in which words may stand level with a number."""
    row = round(number.y / 4)
    return range(row - 2, row + 3)


def _close(word: Piece, number: Piece) -> bool:
    gap = max(word.box[0] - number.box[2], number.box[0] - word.box[2])
    level = abs(word.y - number.y) <= 0.4 * number.size and word.turn == number.turn
    return level and -0.5 <= gap <= 0.3 * number.size
