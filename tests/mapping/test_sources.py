"""The sources' YAML: errors that say where, and the shipped sources against the registry and the closed domains."""

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
import yaml

from expectations import vocabulary
from extract.mapping import SourceError, load
from extract.mapping.rules import Facts, Source
from extract.observation import DIMENSIONS
from tests.mapping.small_documents import BASE
from warehouse import indicators

SOURCES = load()
INDICATORS = indicators.load()
DOMAINS = {
    "sector": vocabulary.SECTORS,
    "partner": vocabulary.PARTNERS,
    "destination": vocabulary.DESTINATIONS,
    "stated_as": ("current", "first_release"),
}


def written(folder: Path, text: str, name: str = "made.yaml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def base(**changes: object) -> str:
    return yaml.safe_dump({"id": "made", **BASE, **changes}, allow_unicode=True, sort_keys=False)


def line_of(text: str, words: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if words in line)


@pytest.mark.parametrize(
    ("text", "at", "says"),
    [
        (base(colour="red"), "colour", "colour: no such key; known are id"),
        (base(tables=[{"id": "a", "title": ["共同研究"], "titel": ["x"]}]), "titel", "tables[0].titel: no such key"),
        (base(tables=[{"id": "a", "title": "共同研究"}]), "title: 共同研究", "tables[0].title: '共同研究' does not"),
        (base(edition={"by": "colour"}), "by: colour", "edition.by: 'colour' is not one of"),
        (base(words=["sectors", "colours"]), "- colours", "words[1]: no such group of words; known are sectors"),
        (base(headings=[{"say": ["件数"]}]), "- say", "headings[0]: needs one of: set, column, unwanted, nothing"),
        (base(headings=[{"say": ["件数"], "set": {"colour": "red"}}]), "colour: red", "no indicator of this"),
        (base(tables=[{"id": "Bad Id", "says": ["x"]}]), "Bad Id", "tables[0].id: 'Bad Id' does not match"),
        (base(headings=[{"say": ["件 数", "件数", "a"], "nothing": True}, {"say": ["a"], "nothing": True}]),
         "headings", "headings[1].say: a is said twice"),
        (base(headings=[{"match": "(", "nothing": True}]), "match", "headings[0].match: '(' is not a 'regex'"),
        (base(statements=[{"id": "a", "say": ["件数"], "is": "count"}]), "- 件数", "statements[0].say[0]"),
        (base(tables=[{"id": "a", "title": ["x"], "set": {"stated_as": "late"}}]), "stated_as", "must be one of"),
    ],
)  # fmt: skip
def test_errors_name_file_line_and_key(tmp_path: Path, text: str, at: str, says: str) -> None:
    with pytest.raises(SourceError) as caught:
        load(written(tmp_path, text))
    message = str(caught.value)
    file, line, rest = message.split(":", 2)
    assert file == "made.yaml"
    assert says in rest
    if at != "headings":
        assert int(line) == line_of(text, at)


def test_a_key_that_stands_twice(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"made\.yaml:1: id: stands twice, again on line 2"):
        load(written(tmp_path, "id: made\nid: other\n"))


def test_what_is_no_yaml(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"made\.yaml:3: \(yaml\)"):
        load(written(tmp_path, "id: made\ntitle: [a\nb: c"))


def test_no_and_dates_are_no_traps(tmp_path: Path) -> None:
    """YAML makes a boolean of No, which is refused with its place, and a date of 2020-01-01, which stays as written."""
    with pytest.raises(SourceError, match=r"say\[0\]: False is not of type 'string'"):
        load(written(tmp_path, base().replace("- 共同研究", "- No", 1).replace("産学調査", "産学調査")))
    assert load(written(tmp_path, base() + "released: {FY2014: 2020-01-01}\n"))[0].released == {"FY2014": "2020-01-01"}


def test_the_id_is_the_file(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"other\.yaml:1: id: 'made' is not the file's name, 'other'"):
        load(written(tmp_path, base(), "other.yaml"))


def facts(source: Source) -> Iterator[Facts]:
    rules = (*source.tables, *source.charts)
    yield from (source.sets, source.default)
    yield from chain.from_iterable((rule.sets, rule.default) for rule in rules)
    yield from (rule.sets for rule in source.statements)
    yield from (choice.sets for choice in source.choices)
    headings = (*source.headings, *source.shared, *chain.from_iterable(rule.headings for rule in rules))
    yield from (heading.facts for heading in headings)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.id)
def test_shipped_sources_keep_to_the_vocabulary(source: Source) -> None:
    for key, value in chain.from_iterable(facts(source)):
        if key in DOMAINS:
            assert value in DOMAINS[key], f"{source.id}: {key}: {value}"
        if key in ("scope", "size_class", "country"):
            assert re.fullmatch(vocabulary.TOKEN, value), f"{source.id}: {key}: {value}"


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.id)
def test_shipped_sources_name_indicators_that_exist(source: Source) -> None:
    named = {choice.indicator for choice in source.choices} | {rule.indicator for rule in source.statements}
    assert {name for name in named if name} <= set(INDICATORS.by_id)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.id)
def test_shipped_sources_say_where_they_are_published(source: Source) -> None:
    assert source.hosts
    assert all(re.match(r"https?://([^/]+)", url)[1] in source.hosts for url in source.landing)  # type: ignore[index]
    assert source.licence


def test_ids_of_rules_are_unique() -> None:
    for source in SOURCES:
        for rules in (source.tables, source.charts, source.statements):
            ids = [rule.id for rule in rules]
            assert len(ids) == len(set(ids)), source.id


def test_every_indicator_is_defined_in_both_languages() -> None:
    for indicator in INDICATORS:
        assert indicator.ja != indicator.en
        assert indicator.definition["ja"] != indicator.definition["en"]
        assert "scope" in indicator.dimensions or indicator.id == "business_rd_share_to_universities"
        assert set(indicator.dimensions) <= set(DIMENSIONS)
        assert indicator.minimum < indicator.maximum


def test_breaks_are_told_in_both_languages() -> None:
    for change in INDICATORS.breaks:
        assert change.ja
        assert change.en
        assert change.reference
        assert set(change.dimensions) <= set(INDICATORS[change.indicator].dimensions)


def test_indicators_apart_are_said_to_be_so() -> None:
    apart = {(i.id, other.indicator) for i in INDICATORS for other in i.not_spliced_with}
    assert ("intramural_rd_from_companies", "joint_research_income") in apart
    assert ("patent_applications_count", "jpo_university_applications_count") in apart
    assert ("university_ventures_count", "ventures_newly_founded_count") in apart


def test_the_example_of_the_docs_is_a_source(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "docs" / "sources.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    (source,) = load(written(tmp_path, example, "example_survey.yaml"))
    assert {choice.indicator for choice in source.choices} <= set(INDICATORS.by_id)


def test_the_docs_list_every_source() -> None:
    text = (Path(__file__).parents[2] / "docs" / "sources.md").read_text(encoding="utf-8")
    for source in SOURCES:
        assert f"| {source.id} |" in text
