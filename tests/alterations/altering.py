"""Alters one printed figure in the bytes of a document: in a PDF's text, a workbook's cell, a line of a csv.

Everything else of the file stays as it is. Out of scope: which figure is altered, and what becomes of it (`soak`).
"""

import csv
import ctypes
import io
import random
import re
import struct
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import pypdf
import pypdfium2
import pypdfium2.raw as pdfium
from pypdf.generic import ByteStringObject, ContentStream, TextStringObject

from extract.sheet import compound

Box = tuple[float, float, float, float]

FIGURE = re.compile(r"[0-9０-９](?:[0-9０-９,，.．]*[0-9０-９])?")


@dataclass(frozen=True)
class Where:
    """The place of a figure as its evidence names it: page and box, or sheet and address."""

    page: int | None
    box: Box | None
    sheet: str | None
    address: str | None


def one_digit_altered(text: str, chance: random.Random) -> tuple[str, str] | None:
    """The digits of a printed figure as they stand and with one of them changed; None where it is no single number."""
    found = FIGURE.findall(text)
    if len(found) != 1:
        return None
    digits = found[0]
    at = chance.choice([i for i, character in enumerate(digits) if character.isdigit()])
    old = unicodedata.normalize("NFKC", digits[at])
    new = chance.choice([d for d in "0123456789" if d != old and not (d == "0" and at == 0)])
    return digits, digits[:at] + chr(ord(digits[at]) - ord(old) + ord(new)) + digits[at + 1 :]


def altered(content: bytes, media_type: str, where: Where, old: str, new: str) -> bytes | None:
    """The file with a figure's digits replaced, None where they do not stand there in one piece."""
    if media_type == "application/pdf":
        return _pdf(content, where, old, new)
    if media_type == "application/vnd.ms-excel":
        return _xls(content, where, old, new)
    if media_type == "text/csv":
        return _csv(content, where, old, new)
    return _xlsx(content, where, old, new)


def _pdf(content: bytes, where: Where, old: str, new: str) -> bytes | None:
    """Replace one glyph where the figure is shown, by one that the same font shows elsewhere on the page."""
    if where.page is None or where.box is None:
        return None
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    page = writer.pages[where.page - 1]
    stream = ContentStream(page.get_contents(), writer)
    shows, runs = list(_shows(page, stream)), list(_runs(content, where.page))
    if len(shows) != len(runs):
        return None
    whole = re.compile(rf"(?<![0-9０-９,，.．]){re.escape(old)}(?![0-9０-９,，.．])")
    held = [i for i, run in enumerate(runs) if _within(run.box, where.box) and len(whole.findall(run.text)) == 1]
    if len(held) != 1:
        return None
    show, run = shows[held[0]], runs[held[0]]
    at = whole.search(run.text).start() + next(i for i in range(len(old)) if old[i] != new[i])  # type: ignore[union-attr]
    digit = new[at - whole.search(run.text).start()]  # type: ignore[union-attr]
    codes = {
        character: other.codes[i]
        for other, text in ((s, r.text) for s, r in zip(shows, runs, strict=True) if s.font == show.font)
        for i, character in enumerate(text[: len(other.codes)])
        if len(text.rstrip()) <= len(other.codes) <= len(text)
    }
    if digit not in codes or not len(run.text.rstrip()) <= len(show.codes) <= len(run.text):
        return None
    show.replace(at, codes[digit])
    page.replace_contents(stream)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@dataclass(frozen=True)
class _Run:
    """A run of glyphs: its text, and its box from the top left of the page."""

    text: str
    box: Box


@dataclass(frozen=True)
class _Show:
    """An operator that shows glyphs: its font, the bytes of each code, and the list that holds its strings."""

    font: str
    width: int
    strings: list[object]

    @property
    def codes(self) -> list[bytes]:
        held = b"".join(_raw(part) for part in self.strings if _is_string(part))
        return [held[i : i + self.width] for i in range(0, len(held), self.width)]

    def replace(self, at: int, code: bytes) -> None:
        """Put another code in the place of one."""
        position = at * self.width
        for i, part in enumerate(self.strings):
            if _is_string(part):
                raw = _raw(part)
                if position < len(raw):
                    self.strings[i] = ByteStringObject(raw[:position] + code + raw[position + self.width :])
                    return
                position -= len(raw)


def _shows(page: pypdf.PageObject, stream: ContentStream) -> Iterator[_Show]:
    """The operators of a page that show glyphs, in order."""
    font, outer = "", []
    for operands, operator in stream.operations:
        if operator == b"q":
            outer.append(font)
        elif operator == b"Q":
            font = outer.pop() if outer else font
        elif operator == b"Tf":
            font = str(operands[0])
        elif operator in (b"Tj", b"TJ"):
            width = 2 if page["/Resources"]["/Font"][font]["/Subtype"] == "/Type0" else 1
            show = _Show(font, width, operands[0] if operator == b"TJ" else operands)
            if show.codes:
                yield show


def _is_string(part: object) -> bool:
    return isinstance(part, TextStringObject | ByteStringObject)


def _raw(part: object) -> bytes:
    return part.original_bytes if isinstance(part, TextStringObject) else bytes(part)  # type: ignore[call-overload]


