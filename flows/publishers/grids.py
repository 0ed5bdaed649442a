"""The cells of a page's tables at their places, spans included: what stands beside and above a cell speaks of it.

Out of scope: what a cell says.
"""

from collections.abc import Iterator

from selectolax.lexbor import LexborNode

CELLS = ("td", "th")
WIDEST = 1000
"""A span that a page may ask for; more is a mistake of the page."""


class Grids:
    """The tables of one page, each laid out when it is first asked for."""

    def __init__(self) -> None:
        self._cells: dict[int, dict[tuple[int, int], LexborNode]] = {}
        self._places: dict[int, tuple[int, int]] = {}

    def beside(self, cell: LexborNode) -> Iterator[LexborNode]:
        """The cells to the left of a cell, the nearest first, those of rows above that reach down to it included."""
        yield from self._walk(cell, 0, -1)

    def above(self, cell: LexborNode) -> Iterator[LexborNode]:
        """The cells above a cell, the nearest first."""
        yield from self._walk(cell, -1, 0)

    def _walk(self, cell: LexborNode, down: int, right: int) -> Iterator[LexborNode]:
        table = _table(cell)
        if table is None:
            return
        if table.mem_id not in self._cells:
            self._cells[table.mem_id] = self._laid_out(table)
        cells = self._cells[table.mem_id]
        row, column = self._places[cell.mem_id]
        told = {cell.mem_id}
        while row >= 0 and column >= 0:
            row, column = row + down, column + right
            other = cells.get((row, column))
            if other is not None and other.mem_id not in told:
                told.add(other.mem_id)
                yield other

    def _laid_out(self, table: LexborNode) -> dict[tuple[int, int], LexborNode]:
        cells: dict[tuple[int, int], LexborNode] = {}
        rows = [row for row in table.css("tr") if (of := _table(row)) is not None and of.mem_id == table.mem_id]
        for number, row in enumerate(rows):
            column = 0
            for cell in row.iter():
                if cell.tag not in CELLS:
                    continue
                while (number, column) in cells:
                    column += 1
                self._places[cell.mem_id] = (number, column)
                for down in range(min(_span(cell, "rowspan"), len(rows) - number)):
                    for right in range(_span(cell, "colspan")):
                        cells.setdefault((number + down, column + right), cell)
        return cells


def _table(node: LexborNode) -> LexborNode | None:
    """The table that a row or cell is of."""
    above = node.parent
    while above is not None and above.tag != "table":
        above = above.parent
    return above


def _span(cell: LexborNode, name: str) -> int:
    said = (cell.attributes.get(name) or "").strip()
    return min(int(said), WIDEST) if said.isascii() and said.isdigit() and int(said) else 1
