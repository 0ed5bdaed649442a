"""Tables as annual reports set them: years told twice in heads, several tables a page, two figures in a cell."""

from reportlab.pdfgen.canvas import Canvas

from tests.pdf.sheets import figures, grid, level, only_table, read, rows, text

COLUMNS = (60.0, 300.0, 400.0, 500.0)


def years_told_twice(canvas: Canvas, top: float) -> None:
    """A head of two lines between rules; its headings stand in the middle of wide columns, figures at their right."""
    text(canvas, 60, top, "（参考）外国企業との共同研究の推移", 11)
    text(canvas, 460, top + 16, "（単位：件）")
    level(canvas, top + 30, 55, 505)
    for x, above, below in (
        (225, "令和4年度", "(2022年度)"),
        (325, "令和5年度", "(2023年度)"),
        (425, "対前年度", "増減率（％）"),
    ):
        text(canvas, x, top + 34, above)
        text(canvas, x, top + 46, below)
    text(canvas, 100, top + 40, "区　分")
    level(canvas, top + 60, 55, 505)
    rows(canvas, top + 64, COLUMNS, (("国立大学等", "303", "554", "82.8"), ("公立大学等", "386", "332", "△14.0")))
    level(canvas, top + 94, 55, 505)


def test_a_head_that_ends_in_a_unit_is_no_unit_line() -> None:
    table = only_table(read(lambda canvas: years_told_twice(canvas, 100)))
    assert table.title == "（参考）外国企業との共同研究の推移"
    assert [(v.row_path, v.text, v.unit, v.fiscal_year) for v in table.values] == [
        (("国立大学等",), "303", "件", 2022),
        (("国立大学等",), "554", "件", 2023),
        (("国立大学等",), "82.8", "%", 2023),
        (("公立大学等",), "386", "件", 2022),
        (("公立大学等",), "332", "件", 2023),
        (("公立大学等",), "△14.0", "%", 2023),
    ]


def test_a_title_with_years_below_begins_a_table() -> None:
    """No rule parts the tables, and their columns do not stand under each other."""

    def page(canvas: Canvas) -> None:
        text(canvas, 60, 100, "6．企業数の推移")
        rows(
            canvas, 116, (60, 200, 300, 400), (("", "2004年度", "2005年度", "2006年度"), ("国立", "140", "285", "247"))
        )
        rows(canvas, 144, (60, 200, 300, 400), (("公立", "147", "213", "71"),))
        text(canvas, 60, 178, "8．新規設立数の推移")
        rows(canvas, 194, (60, 250, 340, 430, 520), (("", "2002年度", "2003年度", "2004年度", "2005年度"),))
        rows(canvas, 208, (60, 250, 340, 430, 520), (("国立", "23", "67", "62", "54"), ("公立", "38", "8", "26", "25")))

    first, second = read(page).tables
    assert figures(first)[("国立",), ("2005年度",)] == 285
    assert figures(second)[("公立",), ("2002年度",)] == 38
    assert len(first.values) + len(second.values) == 14


def test_bare_years_again_under_each_heading() -> None:
    def page(canvas: Canvas) -> None:
        text(canvas, 60, 60, "平成29年度 大学等における産学連携等実施状況について", 14)
        text(canvas, 60, 100, "図表7　外国企業との共同研究")
        grid(canvas, (55, 150, 215, 280, 345, 410, 475, 540), (118, 134, 150, 166))
        text(canvas, 225, 121, "実施件数")
        text(canvas, 420, 121, "新規件数")
        rows(canvas, 137, (60, 210, 275, 340, 405, 470, 535), (("", *("27年度", "28年度", "29年度") * 2),))
        rows(canvas, 153, (60, 210, 275, 340, 405, 470, 535), (("国立", "229", "391", "286", "22", "39", "28"),))

    years = {value.text: value.fiscal_year for value in only_table(read(page)).values}
    assert years == {"229": 2015, "391": 2016, "286": 2017, "22": 2015, "39": 2016, "28": 2017}


