"""Pies and rings: what their sectors are called and say.

Names and shares stand in the sectors, outside at them, or in a legend; printed shares must agree with the angles. Out
of scope: the circles themselves (`circles`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import cos, hypot, radians, sin

from extract.document import Box, Chart, ChartSeries, PagePlace, Point
from extract.pdf.charts import legend
from extract.pdf.charts.circles import FULL, Circle, Sector
from extract.pdf.charts.texts import Piece, around, joined, lines_of

_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*[%％]")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_SAMPLE = re.compile(r"[nｎＮN]\s*[=＝]|\d\s*年")  # also a year
_REST = re.compile(r"^[\d,，.．\s%％;；、:：()（）]+|(?:\d[\d,，.．\s]*[人件社])?[\d,，.．\s%％;；、:：()（）]*$")
_EDGES = " 　;；,、，:：･・\n()（）"
_NARROW = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
ASIDE = 40.0  # degrees that a label outside may stand beside its sector
MISS = 1.1  # percent that a printed share and its angle may differ


@dataclass(frozen=True, slots=True)
class Label:
    """A block of text at a circle: a name, a number, or both."""

    pieces: tuple[Piece, ...]
    name: str
    text: str = ""
    value: float | None = None
    percent: bool = False

    @property
    def box(self) -> Box:
        """The box around it."""
        return around(self.pieces)


@dataclass(frozen=True, slots=True)
class Pie:
    """A circle with the name and the printed label of each sector."""

    circle: Circle
    names: tuple[str, ...]
    labels: tuple[Label | None, ...]
    used: tuple[Piece, ...]

    @property
    def at_odds(self) -> list[str]:
        """The labels that are not what their sectors measure."""
        pairs = [(s, label) for s, label in zip(self.circle.sectors, self.labels, strict=True) if label]
        total = sum(label.value or 0 for _, label in pairs)
        return [label.text for sector, label in pairs if abs(_percent(label, total) - sector.share) > MISS]

    @property
    def box(self) -> Box:
        """Everything that belongs to it."""
        boxes = [self.circle.box, *(piece.box for piece in self.used)]
        x0s, tops, x1s, bottoms = zip(*boxes, strict=True)
        return (min(x0s), min(tops), max(x1s), max(bottoms))


def find_pies(
    circles: Sequence[Circle], pieces: Sequence[Piece], entries: Sequence[legend.Entry], plots: Sequence[Box]
) -> list[Pie]:
    """The circles whose shares are named and, where numbers are printed, agree with them.

    `plots` are the other drawings: a legend that stands nearer to one of them is its own.
    """
    found = []
    for circle in circles:
        others = [other for other in circles if other is not circle]
        own = [e for e in entries if not any(_apart(plot, e.box) < _gap(circle, e.box) for plot in plots)]
        pie = _read(circle, pieces, _of_legend(circle, own, others))
        found += [pie] if pie else []
    return found


def printed_at(circle: Circle, pieces: Sequence[Piece]) -> list[str]:
    """The shares printed in and around a circle that could not be read."""
    return [label.text for label in _blocks(circle, pieces) if label.percent]


def _read(circle: Circle, pieces: Sequence[Piece], of_legend: Sequence[legend.Entry | None]) -> Pie | None:
    held = {id(piece) for entry in of_legend if entry for piece in entry.pieces}
    blocks = _blocks(circle, [piece for piece in pieces if id(piece) not in held])
    labels = _tied(circle, [block for block in blocks if block.value is not None])
    if all(label and label.name for label in labels) and not any(
        entry and label and label.name in entry.text for entry, label in zip(of_legend, labels, strict=True)
    ):
        of_legend = [None] * len(labels)  # it says otherwise, and so is of another circle
    names = [
        entry.text if entry else (label.name if label else "") for entry, label in zip(of_legend, labels, strict=True)
    ]
    used = [piece for label in labels if label for piece in label.pieces]
    used += [piece for entry in of_legend if entry for piece in entry.pieces]
    if not all(names) and sum(bool(label and label.name) for label in labels) < 2:  # names stand apart from numbers
        used += _name_the_rest(circle, names, labels, blocks)
    if not _bear_out(circle, names, labels):
        return None
    return Pie(circle, tuple(names), tuple(labels), tuple(used))


def _bear_out(circle: Circle, names: Sequence[str], labels: Sequence[Label | None]) -> bool:
    """Whether the printed shares are those of the angles; without any, whether every sector has a name."""
    pairs = [(s, label) for s, label in zip(circle.sectors, labels, strict=True) if label]
    if not pairs:
        return all(names)
    total = sum(label.value or 0 for _, label in pairs)
    agreed = sum(abs(_percent(label, total) - sector.share) <= MISS for sector, label in pairs)
    return agreed >= max(2, min(0.8 * len(pairs), len(pairs) - 1)) and 2 * len(pairs) >= len(labels)


def _of_legend(circle: Circle, entries: Sequence[legend.Entry], others: Sequence[Circle]) -> list[legend.Entry | None]:
    """The entry of each sector: of the legend that names most of them, and among those of the nearest.

    One that names fewer than half is none; one that stands nearer to another circle counts only if it names them all,
    as one legend of two pies does.
    """
    near = [entry for entry in entries if circle.away(_middle(entry.box)) <= 6 * circle.radius + 30]
    best: tuple[int, float] = (0, 0.0)
    found: list[legend.Entry | None] = [None] * len(circle.sectors)
    for group in [*legend.groups(near), near]:
        told = [legend.entry_for([sector.wedge.key], "bar", group) for sector in circle.sectors]
        boxes = [entry.box for entry in told if entry]
        gap = min((_gap(circle, box) for box in boxes), default=0.0)
        foreign = any(_gap(other, box) < gap for other in others for box in boxes)
        enough = len(told) if foreign else len(told) / 2
        if (len(boxes), -gap) > best and len(boxes) >= enough:
            best, found = (len(boxes), -gap), told
    return found


def _name_the_rest(
    circle: Circle, names: list[str], labels: Sequence[Label | None], blocks: Sequence[Label]
) -> list[Piece]:
    """Names that stand apart from the numbers, at the sectors that have none yet; all are set in one size."""
    bare = [b for b in blocks if b.value is None and b.name and not _SAMPLE.search(b.name) and _gap(circle, b.box) >= 0]
    sizes = [label.pieces[0].size for label in labels if label] + [block.pieces[0].size for block in bare]
    missing = [k for k, name in enumerate(names) if not name]
    used: list[Piece] = []
    if not sizes:
        return used
    usual = max(set(sizes), key=sizes.count)
    bare = [block for block in bare if abs(block.pieces[0].size - usual) <= 0.3 or len(bare) <= len(missing)]
    ties = sorted(
        (_angle_away(circle, circle.sectors[s], _anchor(circle, block.box)) / 30 + _gap(circle, block.box) / 40, k, s)
        for k, block in enumerate(bare)
        for s in missing
    )
    taken: set[int] = set()
    for cost, k, s in ties:
        if cost <= 1.5 and k not in taken and not names[s]:
            names[s] = bare[k].name
            used += bare[k].pieces
            taken.add(k)
    return used


def _percent(label: Label, total: float) -> float:
    value = label.value or 0.0
    return value if label.percent or not total else 100 * value / total


def _blocks(circle: Circle, pieces: Sequence[Piece]) -> list[Label]:
    """Blocks of text in and around the circle, each of lines set below each other."""
    wide = 2.5 * circle.radius + 60
    near = [piece for piece in pieces if circle.away((piece.x, piece.y)) <= wide and piece.turn == 0]
    lines = [line for line in lines_of(near, 0.7) if _gap(circle, around(line)) <= 0.3 * circle.radius + 12]
    blocks: list[list[list[Piece]]] = []
    for line in lines:
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


def _label(pieces: list[Piece]) -> Label:
    text = joined(pieces)
    folded = text.translate(_NARROW)
    whole = Label(tuple(pieces), text.strip(_EDGES))
    percent = _PERCENT.search(folded)
    if percent:
        return replace(_without(whole, text, percent), value=float(percent[1]), percent=True)
    number = None if _SAMPLE.search(text) else _NUMBER.search(folded)
    if number:
        return replace(_without(whole, text, number), value=float(number[0].replace(",", "")))
    return whole


def _without(label: Label, text: str, match: re.Match[str]) -> Label:
    """The label with the number taken out of its name; a second number (件数 beside a share) is no name either."""
    name = text[: match.start()] + text[match.end() :]
    name = _REST.sub("", name).strip(_EDGES)
    return replace(label, name=name, text=text[match.start() : match.end()])


def _tied(circle: Circle, labels: Sequence[Label]) -> list[Label | None]:
    """The label of each sector: the one in it, or the nearest outside that its angle bears out."""
    total = sum(label.value for label in labels if label.value is not None and not label.percent)
    ties = []
    for k, label in enumerate(labels):
        for s, sector in enumerate(circle.sectors):
            away = _angle_away(circle, sector, _anchor(circle, label.box))
            wrong = abs(_percent(label, total) - sector.share) > MISS
            if away <= ASIDE:
                ties.append((away / 30 + wrong, k, s))
    tied: list[Label | None] = [None] * len(circle.sectors)
    taken: set[int] = set()
    for _, k, s in sorted(ties):
        if k not in taken and tied[s] is None:
            tied[s] = labels[k]
            taken.add(k)
    return tied


def _angle_away(circle: Circle, sector: Sector, point: tuple[float, float]) -> float:
    into = (circle.angle(point) - sector.start) % FULL
    return 0.0 if into <= sector.sweep else min(into - sector.sweep, FULL - into)


def _gap(circle: Circle, box: Box) -> float:
    """Distance of a box from the rim; negative within the hole's middle."""
    x, y = circle.center
    dx, dy = max(box[0] - x, x - box[2], 0.0), max(box[1] - y, y - box[3], 0.0)
    nearest = hypot(dx, dy)
    if circle.hole and circle.away(_middle(box)) < 0.6 * circle.hole:
        return -1.0
    return max(0.0, nearest - circle.radius)


