"""What kind of file some bytes are, told by the bytes: a file's name says what somebody hoped it was.

Known are PDF, workbooks (xlsx with or without macros, xls, ods) and csv; whatever else is refused with the reason. Out
of scope: whether the file's content is of use, and PDF passwords, which only the reader can try.
"""

import csv
import io
import json
import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator

from extract.content import HEAD
from extract.refusal import Refusal

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLS = "application/vnd.ms-excel"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
CSV = "text/csv"

SUFFIXES = {PDF: ".pdf", XLSX: ".xlsx", XLS: ".xls", ODS: ".ods", CSV: ".csv"}

MAX_UNPACKED = 1 << 30
"""Bytes that a workbook may unpack to: the largest known is below 100 MB, a zip bomb is far above."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_KINDS = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"{\\rtf", "a rich text document"),
    (b"%!PS", "a PostScript file"),
)
_ENCODINGS = ("utf-8-sig", "euc_jp", "euc_jis_2004", "cp932")
_SHIFTED = ("iso2022_jp", "iso2022_jp_3", "iso2022_jp_ext")
_SHIFT = re.compile(rb"\x1b[$(]")
_FEW_ZEROS = 50  # a comma or line end among so many bytes at least
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|title|meta|script|table|div)\b", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
_NUMBER = re.compile(r"\s*[△▲+\-－−]?[0-9０-９][0-9０-９,，. ．]*[%％]?\s*")
_SAVE_AGAIN = "Open it in the program that made it and save it as PDF, xlsx or csv"
_FETCH_AGAIN = "Fetch the file from its publisher again"
_UNLOCK = "Save it without a password"


def recognise(content: bytes) -> str | Refusal:
    """Give the media type of a file's bytes (one of `SUFFIXES`), or why there is none."""
    if not content.strip(b"\x00\t\r\n "):
        return Refusal("empty", f"the file holds nothing ({len(content)} bytes)", _FETCH_AGAIN)
    if is_pdf(content[:HEAD]):
        return PDF
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip_kind(content)
    if content.startswith(_OLE):
        return _ole_kind(content)
    for magic, kind in _OTHER_KINDS:
        if content.startswith(magic):
            return Refusal("unknown_kind", f"the file is {kind}", _SAVE_AGAIN)
    return _text_kind(content)


def is_pdf(head: bytes) -> bool:
    """Whether a file that begins with these bytes is a PDF."""
    return b"%PDF-" in head


def decode(content: bytes) -> str | None:
    """Give the text of UTF-8, UTF-16, ISO-2022-JP, EUC-JP or cp932 bytes, or None where they are no text.

    EUC-JP goes before cp932, which would read almost any EUC-JP text as half-width katakana.
    """
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _CONTROL.search(text) else text
    return None


def _encodings(content: bytes) -> tuple[str, ...]:
    """The encodings that bytes may be in, the likeliest first.

    Of text only UTF-16 has zero bytes. Without a mark they tell its order: they are the upper halves of commas, digits
    and line ends. A full-width space has its lower half so; of these there are fewer.
    """
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return ("utf-16",)
    even, odd = content[0::2].count(0), content[1::2].count(0)
    if max(even, odd) * _FEW_ZEROS >= len(content) and max(even, odd) > 2 * min(even, odd):
        return ("utf-16-le",) if odd > even else ("utf-16-be",)
    return _SHIFTED if content.isascii() and _SHIFT.search(content) else _ENCODINGS


def _zip_kind(content: bytes) -> str | Refusal:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _archive_kind(archive)
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        return Refusal("damaged", f"the file is a zip that cannot be opened ({error})", _FETCH_AGAIN)


def _archive_kind(archive: zipfile.ZipFile) -> str | Refusal:
    names = set(archive.namelist())
    if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED:
        return Refusal("too_large", f"the file unpacks to more than {MAX_UNPACKED >> 20} MiB", _SAVE_AGAIN)
    if "[Content_Types].xml" in names:
        types = archive.read("[Content_Types].xml")
        if b"spreadsheetml.sheet.main+xml" in types or b"ms-excel.sheet.macroEnabled.main+xml" in types:
            return XLSX
        return Refusal("no_workbook", f"the file is {_office_kind(types)}, not a workbook", _SAVE_AGAIN)
    if "mimetype" in names and b"opendocument.spreadsheet" in archive.read("mimetype"):
        if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
            return Refusal("encrypted", "the workbook is protected by a password", _UNLOCK)
        return ODS
    inside = ", ".join(sorted(names)[:3]) or "nothing"
    return Refusal("no_workbook", f"the file is a zip archive that is no workbook (it holds {inside})", _SAVE_AGAIN)


