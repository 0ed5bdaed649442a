"""Sums: what headings name as total and parts, what the grid bears out, and what must raise no alarm."""

import pytest

from expectations.proofs import verdicts
from tests.expectations.made_by_hand import checks, figures, proofs_of, table

SECTORS = [["国立"], ["公立"], ["私立"], ["合計"]]
YEARS = [["平成23年度"], ["平成24年度"], ["平成25年度"]]
LICENCES = [[4371, 7204, 7893], [134, 163, 230], [1140, 1441, 1733], [5645, 8808, 9856]]


def altered(values: list[list], row: int, column: int, value: float | None) -> list[list]:
    """A copy of the values with one changed."""
    copy = [list(line) for line in values]
    copy[row][column] = value
    return copy


def verdict(values: list[list], rows: list = SECTORS, columns: list = YEARS, **more: object) -> dict[str, str]:
    """The verdict on each figure of a table, by row/column from 1."""
    one = table(rows, columns, values, **more)
    found = verdicts(figures(one), proofs_of(one))
    return {name.partition("/")[2]: said for name, said in found.items()}


def test_a_total_row_proves_itself_and_its_parts() -> None:
    assert set(verdict(LICENCES).values()) == {"proven"}


@pytest.mark.parametrize("total", [["合　計"], ["総計"], ["計"], ["全体"], ["合計（注）"], ["大学等計"]])
def test_totals_go_by_many_names(total: list[str]) -> None:
    assert set(verdict(LICENCES, [*SECTORS[:3], total]).values()) == {"proven"}


def test_a_total_that_comes_first_is_a_total_too() -> None:
    assert set(verdict([LICENCES[3], *LICENCES[:3]], [SECTORS[3], *SECTORS[:3]]).values()) == {"proven"}


def test_total_columns_work_as_total_rows_do() -> None:
    turned = [list(column) for column in zip(*LICENCES, strict=True)]
    assert set(verdict(turned, YEARS, SECTORS).values()) == {"proven"}


def test_an_altered_part_contradicts_its_column_only() -> None:
    found = verdict(altered(LICENCES, 0, 1, 7304))
    assert {name for name, said in found.items() if said == "contradicted"} == {"1/2", "2/2", "3/2", "4/2"}
    assert {said for name, said in found.items() if not name.endswith("/2")} == {"proven"}


def test_crossing_sums_acquit_all_but_the_altered_figure() -> None:
    rows = [["国内"], ["外国"], ["計"]]
    columns = [["国立"], ["公立"], ["私立"], ["合計"]]
    values = [[918, 63, 900, 1881], [426, 4, 151, 581], [1344, 67, 1051, 2462]]
    assert set(verdict(values, rows, columns).values()) == {"proven"}
    found = verdict(altered(values, 1, 2, 157), rows, columns)
    assert [name for name, said in found.items() if said == "contradicted"] == ["2/3"]


def test_rounding_is_allowed_for_exactly() -> None:
    income = [[885, 1101, 1823], [39, 45, 73], [167, 411, 316], [1092, 1558, 2212]]  # 1091 and 1557 before rounding
    assert set(verdict(income, unit="百万円").values()) == {"proven"}
    assert verdict(altered(income, 3, 0, 1094), unit="百万円")["4/1"] == "contradicted"  # 885 + 39 + 167 ± 2
    assert verdict(altered(LICENCES, 3, 0, 5646))["4/1"] == "contradicted"  # counts are not rounded


def test_parts_that_are_not_all_the_parts_raise_no_alarm() -> None:
    more = [*LICENCES[:3], [9000, 12000, 13000]]
    assert set(verdict(more).values()) == {"printed"}


def test_a_ranking_has_no_sum() -> None:
    rows = [["東京大学"], ["京都大学"], ["合計"]]
    assert set(verdict([[1797], [900], [27197]], rows, [["件数"]], title="上位2機関").values()) == {"printed"}


def test_a_single_sum_is_believed_where_the_headings_say_that_it_is_one() -> None:
    assert set(verdict([[1], [2], [3], [6]], SECTORS, [["件数"]]).values()) == {"proven"}
    assert verdict([[10], [20], [30], [61]], SECTORS, [["件数"]])["4/1"] == "contradicted"


def test_a_missing_part_leaves_the_sum_open() -> None:
    found = verdict(altered(LICENCES, 1, 0, None))
    assert found["4/1"] == "printed"
    assert found["4/2"] == "proven"


