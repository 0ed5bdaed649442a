"""Changes, ratios, answers, drawings, sentences, agreement, identities: what holds, is found, or is left alone."""

import pandas as pd
import pytest

from expectations.proofs import prove, prove_across, verdicts
from extract.document import Chart, ChartSeries, Line, Point, Statement
from tests.expectations.made_by_hand import (
    DOCUMENT,
    checks,
    count,
    document,
    figures,
    frame,
    indicators,
    observation,
    place,
    proofs_of,
    table,
)

PARTNERS = [["民間企業"], ["公益法人等"], ["その他"]]


def held(rows: pd.DataFrame, proof: str) -> list[bool]:
    """Whether the checks of a kind hold, in the order kept."""
    return list(checks(rows, proof).values())


# --- changes


def test_a_column_of_changes_is_held_against_its_two_years() -> None:
    columns = [["平成16年度"], ["平成17年度"], ["増減"]]
    values = [[8864, 11054, 2190], [1398, 1353, -45], [137, 269, 132]]
    years = [2004, 2005, 2005]
    assert held(proofs_of(table(PARTNERS, columns, values, years=years)), "change") == [True] * 3
    values[1][1] = 1453
    assert sorted(held(proofs_of(table(PARTNERS, columns, values, years=years)), "change")) == [False, True, True]


@pytest.mark.parametrize(
    ("heading", "unit", "changes"),
    [
        ("伸び率", "%", [24.7, -3.2, 96.4]),
        ("前年度比", "%", [124.7, 96.8, 196.4]),
        ("前年度比", "倍", [1.25, 0.97, 1.96]),
    ],
)
def test_rates_and_ratios_are_told_from_differences_by_the_figures(
    heading: str, unit: str, changes: list[float]
) -> None:
    columns = [["平成16年度"], ["平成17年度"], [heading]]
    values = [[8864, 11054, changes[0]], [1398, 1353, changes[1]], [137, 269, changes[2]]]
    rows = proofs_of(table(PARTNERS, columns, values, unit=["件", "件", unit], years=[2004, 2005, None]))
    assert held(rows, "change") == [True] * 3


def test_a_row_of_changes_runs_over_the_years() -> None:
    rows = [["実施件数"], ["実施件数", "前年度比増減"]]
    columns = [["平成20年度"], ["平成21年度"], ["平成22年度"], ["平成23年度"]]
    values = [[14974, 14779, 15544, 16302], [None, -195, 765, 758]]
    found = proofs_of(table(rows, columns, values, years=[2008, 2009, 2010, 2011]))
    assert held(found, "change") == [True] * 3
    values[0][1] = 14778
    one = table(rows, columns, values, years=[2008, 2009, 2010, 2011])
    said = verdicts(figures(one), proofs_of(one))
    assert said["p1-t1/1/2"] == "contradicted"
    assert said["p1-t1/1/4"] == "proven"


def test_years_that_do_not_follow_each_other_are_not_compared() -> None:
    rows = [["件数"], ["増減"]]
    found = proofs_of(table(rows, [["平成15年度"], ["平成24年度"]], [[100, 200], [None, 7]], years=[2003, 2012]))
    assert held(found, "change") == []


# --- ratios


def test_an_average_is_its_amount_by_its_count() -> None:
    columns = [["件数"], ["受入額"], ["１件当たり受入額"]]
    values = [[7248, 152, 210], [8864, 196, 221], [11054, 249, 225]]
    years = [["15年度"], ["16年度"], ["17年度"]]
    units = ["件", "億円", "万円"]
    assert held(proofs_of(table(years, columns, values, unit=units)), "average") == [True] * 3
    values[2][2] = 235
    assert sorted(held(proofs_of(table(years, columns, values, unit=units)), "average")) == [False, True, True]


def test_a_column_of_shares_is_held_against_its_total() -> None:
    columns = [["件数"], ["構成比"]]
    values = [[4371, 77.4], [134, 2.4], [1140, 20.2], [5645, 100.0]]
    rows = [["国立"], ["公立"], ["私立"], ["合計"]]
    found = proofs_of(table(rows, columns, values, unit=["件", "%"]))
    assert held(found, "share") == [True] * 3
    assert held(found, "sum") == [True] * 2


# --- answers


