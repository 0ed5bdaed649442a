"""Every figure of a table is read under its headings, with year and unit, however the table is set."""

import re

import pytest

from extract import reading
from extract.document import Document, Value
from extract.japanese.fiscal_years import find_years
from extract.japanese.labels import normal
from tests.pdf.printed import DOCUMENT, SETTINGS, TABLES, Printed

CASES = [(setting.name, number) for setting in SETTINGS for number in range(len(TABLES))]


@pytest.fixture(scope="module")
def printed() -> Document:
    return reading.read(DOCUMENT.read_bytes(), DOCUMENT.name)


@pytest.mark.parametrize(("setting", "number"), CASES)
def test_however_it_is_set(printed: Document, setting: str, number: int) -> None:
    page = [one.name for one in SETTINGS].index(setting) * len(TABLES) + number + 1
    found = [v for table in printed.tables if table.place.page == page for v in table.values if v.value is not None]
    read = sorted(map(_stated, found), key=repr)
    assert read == sorted(_expected(TABLES[number]), key=repr)


def _stated(value: Value) -> tuple[object, ...]:
    return _bare(value.row_path), _bare(value.column_path), value.value, value.unit, value.fiscal_year


def _expected(table: Printed) -> list[tuple[object, ...]]:
    return [
        (_bare(row), _bare(column), figure, table.unit_of(r, c), _year(row, column, table.title))
        for r, row in enumerate(table.rows)
        for c, column in enumerate(table.columns)
        if (figure := table.figures[r][c]) is not None
    ]


def _year(*headings: tuple[str, ...] | str) -> int | None:
    """The first year that the headings, then the title, name."""
    for heading in headings:
        for text in (heading,) if isinstance(heading, str) else heading:
            if mentions := find_years(text):
                return mentions[0].year
    return None


def _bare(path: tuple[str, ...]) -> tuple[str, ...]:
    """Headings without the units that stand in them."""
    return tuple(re.sub(r"[（(].{1,4}[）)]$", "", normal(text).replace(" ", "")) for text in path)
