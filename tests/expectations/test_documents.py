"""The proofs over the sample documents: what they prove, what fails and why, what was restated, and what they catch."""

import csv
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from expectations.proofs import prove_across, settled, verdicts
from tests.expectations.samples import SAMPLES, Sample, samples

PRINTED = [path.name for path in (Path(__file__).parents[1] / "documents").iterdir() if path.suffix == ".pdf"]
NAMES = [*PRINTED, "h30_sangaku_kikanbetsu.xlsx", "meti_venture_data.xlsx", "STI2025_5-4-05.xlsx"]

PUBLISHERS_OWN = {
    ("meti_deck_2016.pdf", "change", 3.2),  # 639 → 1,992 is 3.12 times
    ("mext_h26_kekka.pdf", "statement", 2.0e9),  # 約20.0億円 beside 1,992 百万円
}
"""Proofs that fail because the publisher's figures do not fit one another: document, proof, stated figure."""


@pytest.fixture(scope="module")
def read() -> tuple[list[Sample], pd.DataFrame]:
    """The sample documents, read and proven, and the indicators."""
    return samples(NAMES)


@pytest.fixture(scope="module")
def shelf(read: tuple[list[Sample], pd.DataFrame]) -> list[Sample]:
    """The sample documents, read and proven."""
    return read[0]


@pytest.fixture(scope="module")
def rows(shelf: list[Sample]) -> pd.DataFrame:
    """All observations of the sample documents."""
    return pd.concat([sample.rows for sample in shelf], ignore_index=True)


@pytest.fixture(scope="module")
def across(rows: pd.DataFrame, read: tuple[list[Sample], pd.DataFrame]) -> pd.DataFrame:
    """The proofs between them."""
    return prove_across(rows, read[1])


@pytest.fixture(scope="module")
def proofs(shelf: list[Sample], across: pd.DataFrame) -> pd.DataFrame:
    """All proofs of the sample documents, settled together."""
    return settled(pd.concat([*(sample.proofs for sample in shelf), across], ignore_index=True))


def test_every_proof_that_fails_is_the_publishers_own_error(shelf: list[Sample], across: pd.DataFrame) -> None:
    failing = set()
    for name, kept in [*((sample.document.name, sample.proofs) for sample in shelf), ("across", across)]:
        stated = kept[(kept["role"] == "stated") & (kept["proof"] != "restated")]
        bad = stated[(stated["actual"] - stated["expected"]).abs() > stated["tolerance"]]
        failing |= {(name, proof, actual) for proof, actual in zip(bad["proof"], bad["actual"], strict=True)}
    assert failing == PUBLISHERS_OWN


def test_the_publishers_errors_are_in_the_docs() -> None:
    page = (Path(__file__).parents[2] / "docs" / "proofs.md").read_text(encoding="utf-8")
    for document, _, _ in PUBLISHERS_OWN:
        assert document in page


def test_most_figures_are_proven(rows: pd.DataFrame, proofs: pd.DataFrame) -> None:
    said = verdicts(rows, proofs).value_counts(normalize=True)
    assert said["proven"] >= 0.8
    assert said.get("contradicted", 0) <= 0.001


def test_every_kind_of_proof_is_at_work(proofs: pd.DataFrame) -> None:
    kinds = {"sum", "share", "count", "average", "change", "geometry", "statement", "agreement", "restated"}
    assert set(proofs["proof"]) == kinds


