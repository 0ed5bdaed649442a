"""The one grid of a sheet, whatever file it came from: what each cell says, and how it is set where that decides.

Out of scope: reading files (`workbook`, `delimited`), and where tables stand in the grid (`regions`).
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from extract.document import address
from extract.japanese import numbers
from extract.sheet import formats, words
from extract.sheet.stored import NUMERIC, Raw, Stored
from extract.values import SURE, written

Spot = tuple[int, int]
"""Row and column, from 0."""

BLANK, WORDS, NUMBER, MARK = 0, 1, 2, 3
Kinds = npt.NDArray[np.uint8]

ERRORS = frozenset(("#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"))
_CODE = re.compile(r"[0０][0-9０-９]+|[0-9０-９]{16,}")  # 011101 and long digit strings name something
_DECIMAL_COMMA = re.compile(r"[-−–+]?\s*(?:\d{1,3}(?:\s\d{3})*|\d+),(?:\d{1,2}|\d{4,}|(?<=\b0,)\d+)\s*%?")
_GROUPED = re.compile(r"[-−–+△▲]?\s*\d{1,3}(?:,\d{3})+(?:\.\d+)?%?")


@dataclass(frozen=True, slots=True)
class Span:
    """A rectangle of cells, edges included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def rows(self) -> int:
        """How many rows it covers."""
        return self.bottom - self.top + 1

    @property
    def columns(self) -> int:
        """How many columns it covers."""
        return self.right - self.left + 1


@dataclass(frozen=True, slots=True)
class Setting:
    """How the cells of a sheet are set, and what a person does not see of it."""

    merges: tuple[Span, ...] = ()
    bold: frozenset[Spot] = frozenset()
    indents: Mapping[Spot, int] = field(default_factory=dict)
    formats: Mapping[Spot, str] = field(default_factory=dict)  # only those that change what is seen
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    uncached: tuple[Spot, ...] = ()  # formulas without a value
    boxes: int = 0  # text boxes and other drawn shapes that hold text
    reach: Spot = (0, 0)  # the last row and column that may hold something, where the file tells it


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """A sheet's cells. `kinds` tells blanks, words, numbers and marks (nil, missing, suppressed) apart.

    `texts` are the texts among the `stored` things, white space folded; None for what is no text.
    """

    sheet: str
    stored: Stored
    texts: Sequence[str | None]
    kinds: Kinds
    setting: Setting
    covers: Mapping[Spot, Span]  # merged ranges by each of their cells
    decimal_comma: bool = False  # 1 034,81 stands for 1034.81 throughout the sheet

    @property
    def height(self) -> int:
        """Number of rows."""
        return int(self.kinds.shape[0])

    @property
    def width(self) -> int:
        """Number of columns."""
        return int(self.kinds.shape[1])

    def raw(self, row: int, column: int) -> Raw:
        """Give the stored value, also of a cell inside a merged range."""
        span = self.covers.get((row, column))
        return self.stored.at(span.top, span.left) if span else self.stored.at(row, column)

    def whole(self, row: int, column: int) -> int | None:
        """Give the whole number that stands there, typed or written."""
        raw = self.stored.at(row, column)
        if isinstance(raw, str):
            number = numbers.read_number(raw.strip())
            raw = number.value if number and number.unit is None else None
        return int(raw) if isinstance(raw, int | float) and float(raw).is_integer() else None

    def text(self, row: int, column: int) -> str:
        """Give what a person reads there, white space folded; nothing for the covered cells of a merged range."""
        code = self.stored.codes.item(row, column)
        text = None if code == NUMERIC else self.texts[code]
        if text is not None:
            return text
        raw, shown_as = self.stored.at(row, column), self.setting.formats.get((row, column))
        return formats.shown(raw, shown_as) if shown_as else plain(raw)

    def indent(self, row: int, column: int) -> int:
        """Give the indent in half-width spaces, by spaces typed or by style."""
        raw = self.stored.at(row, column)
        typed = 0
        if type(raw) is str:
            for sign in raw:
                if not sign.isspace():
                    break
                typed += 2 if sign == "\u3000" else 1
        return typed + 3 * self.setting.indents.get((row, column), 0)


def grid(sheet: str, stored: Stored, setting: Setting | None = None) -> Grid:
    """Make the grid of what the cells of a sheet store."""
    setting = setting or Setting()
    height, width = stored.codes.shape
    covers = {
        (row, column): span
        for span in setting.merges
        for row in range(span.top, min(span.bottom + 1, height))
        for column in range(span.left, min(span.right + 1, width))
    }
    comma = has_decimal_comma(text for text in stored.others if isinstance(text, str))
    kinds = kinds_of(stored, decimal_comma=comma)
    _name_codes(stored, kinds)
    _name_indexes(stored, kinds)
    for (row, column), code in setting.formats.items():  # 26 shown as 平成26年度 is a heading
        if row < height and column < width and kinds[row, column] == NUMBER:
            shown = formats.shown(stored.at(row, column), code)
            kinds[row, column] = NUMBER if numbers.read_number(shown) else WORDS
    for span in setting.merges:  # what lies under a merged range is not seen
        if span.top < height and span.left < width:
            kept = kinds[span.top, span.left]
            kinds[span.top : span.bottom + 1, span.left : span.right + 1] = BLANK
            kinds[span.top, span.left] = kept
    texts = [fold_space(other) if isinstance(other, str) else None for other in stored.others]
    return Grid(sheet, stored, texts, kinds, setting, covers, comma)


