"""The kinds of files: what each stores differently must come out the same, and what cannot be read is refused."""

import io

import openpyxl
import pytest
import xlwt
from openpyxl.styles import Font

from extract import media_type, sheet
from extract.refusal import Refused
from tests.sheet.written_sheets import Rows, ods, read, said, saved, values, xls, xlsx

N = None
ROWS: Rows = [
    ["表1　共同研究（平成30年度）", N, N],
    ["区分", "国立大学等", N],
    [N, "件数", "受入額（千円）"],
    ["甲", 1234, 5.5],
    ["乙", 10, 20],
]
WANTED = {
    "B4": (("甲",), ("国立大学等", "件数"), N, 2018),
    "C5": (("乙",), ("国立大学等", "受入額（千円）"), "千円", 2018),
}


def reasons(content: bytes) -> list[str]:
    return [verdict.reason for verdict in read(content).verdicts]


def text_cells(rows: Rows, head: int) -> str:
    lines = []
    for at, row in enumerate(rows):
        cells = []
        for value in row:
            if value is N:
                cells.append("<table:table-cell/>")
            elif isinstance(value, str):
                cells.append(
                    f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
                )
            else:
                stored = f'office:value-type="float" office:value="{value}"'
                cells.append(f"<table:table-cell {stored}><text:p>{value}</text:p></table:table-cell>")
        if at == head:
            spanned = 'office:value-type="string" table:number-columns-spanned="2" table:number-rows-spanned="1"'
            cells[1:3] = [
                f"<table:table-cell {spanned}><text:p>{row[1]}</text:p></table:table-cell><table:covered-table-cell/>"
            ]
        lines.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    return "".join(lines)


def written(kind: str) -> bytes:
    text = "\r\n".join(
        ",".join(f'"{value:,}"' if isinstance(value, int) else str(value or "") for value in row) for row in ROWS
    )
    return {
        "xlsx": lambda: xlsx(ROWS, merges=["B2:C2", "A2:A3"]),
        "xls": lambda: xls(ROWS, merges=[(1, 1, 1, 2), (1, 2, 0, 0)]),
        "ods": lambda: ods(text_cells(ROWS, head=1)),
        "utf-8": lambda: text.encode("utf-8"),
        "utf-8-sig": lambda: text.encode("utf-8-sig"),
        "cp932": lambda: text.encode("cp932"),
        "euc_jp": lambda: text.encode("euc_jp"),
    }[kind]()


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods", "utf-8", "utf-8-sig", "cp932", "euc_jp"])
def test_every_kind_says_the_same(kind: str) -> None:
    reading = read(written(kind))
    found = values(reading.tables)
    assert {address: said(found[address]) for address in WANTED} == WANTED
    assert (found["B4"].value, found["C4"].value) == (1234, 5.5)
    assert reading.tables[0].title == "表1 共同研究（平成30年度）"
    assert reading.pages == 1


def test_a_csv_is_one_sheet_named_csv() -> None:
    content = '"年度","名称, 略称","件数"\n"平成30年度","甲\n大学","1,234"\n"令和元年度","乙大学","5"\n'.encode("cp932")
    table = read(content).tables[0]
    value = table.values[0]
    assert value.place.sheet == "csv"  # type: ignore[union-attr]
    assert said(value) == (("平成30年度", "甲 大学"), ("件数",), N, 2018)
    assert value.value == 1234


@pytest.mark.parametrize("sign", ["\t", ";"])
def test_other_separators(sign: str) -> None:
    rows = [["区分", "件数", "金額"], ["甲", "1", "2"], ["乙", "3", "4"]]
    found = values(read("\n".join(sign.join(row) for row in rows).encode()).tables)
    assert found["C3"].value == 4


def test_codes_with_leading_zeros_stay_text() -> None:
    content = "コード,名称,件数\n01100,札幌市,5\n13101,千代田区,7\n".encode()
    found = values(read(content).tables)
    assert [found[spot].row_path for spot in ("C2", "C3")] == [("01100", "札幌市"), ("13101", "千代田区")]


def test_hidden_rows_and_columns_are_read_and_marked() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx(ROWS)))
    book.active.row_dimensions[5].hidden = True
    book.active.column_dimensions["C"].hidden = True
    content = saved(book)
    assert {"hidden_rows", "hidden_columns"} <= set(reasons(content))
    assert values(read(content).tables)["C5"].value == 20


def test_hidden_rows_of_xls() -> None:
    book = xlwt.Workbook()
    page = book.add_sheet("Sheet")
    for at, row in enumerate(ROWS):
        for column, value in enumerate(row):
            page.write(at, column, value)
    page.row(4).hidden = True
    page.col(2).hidden = True
    content = saved(book)
    assert {"hidden_rows", "hidden_columns"} <= set(reasons(content))
    assert values(read(content).tables)["C5"].value == 20


def test_hidden_sheets_are_read_and_marked() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx(ROWS)))
    book.create_sheet("前")
    book.active = 1
    book["Sheet"].sheet_state = "hidden"
    reading = read(saved(book))
    assert ("hidden_sheet", "Sheet") in [(verdict.reason, verdict.sheet) for verdict in reading.verdicts]
    assert len(reading.tables) == 1


