"""Lines of running text to paragraphs, in which sentences and figures are whole again.

Out of scope: which lines are running text, and what they say.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf

from extract.document import Line, PagePlace
from extract.japanese.figures import find_figures

_BULLET = re.compile(
    r"\s*(?:[○●◎◯〇◇◆□■△▲▽▼◦・･•‣▪◾➢➤►▶▷✓☆★⇒➡→＊*※†]|[-–—ー－]\s(?!\d)"
    r"|[(（][^()（）]{1,3}[)）]|[①-⑳㋐-㋾Ⅰ-Ⅻ]|第[0-9０-９一二三四五六七八九十]+[章節部編]"
    r"|[0-9０-９]{1,2}[.．、)）](?![0-9０-９])|[0-9０-９]{1,2}(?:[-－][0-9０-９]{1,2})*[\s　]+(?=[^\s0-9０-９])"
    r"|[ア-ン一二三四五六七八九十][.．、)）\s　]|[a-zA-Z][.．)）]|注\s*[0-9０-９]*[)）:：]|【|＜|〈|■"
    r"|(?:図表|図|表|別表|参考)\s*[0-9０-９])"
)
_PAGE_NUMBER = re.compile(
    r"\s*[-‐–—－ー―]?\s*(?:[pP]\.?)?\s*[0-9０-９]{1,3}(?:\s*/\s*[0-9０-９]{1,3})?\s*[-‐–—－ー―]?\s*"
)
_LATIN = re.compile(r"[A-Za-z0-9]")
_ENDS = re.compile(r"[。．：:][」』）)]*\s*$")
_SHORT = 3.0  # of the font size: a line that stops so far before the right edge ends its paragraph
_COLUMNS = 3  # how many paragraphs may be open side by side
_AROUND = 8  # lines before and after, among which a line's block is sought
_NEAR = 4.0  # in font sizes: how far up and down
_OVERLAP = 0.7  # in font sizes: line boxes may overlap so far
_SAME_SIZE = (0.87, 1.15)
_USUAL_SIZE = 10.0
_INDENT = 0.6  # in font sizes: lines of a paragraph begin at one place
_HANGING = 5.0  # in font sizes: how far below a bullet its text may hang
_FIRST_LINE = 3.0  # how far a paragraph's first line may be set in
_LEADING = 1.6  # a wider gap between lines, in font sizes, parts paragraphs
_SPACE = re.compile(r"[^\S　]+")
# Written with the space first: a search leaps from one to the next.
_ARTEFACT = re.compile(r" (?:(?<=[^\x00-\x7f　] )(?=\S)|(?<=\S )(?=[^\x00-\x7f　])|(?<=\d )(?=[%℃]))")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text with the lines that it was printed on: `starts[i]` is where ``lines[i]`` begins in `text`."""

    text: str
    lines: tuple[Line, ...]
    starts: tuple[int, ...]

    def lines_of(self, start: int, end: int) -> tuple[Line, ...]:
        """The lines that ``text[start:end]`` stands on."""
        return self.lines[bisect_right(self.starts, start) - 1 : bisect_left(self.starts, end)]


def find_paragraphs(lines: Sequence[Line]) -> tuple[Paragraph, ...]:
    """Join lines, in reading order, that one sentence may run over; page numbers are left out."""
    return tuple(map(paragraph_of, grouped(lines)))


