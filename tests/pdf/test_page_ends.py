"""Tables that the end of a page parts: from their head, or in the middle of a group."""

from reportlab.pdfgen.canvas import Canvas

from extract import pdf
from extract.pdf import assemble, read_part
from tests.pdf.sheets import figures, grid, made, only_table, read, rows, text

COLUMNS = (60.0, 260.0, 330.0)
LINES = (("北海道", "11", "305"), ("青森県", "27", "12"), ("岩手県", "8", "94"), ("宮城県", "71", "6"))
EXPECTED = {
    ((name,), (column,)): int(words)
    for name, *line in LINES
    for column, words in zip(("件数", "金額"), line, strict=True)
}


def running(canvas: Canvas, number: str) -> None:
    text(canvas, 60, 30, "統計年報")
    text(canvas, 290, 810, number)


def head_at_the_end(canvas: Canvas) -> None:
    running(canvas, "1")
    text(canvas, 60, 690, "表１　受入件数")
    text(canvas, 330, 704, "（単位：件）", right=True)
    rows(canvas, 718, COLUMNS, (("区分", "件数", "金額"),))


def body_on_the_next(canvas: Canvas) -> None:
    running(canvas, "2")
    rows(canvas, 80, COLUMNS, LINES)


def test_a_head_at_the_end_of_a_page_heads_the_table_of_the_next() -> None:
    table = only_table(read(head_at_the_end, body_on_the_next))
    assert (table.id, table.title, table.unit, table.header_rows) == ("p1-t1", "表１ 受入件数", "件", 1)
    assert figures(table) == EXPECTED
    assert {(value.place.page, value.unit) for value in table.values} == {(2, "件")}  # type: ignore[union-attr]


def test_pages_read_apart_give_the_same() -> None:
    content = made(head_at_the_end, body_on_the_next)
    whole = pdf.read(content)
    parts = [read_part(content, [1]), read_part(content, [2])]
    assert assemble(parts) == whole


def test_a_table_with_a_head_of_its_own_takes_none() -> None:
    def own(canvas: Canvas) -> None:
        running(canvas, "2")
        rows(canvas, 80, COLUMNS, (("区分", "人数", "割合"), *LINES))

    table = only_table(read(head_at_the_end, own))
    assert table.id == "p2-t1"
    assert {column for _, (column,) in figures(table)} == {"人数", "割合"}


def test_lines_over_other_text_head_nothing() -> None:
    def later(canvas: Canvas) -> None:
        running(canvas, "2")
        text(canvas, 60, 70, "前年度の実績は次のとおりである。")
        rows(canvas, 100, COLUMNS, LINES)

    assert only_table(read(head_at_the_end, later)).id == "p2-t1"


def test_labels_of_a_group_stay_under_it_on_the_next_page() -> None:
    def one(canvas: Canvas) -> None:
        running(canvas, "1")
        text(canvas, 60, 600, "表２　受入件数")
        rows(canvas, 620, COLUMNS, (("区分", "件数", "金額"), ("国立大学", "9", "4")))
        rows(canvas, 648, (72, *COLUMNS[1:]), LINES)

    def two(canvas: Canvas) -> None:
        running(canvas, "2")
        rows(canvas, 80, (72, *COLUMNS[1:]), (("秋田県", "5", "2"), ("山形県", "31", "44"), ("福島県", "6", "127")))

    found = figures(only_table(read(one, two)))
    assert found[("国立大学", "秋田県"), ("件数",)] == 5
    assert found[("国立大学", "福島県"), ("金額",)] == 127
    assert found[("国立大学", "北海道"), ("件数",)] == 11


def test_the_name_of_a_group_alone_is_no_head_of_the_next_page() -> None:
    def one(canvas: Canvas) -> None:
        running(canvas, "1")
        text(canvas, 60, 640, "表３　受入件数")
        grid(canvas, (55, 200, 265, 335), range(658, 658 + 6 * 14, 14))
        rows(canvas, 660, COLUMNS, (("区分", "件数", "金額"), *LINES))

    def two(canvas: Canvas) -> None:
        running(canvas, "2")
        grid(canvas, (55, 200, 265, 335), range(78, 78 + 5 * 14, 14))
        rows(
            canvas,
            80,
            COLUMNS,
            (("東北以外", "", ""), ("東京都", "5", "2"), ("大阪府", "31", "44"), ("福岡県", "6", "127")),
        )

    found = figures(only_table(read(one, two)))
    assert found[("東北以外", "東京都"), ("件数",)] == 5
    assert found[("宮城県",), ("件数",)] == 71
