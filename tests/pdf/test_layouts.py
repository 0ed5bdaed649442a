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
