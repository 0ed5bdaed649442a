"""The segments of paths, read at once, are those that pdfium tells one by one."""

import ctypes
from pathlib import Path

import pypdfium2

from extract.pdf import raw

DOCUMENT = Path(__file__).parents[1] / "documents" / "meti_deck_2016.pdf"


def test_segments_read_at_once_are_those_told_one_by_one() -> None:
    pdfium = raw.BINDINGS
    x, y = ctypes.c_float(), ctypes.c_float()
    kinds = set()
    document = pypdfium2.PdfDocument(DOCUMENT)  # type: ignore[no-untyped-call]
    for page in document:
        objects = [
            pdfium.FPDFPage_GetObject(page.raw, index) for index in range(pdfium.FPDFPage_CountObjects(page.raw))
        ]
        paths = [item for item in objects if pdfium.FPDFPath_CountSegments(item) > 0]
        counts = [pdfium.FPDFPath_CountSegments(path) for path in paths]
        told = []
        for path, count in zip(paths, counts, strict=True):
            for index in range(count):
                segment = pdfium.FPDFPath_GetPathSegment(path, index)
                pdfium.FPDFPathSegment_GetPoint(segment, x, y)
                closes = pdfium.FPDFPathSegment_GetClose(segment) == 1
                told.append(((x.value, y.value), pdfium.FPDFPathSegment_GetType(segment), closes))
        read = raw.segments([raw.handle(raw.address(path)) for path in paths], counts)
        assert [(tuple(point.tolist()), int(kind), bool(closes)) for point, kind, closes in read] == told
        kinds |= {kind for _, kind, _ in told}
    assert kinds == {raw.LINE_TO, raw.CURVE_TO, raw.MOVE_TO}