def grouped(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines of each paragraph. Lines of columns side by side may come in turns."""
    body = [line for line in lines if line.text.strip() and not _PAGE_NUMBER.fullmatch(line.text)]
    ends = [line.place.bbox[2] if isinstance(line.place, PagePlace) else -inf for line in body]
    groups: list[list[int]] = []
    for index, line in enumerate(body):
        earlier = next((group for group in _open(groups, line, body) if _carries_on(group, line, body, ends)), None)
        if earlier is None:
            groups.append([index])
        else:
            earlier.append(index)
    return [[body[i] for i in group] for group in groups]


def _open(groups: Sequence[list[int]], line: Line, body: Sequence[Line]) -> Iterator[list[int]]:
    """The paragraphs that a line may carry on, the last first: only the last where the page is another."""
    for back, group in enumerate(reversed(groups[-_COLUMNS:])):
        if not back or _page(body[group[-1]]) == _page(line):
            yield group


def _carries_on(group: Sequence[int], line: Line, body: Sequence[Line], ends: Sequence[float]) -> bool:
    return _continues([body[i] for i in group[-2:]], line) and _is_full(group[-1], line, body, ends)


def _continues(group: Sequence[Line], line: Line) -> bool:
    """Whether a line carries on a paragraph that ends with `group`: by its size, its place and its first characters."""
    last = group[-1]
    if not isinstance(line.place, PagePlace) or not isinstance(last.place, PagePlace):
        return False
    if line.size and last.size and not _SAME_SIZE[0] < line.size / last.size < _SAME_SIZE[1]:
        return False
    if line.place.page != last.place.page:
        follows = line.place.page == last.place.page + 1
        return follows and not starts_anew(line.text) and not _ENDS.search(last.text)
    size = last.size or line.size or _USUAL_SIZE
    (x0, top, x1, _), (last_x0, _, last_x1, last_bottom) = line.place.bbox, last.place.bbox
    if not -_OVERLAP * size < top - last_bottom < _LEADING * size or x0 > last_x1 or x1 < last_x0:
        return False
    if starts_anew(line.text):
        return False
    bullet = len(group) == 1 and starts_anew(last.text)
    furthest_in = _HANGING if bullet else _INDENT
    furthest_out = _FIRST_LINE if len(group) == 1 and not bullet else _INDENT
    return -furthest_out <= (x0 - last_x0) / size <= furthest_in


def _page(line: Line) -> int | None:
    return line.place.page if isinstance(line.place, PagePlace) else None


def _is_full(index: int, after: Line, body: Sequence[Line], ends: Sequence[float]) -> bool:
    """Whether a line runs to the right edge of its block, or is the last of its page: short lines end paragraphs.

    `ends` are the right edges of all lines.
    """
    line = body[index]
    if not isinstance(line.place, PagePlace) or not isinstance(after.place, PagePlace):
        return False
    if line.place.page != after.place.page:
        return True
    far = line.place.bbox[2] + _SHORT * (line.size or _USUAL_SIZE)
    around = slice(max(0, index - _AROUND), index + _AROUND + 1)
    if max(ends[around]) < far:
        return True
    reaching = (other for other, end in zip(body[around], ends[around], strict=True) if end >= far)
    return not any(_same_block(line, other) for other in reaching)


def _same_block(line: Line, other: Line) -> bool:
    """Whether two lines are close, of one size and set at about the same left edge."""
    one, two, size = line.place, other.place, line.size or _USUAL_SIZE
    if not isinstance(one, PagePlace) or not isinstance(two, PagePlace) or one.page != two.page:
        return False
    if other.size is not None and abs(other.size - size) >= 1:
        return False
    beside = abs(two.bbox[0] - one.bbox[0]) < _HANGING * size and two.bbox[2] > one.bbox[0]
    return beside and abs(two.bbox[1] - one.bbox[1]) < _NEAR * size


@lru_cache(maxsize=1 << 10)
def starts_anew(text: str) -> bool:
    """Whether a line begins with a bullet, a number or a heading's mark; a figure (14 件) is none of these."""
    match = _BULLET.match(text)
    if not match:
        return False
    figures = find_figures(text[:30])
    return not (figures and figures[0].start <= len(text) - len(text.lstrip()))


def paragraph_of(group: Sequence[Line]) -> Paragraph:
    """The paragraph that lines make together."""
    text, starts = "", []
    for line in group:
        piece = tidy(line.text)
        if _LATIN.match(text[-1:]) and _LATIN.match(piece) and not (text[-1].isdigit() and piece[0].isdigit()):
            text += " "  # words are parted, a figure broken at the line's end is not
        starts.append(len(text))
        text += piece
    return Paragraph(text, tuple(group), tuple(starts))


def tidy(text: str) -> str:
    """White space folded, and none where print only sets Japanese and digits apart."""
    folded = _SPACE.sub(" ", text.strip())
    return folded if " " not in folded or (folded.isascii() and "%" not in folded) else _ARTEFACT.sub("", folded)
