"""The cells of a worksheet of an xlsx, read from its XML all at once: tags, references, styles and values as arrays.

It reads what programs write by the hundred thousand: numbers and texts in cells that name their places. Of a sheet
where anything else stands among them, a date or an unknown tag, it gives nothing: `workbook` has another reader for
those. Out of scope: what styles mean, and what else a sheet says (`ooxml`).
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, auto
from xml.etree import ElementTree as ET

import numpy as np
import numpy.typing as npt

from extract.sheet.grid import Spot
from extract.sheet.stored import NOTHING, NUMERIC, Other, Stored
from extract.values import Codes, Flags, Floats

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.intp]
"""Where something stands in the XML."""

NO_STYLE = -1
_MOST_DIGITS = 15
"""So many digits make a whole number that is exact as a floating one, and so is ten to their count."""


class _Tag(IntEnum):
    """The tags between those of the sheet's data."""

    UNKNOWN = 0
    ROW = auto()
    ROW_END = auto()
    CELL = auto()
    CELL_END = auto()
    FORMULA = auto()
    FORMULA_END = auto()
    VALUE = auto()
    VALUE_END = auto()
    INLINE = auto()
    INLINE_END = auto()
    TEXT = auto()
    TEXT_END = auto()
    END = auto()


class _Type(IntEnum):
    """The types that cells name."""

    UNKNOWN = 0
    NUMBER = auto()
    SHARED = auto()
    STRING = auto()
    INLINE = auto()
    ERROR = auto()


_TAGS = {
    b"ro": _Tag.ROW,
    b"/r": _Tag.ROW_END,
    b"c ": _Tag.CELL,
    b"/c": _Tag.CELL_END,
    b"/s": _Tag.END,
    b"f>": _Tag.FORMULA,
    b"f ": _Tag.FORMULA,
    b"/f": _Tag.FORMULA_END,
    b"is": _Tag.INLINE,
    b"/i": _Tag.INLINE_END,
    b"v>": _Tag.VALUE,
    b"v ": _Tag.VALUE,
    b"v/": _Tag.VALUE,
    b"/v": _Tag.VALUE_END,
    b"t>": _Tag.TEXT,
    b"t ": _Tag.TEXT,
    b"/t": _Tag.TEXT_END,
}
"""By their first two bytes."""

_TYPES = {b'n"': _Type.NUMBER, b's"': _Type.SHARED, b"st": _Type.STRING, b"in": _Type.INLINE, b'e"': _Type.ERROR}
_LENGTHS = {b'n"': 1, b's"': 1, b"st": len("str"), b"in": len("inlineStr"), b'e"': 1}

_FOLLOWED_BY = {
    _Tag.ROW: (_Tag.CELL, _Tag.ROW_END),
    _Tag.ROW_END: (_Tag.ROW, _Tag.END),
    _Tag.CELL: (_Tag.FORMULA, _Tag.VALUE, _Tag.INLINE, _Tag.CELL_END),
    _Tag.CELL_END: (_Tag.CELL, _Tag.ROW_END),
    _Tag.FORMULA: (_Tag.FORMULA_END,),
    _Tag.FORMULA_END: (_Tag.VALUE, _Tag.CELL_END),
    _Tag.VALUE: (_Tag.VALUE_END,),
    _Tag.VALUE_END: (_Tag.CELL_END,),
    _Tag.INLINE: (_Tag.TEXT,),
    _Tag.INLINE_END: (_Tag.CELL_END,),
    _Tag.TEXT: (_Tag.TEXT_END,),
    _Tag.TEXT_END: (_Tag.INLINE_END,),
}
_ENDS = {
    _Tag.ROW: _Tag.ROW_END,
    _Tag.CELL: _Tag.CELL_END,
    _Tag.FORMULA: _Tag.FORMULA_END,
    _Tag.VALUE: _Tag.VALUE_END,
}
"""Tags that may end themselves: what follows them then is what may follow their ends."""

