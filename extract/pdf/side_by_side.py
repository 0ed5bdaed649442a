"""Tables set side by side that no rules part: a second column of labels, figures of its own, and a gutter before it.

Out of scope: tables that rules of their own bound (`extract.pdf.regions`), halves of one table
(`extract.pdf.continuation`).
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extract.pdf.lines import MONEY, TextLine, is_figure, line_of
from extract.pdf.page import Word

GUTTER = 1.5  # font sizes between the tables at least
WIDEST = 2.5  # the same where their rows stand level, and no gap within them is as wide
FEWEST = 2  # rows of each
ALIKE = 3.0  # points that labels of one depth may be off each other
INDENT = 30.0  # points that labels of one table are set in at most
MOSTLY = 0.8


def part_tables(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """Lines, from top to bottom, in as many parts as tables stand beside each other."""
    starts = sorted((x, index) for index, line in enumerate(lines) for x in _labels(line))
    if len(starts) < 2 * FEWEST:
        return [list(lines)]
    for cluster in _clusters(starts):
        cut, rows = cluster[0][0], [index for _, index in cluster]
        first, last = min(rows), max(rows)
        if len(set(rows)) < FEWEST or not _parts(lines[first : last + 1], cut):
            continue
        while first > 0 and _clear(lines[first - 1], cut):
            first -= 1
        while last + 1 < len(lines) and _clear(lines[last + 1], cut):
            last += 1
        left, right = _sides(lines[first : last + 1], cut)
        return [[*lines[:first], *left, *lines[last + 1 :]], *part_tables(right)]
    return [list(lines)]


def _labels(line: TextLine) -> Iterator[float]:
    """Where labels begin that figures follow: at the line's left, and after a wide gap."""
    words = line.words
    if len(words) < 2 or not is_figure(words[-1].text):
        return
    if _is_label(words[0]):
        yield words[0].bbox[0]
    for before, word in pairwise(words[:-1]):
        if word.bbox[0] - before.bbox[2] > GUTTER * line.size and _is_label(word):
            yield word.bbox[0]


def _is_label(word: Word) -> bool:
    return not is_figure(word.text) and word.text not in MONEY


def _clusters(starts: Sequence[tuple[float, int]]) -> Iterator[list[tuple[float, int]]]:
    """Labels that begin at one place, and those set in from it; the leftmost are the first table's."""
    at = bisect_left(starts, (starts[0][0] + ALIKE, 0))
    while at < len(starts):
        yield [*starts[at : bisect_left(starts, (starts[at][0] + INDENT, 0))]]
        at = bisect_left(starts, (starts[at][0] + ALIKE, 0))


def _parts(lines: Sequence[TextLine], cut: float) -> bool:
    """Whether a gutter runs down left of `cut`, with rows of a table on both sides."""
    if not all(_clear(line, cut) for line in lines):
        return False
    left, right = _sides(lines, cut)
    if sum(any(_labels(line)) for line in left) < FEWEST:
        return False
    if sum(_is_label(line.words[0]) for line in right) < MOSTLY * len(right):
        return False  # words stand in place of figures
    both = [line for line in lines if line.words[0].bbox[0] < cut - 1 < line.words[-1].bbox[0]]
    alone = [line for line in lines if line not in both and any(_labels(line))]
    if any(line.bbox[2] < cut for line in alone) and any(line.bbox[0] > cut - 1 for line in alone):
        return True
    widest = sum(_is_widest(line, cut) for line in both)
    return len(both) > FEWEST and widest >= MOSTLY * len(both)


def _is_widest(line: TextLine, cut: float) -> bool:
    gaps = [(word.bbox[0] - before.bbox[2], word.bbox[0]) for before, word in pairwise(line.words)]
    gap, x = max(gaps)
    return gap > WIDEST * line.size and abs(x - cut) < 4 * ALIKE


def _clear(line: TextLine, cut: float) -> bool:
    """Whether nothing of a line stands in the gutter."""
    edge = cut - GUTTER * line.size
    return all(word.bbox[2] <= edge + 1 or word.bbox[0] >= cut - 1 for word in line.words)


def _sides(lines: Sequence[TextLine], cut: float) -> tuple[list[TextLine], list[TextLine]]:
    sides: tuple[list[TextLine], list[TextLine]] = ([], [])
    for line in lines:
        for side, words in enumerate(
            ([w for w in line.words if w.bbox[0] < cut - 1], [w for w in line.words if w.bbox[0] >= cut - 1])
        ):
            if words:
                sides[side].append(line if len(words) == len(line.words) else line_of(words))
    return sides
