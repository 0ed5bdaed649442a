"""The proofs `sum` and `average` over several tables: what the indicators and their dimensions declare.

The whole of a dimension is the sum of its words (sector=total of national, public and private; destination=total of
domestic and foreign), and an average is its amount by its count. Used within a document and over all of them. Out
of scope: sums inside a table (`expectations.proofs.sums`).
"""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from expectations.proofs.found import STATED, Found, Member, check, together
from expectations.proofs.partition import believed, tried
from expectations.proofs.ratios import Divided, divided
from extract.observation import DIMENSIONS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

WHOLES: dict[str, dict[str, list[tuple[str, ...]]]] = {
    "sector": {"total": [("national", "public", "private")]},
    "destination": {"total": [("domestic", "foreign")]},
    "partner": {
        "all_partners": [("private_company", "public_corporation", "national_government", "local_government", "other")],
        "private_company": [("large_company", "small_company", "foreign_company"), ("large_company", "small_company")],
    },
}
"""For each dimension the words that mean a whole, with the partitions that are declared to make it up."""

ORDER = {"table": 0, "chart": 1, "statement": 2}


def within(frame: pd.DataFrame, indicators: pd.DataFrame) -> Found:
    """All sums over dimensions whose figures stand in different tables of a document, and all averages in it.

    Figures are rows by position. Of a series and year stated more than once the most finely printed statement takes
    part.
    """
    chosen = _chosen(frame)
    if chosen.empty:
        return together([])
    return together([*_sums(frame, chosen), *_between_indicators(frame, chosen, indicators, ["document"])])


def across(frame: pd.DataFrame, indicators: pd.DataFrame) -> Found:
    """All that indicators declare of one another whose figures are not all in one document."""
    chosen = _chosen(frame)
    if chosen.empty:
        return together([])
    inside = together(_between_indicators(frame, chosen, indicators, ["document"])).members
    told = set(inside.figure[inside.role == STATED].tolist())
    return together(_between_indicators(frame, chosen[~chosen["at"].isin(told)], indicators, []))


def _chosen(frame: pd.DataFrame) -> pd.DataFrame:
    """One row for each document, series and year: printed rather than measured, the finest, rather in a table."""
    current = (frame["stated_as"] == "current") & frame["value"].notna() & frame["institution_name"].isna()
    rows = frame[current].assign(at=np.flatnonzero(current.to_numpy()))
    rows["measured"] = rows["status"] == "estimated"
    rows["order"] = rows["kind"].map(ORDER).fillna(3)
    ranked = rows.sort_values(["measured", "precision", "order", "at"], kind="stable")
    return ranked.drop_duplicates(["document", "series_id", "fiscal_year"]).sort_values("at")


def _sums(frame: pd.DataFrame, chosen: pd.DataFrame) -> Iterator[Found]:
    for dimension, wholes in WHOLES.items():
        rows = chosen[chosen[dimension].notna()]
        keys = ["document", "indicator", "fiscal_year", *(name for name in DIMENSIONS if name != dimension)]
        for _, family in rows.groupby("indicator", sort=True):
            words = set(family[dimension])
            for whole, declared in wholes.items():
                if whole in words and any(set(parts) <= words for parts in declared):
                    yield from _family(frame, family, dimension, keys, whole, declared)


