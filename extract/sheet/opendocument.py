"""What a reader of values leaves out of an ods: merges, percents, years, bold, what is hidden, formulas without value.

Out of scope: values.
"""

import io
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from extract.sheet.grid import Setting, Span, Spot

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FORMAT = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"


def settings(content: bytes) -> dict[str, Setting]:
    """Give each sheet's setting. Raises what `zipfile` and `ElementTree` raise for a damaged file."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        root = ET.fromstring(package.read("content.xml"))  # noqa: S314  expat refuses what expands without end
    bold = {
        str(style.get(f"{_STYLE}name"))
        for style in root.iter(f"{_STYLE}style")
        for text in style.iter(f"{_STYLE}text-properties")
        if text.get(f"{_FORMAT}font-weight") == "bold"
    }
    return {str(table.get(f"{_TABLE}name")): _setting(table, bold) for table in root.iter(f"{_TABLE}table")}


def _setting(table: ET.Element, bold_styles: set[str]) -> Setting:
    merges: list[Span] = []
    bold: set[Spot] = set()
    formats: dict[Spot, str] = {}
    hidden_rows: list[int] = []
    uncached: list[Spot] = []
    reach = (0, 0)
    for row, element in _repeated(table.iter(f"{_TABLE}table-row"), "rows"):
        cells = (cell for cell in element if cell.tag.startswith(_TABLE) and cell.tag.endswith("table-cell"))
        if element.get(f"{_TABLE}visibility") in ("collapse", "filter"):
            hidden_rows.append(row)
        for column, cell in _repeated(cells, "columns"):
            if len(cell):
                reach = (
                    max(reach[0], row + _times(element, "rows") - 1),
                    max(reach[1], column + _times(cell, "columns") - 1),
                )
            rows = int(cell.get(f"{_TABLE}number-rows-spanned", "1"))
            columns = int(cell.get(f"{_TABLE}number-columns-spanned", "1"))
            if rows * columns > 1:
                merges.append(Span(row, column, row + rows - 1, column + columns - 1))
            if cell.get(f"{_TABLE}style-name") in bold_styles and cell.get(f"{_OFFICE}value-type") == "string":
                bold.add((row, column))
            if cell.get(f"{_OFFICE}value-type") == "percentage":
                formats[row, column] = "0%"
            if shown := _shown_year(cell):
                formats[row, column] = f'"{shown}"'
            if cell.get(f"{_TABLE}formula") and cell.get(f"{_OFFICE}value-type") is None:
                uncached.append((row, column))
    columns_hidden = [
        column
        for column, element in _repeated(table.iter(f"{_TABLE}table-column"), "columns")
        if element.get(f"{_TABLE}visibility") in ("collapse", "filter")
    ]
    boxes = sum(1 for box in table.iter(f"{_DRAW}text-box") if "".join(box.itertext()).strip())
    return Setting(
        merges=tuple(merges),
        bold=frozenset(bold),
        formats=formats,
        hidden_rows=tuple(hidden_rows),
        hidden_columns=tuple(columns_hidden),
        uncached=tuple(uncached),
        boxes=boxes,
        reach=reach,
    )


def _shown_year(cell: ET.Element) -> str:
    """What a person sees of a date or number that is shown as a year or day: 平成26年度."""
    kind = cell.get(f"{_OFFICE}value-type")
    shown = " ".join("".join(cell.itertext()).split()) if kind in ("date", "float") else ""
    return shown if kind == "date" or "年" in shown else ""


def _times(element: ET.Element, kind: str) -> int:
    return int(element.get(f"{_TABLE}number-{kind}-repeated", "1"))


def _repeated(elements: Iterator[ET.Element], kind: str) -> Iterator[tuple[int, ET.Element]]:
    """Yield elements with their number; what is repeated a thousand times and more is the empty rest of the sheet."""
    at = 0
    for element in elements:
        times = _times(element, kind)
        for number in range(times if times < 1000 else 1):
            yield at + number, element
        at += times
