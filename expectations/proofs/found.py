"""What proofs find: the checks made, and the figures that took part in each, in arrays.

A check compares a stated figure with what the others say. With weights w and values v it expects Σ w·v over its
parts, or, where there are denominators, Σ w·v of the numerators ÷ Σ w·v of the denominators. Out of scope: finding
what to check (the proofs beside this module), and what is kept of a check (`expectations.proofs.keeping`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]
Small = NDArray[np.int8]
Texts = NDArray[np.object_]

STATED = "stated"
"""The role of the figure that is compared with what the others say."""

ROLES = (STATED, "part", "other", "later", "earlier", "numerator", "denominator", "measured")
"""What a figure can be in a check; a member names it by its place here."""


@dataclass(frozen=True, slots=True)
class Member:
    """One figure of each of n checks: rows of the figures frame (-1 for a constant), weights and values (arrays of n).

    `figure` and `value` may have a second axis, where several figures of the same role take part; NaN there means
    none.
    """

    role: str
    figure: Ints
    weight: float
    value: Floats
    name: str | Sequence[str] = ""  # of a constant


@dataclass(frozen=True, slots=True)
class Checks:
    """The checks: what was stated (`actual`), what the others say (`expected`), and what may lie between them."""

    proof: Texts
    expected: Floats
    actual: Floats
    tolerance: Floats
    detail: Texts

    def __len__(self) -> int:
        return len(self.actual)


@dataclass(frozen=True, slots=True)
class Members:
    """The figures that took part, check by check, the stated one first: as what, with which weight and value."""

    check: Ints
    figure: Ints
    role: Small
    weight: Floats
    value: Floats
    name: Texts

    def __len__(self) -> int:
        return len(self.check)


@dataclass(frozen=True, slots=True)
class Found:
    """Checks made, and their members."""

    checks: Checks
    members: Members

    def starts(self) -> Ints:
        """Where among the members those of each check begin, and where they all end."""
        return np.concatenate([[0], np.cumsum(np.bincount(self.members.check, minlength=len(self.checks)))])

    def holding(self) -> NDArray[np.bool_]:
        """Which of the checks hold."""
        held: NDArray[np.bool_] = np.abs(self.checks.actual - self.checks.expected) <= self.checks.tolerance
        return held

    def culprit(self) -> int | None:
        """The one figure that takes part in every check that fails, None where there is none or nothing fails."""
        failed = np.flatnonzero(~self.holding())
        at = np.isin(self.members.check, failed) & (self.members.figure >= 0)
        pairs = np.unique(np.stack([self.members.figure[at], self.members.check[at]]), axis=1)
        figures, shared = np.unique(pairs[0], return_counts=True)
        suspects = figures[shared == len(failed)]
        return int(suspects[0]) if len(failed) and len(suspects) else None

    def only(self, chosen: Ints) -> "Found":
        """These of the checks, in rising order."""
        place = np.full(len(self.checks), -1, dtype="int64")
        place[chosen] = np.arange(len(chosen))
        at = place[self.members.check]
        c, m, held = self.checks, self.members, at >= 0
        return Found(
            Checks(c.proof[chosen], c.expected[chosen], c.actual[chosen], c.tolerance[chosen], c.detail[chosen]),
            Members(at[held], m.figure[held], m.role[held], m.weight[held], m.value[held], m.name[held]),
        )


def nothing() -> Found:
    """No checks."""
    numbers, places, texts = np.zeros(0), np.zeros(0, dtype="int64"), np.zeros(0, dtype=object)
    return Found(
        Checks(texts, numbers, numbers, numbers, texts),
        Members(places, places, np.zeros(0, dtype="int8"), numbers, numbers, texts),
    )


def check(proof: str, members: Sequence[Member], tolerance: Floats, detail: str | Sequence[str]) -> Found:
    """Make n checks of one kind over arrays of n; the first member is the stated figure."""
    stated, *rest = members
    count = len(stated.value)
    if not count:
        return nothing()
    above = np.sum([_summed(m) for m in rest if m.role != "denominator"], axis=0)
    below = [_summed(m) for m in rest if m.role == "denominator"]
    expected = above / np.sum(below, axis=0) if below else above
    slack = tolerance + _rounding(stated.value, expected)
    said = np.empty(count, dtype=object)
    said[:] = detail
    return Found(Checks(_same(proof, count), expected, stated.value, slack, said), _members(members, count))


def _summed(member: Member) -> Floats:
    value = member.value if member.value.ndim == 1 else np.nansum(member.value, axis=1)
    return member.weight * value


def _rounding(actual: Floats, expected: Floats) -> Floats:
    """What binary arithmetic may add to a difference; no printed figure is that fine."""
    return 1e-9 * np.maximum(1.0, np.maximum(np.abs(actual), np.abs(expected)))


def _members(members: Sequence[Member], count: int) -> Members:
    """The members of n checks, those of one check side by side."""
    value = np.column_stack([member.value for member in members])
    figure = np.column_stack([member.figure for member in members])
    of = np.repeat(np.arange(len(members)), [member.value.size // count for member in members])
    held = ~np.isnan(value)
    at, column = np.nonzero(held)
    which = of[column]
    return Members(
        at,
        figure[held],
        np.array([ROLES.index(member.role) for member in members], dtype="int8")[which],
        np.array([member.weight for member in members])[which],
        value[held],
        _names(members, of, held),
    )


def _names(members: Sequence[Member], of: Ints, held: NDArray[np.bool_]) -> Texts:
    names = np.full(held.shape, "", dtype=object)
    for i, member in enumerate(members):
        if member.name:
            names[:, of == i] = np.reshape(np.array(member.name, dtype=object), (-1, 1))
    return names[held]


def _same(text: str, count: int) -> Texts:
    return np.full(count, text, dtype=object)


def together(found: Iterable[Found]) -> Found:
    """Several finds as one."""
    held = [one for one in found if len(one.checks)]
    if len(held) < 2:
        return held[0] if held else nothing()
    starts = np.cumsum([0, *(len(one.checks) for one in held[:-1])])
    checks, members = [one.checks for one in held], [one.members for one in held]
    return Found(
        Checks(
            np.concatenate([c.proof for c in checks]),
            np.concatenate([c.expected for c in checks]),
            np.concatenate([c.actual for c in checks]),
            np.concatenate([c.tolerance for c in checks]),
            np.concatenate([c.detail for c in checks]),
        ),
        Members(
            np.concatenate([m.check + start for start, m in zip(starts, members, strict=True)]),
            np.concatenate([m.figure for m in members]),
            np.concatenate([m.role for m in members]),
            np.concatenate([m.weight for m in members]),
            np.concatenate([m.value for m in members]),
            np.concatenate([m.name for m in members]),
        ),
    )
