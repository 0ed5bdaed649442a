"""Columns of flags beside columns of figures, as international offices set them: p, e, b beside each value.

A flag says how a figure is to be taken; it is no figure and no heading. Out of scope: flags in the figure's own cell
(`extract.japanese.numbers`), footnote marks.
"""

import re
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from extract.japanese import flags
from extract.sheet import words
from extract.sheet.grid import BLANK, NUMBER, Grid
from extract.values import STATUSES, Codes

_HEAD = re.compile(
    r"(?:(?:obs(?:ervation)?|data|value)?[._ ]?(?:flags?|status)(?:[._ ]?codes?)?|フラグ)", re.IGNORECASE
)
_UNHEADED = re.compile(rf"[(\[]?{flags.LETTERS}[)\]]?")
_SURE = 0.5
"""Share of a column's cells that must be figures or marks for what stands beside it to flag it."""


def beside(grid: Grid, header: Sequence[int], body: Sequence[int], columns: Sequence[int]) -> dict[int, int]:
    """Give the flag columns among data columns, each with the column of figures that it flags."""
    found: dict[int, int] = {}
    figures: int | None = None
    rows = np.array(body)
    for column in columns:
        kinds = grid.kinds[rows, column]
        numeric = bool((kinds == NUMBER).any())
        if figures is not None and not numeric and _flags(grid, header, rows[kinds != BLANK].tolist(), column):
            found[column] = figures
        else:
            counted = int((kinds >= NUMBER).sum())
            figures = column if numeric and counted >= _SURE * int((kinds != BLANK).sum()) else None
    return found


def _flags(grid: Grid, header: Sequence[int], rows: Sequence[int], column: int) -> bool:
    """Whether a column behind figures holds flags: its head says so, or it has none and single letters in it."""
    heads = [text for row in header if (text := grid.text(row, column))]
    if heads:
        return _HEAD.fullmatch(words.key(heads[-1])) is not None
    return bool(rows) and all(_UNHEADED.fullmatch(grid.text(row, column)) for row in rows)


def applied(
    grid: Grid, flagged: Mapping[int, int], row: Codes, column: Codes, status: npt.NDArray[np.uint8]
) -> npt.NDArray[np.uint8]:
    """Give the statuses of data cells as the flags beside them have it."""
    rows: dict[int, list[int]] = {}
    for other, figures in flagged.items():
        rows.setdefault(figures, []).append(other)
    status = status.copy()
    for at in np.flatnonzero(np.isin(column, list(rows))).tolist():
        for other in rows[int(column[at])]:
            text = grid.text(int(row[at]), other)
            status[at] = STATUSES.index(flags.flagged(STATUSES[status[at]], text)) if text else status[at]
    return status
