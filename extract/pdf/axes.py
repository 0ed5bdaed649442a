"""Which rows of a grid are its head and which columns its stub, told from what stands in the cells.

Out of scope: the paths and values that follow from it (`extract.pdf.values`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from extract.document import Cell, Status
from extract.japanese.fiscal_years import read_axis, read_year
from extract.japanese.labels import normal
from extract.japanese.numbers import read_number
from extract.pdf.grid import Grid
from extract.pdf.lines import may_count, stands_for_figure

RANK = re.compile(r"順位|順番|№|番号|通番|連番|位|rank|#", re.IGNORECASE)
NUMBER = re.compile(r"no\.?", re.IGNORECASE)  # of the row, or how many
MOSTLY = 0.6
SHORT = 25  # characters: headings are seldom longer
LATEST = 2050  # stands for an unknown document's year, where it only matters whether labels are years


@dataclass(frozen=True, slots=True)
class Axes:
    """`header_rows` from the top; `stubs` are runs of label columns, from left to right, the first at the table's left.

    A table set twice side by side, or with a name for each value (rank, name, value, rank, name, value), has several:
    each governs the columns up to the next.
    """

    header_rows: int
    stubs: tuple[tuple[int, ...], ...]

    def stub_of(self, column: int) -> tuple[int, ...]:
        """The label columns of a value's row."""
        governing: tuple[int, ...] = ()
        for run in self.stubs:
            if run[0] > column:
                break
            governing = run
        return governing

    @property
    def labels(self) -> frozenset[int]:
        """All label columns."""
        return frozenset(column for run in self.stubs for column in run)

    @property
    def stub_columns(self) -> int:
        """Label columns at the left."""
        return len(self.stubs[0]) if self.stubs and self.stubs[0][0] == 0 else 0


@lru_cache(maxsize=1 << 16)
def kind(text: str) -> str:
    """What a cell says: blank, year, mark (no number, but in place of one), figure or words."""
    if not text:
        return "blank"
    if not may_count(text):
        return "words"
    year = read_year(text)
    if year is not None:
        return "year"
    number = read_number(text)
    if number is None or number.status is Status.TEXT:
        return "mark" if stands_for_figure(text) else "words"
    return "mark" if number.value is None else "figure"


def find_axes(grid: Grid) -> Axes:
    """Head and stub of a grid."""
    at = grid.positions()
    texts = [[at[r, c].text if (r, c) in at else "" for c in range(grid.columns)] for r in range(grid.rows)]
    kinds = [[kind(text) for text in row] for row in texts]
    head = _head(grid, at, texts, kinds)
    return Axes(head, _stubs(grid, head, texts, kinds))


def _head(grid: Grid, at: dict[tuple[int, int], Cell], texts: list[list[str]], kinds: list[list[str]]) -> int:
    limit = grid.rows - 1
    if limit < 1:
        return 0
    first = next((row for row in range(grid.rows) if _is_data(texts, kinds, row, grid.year)), None)
    if grid.heads is not None:
        head = grid.heads
    elif first is None:
        head = _worded_head(grid, at)
    else:
        head = _without_sections(grid, at, kinds, first)
    # A head's cell that reaches down takes the rows beside it along.
    while head < limit:
        reach = max(
            (c.row + c.row_span for c in grid.cells if c.row < head and c.column_span < grid.columns), default=0
        )
        if reach <= head or any(k == "figure" for k in kinds[head][1:]):
            break
        head = reach
    return min(head, limit)


def _is_data(texts: list[list[str]], kinds: list[list[str]], row: int, year: int | None) -> bool:
    """Whether a row holds figures; years and bare counts that run on are an axis, no figures."""
    body = kinds[row][1:] if len(kinds[row]) > 1 else kinds[row]
    figures = sum(k == "figure" for k in body)
    marks = sum(k == "mark" for k in body)
    if figures and (is_year_axis(texts[row][1:], year) or (not texts[row][0] and numbers_columns(texts[row][1:]))):
        return False
    if figures:
        return True
    words = sum(k in ("words", "year") for k in body)
    return marks > 0 and marks >= words and kinds[row][0] in ("words", "year", "figure")


def numbers_columns(texts: Sequence[str]) -> bool:
    """Whether a row of a head counts the columns: (1) (2) (3)."""
    numbers = [read_number(text) for text in texts if text]
    return len(numbers) > 2 and [n.value if n else None for n in numbers] == list(range(1, len(numbers) + 1))


