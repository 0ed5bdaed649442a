"""The fiscal year that each figure of a sentence belongs to.

A year dates the figures that follow it, until the next; one that is only compared with (前年度に比べて, 対前年度比)
dates none. Out of scope: which figures there are (`figures`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract.japanese import fold
from extract.japanese.dates import find_dates
from extract.japanese.figures import Figure
from extract.japanese.year_mentions import find_years

_RELATIVE = re.compile(
    r"(?P<back2>前々年度?|一昨年度?)|(?P<back>前年度?|昨年度?|前回)|(?P<here>本年度|今年度|当年度|今回|本調査)"
    r"|(?P<next>翌年度?|次年度)|(?P<same>同年度?)"
    r"|(?<=[(（〔])(?P<again>同)(?=\s*[約\d])"
)
_COMPARED = re.compile(
    r"\s*(?:末|同期|実績|調査|の(?:実績|調査|値))?\s*(?:(?:の[^\d。、()]{0,12})?[にと](?:比べ|比較|比し|対し)"
    r"|比|対比|より|並み|同期|以来|以降|ぶり|を[^。、()]{0,14}[上下]回)"
)
_FROM = re.compile(r"\s*(?:末|調査)?\s*(?:から|と比|に比)")
_BASE = re.compile(
    r"\s*[)）]?(?:[にと](?:比べ|比較|比し|次)|より|を[^。、()]{0,14}[上下]回|から[^。]{0,30}?(?:増|減|上昇|低下|下落|改善|悪化|拡大|縮小|伸び))"
)
_TIMES = re.compile(r"\s*(?:末|同期|実績|調査)?\s*の\s*(?:およそ|約)?\s*$")
_ONLY_YEAR = re.compile(r"\s*(?:の?(?:時点|現在|末|実績|調査|値|度|分|速報|確報|公表))*\s*")
_OPEN, _BRACKET = "(（〔[［", re.compile(r"[(（〔\[［)）〕\]］]")
_YEARLIKE = re.compile(r"[\d元一二三四五六七八九十年回査]").search  # what names a year or points to one has some


@dataclass(frozen=True, slots=True)
class _Mention:
    """A year at ``[start, end)``, or a word that points to one: `steps` from the year that stands before it."""

    start: int
    end: int
    year: int | None
    steps: int | None = None
    edition: bool = False
    again: bool = False  # （令和2年度100件）…（同50件）: the year of the bracket before
    until: int | None = None  # how far it dates figures: 前年度の100件から120件に増加 says nothing of the 120

    @property
    def lasts(self) -> bool:
        """Whether it also dates the sentences after: 前年度 is a glance aside."""
        return self.until is None and (self.steps is None or self.steps >= 0)


@dataclass(frozen=True, slots=True)
class _Bracket:
    start: int
    end: int


def years_of(
    text: str, figures: Sequence[Figure], document_year: int | None, before: int | None = None
) -> tuple[tuple[int | None, ...], int | None]:
    """The year of each figure of a sentence, and the year that the sentence leaves standing for the next.

    `before` is the year that stands from the sentences before it; where none does, the document's own is taken.
    """
    folded = fold.same_length(text)
    if not figures and not _YEARLIKE(folded):
        return (), before
    brackets = _brackets(folded)
    resolved = _resolve(folded, figures, brackets, document_year, before)
    years = tuple(_year_of(figure, figures, resolved, brackets, folded) for figure in figures)
    standing = before
    for mention in resolved:
        if mention.lasts and _counts_outside(mention, figures, brackets):
            standing = mention.year
    fallback = before if before is not None else document_year
    return tuple(fallback if year is None else year for year in years), standing


def _resolve(
    text: str, figures: Sequence[Figure], brackets: Sequence[_Bracket], document_year: int | None, before: int | None
) -> list[_Mention]:
    """The mentions that date something, with their years; relative ones count from the year that stands before them."""
    resolved: list[_Mention] = []
    mentions = _mentions(text, document_year)
    for mention in mentions:
        lasting = (m.year for m in reversed(resolved) if m.lasts and _counts_outside(m, figures, brackets))
        standing = next(lasting, before)
        base = document_year if standing is None or mention.edition else standing
        year = mention.year if mention.steps is None else None if base is None else base + mention.steps
        if mention.again:
            year = next((m.year for m in reversed(resolved) if _inside(m.start, brackets)), None)
        if year is not None and not _compared(mention, _behind(mention, mentions, text, brackets), text, figures):
            resolved.append(replace(mention, year=year, until=_until(mention, text, figures, brackets)))
    return resolved


def _mentions(text: str, document_year: int | None) -> list[_Mention]:
    named = [_Mention(m.start, m.end, m.year) for m in find_years(text, document_year)]
    named += [_Mention(d.start, d.end, d.fiscal_year) for d in find_dates(text)]
    found = [*named, *(m for m in _relative(text) if not any(n.start < m.end and m.start < n.end for n in named))]
    return sorted(found, key=lambda mention: mention.start)


def _relative(text: str) -> Iterator[_Mention]:
    steps = {"back2": -2, "back": -1, "here": 0, "next": 1, "same": 0}
    for match in _RELATIVE.finditer(text):
        kind = match.lastgroup or ""
        again = kind == "again"
        yield _Mention(match.start(), match.end(), None, steps.get(kind), edition=kind == "here", again=again)


def _behind(mention: _Mention, mentions: Sequence[_Mention], text: str, brackets: Sequence[_Bracket]) -> int:
    """Where the text goes on behind a year, also behind one that is told twice: 前年度（令和元年度）から."""
    for bracket in brackets:
        told = [m for m in mentions if m.end <= bracket.start and not text[m.end : bracket.start].strip()]
        told += [m for m in mentions if bracket.start < m.start and text[m.start : m.end] == _within(bracket, text)]
        if len(told) > 1 and mention in told:
            return bracket.end + 1
    return mention.end


def _within(bracket: _Bracket, text: str) -> str:
    return text[bracket.start + 1 : bracket.end].strip()


def _compared(mention: _Mention, end: int, text: str, figures: Sequence[Figure]) -> bool:
    """Whether the year is only compared with: 前年度に比べて, 対前年度比, 前年度から…増加, 前年度の約10倍.

    What tells stands from `end` on.
    """
    if _COMPARED.match(text, end) or text[: mention.start].rstrip().endswith("対"):
        return True
    following = next((figure for figure in figures if figure.start >= end), None)
    if following is None:
        return False
    if following.change and _FROM.match(text, end):
        return True
    return following.unit == "倍" and _TIMES.fullmatch(text[end : following.start]) is not None


def _until(mention: _Mention, text: str, figures: Sequence[Figure], brackets: Sequence[_Bracket]) -> int | None:
    """Where the year stops dating figures: behind one that the next is only compared with (前年度684億円、16％増)."""
    following = [figure for figure in figures if figure.start >= mention.end][:2]
    if not following:
        return None
    bracket = _inside(mention.start, brackets)
    aside = bracket is not None and mention.steps is not None and mention.steps < 0 and following[-1].end <= bracket.end
    changes = [figure.change for figure in following]
    compared = _BASE.match(text, following[0].end) or (aside and changes == [False, True])
    return following[0].end if compared else None


def _brackets(text: str) -> list[_Bracket]:
    """The brackets of a text; one that is not closed runs to the end."""
    found: list[_Bracket] = []
    stack: list[int] = []
    for match in _BRACKET.finditer(text):
        position = match.start()
        if match[0] in _OPEN:
            stack.append(position)
        elif stack:
            found.append(_Bracket(stack.pop(), position))
    return sorted([*found, *(_Bracket(start, len(text)) for start in stack)], key=lambda bracket: bracket.start)


def _inside(position: int, brackets: Sequence[_Bracket]) -> _Bracket | None:
    """The innermost bracket around a position."""
    return max((b for b in brackets if b.start < position < b.end), key=lambda b: b.start, default=None)


def _counts_outside(mention: _Mention, figures: Sequence[Figure], brackets: Sequence[_Bracket]) -> bool:
    """Whether a year also dates what follows its bracket: not where the bracket holds a figure of its own."""
    bracket = _inside(mention.start, brackets)
    return bracket is None or not any(bracket.start < figure.start < bracket.end for figure in figures)


def _year_of(
    figure: Figure, figures: Sequence[Figure], mentions: Sequence[_Mention], brackets: Sequence[_Bracket], text: str
) -> int | None:
    """The year of one figure; None where the sentence names none for it."""
    around = [bracket for bracket in brackets if bracket.start < figure.start < bracket.end]
    earlier = [m for m in mentions if m.end <= figure.start and (m.until is None or figure.start < m.until)]
    later_figures = [other.start for other in figures if other.start > figure.start]
    next_figure = min(later_figures, default=len(text))
    for bracket in reversed(around):
        own = [m for m in earlier if m.start > bracket.start and _inside(m.start, brackets) in around]
        if own:
            return own[-1].year
    for aside in brackets:
        if figure.end <= aside.start < next_figure:
            named = [m for m in mentions if aside.start < m.start < aside.end]
            alone = len(named) == 1 and not text[aside.start + 1 : named[0].start].strip()
            if alone and _ONLY_YEAR.fullmatch(text, named[0].end, aside.end):
                return named[0].year
    standing = [m for m in earlier if _counts_outside(m, figures, brackets)]
    if standing:
        return standing[-1].year
    after = [m for m in mentions if m.start >= figure.end and _counts_outside(m, figures, brackets)]
    if len(after) == 1 and not any(start > after[0].start for start in later_figures):
        return after[0].year
    return None