_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_ERROR = re.compile(rb"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)")
_SPACED = b'xml:space="preserve">'
_R, _S, _T, _SELF_ENDED = (int.from_bytes(pair, "big") for pair in (b"r=", b"s=", b"t=", b"/>"))
_NEVER, _ALWAYS, _IF_ENDED = range(3)
_ODD = re.compile(rb"[\r>]|_x|&#(?:x[dD]|13);")
"""What readers of values take in different ways."""


class _UnusualError(Exception):
    """Something stands in the XML that this reader does not know."""


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """The cells that hold something, in the order of the XML: rows and columns from 0, and the numbers of their styles.

    `numbers` are NaN where `codes` (of `others`) are not `NUMERIC`. `uncached` are the formulas without a value.
    """

    row: Codes
    column: Codes
    style: Codes
    numbers: Floats
    codes: Codes
    others: Sequence[Other]
    uncached: tuple[Spot, ...]

    @property
    def reach(self) -> Spot:
        """The last row and column."""
        return int(self.row.max(initial=0)), int(self.column.max(initial=0))

    def styled(self, wanted: Collection[int]) -> Iterator[tuple[Spot, int, bool]]:
        """Yield place, style and whether it is text, for each cell of the styles wanted."""
        at = np.flatnonzero(np.isin(self.style, list(wanted)))
        columns = (self.row, self.column, self.style, self.codes != NUMERIC)
        for row, column, style, is_text in zip(*(each[at].tolist() for each in columns), strict=True):
            yield (row, column), style, is_text

    def laid_out(self) -> Stored:
        """Lay the cells out from the first of the sheet to the last; of `others` those are kept that stand there."""
        shape = (self.reach[0] + 1, self.reach[1] + 1) if len(self.row) else (0, 0)
        known: dict[Other, int] = {"": NOTHING}
        used = np.flatnonzero(np.bincount(self.codes[self.codes >= 0], minlength=len(self.others)))
        place = np.full(len(self.others) + 1, NUMERIC, dtype=np.int32)  # the last is that of numbers
        place[used] = [known.setdefault(self.others[at], len(known)) for at in used.tolist()]
        numbers, codes = np.full(shape, np.nan), np.zeros(shape, dtype=np.int32)
        numbers[self.row, self.column], codes[self.row, self.column] = self.numbers, place[self.codes]
        return Stored(numbers, codes, list(known))


def cells(part: bytes, strings: Sequence[str], dated: Collection[int]) -> Cells | None:
    """Read the cells of a worksheet's part; None where this reader does not know all that stands there.

    `strings` are those that the workbook's sheets share, `dated` the styles under which numbers may be dates.
    """
    start, stop = part.find(b"<sheetData>") + len(b"<sheetData>"), part.rfind(b"</sheetData>")
    if start > stop or not part[-100:].rstrip().endswith(b"</worksheet>"):
        return None
    xml = np.frombuffer(part, np.uint8, stop + len(b"</s") - start, start)
    try:
        return _cells(xml, strings, dated)
    except (_UnusualError, IndexError):
        return None


def _cells(xml: Bytes, strings: Sequence[str], dated: Collection[int]) -> Cells:
    tags, kinds, ended = _tags(xml)
    opened = np.flatnonzero(kinds == _Tag.CELL)
    row, column, at = _references(xml, tags[opened])
    style, type_, at = _attributes(xml, at)
    _sure(ended[opened] == (xml[at] == ord("/")))
    held = np.flatnonzero((kinds == _Tag.VALUE) | (kinds == _Tag.TEXT))
    owner = np.searchsorted(opened, held) - 1
    stops = tags[held + 1]
    starts = np.where(ended[held], stops, tags[held] + len("<v>"))
    _sure((kinds[held] == _Tag.TEXT) == (type_[owner] == _Type.INLINE))
    computed = np.zeros(len(opened), dtype=np.bool_)
    computed[np.searchsorted(opened, np.flatnonzero(kinds == _Tag.FORMULA)) - 1] = True
    computed[owner[starts < stops]] = False
    said = (starts < stops) | (type_[owner] != _Type.NUMBER)  # a number that is not there is nothing
    owner, starts, stops = owner[said], starts[said], stops[said]
    numbers, codes, others = _values(xml, (starts, stops), type_[owner], strings)
    _sure(np.isnan(numbers) | ~np.isin(style[owner], list(dated)))
    uncached = tuple(zip(row[computed].tolist(), column[computed].tolist(), strict=True))
    return Cells(row[owner], column[owner], style[owner], numbers, codes, others, uncached)


