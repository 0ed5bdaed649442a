"""Real workbooks of ministries against what a person sees: the first block of each, and what an edition revised.

`first_blocks.csv` says of each file where its first block of figures begins and ends and how many there are, counted in
the raw cells, with some of them as the eye reads them: value, unit, year and headings.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pytest
import python_calamine
from openpyxl.utils.cell import coordinate_to_tuple

from extract.document import Table
from extract.japanese.labels import normal
from extract.japanese.units import read_unit
from tests.sheet.test_documents import CORPUS, needs_corpus, reading_of
from tests.sheet.written_sheets import place

with Path(__file__).with_name("first_blocks.csv").open(encoding="utf-8") as lines:
    SEEN = list(csv.DictReader(lines))
BLOCKS = {(row["file"], row["sheet"]): (row["first"], row["last"], int(row["figures"])) for row in SEEN}
NO_FIGURES = "io_bumon_2005.xlsx"
"""Lists of names and codes alone."""
MARKED = re.compile(r"[（(]?\s*(-?[\d,]+(?:\.\d+)?)\s*[)）]?")


def block_of(name: str, sheet: str, address: str) -> Table:
    tables = (t for t in reading_of(CORPUS / name).tables if t.place.sheet == sheet)  # type: ignore[union-attr]
    return next(t for t in tables if any(place(value) == address for value in t.values))


@needs_corpus
def test_the_list_has_every_file_that_holds_figures() -> None:
    assert {row["file"] for row in SEEN} == {path.name for path in CORPUS.iterdir()} - {NO_FIGURES}
    assert reading_of(CORPUS / NO_FIGURES).tables == ()


@needs_corpus
@pytest.mark.parametrize(("name", "sheet"), BLOCKS)
def test_the_first_block_has_the_figures_that_are_there_and_no_others(name: str, sheet: str) -> None:
    first, last, figures = BLOCKS[name, sheet]
    table = block_of(name, sheet, last if name.startswith("mext_food_2020.") else first)
    numbers = [value for value in table.values if value.value is not None]
    assert len(numbers) == figures
    top, left = coordinate_to_tuple(first)
    bottom, right = coordinate_to_tuple(last)
    for value in numbers:
        row, column = coordinate_to_tuple(place(value))
        assert top <= row <= bottom
        assert left <= column <= right


@needs_corpus
@pytest.mark.parametrize("seen", SEEN, ids=[f"{row['file']}-{row['cell']}" for row in SEEN])
def test_a_figure_is_what_the_eye_reads(seen: Mapping[str, str]) -> None:
    table = block_of(seen["file"], seen["sheet"], seen["cell"])
    (value,) = (value for value in table.values if place(value) == seen["cell"])
    assert value.value == pytest.approx(float(seen["value"]))
    assert str(value.fiscal_year or "") == seen["year"]
    assert read_unit(value.unit or "") == read_unit(seen["unit"])
    heads = " ".join(normal(head) for head in (*value.row_path, *value.column_path))
    assert [word for word in seen["headings"].split("; ") if normal(word) not in heads] == []


@needs_corpus
def test_foods_whose_figures_the_next_edition_revised() -> None:
    """By the number of the food: whatever else the two editions lay out otherwise, their columns come in one order."""
    ours = [foods(*place_) for place_ in (("mext_food_2020.xlsx", "E"), ("mext_food_2020_edited.xlsx", "D"))]
    raw = [raw_foods("mext_food_2020.xlsx", 12, 1, 4), raw_foods("mext_food_2020_edited.xlsx", 1, 0, 3)]
    revised, really = (
        {
            (food, at)
            for food in before.keys() & after.keys()
            for at in before[food].keys() & after[food].keys()
            if before[food][at] != after[food][at]
        }
        for before, after in (ours, raw)
    )
    assert revised == really
    assert len(really) > 100


FOOD = re.compile(r"\d{5}")
COLUMNS = 57


def foods(name: str, first: str) -> dict[str, dict[int, float]]:
    found: dict[str, dict[int, float]] = defaultdict(dict)
    start = coordinate_to_tuple(f"{first}1")[1]
    for value in block_of(name, "表全体", f"{first}13").values:
        food = next((head for head in value.row_path if FOOD.fullmatch(head)), None)
        at = coordinate_to_tuple(place(value))[1] - start
        if food and value.value is not None and at < COLUMNS:
            found[food][at] = value.value
    return found


def raw_foods(name: str, top: int, food: int, first: int) -> dict[str, dict[int, float]]:
    lines = python_calamine.CalamineWorkbook.from_path(CORPUS / name).get_sheet_by_index(0)
    found: dict[str, dict[int, float]] = defaultdict(dict)
    for line in lines.to_python(skip_empty_area=False)[top:]:
        for at, printed in enumerate(line[first : first + COLUMNS]):
            text = f"{printed:.10g}" if isinstance(printed, int | float) else str(printed)
            if FOOD.fullmatch(str(line[food])) and (number := MARKED.fullmatch(text.strip())):
                found[str(line[food])][at] = float(number[1].replace(",", ""))
    return found
