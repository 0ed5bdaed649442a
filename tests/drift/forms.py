"""The forms of a shipped workbook by institution as columns and rows, to be altered and laid out anew.

Each column remembers the one that it was made of, and the layout tells for each cell which cell of the shipped workbook
states its figure. Out of scope: the kinds of files (`files`).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import python_calamine

DOCUMENTS = Path(__file__).parents[1] / "documents"
HEAD = range(3, 6)
UNITS = 6
FIRST_ROW = 8
FIRST_COLUMN = 5
KEPT = (*range(12), *range(95, 110), *range(400, 408), *range(1090, 1104))
"""The rows that are taken of a form: institutions of all sectors, one that stands twice, and the totals."""

Spot = tuple[int, int]
Origin = tuple[str, int, int]
"""Sheet, row and column of the shipped workbook, from 0."""


@dataclass(frozen=True)
class Column:
    """A column of figures: the headings over it, its unit, and the shipped column that it is; None for a new one."""

    path: tuple[str, ...]
    unit: str
    origin: int | None
    values: tuple[Any, ...]


@dataclass(frozen=True)
class Form:
    """A sheet: the lines over its table, the columns of labels by their heads, the columns of figures, its notes."""

    name: str
    lines: tuple[str, ...]
    stubs: tuple[tuple[str, tuple[Any, ...]], ...]
    columns: tuple[Column, ...]
    notes: tuple[str, ...]
    origin: str
    origin_rows: tuple[int, ...]


@dataclass(frozen=True)
class Layout:
    """A sheet as written: its cells, the merged ones (top, left, bottom, right), and where its figures came from."""

    name: str
    rows: list[list[Any]]
    merges: list[tuple[int, int, int, int]]
    origin: dict[Spot, Origin]


def forms(workbook: str, names: Sequence[str] = ()) -> tuple[Form, ...]:
    """The forms of a shipped workbook, all or some, with the rows that are kept."""
    book = python_calamine.CalamineWorkbook.from_path(DOCUMENTS / workbook)
    return tuple(_form(book.get_sheet_by_name(name), name) for name in names or book.sheet_names)


def _form(sheet: python_calamine.CalamineSheet, name: str) -> Form:
    cells = sheet.to_python(skip_empty_area=False)
    last = max(at for at, row in enumerate(cells) if isinstance(row[FIRST_COLUMN], int | float))
    rows = [row for kept in KEPT if (row := FIRST_ROW + kept) <= last]
    columns = [
        Column(path, str(cells[UNITS][at]), at, tuple(cells[row][at] for row in rows))
        for at, path in enumerate(_paths(cells), FIRST_COLUMN)
    ]
    stubs = [(str(cells[HEAD[0]][at]), tuple(cells[row][at] for row in rows)) for at in range(FIRST_COLUMN)]
    lines = tuple(str(row[0]) for row in cells[: HEAD[0]])
    notes = tuple(str(row[0]) for row in cells[last + 1 :] if row[0])
    return Form(name, lines, tuple(stubs), tuple(columns), notes, name, tuple(rows))


def _paths(cells: Sequence[Sequence[Any]]) -> Iterator[tuple[str, ...]]:
    """The headings over each column of figures; a blank one goes on from the left under the same headings."""
    before = ("",) * len(HEAD)
    for column in range(FIRST_COLUMN, len(cells[HEAD[0]])):
        path: tuple[str, ...] = ()
        for level, row in enumerate(HEAD):
            goes_on = path == before[:level]
            path = (*path, str(cells[row][column]) or (before[level] if goes_on else ""))
        before = path
        yield path


def renamed(form: Form, words: Mapping[str, str]) -> Form:
    """The form with other words for headings, units, heads of labels and phrases of its lines."""
    return replace(
        form,
        columns=tuple(
            replace(c, path=tuple(words.get(text, text) for text in c.path), unit=words.get(c.unit, c.unit))
            for c in form.columns
        ),
        stubs=tuple((words.get(head, head), labels) for head, labels in form.stubs),
        lines=tuple(_replaced(line, words) for line in form.lines),
    )  # fmt: skip


def _replaced(line: str, words: Mapping[str, str]) -> str:
    long = (old for old in words if len(old) > 4 and old in line)
    return line.replace(old, words[old]) if (old := next(long, None)) else line


def scaled(form: Form, unit: str, by: float) -> Form:
    """The form with its money in another unit, `by` so many thousand yen."""

    def other(column: Column) -> Column:
        values = tuple(value / by if isinstance(value, int | float) else value for value in column.values)
        return replace(column, unit=unit, values=values)

    return replace(form, columns=tuple(other(c) if c.unit == "（千円）" else c for c in form.columns))


def turned(form: Form) -> Form:
    """The form with its groups of columns, and the columns of each, in the opposite order."""
    groups: dict[str, dict[str, list[Column]]] = {}
    for column in form.columns:
        groups.setdefault(column.path[0], {}).setdefault(column.path[1], []).append(column)
    turned_ = [c for group in reversed(groups.values()) for inner in reversed(group.values()) for c in reversed(inner)]
    return replace(form, columns=tuple(turned_))


def without(form: Form, heading: str) -> Form:
    """The form without the columns under a heading."""
    return replace(form, columns=tuple(column for column in form.columns if heading not in column.path))


def with_column(form: Form, path: tuple[str, ...], unit: str, at: int | None = None) -> Form:
    """The form with one column more, of made-up figures, at an index or behind all others."""
    at = len(form.columns) if at is None else at
    new = Column(path, unit, None, tuple(7 * row + 1 for row in range(len(form.origin_rows))))
    return replace(form, columns=(*form.columns[:at], new, *form.columns[at:]))


def lined(form: Form, lines: Callable[[tuple[str, ...]], tuple[str, ...]]) -> Form:
    """The form with other lines over its table."""
    return replace(form, lines=lines(form.lines))


def laid(
    form: Form, *, merged: bool = True, filled: bool = False, unit_row: bool = True, numbered: bool = True
) -> Layout:
    """Lay a form out: with merged heads or not, each text once or over each column, units apart or in the last head."""
    heads = [(*c.path, c.unit) if unit_row else (*c.path[:-1], c.path[-1] + c.unit) for c in form.columns]
    top, left, levels = len(form.lines), len(form.stubs), len(heads[0])
    grid: list[list[Any]] = [["" for _ in range(left + len(heads))] for _ in range(levels)]
    grid[0][:left] = [head for head, _ in form.stubs]
    merges = [(top, at, top + levels - 1, at) for at in range(left)]
    for level in range(levels):
        for start, stop in _runs(heads, level, alone=level >= levels - (2 if unit_row else 1)):
            grid[level][left + start : left + stop] = [
                heads[at][level] if filled or at == start else "" for at in range(start, stop)
            ]
            merges += [(top + level, left + start, top + level, left + stop - 1)] if stop - start > 1 else []
    rows: list[list[Any]] = [[line] for line in form.lines]
    rows += grid
    rows += [[f"({at + 1})" for at in range(left + len(heads))]] if numbered else []
    origin: dict[Spot, Origin] = {}
    for at, origin_row in enumerate(form.origin_rows):
        for column, made in enumerate(form.columns, left):
            if made.origin is not None:
                origin[len(rows), column] = (form.origin, origin_row, made.origin)
        rows.append([labels[at] for _, labels in form.stubs] + [column.values[at] for column in form.columns])
    rows += [[], *([note] for note in form.notes)]
    return Layout(form.name, rows, merges if merged and not filled else [], origin)


def _runs(heads: Sequence[tuple[str, ...]], level: int, *, alone: bool) -> Iterator[tuple[int, int]]:
    """The stretches of columns with one heading, each column its own where they stand alone."""
    start = 0
    for at in range(1, len(heads) + 1):
        if at == len(heads) or alone or heads[at][: level + 1] != heads[start][: level + 1]:
            yield start, at
            start = at
