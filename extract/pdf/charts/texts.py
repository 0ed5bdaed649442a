"""The printed texts of a page as a chart needs them: one piece a label, tick or name, with the number it may be.

Words that stand glued because labels of neighbours touch (5.6%0.0%, 平成25年度平成26年度) are taken apart. Pieces of
one name are put together again where a caller knows that they belong together. Out of scope: which piece is what
(`scales`, `categories`, `labels`).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import cos, radians, sin

from extract.document import Box
from extract.japanese.numbers import Number, read_number
from extract.pdf.charts.marks import Key, key_of
from extract.pdf.page import Glyph, Look, Page, Word

_NUMERALS = re.compile(r"[-−△▲\d,.，．%％]+")
_GLUED = re.compile(r"[-−△▲]?(?:[1-9]\d{0,2}(?:,\d{3})+(?:\.\d)?[%％]?|\d+(?:\.\d+)?[%％])")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DATED = re.compile(r"(?:(?:昭和|平成|令和|[SHR])?(?:\d{1,2}|元)|(?:19|20)\d\d)年度?")
_DIGITS = re.compile(r"[\d元]+")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_BROKEN = re.compile(r"\d[.,]$")
_PERCENT = re.compile(r"[%％]")


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A printed text. `number` is what it says where all of it is a number; `turn` the reading direction in degrees."""

    text: str
    box: Box
    size: float
    turn: int
    number: Number | None
    key: Key
    order: int

    @property
    def value(self) -> float | int | None:
        """The number it says, None for words and marks."""
        return self.number.value if self.number else None

    @property
    def percent(self) -> bool:
        """Whether a percent sign is printed with it."""
        return _PERCENT.search(self.text) is not None

    @property
    def x(self) -> float:
        """The middle from left to right."""
        return (self.box[0] + self.box[2]) / 2

    @property
    def y(self) -> float:
        """The middle from top to bottom."""
        return (self.box[1] + self.box[3]) / 2

    @property
    def slant(self) -> int:
        """1 where it is read slanted upwards, -1 downwards, 0 where it is not slanted."""
        return 1 if 20 <= self.turn <= 70 else -1 if 290 <= self.turn <= 340 else 0

    @property
    def along(self) -> tuple[float, float, float]:
        """Where it begins and ends in its reading direction, and how far beside the origin its line runs."""
        x, y = cos(radians(self.turn)), -sin(radians(self.turn))
        middle = self.x * x + self.y * y
        width, height = self.box[2] - self.box[0], self.box[3] - self.box[1]
        half = max(width * abs(x) + height * abs(y) - self.size * abs(2 * x * y), 0.0) / 2
        return middle - half, middle + half, self.x * -y + self.y * x


def read_pieces(page: Page) -> tuple[Piece, ...]:
    """Every word of the page as one piece, glued labels taken apart."""
    pieces = _slanted([piece for word in page.words for piece in _pieces(word)])
    return tuple(map(_without_dots, pieces)) if _dots_part_thousands(pieces) else pieces


