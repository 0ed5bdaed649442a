"""The drawing of a page: painted paths, pictures, and the order in which everything is drawn, forms taken apart.

Out of scope: text (`extract.pdf.glyphs`), and which paths are rulings (`extract.pdf.rulings`).
"""

import ctypes
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise, repeat

import numpy as np
from numpy.typing import NDArray

from extract.document import Box
from extract.pdf import memory, raw
from extract.pdf.frame import IDENTITY, Frame, Matrix, times
from extract.pdf.limits import SEGMENTS
from extract.pdf.page import Color, Image, Shape, many

MAX_DEPTH = 12  # of forms in forms: deeper ones are a loop or an attack
THIN = 1.5  # points: lines are thinner, and what cuts them is not asked for

Point = tuple[float, float]
Subpaths = tuple[tuple[Point, ...], ...]

_modes = raw.Floats(ctypes.c_int, 2)
_fills = raw.Floats(ctypes.c_uint, 4)
_strokes = raw.Floats(ctypes.c_uint, 4)
_matrices = raw.Floats(ctypes.c_float, 6)
_widths = raw.Floats(ctypes.c_float, 1)


@dataclass(slots=True)
class Drawing:
    """What is drawn on a page, but for `left_out` paths beyond the limit.

    `text_order` gives each text object's place in the drawing order, by its handle.
    """

    shapes: list[Shape] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    text_order: dict[int, int] = field(default_factory=dict)
    left_out: int = 0


@dataclass(slots=True)
class _Paths:
    """The path objects of a page, with the matrix of the form they stand in and their place in the drawing order."""

    items: list[raw.Handle]
    matrices: list[Matrix]
    orders: list[int]


def read_drawing(page: raw.Handle, frame: Frame) -> Drawing:
    """Walk the page's objects once, in drawing order."""
    drawing, objects = Drawing(), _objects(page, frame.matrix)
    kinds = np.array(objects.kinds, dtype=np.int64)
    texts = np.flatnonzero(kinds == raw.TEXT).tolist()
    drawing.text_order = dict(zip(map(objects.addresses.__getitem__, texts), texts, strict=True))
    for order in np.flatnonzero(kinds == raw.IMAGE).tolist():
        drawing.images.append(Image(_bounds(objects.items[order], objects.matrices[order]), order))
    for order in np.flatnonzero(kinds == raw.SHADING).tolist():
        box = _bounds(objects.items[order], objects.matrices[order])
        drawing.shapes.append(Shape(box, (_corners(box),), None, None, 0.0, pattern=True, order=order))
    orders = np.flatnonzero(kinds == raw.PATH).tolist()
    items = list(map(objects.items.__getitem__, orders))
    counts = np.fromiter(map(raw.count_segments, items), np.int64, len(items))
    kept = int(np.searchsorted(np.cumsum(counts), SEGMENTS, side="right"))
    drawing.left_out = len(items) - kept
    matrices = list(map(objects.matrices.__getitem__, orders[:kept]))
    drawing.shapes += _shapes(_Paths(items[:kept], matrices, orders[:kept]), counts[:kept])
    if raw.SHADING in objects.kinds:
        drawing.shapes.sort(key=lambda shape: shape.order)
    return drawing


@dataclass(slots=True)
class _Objects:
    """Everything that is drawn, in order: its kind, where pdfium keeps it, and the matrix of the form it stands in."""

    kinds: list[int] = field(default_factory=list)
    addresses: list[int] = field(default_factory=list)
    items: list[raw.Handle] = field(default_factory=list)
    matrices: list[Matrix] = field(default_factory=list)

    def add(self, addresses: list[int], matrix: Matrix, depth: int) -> None:
        """Add objects that stand together; forms are taken apart."""
        items = list(map(raw.handle, addresses))
        kinds = list(map(raw.object_type, items))
        if raw.FORM not in kinds:
            self.kinds += kinds
            self.addresses += addresses
            self.items += items
            self.matrices += [matrix] * len(items)
            return
        for kind, address, item in zip(kinds, addresses, items, strict=True):
            if kind != raw.FORM:
                self.kinds.append(kind)
                self.addresses.append(address)
                self.items.append(item)
                self.matrices.append(matrix)
            elif depth < MAX_DEPTH:
                # An index is an unsigned long, which a plain int argument does not fill on every platform.
                indices = map(ctypes.c_ulong, range(raw.form_count(item)))
                self.add(list(map(raw.form_object, repeat(item), indices)), times(_matrix(item), matrix), depth + 1)


