"""Number formats: what a person sees where the stored value is another: a percent, a date, an era year, a unit.

Out of scope: digits and separators (`#,##0.00` changes nothing that matters here), colours and conditions.
"""

import datetime as dt
import re
from functools import lru_cache

from extract.japanese import units

Stored = int | float | str | bool | dt.datetime | dt.date | dt.time | dt.timedelta | None

BUILT_IN = {
    9: "0%",
    10: "0.00%",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    22: "yyyy/m/d h:mm",
    27: 'ge"."m"."d',
    28: 'ggge"年"m"月"d"日"',
    29: 'ggge"年"m"月"d"日"',
    30: "m/d/yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"時"mm"分"',
    33: 'h"時"mm"分"ss"秒"',
    34: 'yyyy"年"m"月"',
    35: 'm"月"d"日"',
    36: 'ge"."m"."d',
    50: 'ge"."m"."d',
    51: 'ggge"年"m"月"d"日"',
    52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"',
    54: 'ggge"年"m"月"d"日"',
    55: 'yyyy"年"m"月"',
    56: 'm"月"d"日"',
    57: 'ge"."m"."d',
    58: 'ggge"年"m"月"d"日"',
}
"""Formats that a workbook names by number alone, those of Japanese Excel included."""

DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""Those of the numbers under which a workbook names formats of dates and times, whatever its language."""

_ERAS = (
    (dt.date(2019, 5, 1), "令和", "R"),
    (dt.date(1989, 1, 8), "平成", "H"),
    (dt.date(1926, 12, 25), "昭和", "S"),
    (dt.date(1912, 7, 30), "大正", "T"),
    (dt.date(1868, 1, 25), "明治", "M"),
)
_DATE = re.compile(r"[dmyhsap]", re.IGNORECASE)
_NO_DATE = re.compile(r'"[^"]*"|\\.|_.|\[(?![hms]+\])[^\]]*\]|General', re.IGNORECASE)
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].|\[[^\]]*\]|(?P<whole>General|標準|@)|(?P<date>g+|e+|y+|m+|d+|a+|h+|s+)'
    r"|(?P<digits>[0#?][0#?,.]*)|(?P<percent>%)|(?P<other>.)",
    re.IGNORECASE,
)


@lru_cache(maxsize=1024)
def _tokens(section: str) -> tuple[tuple[str, str], ...]:
    """The parts of a format's section: (kind, text) with the kinds literal, date, digits, percent."""
    found = []
    for match in _TOKEN.finditer(section):
        kind, text = match.lastgroup or "", match[match.lastgroup or 0]
        if kind in ("quoted", "escaped", "other"):
            found.append(("literal", text))
        elif kind == "whole":
            found.append(("digits", ""))
        elif kind:
            found.append((kind, text.lower()))
    return tuple(found)


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[str, ...]:
    return tuple(re.findall(r'((?:"[^"]*"|\\.|[^;])*)(?:;|$)', code)[:4])


@lru_cache(maxsize=1024)
def matters(code: str) -> bool:
    """Whether a person sees something else than the stored value: a date, a percent, a scale, words around it."""
    tokens = _tokens(_sections(code)[0])
    kinds = {kind for kind, _ in tokens}
    if kinds & {"date", "percent"}:
        return True
    words = "".join(text for kind, text in tokens if kind == "literal")
    return _scale(tokens) != 1 or bool(re.search(r"[^\W\d_]|[%％円]", words)) or not kinds


def may_date(code: str) -> bool:
    """Whether numbers under a format may be dates or times; readers of values tell them by the same letters."""
    return bool(_DATE.search(_NO_DATE.sub("", code)))


def _scale(tokens: tuple[tuple[str, str], ...]) -> int:
    """1000 for each comma that ends the digits."""
    digits = "".join(text for kind, text in tokens if kind == "digits")
    return int(1000 ** (len(digits) - len(digits.rstrip(","))))


