"""Tables as statistical offices set them in reports: units over columns, numbered lines, marks in place of figures."""

from collections.abc import Callable, Sequence

import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.pdf.sheets import figures, level, only_table, read, rows, text, upright

Path = tuple[str, ...]
Figures = dict[tuple[Path, Path], float | int | None]

COLUMNS = (60.0, 300.0, 380.0, 460.0)
HEADS = (("2007",), ("2008",), ("2009",))
LINES = (("Imports", "11", "305", "7"), ("Exports", "27", "12", "84"), ("Balance", "8", "94", "3"))
PROSE = "estimates for earlier periods have been revised since"
"""One line of a column of text."""


def under(columns: Sequence[Path], lines: Sequence[Sequence[str]], path: Path = ()) -> Figures:
    return {
        ((*path, line[0]), column): float(words) if "." in words else int(words)
        for line in lines
        for column, words in zip(columns, line[1:], strict=True)
        if words[0].isdigit()
    }


def unit_in_brackets_over_the_head(canvas: Canvas) -> Figures:
    text(canvas, 60, 70, "Table 1. Trade in goods")
    text(canvas, 460, 86, "(Numbers in thousands)", right=True)
    rows(canvas, 98, COLUMNS, (("Flow", *(head for (head,) in HEADS)), *LINES), 12)
    return under(HEADS, LINES)


def bare_unit_over_the_last_column(canvas: Canvas) -> Figures:
    text(canvas, 60, 70, "Table 2. Trade in goods")
    text(canvas, 460, 86, "$ million", right=True)
    rows(canvas, 98, COLUMNS, (("Flow", "Goods", "Services", "Total"), *LINES), 12)
    return under((("Goods",), ("Services",), ("Total",)), LINES)


def unit_that_ends_a_heading(canvas: Canvas) -> Figures:
    text(canvas, 60, 70, "Table 3. Trade in goods")
    rows(canvas, 100, COLUMNS, (("", "Value of", "Value of", "Persons"), ("", "goods", "services", "(thousands)")), 10)
    rows(canvas, 124, COLUMNS, LINES)
    return under((("Value of goods",), ("Value of services",), ("Persons (thousands)",)), LINES)


def headings_that_end_in_an_abbreviation(canvas: Canvas) -> Figures:
    text(canvas, 60, 70, "Table 4. Budget authority")
    rows(canvas, 98, COLUMNS, (("Program", "2009 actual", "2010 est.", "2011 est."), *LINES), 12)
    return under((("2009 actual",), ("2010 est.",), ("2011 est.",)), LINES)


def lines_that_are_numbered(canvas: Canvas) -> Figures:
    text(canvas, 60, 70, "Table 5. Flow of funds")
    rows(canvas, 98, COLUMNS, (("", *(head for (head,) in HEADS)),), 12)
    rows(canvas, 110, COLUMNS, [("", *line[1:]) for line in LINES], 12)
    for index, line in enumerate(LINES):
        text(canvas, 60, 110 + 12 * index, str(index + 1))
        text(canvas, 80, 110 + 12 * index, line[0])
    return {
        ((str(number), *row), column): value
        for number, line in enumerate(LINES, 1)
        for (row, column), value in under(HEADS, [line]).items()
    }


def counts_headed_number(canvas: Canvas) -> Figures:
    text(canvas, 60, 70, "Table 6. Reported cases")
    rows(canvas, 98, COLUMNS[:3], (("Disease", "No.", "Rate"), *(line[:3] for line in LINES)), 12)
    return under((("No.",), ("Rate",)), [line[:3] for line in LINES])


def labels_that_end_in_an_abbreviation(canvas: Canvas) -> Figures:
    text(canvas, 60, 70, "Table 7. Resources")
    rows(canvas, 98, COLUMNS, (("", *(head for (head,) in HEADS)), *LINES), 12)
    text(canvas, 60, 146, "Unobligated balance brought forward, Oct.")
    rows(canvas, 156, COLUMNS, (("first", "41", "52", "63"), ("Total", "9", "10", "12")), 12)
    last = (("Unobligated balance brought forward, Oct. first", "41", "52", "63"), ("Total", "9", "10", "12"))
    return under(HEADS, (*LINES, *last))


