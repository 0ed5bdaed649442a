"""Reads one file's bytes into a document, by what kind of file it is.

Out of scope: how the kinds are read (`extract.pdf`, `extract.sheet`), and what the figures mean (`extract.mapping`).
"""

from collections.abc import Callable

from extract import media_type
from extract.content import Content, head, sha256, whole
from extract.document import Document, Reading
from extract.refusal import Refusal, Refused


def read(content: Content, name: str, read_pdf: Callable[[Content], Reading] | None = None) -> Document:
    """Read a file. `name` only names the document. Raises `Refused` for what cannot be read at all.

    `read_pdf` reads a PDF instead of `extract.pdf.read`, to the same effect: in parts, in several processes.
    """
    if media_type.is_pdf(head(content)):
        kind = media_type.PDF
        reading = (read_pdf or _read_pdf)(content)
    else:
        content = whole(content)
        kind, reading = _read_sheet(content)
    return Document(
        name=name,
        sha256=sha256(content),
        media_type=kind,
        pages=reading.pages,
        tables=reading.tables,
        charts=reading.charts,
        statements=reading.statements,
        verdicts=reading.verdicts,
        lines=reading.lines,
    )


# Imported where they are used: each reader brings large libraries, and most commands need one of them or none.
def _read_pdf(content: Content) -> Reading:
    from extract import pdf  # noqa: PLC0415

    return pdf.read(content)


def _read_sheet(content: bytes) -> tuple[str, Reading]:
    kind = media_type.recognise(content)
    if isinstance(kind, Refusal):
        raise Refused(kind)
    from extract import sheet  # noqa: PLC0415

    return kind, sheet.read(content, kind)
