"""Charts with what makes reading hard, one a page, and their truth: drawn with matplotlib.

Out of scope: the plain kinds (`specs`).
"""
# ruff: noqa: ANN201

import csv
import sys
from collections.abc import Callable
from pathlib import Path

import matplotlib as mpl
import numpy as np

mpl.use("pdf")
import matplotlib.pyplot as plt
from matplotlib.backends.backend_pdf import PdfPages

plt.rcParams["font.family"] = "Noto Sans CJK JP"
plt.rcParams["pdf.fonttype"] = 42

Row = dict[str, object]
PAGES: list[tuple[str, Callable[[], list[Row]]]] = []


def page(name: str):
    """Register a page."""

    def keep(draw: Callable[[], list[Row]]) -> Callable[[], list[Row]]:
        PAGES.append((name, draw))
        return draw

    return keep


def rows(series: dict[str, list], categories: list[str], kind: str, years: list[int] | None = None) -> list[Row]:
    return [
        {"series": name, "category": c, "value": v, "kind": kind, "fiscal_year": years[k] if years else ""}
        for name, values in series.items()
        for k, (c, v) in enumerate(zip(categories, values, strict=True))
        if v is not None
    ]


YEARS = [2008, 2009, 2010, 2011, 2012, 2013]
NAMES = [str(y) for y in YEARS]


@page("black lines told by markers")
def markers() -> list[Row]:
    data = {
        "国立大学": [120, 135, 150, 149, 180, 210],
        "私立大学": [60, 62, 80, 95, 90, 118],
        "公立大学": [20, 25, 23, 31, 40, 38],
    }
    _, axis = plt.subplots(figsize=(7, 4))
    for (name, values), marker, fill in zip(data.items(), "os^", ("black", "white", "black"), strict=True):
        axis.plot(NAMES, values, color="black", marker=marker, markerfacecolor=fill, label=name)
    axis.set_ylim(0, 250)
    axis.legend(loc="upper left")
    return rows(data, NAMES, "geometry", YEARS)


@page("black lines told by dashes")
def dashes() -> list[Row]:
    data = {"出願件数": [520, 640, 610, 700, 720, 690], "登録件数": [210, 260, 300, 320, 410, 450]}
    _, axis = plt.subplots(figsize=(7, 4))
    axis.plot(NAMES, data["出願件数"], color="black", label="出願件数")
    axis.plot(NAMES, data["登録件数"], color="black", linestyle="--", label="登録件数")
    axis.set_ylim(0, 800)
    axis.legend(loc="lower right")
    return rows(data, NAMES, "geometry", YEARS)


@page("hatched bars")
def hatched() -> list[Row]:
    data = {"大企業": [40, 55, 61, 70], "中小企業": [30, 28, 35, 41], "外国企業": [5, 8, 7, 12]}
    _, axis = plt.subplots(figsize=(7, 4))
    for k, ((name, values), hatch) in enumerate(zip(data.items(), ("//", "..", "xx"), strict=True)):
        axis.bar(np.arange(4) + k * 0.27, values, 0.27, hatch=hatch, facecolor="white", edgecolor="black", label=name)
    axis.set_xticks(np.arange(4) + 0.27, ["北海道", "関東", "関西", "九州"])
    axis.set_ylim(0, 80)
    axis.legend()
    return rows(data, ["北海道", "関東", "関西", "九州"], "geometry")


