"""Next year's workbook: whatever moved, each figure is what it was or is told to be unmapped, never another."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import Any

import pytest
from openpyxl.utils.cell import coordinate_to_tuple

from extract.document import Place, SheetPlace
from extract.japanese.labels import normal
from extract.mapping import load, map_document, recognise
from extract.observation import Mapped, Observation
from extract.reading import read
from tests.drift.files import ods, text, xls, xlsx
from tests.drift.forms import (
    DOCUMENTS,
    Form,
    Layout,
    Origin,
    forms,
    laid,
    lined,
    renamed,
    scaled,
    turned,
    with_column,
    without,
)
from warehouse import indicators, institutions

H30, R02 = "h30_sangaku_kikanbetsu.xlsx", "r02_sangaku_kikanbetsu.xlsx"
JOINT, CONTRACT, TRIALS, PATENTS, LICENSING = "様式2", "様式3-1", "様式4", "様式5", "様式6-1"
SOURCES = load()
INDICATORS = indicators.load()


def mapped(content: bytes) -> Mapped:
    document = read(content, "next")
    return map_document(document, recognise(document, SOURCES), INDICATORS)


def spot(place: Place) -> Origin:
    assert isinstance(place, SheetPlace)
    row, column = coordinate_to_tuple(place.address)
    return place.sheet, row - 1, column - 1


@cache
def shipped(workbook: str) -> dict[Origin, Observation]:
    return {spot(o.evidence.place): o for o in mapped((DOCUMENTS / workbook).read_bytes()).observations}


def stated(observation: Observation, year: int | None = None) -> tuple[Any, ...]:
    return observation.indicator, observation.dimensions, year or observation.fiscal_year, observation.status


class Outcome:
    """What became of the figures of an altered workbook: how many are as they were, which are another, and the rest."""

    def __init__(self, sheets: Sequence[Layout], content: bytes, year: int | None, workbook: str) -> None:
        before = shipped(workbook)
        origin = {(layout.name, *at): of for layout in sheets for at, of in layout.origin.items() if of in before}
        found = mapped(content)
        self.edition, self.leftovers = found.edition, found.leftovers
        self.wrong: list[Observation] = []
        self.same = 0
        for now in found.observations:
            sheet, row, column = spot(now.evidence.place)
            was = before.get(origin.get((sheets[0].name if sheet == "csv" else sheet, row, column), ("", 0, 0)))
            alike = was is not None and stated(was, year) == stated(now) and _near(was, now)
            self.same += alike
            self.wrong += [] if alike else [now]
        self.all = len(origin)

    @property
    def unread(self) -> set[str | None]:
        """The headings that the unmapped figures are blamed on."""
        return {left.heading for left in self.leftovers}


def _near(was: Observation, now: Observation) -> bool:
    if was.value is None or now.value is None:
        return was.value is now.value
    return abs(was.value - now.value) <= now.precision + 1e-9 * abs(was.value)


def outcome(altered: Sequence[Form], year: int | None = None, workbook: str = H30, **how: bool) -> Outcome:
    sheets = [laid(form, **how) for form in altered]
    return Outcome(sheets, xlsx(sheets), year, workbook)


@pytest.fixture(scope="module")
def h30() -> tuple[Form, ...]:
    return forms(H30)


HOW: list[dict[str, bool]] = [
    {},
    {"merged": False},
    {"filled": True},
    {"unit_row": False},
    {"numbered": False},
    {"unit_row": False, "numbered": False, "merged": False},
]


@pytest.mark.parametrize("how", HOW, ids=str)
def test_heads_laid_out_otherwise_change_nothing(h30: tuple[Form, ...], how: dict[str, bool]) -> None:
    found = outcome(h30, **how)
    assert (found.same, found.wrong, list(found.leftovers)) == (found.all, [], [])
    assert found.all > 800


KINDS: dict[str, Callable[[Sequence[Layout]], bytes]] = {
    "xls": xls,
    "ods": ods,
    **{
        encoding: lambda sheets, encoding=encoding: text(sheets[0], encoding)  # type: ignore[misc]
        for encoding in ("cp932", "euc_jp", "iso2022_jp", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig")
    },
    "semicolons": lambda sheets: text(sheets[0], "utf-8-sig", ";"),
    "tabs": lambda sheets: text(sheets[0], "utf-8", "\t"),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", [JOINT, PATENTS])
def test_the_kind_of_file_changes_nothing(h30: tuple[Form, ...], kind: str, name: str) -> None:
    sheets = [laid(form) for form in h30 if form.name == name]
    found = Outcome(sheets, KINDS[kind](sheets), None, H30)
    assert (found.same, found.wrong, list(found.leftovers)) == (found.all, [], [])


LATER = "令和3年度"
YEARS: dict[str, Callable[[tuple[str, ...]], tuple[str, ...]]] = {
    "era": lambda lines: (lines[0].replace("平成30年度", LATER), *lines[1:]),
    "western": lambda lines: (lines[0].replace("平成30年度", "2021年度"), *lines[1:]),
    "both": lambda lines: (lines[0].replace("平成30年度", "令和3（2021）年度"), *lines[1:]),
    "line of its own": lambda lines: (lines[0].removeprefix("平成30年度"), f"{LATER}実績", *lines[1:]),
    "title of the table": lambda lines: (lines[0].removeprefix("平成30年度"), f"{lines[1]}（{LATER}）", lines[2]),
    "date of publication": lambda lines: ("令和5年2月10日公表", YEARS["era"](lines)[0], *lines[1:]),
    "year of the survey": lambda lines: (
        lines[0].replace("平成30年度", "令和4年度調査　"), f"{lines[1]}（{LATER}実績）", lines[2],
    ),
    "two years in a line": lambda lines: (
        f"令和4年度　大学等における産学連携等実施状況について（{LATER}実績）（機関別実績）", *lines[1:],
    ),
    "note of another year": lambda lines: (YEARS["era"](lines)[0], lines[1], "※令和2年度から調査項目を変更した。"),
    "day of the figures": lambda lines: (YEARS["era"](lines)[0], lines[1], "※令和4年3月31日現在"),
}  # fmt: skip


@pytest.mark.parametrize("way", YEARS)
def test_the_year_is_that_of_the_figures(h30: tuple[Form, ...], way: str) -> None:
    found = outcome([lined(form, YEARS[way]) for form in h30[:3]], 2021)
    assert (found.edition, found.same, found.wrong) == ("FY2021", found.all, [])


UNDATED = "大学等における産学連携等実施状況について（機関別実績）"


@pytest.mark.parametrize("title", [UNDATED, f"令和4年度調査　{UNDATED}"])
def test_where_no_year_of_the_figures_is_told_nothing_is_mapped(h30: tuple[Form, ...], title: str) -> None:
    found = outcome([lined(form, lambda lines: (title, *lines[1:])) for form in h30[:2]])
    assert (found.same, found.wrong) == (0, [])
    assert {left.reason for left in found.leftovers} == {"no heading names a year"}


UNDERSTOOD: list[dict[str, str]] = [
    {"件数": "実施件数", "受入額": "研究費受入額"},
    {"受入額": "契約金額", "総計": "合計"},
    {"うち直接経費": "（うち直接経費）", "うち間接経費": "間接経費"},
    {"機関名": "大学等名", "学校コード": "機関コード", "国公私": "設置区分", "都道府県": "所在地", "No.": "番号"},
    {"大学等発ベンチャー": "大学発ベンチャー企業", "中小企業": "中小企業等"},
    {"～100万円未満": "0～100万円未満", "1億円以上": "100,000千円以上"},
    {"出願": "特許出願", "保有": "保有件数", "外国": "海外", "権利数": "件数", "収入額": "収入"},
    {"（件）": "件", "（千円）": "千円"},
    {"（件）": "", "（千円）": "千円"},
]


@pytest.mark.parametrize("words", UNDERSTOOD, ids=str)
def test_other_words_that_are_known_change_nothing(h30: tuple[Form, ...], words: dict[str, str]) -> None:
    found = outcome([renamed(form, words) for form in h30])
    assert (found.same, found.wrong, list(found.leftovers)) == (found.all, [], [])


NOT_UNDERSTOOD: dict[str, str] = {
    "日本": "国内",  # a known word, which says nothing of where
    "うち実施許諾中": "国内（うち実施許諾中）",  # of those at home, or of all
    "その他": "治験以外",  # a partner, but for what stands beside it
    "教職員": "教員",
    "発明届出数": "発明届出",
    "大企業等": "大企業",
    "製造販売後調査等": "治験以外",
}
"""New headings, by the old ones."""


@pytest.mark.parametrize("new", NOT_UNDERSTOOD)
def test_other_words_that_say_something_else_are_left(h30: tuple[Form, ...], new: str) -> None:
    old = NOT_UNDERSTOOD[new]
    found = outcome([renamed(form, {old: new}) for form in h30])
    of_old = sum(old in o.evidence.column_path for o in outcome_of_shipped(h30))
    assert (found.same, found.wrong) == (found.all - of_old, [])
    assert found.unread == {new}


def outcome_of_shipped(altered: Sequence[Form]) -> list[Observation]:
    before = shipped(H30)
    return [before[of] for form in altered for of in laid(form).origin.values() if of in before]


def test_a_total_under_a_heading_that_its_neighbour_denies_is_left(h30: tuple[Form, ...]) -> None:
    found = outcome([renamed(h30[2], {"治験等": "治験"})])
    assert (found.wrong, found.unread) == ([], {"合計", "治験以外"})


UNIT = [("（百万円）", 1e3), ("（億円）", 1e5), ("（円）", 1e-3)]


@pytest.mark.parametrize(("unit", "by"), UNIT)
def test_another_unit_gives_the_same_money(h30: tuple[Form, ...], unit: str, by: float) -> None:
    found = outcome([scaled(form, unit, by) for form in h30])
    assert (found.same, found.wrong) == (found.all, [])


def test_money_without_a_unit_is_left(h30: tuple[Form, ...]) -> None:
    found = outcome([renamed(form, {"（千円）": ""}) for form in h30[:3]])
    assert found.wrong == []
    assert {left.reason for left in found.leftovers} == {"no unit is printed"}


def test_counts_that_became_shares_are_left(h30: tuple[Form, ...]) -> None:
    found = outcome([renamed(form, {"（件）": "（％）"}) for form in h30[:2]])
    assert found.wrong == []
    assert 0 < found.same < found.all
    assert any("%" in left.reason for left in found.leftovers)


OTHER_NAMES = {JOINT: "Sheet1", PATENTS: "共同研究"}
ALTERED: dict[str, Callable[[Form], Form]] = {
    "turned": turned,
    "dropped": partial(without, heading="中小企業"),
    "other sheet names": lambda form: replace(form, name=OTHER_NAMES.get(form.name, form.name)),
    "no codes": lambda form: replace(
        form, stubs=tuple((head, ("",) * len(v) if "コード" in head else v) for head, v in form.stubs)
    ),
    "no column of codes": lambda form: replace(form, stubs=tuple(s for s in form.stubs if "コード" not in s[0])),
    "names alone": lambda form: replace(form, stubs=form.stubs[2:3]),
    "names first": lambda form: replace(form, stubs=(form.stubs[2], *form.stubs[:2], *form.stubs[3:])),
    "form told by the sheet's name": lambda form: replace(
        form, lines=(form.lines[0], form.lines[2]), name=form.lines[1].split("】")[1]
    ),
}  # fmt: skip


@pytest.mark.parametrize("way", ALTERED)
def test_what_stands_elsewhere_is_what_it_was(h30: tuple[Form, ...], way: str) -> None:
    found = outcome([ALTERED[way](form) for form in h30])
    assert (found.same, found.wrong, list(found.leftovers)) == (found.all, [], [])


NEW: list[tuple[str, tuple[str, ...], str, int | None]] = [
    (JOINT, ("民間企業との共同研究", "総計", "うち若手研究者の件数"), "（件）", 1),
    (JOINT, ("民間企業との共同研究", "総計", "うち1,000万円以上"), "（件）", 1),
    (JOINT, ("企業規模別内訳", "国", "件数"), "（件）", None),
    (JOINT, ("前年度実績", "総計", "件数"), "（件）", None),
    (TRIALS, ("その他", "その他", "件数"), "（件）", None),
    (PATENTS, ("発明", "発明者数", "うち女性"), "（人）", 4),
]


@pytest.mark.parametrize(("name", "path", "unit", "at"), NEW)
def test_a_new_column_is_left_and_the_others_are_what_they_were(
    h30: tuple[Form, ...], name: str, path: tuple[str, ...], unit: str, at: int | None
) -> None:
    (form,) = (form for form in h30 if form.name == name)
    found = outcome([with_column(form, path, unit, at)])
    assert (found.same, found.wrong) == (found.all, [])
    assert len(found.leftovers) == len(form.origin_rows)


TWICE = [
    (JOINT, ("民間企業との共同研究", "総計", "契約件数"), "（件）", 1, "件数"),
    (JOINT, ("民間企業との共同研究", "総計", "契約金額"), "（千円）", 1, "受入額"),
    (PATENTS, ("発明", "発明者数", ""), "（人）", 4, "学生"),
]


@pytest.mark.parametrize(("name", "path", "unit", "at", "beside"), TWICE)
def test_of_columns_that_state_the_same_otherwise_none_is_taken(
    h30: tuple[Form, ...], name: str, path: tuple[str, ...], unit: str, at: int, beside: str
) -> None:
    (form,) = (form for form in h30 if form.name == name)
    found = outcome([with_column(form, path, unit, at)])
    assert found.wrong == []
    assert found.unread == {beside, path[-1] or beside}
    assert {left.reason.split(":")[0] for left in found.leftovers} == {"another column states the same otherwise"}


def test_a_column_that_is_not_there_is_missing_and_no_nought() -> None:
    """The foreign companies of FY2019 and FY2020 have no column in FY2018."""
    of = {workbook: {o.dimensions.get("partner") for o in shipped(workbook).values()} for workbook in (H30, R02)}
    assert "foreign_company" in of[R02]
    assert "foreign_company" not in of[H30]


NAMES = {
    "北海道大学": "国立大学法人　北海道大学",
    "小樽商科大学": "北海道国立大学機構（小樽商科大学）",
    "鹿児島工業高等専門学校": "鹿児島高専",
    "国際医療福祉大学": "学校法人国際医療福祉大学",
    "福井大学": "福 井 大 学",
}


def test_other_spellings_of_names_are_taken_for_names_without_codes(h30: tuple[Form, ...]) -> None:
    """In a column under 機関名 each text is a name; whose it is, the registry decides."""
    form = h30[0]
    stubs = ((head, tuple(NAMES.get(str(v), v) for v in labels)) for head, labels in form.stubs if "コード" not in head)
    sheets = [laid(replace(form, stubs=tuple(stubs)))]
    found = mapped(xlsx(sheets))
    assert list(found.leftovers) == []
    registry = institutions.load(normal)
    before = shipped(H30)
    for now in found.observations:
        _, row, column = spot(now.evidence.place)
        was = before[sheets[0].origin[row, column]]
        names = [o.dimensions.get("institution") for o in (was, now)]
        whose = [registry.match(name, None, 2018).id if name else None for name in names]
        assert whose[0] == whose[1], names
