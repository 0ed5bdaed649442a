"""What each proof says of each figure that took part, and the verdict on an observation.

A proof that holds speaks for every figure in it that could not be wrong without breaking it. One that fails speaks
against all of them but those that another proof acquits: were such a figure wrong by the least that would mend this
one, that proof would not hold. All is computed from the rows kept, so that proofs of several documents are settled
together. Out of scope: making the checks.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from expectations.proofs.found import STATED

Floats = NDArray[np.float64]

NEUTRAL = ("restated",)
"""Proofs that say nothing for or against a figure: what was stated later is no error of what was stated before."""

ROOM = 0.5
"""A proof speaks for a figure only if no more than this share of the figure could be wrong unseen."""


def settled(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with `passed` settled: True for the figure, False against it, null where the proof says nothing."""
    if rows.empty:
        return rows
    proof = pd.factorize(rows["proof_id"])[0]
    miss = (rows["actual"] - rows["expected"]).abs().to_numpy(dtype="float64")
    tolerance = rows["tolerance"].to_numpy(dtype="float64")
    holds = miss <= tolerance
    neutral = rows["proof"].isin(NEUTRAL).to_numpy()
    speaks = holds & ~neutral & (_relative(tolerance, rows, proof) <= ROOM)
    hidden = _finest(rows, _relative(tolerance + miss, rows, proof), speaks)
    acquitted = ~holds & (hidden < _relative(miss - tolerance, rows, proof))
    blamed = ~holds & ~neutral & ~acquitted
    none_left = ~holds & ~neutral & ~np.isin(proof, proof[blamed])
    blamed |= none_left & (rows["role"] == STATED).to_numpy()
    said = pd.array([pd.NA] * len(rows), dtype="boolean")
    said[speaks] = True
    said[blamed] = False
    return rows.assign(passed=said)


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


def _relative(amount: Floats, rows: pd.DataFrame, proof: NDArray[np.intp]) -> Floats:
    """By what share of itself a figure would have to change to move its proof by an amount."""
    value = rows["value"].to_numpy(dtype="float64")
    weight = np.abs(rows["weight"].to_numpy(dtype="float64"))
    role = rows["role"]
    above, below = (role == "numerator").to_numpy(), (role == "denominator").to_numpy()
    parts = int(proof.max()) + 1
    divisor = np.bincount(proof[below], weights=(rows["weight"] * value)[below], minlength=parts)[proof]
    with np.errstate(divide="ignore", invalid="ignore"):
        moved = np.where(above, weight / np.abs(divisor), weight)
        moved = np.where(below, weight * np.abs(rows["expected"].to_numpy() / divisor), moved)
        scale = np.where(value == 0, 1.0, np.abs(value))
        share = amount / (moved * scale)
    return np.where(np.isfinite(share), share, np.inf)


def _finest(rows: pd.DataFrame, seen: Floats, speaks: NDArray[np.bool_]) -> Floats:
    """For each figure the largest share of it that could be wrong unseen by the finest proof that speaks for it."""
    name = rows["observation_id"].where(rows["observation_id"].notna(), rows["figure"])
    figure = pd.factorize(name)[0]
    finest = np.full(int(figure.max()) + 1, np.inf)
    np.minimum.at(finest, figure[speaks], seen[speaks])
    return finest[figure]
