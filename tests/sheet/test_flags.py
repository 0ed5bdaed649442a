"""Flags beside figures and in their cells: how a figure is to be taken, no figure and no heading of its own."""

from typing import Any

import pytest

from extract.document import Status
from tests.sheet.written_sheets import read, values, xlsx

N = None
PROVISIONAL, ESTIMATED, OBSERVED = Status.PROVISIONAL, Status.ESTIMATED, Status.OBSERVED


def statuses(rows: list[list[Any]]) -> dict[str, Status]:
    return {spot: value.status for spot, value in values(read(xlsx(rows)).tables).items()}


def test_columns_without_heads_flag_the_figures_to_their_left() -> None:
    rows = [
        ["TIME", "2020", N, "2021", N],
        ["GEO"],
        ["Belgium", 10, "p", 11, N],
        ["Denmark", 20, N, ":", "c"],
        ["France", 30, "b", 31, "ep"],
        ["Spain", 40, "e", 41, N],
    ]
    assert statuses(rows) == {
        "B3": PROVISIONAL, "D3": OBSERVED, "B4": OBSERVED, "D4": Status.SUPPRESSED, "B5": OBSERVED, "D5": PROVISIONAL,
        "B6": ESTIMATED, "D6": OBSERVED,
    }  # fmt: skip


@pytest.mark.parametrize("head", ["Flag Codes", "OBS_STATUS", "Flags", "フラグ"])
def test_columns_that_are_called_so(head: str) -> None:
    rows = [
        ["Country", "TIME", "Value", head],
        ["Japan", 2019, 3.2, "E"],
        ["Japan", 2020, 3.3, N],
        ["Korea", 2019, 4.6, "P"],
    ]
    found = statuses(rows)
    assert found == {"C2": ESTIMATED, "C3": OBSERVED, "C4": PROVISIONAL}


def test_words_beside_figures_are_no_flags() -> None:
    rows = [["国", "件数", N], ["日本", 1, "A"], ["韓国", 2, "B"], ["中国", 3, "改定"]]
    assert set(statuses(rows)) == {"B2", "B3", "B4", "C2", "C3", "C4"}


def test_a_lone_c_is_confidential() -> None:
    rows = [["geo", "2020", "2021"], ["Belgium", 1.5, "c"], ["Denmark", "2.5 e", 3.5]]
    assert statuses(rows)["C2"] is Status.SUPPRESSED
