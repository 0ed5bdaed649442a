"""Reads one file's bytes into a document, by what kind of file it is.

Out of scope: how the kinds are read (`extract.pdf`, `extract.sheet`), and what the figures mean (`extract.mapping`).
"""

import hashlib
from collections.abc import Callable

from extract import media_type
from extract.document import Document, Reading
from extract.refusal import Refusal, Refused


def read(content: bytes, name: str, read_pdf: Callable[[bytes], Reading] | None = None) -> Document:
    """Read a file. `name` only names the document. Raises `Refused` for what cannot be read at all.

    `read_pdf` reads a PDF instead of `extract.pdf.read`, to the same effect: in parts, in several processes.
    """
    kind = media_type.recognise(content)
    if isinstance(kind, Refusal):
        raise Refused(kind)
    reading = read_pdf(content) if read_pdf and kind == media_type.PDF else _read(content, kind)
    return Document(
        name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        media_type=kind,
        pages=reading.pages,
        tables=reading.tables,
        charts=reading.charts,
        statements=reading.statements,
        verdicts=reading.verdicts,
        lines=reading.lines,
    )


def _read(content: bytes, kind: str) -> Reading:
    # Imported here: each reader brings large libraries, and most commands need one of them or none.
    if kind == media_type.PDF:
        from extract import pdf  # noqa: PLC0415

        return pdf.read(content)
    from extract import sheet  # noqa: PLC0415

    return sheet.read(content, kind)