@page("greys with outlines")
def greys() -> list[Row]:
    data = {"国内": [310, 330, 360, 350], "海外": [90, 120, 135, 160]}
    names = ["H22", "H23", "H24", "H25"]
    _, axis = plt.subplots(figsize=(7, 4))
    axis.bar(names, data["国内"], color="0.8", edgecolor="black", label="国内")
    axis.bar(names, data["海外"], bottom=data["国内"], color="0.4", edgecolor="black", label="海外")
    for k in range(4):
        axis.text(k, data["国内"][k] / 2, str(data["国内"][k]), ha="center", va="center")
        axis.text(
            k, data["国内"][k] + data["海外"][k] / 2, str(data["海外"][k]), ha="center", va="center", color="white"
        )
        axis.text(k, data["国内"][k] + data["海外"][k] + 8, str(data["国内"][k] + data["海外"][k]), ha="center")
    axis.set_ylim(0, 600)
    axis.legend(loc="upper left")
    total = {"合計": [a + b for a, b in zip(data["国内"], data["海外"], strict=True)]}
    return rows(data | total, names, "label", [2010, 2011, 2012, 2013])


@page("some labels missing")
def missing() -> list[Row]:
    values = [1200, 1350, 900, 1610, 1480]
    names = ["H21", "H22", "H23", "H24", "H25"]
    _, axis = plt.subplots(figsize=(7, 4))
    bars = axis.bar(names, values)
    for k in (0, 2, 4):
        axis.text(k, values[k] + 20, f"{values[k]:,}", ha="center")
    axis.set_ylim(0, 2000)
    del bars
    years = [2009, 2010, 2011, 2012, 2013]
    found = rows({"": values}, names, "label", years)
    return [{**row, "kind": "label" if k in (0, 2, 4) else "geometry"} for k, row in enumerate(found)]


@page("labels on leaders")
def leaders() -> list[Row]:
    parts = {"教育": 2, "公共": 3, "製造": 45, "金融": 30, "流通": 20}
    _, axis = plt.subplots(figsize=(6, 5))
    start = 0
    for k, (name, value) in enumerate(parts.items()):
        axis.bar(["2025年"], [value], bottom=start, width=0.4, label=name, color=f"C{k}")
        middle = start + value / 2
        if value < 10:
            axis.annotate(
                str(value),
                (0.2, middle),
                (0.45, middle + (-4 if k == 0 else 6)),
                arrowprops={"arrowstyle": "-", "lw": 0.6},
                va="center",
            )
        else:
            axis.text(0, middle, str(value), ha="center", va="center")
        start += value
    axis.set_xlim(-1, 1)
    axis.set_ylim(0, 120)
    axis.legend(loc="upper left")
    return [
        {"series": n, "category": "2025年", "value": v, "kind": "label", "fiscal_year": ""} for n, v in parts.items()
    ]


@page("names at the lines' ends")
def ends() -> list[Row]:
    data = {"米国": [310, 325, 333, 350, 370, 390], "日本": [150, 148, 152, 160, 171, 169]}
    _, axis = plt.subplots(figsize=(7, 4))
    for (name, values), color in zip(data.items(), ("tab:red", "tab:blue"), strict=True):
        axis.plot(NAMES, values, color=color)
        axis.text(5.1, values[-1], name, color=color, va="center")
    axis.set_ylim(0, 500)
    axis.set_xlim(-0.3, 6)
    return rows(data, NAMES, "geometry", YEARS)


@page("every fifth year named")
def skipped() -> list[Row]:
    years = list(range(1995, 2016))
    values = [100 + 7 * k + (k % 4) * 12 for k in range(21)]
    _, axis = plt.subplots(figsize=(7, 4))
    axis.bar(years, values, 0.7)
    axis.set_xticks([1995, 2000, 2005, 2010, 2015])
    axis.set_ylim(0, 300)
    return [
        {"series": "", "category": "", "value": v, "kind": "geometry", "fiscal_year": y}
        for y, v in zip(years, values, strict=True)
    ]


@page("axis not from nought")
def lifted() -> list[Row]:
    data = {"比率": [52.4, 55.1, 53.8, 57.9, 60.2, 61.0]}
    _, axis = plt.subplots(figsize=(7, 4))
    axis.bar(NAMES, data["比率"])
    axis.set_ylim(50, 62)
    axis.set_yticks([50, 52, 54, 56, 58, 60, 62], [f"{v}%" for v in (50, 52, 54, 56, 58, 60, 62)])
    return rows({"": data["比率"]}, NAMES, "geometry", YEARS)


