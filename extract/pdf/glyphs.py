"""The printed characters of a page as arrays, one entry a glyph, in the order the page draws them.

What is not printed is left out: invisible text, text outside the visible box, glyphs drawn twice to look bold. What
has no character stays, as U+FFFD, and is counted. Out of scope: which glyphs make a word (`extract.pdf.words`).
"""

import ctypes
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from extract.pdf import memory, raw
from extract.pdf.frame import Frame
from extract.pdf.page import Color, Glyph

UNMAPPED = 0xFFFD
DESCENT = 0.12  # of the font size, below the baseline
WIDE = 0x2E80  # the first of the characters that are as wide as high
HALF_WIDTH = (0xFF61, 0xFFDC)  # those among them that are not
TALL = 1.7  # font sizes: a font that says it is higher says the height of its largest glyph, not of its lines
LOW = 0.8  # font sizes: a font that says it is lower (one drawn as pictures) says how high the ink of each glyph is
_LATIN = re.compile(r"Helvetica|Arial|Times|Courier|Symbol|Zapf|Century|Calibri|Cambria|Verdana|Tahoma|Georgia")
_HYPHENS = (0x02, 0xFFFE)  # what pdfium makes of a hyphen at the end of a line
_sizes = raw.Floats(ctypes.c_float, 1)
_paints = raw.Floats(ctypes.c_uint, 4)
_name = ctypes.create_string_buffer(256)

_Run = tuple[float, int, Color | None, int]
"""Size, turn, color and drawing order."""


@dataclass(frozen=True, slots=True)
class Runs:
    """What the glyphs of one text object share; one entry a text object."""

    sizes: NDArray[np.float64]  # of the font, in points
    angles: NDArray[np.int64]  # degrees counter-clockwise as displayed, 0 to 359
    slants: NDArray[np.int64]  # the same before the page is turned
    printed: NDArray[np.bool_]
    colored: NDArray[np.bool_]  # whether the color is known
    paints: NDArray[np.float64]  # red, green and blue
    orders: list[int]


@dataclass(frozen=True)
class Glyphs:
    """One row a glyph. `boxes` are x0, top, x1, bottom as displayed; `run` numbers into `runs`."""

    codes: NDArray[np.int64]
    boxes: NDArray[np.float64]
    run: NDArray[np.int64]
    runs: Runs
    unmapped: int
    invisible: int
    lost: int = 0  # texts that pdfium left out, set in fonts that may not be at hand

    def __len__(self) -> int:
        return len(self.codes)

    def one(self, index: int) -> Glyph:
        """The glyph at an index: few are ever looked at one by one."""
        codes, boxes = self._rows
        of, runs = self._looks
        x0, top, x1, bottom = boxes[index]
        return Glyph(chr(codes[index]), (x0, top, x1, bottom), *runs[of[index]])

    def look(self, index: int) -> tuple[Color | None, int]:
        """The color of the glyph at an index, and when it is drawn."""
        of, runs = self._looks
        return runs[of[index]][2:]

    def orders(self, indices: Iterable[int]) -> list[int]:
        """When the glyphs at these indices are drawn."""
        of, orders = self._looks[0], self.runs.orders
        return [orders[of[index]] for index in indices]

    @cached_property
    def _rows(self) -> tuple[list[int], list[list[float]]]:
        """Codes and boxes as plain numbers."""
        return self.codes.tolist(), np.round(self.boxes, 3).tolist()

    @cached_property
    def _looks(self) -> tuple[list[int], list[_Run]]:
        """The run of each glyph as a plain number, and what each run's glyphs share."""
        of = self.runs
        paints = zip(of.paints.tolist(), of.colored.tolist(), strict=True)
        colors = [(paint[0], paint[1], paint[2]) if colored else None for paint, colored in paints]
        return self.run.tolist(), list(zip(of.sizes.tolist(), of.angles.tolist(), colors, of.orders, strict=True))

    @cached_property
    def sizes(self) -> NDArray[np.float64]:
        """Font sizes in points, one a glyph."""
        return self.runs.sizes[self.run]

    @cached_property
    def angles(self) -> NDArray[np.int64]:
        """Turns in degrees, one a glyph."""
        return self.runs.angles[self.run]


