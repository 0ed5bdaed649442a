"""What looks like a table and is none: prose, contents, boxes, frames, charts."""

import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.pdf.sheets import HEIGHT, level, read, text
from tests.pdf.test_layouts import fully_ruled

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
