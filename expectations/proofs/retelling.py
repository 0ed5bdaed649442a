"""The observations of which another place of their document may tell: all that agreement and identities look at.

Those of large tables are mostly of single institutions, each told once: they are never made into rows here. Out of
scope: what is compared (`expectations.proofs.agreement`, `expectations.proofs.identities`).
"""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from expectations.proofs import agreement, identities
from expectations.proofs.figures import PLACE
from expectations.rows import Rows, below

Ints = NDArray[np.int64]
Places = NDArray[np.int32]
Bools = NDArray[np.bool_]


COLUMNS = tuple(
    dict.fromkeys(
        (*PLACE, "observation_id", "series_id", "value", "precision", *agreement.COLUMNS, *identities.COLUMNS)
    )
)
"""What is looked at."""


def retold(parts: Sequence[Rows]) -> pd.DataFrame:
    """The rows whose series and year others share, and those that are no institution's; in order."""
    keyed = list(_keyed(parts))
    shared = _repeated([key for key, _, _ in keyed])
    rows = []
    for part, (key, at, nobodys) in zip(parts, keyed, strict=True):
        rows.append(part.only(at[shared[key] | nobodys].astype(np.intp)).whole(COLUMNS))
    return below(rows)


def _keyed(parts: Sequence[Rows]) -> Iterator[tuple[Ints, Places, Bools]]:
    """Of the rows with a value a number for series and year, where they stand, and which are no institution's."""
    years = [part.outline(("fiscal_year",))["fiscal_year"].to_numpy("int32") for part in parts]
    first = min((int(year.min()) for year in years if len(year)), default=0)
    span = max((int(year.max()) for year in years if len(year)), default=0) - first + 1
    known: dict[object, int] = {}
    for part, year in zip(parts, years, strict=True):
        outline = part.outline(("series_id", "value", "institution_name"))
        at = np.flatnonzero(outline["value"].notna().to_numpy()).astype("int32")
        codes, words = pd.factorize(outline["series_id"], use_na_sentinel=False)
        series = np.array([known.setdefault(word, len(known)) for word in words], dtype="int64")
        key = series.take(codes[at]) * span + year[at] - first if len(at) else np.zeros(0, dtype="int64")
        yield key, at, outline["institution_name"].isna().to_numpy()[at]


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
