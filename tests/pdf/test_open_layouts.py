"""Tables that are open on their sides, or ruled in part, as offices' programs set them."""

from collections.abc import Callable, Iterable, Sequence

import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.pdf.sheets import figures, level, only_table, read, rows, text, upright

Path = tuple[str, ...]
Figures = dict[tuple[Path, Path], float | int | None]

COLUMNS = (60.0, 250.0, 330.0, 410.0, 490.0)
SECTIONS: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = (
    ("国立大学等", (("東北大学", "110", "7", "93", "14"), ("京都大学", "21", "220", "3", "84"))),
    ("私立大学等", (("慶應義塾大学", "35", "8", "333", "40"), ("早稲田大学", "46", "412", "9", "51"))),
)
PAIRS = (("国内", "件数"), ("国内", "金額"), ("海外", "件数"), ("海外", "金額"))


def under(columns: Sequence[Path], lines: Iterable[tuple[Path, Sequence[str]]]) -> Figures:
    """Figures under their headings: a path and the texts for each row."""
    return {
        (path, column): int(words) for path, line in lines for column, words in zip(columns, line, strict=True) if words
    }


def of_sections(columns: Sequence[Path]) -> Figures:
    return under(columns, (((name, line[0]), line[1:]) for name, lines in SECTIONS for line in lines))


def paired_head(canvas: Canvas, top: float) -> float:
    """Two headings over two columns each, set where their cells have their middle."""
    text(canvas, 60, top, "区分")
    text(canvas, 265, top, "国内")
    text(canvas, 425, top, "海外")
    return rows(canvas, top + 14, COLUMNS, (("", "件数", "金額", "件数", "金額"),))


def sections(canvas: Canvas, top: float, at: float = 60) -> float:
    for name, lines in SECTIONS:
        text(canvas, at, top, name)
        top = rows(canvas, top + 14, COLUMNS, lines)
    return top


def far_apart(canvas: Canvas) -> Figures:
    text(canvas, 60, 70, "表１　受入件数", 11)
    rows(canvas, 100, COLUMNS[:3], (("区分", "件数", "金額"), ("国立", "11", "305"), ("公立", "27", "12")), 28)
    return under((("件数",), ("金額",)), ((("国立",), ("11", "305")), (("公立",), ("27", "12"))))


def column_rules_broken_at_sections(canvas: Canvas) -> Figures:
    text(canvas, 60, 70, "表２　受入件数", 11)
    end = sections(canvas, paired_head(canvas, 100))
    for y in (98, 126, end):
        level(canvas, y, 55, 495)
    level(canvas, 112, 210, 495)
    for x in (210, 290, 370, 450):
        upright(canvas, x, 98 if x in (210, 370) else 112, 126)
        upright(canvas, x, 140, 168)
        upright(canvas, x, 182, end)
    return of_sections(PAIRS)


def grid_open_across_at_sections(canvas: Canvas) -> Figures:
    text(canvas, 60, 70, "表３　受入件数", 11)
    end = sections(canvas, paired_head(canvas, 100))
    for y in (98, 126, 154, 168, 196, 210, end):
        level(canvas, y, 55, 495)
    for x in (55, 495):
        upright(canvas, x, 98, end)
    for x in (210, 290, 370, 450):
        upright(canvas, x, 98 if x in (210, 370) else 112, 126)
        upright(canvas, x, 140, 168)
        upright(canvas, x, 182, end)
    return of_sections(PAIRS)


def sections_set_in(canvas: Canvas) -> Figures:
    text(canvas, 60, 70, "表４　受入件数", 11)
    rows(canvas, 100, COLUMNS, (("区分", "件数", "金額", "人数", "割合"),))
    level(canvas, 98, 55, 495)
    level(canvas, 112, 55, 495)
    level(canvas, sections(canvas, 114, 75), 55, 495)
    return of_sections((("件数",), ("金額",), ("人数",), ("割合",)))


def labels_over_the_whole_column(canvas: Canvas) -> Figures:
    text(canvas, 60, 70, "表５　従業者数", 11)
    rows(canvas, 100, COLUMNS[:3], (("区分", "総数", "うち男"),))
    lines = (("農業", "11", "12"), ("建設業", "21", "22"), ("情報通信業", "31", "32"))
    for index, line in enumerate(lines):
        gap = (141 - 9) / (len(line[0]) - 1)
        for number, letter in enumerate(line[0]):
            text(canvas, 60 + number * gap, 114 + 14 * index, letter)
        rows(canvas, 114 + 14 * index, COLUMNS[:3], (("", *line[1:]),))
    return under((("総数",), ("うち男",)), (((line[0],), line[1:]) for line in lines))


