"""Words to lines of text, and lines to the chunks that wide gaps part.

Out of scope: which lines make a table (`extract.pdf.aligned`), what they say.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from extract.document import Box
from extract.japanese.numbers import read_number
from extract.pdf.page import Word
from extract.pdf.spacing import closed_up
from extract.pdf.words import beside_cjk, box_of, is_cjk

CHUNK_GAP = 0.85  # of the font size: a wider gap parts chunks of text
FIGURE_GAP = 0.33  # the same between figures, which stand closer than words
LABEL_GAP = 0.4  # the same between a label of kanji and a figure
SURELY = 0.99  # of a gap: a line whose widest is below that has none as wide, however the last digit is rounded
WIDE = 0.9  # font sizes between digits that are of two figures
APART = "  "
"""Between two figures: one space may part the thousands of one."""
GROUP_GAP = 0.45  # the same where white space may part the thousands of one figure

_bbox = attrgetter("bbox")
_GROUPED = re.compile(r"(?:.*\D)?\d{1,3} \d{3}(?:[.,]\d+)?\D?")
_DECIMAL = r"[-−–]?\d{1,3}[.·]\d+%?"
_IN_PLACE = re.compile(
    rf"\(?±\s?\d[\d.,]*%?\)?|[<>≤≥]\s?{_DECIMAL}|[(\[]?{_DECIMAL}\s*(?:[-−–—,;]|to)\s*{_DECIMAL}[)\]]?"
    r"|\((?:NA|[BDLNRSXZ])\)"
)
"""An error, a bound or an interval of figures, with decimals, that no years or ages are; a mark in brackets."""
LONGEST_MARK = 8  # characters
_NUMERAL = re.compile(r"[0-9０-９〇零一二三四五六七八九十百千万億元]")
LEADER = ".．…‥・･ _"
MONEY = ("$", "US$", "€", "£", "¥", "￥")
PERCENT = ("%", "％")
RAISED = 0.8  # of the size of what stands before it, that a raised mark is smaller than
DROP = 0.12  # of that size, that it ends higher
_MARKS, _SUPERSCRIPTS = "0123456789()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾"
_RAISE = str.maketrans(_MARKS, _SUPERSCRIPTS)
_LOWER = str.maketrans(_SUPERSCRIPTS, _MARKS)
_UNRAISED = re.compile(rf"(?<!m)[{_SUPERSCRIPTS}]+")
LEADERS = ("....", "．．．", "……", "・・・", ". . .", "‥‥", "____")


class Chunk(NamedTuple):
    """Words of one line that no wide gap parts."""

    text: str
    bbox: Box
    size: float
    words: tuple[Word, ...]

    @property
    def middle(self) -> float:
        """Half way between left and right."""
        return (self.bbox[0] + self.bbox[2]) / 2


class TextLine(NamedTuple):
    """Words on one baseline, from left to right, and their text.

    `size` is their largest font size, in points, and `widest` the widest gap between two, in font sizes of the smaller.
    """

    words: tuple[Word, ...]
    bbox: Box
    size: float
    text: str
    widest: float


class _Growing:
    """A line being put together: its words, where they begin and end, and the height that they share."""

    __slots__ = ("above", "below", "left", "members", "right")

    def __init__(self, word: Word) -> None:
        self.members = [word]
        self.left, self.above, self.right, self.below = word.bbox


def text_lines(words: Iterable[Word]) -> list[TextLine]:
    """Level words as lines, from top to bottom."""
    words = list(words)
    if len(words) == 1:
        return [line_of(words)]
    found = [line_of(members) for members in baselines(words)]
    found.sort(key=lambda line: (line.bbox[1] + line.bbox[3], line.bbox[0]))
    return found


def baselines(words: Sequence[Word]) -> list[list[Word]]:
    """The words of each line, in no order. A word joins the line that covers most of its height."""
    lines: list[_Growing] = []
    lowest: list[_Growing] = []  # that words can still belong to, the last one first
    heights = [box[1] + box[3] for box in map(_bbox, words)]
    for index in sorted(range(len(words)), key=heights.__getitem__):
        word = words[index]
        x0, top, x1, bottom = word.bbox
        height = bottom - top
        for line in lowest:
            # Spelled out, not by min and max: nothing else of a page is asked as often.
            above, below = line.above, line.below
            shared = (bottom if bottom < below else below) - (top if top > above else above)  # noqa: FURB136
            if shared <= 0.55 * (below - above) and shared <= 0.55 * height:
                continue
            if x0 < line.right and line.left < x1 and _collides(word, line.members):
                continue
            line.members.append(word)
            # Tall words (a bracket, a large initial) must not pull neighbouring lines together.
            if len(line.members) < 4:
                line.above, line.below = max(top, above), min(bottom, below)
            if x1 > line.right:  # noqa: PLR1730 - as above
                line.right = x1
            if x0 < line.left:  # noqa: PLR1730
                line.left = x0
            break
        else:
            line = _Growing(word)
            lines.append(line)
            lowest = [line, *lowest[:4]]
    return [line.members for line in lines]


def _collides(word: Word, members: Sequence[Word]) -> bool:
    """Whether the word lies over one of the line's words: then it is of a line of its own."""
    x0, top, x1, bottom = word.bbox
    for other in members:
        left, upper, right, lower = other.bbox
        if left >= x1 or right <= x0:
            continue
        shared = min(x1, right) - max(x0, left)
        offset = abs((top + bottom) - (upper + lower)) / 2
        if shared > 0.5 * min(x1 - x0, right - left) and offset > 0.2 * min(word.size, other.size):
            return True
    return False


