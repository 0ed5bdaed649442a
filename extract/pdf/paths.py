"""The drawing of a page: painted paths, pictures, and the order in which everything is drawn, forms taken apart.

Out of scope: text (`extract.pdf.glyphs`), and which paths are rulings (`extract.pdf.rulings`).
"""

import ctypes
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, pairwise, repeat

import numpy as np

from extract.document import Box
from extract.pdf import raw
from extract.pdf.frame import IDENTITY, Frame, Matrix, times
from extract.pdf.page import Color, Image, Shape

MAX_DEPTH = 12  # of forms in forms: deeper ones are a loop or an attack
THIN = 1.5  # points: lines are thinner, and what cuts them is not asked for
MAX_SEGMENTS = 200_000  # of a page: a map or a drawing beyond that is not looked at

Point = tuple[float, float]
Subpaths = tuple[tuple[Point, ...], ...]

_points = raw.Floats(ctypes.c_float, 2)
_modes = raw.Floats(ctypes.c_int, 2)
_fills = raw.Floats(ctypes.c_uint, 4)
_strokes = raw.Floats(ctypes.c_uint, 4)
_matrices = raw.Floats(ctypes.c_float, 6)
_widths = raw.Floats(ctypes.c_float, 1)


@dataclass(slots=True)
class Drawing:
    """What is drawn on a page. `text_order` gives each text object's place in the drawing order, by its handle."""

    shapes: list[Shape] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    text_order: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Paths:
    """The path objects of a page, with the matrix of the form they stand in and their place in the drawing order."""

    items: list[raw.Handle] = field(default_factory=list)
    matrices: list[Matrix] = field(default_factory=list)
    orders: list[int] = field(default_factory=list)


def read_drawing(page: raw.Handle, frame: Frame) -> Drawing:
    """Walk the page's objects once, in drawing order."""
    drawing, paths = Drawing(), _Paths()
    for order, (kind, item, matrix) in enumerate(_objects(page, frame.matrix)):
        if kind == raw.TEXT:
            drawing.text_order[item.value or 0] = order
        elif kind == raw.PATH:
            paths.items.append(item)
            paths.matrices.append(matrix)
            paths.orders.append(order)
        elif kind == raw.IMAGE:
            drawing.images.append(Image(_bounds(item, matrix), order))
        elif kind == raw.SHADING:
            box = _bounds(item, matrix)
            drawing.shapes.append(Shape(box, (_corners(box),), None, None, 0.0, pattern=True, order=order))
    drawing.shapes += _shapes(paths)
    drawing.shapes.sort(key=lambda shape: shape.order)
    return drawing


def _objects(page: raw.Handle, matrix: Matrix) -> Iterator[tuple[int, raw.Handle, Matrix]]:
    items = list(map(raw.get_object, repeat(page), range(raw.count_objects(page))))
    for kind, item in zip(map(raw.object_type, items), items, strict=True):
        if kind == raw.FORM:
            yield from _in_form(item, matrix, 0)
        else:
            yield kind, item, matrix


def _in_form(form: raw.Handle, matrix: Matrix, depth: int) -> Iterator[tuple[int, raw.Handle, Matrix]]:
    if depth >= MAX_DEPTH:
        return
    inner = times(_matrix(form), matrix)
    for index in range(raw.form_count(form)):
        # The index is an unsigned long, which a plain int argument fills on every platform in use.
        item = raw.form_object(form, ctypes.c_ulong(index))
        kind = raw.object_type(item)
        if kind == raw.FORM:
            yield from _in_form(item, inner, depth + 1)
        else:
            yield kind, item, inner


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
    patterns: list[bool]
    widths: raw.Table
    dashed: list[bool]


def _shapes(paths: _Paths) -> Iterator[Shape]:
    """All paths that paint something; what pdfium says of them is asked for in bulk, for a page at once."""
    items = paths.items
    if not items:
        return
    paint = _paint(items)
    _drive(map(raw.object_matrix, items, _matrices.rows(len(items))))
    own = _composed(_matrices.array(len(items)), np.array(paths.matrices))
    widths = (paint.widths * np.hypot(own[:, 0], own[:, 1])).tolist()
    outlines = _outlines(items, own, [stroke is not None for stroke in paint.strokes])
    for index, (box, subpaths, curved) in enumerate(outlines):
        fill, stroke, pattern = paint.fills[index], paint.strokes[index], paint.patterns[index]
        if not subpaths or (fill is None and stroke is None and not pattern):
            continue
        width = widths[index] if stroke is not None else 0.0
        dashed = stroke is not None and paint.dashed[index]
        clip = _clip(items[index], paths.matrices[index], box) if min(box[2] - box[0], box[3] - box[1]) > THIN else None
        yield Shape(box, subpaths, fill, stroke, width, curved, dashed, pattern, paths.orders[index], clip)


