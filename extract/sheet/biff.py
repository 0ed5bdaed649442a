"""What a reader of values leaves out of an xls: bold, indents, formats, what is hidden, formulas without value.

Out of scope: values and merged ranges, and workbooks older than Excel 97, which give nothing here.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from extract.sheet import compound, formats
from extract.sheet.grid import Setting, Spot

_BOF, _EOF, _FONT, _FORMAT, _XF, _SHEET = 0x809, 0x0A, 0x31, 0x41E, 0xE0, 0x85
_ROW, _COLUMNS, _OBJECT, _TEXT = 0x208, 0x7D, 0x5D, 0x1B6
_WORDS = {0xFD, 0x204, 0xD6}
_NUMBERS = {0x203, 0x27E, 0x06}
_MANY = 0xBD
_NOTE = 0x19  # the object of a comment
_FORMULA, _STRING_TOKEN = 0x06, b"\x17"

Record = tuple[int, bytes]


@dataclass(slots=True)
class _Book:
    """What the workbook's globals say, as they are read."""

    fonts: list[bool] = field(default_factory=list)  # bold or not
    formats: dict[int, str] = field(default_factory=lambda: dict(formats.BUILT_IN))
    styles: list[tuple[int, int, int]] = field(default_factory=list)  # font, format, indent
    sheets: list[tuple[str, int]] = field(default_factory=list)  # name, position


def settings(content: bytes) -> dict[str, Setting]:
    """Give each sheet's setting, merged ranges apart. What cannot be read is left out; nothing is raised for it."""
    try:
        stream = compound.stream(content, ("Workbook",))
        if stream is None:
            return {}
        book = _globals(stream)
        return {name: _setting(stream, position, book) for name, position in book.sheets}
    except (struct.error, IndexError, KeyError):
        return {}


def _records(stream: bytes, position: int) -> Iterator[Record]:
    """Yield the records from a BOF to its EOF, without those of charts inside."""
    depth = 0
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, position)
        depth += (kind == _BOF) - (kind == _EOF)
        if depth == 1 and kind != _BOF:
            yield kind, stream[position + 4 : position + 4 + length]
        if depth <= 0:
            return
        position += 4 + length


def _globals(stream: bytes) -> _Book:
    book = _Book()
    for kind, body in _records(stream, 0):
        if kind == _FONT:
            book.fonts.append(struct.unpack_from("<H", body, 6)[0] >= 700)
        elif kind == _FORMAT:
            number, length, wide = struct.unpack_from("<HHB", body, 0)
            book.formats[number] = _text(body[5:], length, wide)
        elif kind == _XF:
            font, code = struct.unpack_from("<HH", body, 0)
            book.styles.append((font, code, body[8] & 0x0F))
        elif kind == _SHEET:
            position, _, length, wide = struct.unpack_from("<IHBB", body, 0)
            book.sheets.append((_text(body[8:], length, wide), position))
    return book


def _text(body: bytes, length: int, wide: int) -> str:
    return body[: 2 * length].decode("utf-16-le", "replace") if wide & 1 else body[:length].decode("latin-1")


def _setting(stream: bytes, position: int, book: _Book) -> Setting:
    bold: set[Spot] = set()
    indents: dict[Spot, int] = {}
    shown: dict[Spot, str] = {}
    hidden_rows: list[int] = []
    hidden_columns: list[int] = []
    uncached: list[Spot] = []
    boxes, in_note = 0, False
    for kind, body in _records(stream, position):
        if kind == _ROW and struct.unpack_from("<H", body, 12)[0] & 0x20:
            hidden_rows.append(struct.unpack_from("<H", body, 0)[0])
        elif kind == _COLUMNS and struct.unpack_from("<H", body, 8)[0] & 1:
            first, last = struct.unpack_from("<HH", body, 0)
            hidden_columns += range(first, min(last, 255) + 1)
        elif kind == _OBJECT:
            in_note = len(body) >= 6 and struct.unpack_from("<H", body, 4)[0] == _NOTE
        elif kind == _TEXT and not in_note:
            boxes += struct.unpack_from("<H", body, 10)[0] > 0
        elif kind == _FORMULA and _is_uncached(body):
            uncached.append(struct.unpack_from("<HH", body, 0))
        for spot, style in _cells(kind, body):
            font, code, indent = book.styles[style]
            if kind in _WORDS and _is_bold(book, font):
                bold.add(spot)
            if kind in _WORDS and indent:
                indents[spot] = indent
            written = book.formats.get(code)
            if kind not in _WORDS and written and formats.matters(written):
                shown[spot] = written
    return Setting(
        bold=frozenset(bold),
        indents=indents,
        formats=shown,
        hidden_rows=tuple(hidden_rows),
        hidden_columns=tuple(hidden_columns),
        uncached=tuple(uncached),
        boxes=boxes,
    )


def _is_uncached(body: bytes) -> bool:
    """Whether an empty text is stored for a formula that names no text: whoever wrote it did not compute it."""
    empty = body[6] == 3 and body[12:14] == b"\xff\xff"
    return empty and _STRING_TOKEN not in body[20:]


def _cells(kind: int, body: bytes) -> Iterator[tuple[Spot, int]]:
    """Yield place and style of the cells of a record."""
    if kind in _WORDS or kind in _NUMBERS:
        row, column, style = struct.unpack_from("<HHH", body, 0)
        yield (row, column), style
    elif kind == _MANY:
        row, first = struct.unpack_from("<HH", body, 0)
        for at in range((len(body) - 6) // 6):
            yield (row, first + at), struct.unpack_from("<H", body, 4 + 6 * at)[0]


def _is_bold(book: _Book, font: int) -> bool:
    """Font 4 does not exist: later ones are numbered one too high."""
    at = font - 1 if font > 4 else font
    return at < len(book.fonts) and book.fonts[at]
