"""Pictures of what was found in a document: its pages with a frame around each table, value, chart, mark and statement.

Sheets have no pages to be drawn: what was found in them is told in words. Out of scope: reading.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw

from extract.document import Box, Document, PagePlace, Place, SheetPlace

SCALE = 2.0
"""Pixels a point: figures of eight points can be read, and a page stays below three megapixels."""

COLORS = {
    "table": (0, 90, 200, 255),
    "value": (0, 140, 60, 255),
    "chart": (200, 90, 0, 255),
    "mark": (160, 0, 160, 255),
    "statement": (190, 0, 0, 255),
}

Mark = tuple[int, Box, str]
"""Page, box, and what it is."""


def pictures(content: bytes, document: Document, folder: Path) -> Iterator[Path]:
    """Draw every page of a PDF with what was found on it into `folder`; yields the files as they are written."""
    folder.mkdir(parents=True, exist_ok=True)
    found = list(marks(document))
    for number in range(1, document.pages + 1):
        path = folder / f"page-{number:03}.png"
        picture(content, number, [mark for mark in found if mark[0] == number]).save(path)
        yield path


def picture(content: bytes, number: int, found: Iterable[Mark]) -> Image.Image:
    """Draw one page, which counts from 1, with frames around the marks."""
    pdf = pypdfium2.PdfDocument(content)  # type: ignore[no-untyped-call]
    image: Image.Image = pdf[number - 1].render(scale=SCALE).to_pil().convert("RGB")
    pdf.close()  # type: ignore[no-untyped-call]
    pen = ImageDraw.Draw(image, "RGBA")
    for _, (x0, top, x1, bottom), kind in found:
        line = COLORS[kind]
        box = [x0 * SCALE - 1, top * SCALE - 1, max(x1, x0) * SCALE + 1, max(bottom, top) * SCALE + 1]
        pen.rectangle(box, outline=line, width=2, fill=(*line[:3], 24) if kind not in ("table", "chart") else None)
    return image


def marks(document: Document) -> Iterator[Mark]:
    """Give everything found that has a place on a page."""
    for kind, place in _places(document):
        if isinstance(place, PagePlace):
            yield place.page, place.bbox, kind


def in_words(document: Document) -> Iterator[str]:
    """Tell what was found, a line each."""
    for table in document.tables:
        size = f"{len(table.values)} values under {table.header_rows} rows and {table.stub_columns} columns of headings"
        yield f"{table.id}  {where(table.place)}  {table.method} table, {size}: {table.title or 'without title'}"
    for chart in document.charts:
        points = sum(len(series.points) for series in chart.series)
        names = ", ".join(series.name for series in chart.series)
        title = chart.title or "without title"
        yield f"{chart.id}  {where(chart.place)}  {chart.type}, {points} marks of {names}: {title}"
    for statement in document.statements:
        yield f"{statement.id}  {where(statement.place)}  {statement.printed}: {statement.text}"
    for verdict in document.verdicts:
        place = (
            f"page {verdict.page}" if verdict.page else f"sheet {verdict.sheet}" if verdict.sheet else "the document"
        )
        yield f"NOT READ  {place}: {verdict.reason}, {verdict.detail}"


def where(place: Place) -> str:
    """Tell a place in words."""
    return f"{place.sheet}!{place.address}" if isinstance(place, SheetPlace) else f"page {place.page}"


def _places(document: Document) -> Iterator[tuple[str, Place]]:
    for table in document.tables:
        yield "table", table.place
        yield from (("value", value.place) for value in table.values)
    for chart in document.charts:
        yield "chart", chart.place
        yield from (("mark", point.place) for series in chart.series for point in series.points)
    for statement in document.statements:
        yield "statement", statement.place
