"""The proofs `sum` and `average` over several tables: what the indicators and their dimensions declare.

The whole of a dimension is the sum of its words (sector=total of national, public and private; destination=total of
domestic and foreign), and an average is its amount by its count. Used within a document and over all of them. Out
of scope: sums inside a table (`expectations.proofs.sums`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from expectations.proofs.found import ROLES, STATED, Found, Member, check, together
from expectations.proofs.partition import Matrix, believed, tried
from expectations.proofs.ratios import Divided, divided
from extract.observation import DIMENSIONS

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]
Bools = NDArray[np.bool_]

WHOLES: dict[str, dict[str, list[tuple[str, ...]]]] = {
    "sector": {"total": [("national", "public", "private")]},
    "destination": {"total": [("domestic", "foreign")]},
    "partner": {
        "all_partners": [("private_company", "public_corporation", "national_government", "local_government", "other")],
        "private_company": [("large_company", "small_company", "foreign_company"), ("large_company", "small_company")],
    },
}
"""For each dimension the words that mean a whole, with the partitions that are declared to make it up."""

KEYS = ("document", "indicator", "fiscal_year", *DIMENSIONS)
COLUMNS = (*KEYS, "series_id", "status", "stated_as", "kind", "element", "institution_name")
"""What is looked at beside value and precision."""

FAR = 2**62
"""Numbers beyond this are no places of 64 bits."""

ORDER = {"table": 0, "chart": 1, "statement": 2}


@dataclass(frozen=True, slots=True)
class _Chosen:
    """One statement for each document, series and year; of its texts the codes, -1 where there is none."""

    at: Ints  # where in the frame
    value: Floats
    precision: Floats
    element: Ints
    codes: Mapping[str, Ints]
    words: Mapping[str, Sequence[str]]

    def only(self, some: Bools | Ints) -> "_Chosen":
        """Some of them."""
        codes = {name: of[some] for name, of in self.codes.items()}
        return _Chosen(self.at[some], self.value[some], self.precision[some], self.element[some], codes, self.words)

    def are(self, name: str, word: str) -> Bools:
        """Which of them have this word in a column."""
        words = self.words[name]
        are: Bools = self.codes[name] == (words.index(word) if word in words else len(words))
        return are

    def alike(self, names: Sequence[str]) -> Ints:
        """A number for each that those share who are alike in these columns."""
        key, many = np.zeros(len(self.at), dtype="int64"), 1
        for name in names:
            several = len(self.words[name]) + 1
            if many * several > FAR:
                key, many = pd.factorize(key)[0], len(key) + 1
            key, many = key * several + self.codes[name] + 1, many * several
        return pd.factorize(key)[0]

    def placed(self, found: Found) -> Found:
        """What was found among them, as of the rows of the frame."""
        return replace(found, members=replace(found.members, figure=self.at[found.members.figure]))


def within(frame: pd.DataFrame, indicators: pd.DataFrame) -> Found:
    """All sums over dimensions whose figures stand in different tables of a document, and all averages in it.

    Matrix are rows by position. Of a series and year stated more than once the most finely printed statement takes
    part.
    """
    chosen = _chosen(frame)
    return together([*_sums(chosen), *_between_indicators(chosen, indicators, ["document"])])


def across(frame: pd.DataFrame, indicators: pd.DataFrame) -> Found:
    """All that indicators declare of one another whose figures are not all in one document."""
    chosen = _chosen(frame)
    inside = together(_between_indicators(chosen, indicators, ["document"])).members
    told = inside.figure[inside.role == ROLES.index(STATED)]
    return together(_between_indicators(chosen.only(~np.isin(chosen.at, told)), indicators, []))


def _chosen(frame: pd.DataFrame) -> _Chosen:
    """One row for each document, series and year: printed rather than measured, the finest, rather in a table."""
    current = (frame["stated_as"] == "current") & frame["value"].notna() & frame["institution_name"].isna()
    at = np.flatnonzero(current.to_numpy(dtype=bool))
    rows = frame[["series_id", "status", "kind", "element", *KEYS]].iloc[at]
    factors = {name: pd.factorize(rows[name]) for name in KEYS}
    chosen = _Chosen(
        at,
        frame["value"].to_numpy(dtype="float64")[at],
        frame["precision"].to_numpy(dtype="float64")[at],
        pd.factorize(rows["element"])[0],
        {name: codes for name, (codes, _) in factors.items()},
        {name: words.tolist() for name, (_, words) in factors.items()},
    )
    kind, kinds = pd.factorize(rows["kind"])
    order = np.array([*(ORDER.get(name, 3) for name in kinds.tolist()), 3], dtype="int64")[kind]
    ranked = np.lexsort((at, order, chosen.precision, (rows["status"] == "estimated").to_numpy(dtype=bool)))
    series = pd.factorize(rows["series_id"])[0]
    stated = pd.DataFrame({"series": series, "edition": chosen.alike(["document", "fiscal_year"])}).iloc[ranked]
    return chosen.only(np.sort(ranked[~stated.duplicated().to_numpy()]))


def _sums(chosen: _Chosen) -> Iterator[Found]:
    for dimension, wholes in WHOLES.items():
        of = [name for name in KEYS if name != dimension]
        present = np.flatnonzero(chosen.codes[dimension] >= 0)
        for indicator in np.unique(chosen.codes["indicator"][present]).tolist():
            family = chosen.only(present[chosen.codes["indicator"][present] == indicator])
            words = [family.words[dimension][code] for code in np.unique(family.codes[dimension])]
            for whole, declared in wholes.items():
                partitions = [parts for parts in declared if {whole, *parts} <= set(words)]
                if partitions:
                    lines = {whole: family.are(dimension, whole)}
                    lines |= {part: family.are(dimension, part) for parts in partitions for part in parts}
                    yield from map(family.placed, _family(family, family.alike(of), dimension, lines, partitions))


def _family(
    family: _Chosen, position: Ints, dimension: str, lines: Mapping[str, Bools], partitions: Sequence[Sequence[str]]
) -> Iterator[Found]:
    """The sums of one indicator over one dimension: words are the lines, the whole first; all else the positions."""
    figure = np.full((len(lines), int(position.max()) + 1), -1, dtype="int64")
    for i, line in enumerate(lines.values()):
        figure[i, position[line]] = np.flatnonzero(line)
    there = figure >= 0
    value = np.where(there, family.value[figure], np.nan)
    precision = np.where(there, family.precision[figure], 0.0)
    matrix = Matrix.of(value, precision, np.zeros(figure.shape, dtype="int64"))
    words = list(lines)
    for parts in partitions:
        below = np.array(sorted(words.index(part) for part in parts))
        one = tried(matrix, 0, below)
        at = np.flatnonzero(one.whole & (one.holds | believed(one, declared=True)))
        at = at[_apart(family.element[figure[[0, *below]][:, at]])]
        if len(at):
            members = [
                Member(STATED, figure[0, at], 1.0, value[0, at]),
                Member("part", figure[below][:, at].T, 1.0, value[below][:, at].T),
            ]
            yield check("sum", members, one.slack[at], f"{dimension}={words[0]}")


def _apart(element: Ints) -> Bools:
    """Positions whose figures stand in more than one table or chart."""
    apart: Bools = np.any(element != element[0], axis=0)
    return apart


def _between_indicators(chosen: _Chosen, indicators: pd.DataFrame, inside: Sequence[str]) -> Iterator[Found]:
    """The identities that indicators declare, over figures that are alike in year and all dimensions."""
    if "identities" not in indicators:
        return
    present = set(chosen.words["indicator"])
    for entry in indicators[indicators["identities"].str.len() > 0].to_dict("records"):
        for identity in entry["identities"]:
            names = _named(entry["id"], identity)
            if set(names) <= present:
                alike = _alike(chosen, [*inside, "fiscal_year", *entry["dimensions"]], names)
                yield chosen.placed((_average if "average" in identity else _sum)(chosen, alike))


def _named(indicator: str, identity: Mapping[str, Any]) -> list[str]:
    """The indicators of an identity: the average, its amount and its count, or the whole and its parts."""
    if "average" in identity:
        return [indicator, identity["average"]["amount"], identity["average"]["count"]]
    return [identity["sum"]["whole"], *identity["sum"]["parts"]]


def _alike(chosen: _Chosen, keys: Sequence[str], names: Sequence[str]) -> Ints:
    """Matrix alike in their keys, a column for each indicator named.

    In a dimension that the identity's own indicator has not, the others must state the whole.
    """
    others = [name for name in DIMENSIONS if name not in keys]
    plain = np.logical_and.reduce([(chosen.codes[name] < 0) | chosen.are(name, "total") for name in others])
    key = chosen.alike(keys)
    found = np.full((len(names), len(key)), -1, dtype="int64")
    for i, name in enumerate(names):
        at = np.flatnonzero(plain & chosen.are("indicator", name))[::-1]
        found[i, key[at]] = at  # of several the first
    return found[:, (found >= 0).all(axis=0)].T


def _average(chosen: _Chosen, alike: Ints) -> Found:
    of = Divided("average", 1.0, alike[:, 0], alike[:, 1], alike[:, 2])
    return divided(of, chosen.value, chosen.precision, "amount ÷ count")


def _sum(chosen: _Chosen, alike: Ints) -> Found:
    """A whole and its parts that do not stand in one table: there the headings have said it already."""
    alike = alike[_apart(chosen.element[alike.T])]
    value, slack = chosen.value[alike], chosen.precision[alike].sum(axis=1)
    whole, parts = Member(STATED, alike[:, 0], 1.0, value[:, 0]), Member("part", alike[:, 1:], 1.0, value[:, 1:])
    return check("sum", [whole, parts], slack, "whole = parts")