def _objects(page: raw.Handle, matrix: Matrix) -> _Objects:
    objects = _Objects()
    objects.add(list(map(raw.get_object, repeat(page), range(raw.count_objects(page)))), matrix, 0)
    return objects


def _matrix(item: raw.Handle) -> Matrix:
    numbers = (ctypes.c_float * 6)()
    return tuple(numbers) if raw.object_matrix(item, numbers) else IDENTITY


def _bounds(item: raw.Handle, matrix: Matrix) -> Box:
    numbers = (ctypes.c_float * 4)()
    left, bottom, right, top = (ctypes.byref(numbers, 4 * k) for k in range(4))
    raw.object_bounds(item, left, bottom, right, top)
    a, b, c, d, e, f = matrix
    x0, y0, x1, y1 = numbers
    xs = [a * x + c * y + e for x in (x0, x1) for y in (y0, y1)]
    ys = [b * x + d * y + f for x in (x0, x1) for y in (y0, y1)]
    return (min(xs), min(ys), max(xs), max(ys))


def _corners(box: Box) -> tuple[Point, ...]:
    return ((box[0], box[1]), (box[2], box[1]), (box[2], box[3]), (box[0], box[3]))


@dataclass(slots=True)
class _Paint:
    """How each path is painted: colors where it is not transparent, patterns, width of the stroke in its own space."""

    fills: list[Color | None]
    strokes: list[Color | None]
    patterns: raw.Flags
    widths: raw.Table
    dashed: list[bool]


def _shapes(paths: _Paths, counts: NDArray[np.int64]) -> Iterator[Shape]:
    """All paths that paint something, of so many segments each; pdfium is asked of them in bulk, for a page at once."""
    items, orders = paths.items, paths.orders
    if not items:
        return iter(())
    paint = _paint(items)
    _drive(map(raw.object_matrix, items, _matrices.rows(len(items))))
    first, *others = dict.fromkeys(paths.matrices)
    own = _composed(_matrices.array(len(items)), np.array(paths.matrices if others else [first]))
    widths = (paint.widths * np.hypot(own[:, 0], own[:, 1])).tolist()
    boxes, outlines, curved = _outlines(items, counts, own, paint.strokes)
    thick = np.min(boxes[:, 2:] - boxes[:, :2], axis=1) > THIN
    sides: list[Box] = list(zip(*boxes.T.tolist(), strict=True))
    clips: list[Box | None] = [None] * len(items)
    for index in np.flatnonzero(thick).tolist():
        clips[index] = _clip(items[index], paths.matrices[index], sides[index])
    columns = (
        sides,
        outlines,
        paint.fills,
        paint.strokes,
        widths,
        curved.tolist(),
        paint.dashed,
        paint.patterns.tolist(),
        orders,
        clips,
    )
    return (shape for shape in many(Shape, columns) if shape.subpaths and (shape.fill or shape.stroke or shape.pattern))


def _clip(item: raw.Handle, matrix: Matrix, box: Box) -> Box | None:
    """The box that a path is cut to; None where it shows whole."""
    path = raw.handle(raw.clip_path(item))
    count = raw.clip_count(path)
    if count <= 0:
        return None
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    shown = box
    for number in range(count):
        points = []
        for index in range(raw.clip_segments(path, number)):
            raw.segment_point(raw.handle(raw.clip_segment(path, number, index)), ctypes.byref(x), ctypes.byref(y))
            points.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if points:
            xs, ys = [u for u, _ in points], [v for _, v in points]
            shown = (max(shown[0], min(xs)), max(shown[1], min(ys)), min(shown[2], max(xs)), min(shown[3], max(ys)))
    cut = max(shown[0] - box[0], shown[1] - box[1], box[2] - shown[2], box[3] - shown[3])
    return shown if cut > 0.1 else None


def _composed(first: raw.Table, then: raw.Table) -> raw.Table:
    """As `times`, row by row; `then` may be one row for all."""
    a, b, c, d, e, f = first.T
    g, h, i, j, k, m = then.T
    rows = (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)
    return np.array(rows).T