def _office_kind(content_types: bytes) -> str:
    if b"wordprocessingml" in content_types:
        return "a Word document"
    if b"presentationml" in content_types:
        return "a presentation"
    return "a binary workbook (xlsb)" if b"sheet.binary" in content_types else "an Office file"


def _ole_kind(content: bytes) -> str | Refusal:
    streams = dict(_ole_streams(content))
    if "EncryptedPackage" in streams:
        return Refusal("encrypted", "the workbook is protected by a password", _UNLOCK)
    for name in ("Workbook", "Book"):
        if name in streams:
            if _asks_password(content, streams[name]):
                return Refusal("encrypted", "the workbook is protected by a password", _UNLOCK)
            return XLS
    if not streams:
        return Refusal("damaged", "the file is an Office container without a directory", _FETCH_AGAIN)
    kind = "a Word document" if "WordDocument" in streams else "no workbook"
    return Refusal("no_workbook", f"the file is an Office container, {kind}", _SAVE_AGAIN)


def _ole_streams(content: bytes) -> Iterator[tuple[str, int]]:
    """Yield name and first sector of each stream. Directory entries are 128 bytes long and lie on multiples of them."""
    for at in range(512, len(content) - 127, 128):
        length = int.from_bytes(content[at + 64 : at + 66], "little")
        if content[at + 66] != 2 or not 4 <= length <= 64 or content[at + length - 2 : at + length] != b"\0\0":
            continue
        try:
            name = content[at : at + length - 2].decode("utf-16-le")
        except UnicodeDecodeError:
            continue
        if name.isprintable():
            yield name, int.from_bytes(content[at + 116 : at + 120], "little")


def _asks_password(content: bytes, first_sector: int) -> bool:
    """Whether a FILEPASS record stands among the first records of a BIFF stream, which begin with BOF."""
    sector_size = 1 << min(int.from_bytes(content[30:32], "little"), 16)
    at = (first_sector + 1) * sector_size
    if content[at : at + 1] != b"\x09":
        return False
    for _ in range(16):
        record = int.from_bytes(content[at : at + 2], "little")
        if record == 0x2F:
            return True
        at += 4 + int.from_bytes(content[at + 2 : at + 4], "little")
    return False


def _text_kind(content: bytes) -> str | Refusal:
    text = decode(content)
    if text is None:
        return Refusal("unknown_kind", "the file is neither PDF nor workbook nor text", _SAVE_AGAIN)
    head = text.lstrip("\ufeff \t\r\n")[:2000]
    if _HTML.search(head):
        return Refusal("html_page", f"the file is a web page{_page_title(text)}", f"{_FETCH_AGAIN}, by its own link")
    if head.startswith("<"):
        return Refusal("unknown_kind", "the file is XML", _SAVE_AGAIN)
    if _is_json(text):
        return Refusal("unknown_kind", "the file is JSON", _SAVE_AGAIN)
    if any(_is_tabular(text, delimiter) for delimiter in ",\t;"):
        return CSV
    return Refusal("plain_text", "the file is text without columns", _SAVE_AGAIN)


def _page_title(text: str) -> str:
    title = re.search(r"<title[^>]*>(.*?)</title>", text, re.IGNORECASE | re.DOTALL)
    words = " ".join(title[1].split())[:80] if title else ""
    return f" titled “{words}”" if words else ""


def _is_json(text: str) -> bool:
    if text.lstrip("\ufeff \t\r\n")[:1] not in ("{", "["):
        return False
    try:
        json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return False
    return True


def _is_tabular(text: str, delimiter: str) -> bool:
    """Whether lines fall into columns: most are equally wide, and their fields are figures or no parts of sentences."""
    lines = io.StringIO(text, newline="")
    try:
        rows = [row for row in csv.reader(lines, delimiter=delimiter) if any(field.strip() for field in row)]
    except csv.Error:
        return False
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return False
    width, count = widths.most_common(1)[0]
    if width >= 4 and count >= 3 and count * 10 >= len(rows) * 9:
        return True
    fields = [field for row in rows if len(row) == width for field in row if field.strip()]
    figures = sum(1 for field in fields if _NUMBER.fullmatch(field))
    if figures >= max(2, len(fields) // 10):
        return count >= 2 and sum(widths.values()) * 2 >= len(rows)
    clauses = sum(1 for field in fields if field.startswith(" ") or len(field) > 60 or field.endswith(("。", ".")))
    return count >= 3 and count * 5 >= len(rows) * 4 and clauses * 10 <= len(fields)