def is_year_axis(texts: Sequence[str], year: int | None) -> bool:
    """Whether labels are years that run on, most of them; `year` is the document's."""
    printed = [text for text in texts if text]
    years = read_axis(printed, year or LATEST)
    return len(printed) > 1 and sum(found is not None for found in years) >= MOSTLY * len(printed)


def _worded_head(grid: Grid, at: dict[tuple[int, int], Cell]) -> int:
    """The head of a table of words: as deep as its top row's cells; none, where these are as long as those below."""
    top = [at[0, c] for c in range(grid.columns) if (0, c) in at]
    longest = max((len(cell.text) for cell in top), default=0)
    below = max((len(cell.text) for cell in grid.cells if cell.row > 0), default=0)
    if any("。" in cell.text for cell in top) or (longest > SHORT and longest * 2 > below):
        return 0
    deepest = max((cell.row_span for cell in top), default=1)
    return deepest if deepest < grid.rows else 1


def _without_sections(grid: Grid, at: dict[tuple[int, int], Cell], kinds: list[list[str]], first: int) -> int:
    """Rows above the first figures that name a section of the body are body: only their first label is set."""
    head = first
    while head > 1:
        row = head - 1
        cell = at.get((row, 0))
        alone = all(kinds[row][c] == "blank" or at.get((row, c)) is cell for c in range(grid.columns))
        if cell is not None and cell.row == row and cell.row_span == 1 and cell.text and alone:
            head = row
        else:
            break
    return head


def _stubs(grid: Grid, head: int, texts: list[list[str]], kinds: list[list[str]]) -> tuple[tuple[int, ...], ...]:
    body = range(head, grid.rows)
    corner = _corner(grid, head)
    is_label = [c < corner or _is_label_column(c, head, texts, kinds) for c in range(grid.columns)]
    if is_label[1:2] == [True] and _counts([texts[r][0] for r in body]):
        is_label[0] = True  # the numbers of lines that the next column names
    if all(is_label):
        return ((0,),)
    first = next((c for c, label in enumerate(is_label) if not label), grid.columns)
    if first == 0:
        # A first column of figures labels the rows only if it counts or names them.
        return () if not _names_rows([texts[r][0] for r in body], grid.year) or grid.columns < 2 else ((0,),)
    runs = [tuple(range(first))]
    names = [normal(_heading(texts, head, c)) for c in range(grid.columns)]
    column = first
    while column < grid.columns:
        if is_label[column] and names[column] and names[column] == names[runs[0][0]]:
            end = column
            while end < grid.columns and is_label[end] and end - column < len(runs[0]):
                end += 1
            if end < grid.columns:
                runs.append(tuple(range(column, end)))
            column = end
        else:
            column += 1
    return tuple(runs)


def _corner(grid: Grid, head: int) -> int:
    """How many columns the head's first cell stands over, where it reaches down to the body: they are the stub."""
    first = next((cell for cell in grid.cells if cell.row == 0 and cell.column == 0), None)
    if first is None or not head or first.row_span < head or first.column_span == grid.columns:
        return 0
    return first.column_span if first.column_span > 1 else 0


def _heading(texts: list[list[str]], head: int, column: int) -> str:
    return next((texts[r][column] for r in range(head - 1, -1, -1) if texts[r][column]), "")


def _is_label_column(column: int, head: int, texts: list[list[str]], kinds: list[list[str]]) -> bool:
    found = [kinds[r][column] for r in range(head, len(kinds)) if kinds[r][column] != "blank"]
    if not found:
        return column == 0
    heading = normal(_heading(texts, head, column))
    if RANK.fullmatch(heading):
        return True
    if NUMBER.fullmatch(heading):
        before = any("words" in row[:column] for row in kinds[head:])
        return not before or _counts([texts[r][column] for r in range(head, len(texts))])
    labels = sum(k in ("words", "year") for k in found)
    return labels >= MOSTLY * len(found)


def _names_rows(texts: Sequence[str], year: int | None) -> bool:
    """Whether whole numbers count the rows (1, 2, 3), or years without a word name them (15, 16, 17)."""
    return _counts(texts) or is_year_axis(texts, year)


def _counts(texts: Sequence[str]) -> bool:
    """Whether whole numbers count rows: 1, 2, 3."""
    printed = [text for text in texts if text]
    numbers = [read_number(text) for text in printed]
    values = [n.value for n in numbers if n is not None and isinstance(n.value, int)]
    if len(values) < len(printed) or len(values) < 2:
        return False
    return all(b - a in (0, 1) for a, b in pairwise(values)) and values[0] in (0, 1)
