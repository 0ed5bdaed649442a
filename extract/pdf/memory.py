"""What pdfium keeps side by side in memory, read at once: the characters of a page's text, the segments of paths.

pdfium tells of them one by one only, and a page has thousands: the calls would take longer than pdfium's own work. Of
the glyphs of a text that it left out of the page's it does not tell at all. How it keeps them is no promise of its, so
all are held to its own answers when this is imported; of a build that keeps them in another way they are asked for one
by one, slower and the same. Out of scope: what they mean.
"""

import ctypes
import logging
from collections.abc import Sequence
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from extract.pdf import raw

CHARACTER = np.dtype(
    {
        "names": ["type", "code", "glyph", "origin", "ink", "box", "matrix", "object"],
        "formats": ["u1", "u4", "u4", "2f4", "4f4", "4f4", "6f4", "u8"],
        "offsets": [0, 4, 8, 12, 20, 36, 52, 80],
        "itemsize": 88,
    }
)
"""A character: `code` is its Unicode, `glyph` what its font knows it by.

`ink` and `box` (left, bottom, right, top) are pdfium's tight and loose boxes. `object` is the address of the text
object that it is of; 0 for what pdfium adds to make lines (spaces, line ends).
"""
UNMAPPED = 2  # the type of a character that its font maps to no Unicode
_CHARACTERS = 32  # bytes into a text page: where its characters begin, and how many there are
_GLYPHS = 136  # bytes into a text object: the same of its glyphs
_STEP = 0xFFFFFFFF  # among these: no glyph, but a step to the next

SEGMENT = np.dtype(
    {"names": ["point", "type", "closes"], "formats": ["2f4", "u1", "?"], "offsets": [0, 8, 9], "itemsize": 12}
)
"""A segment of a path: those of one lie one after the other from the address of the first."""

UNKNOWN = 0xFFFFFFFE  # a glyph of which nothing is known


def characters(text: int) -> NDArray[np.void]:
    """All characters of the text page at an address, in its order."""
    kept = _kept_characters(text) if AS_KNOWN else None
    return _made_characters(told_characters(text)) if kept is None else kept


def _kept_characters(text: int) -> NDArray[np.void] | None:
    """The same from where pdfium keeps them; None where it keeps another number there."""
    count = max(0, raw.count_chars(raw.handle(text)))
    address, held = _listed(text + _CHARACTERS)
    if held != count:
        return None
    return np.frombuffer(ctypes.string_at(address, count * CHARACTER.itemsize), CHARACTER)


def glyphs(item: int) -> list[int]:
    """What its font knows the characters by that the text object at an address prints."""
    if not AS_KNOWN:
        return [UNKNOWN]
    address, count = _listed(item + _GLYPHS)
    held: list[int] = np.frombuffer(ctypes.string_at(address, count * 4), np.uint32).tolist()
    return [glyph for glyph in held if glyph != _STEP]


def _listed(at: int) -> tuple[int, int]:
    """Where a list of pdfium's begins, and how much it holds."""
    address, count = np.frombuffer(ctypes.string_at(at, 16), np.uint64).tolist()
    return address, count


def segments(paths: Sequence[raw.Handle], counts: Sequence[int]) -> NDArray[np.void]:
    """All segments of paths that have so many each (at least one)."""
    if not AS_KNOWN:
        return np.array([one for path in paths for one in told_segments(path)], SEGMENT)
    addresses = map(raw.get_segment, paths, repeat(0))
    sizes = [count * SEGMENT.itemsize for count in counts]
    return np.frombuffer(b"".join(map(ctypes.string_at, addresses, sizes)), SEGMENT)


