"""Pages set in two columns: a table in one of them is read without the text beside it.

Out of scope: tables beside each other (`extract.pdf.side_by_side`), running text put in order (`extract.pdf.columns`).
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from extract.pdf.lines import CHUNK_GAP, SURELY, TextLine, is_figure, line_of
from extract.pdf.page import Word
from extract.pdf.words import is_cjk

FEWEST = 5  # lines of running text in both columns
GUTTER = 0.9  # font sizes between columns at least
PROSE = 10.0  # font sizes that a line of running text is long at least
WORDS = 4  # of one, where words are parted

Gap = tuple[float, float]


def part_page(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """Lines, from top to bottom, in one part, or in two: what stands right of a gutter between running text apart."""
    sides = {index: gap for index, line in enumerate(lines) if (gap := _between_prose(line)) is not None}
    if len(sides) < FEWEST:
        return [list(lines)]
    start, _ = Counter(round(gap[1]) for gap in sides.values()).most_common(1)[0]
    members = {index: gap for index, gap in sides.items() if abs(gap[1] - start) <= 1}
    gutter = max(gap[0] for gap in members.values()), min(gap[1] for gap in members.values())
    first, last = min(members), max(members)
    if len(members) < FEWEST or gutter[1] - gutter[0] < GUTTER * lines[first].size / 2:
        return [list(lines)]
    middle = (gutter[0] + gutter[1]) / 2
    while first > 0 and _is_of_column(lines[first - 1], gutter, middle):
        first -= 1
    while last + 1 < len(lines) and _is_of_column(lines[last + 1], gutter, middle):
        last += 1
    left: list[TextLine] = []
    right: list[TextLine] = []
    for line in lines[first : last + 1]:
        one, other = _cut(line, middle) if _is_clear(line, gutter) else (line.words, ())
        for side, words in ((left, one), (right, other)):
            if words:
                side.append(line if len(words) == len(line.words) else line_of(words))
    return [[*lines[:first], *left, *lines[last + 1 :]], right]


def _between_prose(line: TextLine) -> Gap | None:
    """The widest gap of a line, where it parts running text from running text."""
    words = line.words
    if line.widest < SURELY * GUTTER or line.bbox[2] - line.bbox[0] < 2 * PROSE * line.size:
        return None
    gap, at = max((after.bbox[0] - before.bbox[2], index) for index, (before, after) in enumerate(pairwise(words)))
    if gap < GUTTER * line.size or not all(_is_prose(side, line.size) for side in (words[: at + 1], words[at + 1 :])):
        return None
    return words[at].bbox[2], words[at + 1].bbox[0]


def _is_prose(words: Sequence[Word], size: float) -> bool:
    """Whether words of a line are running text: no wide gap, no figure alone, and enough of them."""
    if words[-1].bbox[2] - words[0].bbox[0] < PROSE * size:
        return False
    if any(after.bbox[0] - before.bbox[2] > CHUNK_GAP * size for before, after in pairwise(words)):
        return False
    return len(words) >= WORDS or is_cjk(max((word.text for word in words), key=len)[0])


def _is_of_column(line: TextLine, gutter: Gap, middle: float) -> bool:
    """Whether a line goes on beside the gutter: on one side of it, or with figures on one side at most."""
    if not _is_clear(line, gutter):
        return False
    one, other = _cut(line, middle)
    return not (any(is_figure(word.text) for word in one) and any(is_figure(word.text) for word in other))


def _is_clear(line: TextLine, gutter: Gap) -> bool:
    return all(word.bbox[2] <= gutter[0] + 1 or word.bbox[0] >= gutter[1] - 1 for word in line.words)


def _cut(line: TextLine, x: float) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    return tuple(w for w in line.words if w.bbox[0] < x), tuple(w for w in line.words if w.bbox[0] >= x)
