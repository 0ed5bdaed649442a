"""Dates and months in running text: 平成27年11月27日, 平成25年12月, 2018年3月9日, 2015/11/27, H27.11.27, 2014/04.

Out of scope: years without a month (`year_mentions`), times of day.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from extract.japanese import eras, fold
from extract.japanese.years import LETTER_ERA, WEST

_ASIDE = r"(?:[(\[][^()\[\]]{1,10}[)\]])?"
_DATE = re.compile(
    rf"(?:(?P<era>{eras.NAME}|{LETTER_ERA})\s*(?P<count>{eras.COUNT})|(?<!\d)(?P<west>{WEST}))\s*{_ASIDE}\s*年\s*{_ASIDE}"
    rf"\s*(?P<month>{eras.COUNT})\s*月(?:\s*(?P<day>{eras.COUNT})\s*日)?"
)
_NUMERIC = re.compile(
    rf"(?<![\d/.A-Za-z-])(?:(?P<era>[MTSHR])(?P<count>\d{{1,2}})|(?P<west>{WEST}))"
    r"(?P<mark>[/.-])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?![\d/-]|\.\d)"
)
_MONTH = re.compile(
    rf"(?<![\d/.A-Za-z-])(?:(?P<era>[MTSHR])(?P<count>\d{{1,2}})[/.]|(?P<west>{WEST})/)(?P<month>\d{{1,2}})(?P<day>(?!))?"
    r"(?![\d/-]|\.\d)"
)
_DIGIT, _MARK = re.compile(r"\d").search, re.compile(r"[/.-]").search
_PARTED = re.compile(r"\d[/.-]\d").search  # what all numeric dates hold


@dataclass(frozen=True, slots=True)
class Date:
    """A date, or a month where `day` is None, at ``text[start:end]``."""

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


def may_hold_date(text: str) -> bool:
    """Whether a text can hold a date at all, in whichever order its parts are put together."""
    return "月" in text or (_DIGIT(text) is not None and _MARK(fold.same_length(text)) is not None)


def find_dates(text: str) -> tuple[Date, ...]:
    """The dates and months named in running text, in order. What the calendar does not have is none."""
    folded = fold.same_length(text)
    found = [*_dates(folded, _DATE)] if "月" in folded else []
    if _PARTED(folded):
        found += _dates(folded, _NUMERIC)
        # 2009/10 may be a span
        found += [month for month in _dates(folded, _MONTH) if month.month != (month.year + 1) % 100]
    return tuple(sorted(found, key=lambda found_date: found_date.start))


def _dates(text: str, pattern: re.Pattern[str]) -> Iterator[Date]:
    for match in pattern.finditer(text):
        year = int(match["west"]) if match["west"] else eras.western(match["era"], match["count"])
        month = eras.count(match["month"])
        day = eras.count(match["day"]) if match["day"] else None
        if year is None or month is None or (match["day"] and day is None):
            continue
        try:
            date(year, month, day or 1)
        except ValueError:
            continue
        yield Date(year, month, day, match.start(), match.end())
