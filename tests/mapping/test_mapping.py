"""What becomes of a cell: the one series that its headings name, or the account of why none."""

from dataclasses import replace
from pathlib import Path

import pytest

from extract.document import Cell, PagePlace, Statement, Status
from extract.mapping import map_document
from extract.mapping.rules import Source
from extract.observation import Fate, Leftover, Observation
from tests.mapping.small_documents import INDICATORS, chart, document, mapped, only, source, table


@pytest.fixture
def made(tmp_path: Path) -> Source:
    return source(tmp_path)


def observed(source_: Source, row: str, column: str, text: str = "12", **facts: object) -> Observation:
    outcome = only(mapped(source_, table([[row]], [[column]], [[text]], **facts)))
    assert isinstance(outcome, Observation), outcome
    return outcome


def refused(source_: Source, row: str, column: str, text: str = "12", **facts: object) -> Leftover:
    outcome = only(mapped(source_, table([[row]], [[column]], [[text]], **facts)))
    assert isinstance(outcome, Leftover), outcome
    return outcome


def test_rows_and_columns_name_a_series_together(made: Source) -> None:
    found = observed(made, "国立大学等", "民間企業 件数", "1,234")
    assert (found.indicator, found.value, found.fiscal_year) == ("count", 1234, 2014)
    assert found.dimensions == {"sector": "national", "partner": "private_company", "scope": "survey"}
    assert found.rule == "made/joint"


def test_a_dimension_that_nobody_states_is_not_guessed(made: Source) -> None:
    left = refused(made, "国立大学等", "件数")
    assert left.fate is Fate.UNMAPPED
    assert left.reason == "count needs a partner, and no heading says which"


def test_an_unknown_heading_is_named(made: Source) -> None:
    left = refused(made, "民間企業", "再委託を除く件数")
    assert left.heading == "再委託を除く件数"
    assert "再委託" in left.reason


def test_an_unknown_word_in_the_title_leaves_all_of_the_table(made: Source) -> None:
    left = refused(made, "民間企業", "件数", title="短期大学の共同研究")
    assert left.heading == "短期大学の共同研究"
    assert "短期" in left.reason


def test_headings_that_disagree_give_nothing(made: Source) -> None:
    left = refused(made, "国立", "公立 民間企業 件数")
    assert left.reason == "headings disagree: sector is national and public"


def test_the_narrower_of_two_nested_headings_holds(made: Source) -> None:
    assert observed(made, "民間企業", "大企業 件数").dimensions["partner"] == "large_company"
    assert observed(made, "大学等", "うち国立 民間企業 件数").dimensions["sector"] == "national"


def test_what_is_not_wanted_has_its_reason(made: Source) -> None:
    left = refused(made, "民間企業", "増減")
    assert left.fate is Fate.NOT_WANTED
    assert "差" in left.reason


def test_an_institution_stands_for_itself(made: Source) -> None:
    found = observed(made, "東京大学", "国立 民間企業 件数")
    assert found.dimensions == {"partner": "private_company", "institution": "東京大学", "scope": "institution"}


@pytest.mark.parametrize(
    "name", ["日本大学", "国際大学", "北海道大学", "情報・システム研究機構", "国立大学法人　東北大学"]
)
def test_a_name_is_a_name_whatever_its_words(made: Source, name: str) -> None:
    assert observed(made, name, "民間企業 件数").dimensions["institution"] == " ".join(name.split())


def test_a_row_of_a_list_that_names_nobody_is_no_total(made: Source) -> None:
    left = refused(made, "12", "民間企業 件数")
    assert left.reason == "neither an institution nor a total is named"


def test_a_subtotal_is_no_institution(made: Source) -> None:
    assert refused(made, "関東地区大学計", "民間企業 件数").fate is Fate.UNMAPPED


def test_columns_of_labels_have_their_roles(made: Source) -> None:
    heads = ("順位", "学校コード", "機関名", "都道府県", "件数")
    labels = ("7", "F101110100010", "北海道大学", "北海道", "12")
    cells = tuple(
        Cell(row, column, 1, 1, texts[column], PagePlace(1, (0, 0, 1, 1)))
        for row, texts in enumerate((heads, labels))
        for column in range(5)
    )
    whole = table([["x"]], [["民間企業 件数"]], [["12"]], cells=cells, header_rows=1)
    moved = whole.values[0]._replace(row=1, column=4, row_path=labels[:4])
    found = only(mapped(made, replace(whole, values=(moved,))))
    assert isinstance(found, Observation)
    assert (found.dimensions["institution"], found.institution_code) == ("北海道大学", "F101110100010")


