"""Glyphs to words: what stands together on one baseline, whichever way the text is turned or written.

Out of scope: lines and cells (`extract.pdf.lines`, the table modules).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, pairwise, repeat
from math import cos, radians, sin

import numpy as np
from numpy.typing import NDArray

from extract.document import Box
from extract.pdf.glyphs import Glyphs
from extract.pdf.page import Glyph, Printed, Word, many

GAP = 0.2  # of the font size: a wider gap parts words
OVERLAP = 0.5  # glyphs backed over the one before by more than this start anew
RAISED = 0.8  # glyphs smaller than this share of the neighbour's size are marks of their own

OPENING, CLOSING = "（「『【〔［｛", "）」』】〕］｝、。，．"

_IS_SPACE = np.zeros(0x110000, dtype=bool)  # by code
_IS_SPACE[[0x09, 0x20, 0xA0, 0x1680, *range(0x2000, 0x200C), 0x202F, 0x205F, 0x3000, 0xFEFF, 0xAD]] = True
_FIRST = "々"  # the first of the characters that `_CJK` matches
_CJK = re.compile(r"[々-〇ぁ-ヿ㐀-\u9fff豈-\ufaff︰-﹏𠀀-\U0003ffff]")


def find_words(glyphs: Glyphs) -> tuple[Word, ...]:
    """The words of a page, from top to bottom and left to right."""
    if not len(glyphs):
        return ()
    along, across = _axes(glyphs.boxes, glyphs.angles)
    pieces = _pieces(glyphs, along, across)
    if pieces is None:
        return ()
    order, starts = _ordered(pieces, glyphs, along, across)
    words = _words(order, starts, glyphs, _spaces_before(glyphs, along))
    stacked = _stacked(words)
    if stacked is not words:
        stacked.sort(key=_reading_order)
    return tuple(stacked)


def _reading_order(word: Word) -> tuple[int, float]:
    return round(word.bbox[3] / 2), word.bbox[0]


def _words(
    order: NDArray[np.int64], starts: NDArray[np.int64], glyphs: Glyphs, spaces: NDArray[np.float64]
) -> list[Word]:
    """The words in reading order; `starts` is where each begins in `order`."""
    sides = np.take(glyphs.boxes.T, order, axis=1)  # one row a side, which are run through faster than columns
    extents = np.empty((4, len(starts)))
    np.minimum.reduceat(sides[:2], starts, axis=1, out=extents[:2])
    np.maximum.reduceat(sides[2:], starts, axis=1, out=extents[2:])
    extents = extents.round(3)
    by = np.lexsort((extents[0], np.rint(extents[3] / 2)))
    ends = np.append(starts[1:], len(order))[by].tolist()
    starts = starts[by]
    first, begun, count = order[starts], starts.tolist(), len(ends)
    text = glyphs.codes[order].astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
    columns = (
        map(text.__getitem__, map(slice, begun, ends)),
        zip(*extents[:, by].tolist(), strict=True),
        glyphs.sizes[first].tolist(),
        glyphs.angles[first].tolist(),
        many(Printed, (repeat(glyphs, count), repeat(order.tolist(), count), begun, ends)),
        repeat(False, count),
        spaces[first].tolist(),
    )
    return list(many(Word, columns))


def _axes(boxes: NDArray[np.float64], angles: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Extents (from, to) of each glyph along its reading direction, and downwards across it."""
    along, across = boxes[:, 0::2], boxes[:, 1::2]
    if not angles.any():
        return along, across
    x0, top, x1, bottom = boxes.T
    along, across = along.copy(), across.copy()
    for angle in np.unique(angles).tolist():
        if angle == 0:
            continue
        these = angles == angle
        u, v = cos(radians(angle)), sin(radians(angle))
        middle_x, middle_y = (x0 + x1)[these] / 2, (top + bottom)[these] / 2
        width, height = (x1 - x0)[these] / 2, (bottom - top)[these] / 2
        # A slanted glyph's box is larger than the glyph, which is at most as long as the box's smaller side.
        half_along = abs(u) * width + abs(v) * height if angle % 90 == 0 else np.minimum(width, height) * 0.8
        half_across = abs(v) * width + abs(u) * height if angle % 90 == 0 else np.minimum(width, height) * 0.8
        middle_along, middle_across = middle_x * u - middle_y * v, middle_x * v + middle_y * u
        along[these] = np.column_stack([middle_along - half_along, middle_along + half_along])
        across[these] = np.column_stack([middle_across - half_across, middle_across + half_across])
    return along, across


