"""Documents are known by the titles that they bear, not by whom they cite."""

from dataclasses import replace

import pytest

from extract.document import Document, SheetPlace
from extract.mapping import load, recognise
from extract.mapping.recognition import edition_year, printed_date
from tests.mapping.small_documents import document

SOURCES = load()
BY_ID = {source.id: source for source in SOURCES}


@pytest.mark.parametrize(
    ("lines", "source"),
    [
        (["平成24年度", "大学等における産学連携等実施状況について", "平成25年12月"], "mext_sangaku_jisshi"),
        (["令和３年度 大学等における産学連携等実施状況について（機関別実績）"], "mext_sangaku_kikanbetsu"),
        (["平成29年度 大学等における産学連携等実施状況　個別実績"], "mext_sangaku_kikanbetsu"),
        (
            [
                "産学連携活動の更なる深化に向けて",
                "経済産業省",
                "出典：文部科学省「大学等における産学連携等実施状況について」",
            ],
            "meti_deck",
        ),
        (["令和４年度 大学発ベンチャー実態等調査の結果を取りまとめました"], "meti_univ_venture_survey"),
        (["出典：文部科学省「大学等における産学連携等実施状況について」"], None),
        (["学校基本調査"], None),
    ],
)
def test_recognise(lines: list[str], source: str | None) -> None:
    found = recognise(document(lines=lines), SOURCES)
    assert (found.id if found else None) == source


def test_a_citation_in_a_sheet_does_not_decide() -> None:
    """The indicators' sheet names MEXT's report as its source, further down."""
    lines = [
        "日本の大学等の民間企業等との共同研究等にかかる受入額（内訳）",
        "大学等における産学連携等実施状況について（各年度）",
    ]
    made = document(lines=lines)
    placed = tuple(line._replace(place=SheetPlace("図表", f"A{row}")) for row, line in enumerate(made.lines, 1))
    found = recognise(replace(made, lines=placed), SOURCES)
    assert found is not None
    assert found.id == "nistep_sti_indicators"


@pytest.mark.parametrize(
    ("lines", "year"),
    [
        (["平成24年度", "大学等における産学連携等実施状況について", "平成25年12月"], 2012),
        (["平成１５年度　大学等における産学連携等実施状況報告書", "平成１６年７月２８日"], 2003),
        (["文部科学省", "大学等における産学連携等実施状況について", "令和元年度"], 2019),
    ],
)
def test_the_edition_is_the_year_in_the_title(lines: list[str], year: int) -> None:
    assert edition_year(document(lines=lines), BY_ID["mext_sangaku_jisshi"]) == year


@pytest.mark.parametrize(
    ("lines", "date"),
    [
        (["平成24年度", "大学等における産学連携等実施状況について", "平成25年12月"], "2013-12"),
        (["産学連携活動の更なる深化に向けて", "平成 2 ８年９月１日"], "2016-09-01"),
        (["（令和元年５月８日）"], "2019-05-08"),
        (["平成２３年３月３１日現在の状況を取りまとめたので公表する。"], None),
        (["大学等における産学連携等実施状況について"], None),
    ],
)
def test_the_printed_date(lines: list[str], date: str | None) -> None:
    assert printed_date(document(lines=lines)) == date


def test_what_somebody_states_decides_only_where_the_document_does_not() -> None:
    silent, telling = document(lines=["別紙"]), document(lines=["令和4年度 大学発ベンチャー調査"])
    found = [recognise(made, SOURCES, "jpo_annual_report") for made in (silent, telling)]
    assert [source.id for source in found if source] == ["jpo_annual_report", "meti_univ_venture_survey"]
    assert recognise(silent, SOURCES, "no_such_source") is None


def test_nothing_to_read() -> None:
    empty = Document("x", "0" * 64, "text/csv", 1, (), (), (), ())
    assert recognise(empty, SOURCES) is None