def test_averages_and_rates_are_not_added_up() -> None:
    columns = [["件数"], ["受入額"], ["1件当たり"], ["前年度比"]]
    values = [[10, 30, 3, 101.0], [20, 80, 4, 99.0], [30, 110, 3.7, 100.2]]
    rows = [["共同研究"], ["受託研究"], ["合計"]]
    rows_found = proofs_of(table(rows, columns, values, unit=["件", "百万円", "百万円", "%"]))
    assert list(checks(rows_found, "sum").values()) == [True, True]


def test_subsets_add_up_only_where_they_are_all_there() -> None:
    columns = [["大学等", "合計"], ["大学等", "うち国立"], ["大学等", "うち公立"], ["大学等", "うち私立"]]
    values = [[25974, 19231, 687, 6056], [29584, 22450, 816, 6317], [36725, 26824, 901, 9001]]
    years = [["昭和61年度"], ["昭和62年度"], ["昭和63年度"]]
    assert set(verdict(values, years, columns, unit="百万円").values()) == {"proven"}
    only = [line[:2] for line in values]
    assert set(verdict(only, years, columns[:2], unit="百万円").values()) == {"printed"}


def test_a_subset_does_not_exceed_its_whole() -> None:
    columns = [["出願", "国内"], ["出願", "うちPCT出願"]]
    values = [[164 + i, 64 - i] for i in range(8)]
    rows = [[f"大学{i}"] for i in range(8)]
    assert set(verdict(values, rows, columns).values()) == {"printed"}
    found = verdict(altered(values, 1, 1, 200), rows, columns)
    assert {name for name, said in found.items() if said == "contradicted"} == {"2/1", "2/2"}
    often = [[164, 64 if i % 2 else 200] for i in range(8)]
    assert set(verdict(often, rows, columns).values()) == {"printed"}


COLUMNS = [
    ["共同研究", "総計", "件数"],
    ["規模別", "大企業", "件数"],
    ["規模別", "中小企業", "件数"],
    ["共同研究", "総計", "受入額"],
    ["共同研究", "総計", "うち直接経費"],
    ["共同研究", "総計", "うち間接経費"],
]
UNITS = ["件", "件", "件", "千円", "千円", "千円"]


def workbook(size: int = 60) -> tuple[list, list, list]:
    """Rows, values and stubs of a list of institutions with 国立計, 私立計 and 合計, under `COLUMNS`."""
    stubs = [[f"大学{i}", "国立" if i % 3 else "私立"] for i in range(size)]
    values: list[list] = []
    for i in range(size):
        large, small = (i * 37) % 91 + 1, (i * 53) % 17 if i % 7 else None
        direct, indirect = 900 * large + i, 77 * large + 3
        values.append([large + (small or 0), large, small, direct + indirect, direct, indirect])

    def total(*kinds: str) -> list:
        chosen = [line for line, (_, own) in zip(values, stubs, strict=True) if own in kinds]
        return [sum(line[j] or 0 for line in chosen) for j in range(len(COLUMNS))]

    names = [["国立計"], ["私立計"], ["合計"]]
    totals = [total("国立"), total("私立"), total("国立", "私立")]
    return [[name] for name, _ in stubs] + names, [*values, *totals], [*stubs, *names]


def test_a_list_of_institutions_is_proven_by_rows_and_columns() -> None:
    rows, values, stubs = workbook()
    found = verdict(values, rows, COLUMNS, stubs=stubs, unit=UNITS)
    assert set(found.values()) == {"proven"}


@pytest.mark.parametrize(("row", "column"), [(5, 1), (40, 0), (41, 2), (59, 3), (60, 3), (62, 0)])
def test_one_more_anywhere_in_a_list_is_found_though_rounding_could_hide_it(row: int, column: int) -> None:
    rows, values, stubs = workbook()
    wrong = altered(values, row, column, values[row][column] + 1)
    found = verdict(wrong, rows, COLUMNS, stubs=stubs, unit=UNITS)
    assert found[f"{row + 1}/{column + 1}"] == "contradicted"


def test_crossing_identities_find_the_one_figure_of_a_list() -> None:
    rows, values, stubs = workbook()
    wrong = altered(values, 5, 1, values[5][1] + 100)
    found = verdict(wrong, rows, COLUMNS, stubs=stubs, unit=UNITS)
    assert [name for name, said in found.items() if said == "contradicted"] == ["6/2"]
