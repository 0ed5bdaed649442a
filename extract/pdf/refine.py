"""Tables that rulings divide in part: where a ruled cell holds rows or columns of figures, the text tells the rest.

Out of scope: the ruled grid (`extract.pdf.ruled`), alignment itself (`extract.pdf.aligned`).
"""

from dataclasses import replace

from extract.pdf.aligned import grid_of
from extract.pdf.grid import Grid
from extract.pdf.lattice import Lines
from extract.pdf.lines import TextLine, chunks, is_figure
from extract.pdf.ruled import Held, Ruled

LEVEL = 0.35  # of the font size that lines of one row may be apart
MOSTLY = 0.6
MOST = 0.8  # of the lines of a cell of figures: here and there a letter stands in place of one


def refined(ruled: Ruled, rulings: Lines) -> Grid:
    """The grid as it is where each cell holds one text, else as the text aligns."""
    grid = ruled.grid
    held = ruled.held
    wide = {(cell.row, cell.column) for cell in grid.cells if cell.column_span > 1}
    if not (_holds_rows(held) or _holds_columns({key: lines for key, lines in held.items() if key not in wide})):
        return grid
    aligned = grid_of(grid.page, ruled.words, rulings, grid.year)
    if aligned is None:
        return grid
    return replace(aligned, method="ruled")


def _holds_rows(held: Held) -> bool:
    """Whether figures stand below each other within cells, each on the line of a label or figure of another cell.

    Two figures alone need two labels: a figure may be broken over two lines, and so may the one beside it.
    """
    rows: dict[int, list[list[TextLine]]] = {}
    for (row, _), lines in held.items():
        rows.setdefault(row, []).append(lines)
    for cells in rows.values():
        for lines in cells:
            if len(lines) < 2 or sum(map(_figures_only, lines)) < MOST * len(lines):
                continue
            for others in cells:
                enough = len(lines) > 2 or (len(others) == 2 and not any(_figures_only(line) for line in others))
                if others is not lines and enough and all(any(_level(a, b) for b in others) for a in lines):
                    return True
    return False


def _figures_only(line: TextLine) -> bool:
    return all(is_figure(chunk.text) for chunk in chunks(line))


def _level(line: TextLine, other: TextLine) -> bool:
    return abs(line.bbox[3] - other.bbox[3]) < LEVEL * line.size


def _holds_columns(held: Held) -> bool:
    """Whether a column's lines hold several figures apart, in most rows; the first column is the stub."""
    columns: dict[int, list[TextLine]] = {}
    for (_, column), lines in held.items():
        columns.setdefault(column, []).extend(lines)
    if len(columns) > 1:
        columns.pop(0, None)
    for lines in columns.values():
        several = [line for line in lines if len(line.words) > 1]
        parted = [line for line in several if sum(is_figure(chunk.text) for chunk in chunks(line)) > 1]
        if len(parted) >= 2 and len(parted) >= MOSTLY * len(lines):
            return True
    return False