def _clip(item: raw.Handle, matrix: Matrix, box: Box) -> Box | None:
    """The box that a path is cut to; None where it shows whole."""
    path = raw.clip_path(item)
    count = raw.clip_count(path) if path else 0
    if count <= 0:
        return None
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    shown = box
    for number in range(count):
        points = []
        for index in range(raw.clip_segments(path, number)):
            raw.segment_point(raw.clip_segment(path, number, index), ctypes.byref(x), ctypes.byref(y))
            points.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if points:
            xs, ys = [u for u, _ in points], [v for _, v in points]
            shown = (max(shown[0], min(xs)), max(shown[1], min(ys)), min(shown[2], max(xs)), min(shown[3], max(ys)))
    cut = max(shown[0] - box[0], shown[1] - box[1], box[2] - shown[2], box[3] - shown[3])
    return shown if cut > 0.1 else None


def _composed(first: raw.Table, then: raw.Table) -> raw.Table:
    """As `times`, row by row."""
    a, b, c, d, e, f = first.T
    g, h, i, j, k, m = then.T
    return np.column_stack(
        [a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m]
    )


def _paint(items: list[raw.Handle]) -> _Paint:
    count = len(items)
    _modes.rows(count)
    _drive(map(raw.draw_mode, items, *_modes.cells))
    _fills.rows(count)
    plain = np.fromiter(map(raw.fill_color, items, *_fills.cells), np.bool_, count)
    _strokes.rows(count)
    drawn = np.fromiter(map(raw.stroke_color, items, *_strokes.cells), np.bool_, count)
    _drive(map(raw.stroke_width, items, _widths.rows(count)))
    modes, fills, strokes = _modes.array(count), _fills.array(count), _strokes.array(count)
    filled, stroked = modes[:, 0] != 0, modes[:, 1] != 0
    return _Paint(
        _colors(fills, filled & plain & (fills[:, 3] > 0)),
        _colors(strokes, stroked & drawn & (strokes[:, 3] > 0)),
        (filled & ~plain).tolist(),
        _widths.array(count)[:, 0],
        [dashes > 0 for dashes in map(raw.dash_count, items)],
    )


def _colors(paints: raw.Table, seen: raw.Flags) -> list[Color | None]:
    return [
        (red, green, blue) if one else None
        for (red, green, blue, _), one in zip((paints / 255).tolist(), seen.tolist(), strict=True)
    ]


def _drive(calls: Iterator[object]) -> None:
    """Make all calls of a map, keeping none of the answers."""
    deque(calls, maxlen=0)


def _outlines(items: list[raw.Handle], own: raw.Table, stroked: list[bool]) -> Iterator[tuple[Box, Subpaths, bool]]:
    """Box, subpaths and whether it is curved, of each path; beyond the page's limit of segments paths have none."""
    counts = np.fromiter(map(raw.count_segments, items), np.int64, len(items))
    counts[np.cumsum(counts) > MAX_SEGMENTS] = 0
    each = counts.tolist()
    total = int(counts.sum())
    if not total:
        return
    of_item = chain.from_iterable(map(repeat, items, each))
    segments = list(map(raw.get_segment, of_item, chain.from_iterable(map(range, each))))
    kinds = np.fromiter(map(raw.segment_type, segments), np.int64, total)
    _points.rows(total)
    _drive(map(raw.segment_point, segments, *_points.cells))
    x, y = _points.array(total).T
    a, b, c, d, e, f = np.repeat(own, counts, axis=0).T
    flat = np.column_stack([a * x + c * y + e, b * x + d * y + f])
    points: list[Point] = list(zip(flat[:, 0].tolist(), flat[:, 1].tolist(), strict=True))
    starts = np.cumsum(counts) - counts
    held = np.flatnonzero(counts)
    low = np.minimum.reduceat(flat, starts[held], axis=0)
    high = np.maximum.reduceat(flat, starts[held], axis=0)
    boxes = dict(zip(held.tolist(), map(tuple, np.hstack([low, high]).tolist()), strict=True))
    curved = np.add.reduceat(kinds == raw.CURVE_TO, starts[held]) > 0
    curves = dict(zip(held.tolist(), curved.tolist(), strict=True))
    begins = (kinds == raw.MOVE_TO).tolist()
    for index, (start, count) in enumerate(zip(starts.tolist(), each, strict=True)):
        if not count:
            yield (0.0, 0.0, 0.0, 0.0), (), False
            continue
        cuts = [start, *(k for k in range(start + 1, start + count) if begins[k]), start + count]
        subpaths = [tuple(points[low:high]) for low, high in pairwise(cuts)]
        if stroked[index]:
            # A closed outline is stroked back to its start.
            for number, end in enumerate(cuts[1:]):
                outline = subpaths[number]
                if outline[0] != outline[-1] and raw.segment_closes(segments[end - 1]):
                    subpaths[number] = (*outline, outline[0])
        yield boxes[index], tuple(subpaths), curves[index]