def pie(values: list[float], n: int | None = 111, kind: str = "pie", tolerance: float = 0.0) -> Chart:
    """A chart of one question's answers, measured as it is labelled."""
    points = tuple(
        Point(f"答{i}", None, value, f"{value}%", "label", tolerance, place("p1-c1", i, 0), measured=value)
        for i, value in enumerate(values)
    )
    title = f"問 (n={n})" if n else "問"
    return Chart("p1-c1", place("p1-c1", 0, 0), title, kind, (ChartSeries("", "%", points),))


def of_chart(chart: Chart, *lines: str) -> pd.DataFrame:
    """All proofs of a document with one chart, none of whose figures are observations."""
    shown = document(charts=[chart])
    told = tuple(Line(text, None, place("p1-x", 0, 0)) for text in lines)
    return prove(
        type(shown)(**{**{name: getattr(shown, name) for name in shown.__slots__}, "lines": told}),
        figures().assign() if False else frame(count(2014, 1, element="nowhere")),
        indicators(),
    )


SIZES = [0.9, 9.9, 19.8, 31.5, 10.8, 18.0, 4.5, 2.7, 1.8]
"""1, 11, 22, 35, 12, 20, 5, 3 and 2 of 111."""


def test_answers_are_counts_of_n_and_make_a_hundred() -> None:
    rows = of_chart(pie(SIZES))
    assert held(rows, "count") == [True] * 9
    assert held(rows, "share") == [True]


def test_an_answer_that_no_count_gives_is_found() -> None:
    rows = of_chart(pie([0.9, 9.9, 19.8, 31.5, 10.8, 18.3, 4.5, 2.7, 1.8]))
    assert sorted(held(rows, "count")) == [False] + [True] * 8


def test_an_answer_that_is_one_too_few_is_found_by_the_sum() -> None:
    rows = of_chart(pie([0.9, 9.9, 19.8, 31.5, 10.8, 17.1, 4.5, 2.7, 1.8]))
    assert held(rows, "count") == [True] * 9
    assert held(rows, "share") == [False]


def test_the_n_that_the_figures_fit_is_found_among_those_on_the_page() -> None:
    rows = of_chart(pie(SIZES, n=None), "回答者の属性（n=111）", "うち、変わらない（n=56）")
    assert held(rows, "count") == [True] * 9
    assert set(rows.loc[rows["role"] == "denominator", "figure"]) == {"n=111"}


def test_without_an_n_there_are_no_counts() -> None:
    assert held(of_chart(pie(SIZES, n=None)), "count") == []


def test_a_question_with_several_answers_need_not_make_a_hundred() -> None:
    rows = of_chart(pie([54.9, 16.5, 1.1, 47.3, 49.5], n=91, kind="bar"))
    assert held(rows, "count") == [True] * 5
    assert held(rows, "share") == []


# --- drawings


def test_a_label_tied_to_the_wrong_mark_is_found() -> None:
    points = [(1881, 1880.6), (5085, 5086.1), (7197, 6882.0), (7282, 7281.0)]
    marks = tuple(
        Point(str(15 + i), 2003 + i, value, str(value), "label", 0.0, place("p1-c1", i, 0), measured=measured)
        for i, (value, measured) in enumerate(points)
    )
    chart = Chart("p1-c1", place("p1-c1", 0, 0), "出願", "bar", (ChartSeries("国内出願", "件", marks),))
    assert sorted(held(of_chart(chart), "geometry")) == [False, True, True, True]


# --- sentences

LEVEL = {"element": "p1-s1", "kind": "statement", "printed_unit": "件"}


def said(name: str, text: str, printed: str, value: float, unit: str, year: int | None) -> Statement:
    """A figure in a sentence on page 1."""
    return Statement(name, text, printed, value, unit, year, "約" in printed, place("p1-s", int(name[4:]), 0))


def boxed(statement: Statement) -> dict[str, object]:
    """The place of a statement as an observations frame gives it."""
    assert hasattr(statement.place, "bbox")
    return {"page": 1, **dict(zip(("x0", "top", "x1", "bottom"), statement.place.bbox, strict=True))}