def shown(raw: Stored, code: str) -> str:
    """Give what a person sees of a stored value under a format. Numbers keep all their digits."""
    if isinstance(raw, dt.datetime | dt.date):
        return _date(raw, _tokens(_sections(code)[0]))
    if not isinstance(raw, int | float) or isinstance(raw, bool):
        return " ".join(str(raw).split()) if raw is not None else ""
    tokens = _section(raw, code)
    if not any(kind in ("digits", "percent") for kind, _ in tokens):
        return "".join(text for kind, text in tokens if kind == "literal").strip() or _digits(raw)
    value, _ = measured(raw, code)
    signed = _digits(value) if len(_sections(code)) < 2 or raw >= 0 else _digits(abs(value))
    parts, written = [], False
    for kind, text in tokens:
        if kind == "digits" and not written:
            parts.append(signed)
            written = True
        elif kind in ("literal", "percent"):
            parts.append(text)
    return " ".join("".join(parts).split())


def measured(raw: float, code: str) -> tuple[float, str | None]:
    """Give the value as shown, with the unit that the format prints: 0.125 under 0.0% is (12.5, %)."""
    tokens = _section(raw, code)
    unit = None
    value = raw
    if any(kind == "percent" for kind, _ in tokens):
        value, unit = _rounded(raw * 100), "%"
    elif (scale := _scale(tokens)) != 1:
        value = _rounded(raw / scale)
    literal = "".join(text for kind, text in tokens if kind == "literal").strip()
    return value, unit or (units.read_unit(literal) if literal else None)


def _section(raw: float, code: str) -> tuple[tuple[str, str], ...]:
    """The section of the format that holds for the value: positive; negative; zero."""
    sections = _sections(code)
    if raw < 0 and len(sections) > 1:
        return _tokens(sections[1])
    if raw == 0 and len(sections) > 2 and sections[2]:
        return _tokens(sections[2])
    return _tokens(sections[0])


def _rounded(value: float) -> float:
    """Take off what floating arithmetic adds after the twelfth digit."""
    exact = float(format(value, ".12g"))
    return int(exact) if exact.is_integer() and abs(exact) < 1e15 else exact


def _digits(value: float) -> str:
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else format(value, ".15g")


def _date(raw: dt.datetime | dt.date, tokens: tuple[tuple[str, str], ...]) -> str:
    day = raw.date() if isinstance(raw, dt.datetime) else raw
    kinds = "".join(text for kind, text in tokens if kind == "date")
    if not kinds:
        return "".join(text for kind, text in tokens if kind == "literal").strip() or day.isoformat()
    parts, hour_before = [], False
    for kind, text in tokens:
        if kind == "literal":
            parts.append(text)
        elif kind == "date":
            is_minute = text[0] == "m" and hour_before and len(text) < 3
            parts.append(_time_part(raw, text, is_minute=is_minute) or _date_part(day, text))
            hour_before = text[0] == "h" or (hour_before and text[0] not in "mydge")
    return " ".join("".join(parts).split())


def _time_part(raw: dt.datetime | dt.date, token: str, *, is_minute: bool) -> str:
    clock = raw if isinstance(raw, dt.datetime) else dt.datetime(raw.year, raw.month, raw.day)  # noqa: DTZ001
    if is_minute:
        return f"{clock.minute:02d}"
    return {"h": f"{clock.hour:0{min(len(token), 2)}d}", "s": f"{clock.second:02d}"}.get(token[0], "")


def _date_part(day: dt.date, token: str) -> str:
    sign, length = token[0], len(token)
    if sign == "y":
        return f"{day.year:04d}" if length > 2 else f"{day.year % 100:02d}"
    if sign == "m":
        return _MONTHS[day.month - 1][: None if length > 3 else 3] if length > 2 else f"{day.month:0{length}d}"
    if sign == "d":
        return day.strftime("%a" if length == 3 else "%A") if length > 2 else f"{day.day:0{length}d}"
    if sign == "a":
        return "月火水木金土日"[day.weekday()] + ("曜日" if length == 4 else "")
    return _era_part(day, sign, length)


def _era_part(day: dt.date, sign: str, length: int) -> str:
    era = next((era for era in _ERAS if day >= era[0]), None)
    if era is None:
        return str(day.year) if sign == "e" else ""
    start, name, letter = era
    if sign == "e":
        return f"{day.year - start.year + 1:0{min(length, 2)}d}"
    return letter if length == 1 else name[: 1 if length == 2 else 2]