def leaders_end_a_label(canvas: Canvas) -> Figures:
    text(canvas, 60, 70, "Table 8. Resources")
    rows(canvas, 98, COLUMNS, (("", *(head for (head,) in HEADS)), *(("", *line[1:]) for line in LINES)), 12)
    for index, (name, *_) in enumerate(LINES):
        text(canvas, 70, 110 + 12 * index, name + "." * 40)
    text(canvas, 60, 144, "Other items:")
    rows(canvas, 156, (70, *COLUMNS[1:]), (("first" + "." * 40, "41", "52", "63"),))
    return under(HEADS, LINES) | under(HEADS, (("first", "41", "52", "63"),), ("Other items:",))


def heading_between_two_levels(canvas: Canvas) -> Figures:
    text(canvas, 60, 70, "Table 9. Poverty")
    places = ((250, "Estimate"), (340, "Error"), (430, "Change"))
    text(canvas, 300, 94, "2009")
    for x, words in places:
        text(canvas, x, 106 if words != "Change" else 100, words)
    rows(canvas, 120, (60, 300, 365, 455), [(a, b, "±1." + c[0], d) for a, b, c, d in LINES])
    return under((("2009", "Estimate"), ("Change",)), [(a, b, d) for a, b, _, d in LINES])


def letters_in_place_of_figures_between_column_rules(canvas: Canvas) -> Figures:
    text(canvas, 60, 70, "Table 10. Rice")
    lines = (*LINES[:2], ("Stocks", "8", "(D)", "(D)"), LINES[2], ("Use", "5", "4", "6"), ("Seed", "9", "2", "1"))
    end = rows(canvas, 98, COLUMNS, (("", *(head for (head,) in HEADS)), *lines))
    for y in (95, 111, end):
        level(canvas, y, 55, 465)
    for x in (220, 310, 390):
        upright(canvas, x, 95, end)
    return under(HEADS, lines)


WIDE = (60.0, 220.0, 260.0, 300.0, 340.0)
PAIRS = (("Wheat", "11", "305", "7", "52"), ("Corn", "27", "12", "84", "9"), ("Rice", "8", "94", "3", "410"))


def spanning_headings_set_close(canvas: Canvas) -> Figures:
    text(canvas, 60, 70, "Table 15. Crops")
    text(canvas, 200, 98, "Area harvested")
    text(canvas, 263, 98, "Yield per acre by State")
    rows(canvas, 110, WIDE, (("State", "2008", "2009", "2008", "2009"), *PAIRS))
    spans = ("Area harvested", "Yield per acre by State")
    return under([(name, year) for name in spans for year in ("2008", "2009")], PAIRS)


def spanning_heading_beside_one_that_ends_on_its_line(canvas: Canvas) -> Figures:
    text(canvas, 60, 70, "Table 16. Energy")
    for x, words in ((60, "Period"), (240, "Supply"), (313, "Stocks")):
        text(canvas, x, 98, words)
    rows(canvas, 108, WIDE, (("", "Output", "Imports", "Exports"),))
    rows(canvas, 122, WIDE, PAIRS)
    return under((("Supply", "Output"), ("Supply", "Imports"), ("Supply", "Exports"), ("Stocks",)), PAIRS)


def lines_of_headings_set_to_the_right(canvas: Canvas) -> Figures:
    text(canvas, 60, 70, "Table 17. Poverty")
    rows(canvas, 94, WIDE, (("", "", "Margin of", "", "Margin of"),))
    rows(canvas, 99, WIDE, (("", "Estimate", "", "Estimate", ""),))
    rows(canvas, 104, WIDE, (("", "", "error", "", "error"),))
    rows(canvas, 120, WIDE, PAIRS)
    text(canvas, 222, 80, "Men")
    text(canvas, 296, 80, "Women")
    heads = ("Estimate", "Margin of error")
    return under([(group, head) for group in ("Men", "Women") for head in heads], PAIRS)


