"""Tables set side by side, each with rules or fills of its own, whose rows do not stand level."""

from collections.abc import Sequence

from reportlab.pdfgen.canvas import Canvas

from tests.pdf.sheets import HEIGHT, WIDTH, figures, level, read, rows, text

Lines = Sequence[tuple[str, str, str]]

LEFT: Lines = (
    ("農業", "11", "305"),
    ("林業", "27", "12"),
    ("漁業", "8", "94"),
    ("鉱業", "71", "6"),
    ("製造業", "3", "52"),
)
RIGHT: Lines = (("北海道", "410", "9"), ("青森県", "35", "88"), ("岩手県", "6", "127"))


def filled(canvas: Canvas, box: tuple[float, float, float, float]) -> None:
    """A fill of the whole page that shows in a box alone, as printers of web pages set the ground of a cell."""
    x0, top, x1, bottom = box
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(x0, HEIGHT - bottom, x1 - x0, bottom - top)
    canvas.clipPath(path, stroke=0, fill=0)
    canvas.setFillColorRGB(0.8, 0.85, 0.9)
    canvas.rect(0, 0, WIDTH, HEIGHT, stroke=0, fill=1)
    canvas.restoreState()


def table(canvas: Canvas, x: float, top: float, title: str, lines: Lines) -> None:
    """A table 200 points wide under a filled head, with a title that stands left of its labels, and a note."""
    text(canvas, x - 4, top - 16, title)
    for x0, x1 in ((x - 4, x + 80), (x + 80, x + 140), (x + 140, x + 204)):
        filled(canvas, (x0, top - 2, x1, top + 12))
    end = rows(canvas, top, (x, x + 120, x + 200), (("区分", "件数", "金額"), *lines))
    text(canvas, x - 4, end + 4, "（注）速報値である。", 7)


def test_tables_with_filled_heads_are_read_apart_across_a_narrow_gutter() -> None:
    def draw(canvas: Canvas) -> None:
        table(canvas, 60, 100, "表１　産業別", LEFT)
        table(canvas, 280, 107, "表２　地域別", RIGHT)

    tables = sorted(read(draw).tables, key=lambda one: one.title or "")
    assert [one.title for one in tables] == ["表１ 産業別", "表２ 地域別"]
    for one, lines in zip(tables, (LEFT, RIGHT), strict=True):
        assert figures(one) == {
            ((name,), (column,)): int(words)
            for name, *line in lines
            for column, words in zip(("件数", "金額"), line, strict=True)
        }


def test_columns_of_labels_under_one_rule_are_of_one_table() -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 60, 84, "表３　業種と地域")
        level(canvas, 98, 56, 484)
        columns = (60.0, 180.0, 260.0, 280.0, 480.0)
        for x, words in zip((60.0, 155.0, 230.0, 280.0, 455.0), ("区分", "件数", "金額", "備考", "人数"), strict=True):
            text(canvas, x, 100, words)
        level(canvas, 113, 56, 484)
        for index, ((name, *line), (other, *_)) in enumerate(zip(LEFT[:3], RIGHT, strict=True)):
            rows(canvas, 116 + 14 * index, columns[:3], ((name, *line),))
            rows(canvas, 116 + 14 * index, columns[3:], ((other, str(index + 1)),))
        level(canvas, 160, 56, 484)

    assert len(read(draw).tables) == 1


def test_headings_stand_over_the_columns_that_their_ground_is_painted_over() -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 60, 82, "表４　受入件数")
        cells = ((56, 98, 130), (130, 98, 200), (200, 98, 340), (340, 98, 410))
        for (x0, top, x1), words in zip(cells, ("区分", "総数", "現在価格", "公的"), strict=True):
            filled(canvas, (x0, top, x1, 126 if words != "現在価格" else 112))
            text(canvas, x0 + 4, 106 if words != "現在価格" else 100, words)
        for x0, words in ((200, "件数"), (270, "金額")):
            filled(canvas, (x0, 112, x0 + 70, 126))
            text(canvas, x0 + 25, 114, words)
        lines = (("国立", "11", "35", "7", "92"), ("公立", "27", "12", "6", "4"), ("私立", "8", "94", "73", "51"))
        rows(canvas, 130, (60, 185, 255, 325, 395), lines)

    (one,) = read(draw).tables
    assert {column for _, column in figures(one)} == {("総数",), ("現在価格", "件数"), ("現在価格", "金額"), ("公的",)}


def test_a_section_on_the_ground_of_every_other_row_is_no_part_of_the_row_below() -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 60, 82, "表５　受入件数")
        lines = (("区分", "件数", "金額"), ("国立", "", ""), *LEFT[:3], ("私立", "", ""), *RIGHT)
        for row in range(1, len(lines), 2):
            for x0, x1 in ((56, 140), (140, 200), (200, 270)) if lines[row][1] else ((56, 270),):
                filled(canvas, (x0, 98 + 14 * row, x1, 112 + 14 * row))
        for row, line in enumerate(lines):
            top = 101 + 14 * row
            if line[1]:
                rows(canvas, top, (60, 195, 265), (line,))
            else:
                text(canvas, 60, top, line[0])

    (one,) = read(draw).tables
    assert {path[-1] for path, _ in figures(one)} == {name for name, *_ in (*LEFT[:3], *RIGHT)}