def kinds_of(stored: Stored, *, decimal_comma: bool = False) -> Kinds:
    """Tell blanks, words, numbers and marks apart, cell by cell."""
    texts = [
        (dotted(other) if decimal_comma else other) if isinstance(other, str) else other for other in stored.others
    ]
    kinds = [kind_of(text) if isinstance(text, str) else BLANK if text is None else WORDS for text in texts]
    found: Kinds = np.array([*kinds, NUMBER], dtype=np.uint8)[stored.codes]  # the last is that of numbers
    return found


def _name_codes(stored: Stored, kinds: Kinds) -> None:
    """Make words of digit strings that are as long as the codes with leading zeros in their column: 1111 under 0111."""
    texts = [other if isinstance(other, str) else "" for other in stored.others]
    coded = [text[:1] == "0" and _CODE.fullmatch(text) is not None for text in texts]
    lengths: dict[int, Counter[int]] = {}
    for at, column in np.argwhere((kinds == WORDS) & _among(stored, coded)).tolist():
        lengths.setdefault(column, Counter())[len(texts[stored.codes[at, column]])] += 1
    for column, counted in lengths.items():
        for at in np.flatnonzero((kinds[:, column] == NUMBER) & (stored.codes[:, column] != NUMERIC)).tolist():
            text = texts[stored.codes[at, column]]
            if text.isdecimal() and counted[len(text)] >= 2:
                kinds[at, column] = WORDS


def _name_indexes(stored: Stored, kinds: Kinds) -> None:
    """Make words of the numbers under a heading that says so: 順位, No., コード. They name rows, they count nothing."""
    heads = [isinstance(other, str) and len(other) < 30 and words.is_index(other) for other in stored.others]
    heading = _among(stored, heads)
    for head, column in np.argwhere((kinds == WORDS) & heading).tolist():
        if not any(map(str.isalpha, str(stored.at(head, column)))) and (kinds[head] == NUMBER).any():
            continue  # a # among figures is a mark
        for at in (head + 1 + np.flatnonzero(kinds[head + 1 :, column])).tolist():
            raw = str(stored.at(at, column))
            if kinds[at, column] == NUMBER and not raw.startswith(("(", "（")):
                kinds[at, column] = WORDS
            elif kinds[at, column] == WORDS and not heading[at, column] and not any(sign.isdigit() for sign in raw):
                break


def _among(stored: Stored, chosen: Collection[bool]) -> npt.NDArray[np.bool_]:
    """Which cells hold one of the chosen of the things that are stored."""
    found: npt.NDArray[np.bool_] = np.array([*chosen, False])[stored.codes]  # the last is that of numbers
    return found


def has_decimal_comma(texts: Iterable[str]) -> bool:
    """Whether the sheet's typed figures have a comma for the decimal point, as in 4 074,89."""
    figures = [text.strip() for text in texts if "," in text and len(text) < 20]
    commas = sum(1 for text in figures if _DECIMAL_COMMA.fullmatch(text))
    return commas >= 3 and commas > sum(1 for text in figures if _GROUPED.fullmatch(text))


def dotted(text: str) -> str:
    """Write a figure that has a decimal comma with a point."""
    text = text.strip()
    return text.replace(",", ".") if _DECIMAL_COMMA.fullmatch(text) else text


def kind_of(text: str) -> int:
    """Tell what a text cell is. Codes with leading zeros are words: they name, they do not count."""
    text = text.strip()
    if not text:
        return BLANK
    if text in ERRORS:
        return MARK
    if len(text) > 40 or _CODE.fullmatch(text):
        return WORDS
    number = numbers.read_number(text)
    if number is None:
        return WORDS
    return NUMBER if number.value is not None else MARK


@lru_cache(maxsize=1 << 16)
def fold_space(text: str) -> str:
    """Fold white space, line breaks included, to single spaces."""
    return " ".join(text.split())


def whole(raw: float) -> float | int:
    """Give a whole number as int, if it has no more digits than are sure."""
    return int(raw) if type(raw) is float and raw.is_integer() and abs(raw) < SURE else raw


def plain(raw: Raw) -> str:
    """Write a stored value as a cell without a format shows it."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float):
        return written(whole(raw))
    if isinstance(raw, dt.datetime) and raw.time() == dt.time():
        return raw.date().isoformat()
    return str(raw)


def addresses(spots: Iterable[Spot], most: int = 5) -> str:
    """Name some cells, the first few by address."""
    named = [address(*spot) for spot in spots]
    return ", ".join(named[:most]) + (f" and {len(named) - most} more" if len(named) > most else "")