def second_labels_right_behind_the_first(canvas: Canvas) -> Figures:
    text(canvas, 60, 70, "表６　従業者数", 11)
    rows(canvas, 100, (60, 300, 380), (("", "総数", "うち新規"),))
    lines = (
        ("建設業に属", "男", "11", "120"),
        ("", "女", "5", "64"),
        ("製造業に属", "男", "310", "32"),
        ("", "女", "47", "9"),
    )
    for index, (outer, inner, *values) in enumerate(lines):
        text(canvas, 60, 114 + 14 * index, outer)
        text(canvas, 108, 114 + 14 * index, inner)
        rows(canvas, 114 + 14 * index, (60, 300, 380), (("", *values),))
    outer = ("建設業に属", "建設業に属", "製造業に属", "製造業に属")
    return under(
        (("総数",), ("うち新規",)), (((name, line[1]), line[2:]) for name, line in zip(outer, lines, strict=True))
    )


def beside_running_text(canvas: Canvas) -> Figures:
    for index in range(30):
        text(canvas, 310, 80 + 13 * index, "大学等における共同研究の受入件数は前年度より増加")
        if index < 8:
            text(canvas, 50, 80 + 13 * index, "大学等における共同研究の受入件数は前年度より増加")
    text(canvas, 50, 190, "受託研究の状況")
    rows(canvas, 206, (50, 180, 270), (("区分", "件数", "金額"), ("国立", "11", "12"), ("公立", "21", "22")))
    return under((("件数",), ("金額",)), ((("国立",), ("11", "12")), (("公立",), ("21", "22"))))


def below_the_number_of_the_page(canvas: Canvas) -> Figures:
    text(canvas, 60, 62, "統計年報　平成24年版")
    text(canvas, 410, 62, "118", right=True)
    text(canvas, 60, 84, "受入件数の状況")
    rows(canvas, 100, (60, 250, 410), (("区分", "件数", "金額"), ("国立", "704", "8"), ("公立", "50", "305")))
    return under((("件数",), ("金額",)), ((("国立",), ("704", "8")), (("公立",), ("50", "305"))))


def a_label_over_many_lines_between_column_rules(canvas: Canvas) -> Figures:
    text(canvas, 60, 78, "表９　受入件数")
    top = rows(canvas, 100, COLUMNS[:3], (("区分", "件数", "金額"), ("国立", "11", "305"), ("公立", "27", "12")))
    for part in ("大学共同", "利用機関", "法人及び", "国立研究", "開発法人", "その他の"):
        text(canvas, 60, top, part)
        top += 11
    end = rows(canvas, top, COLUMNS[:3], (("機関", "8", "94"), ("合計", "46", "411")))
    for x in (210, 290):
        upright(canvas, x, 98, end)
    label = "大学共同利用機関法人及び国立研究開発法人その他の機関"
    lines = (("国立", "11", "305"), ("公立", "27", "12"), (label, "8", "94"), ("合計", "46", "411"))
    return under((("件数",), ("金額",)), (((name,), line) for name, *line in lines))


def beside_running_text_half_a_line_off(canvas: Canvas) -> Figures:
    for index in range(14):
        text(canvas, 290, 86 + 12 * index, "大学等における共同研究の受入件数は前年度より増加")
        if index < 8:
            text(canvas, 50, 80 + 12 * index, "大学等における共同研究の受入件数は前年度より増加")
    text(canvas, 50, 186, "受託研究の状況")
    rows(
        canvas,
        206,
        (50, 180, 270),
        (("区分", "件数", "金額"), ("機械", "11", "12"), ("電気", "21", "22"), ("化学", "5", "340")),
    )
    lines = ((("機械",), ("11", "12")), (("電気",), ("21", "22")), (("化学",), ("5", "340")))
    return under((("件数",), ("金額",)), lines)


LAYOUTS = (
    beside_running_text_half_a_line_off,
    below_the_number_of_the_page,
    a_label_over_many_lines_between_column_rules,
    far_apart,
    column_rules_broken_at_sections,
    grid_open_across_at_sections,
    sections_set_in,
    labels_over_the_whole_column,
    second_labels_right_behind_the_first,
    beside_running_text,
)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_each_figure_is_read_under_its_headings(layout: Callable[[Canvas], Figures]) -> None:
    expected: Figures = {}
    table = only_table(read(lambda canvas: expected.update(layout(canvas))))
    assert figures(table) == expected


def test_one_letter_headings_set_evenly_apart_are_no_word() -> None:
    def draw(canvas: Canvas) -> None:
        for top in (100, 240, 380):
            rows(
                canvas,
                top,
                COLUMNS[:4],
                (("区分", "計", "男", "女"), ("国立", "30", "20", "10"), ("公立", "7", "4", "3")),
            )

    for table in read(draw).tables:
        assert {value.column_path for value in table.values} == {("計",), ("男",), ("女",)}
