"""How statistical tables are set: each layout, written by a test, must be read under its complete headings."""

from typing import Any

import pytest

from extract.document import SheetPlace, Status, letters
from tests.sheet.written_sheets import read, said, values, xlsx

N = None
YEARS = ["平成24年度", "平成25年度", "平成26年度"]

LAYOUTS: dict[str, tuple[dict[str, Any], dict[str, tuple[Any, ...]]]] = {
    "merged heads, unit row, column numbers": (
        {
            "rows": [
                ["平成30年度　大学等における産学連携等実施状況について"],
                ["【様式2】共同研究の実施状況"],
                ["※調査票による"],
                ["No.", "学校コード", "機関名", "国公私", "共同研究", N, N],
                [N, N, N, N, "総計", N, "大企業"],
                [N, N, N, N, "件数", "受入額", "件数"],
                [N, N, N, N, "（件）", "（千円）", "（件）"],
                ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
                [1, "F101110100010", "北海道大学", "国立", 644, 1914997, 487],
                [2, N, "札幌市立大学", "公立", N, N, N],
                [3, "F101110100038", "室蘭工業大学", "国立", 77, 56719, 36],
                [N, N, "合計", N, 721, 1971716, 523],
                ["（注）空欄は回答なし"],
            ],
            "merges": ["A4:A7", "B4:B7", "C4:C7", "D4:D7", "E4:G4", "E5:F5"],
        },
        {
            "E9": (("1", "F101110100010", "北海道大学", "国立"), ("共同研究", "総計", "件数"), "件", 2018),
            "F11": (("3", "F101110100038", "室蘭工業大学", "国立"), ("共同研究", "総計", "受入額"), "千円", 2018),
            "G10": (("2", "札幌市立大学", "公立"), ("共同研究", "大企業", "件数"), "件", 2018),
            "G12": (("合計",), ("共同研究", "大企業", "件数"), "件", 2018),
        },
    ),
    "heads over their children without merging": (
        {
            "rows": [
                ["区分", "国内", N, "外国", N, "計"],
                [N, "権利数", "収入額", "権利数", "収入額", "権利数"],
                [N, "（件）", "（千円）", "（件）", "（千円）", "（件）"],
                ["国立", 1, 2, 3, 4, 5],
                ["公立", 6, 7, 8, 9, 10],
            ]
        },
        {
            "C4": (("国立",), ("国内", "収入額"), "千円", N),
            "E5": (("公立",), ("外国", "収入額"), "千円", N),
            "F4": (("国立",), ("計", "権利数"), "件", N),
        },
    ),
    "classes over several rows": (
        {
            "rows": [
                ["平成29年平均"],
                [N, N, "200万円", "200万円", "1,500万円"],
                ["費目", "平均", "未満", "以上", "以上"],
                [N, N, N, "250万円", N],
                [N, N, N, "未満", N],
                ["食料", 74, 39, 45, 99],
                ["住居", 18, 21, 22, 14],
                ["光熱", 21, 14, 15, 23],
                ["家具", 11, 5, 6, 17],
                ["被服", 13, 4, 5, 25],
            ]
        },
        {
            "C6": (("食料",), ("200万円未満",), N, 2017),
            "D7": (("住居",), ("200万円以上250万円未満",), N, 2017),
            "E8": (("光熱",), ("1,500万円以上",), N, 2017),
            "B6": (("食料",), ("平均",), N, 2017),
        },
    ),
    "both years' names": (
        {
            "rows": [
                ["表　受入額の推移"],
                [],
                ["(A)受入額", N, N, "（単位：千円）"],
                ["年度", "年度", "共同研究", "受託研究"],
                [2006, "平成18", 28946414, 12011759],
                [2007, "平成19", 31543230.53, 11987442],
                [],
                ["(B)件数", N, N, "（単位：件）"],
                ["年度", "年度", "共同研究", "受託研究"],
                [2006, "平成18", 14757, 6005],
                [2007, "平成19", 16211, 6179],
            ]
        },
        {
            "C5": (("2006", "平成18"), ("共同研究",), "千円", 2006),
            "D6": (("2007", "平成19"), ("受託研究",), "千円", 2007),
            "C10": (("2006", "平成18"), ("共同研究",), "件", 2006),
        },
    ),
    "a year's name beside several rows": (
        {
            "rows": [
                ["年度", "機関区分", "件数", "金額（千円）"],
                ["平成18年度", "国立", 10, 100],
                [N, "公立", 2, 20],
                [N, "私立", 3, 30],
                ["平成19年度", "国立", 11, 110],
                [N, "公立", 3, 30],
                [N, "私立", 4, 40],
            ]
        },
        {
            "C4": (("平成18年度", "私立"), ("件数",), N, 2006),
            "D7": (("平成19年度", "私立"), ("金額（千円）",), "千円", 2007),
        },
    ),
    "era and western year in one column, months": (
        {
            "rows": [
                ["年　月", N, "（万人）"],
                [N, N, "労働力人口", N, "就業者", N],
                [N, N, "男", "女", "男", "女"],
                ["昭和28年", "1月", 2416, 1708, 2371, 1673],
                [1953, "2月", 2400, 1625, 2331, 1590],
                [N, "3月", 2383, 1624, 2327, 1590],
                ["昭和29年", "1月", 2461, 1654, 2392, 1601],
                [1954, "2月", 2447, 1601, 2378, 1546],
                [N, "3月", 2450, 1640, 2360, 1570],
            ]
        },
        {
            "C4": (("昭和28年", "1月"), ("労働力人口", "男"), "万人", 1953),
            "F6": (("1953", "3月"), ("就業者", "女"), "万人", 1953),
            "D9": (("1954", "3月"), ("労働力人口", "女"), "万人", 1954),
        },
    ),
    "bare years across": (
        {
            "rows": [
                ["国立大学等の特許権実施等収入（平成26年度調査）"],
                [N, N, N, N, N, "（百万円）"],
                ["年度", 22, 23, 24, 25, 26],
                ["収入", 543, 418, 638, 774, 1100],
            ]
        },
        {"B4": (("収入",), ("22",), "百万円", 2010), "F4": (("収入",), ("26",), "百万円", 2014)},
    ),
    "units by row": (
        {
            "rows": [
                ["項目", *YEARS],
                ["件数（件）", 1, 2, 3],
                ["受入額（百万円）", 4, 5, 6],
                ["１件当たり（千円）", 7, 8, 9],
            ]
        },
        {
            "B2": (("件数（件）",), ("平成24年度",), "件", 2012),
            "D4": (("１件当たり（千円）",), ("平成26年度",), "千円", 2014),
        },
    ),
    "two units in one line": (
        {"rows": [["（単位：件、百万円）"], ["区分", "件数", "受入額"], ["国立", 1, 2], ["公立", 3, 4]]},
        {"B3": (("国立",), ("件数",), "件", N), "C3": (("国立",), ("受入額",), "百万円", N)},
    ),
    "side by side": (
        {
            "rows": [
                ["表1 国立大学", N, N, N, "表2 私立大学"],
                ["大学名", "件数", "金額", N, "大学名", "件数", "金額"],
                [N, "（件）", "（千円）", N, N, "（件）", "（千円）"],
                ["東京大学", 10, 1000, N, "慶應義塾大学", 5, 400],
                ["京都大学", 8, 900, N, "早稲田大学", 4, 300],
                ["大阪大学", 7, 800],
            ]
        },
        {
            "C6": (("大阪大学",), ("金額",), "千円", N),
            "G5": (("早稲田大学",), ("金額",), "千円", N),
        },
    ),
    "rankings side by side without a gap": (
        {
            "rows": [
                ["平成30年度　上位"],
                ["順位", "機関名", "件数", "順位", "機関名", "受入額（千円）"],
                [1, "東京大学", 1800, 1, "大阪大学", 9000000],
                [2, "京都大学", 1200, 2, "東京大学", 8000000],
                [3, "大阪大学", 1100, 3, "京都大学", 7000000],
                [3, "東北大学", 1100, 4, "東北大学", 6000000],
            ]
        },
        {
            "C6": (("3", "東北大学"), ("件数",), N, 2018),
            "F6": (("4", "東北大学"), ("受入額（千円）",), "千円", 2018),
        },
    ),
    "spacer rows and columns": (
        {
            "rows": [
                ["区分", N, "2010年度", N, "2011年度"],
                [],
                ["国立", N, 100, N, 110],
                [],
                ["公立", N, 20, N, 21],
            ]
        },
        {"C3": (("国立",), ("2010年度",), N, 2010), "E5": (("公立",), ("2011年度",), N, 2011)},
    ),
    "a head set again after a page": (
        {
            "rows": [
                ["表1 機関別実績（平成30年度）"],
                ["No.", "機関名", "件数", "金額"],
                [1, "北海道大学", 10, 100],
                [2, "東北大学", 20, 200],
                [],
                ["表1 機関別実績（平成30年度）（続き）"],
                ["No.", "機関名", "件数", "金額"],
                [3, "東京大学", 30, 300],
                [4, "京都大学", 40, 400],
            ]
        },
        {"C8": (("3", "東京大学"), ("件数",), N, 2018), "D9": (("4", "京都大学"), ("金額",), N, 2018)},
    ),
    "labels deeper by spaces": (
        {
            "rows": [
                ["　項　　目", "2014年度"],
                ["１．民間", 10],
                ["　　（１）家計", 6],
                ["　　　　ａ．国内", 4],
                ["　　（２）その他", 4],
                ["２．政府", 5],
                ["　　合　　計", 15],
            ]
        },
        {
            "B4": (("１．民間", "（１）家計", "ａ．国内"), ("2014年度",), N, 2014),
            "B5": (("１．民間", "（２）その他"), ("2014年度",), N, 2014),
        },
    ),
    "labels deeper by style": (
        {
            "rows": [["区分", "件数"], ["大学等", 10], ["国立", 6], ["北大", 2], ["私立", 4]],
            "indents": {"A3": 1, "A4": 2, "A5": 1},
        },
        {
            "B4": (("大学等", "国立", "北大"), ("件数",), N, N),
            "B5": (("大学等", "私立"), ("件数",), N, N),
        },
    ),
    "labels deeper by column": (
        {
            "rows": [
                ["区分", N, N, "金額"],
                ["受取", N, N, 100],
                [N, "実収入", N, 80],
                [N, N, "経常収入", 70],
                [N, N, "特別収入", 10],
                [N, "繰入金", N, 20],
                ["支払", N, N, 90],
            ],
            "merges": ["A1:C1"],
        },
        {
            "D4": (("受取", "実収入", "経常収入"), ("金額",), N, N),
            "D6": (("受取", "繰入金"), ("金額",), N, N),
            "D7": (("支払",), ("金額",), N, N),
        },
    ),
    "parents in bold": (
        {
            "rows": [
                ["Item", 2005, 2006],
                ["Assets", 100, 110],
                ["Loans", 60, 70],
                ["Mortgage", 40, 45],
                ["Liabilities", 50, 60],
                ["Deposits", 30, 35],
                ["Total", 150, 170],
            ],
            "bold": ["A2", "A5", "A7"],
            "indents": {"A4": 1},
        },
        {
            "B4": (("Assets", "Loans", "Mortgage"), ("2005",), N, 2005),
            "C6": (("Liabilities", "Deposits"), ("2006",), N, 2006),
            "B7": (("Total",), ("2005",), N, 2005),
        },
    ),
    "headings between the rows": (
        {
            "rows": [
                ["区分", "平成29年度", "平成30年度"],
                ["【共同研究】"],
                ["件数（件）", 1, 2],
                ["受入額（百万円）", 3, 4],
                ["【受託研究】"],
                ["件数（件）", 5, 6],
                ["受入額（百万円）", 7, 8],
            ]
        },
        {
            "B3": (("【共同研究】", "件数（件）"), ("平成29年度",), "件", 2017),
            "C7": (("【受託研究】", "受入額（百万円）"), ("平成30年度",), "百万円", 2018),
        },
    ),
    "labels repeated under one another": (
        {
            "rows": [
                ["区分", "2013年度"],
                ["国立大学", 9],
                ["件数", 1],
                ["金額", 2],
                ["公立大学", 8],
                ["件数", 3],
                ["金額", 4],
            ]
        },
        {
            "B3": (("国立大学", "件数"), ("2013年度",), N, 2013),
            "B7": (("公立大学", "金額"), ("2013年度",), N, 2013),
        },
    ),
    "of which": (
        {"rows": [["区分", "件数"], ["大学等", 100], ["うち国立大学", 60], ["うち私立大学", 30], ["高専", 10]]},
        {
            "B4": (("大学等", "うち私立大学"), ("件数",), N, N),
            "B5": (("高専",), ("件数",), N, N),
        },
    ),
    "bilingual heads": (
        {
            "rows": [
                ["表3 Table 3"],
                ["年度", "件数", "受入額"],
                ["FY", "Number", "Amount"],
                [N, "（件）", "（百万円）"],
                [2012, 10, 100],
                [2013, 11, 110],
                [2014, 12, 120],
            ]
        },
        {"C7": (("2014",), ("受入額", "Amount"), "百万円", 2014)},
    ),
    "codes and weights before the figures": (
        {
            "rows": [
                ["項目：総合季節調整済指数（2020＝100.0）"],
                [N, N, "時系列コード", 2018000101, 2018000202, 2018000303],
                ["品目番号", "品目名称", "ウエイト", 201801, 201802, 201803],
                [1000000000, "鉱工業", 10000, 112.3, 114.6, 116.3],
                [1100000000, "製造工業", 9983.5, 112.4, 114.6, 116.3],
            ]
        },
        {
            "C4": (("1000000000", "鉱工業"), ("ウエイト",), N, N),
            "F5": (("1100000000", "製造工業"), ("201803",), N, 2018),
        },
    ),
    "keys and values above": (
        {
            "rows": [
                ["統計名：", "人口推計"],
                ["表番号：", "001"],
                ["表章項目：", "001", N, "人口【万人】"],
                ["時間軸：", "2021001212", N, "2021年12月"],
                [],
                ["年齢 コード", "年齢", "/男女別", "男女計", "男"],
                ["01000", "総数", N, "12,547", "6,099"],
                ["01001", "0～4歳", N, "437", "224"],
            ]
        },
        {"E8": (("01001", "0～4歳"), ("男",), "万人", 2021)},
    ),
    "decimal commas": (
        {
            "rows": [
                ["Industry", "Personnel", "Investment"],
                ["Mining", "1 189", "47,22"],
                ["Manufacturing", "428 020", "4 074,89"],
                ["Services", "24 451", "72,75"],
            ]
        },
        {"C3": (("Manufacturing",), ("Investment",), N, N)},
    ),
    "headings by number format": (
        {
            "rows": [["年度", 26, 27], ["構成比", 0.125, 0.5], ["件数", 4, 5]],
            "formats": {"B1": '"平成"0"年度"', "C1": '"平成"0"年度"', "B2": "0.0%", "C2": "0.0%", "B3": '#,##0"件"'},
        },
        {
            "B2": (("構成比",), ("平成26年度",), "%", 2014),
            "B3": (("件数",), ("平成26年度",), "件", 2014),
            "C3": (("件数",), ("平成27年度",), N, 2015),
        },
    ),
}


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
