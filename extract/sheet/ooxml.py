"""What an xlsx says of its sheets: bold, indents, number formats, merged and hidden rows, formulas without a value.

The sheets' XML is searched, not parsed: only cells whose style decides something are looked at. The cells themselves
come with it where they can be read at once (`worksheet`). Out of scope: reading them where they cannot (`workbook`).
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from extract.sheet import formats, shared_strings, worksheet
from extract.sheet.grid import Setting, Span, Spot
from extract.sheet.worksheet import Cells

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*>")
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_COLUMN = re.compile(rb"<(?:\w+:)?col\b[^>]*>")
_CELL = re.compile(rb"<(?:\w+:)?(row|c)\b([^>]*)>")
_STYLE = re.compile(rb'\bs="(\d+)"')
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?"')
_NAME = re.compile(rb'\br="([A-Z]+)(\d+)"')
_NUMBER = re.compile(rb'\br="(\d+)"')
_STRING = re.compile(rb'\bt="(?:s|str|inlineStr)"')
_FILLED = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+)\d+"[^>]*(?<!/)>')
_UNCACHED = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_SHAPE = re.compile(rb"<(?:\w+:)?txBody\b.*?</(?:\w+:)?txBody>", re.DOTALL)


LAST_COLUMN = 16384
MOST_CELLS = 20_000_000
"""Cells from A1 to the last filled one: readers of values lay all of them out."""


@dataclass(frozen=True, slots=True)
class Styles:
    """The cell styles that decide something, by number; `dated`: under which numbers may be dates, if that is known."""

    bold: frozenset[int] = frozenset()
    indents: Mapping[int, int] = field(default_factory=dict)
    formats: Mapping[int, str] = field(default_factory=dict)
    dated: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Package:
    """An opened xlsx: its parts by the names of the sheets, and what they share."""

    file: zipfile.ZipFile
    parts: Mapping[str, str]
    styles: Styles
    strings: Sequence[str]

    def sheet(self, name: str) -> tuple[Setting, Cells | None]:
        """Give a sheet's setting, and its cells where they can be read at once. What is lacking is left out."""
        part = self.parts.get(name)
        if part is None:
            return Setting(), None
        xml = self.file.read(part)
        dated = self.styles.dated
        cells = None if dated is None else worksheet.cells(xml, self.strings, dated)
        return _setting(xml, cells, self.styles, _boxes(self.file, part)), cells


def opened(content: bytes) -> Package:
    """Open an xlsx. Raises what `zipfile` raises for a damaged file."""
    file = zipfile.ZipFile(io.BytesIO(content))
    parts = set(file.namelist())
    styles = _styles(file.read("xl/styles.xml")) if "xl/styles.xml" in parts else Styles()
    strings = shared_strings.strings(file.read(shared_strings.PART)) if shared_strings.PART in parts else []
    return Package(file, {name: part for name, part in _sheets(file) if part in parts}, styles, strings)