def _paint(items: list[raw.Handle]) -> _Paint:
    count = len(items)
    _modes.rows(count)
    _drive(map(raw.draw_mode, items, *_modes.cells))
    _fills.rows(count)
    plain = np.fromiter(map(raw.fill_color, items, *_fills.cells), np.bool_, count)
    modes, fills = _modes.array(count), _fills.array(count)
    filled, stroked = modes[:, 0] != 0, modes[:, 1] != 0
    strokes: list[Color | None] = [None] * count
    widths, dashed = np.zeros(count), [False] * count
    drawn = np.flatnonzero(stroked).tolist()
    if drawn:
        lines = [items[index] for index in drawn]
        _strokes.rows(len(lines))
        known = np.fromiter(map(raw.stroke_color, lines, *_strokes.cells), np.bool_, len(lines))
        _drive(map(raw.stroke_width, lines, _widths.rows(len(lines))))
        paints = _strokes.array(len(lines))
        colors = _colors(paints, known & (paints[:, 3] > 0))
        for index, color, width, dashes in zip(
            drawn, colors, _widths.array(len(lines))[:, 0].tolist(), map(raw.dash_count, lines), strict=True
        ):
            if color is not None:
                strokes[index], widths[index], dashed[index] = color, width, dashes > 0
    return _Paint(_colors(fills, filled & plain & (fills[:, 3] > 0)), strokes, filled & ~plain, widths, dashed)


def _colors(paints: raw.Table, seen: raw.Flags) -> list[Color | None]:
    """The color of each, None where nothing is seen of it; a page has few, and those alike are one object."""
    red, green, blue = paints[:, :3].astype(np.int64).T
    codes = ((red << 16) | (green << 8) | blue).tolist()
    known: dict[int, Color] = {
        code: ((code >> 16) / 255, (code >> 8 & 0xFF) / 255, (code & 0xFF) / 255) for code in set(codes)
    }
    colors: list[Color | None] = list(map(known.__getitem__, codes))
    for index in np.flatnonzero(~seen).tolist():
        colors[index] = None
    return colors


def _drive(calls: Iterator[object]) -> None:
    """Make all calls of a map, keeping none of the answers."""
    deque(calls, maxlen=0)


def _outlines(
    items: list[raw.Handle], counts: NDArray[np.int64], own: raw.Table, strokes: list[Color | None]
) -> tuple[raw.Table, list[Subpaths], raw.Flags]:
    """Boxes, subpaths and which are curved."""
    boxes, curved = np.zeros((len(items), 4)), np.zeros(len(items), dtype=np.bool_)
    outlines: list[Subpaths] = [()] * len(items)
    total = int(counts.sum())
    if not total:
        return boxes, outlines, curved
    held = np.flatnonzero(counts)
    segments = memory.segments([items[index] for index in held.tolist()], counts[held].tolist())
    kinds, closes = segments["type"], segments["closes"]
    x, y = segments["point"].astype(np.float64).T
    a, b, c, d, e, f = np.repeat(own, counts, axis=0).T
    flat = np.empty((total, 2))
    flat[:, 0], flat[:, 1] = a * x + c * y + e, b * x + d * y + f
    starts = (np.cumsum(counts) - counts)[held]
    boxes[held, :2] = np.minimum.reduceat(flat, starts, axis=0)
    boxes[held, 2:] = np.maximum.reduceat(flat, starts, axis=0)
    curved[held] = np.add.reduceat(kinds == raw.CURVE_TO, starts) > 0
    begins = kinds == raw.MOVE_TO
    begins[starts] = True
    cuts = np.append(np.flatnonzero(begins), total)
    points: tuple[Point, ...] = tuple(zip(flat[:, 0].tolist(), flat[:, 1].tolist(), strict=True))
    pieces = [points[start:end] for start, end in pairwise(cuts.tolist())]
    many_of = np.add.reduceat(begins, starts)
    stroked = np.repeat([strokes[index] is not None for index in held.tolist()], many_of)
    open_ended = (flat[cuts[:-1]] != flat[cuts[1:] - 1]).any(axis=1)
    for number in np.flatnonzero(stroked & closes[cuts[1:] - 1] & open_ended).tolist():
        # A closed outline is stroked back to its start.
        pieces[number] = (*pieces[number], pieces[number][0])
    ends = np.cumsum(many_of).tolist()
    for index, first, last in zip(held.tolist(), [0, *ends], ends, strict=False):
        outlines[index] = tuple(pieces[first:last])
    return boxes, outlines, curved
