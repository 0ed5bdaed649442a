"""Reads PDFs: tables, charts and figures in prose, each with its place on the page."""

from collections.abc import Sequence

from extract.document import Reading
from extract.pdf.pdfium import open_document


def read(content: bytes, pages: Sequence[int] | None = None) -> Reading:
    """Read a PDF, or only `pages` of it (counted from 1). Raises `Refused` for one that cannot be opened."""
    with open_document(content) as document:
        return Reading(len(document) if pages is None else len(pages))
