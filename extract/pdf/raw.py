"""pdfium's functions for reading in bulk, bound without per-argument conversion, and arrays to receive what they say.

A call through the stock bindings converts each argument through its declared type, which costs more than pdfium's own
work; a page has thousands of such calls. Out of scope: what the answers mean.
"""

import ctypes
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pypdfium2.raw
from numpy.typing import NDArray

BINDINGS: Any = pypdfium2.raw  # made at run time, opaque to type checkers
Function = Callable[..., Any]
Handle = Any
"""What pdfium hands out, ready to be handed back."""
Table = NDArray[np.float64]
Flags = NDArray[np.bool_]


handle: Callable[[int], Handle] = ctypes.c_void_p.from_param
"""From the address that pdfium hands out: made once, it costs the calls that it goes into nothing."""


def _bound(name: str, result: type | None) -> Function:
    address = ctypes.cast(getattr(BINDINGS, name), ctypes.c_void_p).value
    # pdfium is not thread-safe: calls keep the interpreter to themselves, which also makes them cheaper.
    return ctypes.PYFUNCTYPE(result)(address or 0)


load_page = _bound("FPDF_LoadPage", ctypes.c_size_t)
close_page = _bound("FPDF_ClosePage", None)
page_box = _bound("FPDF_GetPageBoundingBox", ctypes.c_int)
page_turns = _bound("FPDFPage_GetRotation", ctypes.c_int)

load_text = _bound("FPDFText_LoadPage", ctypes.c_size_t)
close_text = _bound("FPDFText_ClosePage", None)
count_chars = _bound("FPDFText_CountChars", ctypes.c_int)

count_objects = _bound("FPDFPage_CountObjects", ctypes.c_int)
get_object = _bound("FPDFPage_GetObject", ctypes.c_size_t)
form_count = _bound("FPDFFormObj_CountObjects", ctypes.c_int)
form_object = _bound("FPDFFormObj_GetObject", ctypes.c_size_t)
object_type = _bound("FPDFPageObj_GetType", ctypes.c_int)
object_matrix = _bound("FPDFPageObj_GetMatrix", ctypes.c_int)
object_bounds = _bound("FPDFPageObj_GetBounds", ctypes.c_int)
fill_color = _bound("FPDFPageObj_GetFillColor", ctypes.c_int)
stroke_color = _bound("FPDFPageObj_GetStrokeColor", ctypes.c_int)
stroke_width = _bound("FPDFPageObj_GetStrokeWidth", ctypes.c_int)
dash_count = _bound("FPDFPageObj_GetDashCount", ctypes.c_int)
clip_path = _bound("FPDFPageObj_GetClipPath", ctypes.c_size_t)
clip_count = _bound("FPDFClipPath_CountPaths", ctypes.c_int)
clip_segments = _bound("FPDFClipPath_CountPathSegments", ctypes.c_int)
clip_segment = _bound("FPDFClipPath_GetPathSegment", ctypes.c_size_t)

draw_mode = _bound("FPDFPath_GetDrawMode", ctypes.c_int)
count_segments = _bound("FPDFPath_CountSegments", ctypes.c_int)
get_segment = _bound("FPDFPath_GetPathSegment", ctypes.c_size_t)
segment_point = _bound("FPDFPathSegment_GetPoint", ctypes.c_int)

text_font = _bound("FPDFTextObj_GetFont", ctypes.c_size_t)  # as a number: few are different
text_font_size = _bound("FPDFTextObj_GetFontSize", ctypes.c_int)
text_render_mode = _bound("FPDFTextObj_GetTextRenderMode", ctypes.c_int)
font_name = _bound("FPDFFont_GetBaseFontName", ctypes.c_size_t)
font_embedded = _bound("FPDFFont_GetIsEmbedded", ctypes.c_int)

TEXT, PATH, IMAGE, SHADING, FORM = 1, 2, 3, 4, 5
LINE_TO, CURVE_TO, MOVE_TO = 0, 1, 2
INVISIBLE_MODES = (3, 7)  # neither filled nor stroked; only a clip


def address(pointer: object) -> int:
    """Of a page or document that the stock bindings opened."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0  # type: ignore[arg-type]


class Floats:
    """A growing block of C numbers with a pointer to each row, so that a page's answers land in one array."""

    def __init__(
        self, kind: type[ctypes.c_float | ctypes.c_double | ctypes.c_uint | ctypes.c_int], columns: int
    ) -> None:
        self._kind, self._columns = kind, columns
        self._grow(4096)

    def _grow(self, rows: int) -> None:
        self._block = (self._kind * (rows * self._columns))()
        self._array = np.ctypeslib.as_array(self._block).reshape(rows, self._columns)
        size = ctypes.sizeof(self._kind)
        # One pointer a cell where a function takes each number apart, one a row where it fills a struct.
        self.cells = [
            [ctypes.byref(self._block, (row * self._columns + column) * size) for row in range(rows)]
            for column in range(self._columns)
        ]

    def rows(self, count: int) -> Sequence[Any]:
        """Pointers to the first `count` rows; what they held before is lost."""
        if count > len(self.cells[0]):
            self._grow(count * 2)
        return self.cells[0]

    def array(self, count: int) -> NDArray[np.float64]:
        """A copy of the first `count` rows."""
        return self._array[:count].astype(np.float64)
