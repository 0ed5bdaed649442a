"""Next year's workbook maps by the same YAML where the headings allow; where not, a pasted line makes it map."""

from pathlib import Path

import pytest
import yaml

from extract.document import SheetPlace
from extract.mapping import Suggestion, load, map_document, recognise, suggest, unread
from extract.mapping.rules import Source
from extract.mapping.sources import SOURCES
from extract.observation import Mapped, Observation
from extract.reading import read
from tests.mapping.next_year import KEPT, Drift, made
from warehouse import indicators

WORKBOOK = Path(__file__).parents[1] / "documents" / "h30_sangaku_kikanbetsu.xlsx"
NEW = "スタートアップ企業"
RENAMED = {
    "中小企業": "中小規模企業",
    "うち間接経費": "間接経費相当額",
    "審査請求": "出願審査請求",
    "実用新案権": "実用新案登録",
}
"""Headings with other words, which no rule knows."""
UNDERSTOOD = {"件数": "実施件数", "うち直接経費": "直接経費", "受入額": "研究費受入額"}
"""Headings with other words, which are known too."""
DRIFTS = {
    "様式2": Drift(UNDERSTOOD | RENAMED, ("大学等発ベンチャー",), (("企業規模別内訳", NEW, "実施件数", "（件）"),)),
    "様式5": Drift(RENAMED, ("意匠権",)),
}
Read = tuple[Source, Mapped]


@pytest.fixture(scope="module")
def years() -> tuple[bytes, bytes, dict[tuple[str, str], str]]:
    return made(WORKBOOK, DRIFTS)


def mapped(content: bytes, sources: tuple[Source, ...]) -> Read:
    document = read(content, "year.xlsx")
    source = recognise(document, sources)
    assert source is not None
    return source, map_document(document, source, indicators.load())


@pytest.fixture(scope="module")
def this(years: tuple[bytes, bytes, object]) -> Read:
    return mapped(years[0], load())


@pytest.fixture(scope="module")
def following(years: tuple[bytes, bytes, object]) -> Read:
    return mapped(years[1], load())


@pytest.fixture(scope="module")
def suggestions(following: Read) -> tuple[Suggestion, ...]:
    source, found = following
    return suggest(unread(found.leftovers), source, indicators.load())


def at(observation: Observation) -> tuple[str, str]:
    place = observation.evidence.place
    assert isinstance(place, SheetPlace)
    return place.sheet, place.address


def otherwise(this: Mapped, following: Mapped, origin: dict[tuple[str, str], str]) -> list[tuple[str, str]]:
    """Places of next year's that do not state what the cell did that they were made of."""
    before = {at(observation): observation for observation in this.observations}
    wrong = []
    for now in following.observations:
        was = before[at(now)[0], origin[at(now)]]
        same = (was.indicator, was.dimensions, was.institution_code) == (
            now.indicator,
            now.dimensions,
            now.institution_code,
        )
        near = was.value is not None and now.value is not None and abs(was.value - now.value) <= now.precision
        wrong += [] if same and near else [at(now)]
    return wrong


def test_what_is_mapped_is_what_it_was_wherever_it_stands(
    years: tuple[bytes, bytes, dict[tuple[str, str], str]], this: Read, following: Read
) -> None:
    assert this[1].leftovers == ()
    assert otherwise(this[1], following[1], years[2]) == []
    moved = [at(o) for o in following[1].observations if years[2][at(o)] != at(o)[1]]
    assert len(moved) > 8 * KEPT


def test_what_is_not_understood_is_the_columns_with_unknown_words_and_no_more(
    this: Read, following: Read, suggestions: tuple[Suggestion, ...]
) -> None:
    before = [set(o.evidence.column_path) for o in this[1].observations]
    gone = {"大学等発ベンチャー", "意匠権"}
    kept = sum(not path & (gone | set(RENAMED)) for path in before)
    assert len(following[1].observations) == kept
    assert {s.heading for s in suggestions} == {*RENAMED.values(), NEW}
    assert sum(s.figures for s in suggestions) == sum(bool(path & set(RENAMED)) for path in before) + KEPT


def test_the_nearest_known_heading_is_the_old_one(suggestions: tuple[Suggestion, ...]) -> None:
    nearest = {s.heading: s.nearest for s in suggestions}
    old = {"間接経費相当額": "間接経費"}
    assert nearest == {new: old.get(new, was) for was, new in RENAMED.items()} | {NEW: None}
    assert {s.place for s in suggestions} == {"headings"}


def test_the_lines_pasted_into_the_yaml_make_it_map(
    years: tuple[bytes, bytes, dict[tuple[str, str], str]],
    this: Read,
    suggestions: tuple[Suggestion, ...],
    tmp_path: Path,
) -> None:
    text = (SOURCES / "mext_sangaku_kikanbetsu.yaml").read_text(encoding="utf-8")
    lines = "".join(f"  {s.line}\n" for s in suggestions if s.nearest)
    pasted = text.replace("\nheadings:\n", f"\nheadings:\n{lines}", 1)
    assert yaml.safe_load(pasted) != yaml.safe_load(text)
    (tmp_path / "mext_sangaku_kikanbetsu.yaml").write_text(pasted, encoding="utf-8")
    _, found = mapped(years[1], load(tmp_path))
    assert otherwise(this[1], found, years[2]) == []
    assert {left.heading for left in found.leftovers} == {NEW}