def line_of(words: Iterable[Word]) -> TextLine:
    """The line that words on one baseline make."""
    first, *others = sorted(words, key=_left)
    if not others:
        return TextLine((first,), first.bbox, first.size, first.text, 0.0)
    ordered = tuple(closed_up([first, *others]))
    text, widest = _read(ordered)
    return TextLine(ordered, _box_of(ordered), max([word.size for word in ordered]), text, widest)


def _left(word: Word) -> float:
    return word.bbox[0]


def _box_of(words: Sequence[Word]) -> Box:
    return words[0].bbox if len(words) == 1 else box_of([word.bbox for word in words])


def _read(words: Sequence[Word]) -> tuple[str, float]:
    """The text of words on one line, and the widest gap between two, in font sizes of the smaller.

    White space stands where it is printed, not where kanji are merely set wide.
    """
    last, (_, _, right, last_bottom), last_size, *_ = words[0]
    parts, widest = [last], 0.0
    for text, (left, _, end, bottom), size, _, _, _, space in words[1:]:
        # Spelled out, not by min and max: every gap of a page is asked for several times.
        smaller = size if size < last_size else last_size  # noqa: FURB136
        gap = (left - right) / (smaller if smaller > 0.01 else 0.01)  # noqa: FURB136
        if gap > widest:  # noqa: PLR1730
            widest = gap
        if size < RAISED * last_size and bottom < last_bottom - DROP * last_size and not last.endswith("m"):
            text = raised(text)  # noqa: PLW2901 - the word as it stands in the line
        if gap > 0.55 or ((gap > 0.1 or space > 0) and not beside_cjk(last, text)):
            parts.append(APART if gap > WIDE and last[-1].isdigit() and text[0].isdigit() else " ")
        parts.append(text)
        last, right, last_size, last_bottom = text, end, size, bottom
    return "".join(parts), widest


def raised(text: str) -> str:
    """The mark of a note set small and high, in characters that no number is made of."""
    return text.translate(_RAISE) if set(text) <= set(_MARKS) else text


def unraised(text: str) -> str:
    """A text as the file has it: marks of notes in plain digits. Square and cubic metres stay as they are."""
    return text if text.isascii() else _UNRAISED.sub(lambda mark: mark[0].translate(_LOWER), text)


def stacked(lines: Sequence[str]) -> str:
    """The text of lines below each other: kanji run on, words are parted by a space, figures stay apart."""
    text = lines[0]
    for line in lines[1:]:
        runs_on = text and line and is_cjk(text[-1]) and is_cjk(line[0])
        two = text and line and text[-1].isdigit() and line[0].isdigit()
        text += line if runs_on else (APART if two else " ") + line
    return text


