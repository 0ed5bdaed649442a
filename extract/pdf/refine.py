"""Tables that rulings divide in part: where a ruled cell holds rows or columns of figures, the text tells the rest.

Out of scope: the ruled grid (`extract.pdf.ruled`), alignment itself (`extract.pdf.aligned`).
"""

from collections.abc import Sequence
from dataclasses import replace

from extract.document import Cell
from extract.pdf.aligned import grid_of
from extract.pdf.grid import Grid
from extract.pdf.lattice import Line
from extract.pdf.lines import TextLine, chunks, is_figure, text_lines
from extract.pdf.ruled import Ruled

LEVEL = 0.35  # of the font size that lines of one row may be apart
MOSTLY = 0.6


def refined(ruled: Ruled, rules: Sequence[Line]) -> Grid:
    """The grid as it is where each cell holds one text, else as the text aligns."""
    grid = ruled.grid
    held = {key: text_lines(word for word in words if word.upright == 0) for key, words in ruled.held.items()}
    if not (_holds_rows(grid, held) or _holds_columns(grid, held)):
        return grid
    aligned = grid_of(grid.page, ruled.words, rules, grid.year)
    if aligned is None:
        return grid
    return replace(aligned, method="ruled")


def _holds_rows(grid: Grid, held: dict[tuple[int, int], list[TextLine]]) -> bool:
    """Whether figures stand below each other within cells, each on the line of a label of its own."""
    rows: dict[int, list[Cell]] = {}
    for cell in grid.filled:
        rows.setdefault(cell.row, []).append(cell)
    for cells in rows.values():
        if all(len(held.get((cell.row, cell.column), ())) < 2 for cell in cells):
            continue
        labels = next((held.get((c.row, c.column), []) for c in cells if _is_words(held.get((c.row, c.column)))), [])
        for cell in cells:
            lines = held.get((cell.row, cell.column), [])
            if len(lines) < 2 or not all(_figures_only(line) for line in lines):
                continue
            level = sum(any(_level(line, label) for label in labels) for line in lines)
            if level == len(lines) and (len(lines) > 2 or len(labels) == len(lines)) and labels:
                return True
    return False


def _is_words(lines: list[TextLine] | None) -> bool:
    return bool(lines) and not any(_figures_only(line) for line in lines or ())


def _figures_only(line: TextLine) -> bool:
    return all(is_figure(chunk.text) for chunk in chunks(line))


def _level(line: TextLine, other: TextLine) -> bool:
    return abs(line.bbox[3] - other.bbox[3]) < LEVEL * line.size


def _holds_columns(grid: Grid, held: dict[tuple[int, int], list[TextLine]]) -> bool:
    """Whether a column's lines hold several figures apart, in most rows."""
    columns: dict[int, list[Cell]] = {}
    for cell in grid.filled:
        if cell.column_span == 1:
            columns.setdefault(cell.column, []).append(cell)
    for column in range(1, grid.columns) if grid.columns > 1 else (0,):
        lines = [line for cell in columns.get(column, ()) for line in held.get((cell.row, cell.column), [])]
        parted = [line for line in lines if sum(is_figure(chunk.text) for chunk in chunks(line)) > 1]
        if len(parted) >= 2 and len(parted) >= MOSTLY * len(lines):
            return True
    return False
