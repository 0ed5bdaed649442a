"""Tables set in styles drawn by lot, English and Japanese, and pages without any: one a page, the truth beside them.

`drawn.truth.csv` has a line for each figure, headings outermost first, and a line without a figure for a page without a
table. The pages were set with reportlab: no rules, rules of every kind, stripes, heads of several levels set to either
side or centered, stubs indented, merged or under names of sections, signs of money apart, dots that lead to figures,
pages turned, cropped and shown turned. Out of scope: the same tables in many settings (`tests.pdf.test_printed`).
"""

import csv
from collections import Counter
from pathlib import Path

import pytest

from extract import pdf
from extract.document import Value
from tests.pdf.sheets import made, rows
from tests.pdf.test_by_eye import key

DOCUMENT = Path(__file__).parent / "documents" / "drawn.pdf"
Figure = tuple[tuple[str, ...], tuple[str, ...], float, str]


def _headings(path: tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """Headings as compared: without notes' marks, spaces, and units in brackets."""
    bare = (key(text.strip("*†")).replace("・", "") for text in path)
    return tuple(text.removesuffix("件").removesuffix("百万円").removesuffix("%").casefold() for text in bare)


def _truth() -> dict[tuple[int, str], list[Figure]]:
    pages: dict[tuple[int, str], list[Figure]] = {}
    with DOCUMENT.with_suffix(".truth.csv").open(encoding="utf-8") as file:
        for line in csv.DictReader(file):
            figures = pages.setdefault((int(line["page"]), line["style"]), [])
            if line["value"]:
                headings = (_headings(line[axis].split(" / ")) for axis in ("rows", "columns"))
                figures.append((*headings, float(line["value"]), line["unit"]))  # type: ignore[arg-type]
    return pages


TRUTH = _truth()


def _stated(value: Value) -> Figure:
    assert value.value is not None
    return _headings(value.row_path), _headings(value.column_path), float(value.value), value.unit or ""


@pytest.mark.parametrize(("page", "style"), TRUTH)
def test_each_figure_stands_under_its_headings(page: int, style: str) -> None:
    reading = pdf.read(DOCUMENT.read_bytes(), [page])
    expected = TRUTH[page, style]
    if not expected:
        assert reading.tables == ()
    found = [value for table in reading.tables for value in table.values if value.value is not None]
    # English figures name no unit but those of money and shares, which not all columns print.
    named = {unit for *_, unit in expected if unit}
    read = Counter(
        (row, column, value, unit if unit in named else "") for row, column, value, unit in map(_stated, found)
    )
    assert read == Counter(expected)


def test_a_year_over_a_lone_figure_ends_no_reading() -> None:
    lines = [["in the spring of", "2010", "and covered"], ["referred to the", "", "", "1,247"]]
    reading = pdf.read(made(lambda canvas: rows(canvas, 100, [60, 200, 260, 420], lines) and None))
    assert reading.verdicts == ()
