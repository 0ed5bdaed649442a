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
        for year in range(2000, 2030):
            holders = {name.id for name in names if institutions.by_id[name.id].existed(year)}
            places = {(institutions.by_id[i].prefecture, institutions.by_id[i].sector) for i in holders}
            assert len(places) == len(holders), f"{spelling} in {year}: {holders}"


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
        ("東京都立大学", 2003, "S0203"),
        ("東京都立大学", 2012, "F113210102824"),
        ("東京都立大学", 2021, "F113210102824"),
        ("東京藝術大学", 2018, "F113110102737"),
        ("国立大学法人　東北大学", 2020, "F104110100856"),
        ("国立大学法人東海国立大学機構", 2021, "S0002"),
        ("国立大学法人東海国立大学機構名古屋大学", 2021, "F123110106429"),
        ("東京工業大学", 2018, "F113110102746"),
        ("東京工業大学", 2026, "F113110102746"),
        ("東京芸術大学", 2018, "F113110102737"),
        ("静岡大学", 2024, "F122110106224"),
        ("静岡県公立大学法人静岡県立大学", 2020, "F122210106259"),
        ("学校法人　日本大学", 2018, "F113310103395"),
        ("兵庫県立大学", 2005, "F128210108698"),
        ("姫路工業大学", 2003, "S0209"),
        ("長崎県立大学", 2006, "F142210111196"),
        ("山梨県立大学", 2018, "F119210105692"),
        ("公立大学法人 奈良県立医科大学", 2018, "F129210109231"),
        ("国立大学法人奈良国立大学機構奈良女子大学", 2023, "F129110109215"),
        ("東京科学大学", 2024, "S0001"),
        ("大阪公立大学", 2022, "F127210111989"),
        ("大阪公立大学（大阪市立大学）", 2018, "F127210107878"),
        ("早稻田大學", 2020, "F113310103581"),
        ("東京科学大学（旧東京工業大学）", 2024, "S0001"),
        ("東京科学大学（東京工業大学）", 2023, "F113110102746"),
        ("旧東京工業大学", 2023, "F113110102746"),
        ("東海国立大学機構（名古屋大学）", 2021, "F123110106429"),
        ("国立大学法人東海国立大学機構　岐阜大学", 2021, "F121110105976"),
        ("公立大学法人大阪　大阪公立大学", 2022, "F127210111989"),
        ("学校法人日本大学　日本大学", 2018, "F113310103395"),
        ("筑波技術大学", 2018, "F108110101432"),
        ("筑波技術短期大学", 2003, "S0232"),
        ("函館高専", 2018, "G101110100535"),
        ("独立行政法人国立高等専門学校機構　函館工業高等専門学校", 2018, "G101110100535"),
        ("独立行政法人国立高等専門学校機構", 2018, "G113110000007"),
        ("仙台高専", 2018, "G104110101041"),
        ("宮城工業高等専門学校", 2008, "S0225"),
        ("大阪府立大学工業高等専門学校", 2018, "G127210108642"),
        ("大阪公立大学工業高等専門学校", 2022, "G127210108642"),
        ("大学共同利用機関法人情報システム研究機構", 2018, "F313110000033"),
        ("大学共同利用機関法人 自然科学研究機構", 2018, "F313110000015"),
        ("自然科学研究機構　分子科学研究所", 2018, "S0305"),
        ("大学共同利用機関法人自然科学研究機構　国立天文台", 2018, "S0301"),
        ("自然科学研究機構（国立天文台）", 2018, "S0301"),
        ("国立天文台", 2003, "S0301"),
        ("国文学研究資料館", 2018, "S0307"),
        ("人間文化研究機構 国立民族学博物館", 2018, "S0311"),
        ("情報・システム研究機構統計数理研究所", 2018, "S0314"),
        ("大学共同利用機関法人高エネルギー加速器研究機構", 2018, "F308110000012"),
    ],
)
def test_names_in_time(institutions: Institutions, name: str, fiscal_year: int, expected: str) -> None:
    assert institutions.match(name, None, fiscal_year).id == expected


@pytest.mark.parametrize(
    ("name", "candidate"),
    [
        ("日本大学（工学部）", "F113310103395"),
        ("熊本高等専門学校（八代キャンパス）", "G143110111408"),
        ("北海道大学病院", "北海道大学"),
        ("東京大学　医科学研究所", "東京大学"),
        ("自然科学研究機構　岡崎統合バイオサイエンスセンター", "自然科学研究機構"),
        ("学校法人獨協学園獨協大学", "獨協大学"),
        ("学校法人慶應義塾", "慶應義塾大学"),
    ],
)
def test_a_part_of_an_institution_is_not_taken_for_the_whole(
    institutions: Institutions, name: str, candidate: str
) -> None:
    found = institutions.match(name, None, 2018)
    assert found.id is None
    assert candidate in found.candidates


