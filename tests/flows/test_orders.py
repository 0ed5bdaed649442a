"""The order in which documents arrive leaves no trace: one release id, the same Parquet files byte for byte."""

from pathlib import Path

from flows import folder
from tests.conftest import ROOT
from tests.orders import outcomes

FEW = ("mext_h26_kekka.pdf", "jpo_2018_1-4.pdf", "oecd_berd_share.xlsx")


def test_any_order_of_arrival_gives_one_release(tmp_path: Path) -> None:
    found = [one for one in folder.find(ROOT / "tests" / "documents") if one.path.name in FEW]
    assert len(found) == len(FEW)
    seen = list(outcomes(found, 3, tmp_path))
    assert len(seen) == 3
    assert len(set(seen)) == 1
