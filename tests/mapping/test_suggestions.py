"""What is not understood is reported with the nearest known heading and a line for the YAML."""

from pathlib import Path

import yaml

from extract.mapping import suggest
from tests.mapping.small_documents import mapped, sentence_of, source, table


def test_nearest_heading_and_a_line_that_parses(tmp_path: Path) -> None:
    made = source(tmp_path)
    (suggestion,) = suggest(
        mapped(made, table([["民間企業"], ["全相手先"]], [["実施件数(速報)"]], [["1"], ["2"]])).leftovers, made
    )
    assert (suggestion.heading, suggestion.figures, suggestion.nearest) == ("実施件数(速報)", 2, "実施件数")
    assert yaml.safe_load(suggestion.line) == [{"say": ["実施件数(速報)"], "set": {"measure": "count"}}]


def test_pasting_the_line_maps_the_figures(tmp_path: Path) -> None:
    made = source(tmp_path / "before")
    cells = table([["民間企業"]], [["実施延べ件数"]], [["5"]])
    (suggestion,) = suggest(mapped(made, cells).leftovers, made)
    mended = source(tmp_path / "after", headings=[*HEADINGS, *yaml.safe_load(suggestion.line)])
    assert [o.value for o in mapped(mended, cells).observations] == [5]


HEADINGS = [{"say": ["共同研究"], "set": {"topic": "joint"}}]


def test_a_heading_like_no_other_shows_the_choice(tmp_path: Path) -> None:
    made = source(tmp_path)
    (suggestion,) = suggest(mapped(made, table([["ロケット"]], [["件数"]], [["5"]])).leftovers, made)
    assert suggestion.nearest is None
    assert "unwanted" in suggestion.line


def test_the_most_frequent_goes_first(tmp_path: Path) -> None:
    made = source(tmp_path)
    one = table([["ロケット"]], [["件数"]], [["5"]], id="a")
    many = table([["飛行船"]], [["国立 件数"], ["公立 件数"]], [["5", "6"]], id="b")
    assert [s.heading for s in suggest(mapped(made, one, many).leftovers, made)] == ["飛行船", "ロケット"]


def test_a_sentence_gets_a_statement_rule(tmp_path: Path) -> None:
    made = source(tmp_path)
    (suggestion,) = suggest(
        mapped(made, sentence_of("全相手先との共同研究は12件である。", "12件", 12, "件")).leftovers, made
    )
    assert yaml.safe_load(suggestion.line)[0]["say"] == ["全相手先との共同研究は{figure}である。"]
