"""Next year's workbook: moved, renamed, added and dropped columns, and another unit, mapped by the same YAML."""

import io

import openpyxl
import pytest

from extract.document import SheetPlace
from extract.mapping import load, map_document, recognise, suggest, unread
from extract.mapping.rules import Source
from extract.observation import Mapped, Observation
from extract.reading import read
from warehouse import indicators

ROWS = [
    ("北海道大学", "国立", "北海道", "F101110100010"),
    ("東京大学", "国立", "東京都", "F113110102700"),
    ("日本大学", "私立", "東京都", "F113310102886"),
    ("国立計", None, None, None),
    ("私立計", None, None, None),
    ("合計", None, None, None),
]
GROUPS = [("E4:G4", "民間企業との共同研究"), ("H4:J4", "企業規模別内訳"), ("K4:M4", "受入額規模別内訳")]
CLASSES = [("E5:G5", "総計"), ("H5", "大企業"), ("I5", "中小企業"), ("J5", "スタートアップ"), ("K5", "～300万円未満"),
           ("L5:M5", "1,000万円以上")]  # fmt: skip
MEASURES = ["研究費受入額", "実施件数", "間接経費", "件数", "件数", "件数", "件数", "件数", "受入額"]


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "様式2"
    sheet["A1"] = "令和4年度　大学等における産学連携等実施状況について（機関別実績）"
    sheet["A2"] = "【様式2】民間企業との共同研究の実施状況"
    for column, text in zip("ABCD", ("機関名", "国公私", "都道府県", "学校コード"), strict=True):
        sheet[f"{column}4"] = text
        sheet.merge_cells(f"{column}4:{column}7")
    for place, text in (*GROUPS, *CLASSES):
        sheet[place.split(":")[0]] = text
        if ":" in place:
            sheet.merge_cells(place)
    for column, measure in enumerate(MEASURES, 5):
        sheet.cell(6, column, measure)
        sheet.cell(7, column, "（件）" if "件数" in measure else "（百万円）")
    for row, labels in enumerate(ROWS, 8):
        for column, label in enumerate(labels, 1):
            sheet.cell(row, column, label)
        for column in range(5, 14):
            sheet.cell(row, column, row * 100 + column)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.fixture(scope="module")
def drifted() -> tuple[Source, Mapped]:
    document = read(workbook(), "next.xlsx")
    source = recognise(document, load())
    assert source is not None
    return source, map_document(document, source, indicators.load())


def at(mapped: Mapped, address: str) -> Observation:
    (found,) = (o for o in mapped.observations if o.evidence.place == SheetPlace("様式2", address))
    return found


def test_the_known_columns_map_wherever_they_stand(drifted: tuple[Source, Mapped]) -> None:
    source, mapped = drifted
    assert (source.id, mapped.edition, mapped.published) == ("mext_sangaku_kikanbetsu", "FY2022", "2024-02-16")
    tokyo = {"partner": "private_company", "institution": "東京大学", "scope": "institution"}
    income, count = at(mapped, "E9"), at(mapped, "F9")
    assert (income.indicator, income.value, income.precision) == ("joint_research_income", 905_000_000, 500_000)
    assert (count.indicator, count.value) == ("joint_research_count", 906)
    assert income.dimensions == count.dimensions == {**tokyo, "size_class": "total"}
    assert at(mapped, "G9").indicator == "joint_research_indirect_costs"
    assert at(mapped, "H9").dimensions["partner"] == "large_company"
    assert at(mapped, "K9").dimensions["size_class"] == "under_3m_yen"
    assert at(mapped, "M9").dimensions["size_class"] == "from_10m_yen"
    assert at(mapped, "E9").institution_code == "F113110102700"


def test_names_and_totals_are_told_apart(drifted: tuple[Source, Mapped]) -> None:
    _, mapped = drifted
    assert at(mapped, "F10").dimensions["institution"] == "日本大学"
    national, whole = at(mapped, "F11").dimensions, at(mapped, "F13").dimensions
    assert (national["sector"], national["scope"]) == ("national", "listed_institutions")
    assert (whole["sector"], whole["scope"]) == ("total", "listed_institutions")


def test_the_new_column_is_reported(drifted: tuple[Source, Mapped]) -> None:
    source, mapped = drifted
    (suggestion,) = suggest(unread(mapped.leftovers), source, indicators.load())
    assert (suggestion.heading, suggestion.figures) == ("スタートアップ", len(ROWS))
    assert {left.evidence.place.address[0] for left in mapped.leftovers} == {"J"}  # type: ignore[union-attr]
