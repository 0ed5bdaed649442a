"""A picture of a sheet around one cell, as SVG: its headings, what stands beside it, and the cell marked.

Rows and columns between them are left out, which the numbers at the edges show. Out of scope: pages
(`extract.pdf.drawing`).
"""

import html
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from extract import media_type
from extract.document import address, letters
from extract.sheet import delimited, workbook
from extract.sheet.grid import Grid, fold_space

FONT = "'Noto Sans JP','Noto Sans CJK JP','Hiragino Sans','Yu Gothic',Meiryo,sans-serif"
NEAR = 3
"""So many rows and columns are shown on each side of the cell."""
MOST = 24
"""Half-width characters in a line of a cell; longer text goes on in the next line."""
LINES = 3
STEP, LINE, PAD, EDGE = 7.2, 17, 5, 40


class NoSheet(LookupError):  # noqa: N818  an answer to whoever asked
    """The file has no such sheet or cell."""


def picture(content: bytes, kind: str, sheet: str, at: str, headings: Sequence[str]) -> str:
    """Draw the surroundings of the cell at an address; `headings` are those of its row and column. Raises NoSheet."""
    grid = _grid(content, kind, sheet)
    row, column = _spot(grid, at)
    said = {fold_space(text) for text in headings}
    above = {text: r for r in range(row) if (text := _says(grid, r, column)) in said}  # the nearest one of each
    beside = {text: c for c in range(column) if (text := _says(grid, row, c)) in said}
    rows, columns = _shown(row, grid.height, above.values()), _shown(column, grid.width, beside.values())
    return "".join(_drawn(grid, rows, columns, (row, column)))


def _grid(content: bytes, kind: str, sheet: str) -> Grid:
    if kind == media_type.CSV:
        return delimited.read(content)
    for name, grid, _ in workbook.read(content, kind):
        if name == sheet and grid is not None:
            return grid
    raise NoSheet(f"there is no sheet {sheet} in the file")


def _spot(grid: Grid, at: str) -> tuple[int, int]:
    name = "".join(character for character in at if character.isalpha())
    row = int(at[len(name) :]) - 1
    column = next((c for c in range(grid.width) if letters(c) == name), None)
    if column is None or row >= grid.height:
        raise NoSheet(f"there is no cell {at} in sheet {grid.sheet}")
    return row, column


def _shown(at: int, size: int, heads: Iterable[int]) -> list[int]:
    return sorted({*heads, *range(max(0, at - NEAR), min(size, at + NEAR + 1))})


def _says(grid: Grid, row: int, column: int) -> str:
    span = grid.covers.get((row, column))
    return grid.text(span.top, span.left) if span else grid.text(row, column)


def _drawn(grid: Grid, rows: list[int], columns: list[int], marked: tuple[int, int]) -> Iterator[str]:
    words = {(r, c): _lines(_says(grid, r, c)) for r in rows for c in columns}
    alone = {spot for spot in words if not (span := grid.covers.get(spot)) or span.columns == 1}
    widths = [max(_width(line) for r in rows for line in ("", *words[r, c] * ((r, c) in alone))) for c in columns]
    x = _edges(EDGE, [max(width, 4) * STEP + 2 * PAD for width in widths])
    y = _edges(LINE + PAD, [max(1, *(len(words[r, c]) for c in columns)) * LINE + PAD for r in rows])
    width, height = x[-1] + 1, y[-1] + 1
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" '
        f'viewBox="0 0 {width:.0f} {height:.0f}" font-family="{FONT}" font-size="13" role="img" '
        f'aria-label="{html.escape(f"{grid.sheet} {address(*marked)}")}">'
        f'<rect width="100%" height="100%" fill="#fff"/>'
    )
    yield from (_edge(letters(c), (x[i] + x[i + 1]) / 2, LINE - 2, "middle") for i, c in enumerate(columns))
    yield from (_edge(str(r + 1), EDGE - 6, y[i] + LINE - 2, "end") for i, r in enumerate(rows))
    for i, j, down, across in _spans(grid, rows, columns):
        here = (rows[i], columns[j])
        box = (x[j], y[i], x[j + across], y[i + down])
        right = isinstance(grid.raw(*here), int | float) and down == across == 1
        yield _cell(box, words[here], right=right, marked=here == marked)
    yield from (_gap(x[i + 1], y[0], x[i + 1], y[-1]) for i, (a, b) in enumerate(pairwise(columns)) if b > a + 1)
    yield from (_gap(x[0], y[i + 1], x[-1], y[i + 1]) for i, (a, b) in enumerate(pairwise(rows)) if b > a + 1)
    yield "</svg>"


def _spans(grid: Grid, rows: list[int], columns: list[int]) -> Iterator[tuple[int, int, int, int]]:
    """Each cell shown, by its place among those shown and how many rows and columns of them it takes."""
    done: set[tuple[int, int]] = set()
    for i, row in enumerate(rows):
        for j, column in enumerate(columns):
            if (row, column) in done:
                continue
            span = grid.covers.get((row, column))
            down = sum(span.top <= r <= span.bottom for r in rows) if span else 1
            across = sum(span.left <= c <= span.right for c in columns) if span else 1
            done |= {(r, c) for r in rows[i : i + down] for c in columns[j : j + across]}
            yield i, j, down, across


def _cell(box: tuple[float, float, float, float], lines: list[str], *, right: bool, marked: bool) -> str:
    x0, y0, x1, y1 = box
    style = 'fill="#fff3b0" stroke="#c00" stroke-width="2.5"' if marked else 'fill="none" stroke="#bbb"'
    at, anchor = (x1 - PAD, "end") if right else (x0 + PAD, "start")
    texts = "".join(
        f'<text x="{at:.1f}" y="{y0 + (n + 1) * LINE - 3:.1f}" text-anchor="{anchor}">{html.escape(line)}</text>'
        for n, line in enumerate(lines)
    )
    return f'<rect x="{x0:.1f}" y="{y0:.1f}" width="{x1 - x0:.1f}" height="{y1 - y0:.1f}" {style}/>{texts}'


def _edge(text: str, x: float, y: float, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#888" font-size="11">{text}</text>'


def _gap(x0: float, y0: float, x1: float, y1: float) -> str:
    line = f'x1="{x0:.1f}" y1="{y0:.1f}" x2="{x1:.1f}" y2="{y1:.1f}"'
    return f'<line {line} stroke="#888" stroke-width="2" stroke-dasharray="3 3"/>'


def _edges(start: float, sizes: list[float]) -> list[float]:
    edges = [start]
    for size in sizes:
        edges.append(edges[-1] + size)
    return edges


def _lines(text: str) -> list[str]:
    """The text in lines that are not too long, the last one cut where there is more."""
    lines = [""]
    for character in text:
        if _width(lines[-1] + character) > MOST:
            lines.append("")
        lines[-1] += character
    return lines if len(lines) <= LINES else [*lines[: LINES - 1], lines[LINES - 1][:-1] + "…"]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)