def _slanted(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces with those joined that follow each other on one slanted line, where a word ends with each script."""
    done = [piece for piece in pieces if piece.turn % 90 == 0]
    if len(done) == len(pieces):
        return tuple(pieces)
    left = sorted((piece for piece in pieces if piece.turn % 90), key=lambda p: p.along[0])
    while left:
        first = left.pop(0)
        while (after := next((piece for piece in left if _follows(first, piece)), None)) is not None:
            left.remove(after)
            text = first.text + after.text
            first = replace(first, text=text, box=_around([first.box, after.box]), number=_number(text))
        done.append(first)
    return tuple(done)


def _follows(one: Piece, other: Piece) -> bool:
    if one.turn != other.turn:
        return False
    (_, end, level), (start, _, other_level) = one.along, other.along
    return abs(level - other_level) <= 0.35 * one.size and -0.6 * one.size <= start - end <= 0.8 * one.size


def _dots_part_thousands(pieces: Sequence[Piece]) -> bool:
    """Whether numbers of the page are set as 1.000 and 12.500: round thousands among them, and no decimals."""
    dotted = [piece.text for piece in pieces if "." in piece.text and piece.value is not None]
    return sum(text.endswith(".000") for text in dotted) >= 2 and all(_THOUSANDS.fullmatch(text) for text in dotted)


def _without_dots(piece: Piece) -> Piece:
    if piece.number is None or not _THOUSANDS.fullmatch(piece.text):
        return piece
    return replace(piece, number=replace(piece.number, value=int(piece.text.replace(".", ""))))


def _pieces(word: Word) -> Iterable[Piece]:
    turn = 270 if word.vertical else word.upright
    parts = _apart(word)
    if parts is None:
        return [_piece(word.text, word.bbox, word.size, turn, word.look)]
    return [
        _piece(
            "".join(g.text for g in part),
            _around(g.bbox for g in part),
            word.size,
            turn,
            (part[0].color, part[0].order),
        )
        for part in parts
    ]


def _piece(text: str, box: Box, size: float, turn: int, first: Look) -> Piece:
    color, order = first
    return Piece(text, box, size, turn, _number(text), (0, 0, 0) if color is None else key_of(color), order)


def _number(text: str) -> Number | None:
    number = read_number(text) if any(map(str.isnumeric, text)) else None
    return number if number and number.value is not None else None


def _apart(word: Word) -> list[Sequence[Glyph]] | None:
    """The glyphs of each number, where a word is nothing but several numbers that touch; None where it is one."""
    text = word.text
    if len(text) < 4 or not _DIGITS.search(text):
        return None
    numerals = _NUMERALS.fullmatch(text) is not None
    if not (numerals or len(_DIGITS.findall(text)) > 1) or len(text) != len(word.glyphs):
        return None
    runs = _runs(word)
    if not numerals:
        return _covering(_DATED, word) or (runs if len(runs) > 1 and _alike(runs) else None)
    if len(runs) > 1 and all(_YEAR.fullmatch("".join(glyph.text for glyph in run)) for run in runs):
        return runs
    if _number(text):
        split = len(runs) > 1 and _at_levels(runs, word.size) and all(_reads(run) and len(run) > 1 for run in runs)
        return runs if split else None
    return _covering(_GLUED, word) or (runs if len(runs) > 1 and all(_reads(run) for run in runs) else None)


def _alike(runs: Sequence[Sequence[Glyph]]) -> bool:
    """Whether all say the same but for their numbers."""
    forms = {_DIGITS.sub("0", "".join(glyph.text for glyph in run)) for run in runs}
    return len(forms) == 1 and "0" in forms.pop()


def _at_levels(runs: Sequence[Sequence[Glyph]], size: float) -> bool:
    return len({round(run[0].bbox[3] / max(0.1 * size, 0.1)) for run in runs}) > 1


def _covering(form: re.Pattern[str], word: Word) -> list[Sequence[Glyph]]:
    """The glyphs of each match, where several of them make up the whole word."""
    spans = [match.span() for match in form.finditer(word.text)]
    if len(spans) > 1 and sum(end - start for start, end in spans) == len(word.text):
        return [word.glyphs[start:end] for start, end in spans]
    return []


def _runs(word: Word) -> list[Sequence[Glyph]]:
    """The glyphs of a word, parted where another text object begins."""
    glyphs, cuts = word.glyphs, word.changes
    return [glyphs[a:b] for a, b in pairwise([0, *cuts, len(glyphs)])] if cuts else [glyphs]


def _reads(glyphs: Sequence[Glyph]) -> bool:
    return _number("".join(glyph.text for glyph in glyphs)) is not None


def joined(pieces: Sequence[Piece]) -> str:
    """The text of pieces that make one name: lines downwards, each from left to right, or as they are turned."""
    if pieces and all(60 <= piece.turn <= 120 for piece in pieces):
        ordered = sorted(pieces, key=lambda p: (round(p.x / 4), -p.y))
    else:
        lines: list[list[Piece]] = []
        for piece in sorted(pieces, key=lambda p: p.y):
            if lines and abs(lines[-1][0].y - piece.y) <= 0.5 * min(lines[-1][0].size, piece.size):
                lines[-1].append(piece)
            else:
                lines.append([piece])
        ordered = [piece for line in lines for piece in sorted(line, key=lambda p: p.x)]
    text, last = "", None
    for piece in ordered:
        text += " " + piece.text if last and _spaced(last, piece) else piece.text
        last = piece
    return text


def _spaced(left: Piece, right: Piece) -> bool:
    """Whether what parts them is a space: a wide gap on one line, or a line's end between words in Latin letters.

    A number may be broken at its point.
    """
    if abs(left.y - right.y) <= 0.5 * min(left.size, right.size):
        return right.box[0] - left.box[2] > 0.6 * max(left.size, right.size) or (
            left.text[-1].isascii() and right.text[0].isascii()
        )
    broken = _BROKEN.search(left.text) is not None and right.text[0].isdigit()
    return left.text[-1].isascii() and right.text[0].isascii() and not broken


def lines_of(pieces: Sequence[Piece], gap: float = 1.2) -> list[list[Piece]]:
    """Pieces that follow each other on one line, parted where the gap is wider than `gap` times their size."""
    rows: list[list[Piece]] = []
    levels: list[tuple[float, float]] = []  # of each row's first piece: its middle and size
    middles = [(piece.box[1] + piece.box[3]) / 2 for piece in pieces]
    for index in sorted(range(len(pieces)), key=middles.__getitem__):
        y, piece = middles[index], pieces[index]
        for back in range(len(rows) - 1, max(-1, len(rows) - 6), -1):
            level, size = levels[back]
            if abs(level - y) <= 0.4 * min(size, piece.size):
                rows[back].append(piece)
                break
        else:
            rows.append([piece])
            levels.append((y, piece.size))
    lines: list[list[Piece]] = []
    for row in rows:
        row.sort(key=lambda p: p.box[0])
        for k, piece in enumerate(row):
            if k and piece.box[0] - row[k - 1].box[2] <= gap * max(row[k - 1].size, piece.size):
                lines[-1].append(piece)
            else:
                lines.append([piece])
    return lines


def around(pieces: Iterable[Piece]) -> Box:
    """The box around pieces (at least one)."""
    return _around(piece.box for piece in pieces)


def _around(boxes: Iterable[Box]) -> Box:
    x0s, tops, x1s, bottoms = zip(*boxes, strict=True)
    return (min(x0s), min(tops), max(x1s), max(bottoms))
