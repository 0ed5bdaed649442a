"""What was told of a figure, when it was the current statement, and what is in force."""

import itertools
import random
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from extract.document import Status
from tests.warehouse.made import Figure, Paper
from warehouse import connection, release
from warehouse.home import Home

LICENCES = {"indicator": "patent_licences_count", "dimensions": {"sector": "total", "scope": "survey"}}
INCOME = {"indicator": "joint_research_income", "unit": "円"}
VENTURES = {"indicator": "university_ventures_count", "dimensions": {"scope": "survey"}, "unit": "社"}


class Told:
    """A release of some papers, to ask."""

    def __init__(self, folder: Path, papers: Sequence[Paper]) -> None:
        self.home = Home.at(folder)
        planned = release.plan(self.home, [paper.staged(self.home) for paper in papers])
        release.build(self.home, planned)
        self.id = planned.id

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        with connection.connect(self.home, self.id) as warehouse:
            return warehouse.execute(query).fetchall()

    def vintages(self) -> list[tuple[Any, ...]]:
        return self.ask("SELECT value, known_from, known_to, change, is_current FROM vintages ORDER BY ALL")


def test_a_later_value_ends_the_earlier_one_and_each_day_sees_its_own(tmp_path: Path) -> None:
    first = Paper("h26.csv", "2015-11-27", [Figure(2014, 10661, **LICENCES)], edition="FY2014")
    later = Paper("jpo.csv", "2018", [Figure(2014, 10802, **LICENCES)])
    told = Told(tmp_path, [later, first])
    assert told.vintages() == [
        (10661, date(2015, 11, 27), date(2018, 12, 31), "first", False),
        (10802, date(2018, 12, 31), None, "restated", True),
    ]
    assert told.ask("SELECT value, first_value, restated FROM patents") == [(10802, 10661, True)]
    for day, value in (("2015-11-26", None), ("2015-11-27", 10661), ("2018-12-30", 10661), ("2019-01-01", 10802)):
        found = told.ask(f"SELECT value FROM as_of(DATE '{day}')")  # noqa: S608
        assert found == ([] if value is None else [(value,)])
    assert told.ask("SELECT old_value, new_value, difference, old_edition FROM restatements") == [
        (10661, 10802, 141, "FY2014")
    ]


def test_a_rounded_statement_neither_restates_nor_hides_the_precise_one(tmp_path: Path) -> None:
    rounded = [Figure(2014, 41_600_000_000, precision=50_000_000, **INCOME)]
    precise = [Figure(2014, 41_574_000_000, precision=500_000, **INCOME)]
    for number, (earlier, later) in enumerate(itertools.permutations([rounded, precise])):
        told = Told(tmp_path / str(number), [Paper("a", "2015-11-27", earlier), Paper("b", "2017-01-13", later)])
        assert told.ask("SELECT value, restated, first_value, statements FROM observations") == [
            (41_574_000_000, False, 41_574_000_000, 2)
        ]
        assert told.ask("FROM restatements") == []
        seen = told.ask("SELECT value FROM as_of(DATE '2016-01-01')")
        assert seen == [(earlier[0].value,)]


def test_two_figures_rounded_alike_differ_if_their_print_differs(tmp_path: Path) -> None:
    papers = [
        Paper(name, f"201{year}-01-01", [Figure(2009, value, precision=500_000, **INCOME)])
        for name, year, value in (("a", 1, 2_212_000_000), ("b", 2, 2_213_000_000))
    ]
    assert len(Told(tmp_path, papers).ask("FROM restatements")) == 1


def test_a_figure_told_with_about_is_not_taken_at_its_last_digit(tmp_path: Path) -> None:
    exact = Figure(2014, 1_992_000_000, precision=500_000, **INCOME)
    about = Figure(2014, 2_000_000_000, precision=5_000_000, approximate=True, **INCOME)
    told = Told(tmp_path, [Paper("a", "2015-11-27", [exact, about]), Paper("b", "2016-11-27", [about])])
    assert told.ask("SELECT value, conflicting, restated FROM observations") == [(1_992_000_000, False, False)]


def test_agreement_is_held_against_the_whole_vintage_not_only_the_statement_before(tmp_path: Path) -> None:
    values = [(41_603_000_000, 500_000), (41_600_000_000, 50_000_000), (41_574_000_000, 500_000)]
    papers = [
        Paper(f"{n}", f"201{n}-01-01", [Figure(2009, value, precision=precision, **INCOME)])
        for n, (value, precision) in enumerate(values)
    ]
    told = Told(tmp_path, papers)
    assert told.ask("SELECT old_value, new_value FROM restatements") == [(41_603_000_000, 41_574_000_000)]


