"""What the expectations accept, quarantine, flag and refuse, by severity; and that a crash is never a pass."""

import subprocess
import sys
from dataclasses import replace

import pandas as pd
import pytest

from expectations import Judgement, judge, judge_landing, judge_release, judge_tables
from expectations.running import run
from expectations.suites import STAGES, filled, suite
from extract.document import Cell, Document, PagePlace, Status, Table, Value
from tests.expectations.made_by_hand import count, frame, indicators, observation

FACTS = {"edition": "FY2014", "published": "2015-11-27"}
GOOD = [count(2010 + n, 15000 + n * 500, x0=float(n)) for n in range(5)]


BAD = [
    (count(2009, 10.5), "counts_whole"),
    (count(2008, -3), "at_least_minimum"),
    (count(2015 + 1, 3), "year_plausible"),
    (count(1900, 3), "year_plausible"),
    (count(2007, None), "status_fits_value"),
    (count(2006, 3, status="missing"), "status_fits_value"),
    (count(2005, 3, status="guessed"), "status_known"),
    (count(2004, 3, unit="円"), "unit_known"),
    (count(2003, 3, sector="whole"), "sector_known"),
    (count(2003, 3, partner=None), "dimensions_explicit"),
    (count(2003, 3, destination="foreign"), "dimensions_declared"),
    (count(2003, 3, scope="all of them"), "dimension_words"),
    (observation("nonsense", 2009, 3.0), "indicator_known"),
    (observation("survey_answer", 2014, 104.0, question="q", respondent="r", answer="a"), "at_most_maximum"),
    (count(2002, 3, x0=None), "place_known"),
    (count(2001, 3, institution_name="本大学", sector="national"), "institution_resolved"),
    (count(2000, 3, printed_text=None), "text_kept"),
    (count(1999, 3, precision=-1), "precision_sane"),
]


MORE = [count(2014, 20000, x0=1000.0 + n, element=f"p{n + 2}-t1") for n in range(len(BAD) + 5)]
RIVALS = [count(2011, GOOD[1]["value"], x0=98.0), count(2010, 7, x0=99.0)]
LEAP = count(1998, 15_000_000)
TWICE = count(1997, 10000)


@pytest.fixture(scope="module")
def mixed() -> Judgement:
    """The judgement of a document with good rows, bad rows of every kind, rivals, a leap, and a row said twice."""
    rows = [*GOOD, *MORE, *(row for row, _ in BAD), *RIVALS, LEAP, TWICE, TWICE]
    judged = judge(frame(*rows), indicators(), FACTS)
    assert judged.refused is None
    assert len(judged.accepted) + len(judged.quarantined) == len(rows)
    return judged


def test_each_bad_row_is_quarantined_with_its_reason(mixed: Judgement) -> None:
    found = dict(zip(mixed.quarantined["observation_id"], mixed.quarantined["expectation"], strict=True))
    expected = {row["observation_id"]: expectation for row, expectation in BAD}
    rivals = {GOOD[0]["observation_id"]: "one_value", RIVALS[1]["observation_id"]: "one_value"}
    assert found == {**expected, **rivals, TWICE["observation_id"]: "id_unique"}


def test_equal_values_of_one_series_in_one_table_stand(mixed: Judgement) -> None:
    assert {GOOD[1]["observation_id"], RIVALS[0]["observation_id"]} <= set(mixed.accepted["observation_id"])


def test_quarantined_rows_keep_evidence_severity_and_reason(mixed: Judgement) -> None:
    kept = mixed.quarantined.set_index("observation_id").loc[BAD[1][0]["observation_id"]]
    assert (kept["printed_text"], kept["severity"], kept["document"]) == ("1", "error", GOOD[0]["document"])
    assert "below" in kept["reason"]


def test_a_leap_is_flagged_and_stays_accepted(mixed: Judgement) -> None:
    assert list(mixed.flags["observation_id"]) == [LEAP["observation_id"]]
    assert LEAP["observation_id"] in set(mixed.accepted["observation_id"])


def test_an_empty_frame_is_never_a_pass() -> None:
    judged = judge(frame(*GOOD).iloc[:0], indicators(), FACTS)
    assert judged.refused is not None
    assert "some_rows" in judged.refused


def test_a_document_most_of_whose_rows_fail_is_refused() -> None:
    judged = judge(frame(*(count(2010 + n, -1) for n in range(3)), GOOD[4]), indicators(), FACTS)
    assert judged.refused == "3 of 4 observations would be in quarantine"


def test_a_crash_is_told_apart_from_a_failure_and_refuses() -> None:
    broken = frame(*GOOD).drop(columns=["precision"])
    judged = judge(broken, indicators(), FACTS)
    crashed = {result.name for result in judged.results if result.outcome == "crashed"}
    assert crashed == {"precision_sane"}
    assert judged.refused is not None
    assert "precision_sane crashed" in judged.refused


def test_a_crash_of_a_critical_check_refuses_even_without_the_frame() -> None:
    checks = [replace(check, of="nowhere") for check in suite("landing") if check.name == "an_entry"]
    (result,) = run(checks, {}, {})
    assert (result.outcome, result.rows) == ("crashed", None)


