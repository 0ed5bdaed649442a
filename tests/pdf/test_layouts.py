"""One small table for each way in which tables are set, read under its headings."""

import pytest
from reportlab.pdfgen.canvas import Canvas

from extract.document import Status
from tests.pdf.sheets import HEIGHT, figures, grid, level, only_table, read, rows, text, texts, upright

COLUMNS = (60.0, 250.0, 350.0, 450.0)
HEAD = ("区　分", "平成24年度", "平成25年度", "平成26年度")
BODY = (
    ("国立大学等", "1,100", "1,200", "1,300"),
    ("公立大学等", "210", "△220", "230"),
    ("合　計", "1,310", "980", "1,530"),
)
EXPECTED = {
    ("国立大学等", "平成24年度"): 1100,
    ("国立大学等", "平成25年度"): 1200,
    ("国立大学等", "平成26年度"): 1300,
    ("公立大学等", "平成24年度"): 210,
    ("公立大学等", "平成25年度"): -220,
    ("公立大学等", "平成26年度"): 230,
    ("合 計", "平成24年度"): 1310,
    ("合 計", "平成25年度"): 980,
    ("合 計", "平成26年度"): 1530,
}
XS = (55.0, 180.0, 260.0, 360.0, 460.0)
YS = tuple(98.0 + 14 * line for line in range(5))


def title(canvas: Canvas) -> None:
    text(canvas, 60, 65, "表１　民間企業との共同研究の実施件数", 11)
    text(canvas, 400, 82, "（単位：件）", 8)


def body(canvas: Canvas) -> None:
    title(canvas)
    rows(canvas, 100, COLUMNS, (HEAD, *BODY))


def fully_ruled(canvas: Canvas) -> None:
    body(canvas)
    grid(canvas, (55, 180, 260, 360, 460), YS)


def open_at_the_sides(canvas: Canvas) -> None:
    body(canvas)
    for y in YS:
        level(canvas, y, 55, 460)
    for x in (180, 260, 360):
        upright(canvas, x, YS[0], YS[-1])


def horizontal_rules(canvas: Canvas) -> None:
    body(canvas)
    for y in (YS[0], YS[1], YS[-1]):
        level(canvas, y, 55, 460)


def column_rules(canvas: Canvas) -> None:
    body(canvas)
    for x in (180, 260, 360):
        upright(canvas, x, YS[0], YS[-1])


def dashed_rules(canvas: Canvas) -> None:
    canvas.setDash(1, 2)
    fully_ruled(canvas)


def rules_of_thin_rectangles(canvas: Canvas) -> None:
    body(canvas)
    for y in YS:
        canvas.rect(55, HEIGHT - y, 405, 0.5, stroke=0, fill=1)
    for x in (55, 180, 260, 360, 460):
        canvas.rect(x, HEIGHT - YS[-1], 0.5, YS[-1] - YS[0], stroke=0, fill=1)


def double_rules(canvas: Canvas) -> None:
    fully_ruled(canvas)
    for y in (YS[0] - 2, YS[1] + 2):
        level(canvas, y, 55, 460)


def rules_that_stop_short(canvas: Canvas) -> None:
    body(canvas)
    for y in YS:
        level(canvas, y, 57, 458)
    for x in (55, 180, 260, 360, 460):
        upright(canvas, x, YS[0] - 2, YS[-1] - 2)


def zebra(canvas: Canvas) -> None:
    canvas.setFillGray(0.9)
    for line in (0, 2):
        canvas.rect(55, HEIGHT - YS[line + 1], 405, 14, stroke=0, fill=1)
    canvas.setFillGray(0)
    body(canvas)


@pytest.mark.parametrize(
    "draw",
    [
        body,
        fully_ruled,
        open_at_the_sides,
        horizontal_rules,
        column_rules,
        dashed_rules,
        rules_of_thin_rectangles,
        double_rules,
        rules_that_stop_short,
        zebra,
    ],
)
def test_the_same_table_is_read_however_it_is_ruled(draw: object) -> None:
    table = only_table(read(draw))  # type: ignore[arg-type]
    found = {(row[0], column[0]): value for (row, column), value in figures(table).items()}
    assert found == EXPECTED
    assert table.title == "表１ 民間企業との共同研究の実施件数"
    assert {value.unit for value in table.values} == {"件"}
    assert {value.column_path[0]: value.fiscal_year for value in table.values} == {
        "平成24年度": 2012,
        "平成25年度": 2013,
        "平成26年度": 2014,
    }
    assert (table.header_rows, table.stub_columns) == (1, 1)