def _sheets(package: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield each sheet's name and part."""
    try:
        book = ET.fromstring(package.read("xl/workbook.xml"))  # noqa: S314  expat refuses what expands without end
        relations = ET.fromstring(package.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    except (KeyError, ET.ParseError):
        return
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    for sheet in book.iter():
        if sheet.tag.endswith("}sheet") and sheet.get("name"):
            target = targets.get(sheet.get(_RELATION), "")
            yield str(sheet.get("name")), posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def _styles(xml: bytes) -> Styles:
    try:
        root = ET.fromstring(xml)  # noqa: S314
    except ET.ParseError:
        return Styles()
    bold_fonts = {
        str(number)
        for number, font in enumerate(root.iterfind(f"{_MAIN}fonts/{_MAIN}font"))
        if (weight := font.find(f"{_MAIN}b")) is not None and weight.get("val", "1") not in ("0", "false")
    }
    codes = dict(formats.BUILT_IN)
    for custom in root.iterfind(f"{_MAIN}numFmts/{_MAIN}numFmt"):
        codes[int(custom.get("numFmtId", "0"))] = custom.get("formatCode", "")
    bold: set[int] = set()
    indents: dict[int, int] = {}
    shown: dict[int, str] = {}
    dated: set[int] = set()
    for number, style in enumerate(root.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf")):
        if style.get("fontId") in bold_fonts:
            bold.add(number)
        alignment = style.find(f"{_MAIN}alignment")
        if alignment is not None and int(alignment.get("indent", "0") or 0) > 0:
            indents[number] = int(alignment.get("indent", "0"))
        code_number = int(style.get("numFmtId", "0") or 0)
        code = codes.get(code_number)
        if code and formats.matters(code):
            shown[number] = code
        if code_number in formats.DATES or (code and formats.may_date(code)):
            dated.add(number)
    known = frozenset(dated) if root.tag == f"{_MAIN}styleSheet" else None
    return Styles(frozenset(bold), indents, shown, known)


def _setting(xml: bytes, cells: Cells | None, styles: Styles, boxes: int) -> Setting:
    bold: set[Spot] = set()
    indents: dict[Spot, int] = {}
    shown: dict[Spot, str] = {}
    wanted = styles.bold | styles.indents.keys() | styles.formats.keys()
    for spot, style, is_text in _searched(xml, wanted) if cells is None else cells.styled(wanted):
        if style in styles.formats and not is_text:
            shown[spot] = styles.formats[style]
        if is_text and style in styles.bold:
            bold.add(spot)
        if is_text and style in styles.indents:
            indents[spot] = styles.indents[style]
    return Setting(
        bold=frozenset(bold),
        indents=indents,
        formats=shown,
        merges=tuple(_merges(xml)),
        hidden_rows=tuple(_hidden_rows(xml)),
        hidden_columns=tuple(_hidden_columns(xml)),
        uncached=tuple(_uncached(xml)) if cells is None else cells.uncached,
        boxes=boxes,
        reach=_reach(xml) if cells is None else cells.reach,
    )


def _reach(xml: bytes) -> Spot:
    """The last row with a filled cell, and the last column at most; looked up only where rows are many."""
    end = max(xml.rfind(b"</c>"), xml.rfind(b":c>"))
    last = None
    for match in _ROW.finditer(xml, max(xml.rfind(b"<row ", 0, end), 0), max(end, 0)):
        last = _NUMBER.search(match[0])
    rows = int(last[1]) if last else 0
    if rows * LAST_COLUMN <= MOST_CELLS:
        return rows - 1, LAST_COLUMN - 1
    return rows - 1, max((_column(name) for name in set(_FILLED.findall(xml))), default=0)


def _merges(xml: bytes) -> Iterator[Span]:
    for match in _MERGE.finditer(xml, max(xml.rfind(b"</sheetData>"), 0)):
        top, left = int(match[2]) - 1, _column(match[1])
        yield Span(top, left, int(match[4]) - 1, _column(match[3])) if match[3] else Span(top, left, top, left)


def _searched(xml: bytes, wanted: Collection[int]) -> Iterator[tuple[Spot, int, bool]]:
    """Yield place, style and whether it is text, for each filled cell of the styles wanted."""
    if not wanted:
        return
    row, column = -1, -1
    for match in _CELL.finditer(xml):
        attributes = match[2]
        if match[1] == b"row":
            number = _NUMBER.search(attributes)
            row, column = int(number[1]) - 1 if number else row + 1, -1
            continue
        column += 1
        style = _STYLE.search(attributes)
        if style is None or int(style[1]) not in wanted or attributes.endswith(b"/"):
            continue
        name = _NAME.search(attributes)
        if name:
            row, column = int(name[2]) - 1, _column(name[1])
        yield (row, column), int(style[1]), _STRING.search(attributes) is not None


def _hidden_rows(xml: bytes) -> Iterator[int]:
    if b"hidden=" in xml and _HIDDEN.search(xml):  # the plain search costs a twentieth of the other
        for at, match in enumerate(_ROW.finditer(xml)):
            if _HIDDEN.search(match[0]):
                number = _NUMBER.search(match[0])
                yield int(number[1]) - 1 if number else at


def _hidden_columns(xml: bytes) -> Iterator[int]:
    head = xml[: max(xml.find(b"<sheetData"), 0)]
    for match in _COLUMN.finditer(head):
        if _HIDDEN.search(match[0]):
            low, high = (re.search(rb'\b%s="(\d+)"' % edge, match[0]) for edge in (b"min", b"max"))
            if low and high:
                yield from range(int(low[1]) - 1, min(int(high[1]), int(low[1]) + 1000))


def _uncached(xml: bytes) -> Iterator[Spot]:
    if b"<f" in xml or b":f" in xml:
        for match in _UNCACHED.finditer(xml):
            name = _NAME.search(match[1])
            if name:
                yield int(name[2]) - 1, _column(name[1])


def _column(name: bytes) -> int:
    number = 0
    for letter in name:
        number = number * 26 + letter - 64
    return number - 1


def _boxes(package: zipfile.ZipFile, part: str) -> int:
    """How many drawn shapes of the sheet hold text."""
    folder, _, file = part.rpartition("/")
    relations = f"{folder}/_rels/{file}.rels"
    if relations not in package.namelist():
        return 0
    found = 0
    for match in re.finditer(rb'Target="([^"]*drawing[^"]*\.xml)"', package.read(relations)):
        target = posixpath.normpath(posixpath.join("/", folder, match[1].decode())).lstrip("/")
        if target in package.namelist():
            found += sum(
                1 for shape in _SHAPE.finditer(package.read(target)) if re.search(rb"<(?:\w+:)?t>[^<]*\S", shape[0])
            )
    return found
