"""Takes the marks of notes off headings: ※1, 注1), raised digits, and digits that only the notes explain.

Stars and daggers stay: the comparing form of labels leaves them out. Out of scope: the notes themselves (`lines`).
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from extract.sheet.frames import Frame
from extract.sheet.grid import WORDS, Grid

_NOTE_NUMBER = re.compile(r"[（(]?\s*(\d{1,2})(?!\d)\s*(?:[）).．:：\s]|(?=\D))")
_JAPANESE_MARK = re.compile(
    r"\s*(?:[（(]?\s*※\s*[0-9０-９]{0,2}(?:[，、,・][0-9０-９]{1,2})*\s*[）)]?|[（(\[［]?\s*注\s*[0-9０-９]{0,2}\s*[）)\]］]|[¹²³⁴-⁹]+)\s*$"
)
_STUCK = re.compile(r"(.*[^\W\d_])\s*(?<!第)(\d{1,2})([）)]?)")  # 合計1), households1
_GLUED = re.compile(r"(?<=[a-z]{4})[1-9](?=$|\s)")  # a raised digit that lost its height: establishments1 number


def remover(grid: Grid, frame: Frame, notes: Sequence[str], raised: Mapping[str, str]) -> Callable[[str], str]:
    """Give the function that takes note marks off labels: printed, raised, and numbers that the notes explain."""
    numbered = {match[1] for note in notes if (match := _NOTE_NUMBER.match(note))}
    known = {" ".join(text.split()): " ".join(rest.split()) for text, rest in raised.items()}
    printed = {text for row in [*frame.header, *frame.body] for text in _stub_texts(grid, frame, row)}
    stripped = Counter(_GLUED.sub("", text) for text in printed)
    stems = Counter(stuck[1] for text in printed if (stuck := _STUCK.fullmatch(text)))  # Q1 Q2 Q3 Q4 bear no notes
    done: dict[str, str] = {}

    def bare(text: str) -> str:
        label = done.get(text)
        if label is None:
            label = _JAPANESE_MARK.sub("", known.get(text, text)).strip() or text
            stuck = _STUCK.fullmatch(label)
            noted = stuck and (stuck[3] or (stuck[2] in numbered and stems[stuck[1]] <= 1))
            if stuck and noted and not re.search(r"[（(][^）)]*$", stuck[1]):
                label = stuck[1].rstrip()
            glued = _GLUED.sub("", label)
            if glued != label and stripped[glued] <= 1:
                label = glued
            done[text] = label
        return label

    return bare


def _stub_texts(grid: Grid, frame: Frame, row: int) -> Iterator[str]:
    """The texts of a row that head others: of a header row all, of a body row those of the stub."""
    right = frame.area.right if row in frame.header else frame.stub - 1
    for column in range(frame.area.left, right + 1):
        if grid.kinds[row, column] == WORDS:
            yield grid.text(row, column)