def told_characters(text: int) -> list[tuple[object, ...]]:
    """As pdfium tells of them one by one: whether unmapped, code, origin, ink, box, matrix, object."""
    pdfium, page = raw.BINDINGS, ctypes.cast(text, raw.BINDINGS.FPDF_TEXTPAGE)
    box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    x, y, left, right, bottom, top = (ctypes.c_double() for _ in range(6))
    told: list[tuple[object, ...]] = []
    for index in range(pdfium.FPDFText_CountChars(page)):
        pdfium.FPDFText_GetCharOrigin(page, index, x, y)
        pdfium.FPDFText_GetCharBox(page, index, left, right, bottom, top)
        pdfium.FPDFText_GetLooseCharBox(page, index, box)
        pdfium.FPDFText_GetMatrix(page, index, matrix)
        told.append(
            (
                pdfium.FPDFText_HasUnicodeMapError(page, index) == 1,
                pdfium.FPDFText_GetUnicode(page, index),
                [x.value, y.value],
                [left.value, bottom.value, right.value, top.value],
                [box.left, box.bottom, box.right, box.top],
                [matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f],
                raw.address(pdfium.FPDFText_GetTextObject(page, index)),
            )
        )
    return told


def _made_characters(told: Sequence[tuple[object, ...]]) -> NDArray[np.void]:
    return np.array([(UNMAPPED if unmapped else 0, code, UNKNOWN, *rest) for unmapped, code, *rest in told], CHARACTER)


def told_segments(path: raw.Handle) -> list[tuple[object, ...]]:
    """As pdfium tells of them one by one: point, type, whether it closes its path."""
    pdfium, x, y = raw.BINDINGS, ctypes.c_float(), ctypes.c_float()
    told: list[tuple[object, ...]] = []
    for index in range(raw.count_segments(path)):
        segment = ctypes.cast(raw.get_segment(path, index), pdfium.FPDF_PATHSEGMENT)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        closes = pdfium.FPDFPathSegment_GetClose(segment) == 1
        told.append(([x.value, y.value], pdfium.FPDFPathSegment_GetType(segment), closes))
    return told


def _as_known() -> bool:
    """Whether pdfium keeps characters, glyphs and segments as this reads them: all of a small page."""
    pdfium = raw.BINDINGS
    document = pdfium.FPDF_CreateNewDocument()
    page, font = pdfium.FPDFPage_New(document, 0, 200.0, 100.0), pdfium.FPDFText_LoadStandardFont(document, b"Courier")
    items = []
    for number in range(2):
        item = pdfium.FPDFPageObj_CreateTextObj(document, font, 7.5)
        pdfium.FPDFText_SetCharcodes(item, (ctypes.c_uint32 * 2)(0x41, 0x62), 2)
        pdfium.FPDFPageObj_Transform(item, 1.5, 0.25, 0.5, 2.0, 100.0 * number, 20.0)
        pdfium.FPDFPage_InsertObject(page, item)
        items.append(raw.address(item))
    path = pdfium.FPDFPageObj_CreateNewPath(1.5, 2.5)
    pdfium.FPDFPath_LineTo(path, 3.5, 4.5)
    pdfium.FPDFPath_BezierTo(path, 5.5, 6.5, 7.5, 8.5, 9.5, 10.5)
    pdfium.FPDFPath_Close(path)
    text = pdfium.FPDFText_LoadPage(page)
    try:
        return (
            all(_listed(item + _GLYPHS)[1] == 2 and glyphs(item) == [0x41, 0x62] for item in items)
            and are_characters_as_told(raw.address(text))
            and are_segments_as_told(raw.handle(raw.address(path)))
        )
    finally:
        pdfium.FPDFPageObj_Destroy(path)
        pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)
        pdfium.FPDF_CloseDocument(document)


def are_characters_as_told(text: int) -> bool:
    """Whether the characters of a text page are kept as pdfium tells of them."""
    kept, told = _kept_characters(text), _made_characters(told_characters(text))
    if kept is None or len(kept) != len(told):
        return False
    kinds = (kept["type"] == UNMAPPED) == (told["type"] == UNMAPPED)
    fields = [name for name in CHARACTER.fields or () if name not in ("type", "glyph")]
    return bool(kinds.all()) and all(np.array_equal(kept[f], told[f]) for f in fields)


def are_segments_as_told(path: raw.Handle) -> bool:
    """Whether the segments of a path are kept as pdfium tells of them."""
    told = told_segments(path)
    kept = segments([path], [len(told)]) if told else ()
    return [(point.tolist(), kind, closes) for point, kind, closes in kept] == told


AS_KNOWN = True  # while it is being found out
AS_KNOWN = _as_known()
if not AS_KNOWN:
    logging.getLogger(__name__).warning("this build of pdfium is not known: PDFs are read at half the speed")
