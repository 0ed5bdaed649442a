"""The same tables set in many ways and printed by Chromium, one a page: `python -m tests.pdf.printed` makes the PDF anew.

What a ministry's word processor, spreadsheet or web page may do to a table is done to each of six tables: rules full,
open, dashed, or on one axis only, fills, dense and loose setting, full-width figures, units in many places. Out of
scope: pages beside tables (`tests.pdf.test_columns`), tables over several pages (`tests.pdf.test_samples`).
"""
# ruff: noqa: E501

import subprocess
import tempfile
from dataclasses import dataclass, field
from html import escape
from itertools import groupby
from pathlib import Path

import pypdfium2

DOCUMENT = Path(__file__).parent / "documents" / "printed.pdf"
FULL_WIDTH = str.maketrans("0123456789,.", "０１２３４５６７８９，．")

Path_ = tuple[str, ...]


@dataclass(frozen=True)
class Printed:
    """A table: headings of rows and columns (outermost first), a figure for each pair, and where its unit stands."""

    title: str
    rows: tuple[Path_, ...]
    columns: tuple[Path_, ...]
    figures: tuple[tuple[int | None, ...], ...]
    unit: str | None = None  # of the whole table
    column_units: tuple[str, ...] = ()
    row_units: tuple[str, ...] = ()

    def unit_of(self, row: int, column: int) -> str:
        """The unit of a figure."""
        return self.unit or (self.row_units[row] if self.row_units else self.column_units[column])


@dataclass(frozen=True)
class Setting:
    """A way to set tables: a style sheet, and what is done to the figures."""

    name: str
    css: str
    full_width: bool = False
    blank: str = ""
    around: tuple[str, str] = field(default=("", ""))


def _years(first: int, count: int) -> tuple[Path_, ...]:
    return tuple((f"平成{year}年度",) for year in range(first, first + count))


TABLES = (
    Printed(
        "表１　治験等の実施状況（平成30年度）",
        (("北海道大学",), ("旭川医科大学",), ("東北医科薬科大学",), ("合計",)),
        tuple((group, what) for group in ("治験", "治験以外", "合計") for what in ("件数", "受入額")),
        (
            (287, 413013, 8248, 92724, 8535, 505737),
            (228, 143848, 5252, 47594, 5480, 191442),
            (16, 14423, 101, 28016, 117, 42439),
            (531, 571284, 13601, 168334, 14132, 739618),
        ),
        column_units=("件", "千円") * 3,
    ),
    Printed(
        "表２　特許権の実施等件数及び収入額の推移",
        tuple((what, who) for what in ("実施等件数", "実施等収入額") for who in ("国立", "公立", "私立", "全体")),
        tuple((f"{year}年度",) for year in range(2011, 2015)),
        (
            (4371, 7204, 7893, 8554),
            (134, 163, 230, 210),
            (1140, 1441, 1733, 2038),
            (5645, 8808, 9856, 10802),
            (885, 1101, 1823, 1526),
            (39, 45, 73, 72),
            (167, 411, 316, 394),
            (1092, 1558, 2212, 1992),
        ),
        row_units=("件",) * 4 + ("百万円",) * 4,
    ),
    Printed(
        "（参考）内部使用研究費のうち企業から受け入れた金額",
        (("昭和61年度",), ("昭和62年度",), ("昭和63年度",), *_years(2, 3)),
        tuple(("大学等", who) for who in ("合計", "うち国立", "うち公立", "うち私立")),
        (
            (25974, 19231, 687, 6056),
            (29584, 22450, 816, 6317),
            (36725, 26824, 901, 9001),
            (45244, 33375, 1368, 10503),
            (49152, 35701, 1668, 11782),
            (55845, 40169, 2276, 13399),
        ),
        unit="百万円",
    ),
    Printed(
        "３　大学別の企業数",
        (("東京大学",), ("早稲田大学",), ("九州工業大学",), ("名古屋大学",)),
        _years(26, 5),
        ((198, 216, 245, 268, 271), (77, None, 71, 79, 82), (None, 44, None, 69, 66), (81, 76, 94, 99, 105)),
        unit="社",
    ),
    Printed("４　企業数の推移", (("企業数",),), _years(26, 4), ((1749, 1773, 1846, 2093),), unit="社"),
    Printed(
        "５　特許権実施等件数・収入額",
        (("国立大学等",), ("公立大学等",), ("合計",)),
        tuple(("実施等", what, year) for what in ("件数", "収入額") for year in ("H24", "H25", "H26")),
        ((7204, 7893, 8554, 1101, 1823, 1526), (163, 230, 210, 45, 73, 72), (7367, 8123, 8764, 1146, 1896, 1598)),
        column_units=("件",) * 3 + ("百万円",) * 3,
    ),
)