def test_a_formula_without_a_value_is_missing_and_said() -> None:
    content = xlsx([["項目", "甲", "乙"], ["件数", 1, 2], ["計", 3, "=C2*2"]])
    reading = read(content)
    assert [(verdict.reason, verdict.detail) for verdict in reading.verdicts] == [
        ("formula_without_value", "no stored result in C3")
    ]
    assert values(reading.tables)["C3"].value is None


UNCOUNTED = {
    "xls": lambda: xls([["項目", "甲", "乙"], ["件数", 1, 2], ["計", 3, xlwt.Formula("C2*2")]]),
    "ods": lambda: ods(
        text_cells([["項目", "甲", "乙"], ["件数", 1, 2]], head=1)
        + '<table:table-row><table:table-cell office:value-type="string"><text:p>計</text:p></table:table-cell>'
        '<table:table-cell office:value-type="float" office:value="3"><text:p>3</text:p></table:table-cell>'
        '<table:table-cell table:formula="of:=[.C2]*2"/></table:table-row>'
    ),
}


@pytest.mark.parametrize("kind", UNCOUNTED)
def test_a_formula_that_nobody_computed_is_said_in_every_kind_of_workbook(kind: str) -> None:
    verdicts = read(UNCOUNTED[kind]()).verdicts
    assert [v.detail for v in verdicts if v.reason == "formula_without_value"] == ["no stored result in C3"]


def test_a_formula_that_gives_an_empty_text_is_computed() -> None:
    content = xls([["項目", "甲", "乙"], ["件数", 1, 2], ["計", 3, xlwt.Formula('IF(C2=2,"",1)')]])
    assert read(content).verdicts == ()


def test_bold_indent_and_formats_of_xls() -> None:
    rows = [["区分", "構成比"], ["資産", 0.5], ["貸付", 0.25], ["住宅", 0.125]]
    content = xls(rows, styles={(1, 0): "bold", (3, 0): "indent1", (1, 1): "0.0%", (2, 1): "0.0%", (3, 1): "0.0%"})
    found = values(read(content).tables)
    assert said(found["B4"]) == (("資産", "貸付", "住宅"), ("構成比",), "%", N)
    assert (found["B4"].value, found["B4"].text) == (12.5, "12.5%")


def test_percents_and_hidden_rows_of_ods() -> None:
    body = (
        '<table:table-row><table:table-cell office:value-type="string"><text:p>区分</text:p></table:table-cell>'
        '<table:table-cell office:value-type="string"><text:p>構成比</text:p></table:table-cell></table:table-row>'
        '<table:table-row table:visibility="collapse"><table:table-cell office:value-type="string"><text:p>甲</text:p>'
        '</table:table-cell><table:table-cell office:value-type="percentage" office:value="0.125">'
        "<text:p>12.5%</text:p></table:table-cell></table:table-row>"
        '<table:table-row><table:table-cell office:value-type="string"><text:p>乙</text:p></table:table-cell>'
        '<table:table-cell office:value-type="percentage" office:value="0.5"><text:p>50%</text:p></table:table-cell>'
        "</table:table-row>"
    )
    content = ods(body)
    assert "hidden_rows" in reasons(content)
    value = values(read(content).tables)["B2"]
    assert (value.value, value.unit) == (12.5, "%")


def test_a_sheet_that_reaches_too_far_is_not_laid_out() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = 1
    book.active["XFD1048576"] = 2
    assert reasons(saved(book)) == ["too_large"]


def test_empty_cells_that_are_only_styled_do_not_count() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx(ROWS)))
    book.active["XFD1048576"].font = Font(bold=True)
    assert reasons(saved(book)) == []


def test_empty_sheets_are_said() -> None:
    assert reasons(saved(openpyxl.Workbook())) == ["empty_sheet"]


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_truncated_workbooks_are_refused(kind: str, share: float) -> None:
    content = written(kind)
    types = {"xlsx": media_type.XLSX, "xls": media_type.XLS, "ods": media_type.ODS}
    with pytest.raises(Refused) as refused:
        sheet.read(content[: int(len(content) * share)], types[kind])
    assert refused.value.refusal.reason == "damaged"


def test_broken_parts_are_refused() -> None:
    content = bytearray(xlsx(ROWS))
    sheet_at = content.index(b"xl/worksheets/sheet1.xml") + 40
    content[sheet_at : sheet_at + 60] = bytes(60)
    with pytest.raises(Refused, match="damaged"):
        sheet.read(bytes(content), media_type.XLSX)


def test_a_broken_xls_is_read_or_refused() -> None:
    """Whatever sixteen bytes are lost, the reader gives a reading or a refusal; it never crashes."""
    whole = written("xls")
    for at in range(600, len(whole) - 64, 331):
        broken = bytearray(whole)
        broken[at : at + 16] = b"\xff" * 16
        assert _refusal(bytes(broken)) in (None, "damaged", "encrypted")


def _refusal(content: bytes) -> str | None:
    try:
        sheet.read(content, media_type.XLS)
    except Refused as refused:
        return refused.refusal.reason
    return None
