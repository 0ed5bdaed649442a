"""What proofs find: the checks made, the figures that took part in each, and the rows that are kept of them.

A check compares a stated figure with what the others say. With weights w and values v it expects Σ w·v over its
parts, or, where there are denominators, Σ w·v of the numerators ÷ Σ w·v of the denominators; so that each can be
computed again from the rows kept, by SQL alone. Out of scope: finding what to check (the proofs beside this
module).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

STATED = "stated"
"""The role of the figure that is compared with what the others say."""

COLUMNS = {
    "proof_id": "str",
    "observation_id": "str",
    "proof": "str",
    "passed": "boolean",
    "role": "str",
    "weight": "float64",
    "value": "float64",
    "others": "object",
    "expected": "float64",
    "actual": "float64",
    "tolerance": "float64",
    "figure": "str",
    "detail": "str",
}
"""Columns and pandas types of the rows kept: one for each figure of each proof.

`observation_id` is NaN for a figure that became no observation; `figure` says its element and place, or which
constant it is. `passed` is what the proof says of that figure: null where it says nothing. `others` are the
observations that took part beside it; of a long sum each part names the total only, and the total names all parts.
"""

LONG = 12
"""With more figures than this a proof is long: its parts do not name one another."""


@dataclass(frozen=True, slots=True)
class Member:
    """One figure of each of n checks: rows of the figures frame (-1 for a constant), weights and values (arrays of n).

    `figure` may have a second axis, where several figures of the same role take part; -1 there means none.
    """

    role: str
    figure: Ints
    weight: float
    value: Floats
    name: str = ""  # of a constant


@dataclass(frozen=True, slots=True)
class Found:
    """Checks made (proof, expected, actual, tolerance, detail) and their members (check, figure, role, weight …)."""

    checks: pd.DataFrame
    members: pd.DataFrame


def nothing() -> Found:
    """No checks."""
    checks = {"proof": "object", "expected": "float64", "actual": "float64", "tolerance": "float64"}
    members = {"check": "int64", "figure": "int64", "role": "object", "weight": "float64", "value": "float64"}
    return Found(
        pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in {**checks, "detail": "object"}.items()}),
        pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in {**members, "name": "object"}.items()}),
    )


def check(proof: str, members: Sequence[Member], tolerance: Floats, detail: str | Sequence[str]) -> Found:
    """Make n checks of one kind over arrays of n; the first member is the stated figure."""
    stated, *rest = members
    if not len(stated.value):
        return nothing()
    parts = [_summed(m) for m in rest if m.role != "denominator"]
    below = [_summed(m) for m in rest if m.role == "denominator"]
    expected = np.sum(parts, axis=0)
    if below:
        expected = expected / np.sum(below, axis=0)
    actual = stated.value
    slack = tolerance + _rounding(actual, expected)
    checks = pd.DataFrame(
        {
            "proof": proof,
            "expected": expected,
            "actual": actual,
            "tolerance": slack,
            "detail": detail,
        }
    )
    return Found(checks, pd.concat([_long(member) for member in members], ignore_index=True))


def _summed(member: Member) -> Floats:
    value = member.value if member.value.ndim == 1 else np.nansum(member.value, axis=1)
    return member.weight * value


def _rounding(actual: Floats, expected: Floats) -> Floats:
    """What binary arithmetic may add to a difference; no printed figure is that fine."""
    return 1e-9 * np.maximum(1.0, np.maximum(np.abs(actual), np.abs(expected)))


def _long(member: Member) -> pd.DataFrame:
    count = len(member.figure)
    figure = member.figure.reshape(count, -1)
    value = member.value.reshape(count, -1)
    check_of = np.repeat(np.arange(count), figure.shape[1])
    held = ~np.isnan(value.ravel())
    return pd.DataFrame(
        {
            "check": check_of[held],
            "figure": figure.ravel()[held],
            "role": member.role,
            "weight": member.weight,
            "value": value.ravel()[held],
            "name": member.name,
        }
    )


def holding(found: Found) -> NDArray[np.bool_]:
    """Which of the checks hold."""
    checks = found.checks
    held: NDArray[np.bool_] = ((checks["actual"] - checks["expected"]).abs() <= checks["tolerance"]).to_numpy()
    return held


def culprit(found: Found) -> int | None:
    """The one figure that takes part in every check that fails, None where there is none or nothing fails."""
    failed = np.flatnonzero(~holding(found))
    members = found.members[np.isin(found.members["check"], failed) & (found.members["figure"] >= 0)]
    shared = members.groupby("figure")["check"].nunique()
    suspects = shared.index[shared == len(failed)]
    return int(suspects[0]) if len(failed) and len(suspects) else None


def together(found: Iterable[Found]) -> Found:
    """Several finds as one."""
    checks, members, start = [], [], 0
    for one in found:
        if len(one.checks):
            checks.append(one.checks)
            members.append(one.members.assign(check=one.members["check"] + start))
            start += len(one.checks)
    if not checks:
        return nothing()
    return Found(pd.concat(checks, ignore_index=True), pd.concat(members, ignore_index=True))


def kept(found: Found, figures: pd.DataFrame) -> pd.DataFrame:
    """The rows to keep: one for each figure of each check, as `COLUMNS` says; `passed` is left to be settled.

    `figures` has figure (its name) and observation_id. Checks that are the same (kind and figures) are kept once.
    """
    if found.checks.empty:
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in COLUMNS.items()})
    members = found.members
    constant = members["figure"].to_numpy() < 0
    at = np.where(constant, 0, members["figure"])
    named = pd.Series(figures["figure"].to_numpy(dtype=object)[at]).where(~constant, members["name"])
    observation = pd.Series(figures["observation_id"].to_numpy(dtype=object)[at]).where(~constant, None)
    checks = found.checks.loc[members["check"].to_numpy()].reset_index(drop=True)
    ids = _ids(found, named)
    rows = pd.DataFrame(
        {
            "proof_id": ids[members["check"].to_numpy()],
            "observation_id": observation.to_numpy(),
            "proof": checks["proof"],
            "passed": pd.array([pd.NA] * len(members), dtype="boolean"),
            "role": members["role"],
            "weight": members["weight"],
            "value": members["value"],
            "others": _others(members, observation),
            "expected": checks["expected"],
            "actual": checks["actual"],
            "tolerance": checks["tolerance"],
            "figure": named.to_numpy(),
            "detail": checks["detail"],
        }
    )
    first = pd.Series(ids).drop_duplicates().index
    rows = rows[np.isin(members["check"].to_numpy(), first)]
    order = rows.sort_values(["proof_id", "role", "figure"], kind="stable")
    return order.reset_index(drop=True).astype(COLUMNS)


def _ids(found: Found, named: pd.Series) -> NDArray[np.object_]:
    """An id for each check: of its kind and of the figures that took part, in any order."""
    members = found.members
    token = pd.util.hash_array(named.to_numpy(dtype=object)) ^ pd.util.hash_array(
        members["role"].to_numpy(dtype=object)
    )
    total = np.zeros(len(found.checks), dtype="uint64")
    np.add.at(total, members["check"].to_numpy(), token)
    kind = pd.util.hash_array(found.checks["proof"].to_numpy(dtype=object))
    mixed = pd.util.hash_array(total ^ kind)
    return np.array([f"{number:016x}" for number in mixed.tolist()], dtype=object)


def _others(members: pd.DataFrame, observation: pd.Series) -> list[list[str]]:
    """For each member the observations that took part beside it."""
    order = np.argsort(members["check"].to_numpy(), kind="stable")
    groups = members["check"].to_numpy()[order]
    bounds = np.flatnonzero(np.r_[True, groups[1:] != groups[:-1], True])
    ids, roles = observation.to_numpy(dtype=object), members["role"].to_numpy(dtype=object)
    others: list[list[str]] = [[] for _ in range(len(members))]
    for start, end in pairwise(bounds.tolist()):
        at = order[start:end]
        known = [(i, ids[i]) for i in at if isinstance(ids[i], str)]
        stated = [(i, name) for i, name in known if roles[i] == STATED]
        for i in at:
            shown = known if end - start <= LONG or roles[i] == STATED else stated
            others[i] = [name for j, name in shown if j != i]
    return others
