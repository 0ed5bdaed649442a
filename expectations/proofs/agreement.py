"""The proofs `statement`, `agreement` and `restated`: the same figure where it is stated again.

Within a document the sentences are held against the tables and the tables against one another; over documents, what
an edition states against what others do. A later edition that states another value restates the figure; that is no
error. Out of scope: which documents there are, and which vintage is current (`warehouse`).
"""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from expectations.proofs.found import STATED, Found, Member, check, together

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]

NEAR = 8
"""Each statement of a figure is compared with so many of those published next; more often told figures need no more."""


def within(frame: pd.DataFrame) -> Found:
    """All pairs of rows of one document that state the same series and year; figures are the rows by position.

    They come out as agreement or statement, which fail where the document contradicts itself, or as restated, where
    it repeats what an earlier edition had said.
    """
    return together(_told(frame, one, other) for one, other in _pairs(frame, np.arange(len(frame))))


def across(frame: pd.DataFrame) -> Found:
    """What documents state of one series and year: agreement, or restated by the one published later.

    Of each document the finest printed statement takes part. Of documents that differ each is held against the one
    published before it. A figure measured from a drawing restates only where it fits no printed statement at all.
    """
    measured = (frame["status"] == "estimated").to_numpy()
    order = np.lexsort((frame["precision"].to_numpy(), measured))
    keys = ["document", "series_id", "fiscal_year", "stated_as"]
    first = np.sort(order[~frame.iloc[order].duplicated(keys).to_numpy()])
    pairs = list(_pairs(frame, first))
    agreeing = (_agreeing(frame, one, other) for one, other in pairs)
    printed = first[~measured[first]]
    later = (_restated(frame, one, other) for one, other in _pairs(frame, printed, steps=1))
    return together([*agreeing, *later, *_drawn_otherwise(frame, pairs)])


def _pairs(frame: pd.DataFrame, among: Ints, steps: int = NEAR) -> Iterator[tuple[Ints, Ints]]:
    """Positions of rows with a value that share series and year, in order of publication, so many steps apart."""
    at = among[frame["value"].notna().to_numpy()[among]]
    if len(at) < 2:
        return
    rows = frame.iloc[at]
    key = rows.groupby(["series_id", "fiscal_year"], sort=False).ngroup().to_numpy()
    published = rows["published"].astype("object").fillna("").astype(str).to_numpy(dtype=str)
    order = np.lexsort((at, rows["document"].astype(str).to_numpy(dtype=str), published, key))
    key, at = key[order], at[order]
    for step in range(1, steps + 1):
        same = key[step:] == key[:-step]
        if not same.any():
            return
        yield at[:-step][same], at[step:][same]


def _told(frame: pd.DataFrame, one: Ints, other: Ints) -> Found:
    """Pairs of one document: agreement, statement where a sentence is one of the two, restated where it says so."""
    fits, slack = _fit(frame, one, other)
    alike = frame["stated_as"].to_numpy()[one] == frame["stated_as"].to_numpy()[other]
    sentence = (frame["kind"] == "statement").to_numpy()
    told = sentence[one] | sentence[other]
    older, newer = _in_time(frame, one, other)
    kinds = {"statement": told & (fits | alike), "agreement": ~told & (fits | alike), "restated": ~fits & ~alike}
    return together(_checks(frame, kind, newer[at], older[at], slack[at]) for kind, at in kinds.items())


def _agreeing(frame: pd.DataFrame, one: Ints, other: Ints) -> Found:
    """Pairs of different documents that agree."""
    fits, slack = _fit(frame, one, other)
    document = frame["document"].to_numpy()
    at = fits & (document[one] != document[other])
    return _checks(frame, "agreement", other[at], one[at], slack[at])


def _restated(frame: pd.DataFrame, one: Ints, other: Ints) -> Found:
    """Pairs of different documents, next to one another, that state the figure alike and differ."""
    fits, slack = _fit(frame, one, other)
    document, stated_as = frame["document"].to_numpy(), frame["stated_as"].to_numpy()
    at = ~fits & (document[one] != document[other]) & (stated_as[one] == stated_as[other])
    return _checks(frame, "restated", other[at], one[at], slack[at])


def _drawn_otherwise(frame: pd.DataFrame, pairs: Sequence[tuple[Ints, Ints]]) -> Iterator[Found]:
    """Measured figures that fit no printed statement of another document: each against the nearest of them."""
    if not pairs:
        return
    one, other = (np.concatenate([pair[i] for pair in pairs]) for i in (0, 1))
    measured = (frame["status"] == "estimated").to_numpy()
    document = frame["document"].to_numpy()
    at = (measured[one] != measured[other]) & (document[one] != document[other])
    one, other = one[at], other[at]
    drawn = np.where(measured[one], one, other)
    fits, slack = _fit(frame, one, other)
    lonely = ~np.isin(drawn, drawn[fits])
    _, nearest = np.unique(drawn[lonely], return_index=True)
    chosen = np.flatnonzero(lonely)[nearest]
    yield _checks(frame, "restated", other[chosen], one[chosen], slack[chosen])


def _fit(frame: pd.DataFrame, one: Ints, other: Ints) -> tuple[Bools, Floats]:
    """Whether two statements of a figure fit, and what may lie between them.

    Nothing may where both are rounded alike (to the same place of the same unit), else what both are rounded by.
    """
    value = frame["value"].to_numpy(dtype="float64")
    precision = frame["precision"].to_numpy(dtype="float64")
    unit = frame["printed_unit"].astype("object").to_numpy()
    measured = (frame["status"] == "estimated").to_numpy()
    alike = (precision[one] == precision[other]) & (unit[one] == unit[other]) & ~measured[one] & ~measured[other]
    slack = np.where(alike, 0.0, precision[one] + precision[other])
    fits: Bools = np.abs(value[one] - value[other]) <= slack + 1e-9 * np.maximum(1.0, np.abs(value[one]))
    return fits, slack


def _in_time(frame: pd.DataFrame, one: Ints, other: Ints) -> tuple[Ints, Ints]:
    """The pair as older and newer; what a document repeats from a first release is older than what it says itself."""
    first = (frame["stated_as"] != "current").to_numpy()
    swapped = first[other] & ~first[one]
    return np.where(swapped, other, one), np.where(swapped, one, other)


def _checks(frame: pd.DataFrame, kind: str, newer: Ints, older: Ints, slack: Floats) -> Found:
    value = frame["value"].to_numpy(dtype="float64")
    edition = frame["edition"].astype("object").fillna("?").astype(str).to_numpy()
    element = frame["element"].astype(str).to_numpy()
    detail = [
        f"{edition[a]} {element[a]} · {edition[b]} {element[b]}"
        for a, b in zip(newer.tolist(), older.tolist(), strict=True)
    ]
    members = [Member(STATED, newer, 1.0, value[newer]), Member("other", older, 1.0, value[older])]
    return check(kind, members, slack, detail)
