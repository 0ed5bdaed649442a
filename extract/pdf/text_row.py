"""A line of text as a row: its chunks, parted by gaps and by upright rulings, and what each of them says.

Out of scope: which rows make a table (`extract.pdf.blocks`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from extract.japanese.fiscal_years import read_axis
from extract.japanese.units import read_unit
from extract.pdf.axes import LATEST, is_year_axis, kind, numbers_columns
from extract.pdf.lattice import Line
from extract.pdf.lines import Chunk, TextLine, chunk_of, chunks, is_leader, line_of, with_signs
from extract.pdf.page import Word
from extract.pdf.words import word_of

FIGURES = ("figure", "mark", "year")
LONG_VOWEL = "ー"
_WHOLE = r"\s*(?:平成|昭和|令和|[HRS])?[\d,.，．]+(?:年度?(?:\s*[（(]\w{2,6}[）)])?|[百十]?[千万億]?円|[件社人校%％])"
_EACH = re.compile(_WHOLE)
_SEVERAL = re.compile(rf"(?:{_WHOLE}){{2,}}").fullmatch


@dataclass(frozen=True, slots=True)
class Row:
    """A line of text in chunks, with what each chunk says."""

    line: TextLine
    chunks: tuple[Chunk, ...]
    kinds: tuple[str, ...]
    figures: tuple[Chunk, ...]  # chunks that are figures, marks or years, but no lone number before a line of words

    @property
    def top(self) -> float:
        """Upper edge."""
        return self.line.bbox[1]

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.line.bbox[3]

    @property
    def size(self) -> float:
        """Font size."""
        return self.line.size

    def is_centered(self, left: float, right: float) -> bool:
        """Whether it is one piece of text in the middle of a table, set in from both sides.

        What is set in far may be off it: the cells of a table reach further than their text.
        """
        x0, x1 = self.line.bbox[0], self.line.bbox[2]
        off, far = abs(x0 + x1 - left - right), 0.2 * (right - left)
        aside = x0 > left + far and x1 < right - far and off < far / 2
        return len(self.chunks) == 1 and (aside or (off < 2 * self.size and x0 > left + self.size))

    @property
    def is_tabular(self) -> bool:
        """Whether it may be a row of a table: something, and a figure apart from it."""
        return len(self.chunks) > 1 and bool(self.figures)

    @property
    def goes_on_in_units(self) -> bool:
        """Whether it holds nothing but the ends of figures that did not fit their columns: 万円 below 5,849百."""
        return all(read_unit(chunk.text) is not None for chunk in self.chunks)


def row_of(line: TextLine, uprights: Sequence[Line], year: int | None) -> Row:
    """A line with its chunks, none of which reaches over an upright ruling; `year` is the document's."""
    parts = [part for chunk in chunks(line) for part in _parted(chunk, uprights)]
    return row_with(line, with_signs([one for part in parts for one in _unstuck(part)]), year)


def row_with(line: TextLine, found: Sequence[Chunk], year: int | None) -> Row:
    """A line whose chunks are known; `year` is the document's."""
    parts = tuple(found)
    if len(parts) == 1:
        return Row(line, parts, ("words",), ())  # whatever it says, it is no row of a table
    kinds = [kind(chunk.text) for chunk in parts]
    if parts[0].text == LONG_VOWEL:
        kinds[0] = "words"  # the end of a label, not in place of a figure
    if "figure" not in kinds:
        # 15年度 16年度 17年度: a count is a year beside its neighbours.
        years = read_axis([chunk.text for chunk in parts], year or LATEST)
        kinds = ["year" if year is not None else what for year, what in zip(years, kinds, strict=True)]
    figures = tuple(
        chunk for chunk, what in zip(parts, kinds, strict=True) if what in FIGURES and not is_leader(chunk.text)
    )
    numbered = kinds[0] in FIGURES and kinds[1] == "words"
    return Row(line, parts, tuple(kinds), figures[1:] if numbered else figures)


def recut(row: Row, gap: float) -> Row:
    """A line of words with its chunks parted by narrower gaps, in font sizes."""
    parts = tuple(part for chunk in row.chunks for part in chunks(line_of(chunk.words), gap, gap))
    return row if len(parts) == len(row.chunks) else replace(row, chunks=parts, kinds=("words",) * len(parts))


def _parted(chunk: Chunk, uprights: Sequence[Line]) -> list[Chunk]:
    """The parts of a chunk left and right of the rulings that stand between its words."""
    if len(chunk.words) < 2 or not uprights:
        return [chunk]
    x0, top, x1, bottom = chunk.bbox
    middle = (top + bottom) / 2
    at = [line.at for line in uprights if x0 < line.at < x1 and line.start <= middle <= line.end]
    if not at:
        return [chunk]
    sides = groupby(chunk.words, key=lambda word: sum(x < (word.bbox[0] + word.bbox[2]) / 2 for x in at))
    return [chunk_of(tuple(words)) for _, words in sides]


def _unstuck(chunk: Chunk) -> list[Chunk]:
    """The years, or figures with their units, of a chunk that is nothing else: 5,440件6,327件 leaves no gap between."""
    if not _SEVERAL(chunk.text):
        return [chunk]
    text = "".join([word.text for word in chunk.words])
    pieces: list[list[Word]] = []
    ends = [match.end() for match in _EACH.finditer(text)]
    position = 0
    for word in chunk.words:
        for letters in _cut(word, [end - position for end in ends]):
            if position in (0, *ends):
                pieces.append([])
            pieces[-1].append(letters)
            position += len(letters.text)
    return [chunk_of(piece) for piece in pieces]


def _cut(word: Word, places: Sequence[int]) -> list[Word]:
    """A word in parts that end after so many characters."""
    inside = [place for place in places if 0 < place < len(word.text)]
    if not inside or len(word.glyphs) != len(word.text):
        return [word]
    return [word_of(tuple(word.glyphs[a:b])) for a, b in pairwise([0, *inside, len(word.text)])]


def holds_data(row: Row, year: int | None) -> bool:
    """Whether a row holds figures that are no axis of years; `year` is the document's."""
    if not row.is_tabular:
        return False
    if "words" not in row.kinds and numbers_columns([chunk.text for chunk in row.chunks]):
        return False
    body = row.chunks[1:] if row.kinds[0] in ("words", "year") else row.chunks
    figures = [what for what in row.kinds if what == "figure"]
    if not figures:
        return "mark" in row.kinds and "words" in row.kinds[:1]
    return not is_year_axis([chunk.text for chunk in body], year)
