"""Circles cut into sectors, and rings: shares told by angles.

Sectors make a circle only if they lie within one and their angles add up to a full turn; what is merely round does not. Out of
scope: slanted and pulled-out pies, rings within rings.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, radians, sin

from extract.document import Box, Chart, ChartSeries, PagePlace, Point
from extract.pdf.charts import legend
from extract.pdf.charts.marks import Wedge
from extract.pdf.charts.texts import Piece, around, joined, lines_of

_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*[%％]")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_EDGES = " 　;；,、，:：･・\n"
FULL = 360.0
SLACK = 1.5  # degrees that angles may miss a full turn by


@dataclass(frozen=True, slots=True)
class Sector:
    """A share of a circle, in degrees from the top, clockwise."""

    wedge: Wedge
    start: float
    sweep: float

    @property
    def share(self) -> float:
        """In percent."""
        return 100 * self.sweep / FULL


@dataclass(frozen=True, slots=True)
class Circle:
    """Sectors around a centre. `hole` is the inner radius, 0 for a pie."""

    center: tuple[float, float]
    radius: float
    hole: float
    sectors: tuple[Sector, ...]

    @property
    def box(self) -> Box:
        """The box around it."""
        x, y = self.center
        return (x - self.radius, y - self.radius, x + self.radius, y + self.radius)


@dataclass(frozen=True, slots=True)
class _Label:
    pieces: tuple[Piece, ...]
    name: str
    text: str
    value: float | None
    percent: bool


@dataclass(frozen=True, slots=True)
class Pie:
    """A circle with what its sectors are called and say: category, printed label and its pieces for each."""

    circle: Circle
    names: tuple[str, ...]
    labels: tuple[_Label | None, ...]
    used: tuple[Piece, ...]

    @property
    def box(self) -> Box:
        """Everything that belongs to it."""
        boxes = [self.circle.box, *(piece.box for piece in self.used)]
        x0s, tops, x1s, bottoms = zip(*boxes, strict=True)
        return (min(x0s), min(tops), max(x1s), max(bottoms))


def find_circles(wedges: Sequence[Wedge]) -> list[Circle]:
    """Every circle that sectors make up."""
    return [circle for group in _touching(wedges) if (circle := _circle(group)) is not None]


def find_pies(circles: Sequence[Circle], pieces: Sequence[Piece], entries: Sequence[legend.Entry]) -> list[Pie]:
    """The circles whose shares are named and, where numbers are printed, agree with them."""
    return [pie for circle in circles if (pie := _named(circle, pieces, entries)) is not None]


def _touching(wedges: Sequence[Wedge]) -> list[list[Wedge]]:
    groups: list[list[Wedge]] = []
    for wedge in wedges:
        near = [group for group in groups if any(_meet(wedge.box, other.box) for other in group)]
        merged = [wedge, *(other for group in near for other in group)]
        groups = [group for group in groups if group not in near] + [merged]
    return [group for group in groups if 2 <= len(group) <= 40]


def _meet(one: Box, other: Box) -> bool:
    return (
        one[0] <= other[2] + 1.5 and other[0] <= one[2] + 1.5 and one[1] <= other[3] + 1.5 and other[1] <= one[3] + 1.5
    )


def _circle(group: Sequence[Wedge]) -> Circle | None:
    x0s, tops, x1s, bottoms = zip(*(wedge.box for wedge in group), strict=True)
    width, height = max(x1s) - min(x0s), max(bottoms) - min(tops)
    if abs(width - height) > 0.03 * width or width < 24:
        return None
    center = ((min(x0s) + max(x1s)) / 2, (min(tops) + max(bottoms)) / 2)
    radius = (width + height) / 4
    distances = [[hypot(x - center[0], y - center[1]) for x, y in wedge.points] for wedge in group]
    if any(max(row) > 1.2 * radius or max(row) < 0.97 * radius for row in distances):
        return None
    hole = min(min(row) for row in distances)
    sectors = tuple(_sector(wedge, center, radius) for wedge in _each_once(group))
    if abs(sum(sector.sweep for sector in sectors) - FULL) > SLACK:
        return None
    return Circle(center, radius, hole if hole > 0.1 * radius else 0.0, tuple(sorted(sectors, key=lambda s: s.start)))


def _each_once(group: Sequence[Wedge]) -> list[Wedge]:
    return list({tuple(round(edge) for edge in wedge.box): wedge for wedge in group}.values())


def _sector(wedge: Wedge, center: tuple[float, float], radius: float) -> Sector:
    """The sector between the first and the last direction of the outer edge, followed along the outline."""
    outer = [
        degrees(atan2(x - center[0], center[1] - y))
        for x, y in wedge.points
        if hypot(x - center[0], y - center[1]) >= 0.96 * radius
    ]
    turned = [outer[0]]
    for angle in outer[1:]:
        step = (angle - turned[-1] + 180) % FULL - 180
        turned.append(turned[-1] + step)
    # The outline may begin in the middle of the arc: what lies beyond its start was passed at its end.
    return Sector(wedge, round(min(turned), 1) % FULL, min(FULL, max(turned) - min(turned)))


def _named(circle: Circle, pieces: Sequence[Piece], entries: Sequence[legend.Entry]) -> Pie | None:
    labels = _labels(circle, pieces, entries)
    tied = _tied(circle, labels)
    names: list[str] = []
    used = [piece for label in tied if label for piece in label.pieces]
    for sector, label in zip(circle.sectors, tied, strict=True):
        near = [e for e in entries if _distance(circle, e.box) <= 3 * circle.radius]
        entry = legend.entry_for([sector.wedge.key], "bar", near)
        if entry is not None:
            used += entry.pieces
        names.append(entry.text if entry else (label.name if label else ""))
    numbers = [label for label in tied if label and label.value is not None]
    total = sum(label.value or 0 for label in numbers)
    agreed = [
        abs(_percent(label, total) - sector.share) <= 1.1
        for sector, label in zip(circle.sectors, tied, strict=True)
        if label and label.value is not None
    ]
    if numbers and (sum(agreed) < max(2, 0.8 * len(agreed)) or len(numbers) < 0.5 * len(tied)):
        return None
    if not numbers and not all(names):
        return None
    return Pie(circle, tuple(names), tuple(tied), tuple(used))


def _percent(label: _Label, total: float) -> float:
    value = label.value or 0.0
    return value if label.percent or not total else 100 * value / total


def _labels(circle: Circle, pieces: Sequence[Piece], entries: Sequence[legend.Entry]) -> list[_Label]:
    """Blocks of text in and around the circle, each of lines set below each other."""
    of_legend = {id(piece) for entry in entries for piece in entry.pieces}
    near = [p for p in pieces if id(p) not in of_legend and _distance(circle, p.box) <= 1.55 * circle.radius]
    blocks: list[list[list[Piece]]] = []
    for line in sorted(lines_of(near, 0.7), key=lambda line: line[0].y):
        home = next((block for block in blocks if _continues(block[-1], line)), None)
        if home is None:
            blocks.append([line])
        else:
            home.append(line)
    return [_label([piece for line in block for piece in line]) for block in blocks]


def _continues(above: list[Piece], line: list[Piece]) -> bool:
    one, other, size = around(above), around(line), line[0].size
    aligned = min(abs(one[0] - other[0]), abs(one[0] + one[2] - other[0] - other[2]) / 2) <= 0.6 * size
    return aligned and -0.4 * size <= other[1] - one[3] <= 0.5 * size and abs(above[0].size - size) <= 0.3


def _label(pieces: list[Piece]) -> _Label:
    text = joined(pieces)
    folded = text.translate(str.maketrans("０１２３４５６７８９．，", "0123456789.,"))
    percent = _PERCENT.search(folded)
    if percent:
        name = (text[: percent.start()] + text[percent.end() :]).strip(_EDGES + "()（）")
        return _Label(tuple(pieces), name, text[percent.start() : percent.end()], float(percent[1]), percent=True)
    number = _NUMBER.search(folded)
    if number and not re.search(r"[=＝]", text):
        name = (text[: number.start()] + text[number.end() :]).strip(_EDGES + "()（）")
        value = float(number[0].replace(",", ""))
        return _Label(tuple(pieces), name, text[number.start() : number.end()], value, percent=False)
    return _Label(tuple(pieces), text, "", None, percent=False)


def _tied(circle: Circle, labels: Sequence[_Label]) -> list[_Label | None]:
    """The label of each sector: the one in it, or the nearest outside that its angle bears out."""
    ties = []
    total = sum(label.value for label in labels if label.value is not None and not label.percent)
    for k, label in enumerate(labels):
        if label.value is None:
            continue
        box = around(label.pieces)
        for s, sector in enumerate(circle.sectors):
            away = _angle_away(circle, sector, ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2))
            wrong = abs(_percent(label, total) - sector.share) > 1.1
            if away <= 40:
                ties.append((away / 30 + wrong, k, s))
    tied: list[_Label | None] = [None] * len(circle.sectors)
    taken: set[int] = set()
    for _, k, s in sorted(ties):
        if k not in taken and tied[s] is None:
            tied[s] = labels[k]
            taken.add(k)
    return tied


def _angle_away(circle: Circle, sector: Sector, point: tuple[float, float]) -> float:
    angle = degrees(atan2(point[0] - circle.center[0], circle.center[1] - point[1]))
    into = (angle - sector.start) % FULL
    return 0.0 if into <= sector.sweep else min(into - sector.sweep, FULL - into)


def _distance(circle: Circle, box: Box) -> float:
    return hypot((box[0] + box[2]) / 2 - circle.center[0], (box[1] + box[3]) / 2 - circle.center[1])


def chart_of(pie: Pie, page: int, title: str | None, notes: tuple[str, ...]) -> Chart:
    """The chart of a pie: one series, a point a sector."""
    points = []
    labelled = [label for label in pie.labels if label and label.value is not None]
    percent = not labelled or any(label.percent for label in labelled)
    doubt = 0.1 + 10.0 / pie.circle.radius  # percent: what a few tenths of a point at the rim are worth
    total = sum(label.value or 0 for label in labelled)
    for sector, name, label in zip(pie.circle.sectors, pie.names, pie.labels, strict=True):
        share = round(sector.share if percent else sector.share * total / 100, 2)
        if label is not None and label.value is not None:
            value = int(label.value) if label.value == int(label.value) and "." not in label.text else label.value
            place = PagePlace(page, around(label.pieces))
            points.append(Point(name, None, value, label.text, "label", 0.0, place, measured=share))
        elif percent and sector.share > doubt:
            place = PagePlace(page, _rim(pie.circle, sector))
            points.append(Point(name, None, share, "", "geometry", round(doubt / sector.share, 4), place))
    return Chart(
        "", PagePlace(page, pie.box), title, "pie", (ChartSeries("", "%" if percent else None, tuple(points)),), notes
    )


def _rim(circle: Circle, sector: Sector) -> Box:
    """A small box in the middle of a sector."""
    middle, reach = radians(sector.start + sector.sweep / 2), 0.7 * circle.radius
    x, y = circle.center[0] + reach * sin(middle), circle.center[1] - reach * cos(middle)
    return (x - 4, y - 4, x + 4, y + 4)
