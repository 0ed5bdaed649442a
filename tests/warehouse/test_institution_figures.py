"""The history of merged universities, and printed totals against what they should add up to."""

from pathlib import Path

import duckdb
import pytest

from extract.document import Status
from tests.warehouse.made import Figure, Paper
from warehouse import connection, release
from warehouse.home import Home

COUNT = "joint_research_count"


def of(name: str, year: int, value: float | None, indicator: str = COUNT, fate: str = "observation") -> Figure:
    """A figure of an institution."""
    dimensions = {"institution": name, "partner": "private_company", "scope": "institution"}
    status = Status.MISSING if value is None else Status.OBSERVED
    return Figure(year, value, indicator, dimensions, status=status, fate=fate)


def total(year: int, value: float, sector: str = "total", scope: str = "listed_institutions") -> Figure:
    """A total over a list, or of the survey's report."""
    return Figure(year, value, dimensions={"sector": sector, "partner": "private_company", "scope": scope})


LIST = Paper(
    "list.csv",
    "2026-02",
    [
        of("東京工業大学", 2022, 700),
        of("東京医科歯科大学", 2022, 200),
        of("東京工業大学", 2023, 710),
        of("東京医科歯科大学", 2023, None),
        of("東京科学大学", 2024, 950),
        of("大阪市立大学", 2021, 190),
        of("大阪府立大学", 2021, 270),
        of("大阪公立大学", 2021, 0),
        of("首都大学東京", 2019, 133),
        of("東京都立大学", 2020, 140),
        of("名古屋大学", 2020, 500),
        of("岐阜大学", 2020, 100),
        of("東海国立大学機構", 2020, 7),
        of("大阪市立大学", 2021, 1.5, "joint_research_income_per_project"),
        of("大阪府立大学", 2021, 2.5, "joint_research_income_per_project"),
        total(2020, 747),
        total(2021, 470),
        total(2022, 905),
        total(2022, 900, "national"),
        of("北陸大学", 2022, 5, fate="quarantine"),
    ],
)
REPORT = Paper("report.csv", "2025-02", [total(2022, 30_000, scope="survey")])


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    home = Home.at(tmp_path_factory.mktemp("institutions"))
    planned = release.plan(home, [paper.staged(home) for paper in (LIST, REPORT)])
    release.build(home, planned)
    return connection.connect(home, planned.id)


def today(warehouse: duckdb.DuckDBPyConnection, name: str, indicator: str = COUNT) -> list[tuple[object, ...]]:
    return warehouse.execute(
        "SELECT fiscal_year, value, parts, missing_parts, value_of_parts FROM institution_figures_today "
        "WHERE today_name = ? AND indicator = ? ORDER BY fiscal_year",
        [name, indicator],
    ).fetchall()


