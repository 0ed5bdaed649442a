"""The observations of which another place of their document may tell: all that agreement and identities look at.

Those of large tables are mostly of single institutions, each told once: they are never made into rows here. Out of
scope: what is compared (`expectations.proofs.agreement`, `expectations.proofs.identities`).
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from expectations.proofs import agreement, identities
from expectations.proofs.figures import PLACE
from expectations.rows import Rows

Ints = NDArray[np.int64]


TOLD = ("series_id", "fiscal_year", "value", "institution_name")
"""What tells which rows those are."""

COLUMNS = tuple(
    dict.fromkeys(
        (*PLACE, "observation_id", "series_id", "value", "precision", *agreement.COLUMNS, *identities.COLUMNS)
    )
)
"""What is looked at."""


def retold(parts: Sequence[Rows]) -> pd.DataFrame:
    """The rows whose series and year others share, and those that are no institution's; in order."""
    outlines = [part.outline(TOLD) for part in parts]
    valued = [outline["value"].notna().to_numpy() for outline in outlines]
    keys = _keys(outlines)
    every = np.sort(np.concatenate([key[there] for key, there in zip(keys, valued, strict=True)]))
    shared = np.zeros(int(every.max(initial=0)) + 1, dtype=bool)
    shared[every[1:][every[1:] == every[:-1]]] = True
    rows = []
    for part, outline, key, there in zip(parts, outlines, keys, valued, strict=True):
        asked = np.flatnonzero(there)
        nobodys = outline["institution_name"].isna().to_numpy()[asked]
        rows.append(part.at(asked[shared[key[asked]] | nobodys], COLUMNS))
    return pd.concat(rows, ignore_index=True) if len(rows) > 1 else rows[0].reset_index(drop=True)


def _keys(outlines: Sequence[pd.DataFrame]) -> list[Ints]:
    """A number for each row, that of its series and year."""
    known: dict[object, int] = {}
    years = [outline["fiscal_year"].to_numpy("int64") for outline in outlines]
    first = min((int(year.min()) for year in years if len(year)), default=0)
    span = max((int(year.max()) for year in years if len(year)), default=0) - first + 1
    keys = []
    for outline, year in zip(outlines, years, strict=True):
        codes, words = pd.factorize(outline["series_id"], use_na_sentinel=False)
        series = np.array([known.setdefault(word, len(known)) for word in words], dtype="int64")
        keys.append(series.take(codes) * span + year - first if len(codes) else codes)
    return keys