def chunk_of(words: Sequence[Word]) -> Chunk:
    """The chunk that these words of a line make."""
    text = words[0].text if len(words) == 1 else _read(words)[0]
    return Chunk(text, _box_of(words), max([word.size for word in words]), tuple(words))


def chunks(line: TextLine, gap: float = CHUNK_GAP, figure_gap: float = FIGURE_GAP) -> list[Chunk]:
    """The chunks of a line; the gaps are the narrowest that part words, and figures, in font sizes."""
    least = min(gap, figure_gap)
    if line.widest <= least:
        return [Chunk(line.text, line.bbox, line.size, line.words)]
    group = [line.words[0]]
    groups = [group]
    for before, word in pairwise(line.words):
        space = word.bbox[0] - before.bbox[2]
        wide = space > least * before.size or space > least * word.size
        if wide and _parts(before, word, space, gap, figure_gap):
            group = []
            groups.append(group)
        group.append(word)
    if len(groups) == 1:
        return [Chunk(line.text, line.bbox, line.size, line.words)]
    return [chunk_of(group) for group in groups]


def _parts(before: Word, word: Word, space: float, gap: float, figure_gap: float) -> bool:
    """Whether a space between two words parts chunks."""
    size = min(before.size, word.size)
    one, other = is_figure(before.text), is_figure(word.text) or word.text in MONEY
    if other and not one and not before.text.strip(LEADER):
        return True
    if other and not one and word.space < 0.7 * space:
        # What is set beside a label, not written after it.
        return space > (figure_gap if word.text in MONEY else LABEL_GAP if is_cjk(before.text[-1]) else gap) * size
    if space > gap * size and not _printed(space, word, size, figures=one or other):
        return True
    if not (one and other):
        return False
    grouped = _GROUPED.fullmatch(before.text[-4:] + " " + word.text)
    return space > (max(figure_gap, GROUP_GAP) if grouped else figure_gap) * size


def _printed(space: float, word: Word, size: float, *, figures: bool) -> bool:
    """Whether white space characters fill the gap, as in 区　　分: then it parts words, not chunks."""
    return word.space > 0.9 * space - 0.1 * size and space < (1.2 if figures else 3.5) * size


def is_leader(text: str) -> bool:
    """Whether a text is nothing but the dots that lead from a label to its figure."""
    return len(text) > 3 and not text.strip(LEADER)


def without_leader(text: str) -> str:
    """A label without the dots that lead from it to its figure."""
    bare = text.rstrip(LEADER)
    return bare if is_leader(text[len(bare) :]) else text


def ends_in_leader(text: str) -> bool:
    """Whether dots lead on from a label: it is whole."""
    return is_leader(text[-4:])


def with_signs(parts: Sequence[Chunk]) -> list[Chunk]:
    """Chunks of a line, a sign of money set apart joined to the figure that it stands before, ％ to that before it.

    Dots that lead to a figure are joined to their label.
    """
    joined_parts: list[Chunk] = []
    for part in parts:
        before = joined_parts[-1] if joined_parts else None
        if before is not None and is_leader(part.text):
            joined_parts[-1] = chunk_of([*before.words, *part.words])
            continue
        sign, figure = (part, before) if part.text in PERCENT else (before, part)
        signed = sign is not None and figure is not None and is_figure(figure.text)
        if signed and before is not None and (part.text in PERCENT or before.text in MONEY):
            joined_parts[-1] = chunk_of([*before.words, *part.words])
        else:
            joined_parts.append(part)
    return joined_parts


@lru_cache(maxsize=1 << 16)
def is_figure(text: str) -> bool:
    """Whether a text is a number or a mark that stands for one."""
    if not text or not may_count(text) or is_leader(text):
        return False
    return read_number(text) is not None or stands_for_figure(text)


def stands_for_figure(text: str) -> bool:
    """Whether a text that is no number stands in a column of figures: ±1.2, (3.4–5.9), <0.01, (NA), two figures."""
    if APART in text:
        return all(read_number(part) for part in text.split(APART))
    return text[0] in "±(<>≤≥0123456789" and _IN_PLACE.fullmatch(text) is not None


def may_count(text: str) -> bool:
    """Whether a text can be a number, a mark or a year at all: most words can be told at a glance."""
    return len(text) <= LONGEST_MARK or _NUMERAL.search(text) is not None