def test_spanning_heads_with_rulings() -> None:
    def nested(canvas: Canvas) -> None:
        for y in (100, 130, 145):
            level(canvas, y, 55, 510)
        level(canvas, 115, 150, 510)
        for x in (55, 150, 330, 510):
            upright(canvas, x, 100, 145)
        for x in (240, 420):
            upright(canvas, x, 115, 145)
        text(canvas, 70, 110, "年　度")
        text(canvas, 215, 103, "件　数")
        text(canvas, 395, 103, "収　入")
        for x, words in ((180, "国内"), (270, "外国"), (360, "国内"), (450, "外国")):
            text(canvas, x, 118, words)
        rows(canvas, 133, (60, 235, 325, 415, 505), [("平成26年度", "1", "2", "3", "4")])
        text(canvas, 420, 85, "（単位：件、千円）", 8)

    table = only_table(read(nested))
    assert figures(table) == {
        (("平成26年度",), ("件 数", "国内")): 1,
        (("平成26年度",), ("件 数", "外国")): 2,
        (("平成26年度",), ("収 入", "国内")): 3,
        (("平成26年度",), ("収 入", "外国")): 4,
    }
    assert [value.unit for value in table.values] == ["件", "件", "千円", "千円"]
    assert {value.fiscal_year for value in table.values} == {2014}


def test_a_head_over_columns_is_told_by_the_rule_below_it() -> None:
    def draw(canvas: Canvas) -> None:
        for y in (100, 130, 176):
            level(canvas, y, 55, 520)
        level(canvas, 115, 185, 345)
        level(canvas, 115, 360, 515)
        text(canvas, 245, 102, "共同研究")
        text(canvas, 415, 102, "受託研究")
        rows(canvas, 118, (60, 250, 340, 430, 510), [("", "件数", "受入額", "件数", "受入額")])
        rows(
            canvas, 134, (60, 250, 340, 430, 510), [("国立", "10", "200", "30", "400"), ("公立", "1", "20", "3", "40")]
        )

    paths = {path for _, path in figures(only_table(read(draw)))}
    assert paths == {("共同研究", "件数"), ("共同研究", "受入額"), ("受託研究", "件数"), ("受託研究", "受入額")}


def test_labels_over_two_lines_and_sections() -> None:
    def draw(canvas: Canvas) -> None:
        for y in (98, 113, 215):
            level(canvas, y, 55, 400)
        rows(canvas, 100, (60, 300, 390), [("", "2013年度", "2014年度")])
        text(canvas, 60, 117, "設置形態別")
        text(canvas, 70, 135, "大学共同利用機関法人及び独立行政法人国立")
        rows(canvas, 146, (70, 300, 390), [("高等専門学校機構", "11", "12")])
        rows(canvas, 164, (70, 300, 390), [("国立大学", "21", "22")])
        rows(canvas, 182, (70, 300, 390), [("公立大学", "31", "32")])
        rows(canvas, 200, (70, 300, 390), [("私立大学", "41", "42")])

    table = only_table(read(draw))
    found = {value.row_path: value.value for value in table.values if value.column_path == ("2014年度",)}
    assert found[("設置形態別", "大学共同利用機関法人及び独立行政法人国立高等専門学校機構")] == 12
    assert found[("設置形態別", "私立大学")] == 42


def test_an_indented_label_is_below_the_one_it_is_part_of() -> None:
    def draw(canvas: Canvas) -> None:
        grid(canvas, (55, 200, 300), (100, 115, 130, 145))
        rows(canvas, 102, (60, 295), [("区分", "H26")], 15)
        rows(canvas, 117, (60, 295), [("実施件数", "16,925")], 15)
        rows(canvas, 132, (75, 295), [("前年度比増減", "623")], 15)

    assert list(figures(only_table(read(draw)))) == [
        (("実施件数",), ("H26",)),
        (("実施件数", "前年度比増減"), ("H26",)),
    ]


def test_marks_and_blanks_are_no_figures() -> None:
    def draw(canvas: Canvas) -> None:
        title(canvas)
        grid(canvas, (55, 180, 260, 360, 460), (98, 112, 126, 140))
        rows(canvas, 100, COLUMNS, (HEAD, ("国立", "-", "…", "x"), ("公立", "", "0", "5")))

    statuses = [value.status for value in only_table(read(draw)).values]
    assert statuses == [
        Status.NIL,
        Status.MISSING,
        Status.SUPPRESSED,
        Status.MISSING,
        Status.OBSERVED,
        Status.OBSERVED,
    ]


