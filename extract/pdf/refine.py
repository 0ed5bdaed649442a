"""Tables that rulings divide in part: where a ruled cell holds rows or columns of figures, the text tells the rest.

Out of scope: the ruled grid (`extract.pdf.ruled`), alignment itself (`extract.pdf.aligned`).
"""

from collections.abc import Sequence
from dataclasses import replace

from extract.document import Cell, PagePlace
from extract.pdf.aligned import grid_of
from extract.pdf.grid import Grid
from extract.pdf.lattice import Line
from extract.pdf.lines import TextLine, chunks, is_figure, text_lines
from extract.pdf.page import Word

LEVEL = 0.35  # of the font size that lines of one row may be apart
MOSTLY = 0.6


def refined(grid: Grid, words: Sequence[Word], rules: Sequence[Line]) -> Grid:
    """The grid as it is where each cell holds one text, else as the text aligns."""
    held = _words_of(grid, words)
    if not (_holds_rows(grid, held) or _holds_columns(grid, held)):
        return grid
    aligned = grid_of(grid.page, words, rules, grid.year)
    if aligned is None:
        return grid
    return replace(aligned, method="ruled")


def _words_of(grid: Grid, words: Sequence[Word]) -> dict[tuple[int, int], list[TextLine]]:
    held: dict[tuple[int, int], list[Word]] = {}
    boxes = [(cell, cell.place.bbox) for cell in grid.filled if isinstance(cell.place, PagePlace)]
    for word in words:
        x, y = (word.bbox[0] + word.bbox[2]) / 2, (word.bbox[1] + word.bbox[3]) / 2
        cell = next((c for c, box in boxes if box[0] <= x <= box[2] and box[1] <= y <= box[3]), None)
        if cell is not None and word.upright == 0:
            held.setdefault((cell.row, cell.column), []).append(word)
    return {key: text_lines(members) for key, members in held.items()}


def _holds_rows(grid: Grid, held: dict[tuple[int, int], list[TextLine]]) -> bool:
    """Whether figures stand below each other within cells, each on the line of a label of its own."""
    for row in range(grid.rows):
        cells = [cell for cell in grid.filled if cell.row == row]
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
    for column in range(1, grid.columns) if grid.columns > 1 else (0,):
        cells: list[Cell] = [cell for cell in grid.filled if cell.column == column and cell.column_span == 1]
        lines = [line for cell in cells for line in held.get((cell.row, cell.column), [])]
        parted = [line for line in lines if sum(is_figure(chunk.text) for chunk in chunks(line)) > 1]
        if len(parted) >= 2 and len(parted) >= MOSTLY * len(lines):
            return True
    return False
