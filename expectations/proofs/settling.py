"""What each proof says of each figure that took part, and the verdict on an observation.

A proof that holds speaks for every figure in it that could not be wrong without breaking it. One that fails speaks
against all of them but those that another proof acquits: were such a figure wrong by the least that would mend this
one, that proof would not hold. All is computed from the rows kept, so that proofs of several documents are settled
together. Out of scope: making the checks.
"""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from expectations.proofs.found import STATED
from expectations.proofs.texts import texts

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

NEUTRAL = ("restated",)
"""Proofs that say nothing for or against a figure: what was stated later is no error of what was stated before."""

ROOM = 0.5
"""A proof speaks for a figure only if no more than this share of the figure could be wrong unseen."""


def settled(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with `passed` settled: True for the figure, False against it, null where the proof says nothing."""
    if rows.empty:
        return rows
    miss = np.abs(_numbers(rows, "actual") - _numbers(rows, "expected"))
    tolerance = _numbers(rows, "tolerance")
    moved = _moved(rows)
    neutral = rows["proof"].isin(NEUTRAL).to_numpy(dtype=bool)
    holds = miss <= tolerance
    speaks = holds & ~neutral & (_share(tolerance, moved) <= ROOM)
    blamed = ~holds & ~neutral
    if blamed.any():
        blamed = _blamed(rows, np.flatnonzero(blamed), np.flatnonzero(speaks), miss, tolerance, moved)
    return rows.assign(passed=pd.arrays.BooleanArray(speaks, ~(speaks | blamed)))


def verdicts(observations: pd.DataFrame, rows: pd.DataFrame) -> pd.Series:
    """The verdict on each observation of a frame, by observation_id: proven, printed, estimated or contradicted.

    Contradicted by one proof that fails, proven by one that holds and none that fails, estimated where measured
    from a drawing and no proof is at hand, else printed.
    """
    said = rows["passed"].to_numpy(dtype="float64", na_value=np.nan)
    named = rows["observation_id"].to_numpy(dtype=object)
    against, proven = set(named[said == 0].tolist()), set(named[said == 1].tolist())
    ids, status = observations["observation_id"].tolist(), observations["status"].tolist()
    verdict = [
        "contradicted" if i in against else "proven" if i in proven else "estimated" if s == "estimated" else "printed"
        for i, s in zip(ids, status, strict=True)
    ]
    return pd.Series(verdict, index=ids, name="verdict", dtype="str")


def _blamed(
    rows: pd.DataFrame, failing: Ints, speaking: Ints, miss: Floats, tolerance: Floats, moved: Floats
) -> NDArray[np.bool_]:
    """Of the figures of proofs that fail those that no other proof acquits; where all are, the one that is stated."""
    named = pc.coalesce(texts(rows["observation_id"]), texts(rows["figure"]))
    suspects = named.take(pa.array(failing)).dictionary_encode()
    # For each suspect the largest share of it that could be wrong unseen by the finest proof that speaks for it.
    finest = np.full(len(suspects.dictionary), np.inf)
    about = pc.index_in(named, value_set=suspects.dictionary).fill_null(-1).to_numpy()[speaking]
    hidden = _share((tolerance + miss)[speaking], moved[speaking])
    np.minimum.at(finest, about[about >= 0], hidden[about >= 0])
    guilty = ~(finest[suspects.indices.to_numpy()] < _share((miss - tolerance)[failing], moved[failing]))
    proof = pd.factorize(rows["proof_id"].iloc[failing])[0]
    none_left = ~np.isin(proof, proof[guilty])
    guilty |= none_left & (rows["role"].iloc[failing] == STATED).to_numpy(dtype=bool)
    blamed = np.zeros(len(rows), dtype=bool)
    blamed[failing[guilty]] = True
    return blamed


def _moved(rows: pd.DataFrame) -> Floats:
    """By how much a proof moves when a figure of it changes by all of itself."""
    value = _numbers(rows, "value")
    moved = np.abs(_numbers(rows, "weight"))
    ratio = np.flatnonzero(rows["role"].isin(("numerator", "denominator")).to_numpy(dtype=bool))
    if len(ratio):
        some = rows.iloc[ratio]
        proof = pd.factorize(some["proof_id"])[0]
        below = (some["role"] == "denominator").to_numpy(dtype=bool)
        weighed = _numbers(some, "weight") * value[ratio]
        divisor = np.bincount(proof[below], weights=weighed[below], minlength=int(proof.max()) + 1)[proof]
        with np.errstate(divide="ignore", invalid="ignore"):
            moved[ratio] *= np.where(below, np.abs(_numbers(some, "expected") / divisor), 1 / np.abs(divisor))
    return moved * np.where(value == 0, 1.0, np.abs(value))


def _share(amount: Floats, moved: Floats) -> Floats:
    """By what share of itself a figure would have to change to move its proof by an amount."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        share = amount / moved
    return np.where(np.isfinite(share), share, np.inf)


def _numbers(rows: pd.DataFrame, name: str) -> Floats:
    return rows[name].to_numpy(dtype="float64")
