"""Words that run over an upright ruling, cut where it passes between two of their glyphs.

Out of scope: words that overflow their cell, which stay whole.
"""

from bisect import bisect_right
from collections.abc import Sequence

from extract.document import Box
from extract.pdf.lattice import Line
from extract.pdf.page import Word
from extract.pdf.words import inked, word_of

SLACK = 0.15  # of a glyph's width that it may reach over a ruling


def cut_at(words: Sequence[Word], uprights: Sequence[Line]) -> list[Word]:
    """The words, those that a ruling passes through in parts."""
    if not uprights:
        return list(words)
    lines = sorted(uprights)
    places = [line.at for line in lines]
    found: list[Word] = []
    for word in words:
        x0, top, x1, bottom = word.bbox
        first = bisect_right(places, x0)
        if first < len(places) and places[first] < x1 and len(word.text) > 1 and not word.upright:
            middle = (top + bottom) / 2
            found += _cut(
                word, [line.at for line in lines[first:] if line.at < x1 and line.start <= middle <= line.end]
            )
        else:
            found.append(word)
    return found


def _cut(word: Word, places: Sequence[float]) -> list[Word]:
    if not places:
        return [word]
    first, *others = word.glyphs
    parts, before = [[first]], inked(first)
    for glyph in others:
        box = inked(glyph)
        if any(_between(before, box, x) for x in places):
            parts.append([])
        parts[-1].append(glyph)
        before = box
    return [word] if len(parts) == 1 else [word_of(tuple(part)) for part in parts]


def _between(before: Box, after: Box, x: float) -> bool:
    slack = SLACK * (after[2] - after[0])
    return before[2] - slack <= x <= after[0] + slack
