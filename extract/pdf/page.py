"""The page model: everything that a page shows, in points with the origin at the top left of the page as displayed.

Page rotation and crop box are applied. What a page has thousands of is a plain tuple. Out of scope: how it is filled
(`extract.pdf.pdfium`), and what any of it means.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, repeat
from typing import Any, NamedTuple, Protocol, TypeVar, overload

from extract.document import Box

Color = tuple[float, float, float]
"""Red, green and blue, 0 to 1."""
Look = tuple[Color | None, int]
"""The color of a glyph, and when it is drawn."""
Row = TypeVar("Row", bound=tuple[Any, ...])


def many(kind: type[Row], columns: Iterable[Iterable[object]]) -> Iterator[Row]:
    """Named tuples of a kind from all their fields, one column a field, without a call of ours for each."""
    return map(tuple.__new__, repeat(kind), zip(*columns, strict=True))


class Glyph(NamedTuple):
    """A printed character with its box: its advance (where turned: its ink) long, its font's ascent and descent high.

    `text` is as printed (full-width forms are kept); a glyph that its font maps to no character is U+FFFD.
    """

    text: str
    bbox: Box
    size: float  # font size in points
    upright: int  # turn in degrees, counter-clockwise: 0 as usual, 90 reads upwards, 270 downwards; any whole degree
    color: Color | None = None
    order: int = 0  # position in the page's drawing order, shared with rulings, shapes and images


class Source(Protocol):
    """Where the glyphs of a page come from."""

    def one(self, index: int, /) -> Glyph:
        """The glyph at an index."""

    def look(self, index: int, /) -> Look:
        """The look of the glyph at an index."""

    def orders(self, indices: Iterable[int], /) -> list[int]:
        """When the glyphs at these indices are drawn."""


class Printed(NamedTuple):
    """Which glyphs a word prints: those of `source` whose indices stand in `order` from `start` to before `stop`.

    Hardly any glyph is ever looked at by itself, so none is made before it is asked for.
    """

    source: Source
    order: list[int]
    start: int
    stop: int

    @property
    def indices(self) -> list[int]:
        """Where they stand among those of the page."""
        return self.order[self.start : self.stop]


class _Made(Sequence[Glyph]):
    """Glyphs that are made as they are asked for."""

    __slots__ = ("_indices", "_source")

    def __init__(self, printed: Printed) -> None:
        self._source, self._indices = printed.source, printed.indices

    def __len__(self) -> int:
        return len(self._indices)

    @overload
    def __getitem__(self, at: int) -> Glyph: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[Glyph, ...]: ...

    def __getitem__(self, at: int | slice) -> Glyph | tuple[Glyph, ...]:
        found = self._indices[at]
        return self._source.one(found) if isinstance(found, int) else tuple(map(self._source.one, found))

    def __iter__(self) -> Iterator[Glyph]:
        return map(self._source.one, self._indices)


class Word(NamedTuple):
    """Glyphs that stand together on one baseline, in reading order; white space parts words and is in none.

    `vertical` marks glyphs that stand upright below each other (vertical writing). `space` is the width of the white
    space that is printed, as characters, right before the word: a gap that it does not fill was made by setting.
    """

    text: str
    bbox: Box
    size: float
    upright: int
    printed: Printed | tuple[Glyph, ...]
    vertical: bool = False
    space: float = 0.0

    @property
    def glyphs(self) -> Sequence[Glyph]:
        """Its glyphs, one by one."""
        return _Made(self.printed) if isinstance(self.printed, Printed) else self.printed

    @property
    def look(self) -> Look:
        """The look of its first glyph."""
        if isinstance(self.printed, Printed):
            source, order, start, _ = self.printed
            return source.look(order[start])
        first = self.printed[0]
        return first.color, first.order

    @property
    def changes(self) -> list[int]:
        """Where in it the glyphs of another text object begin."""
        if isinstance(self.printed, Printed):
            orders = self.printed.source.orders(self.printed.indices)
        else:
            orders = [glyph.order for glyph in self.printed]
        return [at for at, (one, other) in enumerate(pairwise(orders), start=1) if one != other]


class Ruling(NamedTuple):
    """A straight horizontal or vertical line: a stroke, a thin filled rectangle, or an edge of a stroked rectangle."""

    x0: float
    top: float
    x1: float
    bottom: float
    width: float
    color: Color | None
    dashed: bool = False
    order: int = 0

    @property
    def horizontal(self) -> bool:
        """Whether it runs from left to right."""
        return self.x1 - self.x0 >= self.bottom - self.top


class Shape(NamedTuple):
    """A painted path. `points` are its vertices (curves by their end and control points), one tuple a sub-path."""

    bbox: Box
    subpaths: tuple[tuple[tuple[float, float], ...], ...]
    fill: Color | None
    stroke: Color | None
    stroke_width: float
    curved: bool = False
    dashed: bool = False
    pattern: bool = False  # filled with a pattern or shading
    order: int = 0
    clip: Box | None = None  # all that shows of it, where something is cut off

    @property
    def shown(self) -> Box:
        """The box around what shows of it."""
        return self.clip or self.bbox

    @property
    def is_rectangle(self) -> bool:
        """Whether it is one axis-parallel rectangle."""
        if self.curved or len(self.subpaths) != 1 or len(self.subpaths[0]) not in (4, 5):
            return False
        # Most have their sides exactly where they should be: few numbers are left to round.
        xs, ys = {x for x, _ in self.subpaths[0]}, {y for _, y in self.subpaths[0]}
        if len(xs) > 2 or len(ys) > 2:
            xs, ys = {round(x, 2) for x in xs}, {round(y, 2) for y in ys}
        if len(xs) > 2 or len(ys) > 2:
            return False
        return _apart(xs) and _apart(ys)


def _apart(sides: set[float]) -> bool:
    """Whether the sides of a rectangle are two, to the hundredth."""
    low, high = min(sides), max(sides)
    return high - low > 0.02 or round(low, 2) != round(high, 2)  # hardly any needs rounding to be told


@dataclass(frozen=True, slots=True)
class Image:
    """A raster picture."""

    bbox: Box
    order: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `number` counts from 1."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    rulings: tuple[Ruling, ...]
    shapes: tuple[Shape, ...]
    images: tuple[Image, ...]
    unmapped_glyphs: int = 0  # glyphs whose font maps them to no character
    invisible_glyphs: int = 0  # hidden text, as a recogniser lays it under a scan: in no word
    lost_paths: int = 0  # drawn beyond what is looked at on one page
    lost_texts: int = 0  # texts that the reader left out for want of their fonts