@pytest.mark.parametrize(("head", "label"), [("順位", "7 北海道大学"), ("都道府県", "北海道大学"), ("順位", "医学系")])
def test_a_column_beside_the_point_hides_no_heading(tmp_path: Path, head: str, label: str) -> None:
    """A name in the column of ranks is a heading that must be understood; it is not passed over as a rank."""
    made = source(tmp_path, tables=[{"id": "joint", "title": ["共同研究"], "set": {"topic": "joint"}}])
    cells = (Cell(0, 0, 1, 1, head, PagePlace(1, (0, 0, 1, 1))), Cell(1, 0, 1, 1, label, PagePlace(1, (0, 0, 1, 1))))
    whole = table([["x"]], [["民間企業 件数"]], [["12"]], cells=cells, header_rows=1)
    moved = whole.values[0]._replace(row=1, column=1, row_path=(label,))
    left = only(mapped(made, replace(whole, values=(moved,))))
    assert isinstance(left, Leftover)
    assert left.heading == label


def test_money_is_canonical_and_keeps_its_rounding(made: Source) -> None:
    found = observed(made, "民間企業", "受入額", "341", unit="億円")
    assert (found.value, found.unit, found.precision) == (34_100_000_000, "円", 50_000_000)


def test_a_unit_of_another_kind_is_refused(made: Source) -> None:
    assert refused(made, "民間企業", "受入額", "341", unit="件").reason == "income is in 円, printed is 件"


def test_of_several_declared_units_the_fitting_one_is_taken(made: Source) -> None:
    found = observed(made, "民間企業", "受入額", "341", unit="件", unit_line="（単位：件、百万円）")
    assert found.value == 341_000_000


def test_money_without_a_unit_is_refused(made: Source) -> None:
    assert refused(made, "民間企業", "受入額", "341", unit=None).reason == "no unit is printed"


def test_no_year_no_observation(made: Source) -> None:
    assert refused(made, "民間企業", "件数", year=None).reason == "no heading names a year"
    assert observed(made, "全機関 平成25年度", "民間企業 件数", year=None).fiscal_year == 2013


def test_a_year_that_the_headings_contradict_is_refused(made: Source) -> None:
    left = refused(made, "全機関 平成25年度", "民間企業 件数", year=2014)
    assert left.reason == "year 2014 read, but the headings say 2013"


def test_marks_in_mapped_places_are_observations_without_value(made: Source) -> None:
    found = observed(made, "民間企業", "件数", "…", status=Status.MISSING)
    assert (found.value, found.status) == (None, Status.MISSING)


def test_marks_elsewhere_blanks_and_words_are_nothing(made: Source) -> None:
    found = mapped(
        made,
        table([["謎の語"]], [["件数"]], [["…"]], id="a"),
        table([["民間企業"]], [["件数"]], [[""]], id="b", status=Status.MISSING),
        table([["民間企業"]], [["件数"]], [["（約）"]], id="c", status=Status.TEXT),
    )
    assert (found.observations, found.leftovers) == ((), ())


def test_every_numeric_cell_is_accounted_for(made: Source) -> None:
    rows, columns = [["国立"], ["東京大学"], ["謎の語"]], [["民間企業 件数"], ["増減"], ["謎の列"]]
    found = mapped(made, table(rows, columns, [["1", "2", "3"]] * 3))
    places = [outcome.evidence.place for outcome in (*found.observations, *found.leftovers)]
    assert len(places) == len(set(places)) == 9


def test_facts_that_no_indicator_uses_up_leave_the_cell(tmp_path: Path) -> None:
    indicators = [
        {"is": "count", "when": {"topic": "joint", "measure": "count"}},
        {"is": "income", "when": {"topic": "joint", "measure": "amount", "part": "direct"}},
    ]
    headings = [{"say": ["共同研究"], "set": {"topic": "joint"}}, {"say": ["直接経費"], "set": {"part": "direct"}}]
    made = source(tmp_path, indicators=indicators, headings=headings)
    assert observed(made, "民間企業", "直接経費 受入額", "3", unit="円").indicator == "income"
    left = refused(made, "民間企業", "直接経費 件数")
    assert (left.reason, left.heading) == ("no indicator for measure=count, part=direct, topic=joint", "直接経費 件数")


def test_an_indicator_without_the_dimension_that_a_heading_states(tmp_path: Path) -> None:
    made = source(tmp_path)
    left = refused(made, "民間企業", "国内 件数")
    assert left.reason == "count has no destination (domestic)"


def test_titles_announce_what_headings_decide(made: Source) -> None:
    found = observed(made, "民間企業", "件数", title="１－２　共同研究の件数・受入額の推移（平成26年度）")
    assert found.indicator == "count"
    assert (
        observed(made, "民間企業", "件数", title="表１ 国立大学等における共同研究").dimensions["sector"] == "national"
    )


def test_what_a_title_leaves_open_no_default_fills(tmp_path: Path) -> None:
    default = {"sector": "total", "partner": "all_partners", "scope": "survey"}
    made = source(tmp_path, default=default)
    assert observed(made, "大学等", "件数").dimensions["partner"] == "all_partners"
    title = "中小企業及び外国企業との共同研究"
    assert observed(made, "中小企業", "件数", title=title).dimensions["partner"] == "small_company"
    assert refused(made, "合計", "件数", title=title).reason == "count needs a partner, and no heading says which"


