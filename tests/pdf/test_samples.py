"""The sample documents, figure by figure against their truth."""

import csv
import re
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from extract import pdf
from extract.document import PagePlace, Reading, Value

DOCUMENTS = Path(__file__).parents[1] / "documents"
NAMES = sorted(path.name for path in DOCUMENTS.glob("*.pdf"))
RANKS = {"順位"}


@cache
def reading(name: str) -> Reading:
    return pdf.read((DOCUMENTS / name).read_bytes())


def fold(text: object) -> str:
    return re.sub(r"[\s※＊*()\[\]「」、。・:]", "", unicodedata.normalize("NFKC", str(text or ""))).casefold()


def truth(name: str) -> list[dict[str, str]]:
    rows = csv.DictReader((DOCUMENTS / f"{name}.truth.csv").open(encoding="utf-8-sig"))
    return [row for row in rows if row["kind"] == "table" and row["value"]]


def under_its_headings(row: dict[str, str], title: str | None, value: Value) -> bool:
    heads = [fold(head) for head in (title, *value.row_path, *value.column_path)]
    wanted = [fold(level) for path in ("row_path", "column_path") for level in row[path].split(" / ")]
    return all(
        any(level in head or (len(head) > 1 and head in level) for head in heads if head) for level in wanted if level
    )


@pytest.mark.parametrize("name", NAMES)
def test_each_figure_is_read_under_its_headings_with_year_and_unit(name: str) -> None:
    left = [
        (table.title, value)
        for table in reading(name).tables
        for value in table.values
        if value.value is not None and not (value.column_path and fold(value.column_path[-1]) in RANKS)
    ]
    missed = []
    for row in truth(name):
        place = int(row["page_or_sheet"])
        fits = [
            pair
            for pair in left
            if pair[1].value == pytest.approx(float(row["value"]))
            and isinstance(pair[1].place, PagePlace)
            and pair[1].place.page == place
            and under_its_headings(row, *pair)
            and (not row["fiscal_year"] or pair[1].fiscal_year == int(row["fiscal_year"]))
            and (not row["unit"] or fold(pair[1].unit) == fold(row["unit"]))
        ]
        if fits:
            left.remove(fits[0])
        else:
            missed.append((row["row_path"], row["column_path"], row["value"], row["unit"], row["fiscal_year"]))
    assert missed == []
    assert left == [], "figures that the truth does not have"


def test_pages_without_tables_give_none() -> None:
    with (DOCUMENTS / "page_expectations.csv").open(encoding="utf-8-sig") as file:
        pages = [(row["document"], int(row["page"]), int(row["tables_on_page"])) for row in csv.DictReader(file)]
    assert pages
    for name, page, expected in pages:
        places = Counter(
            cell.place.page
            for table in reading(name).tables
            for cell in table.cells
            if isinstance(cell.place, PagePlace)
        )
        assert bool(places[page]) == bool(expected), f"{name} page {page}"


def test_a_table_over_two_pages_is_one_with_each_cell_on_its_own_page() -> None:
    (table,) = reading("h30_chiken_print.pdf").tables
    pages = {value.place.page for value in table.values if isinstance(value.place, PagePlace)}
    assert table.id == "p1-t1"
    assert pages == {1, 2}
    assert all(value.column_path for value in table.values)


def test_rank_and_name_stand_over_their_own_value() -> None:
    table = reading("mext_h30_ranking.pdf").tables[0]
    first = {value.column_path[-1]: value.row_path for value in table.values if value.row == table.header_rows}
    assert first == {"件数": ("1", "東京大学"), "受入額": ("1", "大阪大学")}


def test_pages_read_apart_give_what_they_give_together() -> None:
    content = (DOCUMENTS / "mext_h24_kekka.pdf").read_bytes()
    whole = reading("mext_h24_kekka.pdf")
    parts = [pdf.read(content, [page]) for page in range(1, whole.pages + 1)]
    assert tuple(table for part in parts for table in part.tables) == whole.tables
    assert tuple(line for part in parts for line in part.lines) == whole.lines
