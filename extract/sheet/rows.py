"""Tells what a row of a sheet is: figures, a heading over columns, a line of text.

Out of scope: where tables begin and end (`regions`).
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from extract.japanese import fiscal_years, numbers
from extract.sheet import words
from extract.sheet.grid import BLANK, MARK, NUMBER, WORDS, Grid, Kinds, Span

Flags = npt.NDArray[np.bool_]


def trim(grid: Grid, area: Span) -> Span | None:
    """Cut empty edges off; None where nothing is left."""
    filled = grid.kinds[area.top : area.bottom + 1, area.left : area.right + 1] != BLANK
    rows, columns = np.flatnonzero(filled.any(axis=1)), np.flatnonzero(filled.any(axis=0))
    if not rows.size:
        return None
    top, left = area.top, area.left
    return Span(top + int(rows[0]), left + int(columns[0]), top + int(rows[-1]), left + int(columns[-1]))


def figures(grid: Grid, area: Span) -> Flags:
    """Tell the rows of an area that hold figures; numbers that head columns (years, column numbers) are none."""
    part = grid.kinds[area.top : area.bottom + 1, area.left : area.right + 1]
    counts = (part >= NUMBER).sum(axis=1)
    filled = (part != BLANK).sum(axis=1)
    has: Flags = np.greater(counts, 0)
    before = False  # whether figures stood directly above
    for at in np.flatnonzero(has | (filled == 0)):
        row = area.top + int(at)
        if not filled[at]:
            before = False
            continue
        directly = before and bool(has[at - 1]) if at else False
        if (counts[at] == 1 and is_numbered_text(grid, row, area)) or (
            not directly and _is_head(grid, row, area, part)
        ):
            has[at] = False
        before = bool(has[at])
    _leave_unlabelled(part, has)
    return has


def _is_head(grid: Grid, row: int, area: Span, part: Kinds) -> bool:
    """Whether a row with numbers is a heading, where no figures stand directly above it."""
    return (
        heads_columns(grid, row, area)
        or _is_mixed_head(part, row - area.top)
        or _is_dashed_head(grid, row, area)
        or _bounds_classes(grid, row, area)
    )


def _bounds_classes(grid: Grid, row: int, area: Span) -> bool:
    """Whether all numbers of a row have their unit and bound classes, as 100万円 over 未満, above plain figures."""
    line = grid.kinds[row, area.left : area.right + 1]
    columns = area.left + np.flatnonzero(line >= NUMBER)
    if any(kind == MARK for kind in line) or not all(_has_unit(grid, row, int(column)) for column in columns):
        return False
    near = (other for other in range(max(area.top, row - 1), min(area.bottom, row + 1) + 1))
    texts = (grid.text(other, column) for other in near for column in range(area.left, area.right + 1))
    below = (other for other in range(row + 1, area.bottom + 1) if grid.kinds[other, columns[0]] == NUMBER)
    plain = next((other for other in below if not _has_unit(grid, other, int(columns[0]))), None)
    return plain is not None and any(map(words.is_fragment, texts))


def _has_unit(grid: Grid, row: int, column: int) -> bool:
    raw = grid.stored.at(row, column)
    number = numbers.read_number(raw.strip()) if isinstance(raw, str) else None
    return number is not None and number.unit is not None


def _leave_unlabelled(part: Kinds, has: Flags) -> None:
    """Take out leading rows that begin further right than those below, behind their labels: 200万円 heads a column."""
    rows = np.flatnonzero(has)
    if rows.size < 5:
        return
    begins = np.argmax(part[rows] != BLANK, axis=1)
    usual = float(np.quantile(begins, 0.8))
    for at, first in zip(rows, begins, strict=True):
        if first <= usual:
            break
        has[at] = False


def _is_dashed_head(grid: Grid, row: int, area: Span) -> bool:
    """Whether a row of marks has head words to its left: 行コード 部門名 - - -, where the columns have no unit."""
    line = grid.kinds[row, area.left : area.right + 1]
    if (line == NUMBER).any() or not (line == MARK).any():
        return False
    titles = [
        grid.text(row, area.left + int(at)) for at in np.flatnonzero(line[: int(np.argmax(line == MARK))] == WORDS)
    ]
    return any(words.is_index(title) for title in titles)


def _is_mixed_head(part: Kinds, at: int) -> bool:
    """Whether a row with some numbers is a head, as of classes (50000, 51000-): figures stand under its words."""
    line = part[at]
    over = np.flatnonzero(line == WORDS)
    if over.size < 2 * int((line >= NUMBER).sum()) or over.size < 3:
        return False
    below = part[at + 1 : at + 6]
    figured: Flags = np.asarray((below >= NUMBER).any(axis=0))
    share = float(figured[over].mean())
    return share == 1.0 or (below.shape[0] > 1 and share >= 0.8 and not figured[over[0]])


def heads_columns(grid: Grid, row: int, area: Span) -> bool:
    """Whether the numbers of a row head columns: years, months, column numbers, codes."""
    line = grid.kinds[row, area.left : area.right + 1]
    if (line == MARK).any():
        return False
    spots = (area.left + np.flatnonzero(line == NUMBER)).tolist()
    spans = [grid.covers.get((row, column)) for column in spots]
    if spans and all(span is not None and span.columns > 1 for span in spans):
        return True
    known = [number for column in spots if (number := grid.whole(row, column)) is not None]
    if not known or len(known) < len(spots):
        return False
    titles = (area.left + np.flatnonzero(line[: spots[0] - area.left] == WORDS)).tolist()
    if titles and words.is_index(grid.text(row, titles[0])):  # 001 is set as text
        titles = [column for column in titles if not grid.text(row, column).isdecimal()]
    numbered = [number for column in titles if (number := grid.whole(row, column)) is not None]
    ends = [] if len(numbered) == len(titles) else [grid.text(row, titles[0]), grid.text(row, titles[-1])]
    if ends and words.is_index(ends[-1]):
        return True
    known = known if ends else numbered + known
    if _is_axis(grid, row, area):
        return True
    dated = any(map(words.is_year, ends))
    named = not ends or dated or any(map(words.is_head, ends)) or _is_first(grid, row, area)
    return _are_years(known, named=named, certain=dated) or _are_months(known) or _count_on(known, named=named)


def _is_axis(grid: Grid, row: int, area: Span) -> bool:
    """Whether a row's numbers go on with a year that is named behind the stub: 平成28年度 29 30 令和元 2."""
    columns = area.left + 1 + np.flatnonzero(grid.kinds[row, area.left + 1 : area.right + 1] != BLANK)
    first = fiscal_years.read_year(grid.text(row, int(columns[0]))) if columns.size > 2 else None
    if first is None or not first.explicit or not _is_first(grid, row, area):
        return False
    texts = [grid.text(row, int(column)) for column in columns]
    years = fiscal_years.read_axis(texts)
    known = [year for year in years if year is not None]
    return len(known) == len(texts) and {after - before for before, after in pairwise(known)} in ({1}, {-1})


