"""The proofs `statement`, `agreement` and `restated`: the same figure where it is stated again.

Within a document the sentences are held against the tables and the tables against one another; over documents, what
an edition states against what others do. A later edition that states another value restates the figure; that is no
error. Out of scope: which documents there are, and which vintage is current (`warehouse`).
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from expectations.proofs.found import STATED, Found, Member, check, together

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

NEAR = 8
"""Each statement of a figure is compared with so many of those published next; more often told figures need no more."""


def within(frame: pd.DataFrame) -> Found:
    """All pairs of rows of one document that state the same series and year; figures are the rows by position.

    They come out as agreement or statement, which fail where the document contradicts itself, or as restated, where
    it repeats what an earlier edition had said.
    """
    return together(_compared(frame, one, other) for one, other in _pairs(frame, np.arange(len(frame))))


def across(frame: pd.DataFrame) -> Found:
    """All pairs of documents that state one series and year: agreement, or restated by the one published later.

    Of each document the finest printed statement takes part, and of two that differ those published next to one
    another.
    """
    measured = (frame["status"] == "estimated").to_numpy()
    order = np.lexsort((frame["precision"].to_numpy(), measured))
    keys = ["document", "series_id", "fiscal_year", "stated_as"]
    first = order[~frame.iloc[order].duplicated(keys).to_numpy()]
    document = frame["document"].to_numpy()
    return together(
        _compared(frame, one[apart], other[apart])
        for one, other in _pairs(frame, np.sort(first))
        if (apart := document[one] != document[other]).any()
    )


def _pairs(frame: pd.DataFrame, among: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Positions of rows with a value that share series and year, in order of publication."""
    at = among[frame["value"].notna().to_numpy()[among]]
    if len(at) < 2:
        return
    rows = frame.iloc[at]
    key = rows.groupby(["series_id", "fiscal_year"], sort=False).ngroup().to_numpy()
    published = rows["published"].astype("object").fillna("").astype(str).to_numpy(dtype=str)
    order = np.lexsort((at, rows["document"].astype(str).to_numpy(dtype=str), published, key))
    key, at = key[order], at[order]
    for step in range(1, NEAR + 1):
        same = key[step:] == key[:-step]
        if not same.any():
            return
        yield at[:-step][same], at[step:][same]


def _compared(frame: pd.DataFrame, one: Ints, other: Ints) -> Found:
    value = frame["value"].to_numpy(dtype="float64")
    slack = _slack(frame, one, other)
    fits = np.abs(value[one] - value[other]) <= slack + 1e-9 * np.maximum(1.0, np.abs(value[one]))
    same = frame["document"].to_numpy()[one] == frame["document"].to_numpy()[other]
    alike = frame["stated_as"].to_numpy()[one] == frame["stated_as"].to_numpy()[other]
    sentence = (frame["kind"] == "statement").to_numpy()
    told = same & (sentence[one] | sentence[other])
    measured = (frame["status"] == "estimated").to_numpy()
    drawn = measured[one] | measured[other]
    older, newer = _in_time(frame, one, other)
    apart = ~fits & ~drawn & np.where(same, ~alike, alike)
    against = ~fits & same & alike
    kinds = {
        "statement": told & (fits | against),
        "agreement": ~told & (fits | against),
        "restated": apart,
    }
    return together(
        _checks(kind, value, newer[held], older[held], slack[held], _detail(frame, newer[held], older[held]))
        for kind, held in kinds.items()
        if held.any()
    )


def _in_time(frame: pd.DataFrame, one: Ints, other: Ints) -> tuple[Ints, Ints]:
    """The pair as older and newer; what a document repeats from a first release is older than what it says itself."""
    first = (frame["stated_as"] != "current").to_numpy()
    swapped = first[other] & ~first[one]
    return np.where(swapped, other, one), np.where(swapped, one, other)


def _slack(frame: pd.DataFrame, one: Ints, other: Ints) -> NDArray[np.float64]:
    """What may lie between two statements of one figure: nothing where both round it alike, else what both round."""
    precision = frame["precision"].to_numpy(dtype="float64")
    unit = frame["printed_unit"].astype("object").to_numpy()
    measured = (frame["status"] == "estimated").to_numpy()
    alike = (precision[one] == precision[other]) & (unit[one] == unit[other]) & ~measured[one] & ~measured[other]
    return np.where(alike, 0.0, precision[one] + precision[other])


def _checks(kind: str, value: NDArray[np.float64], newer: Ints, older: Ints, slack: object, detail: list[str]) -> Found:
    members = [Member(STATED, newer, 1.0, value[newer]), Member("other", older, 1.0, value[older])]
    return check(kind, members, np.asarray(slack, dtype="float64"), detail)


def _detail(frame: pd.DataFrame, newer: Ints, older: Ints) -> list[str]:
    edition = frame["edition"].astype("object").fillna("?").astype(str).to_numpy()
    element = frame["element"].astype(str).to_numpy()
    return [
        f"{edition[a]} {element[a]} · {edition[b]} {element[b]}"
        for a, b in zip(newer.tolist(), older.tolist(), strict=True)
    ]