def test_a_merged_university_is_the_sum_of_its_parts_and_open_where_one_is_missing(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    assert today(warehouse, "東京科学大学") == [
        (2022, 900, ["東京医科歯科大学", "東京工業大学"], [], 900),
        (2023, None, ["東京工業大学"], ["東京医科歯科大学"], 710),
        (2024, 950, ["東京科学大学"], [], 950),
    ]


def test_what_is_listed_before_it_was_founded_is_added_but_not_missed(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert today(warehouse, "大阪公立大学") == [(2021, 460, ["大阪市立大学", "大阪府立大学", "大阪公立大学"], [], 460)]


def test_averages_do_not_add_up(warehouse: duckdb.DuckDBPyConnection) -> None:
    ((_, value, parts, _, whole),) = today(warehouse, "大阪公立大学", "joint_research_income_per_project")
    assert (value, parts, whole) == (None, ["大阪市立大学", "大阪府立大学"], None)


def test_universities_under_a_corporation_stay_apart(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert [value for _, value, *_ in today(warehouse, "名古屋大学")] == [500]
    assert [value for _, value, *_ in today(warehouse, "東海国立大学機構")] == [7]
    members = warehouse.execute(
        "SELECT institution FROM institution_figures WHERE corporation_id = 'S0002' ORDER BY ALL"
    ).fetchall()
    assert members == [("名古屋大学",), ("岐阜大学",)]


def test_as_it_was_under_the_name_of_the_year(warehouse: duckdb.DuckDBPyConnection) -> None:
    found = warehouse.execute(
        "SELECT fiscal_year, name_then, institution, value FROM institution_figures "
        "WHERE today_name IN ('東京都立大学', '東京科学大学') ORDER BY ALL"
    ).fetchall()
    assert found == [
        (2019, "首都大学東京", "東京都立大学", 133),
        (2020, "東京都立大学", "東京都立大学", 140),
        (2022, "東京医科歯科大学", "東京医科歯科大学", 200),
        (2022, "東京工業大学", "東京工業大学", 700),
        (2023, "東京医科歯科大学", "東京医科歯科大学", None),
        (2023, "東京工業大学", "東京工業大学", 710),
        (2024, "東京科学大学", "東京科学大学", 950),
    ]


def test_totals_that_differ_are_shown_with_both_figures_and_the_reason(warehouse: duckdb.DuckDBPyConnection) -> None:
    found = warehouse.execute(
        "SELECT fiscal_year, compared_with, value, other_value, difference, explanation "
        "FROM total_differences ORDER BY ALL"
    ).fetchall()
    assert found == [
        (2021, "rows", 470, 460, 10, None),
        (2022, "report", 905, 30_000, -29_095, "other_scope"),
        (2022, "rows", 905, 900, 5, "rows_in_quarantine"),
    ]


def test_a_sector_that_the_rows_print_otherwise_explains_a_total(tmp_path: Path) -> None:
    """柴田学園 is private; a workbook that prints 公立 beside it adds it to the public total."""
    rows = [of("柴田学園大学短期大学部", 2020, 4), of("高知工科大学", 2020, 9), total(2020, 13, "public")]
    paper = Paper("printed.csv", "2022-02", rows, heads=("公立", "公立", "公立計"))
    home = Home.at(tmp_path)
    planned = release.plan(home, [paper.staged(home)])
    release.build(home, planned)
    with connection.connect(home, planned.id) as warehouse:
        found = warehouse.execute("SELECT value, other_value, explanation FROM total_differences").fetchall()
    assert found == [(13, 9, "sector_as_printed")]


def differences(tmp_path: Path, *papers: Paper) -> list[tuple[object, ...]]:
    home = Home.at(tmp_path)
    planned = release.plan(home, [paper.staged(home) for paper in papers])
    release.build(home, planned)
    with connection.connect(home, planned.id) as warehouse:
        return warehouse.execute(
            "SELECT fiscal_year, difference, explanation, told_ja, missing_institutions "
            "FROM total_differences ORDER BY ALL"
        ).fetchall()


def test_rows_that_the_editions_around_list_are_named_where_a_total_counts_them(tmp_path: Path) -> None:
    """東京医科歯科大学 would be missed too, had it not ended before."""
    then = {"東北大学": 10, "岡山大学": 22, "大阪公立大学": 10, "東京医科歯科大学": 5}
    before = Paper("before.csv", "2025-12", [*(of(name, 2024, value) for name, value in then.items()), total(2024, 47)])
    now = Paper("now.csv", "2026-12", [of("東北大学", 2025, 11), total(2025, 43)])
    after = Paper("after.csv", "2027-12", [of("東北大学", 2026, 9), of("岡山大学", 2026, 23), total(2026, 32)])
    (found,) = differences(tmp_path, before, now, after)
    assert found[:3] == (2025, 32, "missing_rows")
    assert found[3] == "前後の年度の版にあり、この一覧にない機関: 岡山大学（2024年度 22）、大阪公立大学（2024年度 10）"
    assert found[4] == ["岡山大学", "大阪公立大学"]


def test_of_whom_a_total_is_explains_it_where_whole_kinds_are_left_out(tmp_path: Path) -> None:
    rows = [
        of("東北大学", 2020, 900),
        of("函館工業高等専門学校", 2020, 120),
        of("東京女子大学", 2020, 44),
        total(2020, 944),
    ]
    assert differences(tmp_path, Paper("a.csv", "2022-02", rows)) == [
        (2020, -120, "scope", "計に高等専門学校を含めないと一致する", None)
    ]


def test_a_report_of_fewer_kinds_is_told_by_them(tmp_path: Path) -> None:
    rows = [
        of("東北大学", 2020, 900),
        of("函館工業高等専門学校", 2020, 120),
        of("東京女子大学", 2020, 44),
        total(2020, 1064),
    ]
    papers = Paper("a.csv", "2022-02", rows), Paper("b.csv", "2022-03", [total(2020, 944, scope="survey")])
    assert differences(tmp_path, *papers) == [(2020, 120, "scope", "調査報告の値は大学のみの合計に一致する", None)]


def test_suppressed_rows_and_rounding_explain_a_total(tmp_path: Path) -> None:
    hidden = Figure(2020, None, dimensions=of("岡山大学", 2020, 1).dimensions, status=Status.SUPPRESSED)
    rounded = [
        Figure(2021, value, dimensions=of(name, 2021, 1).dimensions, precision=0.5)
        for name, value in (("東北大学", 10), ("岡山大学", 20))
    ]
    paper = Paper("a.csv", "2022-02", [of("東北大学", 2020, 900), hidden, total(2020, 905), *rounded, total(2021, 31)])
    assert [(year, why, told) for year, _, why, told, _ in differences(tmp_path, paper)] == [
        (2020, "suppressed_rows", "計は秘匿された1行の値を含む"),
        (2021, "rounding", "各行の端数処理の範囲内である"),
    ]
