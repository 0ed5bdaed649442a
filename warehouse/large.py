"""Rows of large tables of sheets: columns are made when they are asked for, and held by nobody.

A workbook may hold millions of figures; frames of all of them at once would not fit. Out of scope: what the columns
say (`warehouse.wide`).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Generic, TypeVar

import numpy as np
import pandas as pd

from extract.blocks import Leftovers
from extract.values import Spots
from warehouse import wide
from warehouse.wide import Makers, Named

Block = TypeVar("Block", Named, Leftovers)

WHICH = "cell"
"""The column that says which of its table's values a row is of."""


@dataclass(frozen=True, eq=False)
class Large(Generic[Block]):
    """The rows of a block of figures. `names` are the columns of its frames, beside `cell`; `known` holds for all."""

    block: Block
    make: Callable[[Block], Makers]
    names: Sequence[str]
    known: Mapping[str, str | None]

    def __len__(self) -> int:
        return len(self.block)

    @cached_property
    def _makers(self) -> Makers:
        return self.make(self.block)

    def whole(self, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """All rows, words as categories."""
        return self._framed(self._makers, (*self.names, WHICH) if columns is None else columns)

    def outline(self, columns: Sequence[str]) -> pd.DataFrame:
        """All rows, where ids are numbers and one word stands for those that all differ."""
        return self._framed({**self._makers, **self._makers["outline"]()}, columns)

    def at(self, spots: Spots, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """The rows at some spots, words spelled out."""
        rows = self.only(spots).whole(self.names if columns is None else columns)
        kinds = rows.dtypes.items()
        words = {str(n): wide.spelled(rows[n]) for n, kind in kinds if isinstance(kind, pd.CategoricalDtype)}
        return rows.assign(**words)

    def only(self, spots: Spots) -> "Large[Block]":
        """The rows at some spots."""
        return replace(self, block=self.block.only(spots))

    def pieces(self, rows: int) -> Iterator["Large[Block]"]:
        """All rows, so many at a time."""
        for start in range(0, len(self), rows):
            yield self.only(np.arange(start, min(start + rows, len(self))))

    def _framed(self, makers: Makers, columns: Sequence[str]) -> pd.DataFrame:
        made: Makers = {name: partial(wide.same, word, len(self)) for name, word in self.known.items()}
        made[WHICH] = lambda: self.block.spots.astype(np.int32, copy=False)
        return pd.DataFrame({name: (made.get(name) or makers[name])() for name in columns}, copy=False)
