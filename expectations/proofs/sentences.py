"""Proofs of what a sentence says of figures: a change on the year before, a multiple over years, a list and its sum.

「16,925件 … 前年度に比べて623件増加」 is held against the two years, 「H17→H26 約3.2倍」 against the chart under it,
「1000億円：東京大学（417億円）、…」 against its list. Out of scope: a sentence that repeats a figure of a table
(`expectations.proofs.agreement`).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from expectations.proofs.figures import Figures
from expectations.proofs.found import STATED, Found, Member, check, together
from expectations.proofs.grids import Grid
from expectations.proofs.headings import normal
from expectations.proofs.precision import precision_of
from expectations.proofs.ratios import YEN
from extract.document import Document, PagePlace, Statement

CHANGED = re.compile(r"増|減")
YEARLY = re.compile(r"前年|前回")
_YEAR = r"(?:S|H|R|昭和|平成|令和)?\d{1,4}"
SPAN = re.compile(
    rf"(?P<label>[^:→0-9]*?):?(?P<since>{_YEAR})(?:年度?)?(?:→|⇒|から)(?P<until>{_YEAR})(?:年度?)?(?:まで|へ|に)?"
    r"(?:約|およそ)?(?P<times>\d+(?:\.\d+)?)倍",
    re.IGNORECASE,
)
ERAS = {"S": 1925, "昭和": 1925, "H": 1988, "平成": 1988, "R": 2018, "令和": 2018}
LOSS = re.compile(r"閉鎖|廃止|解散|減|失効|なくなった|対象外|除外|終了")


@dataclass(frozen=True, slots=True)
class _Level:
    """A figure with the series and year that it states."""

    figure: int
    series: str
    year: int
    value: float
    precision: float


@dataclass(frozen=True, slots=True)
class _Said:
    """A statement with its row in the figures frame, and the observation that it became, if it did."""

    statement: Statement
    figure: int
    level: _Level | None

    @property
    def changed(self) -> bool:
        """Whether it says by how much something rose or fell."""
        return bool(CHANGED.search(self.statement.printed))


def sentences(document: Document, figures: Figures) -> Found:
    """All that a document's statements say of other figures."""
    if not document.statements:
        return together([])
    levels = _levels(figures)
    first = len(figures.value) - len(document.statements)
    at = {s.id: first + i for i, s in enumerate(document.statements)}
    by_figure = {level.figure: level for level in levels}
    said = [_Said(s, at[s.id], by_figure.get(at[s.id])) for s in document.statements]
    known: dict[tuple[str, int], _Level] = {}
    for level in sorted(levels, key=lambda level: level.precision):
        known.setdefault((level.series, level.year), level)
    return together([*_changes(said, known), *_lists(said), *_multiples(said), *_over_charts(document, said, figures)])


def _levels(figures: Figures) -> list[_Level]:
    rows = pd.concat([part.at(np.arange(len(part))) for part in figures.parts], ignore_index=True)
    current = rows[(rows["stated_as"] == "current") & rows["value"].notna() & (rows["status"] != "estimated")]
    became = figures.observed(np.arange(len(figures.value))).to_pylist()
    figure = {name: i for i, name in enumerate(became) if name is not None}
    at = (figure.get(name) for name in current["observation_id"])
    columns = (current[name].tolist() for name in ("series_id", "fiscal_year", "value", "precision"))
    return [
        _Level(f, s, int(y), float(v), float(p)) for f, s, y, v, p in zip(at, *columns, strict=True) if f is not None
    ]


def _changes(said: Sequence[_Said], known: dict[tuple[str, int], _Level]) -> Iterator[Found]:
    """A rise or fall on the year before, of the figure told last."""
    for i, one in enumerate(said):
        if not (one.changed and YEARLY.search(one.statement.text)):
            continue
        base = next((b for b in reversed(said[:i]) if _told_of(b, one)), None)
        if base is None or base.level is None:
            continue
        earlier = known.get((base.level.series, base.level.year - 1))
        if earlier is None:
            continue
        scale = 1.0 / YEN.get(one.statement.unit or "", 1.0)
        members = [
            _stated(one),
            Member("later", _one(base.figure), scale, _array(base.level.value)),
            Member("earlier", _one(earlier.figure), -scale, _array(earlier.value)),
        ]
        room = _room(one) + scale * (base.level.precision + earlier.precision)
        yield check("change", members, _array(room), one.statement.text)


def _told_of(base: _Said, one: _Said) -> bool:
    """Whether a change is told of a figure: a level, of the same year, on the same page, in the same kind of unit."""
    if base.changed or base.level is None or _page(base) != _page(one):
        return False
    a, b = base.statement.unit, one.statement.unit
    return (a == b or (a in YEN and b in YEN)) and b != "%" and base.statement.fiscal_year == one.statement.fiscal_year


