"""Fiscal and calendar years in headings and text: 平成26年度, H26, ’14, 2014(平成26)年度, 元, and dates.

Years are western numbers; a fiscal year is named by the year in which it begins (平成26年度 is 2014, April 2014 to March 2015).
Out of scope: axes whose labels only make sense together (`year_axes`), and which year governs a figure.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from extract.japanese import eras, fold
from extract.japanese.year_axes import read_axis

__all__ = ["Date", "Year", "YearMention", "find_dates", "find_years", "read_axis", "read_range", "read_year"]

_NAME = r"(?:明治|大正|昭和|平成|令和|[㍾㍽㍼㍻㋿])"
_ERA = rf"(?:{_NAME}|(?<![A-Za-z])[MTSHRmtshr](?:\.\s?)?(?=[\d元]))"
_WEST = r"(?:1[89]|20)\d\d"
_SUFFIX = r"(?:年\s*度|年|FY|fy)"
_OPEN, _CLOSE = r"[(\[〔【/]", r"[)\]〕】]?"
_JAPANESE = rf"(?P<era>{_ERA})\s*(?P<count>{eras.COUNT})"
_WHOLE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_JAPANESE}\s*(?P<suffix>{_SUFFIX})?",
        rf"(?:西暦\s*)?(?P<west>{_WEST})\s*(?P<suffix>{_SUFFIX})?",
        rf"{_JAPANESE}\s*(?P<inner>{_SUFFIX})?\s*{_OPEN}\s*(?:西暦\s*)?(?P<west>{_WEST})\s*(?P<inner2>{_SUFFIX})?\s*{_CLOSE}"
        rf"\s*(?P<suffix>{_SUFFIX})?",
        rf"(?P<west>{_WEST})\s*(?P<inner>{_SUFFIX})?\s*{_OPEN}\s*{_JAPANESE}\s*(?P<inner2>{_SUFFIX})?\s*{_CLOSE}"
        rf"\s*(?P<suffix>{_SUFFIX})?",
        rf"(?P<suffix>FY|fy|Fy)\s*(?P<west>{_WEST})",
        r"(?P<suffix>FY|fy|Fy)\s*'?(?P<short>\d\d)",
        rf"'(?P<short>\d\d)\s*(?P<suffix>{_SUFFIX})?",
    )
)
_MENTION = re.compile(
    rf"(?:(?P<west>(?<![\d,.]){_WEST})\s*(?:(?P<inner>年\s*度|年)\s*)?[(\[〔]\s*(?P<era>{_ERA})\s*(?P<count>{eras.COUNT})"
    rf"\s*(?P<inner2>年\s*度|年)?\s*[)\]〕]"
    rf"|(?P<era2>{_ERA})\s*(?P<count2>{eras.COUNT})(?![\d.,]*\d)\s*(?:(?P<inner3>年\s*度|年)\s*)?"
    rf"(?:[(\[〔]\s*(?:西暦\s*)?(?P<west2>{_WEST})\s*(?P<inner4>年\s*度|年)?\s*[)\]〕])?"
    rf"|(?P<fy>FY|fy)\s*'?(?P<west3>{_WEST}|\d\d)(?!\d)"
    rf"|(?P<west4>(?<![\d,.]){_WEST})(?=\s*年)"
    r"|(?<![\d'])'(?P<short>\d\d)(?![\d'])"
    r"|(?<![\d,.年~-])(?P<bare>\d\d?|元)(?=\s*年\s*度))"
    r"\s*(?P<suffix>年\s*度|年)?"
)
_NO_YEAR = re.compile(r"\s*(?:\d{1,2}\s*月|代|間|以上|以内|以下|未満|目|生まれ)")
_RANGE = re.compile(r"\s*(?:年\s*度|年)?\s*(?:~|-|→|⇒|から|―|ー)\s*")
_DATE = re.compile(
    rf"(?:(?P<era>{_ERA})\s*(?P<count>{eras.COUNT})|(?<!\d)(?P<west>{_WEST}))\s*(?:[(\[][^()\[\]]{{1,10}}[)\]])?\s*年\s*(?:[(\[][^()\[\]]{{1,10}}[)\]])?"
    r"\s*(?P<month>\d\s?\d|\d|[一二三四五六七八九十]{1,2})\s*月(?:\s*(?P<day>\d\s?\d|\d|[一二三四五六七八九十]{1,3})\s*日)?"
    rf"|(?<![\d/.-])(?P<west2>{_WEST})(?P<mark>[/.-])(?P<month2>\d{{1,2}})(?P=mark)(?P<day2>\d{{1,2}})(?![\d/.-])"
    rf"|(?<![\d/.A-Za-z-])(?P<era2>[MTSHR])\s?(?P<count2>\d{{1,2}})(?P<mark2>[/.])(?P<month3>\d{{1,2}})(?P=mark2)(?P<day3>\d{{1,2}})(?![\d/.])"
)


@dataclass(frozen=True, slots=True)
class Year:
    """`type` is fiscal (年度), calendar (年) or unknown. `explicit` is False for a bare 2014, which may be a count."""

    year: int
    type: str
    explicit: bool


@dataclass(frozen=True, slots=True)
class YearMention:
    """A year named in running text, at ``text[start:end]``. `explicit` is False where the era had to be inferred."""

    year: int
    type: str
    start: int
    end: int
    explicit: bool = True


@dataclass(frozen=True, slots=True)
class Date:
    """A date or a month in running text, at ``text[start:end]``."""

    year: int
    month: int
    day: int | None
    start: int
    end: int

    @property
    def iso(self) -> str:
        """ISO 8601, as precise as printed: 2015-11-27 or 2015-11."""
        return f"{self.year:04}-{self.month:02}" + (f"-{self.day:02}" if self.day else "")

    @property
    def fiscal_year(self) -> int:
        """The fiscal year that holds it: March 2015 is in 2014."""
        return self.year if self.month >= 4 else self.year - 1


@lru_cache(maxsize=1 << 14)
def read_year(text: str, document_year: int | None = None) -> Year | None:
    """The year that the whole text names, or None. A bare count (26年度) is read only with the document's year."""
    folded = _folded(text)
    for pattern in _WHOLE:
        if match := pattern.fullmatch(folded):
            return _year(match.groupdict(), bare_is_explicit=False)
    if document_year is not None and (
        bare := re.fullmatch(rf"(?P<count>{eras.COUNT})\s*(?P<suffix>年\s*度|年)", folded)
    ):
        year = nearest(bare["count"], document_year)
        return year and Year(year, _type(bare["suffix"]), explicit=False)
    return None


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", fold.same_length(fold.compatible(text))).strip()


