"""Tables of words between rules, and what between rules is none."""

from reportlab.pdfgen.canvas import Canvas

from tests.pdf.sheets import HEIGHT, level, only_table, read, text

COLUMNS = (60.0, 200.0, 340.0)
HEAD = ("Survey", "Frequency", "Status")
ROWS = (
    (("Survey of",), ("Monthly mail", "panel"), ("Completed",)),
    (("Annual Capital", "Survey"), ("Weekly",), ("In progress",)),
    (("Building Permits",), ("Not applicable",), ("Contract", "awarded")),
)
WHOLE = [[" ".join(lines) for lines in row] for row in ROWS]


def put(canvas: Canvas, top: float, gap: float) -> list[float]:
    """The table from its head on; gives where each row ends."""
    for x, words in zip(COLUMNS, HEAD, strict=True):
        text(canvas, x, top, words)
    ends = [top + 12]
    for row in ROWS:
        for x, lines in zip(COLUMNS, row, strict=True):
            for number, words in enumerate(lines):
                text(canvas, x, ends[-1] + 3 + 10 * number, words)
        ends.append(ends[-1] + 3 + 10 * max(map(len, row)) + gap)
    return ends


def grid(canvas_rows: int, cells: list[tuple[int, int, str]]) -> list[list[str]]:
    return [[text for row, _, text in cells if row == number] for number in range(canvas_rows)]


def test_words_under_headings_between_three_rules_are_a_table() -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 60, 70, "Table 1. Programs")
        ends = put(canvas, 100, 4)
        for y in (97, ends[0] + 1, ends[-1]):
            level(canvas, y, 55, 440)

    table = only_table(read(draw))
    assert table.title == "Table 1. Programs"
    assert table.header_rows == 1
    assert grid(4, [(cell.row, cell.column, cell.text) for cell in table.cells]) == [[*HEAD], *WHOLE]
    assert [(v.row_path, v.column_path, v.text) for v in table.values if v.row == 1] == [
        (("Survey of",), ("Frequency",), "Monthly mail panel"),
        (("Survey of",), ("Status",), "Completed"),
    ]


def test_words_on_ground_of_two_colours_are_a_table() -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 60, 70, "Table 2. Programs")
        for top, bottom, color in ((97, 112, 0.7), (112, 139, 0.9), (162, 185, 0.9)):
            canvas.setFillGray(color)
            canvas.rect(55, HEIGHT - bottom, 385, bottom - top, stroke=0, fill=1)
        canvas.setFillGray(0)
        put(canvas, 99, 0)

    assert grid(4, [(cell.row, cell.column, cell.text) for cell in only_table(read(draw)).cells]) == [[*HEAD], *WHOLE]


def test_running_text_in_columns_between_rules_is_no_table() -> None:
    def draw(canvas: Canvas) -> None:
        for y in (90, 108, 232):
            level(canvas, y, 55, 500)
        text(canvas, 60, 94, "Economic review")
        text(canvas, 470, 94, "2010")
        for number in range(9):
            for x in (60, 290):
                text(canvas, x, 114 + 12 * number, "estimates for earlier periods have been revised")

    assert not read(draw).tables
