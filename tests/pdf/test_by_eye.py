"""Real documents, read as a person reads them; they lie beside the project, and what is not there is left out."""

import csv
import re
import unicodedata
from functools import cache

import pytest

from extract import pdf
from extract.document import Reading, Table
from tests.pdf.by_eye import SHARED, DocumentTruth, documents, score

DOCUMENTS = documents()
FLOOR = 0.96  # of the mean score of tables
PREFECTURES = {"mhlw_covid_pref_20210401": "mhlw_pref_20210331", "mhlw_covid_pref_20211001": "mhlw_pref_20210930"}
BESIDE = pytest.mark.skipif(not (SHARED / "corpus").exists(), reason="the documents are not beside the project")


@cache
def reading(name: str) -> Reading:
    return pdf.read((SHARED / "corpus" / "pdf" / f"{name}.pdf").read_bytes())


def key(text: str) -> str:
    """A label or figure without notes and spaces, as the truth files give them."""
    return re.sub(r"※\d*|[\s()]", "", unicodedata.normalize("NFKC", text))


@BESIDE
@pytest.mark.parametrize("document", [d for d in DOCUMENTS if d.bare], ids=lambda document: document.file)
def test_pages_without_tables_give_none(document: DocumentTruth) -> None:
    assert [one.missed for one in score(document) if one.name.endswith("pages without tables")] == [()]


@BESIDE
def test_tables_are_read_as_a_person_reads_them() -> None:
    scores = [one for document in DOCUMENTS for one in score(document) if "without tables" not in one.name]
    assert len(scores) >= 40
    assert sum(one.share for one in scores) / len(scores) >= FLOOR


def grid(table: Table) -> list[list[str]]:
    """The texts of a table, row by row; a cell over several columns stands in the first of them."""
    texts = {(cell.row, cell.column): key(cell.text) for cell in table.cells}
    rows, columns = (max(position) + 1 for position in zip(*texts, strict=True))
    return [[texts.get((row, column), "") for column in range(columns)] for row in range(rows)]


@BESIDE
@pytest.mark.parametrize("name", PREFECTURES)
def test_the_prefectures_are_read_cell_for_cell(name: str) -> None:
    text = (SHARED / "corpus" / "truth" / f"{PREFECTURES[name]}.txt").read_text(encoding="utf-8")
    truth = [[key(cell) for cell in line.split("|")] for line in text.splitlines()]
    read = [row[: len(truth[0])] for row in grid(reading(name).tables[0])]
    assert read[2:] == truth[2:]
    assert len(truth) == 2 + 49


@BESIDE
def test_a_statement_in_two_tables_is_read_cell_for_cell() -> None:
    with (SHARED / "corpus" / "truth" / "twotables.csv").open(encoding="utf-8-sig") as file:
        truth = [[key(cell) for cell in row] for row in csv.reader(file)]
    first, second = map(grid, reading("kyokuyo_kessan_twotables").tables)
    assert first[1:] + second[1:] == truth[1 : len(first)] + truth[len(first) + 1 :]
