"""The shipped workbooks against their truth, and real files of other makers where they lie at hand."""

import csv
import importlib.util
import json
import re
import unicodedata
from collections import defaultdict
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
import python_calamine

from extract.document import Reading, SheetPlace, Status, Value
from extract.sheet import grid
from tests.sheet.written_sheets import place, read

DOCUMENTS = Path(__file__).parents[1] / "documents"
SHARED = Path(__file__).parents[3] / "shared"
WORKBOOKS = sorted(path.name.removesuffix(".truth.csv") for path in DOCUMENTS.glob("*.xls*.truth.csv"))
CORPUS = SHARED / "corpus" / "sheets"
TROY = SHARED / "benchmarks" / "troy200"
CELL = re.compile(r"cell=([A-Z]+\d+)(?:; code=(\S+))?")


@cache
def reading_of(path: Path) -> Reading:
    return read(path.read_bytes())


def fold(text: object) -> str:
    return re.sub(r"[\s※＊*()\[\]「」、。・:]", "", unicodedata.normalize("NFKC", str(text or ""))).casefold()


@pytest.mark.parametrize("name", WORKBOOKS)
def test_every_figure_stands_in_its_context(name: str) -> None:
    """Value, headings, year and unit of every figure of the truth, and no figure that the truth does not have."""
    reading = reading_of(DOCUMENTS / name)
    found: dict[tuple[str, str], tuple[Value, str | None]] = {}
    for table in reading.tables:
        for value in table.values:
            if value.value is not None:
                assert isinstance(value.place, SheetPlace)
                found[value.place.sheet, value.place.address] = value, table.title
    with (DOCUMENTS / f"{name}.truth.csv").open(encoding="utf-8-sig") as lines:
        truth = list(csv.DictReader(lines))
    for row in truth:
        cell = CELL.match(row["note"])
        assert cell
        value, title = found.pop((row["page_or_sheet"], cell[1]))
        heads = [fold(head) for head in (title, *value.row_path, *value.column_path)]
        wanted = [fold(level) for level in f"{row['row_path']} / {row['column_path']}".split(" / ") if fold(level)]
        assert value.value == pytest.approx(float(row["value"]), rel=1e-12)
        assert not [level for level in wanted if not any(level in head for head in heads)], (cell[1], wanted, heads)
        assert (str(value.fiscal_year), fold(value.unit)) == (row["fiscal_year"], fold(row["unit"]))
        if cell[2] and name != "r02_sangaku_kikanbetsu.xlsx":  # that edition prints no codes
            assert cell[2] in value.row_path
    assert not found


def test_institutions_carry_code_name_sector_and_prefecture() -> None:
    table = reading_of(DOCUMENTS / "h30_sangaku_kikanbetsu.xlsx").tables[0]
    heads = {cell.column: cell.text for cell in table.cells if cell.row == 0 and cell.column < table.stub_columns}
    assert heads == {0: "No.", 1: "学校コード", 2: "機関名", 3: "国公私", 4: "都道府県"}
    assert table.values[0].row_path == ("1", "F101110100010", "北海道大学", "国立", "北海道")
    later = reading_of(DOCUMENTS / "r02_sangaku_kikanbetsu.xlsx").tables[0]
    assert later.values[0].row_path == ("1", "北海道大学", "国立", "北海道")
    blanks = [value for value in table.values if value.text == ""]
    assert blanks
    assert all(value.value is None and value.status is Status.MISSING for value in blanks)


TWINS = ("ssdse_a_2023.xlsx", "mext_food_2020_edited.xlsx")  # long, and the same tables as another file has
needs_corpus = pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of real files is not at hand")