def test_two_figures_in_a_cell_are_not_one() -> None:
    """Below each other 12 and 345 are no 12,345; 1 234 set as thousands is one."""

    def page(canvas: Canvas) -> None:
        text(canvas, 60, 100, "表1　共同研究（単位：件）")
        grid(canvas, (55, 150, 250, 350), (118, 134, 164, 180))
        rows(canvas, 121, (60, 245, 345), (("", "2019年度", "2020年度"),))
        rows(canvas, 137, (60, 245, 345), (("国立", "12", "300"), ("", "345", "")), 13)
        rows(canvas, 167, (60, 245, 345), (("公立", "1 234", "20"),))

    assert {value.text: value.value for value in only_table(read(page)).values} == {
        "12  345": None,
        "300": 300,
        "1 234": 1234,
        "20": 20,
    }


def test_headings_below_a_title_begin_a_table() -> None:
    """The second title names no number of a table; its columns stand where the first table's do."""

    def page(canvas: Canvas) -> None:
        for top, title, head, lines in (
            (100, "企業数の推移", ("区　分", "20年度", "21年度"), (("国立", "442", "427"), ("公立", "266", "272"))),
            (
                178,
                "研究の推移",
                ("年　度", "件数（件）", "金額（千円）"),
                (("FY2007", "11", "26"), ("FY2008", "14", "20")),
            ),
        ):
            text(canvas, 60, top, title, 11)
            rows(canvas, top + 18, (60, 200, 290), (head, *lines))

    first, second = read(page).tables
    assert [value.text for value in first.values] == ["442", "427", "266", "272"]
    assert figures(second) == {
        (("FY2007",), ("件数（件）",)): 11,
        (("FY2007",), ("金額（千円）",)): 26,
        (("FY2008",), ("件数（件）",)): 14,
        (("FY2008",), ("金額（千円）",)): 20,
    }


def test_figures_and_years_that_leave_no_gap() -> None:
    """1,000万円 is one figure all the same."""

    def page(canvas: Canvas) -> None:
        text(canvas, 60, 100, "表3　特許出願件数")
        for x, words in ((140, "平成28年度平成29年度"), (260, "増減率")):
            text(canvas, x, 116, words)
        rows(
            canvas,
            130,
            (60, 185, 230, 290),
            (("国立", "5,440件", "6,327件", "16.3"), ("公立", "825件", "793件", "14.2")),
        )
        rows(
            canvas, 158, (60, 185, 230, 290), (("私立", "6,968件", "6,224件", "10.7"), ("計", "2億1,000万円", "", "4"))
        )

    table = only_table(read(page))
    assert [(v.text, v.value, v.fiscal_year) for v in table.values if v.row_path == ("国立",)] == [
        ("5,440件", 5440, 2016),
        ("6,327件", 6327, 2017),
        ("16.3", 16.3, 2017),
    ]
    assert next(v.value for v in table.values if v.row_path == ("計",)) == 210_000_000


def test_units_that_did_not_fit_beside_their_figures() -> None:
    def page(canvas: Canvas) -> None:
        text(canvas, 60, 100, "表5　特許権実施等件数及び収入額の推移")
        rows(canvas, 116, (60, 200, 270, 340), (("区分", "H29", "H30", "R1"), ("件数", "564件", "547件", "111件")))
        rows(canvas, 149, (60, 200, 270, 340), (("収入額", "", "", ""),))
        rows(
            canvas, 144, (60, 200, 270, 340), (("", "2,695百", "4,554百", "5,849百"), ("", "万円", "万円", "万円")), 10
        )

    assert {v.text: (v.value, v.unit) for v in only_table(read(page)).values if v.row_path == ("収入額",)} == {
        "2,695百万円": (2695, "百万円"),
        "4,554百万円": (4554, "百万円"),
        "5,849百万円": (5849, "百万円"),
    }