@pytest.mark.parametrize(("change", "holds"), [(623, True), (632, False)])
def test_a_rise_told_in_a_sentence_is_held_against_the_year_before(change: int, holds: bool) -> None:
    level = said("p1-s1", "研究実施件数は16,925件となった。", "16,925件", 16925, "件", 2012)
    rise = said("p1-s2", f"前年度に比べて{change}件増加している。", f"{change}件増加", change, "件", 2012)
    before = table([["件数"]], [["平成23年度"]], [[16302]], years=[2011])
    rows = frame(
        count(2012, 16925, **LEVEL, **boxed(level)),
        count(2011, 16302, element="p1-t1", **boxed(said("p1-s0", "", "", 0, "件", 2011))),
    ).assign(page=1)
    rows.loc[1, ["x0", "top", "x1", "bottom"]] = list(place("p1-t1", 0, 0).bbox)
    found = prove(document(before, statements=[level, rise]), rows, indicators())
    assert held(found, "change") == [holds]
    assert verdicts(rows, found)[rows["observation_id"][0]] == ("proven" if holds else "contradicted")


def test_a_multiple_over_a_chart_is_held_against_the_series_that_it_names() -> None:
    def series(name: str, values: dict[int, float], column: int) -> ChartSeries:
        marks = (
            Point(str(year - 1988), year, value, str(value), "label", 0.0, place("p1-c1", year - 2000, column))
            for year, value in values.items()
        )
        return ChartSeries(name, "百万円", tuple(marks))

    text = "活用実績 件数：H17→H26 約9.8倍 収入：H17→H26 約3.2倍"
    parts = (series("件数", {2014: 10802}, 0), series("収入", {2005: 639, 2014: 1992}, 1))
    chart = Chart("p1-c1", place("p1-c1", 0, 0), text, "combo", parts)
    told = [said("p1-s1", text, "約9.8倍", 9.8, "倍", 2014), said("p1-s2", text, "約3.2倍", 3.2, "倍", 2014)]
    found = prove(document(charts=[chart], statements=told), frame(count(2014, 1, element="nowhere")), indicators())
    assert held(found, "change") == [False]  # 1,992 is 3.12 times 639; of 件数 there is no 2005
    stated = found[found["role"] == "stated"].iloc[0]
    assert stated["actual"] == 3.2
    assert stated["expected"] == pytest.approx(3.1174, abs=1e-4)


def test_a_list_makes_up_the_figure_before_it_and_losses_count_against_gains() -> None:
    text = "増減の内訳は、新規設立98社、新たに把握239社、閉鎖145社、該当しなくなったもの7社である。"
    whole = said("p1-s1", "前年度から185社増加しました。", "185社増加", 185, "社", 2018)
    parts = [said(f"p1-s{i + 2}", text, f"{n}社", n, "社", 2018) for i, n in enumerate([98, 239, 145, 7])]
    nowhere = frame(count(2014, 1, element="nowhere"))
    assert held(prove(document(statements=[whole, *parts]), nowhere, indicators()), "sum") == [True]
    for closed in (146, 745):
        parts[2] = said("p1-s4", text.replace("145", f"{closed}"), f"{closed}社", closed, "社", 2018)
        wrong = [whole, *(said(p.id, parts[2].text, p.printed, p.value, "社", 2018) for p in parts)]
        assert held(prove(document(statements=wrong), nowhere, indicators()), "sum") == [False]


# --- agreement, within a document and across


def test_a_sentence_agrees_with_the_table_within_what_it_rounds() -> None:
    printed = observation("joint_research_amount", 2014, 41_603e6, sector="total", partner="private_company")
    printed |= {"precision": 0.5e6, "printed_unit": "百万円"}
    sentence = {
        **printed,
        "element": "p2-s1",
        "kind": "statement",
        "printed_unit": "億円",
        "observation_id": "sentence",
    }
    fits = frame(printed, {**sentence, "value": 416e8, "precision": 0.5e8})
    assert held(prove(document(), fits, indicators()), "statement") == [True]
    wrong = frame(printed, {**sentence, "value": 418e8, "printed_unit": "億円"})
    assert held(prove(document(), wrong, indicators()), "statement") == [False]


def test_two_tables_that_round_alike_must_say_the_same() -> None:
    one = observation("joint_research_amount", 2014, 416e8, sector="total", partner="private_company")
    one |= {"precision": 0.5e8, "printed_unit": "億円"}
    other = {**one, "element": "p2-t1", "observation_id": "other"}
    assert held(prove(document(), frame(one, other), indicators()), "agreement") == [True]
    assert held(prove(document(), frame(one, {**other, "value": 417e8}), indicators()), "agreement") == [False]