def read_glyphs(page: raw.Handle, frame: Frame, text_order: dict[int, int]) -> Glyphs:
    """All printed glyphs. `text_order` gives the drawing order of each text object by its handle."""
    text = raw.load_text(page)
    try:
        return _read(memory.characters(text), frame, text_order)
    finally:
        raw.close_text(raw.handle(text))


def _read(characters: NDArray[np.void], frame: Frame, text_order: dict[int, int]) -> Glyphs:
    # Characters that pdfium adds to make lines (spaces, line ends) belong to no text object.
    drawn = characters.take(np.flatnonzero(characters["object"]))
    codes = drawn["code"].astype(np.int64)
    of, first, run = _distinct(drawn["object"])
    runs = _runs(of, drawn["matrix"][first], frame, text_order)
    boxes = _boxes(drawn, codes, run, runs, frame)
    _part_ligatures(codes, boxes, run, runs.angles[run] == 0)

    unmapped = _unmapped(drawn["type"], codes)
    codes[(codes == _HYPHENS[0]) | (codes == _HYPHENS[1])] = 0x2D
    codes[unmapped] = UNMAPPED
    middle_x, middle_y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    shown = (middle_x >= 0) & (middle_x <= frame.width) & (middle_y >= 0) & (middle_y <= frame.height)
    shown &= (codes >= 0x20) | (codes == 0x09)
    printed = runs.printed[run]
    keep = np.flatnonzero(shown & printed)
    of_kept = run.take(keep)
    keep = keep[~repeated_glyphs(codes.take(keep), boxes.take(keep, axis=0), runs.sizes.take(of_kept), of_kept)]
    return Glyphs(
        codes.take(keep),
        boxes.take(keep, axis=0),
        run.take(keep),
        runs,
        int(unmapped[keep].sum()),
        int((shown & ~printed).sum()),
        _lost(text_order.keys() - of, drawn, codes),
    )


def _lost(items: Iterable[int], drawn: NDArray[np.void], codes: NDArray[np.int64]) -> int:
    """How many of these text objects have a font that is not in the file, and that pdfium has no like of.

    What the font prints elsewhere on the page as white space is no loss.
    """
    held = [(item, raw.text_font(raw.handle(item))) for item in items]
    absent = set(filter(_is_absent, {font for _, font in held}))
    if not absent:
        return 0
    spaces = drawn[[chr(code).isspace() for code in codes.tolist()]]
    fonts = map(raw.text_font, map(raw.handle, spaces["object"].tolist()))
    blank = set(zip(fonts, spaces["glyph"].tolist(), strict=True))
    lost = [(font, memory.glyphs(item)) for item, font in held if font in absent]
    return sum(any((font, glyph) not in blank for glyph in glyphs) for font, glyphs in lost)


def _is_absent(font: int) -> bool:
    item = raw.handle(font)
    return raw.font_embedded(item) == 0 and not _LATIN.search(_font_name(item))


def _boxes(
    drawn: NDArray[np.void], codes: NDArray[np.int64], run: NDArray[np.int64], runs: Runs, frame: Frame
) -> NDArray[np.float64]:
    """The glyphs' boxes as displayed, from pdfium's font boxes wherever these hold."""
    loose = drawn["box"].astype(np.float64)
    slants = runs.slants[run]
    heights, sizes = loose[:, 3] - loose[:, 1], runs.sizes[run]
    untold = np.flatnonzero((slants == 0) & ((heights > TALL * sizes) | (heights < LOW * sizes)))
    if len(untold):
        size, level = sizes[untold], drawn["origin"][untold, 1].astype(np.float64)
        loose[untold, 1], loose[untold, 3] = level - DESCENT * size, level + (1 - DESCENT) * size
    boxes = frame.boxes(loose)
    if runs.slants.any():
        turned = np.flatnonzero((slants != 0) & (slants % 90 == 0))
        if len(turned):
            boxes[turned] = frame.boxes(_turned_boxes(drawn[turned], codes[turned], run[turned], runs))
        slanted = np.flatnonzero(slants % 90 != 0)
        if len(slanted):
            # Where they leave ink is all that can be said of slanted glyphs, whose font boxes say little.
            boxes[slanted] = frame.boxes(drawn["ink"][slanted].astype(np.float64))
    return boxes


