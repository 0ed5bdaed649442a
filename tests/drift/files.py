"""Writes laid out sheets as a workbook of any kind: xlsx, xls, ods, csv."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import openpyxl
import xlwt

from extract import media_type
from tests.drift.forms import Layout, Spot

_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)
_JIS = str.maketrans("～－∥", "〜−‖")
"""Signs for which Windows and the standard have different code points."""
_MANIFEST = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'


def xlsx(sheets: Sequence[Layout]) -> bytes:
    """An Office Open XML workbook."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for layout in sheets:
        page = book.create_sheet(layout.name)
        for row, column, value in _cells(layout):
            page.cell(row + 1, column + 1, value)
        for top, left, bottom, right in layout.merges:
            page.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
    return _saved(book)


def xls(sheets: Sequence[Layout]) -> bytes:
    """A BIFF workbook."""
    book = xlwt.Workbook()
    for layout in sheets:
        page = book.add_sheet(layout.name)
        merged = {(top, left): (bottom, right) for top, left, bottom, right in layout.merges}
        for row, column, value in _cells(layout):
            if (row, column) in merged:
                bottom, right = merged[row, column]
                page.write_merge(row, bottom, column, right, value)
            else:
                page.write(row, column, value)
    return _saved(book)


def ods(sheets: Sequence[Layout]) -> bytes:
    """An OpenDocument workbook."""
    tables = "".join(
        f"<table:table table:name={quoteattr(layout.name)}>{''.join(_ods_rows(layout))}</table:table>"
        for layout in sheets
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {_SPACES}><office:body><office:spreadsheet>{tables}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("mimetype", media_type.ODS)
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", _MANIFEST)
    return file.getvalue()


def text(layout: Layout, encoding: str, delimiter: str = ",") -> bytes:
    """A sheet as text with columns."""
    width = max(map(len, layout.rows))
    file = io.StringIO()
    written = csv.writer(file, delimiter=delimiter, lineterminator="\r\n")
    for row in layout.rows:
        numbers = (int(value) if isinstance(value, float) and value.is_integer() else value for value in row)
        written.writerow([*numbers, *[""] * (width - len(row))])
    told = file.getvalue()
    return (told.translate(_JIS) if encoding in ("euc_jp", "iso2022_jp") else told).encode(encoding)


def _cells(layout: Layout) -> Iterator[tuple[int, int, Any]]:
    """The cells that are not blank, with their row and column."""
    for at, row in enumerate(layout.rows):
        yield from ((at, column, value) for column, value in enumerate(row) if value not in ("", None))


def _ods_rows(layout: Layout) -> Iterator[str]:
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in layout.merges}
    covered = {
        (row, column)
        for top, left, bottom, right in layout.merges
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    } - set(spans)
    for at, row in enumerate(layout.rows):
        cells = (_ods_cell(value, (at, column), spans, covered) for column, value in enumerate(row))
        yield f"<table:table-row>{''.join(cells) or '<table:table-cell/>'}</table:table-row>"


def _ods_cell(value: Any, spot: Spot, spans: dict[Spot, tuple[int, int]], covered: set[Spot]) -> str:
    if spot in covered:
        return "<table:covered-table-cell/>"
    rows, columns = spans.get(spot, (1, 1))
    span = f' table:number-rows-spanned="{rows}" table:number-columns-spanned="{columns}"' if spot in spans else ""
    if value in ("", None):
        return f"<table:table-cell{span}/>"
    kind = f'float" office:value="{value!r}' if isinstance(value, int | float) else "string"
    return (
        f'<table:table-cell office:value-type="{kind}"{span}><text:p>{escape(str(value))}</text:p></table:table-cell>'
    )


def _saved(book: Any) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
