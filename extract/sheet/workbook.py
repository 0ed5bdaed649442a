"""Workbooks of every kind as grids: cells all at once or by python-calamine, settings by a search of what decides.

Macros are never run, formulas never computed. Out of scope: where tables stand in a grid.
"""

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import TypeVar

import python_calamine

from extract import media_type
from extract.document import Verdict, address, letters
from extract.refusal import Refusal, Refused
from extract.sheet import biff, ooxml, opendocument
from extract.sheet.grid import Grid, Setting, Span, addresses, grid
from extract.sheet.stored import laid_out
from extract.sheet.worksheet import Cells

Opened = TypeVar("Opened")

_SETTINGS = {media_type.XLS: biff.settings, media_type.ODS: opendocument.settings}
_AGAIN = "Fetch the file from its publisher again"


def read(content: bytes, kind: str) -> Iterator[tuple[str, Grid | None, tuple[Verdict, ...]]]:
    """Yield each sheet's name, its grid (None where it holds no cells) and what must be said of it.

    Raises `Refused` for what cannot be opened: a password, a truncated or damaged file.
    """
    book = _opened(lambda: python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)), "the workbook")
    sheets = _opened(lambda: _sheets(content, kind), "the workbook")
    for facts in book.sheets_metadata:
        name = facts.name
        if facts.typ != python_calamine.SheetTypeEnum.WorkSheet:
            yield name, None, (Verdict("no_worksheet", "a chart or macro sheet", sheet=name),)
            continue
        setting, cells = _opened(partial(sheets, name), f"sheet {name!r}")
        if (setting.reach[0] + 1) * (setting.reach[1] + 1) > ooxml.MOST_CELLS:
            last = address(*setting.reach)
            yield name, None, (Verdict("too_large", f"a cell stands at {last}; the sheet was not read", sheet=name),)
            continue
        if cells is None:
            sheet = _opened(partial(book.get_sheet_by_name, name), f"sheet {name!r}")
            stored = laid_out(_opened(partial(sheet.to_python, skip_empty_area=False), f"sheet {name!r}"))
            setting = replace(setting, merges=_merges(sheet.merged_cell_ranges, setting))
        else:
            stored = cells.laid_out()
        hidden = facts.visible != python_calamine.SheetVisibleEnum.Visible
        verdicts = tuple(_verdicts(name, setting, hidden=hidden))
        if not stored.codes.size:
            yield name, None, (*verdicts, Verdict("empty_sheet", "the sheet holds no cell", sheet=name))
            continue
        yield name, grid(name, stored, setting), verdicts


def _sheets(content: bytes, kind: str) -> Callable[[str], tuple[Setting, Cells | None]]:
    """Give the function that tells a sheet's setting by its name, and its cells where they can be read at once."""
    if kind == media_type.XLSX:
        return ooxml.opened(content).sheet
    settings = _SETTINGS[kind](content)
    return lambda name: (settings.get(name, Setting()), None)


def _opened(open_it: Callable[[], Opened], what: str) -> Opened:
    """Give what a reader gives; whatever breaks in it, a crash of its own included, is the file's fault."""
    try:
        return open_it()
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except python_calamine.PasswordError as error:
        raise Refused(Refusal("encrypted", "the workbook asks for a password", "Save it without a password")) from error
    except BaseException as error:
        detail = " ".join(str(error).split())[:200]
        raise Refused(Refusal("damaged", f"{what} cannot be read ({detail})", _AGAIN)) from error


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
        listed = ", ".join(letters(column) for column in setting.hidden_columns[:10])
        yield Verdict(
            "hidden_columns", f"{len(setting.hidden_columns)} hidden columns were read ({listed})", sheet=name
        )
    if setting.uncached:
        yield Verdict("formula_without_value", f"no stored result in {addresses(setting.uncached)}", sheet=name)
    if setting.boxes:
        yield Verdict("text_box", f"{setting.boxes} text boxes or shapes were not read", sheet=name)
