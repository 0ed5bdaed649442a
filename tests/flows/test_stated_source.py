"""A file that does not say of which series it is belongs to the source that somebody states, and to no other."""

from pathlib import Path

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
