"""Reads a spreadsheet of any kind into tables and lines. Sheets of notes and metadata give lines and no tables.

Every number of a sheet ends in a table (as value or heading) or in a verdict that says where it stands. Out of scope:
what the figures mean (`extract.mapping`).
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from extract import media_type
from extract.document import Line, Reading, SheetPlace, Table, Verdict, address
from extract.garbage import uncollected
from extract.sheet import delimited, frames, regions, shared_strings, tables, workbook
from extract.sheet.frames import Frame
from extract.sheet.grid import BLANK, NUMBER, WORDS, Grid, addresses


@uncollected()
def read(content: bytes, kind: str) -> Reading:
    """Read the bytes of a spreadsheet of a media type. Raises `Refused` for what cannot be opened."""
    found: list[Table] = []
    verdicts: list[Verdict] = []
    lines: list[Line] = []
    sheets = 0
    raised = shared_strings.raised(content) if kind == media_type.XLSX else {}
    for grid, said in _grids(content, kind):
        sheets += 1
        verdicts += said
        if grid is None:
            continue
        framed = list(_framed(grid))
        found += [
            tables.table(grid, frame, f"s{sheets}-t{number}", raised) for number, frame in enumerate(framed, start=1)
        ]
        lines += _lines(grid, framed)
        verdicts += _outside(grid, framed)
    return Reading(pages=sheets, tables=tuple(found), verdicts=tuple(verdicts), lines=tuple(lines))


def _grids(content: bytes, kind: str) -> Iterator[tuple[Grid | None, tuple[Verdict, ...]]]:
    if kind == media_type.CSV:
        yield delimited.read(content), ()
        return
    for _, grid, said in workbook.read(content, kind):
        yield grid, said


def _framed(grid: Grid) -> Iterator[Frame]:
    """Yield the frames of a sheet's tables; keys and values above speak for the tables below."""
    told: tuple[int, ...] = ()
    for block in regions.blocks(grid):
        if frames.is_metadata(grid, block.area):
            told = (*told, *range(block.area.top, block.area.bottom + 1))
            continue
        frame = frames.frame(grid, replace(block, shared=(*told, *block.shared)))
        if frame is not None:
            yield frame


def _lines(grid: Grid, framed: list[Frame]) -> Iterator[Line]:
    """Yield the texts outside the bodies of tables."""
    inside = np.zeros(grid.kinds.shape, dtype=bool)
    for frame in framed:
        inside[frame.area.top : frame.area.bottom + 1, frame.area.left : frame.area.right + 1] = True
    for row, column in np.argwhere((grid.kinds == WORDS) & ~inside):
        yield Line(grid.text(int(row), int(column)), None, SheetPlace(grid.sheet, address(int(row), int(column))))


def _outside(grid: Grid, framed: list[Frame]) -> Iterator[Verdict]:
    """Say which numbers stand in no table."""
    inside = np.zeros(grid.kinds.shape, dtype=bool)
    for frame in framed:
        inside[frame.area.top : frame.area.bottom + 1, frame.area.left : frame.area.right + 1] = True
    spots = [
        (int(row), int(column))
        for row, column in np.argwhere((grid.kinds != BLANK) & ~inside)
        if grid.kinds[row, column] == NUMBER or isinstance(grid.stored.at(row, column), int | float)
    ]
    if spots:
        detail = f"{len(spots)} numbers that no table holds: {addresses(spots)}"
        yield Verdict("number_outside_tables", detail, sheet=grid.sheet)
