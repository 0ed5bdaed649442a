"""A shipped workbook that lacks a row: its totals count one that it does not list, and people are told whom."""

import pytest
import python_calamine

from flows import trace_pages, tracing
from tests.drift.files import xlsx
from tests.drift.forms import DOCUMENTS, Layout
from tests.flows import plain_refresh
from warehouse import connection, publish
from warehouse.home import Home

FORM, LEFT_OUT = "様式2", "東北大学"


def sheet(workbook: str, without: str = "") -> bytes:
    book = python_calamine.CalamineWorkbook.from_path(DOCUMENTS / workbook)
    rows = book.get_sheet_by_name(FORM).to_python(skip_empty_area=False)
    return xlsx([Layout(FORM, [row for row in rows if without not in row or not without], [], {})])


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    folder = tmp_path_factory.mktemp("totals")
    documents = folder / "documents"
    documents.mkdir()
    home = Home.at(folder / "home")
    (documents / "h30.xlsx").write_bytes(sheet("h30_sangaku_kikanbetsu.xlsx"))
    plain_refresh.refresh(home, documents)
    (documents / "r01.xlsx").write_bytes(sheet("r01_sangaku_kikanbetsu.xls", LEFT_OUT))
    plain_refresh.refresh(home, documents)
    return home


def test_whom_a_total_counts_beside_the_list_is_named(home: Home) -> None:
    with connection.connect(home) as warehouse:
        found = warehouse.execute(
            "SELECT sector, difference, told_ja, missing_institutions, observation_id FROM total_differences "
            "WHERE fiscal_year = 2019 AND indicator = 'joint_research_count' AND partner = 'private_company' "
            "AND size_class = 'total' AND explanation = 'missing_rows' ORDER BY sector"
        ).fetchall()
        (before,) = warehouse.execute(
            "SELECT value::INTEGER FROM observations WHERE fiscal_year = 2018 AND institution = ? "
            "AND indicator = 'joint_research_count' AND partner = 'private_company' AND size_class = 'total'",
            [LEFT_OUT],
        ).fetchall()[0]
        assert [sector for sector, *_ in found] == ["national", "total"]
        for _, difference, told, missing, identity in found:
            assert 0 < difference < 2 * before
            assert missing[0] == LEFT_OUT
            assert f"{LEFT_OUT}（2018年度 {before:,}）" in told
            trace = tracing.trace(warehouse, identity)
            assert LEFT_OUT in tracing.as_text(trace)
            assert told in trace_pages.page(trace, None)
    assert told in (publish.told(home, "md") or "")


def test_of_what_the_list_does_hold_nothing_is_missed(home: Home) -> None:
    with connection.connect(home) as warehouse:
        found = warehouse.execute(
            "SELECT DISTINCT unnest(missing_institutions) FROM total_differences WHERE fiscal_year = 2018"
        ).fetchall()
    assert found == []
