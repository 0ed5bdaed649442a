"""Labels that stand once left of several rows, where no rulings enclose them: upright, turned, over several lines."""

from collections.abc import Callable, Sequence

import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.pdf.sheets import FONT, HEIGHT, SIZE, figures, level, only_table, read, rows, text

Path = tuple[str, ...]
COLUMNS = (120.0, 300.0, 380.0)
HEAD = ("種別", "件数", "金額")
GROUPS: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = (
    ("国立大学", (("農業", "11", "305"), ("林業", "27", "12"), ("漁業", "8", "94"), ("鉱業", "71", "6"))),
    ("海外", (("建設業", "3", "52"), ("製造業", "410", "9"), ("運輸業", "35", "88"))),
    ("公立大学", (("教育", "6", "127"), ("医療", "9", "14"), ("金融業", "5", "2"), ("化学", "31", "44"))),
)
EXPECTED = {
    ((group, name), (column,)): int(words)
    for group, lines in GROUPS
    for name, *line in lines
    for column, words in zip(HEAD[1:], line, strict=True)
}
Group = Callable[[Canvas, str, float, float], None]


def drawn(canvas: Canvas, put: Group, heading: float | None, rules: Sequence[float] = ()) -> None:
    """A table whose groups `put` labels, given where their rows begin and end; rules from `rules` on between them."""
    text(canvas, 60, 70, "表１　受入件数", 11)
    if heading is not None:
        text(canvas, heading, 100, "区分")
    top = rows(canvas, 100, COLUMNS, (HEAD,))
    for group, lines in GROUPS:
        for x in rules:
            level(canvas, top - 2, x, 400)
        end = rows(canvas, top, COLUMNS, lines)
        put(canvas, group, top, end - 5)
        top = end


def letters(canvas: Canvas, words: str, top: float, pitch: float = SIZE + 1) -> None:
    for number, letter in enumerate(words):
        text(canvas, 62, top + number * pitch, letter)


def from_the_top(canvas: Canvas) -> None:
    drawn(canvas, lambda c, group, top, _: letters(c, group, top), 58)


def half_way(canvas: Canvas) -> None:
    def put(c: Canvas, group: str, top: float, bottom: float) -> None:
        letters(c, group, (top + bottom) / 2 - len(group) * (SIZE + 1) / 2)

    drawn(canvas, put, 58)


def between_rules(canvas: Canvas) -> None:
    drawn(canvas, lambda c, group, top, _: letters(c, group, top + 3), 58, rules=(55,))


def turned(canvas: Canvas) -> None:
    def put(c: Canvas, group: str, top: float, bottom: float) -> None:
        c.saveState()
        c.translate(70, HEIGHT - (top + bottom) / 2)
        c.rotate(90)
        c.setFont(FONT, SIZE)
        c.drawCentredString(0, 0, group)
        c.restoreState()

    drawn(canvas, put, None)


def over_two_lines_half_way(canvas: Canvas) -> None:
    def put(c: Canvas, group: str, top: float, bottom: float) -> None:
        half = -(-len(group) // 2)
        pieces = [group[:half], group[half:]] if len(group) > 2 else [group]
        for number, piece in enumerate(pieces):
            text(c, 60, (top + bottom) / 2 - 5 * len(pieces) + 10 * number, piece)

    drawn(canvas, put, 60)


def over_two_lines_from_the_top(canvas: Canvas) -> None:
    def put(c: Canvas, group: str, top: float, _: float) -> None:
        half = -(-len(group) // 2)
        for number, piece in enumerate([group[:half], group[half:]] if len(group) > 2 else [group]):
            text(c, 60, top + 10 * number, piece)

    drawn(canvas, put, 60)


@pytest.mark.parametrize(
    "draw",
    [from_the_top, half_way, between_rules, turned, over_two_lines_half_way, over_two_lines_from_the_top],
    ids=lambda draw: draw.__name__,
)
def test_labels_left_of_several_rows_head_each_of_them(draw: Callable[[Canvas], None]) -> None:
    table = only_table(read(draw))
    assert table.title == "表１ 受入件数"
    assert figures(table) == EXPECTED


def test_labels_of_each_row_are_not_joined() -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 60, 70, "表２　受入件数", 11)
        rows(canvas, 100, (60, 120, 300), (("区分", "", "件数"),))
        for index, (name, kind) in enumerate((("北海道", "甲"), ("青森県", "乙"), ("岩手県", "丙"), ("宮城県", "丁"))):
            text(canvas, 60, 114 + 10 * index, name)
            text(canvas, 120, 114 + 10 * index, kind)
            text(canvas, 300, 114 + 10 * index, ("41", "7", "305", "12")[index], right=True)

    assert [path for path, _ in figures(only_table(read(draw)))] == [
        ("北海道", "甲"),
        ("青森県", "乙"),
        ("岩手県", "丙"),
        ("宮城県", "丁"),
    ]


def test_headings_set_letter_below_letter_head_their_columns() -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 60, 70, "表３　受入件数", 11)
        text(canvas, 60, 114, "区分")
        text(canvas, 302, 114, "総数")
        for x, words in ((190, "件数"), (250, "人数")):
            for number, letter in enumerate(words):
                text(canvas, x, 110 + 10 * number, letter)
        rows(canvas, 134, (60, 202, 262, 322), [(*line, "9") for line in GROUPS[0][1]])

    table = only_table(read(draw))
    heads = (("件数",), ("人数",), ("総数",))
    assert figures(table) == {
        ((name,), column): int(words)
        for name, *line in GROUPS[0][1]
        for column, words in zip(heads, (*line, "9"), strict=True)
    }
