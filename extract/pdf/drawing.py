"""Pictures of pages with what was read drawn over them, for people to check: tables, charts, figures in text.

Out of scope: reading; where the pictures go (`sangaku inspect`, `sangaku trace`).
"""

from PIL import Image, ImageDraw

from extract.document import Box, Document, PagePlace, Place, Reading, Table
from extract.pdf.charts import find_charts
from extract.pdf.charts.drawing import draw_charts
from extract.pdf.pdfium import open_document, read_page

SCALE = 2.0  # pixels a point
TABLE = (210, 0, 0)
HEADING = (0, 90, 200)
LABEL = (200, 90, 0)
VALUE = (0, 140, 60)
ASIDE = (150, 150, 150)
STATEMENT = (190, 0, 0)
MARKED = (230, 0, 120)
MARGIN = 3  # pixels between what is marked and its frame


def draw(content: bytes, page_number: int, read: Reading | Document, scale: float = SCALE) -> Image.Image:
    """Page `page_number` (from 1) with what was read from it. Raises `Refused` as reading does.

    Tables are framed red, their headings blue, labels of rows orange and values green; figures in sentences are marked
    red. Text outside tables and charts is framed gray: running text, titles and notes, and what was left aside.
    """
    image = _rendered(content, page_number, scale)
    pen = ImageDraw.Draw(image, "RGBA")
    for line in read.lines:
        _frame(pen, line.place, page_number, scale, ASIDE)
    for table in read.tables:
        _draw_table(pen, table, page_number, scale)
    for statement in read.statements:
        _frame(pen, statement.place, page_number, scale, STATEMENT, fill=(*STATEMENT, 30))
    with open_document(content) as document:
        found = find_charts(read_page(document, page_number), None)
    charts = [chart for chart in read.charts if chart.place.page == page_number]
    draw_charts(pen, charts, found, [verdict for verdict in read.verdicts if verdict.page == page_number], scale)
    return image


def picture(content: bytes, place: PagePlace, scale: float = SCALE) -> Image.Image:
    """The page of a place, with the place marked. Raises `Refused` as reading does."""
    image = _rendered(content, place.page, scale)
    pen = ImageDraw.Draw(image, "RGBA")
    x0, top, x1, bottom = _scaled(place.bbox, scale)
    frame = (x0 - MARGIN, top - MARGIN, x1 + MARGIN, bottom + MARGIN)
    pen.rectangle(frame, outline=MARKED, fill=(*MARKED, 40), width=3)
    return image


def _rendered(content: bytes, page_number: int, scale: float) -> Image.Image:
    with open_document(content) as document:
        page = document[page_number - 1]
        image: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
        page.close()
        return image


def _draw_table(pen: ImageDraw.ImageDraw, table: Table, page_number: int, scale: float) -> None:
    values = {(value.row, value.column) for value in table.values}
    for cell in table.cells:
        if _page_of(cell.place) != page_number or not isinstance(cell.place, PagePlace):
            continue
        color = VALUE if (cell.row, cell.column) in values else HEADING if cell.row < table.header_rows else LABEL
        strength = 40 if cell.text else 10
        pen.rectangle(_scaled(cell.place.bbox, scale), outline=(*color, 255), fill=(*color, strength))
    if _page_of(table.place) == page_number and isinstance(table.place, PagePlace):
        box = _scaled(table.place.bbox, scale)
        pen.rectangle(box, outline=(*TABLE, 255), width=2)
        pen.text((box[0], box[1] - 12), table.id, fill=(*TABLE, 255))


def _frame(
    pen: ImageDraw.ImageDraw,
    place: Place,
    page_number: int,
    scale: float,
    color: tuple[int, int, int],
    fill: tuple[int, int, int, int] | None = None,
) -> None:
    if isinstance(place, PagePlace) and place.page == page_number:
        pen.rectangle(_scaled(place.bbox, scale), outline=color, fill=fill)


def _page_of(place: Place) -> int | None:
    return place.page if isinstance(place, PagePlace) else None


def _scaled(box: Box, scale: float) -> Box:
    x0, top, x1, bottom = box
    return (x0 * scale, top * scale, max(x0, x1) * scale, max(top, bottom) * scale)
