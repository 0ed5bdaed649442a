"""Reads a document, a long PDF a few pages at a time in several processes: the same comes out for any number of them.

Out of scope: several documents at the same time, which need no parting.
"""

from functools import partial

from extract import reading
from extract.document import Document, Reading
from flows import pool

LONG = 100
"""Pages from which on processes are started for one document: to start them takes about as long as to read so many."""


class LostPartError(RuntimeError):
    """A process that read some pages died: killed, out of memory, or a fault in a native library."""


def read(content: bytes, name: str, processes: int) -> Document:
    """Read a file, in so many processes where that is faster. Raises `Refused`, and `LostPartError`."""
    return reading.read(content, name, partial(_read_pdf, processes=processes) if processes > 1 else None)


def _read_pdf(content: bytes, processes: int) -> Reading:
    from extract import pdf  # noqa: PLC0415  most documents are short, and many no PDF

    cover = pdf.read_cover(content)
    if cover.pages < LONG:
        return pdf.assemble([pdf.read_part(content, cover=cover)])
    read_pages = partial(pdf.read_part, content, cover=cover)
    parts = []
    for pages, part in pool.run(read_pages, pdf.shares(cover.pages, processes), processes):
        if isinstance(part, pool.Crashed):
            raise LostPartError(f"the process that read pages {pages[0]} to {pages[-1]} died ({part.detail})")
        parts.append(part)
    return pdf.assemble(parts)
