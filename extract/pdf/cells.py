"""Cells whose borders are missing: text that stands apart in several columns, lines that stand each in its own row.

Out of scope: the borders that are drawn (`extract.pdf.ruled`), tables that text alone divides (`extract.pdf.aligned`).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from extract.document import Box
from extract.pdf.lines import TextLine, chunks, is_figure, text_lines
from extract.pdf.page import Word
from extract.pdf.words import box_of

OFF_CENTER = 0.06  # of its width that a centered text may be nearer one side of a cell
ROWS = 3  # in a cell whose lines are rows, at least once in a column of such cells
SECTION = 2  # parts that the name of a section has at most: its letter and its name

Span = tuple[int, int, int, int]
"""row, column, row span, column span"""

Held = list[tuple[Span, list[Word]]]
"""Cells with their words."""


def split(
    spans: Sequence[Span], held: Sequence[Sequence[Word]], xs: Sequence[float], ys: Sequence[float]
) -> tuple[list[Span], list[list[Word]]]:
    """Cells with their words, those over several columns or rows parted where only the border is missing."""
    cells = [(span, list(words)) for span, words in zip(spans, held, strict=True)]
    cells = [part for span, words in cells for part in _columns(span, words, xs)]
    cells = sorted(_rows(cells, ys), key=lambda cell: cell[0])
    return [span for span, _ in cells], [words for _, words in cells]


def _columns(span: Span, words: list[Word], xs: Sequence[float]) -> Held:
    """A cell whose text stands apart in the columns that it covers is as many cells."""
    row, column, height, width = span
    at = [interval(xs, (word.bbox[0] + word.bbox[2]) / 2) for word in words] if width > 1 else []
    if len(set(at)) < 2 or not _stand_apart(words, xs[column : column + width + 1]):
        return [(span, words)]
    if width == len(xs) - 1 and _names_section(words, len(set(at)), width):
        return [(span, words)]
    parts: dict[int, list[Word]] = {c: [] for c in range(column, column + width)}
    for word, place in zip(words, at, strict=True):
        parts[place].append(word)
    return [((row, c, height, 1), members) for c, members in parts.items()]


def _names_section(words: Sequence[Word], parts: int, columns: int) -> bool:
    """Whether a cell over a whole row holds words at its beginning only: Ａ　人口・世帯."""
    return parts <= SECTION < columns - 1 and not any(is_figure(word.text) for word in words)


def _stand_apart(words: Sequence[Word], borders: Sequence[float]) -> bool:
    """Whether no chunk of a cell's text lies over a place where other rows have a border, nor is it words centered."""
    found = [chunk for line in text_lines(words) for chunk in chunks(line)]
    parts = [chunk.bbox for chunk in found]
    if len(parts) < 2 or any(box[0] + 1 < at < box[2] - 1 for box in parts for at in borders[1:-1]):
        return False
    whole = box_of(parts)
    if any(is_figure(chunk.text) for chunk in found) or not _centered(whole, borders[0], borders[-1]):
        return True
    return all(any(_centered(box, *edges) for edges in pairwise(borders)) for box in parts)


def _centered(box: Box, left: float, right: float) -> bool:
    return left <= box[0] and box[2] <= right and abs(box[0] - left - (right - box[2])) < OFF_CENTER * (right - left)


def _rows(cells: Held, ys: Sequence[float]) -> Iterable[tuple[Span, list[Word]]]:
    """Cells of a column are as many as the rows beside them where each of their lines stands in one of these."""
    high: dict[tuple[int, int], list[int]] = defaultdict(list)
    lines: dict[int, list[TextLine]] = {}
    for index, ((_, column, height, width), words) in enumerate(cells):
        if height > 1 and words:
            high[column, width].append(index)
            lines[index] = text_lines(word for word in words if word.upright == 0 and not word.vertical)
    parted: set[int] = set()
    for members in high.values():
        spans = [cells[index][0] for index in members]
        in_rows = all(_line_a_row(span, lines[index], ys) for span, index in zip(spans, members, strict=True))
        if in_rows and max(height for _, _, height, _ in spans) >= ROWS:
            parted.update(members)
    for index, (span, words) in enumerate(cells):
        if index not in parted:
            yield span, words
            continue
        for offset, line in enumerate(lines[index]):
            yield (span[0] + offset, span[1], 1, span[3]), list(line.words)


def _line_a_row(span: Span, lines: Sequence[TextLine], ys: Sequence[float]) -> bool:
    rows = [interval(ys, (line.bbox[1] + line.bbox[3]) / 2) for line in lines]
    return rows == list(range(span[0], span[0] + span[2]))


def interval(places: Sequence[float], at: float) -> int:
    """Which interval between places, counted from 0, holds a point."""
    for index in range(1, len(places) - 1):
        if at < places[index]:
            return index - 1
    return len(places) - 2