def _year(groups: dict[str, str | None], *, bare_is_explicit: bool) -> Year | None:
    """The year that the groups of a match agree upon; None where western and Japanese year contradict each other."""
    years: set[int | None] = set()
    if groups.get("era"):
        years.add(eras.western(str(groups["era"]).rstrip(". "), str(groups["count"])))
    if groups.get("west"):
        years.add(int(str(groups["west"])))
    if groups.get("short"):
        years.add(century(int(str(groups["short"]))))
    suffixes = [groups.get(name) for name in ("suffix", "inner", "inner2")]
    types = {_type(suffix) for suffix in suffixes if suffix} or {"unknown"}
    year = years.pop() if len(years) == 1 else None
    if year is None:
        return None
    explicit = bare_is_explicit or types != {"unknown"} or not groups.get("west") or bool(groups.get("era"))
    return Year(year, "fiscal" if "fiscal" in types else types.pop(), explicit)


def _type(suffix: str | None) -> str:
    if not suffix:
        return "unknown"
    return "calendar" if "".join(suffix.split()) == "年" else "fiscal"


def century(short: int) -> int:
    """The western year of a two-digit one: ’14 is 2014, ’98 is 1998."""
    return 2000 + short if short < 60 else 1900 + short


def nearest(text: str, document_year: int) -> int | None:
    """The year of a bare count in a document of a known year: the latest one that is no later than the year after it."""
    number = eras.count(text)
    if number is None:
        return None
    known = [era.first + number - 1 for era in eras.ERAS if 1 <= number <= era.end]
    if len("".join(text.split())) == 2 and text[0] in "09":
        known = [century(number)]
    return max((year for year in known if year <= document_year + 1), default=None)