NOTE = "<p>※ 金額は百万円未満を四捨五入しているため、合計と一致しない場合がある。<br>出典：各機関の調査票</p>"
PROSE = "<p>各機関からの報告に基づき取りまとめた結果は次のとおりである。前年度と同様に増加の傾向が続いている。</p>"
SETTINGS = (
    Setting("grid", "th,td{border:1px solid #000}"),
    Setting("horizontal rules", "table{border-top:2px solid;border-bottom:2px solid}tr{border-bottom:.5px solid #888}"),
    Setting("rules of the head", "thead{border-top:1.5px solid;border-bottom:1px solid}", around=("", NOTE)),
    Setting("no rules", "th,td{padding:3px 8px}", blank="-"),
    Setting("stripes", "tbody tr:nth-child(even){background:#e8eef7}thead{background:#345;color:#fff}", around=(PROSE, "")),
    Setting("open sides", "th,td{border:1px solid #000}tr>*:first-child{border-left:none}tr>*:last-child{border-right:none}", full_width=True),
    Setting("column rules", "table{border-top:1px solid;border-bottom:1px solid}th,td{border-left:1px solid #000}thead{border-bottom:1px solid}"),
    Setting("dotted, centred", "th,td{border:.5px dotted #444;text-align:center}", around=(PROSE, NOTE)),
    Setting("dashed", "th,td{border:1px dashed #333}", blank="－"),
    Setting("loose", "td{padding-left:30px}table{width:auto}&{font-size:10.5pt}", around=(PROSE, NOTE)),
    Setting("double rules", "th,td{border:1px solid;text-align:center}table{border:3px double}thead th{border-bottom:3px double}", full_width=True),
    Setting("side rule", ".s{background:#eef;border-right:1px solid #036}table,thead{border-top:2px solid #036;border-bottom:2px solid #036}tr{border-bottom:.5px dotted #888}"),
    Setting("labels on top", ".s{vertical-align:top}thead{border-top:1px solid;border-bottom:1px solid}", blank="…"),
    Setting("tiny", "th,td{border:.3px solid #000;padding:0 2px}&{font-size:6pt}table{width:auto}"),
    Setting("spaced letters", "th{letter-spacing:.4em}thead{border-bottom:1px solid;border-top:1px solid}", around=("", NOTE)),
    Setting("gothic", '&{font-family:"Noto Sans CJK JP"}th{background:#ddd;border:1px solid #fff}td{border-bottom:1px solid #ddd}'),
)  # fmt: skip


def page(table: Printed, setting: Setting) -> str:
    """The HTML of a table on its page."""
    unit = f'<div class="u">（単位：{table.unit}）</div>' if table.unit else ""
    head = "".join(f"<tr>{cells}</tr>" for cells in _head(table))
    body = "".join(f"<tr>{cells}</tr>" for cells in _body(table, setting))
    before, after = setting.around
    return f"{before}<h3>{table.title}</h3>{unit}<table><thead>{head}</thead><tbody>{body}</tbody></table>{after}"


def _head(table: Printed) -> list[str]:
    depth = len(table.columns[0])
    lines = [f'<th rowspan="{depth}" colspan="{len(table.rows[0])}">区分</th>', *[""] * (depth - 1)]
    for level in range(depth):
        for key, group in groupby(enumerate(table.columns), key=lambda item: item[1][: level + 1]):
            columns = [number for number, _ in group]
            unit = f"<br>（{table.column_units[columns[0]]}）" if table.column_units and level == depth - 1 else ""
            lines[level] += f'<th colspan="{len(columns)}">{escape(key[-1])}{unit}</th>'
    return lines


def _body(table: Printed, setting: Setting) -> list[str]:
    lines = []
    for number, path in enumerate(table.rows):
        cells = ""
        for level, label in enumerate(path):
            same = [row for row, other in enumerate(table.rows) if other[: level + 1] == path[: level + 1]]
            unit = f"（{table.row_units[number]}）" if table.row_units and level == len(path) - 1 else ""
            if number == same[0]:
                cells += f'<th class="s" rowspan="{len(same)}">{escape(label)}{unit}</th>'
        for figure in table.figures[number]:
            text = setting.blank if figure is None else f"{figure:,}"
            cells += f"<td>{text.translate(FULL_WIDTH) if setting.full_width else text}</td>"
        lines.append(cells)
    return lines


def main() -> None:
    """Print all tables in all settings, each on a page of its own."""
    style = (
        '@page{size:A4;margin:18mm}body{font:9pt "Noto Serif CJK JP"}section{page-break-after:always}'
        "table{border-collapse:collapse;width:100%}th,td{padding:2px 4px;font-weight:normal;white-space:nowrap}"
        "td{text-align:right}.s{text-align:left}.u{text-align:right}h3{font-size:11pt}"
    )
    sections = "".join(
        f'<section class="k{number}">{page(table, setting)}</section>'
        for number, setting in enumerate(SETTINGS)
        for table in TABLES
    )
    styles = "".join(f".k{number}{{{setting.css}}}" for number, setting in enumerate(SETTINGS))
    DOCUMENT.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "printed.html"
        source.write_text(f"<meta charset=utf-8><style>{style}{styles}</style>{sections}", encoding="utf-8")
        command = ("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
        printed = source.with_suffix(".pdf")
        subprocess.run([*command, f"--print-to-pdf={printed}", str(source)], check=True)
        bare = pypdfium2.PdfDocument.new()  # type: ignore[no-untyped-call]
        bare.import_pages(pypdfium2.PdfDocument(printed))  # type: ignore[no-untyped-call]
        bare.save(DOCUMENT)  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main()
