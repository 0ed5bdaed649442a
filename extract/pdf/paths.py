"""The drawing of a page: painted paths, pictures, and the order in which everything is drawn, forms taken apart.

Out of scope: text (`extract.pdf.glyphs`), and which paths are rulings (`extract.pdf.rulings`).
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import hypot

from extract.document import Box
from extract.pdf import raw
from extract.pdf.frame import IDENTITY, Frame, Matrix, times
from extract.pdf.page import Color, Image, Shape

MAX_DEPTH = 12  # of forms in forms: deeper ones are a loop or an attack
MAX_SEGMENTS = 200_000  # of a page: a map or a drawing beyond that is kept as boxes

Point = tuple[float, float]


@dataclass(slots=True)
class Drawing:
    """What is drawn on a page. `text_order` gives each text object's place in the drawing order, by its handle."""

    shapes: list[Shape] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    text_order: dict[int, int] = field(default_factory=dict)
    segments: int = 0


def read_drawing(page: raw.Handle, frame: Frame) -> Drawing:
    """Walk the page's objects once, in drawing order."""
    drawing = Drawing()
    for order, (kind, item, matrix) in enumerate(_objects(page, frame.matrix)):
        if kind == raw.TEXT:
            drawing.text_order[item.value or 0] = order
        elif kind == raw.PATH:
            shape = _shape(item, matrix, order, drawing)
            if shape is not None:
                drawing.shapes.append(shape)
        elif kind == raw.IMAGE:
            drawing.images.append(Image(_bounds(item, matrix), order))
        elif kind == raw.SHADING:
            box = _bounds(item, matrix)
            drawing.shapes.append(Shape(box, (_corners(box),), None, None, 0.0, pattern=True, order=order))
    return drawing


def _objects(page: raw.Handle, matrix: Matrix) -> Iterator[tuple[int, raw.Handle, Matrix]]:
    for index in range(raw.count_objects(page)):
        item = raw.get_object(page, index)
        yield from _object(item, matrix, 0)


def _object(item: raw.Handle, matrix: Matrix, depth: int) -> Iterator[tuple[int, raw.Handle, Matrix]]:
    kind = raw.object_type(item)
    if kind != raw.FORM:
        yield kind, item, matrix
    elif depth < MAX_DEPTH:
        inner = times(_matrix(item), matrix)
        for index in range(raw.form_count(item)):
            # The index is an unsigned long, which a plain int argument fills on every platform in use.
            yield from _object(raw.form_object(item, ctypes.c_ulong(index)), inner, depth + 1)


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


def _color(item: raw.Handle, getter: raw.Function) -> tuple[bool, Color | None]:
    """Whether paint is a pattern, and the color it has otherwise; None where it is fully transparent."""
    numbers = (ctypes.c_uint * 4)()
    if not getter(item, *(ctypes.byref(numbers, 4 * k) for k in range(4))):
        return True, None
    red, green, blue, alpha = numbers
    return False, (red / 255, green / 255, blue / 255) if alpha else None


def _shape(item: raw.Handle, matrix: Matrix, order: int, drawing: Drawing) -> Shape | None:
    fill_mode, stroke_mode = ctypes.c_int(), ctypes.c_int()
    raw.draw_mode(item, ctypes.byref(fill_mode), ctypes.byref(stroke_mode))
    pattern, fill = _color(item, raw.fill_color) if fill_mode.value else (False, None)
    _, stroke = _color(item, raw.stroke_color) if stroke_mode.value else (False, None)
    if fill is None and stroke is None and not pattern:
        return None
    own = times(_matrix(item), matrix)
    count = raw.count_segments(item)
    drawing.segments += count
    curved = False
    if drawing.segments > MAX_SEGMENTS:
        subpaths: tuple[tuple[Point, ...], ...] = (_corners(_bounds(item, matrix)),)
        curved = True
    else:
        subpaths, curved = _subpaths(item, count, own)
    points = [point for subpath in subpaths for point in subpath]
    if not points:
        return None
    xs, ys = [x for x, _ in points], [y for _, y in points]
    width = 0.0
    if stroke is not None:
        number = ctypes.c_float()
        raw.stroke_width(item, ctypes.byref(number))
        width = number.value * hypot(own[0], own[1])
    return Shape(
        (min(xs), min(ys), max(xs), max(ys)),
        subpaths,
        fill,
        stroke,
        width,
        curved=curved,
        dashed=stroke is not None and raw.dash_count(item) > 0,
        pattern=pattern,
        order=order,
    )


def _subpaths(item: raw.Handle, count: int, matrix: Matrix) -> tuple[tuple[tuple[Point, ...], ...], bool]:
    a, b, c, d, e, f = matrix
    numbers = (ctypes.c_float * 2)()
    x_at, y_at = ctypes.byref(numbers), ctypes.byref(numbers, 4)
    subpaths: list[list[Point]] = []
    curved = False
    for index in range(count):
        segment = raw.get_segment(item, index)
        kind = raw.segment_type(segment)
        raw.segment_point(segment, x_at, y_at)
        x, y = numbers
        point = (a * x + c * y + e, b * x + d * y + f)
        if kind == raw.MOVE_TO or not subpaths:
            subpaths.append([point])
        else:
            curved = curved or kind == raw.CURVE_TO
            subpaths[-1].append(point)
            if raw.segment_closes(segment) and subpaths[-1][0] != point:
                subpaths[-1].append(subpaths[-1][0])
    return tuple(tuple(points) for points in subpaths), curved
