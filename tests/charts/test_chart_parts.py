"""Single parts of the chart reader: scales, slots, shares, pies, glued labels."""

from itertools import pairwise
from math import cos, pi, sin

import pytest

from extract.japanese.numbers import read_number
from extract.pdf.charts import scales, shares
from extract.pdf.charts.circles import find_circles
from extract.pdf.charts.marks import Wedge
from extract.pdf.charts.scales import Scale, find_scales
from extract.pdf.charts.series import Mark, Series, grain
from extract.pdf.charts.slots import Anchor, Slots, find_slots
from extract.pdf.charts.texts import Piece, read_pieces
from extract.pdf.charts.views import UPRIGHT, Span
from extract.pdf.page import Glyph, Page, Word


def tick(text: str, y: float, x1: float = 50.0) -> Piece:
    """A tick label whose middle is at `y`, ending at `x1`."""
    box = (x1 - 5.0 * len(text), y - 5, x1, y + 5)
    return Piece(text, box, 10.0, 0, read_number(text), (0, 0, 0), 0)


PLOT = Span(60.0, 300.0, -300.0, -100.0)


def calibrated(texts: list[str], ys: list[float]) -> scales.Scales:
    lines = [Span(60, 300, -y, -y) for y in ys]
    return find_scales(UPRIGHT, PLOT, lines, [tick(text, y) for text, y in zip(texts, ys, strict=True)])


EVEN = [300.0, 250.0, 200.0, 150.0, 100.0]


@pytest.mark.parametrize(
    ("texts", "value"),
    [
        (["0", "50", "100", "150", "200"], 120.0),
        (["0%", "10%", "20%", "30%", "40%"], 24.0),
        (["-100", "0", "100", "200", "300"], 140.0),
        (["△1,000", "0", "1,000", "2,000", "3,000"], 1400.0),
        (["200", "150", "100", "50", "0"], 80.0),
    ],
)
def test_even_ticks_calibrate(texts: list[str], value: float) -> None:
    scale = calibrated(texts, EVEN).calibrated[0]
    assert scale.value(-180.0) == pytest.approx(value, abs=0.5)
    assert scale.doubt(-180.0) < 0.01 * abs(scale.value(-100) - scale.value(-300))


def test_powers_calibrate_as_a_logarithm() -> None:
    scale = calibrated(["1", "10", "100", "1,000", "10,000"], EVEN).calibrated[0]
    assert scale.value(-225.0) == pytest.approx(10**1.5, rel=0.01)


@pytest.mark.parametrize("texts", [["0", "700", "800", "900", "1,000"], ["0", "10", "20", "30", "500"]])
def test_a_cut_axis_is_broken(texts: list[str]) -> None:
    found = calibrated(texts, EVEN)
    assert not found.calibrated
    assert found.broken


@pytest.mark.parametrize("texts", [["2010", "2011", "2012", "2013", "2014"], ["5", "4", "3", "2", "1"]])
def test_years_and_ranks_are_no_axis_of_values(texts: list[str]) -> None:
    assert not calibrated(texts, EVEN).calibrated


def test_lengths_that_stand_for_labels_are_a_scale() -> None:
    scale = scales.by_lengths([100.0, 50.2, 25.0, 10.1], [200, 100, 50, 20])
    assert scale is not None
    assert scale.slope == pytest.approx(2.0, rel=0.01)


@pytest.mark.parametrize("values", [[200, 20, 500, 7], [12, 13, 11, 40]])
def test_cells_of_a_table_are_no_scale(values: list[float]) -> None:
    assert scales.by_lengths([100.0, 100.0, 100.0, 100.0], values) is None


def test_slots_of_grouped_bars_are_their_middles() -> None:
    anchors = [Anchor(100 * k + d, (d, 0, 0), 20.0) for k in range(4) for d in (-20, 0, 20)]
    slots = find_slots([anchor for anchor in anchors if anchor.u != 100], [], Span(-50, 350, 0, 100))
    assert slots is not None
    assert [round(center) for center in slots.centers] == [0, 100, 200, 300]


