"""Workbooks of every kind as grids: values by a fast reader, settings by a search of what decides something.

Macros are never run, formulas never computed. Out of scope: where tables stand in a grid.
"""

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import cast

import python_calamine

from extract import media_type
from extract.document import Verdict
from extract.refusal import Refusal, Refused
from extract.sheet import ooxml
from extract.sheet.grid import Grid, Raw, Setting, Span, addresses, grid

_AGAIN = "Fetch the file from its publisher again"


def read(content: bytes, kind: str) -> Iterator[tuple[str, Grid | None, tuple[Verdict, ...]]]:
    """Yield each sheet's name, its grid (None where it holds no cells) and what must be said of it.

    Raises `Refused` for what cannot be opened: a password, a truncated or damaged file.
    """
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        settings = ooxml.settings(content) if kind == media_type.XLSX else {}
    except python_calamine.PasswordError as error:
        raise Refused(Refusal("encrypted", "the workbook asks for a password", "Save it without a password")) from error
    except Exception as error:  # whatever breaks while opening, the file cannot be read
        raise Refused(Refusal("damaged", f"the workbook cannot be opened ({error})", _AGAIN)) from error
    for facts in book.sheets_metadata:
        name = facts.name
        if facts.typ != python_calamine.SheetTypeEnum.WorkSheet:
            yield name, None, (Verdict("no_worksheet", "a chart or macro sheet", sheet=name),)
            continue
        try:
            sheet = book.get_sheet_by_name(name)
            rows = cast("list[list[Raw]]", sheet.to_python(skip_empty_area=False))
        except Exception as error:
            raise Refused(Refusal("damaged", f"sheet {name!r} cannot be read ({error})", _AGAIN)) from error
        setting = settings.get(name, Setting())
        hidden = facts.visible != python_calamine.SheetVisibleEnum.Visible
        verdicts = tuple(_verdicts(name, setting, hidden=hidden))
        if not rows or not rows[0]:
            yield name, None, (*verdicts, Verdict("empty_sheet", "the sheet holds no cell", sheet=name))
            continue
        yield name, grid(name, rows, replace(setting, merges=_merges(sheet.merged_cell_ranges, setting))), verdicts


def _merges(ranges: list[tuple[tuple[int, int], tuple[int, int]]] | None, setting: Setting) -> tuple[Span, ...]:
    return setting.merges if ranges is None else tuple(Span(*start, *end) for start, end in ranges)


def _verdicts(name: str, setting: Setting, *, hidden: bool) -> Iterator[Verdict]:
    """What a person would not see, or this reader does not."""
    if hidden:
        yield Verdict("hidden_sheet", "the sheet is hidden; it was read", sheet=name)
    if setting.hidden_rows:
        listed = ", ".join(str(row + 1) for row in setting.hidden_rows[:10])
        yield Verdict("hidden_rows", f"{len(setting.hidden_rows)} hidden rows were read ({listed})", sheet=name)
    if setting.hidden_columns:
        listed = addresses((0, column) for column in setting.hidden_columns).replace("1", "")
        yield Verdict("hidden_columns", f"hidden columns were read ({listed})", sheet=name)
    if setting.uncached:
        yield Verdict("formula_without_value", f"no stored result in {addresses(setting.uncached)}", sheet=name)
    if setting.boxes:
        yield Verdict("text_box", f"{setting.boxes} text boxes or shapes were not read", sheet=name)