def _part_ligatures(
    codes: NDArray[np.int64], boxes: NDArray[np.float64], run: NDArray[np.int64], level: NDArray[np.bool_]
) -> None:
    """Give the letters of a level ligature, all of which have its box, a part of it each."""
    again = (run[1:] == run[:-1]) & (codes[1:] != codes[:-1]) & (boxes[1:] == boxes[:-1]).all(axis=1)
    again &= level[1:] & (codes[1:] < WIDE) & (boxes[1:, 0] < boxes[1:, 2])
    if not again.any():
        return
    starts = np.flatnonzero(np.concatenate([[True], ~again]))
    lengths = np.diff(np.append(starts, len(codes)))
    for start, length in zip(starts[lengths > 1].tolist(), lengths[lengths > 1].tolist(), strict=True):
        sides = np.linspace(boxes[start, 0], boxes[start, 2], length + 1)
        boxes[start : start + length, 0], boxes[start : start + length, 2] = sides[:-1], sides[1:]


def _distinct(items: NDArray[np.uint64]) -> tuple[list[int], NDArray[np.int64], NDArray[np.int64]]:
    """The text objects, where each comes first, and for each glyph the number of the one that it is of.

    They come in long runs of one.
    """
    starts = np.flatnonzero(np.concatenate([[True], items[1:] != items[:-1]])) if len(items) else np.arange(0)
    begun = items[starts].tolist()
    lengths = np.concatenate([starts[1:], [len(items)]]) - starts if begun else starts
    if len(set(begun)) == len(begun):
        return begun, starts, np.repeat(np.arange(len(begun)), lengths)
    first = dict(zip(reversed(begun), reversed(starts.tolist()), strict=True))
    number = dict(zip(first, range(len(first)), strict=True))
    numbers = np.fromiter(map(number.__getitem__, begun), np.int64, len(begun))
    return list(first), np.array([*first.values()]), np.repeat(numbers, lengths)


