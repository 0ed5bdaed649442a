"""Figures in running text, with the sentence that says what they are, their year and their place.

Out of scope: which lines are running text (tables, charts and annotations are kept out before), what a figure means.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extract.document import Line, PagePlace, Place, SheetPlace, Statement
from extract.japanese.figure_years import years_of
from extract.japanese.figures import Figure, find_figures, has_figure, has_number
from extract.pdf.paragraphs import Paragraph, grouped, paragraph_of

_STOP = re.compile(r"[。](?![」』）)])|(?<=[^\d０-９A-Za-zＡ-Ｚａ-ｚ])．(?=[^\d０-９])")
_PART_OF_IT = re.compile(r"\s*(?:[○・]\s*)?(?:この|その|これらの)?うち")
_LONGEST = 1000  # characters: what runs on for longer is no sentence
_KANA = re.compile(r"[ぁ-ん]")
_LETTER = re.compile(r"[ぁ-んァ-ヶ一-龠々A-Za-zＡ-Ｚａ-ｚ]")
_INTRODUCES = re.compile(r"[:：]\s*$")


def find_statements(lines: Sequence[Line], document_year: int | None = None) -> tuple[Statement, ...]:
    """The figures with a unit in lines of running text, given in reading order.

    `text` is the sentence (with the one before it where it begins with うち), `value` is in the printed unit. A figure
    is of the year that its sentence names for it, or that stands from the sentence before, or else of `document_year`.
    """
    statements: list[Statement] = []
    numbers: Counter[str] = Counter()
    introduced: int | None = None
    for group in grouped(lines):
        if not any(has_number(line.text) for line in group):
            introduced = None
            continue
        paragraph = paragraph_of(group)
        dated = [*_dated(paragraph, document_year, introduced)] if has_figure(paragraph.text) else []
        for text, figure, year in dated:
            place = _place(paragraph.lines_of(figure.start, figure.end))
            where = _where(place)
            numbers[where] += 1
            statements.append(
                Statement(
                    f"{where}-s{numbers[where]}",
                    text,
                    paragraph.text[figure.start : figure.end],
                    figure.value,
                    figure.unit,
                    year,
                    figure.approximate,
                    place,
                )
            )
        introduced = dated[-1][2] if dated and _INTRODUCES.search(paragraph.text) else None
    return tuple(statements)


def _dated(
    paragraph: Paragraph, document_year: int | None, introduced: int | None
) -> Iterator[tuple[str, Figure, int | None]]:
    """Each figure of a paragraph with the text that tells of it and its year; places count in the paragraph."""
    before = 0
    standing = introduced
    ends = [*(match.end() for match in _STOP.finditer(paragraph.text)), len(paragraph.text)]
    spans = [*pairwise([0, *ends])]
    told = [find_figures(paragraph.text[a:b]) if b - a <= _LONGEST else () for a, b in spans]
    last = max((number for number, figures in enumerate(told, 1) if figures), default=0)
    for (start, end), figures in zip(spans[:last], told, strict=False):  # what follows the last figure tells of none
        sentence = paragraph.text[start:end]
        if len(sentence) > _LONGEST:
            before, standing = end, None
            continue
        years, standing = years_of(sentence, figures, document_year, standing)
        if _is_running(sentence, figures):
            context = paragraph.text[before if _PART_OF_IT.match(sentence) else start : end].strip()
            for figure, year in zip(figures, years, strict=True):
                yield context, replace(figure, start=start + figure.start, end=start + figure.end), year
        before = start


def _is_running(sentence: str, figures: Sequence[Figure]) -> bool:
    """Whether words speak of the figures: not so in scales, rows of a table and class labels."""
    if not figures:
        return False
    if any(not sentence[one.end : other.start].strip() for one, other in pairwise(figures)):
        return False
    words = sentence
    for figure in reversed(figures):
        words = words[: figure.start] + words[figure.end :]
    if _KANA.search(words) or "、" in words:
        return True
    return len(_LETTER.findall(words)) >= 4 * len(figures)


def _place(lines: Sequence[Line]) -> Place:
    """The box of the lines that a figure stands on; where it runs over a page's end, the first page's."""
    first = lines[0].place
    if not isinstance(first, PagePlace):
        return first
    boxes = [line.place.bbox for line in lines if isinstance(line.place, PagePlace) and line.place.page == first.page]
    x0, top, x1, bottom = zip(*boxes, strict=True)
    return PagePlace(first.page, (min(x0), min(top), max(x1), max(bottom)))


def _where(place: Place) -> str:
    return place.sheet if isinstance(place, SheetPlace) else f"p{place.page}"
