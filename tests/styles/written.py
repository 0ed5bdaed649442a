"""Writes a made-up sheet as a file: xlsx with all that is set, xls, ods, and text in any encoding.

With LibreOffice at hand it writes xls and ods by that too, as people's own files are.
"""

import io
import shutil
import subprocess
from pathlib import Path

import openpyxl
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from tests.drift import files
from tests.drift.forms import Layout
from tests.styles.page import Page

OFFICE = shutil.which("soffice")


def xlsx(page: Page) -> bytes:
    """An Office Open XML workbook."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = page.name
    for (row, column), value in page.cells.items():
        cell = sheet.cell(row + 1, column + 1, value)
        cell.font = Font(bold=(row, column) in page.bold)
        if (row, column) in page.formats:
            cell.number_format = page.formats[row, column]
        if (row, column) in page.indents:
            cell.alignment = Alignment(indent=page.indents[row, column])
    for top, left, bottom, right in page.merges:
        sheet.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
    for row in page.hidden_rows:
        sheet.row_dimensions[row + 1].hidden = True
    for column in page.hidden_columns:
        sheet.column_dimensions[get_column_letter(column + 1)].hidden = True
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def text(page: Page, encoding: str, delimiter: str = ",") -> bytes:
    """Text with columns; what is merged stands in its first cell."""
    return files.text(_layout(page), encoding, delimiter)


def xls(page: Page) -> bytes:
    """A BIFF workbook."""
    return files.xls([_layout(page)])


def ods(page: Page) -> bytes:
    """An OpenDocument workbook."""
    return files.ods([_layout(page)])


def _layout(page: Page) -> Layout:
    return Layout(page.name, page.rows, page.merges, {})


def by_office(content: bytes, kind: str, folder: Path) -> bytes:
    """An xlsx workbook as LibreOffice saves it as `kind`: xls, ods."""
    source = folder / "made.xlsx"
    source.write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [OFFICE or "soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / f"made.{kind}").read_bytes()
