"""Pictures of what was read: tables and marked places are drawn where they stand."""

from extract import pdf
from extract.document import PagePlace
from extract.pdf.drawing import MARKED, STATEMENT, TABLE, draw, picture
from tests.pdf.sheets import grid, made, rows, text

CONTENT = made(
    lambda canvas: (  # type: ignore[arg-type,return-value]
        grid(canvas, (55, 150, 250), (100, 115, 130)),
        rows(canvas, 102, (60, 245), [("年度", "件数"), ("平成26年度", "10")], 15),
    )
)


def test_tables_are_framed() -> None:
    image = draw(CONTENT, 1, pdf.read(CONTENT), scale=2)
    assert image.size == (1190, 1684)
    assert image.getpixel((110, 230)) == TABLE


def test_a_place_is_marked() -> None:
    image = picture(CONTENT, PagePlace(1, (150, 115, 250, 130)), scale=1)
    assert image.getpixel((147, 120)) == MARKED


def test_text_outside_tables_is_framed() -> None:
    content = made(lambda canvas: text(canvas, 100, 100, "受入額は約341億円と、前年度に比べて約7億円増加した。"))
    read = pdf.read(content)
    image = draw(content, 1, read, scale=1)
    (line,) = read.lines
    assert isinstance(line.place, PagePlace)
    assert image.getpixel((round(line.place.bbox[0]), round(line.place.bbox[1]) + 3)) == STATEMENT