def test_missing_categories_keep_their_slot() -> None:
    slots = find_slots([Anchor(u, (1, 1, 1), 10.0) for u in (0, 50, 150, 200)], [], Span(-25, 225, 0, 100))
    assert slots is not None
    assert len(slots.centers) == 5


def whole(lengths: list[float], labels: list[str | None]) -> list[Series]:
    """One bar of 100 points, cut into segments."""
    series, start = [], 0.0
    for k, (length, text) in enumerate(zip(lengths, labels, strict=True)):
        label = tick(text, 0) if text else None
        mark = Mark(Span(0, 10, start, start + length), start, start + length, 0, k, label)
        series.append(Series("bar", ((k, 0, 0),), [mark], scale=Scale(1.0, 0.0, 0.3)))
        start += length
    return series


def test_the_sample_leaves_one_value() -> None:
    series = whole([62.5, 25.0, 12.5], ["62.5%", "25.0%", None])
    shares.derive(series, Slots((5.0,), 100.0, ("A(n=16)",)), 0.0, ())
    assert series[2].marks[0].derived == 12.5


def test_several_values_leave_none() -> None:
    series = whole([62.5, 25.1, 12.4], ["62.5%", "25.1%", None])
    shares.derive(series, Slots((5.0,), 100.0, ("A",)), 0.0, ())
    assert series[2].marks[0].derived is None


def test_the_grid_of_a_drawing_is_seen() -> None:
    marks = [Mark(Span(0, 1, 0, 0), 0.41 * k, 0.41 * k, k) for k in (1, 2, 4, 7, 9, 14, 15, 22, 30, 31)]
    assert grain([Series("line", (), marks)]) == pytest.approx(0.41)


def sector(start: float, end: float, hole: float, key: int) -> Wedge:
    """A sector with its arcs in small steps; angles in turns."""
    steps = [start + (end - start) * k / 12 for k in range(13)]
    outer = [(100 + 50 * sin(2 * pi * t), 100 - 50 * cos(2 * pi * t)) for t in steps]
    inner = [(100 + hole * sin(2 * pi * t), 100 - hole * cos(2 * pi * t)) for t in reversed(steps)]
    points = (*outer, *(inner if hole else [(100.0, 100.0)]), outer[0])
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Wedge(points, (min(xs), min(ys), max(xs), max(ys)), (key, 0, 0), key)


@pytest.mark.parametrize("hole", [0.0, 25.0])
@pytest.mark.parametrize("parts", [(0.6, 0.4), (0.5, 0.5), (0.47, 0.5, 0.03), (0.1, 0.2, 0.3, 0.4)])
def test_sectors_that_fill_a_circle_are_shares(hole: float, parts: tuple[float, ...]) -> None:
    ends = [sum(parts[:k]) for k in range(len(parts) + 1)]
    wedges = [sector(a, b, hole, k) for k, (a, b) in enumerate(pairwise(ends))]
    (circle,) = find_circles(wedges)
    assert sorted(s.share for s in circle.sectors) == pytest.approx(sorted(100 * part for part in parts), abs=0.3)
    assert not find_circles(wedges[1:])


def word(text: str, drops: tuple[int, ...] = ()) -> Word:
    """A word whose glyphs belong to a new text object, set lower, from each of the places on."""
    glyphs = []
    for k, character in enumerate(text):
        run = sum(k >= drop for drop in drops)
        box = (6.0 * k, 10.0 + 2 * run, 6.0 * k + 6, 20.0 + 2 * run)
        glyphs.append(Glyph(character, box, 10.0, 0, None, run))
    return Word(text, (0.0, 10.0, 6.0 * len(text), 24.0), 10.0, 0, tuple(glyphs))


@pytest.mark.parametrize(
    ("given", "texts"),
    [
        (word("5.6%0.0%"), ["5.6%", "0.0%"]),
        (word("16,61514,70215,166"), ["16,615", "14,702", "15,166"]),
        (word("12341250", (4,)), ["1234", "1250"]),
        (word("250,000"), ["250,000"]),
        (word("H15→H26"), ["H15→H26"]),
    ],
)
def test_labels_that_touch_are_taken_apart(given: Word, texts: list[str]) -> None:
    page = Page(1, 500, 500, (given,), (), (), ())
    assert [piece.text for piece in read_pieces(page)] == texts