def _unmapped(types: NDArray[np.uint8], codes: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Characters that their font maps to none; pdfium gives their glyph's number for them."""
    unmapped: NDArray[np.bool_] = (types == memory.UNMAPPED) | (codes == 0) | (codes == UNMAPPED)
    unmapped |= ((codes >= 0xD800) & (codes < 0xE000)) | (codes > 0x10FFFF)
    return unmapped


def _drive(calls: Iterator[object]) -> None:
    """Make all calls of a map, keeping none of the answers."""
    deque(calls, maxlen=0)


def _runs(items: list[int], matrices: NDArray[np.float32], frame: Frame, text_order: dict[int, int]) -> Runs:
    count = len(items)
    handles = list(map(raw.handle, items))
    _drive(map(raw.text_font_size, handles, _sizes.rows(count)))
    _paints.rows(count)
    colored = np.fromiter(map(raw.fill_color, handles, *_paints.cells), np.int64, count) == 1
    modes = np.fromiter(map(raw.text_render_mode, handles), np.int64, count)
    matrices, paints = matrices.astype(np.float64), _paints.array(count) / 255
    slants = np.rint(np.degrees(np.arctan2(matrices[:, 1], matrices[:, 0]))).astype(np.int64) % 360
    # Quarter turns of the page are clockwise, angles of text are not.
    angles = (slants - 90 * frame.turns) % 360
    hidden = (modes == raw.INVISIBLE_MODES[0]) | (modes == raw.INVISIBLE_MODES[1])
    seen = ~hidden & ~(colored & (paints[:, 3] == 0) & (modes == 0))
    sizes = np.round(_sizes.array(count)[:, 0] * np.hypot(matrices[:, 2], matrices[:, 3]), 3)
    orders = list(map(text_order.get, items, repeat(0)))
    return Runs(sizes, angles, slants, seen, colored, paints[:, :3], orders)


def _font_name(font: raw.Handle) -> str:
    raw.font_name(font, _name, ctypes.c_size_t(ctypes.sizeof(_name)))
    return _name.value.decode("utf-8", "replace")


def _turned_boxes(
    drawn: NDArray[np.void], codes: NDArray[np.int64], run: NDArray[np.int64], runs: Runs
) -> NDArray[np.float64]:
    """Corners of turned glyphs, for which pdfium's font boxes do not hold: as high as their font.

    They reach from the origin to the next glyph's, the last ones to the end of their ink; full-width ones, and those of
    a font that is not at hand and leaves no ink, are taken to be as long as they are high.
    """
    ink, origins = drawn["ink"].astype(np.float64), drawn["origin"].astype(np.float64)
    size, angle = runs.sizes[run], np.radians(runs.slants[run])
    along, upwards = np.column_stack([np.cos(angle), np.sin(angle)]), np.column_stack([-np.sin(angle), np.cos(angle)])
    # The ink's end, measured from the origin in the glyph's own direction.
    inked = np.maximum.reduce([((ink[:, [x, y]] - origins) * along).sum(axis=1) for x in (0, 2) for y in (1, 3)])
    inkless = (ink[:, 0] == ink[:, 2]) | (ink[:, 1] == ink[:, 3])
    inked[inkless] = 0.0
    square = inkless | (codes >= WIDE) & ((codes < HALF_WIDTH[0]) | (codes > HALF_WIDTH[1]))
    end = np.maximum(inked, np.where(square, size, 0.0))
    # Where the next glyph of a text follows on the line, the glyph reaches to it.
    steps = np.diff(origins, axis=0)
    ahead, aside = (steps * along[:-1]).sum(axis=1), (steps * upwards[:-1]).sum(axis=1)
    together = (run[1:] == run[:-1]) | (ahead - end[:-1] <= 0.3 * size[:-1])
    near = (ahead > 0) & (ahead <= 1.2 * size[:-1]) & (np.abs(aside) <= 0.1 * size[:-1])
    follows = np.flatnonzero(near & together)
    end[follows] = np.maximum(inked[follows], ahead[follows])
    low, high = (-DESCENT * size)[:, None] * upwards, ((1 - DESCENT) * size)[:, None] * upwards
    corners = [origins + reach[:, None] * along + level for reach in (np.zeros_like(end), end) for level in (low, high)]
    return np.hstack([np.minimum.reduce(corners), np.maximum.reduce(corners)])


def repeated_glyphs(
    codes: NDArray[np.int64], boxes: NDArray[np.float64], sizes: NDArray[np.float64], run: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Glyphs drawn again over themselves by another text object, a little aside: fake bold and shadows."""
    repeated = np.zeros(len(codes), dtype=bool)
    if len(codes) < 2:
        return repeated
    step = max(1.0, _median(sizes) / 3)
    across = np.clip(boxes[:, 0] * 16, 0, (1 << 20) - 1).astype(np.int64)
    # Two grids, half a step apart, so that no pair is parted by the border of a grid cell in both.
    for shift in (0.0, 0.5):
        level = np.clip(boxes[:, 1] / step + shift, 0, (1 << 16) - 1).astype(np.int64)
        keys = (codes << 36) | (level << 20) | across
        by = np.argsort(keys, kind="stable")
        first, second = by[:-1], by[1:]
        keys, beside, of = keys.take(by), across.take(by), run.take(by)
        alike = ((keys[:-1] ^ keys[1:]) < 1 << 36) & (of[:-1] != of[1:])
        near = np.flatnonzero(alike & (np.abs(beside[:-1] - beside[1:]) < 4 * step * 3))
        if not len(near):
            continue
        first, second = first[near], second[near]
        near_by = 0.25 * sizes[second]
        same = (
            (np.abs(boxes[first, 0] - boxes[second, 0]) < near_by)
            & (np.abs(boxes[first, 1] - boxes[second, 1]) < near_by)
            & (np.abs(sizes[first] - sizes[second]) < 0.1 * sizes[second])
        )
        repeated[np.maximum(first, second)[same]] = True
    return repeated


def _median(numbers: NDArray[np.float64]) -> float:
    """As `np.median` has it, which takes its time where numbers are as few as on a page."""
    ordered, middle = np.sort(numbers), len(numbers) // 2
    return float(ordered[middle] + ordered[~middle]) / 2