def test_a_heading_of_two_values_is_neither(made: Source) -> None:
    left = refused(made, "国立・公立", "民間企業 件数")
    assert left.reason == "the heading names several values of sector"


def test_a_rule_by_the_section_above(tmp_path: Path) -> None:
    tables = [
        {"id": "joint", "title": ["相手先別"], "under": ["共同研究"], "set": {"topic": "joint", "measure": "count"}},
        {"id": "other", "title": ["相手先別"], "under": ["受託研究"], "unwanted": "not here"},
    ]
    made = source(tmp_path, tables=tables)
    cell = table([["民間企業"]], [["平成26年度"]], [["5"]], title="相手先別")
    for section, expected in (("１　共同研究", 1), ("２　受託研究", 0)):
        found = map_document(document(cell, lines=["平成26年度 産学調査", section]), made, INDICATORS)
        assert len(found.observations) == expected


def test_two_rules_that_fit_alike_are_no_rule(tmp_path: Path) -> None:
    rule = {"title": ["共同研究"], "set": {"topic": "joint"}}
    made = source(tmp_path, tables=[{"id": "one", **rule}, {"id": "two", **rule}])
    assert refused(made, "民間企業", "件数").reason == "several rules for this title: one, two"


def test_first_release_is_said_by_a_heading(tmp_path: Path) -> None:
    headings = [
        {"say": ["共同研究"], "set": {"topic": "joint"}},
        {"say": ["公表時"], "set": {"stated_as": "first_release"}},
    ]
    made = source(tmp_path, headings=headings)
    assert observed(made, "民間企業", "件数（公表時）").stated_as == "first_release"
    assert observed(made, "民間企業", "件数").stated_as == "current"


def test_an_unknown_document_is_all_left_over() -> None:
    found = map_document(document(table([["a"]], [["b"]], [["1"]])), None, INDICATORS)
    assert found.source is None
    assert [left.reason for left in found.leftovers] == ["no source recognises this document"]


SURVEY = {
    "indicators": [{"is": "share", "when": {"topic": "survey"}}],
    "charts": [
        {
            "id": "obstacles",
            "match": "<?(?P<question>国内[^<>]+)>?",
            "says": ["連携先が見つけられない"],
            "set": {"topic": "survey", "respondent": "企業", "question": "阻害要因"},
            "rows": "answer",
            "year": 2015,
        }
    ],
}


def test_open_dimensions_take_the_words_of_the_print(tmp_path: Path) -> None:
    made = source(tmp_path, **SURVEY)
    drawn = chart("＜国内大学＞", {"": {"連携先が見つけられない": 48.9}}, notes=["(n=92)"])
    found = only(mapped(made, drawn))
    assert isinstance(found, Observation)
    assert found.dimensions == {
        "question": "阻害要因／国内大学",
        "respondent": "企業",
        "answer": "連携先が見つけられない",
    }
    assert (found.value, found.precision, found.respondents, found.fiscal_year) == (48.9, 0.05, 92, 2015)


def test_what_is_measured_is_estimated_within_its_tolerance(tmp_path: Path) -> None:
    made = source(tmp_path, **SURVEY)
    drawn = chart("＜国内大学＞", {"": {"連携先が見つけられない": 50.0}}, method="geometry")
    found = only(mapped(made, drawn))
    assert isinstance(found, Observation)
    assert (found.status, found.precision) == (Status.ESTIMATED, pytest.approx(0.5))


STATEMENTS = [
    {"id": "change", "say": ["前年度に比べて{figure}増加"], "unwanted": "差"},
    {
        "id": "count",
        "say": ["(?P<institution>[^、]+大学)の共同研究は{figure}"],
        "is": "count",
        "set": {"partner": "private_company"},
        "year": "edition",
    },
]


def sentence(printed: str, value: float, unit: str, **facts: object) -> Statement:
    text = "東京大学の共同研究は１，２３４件であり、前年度に比べて３４件増加した。"
    return Statement(printed, text, printed, value, unit, facts.get("year"), False, PagePlace(1, (0, 0, 1, 1)))  # type: ignore[arg-type]


def test_a_sentence_says_what_its_figure_is(tmp_path: Path) -> None:
    made = source(tmp_path, statements=STATEMENTS)
    found = only(mapped(made, sentence("１，２３４件", 1234, "件")))
    assert isinstance(found, Observation)
    assert (found.value, found.fiscal_year, found.dimensions["institution"]) == (1234, 2014, "東京大学")
    left = only(mapped(made, sentence("３４件", 34, "件")))
    assert isinstance(left, Leftover)
    assert left.fate is Fate.NOT_WANTED


def test_a_sentence_without_a_rule_is_unmapped(tmp_path: Path) -> None:
    left = only(mapped(source(tmp_path), sentence("３４件", 34, "件")))
    assert isinstance(left, Leftover)
    assert (left.fate, left.reason) == (Fate.UNMAPPED, "no rule for this sentence")
