"""Labels set over the whole width of their column (北　　海　　道 over 農　　　　　業): their letters are one word.

What is set so begins and ends where the labels of other lines do. Out of scope: letters a little apart, which tell
themselves (`extract.pdf.spacing`).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from extract.pdf.lines import TextLine, is_figure, line_of
from extract.pdf.page import Word
from extract.pdf.words import is_cjk, word_of

FEWEST = 2  # lines that share both edges
LETTERS = 3  # of one of them: two may stand in two columns
NEAR = 1.0  # points that edges may differ
EVEN = 0.15  # font sizes that the gaps of one label may differ

Run = tuple[int, int]
"""The first and the last word of a label in its line."""

Edges = tuple[int, int]
"""Where a label begins and ends."""

Label = tuple[int, int]
"""The number of its line, and how many letters it has."""


def justified(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines, each label that is set over the whole width of its column put together."""
    letters = [sum(len(word.text) == 1 for word in line.words) for line in lines]
    runs = [[*_runs(line.words)] if count > 1 else [] for count, line in zip(letters, lines, strict=True)]
    if not any(runs):
        return list(lines)
    labels: dict[Edges, list[Label]] = defaultdict(list)
    for number, (line, found) in enumerate(zip(lines, runs, strict=True)):
        for start, end in found:
            labels[_edges(line.words, start, end)].append((number, end - start + 1))
        for index, word in enumerate(line.words):
            if len(word.text) >= LETTERS and is_cjk(word.text[0]):
                labels[_edges(line.words, index, index)].append((number, len(word.text)))
    shared = {
        edges: _is_shared(edges, labels, lines)
        for edges in {_edges(line.words, *run) for line, found in zip(lines, runs, strict=True) for run in found}
    }
    return [
        _closed(line, [run for run in found if shared[_edges(line.words, *run)]]) if found else line
        for line, found in zip(lines, runs, strict=True)
    ]


def _runs(words: Sequence[Word]) -> Iterator[Run]:
    """Letters that stand evenly apart, as many as do; of letters between unlike gaps, each two."""
    start = 0
    while start + 1 < len(words):
        end = start
        while end + 1 < len(words) and _is_letter(words[end]) and _is_letter(words[end + 1]):
            if end > start and abs(_gap(words, end) - _gap(words, start)) > EVEN * words[start].size:
                break
            end += 1
        if end > start:
            yield start, end
        start = end + 1


def _is_letter(word: Word) -> bool:
    return len(word.text) == 1 and is_cjk(word.text) and not word.upright and not word.vertical


def _gap(words: Sequence[Word], index: int) -> float:
    return words[index + 1].bbox[0] - words[index].bbox[2]


def _edges(words: Sequence[Word], start: int, end: int) -> Edges:
    return round(words[start].bbox[0] / NEAR), round(words[end].bbox[2] / NEAR)


def _is_shared(own: Edges, labels: Mapping[Edges, Sequence[Label]], lines: Sequence[TextLine]) -> bool:
    """Whether enough labels begin and end at these edges, and no figure stands among them as it does under headings."""
    left, right = own
    alike = [
        label
        for x0 in (left - 1, left, left + 1)
        for x1 in (right - 1, right, right + 1)
        for label in labels.get((x0, x1), ())
    ]
    if len(alike) < FEWEST or max(count for _, count in alike) < LETTERS:
        return False
    first, last = min(number for number, _ in alike), max(number for number, _ in alike)
    return not any(
        left * NEAR < word.bbox[2] and word.bbox[0] < right * NEAR and is_figure(word.text) and not _is_letter(word)
        for line in lines[first : last + 2]
        for word in line.words
    )


def _closed(line: TextLine, runs: Sequence[Run]) -> TextLine:
    words: list[Word] = []
    done = 0
    for start, end in runs:
        run = line.words[start : end + 1]
        glyphs = tuple(glyph for word in run for glyph in word.glyphs)
        words += [*line.words[done:start], word_of(glyphs, space=run[0].space)]
        done = end + 1
    return line_of([*words, *line.words[done:]]) if runs else line