@dataclass(frozen=True, slots=True)
class _Pieces:
    """Runs of glyphs that follow each other in the text and on the page, from `first` to `last`.

    White space parts them from what comes before or after in the text, where the other two say so.
    """

    first: NDArray[np.int64]
    last: NDArray[np.int64]
    spaced_before: NDArray[np.bool_]
    spaced_after: NDArray[np.bool_]


def _pieces(glyphs: Glyphs, along: NDArray[np.float64], across: NDArray[np.float64]) -> _Pieces | None:
    space = _IS_SPACE[glyphs.codes]
    inked = np.flatnonzero(~space)
    if not len(inked):
        return None
    before, after = inked[:-1], inked[1:]
    size, angles = glyphs.sizes, glyphs.angles
    smaller, larger = np.minimum(size[before], size[after]), np.maximum(size[before], size[after])
    gap = along[after, 0] - along[before, 1]
    shared = np.minimum(across[before, 1], across[after, 1]) - np.maximum(across[before, 0], across[after, 0])
    height = np.minimum(across[before, 1] - across[before, 0], across[after, 1] - across[after, 0])
    joined = (
        (after - before == 1)
        & (angles[before] == angles[after])
        & (gap < GAP * smaller)
        & (gap > -OVERLAP * smaller)
        & (shared > 0.5 * height)
        & (smaller > RAISED * larger)
    )
    cuts = np.flatnonzero(~joined)
    spaced = (after - before > 1)[cuts]
    return _Pieces(
        np.concatenate([inked[:1], after[cuts]]),
        np.concatenate([before[cuts], inked[-1:]]),
        np.concatenate([[bool(inked[0] > 0)], spaced]),
        np.concatenate([spaced, [bool(inked[-1] < len(space) - 1)]]),
    )


