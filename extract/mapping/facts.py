"""What the headings over a cell say together: facts with the heading that said them, joined or in conflict.

Out of scope: what a single heading says (`lexicon`), and which indicator the facts make (`resolution`).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from extract.mapping.rules import Facts
from extract.mapping.sources import within

OPEN = ("question", "respondent", "answer")
"""Dimensions whose values are the print's own words; what a heading adds to them narrows them further."""

JOINT = "／"
"""Stands between the wider and the narrower words of an open dimension."""


class Disagreement(Exception):  # noqa: N818 - it is what the print does, and it is caught where headings are read
    """Two headings that cannot both be true of one figure; `heading` is the one that said the other value of `key`."""

    def __init__(self, key: str, one: str, other: str, heading: str | None) -> None:
        super().__init__(f"headings disagree: {key} is {one} and {other}")
        self.key = key
        self.heading = heading


@dataclass(frozen=True, slots=True)
class Said:
    """A fact's value and the heading that said it; None for the rule itself."""

    value: str
    heading: str | None


Store = dict[str, Said]


def join(store: Mapping[str, Said], facts: Facts, heading: str | None) -> Store:
    """The store with the facts of one more heading. The narrower of two values holds: 国立 within 大学等.

    Raises `Disagreement` where neither is part of the other.
    """
    joined = dict(store)
    for key, value in facts:
        before = joined.get(key)
        if before is None or before.value == value or _is_within(key, value, before.value):
            joined[key] = Said(value, heading)
        elif key in OPEN:
            joined[key] = Said(f"{before.value}{JOINT}{value}", heading)
        elif not _is_within(key, before.value, value):
            raise Disagreement(key, before.value, value, heading)
    return joined


def merge(*stores: Mapping[str, Said]) -> Store:
    """All stores together. Raises `Disagreement`."""
    merged: Store = {}
    for store in stores:
        for key, said in store.items():
            merged = join(merged, ((key, said.value),), said.heading)
    return merged


def announced(facts: tuple[Facts, ...]) -> tuple[Facts, frozenset[str]]:
    """What a heading says for sure, and the keys of which it only announces several values.

    Of several values that one includes (民間企業との共同研究（大企業・中小企業）) it says the widest; of others
    (件数・受入額) none: those further in must say which.
    """
    values: dict[str, list[str]] = {}
    for key, value in (fact for some in facts for fact in some):
        values.setdefault(key, []).append(value)
    sure: list[tuple[str, str]] = []
    for key, named in values.items():
        widest = (value for value in named if all(value == other or _is_within(key, other, value) for other in named))
        sure += [(key, value) for value in list(widest)[:1]]
    return tuple(sure), frozenset(values) - {key for key, _ in sure}


def _is_within(key: str, value: str, whole: str) -> bool:
    parts = within()
    seen = value
    while (wider := parts.get((key, seen))) is not None:
        if wider == whole:
            return True
        seen = wider
    return whole == "total" and value != "total"
