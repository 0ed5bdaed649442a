"""Cells of an xlsx read at once: the same as python-calamine reads, or nothing where anything unusual stands there."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import Alignment, Font
from python_calamine import CalamineError, CalamineWorkbook

from extract.document import letters
from extract.sheet import ooxml
from extract.sheet.worksheet import Cells
from tests import large_workbook
from tests.sheet.written_sheets import saved

DOCUMENTS = Path(__file__).parents[1] / "documents"
SHARED = Path(__file__).parents[3] / "shared"
FILES = [*DOCUMENTS.glob("*.xlsx"), *(SHARED / "corpus" / "sheets").glob("*.xls[xm]")]
DATED = {("boj_consumer_activity.xlsx", "Data1")}
"""Sheets in which dates stand."""

STYLES = (
    '<cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="3"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs>'
    '<numFmts><numFmt numFmtId="164" formatCode="[Red]#,##0&quot;days&quot;"/></numFmts>'
)
STRINGS = (
    "<t>学校</t>",
    "<t> a </t>",
    '<t xml:space="preserve"> a </t>',
    "<t>\u3000合計\u00a0</t>",
    "<r><t>x</t></r><r><rPr><b/></rPr><t> y</t></r>",
    "<t>機関</t><rPh sb='0' eb='1'><t>キカン</t></rPh>",
    "<t>a\r\nb</t>",
    "<t>&lt;&#10;&#x3042;</t>",
    "<t/>",
    "",
)


def book(data: str, strings: tuple[str, ...] = STRINGS) -> bytes:
    """An xlsx of one sheet with this between the tags of its data."""
    names = {"styles": ("t", "styles.xml"), "sharedStrings": ("s", "sharedStrings.xml")}
    relations = {key: (kind, target) for kind, (key, target) in names.items()}
    sheet = f'<worksheet xmlns="{large_workbook.MAIN}"><sheetData>{data}</sheetData>'
    parts = {
        "[Content_Types].xml": large_workbook._types(1),
        "_rels/.rels": large_workbook._relations({"b": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": f'<workbook xmlns="{large_workbook.MAIN}" xmlns:r="{large_workbook.OFFICE}">'
        '<sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": large_workbook._relations({"r1": ("worksheet", "worksheets/1.xml"), **relations}),
        "xl/sharedStrings.xml": f'<sst xmlns="{large_workbook.MAIN}">{"".join(f"<si>{s}</si>" for s in strings)}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{large_workbook.MAIN}">{STYLES}</styleSheet>',
        "xl/worksheets/1.xml": f'{sheet}<mergeCells><mergeCell ref="B1:C3"/></mergeCells></worksheet>',
    }
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return held.getvalue()


def at_once(content: bytes, sheet: str = "a") -> Cells | None:
    return ooxml.opened(content).sheet(sheet)[1]


def by_calamine(content: bytes, sheet: str = "a") -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def rows_of(cells: Cells) -> list[list[Any]]:
    stored = cells.laid_out()
    height, width = stored.codes.shape
    return [[stored.at(row, column) for column in range(width)] for row in range(height)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_real_files_are_read_as_by_calamine(path: Path) -> None:
    content = path.read_bytes()
    package = ooxml.opened(content)
    for name in package.parts:
        setting, cells = package.sheet(name)
        assert (cells is None) == ((path.name, name) in DATED)
        if cells is not None:
            assert rows_of(cells) == by_calamine(content, name)
            merged = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(name).merged_cell_ranges
            assert [((s.top, s.left), (s.bottom, s.right)) for s in setting.merges] == merged


NUMBERS = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.integers(-(10**19), 10**19).map(str),
    st.decimals(-(10**9), 10**9, places=4).map(str),
    st.sampled_from(["0.1", "-0", "007", ".5", "5.", "1E5", "1e-7", "123456789012345678", "0.1234567890123456789"]),
)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")) | st.sampled_from("\n\t &<\u3000_x"))
PLAIN = ("", ' t="n"', ' s="1"', ' s="1" t="n"', ' t="n" s="3"')
EMPTY = ("", "<v></v>", "<f>A1</f>", "<f>A1</f><v/>")
CELLS = st.one_of(
    st.tuples(st.sampled_from(PLAIN), NUMBERS.map("<v>{}</v>".format)),
    st.tuples(st.just(' t="s"'), st.integers(0, len(STRINGS) - 1).map("<v>{}</v>".format)),
    st.tuples(st.just(' t="str"'), TEXTS.map(escape).map("<f>A1&gt;2</f><v>{}</v>".format)),
    st.tuples(st.just(' t="inlineStr" s="2"'), TEXTS.map(escape).map("<is><t>{}</t></is>".format)),
    st.tuples(st.just(' t="inlineStr"'), TEXTS.map(escape).map('<is><t xml:space="preserve">{}</t></is>'.format)),
    st.tuples(st.just(' t="e"'), st.sampled_from(["<v>#N/A</v>", "<f>1/0</f><v>#DIV/0!</v>"])),
    st.tuples(st.sampled_from(["", ' s="2"', ' t="n"']), st.sampled_from(EMPTY)),
)


@settings(max_examples=100)
@given(st.dictionaries(st.tuples(st.integers(0, 30), st.integers(0, 60)), CELLS, max_size=40))
def test_any_cells_are_read_as_by_calamine(cells: dict[tuple[int, int], tuple[str, str]]) -> None:
    data = ""
    for row in sorted({row for row, _ in cells}):
        of_row = sorted(column for at, column in cells if at == row)
        listed = (
            f'<c r="{letters(column)}{row + 1}"{cells[row, column][0]}>{cells[row, column][1]}</c>' for column in of_row
        )
        data += f'<row r="{row + 1}" spans="1:9">{"".join(listed)}</row>'
    content = book(data)
    found = at_once(content)
    if not any("_x" in said for _, said in cells.values()):
        assert found is not None
    if found is not None:
        assert repr(rows_of(found)) == repr(by_calamine(content))
        valueless = [said for _, said in cells.values() if "<f>" in said and not re.search("<v>[^<]", said)]
        assert len(found.uncached) == len(valueless)


@pytest.mark.parametrize(
    "data",
    [
        '<row r="1"><c r="A1" s="2"><v>43000</v></c></row>',  # a date
        '<row r="1"><c r="A1" t="b"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="d"><v>2020-01-01</v></c></row>',
        '<row r="1"><c r="A1" cm="1"><v>1</v></c></row>',
        '<row r="1"><c><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="A1"><v> 1 </v></c></row>',
        '<row r="1"><c r="A1"><v>nan</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v><v>2</v></c></row>',
        '<row r="1"><c r="A1"><!-- no --><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="inlineStr"><is><r><t>a</t></r></is></c></row>',
        '<row r="1"><c r="A1" t="inlineStr"><is><t><![CDATA[a]]></t></is></c></row>',
        '<row r="1"><c r="A1" t="s"><v>99</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v></v></c></row>',
        '<row r="1"><c r="A1" t="str"><v>a_x0041_</v></c></row>',
        '<row r="1"><c r="A1" t="e"><v>#SPILL!</v></c></row>',
        '<row r="1"><c r="A1"><v>1</c></row>',
        '<row r="1"><c r="A1"><v>1</v></row>',
        '<row r="1"><c r="A1"',
        "<row",
    ],
)
def test_what_is_unusual_is_left_to_the_other_reader(data: str) -> None:
    assert at_once(book(data)) is None


def test_shared_strings_written_unusually_are_left_to_the_other_reader() -> None:
    assert at_once(book('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', ("<t>_x0041_</t>",))) is None


def test_damaged_parts_are_refused_by_the_other_reader() -> None:
    content = book('<row r="1"><c r="A1" t="n"><v>abc</v></c></row>')
    assert at_once(content) is None
    with pytest.raises(CalamineError):
        by_calamine(content)


def test_styles_decide_alike_for_both_readers() -> None:
    made = openpyxl.Workbook()
    page = made.active
    page.append(["区分", "割合", 0.5])
    page["A1"].font, page["A1"].alignment, page["C1"].number_format = Font(bold=True), Alignment(indent=2), "0.0%"
    content = saved(made)
    package = ooxml.opened(content)
    setting, cells = package.sheet("Sheet")
    assert cells is not None
    assert (setting.bold, setting.indents, setting.formats) == ({(0, 0)}, {(0, 0): 2}, {(0, 2): "0.0%"})
    page["D1"] = True
    searched, none = ooxml.opened(saved(made)).sheet("Sheet")
    assert none is None
    assert (searched.bold, searched.indents, searched.formats) == (setting.bold, setting.indents, setting.formats)
