"""A file that does not say of which series it is belongs to the source that somebody states, and to no other."""

from pathlib import Path

import pandas as pd
import pytest

from flows import steps, taking
from flows.folder import Found
from warehouse import landing
from warehouse.home import Home

SILENT = """共同研究（民間企業）の実施状況（令和3年度）
単位：件
機関名,国公私,都道府県,件数
東北大学,国立,宮城県,12
東京大学,国立,東京都,34
"""


def staged(home: Home, path: Path, facts: dict[str, str]) -> steps.Outcome:
    taking.take_file(home, Found(path, facts))
    (order,) = steps.orders(home, landing.ledger(home).entries)
    return steps.stage(order)


def test_the_stated_source_reads_what_the_file_does_not_say_itself(tmp_path: Path) -> None:
    path = tmp_path / "実績.csv"
    path.write_text(SILENT, encoding="utf-8")
    silent = staged(Home.at(tmp_path / "silent"), path, {})
    assert (silent.source, silent.cells["unmapped"]) == (None, silent.cells["numeric_cells"])
    told = staged(Home.at(tmp_path / "told"), path, {"source": "mext_sangaku_kikanbetsu"})
    assert (told.source, told.state, told.cells["observation"]) == ("mext_sangaku_kikanbetsu", "staged", 2)


def test_what_the_file_says_goes_before_what_is_stated(tmp_path: Path) -> None:
    path = tmp_path / "実績.csv"
    path.write_text("令和3年度　大学等における産学連携等実施状況について（機関別実績）\n" + SILENT, encoding="utf-8")
    told = staged(Home.at(tmp_path / "home"), path, {"source": "oecd_rds_msti"})
    assert told.source == "mext_sangaku_kikanbetsu"


@pytest.mark.parametrize(
    ("source", "fate", "why"),
    [
        ("stat_kagaku", "unmapped", "nothing of this series is mapped yet"),
        ("meti_univ_venture_db", "not_wanted", "企業の名簿であって統計ではない（連絡先を含む）"),
    ],
)
def test_a_series_that_is_only_watched_has_its_documents_staged_and_says_why_none_is_mapped(
    tmp_path: Path, source: str, fate: str, why: str
) -> None:
    path = tmp_path / "実績.csv"
    path.write_text(SILENT, encoding="utf-8")
    home = Home.at(tmp_path / "home")
    told = staged(home, path, {"source": source})
    assert (told.source, told.state, told.cells[fate]) == (source, "staged", told.cells["numeric_cells"])
    (verdicts,) = home.staging.glob("*/*/verdicts.parquet")
    assert pd.read_parquet(verdicts)["detail"].tolist() == [why]


def test_a_series_that_is_only_watched_takes_no_document_from_another(tmp_path: Path) -> None:
    path = tmp_path / "実績.csv"
    title = "令和3年度　科学技術研究調査 調査結果と大学等における産学連携等実施状況について（機関別実績）\n"
    path.write_text(title + SILENT, encoding="utf-8")
    assert staged(Home.at(tmp_path / "home"), path, {}).source == "mext_sangaku_kikanbetsu"