def _tags(xml: Bytes) -> tuple[Places, Codes, Flags]:
    """Where the tags begin, what they are, and which end themselves. The last is that which ends the sheet's data."""
    tags = np.flatnonzero(xml == ord("<"))
    kinds = _TAG_OF[_pairs(xml, tags + 1)]
    _sure(kinds[0] in (_Tag.ROW, _Tag.END))
    follows = _FOLLOWS[kinds[:-1], kinds[1:]]
    _sure(follows != _NEVER)
    ended = follows == _IF_ENDED
    _sure(_pairs(xml, tags[1:][ended] - len("/>")) == _SELF_ENDED)
    return tags, kinds, ended


def _references(xml: Bytes, at: Places) -> tuple[Codes, Codes, Places]:
    """Rows and columns of the cells whose tags begin at some places, and where their references end."""
    at = at + len("<c ")
    _sure(_pairs(xml, at) == _R)
    at += len('r="')
    column = np.zeros(len(at), dtype=np.int64)
    for _ in range(len("XFD")):
        letter = xml[at] - np.uint8(ord("A"))  # what comes before A wraps
        is_letter = letter < 26
        column = np.where(is_letter, column * 26 + letter + 1, column)
        at += is_letter
    row, at = _digits(xml, at)
    _sure((xml[at] == ord('"')) & (row > 0) & (column > 0))
    row, column = row - 1, column - 1
    _sure(np.diff(row * (int(column.max(initial=0)) + 1) + column) > 0)
    return row, column, at + 1


def _attributes(xml: Bytes, at: Places) -> tuple[Codes, Codes, Places]:
    """The styles and types that cells name behind their references, and where their tags end."""
    style, type_ = np.full(len(at), NO_STYLE), np.full(len(at), _Type.NUMBER)
    while (more := np.flatnonzero((xml[at] == ord(" ")) & (xml[at + 1] != ord("/")))).size:
        start = at[more] + 1
        name = _pairs(xml, start)
        styled, typed = more[name == _S], more[name == _T]
        _sure(len(styled) + len(typed) == len(more))
        style[styled], at[styled] = _digits(xml, at[styled] + len(' s="'))
        pair = _pairs(xml, at[typed] + len(' t="'))
        type_[typed] = _TYPE_OF[pair]
        at[typed] += len(' t="') + _LENGTH_OF[pair]
        _sure((type_[more] != _Type.UNKNOWN) & (xml[at[more]] == ord('"')))
        at[more] += 1
    at += xml[at] == ord(" ")
    _sure((xml[at] == ord(">")) | (xml[at] == ord("/")))
    return style, type_, at


def _values(
    xml: Bytes, spans: tuple[Places, Places], type_: Codes, strings: Sequence[str]
) -> tuple[Floats, Codes, list[Other]]:
    """What stands in the values of cells: numbers, or codes of other things."""
    starts, stops = spans
    numbers, codes = np.full(len(type_), np.nan), np.full(len(type_), NUMERIC)
    numeric, shared = np.flatnonzero(type_ == _Type.NUMBER), np.flatnonzero(type_ == _Type.SHARED)
    numbers[numeric] = _numbers(xml, starts[numeric], stops[numeric])
    codes[shared], at = _digits(xml, starts[shared])
    _sure((starts[shared] < at) & (at == stops[shared]) & (codes[shared] < len(strings)))
    others: dict[tuple[int, bytes], int] = {}
    for spot in np.flatnonzero((type_ != _Type.NUMBER) & (type_ != _Type.SHARED)).tolist():
        said = int(type_[spot]), xml[starts[spot] : stops[spot]].tobytes()
        codes[spot] = len(strings) + others.setdefault(said, len(others))
    return numbers, codes, [*strings, *(_text(*said) for said in others)]