def _ordered(
    pieces: _Pieces, glyphs: Glyphs, along: NDArray[np.float64], across: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The glyphs in the order of words, and where in it each word starts.

    Pieces drawn out of order that stand side by side on the page are one word, where no white space parts them.
    """
    first, last = pieces.first, pieces.last
    sizes, angles = glyphs.sizes, glyphs.angles
    middle = (across[first, 0] + across[first, 1]) / 2
    level = np.round(middle / 2).astype(np.int64)
    by = np.lexsort((along[first, 0], level, angles[first]))
    left, right = by[:-1], by[1:]
    gap = along[first[right], 0] - along[last[left], 1]
    one, other = sizes[last[left]], sizes[first[right]]
    smaller, larger = np.minimum(one, other), np.maximum(one, other)
    meets = (
        (angles[first[left]] == angles[first[right]])
        & (np.abs(middle[left] - middle[right]) < 0.3 * smaller)
        & (gap < GAP * smaller)
        & (gap > -0.1 * smaller)
        & (smaller > RAISED * larger)
        & ~pieces.spaced_after[left]
        & ~pieces.spaced_before[right]
    )
    lengths = (last - first + 1)[by]
    ends = np.cumsum(lengths)
    order = np.arange(ends[-1]) - np.repeat(ends - lengths, lengths) + np.repeat(first[by], lengths)
    return order, (ends - lengths)[np.concatenate([[True], ~meets])]


def _spaces_before(glyphs: Glyphs, along: NDArray[np.float64]) -> NDArray[np.float64]:
    """The total width of the white space right before each glyph, in the order of the text."""
    space = _IS_SPACE[glyphs.codes]
    total = np.concatenate([[0.0], np.cumsum(np.where(space, along[:, 1] - along[:, 0], 0.0))])
    last_ink = np.maximum.accumulate(np.where(space, -1, np.arange(len(space))))
    before = np.concatenate([[-1], last_ink[:-1]])
    widths: NDArray[np.float64] = total[:-1] - total[before + 1]
    return widths


def inked(glyph: Glyph) -> Box:
    """The box of a glyph without the blank half of a full-width bracket or point."""
    x0, top, x1, bottom = glyph.bbox
    if x1 - x0 > 0.8 * (bottom - top):
        if glyph.text in OPENING:
            return (x0 + x1) / 2, top, x1, bottom
        if glyph.text in CLOSING:
            return x0, top, (x0 + x1) / 2, bottom
    return glyph.bbox


def at_brackets(word: Word) -> list[Word]:
    """The parts of a word between a closing and an opening full-width bracket: （件）（円）."""
    cuts = [
        index
        for index, (before, glyph) in enumerate(pairwise(word.glyphs), 1)
        if before.text in CLOSING and glyph.text in OPENING and not word.upright
    ]
    if not cuts:
        return [word]
    return [word_of(tuple(word.glyphs[a:b])) for a, b in pairwise([0, *cuts, len(word.glyphs)])]


def word_of(glyphs: tuple[Glyph, ...], *, vertical: bool = False, space: float = 0.0) -> Word:
    """The word that these glyphs make."""
    first = glyphs[0]
    return Word(
        "".join(g[0] for g in glyphs),
        box_of([g[1] for g in glyphs]),
        first.size,
        first.upright,
        glyphs,
        vertical,
        space,
    )


def together(words: Sequence[Word]) -> Word:
    """The word that words on one line, all of one size, make."""
    first, parts = words[0], [word.printed for word in words]
    printed = [part for part in parts if isinstance(part, Printed)]
    run: Printed | tuple[Glyph, ...]
    if len(printed) == len(parts):
        indices = [index for part in printed for index in part.indices]
        run = Printed(printed[0].source, indices, 0, len(indices))
    else:
        run = tuple(chain.from_iterable(word.glyphs for word in words))
    box = box_of([word.bbox for word in words])
    return Word("".join([word.text for word in words]), box, first.size, first.upright, run, space=first.space)


def box_of(boxes: Sequence[Box]) -> Box:
    """The smallest box around all of them."""
    x0s, tops, x1s, bottoms = zip(*boxes, strict=True)
    return (min(x0s), min(tops), max(x1s), max(bottoms))


def _stacked(words: list[Word]) -> list[Word]:
    """Single kanji and kana below each other, with nothing beside them, are one word in vertical writing."""
    single = [w for w in words if len(w.text) == 1 and w.upright == 0 and is_cjk(w.text)]
    if len(single) < 2:
        return words
    single.sort(key=lambda w: (round((w.bbox[0] + w.bbox[2]) / 4), w.bbox[1]))
    stacks: list[list[Word]] = []
    for word in single:
        above = stacks[-1][-1] if stacks else None
        if above is not None and _stands_below(above, word):
            stacks[-1].append(word)
        else:
            stacks.append([word])
    gone: set[int] = set()
    made: list[Word] = []
    for stack in stacks:
        if len(stack) < 2:
            continue
        box = box_of([w.bbox for w in stack])
        if any(_beside(box, w) for w in words) or _is_column(stack, words):
            continue
        gone.update(id(w) for w in stack)
        made.append(word_of(tuple(w.glyphs[0] for w in stack), vertical=True))
    return [w for w in words if id(w) not in gone] + made if made else words


def _stands_below(above: Word, word: Word) -> bool:
    size = min(above.size, word.size)
    centered = abs((above.bbox[0] + above.bbox[2]) - (word.bbox[0] + word.bbox[2])) < 0.3 * size
    return (
        centered
        and -0.3 * size < word.bbox[1] - above.bbox[3] < 0.35 * size
        and size > RAISED * max(above.size, word.size)
    )


def _is_column(stack: list[Word], words: list[Word]) -> bool:
    """Whether other words stand level with nearly every one of them: a column of a table."""
    level = sum(any(abs(w.bbox[3] - one.bbox[3]) < 0.2 * one.size and len(w.text) > 1 for w in words) for one in stack)
    return level > 0.7 * len(stack)


def _beside(box: Box, word: Word) -> bool:
    """Whether a word stands so close beside the stack that its rows are rows of horizontal text."""
    level = word.bbox[1] < box[3] and word.bbox[3] > box[1]
    gap = max(box[0] - word.bbox[2], word.bbox[0] - box[2])
    return level and -0.1 * word.size < gap < 0.6 * word.size


def is_cjk(text: str) -> bool:
    """Whether a text begins with a kanji, a kana or a mark written like them."""
    return text[0] >= _FIRST and _CJK.match(text) is not None


def beside_cjk(text: str, after: str) -> bool:
    """Whether a text ends or the one after it begins with such a character; neither does where both are Latin."""
    one, other = text[-1], after[0]
    return (one >= _FIRST or other >= _FIRST) and (is_cjk(one) or is_cjk(other))