@needs_corpus
@pytest.mark.parametrize("name", sorted(path.name for path in CORPUS.glob("*") if path.name not in TWINS))
def test_every_number_of_real_files_is_accounted_for(name: str) -> None:
    """Each number is a value or a heading of one table, or counted by a verdict; no cell has two values."""
    reading = reading_of(CORPUS / name)
    spots = [value.place for table in reading.tables for value in table.values]
    assert len(spots) == len(set(spots))
    held = {cell.place for table in reading.tables for cell in table.cells}
    assert {place for place in spots if place not in held} == {
        value.place for table in reading.tables for value in table.values if value.text == ""
    }
    for table in reading.tables:
        assert table.values
        assert table.header_rows + table.stub_columns > 0
    if name.endswith(".csv"):
        return
    told: dict[str | None, int] = defaultdict(int)
    for verdict in reading.verdicts:
        if verdict.reason == "number_outside_tables":
            told[verdict.sheet] += int(verdict.detail.split()[0])
    book = python_calamine.CalamineWorkbook.from_path(CORPUS / name)
    for sheet in book.sheet_names:
        page = book.get_sheet_by_name(sheet)
        under = {
            (row, column)
            for (top, left), (bottom, right) in page.merged_cell_ranges or []
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
            if (row, column) != (top, left)
        }
        left_over = sum(
            1
            for row, line in enumerate(page.to_python(skip_empty_area=False))
            for column, raw in enumerate(line)
            if type(raw) in (int, float)
            and (row, column) not in under
            and SheetPlace(sheet, grid.address(row, column)) not in held
        )
        assert left_over <= told[sheet], sheet


FIRST_BLOCKS = [
    # file, sheet, cell, value, unit, year, words among the headings, words of the title
    (
        "roudou_lt01-a10_2022.xlsx",
        "季節調整値",
        "F12",
        2375,
        "万人",
        1953,
        ("1953", "2月", "労働力人口", "男"),
        "主要項目",
    ),
    (
        "roudou_lt01-a10_2022.xlsx",
        "季節調整値",
        "T850",
        2.5,
        "%",
        2022,
        ("12月", "完全失業率（％）", "男女計"),
        "主要項目",
    ),
    ("maikin_wage_index.xls", "TL", "B10", 98.2, None, 1990, ("1990", "第１四半期"), "季節調整済"),
    ("maikin_wage_index.xls", "TL", "C90", 0.9, "%", 1990, ("1990", "第２四半期"), "前期比"),
    ("meti_iip_last.xlsx", "生産", "D4", 112.3, None, 2018, ("鉱工業", "201801"), "生産"),
    ("boj_consumer_activity.xlsx", "Data1", "B6", 90.4625497017696, None, 2003, ("Jan-03", "名目消費活動指数"), ""),
    ("cpi_zmi2020s.csv", "csv", "B335", 98.2, None, 1997, ("199705", "総合"), ""),
    ("sna_29ffm1n.xls", "実数", "C10", 267739.6, "10億円", 1995, ("（１）家計最終消費支出", "平成7年度"), "国内総生産"),
    ("sna_29ffm1n.xls", "増加率", "B8", 2.0, "%", 1995, ("対前年度増加率（％）", "1995"), "国内総生産"),
    (
        "kakei_a206-3.xls",
        None,
        "R34",
        179759,
        None,
        2017,
        ("経常収入", "勤め先収入", "200 万円以 上250 万円未 満"),
        "第２－６表",
    ),
    ("io_3eid_2005.xlsx", "E", "D3", 2028737, "百万円", None, ("11101", "米", "国内生産額"), ""),
    ("mext_food_2020.xlsx", "表全体", "I13", 11.3, "g", None, ("01001", "アマランサス 玄穀", "PROTCAA"), ""),
    ("ssdse_a_2023.csv", "csv", "BN4", 42158, None, 2016, ("札幌市",), ""),
    ("census_c01.csv", "csv", "F2", 2359183, None, 1920, ("北海道", "大正", "人口（総数）"), ""),
    ("jinsui_estat_export.xlsx", "1", "F15", 6099, "万人", 2021, ("総数", "男"), "人口推計"),
    ("jinsui_estat_export.csv", "csv", "H2", 12547, "万人", 2021, ("総数", "男女計"), ""),
]


