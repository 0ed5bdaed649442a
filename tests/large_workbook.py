"""A workbook as large as the survey's institution-level ones get: forms of 1,100 institutions by 661 columns.

Each form has a title, a form name, a note, four rows of headings (year, partner, measure, unit) and a row of column
numbers; its cells are whole numbers, numbers with decimals, marks and blanks. The same arguments give the same bytes.
Out of scope: measuring anything with it (`tests.bench_staging`).
"""

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np

from extract.document import letters

INSTITUTIONS = Path(__file__).parents[1] / "warehouse" / "institutions.csv"
ROWS, BLOCKS, LAST_YEAR = 1100, 164, 2024
MEASURES = (("件数", "（件）"), ("受入額", "（千円）"), ("うち直接経費", "（千円）"), ("うち間接経費", "（千円）"))
PARTNERS = (
    ("民間企業", "大企業", "中小企業", "外資系企業"),
    ("全相手先", "公益法人等", "国", "地方公共団体"),
    ("大学等発ベンチャー", "民間企業等"),
)
FORMS = tuple(
    (topic, partners, last)
    for last, kinds in ((LAST_YEAR, PARTNERS), (LAST_YEAR - BLOCKS // 4, PARTNERS[:2]))
    for topic in ("共同研究", "受託研究")
    for partners in kinds
)
"""Each form's topic, partners and last year: no two hold the same series and year. Fewer partners have more years."""

SECTORS = {"national": "国立", "public": "公立", "private": "私立"}
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1">'
    '<border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/>'
    '<xf numFmtId="3" applyNumberFormat="1"/></cellXfs></styleSheet>'
)


def workbook(sheets: int = 10, rows: int = ROWS) -> bytes:
    """Give the bytes of an xlsx with so many forms of so many institutions."""
    strings: dict[str, int] = {}
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        names = [f"様式{number}" for number in range(1, sheets + 1)]
        for number, form in enumerate(FORMS[:sheets], start=1):
            cells = "".join(_rows(number, form, rows, strings))
            _put(
                package,
                f"xl/worksheets/sheet{number}.xml",
                f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>',
            )
        listed = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(names, start=1))
        _put(
            package,
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        )
        parts = {f"r{n}": ("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, sheets + 1)}
        parts |= {"s": ("sharedStrings", "sharedStrings.xml"), "t": ("styles", "styles.xml")}
        _put(package, "xl/_rels/workbook.xml.rels", _relations(parts))
        items = "".join(f"<si><t>{escape(text)}</t></si>" for text in strings)
        _put(package, "xl/sharedStrings.xml", f'<sst xmlns="{MAIN}" uniqueCount="{len(strings)}">{items}</sst>')
        _put(package, "xl/styles.xml", STYLES)
        _put(package, "_rels/.rels", _relations({"b": ("officeDocument", "xl/workbook.xml")}))
        _put(package, "[Content_Types].xml", _types(sheets))
    return held.getvalue()


def _put(package: zipfile.ZipFile, name: str, xml: str) -> None:
    """Write one part, dated as all others."""
    whole = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{xml}'
    package.writestr(zipfile.ZipInfo(name), whole, zipfile.ZIP_DEFLATED)


def _relations(parts: dict[str, tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for name, (kind, target) in parts.items()
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{listed}</Relationships>'


def _types(sheets: int) -> str:
    kinds = {"workbook.xml": "sheet.main", "sharedStrings.xml": "sharedStrings", "styles.xml": "styles"}
    kinds |= {f"worksheets/sheet{n}.xml": "worksheet" for n in range(1, sheets + 1)}
    listed = "".join(
        f'<Override PartName="/xl/{name}" ContentType="{SHEET_TYPE}.{kind}+xml"/>' for name, kind in kinds.items()
    )
    relations = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return f'<Types xmlns="{PACKAGE}/content-types">{relations}{listed}</Types>'


def _rows(number: int, form: tuple[str, tuple[str, ...], int], rows: int, strings: dict[str, int]) -> Iterator[str]:
    topic, partners, last = form
    years = [f"{year}年度" for year in range(last - BLOCKS // len(partners) + 1, last + 1)]
    blocks = [(year, partner, measure, unit) for year in years for partner in partners for measure, unit in MEASURES]
    names = [letters(column) for column in range(5 + len(blocks))]
    lines: list[list[str]] = [
        ["令和6年度\u3000大学等における産学連携等実施状況について（機関別実績）"],
        [f"【様式{number}】{topic}の実施状況"],
        ["※大学等から提出された調査票に基づき集計。空欄は該当なし。"],
        ["No.", "学校コード", "機関名", "国公私", "都道府県"],
        [""] * 5,
        [""] * 5,
        [""] * 5,
        [f"({column})" for column in range(1, 6 + len(blocks))],
    ]
    for level in range(4):
        before: tuple[str, ...] = ()
        for block in blocks:
            lines[3 + level].append("" if block[: level + 1] == before and level < 2 else block[level])
            before = block[: level + 1]

    def text(name: str, row: int, said: str) -> str:
        return f'<c r="{name}{row}" t="s"><v>{strings.setdefault(said, len(strings))}</v></c>' if said else ""

    for row, line in enumerate(lines, start=1):
        cells = "".join(text(name, row, said) for name, said in zip(names, line, strict=False))
        yield f'<row r="{row}">{cells}</row>'
    with INSTITUTIONS.open(encoding="utf-8") as listed:
        known = list(csv.DictReader(listed))[:rows]
    for at, entry in enumerate(known):
        row = at + len(lines) + 1
        stub = [entry["id"], entry["name"], SECTORS.get(entry["sector"], "その他"), entry["prefecture"]]
        cells = "".join(text(name, row, said) for name, said in zip(names[1:], stub, strict=False))
        numbers = _numbers(number * 10_000 + at, len(blocks))
        data = "".join(
            text(name, row, said) if said in ("-", "") else f'<c r="{name}{row}" s="1"><v>{said}</v></c>'
            for name, said in zip(names[5:], numbers, strict=True)
        )
        yield f'<row r="{row}"><c r="A{row}" s="1"><v>{at + 1}</v></c>{cells}{data}</row>'


def _numbers(seed: int, columns: int) -> list[str]:
    """A row's figures: counts and amounts in turn, one amount in three with decimals, some blanks and marks."""
    drawn = np.random.default_rng(seed)
    counts = drawn.integers(0, 700, columns)
    amounts = drawn.integers(100, 200_000_000, columns)
    kind = drawn.random(columns)
    said = np.where(
        np.arange(columns) % 4 == 0,
        counts.astype("str"),
        np.where(kind > 0.7, (amounts / 100).astype("str"), (amounts // 100).astype("str")),
    )
    return np.where(kind < 0.08, "", np.where(kind < 0.1, "-", said)).tolist()
