"""The printed characters of a page as arrays, one entry a glyph, in the order the page draws them.

What is not printed is left out: invisible text, text outside the visible box, glyphs drawn twice to look bold. What
has no character stays, as U+FFFD, and is counted. Out of scope: which glyphs make a word (`extract.pdf.words`).
"""

import ctypes
from dataclasses import dataclass
from itertools import repeat
from math import atan2, degrees, hypot

import numpy as np
from numpy.typing import NDArray

from extract.pdf import raw
from extract.pdf.frame import Frame
from extract.pdf.page import Color

UNMAPPED = 0xFFFD
_HYPHENS = (0x02, 0xFFFE)  # what pdfium makes of a hyphen at the end of a line
_loose = raw.Floats(ctypes.c_float, 4)
_tight = raw.Floats(ctypes.c_double, 4)


@dataclass(frozen=True, slots=True)
class Run:
    """What the glyphs of one text object share."""

    size: float
    angle: int  # degrees counter-clockwise as displayed
    font: str
    color: Color | None
    order: int
    printed: bool


@dataclass(frozen=True, slots=True)
class Glyphs:
    """One row a glyph. `boxes` are x0, top, x1, bottom as displayed; `run` numbers into `runs`."""

    codes: NDArray[np.int64]
    boxes: NDArray[np.float64]
    run: NDArray[np.int64]
    runs: tuple[Run, ...]
    unmapped: int
    invisible: int

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def sizes(self) -> NDArray[np.float64]:
        """Font sizes in points, one a glyph."""
        return np.array([run.size for run in self.runs], dtype=float)[self.run]

    @property
    def angles(self) -> NDArray[np.int64]:
        """Turns in degrees, one a glyph."""
        return np.array([run.angle for run in self.runs], dtype=int)[self.run]


def read_glyphs(page: raw.Handle, frame: Frame, text_order: dict[int, int]) -> Glyphs:
    """All printed glyphs. `text_order` gives the drawing order of each text object by its handle."""
    text = raw.load_text(page)
    try:
        return _read(text, frame, text_order)
    finally:
        raw.close_text(text)


def _read(text: raw.Handle, frame: Frame, text_order: dict[int, int]) -> Glyphs:
    count = max(0, raw.count_chars(text))
    each = range(count)
    items = list(map(raw.char_object, repeat(text), each))
    codes = np.fromiter(map(raw.char_code, repeat(text), each), np.int64, count)
    unmapped = np.fromiter(map(raw.char_unmapped, repeat(text), each), np.int64, count) == 1
    all(map(_ONE, map(raw.char_loose_box, repeat(text), each, _loose.rows(count))))
    boxes = frame.boxes(_loose.array(count))

    numbers: dict[int | None, int] = {None: -1}
    runs: list[Run] = []
    for index, item in enumerate(items):
        if item not in numbers:
            numbers[item] = len(runs)
            runs.append(_run(text, index, raw.Handle(item), frame, text_order.get(item, 0)))
    run = np.fromiter(map(numbers.__getitem__, items), np.int64, count)
    turned = np.array([r.angle % 360 != 0 for r in runs] + [False])[run]
    _measure_ink(text, np.flatnonzero(turned), boxes, frame)

    codes[np.isin(codes, _HYPHENS)] = 0x2D
    unmapped |= (codes == 0) | (codes == UNMAPPED) | ((codes >= 0xD800) & (codes < 0xE000)) | (codes > 0x10FFFF)
    codes[unmapped] = UNMAPPED
    middle_x, middle_y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    inside = (middle_x >= 0) & (middle_x <= frame.width) & (middle_y >= 0) & (middle_y <= frame.height)
    drawn = (run >= 0) & inside & ((codes >= 0x20) | (codes == 0x09))
    printed = np.array([r.printed for r in runs] + [False])[run]
    keep = np.flatnonzero(drawn & printed)
    sizes = np.array([r.size for r in runs] + [0.0])[run[keep]]
    keep = keep[~_repeated(codes[keep], boxes[keep], sizes, run[keep])]
    return Glyphs(
        codes[keep], boxes[keep], run[keep], tuple(runs), int(unmapped[keep].sum()), int((drawn & ~printed).sum())
    )


def _ONE(_: object) -> bool:  # noqa: N802  drives a map to its end without keeping the answers
    return True


def _run(text: raw.Handle, index: int, item: raw.Handle, frame: Frame, order: int) -> Run:
    size, matrix = ctypes.c_float(), (ctypes.c_float * 6)(1, 0, 0, 1, 0, 0)
    raw.text_font_size(item, ctypes.byref(size))
    raw.char_matrix(text, index, matrix)
    a, b, c, d = matrix[:4]
    # Quarter turns of the page are clockwise, angles of text are not. Type 3 fonts have sizes of their own making.
    angle = round(degrees(atan2(b, a))) - 90 * frame.turns
    paint = (ctypes.c_uint * 4)()
    has_color = raw.fill_color(item, *(ctypes.byref(paint, 4 * k) for k in range(4)))
    red, green, blue, alpha = paint
    mode = raw.text_render_mode(item)
    return Run(
        size=round(size.value * hypot(c, d), 3),
        angle=angle % 360,
        font=_font_name(raw.text_font(item).value or 0),
        color=(red / 255, green / 255, blue / 255) if has_color else None,
        order=order,
        printed=mode not in raw.INVISIBLE_MODES and not (has_color and alpha == 0 and mode == 0),
    )


def _font_name(font: int) -> str:
    buffer = ctypes.create_string_buffer(256)
    raw.font_name(raw.Handle(font), buffer, ctypes.c_size_t(256))
    return buffer.value.decode("utf-8", "replace")


def _measure_ink(text: raw.Handle, turned: NDArray[np.int64], boxes: NDArray[np.float64], frame: Frame) -> None:
    """Measure turned glyphs by their ink: pdfium's font boxes hold for level text only."""
    if not len(turned):
        return
    _tight.rows(len(turned))
    for row, index in enumerate(turned.tolist()):
        left, right, bottom, top = (column[row] for column in _tight.cells)
        raw.char_tight_box(text, index, left, right, bottom, top)
    ink = _tight.array(len(turned))
    boxes[turned] = frame.boxes(ink[:, [0, 2, 1, 3]])


def _repeated(
    codes: NDArray[np.int64], boxes: NDArray[np.float64], sizes: NDArray[np.float64], run: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Glyphs drawn again over themselves by another text object, a little aside: fake bold and shadows."""
    repeated = np.zeros(len(codes), dtype=bool)
    if len(codes) < 2:
        return repeated
    step = max(1.0, float(np.median(sizes)) / 3)
    # Two grids, half a step apart, so that no pair is parted by the border of a grid cell in both.
    for shift in (0.0, 0.5):
        level = np.floor(boxes[:, 1] / step + shift).astype(np.int64)
        by = np.lexsort((boxes[:, 0], level, codes))
        near = (
            (codes[by][1:] == codes[by][:-1])
            & (np.abs(np.diff(boxes[by, 0])) < 0.25 * sizes[by][1:])
            & (np.abs(np.diff(boxes[by, 1])) < 0.25 * sizes[by][1:])
            & (run[by][1:] != run[by][:-1])
            & (np.abs(np.diff(sizes[by])) < 0.1 * sizes[by][1:])
        )
        pairs = np.column_stack([by[1:], by[:-1]])[near]
        repeated[pairs.max(axis=1)] = True
    return repeated
