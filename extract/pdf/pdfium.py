"""Opens a PDF and fills the page model from pdfium, in bulk.

Out of scope: what stands on the page; annotations (sticky notes, comments), which are no part of the printed page.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2

from extract.content import Content
from extract.pdf import raw
from extract.pdf.frame import Frame
from extract.pdf.glyphs import read_glyphs
from extract.pdf.page import Page
from extract.pdf.paths import read_drawing
from extract.pdf.rulings import find_rulings
from extract.pdf.words import find_words
from extract.refusal import Refusal, Refused

_REFUSALS = {
    raw.BINDINGS.FPDF_ERR_PASSWORD: Refusal("encrypted", "the PDF opens only with a password", "ask for an open copy"),
    raw.BINDINGS.FPDF_ERR_SECURITY: Refusal(
        "encrypted", "the PDF is protected in a way that cannot be opened", "ask for an open copy"
    ),
}
_DAMAGED = Refusal("damaged", "the PDF is damaged and cannot be opened", "fetch it again")


@contextmanager
def open_document(content: Content) -> Iterator[pypdfium2.PdfDocument]:
    """Open a PDF. Raises `Refused` for one that is encrypted, broken or without pages."""
    try:
        document = pypdfium2.PdfDocument(content)  # type: ignore[no-untyped-call]
    except pypdfium2.PdfiumError as error:
        raise Refused(_REFUSALS.get(raw.BINDINGS.FPDF_GetLastError(), _DAMAGED)) from error
    try:
        if len(document) == 0:
            raise Refused(_DAMAGED)
        yield document
    finally:
        document.close()  # type: ignore[no-untyped-call]


def read_page(document: pypdfium2.PdfDocument, number: int) -> Page:
    """Page `number`, counted from 1. Raises `pypdfium2.PdfiumError` where pdfium cannot load it."""
    # Loaded without the stock helper, whose finalizers cost a plain page a part of its time.
    loaded = raw.load_page(raw.handle(raw.address(document.raw)), number - 1)
    if not loaded:
        raise pypdfium2.PdfiumError("Failed to load page.")  # type: ignore[no-untyped-call]
    page = raw.handle(loaded)
    try:
        box = raw.BINDINGS.FS_RECTF()
        raw.page_box(page, ctypes.byref(box))
        frame = Frame(box.left, box.bottom, box.right, box.top, raw.page_turns(page) % 4)
        drawing = read_drawing(page, frame)
        glyphs = read_glyphs(page, frame, drawing.text_order)
        return Page(
            number=number,
            width=frame.width,
            height=frame.height,
            words=find_words(glyphs),
            rulings=find_rulings(drawing.shapes),
            shapes=tuple(drawing.shapes),
            images=tuple(drawing.images),
            unmapped_glyphs=glyphs.unmapped,
            invisible_glyphs=glyphs.invisible,
            lost_paths=drawing.left_out,
            lost_texts=glyphs.lost,
        )
    finally:
        raw.close_page(page)