def _runs(content: bytes, number: int) -> Iterator[_Run]:
    """The runs of glyphs of a page, in the order in which they are shown."""
    pdf = pypdfium2.PdfDocument(content)
    page = pdf[number - 1]
    height, words = page.get_height(), page.get_textpage()
    for run in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=1):
        left, low, right, high = run.get_bounds()
        size = pdfium.FPDFTextObj_GetText(run, words, None, 0)
        text = ctypes.create_string_buffer(size)
        pdfium.FPDFTextObj_GetText(run, words, ctypes.cast(text, ctypes.POINTER(ctypes.c_ushort)), size)
        yield _Run(text.raw.decode("utf-16-le").rstrip("\0"), (left, height - high, right, height - low))


def _within(run: Box, box: Box) -> bool:
    """Whether the middle of a run lies in a box, or that of the box in the run."""
    (left, high, right, low), (x0, top, x1, bottom) = run, box
    level = top - 1 <= (high + low) / 2 <= bottom + 1
    return level and (left <= (x0 + x1) / 2 <= right or x0 - 1 <= (left + right) / 2 <= x1 + 1)


def _xlsx(content: bytes, where: Where, old: str, new: str) -> bytes | None:
    """Replace the number, or the text, of one cell in the part of its sheet."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        part = _sheet_part(book, where.sheet or "")
        xml = book.read(part).decode()
        cell = re.compile(rf'(<c r="{where.address}"[^>]*?>.*?<(?:v|t)[^>]*>)([^<]*)(</(?:v|t)>)', re.DOTALL)
        found = cell.search(xml)
        printed = _plain(old) if found and _plain(old) == found[2] else old
        if not found or 't="s"' in found[1].split(">")[0] or found[2].count(printed) != 1 or "</c>" in found[1]:
            return None
        text = found[2].replace(printed, _plain(new) if printed == _plain(old) else new)
        changed = xml[: found.start(2)] + text + xml[found.end(2) :]
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
            for name in book.namelist():
                copy.writestr(book.getinfo(name), changed.encode() if name == part else book.read(name))
    return out.getvalue()


def _sheet_part(book: zipfile.ZipFile, sheet: str) -> str:
    for name, key in re.findall(r'<sheet\b[^>]*\bname="([^"]*)"[^>]*\br:id="([^"]*)"', _unescaped(book)):
        if name == sheet:
            links = book.read("xl/_rels/workbook.xml.rels").decode()
            link = next(tag for tag in re.findall(r"<Relationship\b[^>]*>", links) if f'Id="{key}"' in tag)
            target = re.findall(r'Target="([^"]*)"', link)[0]
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    raise LookupError(sheet)


def _unescaped(book: zipfile.ZipFile) -> str:
    text = book.read("xl/workbook.xml").decode()
    return re.sub(r"&#([0-9]+);", lambda found: chr(int(found[1])), text)


def _xls(content: bytes, where: Where, old: str, new: str) -> bytes | None:
    """Replace the number of one cell's record by another of the same length."""
    stream = compound.stream(content, ("Workbook",))
    column, row = _column_and_row(where.address or "")
    if stream is None:
        return None
    for at, kind, body in _records(stream, _sheets(stream)[where.sheet or ""]):
        place, number = struct.unpack_from("<HH", body) if len(body) >= 4 else (0, 0), float(_plain(new))
        if place != (row, column) or kind not in (0x203, 0x27E):
            continue
        if kind == 0x203:
            value = struct.pack("<d", number)
        elif number.is_integer() and number < 1 << 29:
            value = struct.pack("<i", int(number) << 2 | 2)
        else:
            return None
        end = at + 4 + len(body)
        known = stream[at - 40 : end]  # long enough to stand once in the file
        changed = known[: -len(value)] + value
        return content.replace(known, changed) if content.count(known) == 1 and _holds(body, old) else None
    return None


def _holds(body: bytes, digits: str) -> bool:
    """Whether a record of a number holds this one."""
    if len(body) == 14:
        return bool(struct.unpack_from("<d", body, 6)[0] == float(_plain(digits)))
    (packed,) = struct.unpack_from("<i", body, 6)
    return bool(packed & 3 == 2 and packed >> 2 == float(_plain(digits)))


def _sheets(stream: bytes) -> dict[str, int]:
    names = {}
    for _, kind, body in _records(stream, 0):
        if kind == 0x85:
            position, _, length, wide = struct.unpack_from("<IHBB", body)
            text = body[8 : 8 + length * (2 if wide else 1)]
            names[text.decode("utf-16-le" if wide else "latin-1")] = position
    return names


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int, bytes]]:
    """The records from a BOF on, with where they stand, to the end of what it opens."""
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield at, kind, stream[at + 4 : at + 4 + length]
        if kind == 0x0A:
            return
        at += 4 + length


def _csv(content: bytes, where: Where, old: str, new: str) -> bytes | None:
    """Replace the text of one cell; the file is written again in its own encoding."""
    encoding = "utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "cp932"
    rows = list(csv.reader(io.StringIO(content.decode(encoding), newline="")))
    column, row = _column_and_row(where.address or "")
    if rows[row][column].count(old) != 1:
        return None
    rows[row][column] = rows[row][column].replace(old, new)
    return csv_bytes(rows, encoding)


def csv_bytes(rows: list[list[str]], encoding: str) -> bytes:
    """Rows as a csv file."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode(encoding)


def _column_and_row(address: str) -> tuple[int, int]:
    letters, number = re.fullmatch(r"([A-Z]+)([0-9]+)", address).groups()  # type: ignore[union-attr]
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1, int(number) - 1


def _plain(digits: str) -> str:
    return unicodedata.normalize("NFKC", digits).replace(",", "")
