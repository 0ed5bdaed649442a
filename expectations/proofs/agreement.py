"""The proofs `statement`, `agreement` and `restated`: the same figure where it is stated again.

Within a document the sentences are held against the tables and the tables against one another; over documents, what
an edition states against what others do. A later edition that states another value restates the figure; that is no
error. Out of scope: which documents there are, and which vintage is current (`warehouse`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from expectations.proofs.found import STATED, Found, Member, check, together

Ints = NDArray[np.integer]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]

COLUMNS = ("document", "published", "stated_as", "printed_unit", "edition", "element", "status", "kind")
"""What says how a figure is stated."""

NEAR = 8
"""Each statement of a figure is compared with so many of those published next; more often told figures need no more."""


@dataclass(frozen=True, slots=True)
class _Told:
    """Statements of figures that are stated more than once: texts as codes, in the order of publication."""

    row: Ints  # of the frame
    key: Ints  # which figure: series and year
    document: Ints
    stated_as: Ints
    unit: Ints
    where: Ints  # edition and element, as in `places`
    value: Floats
    precision: Floats
    measured: Bools
    sentence: Bools
    first: Bools  # a first release, repeated
    places: Sequence[str]

    def only(self, some: Bools | Ints) -> "_Told":
        """Some of them."""
        arrays = (field.name for field in fields(self) if field.name != "places")
        return replace(self, **{name: getattr(self, name)[some] for name in arrays})


def within(frame: pd.DataFrame) -> Found:
    """All pairs of rows of one document that state the same series and year; figures are the rows by position.

    They come out as agreement or statement, which fail where the document contradicts itself, or as restated, where
    it repeats what an earlier edition had said.
    """
    at, key = _again(frame)
    if not len(at):
        return together([])
    told = _read(frame, at, key)
    return together(_inside(told, one, other) for one, other in _pairs(told))


def across(frame: pd.DataFrame) -> Found:
    """What documents state of one series and year: agreement, or restated by the one published later.

    Of each document the finest printed statement takes part. Of documents that differ each is held against the one
    published before it. A figure measured from a drawing restates only where it fits no printed statement at all.
    """
    at, key = _again(frame)
    document = pd.factorize(frame["document"])[0][at]
    lowest, highest = np.full(len(frame), len(frame)), np.full(len(frame), -1)
    np.minimum.at(lowest, key, document)
    np.maximum.at(highest, key, document)
    several = lowest[key] < highest[key]
    if not several.any():
        return together([])
    told = _read(frame, at[several], key[several])
    told = told.only(_finest(told))
    pairs = list(_pairs(told))
    printed = told.only(~told.measured)
    return together(
        [
            *(_agreeing(told, one, other) for one, other in pairs),
            *(_restated(printed, one, other) for one, other in _pairs(printed, steps=1)),
            *_drawn_otherwise(told, pairs),
        ]
    )


def _again(frame: pd.DataFrame) -> tuple[Ints, Ints]:
    """The rows with a value whose series and year others with a value share, and for each which figure it is."""
    at = np.flatnonzero(frame["value"].notna().to_numpy())
    series = pd.factorize(frame["series_id"])[0]
    year = frame["fiscal_year"].to_numpy(dtype="int64")
    key = pd.factorize((series * (int(np.ptp(year)) + 1) + year)[at])[0] if len(at) else at
    more = np.bincount(key)[key] > 1
    return at[more], key[more]


def _read(frame: pd.DataFrame, at: Ints, key: Ints) -> _Told:
    some = {name: frame[name].iloc[at] for name in COLUMNS}
    edition, editions = pd.factorize(some["edition"], use_na_sentinel=False)
    named = ["?" if pd.isna(name) else name for name in editions.tolist()]
    element, elements = pd.factorize(some["element"])
    where, places = pd.factorize(edition * len(elements) + element)
    published, document = (_ranked(some[name]) for name in ("published", "document"))
    told = _Told(
        at,
        key,
        document,
        pd.factorize(some["stated_as"])[0],
        pd.factorize(some["printed_unit"])[0],
        where,
        frame["value"].to_numpy(dtype="float64")[at],
        frame["precision"].to_numpy(dtype="float64")[at],
        (some["status"] == "estimated").to_numpy(dtype=bool),
        (some["kind"] == "statement").to_numpy(dtype=bool),
        (some["stated_as"] != "current").to_numpy(dtype=bool),
        [f"{named[place // len(elements)]} {elements[place % len(elements)]}" for place in places.tolist()],
    )
    return told.only(np.lexsort((at, document, published, key)))


def _ranked(column: pd.Series) -> Ints:
    """The words of a column by their places in the alphabet; -1 is missing."""
    codes, words = pd.factorize(column)
    order = np.argsort(np.array(words.tolist(), dtype=object))
    rank = np.full(len(words) + 1, -1, dtype="int64")
    rank[order] = np.arange(len(words))
    return rank[codes]


def _finest(told: _Told) -> Bools:
    """Of each document the printed statement rather than the measured one, and the finest of them."""
    order = np.lexsort((told.precision, told.measured))
    keys = np.stack([told.key, told.document, told.stated_as])[:, order]
    first = np.zeros(len(told.row), dtype=bool)
    first[order[~pd.DataFrame(keys.T).duplicated().to_numpy()]] = True
    return first


def _pairs(told: _Told, steps: int = NEAR) -> Iterator[tuple[Ints, Ints]]:
    """Statements that share series and year, in order of publication, so many steps apart."""
    for step in range(1, steps + 1):
        one = np.flatnonzero(told.key[step:] == told.key[:-step])
        if not len(one):
            return
        yield one, one + step


def _inside(told: _Told, one: Ints, other: Ints) -> Found:
    """Pairs of one document: agreement, statement where a sentence is one of the two, restated where it says so."""
    fits, slack = _fit(told, one, other)
    alike = told.stated_as[one] == told.stated_as[other]
    sentence = told.sentence[one] | told.sentence[other]
    older, newer = _in_time(told, one, other)
    kinds = {
        "statement": sentence & (fits | alike),
        "agreement": ~sentence & (fits | alike),
        "restated": ~fits & ~alike,
    }
    return together(_checks(told, kind, newer[at], older[at], slack[at]) for kind, at in kinds.items())


def _agreeing(told: _Told, one: Ints, other: Ints) -> Found:
    """Pairs of different documents that agree."""
    fits, slack = _fit(told, one, other)
    at = fits & (told.document[one] != told.document[other])
    return _checks(told, "agreement", other[at], one[at], slack[at])


def _restated(told: _Told, one: Ints, other: Ints) -> Found:
    """Pairs of different documents, next to one another, that state the figure alike and differ."""
    fits, slack = _fit(told, one, other)
    at = ~fits & (told.document[one] != told.document[other]) & (told.stated_as[one] == told.stated_as[other])
    return _checks(told, "restated", other[at], one[at], slack[at])


def _drawn_otherwise(told: _Told, pairs: Sequence[tuple[Ints, Ints]]) -> Iterator[Found]:
    """Measured figures that fit no printed statement of another document: each against the nearest of them."""
    if not pairs or not told.measured.any():
        return
    one, other = (np.concatenate([pair[i] for pair in pairs]) for i in (0, 1))
    at = (told.measured[one] != told.measured[other]) & (told.document[one] != told.document[other])
    one, other = one[at], other[at]
    drawn = np.where(told.measured[one], one, other)
    fits, slack = _fit(told, one, other)
    lonely = ~np.isin(drawn, drawn[fits])
    _, nearest = np.unique(drawn[lonely], return_index=True)
    chosen = np.flatnonzero(lonely)[nearest]
    yield _checks(told, "restated", other[chosen], one[chosen], slack[chosen])


def _fit(told: _Told, one: Ints, other: Ints) -> tuple[Bools, Floats]:
    """Whether two statements of a figure fit, and what may lie between them.

    Nothing may where both are rounded alike (to the same place of the same unit), else what both are rounded by.
    """
    value, precision, unit, measured = told.value, told.precision, told.unit, told.measured
    alike = (precision[one] == precision[other]) & (unit[one] == unit[other]) & ~measured[one] & ~measured[other]
    slack = np.where(alike, 0.0, precision[one] + precision[other])
    fits: Bools = np.abs(value[one] - value[other]) <= slack + 1e-9 * np.maximum(1.0, np.abs(value[one]))
    return fits, slack


def _in_time(told: _Told, one: Ints, other: Ints) -> tuple[Ints, Ints]:
    """The pair as older and newer; what a document repeats from a first release is older than what it says itself."""
    swapped = told.first[other] & ~told.first[one]
    return np.where(swapped, other, one), np.where(swapped, one, other)


def _checks(told: _Told, kind: str, newer: Ints, older: Ints, slack: Floats) -> Found:
    both, pairs = pd.factorize(told.where[newer] * len(told.places) + told.where[older])
    said = [f"{told.places[p // len(told.places)]} · {told.places[p % len(told.places)]}" for p in pairs.tolist()]
    members = [
        Member(STATED, told.row[newer], 1.0, told.value[newer]),
        Member("other", told.row[older], 1.0, told.value[older]),
    ]
    return check(kind, members, slack, [said[i] for i in both.tolist()])
