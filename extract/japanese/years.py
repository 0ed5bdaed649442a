"""One year as a heading names it: 平成26年度, H26, ’14, 2014(平成26)年度, 元年, FY2014; and ranges of years.

Years are western numbers. A fiscal year is named by the year in which it begins: 平成26年度, April 2014 to March
2015, is 2014. Out of scope: years within a sentence (`year_mentions`), labels that only make sense together
(`year_axes`).
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from extract.japanese import eras, fold, labels

WEST = r"(?:1[89]|20)\d\d"
SUFFIX = r"(?:(?:会計|営業|事業)?年\s*度|暦\s*年|年)"
LETTER_ERA = r"(?<![A-Za-z])[MTSHRmtshr]\.?\s?(?=[\d元])"
YEAR = (
    rf"(?:(?P<era>{eras.NAME}|{LETTER_ERA})\s*(?P<count>{eras.COUNT})"
    rf"|(?:(?P<mark>[FC]Y)\s*'?|西暦\s*)?(?P<west>{WEST})(?!\d)(?P<after>FY)?"
    r"|(?P<mark2>[FC]Y)\s*'?(?P<short2>\d\d)(?!\d)|'(?P<short>\d\d)(?!\d))"
    rf"\s*(?P<suffix>{SUFFIX})?"
)
"""One name of a year; `year_of` and `type_of` read its match."""
_YEAR = re.compile(YEAR)
_LINK = re.compile(r"\s*[(\[/・=]\s*")
_END = re.compile(rf"\s*[)\]]?\s*(?P<suffix>{SUFFIX})?")
_BARE = re.compile(rf"(?P<count>{eras.COUNT})\s*(?P<suffix>{SUFFIX})")
_LONGEST = 25
"""Years that a range set in short may span: 平成26～24年度 is a slip, not 2014 to 令和24年度."""
_TO = re.compile(r"\s*(?:~|→|⇒|->|-|から)\s*")


@dataclass(frozen=True, slots=True)
class Year:
    """`type` is fiscal (年度), calendar (年) or unknown. `explicit` is False for a bare 2014, which may be a count."""

    year: int
    type: str
    explicit: bool


@lru_cache(maxsize=1 << 14)
def read_year(text: str, document_year: int | None = None) -> Year | None:
    """The year that the whole text names, or None. A bare count (26年度) is read only with the document's year.

    Where the text names the year twice (2014(平成26)年度), the two must agree.
    """
    if not may_name_year(text):
        return None
    folded = folded_year(text)
    match = _YEAR.match(folded)
    if not match:
        bare = _BARE.fullmatch(folded) if document_year is not None else None
        year = nearest(bare["count"], document_year) if bare and document_year is not None else None
        return Year(year, _type(bare["suffix"]), explicit=False) if bare and year is not None else None
    second = _second(folded, match)
    end = _END.match(folded, (second or match).end())
    if end is None or end.end() != len(folded) or (second is None and end[0].strip()):
        return None
    year = year_of(match)
    if year is None or (second is not None and year_of(second) != year):
        return None
    types = {type_of(match), type_of(second) if second else "unknown", _type(end["suffix"])} - {"unknown"}
    if not types and match["era"] and match["era"][0] in "MTmt":
        return None  # M3 and T10 are more often no years
    kind = "fiscal" if "fiscal" in types else next(iter(types), "unknown")
    return Year(year, kind, explicit=bool(types or second or not match["west"] or match["mark"]))


def may_name_year(text: str) -> bool:
    """Whether a text holds anything that counts years: most words can be told at a glance."""
    return eras.HAS_COUNT(fold.compatible(text)) is not None


def folded_year(text: str) -> str:
    """A year's name without note marks and outer brackets, in half-width forms."""
    bare, _ = labels.split_notes(text)
    folded = re.sub(r"\s+", " ", fold.same_length(fold.compatible(bare))).translate(_BRACKETS).strip()
    return folded[1:-1].strip() if re.fullmatch(r"\([^()]*\)", folded) else folded


_BRACKETS = str.maketrans("[〔【〈〕】〉]", "(((())))")


def _second(text: str, first: re.Match[str]) -> re.Match[str] | None:
    """The year's other name: the (平成26) of 2014(平成26)年度."""
    link = _LINK.match(text, first.end())
    return _YEAR.match(text, link.end()) if link else None


def year_of(match: re.Match[str]) -> int | None:
    """The western year of a match of `YEAR`; None beyond what the era can hold."""
    if match["era"]:
        return eras.western(match["era"], match["count"])
    if match["west"]:
        return int(match["west"])
    return century(int(match["short"] or match["short2"]))


def type_of(match: re.Match[str]) -> str:
    """What kind of year a match of `YEAR` names: fiscal, calendar, unknown."""
    mark = match["mark"] or match["mark2"] or match["after"]
    if mark:
        return "fiscal" if mark == "FY" else "calendar"
    return _type(match["suffix"])


def _type(suffix: str | None) -> str:
    if not suffix:
        return "unknown"
    return "fiscal" if suffix.endswith("度") else "calendar"


def century(short: int) -> int:
    """The western year of a two-digit one: ’14 is 2014, ’98 is 1998."""
    return 2000 + short if short < 60 else 1900 + short


def nearest(text: str, document_year: int) -> int | None:
    """The year of a bare count in a document of a known year: the latest that is no later than the year after it."""
    return max((year for year in readings(text) if year <= document_year + 1), default=None)


def readings(text: str) -> tuple[int, ...]:
    """The years that a bare count may stand for: of an era (昭和 on), or the last two digits of a western year."""
    number, closed = eras.count(text), "".join(text.split())
    if number is None:
        return ()
    if closed.isdecimal() and (number == 0 or (len(closed) == 2 and closed[0] == "0")):
        return (2000 + number,)
    years = {era.first + number - 1 for era in eras.ERAS[2:] if era.holds(number)}
    return tuple(sorted(years | ({1900 + number} if 89 <= number <= 99 and closed.isdecimal() else set())))


def read_range(text: str, document_year: int | None = None) -> tuple[int, int] | None:
    """First and last year, where the whole text is a range: 平成24～26年度, 2010-2014, H15→H26, 2014-15年度."""
    parts = _TO.split(folded_year(text).removesuffix("まで"))
    if len(parts) != 2 or not all(parts):
        return None
    last = re.search(rf"{SUFFIX}$", parts[1])
    first = read_year(parts[0], document_year) or read_year(parts[0] + (last[0] if last else ""), document_year)
    if first is None:
        return None
    named = read_year(parts[1])
    second = named.year if named else following(re.sub(rf"\s*{SUFFIX}$", "", parts[1]), first.year, parts[0])
    return (first.year, second) if second is not None and second > first.year else None


def following(text: str, first: int, named: str) -> int | None:
    """The year that ends a range, of a bare count after a year named so: the 26 of 平成24～26, the 15 of 2014-15."""
    if not re.fullmatch(eras.COUNT, text):
        return None
    if re.match(WEST, named):
        digits = re.fullmatch(r"\d\d", text)
        return first // 100 * 100 + int(text) + (100 if int(text) < first % 100 else 0) if digits else None
    return min((year for year in readings(text) if first < year <= first + _LONGEST), default=None)
