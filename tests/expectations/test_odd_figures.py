"""Odd figures: whatever a table holds, its proofs can be computed again and speak of figures that are there."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from expectations.proofs import prove_across, settled
from expectations.proofs.keeping import COLUMNS
from tests.expectations.made_by_hand import count, figures, frame, indicators, proofs_of, table

HEADINGS = [
    "国立",
    "公立",
    "うち医学部",
    "国立計",
    "合計",
    "小計",
    "構成比",
    "前年度比",
    "増減",
    "1件当たり",
    "n=12",
    "件数",
    "",
]
UNITS = ["件", "千円", "%", "％", "倍", "ポイント", "人"]
ODD = [None, 0.0, -0.0, -3.0, 0.5, 1.0, 2.0, 3.0, 33.3, 66.7, 100.0, 1e-300, 1e15, -1e15, 1e300, 2.0**53 + 2]
WHOLE = st.integers(-3, 1000).map(float)

Drawn = tuple[list[list[str]], list[list[str]], list[list[float | None]], list[str], list[int]]
HEADING = st.lists(st.sampled_from(HEADINGS), min_size=1, max_size=2)


@st.composite
def tables(draw: st.DrawFn) -> Drawn:
    """Headings of rows and columns, figures, units and years of a table of one cell or a few."""
    rows = draw(st.lists(HEADING, min_size=1, max_size=5))
    columns = draw(st.lists(HEADING, min_size=1, max_size=5))
    cell = st.one_of(WHOLE, st.sampled_from(ODD))
    values = [[draw(cell) for _ in columns] for _ in rows]
    units = [draw(st.sampled_from(UNITS)) for _ in columns]
    years = [draw(st.integers(2010, 2013)) for _ in columns]
    if draw(st.booleans()):
        rows, values = (
            [*rows, ["合計"]],
            [*values, [sum(v or 0.0 for v in column) for column in zip(*values, strict=True)]],
        )
    return rows, columns, values, units, years


@settings(max_examples=50)
@given(tables())
def test_proofs_of_any_table_can_be_computed_again(
    given_: Drawn,
) -> None:
    rows, columns, values, units, years = given_
    one = table(rows, columns, values, unit=units, years=years)
    if not any(value is not None for line in values for value in line):
        return
    kept = proofs_of(one)
    assert list(kept.columns) == list(COLUMNS)
    held = figures(one).set_index("observation_id")["value"].to_dict()
    for _, proof in kept.groupby("proof_id"):
        weighed = proof["weight"] * proof["value"]
        below = weighed[proof["role"] == "denominator"]
        said = weighed[~proof["role"].isin(["stated", "denominator"])].sum() / (below.sum() if len(below) else 1.0)
        expected, slack = proof["expected"].iloc[0], proof["tolerance"].iloc[0]
        assert (proof["role"] == "stated").sum() == 1
        assert said == pytest.approx(expected, rel=1e-9, abs=1e-9)
        assert proof["actual"].iloc[0] == proof["value"][proof["role"] == "stated"].iloc[0]
        assert math.isfinite(expected)
        fits = abs(proof["actual"].iloc[0] - expected) <= slack
        assert proof["passed"].dropna().eq(fits).all()
    for name, value, others in zip(kept["observation_id"], kept["value"], kept["others"], strict=True):
        assert pd.isna(name) or held[name] == value
        assert name not in list(others)
        assert set(others) <= set(held)


@settings(max_examples=20)
@given(tables(), st.randoms())
def test_the_order_of_proofs_changes_nothing_in_what_they_say(given_: Drawn, chance: object) -> None:
    rows, columns, values, units, years = given_
    if not any(value is not None for line in values for value in line):
        return
    kept = proofs_of(table(rows, columns, values, unit=units, years=years))
    order = list(range(len(kept)))
    chance.shuffle(order)  # type: ignore[attr-defined]
    shuffled = settled(kept.iloc[order].reset_index(drop=True))
    assert shuffled["passed"].tolist() == [kept["passed"].iloc[i] for i in order]


@pytest.mark.parametrize("value", [np.nan, -5.0, 0.0, 1e300])
def test_documents_that_repeat_an_odd_figure_agree_unless_it_is_none(value: float) -> None:
    rows = frame(
        count(2009, value, document="a" * 64, published="2010-11-27"),
        count(2009, value, document="b" * 64, published="2011-11-27"),
    )
    found = prove_across(rows, indicators())
    assert found["proof"].tolist() == ([] if math.isnan(value) else ["agreement"] * 2)
    assert found["passed"].fillna(value=False).all()


def test_nothing_told_is_nothing_proven() -> None:
    empty = frame(count(2009, 1.0)).iloc[:0]
    assert prove_across(empty, indicators()).empty
    assert list(prove_across(empty, indicators()).columns) == list(COLUMNS)


def test_what_takes_part_twice_is_told_once_and_never_beside_itself() -> None:
    change = table(
        [["共同研究"]], [["平成24年度"], ["平成25年度"], ["前年度比"]], [[80.0, 100.0, 25.0]], years=[2012, 2013, 2013]
    )
    kept = proofs_of(change)
    earlier = kept[kept["value"] == 80.0]
    assert sorted(earlier["role"]) == ["denominator", "numerator"]
    for name, others in zip(kept["observation_id"], kept["others"], strict=True):
        assert name not in list(others)
        assert len(set(others)) == len(others) == 2