def find_years(text: str, document_year: int | None = None) -> tuple[YearMention, ...]:
    """The years named in running text, in order; both ends of a range. Dates, spans and decades (26年4月, 3年間) are none.

    A bare count (15年度) takes the era of the mention before it, or else the one that fits the document's year.
    """
    folded = fold.same_length(text)
    found: list[YearMention] = []
    for match in _MENTION.finditer(folded):
        mention = _mention(match, folded, found[-1] if found else None, document_year)
        if mention:
            if (
                found
                and (gap := _RANGE.fullmatch(folded[found[-1].end : match.start()]))
                and gap
                and found[-1].type == "unknown"
            ):
                last = found[-1]
                found[-1] = YearMention(last.year, mention.type, last.start, last.end, last.explicit)
            found.append(mention)
    return tuple(found)


def _mention(
    match: re.Match[str], text: str, last: YearMention | None, document_year: int | None
) -> YearMention | None:
    groups = match.groupdict()
    end = match.end() - len(match[0]) + len(match[0].rstrip())
    suffix = (
        groups["suffix"] or groups["inner"] or groups["inner2"] or groups["inner3"] or groups["inner4"] or groups["fy"]
    )
    if suffix and _NO_YEAR.match(text, end) and "度" not in suffix:
        return None
    if groups["bare"]:
        reference = last.year + 5 if last else document_year
        year = nearest(groups["bare"], reference) if reference is not None else None
        return year and YearMention(year, "fiscal", match.start(), end, explicit=False) or None
    era, count = groups["era"] or groups["era2"], groups["count"] or groups["count2"]
    if (
        era
        and era.isascii()
        and not suffix
        and (era.upper() not in "HSR" or not count or len(count) < 2 and count != "元")
    ):
        return None  # R2, T1 and S3 are more often no years
    west = groups["west"] or groups["west2"] or groups["west3"] or groups["west4"]
    if west and len(west) == 2:
        west, groups["short"] = None, west
    agreed = {"era": era, "count": count, "west": west, "short": groups["short"], "suffix": suffix}
    read = _year(agreed, bare_is_explicit=True)
    return read and YearMention(read.year, read.type, match.start(), end)


def read_range(text: str, document_year: int | None = None) -> tuple[int, int] | None:
    """First and last year, where the whole text is a range of years: 平成24～26年度, 2010-2014, H15→H26, 2014-15年度."""
    parts = re.split(r"\s*(?:~|→|⇒|から|-|―)\s*", _folded(text).removesuffix("まで"))
    if len(parts) != 2 or not all(parts):
        return None
    last = re.fullmatch(r"(.*?)\s*(年\s*度|年)?", parts[1])
    suffix = (last and last[2]) or ""
    first = read_year(parts[0], document_year) or read_year(parts[0] + suffix, document_year)
    if first is None:
        return None
    second = read_year(parts[1], document_year)
    if second is None and (bare := re.fullmatch(rf"({eras.COUNT})\s*(?:年\s*度|年)?", parts[1])):
        if re.match(_WEST, parts[0]) and bare[1].isdecimal() and len(bare[1]) == 2:
            years = [first.year // 100 * 100 + int(bare[1])]
        else:
            number = eras.count(bare[1]) or 0
            years = [era.first + number - 1 for era in eras.ERAS if 1 <= number <= era.end]
        second_year = min((year for year in years if year > first.year), default=None)
    else:
        second_year = second and second.year
    return (first.year, second_year) if second_year is not None and second_year > first.year else None


def find_dates(text: str) -> tuple[Date, ...]:
    """The dates and months in running text, in order: 平成27年11月27日, 平成25年12月, 2018年3月9日, 2015/11/27."""
    return tuple(_dates(fold.same_length(text)))


def _dates(text: str) -> Iterator[Date]:
    for match in _DATE.finditer(text):
        era, count = match["era"] or match["era2"], match["count"] or match["count2"]
        west = match["west"] or match["west2"]
        year = int(west) if west else eras.western(era.rstrip(". "), count)
        month = eras.count(match["month"] or match["month2"] or match["month3"])
        printed_day = match["day"] or match["day2"] or match["day3"]
        day = eras.count(printed_day) if printed_day else None
        if year is None or month is None or not 1 <= month <= 12 or (printed_day and not (day and 1 <= day <= 31)):
            continue
        yield Date(year, month, day, match.start(), match.end())
