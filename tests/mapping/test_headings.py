"""A heading is understood from end to end or not at all."""

import pytest

from extract.mapping.lexicon import Lexicon
from extract.mapping.rules import Heading
from extract.mapping.sources import shared_words

WORDS = [heading for group in shared_words().values() for heading in group]
LEXICON = Lexicon(WORDS, [Heading(("共同研究",), facts=(("topic", "joint"),))], document_year=2014)


def facts(text: str) -> dict[str, str]:
    reading = LEXICON.read(text)
    assert reading is not None, f"{text}: {LEXICON.unknown(text)}"
    return {key: value for some in reading.facts for key, value in some}


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("国　立", {"sector": "national"}),
        ("うち国立大のみ", {"sector": "national"}),
        ("共同研究（民間企業）", {"topic": "joint", "partner": "private_company"}),
        ("民間企業等", {"partner": "companies_and_others"}),  # 等 is no particle: another series
        ("外国企業", {"partner": "foreign_company"}),  # neither foreign nor just a company
        ("国", {"partner": "national_government"}),
        ("国内", {"destination": "domestic"}),
        ("件数（件・右軸）", {"measure": "count"}),
        ("受入額（単位：千円）", {"measure": "amount"}),
        ("～100万円未満", {"size_class": "under_1m_yen"}),
        ("～1,000万円未満", {"size_class": "under_10m_yen"}),
        ("1億円以上", {"size_class": "from_100m_yen"}),
        ("100万円以上～300万円未満", {"size_class": "from_1m_to_3m_yen"}),
        ("0円", {"size_class": "0_yen"}),
        ("合　　計", {}),
        ("平成26年度末", {}),
    ],
)
def test_says(heading: str, said: dict[str, str]) -> None:
    if heading == "平成26年度末":
        assert LEXICON.read(heading) is None  # 末 is a word that nobody has explained
        assert LEXICON.unknown(heading) == "末"
    else:
        assert facts(heading) == said


@pytest.mark.parametrize(
    ("heading", "year"),
    [("平成26年度", 2014), ("H26", 2014), ("2014(平成26)年度", 2014), ("15年度", 2003), ("令和元年度", 2019)],
)
def test_names_a_year(heading: str, year: int) -> None:
    reading = LEXICON.read(heading)
    assert reading is not None
    assert reading.year is not None
    assert reading.year.year == year


@pytest.mark.parametrize("heading", ["うち短期大学", "医学系の共同研究", "共同研究（再委託）", "上場企業"])
def test_one_unknown_word_and_nothing_counts(heading: str) -> None:
    assert LEXICON.read(heading) is None
    assert LEXICON.unknown(heading)


def test_a_one_letter_word_stands_alone() -> None:
    lexicon = Lexicon([Heading(("計",)), Heading(("特許出願件数",), facts=(("act", "application"),))])
    assert lexicon.read("特許出願件数　計") is not None
    assert lexicon.read("特許出願件数計") is None


def test_respondents_are_read_where_all_agree() -> None:
    for text, number in (("(n=110)", 110), ("n= 60/ 60", 60), ("(n=55/56)", None)):
        reading = LEXICON.read(text)
        assert reading is not None
        assert reading.respondents == number


def test_nearest_words_go_first() -> None:
    own = Heading(("件数",), facts=(("measure", "licences"),))
    assert dict(Lexicon([own], WORDS).read("件数").facts[0]) == {"measure": "licences"}  # type: ignore[union-attr]
