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
from expectations.rows import Rows, below

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


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
    valued = [np.flatnonzero(outline["value"].notna().to_numpy()) for outline in outlines]
    keys = [key[at] for key, at in zip(_keys(outlines), valued, strict=True)]
    shared = _repeated(keys)
    rows = []
    for part, outline, key, at in zip(parts, outlines, keys, valued, strict=True):
        nobodys = outline["institution_name"].isna().to_numpy()[at]
        rows.append(part.only(at[shared[key] | nobodys]).whole(COLUMNS))
    return below(rows)


def _repeated(keys: Sequence[Ints]) -> Bools:
    """Which numbers stand in these arrays more than once."""
    last = np.full(max((int(key.max(initial=0)) for key in keys), default=0) + 1, -1, dtype="int32")
    repeated = np.zeros(len(last), dtype=bool)
    start = 0
    for key in keys:
        again = key[last[key] >= 0]
        spots = np.arange(start, start + len(key), dtype="int32")
        last[key] = spots
        repeated[again] = True
        repeated[key[last[key] != spots]] = True
        start += len(key)
    return repeated


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
