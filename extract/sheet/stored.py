"""What the cells of a sheet store, in arrays: numbers as they are, everything else by code.

A large sheet has hundreds of thousands of cells, most of them numbers, and few different texts. Out of scope: what a
person sees of it (`grid`), and reading files (`workbook`, `worksheet`, `delimited`).
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, compress
from typing import cast

import numpy as np

from extract.values import Codes, Floats

Other = str | bool | dt.datetime | dt.date | dt.time | dt.timedelta | None
"""What is no number."""

Raw = int | float | Other

NUMERIC = -1
"""The code of numbers."""

NOTHING = 0
"""The code of the empty text, which every cell holds in which nothing else stands."""


@dataclass(frozen=True, slots=True, eq=False)
class Stored:
    """The cells of a sheet: `numbers` (NaN where none stands), and `codes` of all else in `others`.

    Both have the shape of the sheet. The first of `others` is the empty text.
    """

    numbers: Floats
    codes: Codes
    others: Sequence[Other]

    def at(self, row: int, column: int) -> Raw:
        """Give what a cell stores."""
        code = self.codes.item(row, column)
        return self.numbers.item(row, column) if code == NUMERIC else self.others[code]


def laid_out(rows: Sequence[Sequence[Raw]]) -> Stored:
    """Lay rows of equal width out in arrays."""
    shape = len(rows), len(rows[0]) if rows else 0
    marks = b"".join(bytes(map(_IS_NUMBER.__getitem__, map(type, row))) for row in rows)
    numeric = np.frombuffer(marks, dtype=np.bool_).reshape(shape)
    numbers = np.full(shape, np.nan)
    held = cast("chain[float]", compress(chain.from_iterable(rows), marks))
    numbers[numeric] = np.fromiter(held, np.float64, int(numeric.sum()))
    known: dict[Raw, int] = {"": NOTHING}
    codes = np.full(shape, NUMERIC, dtype=np.int32)
    others = compress(chain.from_iterable(rows), (~numeric).tobytes())
    codes[~numeric] = np.fromiter((known.setdefault(raw, len(known)) for raw in others), np.int32)
    return Stored(numbers, codes, cast("list[Other]", list(known)))


_IS_NUMBER: dict[type, bool] = dict.fromkeys((float, int), True)
_IS_NUMBER |= dict.fromkeys((str, bool, dt.datetime, dt.date, dt.time, dt.timedelta, type(None)), False)
