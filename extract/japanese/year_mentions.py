"""Years named in running text, with their spans.

Out of scope: dates (`dates`), and years by reference such as 前年度 (`extract.pdf.statements`).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from extract.japanese import eras, fold
from extract.japanese.dates import Date
from extract.japanese.years import YEAR, following, nearest, type_of, year_of

_MENTION = re.compile(rf"(?<![\d,.]){YEAR}")
_BARE = re.compile(rf"(?<![\d,.年第約])(?P<count>{eras.COUNT})\s*年\s*度")
_OTHER_NAME = re.compile(rf"\s*[(\[〔]\s*{YEAR}\s*[)\]〕]\s*(?P<last>年\s*度|年)?")
_NO_YEAR = re.compile(r"\s*(?:\d{1,2}\s*(?:~\s*\d{1,2}\s*)?月|代|間|以[上内降]|未満|目|生まれ|ぶり)")
_TO = re.compile(r"\s*(?:年\s*度|年)?\s*(?:~|→|⇒|から|-|ー)\s*")
_JOINED = re.compile(rf"{_TO.pattern}|\s*(?:・|、|,|及び|並びに|と)\s*")


@dataclass(frozen=True, slots=True)
class YearMention:
    """A year named at ``text[start:end]``. `type` is fiscal, calendar or unknown.

    `explicit` is False where the era had to be inferred (15年度).
    """

    year: int
    type: str
    start: int
    end: int
    explicit: bool = True


RESULTS = "実績"
"""Behind one of several years: the year that the figures are of."""

_ASIDE = ("調査", "公表", "発表", "作成", "更新")
"""Behind a year: when the figures were asked for or told, which may be another than the one that they are of."""

Mention = TypeVar("Mention", YearMention, Date)


def of_figures(text: str, mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Those of the years or dates named that figures may be of: 令和3年度 of 令和4年度調査（令和3年度実績）."""
    behind = [(mention, text[mention.end :].lstrip()) for mention in mentions]
    results = tuple(mention for mention, rest in behind if rest.startswith(RESULTS))
    return results or tuple(mention for mention, rest in behind if not rest.startswith(_ASIDE))


def find_years(text: str, document_year: int | None = None) -> tuple[YearMention, ...]:
    """The years named in running text, in order, both ends of a range among them.

    Dates, spans, decades and bare western numbers (26年4月, 3年間, 2010年代, 2014) are none. A bare count (15年度) ends
    a range (平成13～15年度), or takes the era that fits the document's year, else that of the mention before it.
    """
    folded = fold.same_length(text)
    found: list[YearMention] = []
    position = 0 if eras.HAS_COUNT(folded) else len(folded)
    japanese = "年" in folded
    while position < len(folded):
        named, bare = _MENTION.search(folded, position), _BARE.search(folded, position) if japanese else None
        if not named and not bare:
            break
        if bare and (not named or bare.start() < named.start()):
            mention, position = _bare(bare, folded, found[-1] if found else None, document_year), bare.end()
        elif named:
            mention, position = _named(named, folded, found[-1] if found else None)
        if mention:
            _share_type(found, mention, folded)
            found.append(mention)
    return tuple(found)


def _named(match: re.Match[str], text: str, last: YearMention | None) -> tuple[YearMention | None, int]:
    """A year with its name, perhaps twice (2014(平成26)年度), and where to read on."""
    year, kind, end = year_of(match), type_of(match), match.end()
    other = _OTHER_NAME.match(text, end)
    if other and year_of(other) == year:
        kind = next((k for k in (_suffix(other["last"]), type_of(other), kind) if k != "unknown"), kind)
        end = other.end()
    if year is None or (kind != "fiscal" and _NO_YEAR.match(text, end)):
        return None, end
    if kind == "unknown" and not _named_without_suffix(match, text, end, last):
        return None, match.end()
    stop = match.start() + len(text[match.start() : end].rstrip())
    return YearMention(year, kind, match.start(), stop), max(stop, match.start() + 1)


def _suffix(printed: str | None) -> str:
    return "unknown" if not printed else "fiscal" if "度" in printed else "calendar"


def _named_without_suffix(match: re.Match[str], text: str, end: int, last: YearMention | None) -> bool:
    """Whether a year without 年 is one: 平成26, H26, ’14 and the ends of a range are; 2014, S3, T10 and M1 are not."""
    if re.match(r"[A-Za-z0-9%]|[.,]\d|\s*=", text[end:]):
        return False
    if match["west"]:
        in_range = last is not None and last.end <= match.start() and _TO.fullmatch(text[last.end : match.start()])
        return bool(in_range or re.match(r"\s*[~→]\s*(?:1[89]|20)?\d\d\s*年", text[end:]))
    if not match["era"] or len(match["era"]) > 1:
        return True
    letter, digits = match["era"].upper(), len(match["count"])
    return letter in "HR" or match["count"] == "元" or (letter == "S" and digits > 1) or not letter.isascii()


def _bare(match: re.Match[str], text: str, last: YearMention | None, document_year: int | None) -> YearMention | None:
    """A bare count before 年度, by what stands before it or by the document's year."""
    year = None
    if last and _TO.fullmatch(text[last.end : match.start()]):
        year = following(match["count"], last.year, text[last.start : last.end])
    elif text[: match.start()].rstrip().endswith(("~", "-")):
        return None
    if year is None:
        reference = document_year if document_year is not None else last.year + 5 if last else None
        year = nearest(match["count"], reference) if reference is not None else None
    return None if year is None else YearMention(year, "fiscal", match.start(), match.end(), explicit=False)


def _share_type(found: list[YearMention], mention: YearMention, text: str) -> None:
    """Give the first year of a range the kind of the last: the 平成24 of 平成24～26年度 is a fiscal year."""
    if found and found[-1].type == "unknown" and _JOINED.fullmatch(text[found[-1].end : mention.start]):
        first = found[-1]
        found[-1] = YearMention(first.year, mention.type, first.start, first.end, first.explicit)
