"""The proofs `sum` and `average` over several tables: what the indicators and their dimensions declare.

The whole of a dimension is the sum of its words (sector=total of national, public and private; destination=total of
domestic and foreign), and an average is its amount by its count. Used within a document and over all of them. Out
of scope: sums inside a table (`expectations.proofs.sums`).
"""

from collections.abc import Iterator

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
    return together([*_sums(frame, chosen), *_averages(frame, chosen, indicators, ["document"])])


def across(frame: pd.DataFrame, indicators: pd.DataFrame) -> Found:
    """All averages whose amount and count are not both in their own document."""
    chosen = _chosen(frame)
    if chosen.empty:
        return together([])
    inside = together(_averages(frame, chosen, indicators, ["document"])).members
    proven = set(inside.loc[inside["role"] == STATED, "figure"])
    return together(_averages(frame, chosen[~chosen["at"].isin(proven)], indicators, []))


def _chosen(frame: pd.DataFrame) -> pd.DataFrame:
    """One row for each document, series and year: printed rather than measured, the finest, rather in a table."""
    current = (frame["stated_as"] == "current") & frame["value"].notna() & frame["institution"].isna()
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
            for whole, declared in wholes.items():
                if whole in set(family[dimension]):
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


def _averages(
    frame: pd.DataFrame, chosen: pd.DataFrame, indicators: pd.DataFrame, inside: list[str]
) -> Iterator[Found]:
    """Averages against amount ÷ count of the same year and dimensions, as the indicators declare them."""
    if not {"numerator", "denominator"} <= set(indicators.columns):
        return
    value = frame["value"].to_numpy(dtype="float64")
    precision = frame["precision"].to_numpy(dtype="float64")
    keys = [*inside, "fiscal_year", *DIMENSIONS]
    finest = chosen.sort_values(["measured", "precision", "at"], kind="stable")
    for entry in indicators.dropna(subset=["numerator", "denominator"]).to_dict("records"):
        averages = chosen[chosen["indicator"] == entry["id"]]
        amounts = finest[finest["indicator"] == entry["numerator"]].drop_duplicates(keys)
        counts = finest[finest["indicator"] == entry["denominator"]].drop_duplicates(keys)
        found = _joined(averages, amounts, counts, keys)
        reading = Divided("average", 1.0, *(found[name].to_numpy() for name in ("at", "at_amount", "at_count")))
        yield divided(reading, value, precision, f"{entry['numerator']} ÷ {entry['denominator']}")


def _joined(averages: pd.DataFrame, amounts: pd.DataFrame, counts: pd.DataFrame, on: list[str]) -> pd.DataFrame:
    """Averages with the amount and the count of the same key; a missing dimension equals a missing one."""

    def keyed(rows: pd.DataFrame) -> pd.DataFrame:
        return rows[[*on, "at"]].astype(dict.fromkeys(on, "str"))

    first = keyed(averages).merge(keyed(amounts), on=on, suffixes=("", "_amount"))
    return first.merge(keyed(counts), on=on, suffixes=("", "_count"))
