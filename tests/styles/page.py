"""A made-up sheet with its truth: what each figure is, and all the headings that speak for it.

Out of scope: what sheets look like (`plain_styles`, `mixed_styles`, `foreign_styles`), and the files (`written`).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from extract.document import Status

Spot = tuple[int, int]
"""Row and column, from 0."""


@dataclass(frozen=True)
class Figure:
    """What a cell states. `heads` are all its headings; `may` are words that may stand among them."""

    value: float | int | None
    heads: frozenset[str]
    may: frozenset[str] = frozenset()
    unit: str | None = None
    year: int | None = None
    status: Status = Status.OBSERVED


@dataclass
class Page:
    """A sheet: its cells and how they are set, and the truth of each figure."""

    name: str = "Sheet1"
    cells: dict[Spot, Any] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)  # top, left, bottom, right
    bold: set[Spot] = field(default_factory=set)
    indents: dict[Spot, int] = field(default_factory=dict)
    formats: dict[Spot, str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    truth: dict[Spot, Figure] = field(default_factory=dict)

    def put(self, row: int, column: int, *texts: Any) -> None:
        """Set cells of a row from a column on; None leaves one blank."""
        self.cells |= {(row, column + at): text for at, text in enumerate(texts) if text is not None}

    def merge(self, top: int, left: int, bottom: int, right: int, text: Any) -> None:
        """Set a text over a range of cells."""
        self.cells[top, left] = text
        if (top, left) != (bottom, right):
            self.merges.append((top, left, bottom, right))

    def figure(
        self,
        row: int,
        column: int,
        value: float | None,
        heads: Iterable[str | None],
        printed: Any = None,
        *,
        may: Iterable[str] = (),
        unit: str | None = None,
        year: int | None = None,
        status: Status = Status.OBSERVED,
    ) -> None:
        """Set a figure, as a number or as printed."""
        self.cells[row, column] = value if printed is None else printed
        known = frozenset(fold(head) for head in heads if head)
        self.truth[row, column] = Figure(value, known, frozenset(map(fold, may)), unit, year, status)

    @property
    def rows(self) -> list[list[Any]]:
        """The cells as rows of equal width, blanks as empty texts."""
        height = max(row for row, _ in self.cells) + 1
        width = max(column for _, column in self.cells) + 1
        return [[self.cells.get((row, column), "") for column in range(width)] for row in range(height)]


def fold(text: str) -> str:
    """A heading without white space and case."""
    return re.sub(r"\s+", "", str(text)).casefold()
