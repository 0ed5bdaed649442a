"""Tables set side by side in no frames: a second column of labels, figures of its own, and a gutter before it.

Out of scope: tables that rules of their own bound (`extract.pdf.regions`), halves of one table
(`extract.pdf.continuation`).
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extract.document import Box
from extract.pdf.lines import MONEY, SURELY, TextLine, is_figure, line_of, text_lines
from extract.pdf.page import Word

GUTTER = 1.5  # font sizes between the tables at least
WIDEST = 2.5  # the same where their rows stand level, and no gap within them is as wide
APART = 0.5  # font sizes that a figure stands from its label or another at least
LEAST = 0.8  # of it that titles and notes leave
FEWEST = 2  # rows of each
ALIKE = 3.0  # points that labels of one depth may be off each other
INDENT = 30.0  # points that labels of one table are set in at most
MOSTLY = 0.8
HEAD = 4.0  # font sizes above its first row that the rules and fills of a table's head stand

Gutter = tuple[float, float]


def part_tables(lines: Sequence[TextLine], drawn: Sequence[Box]) -> list[list[TextLine]]:
    """Lines, from top to bottom, in as many parts as tables stand beside each other.

    `drawn` are the boxes of horizontal rules and of filled rows.
    """
    starts = sorted((x, index) for index, line in enumerate(lines) for x in _labels(line))
    if len(starts) < 2 * FEWEST:
        return [list(lines)]
    for cluster in _clusters(starts):
        rows = [index for _, index in cluster]
        first, last = min(rows), max(rows)
        cuts = (_leftmost(lines[first : last + 1], cluster[0][0]), cluster[0][0])
        cut = next((cut for cut in cuts if all(_clear(line, cut) for line in lines[first : last + 1])), None)
        if len(set(rows)) < FEWEST or cut is None:
            continue
        left, right = _sides(lines[first : last + 1], cut)
        gutter = max([line.bbox[2] for line in left], default=starts[0][0]), _edges(right)[0]
        told = _parts(lines[first : last + 1], gutter, drawn)
        while first > 0 and (narrowed := _narrowed(gutter, lines[first - 1])):
            first, gutter = first - 1, narrowed
        while last + 1 < len(lines) and (narrowed := _narrowed(gutter, lines[last + 1])):
            last, gutter = last + 1, narrowed
        if not told and not _parts(lines[first : last + 1], gutter, drawn):
            continue
        left, right = _sides(lines[first : last + 1], sum(gutter) / 2)
        return [[*lines[:first], *_level(left), *lines[last + 1 :]], *part_tables(_level(right), drawn)]
    return [list(lines)]


def _labels(line: TextLine) -> Iterator[float]:
    """Where labels begin that figures follow: at the line's left, and after a wide gap."""
    if line.widest < SURELY * APART:
        return
    words = line.words
    backwards = range(len(words) - 1, 0, -1)
    last = next((at for at in backwards if _stands_apart(*words[at - 1 : at + 1]) and is_figure(words[at].text)), 0)
    if last and _is_label(words[0]):
        yield words[0].bbox[0]
    for before, word in pairwise(words[:last]):
        if word.bbox[0] - before.bbox[2] > GUTTER * line.size and _is_label(word):
            yield word.bbox[0]


def _stands_apart(before: Word, word: Word) -> bool:
    """Whether a word is set apart from the one before, as figures are: a number may be part of a label."""
    return word.bbox[0] - before.bbox[2] > APART * word.size


def _leftmost(lines: Sequence[TextLine], cut: float) -> float:
    """Where text begins that stands with labels at `cut` or out from them, as names of sections do."""
    found = cut
    for line in lines:
        right = float("-inf")
        for word in line.words:
            x = word.bbox[0]
            if cut - INDENT < x < found and x - right > GUTTER * line.size and _is_label(word):
                found = x
            right = word.bbox[2]
    return found


def _is_label(word: Word) -> bool:
    return not is_figure(word.text) and word.text not in MONEY


