"""The names of the category axis: what is printed at each slot.

Names may run over several lines, be turned, or stand at every other slot only. Out of scope: where the slots are
(`slots`), and which years the names say (`fiscal_years.read_axis`).
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from extract.pdf.charts.slots import Anchor, Slots
from extract.pdf.charts.texts import Piece, around, joined, lines_of
from extract.pdf.charts.views import Span, View

_SAMPLE_SIZE = re.compile(r"^[（(\[［]?\s*[nｎＮN]\s*[=＝]")
FAR = 4.0  # font sizes that names behind the bars must stand nearer to them than others before
_BRACKETED = re.compile(r"^[（(\[［].*[）)\]］]$")


def name_slots(
    view: View, slots: Slots, plot: Span, base: float, pieces: Sequence[Piece], barriers: Sequence[Span]
) -> Slots:
    """The slots with what is printed at them: outside the plot, or along the base that bars stand on."""
    if view.turned:
        found = _names_beside(view, slots, plot, pieces, barriers)
    else:
        found = (
            _names_below(view, slots, plot, pieces, -1)
            or _names_below(view, slots, plot._replace(v0=base), pieces, -1)
            or _names_below(view, slots, plot, pieces, 1)
        )
    names = tuple(joined(found.get(k, [])) for k in range(len(slots.centers)))
    used = tuple(piece for group in found.values() for piece in group)
    return Slots(slots.centers, slots.pitch, names, used)


def places(view: View, plot: Span, pieces: Sequence[Piece]) -> list[Anchor]:
    """Where names stand in a row under a plot, at even distances: the slots, where nothing drawn tells them."""
    below = [p for p in pieces if -3.5 <= plot.v0 - view.span(p.box).v1 <= 14 and plot.u0 - 9 <= p.x <= plot.u1 + 9]
    if not below:
        return []
    first = min(below, key=lambda p: p.box[1])
    row = sorted(p.x for p in below if abs(p.box[1] - first.box[1]) <= 0.5 * first.size)
    steps = [b - a for a, b in pairwise(row)]
    if len(row) < 3 or max(steps) > 1.1 * min(steps) + 0.5:
        return []
    return [Anchor(u, 0) for u in row]


def _names_below(view: View, slots: Slots, plot: Span, pieces: Sequence[Piece], side: int) -> dict[int, list[Piece]]:
    """Names in rows under (side -1) or over the plot, the row nearest to it first."""
    edge = plot.v0 if side < 0 else plot.v1
    band: list[tuple[float, Span, Piece]] = []
    for piece in pieces:
        span = view.span(piece.box)
        away = edge - span.v1 if side < 0 else span.v0 - edge
        if -3.5 <= away <= 70 and plot.u0 - 0.6 * slots.pitch <= _anchor(piece) <= plot.u1 + 0.6 * slots.pitch:
            band.append((away, span, piece))
    band.sort(key=lambda item: item[0])
    found: dict[int, list[Piece]] = {}
    reach: float | None = None
    while band:
        away, _, first = band[0]
        row = [item for item in band if item[0] - away <= 0.6 * first.size]
        band = [item for item in band if item[0] - away > 0.6 * first.size]
        if reach is not None and away - reach > 0.9 * first.size:
            break
        held = _held(slots, [piece for _, _, piece in row])
        if not _in_line(slots, held, found):
            if found:
                break
            continue
        for k, group in held.items():
            found.setdefault(k, []).extend(group)
        reach = max(item[0] + item[1].length for item in row)
    return found


def _held(slots: Slots, row: list[Piece]) -> dict[int, list[Piece]]:
    usual = Counter(piece.turn for piece in row).most_common(1)[0][0]
    held: dict[int, list[Piece]] = {}
    for piece in row:
        k = slots.index(_anchor(piece))
        # A value below nought, or one among slanted names, is the label of a bar.
        if k is not None and (piece.value is None or (piece.turn == usual and piece.value >= 0)):
            held.setdefault(k, []).append(piece)
    return held


def _anchor(piece: Piece) -> float:
    """Where a name stands at its slot: its middle, or the end towards the axis where it is slanted."""
    if piece.slant > 0:
        return piece.box[2] - 0.4 * piece.size
    if piece.slant < 0:
        return piece.box[0] + 0.4 * piece.size
    return piece.x


def _in_line(slots: Slots, held: dict[int, list[Piece]], found: dict[int, list[Piece]]) -> bool:
    """Whether a row of texts stands at the slots: a further row only under names, and no unit in brackets."""
    if not held or any(k not in found for k in held if found):
        return False
    if not found and len(held) < min(3, 0.5 * len(slots.centers)):
        return False
    if found and len(held) < 0.5 * len(found) and not all(_is_wrapped(found[k], held[k], slots) for k in held):
        return False  # a unit in brackets, or an era that stands for several years
    good = 0
    for k, group in held.items():
        box = around(group)
        middle = (box[0] + box[2]) / 2 if not 20 <= group[0].turn <= 340 else _anchor(group[0])
        good += abs(middle - slots.centers[k]) <= 0.3 * slots.pitch and (
            box[2] - box[0] <= 1.3 * slots.pitch or len(slots.centers) == 1 or group[0].turn != 0
        )
    return good >= 0.6 * len(held)


def _is_wrapped(above: Sequence[Piece], below: Sequence[Piece], slots: Slots) -> bool:
    """Whether a line goes on a name that was too long for its slot."""
    box = around(above)
    return box[2] - box[0] >= 0.45 * slots.pitch and not _BRACKETED.match(joined(below))


def _names_beside(
    view: View, slots: Slots, plot: Span, pieces: Sequence[Piece], barriers: Sequence[Span]
) -> dict[int, list[Piece]]:
    """Names before horizontal bars (or behind, where none stands before or near), each perhaps of several lines."""
    best: tuple[float, dict[int, list[Piece]]] = (0.0, {})
    for side, edge in ((-1, plot.v0), (1, plot.v1)):
        found: dict[int, list[Piece]] = {}
        lines = _in_column(lines_of(_beside(view, slots, plot, pieces, barriers, side)), side)
        for line in lines:
            k = slots.index(line[0].y)
            if k is not None:
                _add(found.setdefault(k, []), line, side)
        away = min((_away(line, side) - side * edge for line in lines), default=0.0)
        if found and (not best[1] or away < best[0] - FAR * lines[0][0].size):
            best = (away, found)
    return {k: _without_ticks(name) for k, name in best[1].items()}


def _away(line: Sequence[Piece], side: int) -> float:
    """Where the end of a line towards the plot stands, growing with its distance from the plot."""
    box = around(line)
    return -box[2] if side < 0 else box[0]


def _in_column(lines: list[list[Piece]], side: int) -> list[list[Piece]]:
    """The lines over and under each other that stand nearest to the plot; behind sample sizes also the next ones.

    What stands farther off is of another chart: its title, the unit of its axis, its legend.
    """
    left = sorted(lines, key=lambda line: _away(line, side))
    kept: list[list[Piece]] = []
    while left:
        reach, column, samples = around(left[0]), [left[0]], bool(_SAMPLE_SIZE.match(joined(left[0])))
        for line in left[1:]:
            box = around(line)
            if box[0] <= reach[2] and reach[0] <= box[2]:
                column.append(line)
                reach = (min(reach[0], box[0]), reach[1], max(reach[2], box[2]), reach[3])
        kept += column
        left = [line for line in left if line not in column]
        if not samples:
            break
    return sorted(kept, key=lines.index)


def _without_ticks(name: Sequence[Piece]) -> list[Piece]:
    """A name without numbers on lines of their own: ticks of a chart beside."""
    words = [piece for piece in name if piece.value is None]
    return [
        piece
        for piece in name
        if piece.value is None or not words or any(abs(word.y - piece.y) <= 0.5 * piece.size for word in words)
    ]


def _beside(
    view: View, slots: Slots, plot: Span, pieces: Sequence[Piece], barriers: Sequence[Span], side: int
) -> list[Piece]:
    """The texts on one side of the plot, at the height of its slots, as far as the next drawing."""
    edge = plot.v0 if side < 0 else plot.v1
    kept: list[Piece] = []
    for piece in pieces:
        span = view.span(piece.box)
        away = edge - span.v1 if side < 0 else span.v0 - edge
        if away < -max(4.0, 0.6 * piece.size) or piece.turn != 0:  # a wide bracket has its ink on one side
            continue
        if not min(slots.centers) - slots.pitch / 2 <= span.u <= max(slots.centers) + slots.pitch / 2:
            continue
        between = [
            b
            for b in barriers
            if b.u0 <= span.u <= b.u1 and (span.v1 <= b.v1 <= edge if side < 0 else edge <= b.v0 <= span.v0)
        ]
        if not between:
            kept.append(piece)
    return kept


def _add(name: list[Piece], line: list[Piece], side: int) -> None:
    """Add a line to a name: of two chunks at one height the nearer one, or both where that is only a sample size."""
    level = [piece for piece in name if abs(piece.y - line[0].y) <= 0.5 * piece.size]
    if not level:
        name.extend(line)
        return
    nearer, farther = (line, level) if (line[-1].x > level[-1].x) == (side < 0) else (level, line)
    for piece in level:
        name.remove(piece)
    name.extend(nearer)
    if _SAMPLE_SIZE.match(joined(nearer)):
        name.extend(farther)
