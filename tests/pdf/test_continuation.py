"""Tables folded into halves or strips on a page, and tables that go on over pages, read as one."""

from reportlab.pdfgen.canvas import Canvas

from tests.pdf.sheets import figures, grid, level, only_table, read, rows, text, upright
from tests.pdf.test_layouts import BODY, COLUMNS, HEAD, XS, fully_ruled, title


def test_halves_side_by_side_are_one_table() -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 60, 70, "表２　都道府県別の件数", 11)
        for left, names in ((60.0, ("北海道", "青森")), (320.0, ("京都", "大阪"))):
            grid(canvas, (left, left + 90, left + 190), (100, 115, 130, 145))
            lines = [("都道府県", "件数"), (names[0], "10"), (names[1], "20")]
            rows(canvas, 102, (left + 5, left + 185), lines, 15)

    table = only_table(read(draw))
    assert {row[0] for row, _ in figures(table)} == {"北海道", "青森", "京都", "大阪"}
    assert {column for _, column in figures(table)} == {("件数",)}


def test_strips_of_years_below_each_other_are_one_table() -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 60, 70, "１．大学発ベンチャー数の推移", 11)
        text(canvas, 400, 84, "（単位：社）", 8)
        for top, start in ((100.0, 2001), (140.0, 2004)):
            grid(canvas, (60, 150, 250, 350, 450), (top, top + 15, top + 30))
            years = tuple(str(start + k) for k in range(3))
            lines = [("年度", *years), ("企業数", *(str(start + k - 1900) for k in range(3)))]
            rows(canvas, top + 2, (65, 245, 345, 445), lines, 15)

    table = only_table(read(draw))
    assert {value.fiscal_year: value.value for value in table.values} == {y: y - 1900 for y in range(2001, 2007)}
    assert {value.unit for value in table.values} == {"社"}


def test_a_table_goes_on_over_the_page_without_its_head() -> None:
    def first(canvas: Canvas) -> None:
        title(canvas)
        grid(canvas, XS, tuple(700.0 + 14 * line for line in range(4)))
        rows(canvas, 702, COLUMNS, (HEAD, *BODY[:2]))
        text(canvas, 290, 800, "- 1 -")

    def second(canvas: Canvas) -> None:
        grid(canvas, XS, (60.0, 74.0, 88.0))
        rows(canvas, 62, COLUMNS, (BODY[2], ("再掲", "1", "2", "3")))
        text(canvas, 290, 800, "- 2 -")

    table = only_table(read(first, second))
    assert figures(table)[("合 計",), ("平成26年度",)] == 1530
    assert {value.row_path[0]: value.place.page for value in table.values}["再掲"] == 2  # type: ignore[union-attr]


def test_another_table_on_the_next_page_is_another_table() -> None:
    def second(canvas: Canvas) -> None:
        text(canvas, 60, 90, "表２　受託研究の実施件数", 11)
        grid(canvas, XS, tuple(118.0 + 14 * line for line in range(4)))
        rows(canvas, 120, COLUMNS, (HEAD, *BODY[:2]))

    assert [table.id for table in read(fully_ruled, second).tables] == ["p1-t1", "p2-t1"]


def test_a_label_cut_by_the_end_of_a_page_stands_for_the_rows_of_both() -> None:
    xs = (55.0, 110.0, 250.0, 320.0)

    def page(canvas: Canvas, top: float, label: str, lines: list[tuple[str, str]], head: bool) -> None:
        start = top
        if head:
            rows(canvas, top + 2, (60, 230, 310), (("種別", "施設名", "件数"),))
            start += 14
        if label:
            text(canvas, 60, start + 2, label)
        rows(canvas, start + 2, (120, 310), lines)
        bottom = start + 14 * len(lines)
        for x in xs:
            upright(canvas, x, top, bottom)
        for y in (top, start, bottom):
            level(canvas, y, xs[0], xs[-1])
        for index in range(1, len(lines)):
            level(canvas, start + 14 * index, xs[1], xs[-1])

    def first(canvas: Canvas) -> None:
        text(canvas, 60, 736, "表１　発生件数")
        page(canvas, 754, "", [("東施設", "11"), ("西施設", "12"), ("南施設", "13")], head=True)

    def second(canvas: Canvas) -> None:
        page(canvas, 40, "施設", [("北施設", "14"), ("中施設", "15")], head=False)

    table = only_table(read(first, second))
    assert [value.row_path for value in table.values if value.column_path == ("件数",)] == [
        ("施設", name) for name in ("東施設", "西施設", "南施設", "北施設", "中施設")
    ]
