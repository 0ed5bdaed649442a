"""Puts the rows of an answer into words: a table for people, csv or json for programs.

Out of scope: where the rows come from.
"""

import csv
import io
import json
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

Row = Sequence[object]

MAX_WIDTH = 60
"""Character cells of a column in a table; longer text is cut with an ellipsis. csv and json are never cut."""


class Format(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


class ChangeFormat(StrEnum):
    """The forms of the change report."""

    MARKDOWN = "md"
    JSON = "json"
    HTML = "html"


class TraceFormat(StrEnum):
    """The forms of a trace."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


def render(columns: Sequence[str], rows: Sequence[Row], style: Format) -> str:
    """Give the answer as text that ends with a line break."""
    if style is Format.CSV:
        return _csv(columns, rows)
    if style is Format.JSON:
        objects = [dict(zip(columns, map(plain, row), strict=True)) for row in rows]
        return json.dumps(objects, ensure_ascii=False, indent=1) + "\n"
    return table(columns, rows)


def table(columns: Sequence[str], rows: Sequence[Row]) -> str:
    """Set rows in columns, figures to the right, with how many there are below. Kanji count as two cells wide."""
    texts = [[_cut(_text(value)) for value in row] for row in rows]
    widths = [max(map(_width, column)) for column in zip(columns, *texts, strict=True)]
    figures = [any(_is_figure(row[i]) for row in rows) for i in range(len(columns))]
    lines = [_line(columns, widths, figures), "  ".join("─" * width for width in widths)]
    lines += [_line(row, widths, figures) for row in texts]
    count = "1 row" if len(rows) == 1 else f"{len(rows)} rows"
    return "\n".join(line.rstrip() for line in [*lines, f"({count})"]) + "\n"


def _csv(columns: Sequence[str], rows: Iterable[Row]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_text(value) for value in row] for row in rows)
    return out.getvalue()


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = []
    for cell, width, to_right in zip(cells, widths, right, strict=True):
        space = " " * (width - _width(cell))
        padded.append(space + cell if to_right else cell + space)
    return "  ".join(padded)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _cut(text: str) -> str:
    text = " ".join(text.split())
    if _width(text) <= MAX_WIDTH:
        return text
    while _width(text) >= MAX_WIDTH:
        text = text[: -max(1, (_width(text) - MAX_WIDTH) // 2)]
    return text + "…"


def _is_figure(value: object) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _text(value: object) -> str:
    """As printed: nothing for null, whole numbers without a decimal point, no exponents."""
    value = plain(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f")
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def plain(value: object) -> object:
    """Give a value as JSON knows it: whole floats as integers, days and times in ISO form."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):  # noqa: PLR0124  NaN alone differs from itself
            return None
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    return value if value is None or isinstance(value, bool | int | str) else str(value)
