"""Figures that are only drawn, in the release of the shipped documents: how they stand beside printed ones."""
# ruff: noqa: S608

from pathlib import Path
from typing import Any

import duckdb
import pytest


@pytest.fixture(scope="module")
def ask(published: Path) -> Any:
    release = (published / "current").resolve()
    with duckdb.connect(str(release / "sangaku.duckdb"), read_only=True) as connection:
        yield lambda query: connection.sql(query).fetchall()


MEASURED = "SELECT observation_id FROM evidence WHERE kind = 'chart' AND method = 'geometry'"


def test_what_was_measured_is_estimated_with_a_tolerance(ask: Any) -> None:
    assert len(ask(MEASURED)) > 100
    held = ask(f"SELECT status, precision > 0 FROM vintages WHERE observation_id IN ({MEASURED}) GROUP BY ALL")
    assert held == [("estimated", True)]
    others = ask(f"SELECT count(*) FROM vintages WHERE status = 'estimated' AND observation_id NOT IN ({MEASURED})")
    assert others == [(0,)]


def test_no_measured_figure_stands_where_a_printed_one_is_known(ask: Any) -> None:
    assert not ask(
        """SELECT o.series_id, o.fiscal_year FROM observations AS o JOIN vintages AS v USING (series_id, fiscal_year)
           WHERE o.status = 'estimated' AND v.status = 'observed' AND v.value IS NOT NULL"""
    )


def test_measured_figures_agree_with_what_other_documents_print(ask: Any) -> None:
    told = ask(
        f"""SELECT passed, count(*), count(DISTINCT observation_id) FROM proofs
            WHERE observation_id IN ({MEASURED}) AND proof = 'agreement' GROUP BY passed"""
    )
    ((passed, pairs, figures),) = told
    assert passed
    assert pairs > 100
    assert figures > 40