@page("cut axis")
def cut() -> list[Row]:
    values = [820, 860, 910, 990, 1040]
    _, axis = plt.subplots(figsize=(7, 4))
    axis.bar(["H21", "H22", "H23", "H24", "H25"], [v - 600 for v in values])
    for k, value in enumerate(values):
        axis.text(k, value - 595, f"{value:,}", ha="center")
    axis.set_yticks([0, 100, 200, 300, 400, 500], ["0", "700", "800", "900", "1,000", "1,100"])
    return rows({"": values}, ["H21", "H22", "H23", "H24", "H25"], "label", [2009, 2010, 2011, 2012, 2013])


@page("logarithmic axis")
def logarithmic() -> list[Row]:
    data = {"A社": [12, 40, 150, 700, 2100, 9000], "B社": [5, 9, 22, 61, 130, 400]}
    _, axis = plt.subplots(figsize=(7, 4))
    for name, values in data.items():
        axis.plot(NAMES, values, marker="o", label=name)
    axis.set_yscale("log")
    axis.set_ylim(1, 10000)
    axis.set_yticks([1, 10, 100, 1000, 10000], ["1", "10", "100", "1,000", "10,000"])
    axis.minorticks_off()
    axis.legend()
    return rows(data, NAMES, "geometry", YEARS)


@page("names in two rows and turned")
def two_rows() -> list[Row]:
    names = ["国立\n大学", "公立\n大学", "私立\n大学", "高等専門\n学校", "大学共同\n利用機関"]
    values = [1520, 240, 810, 95, 60]
    _, axis = plt.subplots(figsize=(7, 4))
    axis.bar(names, values)
    axis.set_ylim(0, 1600)
    return rows({"": values}, [n.replace("\n", "") for n in names], "geometry")


@page("two plots, one legend")
def shared() -> list[Row]:
    left, right = {"国内": [10, 14, 18], "海外": [4, 5, 9]}, {"国内": [33, 31, 36], "海外": [12, 15, 14]}
    figure, axes = plt.subplots(1, 2, figsize=(9, 4))
    names = ["2011", "2012", "2013"]
    for axis, data, title in zip(axes, (left, right), ("特許", "論文"), strict=True):
        for k, (name, values) in enumerate(data.items()):
            axis.bar(np.arange(3) + 0.4 * k, values, 0.4, label=name)
        axis.set_xticks(np.arange(3) + 0.2, names)
        axis.set_title(title)
        axis.set_ylim(0, 40)
    figure.legend(*axes[0].get_legend_handles_labels(), loc="lower center", ncol=2)
    figure.subplots_adjust(bottom=0.2)
    return rows(left, names, "geometry", [2011, 2012, 2013]) + rows(right, names, "geometry", [2011, 2012, 2013])


@page("counts and shares")
def both() -> list[Row]:
    data = {"はい": [45, 62], "いいえ": [55, 38]}
    _, axis = plt.subplots(figsize=(7, 3))
    start = np.zeros(2)
    names = ["大企業(n=200)", "中小企業(n=150)"]
    for name, values in data.items():
        axis.barh(names, values, left=start, label=name)
        for k, value in enumerate(values):
            axis.text(start[k] + value / 2, k, f"{value}%", ha="center", va="center")
        start += np.array(values)
    axis.set_xlim(0, 100)
    axis.set_xticks([])
    for side in ("top", "right", "bottom", "left"):
        axis.spines[side].set_visible(False)
    axis.legend(loc="lower center", ncol=2, bbox_to_anchor=(0.5, 1))
    plt.tight_layout()
    return rows(data, names, "label")


