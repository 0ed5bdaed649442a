"""Workbooks written for a test, and what was read of them in a form that is easy to compare."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl
import xlwt
from openpyxl.styles import Alignment, Font

from extract import media_type, sheet
from extract.document import Reading, SheetPlace, Table, Value

Rows = Sequence[Sequence[Any]]


def xlsx(
    rows: Rows,
    merges: Sequence[str] = (),
    bold: Sequence[str] = (),
    indents: Mapping[str, int] | None = None,
    formats: Mapping[str, str] | None = None,
    name: str = "Sheet",
) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    page.title = name
    for at, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            if value is not None:
                page.cell(at, column, value)
    for span in merges:
        page.merge_cells(span)
    for spot in bold:
        page[spot].font = Font(bold=True)
    for spot, indent in (indents or {}).items():
        page[spot].alignment = Alignment(indent=indent)
    for spot, code in (formats or {}).items():
        page[spot].number_format = code
    return saved(book)


def saved(book: Any) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def xls(
    rows: Rows, merges: Sequence[tuple[int, int, int, int]] = (), styles: Mapping[tuple[int, int], str] | None = None
) -> bytes:
    book = xlwt.Workbook()
    page = book.add_sheet("Sheet")
    merged = {(top, left): (bottom, right) for top, bottom, left, right in merges}
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            style = xlwt.easyxf(**_style((styles or {}).get((at, column), "")))
            if (at, column) in merged:
                bottom, right = merged[at, column]
                page.write_merge(at, bottom, column, right, value, style)
            elif value is not None:
                page.write(at, column, value, style)
    return saved(book)


def _style(wanted: str) -> dict[str, str]:
    if wanted == "bold":
        return {"strg_to_parse": "font: bold on"}
    if wanted.startswith("indent"):
        return {"strg_to_parse": f"align: indent {wanted[6:]}"}
    return {"strg_to_parse": "", "num_format_str": wanted} if wanted else {"strg_to_parse": ""}


def ods(body: str, styles: str = "") -> bytes:
    """A workbook of one sheet whose rows are given as OpenDocument elements."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{kind}:1.0"'
        for name, kind in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {spaces} '
        'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0">'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="表">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("mimetype", media_type.ODS)
        package.writestr("content.xml", content)
        package.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return file.getvalue()


def read(content: bytes) -> Reading:
    kind = media_type.recognise(content)
    assert isinstance(kind, str), kind
    return sheet.read(content, kind)


def values(tables: Sequence[Table]) -> dict[str, Value]:
    """The data cells by address; each address once."""
    found = [value for table in tables for value in table.values]
    by_address = {place(value): value for value in found}
    assert len(by_address) == len(found)
    return by_address


def place(value: Value) -> str:
    assert isinstance(value.place, SheetPlace)
    return value.place.address


def said(value: Value) -> tuple[Any, ...]:
    """Rows and columns over a value, its unit and its year."""
    return value.row_path, value.column_path, value.unit, value.fiscal_year
