"""Which axis each series is read on, and in which unit.

With two axes the drawing does not say which series belongs to which. What does: labels that agree with one axis only,
the series' name (左軸, 右軸, or the axis's own unit), the axis's title, bars on one and lines on the other, and a total
that would be less than its parts. Where nothing tells, no series is measured. Out of scope: calibration (`scales`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.japanese import units
from extract.japanese.labels import normal
from extract.pdf.charts.labels import agree
from extract.pdf.charts.scales import Scale
from extract.pdf.charts.series import Series
from extract.pdf.charts.texts import Piece, joined, lines_of
from extract.pdf.charts.views import View

_SIDES = ((-1, re.compile(r"左軸|左目盛|左側|\(左\)|left")), (1, re.compile(r"右軸|右目盛|右側|\(右\)|right")))
_TOTAL = re.compile(r"^(?:合計|総計|総数|計|全体|全国|総.{0,8}数|total)$", re.IGNORECASE)
_BRACKETS = re.compile(r"[（(\[［]([^（）()\[\]［］]*)[）)\]］]")


@dataclass(frozen=True, slots=True)
class Axis:
    """A scale with the words printed at its end: a unit, a title, or both."""

    scale: Scale
    words: str
    pieces: tuple[Piece, ...]

    @property
    def unit(self) -> str | None:
        """The unit that its words or its tick labels name."""
        found = unit_in(self.words)
        if found:
            return found
        printed = {piece.number.unit for piece in self.scale.pieces if piece.number and piece.number.unit}
        return printed.pop() if len(printed) == 1 else None


def unit_in(text: str) -> str | None:
    """The unit that a name or title carries: （件）, （億円・左軸）, 単位：百万円, or the text itself."""
    found = units.find_units(text)
    if found:
        return found[0]
    for part in (
        re.sub(r"(?<=.)数$", "", piece)
        for bracket in _BRACKETS.findall(text)
        for piece in re.split(r"[・,、，:：/／\s]", bracket)
    ):
        unit = units.find(part, alone=True) if part else None
        if unit is not None and not unit.ordinal:
            return unit.name
    return None


def axis_words(view: View, scale: Scale, pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """What is printed at the end of an axis, or turned along it."""
    ticks = [view.span(piece.box) for piece in scale.pieces]
    if not ticks:
        return ()
    size = scale.pieces[0].size
    u0, u1 = min(t.u0 for t in ticks), max(t.u1 for t in ticks)
    v0, v1 = min(t.v0 for t in ticks), max(t.v1 for t in ticks)
    best: tuple[float, tuple[Piece, ...]] | None = None
    free = [piece for piece in pieces if piece not in scale.pieces]
    upwards: dict[int, list[Piece]] = {}
    for piece in free:
        if piece.turn in (90, 270):
            upwards.setdefault(round(piece.x), []).append(piece)
    for line in [*lines_of([piece for piece in free if piece.turn not in (90, 270)], 0.8), *upwards.values()]:
        spans = [view.span(piece.box) for piece in line]
        a0, a1 = min(s.u0 for s in spans), max(s.u1 for s in spans)
        b0, b1 = min(s.v0 for s in spans), max(s.v1 for s in spans)
        turned = line[0].turn in (90, 270) and sum(len(piece.text) for piece in line) > 1
        if turned and not view.turned:
            away = max(u0 - a1, a0 - u1, 0.0)
            fits = v0 <= (b0 + b1) / 2 <= v1 and away <= 4 * size and (scale.side < 0) == (a1 <= u0 + size)
        elif view.turned:
            away = max(b0 - v1, v0 - b1, 0.0) + max(a0 - u1, u0 - a1, 0.0)
            fits = away <= 3 * size and b1 - b0 <= 12 * size and (b0 >= v1 - size or b1 <= v0 + size)
        else:
            away = max(b0 - v1, 0.0)
            wide = max(3 * size, 0.5 * (a1 - a0))
            above = (b0 + b1) / 2 >= (v1 if a0 < u1 - 1 else v1 - 0.6 * size) and b0 <= v1 + 3 * size
            fits = above and a1 - a0 <= 14 * size and a0 <= u1 + wide and u0 - wide <= a1
            fits = fits and u0 - 5 * size <= (a0 + a1) / 2 <= u1 + 5 * size
        if fits and all(piece.value is None for piece in line) and (best is None or away < best[0]):
            best = (away, tuple(line))
    return best[1] if best else ()


def assign(series: Sequence[Series], axes: Sequence[Axis], base: float, notes: str) -> bool:
    """Give each series its scale; False where two axes stay open and none is given."""
    if not axes:
        return True
    if len(axes) == 1 or _same(axes[0].scale, axes[1].scale):
        for one in series:
            one.scale = axes[0].scale
        return True
    told = [_by_labels(one, axes, base) or _by_name(one, axes, notes) for one in series]
    if not any(told):
        told = _by_kind(series, axes)
    if not any(told):
        told = _by_total(series, axes, base)
    if not any(told):
        return False
    _fill(series, told, axes)
    for one, axis in zip(series, told, strict=True):
        one.scale = axis.scale if axis else axes[0].scale
    return True


def _same(one: Scale, other: Scale) -> bool:
    return all(abs(one.value(v) - other.value(v)) <= 4 * one.doubt(v) for v in (one.low, one.high))


def _by_labels(series: Series, axes: Sequence[Axis], base: float) -> Axis | None:
    labelled = [mark for mark in series.marks if mark.label is not None and mark.label.value is not None]
    votes = [
        sum(agree(float(m.label.value or 0), m, axis.scale, base, m.label.text) for m in labelled if m.label)
        for axis in axes
    ]
    best = max(range(len(axes)), key=lambda k: votes[k])
    others = max(vote for k, vote in enumerate(votes) if k != best)
    return axes[best] if votes[best] > max(others, 0.5 * len(labelled)) else None


def _by_name(series: Series, axes: Sequence[Axis], notes: str) -> Axis | None:
    name = normal(series.name)
    if not name:
        return None
    for side, words in _SIDES:
        if words.search(name):
            return next((axis for axis in axes if axis.scale.side == side), None)
    units_told = [axis.unit for axis in axes]
    unit = unit_in(series.name)
    if unit and units_told.count(unit) == 1:
        return axes[units_told.index(unit)]
    titled = [axis for axis in axes if normal(axis.words) and _shares_word(name, normal(axis.words))]
    if len(titled) == 1:
        return titled[0]
    said = [
        axis
        for axis in axes
        if len(axis.words) >= 3
        and f"{name}は、{normal(axis.words)}" in notes.replace("は", "は、").replace("、、", "、")
    ]
    return said[0] if len(said) == 1 else None


def _shares_word(name: str, title: str) -> bool:
    bare = _BRACKETS.sub("", title) or title.strip("()")
    return len(bare) >= 2 and (bare in name or name in bare)


def _by_kind(series: Sequence[Series], axes: Sequence[Axis]) -> list[Axis | None]:
    """Bars on the first axis, lines on the second, where both are drawn."""
    kinds = {one.kind for one in series}
    if kinds != {"bar", "line"}:
        return [None] * len(series)
    return [axes[0] if one.kind == "bar" else axes[1] for one in series]


def _by_total(series: Sequence[Series], axes: Sequence[Axis], base: float) -> list[Axis | None]:
    """A total is never less than one of its parts: if it would be on the first axis, it is read on the second."""
    told: list[Axis | None] = [None] * len(series)
    totals = [k for k, one in enumerate(series) if _TOTAL.match(normal(one.name))]
    if len(totals) != 1 or len(series) < 3:
        return told
    total = series[totals[0]]
    of = {mark.slot: mark for mark in total.marks}
    for one in series:
        if one is total:
            continue
        for mark in one.marks:
            if mark.slot in of and mark.measured(axes[0].scale, base) > 1.02 * of[mark.slot].measured(
                axes[0].scale, base
            ):
                told[totals[0]] = axes[1]
    return told


def _fill(series: Sequence[Series], told: list[Axis | None], axes: Sequence[Axis]) -> None:
    """What nothing tells of: series of one kind with those told, and else the axis that none was told for."""
    for k, one in enumerate(series):
        if told[k] is not None:
            continue
        fellows = {id(axis): axis for axis, other in zip(told, series, strict=True) if axis and other.kind == one.kind}
        if len(fellows) == 1 and len({s.kind for s in series}) > 1:
            told[k] = next(iter(fellows.values()))
        else:
            free = [axis for axis in axes if not any(axis is t for t in told)]
            told[k] = free[0] if len(free) == 1 else axes[0]


def words_of(pieces: Sequence[Piece]) -> str:
    """The words at an axis as one text."""
    return joined(pieces)
