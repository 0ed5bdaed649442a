"""Pages set in columns: a table in one of them is read without the text beside it.

Out of scope: tables beside each other (`extract.pdf.side_by_side`), running text put in order (`extract.pdf.columns`).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extract.pdf.lines import CHUNK_GAP, MONEY, SURELY, TextLine, is_figure, line_of
from extract.pdf.page import Word
from extract.pdf.words import is_cjk

ROWS = 3  # of a table over two columns, at least
FEWEST = 5  # lines of running text in each column
GUTTER = 0.9  # font sizes between columns at least
PROSE = 10.0  # font sizes that a line of running text is long at least
WORDS = 4  # of one, where words are parted

Gap = tuple[float, float]


def part_page(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """Lines, from top to bottom, in as many parts as there are columns of running text."""
    found = _gutter(lines)
    if found is None:
        return [list(lines)]
    gutter, first, last = found
    middle = (gutter[0] + gutter[1]) / 2
    over = _table_over(lines, gutter)
    if over is not None:
        start, end = over
        return [*part_page(lines[:start]), list(lines[start:end]), *part_page(lines[end:])]
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
    return [*part_page([*lines[:first], *left, *lines[last + 1 :]]), *part_page(right)]


def _table_over(lines: Sequence[TextLine], gutter: Gap) -> tuple[int, int] | None:
    """From which line to before which a table over both columns stands, above, below or between their text.

    Its rows have their label left of the gutter and figures right of it; no text stands right of the gutter there.
    """
    edge = min(line.bbox[0] for line in lines)
    text = [_holds_text(line, gutter, edge) for line in lines]
    start, rows = 0, 0
    for index in range(len(lines) + 1):
        if index < len(lines) and not text[index]:
            rows += _is_row_over(lines[index], gutter)
            continue
        if rows >= ROWS:
            while start > 0 and not _cut(lines[start - 1], gutter[1])[0]:
                start -= 1  # headings set close, over figures only
            return start, index
        start, rows = index + 1, 0
    return None


def _holds_text(line: TextLine, gutter: Gap, edge: float) -> bool:
    """Whether running text stands right of a gutter, or over it from the page's left `edge` on."""
    if not _is_clear(line, gutter):
        return (
            not is_figure(line.words[-1].text)
            and line.bbox[0] < edge + 2 * line.size
            and _is_prose(line.words, line.size)
        )
    return _is_prose(_cut(line, gutter[1])[1], line.size)


def _is_row_over(line: TextLine, gutter: Gap) -> bool:
    one, other = _cut(line, gutter[1])
    if not one or not other or is_figure(one[0].text):
        return False
    return other[0].text in MONEY or is_figure(other[0].text)


def _gutter(lines: Sequence[TextLine]) -> tuple[Gap, int, int] | None:
    """The gutter that most running text stands on both sides of, and the first and last line that tell it."""
    gaps = [(gap, index) for index, line in enumerate(lines) for gap in _between_prose(line)]
    if len(gaps) < FEWEST:
        return _between_columns(lines)
    start, _ = Counter(round(gap[1]) for gap, _ in gaps).most_common(1)[0]
    members = [(gap, index) for gap, index in gaps if abs(gap[1] - start) <= 1]
    gutter = max(gap[0] for gap, _ in members), min(gap[1] for gap, _ in members)
    first, last = members[0][1], members[-1][1]
    if len(members) < FEWEST or gutter[1] - gutter[0] < GUTTER * lines[first].size / 2:
        return None
    return gutter, first, last


def _between_columns(lines: Sequence[TextLine]) -> tuple[Gap, int, int] | None:
    """The gutter left of running text whose lines stand level with none of the column before."""
    prose = [(round(line.bbox[0]), index) for index, line in enumerate(lines) if _is_prose(line.words, line.size)]
    starts = sorted(start for start, count in Counter(start for start, _ in prose).items() if count >= FEWEST)
    for one, other in pairwise(starts):
        left = [index for start, index in prose if start == one]
        right = [index for start, index in prose if start == other]
        if sum(right[0] < index < right[-1] for index in left) < FEWEST:
            continue
        first, last = min(left[0], right[0]), max(left[-1], right[-1])
        cut = min(lines[index].bbox[0] for index in right)
        edge = max(word.bbox[2] for line in lines[first : last + 1] for word in line.words if word.bbox[0] < cut - 1)
        if cut - edge > GUTTER * lines[first].size / 2:
            return (edge, cut), first, last
    return None


def _between_prose(line: TextLine) -> Iterator[Gap]:
    """The gaps of a line that part running text from running text."""
    size = line.size
    if line.widest < SURELY * GUTTER or line.bbox[2] - line.bbox[0] < 2 * PROSE * size:
        return
    at = [index for index, (word, after) in enumerate(pairwise(line.words), 1) if _gap(word, after) > CHUNK_GAP * size]
    texts = [line.words[start:end] for start, end in pairwise((0, *at, len(line.words)))]
    for one, other in pairwise(texts):
        if _gap(one[-1], other[0]) >= GUTTER * size and _is_prose(one, size) and _is_prose(other, size):
            yield one[-1].bbox[2], other[0].bbox[0]


def _gap(word: Word, after: Word) -> float:
    return after.bbox[0] - word.bbox[2]


def _is_prose(words: Sequence[Word], size: float) -> bool:
    """Whether words of a line are running text: no wide gap, no figure alone, and enough of them."""
    if not words or words[-1].bbox[2] - words[0].bbox[0] < PROSE * size:
        return False
    if any(_gap(before, after) > CHUNK_GAP * size for before, after in pairwise(words)):
        return False
    return len(words) >= WORDS or is_cjk(max((word.text for word in words), key=len)[0])


def _is_of_column(line: TextLine, gutter: Gap, middle: float) -> bool:
    """Whether a line goes on beside the gutter: on one side of it, or with figures out of text on one side at most."""
    if not _is_clear(line, gutter):
        return False
    sides = [side for side in _cut(line, middle) if any(is_figure(word.text) for word in side)]
    return len(sides) < 2 or any(_is_prose(side, line.size) for side in sides)


def _is_clear(line: TextLine, gutter: Gap) -> bool:
    return all(word.bbox[2] <= gutter[0] + 1 or word.bbox[0] >= gutter[1] - 1 for word in line.words)


def _cut(line: TextLine, x: float) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    return tuple(w for w in line.words if w.bbox[0] < x - 1), tuple(w for w in line.words if w.bbox[0] >= x - 1)