def test_a_rule_between_headings_is_not_the_top_of_a_table() -> None:
    """It does not reach over the stub; a label's first line over its figures is no head either."""

    def page(canvas: Canvas) -> None:
        text(canvas, 60, 100, "1．受託研究の推移", 11)
        for x, words in ((220, "実施件数"), (380, "受入額")):
            text(canvas, x, 118, words)
        level(canvas, 131, 160, 480)
        for x in (180, 260, 340, 420):
            text(canvas, x, 134, "平成23年度" if x in (180, 340) else "平成24年度")
        level(canvas, 147, 55, 480)
        for top, above, below in ((149, "国立", "大学等"), (173, "公立", "大学等")):
            text(canvas, 60, top, above)
            text(canvas, 60, top + 10, below)
            rows(canvas, top + 5, (60, 225, 305, 385, 465), (("", "7,582", "7,018", "10,559", "12,437"),))
            level(canvas, top + 22, 55, 480)

    table = only_table(read(page))
    assert table.title == "1．受託研究の推移"
    assert [(v.row_path, v.column_path) for v in table.values if v.text == "10,559"] == [
        (("国立大学等",), ("受入額", "平成23年度")),
        (("公立大学等",), ("受入額", "平成23年度")),
    ]


def test_figures_between_the_two_lines_of_their_labels() -> None:
    """The second line of one label and the first of the next stand as near as the two lines of one."""

    def page(canvas: Canvas) -> None:
        text(canvas, 60, 100, "（3）共同研究の推移", 11)
        rows(canvas, 118, (60, 200, 290), (("年　度", "実施件数", "受入額"),))
        for index, (label, number, amount) in enumerate((("18", "395件", "461千円"), ("19", "615件", "828千円"))):
            top = 134 + 32 * index
            text(canvas, 60, top, f"平成{label}年度")
            rows(canvas, top + 7, (60, 200, 290), (("", number, amount),))
            text(canvas, 60, top + 14, f"（20{int(label) - 12:02}年度）")

    assert figures(only_table(read(page))) == {
        (("平成18年度 （2006年度）",), ("実施件数",)): 395,
        (("平成18年度 （2006年度）",), ("受入額",)): 461,
        (("平成19年度 （2007年度）",), ("実施件数",)): 615,
        (("平成19年度 （2007年度）",), ("受入額",)): 828,
    }


def test_a_title_that_breaks_in_its_year_dates_the_document() -> None:
    def page(canvas: Canvas) -> None:
        text(canvas, 60, 60, "大学等における産学連携等実施状況調査結果（2010", 16)
        text(canvas, 60, 80, "年度）", 16)
        text(canvas, 60, 120, "○　民間企業との共同研究の件数は15,544件であった。")

    assert [statement.fiscal_year for statement in read(page).statements] == [2010]


def test_the_last_row_of_a_table_alone_on_the_next_page() -> None:
    """A row too many for a page goes on with the table; a line of a label and figures that does not fit is text."""

    def first(canvas: Canvas) -> None:
        text(canvas, 60, 700, "表2　特許出願件数", 11)
        rows(canvas, 718, (60, 200, 300), (("区　分", "2010年度", "2011年度"), ("国立", "6,490", "2,185")))
        rows(canvas, 746, (60, 200, 300), (("公立", "517", "587"),))

    def second(canvas: Canvas, columns: tuple[float, ...] = (60, 200, 300)) -> None:
        rows(canvas, 100, columns, (("合　計", "7,007", "2,772"),))
        text(canvas, 60, 140, "○　民間企業との共同研究は増加している。")

    table = only_table(read(first, second))
    assert figures(table)[("合 計",), ("2010年度",)] == 7007
    assert [value.place.page for value in table.values if value.row_path == ("合 計",)] == [2, 2]
    elsewhere = read(first, lambda canvas: second(canvas, (60, 450, 520)))
    assert len(only_table(elsewhere).values) == 4
    assert any("7,007" in line.text for line in elsewhere.lines)


def test_a_heading_set_close_over_years_heads_them_all() -> None:
    def page(canvas: Canvas) -> None:
        text(canvas, 60, 100, "図表7　１件当たりの受入額の推移［単位：千円］")
        text(canvas, 196, 117, "受入額")
        rows(
            canvas, 127, (60, 170, 225, 280), (("", "28年度", "29年度", "30年度"), ("国立", "3,443", "2,706", "3,774"))
        )
        rows(canvas, 155, (60, 170, 225, 280), (("公立", "2,262", "3,342", "2,866"),))

    assert {value.column_path for value in only_table(read(page)).values} == {
        ("受入額", "28年度"),
        ("受入額", "29年度"),
        ("受入額", "30年度"),
    }
