"""The rows that are kept of proofs: one for each figure of each check, so that SQL alone can compute it again.

Out of scope: making the checks (`expectations.proofs.found`), and what a proof says of a figure
(`expectations.proofs.settling`).
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from expectations.proofs.found import ROLES, STATED, Found, Ints
from expectations.proofs.texts import KIND, Hashes, column, hashed, hexadecimal, texts

COLUMNS: dict[str, Any] = {
    "proof_id": "str",
    "observation_id": "str",
    "proof": "str",
    "passed": "boolean",
    "role": "str",
    "weight": "float64",
    "value": "float64",
    "others": pd.ArrowDtype(pa.list_(KIND)),
    "expected": "float64",
    "actual": "float64",
    "tolerance": "float64",
    "figure": "str",
    "detail": "str",
}
"""Columns and pandas types of the rows kept: one for each figure of each proof, the figures of a proof together.

`observation_id` is NaN for a figure that became no observation; `figure` says its element and place, or which
constant it is. `passed` is what the proof says of that figure: null where it says nothing. `others` are the
observations that took part beside it; of a long sum each part names the total only, and the total names all parts.
"""

LONG = 12
"""With more figures than this a proof is long: its parts do not name one another."""


def kept(found: Found, called: Callable[[Ints], tuple[pa.Array, pa.Array]]) -> pd.DataFrame:
    """The rows to keep, as `COLUMNS` says; `passed` is left to be settled.

    `called` gives the names of some figures, and their observations. Checks that are the same (kind and figures) are
    kept once.
    """
    if not len(found.checks):
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in COLUMNS.items()})
    who, names, observations = _named(found, called)
    ids = _ids(found, hashed(names)[who])
    _, first = np.unique(ids, return_index=True)
    if len(first) < len(ids):
        first.sort()
        who, ids = who[np.isin(found.members.check, first)], ids[first]
        found = found.only(first)
    checks, members = found.checks, found.members
    at = pa.array(members.check)
    observed = observations.take(pa.array(who))
    rows = {
        "proof_id": column(hexadecimal(ids).take(at)),
        "observation_id": column(observed),
        "proof": column(texts(checks.proof).take(at)),
        "passed": pd.array(np.full(len(members), None), dtype="boolean"),
        "role": column(texts(ROLES).take(pa.array(members.role))),
        "weight": members.weight,
        "value": members.value,
        "others": column(_others(found, who, observed)),
        "expected": checks.expected[members.check],
        "actual": checks.actual[members.check],
        "tolerance": checks.tolerance[members.check],
        "figure": column(names.take(pa.array(who))),
        "detail": column(texts(checks.detail).take(at)),
    }
    return pd.DataFrame(rows)


def _named(found: Found, called: Callable[[Ints], tuple[pa.Array, pa.Array]]) -> tuple[Ints, pa.Array, pa.Array]:
    """For each member who it is, with the names and observations of all: the figures that take part, and constants."""
    members = found.members
    constant = members.figure < 0
    part = np.zeros(int(members.figure.max()) + 2, dtype=bool)
    part[members.figure] = True  # constants mark the last place, which is none of a figure
    part[-1] = False
    used = np.flatnonzero(part)
    who = (np.cumsum(part) - 1)[members.figure]
    codes, constants = pd.factorize(members.name[constant])
    who[constant] = len(used) + codes
    names, observations = called(used)
    return (
        who,
        pa.concat_arrays([names, texts(constants)]),
        pa.concat_arrays([observations, pa.nulls(len(constants), KIND)]),
    )


def _ids(found: Found, name: Hashes) -> Hashes:
    """An id for each check: of its kind and of the figures that took part, in any order."""
    members = found.members
    token = name ^ hashed(texts(ROLES))[members.role]
    total = np.add.reduceat(token, found.starts()[:-1])
    kinds, words = pd.factorize(found.checks.proof)
    return pd.util.hash_array(total ^ hashed(texts(words))[kinds])


def _others(found: Found, who: Ints, observed: pa.Array) -> pa.Array:
    """For each member the observations that took part beside it, each once.

    Of a change the earlier figure takes part twice.
    """
    members, count = found.members, len(found.members)
    begin = found.starts()
    named = np.flatnonzero(np.asarray(observed.is_valid()))
    before = np.zeros(count + 1, dtype="int64")  # how many members before this one are observations
    before[named + 1] = 1
    before = np.cumsum(before)
    # Each member names those of its check from `start` to `end`, but itself.
    start, end = before[begin[members.check]], before[begin[members.check + 1]]
    of_long = (np.diff(begin) > LONG)[members.check] & (members.role != ROLES.index(STATED))
    end = np.where(of_long, before[begin[members.check] + 1], end)  # the stated figure is the first
    length = end - start
    whose = np.repeat(np.arange(count), length)
    other = named[np.repeat(start - np.cumsum(length) + length, length) + np.arange(len(whose))]
    told = who[other] != who[whose]
    told[1:] &= (whose[1:] != whose[:-1]) | (who[other[1:]] != who[other[:-1]])
    offsets = np.concatenate([[0], np.cumsum(np.bincount(whose[told], minlength=count))])
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), observed.take(pa.array(other[told])))