def test_side_by_side_tables_keep_their_own_titles_and_units() -> None:
    def draw(canvas: Canvas) -> None:
        for left, name, unit in (
            (60.0, "（参考１）実施件数の推移", "（単位：件）"),
            (320.0, "（参考２）収入の推移", "（単位：百万円）"),
        ):
            text(canvas, left, 70, name, 10)
            text(canvas, left + 130, 86, unit, 8)
            grid(canvas, (left, left + 90, left + 190), (100, 115, 130, 145))
            rows(
                canvas, 102, (left + 5, left + 185), [("年度", "合計"), ("平成25年度", "10"), ("平成26年度", "20")], 15
            )

    first, second = read(draw).tables
    assert (first.title, first.unit) == ("（参考１）実施件数の推移", "件")
    assert (second.title, second.unit) == ("（参考２）収入の推移", "百万円")


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


def test_a_head_with_a_part_cut_out_stays_one_text() -> None:
    def draw(canvas: Canvas) -> None:
        for y in (100, 140, 155):
            level(canvas, y, 55, 400)
        level(canvas, 120, 300, 400)
        for x in (55, 180, 400):
            upright(canvas, x, 100, 155)
        upright(canvas, 300, 120, 155)
        text(canvas, 80, 115, "都道府県")
        text(canvas, 190, 103, "入院治療等を")
        text(canvas, 190, 116, "要する者（人）")
        text(canvas, 320, 125, "うち重症")
        rows(canvas, 143, (60, 295, 395), [("北海道", "759", "16")])

    found = figures(only_table(read(draw)))
    assert found == {
        (("北海道",), ("入院治療等を要する者（人）",)): 759,
        (("北海道",), ("入院治療等を要する者（人）", "うち重症")): 16,
    }


def test_notes_and_sources_belong_to_the_table_above() -> None:
    def draw(canvas: Canvas) -> None:
        fully_ruled(canvas)
        text(canvas, 60, 175, "（注）「-」は該当がないことを示す。", 8)
        text(canvas, 60, 187, "資料：文部科学省調べ", 8)
        text(canvas, 60, 230, "本文はここから始まる。")

    assert only_table(read(draw)).notes == ("（注）「-」は該当がないことを示す。", "資料：文部科学省調べ")


def test_a_border_between_two_figures_that_touch_parts_them() -> None:
    def draw(canvas: Canvas) -> None:
        grid(canvas, (55, 150, 200, 250), (100, 115, 130))
        rows(canvas, 102, (60, 199, 249), [("区分", "件数", "額"), ("計", "123", "456")], 15)
        text(canvas, 200.5, 117, "78")

    cells = texts(only_table(read(draw)))
    assert cells[1, 1] == "123"
    assert cells[1, 2].startswith("78")


PROSE = (
    "平成24年度の民間企業との共同研究による研究費受入額は約341億円となり、",
    "研究実施件数は16,925件となった。前年度に比べて623件増加している。",
    "各項目の金額は単位未満を四捨五入しているため、合計が一致しない。",
)


def prose(canvas: Canvas) -> None:
    for line in range(12):
        text(canvas, 60, 60 + 15 * line, PROSE[line % 3])


def contents(canvas: Canvas) -> None:
    for line in range(10):
        text(canvas, 60, 60 + 15 * line, f"{line + 1}　調査結果の概要について" + "．" * 15)
        text(canvas, 500, 60 + 15 * line, str(3 * line + 1), right=True)


def boxes(canvas: Canvas) -> None:
    for column in range(2):
        for line in range(3):
            canvas.rect(60 + 220 * column, 600 - 90 * line, 160, 50)
            text(canvas, 80 + 220 * column, HEIGHT - 630 + 90 * line, "申請書の提出")
    canvas.line(220, 625, 280, 625)


def frame_around_text(canvas: Canvas) -> None:
    canvas.rect(50, 500, 480, 280)
    prose(canvas)


def bar_chart(canvas: Canvas) -> None:
    for tick in range(6):
        text(canvas, 80, 300 - 30 * tick, str(tick * 100), right=True)
        level(canvas, 305 - 30 * tick, 85, 400)
    for index, height in enumerate((120, 80, 140, 95)):
        canvas.setFillGray(0.5)
        canvas.rect(110 + 70 * index, HEIGHT - 305, 30, height, stroke=0, fill=1)
        canvas.setFillGray(0)
        text(canvas, 112 + 70 * index, 293 - height, str(height * 3))
        text(canvas, 105 + 70 * index, 310, f"平成{20 + index}年度", 8)


@pytest.mark.parametrize("draw", [prose, contents, boxes, frame_around_text, bar_chart])
def test_what_is_no_table_stays_out(draw: object) -> None:
    assert read(draw).tables == ()  # type: ignore[arg-type]


def test_running_text_outside_tables_is_given_as_lines() -> None:
    def draw(canvas: Canvas) -> None:
        fully_ruled(canvas)
        text(canvas, 60, 230, PROSE[1])

    lines = {line.text: line.size for line in read(draw).lines}
    assert PROSE[1] in lines
    assert lines["表１ 民間企業との共同研究の実施件数"] == pytest.approx(11)
    assert "1,100" not in lines