def _lists(said: Sequence[_Said]) -> Iterator[Found]:
    """Three figures or more in one sentence that make up the figure before it; losses count against gains."""
    for i, whole in enumerate(said):
        parts = [s for s in said[i + 1 :] if s.statement.text == said[i + 1].statement.text]
        if len(parts) < 3 or parts[0].statement.text == whole.statement.text or _page(whole) != _page(parts[0]):
            continue
        if {p.statement.unit for p in parts} != {whole.statement.unit} or any(p.changed for p in parts):
            continue
        gains = [p for p in parts if not _lost(p)]
        losses = [p for p in parts if _lost(p)]
        members = [_stated(whole), *_parts(gains, 1.0), *_parts(losses, -1.0)]
        room = _room(whole) + sum(_room(p) for p in parts)
        found = check("sum", members, _array(room), parts[0].statement.text)
        declared = normal(whole.statement.text).endswith((":", "、")) or "内訳" in parts[0].statement.text
        near = abs(float(found.checks.actual[0] - found.checks.expected[0]))
        moved = sum(abs(float(p.statement.value)) for p in parts)
        if near <= found.checks.tolerance[0] or (declared and near < moved):
            yield found


def _lost(one: _Said) -> bool:
    """Whether the words right before a figure say that it went away."""
    text = normal(one.statement.text)
    clause = re.split(r"[、,。:(]", text.partition(normal(one.statement.printed))[0])[-1]
    return bool(LOSS.search(clause))


def _multiples(said: Sequence[_Said]) -> Iterator[Found]:
    """「a から b へ … 約2.6倍」: a multiple against the two levels of one series in its sentence."""
    for one in said:
        levels = [s.level for s in said if s.statement.text == one.statement.text and s.level is not None]
        if one.statement.unit != "倍" or len(levels) != 2 or levels[0].series != levels[1].series:
            continue
        earlier, later = sorted(levels, key=lambda level: level.year)
        if earlier.year < later.year and earlier.value > 0:
            yield _times(one, {later.figure: later.value}, {earlier.figure: earlier.value}, 0.0)


def _over_charts(document: Document, said: Sequence[_Said], figures: Figures) -> Iterator[Found]:
    """「H17→H26 約3.2倍」 in the title of a chart, against the series that it names, or the whole of its stacks."""
    grids = {grid.element: grid for grid in figures.grids}
    for one in said:
        if one.statement.unit != "倍":
            continue
        for chart in document.charts:
            grid = grids.get(chart.id)
            if grid is not None and chart.place.page == _page(one) and _spans(one.statement.text) & _spans(grid.title):
                yield from _against(one, grid, figures)


def _spans(text: str) -> set[tuple[str, str, str]]:
    return {(m["since"], m["until"], m["times"]) for m in SPAN.finditer(normal(text))}


def _against(one: _Said, grid: Grid, figures: Figures) -> Iterator[Found]:
    times = normal(one.statement.printed)
    for match in SPAN.finditer(normal(one.statement.text)):
        if match["times"] not in times:
            continue
        since, until = _year(match["since"]), _year(match["until"])
        rows = {row.year: i for i, row in enumerate(grid.rows) if row.year is not None}
        named = [j for j, column in enumerate(grid.columns) if column.path and match["label"].endswith(column.path[-1])]
        whole = list(range(len(grid.columns))) if grid.type == "stacked_bar" or len(grid.columns) == 1 else []
        columns = named[:1] or whole
        if not columns or since not in rows or until not in rows:
            continue
        later, earlier = grid.figure[rows[until], columns].tolist(), grid.figure[rows[since], columns].tolist()
        if min(*later, *earlier) < 0:
            continue
        value, fuzz = figures.value, figures.precision
        ratio = value[later].sum() / value[earlier].sum()
        spread = (fuzz[later].sum() + ratio * fuzz[earlier].sum()) / value[earlier].sum()
        above, below = (dict(zip(at, value[at].tolist(), strict=True)) for at in (later, earlier))
        yield _times(one, above, below, float(spread))


def _times(one: _Said, later: Mapping[int, float], earlier: Mapping[int, float], spread: float) -> Found:
    """A multiple against figures given with their values."""
    above = [Member("numerator", _one(figure), 1.0, _array(value)) for figure, value in later.items()]
    below = [Member("denominator", _one(figure), 1.0, _array(value)) for figure, value in earlier.items()]
    members = [_stated(one), *above, *below]
    return check("change", members, _array(_room(one) + spread), one.statement.text)


def _year(text: str) -> int | None:
    """The year of a short form: H17, 平成17, 2005."""
    match = re.fullmatch(r"(\D*)(\d+)", text)
    if match is None:
        return None
    if not match[1]:
        return int(match[2]) if len(match[2]) == len("2005") else None
    era = ERAS.get(match[1].upper())
    return None if era is None else era + int(match[2])


def _page(one: _Said) -> int | None:
    return one.statement.place.page if isinstance(one.statement.place, PagePlace) else None


def _room(one: _Said) -> float:
    return precision_of(one.statement.printed, float(one.statement.value), one.statement.unit)


def _stated(one: _Said) -> Member:
    return Member(STATED, _one(one.figure), 1.0, _array(float(one.statement.value)))


def _parts(parts: Sequence[_Said], weight: float) -> list[Member]:
    return [Member("part", _one(p.figure), weight, _array(float(p.statement.value))) for p in parts]


def _one(figure: int) -> np.ndarray:
    return np.array([figure], dtype="int64")


def _array(value: float) -> np.ndarray:
    return np.array([value], dtype="float64")