def edition(year: int, value: float, **more: object) -> dict[str, object]:
    """The count of FY2009 as the edition of a year states it."""
    of = {"document": f"{year % 100:02d}" * 32, "edition": f"FY{year}", "published": f"{year + 1}-11-27", **more}
    return count(2009, value, **of)


def test_a_later_edition_restates_and_contradicts_nobody() -> None:
    rows = frame(edition(2009, 5489), edition(2010, 4527), edition(2012, 4527))
    found = prove_across(rows, indicators())
    assert held(found, "restated") == [False]
    assert held(found, "agreement") == [True]
    assert found.loc[found["proof"] == "restated", "passed"].isna().all()
    assert list(verdicts(rows, found)) == ["printed", "proven", "proven"]


def test_the_order_of_arrival_does_not_matter() -> None:
    rows = frame(edition(2009, 5489), edition(2010, 4527), edition(2012, 4527), edition(2013, 4527))
    forwards = prove_across(rows, indicators())
    backwards = prove_across(rows.iloc[::-1], indicators())
    columns = [name for name in forwards.columns if name != "others"]
    pd.testing.assert_frame_equal(forwards[columns], backwards[columns])


def test_what_is_repeated_from_a_first_release_is_restated_within_its_document() -> None:
    first = count(2016, 1851, stated_as="first_release", x0=1.0)
    rows = frame(first, count(2016, 1846, x0=2.0))
    found = prove(document(), rows, indicators())
    assert held(found, "restated") == [False]
    assert set(verdicts(rows, found)) == {"printed"}


def test_a_measured_figure_agrees_within_its_tolerance_and_restates_only_what_nobody_prints() -> None:
    drawn = edition(2012, 4510, status="estimated", tolerance=0.005, precision=4510 * 0.005, method="geometry")
    rows = frame(edition(2010, 4527), drawn)
    found = prove_across(rows, indicators())
    assert held(found, "agreement") == [True]
    far = frame(edition(2010, 4527), {**drawn, "value": 5489.0, "precision": 5489 * 0.005})
    assert held(prove_across(far, indicators()), "restated") == [False]
    assert list(verdicts(far, prove_across(far, indicators()))) == ["printed", "estimated"]
    both = pd.concat([far, frame(edition(2009, 5489))])
    assert checks(prove_across(both, indicators()), "restated").keys() == {
        f"{edition(2010, 4527)['observation_id']} · FY2010 p1-t1 · FY2009 p1-t1"
    }


# --- identities


def test_sectors_of_different_tables_make_up_their_total() -> None:
    parts = [
        count(2014, value, sector=sector, element=f"p{i + 1}-t1")
        for i, (sector, value) in enumerate([("national", 8554), ("public", 210), ("private", 2038), ("total", 10802)])
    ]
    assert held(prove(document(), frame(*parts), indicators()), "sum") == [True]
    parts[0]["value"] = 8545.0
    assert held(prove(document(), frame(*parts), indicators()), "sum") == [False]
    assert held(prove(document(), frame(*parts[1:]), indicators()), "sum") == []


def test_an_average_is_proven_by_the_amount_of_another_document() -> None:
    known = pd.concat([indicators(), indicators().head(1).assign(id="average", unit="円", type="average")])
    identity = {"average": {"amount": "joint_research_amount", "count": "joint_research_count"}}
    known["identities"] = [[identity] if name == "average" else [] for name in known["id"]]
    known["dimensions"] = [["sector", "partner", "scope"]] * len(known)
    amount = observation("joint_research_amount", 2003, 152e8, sector="total", partner="private_company")
    rows = frame(
        {**amount, "precision": 0.5e8, "document": "a" * 64},
        count(2003, 7248, document="b" * 64),
        {**count(2003, 210e4, document="b" * 64), "indicator": "average", "series_id": "average", "precision": 0.5e4},
    )
    assert held(prove_across(rows, known), "average") == [True]
    rows.loc[2, "value"] = 290e4
    assert held(prove_across(rows, known), "average") == [False]


def test_an_observation_takes_part_by_its_place_and_document() -> None:
    found = proofs_of(table([["国立"], ["合計"]], [["国内"], ["外国"], ["計"]], [[1, 2, 3], [4, 5, 9]]))
    assert set(found["figure"].str[:12]) == {DOCUMENT[:12]}
    assert found["observation_id"].notna().all()
