"""The one grid of a sheet, whatever file it came from: what each cell says, and how it is set where that decides.

Out of scope: reading files (`workbook`, `delimited`), and where tables stand in the grid (`regions`).
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, compress
from typing import cast

import numpy as np
import numpy.typing as npt

from extract.document import address
from extract.japanese import numbers
from extract.sheet import formats, words
from extract.values import SURE, written

Raw = int | float | str | bool | dt.datetime | dt.date | dt.time | dt.timedelta | None
Spot = tuple[int, int]
"""Row and column, from 0."""

BLANK, WORDS, NUMBER, MARK = 0, 1, 2, 3
STRING, FLOAT, INTEGER, OTHER, NOTHING = range(5)
"""The types in which cells are stored."""

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
    """What a reader of values does not tell of a sheet: how cells are set, and what a person does not see."""

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

    `types` tells in which type each is stored.
    """

    sheet: str
    rows: list[list[Raw]]
    kinds: Kinds
    setting: Setting
    types: Kinds
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

    def numbers(self) -> npt.NDArray[np.float64]:
        """Give the cells that are stored as numbers, NaN elsewhere."""
        found = np.full(self.kinds.shape, np.nan)
        stored = (self.types == FLOAT) | (self.types == INTEGER)
        cells = compress(chain.from_iterable(self.rows), stored.tobytes())
        found[stored] = np.fromiter(cast("Iterator[float]", cells), np.float64, int(stored.sum()))
        return found

    def raw(self, row: int, column: int) -> Raw:
        """Give the stored value, also of a cell inside a merged range."""
        span = self.covers.get((row, column))
        return self.rows[span.top][span.left] if span else self.rows[row][column]

    def whole(self, row: int, column: int) -> int | None:
        """Give the whole number that stands there, typed or written."""
        raw = self.rows[row][column]
        if isinstance(raw, str):
            number = numbers.read_number(raw.strip())
            raw = number.value if number and number.unit is None else None
        return int(raw) if isinstance(raw, int | float) and float(raw).is_integer() else None

    def text(self, row: int, column: int) -> str:
        """Give what a person reads there, white space folded; nothing for the covered cells of a merged range."""
        raw = self.rows[row][column]
        if type(raw) is str:
            return fold_space(raw)
        code = self.setting.formats.get((row, column))
        return formats.shown(raw, code) if code else plain(raw)

    def indent(self, row: int, column: int) -> int:
        """Give the indent in half-width spaces, by spaces typed or by style."""
        raw = self.rows[row][column]
        typed = 0
        if type(raw) is str:
            for sign in raw:
                if not sign.isspace():
                    break
                typed += 2 if sign == "\u3000" else 1
        return typed + 3 * self.setting.indents.get((row, column), 0)


def grid(sheet: str, rows: list[list[Raw]], setting: Setting | None = None) -> Grid:
    """Make the grid of rows of equal width."""
    setting = setting or Setting()
    height, width = len(rows), len(rows[0]) if rows else 0
    covers = {
        (row, column): span
        for span in setting.merges
        for row in range(span.top, min(span.bottom + 1, height))
        for column in range(span.left, min(span.right + 1, width))
    }
    kinds, types, texts = classify(rows)
    comma = has_decimal_comma(texts)
    if comma:
        kinds, types, texts = classify(rows, decimal_comma=True)
    _name_codes(rows, kinds)
    _name_indexes(rows, kinds, {text for text in texts if len(text) < 30 and words.is_index(text)})
    for (row, column), code in setting.formats.items():  # 26 shown as 平成26年度 is a heading
        if row < height and column < width and kinds[row, column] == NUMBER:
            shown = formats.shown(rows[row][column], code)
            kinds[row, column] = NUMBER if numbers.read_number(shown) else WORDS
    for span in setting.merges:  # what lies under a merged range is not seen
        if span.top < height and span.left < width:
            kept = kinds[span.top, span.left]
            kinds[span.top : span.bottom + 1, span.left : span.right + 1] = BLANK
            kinds[span.top, span.left] = kept
    return Grid(sheet, rows, kinds, setting, types, covers, comma)


_TYPES: dict[type, int] = {str: STRING, float: FLOAT, int: INTEGER, type(None): NOTHING}
_TYPES |= dict.fromkeys((bool, dt.datetime, dt.date, dt.time, dt.timedelta), OTHER)
_KIND_OF_TYPE = np.array([BLANK, NUMBER, NUMBER, WORDS, BLANK], dtype=np.uint8)


def classify(rows: Sequence[Sequence[Raw]], *, decimal_comma: bool = False) -> tuple[Kinds, Kinds, list[str]]:
    """Tell blanks, words, numbers and marks apart, cell by cell; give also the stored types and the different texts."""
    width = len(rows[0]) if rows else 0
    known: dict[Raw, int] = {"": BLANK}
    stored = b"".join(bytes(map(_TYPES.__getitem__, map(type, row))) for row in rows)
    types = np.frombuffer(stored, dtype=np.uint8).reshape(len(rows), width)
    kinds = _KIND_OF_TYPE[types]
    for at, row in enumerate(rows):
        texts = np.flatnonzero(types[at] == STRING).tolist()
        for column in texts:
            text = row[column]
            if text not in known:
                known[text] = kind_of(dotted(str(text)) if decimal_comma else str(text))
        kinds[at, texts] = [known[row[column]] for column in texts]
    return kinds, types, [key for key in known if isinstance(key, str)]


def _name_codes(rows: Sequence[Sequence[Raw]], kinds: Kinds) -> None:
    """Make words of digit strings that are as long as the codes with leading zeros in their column: 1111 under 0111."""
    lengths: dict[int, Counter[int]] = {}
    for at, column in np.argwhere(kinds == WORDS).tolist():
        raw = rows[at][column]
        if type(raw) is str and raw[:1] == "0" and _CODE.fullmatch(raw):
            lengths.setdefault(column, Counter())[len(raw)] += 1
    for column, counted in lengths.items():
        for at in np.flatnonzero(kinds[:, column] == NUMBER).tolist():
            raw = rows[at][column]
            if isinstance(raw, str) and raw.isdecimal() and counted[len(raw)] >= 2:
                kinds[at, column] = WORDS


def _name_indexes(rows: Sequence[Sequence[Raw]], kinds: Kinds, heads: set[str]) -> None:
    """Make words of the numbers under a heading that says so: 順位, No., コード. They name rows, they count nothing."""
    for head, column in np.argwhere(kinds == WORDS).tolist() if heads else ():
        if rows[head][column] not in heads:
            continue
        if not any(map(str.isalpha, str(rows[head][column]))) and (kinds[head] == NUMBER).any():
            continue  # a # among figures is a mark
        for at in (head + 1 + np.flatnonzero(kinds[head + 1 :, column])).tolist():
            raw = str(rows[at][column])
            if kinds[at, column] == NUMBER and not raw.startswith(("(", "（")):
                kinds[at, column] = WORDS
            elif kinds[at, column] == WORDS and raw not in heads and not any(sign.isdigit() for sign in raw):
                break


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