def test_a_repeated_first_release_comes_before_what_its_document_says(tmp_path: Path) -> None:
    both = [Figure(2016, 1851, stated_as="first_release", **VENTURES), Figure(2016, 1846, **VENTURES)]
    told = Told(tmp_path, [Paper("data", "2022-05", both)])
    assert told.vintages() == [
        (1846, date(2022, 5, 31), None, "restated", True),
        (1851, None, date(2022, 5, 31), "first", False),
    ]
    assert told.ask("SELECT value FROM as_of(DATE '2018-01-01')") == [(1851,)]
    assert told.ask("SELECT value FROM as_of(DATE '2016-12-31')") == []


def test_the_edition_that_told_it_first_stands_before_those_that_repeat_it(tmp_path: Path) -> None:
    original = Paper("first", "2018-03-09", [Figure(2017, 245, **VENTURES)])
    later = [Figure(2017, 245, stated_as="first_release", **VENTURES), Figure(2017, 268, **VENTURES)]
    told = Told(tmp_path, [Paper("later", "2019-05", later), original])
    assert told.vintages() == [
        (245, date(2018, 3, 9), date(2019, 5, 31), "first", False),
        (268, date(2019, 5, 31), None, "restated", True),
    ]


def test_the_same_value_of_another_year_stays_another_figure(tmp_path: Path) -> None:
    figures = [
        Figure(2007, 1773, stated_as="first_release", **VENTURES),
        Figure(2007, 1755, **VENTURES),
        Figure(2015, 1773, **VENTURES),
    ]
    told = Told(tmp_path, [Paper("data", "2022-05", figures)])
    assert told.ask("SELECT fiscal_year, value, first_value FROM ventures ORDER BY ALL") == [
        (2007, 1755, 1773),
        (2015, 1773, 1773),
    ]


def test_a_measured_value_never_stands_before_a_printed_one(tmp_path: Path) -> None:
    measured = Paper("deck", "2016-09-01", [Figure(2014, 19000, precision=30, status=Status.ESTIMATED)])
    for number, day in enumerate(("2015-11-27", "2017-01-01")):
        told = Told(tmp_path / str(number), [measured, Paper("print", day, [Figure(2014, 19070)])])
        assert told.ask("SELECT value, status FROM observations") == [(19070, "observed")]
        assert told.ask("FROM restatements") == []
    assert told.ask("SELECT value, status FROM as_of(DATE '2016-12-31')") == [(19000, "estimated")]


def test_a_blank_never_takes_the_place_of_a_figure(tmp_path: Path) -> None:
    blank = Paper(
        "later", "2020-01-01", [Figure(2014, None, status=Status.MISSING), Figure(2015, None, status=Status.MISSING)]
    )
    told = Told(tmp_path, [Paper("first", "2015-11-27", [Figure(2014, 19070)]), blank])
    assert told.ask("SELECT fiscal_year, value, status FROM observations ORDER BY ALL") == [
        (2014, 19070, "observed"),
        (2015, None, "missing"),
    ]


def test_a_document_that_contradicts_itself_is_not_silently_chosen_from(tmp_path: Path) -> None:
    figures = [Figure(2010, 5), Figure(2010, 7), Figure(2010, 5), Figure(2011, 9), Figure(2011, 9)]
    told = Told(tmp_path, [Paper("x", "2012-01-01", figures)])
    assert told.ask("SELECT fiscal_year, conflicting FROM observations ORDER BY ALL") == [(2010, True), (2011, False)]
    assert told.ask("SELECT value, change FROM vintages WHERE fiscal_year = 2010 ORDER BY ALL") == [
        (5, "first"),
        (7, "alternative"),
    ]
    assert told.ask("SELECT count(*) FROM as_of(DATE '2013-01-01') WHERE fiscal_year = 2010") == [(1,)]


def test_documents_of_one_day_that_differ_are_flagged(tmp_path: Path) -> None:
    papers = [Paper(name, "2012-01-01", [Figure(2010, value)]) for name, value in (("a", 5), ("b", 7))]
    told = Told(tmp_path, papers)
    assert told.ask("SELECT conflicting, count(*) FROM vintages GROUP BY ALL") == [(True, 2)]
    assert told.ask("SELECT count(*) FROM observations") == [(1,)]