def _is_first(grid: Grid, row: int, area: Span) -> bool:
    """Whether only lines stand above a row, and figures of another kind below it."""
    above = grid.kinds[area.top : row, area.left : area.right + 1] != BLANK
    if (above.sum(axis=1) > 1).any() or row >= area.bottom:
        return False
    numbered = (grid.kinds[row + 1 : area.bottom + 1, area.left : area.right + 1] == NUMBER).any(axis=1)
    first = row + 1 + int(np.argmax(numbered))  # heads of words may come between
    columns = area.left + np.flatnonzero(grid.kinds[first, area.left : area.right + 1] == NUMBER)
    below = [grid.whole(first, int(column)) for column in columns]
    return not all(number is not None and 1868 <= number <= 2100 for number in below)


def _are_years(numbers: Sequence[int], *, named: bool, certain: bool) -> bool:
    if not all(1868 <= number <= 2100 for number in numbers):
        return False
    small = len(numbers) > 2 and all(abs(after - before) <= 10 for before, after in pairwise(numbers))
    return certain or (_one_direction(numbers) and (named or small))


def _are_months(numbers: Sequence[int]) -> bool:
    """Whether numbers are months as 201804."""
    written = all(186801 <= number <= 210012 and 1 <= number % 100 <= 12 for number in numbers)
    return written and len(numbers) > 1 and _one_direction(numbers)


def _count_on(numbers: Sequence[int], *, named: bool) -> bool:
    """Whether numbers count on by one, perhaps several times over. A row with a label of its own holds data."""
    runs = all(after == before + 1 or (after == numbers[0] < before) for before, after in pairwise(numbers))
    return named and runs and numbers[0] + 2 in numbers


def _one_direction(run: Sequence[int]) -> bool:
    """Whether numbers run one way, or do so several times over: 2008 2009 2008 2009."""
    turns = {np.sign(after - before) for before, after in pairwise(run)} - {0}
    if len(turns) <= 1:
        return len(set(run)) > 1 or len(run) == 1
    period = next((at for at in range(1, len(run)) if run[at] == run[0]), 0)
    return period > 1 and all(number == run[at % period] for at, number in enumerate(run))


def is_numbered_text(grid: Grid, row: int, area: Span) -> bool:
    """Whether a row is a line of text with its number in a cell of its own."""
    line = grid.kinds[row, area.left : area.right + 1]
    filled = np.flatnonzero(line != BLANK)
    numbered = np.flatnonzero(line >= NUMBER)
    if numbered.size != 1 or not 1 < filled.size <= 4 or numbered[0] == filled[-1]:
        return False
    number = grid.whole(row, area.left + int(numbered[0]))
    following = grid.text(row, area.left + int(filled[filled > numbered[0]][0]))
    return number is not None and number < 100 and len(following) > 20


def is_line(grid: Grid, row: int, area: Span) -> bool:
    """Whether a row is a line of text rather than a row of cells."""
    return int((grid.kinds[row, area.left : area.right + 1] != BLANK).sum()) == 1


def row_texts(grid: Grid, area: Span, row: int) -> tuple[str, ...]:
    """Give the texts of a row's filled cells."""
    return tuple(
        grid.text(row, area.left + int(at))
        for at in np.flatnonzero(grid.kinds[row, area.left : area.right + 1] != BLANK)
    )
