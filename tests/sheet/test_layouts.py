"""Each layout, written by a test, must be read under its complete headings; what goes with tables beside it."""

from typing import Any

import pytest

from extract.document import SheetPlace, Status, letters
from tests.sheet.layouts import LAYOUTS, N
from tests.sheet.written_sheets import read, said, values, xlsx


@pytest.mark.parametrize("name", LAYOUTS)
def test_values_stand_under_complete_headings(name: str) -> None:
    written, wanted = LAYOUTS[name]
    found = values(read(xlsx(**written)).tables)
    assert {address: said(found[address]) for address in wanted} == wanted


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_number_is_accounted_for(name: str) -> None:
    """A number of the sheet is a value, a heading among the cells, or named by a verdict."""
    written, _ = LAYOUTS[name]
    reading = read(xlsx(**written))
    held = {
        cell.place.address for table in reading.tables for cell in table.cells if isinstance(cell.place, SheetPlace)
    }
    numbers = [
        f"{letters(column)}{row}"
        for row, line in enumerate(written["rows"], start=1)
        for column, value in enumerate(line)
        if isinstance(value, int | float)
    ]
    told = sum(int(said.detail.split()[0]) for said in reading.verdicts if said.reason == "number_outside_tables")
    assert len([spot for spot in numbers if spot not in held]) <= told


@pytest.mark.parametrize("name", LAYOUTS)
def test_row_heads_are_the_stub_cells_of_the_row(name: str) -> None:
    """The path holds every stub cell of its row, in column order; spans say which cells reach down."""
    written, _ = LAYOUTS[name]
    for table in read(xlsx(**written)).tables:
        stub = [cell for cell in table.cells if cell.column < table.stub_columns and cell.row >= table.header_rows]
        for value in table.values:
            heads = [cell for cell in stub if cell.row <= value.row < cell.row + cell.row_span]
            texts = [cell.text for cell in sorted(heads, key=lambda cell: cell.column)]
            positions = [value.row_path.index(text) for text in texts]
            assert positions == sorted(positions)
            assert value.column >= table.stub_columns
            assert value.row >= table.header_rows


def test_title_unit_and_notes() -> None:
    table = read(xlsx(**LAYOUTS["merged heads, unit row, column numbers"][0])).tables[0]
    assert table.title == "平成30年度 大学等における産学連携等実施状況について 【様式2】共同研究の実施状況"
    assert table.notes == ("※調査票による", "（注）空欄は回答なし")
    assert (table.header_rows, table.stub_columns) == (5, 4)
    heads = {cell.column: cell.text for cell in table.cells if cell.row == 0 and cell.column < table.stub_columns}
    assert heads == {0: "No.", 1: "学校コード", 2: "機関名", 3: "国公私"}


def test_stacked_tables_share_the_sheets_title() -> None:
    first, second = read(xlsx(**LAYOUTS["both years' names"][0])).tables
    assert (first.title, first.unit) == ("表 受入額の推移 (A)受入額", "千円")
    assert (second.title, second.unit) == ("表 受入額の推移 (B)件数", "件")


def test_a_missing_code_is_never_filled_from_the_row_above() -> None:
    rows = [["学校コード", "機関名", "件数"], ["F1", "甲大学", 1], *([N, f"{name}大学", 2] for name in "乙丙丁戊己")]
    found = values(read(xlsx(rows)).tables)
    assert found["C3"].row_path == ("乙大学",)


def test_statuses() -> None:
    rows = [
        ["区分", "A", "B", "C", "D", "E"],
        ["甲", "-", "x", "…", "△ 1,234", N],
        ["乙", 1, "速報中", "12.5％", "1,234※2", "***"],
        ["丙", 1, 2, 3, 4, 5],
    ]
    found = values(read(xlsx(rows)).tables)
    assert [found[spot].status for spot in ("B2", "C2", "D2", "F2", "C3", "F3")] == [
        Status.NIL,
        Status.SUPPRESSED,
        Status.MISSING,
        Status.MISSING,
        Status.TEXT,
        Status.SUPPRESSED,
    ]
    assert (found["E2"].value, found["E3"].value, found["D3"].value, found["D3"].unit) == (-1234, 1234, 12.5, "%")
    assert found["F2"].value is None  # a blank is never 0


def test_a_dash_counts_as_nought_where_the_notes_say_so() -> None:
    rows = [["区分", "件数"], ["甲", "-"], ["乙", 3], ["（注）「-」は0を示す。"]]
    value = values(read(xlsx(rows)).tables)["B2"]
    assert (value.value, value.status) == (0, Status.NIL)


@pytest.mark.parametrize(
    "rows",
    [
        [
            ["利用上の注意"],
            [1, "数値は単位未満を四捨五入しているため，内訳の計と一致しない場合がある。"],
            [2, "「-」は該当なし"],
        ],
        [["項目", "内容"], ["名称", "産学連携調査"], ["担当", "産業連携課"]],
        [["No.", "名称", "所在地"], [1, "甲大学", "東京都"], [2, "乙大学", "京都府"]],
        [["分類コード", "部門名"], ["0111", "米"], ["0112", "麦"], ["1111", "卵"], ["1112", "肉"]],
    ],
)
def test_notes_lists_and_codes_are_no_tables(rows: list[list[Any]]) -> None:
    assert read(xlsx(rows)).tables == ()


def test_a_year_told_from_that_of_the_table() -> None:
    rows = [
        ["平成30年度　実施状況"],
        ["区分", "本年度", N, "前年度", N],
        [N, "件数", "金額", "件数", "金額"],
        ["国立", 1, 2, 3, 4],
        ["公立", 5, 6, 7, 8],
    ]
    found = values(read(xlsx(rows)).tables)
    assert [found[spot].fiscal_year for spot in ("B4", "C4", "D4", "E5")] == [2018, 2018, 2017, 2017]
    undated = values(read(xlsx([["実施状況"], *rows[1:]])).tables)
    assert undated["D4"].fiscal_year is None


def test_a_table_without_a_title_directly_under_another_has_its_title_and_year_but_not_its_unit() -> None:
    rows = [
        ["平成30年度　実施状況"],
        ["（単位：千円）"],
        ["区分", "金額"],
        ["国立", 1],
        ["公立", 5],
        [],
        ["区分", "割合", "平均"],
        ["国立", 3, 4],
        ["公立", 7, 8],
    ]
    first, second = read(xlsx(rows)).tables
    assert (first.title, second.title) == ("平成30年度 実施状況", "平成30年度 実施状況")
    assert {(value.fiscal_year, value.unit) for value in second.values} == {(2018, None)}