def test_a_code_beside_the_name_of_a_part_tells_whose_figures_they_are(institutions: Institutions) -> None:
    assert institutions.match("熊本高等専門学校（八代キャンパス）", "Ｇ143110111408", 2018).id == "G143110111408"


@pytest.mark.parametrize(
    ("name", "code", "also"),
    [
        ("東北未来大学", "F104110100856", None),  # nobody's name
        ("東北学園大学", "F104110100856", None),
        ("京都大学", "F104110100856", "F126110107407"),  # another's
        ("文教大学", "F104110100856", "F113310102868"),  # of two others
    ],
)
def test_a_known_code_beside_a_name_that_is_not_its_own_is_not_believed(
    institutions: Institutions, name: str, code: str, also: str | None
) -> None:
    for year in (2010, 2018):
        found = institutions.match(name, code, year)
        assert found.id is None
        assert found.candidates[0] == code
        assert also is None or also in found.candidates
    assert institutions.in_any_year(name, code) is None


@pytest.mark.parametrize(
    "name", ["東北大学", "東北大學", "東北大学　本部", "国立大学法人東北大学", "東北大字", "東北大"]
)
def test_a_known_code_is_believed_beside_its_own_name_however_printed(institutions: Institutions, name: str) -> None:
    assert institutions.match(name, "F104110100856", 2018).id == "F104110100856"
    found = institutions.in_any_year(name, "F104110100856")
    assert found
    assert found.id == "F104110100856"


@pytest.mark.parametrize(
    ("year", "first"),
    [(2018, {"大阪市立大学", "大阪府立大学"}), (2021, {"大阪市立大学", "大阪府立大学"}), (2022, {"大阪公立大学"})],
)
def test_a_corporation_that_is_named_for_a_place_has_those_it_runs_for_candidates(
    institutions: Institutions, year: int, first: set[str]
) -> None:
    found = institutions.match("公立大学法人大阪", None, year)
    assert found.id is None
    assert set(found.candidates[: len(first)]) == first
    assert set(found.candidates) == {"大阪公立大学", "大阪市立大学", "大阪府立大学"}


def test_what_carries_on_today(institutions: Institutions) -> None:
    assert institutions.today("F127210107878") == "F127210111989"
    assert institutions.today("F113110102746") == "S0001"
    assert institutions.today("F104110100856") == "F104110100856"
    assert institutions.today("S0206") == "F127210111989"  # 大阪女子大学, by way of 大阪府立大学


@pytest.mark.parametrize("name", ["名古屋大学", "岐阜大学", "静岡大学", "浜松医科大学", "奈良女子大学", "小樽商科大学"])
def test_a_university_under_a_corporation_or_a_plan_is_still_itself(institutions: Institutions, name: str) -> None:
    found = institutions.match(name, None, 2024).id
    assert found is not None
    assert institutions.today(found) == found


def test_a_corporation_is_known_with_those_it_runs(institutions: Institutions) -> None:
    run = {
        name: [i.name for i in institutions.institutions if i.corporation == name]
        for name in ("S0002", "S0003", "F308110000012", "F313110000015")
    }
    assert run == {
        "S0002": ["岐阜大学", "名古屋大学"],
        "S0003": ["小樽商科大学", "帯広畜産大学", "北見工業大学"],
        "F308110000012": ["素粒子原子核研究所", "物質構造科学研究所"],
        "F313110000015": [
            "国立天文台", "核融合科学研究所", "基礎生物学研究所", "生理学研究所", "分子科学研究所",
        ],
    }  # fmt: skip
    of_corporation = [i.name for i in institutions.institutions if i.corporation == "G113110000007" and not i.successor]
    assert len(of_corporation) == 51


def test_likeness_is_never_enough(institutions: Institutions) -> None:
    match = institutions.match("東京工業大字", None, 2018)
    assert match.id is None
    assert "東京工業大学" in match.candidates


def test_the_same_name_in_two_prefectures_is_open_until_the_prefecture_is_said(institutions: Institutions) -> None:
    assert institutions.match("文教大学", None, 2020).how == "ambiguous"
    assert institutions.match("文教大学", None, 2020, prefecture="東京都").id == "F113310102868"


def test_a_code_decides_in_either_case(institutions: Institutions) -> None:
    assert institutions.match("北陸大学", "f117310105488", 2018).id == "F117310105488"


def test_a_code_and_a_name_at_odds_leave_it_open(institutions: Institutions) -> None:
    slipped = institutions.match("東北大学", "F113110102700", 2018)
    assert (slipped.id, slipped.how, set(slipped.candidates)) == (
        None,
        "ambiguous",
        {"F113110102700", "F104110100856"},
    )
    assert institutions.match("大阪公立大学", "F127210107878", 2018).id == "F127210107878"  # what it is today
    assert institutions.match("東北大学川内", "F104110100856", 2018).id == "F104110100856"