@page("one share unlabelled")
def unlabelled_share() -> list[Row]:
    data = {"そう思う": [62.0, 48.0, 30.0], "どちらでもない": [26.0, 36.0, 44.0], "そう思わない": [12.0, 16.0, 26.0]}
    _, axis = plt.subplots(figsize=(7, 3))
    start = np.zeros(3)
    names = ["A(n=50)", "B(n=50)", "C(n=50)"]
    for s, (name, values) in enumerate(data.items()):
        axis.barh(names, values, left=start, label=name)
        for k, value in enumerate(values):
            if (s, k) != (2, 0):
                axis.text(start[k] + value / 2, k, f"{value:.1f}%", ha="center", va="center")
        start += np.array(values)
    axis.set_xticks([0, 50, 100], ["0%", "50%", "100%"])
    axis.legend(loc="lower center", ncol=3, bbox_to_anchor=(0.5, 1))
    plt.tight_layout()
    found = rows(data, names, "label")
    return [{**r, "kind": "geometry"} if r["value"] == 12.0 else r for r in found]


@page("stacked below and above nought")
def both_ways() -> list[Row]:
    data = {"増加": [30, 42, 25], "新規": [12, 8, 20], "減少": [-22, -15, -31]}
    _, axis = plt.subplots(figsize=(7, 4))
    names = ["2011", "2012", "2013"]
    axis.bar(names, data["増加"], label="増加")
    axis.bar(names, data["新規"], bottom=data["増加"], label="新規")
    axis.bar(names, data["減少"], label="減少")
    axis.axhline(0, color="black", lw=0.8)
    axis.set_ylim(-40, 60)
    axis.legend()
    return rows(data, names, "geometry", [2011, 2012, 2013])


@page("emphasis by colour")
def emphasis() -> list[Row]:
    values = [72, 65, 58, 44, 40]
    names = ["米国", "英国", "日本", "独国", "仏国"]
    _, axis = plt.subplots(figsize=(7, 4))
    axis.bar(names, values, color=["#999", "#999", "#c00", "#999", "#999"])
    axis.set_ylim(0, 80)
    return rows({"": values}, names, "geometry")


@page("filled panel behind")
def panel() -> list[Row]:
    data = {"件数": [12, 18, 25, 31]}
    names = ["H23", "H24", "H25", "H26"]
    figure, axis = plt.subplots(figsize=(7, 4), facecolor="#eef3fb")
    axis.set_facecolor("#ffffff")
    bars = axis.bar(names, data["件数"], color="#4472c4")
    axis.bar_label(bars)
    axis.set_ylim(0, 35)
    del figure
    return rows({"": data["件数"]}, names, "label", [2011, 2012, 2013, 2014])


@page("noughts among labels")
def noughts() -> list[Row]:
    data = {"あり": [12.5, 0.0, 4.2, 0.0], "なし": [3.1, 8.8, 0.0, 1.0]}
    names = ["甲", "乙", "丙", "丁"]
    _, axis = plt.subplots(figsize=(7, 4))
    for k, (name, values) in enumerate(data.items()):
        bars = axis.barh(np.arange(4) + 0.35 * k, values, 0.35, label=name)
        axis.bar_label(bars, [f"{v:.1f}%" for v in values], padding=2)
    axis.set_yticks(np.arange(4) + 0.175, names)
    axis.set_xticks([0, 5, 10, 15], ["0%", "5%", "10%", "15%"])
    axis.invert_yaxis()
    axis.legend()
    return rows(data, names, "label")


def write(folder: Path) -> None:
    """Write hard.pdf and hard.csv."""
    found = []
    with PdfPages(folder / "hard.pdf") as pages:
        for number, (name, draw) in enumerate(PAGES, start=1):
            found += [{"page": number, "chart": name, **row} for row in draw()]
            pages.savefig(plt.gcf())
            plt.close("all")
    with (folder / "hard.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, ("page", "chart", "series", "category", "value", "kind", "fiscal_year"))
        writer.writeheader()
        writer.writerows(found)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
