"""Shipped documents on sheets that are turned, moved or smaller: they read as they do upright.

Programs print landscape pages on portrait sheets and say so, or do not; others keep margins outside the crop box.
"""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PageObject, PdfWriter, Transformation
from pypdf.generic import NameObject, NumberObject, RectangleObject

from extract import pdf
from extract.document import Reading

DOCUMENTS = Path(__file__).parents[1] / "documents"


def said_turned(page: PageObject, width: float, height: float) -> None:
    """Printed sideways, and the page says that it is shown turned: a reader sees it level."""
    page.add_transformation(Transformation().rotate(90).translate(height, 0))
    page.mediabox = page.cropbox = RectangleObject((0, 0, height, width))
    page[NameObject("/Rotate")] = NumberObject(90)


def sideways(page: PageObject, width: float, height: float) -> None:  # noqa: ARG001
    """Shown with its text running down the sheet."""
    page[NameObject("/Rotate")] = NumberObject(90)


def cropped(page: PageObject, width: float, height: float) -> None:
    """Moved on a larger sheet, of which the page as displayed is cut."""
    page.add_transformation(Transformation().translate(137, 53))
    page.mediabox = RectangleObject((-20, -30, width + 200, height + 100))
    page.cropbox = RectangleObject((137, 53, 137 + width, 53 + height))


def halved(page: PageObject, width: float, height: float) -> None:
    """At half its size."""
    page.add_transformation(Transformation().scale(0.5))
    page.mediabox = page.cropbox = RectangleObject((0, 0, width / 2, height / 2))


@pytest.mark.parametrize("name", ["mext_h25_kekka.pdf", "mext_h30_ranking.pdf"])
@pytest.mark.parametrize("change", [said_turned, sideways, cropped, halved])
def test_the_same_figures_are_read_from_the_sheet_however_it_lies(
    name: str, change: Callable[[PageObject, float, float], None]
) -> None:
    upright = (DOCUMENTS / name).read_bytes()
    assert _figures(pdf.read(_changed(upright, change))) == _figures(pdf.read(upright))


def _changed(content: bytes, change: Callable[[PageObject, float, float], None]) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(content))
    for page in writer.pages:
        change(page, float(page.mediabox.width), float(page.mediabox.height))
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def _figures(reading: Reading) -> list[tuple[object, ...]]:
    return [
        (table.title, value.row_path, value.column_path, value.text, value.value, value.unit, value.fiscal_year)
        for table in reading.tables
        for value in table.values
    ]
