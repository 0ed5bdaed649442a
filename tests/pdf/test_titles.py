"""What a table is called: titles over two lines, past dates and running text, and for the tables that follow."""

from reportlab.pdfgen.canvas import Canvas

from tests.pdf.sheets import HEIGHT, figures, grid, only_table, read, rows, text

XS = (55.0, 180.0, 260.0, 360.0)
YS = tuple(98.0 + 14 * line for line in range(4))
LINES = (("区　分", "平成24年度", "平成25年度"), ("国立大学等", "1,100", "1,200"), ("合　計", "1,310", "1,530"))


def table(canvas: Canvas, top: float = 100.0) -> None:
    rows(canvas, top, (60, 250, 350), LINES)
    grid(canvas, XS, tuple(y + top - 100 for y in YS))


def test_a_title_over_two_lines_is_one() -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 60, 74, "Table 4:  Number of joint research projects of universities in")
        text(canvas, 100, 84, "2012 and 2013 (fiscal years)")
        table(canvas)

    title = "Table 4: Number of joint research projects of universities in 2012 and 2013 (fiscal years)"
    assert only_table(read(draw)).title == title


def test_the_date_of_figures_is_no_title_but_gives_their_year() -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 60, 50, "都道府県別の実施状況", 14)
        text(canvas, 60, 84, "2021/3/31　24時時点")
        rows(canvas, 100, (60, 250, 350), (("区　分", "件数", "人数"), *LINES[1:]))
        grid(canvas, XS, YS)

    found = only_table(read(draw))
    assert found.title == "都道府県別の実施状況"
    assert {value.fiscal_year for value in found.values} == {2020}


def test_a_sentence_between_title_and_table_is_no_title() -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 60, 68, "表３　共同研究の実施件数")
        text(canvas, 60, 82, "・件数には継続中のものを含みます。")
        table(canvas)

    assert only_table(read(draw)).title == "表３ 共同研究の実施件数"


def test_a_title_stands_for_the_table_that_follows() -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 60, 70, "表１　共同研究の実施件数")
        text(canvas, 290, 84, "（単位：件）")
        table(canvas)
        text(canvas, 60, 146, "※ 継続中のものを含む。")
        rows(canvas, 180, (60, 250, 350), (("規　模", "平成24年度", "平成25年度"), *LINES[1:]))
        grid(canvas, XS, tuple(y + 80 for y in YS))

    found = read(draw).tables
    assert [one.title for one in found] == ["表１ 共同研究の実施件数"] * 2
    assert [one.unit for one in found] == ["件"] * 2


def test_a_filled_head_over_words_is_the_head() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(1, 0.9, 0.6)
        canvas.rect(XS[0], HEIGHT - YS[1], XS[-1] - XS[0], YS[1] - YS[0], stroke=0, fill=1)
        canvas.setFillGray(0)
        rows(
            canvas,
            100,
            (60, 250, 350),
            (("大学名", "テーマの名称", "備考"), ("東京", "熱流体", "済"), ("京都", "熱", "未")),
        )
        grid(canvas, XS, YS)

    found = only_table(read(draw))
    assert found.header_rows == 1
    assert [value.column_path for value in found.values[:2]] == [("テーマの名称",), ("備考",)]


def test_centered_labels_are_not_under_each_other() -> None:
    names = ("青　森", "北海道", "神奈川県計", "合計", "千　葉（注）")

    def draw(canvas: Canvas) -> None:
        text(canvas, 60, 80, "表１　件数")
        grid(canvas, XS[:3], tuple(98.0 + 14 * line for line in range(7)))
        for line, name in enumerate(("区分", *names)):
            canvas.setFont("HeiseiMin-W3", 9)
            canvas.drawCentredString((XS[0] + XS[1]) / 2, HEIGHT - 108 - 14 * line, name)
            text(canvas, 250, 100 + 14 * line, "件数" if not line else str(100 + line), right=True)

    paths = [rows for rows, _ in figures(only_table(read(draw)))]
    assert [len(path) for path in paths] == [1] * 5


def test_notes_named_by_a_mark_may_stand_apart_and_abbreviations_are_notes() -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 60, 80, "表１　件数")
        rows(canvas, 100, (60, 250, 350), (LINES[0], ("国立大学等※1", "1,100", "1,200"), LINES[2]))
        grid(canvas, XS, YS)
        text(canvas, 60, 200, "※1　共同利用機関を含む。")

    def abbreviated(canvas: Canvas) -> None:
        table(canvas)
        text(canvas, 60, 146, "TLO: technology licensing office")
        text(canvas, 60, 158, "(:) Not available.")

    assert only_table(read(draw)).notes == ("※1 共同利用機関を含む。",)
    assert only_table(read(abbreviated)).notes == ("TLO: technology licensing office", "(:) Not available.")
