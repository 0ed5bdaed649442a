"""The rows that are kept of proofs: one for each figure of each check, so that SQL alone can compute it again.

Out of scope: making the checks (`expectations.proofs.found`), and what a proof says of a figure
(`expectations.proofs.settling`).
"""

from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from expectations.proofs.found import STATED, Found

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


def kept(found: Found, figures: pd.DataFrame) -> pd.DataFrame:
    """The rows to keep, as `COLUMNS` says; `passed` is left to be settled.

    `figures` has figure (its name) and observation_id. Checks that are the same (kind and figures) are kept once.
    """
    if not len(found.checks):
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in COLUMNS.items()})
    members, checks = found.members, found.checks
    constant = members.figure < 0
    at = np.where(constant, 0, members.figure)
    name = np.where(constant, members.name, figures["figure"].to_numpy(dtype=object)[at])
    observation = figures["observation_id"].to_numpy(dtype=object)[at]
    observation[constant] = None
    ids = _ids(found, name)
    rows = pd.DataFrame(
        {
            "proof_id": ids[members.check],
            "observation_id": observation,
            "proof": checks.proof[members.check],
            "passed": pd.array([pd.NA] * len(members), dtype="boolean"),
            "role": members.role,
            "weight": members.weight,
            "value": members.value,
            "others": _others(found, observation),
            "expected": checks.expected[members.check],
            "actual": checks.actual[members.check],
            "tolerance": checks.tolerance[members.check],
            "figure": name,
            "detail": checks.detail[members.check],
        }
    )
    _, first = np.unique(ids, return_index=True)
    rows = rows[np.isin(members.check, first)]
    order = rows.sort_values(["proof_id", "role", "figure"], kind="stable", ignore_index=True)
    return order.astype(COLUMNS)


def _ids(found: Found, name: NDArray[np.object_]) -> NDArray[np.object_]:
    """An id for each check: of its kind and of the figures that took part, in any order."""
    members = found.members
    token = pd.util.hash_array(name) ^ pd.util.hash_array(members.role)
    total = np.zeros(len(found.checks), dtype="uint64")
    np.add.at(total, members.check, token)
    mixed = pd.util.hash_array(total ^ pd.util.hash_array(found.checks.proof))
    return np.array([f"{number:016x}" for number in mixed.tolist()], dtype=object)


def _others(found: Found, observation: NDArray[np.object_]) -> list[list[str]]:
    """For each member the observations that took part beside it."""
    members = found.members
    order = np.argsort(members.check, kind="stable")
    groups = members.check[order]
    bounds = np.flatnonzero(np.r_[True, groups[1:] != groups[:-1], True])
    others: list[list[str]] = [[] for _ in range(len(members))]
    names = [name if isinstance(name, str) else "" for name in observation.tolist()]
    stated = (members.role == STATED).tolist()
    places = order.tolist()
    for start, end in pairwise(bounds.tolist()):
        at = [i for i in places[start:end] if names[i]]
        whole = [names[i] for i in at if stated[i]]
        for i in places[start:end]:
            if end - start > LONG and not stated[i]:
                others[i] = whole
            else:
                others[i] = [names[j] for j in at if j != i]
    return others
