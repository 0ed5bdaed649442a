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
