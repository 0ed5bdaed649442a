"""Every row of the institution workbooks is tied to the right institution, with school codes and without."""

import csv
import re
from pathlib import Path

import pytest

from extract.japanese.labels import normal
from warehouse.institutions import Institutions, load

DOCUMENTS = Path(__file__).parents[1] / "documents"


@pytest.fixture(scope="module")
def institutions() -> Institutions:
    return load(normal)


def test_the_registry_has_no_two_institutions_that_only_a_guess_could_tell_apart(institutions: Institutions) -> None:
    for spelling, names in institutions.by_name.items():
        holders = {name.id for name in names}
        places = {(institutions.by_id[i].prefecture, institutions.by_id[i].sector) for i in holders}
        assert len(places) == len(holders), f"{spelling}: {holders}"


def test_names_alone_tie_every_row_of_the_workbook_without_codes(institutions: Institutions) -> None:
    with (DOCUMENTS / "r02_sangaku_kikanbetsu.xlsx.truth.csv").open(encoding="utf-8-sig") as rows:
        truth = {
            (row["row_path"], code[1].upper())
            for row in csv.DictReader(rows)
            if (code := re.search(r"code=(\w+)", row["note"]))
        }
    assert len(truth) > 500
    wrong = []
    for name, code in sorted(truth):
        match = institutions.match(name, None, 2020)
        if match.id != code and code not in match.candidates:
            wrong.append((name, code, match))
    assert wrong == []


@pytest.mark.parametrize(
    ("name", "fiscal_year", "expected"),
    [
        ("首都大学東京", 2012, "F113210102824"),
        ("首都大学東京", 2020, "F113210102824"),
        ("東京都立大学", 2021, "F113210102824"),
        ("東京藝術大学", 2018, "F113110102737"),
        ("国立大学法人　東北大学", 2020, "F104110100856"),
        ("国立大学法人東海国立大学機構", 2021, "S0002"),
        ("国立大学法人東海国立大学機構名古屋大学", 2021, "F123110106429"),
        ("東京工業大学", 2018, "F113110102746"),
        ("東京科学大学", 2024, "S0001"),
        ("大阪公立大学", 2022, "F127210111989"),
        ("大阪公立大学（大阪市立大学）", 2018, "F127210107878"),
        ("早稻田大學", 2020, "F113310103581"),
    ],
)
def test_names_in_time(institutions: Institutions, name: str, fiscal_year: int, expected: str) -> None:
    assert institutions.match(name, None, fiscal_year).id == expected


def test_what_carries_on_today(institutions: Institutions) -> None:
    assert institutions.today("F127210107878") == "F127210111989"
    assert institutions.today("F113110102746") == "S0001"
    assert institutions.today("F104110100856") == "F104110100856"


def test_likeness_is_never_enough(institutions: Institutions) -> None:
    match = institutions.match("東京工業大字", None, 2018)
    assert match.id is None
    assert "東京工業大学" in match.candidates


def test_the_same_name_in_two_prefectures_is_open_until_the_prefecture_is_said(institutions: Institutions) -> None:
    assert institutions.match("文教大学", None, 2020).how == "ambiguous"
    assert institutions.match("文教大学", None, 2020, prefecture="東京都").id == "F113310102868"


def test_a_code_decides_in_either_case(institutions: Institutions) -> None:
    assert institutions.match("北陸大学", "f117310105488", 2018).id == "F117310105488"
