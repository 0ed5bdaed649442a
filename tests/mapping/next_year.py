"""Next year's workbook, made of this year's: columns moved, renamed, added and dropped, and money in another unit.

It remembers from which cell each figure came, to hold what is read of it against the workbook it was made of.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

FIRST = 6
"""The first column that holds figures, in the workbooks by institution."""
HEAD = range(4, 8)
"""The rows of the head, outermost first; the last of them says the unit."""
KEPT = 25
"""So many institutions are kept; the totals below them go."""


@dataclass(frozen=True)
class Drift:
    """What becomes of a sheet: headings with other words, headings whose columns are gone, and new columns.

    `turned` puts the groups of columns in the opposite order. `unit` is the new unit of money.
    """

    renamed: Mapping[str, str] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    added: tuple[tuple[str, ...], ...] = ()
    turned: bool = True
    unit: str = "（百万円）"


def made(workbook: Path, drifts: Mapping[str, Drift]) -> tuple[bytes, bytes, dict[tuple[str, str], str]]:
    """Give the sheets of this year and of the next, and for each figure of the latter the address that it came from."""
    book = openpyxl.load_workbook(workbook)
    this, following = openpyxl.Workbook(), openpyxl.Workbook()
    origin: dict[tuple[str, str], str] = {}
    for name, drift in drifts.items():
        sheet = book[name]
        paths = _paths(sheet)
        _write(this.create_sheet(name), sheet, list(paths), paths, Drift())
        order = [c for c, path in paths.items() if not set(path) & set(drift.dropped)]
        if drift.turned:
            groups = list(dict.fromkeys(paths[c][0] for c in order))
            order = [c for group in reversed(groups) for c in order if paths[c][0] == group]
        _write(following.create_sheet(name), sheet, order, paths, drift)
        rows = range(HEAD[-1] + 2, HEAD[-1] + 2 + KEPT)
        origin |= {
            (name, f"{get_column_letter(FIRST + at)}{row}"): f"{get_column_letter(column)}{row}"
            for at, column in enumerate(order)
            for row in rows
        }
    return _saved(this), _saved(following), origin


def _paths(sheet: Worksheet) -> dict[int, tuple[str, ...]]:
    """The headings over each column of figures, merged ones written out."""
    text = {(row, column): sheet.cell(row, column).value for row in HEAD for column in range(1, sheet.max_column + 1)}
    for merged in sheet.merged_cells.ranges:
        for row, column in merged.cells:
            text[row, column] = sheet.cell(merged.min_row, merged.min_col).value
    paths: dict[int, tuple[str, ...]] = {}
    for column in range(FIRST, sheet.max_column + 1):
        above = paths.get(column - 1, ("",) * len(HEAD))
        said = [text[row, column] for row in HEAD]
        paths[column] = tuple(str(one or above[at]) for at, one in enumerate(said))
    return paths


def _write(
    new: Worksheet, old: Worksheet, order: Sequence[int], paths: Mapping[int, tuple[str, ...]], drift: Drift
) -> None:
    for row in range(1, HEAD[-1] + 2 + KEPT):
        for column in range(1, FIRST):
            new.cell(row, column, old.cell(row, column).value)
    for column in range(1, FIRST):
        new.merge_cells(start_row=HEAD[0], end_row=HEAD[-1], start_column=column, end_column=column)
    heads = [tuple(drift.renamed.get(text, text) for text in paths[column]) for column in order] + list(drift.added)
    thousand = "（千円）"
    units = [drift.unit if drift.turned and head[-1] == thousand else head[-1] for head in heads]
    _head(new, [(*head[:-1], unit) for head, unit in zip(heads, units, strict=True)])
    for at in range(len(heads)):
        column = FIRST + at
        new.cell(HEAD[-1] + 1, column, f"({column})")
        scale = 1000 if units[at] != heads[at][-1] else 1
        for row in range(HEAD[-1] + 2, HEAD[-1] + 2 + KEPT):
            value: Any = old.cell(row, order[at]).value if at < len(order) else row * 10 + at
            new.cell(row, column, value / scale if isinstance(value, int | float) and scale > 1 else value)


def _head(new: Worksheet, heads: Sequence[tuple[str, ...]]) -> None:
    """Write the headings, and merge what stands alike side by side under the same headings."""
    for level, row in enumerate(HEAD):
        start = 0
        for at in range(1, len(heads) + 1):
            if at < len(heads) and heads[at][: level + 1] == heads[start][: level + 1] and level < len(HEAD) - 2:
                continue
            new.cell(row, FIRST + start, heads[start][level])
            if at - start > 1:
                new.merge_cells(start_row=row, end_row=row, start_column=FIRST + start, end_column=FIRST + at - 1)
            start = at


def _saved(book: openpyxl.Workbook) -> bytes:
    book.remove(book.worksheets[0])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
