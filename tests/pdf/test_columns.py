"""Columns of text: a gutter that runs down many lines parts them, what only looks like one does not."""

import unicodedata
from collections.abc import Sequence

from extract.pdf.columns import part_columns
from extract.pdf.lines import TextLine, line_of
from extract.pdf.page import Word

SIZE = 10.0


def line(row: int, *pieces: tuple[float, str]) -> TextLine:
    """A line of words, each set solid from its left edge."""
    words = []
    for x0, text in pieces:
        advance = sum(SIZE if unicodedata.east_asian_width(c) in "WF" else SIZE / 2 for c in text)
        words.append(Word(text, (x0, row * 15.0, x0 + advance, row * 15.0 + SIZE), SIZE, 0, ()))
    return line_of(words)


def texts(lines: Sequence[TextLine]) -> list[str]:
    return [" ".join(word.text for word in line.words) for line in lines]


def test_two_columns_with_a_narrow_gutter_are_parted() -> None:
    lines = [line(row, (50, "共同研究の件数は全部で１００"), (200, "受託研究の件数は全部で２００")) for row in range(8)]
    assert texts(part_columns(lines)) == ["共同研究の件数は全部で１００", "受託研究の件数は全部で２００"] * 8


def test_a_heading_across_does_not_end_the_gutter() -> None:
    lines = [line(row, (50, "共同研究の件数は全部で１００"), (200, "受託研究の件数は全部で２００")) for row in range(9)]
    lines[4] = line(4, (50, "共同研究の件数は全部で１００と受託研究の件数は"))
    parted = texts(part_columns(lines))
    assert len(parted) == 17
    assert "共同研究の件数は全部で１００と受託研究の件数は" in parted


def test_short_lines_of_either_column_keep_their_side() -> None:
    lines = [line(row, (50, "共同研究の件数は全部で１００"), (200, "受託研究の件数は全部で２００")) for row in range(8)]
    lines[3] = line(3, (50, "である。"))
    lines[5] = line(5, (210, "また、受託研究は"))
    assert len(part_columns(lines)) == 14


def test_few_lines_side_by_side_are_no_columns() -> None:
    lines = [line(row, (50, "共同研究の件数は全部で１００"), (200, "受託研究の件数は全部で２００")) for row in range(3)]
    assert part_columns(lines) == lines


def test_bullets_and_labels_before_text_are_no_columns() -> None:
    lines = [line(row, (50, "○"), (70, "共同研究の件数は全部で１００")) for row in range(8)]
    assert part_columns(lines) == lines
    lines = [line(row, (50, "電話"), (90, "共同研究の件数は全部で１００")) for row in range(8)]
    assert part_columns(lines) == lines


def test_gaps_that_stand_at_no_one_place_are_no_gutter() -> None:
    lines = [line(row, (50, "共同研究の件数"), (130 + 12 * row, "受託研究の件数は全部で")) for row in range(8)]
    assert part_columns(lines) == lines