def _clusters(starts: Sequence[tuple[float, int]]) -> Iterator[list[tuple[float, int]]]:
    """Labels that begin at one place, and those set in from it; the leftmost are the first table's."""
    at = bisect_left(starts, (starts[0][0] + ALIKE, 0))
    while at < len(starts):
        yield [*starts[at : bisect_left(starts, (starts[at][0] + INDENT, 0))]]
        at = bisect_left(starts, (starts[at][0] + ALIKE, 0))


def _parts(lines: Sequence[TextLine], gutter: Gutter, drawn: Sequence[Box]) -> bool:
    """Whether a table stands on both sides of a gutter."""
    edge, cut = gutter
    left, right = _sides(lines, cut)
    if sum(any(_labels(line)) for line in left) < FEWEST:
        return False
    if sum(_is_label(line.words[0]) for line in right) < MOSTLY * len(right):
        return False  # words stand in place of figures
    both = [line for line in lines if line.words[0].bbox[0] < cut - 1 < line.words[-1].bbox[0]]
    alone = [line for line in lines if line not in both and any(_labels(line))]
    one, other = sum(line.bbox[2] < cut for line in alone), sum(line.bbox[0] > cut - 1 for line in alone)
    if (one and other) or (max(one, other) >= FEWEST and cut - edge > WIDEST * lines[0].size):
        return True
    if _are_drawn_apart(left, right, drawn):
        return True
    widest = sum(_is_widest(line, cut) for line in both)
    return len(both) > FEWEST and widest >= MOSTLY * len(both)


def _are_drawn_apart(left: Sequence[TextLine], right: Sequence[TextLine], drawn: Sequence[Box]) -> bool:
    """Whether each side has a rule or a filled row as wide as itself, and none reaches over both."""
    top = min(left[0].bbox[1], right[0].bbox[1]) - HEAD * left[0].size
    bottom = max(left[-1].bbox[3], right[-1].bbox[3]) + left[0].size
    level = [box for box in drawn if box[1] < bottom and top < box[3]]
    edge, cut = _edges(left)[1], _edges(right)[0]
    if any(box[0] < edge and cut < box[2] for box in level):
        return False
    return all(any(_covers(box, side) for box in level) for side in (_edges(left), _edges(right)))


def _edges(lines: Sequence[TextLine]) -> tuple[float, float]:
    return min(line.bbox[0] for line in lines), max(line.bbox[2] for line in lines)


def _covers(box: Box, side: tuple[float, float]) -> bool:
    return box[0] < side[0] + ALIKE and side[1] - ALIKE < box[2]


def _is_widest(line: TextLine, cut: float) -> bool:
    gaps = [(word.bbox[0] - before.bbox[2], word.bbox[0]) for before, word in pairwise(line.words)]
    gap, x = max(gaps)
    return gap > WIDEST * line.size and abs(x - cut) < 4 * ALIKE


def _clear(line: TextLine, cut: float) -> bool:
    """Whether nothing of a line stands in the gutter."""
    edge = cut - GUTTER * line.size
    return all(word.bbox[2] <= edge + 1 or word.bbox[0] >= cut - 1 for word in line.words)


def _narrowed(gutter: Gutter, line: TextLine) -> Gutter | None:
    """What another line leaves of a gutter; None where that is none."""
    middle = sum(gutter) / 2
    left, right = _sides([line], middle)
    edge = max([gutter[0], *(line.bbox[2] for line in left)])
    cut = min([gutter[1], *(line.bbox[0] for line in right)])
    return (edge, cut) if cut - edge > LEAST * line.size else None


def _level(lines: Sequence[TextLine]) -> list[TextLine]:
    """Lines of one side put together anew: rows of the other may stand half way between them."""
    return text_lines(word for line in lines for word in line.words)


def _sides(lines: Sequence[TextLine], cut: float) -> tuple[list[TextLine], list[TextLine]]:
    sides: tuple[list[TextLine], list[TextLine]] = ([], [])
    for line in lines:
        for side, words in enumerate(
            ([w for w in line.words if w.bbox[0] < cut - 1], [w for w in line.words if w.bbox[0] >= cut - 1])
        ):
            if words:
                sides[side].append(line if len(words) == len(line.words) else line_of(words))
    return sides
