"""The grid of a table: cells with their text and place, before anything is understood of it.

Out of scope: finding grids (`extract.pdf.ruled`, `extract.pdf.aligned`), headings and values (`extract.pdf.headings`).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from extract.document import Box, Cell, PagePlace
from extract.pdf.lines import APART, TextLine, stacked, text_lines
from extract.pdf.page import Word
from extract.pdf.words import box_of

MARKS = "※*＊†‡"
_SPACE = re.compile(rf"(?<=\d)({APART}\s*)(?=\d)|\s+")

Indent = tuple[float, float]
"""Room before and after a text in its column, in font sizes."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells in reading order; every grid position is covered by exactly one. `heads` are rows known to be headings."""

    page: int
    bbox: Box
    rows: int
    columns: int
    cells: tuple[Cell, ...]
    method: str  # ruled, aligned
    heads: int | None = None  # number of heading rows that the drawing tells (a rule, a fill), where it does
    closed: bool = False  # ruled on all sides
    year: int | None = None  # of the document, by which bare years are read
    indents: Mapping[tuple[int, int], Indent] = field(default_factory=dict)  # of texts, by row and column

    @property
    def filled(self) -> list[Cell]:
        """Cells with text."""
        return [cell for cell in self.cells if cell.text]

    def positions(self) -> dict[tuple[int, int], Cell]:
        """The cell at each grid position."""
        return {
            (row, column): cell
            for cell in self.cells
            for row in range(cell.row, cell.row + cell.row_span)
            for column in range(cell.column, cell.column + cell.column_span)
        }


def cell_text(words: Sequence[Word], lines: Sequence[TextLine] | None = None) -> str:
    """The text of a cell: its lines from top to bottom, white space folded. `lines` are its level ones, where known."""
    if not words:
        return ""
    if len(words) == 1:
        return words[0].text
    vertical = [word for word in words if word.vertical]
    if lines is None or vertical:
        lines = text_lines(word for word in words if word.upright == 0 and not word.vertical)
    parts: list[tuple[float, str]] = [(line.bbox[1], line.text) for line in lines]
    parts += [(word.bbox[1], word.text) for word in vertical]
    turned = [word for word in words if word.upright != 0]
    if turned:
        parts.append((min(word.bbox[1] for word in turned), _turned_text(turned)))
    parts.sort(key=lambda part: part[0])
    text = stacked([text for _, text in parts])
    return _SPACE.sub(lambda space: APART if space[1] else " ", text).strip()


def _turned_text(words: list[Word]) -> str:
    """Lines that read upwards follow from left to right, those that read downwards from right to left."""
    if words[0].upright == 90:
        lines = sorted(words, key=lambda w: (round(w.bbox[0] / max(1.0, w.size)), -w.bbox[3]))
    elif words[0].upright == 270:
        lines = sorted(words, key=lambda w: (-round(w.bbox[2] / max(1.0, w.size)), w.bbox[1]))
    else:
        lines = sorted(words, key=lambda w: (-w.bbox[3], -w.bbox[0]))
    return " ".join(word.text for word in lines)


def indent(words: Sequence[Word], left: float, right: float) -> Indent:
    """How far a label's first line, without marks of notes, stands from both sides of its column, in font sizes."""
    if len(words) == 1:
        first = words[0]
        size = max(1.0, first.size)
        return (first.bbox[0] - left) / size, (right - first.bbox[2]) / size
    words = [word for word in words if word.text[0] not in MARKS] or words
    first = min(words, key=lambda word: (round(word.bbox[3] / max(1.0, word.size)), word.bbox[0]))
    level = [word for word in words if abs(word.bbox[3] - first.bbox[3]) < 0.5 * first.size]
    size = max(1.0, first.size)
    return (min(word.bbox[0] for word in level) - left) / size, (right - max(word.bbox[2] for word in level)) / size


def make_cell(
    row: int,
    column: int,
    row_span: int,
    column_span: int,
    words: Sequence[Word],
    box: Box,
    page: int,
    *,
    lines: Sequence[TextLine] | None = None,
) -> Cell:
    """A cell with the text of its words; `box` is its place, `rounded`."""
    return Cell(row, column, row_span, column_span, cell_text(words, lines), PagePlace(page, box))


def rounded(box: Box) -> Box:
    """A box as places are told: to the hundredth of a point."""
    x0, top, x1, bottom = box
    return round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2)


def without_blank(grid: Grid) -> Grid:
    """Without rows and columns that hold no text at all."""
    rows = _kept(grid.rows, ((c.row, c.row_span) for c in grid.filled))
    columns = _kept(grid.columns, ((c.column, c.column_span) for c in grid.filled))
    if len(rows) == grid.rows and len(columns) == grid.columns:
        return grid
    cells = []
    for cell in grid.cells:
        own_rows = [rows[r] for r in range(cell.row, cell.row + cell.row_span) if r in rows]
        own_columns = [columns[c] for c in range(cell.column, cell.column + cell.column_span) if c in columns]
        if own_rows and own_columns:
            cells.append(
                cell._replace(
                    row=own_rows[0],
                    column=own_columns[0],
                    row_span=len(own_rows),
                    column_span=len(own_columns),
                )
            )
    heads = None if grid.heads is None else sum(1 for row in rows if row < grid.heads)
    indents = {
        (rows[row], columns[column]): indent
        for (row, column), indent in grid.indents.items()
        if row in rows and column in columns
    }
    return replace(grid, rows=len(rows), columns=len(columns), cells=tuple(cells), heads=heads, indents=indents)


def _kept(count: int, spans: Iterable[tuple[int, int]]) -> dict[int, int]:
    """The positions that a cell of span one covers, or that end a wider one: old number to new."""
    held: set[int] = set()
    wide: list[tuple[int, int]] = []
    for start, span in spans:
        if span == 1:
            held.add(start)
        else:
            wide.append((start, span))
    for start, span in wide:
        if not any(position in held for position in range(start, start + span)):
            held.add(start)
    return {old: new for new, old in enumerate(p for p in range(count) if p in held)}


def cover(cells: Iterable[Cell]) -> Box:
    """The box around the cells."""
    return box_of([cell.place.bbox for cell in cells if isinstance(cell.place, PagePlace)])