def _apart(one: Box, other: Box) -> float:
    return hypot(max(one[0] - other[2], other[0] - one[2], 0.0), max(one[1] - other[3], other[1] - one[3], 0.0))


def _anchor(circle: Circle, box: Box) -> tuple[float, float]:
    """Where a text is held at its sector: in its middle, or outside at the end towards the circle."""
    x, y = _middle(box)
    if circle.away((x, y)) < circle.radius:
        return x, y
    if box[2] < circle.center[0]:
        return box[2], y
    return (box[0] if box[0] > circle.center[0] else x), y


def _middle(box: Box) -> tuple[float, float]:
    return ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)


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
            place = PagePlace(page, label.box)
            points.append(Point(name, None, value, label.text, "label", 0.0, place, measured=share))
        elif percent and name and sector.share > doubt:
            place = PagePlace(page, _spot(pie.circle, sector))
            points.append(Point(name, None, share, "", "geometry", round(doubt / sector.share, 4), place))
    series = ChartSeries("", "%" if percent else None, tuple(points))
    return Chart("", PagePlace(page, pie.box), title, "pie", (series,), notes)


def _spot(circle: Circle, sector: Sector) -> Box:
    """A small box in the middle of a sector."""
    middle, reach = radians(sector.start + sector.sweep / 2), 0.7 * circle.radius
    x, y = circle.center[0] + reach * sin(middle), circle.center[1] - reach * cos(middle)
    return (x - 4, y - 4, x + 4, y + 4)
