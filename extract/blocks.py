"""Observations and leftovers of one table as columns: what many figures share is held once, numbers are arrays.

Iterating makes the objects of `extract.observation`, one by one. Out of scope: how figures are mapped
(`extract.mapping`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeVar

import numpy as np

from extract.document import Status
from extract.observation import Evidence, Fate, Leftover, Observation
from extract.values import CHUNK, STATUSES, Codes, Flags, Floats, Made, Spots, Values

T = TypeVar("T")

ABOUT = "約"


@dataclass(frozen=True, slots=True)
class Kind:
    """What figures under the same headings state, but for whose they are."""

    indicator: str
    fiscal_year: int
    year_type: str
    dimensions: dict[str, str]
    unit: str
    status: Status | None  # goes before an observed one
    stated_as: str
    respondents: int | None


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a figure is: the names (institution, country) that its headings say, and the code beside them."""

    names: dict[str, str]
    code: str | None


@dataclass(frozen=True, slots=True)
class Failed:
    """Why figures became no observations."""

    fate: Fate
    reason: str
    heading: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Printed:
    """The figures of a table as printed, with what holds for all of them."""

    document: str  # sha256
    element: str
    title: str | None
    method: str
    figures: Values

    def evidence(self, spots: Spots) -> Iterator[Evidence]:
        """Make the evidence of the figures at some spots."""
        for value in self.figures.given(spots):
            yield Evidence(
                self.document,
                "table",
                self.element,
                value.place,
                value.text,
                value.value,
                value.unit,
                self.title,
                value.row_path,
                value.column_path,
                self.method,
                0.0,
                ABOUT in value.text,
            )

    def approximate(self, spots: Spots) -> Flags:
        """Which of the figures at some spots are printed with 約."""
        about = np.array([*(ABOUT in text for text in self.figures.texts), False], dtype=np.bool_)
        return about[self.figures.text[spots]]


@dataclass(frozen=True, slots=True, eq=False)
class Observations(Made[Observation]):
    """The observations of a table: figure `spots[n]` of `printed` states `kinds[kind[n]]` of `owners[owner[n]]`.

    `value` is NaN where a mark stands. The values at a row's spots follow in the order of the table.
    """

    printed: Printed
    rule: str
    spots: Spots
    kind: Codes
    owner: Codes
    value: Floats
    precision: Floats
    kinds: Sequence[Kind]
    owners: Sequence[Owner]

    def __len__(self) -> int:
        """How many observations there are."""
        return len(self.spots)

    def only(self, spots: Spots) -> "Observations":
        """Those at some spots."""
        columns = ("spots", "kind", "owner", "value", "precision")
        return replace(self, **{name: getattr(self, name)[spots] for name in columns})

    @property
    def status(self) -> Codes:
        """The status of each observation, as an index of `STATUSES`."""
        found = self.printed.figures.status[self.spots].astype(np.int32)
        said = np.array([-1 if k.status is None else STATUSES.index(k.status) for k in self.kinds], dtype=np.int32)
        over = said[self.kind]
        return np.where((over >= 0) & (found == STATUSES.index(Status.OBSERVED)), over, found)

    def given(self, spots: Spots) -> Iterator[Observation]:
        """Make the observations at some spots."""
        statuses = self.status
        for start in range(0, len(spots), CHUNK):
            chosen = spots[start : start + CHUNK]
            columns = (self.kind, self.owner, statuses, self.value, self.precision)
            facts = zip(*(column[chosen].tolist() for column in columns), strict=True)
            evidence = self.printed.evidence(self.spots[chosen])
            for (kind_at, owner_at, status, value, precision), printed in zip(facts, evidence, strict=True):
                kind, owner = self.kinds[kind_at], self.owners[owner_at]
                yield Observation(
                    kind.indicator,
                    kind.fiscal_year,
                    kind.year_type,
                    {**kind.dimensions, **owner.names} if owner.names else kind.dimensions,
                    None if value != value else int(value) if value.is_integer() else value,  # noqa: PLR0124  NaN
                    kind.unit,
                    precision,
                    STATUSES[status],
                    self.rule,
                    printed,
                    owner.code,
                    kind.stated_as,
                    kind.respondents,
                )


@dataclass(frozen=True, slots=True, eq=False)
class Leftovers(Made[Leftover]):
    """The figures of a table that became no observations: `spots[n]` of `printed`, for `failures[failure[n]]`."""

    printed: Printed
    rule: str | None
    spots: Spots
    failure: Codes
    failures: Sequence[Failed]

    def __len__(self) -> int:
        """How many there are."""
        return len(self.spots)

    def only(self, spots: Spots) -> "Leftovers":
        """Those at some spots."""
        return replace(self, spots=self.spots[spots], failure=self.failure[spots])

    def given(self, spots: Spots) -> Iterator[Leftover]:
        """Make the leftovers at some spots."""
        evidence = self.printed.evidence(self.spots[spots])
        for at, printed in zip(self.failure[spots].tolist(), evidence, strict=True):
            failed = self.failures[at]
            yield Leftover(failed.fate, failed.reason, printed, failed.heading, self.rule)


@dataclass(frozen=True, slots=True, eq=False)
class Joined(Made[T]):
    """The items of several sequences, one after the other."""

    parts: tuple[Sequence[T], ...]

    def __len__(self) -> int:
        """How many items there are in all."""
        return sum(map(len, self.parts))

    def __iter__(self) -> Iterator[T]:
        """Give one item after another."""
        return chain.from_iterable(self.parts)

    def given(self, spots: Spots) -> Iterator[T]:
        """Give the items at some spots: all are made for it."""
        every = tuple(self)
        return (every[spot] for spot in spots)
