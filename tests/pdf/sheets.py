"""Small PDFs set for one test: text, rulings and fills at given places, and the tables that are read from them."""

from collections.abc import Callable, Sequence
from io import BytesIO

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extract import pdf
from extract.document import Reading, Table

WIDTH, HEIGHT = 595.0, 842.0
FONT = "HeiseiMin-W3"
SIZE = 9.0
PITCH = 14.0

pdfmetrics.registerFont(UnicodeCIDFont(FONT))

Draw = Callable[[Canvas], None]


def made(*pages: Draw, rotation: int = 0) -> bytes:
    """A PDF with a page for each function that draws one."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT), invariant=1)
    for page in pages:
        if rotation:
            canvas.setPageRotation(rotation)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def text(canvas: Canvas, x: float, top: float, words: str, size: float = SIZE, *, right: bool = False) -> None:
    """Write at a place counted from the top left; `right` sets the end of the text there."""
    canvas.setFont(FONT, size)
    (canvas.drawRightString if right else canvas.drawString)(x, HEIGHT - top - size * 0.88, words)


def rows(
    canvas: Canvas, top: float, columns: Sequence[float], lines: Sequence[Sequence[str]], pitch: float = PITCH
) -> float:
    """Set rows: the first column from its left, the others to their right edge. Gives where the last one ends."""
    for line in lines:
        for index, (x, words) in enumerate(zip(columns, line, strict=False)):
            if words:
                text(canvas, x, top, words, right=index > 0)
        top += pitch
    return top


def level(canvas: Canvas, top: float, x0: float, x1: float) -> None:
    """A horizontal rule."""
    canvas.line(x0, HEIGHT - top, x1, HEIGHT - top)


def upright(canvas: Canvas, x: float, top: float, bottom: float) -> None:
    """A vertical rule."""
    canvas.line(x, HEIGHT - top, x, HEIGHT - bottom)


def grid(canvas: Canvas, xs: Sequence[float], ys: Sequence[float]) -> None:
    """All rulings between the places given."""
    for y in ys:
        level(canvas, y, xs[0], xs[-1])
    for x in xs:
        upright(canvas, x, ys[0], ys[-1])


def read(*pages: Draw, rotation: int = 0) -> Reading:
    """What is read from pages drawn so."""
    return pdf.read(made(*pages, rotation=rotation))


def only_table(reading: Reading) -> Table:
    """The one table there must be."""
    assert [table.id for table in reading.tables] == [reading.tables[0].id] if reading.tables else False
    return reading.tables[0]


def texts(table: Table) -> dict[tuple[int, int], str]:
    """The text of each cell that has one, by row and column."""
    return {(cell.row, cell.column): cell.text for cell in table.cells if cell.text}


def figures(table: Table) -> dict[tuple[tuple[str, ...], tuple[str, ...]], float | int | None]:
    """Each figure under its headings."""
    return {(value.row_path, value.column_path): value.value for value in table.values if value.value is not None}
