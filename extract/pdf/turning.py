"""Pages whose text runs up or down the sheet: read with the sheet turned, what was read is put back in its place.

Out of scope: pages that say themselves how they are shown (`extract.pdf.frame`), single words that are turned.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from operator import attrgetter
from typing import cast

from extract.document import Box, PagePlace, Reading
from extract.pdf.page import Page, Ruling, Shape, Word

_upright = attrgetter("upright")
MOST = 0.7  # of a page's characters that run one way


@dataclass(frozen=True, slots=True)
class Turn:
    """How the text of a page of some width and height runs: 90 upwards, 270 downwards."""

    page: int
    upright: int
    width: float
    height: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page, as it is when text is level."""
        return (self.height - y, x) if self.upright == 90 else (y, self.width - x)

    def box(self, box: Box) -> Box:
        """A box of the page, as it is when text is level."""
        return _box(self.point(box[0], box[1]), self.point(box[2], box[3]))

    def back(self, box: Box) -> Box:
        """A box where text is level, as it is on the page."""
        other = Turn(self.page, 360 - self.upright, self.height, self.width)
        return other.box(box)


def level(page: Page) -> tuple[Page, Turn | None]:
    """The page with its text level, and how it was turned for that, if it was."""
    turn = _turn_of(page)
    return (page, None) if turn is None else (_turned(page, turn), turn)


def _turn_of(page: Page) -> Turn | None:
    """How a page's text runs, where nearly all of it is turned."""
    if not any(map(_upright, page.words)):
        return None
    ways: Counter[int] = Counter()
    for word in page.words:
        ways[word.upright] += len(word.text)
    upright, characters = ways.most_common(1)[0]
    if upright not in (90, 270) or characters < MOST * ways.total():
        return None
    return Turn(page.number, upright, page.width, page.height)


def _turned(page: Page, turn: Turn) -> Page:
    """The page with its text level."""
    words = [_word(word, turn) for word in page.words]
    words.sort(key=lambda word: (round(word.bbox[3] / 2), word.bbox[0]))
    return replace(
        page,
        width=page.height,
        height=page.width,
        words=tuple(words),
        rulings=tuple(_ruling(ruling, turn) for ruling in page.rulings),
        shapes=tuple(_shape(shape, turn) for shape in page.shapes),
        images=tuple(replace(image, bbox=turn.box(image.bbox)) for image in page.images),
    )


def put_back(reading: Reading, turns: Mapping[int, Turn]) -> Reading:
    """What was read, with each place on a turned page as it is on the page."""
    return cast("Reading", _put_back(reading, turns))


def _put_back(thing: object, turns: Mapping[int, Turn]) -> object:
    if isinstance(thing, PagePlace):
        turn = turns.get(thing.page)
        return thing if turn is None else thing._replace(bbox=turn.back(thing.bbox))
    if isinstance(thing, tuple):
        return tuple.__new__(type(thing), [_put_back(part, turns) for part in thing])
    if is_dataclass(thing) and not isinstance(thing, type):
        return replace(thing, **{field.name: _put_back(getattr(thing, field.name), turns) for field in fields(thing)})
    return thing


def _word(word: Word, turn: Turn) -> Word:
    glyphs = tuple(
        glyph._replace(bbox=turn.box(glyph.bbox), upright=(glyph.upright - turn.upright) % 360) for glyph in word.glyphs
    )
    return word._replace(bbox=turn.box(word.bbox), upright=(word.upright - turn.upright) % 360, printed=glyphs)


def _ruling(ruling: Ruling, turn: Turn) -> Ruling:
    x0, top, x1, bottom = turn.box((ruling.x0, ruling.top, ruling.x1, ruling.bottom))
    return ruling._replace(x0=x0, top=top, x1=x1, bottom=bottom)


def _shape(shape: Shape, turn: Turn) -> Shape:
    return shape._replace(
        bbox=turn.box(shape.bbox),
        subpaths=tuple(tuple(turn.point(x, y) for x, y in points) for points in shape.subpaths),
        clip=None if shape.clip is None else turn.box(shape.clip),
    )


def _box(one: tuple[float, float], other: tuple[float, float]) -> Box:
    return (min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1]))