def test_a_column_that_stands_apart_belongs_to_the_table_on_its_left() -> None:
    names = ("北海道", "青森", "岩手", "宮城", "秋田")

    def draw(canvas: Canvas) -> None:
        text(canvas, 60, 80, "表１　都道府県別の件数")
        lines = [("都道府県", "件数", "人数"), *((name, f"{line}0", f"{line}5") for line, name in enumerate(names, 1))]
        rows(canvas, 100, (60, 250, 350), lines)
        ys = tuple(98.0 + 14 * line for line in range(7))
        grid(canvas, (55, 180, 260, 360), ys)
        for line, words in enumerate(("確認中", "1", "2", "3", "4", "5")):
            text(canvas, 430, 100 + 14 * line, words, right=True)
        grid(canvas, (374, 434), ys)

    table = only_table(read(draw))
    assert figures(table)[("宮城",), ("確認中",)] == 4
    assert figures(table)[("宮城",), ("人数",)] == 45


def test_one_figure_in_a_box_under_a_filled_head_is_read() -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 60, 80, "１　患者の発生状況")
        canvas.setFillGray(0.85)
        canvas.rect(60, HEIGHT - 115, 80, 15, stroke=0, fill=1)
        canvas.setFillGray(0)
        text(canvas, 90, 103, "総数")
        text(canvas, 88, 118, "1,050")
        grid(canvas, (60, 140), (100, 115, 130))

    assert figures(only_table(read(draw))) == {((), ("総数",)): 1050}


def test_type_too_small_to_read_is_left_out() -> None:
    def draw(canvas: Canvas) -> None:
        body(canvas)
        text(canvas, 100, 116, "旧", 1)

    assert {path[0] for path, _ in figures(only_table(read(draw)))} == {row[0] for row in EXPECTED}


def test_lines_of_one_cell_that_stand_in_the_rows_beside_it_are_rows() -> None:
    lines = (("A11", "総人口", "人", "2020"), ("A12", "人口（男）", "人", ""), ("A13", "人口（女）", "人", ""))

    def draw(canvas: Canvas) -> None:
        text(canvas, 60, 80, "表１　収録項目")
        rows(canvas, 100, (60, 240, 300, 400), (("コード", "項目名", "単位", "年次"),))
        text(canvas, 60, 114, "Ａ")
        text(canvas, 110, 114, "人口・世帯")
        rows(canvas, 128, (60, 240, 300, 400), lines)
        for y in (98, 112, 126, 168):
            level(canvas, y, 55, 410)
        for y in (140, 154):
            level(canvas, y, 100, 310)
        for x, top in ((55, 98), (410, 98), (100, 126), (250, 126), (310, 126)):
            upright(canvas, x, top, 168)
        for x in (100, 250, 310):
            upright(canvas, x, 98, 112)

    table = only_table(read(draw))
    units = [(v.row_path, v.text) for v in table.values if v.column_path == ("単位",)]
    assert units == [(("Ａ 人口・世帯", code), "人") for code in ("A11", "A12", "A13")]


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


def test_a_list_in_brackets_over_a_whole_row_heads_no_rows() -> None:
    ys = tuple(98.0 + 14 * line for line in range(5))

    def draw(canvas: Canvas) -> None:
        text(canvas, 60, 80, "表１　発生件数")
        rows(canvas, 100, (60, 250, 350), (("区分", "件数", "人数"), ("第１波", "11", "110")))
        text(canvas, 60, 128, "＜11件：医療機関６件、施設５件＞")
        rows(canvas, 142, (60, 250, 350), (("第２波", "12", "120"),))
        for y in ys:
            level(canvas, y, 55, 360)
        for x in (55, 360):
            upright(canvas, x, ys[0], ys[-1])
        for x in (180, 260):
            upright(canvas, x, ys[0], ys[2])
            upright(canvas, x, ys[3], ys[4])

    assert {path for path, _ in figures(only_table(read(draw)))} == {("第１波",), ("第２波",)}


def test_labels_in_the_middle_of_their_column_are_of_one_depth() -> None:
    def draw(canvas: Canvas) -> None:
        grid(canvas, (55, 180, 260, 360), tuple(98.0 + 14 * line for line in range(6)))
        labels = ("国", "日本", "アメリカ", "イギリス", "韓国")
        for line, label in enumerate(labels):
            text(canvas, 117.5 - 4.5 * len(label), 100 + 14 * line, label)
            for at, column in enumerate((210, 300)):
                text(canvas, column, 100 + 14 * line, f"平成{24 + at}年度" if not line else f"{line}.{at}")

    (table,) = read(draw).tables
    assert {value.row_path for value in table.values} == {("日本",), ("アメリカ",), ("イギリス",), ("韓国",)}