def test_a_proof_can_be_computed_again_by_sql_alone(proofs: pd.DataFrame) -> None:
    kept = proofs.drop(columns="others")  # noqa: F841 - in the query
    question = """
        WITH again AS (
          SELECT proof_id, any_value(proof) AS proof, any_value(expected) AS expected, any_value(actual) AS actual,
                 any_value(tolerance) AS tolerance, bool_or(passed) AS speaks, bool_or(NOT passed) AS blames,
                 sum(value) FILTER (role = 'stated') AS stated,
                 sum(weight * value) FILTER (role NOT IN ('stated', 'denominator'))
                   / coalesce(sum(weight * value) FILTER (role = 'denominator'), 1) AS said
          FROM kept GROUP BY proof_id)
        SELECT count(*) AS checks,
               count(*) FILTER (abs(said - expected) > 1e-9 * greatest(1, abs(expected)) OR stated <> actual) AS astray,
               count(*) FILTER (speaks AND abs(stated - said) > tolerance + 1e-9) AS wrongly_passed,
               count(*) FILTER (blames AND abs(stated - said) <= tolerance - 1e-9) AS wrongly_failed,
               count(*) FILTER (abs(stated - said) > tolerance + 1e-9 AND proof <> 'restated'
                                AND NOT coalesce(blames, false)) AS left_alone
        FROM again"""
    checks, *wrong = duckdb.execute(question).fetchone()
    assert checks > 4000
    assert wrong == [0, 0, 0, 0]


def test_the_values_in_a_proof_are_those_of_the_observations(rows: pd.DataFrame, proofs: pd.DataFrame) -> None:
    kept = proofs.drop(columns="others").dropna(subset=["observation_id"])  # noqa: F841 - in the query
    held = rows[["observation_id", "value", "printed_value"]]  # noqa: F841 - in the query
    strangers = duckdb.execute("""
        SELECT count(*) FROM kept LEFT JOIN held USING (observation_id)
        WHERE held.value IS NULL OR (kept.value <> held.value AND abs(kept.value - held.printed_value) > 1e-6)""")
    assert strangers.fetchone() == (0,)


def test_restatements_are_found_and_no_other_is_claimed(rows: pd.DataFrame, proofs: pd.DataFrame) -> None:
    facts = Path(__file__).parents[3] / "shared" / "facts" / "restatements.csv"
    if not facts.exists():
        pytest.skip("the list of known restatements is not here")
    with facts.open(encoding="utf-8") as file:
        known = {(int(r["fiscal_year"]), float(r["earlier"]), float(r["later"])) for r in csv.DictReader(file)}
    stated = proofs[(proofs["proof"] == "restated") & (proofs["role"] == "stated")].merge(rows, on="observation_id")
    found = {
        (int(year), earlier, later): institution
        for year, earlier, later, institution in zip(
            stated["fiscal_year"], stated["expected"], stated["actual"], stated["institution"], strict=True
        )
    }
    assert known <= set(found)
    others = {key for key, institution in found.items() if key not in known and pd.isna(institution)}
    assert others == set()
    # The list names 東京大学 alone of the ranking that was counted again: the two documents say which others there are.
    first, later = (_ranking(name, year) for name, year in (("h29_first", "平成29年度"), ("h30", "2017年度")))
    counted_again = {(2017, first[name], later[name]) for name in first if later.get(name, first[name]) != first[name]}
    assert {key for key, institution in found.items() if pd.notna(institution)} == counted_again
    assert len(counted_again) == 9


def _ranking(document: str, year: str) -> dict[str, float]:
    """What a document's truth says of the ventures of each university in a year."""
    path = SAMPLES / f"meti_venture_{document}.pdf.truth.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["column_path"] == year]
    return {row["row_path"]: float(row["value"]) for row in rows if row["row_path"].endswith("大学")}


def test_one_value_of_two_years_stays_two_figures(rows: pd.DataFrame, proofs: pd.DataFrame) -> None:
    ventures = rows[rows["series_id"].eq("university_ventures_count/scope=survey") & rows["value"].eq(1773)]
    assert set(ventures["fiscal_year"]) == {2007, 2015}
    assert set(ventures.loc[ventures["fiscal_year"] == 2007, "stated_as"]) == {"first_release"}
    named = proofs[proofs["proof"] == "restated"].merge(ventures, on="observation_id")
    assert set(named["fiscal_year"]) == {2007}