def test_a_document_without_a_date_is_taken_to_be_out_a_year_after_its_edition(tmp_path: Path) -> None:
    papers = [
        Paper("edition", None, [Figure(2010, 5)], edition="FY2012"),
        Paper("data", None, [Figure(2010, 5)]),
        Paper("month", "2015-02", [Figure(2010, 5)]),
        Paper("nothing", None, [Figure(2010, 5, fate="unmapped")], source=None),
    ]
    told = Told(tmp_path, papers)
    assert told.ask("SELECT document_name, known_from, known_basis FROM documents ORDER BY ALL") == [
        ("data", date(2012, 3, 31), "data"),
        ("edition", date(2014, 3, 31), "edition"),
        ("month", date(2015, 2, 28), "month"),
        ("nothing", None, "unknown"),
    ]


def test_a_day_sees_what_a_release_of_the_documents_published_by_then_holds(tmp_path: Path) -> None:
    chance = random.Random(5)  # noqa: S311 - chance, not secrets
    papers = [
        Paper(
            f"p{n}",
            f"201{n}-0{1 + n % 3}-15",
            [
                Figure(2000 + year, chance.choice((100, 101, 140, 141.4)), precision=chance.choice((0, 0.5, 5)))
                for year in chance.sample(range(8), 5)
            ],
        )
        for n in range(6)
    ]
    told = Told(tmp_path / "all", chance.sample(papers, len(papers)))
    figures = "SELECT fiscal_year, value, edition, document, restated FROM {} ORDER BY ALL"
    for count in (2, 5):
        day = papers[count - 1].published
        then = Told(tmp_path / str(count), papers[:count])
        assert told.ask(figures.format(f"as_of(DATE '{day}')")) == then.ask(figures.format("observations"))
        assert told.ask(f"FROM as_of(DATE '{day}') WHERE known_from > DATE '{day}'") == []


def test_levels_keep_parts_apart_from_their_whole(tmp_path: Path) -> None:
    base = {"partner": "private_company"}
    dimensions = {
        "national": {**base, "sector": "total", "size_class": "total", "scope": "survey"},
        "sector": {**base, "sector": "national", "size_class": "total", "scope": "survey"},
        "size_class": {**base, "sector": "total", "size_class": "under_1m_yen", "scope": "survey"},
        "institution": {**base, "institution": "東京大学", "scope": "institution"},
        "listed": {**base, "sector": "total", "scope": "listed_institutions"},
        "other": {**base, "sector": "total", "scope": "selected_universities"},
    }
    figures = [Figure(2018, n + 1, dimensions=words) for n, words in enumerate(dimensions.values())]
    told = Told(tmp_path, [Paper("x", "2020-01-01", figures)])
    found = told.ask("SELECT level, institution, prefecture, sector FROM collaboration ORDER BY value")
    assert [row[0] for row in found] == list(dimensions)
    assert found[3][1:] == ("東京大学", "東京都", "national")


def test_a_definition_break_shows_on_the_figures_behind_it(tmp_path: Path) -> None:
    years = (2011, 2012, 2013)
    told = Told(tmp_path, [Paper("x", "2020-01-01", [Figure(year, year, **LICENCES) for year in years])])
    found = told.ask("SELECT fiscal_year, definition_break, definition_since FROM patents ORDER BY ALL")
    assert found == [(2011, False, 2009), (2012, True, 2012), (2013, False, 2012)]


def test_the_verdict_comes_from_the_proofs(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    paper = Paper("x", "2020-01-01", [Figure(year, year) for year in (2011, 2012, 2013, 2014)])
    planned = release.plan(home, [paper.staged(home)])

    def prove(observations: pd.DataFrame, proofs: pd.DataFrame) -> pd.DataFrame:
        ids = list(observations.sort_values("fiscal_year")["observation_id"])
        said = {"observation_id": [ids[0], ids[0], ids[1], ids[2]], "passed": [True, False, True, None]}
        rows = pd.DataFrame(said).assign(proof_id="p", proof="sum", others=[[], [], [ids[0]], []])
        return pd.concat([proofs, rows])

    release.build(home, planned, prove)
    with connection.connect(home, planned.id) as warehouse:
        found = warehouse.execute("SELECT fiscal_year, verdict FROM observations ORDER BY ALL").fetchall()
    assert found == [(2011, "contradicted"), (2012, "proven"), (2013, "printed"), (2014, "printed")]


@pytest.mark.parametrize("published", ["2015-13", "２０１５", "soon", "2015-02-30", ""])
def test_what_is_no_date_is_not_taken_for_one(published: str) -> None:
    assert release.known_day(published) == (None, None)
