"""Tables as statistical reports in English set them on a page: beside each other, amid text, turned."""

import pytest
from reportlab.pdfgen.canvas import Canvas

from extract.document import PagePlace
from tests.pdf.sheets import level, only_table, read
from tests.pdf.test_english_layouts import Figures, found, heads, leaders, lines, put


def test_tables_side_by_side_are_two() -> None:
    def draw(canvas: Canvas) -> None:
        for x, name in ((50.0, "Table 16a. Exports"), (320.0, "Table 16b. Imports")):
            put(canvas, x, 80, name, size=10)
            level(canvas, 98, x, x + 200)
            heads(canvas, 101, (x, x + 130, x + 200), ("2009", "2010"))
            level(canvas, 115, x, x + 200)
            rows = [(good, f"{index}1", f"{index}2") for index, good in enumerate(("Food", "Fuels", "Metals"), 1)]
            level(canvas, lines(canvas, 118, (x, x + 130, x + 200), rows) + 1, x, x + 200)

    tables = read(draw).tables
    assert [table.title for table in tables] == ["Table 16a. Exports", "Table 16b. Imports"]
    assert [len(found(table)) for table in tables] == [6, 6]


def test_a_table_in_a_column_of_text_is_read_alone() -> None:
    def draw(canvas: Canvas) -> None:
        for index in range(24):
            put(canvas, 320, 80 + 12 * index, "the funds that universities received from firms rose", size=8.5)
            if not 8 <= index < 15:
                put(canvas, 50, 80 + 12 * index, "reports of the offices show that licences and fees", size=8.5)
        put(canvas, 50, 176, "Table 17. Licences", size=8.5)
        level(canvas, 188, 50, 270)
        heads(canvas, 190, (50, 200, 270), ("2009", "2010"))
        level(canvas, 202, 50, 270)
        rows = (("Exclusive", "31", "35"), ("Other", "60", "58"), ("Total", "91", "93"))
        level(canvas, lines(canvas, 204, (50, 200, 270), rows) + 1, 50, 270)

    table = only_table(read(draw))
    assert found(table)[("Other",), ("2010",)] == 58
    assert len(found(table)) == 6
    assert table.title == "Table 17. Licences"


@pytest.mark.parametrize("angle", [90, -90])
def test_a_table_turned_on_its_page_reads_the_same_and_stands_where_it_is_printed(angle: int) -> None:
    expected: Figures = {}

    def draw(canvas: Canvas) -> None:
        canvas.translate(*((842, 0) if angle == 90 else (-247, 842)))
        canvas.rotate(angle)
        expected.update(leaders(canvas))

    table = only_table(read(draw))
    assert found(table) == expected
    assert table.title == "Table 1. Expenditures for research and development: 2008 to 2010"
    last = next(value for value in table.values if value.text == "19,600")
    first = next(value for value in table.values if value.text == "54,321")
    assert isinstance(last.place, PagePlace)
    assert isinstance(first.place, PagePlace)
    (x0, top, x1, bottom), (other_x0, other_top, _, _) = last.place.bbox, first.place.bbox
    assert bottom - top > 1.5 * (x1 - x0), "the text runs along the sheet"
    assert (x0 > other_x0, top < other_top) == ((True, True) if angle == 90 else (False, False))
