"""pdfium and pdfplumber see the same rulings: a page of each document, read by both.

Pieces are compared once joined, as each reader cuts a line in its own way.
"""

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from pdfplumber.utils import curve_to_edges, rect_to_edges

from extract.pdf.lattice import Line, join_rulings
from extract.pdf.page import Ruling
from extract.pdf.pdfium import open_document, read_page
from extract.pdf.rulings import LENGTH, THIN
from tests.pdf.by_eye import SHARED

SHIPPED = Path(__file__).parents[1] / "documents"
FILES = [*sorted(SHIPPED.glob("*.pdf")), *sorted((SHARED / "corpus" / "pdf").glob("*.pdf"))]
NEAR = 1.5  # points that a line may stand elsewhere
SLACK = 4.0  # points of a line that the other reader may not have: joining bridges gaps of three


def test_each_reader_has_the_rulings_of_the_other() -> None:
    found = 0
    for file in FILES[::2]:
        content = file.read_bytes()
        with open_document(content) as document:
            number = (len(document) + 1) // 2
            ours = join_rulings(read_page(document, number).rulings)
        with pdfplumber.open(io.BytesIO(content), pages=[number]) as other:
            theirs = join_rulings(rulings_of(other.pages[0]))
        for mine, others in zip(ours, theirs, strict=True):
            assert not lacking(mine, others), f"{file.name}, page {number}: pdfplumber lacks rulings"
            assert not lacking(others, mine), f"{file.name}, page {number}: rulings that pdfplumber has are lacking"
            found += len(mine)
    assert found > 100


@pytest.mark.parametrize("other", [Line(10.0, 0.0, 60.0), Line(14.0, 0.0, 100.0)])
def test_a_line_that_ends_early_or_stands_elsewhere_is_lacking(other: Line) -> None:
    line = Line(10.0, 0.0, 100.0)
    assert lacking([line], [other]) == [line]
    assert not lacking([line], [Line(10.5, 0.0, 48.0), Line(10.5, 50.0, 99.0)])


def rulings_of(page: Any) -> Iterator[Ruling]:
    """What pdfplumber shows of a page that is a ruling: straight strokes, thin fills, borders of stroked boxes."""
    left, top, _, _ = page.cropbox
    for thing in (*page.lines, *page.rects, *page.curves):
        thin, long = sorted((thing["x1"] - thing["x0"], thing["bottom"] - thing["top"]))
        if thing["object_type"] == "line" or (thing["fill"] and thin <= THIN and long >= LENGTH * thin):
            edges = [thing]
        elif thing["stroke"]:
            edges = rect_to_edges(thing) if thing["object_type"] == "rect" else curve_to_edges(thing)
        else:
            continue
        for edge in edges:
            box = edge["x0"] - left, edge["top"] - top, edge["x1"] - left, edge["bottom"] - top
            if min(box[2] - box[0], box[3] - box[1]) <= THIN:
                yield Ruling(*box, thing["linewidth"], None)


def lacking(lines: Sequence[Line], others: Sequence[Line]) -> list[Line]:
    """Lines of which the others leave out more than `SLACK` points."""
    found = []
    for line in lines:
        beside = [other for other in others if abs(other.at - line.at) <= NEAR]
        reached, open_points = line.start, 0.0
        for other in sorted(beside, key=lambda one: one.start):
            if other.end > reached and other.start < line.end:
                open_points += max(0.0, other.start - reached)
                reached = other.end
        if open_points + max(0.0, line.end - reached) > SLACK:
            found.append(line)
    return found