@needs_corpus
@pytest.mark.parametrize("wanted", FIRST_BLOCKS, ids=[f"{row[0]}-{row[1]}-{row[2]}" for row in FIRST_BLOCKS])
def test_first_blocks_as_seen(
    wanted: tuple[str, str | None, str, float, str | None, int | None, tuple[str, ...], str],
) -> None:
    name, sheet, address, number, unit, year, words, title = wanted
    tables = reading_of(CORPUS / name).tables
    for table in tables:
        for value in table.values:
            if place(value) == address and sheet in (None, table.place.sheet):  # type: ignore[union-attr]
                heads = " ".join((*value.row_path, *value.column_path))
                assert value.value == pytest.approx(number)
                assert (value.unit, value.fiscal_year) == (unit, year)
                assert [word for word in words if word not in heads] == []
                assert title in (table.title or "")
                return
    pytest.fail(f"no value at {address}")


@needs_corpus
def test_vintages_meet_under_the_same_headings() -> None:
    """Two editions of a table, matched by headings alone, differ in just the cells that differ in the raw files.

    These two happen to be set alike, so that their raw cells can be compared by place.
    """
    names = ("sna_29ffm1n.xls", "sna_30ffm1n.xlsx")

    def series(name: str) -> dict[tuple[object, ...], Value]:
        table = reading_of(CORPUS / name).tables[0]
        found = {(value.row_path, value.column_path): value for value in table.values if value.value is not None}
        assert len(found) == sum(value.value is not None for value in table.values)  # no two under the same headings
        return found

    def raw(name: str) -> list[list[object]]:
        book = python_calamine.CalamineWorkbook.from_path(CORPUS / name)
        return [list(row) for row in book.get_sheet_by_index(0).to_python(skip_empty_area=False)]

    before, after = map(series, names)
    old, new = map(raw, names)
    revised = {
        grid.address(row, column)
        for row, line in enumerate(old)
        for column, number in enumerate(line)
        if isinstance(number, int | float) and number != new[row][column]
    }
    assert before.keys() <= after.keys()
    assert {place(before[key]) for key in before if before[key].value != after[key].value} == revised
    assert len(revised) > 100


@pytest.mark.skipif(not TROY.exists(), reason="the benchmark is not at hand")
def test_tables_of_other_statistical_offices(tmp_path: Path) -> None:
    from extract import contract, reading  # noqa: PLC0415

    document = reading.read((TROY / "tables.xlsx").read_bytes(), "tables.xlsx")
    lines = tmp_path / "out.jsonl"
    lines.write_text(json.dumps(contract.to_json(document), ensure_ascii=False), encoding="utf-8")
    entries, contexts = _scores(_scorer(), lines)
    assert entries >= 0.99
    assert contexts >= 0.975


def _scorer() -> ModuleType:
    found = importlib.util.spec_from_file_location("score_sheets", TROY.parent / "score_sheets.py")
    assert found
    assert found.loader
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def _scores(scorer: ModuleType, lines: Path) -> tuple[float, float]:
    truth: dict[str, dict[str, set[str]]] = defaultdict(dict)
    with (TROY / "truth.csv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            levels = {scorer.fold(level) for label in row["labels"].split(" ;; ") for level in label.split(" | ")}
            truth[row["sheet"]][row["address"]] = levels - {""}
    hit = right = predicted = 0
    for table in json.loads(lines.read_text(encoding="utf-8"))["tables"]:
        for value in table["values"]:
            if value["value"] is None:
                continue
            predicted += 1
            levels = {scorer.fold(head) for head in [*value["row_path"], *value["column_path"]]} - {""}
            wanted = truth[value["place"]["sheet"]].get(value["place"]["address"])
            hit += wanted is not None
            right += wanted == levels - {scorer.fold(table["title"] or "")}
    total = sum(map(len, truth.values()))
    return 2 * hit / (predicted + total), 2 * right / (predicted + total)