def _numbers(xml: Bytes, starts: Places, stops: Places) -> Floats:
    """The numbers that stand between some places."""
    sign = np.where(xml[starts] == ord("-"), -1.0, 1.0)
    digits, point = _digits(xml, starts + (sign < 0))
    pointed = xml[point] == ord(".")
    digits, at = _digits(xml, point + pointed, digits)
    decimals = np.where(pointed, at - point - 1, 0)
    few = (at == stops) & (at - starts <= _MOST_DIGITS) & (at > starts + (sign < 0) + pointed)
    numbers = sign * digits / _POWERS[np.minimum(decimals, _MOST_DIGITS)]
    for spot in np.flatnonzero(~few).tolist():
        text = xml[starts[spot] : stops[spot]].tobytes()
        _sure(_NUMBER.fullmatch(text) is not None)
        numbers[spot] = float(text)
    return numbers


def _text(type_: int, said: bytes) -> str:
    """The text of a cell that holds it itself. An error is shown, but says nothing."""
    if type_ == _Type.ERROR:
        _sure(_ERROR.fullmatch(said) is not None)
        return ""
    if type_ == _Type.INLINE:
        said = said.removeprefix(_SPACED) if said.startswith(_SPACED) else said.strip()
    _sure(_ODD.search(said) is None)
    try:
        return ET.fromstring(b"<t>%b</t>" % said).text or "" if b"&" in said else said.decode()  # noqa: S314
    except (ET.ParseError, UnicodeDecodeError) as error:
        raise _UnusualError from error


def _digits(xml: Bytes, at: Places, number: Codes | None = None) -> tuple[Codes, Places]:
    """The whole numbers whose digits begin at some places, behind those read before; and where they end."""
    at = at.copy()
    number = np.zeros(len(at), dtype=np.int64) if number is None else number
    for _ in range(_MOST_DIGITS):
        digit = xml[at] - np.uint8(ord("0"))  # what comes before 0 wraps
        is_digit = digit < 10
        if not is_digit.any():
            break
        number = np.where(is_digit, number * 10 + digit, number)
        at += is_digit
    return number, at


def _pairs(xml: Bytes, at: Places) -> Codes:
    """Two bytes from each place as one number."""
    pairs: Codes = xml[at].astype(np.int32) << 8 | xml[at + 1]
    return pairs


def _by_pair(codes: Mapping[bytes, int]) -> Codes:
    """A table of codes by what `_pairs` gives, 0 for all other pairs."""
    table = np.zeros(1 << 16, dtype=np.int8)
    for pair, code in codes.items():
        table[int.from_bytes(pair, "big")] = code
    return table


def _sure(holds: npt.NDArray[np.bool_] | bool) -> None:
    """Raise _UnusualError unless something holds everywhere."""
    if not np.all(holds):
        raise _UnusualError


def _following() -> Codes:
    """Which tag may be followed by which, or may be if it ends itself."""
    table = np.full((len(_Tag), len(_Tag)), _NEVER, dtype=np.int8)
    for tag, others in _FOLLOWED_BY.items():
        table[tag, others] = _ALWAYS
    for tag, end in _ENDS.items():
        table[tag, _FOLLOWED_BY[end]] = _IF_ENDED
    return table


_TAG_OF, _TYPE_OF, _LENGTH_OF = _by_pair(_TAGS), _by_pair(_TYPES), _by_pair(_LENGTHS)
_FOLLOWS = _following()
_POWERS = 10.0 ** np.arange(_MOST_DIGITS + 1)