def _family(
    frame: pd.DataFrame,
    family: pd.DataFrame,
    dimension: str,
    keys: list[str],
    whole: str,
    declared: list[tuple[str, ...]],
) -> Iterator[Found]:
    """The sums of one indicator over one dimension: words are the lines, everything else the positions."""
    words = sorted(set(family[dimension]))
    position = family.groupby(keys, dropna=False, sort=False).ngroup().to_numpy()
    line = family[dimension].map({word: i for i, word in enumerate(words)}).to_numpy()
    figure = np.full((len(words), int(position.max()) + 1), -1, dtype="int64")
    figure[line, position] = family["at"].to_numpy()
    there = figure >= 0
    value = np.where(there, frame["value"].to_numpy(dtype="float64")[figure], np.nan)
    precision = np.where(there, frame["precision"].to_numpy(dtype="float64")[figure], 0.0)
    unit = np.zeros(figure.shape, dtype="int64")
    total = words.index(whole)
    for parts in declared:
        if not set(parts) <= set(words):
            continue
        one = tried(value, precision, unit, total, [words.index(part) for part in parts])
        trusted = believed(one, value, precision, declared=True) & there[list(one.parts)].all(axis=0)
        whole_there = one.tested & there[list(one.parts)].all(axis=0)
        at = np.flatnonzero(whole_there & (one.holds | trusted) & _across(frame, figure[[total, *one.parts]]))
        if len(at):
            lines = list(one.parts)
            yield check(
                "sum",
                [
                    Member(STATED, figure[total, at], 1.0, value[total, at]),
                    Member("part", figure[lines][:, at].T, 1.0, value[lines][:, at].T),
                ],
                one.slack[at],
                f"{dimension}={whole}",
            )


def _across(frame: pd.DataFrame, figure: Ints) -> NDArray[np.bool_]:
    """Positions whose figures stand in more than one table or chart."""
    element = pd.factorize(frame["element"])[0][figure]
    across: NDArray[np.bool_] = np.any(np.where(figure >= 0, element != element[0], False), axis=0)
    return across


def _between_indicators(
    frame: pd.DataFrame, chosen: pd.DataFrame, indicators: pd.DataFrame, inside: list[str]
) -> Iterator[Found]:
    """The identities that indicators declare, over figures that are alike in year and all dimensions."""
    if "identities" not in indicators:
        return
    present = set(chosen["indicator"])
    for entry in indicators[indicators["identities"].str.len() > 0].to_dict("records"):
        keys = [*inside, "fiscal_year", *entry["dimensions"]]
        for identity in entry["identities"]:
            names = _named(entry["id"], identity)
            if set(names) <= present:
                yield (_average if "average" in identity else _sum)(frame, _alike(chosen, keys, names))


def _named(indicator: str, identity: Mapping[str, Any]) -> list[str]:
    """The indicators of an identity: the average, its amount and its count, or the whole and its parts."""
    if "average" in identity:
        return [indicator, identity["average"]["amount"], identity["average"]["count"]]
    return [identity["sum"]["whole"], *identity["sum"]["parts"]]


def _alike(chosen: pd.DataFrame, keys: list[str], names: list[str]) -> Ints:
    """Positions in the frame, a column for each indicator named, of figures alike in their keys.

    In a dimension that the identity's own indicator has not, the others must state the whole.
    """
    others = [name for name in DIMENSIONS if name not in keys]
    plain = chosen[(chosen[others].isna() | (chosen[others] == "total")).all(axis=1)]
    found: pd.DataFrame | None = None
    for i, name in enumerate(names):
        rows = plain.loc[plain["indicator"] == name, [*keys, "at"]].astype(dict.fromkeys(keys, "str"))
        rows = rows.drop_duplicates(keys).rename(columns={"at": i})
        found = rows if found is None else found.merge(rows, on=keys)
    return np.empty((0, 0), dtype="int64") if found is None else found[list(range(len(names)))].to_numpy(dtype="int64")


def _average(frame: pd.DataFrame, alike: Ints) -> Found:
    value = frame["value"].to_numpy(dtype="float64")
    precision = frame["precision"].to_numpy(dtype="float64")
    return divided(Divided("average", 1.0, alike[:, 0], alike[:, 1], alike[:, 2]), value, precision, "amount ÷ count")


def _sum(frame: pd.DataFrame, alike: Ints) -> Found:
    """A whole and its parts that do not stand in one table: there the headings have said it already."""
    element = pd.factorize(frame["element"])[0][alike]
    alike = alike[(element != element[:, :1]).any(axis=1)] if len(alike) else alike
    value = frame["value"].to_numpy(dtype="float64")[alike]
    slack = frame["precision"].to_numpy(dtype="float64")[alike].sum(axis=1)
    whole, parts = Member(STATED, alike[:, 0], 1.0, value[:, 0]), Member("part", alike[:, 1:], 1.0, value[:, 1:])
    return check("sum", [whole, parts], slack, "whole = parts") if len(alike) else together([])
