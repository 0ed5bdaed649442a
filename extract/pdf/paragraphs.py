"""Lines of running text to paragraphs, in which sentences and figures are whole again.

Out of scope: which lines are running text, and what they say.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

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
_ENDS = re.compile(r"[。．：:][」』）)]*\s*$")
_SHORT = 3.0  # of the font size: a line that stops so far before the right edge ends its paragraph
_INDENT = 0.6  # in font sizes: lines of a paragraph begin at one place
_HANGING = 5.0  # in font sizes: how far below a bullet its text may hang
_FIRST_LINE = 3.0  # how far a paragraph's first line may be set in
_LEADING = 1.6  # a wider gap between lines, in font sizes, parts paragraphs
_ARTEFACT = re.compile(r"(?<=[^\x00-\x7f　])[ \t]+(?=\S)|(?<=\S)[ \t]+(?=[^\x00-\x7f　])|(?<=[\d])[ \t]+(?=[%℃])")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text with the lines that it was printed on: `starts[i]` is where ``lines[i]`` begins in `text`."""

    text: str
    lines: tuple[Line, ...]
    starts: tuple[int, ...]

    def lines_of(self, start: int, end: int) -> tuple[Line, ...]:
        """The lines that ``text[start:end]`` stands on."""
        ends = (*self.starts[1:], len(self.text) + 1)
        return tuple(line for line, a, b in zip(self.lines, self.starts, ends, strict=True) if a < end and start < b)


def find_paragraphs(lines: Sequence[Line]) -> tuple[Paragraph, ...]:
    """Join lines, in reading order, that one sentence may run over; page numbers are left out."""
    groups: list[list[Line]] = []
    body = [line for line in lines if line.text.strip() and not _PAGE_NUMBER.fullmatch(line.text)]
    for line in body:
        if groups and _continues(groups[-1], line, body):
            groups[-1].append(line)
        else:
            groups.append([line])
    return tuple(_paragraph(group) for group in groups)


def _continues(group: Sequence[Line], line: Line, body: Sequence[Line]) -> bool:
    """Whether a line carries on the paragraph: by its first characters, its size and where it stands."""
    last = group[-1]
    if starts_anew(line.text) or not isinstance(line.place, PagePlace) or not isinstance(last.place, PagePlace):
        return False
    size = last.size or line.size or 10.0
    if line.size and last.size and not 0.87 < line.size / last.size < 1.15:
        return False
    if line.place.page != last.place.page:
        return not _ENDS.search(last.text) and line.place.page == last.place.page + 1
    x0, top, x1, _ = line.place.bbox
    last_x0, _, last_x1, last_bottom = last.place.bbox
    if not -0.7 * size < top - last_bottom < _LEADING * size or x0 > last_x1 or x1 < last_x0:
        return False
    bullet = len(group) == 1 and starts_anew(last.text)
    shift = (x0 - last_x0) / size
    if shift > (_HANGING if bullet else _INDENT) or shift < (
        -_FIRST_LINE if len(group) == 1 and not bullet else -_INDENT
    ):
        return False
    return last_x1 > _right_edge(last, body) - _SHORT * size


def _right_edge(line: Line, body: Sequence[Line]) -> float:
    """Where the full lines of the text block end."""
    place = line.place
    if not isinstance(place, PagePlace):
        return 0.0
    x0, top, x1, bottom = place.bbox
    size = line.size or 10.0
    edges = [x1]
    for other in body:
        if not isinstance(other.place, PagePlace) or other.place.page != place.page:
            continue
        box = other.place.bbox
        near = abs((box[1] + box[3]) / 2 - (top + bottom) / 2) < 4 * size
        if (
            near
            and abs(box[0] - x0) < _HANGING * size
            and box[2] > x0
            and (other.size is None or abs(other.size - size) < 1)
        ):
            edges.append(box[2])
    return max(edges)


def starts_anew(text: str) -> bool:
    """Whether a line begins with a bullet, a number or a heading's mark; a figure (14 件) is none of these."""
    match = _BULLET.match(text)
    if not match:
        return False
    figures = find_figures(text[:30])
    return not (figures and figures[0].start <= len(text) - len(text.lstrip()))


def _paragraph(group: Sequence[Line]) -> Paragraph:
    text, starts = "", []
    for line in group:
        piece = tidy(line.text)
        if text and re.search(r"[A-Za-z0-9]$", text) and re.match(r"[A-Za-z0-9]", piece):
            text += " "
        starts.append(len(text))
        text += piece
    return Paragraph(text, tuple(group), tuple(starts))


def tidy(text: str) -> str:
    """White space folded, and none where print only sets Japanese and digits apart."""
    folded = re.sub(r"[^\S　]+", " ", text.strip())
    return _ARTEFACT.sub("", folded)