def test_a_fact_that_is_not_known_is_a_crash() -> None:
    checks = [check for check in suite("landing") if check.name == "known_kind"]
    entries = pd.DataFrame({"media_type": ["application/pdf"], "row": [0]})
    (result,) = run(checks, {"rows": entries}, {})
    assert result.outcome == "crashed"


@pytest.mark.parametrize("stage", STAGES)
def test_every_check_names_an_expectation_that_exists(stage: str) -> None:
    from great_expectations import expectations  # noqa: PLC0415 - seconds to import

    sets = ("media_types", "statuses", "sectors", "partners", "destinations", "indicators", "series")
    facts = {"pages": 1, "year_first": 1, "year_last": 2, "unmapped_share": 0.1} | {name: ["a"] for name in sets}
    names = [check.name for check in suite(stage)]
    assert len(names) == len(set(names))
    for check in suite(stage):
        getattr(expectations, check.expectation)(**filled(check.arguments, facts))


ENTRY = {"sha256": "a" * 64, "media_type": "application/pdf", "bytes": 10, "name": "x.pdf"}


def test_landing_refuses() -> None:
    assert judge_landing(pd.DataFrame([ENTRY])).refused is None
    broken = {"sha256": "A" * 64, "bytes": 0, "media_type": "text/html"}
    refused = judge_landing(pd.DataFrame([{**ENTRY, **broken}, {**ENTRY, **broken, "media_type": None}])).refused
    assert refused is not None
    assert {reason.partition(":")[0] for reason in refused.split("; ")} == {
        "content_hash",
        "hash_unique",
        "not_empty",
        "known_kind",
        "has_kind",
    }


def document(*values: tuple[int, int, float]) -> Document:
    """A document with one 3 × 3 table that holds these values."""
    place = PagePlace(1, (0, 0, 10, 10))
    cells = tuple(Cell(row, column, 1, 1, "1", place) for row in range(3) for column in range(3))
    data = tuple(
        Value(row, column, "1", value, "件", Status.OBSERVED, 2014, ("国立",), ("件数",), place)
        for row, column, value in values
    )
    table = Table("p1-t1", place, "ruled", "表", "件", (), 1, 1, cells, data)
    return Document("x.pdf", "d" * 64, "application/pdf", 1, (table,), (), (), ())


COVERAGE = {"numeric_cells": 2, "observation": 1, "quarantine": 0, "not_wanted": 1, "unmapped": 0}


def test_tables_are_judged_with_the_account_of_their_cells() -> None:
    good = document((1, 1, 3.0), (1, 2, 4.0))
    assert judge_tables(good, COVERAGE).refused is None
    lost = judge_tables(good, {**COVERAGE, "not_wanted": 0}).refused
    assert lost is not None
    assert "every_cell_accounted_for" in lost
    assert judge_tables(good, None).refused is not None


def test_tables_with_a_value_out_of_the_grid_or_twice_are_refused() -> None:
    for values in [((1, 7, 3.0),), ((1, 1, 3.0), (1, 1, 3.0)), ((1, 1, float("inf")),)]:
        assert judge_tables(document(*values), COVERAGE).refused is not None


def test_a_document_in_which_nothing_was_read_is_refused() -> None:
    empty = replace(document(), tables=())
    refused = judge_tables(empty, {**COVERAGE, "numeric_cells": 0, "observation": 0, "not_wanted": 0}).refused
    assert refused is not None
    assert "something_read" in refused


def release() -> dict[str, pd.DataFrame]:
    """The relations of a small release."""
    observations = frame(*GOOD).assign(verdict="proven")
    proofs = pd.DataFrame({"expected": [1.0, 5.0], "actual": [1.0, 7.0], "tolerance": 0.5, "passed": [True, False]})
    return {
        "observations": observations,
        "documents": observations[["document"]].drop_duplicates(),
        "series": observations[["series_id"]].drop_duplicates(),
        "indicators": indicators(),
        "coverage": pd.DataFrame([COVERAGE]),
        "proofs": proofs,
    }


def test_a_release_is_judged_as_a_whole() -> None:
    assert judge_release(release()).refused is None


def test_a_broken_release_is_refused_for_all_that_is_broken() -> None:
    frames = release()
    broken = {"series_id": "unheard_of", "indicator": "unheard_of", "fiscal_year": 2010, "verdict": "sure"}
    frames["observations"] = frames["observations"].assign(**broken)
    frames["proofs"] = frames["proofs"].assign(passed=True)
    frames["coverage"] = frames["coverage"].assign(unmapped=5)
    refused = judge_release(frames).refused
    assert refused is not None
    assert {reason.partition(":")[0] for reason in refused.split("; ")} == {
        "series_defined",
        "indicators_defined",
        "one_row_a_figure",
        "verdict_known",
        "proofs_consistent",
        "coverage_adds_up",
    }


def test_importing_the_room_does_not_import_great_expectations() -> None:
    code = "import sys, expectations; sys.exit('great_expectations' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
