"""Reads a document, a long PDF a few pages at a time in several processes: the same comes out for any number of them.

Out of scope: several documents at the same time, which need no parting.
"""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from extract import reading
from extract.content import Content
from extract.document import Document, Reading
from flows import pool

if TYPE_CHECKING:
    from extract import pdf

LONG = 100
"""Pages from which on processes are started for one document: to start them takes about as long as to read so many."""


class LostPartError(RuntimeError):
    """A process that read some pages died: killed, out of memory, or a fault in a native library."""


def read(content: Content, name: str, processes: int) -> Document:
    """Read a file, in so many processes where that is faster. Raises `Refused`, and `LostPartError`."""
    return reading.read(content, name, partial(_read_pdf, processes=processes) if processes > 1 else None)


def _read_pdf(content: Content, processes: int) -> Reading:
    from extract import pdf  # noqa: PLC0415  many documents are no PDF

    if pdf.count_pages(content) < LONG:
        return pdf.read(content)
    cover = pdf.read_cover(content)
    parts = []
    with shared(content) as file:
        read = partial(read_pages, file, cover)
        for pages, part in pool.run(read, pdf.shares(cover.pages, processes), processes):
            if isinstance(part, pool.Crashed):
                raise LostPartError(f"the process that read pages {pages[0]} to {pages[-1]} died ({part.detail})")
            parts.append(part)
    return pdf.assemble(parts)


@contextmanager
def shared(content: Content) -> Iterator[Path]:
    """A file of this content, from which each process reads its pages: no bytes are handed over."""
    if isinstance(content, Path):
        yield content
        return
    with tempfile.NamedTemporaryFile(prefix="sangaku-", suffix=".pdf") as file:
        file.write(content)
        file.flush()
        yield Path(file.name)


def read_pages(file: Path, cover: "pdf.Cover", pages: Sequence[int]) -> "pdf.Part":
    """Read some pages of a shared file."""
    from extract import pdf  # noqa: PLC0415  in the process that reads

    return pdf.read_part(file, pages, cover)