@pytest.mark.parametrize(
    "draw",
    [
        spanning_headings_set_close,
        spanning_heading_beside_one_that_ends_on_its_line,
        lines_of_headings_set_to_the_right,
        unit_in_brackets_over_the_head,
        bare_unit_over_the_last_column,
        unit_that_ends_a_heading,
        headings_that_end_in_an_abbreviation,
        lines_that_are_numbered,
        counts_headed_number,
        labels_that_end_in_an_abbreviation,
        leaders_end_a_label,
        heading_between_two_levels,
        letters_in_place_of_figures_between_column_rules,
    ],
    ids=lambda draw: draw.__name__,
)
def test_each_figure_stands_under_its_headings(draw: Callable[[Canvas], Figures]) -> None:
    expected: list[Figures] = []
    table = only_table(read(lambda canvas: expected.append(draw(canvas))))
    assert (table.title or "").startswith("Table")
    assert figures(table) == expected[0]


def columns_of_text(canvas: Canvas, top: float, count: int) -> float:
    for number in range(count):
        for x in (60, 310):
            text(canvas, x, top + 12 * number, PROSE)
    return top + 12 * count


@pytest.mark.parametrize("above", [0, 7], ids=["over the text", "amid the text"])
def test_a_table_over_two_columns_of_text_is_not_cut_at_their_gutter(above: int) -> None:
    def draw(canvas: Canvas) -> None:
        top = columns_of_text(canvas, 60, above) + 20
        text(canvas, 60, top, "Table 11. Trade")
        end = rows(canvas, top + 16, (60, 360, 440, 520), (("Flow", *(head for (head,) in HEADS)), *LINES))
        columns_of_text(canvas, end + 20, 8)

    table = only_table(read(draw))
    assert figures(table) == under(HEADS, LINES)


def test_a_table_amid_a_column_of_text_is_read_beside_figures_in_the_text() -> None:
    def draw(canvas: Canvas) -> None:
        columns_of_text(canvas, 60, 8)
        end = rows(canvas, 170, (60, 180, 220, 260), (("Flow", *(head for (head,) in HEADS)), *LINES))
        for number in range(8):
            text(canvas, 310, 160 + 12 * number, "in 2010 growth of 12 percent was driven by exports")
        columns_of_text(canvas, end + 40, 6)

    assert figures(only_table(read(draw))) == under(HEADS, LINES)


def test_short_tables_beside_long_ones_are_read_apart() -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 60, 70, "Table 12. Trade")
        rows(canvas, 98, (60, 140, 190), [("", "2007", "2008"), *(line[:3] for line in LINES[:2])])
        text(canvas, 300, 70, "Table 13. Use")
        rows(canvas, 98, (300, 420, 480), (("", "Men", "Women"),))
        text(canvas, 300, 112, "Public:")
        rows(canvas, 126, (310, 420, 480), [line[:3] for line in LINES] + [("Total", "21", "22")])

    tables = sorted(read(draw).tables, key=lambda table: table.title or "")
    assert [table.title for table in tables] == ["Table 12. Trade", "Table 13. Use"]
    assert figures(tables[0]) == under(HEADS[:2], [line[:3] for line in LINES[:2]])
    expected = [*(line[:3] for line in LINES), ("Total", "21", "22")]
    assert figures(tables[1]) == under((("Men",), ("Women",)), expected, ("Public:",))


def test_raised_marks_of_notes_are_no_digits() -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 60, 70, "Table 14. Trade")
        rows(canvas, 98, COLUMNS, (("Flow", *(head for (head,) in HEADS)), *LINES))
        text(canvas, 300.2, 97, "1", 5)
        text(canvas, 300.2, 111, "2", 5)

    table = only_table(read(draw))
    assert {(row, (column[0].rstrip("¹"),)): value for (row, column), value in figures(table).items()} == under(
        HEADS, LINES
    )
    assert {value.fiscal_year for value in table.values} == {2007, 2008, 2009}
    assert "112" in {cell.text for cell in table.cells}  # as the file has it
