"""What is not understood is reported with the nearest known heading and a line for the YAML."""

from pathlib import Path

import yaml

from extract.mapping import Suggestion, suggest, unread
from extract.mapping.rules import Source
from extract.observation import Mapped
from tests.mapping.small_documents import INDICATORS, mapped, sentence_of, source, table


def suggested(found: Mapped, of: Source) -> tuple[Suggestion, ...]:
    return suggest(unread(found.leftovers), of, INDICATORS)


def test_nearest_heading_and_a_line_that_parses(tmp_path: Path) -> None:
    made = source(tmp_path)
    (suggestion,) = suggested(
        mapped(made, table([["民間企業"], ["全相手先"]], [["実施件数(速報)"]], [["1"], ["2"]])), made
    )
    assert (suggestion.heading, suggestion.figures, suggestion.nearest) == ("実施件数(速報)", 2, "実施件数")
    assert yaml.safe_load(suggestion.line) == [{"say": ["実施件数(速報)"], "set": {"measure": "count"}}]


def test_pasting_the_line_maps_the_figures(tmp_path: Path) -> None:
    made = source(tmp_path / "before")
    cells = table([["民間企業"]], [["実施延べ件数"]], [["5"]])
    (suggestion,) = suggested(mapped(made, cells), made)
    mended = source(tmp_path / "after", headings=[*HEADINGS, *yaml.safe_load(suggestion.line)])
    assert [o.value for o in mapped(mended, cells).observations] == [5]


HEADINGS = [{"say": ["共同研究"], "set": {"topic": "joint"}}]


def test_a_heading_like_no_other_shows_the_choice(tmp_path: Path) -> None:
    made = source(tmp_path)
    (suggestion,) = suggested(mapped(made, table([["ロケット"]], [["件数"]], [["5"]])), made)
    assert suggestion.nearest is None
    assert "unwanted" in suggestion.line


def test_the_most_frequent_goes_first(tmp_path: Path) -> None:
    made = source(tmp_path)
    one = table([["ロケット"]], [["件数"]], [["5"]], id="a")
    many = table([["飛行船"]], [["国立 件数"], ["公立 件数"]], [["5", "6"]], id="b")
    assert [s.heading for s in suggested(mapped(made, one, many), made)] == ["飛行船", "ロケット"]


def test_a_sentence_gets_a_statement_rule(tmp_path: Path) -> None:
    made = source(tmp_path)
    (suggestion,) = suggested(mapped(made, sentence_of("全相手先との共同研究は12件である。", "12件", 12, "件")), made)
    assert yaml.safe_load(suggestion.line)[0]["say"] == ["全相手先との共同研究は{figure}である。"]


def test_of_a_heading_of_several_words_the_wanting_one_is_suggested(tmp_path: Path) -> None:
    made = source(tmp_path / "before")
    cells = table([["全相手先"]], [["国立大学等の研究受入総額"]], [["5"]], unit="円")
    (suggestion,) = suggested(mapped(made, cells), made)
    mended = source(tmp_path / "after", headings=[*HEADINGS, *yaml.safe_load(suggestion.line)])
    (observation,) = mapped(mended, cells).observations
    assert (observation.indicator, observation.dimensions["sector"]) == ("income", "national")


def test_an_unknown_title_goes_to_the_rule_with_the_most_like_one(tmp_path: Path) -> None:
    made = source(tmp_path / "before")
    cells = table([["全相手先"]], [["件数"]], [["5"]], title="協働研究")
    (suggestion,) = suggested(mapped(made, cells), made)
    assert (suggestion.nearest, suggestion.place) == ("共同研究", "tables: joint")
    rule = {"id": "joint", "set": {"topic": "joint"}, "rows": "institution", **yaml.safe_load(suggestion.line)}
    assert [o.value for o in mapped(source(tmp_path / "after", tables=[rule]), cells).observations] == [5]
