"""A staged document is whole or absent, the same each time, and accounts for every numeric cell."""

import dataclasses
import shutil
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from tests.warehouse.made import PARTS, REGISTRY, Figure, Paper
from warehouse import accounts, files, frames, schema, staging
from warehouse.home import Home

PAPER = Paper(
    "a.csv",
    "2015-11-27",
    [
        Figure(2014, 19070),
        Figure(2013, 17881, fate="quarantine"),
        Figure(2012, 16925, fate="unmapped"),
        Figure(2011, 16302, fate="not_wanted"),
        Figure(2010, None),
    ],
)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.at(tmp_path)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_frames_have_the_columns_that_the_registry_says() -> None:
    staged = schema.load().staged
    observations = [column.name for column in staged["observations"]]
    assert observations == [*frames.OBSERVATION_COLUMNS, "flags"]
    assert [column.name for column in staged["leftovers"]] == list(frames.LEFTOVER_COLUMNS)


def test_staging_again_gives_the_same_bytes(home: Home) -> None:
    sha256, recipe = PAPER.staged(home)
    first = contents(home.staged(sha256, recipe))
    shutil.rmtree(home.staging)
    assert not staging.is_staged(home, sha256, recipe)
    PAPER.staged(home)
    assert contents(home.staged(sha256, recipe)) == first
    assert staging.staged(home) == ((sha256, recipe),)


def test_each_numeric_cell_ends_in_exactly_one_place(home: Home) -> None:
    sha256, recipe = PAPER.staged(home)
    (facts,) = staging.facts(home, [(sha256, recipe)])
    assert facts.cells == {"numeric_cells": 4, "observation": 1, "quarantine": 1, "not_wanted": 1, "unmapped": 1}


def test_a_cell_that_is_lost_or_invented_or_counted_twice_is_an_error() -> None:
    judged = PAPER.judged()
    for wrong, message in (
        (dataclasses.replace(judged, leftovers=judged.leftovers.iloc[:1]), "went nowhere"),
        (
            dataclasses.replace(
                judged, leftovers=pd.concat([judged.leftovers, judged.leftovers.assign(fate="unmapped")])
            ),
            "two places",
        ),
        (dataclasses.replace(judged, accepted=judged.accepted.assign(address="B9")), "(nowhere|no element)"),
    ):
        with pytest.raises(accounts.AccountError, match=message):
            accounts.coverage(wrong.document, wrong.accepted, wrong.quarantined, wrong.leftovers)


def test_a_refused_document_has_all_its_figures_in_quarantine(home: Home) -> None:
    judged = dataclasses.replace(PAPER.judged(), refused="most of it is wrong")
    folder = staging.stage(home, PAPER.sha256, "r", judged)
    assert pq.read_table(folder / "observations.parquet").num_rows == 0
    quarantine = pq.read_table(folder / "quarantine.parquet").to_pandas()
    assert sorted(quarantine["severity"]) == ["critical", "critical", "error"]
    (facts,) = staging.facts(home, [(PAPER.sha256, "r")])
    assert facts.cells["quarantine"] == 2


def test_flags_stay_with_their_figures(home: Home) -> None:
    judged = PAPER.judged()
    flagged = judged.accepted["observation_id"].iloc[0]
    rows = [(flagged, "leap", "x"), (flagged, "age", "y")]
    flags = pd.DataFrame(rows, columns=["observation_id", "expectation", "reason"])
    folder = staging.stage(home, PAPER.sha256, "r", dataclasses.replace(judged, flags=flags))
    frame = pq.read_table(folder / "observations.parquet").to_pandas()
    assert [list(found) for found in frame["flags"]] == [["age", "leap"], []]


def test_leftovers_of_a_killed_run_are_swept(home: Home) -> None:
    sha256, recipe = PAPER.staged(home)
    abandoned = home.staging / sha256 / f".{recipe}.abc{files.PART}"
    abandoned.mkdir()
    (abandoned / "observations.parquet").write_bytes(b"PAR1")
    assert staging.staged(home) == ((sha256, recipe),)
    assert staging.sweep(home) == (abandoned,)


def test_the_recipe_changes_with_any_part_and_with_nothing_else() -> None:
    assert staging.recipe(PARTS) == staging.recipe(dict(reversed(PARTS.items())))
    assert staging.recipe(PARTS) != staging.recipe({**PARTS, "mapping": "2"})


def test_an_institution_is_one_series_however_it_is_named() -> None:
    def frame(name: str, sector: str | None) -> pd.DataFrame:
        dimensions = {"institution": name, "partner": "private_company", **({"sector": sector} if sector else {})}
        paper = Paper("a.csv", None, [Figure(2018, 1797, dimensions=dimensions)])
        return frames.observations_frame(paper.mapped(), paper.document(), REGISTRY)

    ids = {
        frame(name, sector)["series_id"].iloc[0]
        for name in ("東京大学", "国立大学法人東京大学")
        for sector in ("national", None)
    }
    assert len(ids) == 1
    unknown = frame("無名大学", None)
    assert unknown["institution"].isna().all()
    assert unknown["institution_how"].tolist() == ["unknown"]
    assert unknown["series_id"].iloc[0] not in ids
