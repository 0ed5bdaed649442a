"""The charts that every producer draws, and the truth that goes with them: one row a figure.

Out of scope: how a producer draws them (`by_matplotlib`, `by_reportlab`, `by_calc`, `by_browser`, …).
"""

import csv
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Spec:
    """A chart. `kinds` says how each series is drawn; `labels` which series print their values."""

    name: str
    kind: str  # column, row, stacked_column, stacked_row, whole_row, line, combo, pie, ring
    title: str
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | None, ...]], ...]
    labels: bool = False
    unit: str = ""
    form: str = "{:,.0f}"
    years: tuple[int, ...] = ()
    axis: tuple[float, float, float] = (0, 100, 20)  # from, to, step
    second: tuple[float, float, float] | None = None  # the right axis, for the lines of a combo
    lines: tuple[str, ...] = ()  # which series of a combo are lines
    hide_axis: bool = False
    turned_names: bool = False
    notes: tuple[str, ...] = field(default_factory=tuple)


YEARS = tuple(range(2003, 2015))
ERA = tuple(str(year - 1988) for year in YEARS)

SPECS = (
    Spec(
        "labelled columns",
        "column",
        "共同研究の受入額",
        ("H20", "H21", "H22", "H23", "H24"),
        (("受入額", (339, 295, 314, 334, 341)),),
        labels=True,
        unit="億円",
        years=(2008, 2009, 2010, 2011, 2012),
        axis=(0, 400, 100),
    ),
    Spec(
        "grouped columns",
        "column",
        "受託研究の件数",
        ("2015", "2016", "2017", "2018"),
        (
            ("国立大学", (5210, 5834, 6120, 6402)),
            ("私立大学", (2310, 2250, 2845, 3011)),
            ("公立大学", (820, 915, 930, 1104)),
        ),
        unit="件",
        years=(2015, 2016, 2017, 2018),
        axis=(0, 7000, 1000),
    ),
    Spec(
        "rows",
        "row",
        "連携の課題",
        ("相手が見つからない", "費用の負担", "知的財産の扱い", "情報の漏えい", "その他"),
        (("割合", (48.9, 29.3, 40.2, 16.3, 3.3)),),
        labels=True,
        unit="%",
        form="{:.1f}%",
        axis=(0, 60, 20),
    ),
    Spec(
        "grouped rows",
        "row",
        "規定の内容",
        ("誓約書", "期間の設定", "雇用契約", "物理的な管理"),
        (("大学のみ", (28.3, 21.7, 8.3, 18.3)), ("大学以外", (35.0, 25.0, 10.0, 15.0))),
        labels=True,
        unit="%",
        form="{:.1f}%",
        axis=(0, 40, 10),
    ),
    Spec(
        "stacked columns",
        "stacked_column",
        "受入額の内訳",
        tuple(str(n) for n in range(18, 27)),
        (
            ("共同研究", (28946, 31543, 34642, 30157, 32067, 34507, 35029, 39926, 42609)),
            ("受託研究", (12012, 11987, 11787, 11530, 10005, 8832, 9861, 10969, 11336)),
            ("治験等", (12896, 12266, 15409, 16615, 14702, 15166, 16831, 17304, 15613)),
        ),
        labels=True,
        unit="百万円",
        years=tuple(range(2006, 2015)),
        axis=(0, 80000, 20000),
    ),
    Spec(
        "stacked columns unlabelled",
        "stacked_column",
        "特許の保有件数",
        ("2010", "2011", "2012", "2013", "2014"),
        (("国内特許", (9800, 11200, 12650, 14100, 15020)), ("外国特許", (3100, 3900, 4710, 5260, 6480))),
        unit="件",
        years=(2010, 2011, 2012, 2013, 2014),
        axis=(0, 25000, 5000),
    ),
    Spec(
        "whole rows",
        "whole_row",
        "重視する事項",
        ("技術の優位性 (n=110)", "開発の速さ (n=111)", "費用の比較 (n=111)", "知財の扱い (n=111)"),
        (
            ("非常に重視", (77.3, 74.8, 75.7, 65.8)),
            ("多少考慮", (20.9, 24.3, 21.6, 33.3)),
            ("関係ない", (1.8, 0.9, 2.7, 0.9)),
        ),
        labels=True,
        unit="%",
        form="{:.1f}%",
        axis=(0, 100, 20),
    ),
    Spec(
        "lines",
        "line",
        "発表件数の推移",
        tuple(str(year) for year in range(2010, 2021)),
        (
            ("日本", (12, 18, 25, 22, 40, 61, 58, 90, 120, 131, 150)),
            ("米国", (192, 194, 189, 155, 223, 325, 335, 328, 444, 558, 733)),
            ("中国", (40, 42, 51, 44, 102, 134, 192, 236, 387, 533, 766)),
        ),
        unit="件",
        years=tuple(range(2010, 2021)),
        axis=(0, 800, 100),
    ),
    Spec(
        "labelled line",
        "line",
        "特許の収入",
        ("H22", "H23", "H24", "H25", "H26"),
        (("収入", (1446, 1092, 1558, 2212, 1992)),),
        labels=True,
        unit="百万円",
        years=(2010, 2011, 2012, 2013, 2014),
        axis=(0, 2500, 500),
    ),
    Spec(
        "two axes",
        "combo",
        "受入額と件数",
        ERA,
        (
            ("受入額（億円）", (152, 196, 249, 286, 311, 339, 295, 314, 334, 341, 390, 416)),
            ("件数（件）", (7248, 8864, 11054, 12489, 13790, 14974, 14779, 15544, 16302, 16925, 17881, 19070)),
        ),
        years=YEARS,
        axis=(0, 450, 50),
        second=(0, 25000, 5000),
        lines=("件数（件）",),
    ),
    Spec(
        "pie",
        "pie",
        "活発化の認識",
        ("活発化している", "ほとんど変わらない", "後退している"),
        (("割合", (47, 50, 3)),),
        labels=True,
        unit="%",
        form="{:.0f}%",
    ),
    Spec(
        "ring",
        "ring",
        "回答者の属性",
        ("大企業", "中小企業", "大学", "その他"),
        (("割合", (38, 31, 20, 11)),),
        labels=True,
        unit="%",
        form="{:.0f}%",
    ),
    Spec(
        "columns without axis",
        "column",
        "共同研究の件数",
        ("平成21年度", "平成22年度", "平成23年度", "平成24年度"),
        (("件数", (14779, 15544, 16302, 16925)),),
        labels=True,
        unit="件",
        years=(2009, 2010, 2011, 2012),
        axis=(0, 20000, 5000),
        hide_axis=True,
    ),
    Spec(
        "below nought",
        "column",
        "収支の推移",
        ("2011", "2012", "2013", "2014", "2015"),
        (("収支", (120, -45, 62, -88, 140)),),
        unit="百万円",
        years=(2011, 2012, 2013, 2014, 2015),
        axis=(-100, 200, 50),
    ),
    Spec(
        "turned names",
        "column",
        "大学別の件数",
        ("東京大学", "京都大学", "大阪大学", "東北大学", "九州大学", "名古屋大学"),
        (("件数", (1815, 1133, 1320, 1101, 742, 698)),),
        unit="件",
        axis=(0, 2000, 500),
        turned_names=True,
    ),
    Spec(
        "gaps",
        "line",
        "実施許諾の件数",
        ("2008", "2009", "2010", "2011", "2012", "2013", "2014"),
        (("国立", (5306, 4527, None, 5645, 8808, 9856, 10802)), ("私立", (310, 420, 515, None, None, 840, 911))),
        unit="件",
        years=tuple(range(2008, 2015)),
        axis=(0, 12000, 2000),
    ),
)

FIELDS = ("page", "chart", "title", "series", "category", "value", "kind", "fiscal_year", "unit")


def truth() -> list[dict[str, object]]:
    """One row a figure, in the order of the pages: each chart has its own."""
    rows = []
    for page, spec in enumerate(SPECS, start=1):
        for name, values in spec.series:
            for k, value in enumerate(values):
                if value is None:
                    continue
                rows.append(
                    {
                        "page": page,
                        "chart": spec.name,
                        "title": spec.title,
                        "series": name if len(spec.series) > 1 else "",
                        "category": spec.categories[k],
                        "value": value,
                        "kind": "label" if spec.labels else "geometry",
                        "fiscal_year": spec.years[k] if spec.years else "",
                        "unit": spec.unit,
                    }
                )
    return rows


def write_truth(path: Path) -> None:
    """Write the truth beside the documents."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, FIELDS)
        writer.writeheader()
        writer.writerows(truth())
