"""Rows of an observations frame that may be many: told in outline at little cost, and made in full where asked for.

Out of scope: how they are made (`warehouse.frames`), and what is judged and proved of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import pandas as pd
import pyarrow as pa
from pandas.api.types import union_categoricals

from extract.values import Spots


class Rows(Protocol):
    """Some of a document's observations."""

    def __len__(self) -> int:
        """How many there are."""
        ...

    def outline(self, columns: Sequence[str]) -> pd.DataFrame:
        """All of them, in columns that compare as those of the rows do, and say something where those do."""
        ...

    def at(self, spots: Spots, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Those at some spots, words spelled out, in full or some columns of them."""
        ...

    def only(self, spots: Spots) -> "Rows":
        """Those at some spots."""
        ...

    def whole(self, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """All of them, in full or some columns; words may be categories."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Framed:
    """Rows that are in a frame already."""

    frame: pd.DataFrame

    def __len__(self) -> int:
        return len(self.frame)

    def outline(self, columns: Sequence[str]) -> pd.DataFrame:
        """The frame."""
        return self.frame[[name for name in columns if name in self.frame]]

    def at(self, spots: Spots, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """The rows at some spots."""
        return spelled((self.frame if columns is None else self.frame[[*columns]]).iloc[spots])

    def only(self, spots: Spots) -> "Framed":
        """The rows at some spots."""
        return Framed(self.frame.iloc[spots])

    def whole(self, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """The frame."""
        return self.frame if columns is None else self.frame[[*columns]]


def spelled(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with words instead of categories."""
    kinds = rows.dtypes.items()
    words = {str(name): _words(rows[name]) for name, kind in kinds if isinstance(kind, pd.CategoricalDtype)}
    return rows.assign(**words) if words else rows


def below(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Frames of the same columns one below the other; what are categories in all of them stays so."""
    if len(frames) == 1:
        return frames[0].reset_index(drop=True)
    joined = {}
    for name in frames[0]:
        columns = [frame[name] for frame in frames]
        if all(isinstance(column.dtype, pd.CategoricalDtype) for column in columns):
            joined[name] = pd.Series(union_categoricals(columns))
        else:
            joined[name] = pd.concat([spelled(column.to_frame())[name] for column in columns], ignore_index=True)
    return pd.DataFrame(joined)


def _words(column: pd.Series) -> Any:  # noqa: ANN401  pandas does not name the type
    codes, words = column.cat.codes.to_numpy(), column.cat.categories
    if words.dtype == "object":
        held = np.empty(len(words) + 1, dtype=object)
        held[:-1] = words
        return held[codes]
    strings = pa.array(words, pa.large_string())
    kind: Any = pd.StringDtype("pyarrow", na_value=np.nan)
    return kind.__from_arrow__(strings.take(pa.array(codes.astype(np.int32), mask=codes < 0)))


def parts(given: pd.DataFrame | Iterable[pd.DataFrame | Rows]) -> tuple[Rows, ...]:
    """Rows in several parts, also where they come in frames."""
    several = (given,) if isinstance(given, pd.DataFrame) else given
    return tuple(Framed(one.reset_index(drop=True)) if isinstance(one, pd.DataFrame) else one for one in several)
