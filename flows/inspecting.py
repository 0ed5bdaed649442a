"""What was found in a document, for people to look at: pictures of its pages, and the same in words.

Sheets have no pages to be drawn: what was found in them is told in words. Out of scope: reading, and how things are
drawn (`extract.pdf.drawing`).
"""

from collections.abc import Iterator
from pathlib import Path

from extract.document import Document, Place, SheetPlace
from extract.pdf.drawing import draw


def pictures(content: bytes, document: Document, folder: Path) -> Iterator[Path]:
    """Draw every page of a PDF with what was found on it into `folder`; yields the files as they are written."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(1, document.pages + 1):
        path = folder / f"page-{number:03}.png"
        draw(content, number, document).save(path)
        yield path


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
