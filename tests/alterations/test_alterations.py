"""A digit altered in the bytes of a document is caught by the release; the short form of `make alterations`."""

import random
from pathlib import Path

import pytest

from extract import reading
from tests.alterations.altering import Where, altered, one_digit_altered
from tests.alterations.soak import base, soak

NAMES = [
    "mext_h26_kekka.pdf",
    "meti_deck_2016.pdf",
    "meti_venture_h30.pdf",
    "STI2025_5-4-05.xlsx",
    "oecd_berd_share.xlsx",
]


def test_altered_figures_are_contradicted_or_restated(tmp_path: Path) -> None:
    known = base(tmp_path, NAMES)
    assert {Path(name).suffix for name in known.figures["document_name"]} == {".pdf", ".xlsx", ".csv"}
    done = list(soak(10, known, seed=4))
    proven = [one for one in done if one.proofs]
    assert len(done) == 10
    assert len(proven) >= 5
    # Which figures are drawn changes with what is read; the share that is caught is measured by `make alterations`.
    assert len([one for one in proven if not one.caught]) <= 2, proven


@pytest.mark.parametrize("text", ["19,070", "約416億円", "１，５５８", "7", "3.2%"])
def test_one_digit_differs_and_nothing_else(text: str) -> None:
    for seed in range(20):
        made = one_digit_altered(text, random.Random(seed))  # noqa: S311
        assert made
        assert sum(a != b for a, b in zip(*made, strict=True)) == 1
        assert not made[1].startswith("0")


@pytest.mark.parametrize("text", ["1億2,300万円", "H17→H26", "なし"])
def test_what_is_no_single_number_is_left_alone(text: str) -> None:
    assert one_digit_altered(text, random.Random(1)) is None  # noqa: S311


def test_the_altered_copy_differs_in_that_figure_alone() -> None:
    """A page set in parts of fonts is read as before, but for the one digit."""
    content = (Path(__file__).parents[1] / "documents" / "meti_deck_2016.pdf").read_bytes()
    before = reading.read(content, "deck.pdf")
    chart = next(c for c in before.charts if c.id == "p10-c3")
    point = next(p for s in chart.series for p in s.points if p.text == "29.3%")
    copy = altered(content, "application/pdf", Where(10, point.place.bbox, None, None), "29.3", "29.6")
    assert copy
    after = reading.read(copy, "deck.pdf")
    assert after.tables == before.tables
    texts = [[p.text for c in d.charts for s in c.series for p in s.points] for d in (before, after)]
    assert [(a, b) for a, b in zip(*texts, strict=True) if a != b] == [("29.3%", "29.6%")]
