"""Which editions a source's release calendar says should be there by a day, and are not.

Out of scope: the calendar itself, which is `due` and `released` of the source's YAML.
"""

import calendar
import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date

from extract.mapping import Source
from flows.publishers.memory import Finding

KIND = "overdue"


def overdue(source: Source, landed: Collection[str], today: date, before: Iterable[Finding]) -> Iterator[Finding]:
    """Tell the editions overdue: after the last one that has landed; where none has, the last one that was due.

    `before` is what was found earlier: an edition once overdue stays so until it lands, whatever lands after it.
    """
    if not source.due:
        return
    years = [year for year in map(_year, landed) if year is not None]
    last = next(year for year in range(today.year + source.edition_plus, 0, -1) if _due(source, year) < today)
    late = [_edition(source, year) for year in range(max(years) + 1 if years else last, last + 1)]
    earlier = [finding.about for finding in before if finding.kind == KIND and finding.about not in landed]
    for edition in dict.fromkeys([*earlier, *late]):
        due = _due(source, _year(edition) or last)
        yield Finding(source.id, KIND, edition, f"was due by {due} and has not landed", lasting=True)


def _edition(source: Source, year: int) -> str:
    return f"{year}" if source.edition_plus else f"FY{year}"


def _due(source: Source, year: int) -> date:
    """The last day on which an edition is in time. Editions named by when they appear are counted from their data."""
    appears = year - source.edition_plus + source.due["years_after"]
    month = source.due["month"]
    return date(appears, month, calendar.monthrange(appears, month)[1])


def _year(edition: str) -> int | None:
    found = re.fullmatch(r"(?:FY)?([0-9]{4})(?:-[0-9-]+)?", edition)
    return int(found[1]) if found else None
