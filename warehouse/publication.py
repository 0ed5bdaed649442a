"""When a document became known, from what it says of its publication and its edition.

Out of scope: finding those words in a document (`extract`).
"""

import calendar
import re
from datetime import date

_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_FISCAL = re.compile(r"FY([0-9]{4})")


def known_day(published: str | None) -> tuple[date | None, str | None]:
    """The day from which what was published so is known: the latest that the print allows; and what that rests on.

    `published` is a day, a month or a year, as in 2015-11-27, 2015-11 or 2015. None for what is no date.
    """
    found = _DAY.fullmatch(published or "")
    if not found:
        return None, None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        if year and month and day:
            return date(year, month, day), "day"
        if year and month:
            return date(year, month, calendar.monthrange(year, month)[1]), "month"
        return date(year or 0, 12, 31), "year"
    except (ValueError, calendar.IllegalMonthError):
        return None, None


def edition_year(edition: str | None) -> int | None:
    """The fiscal year that an edition is of, as in FY2014; None where it is named otherwise."""
    found = _FISCAL.fullmatch(edition or "")
    return int(found[1]) if found else None
