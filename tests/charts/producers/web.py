"""Charts as the web draws them, with what makes reading hard, printed by Chromium; one a page.

Out of scope: the plain kinds (`by_browser`).
"""
# ruff: noqa: ANN001, ANN201, ANN202, E501

import csv
import subprocess
import sys
import tempfile
from collections.abc import Callable
from html import escape
from pathlib import Path

Row = dict[str, object]
PAGES: list[tuple[str, Callable[[], tuple[str, list[Row]]]]] = []


def page(name: str):
    """Register a page."""

    def keep(draw):
        PAGES.append((name, draw))
        return draw

    return keep


def text(x: float, y: float, words: str, anchor: str = "middle", size: float = 11, more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" {more}>{escape(words)}</text>'


def rect(x: float, y: float, w: float, h: float, fill: str, more: str = "") -> str:
    return f'<rect x="{x:.2f}" y="{y:.2f}" width="{w:.2f}" height="{h:.2f}" fill="{fill}" {more}/>'


def line(x0: float, y0: float, x1: float, y1: float, stroke: str = "#888", more: str = "") -> str:
    return f'<line x1="{x0:.2f}" y1="{y0:.2f}" x2="{x1:.2f}" y2="{y1:.2f}" stroke="{stroke}" {more}/>'


def left_axis(top: float, step: float, form: str = "{:,.0f}", x: float = 90, grid: float = 520) -> str:
    """An axis from 0 to `top`, 240 points high, its foot at y = 300."""
    parts, value = "", 0.0
    while value <= top + 1e-9:
        y = 300 - 240 * value / top
        parts += line(x, y, grid, y, "#ddd") + text(x - 6, y + 4, form.format(value), "end")
        value += step
    return parts


def made(series: dict[str, list], names: list[str], kind: str, years: list[int] | None = None) -> list[Row]:
    return [
        {"series": s, "category": n, "value": v, "kind": kind, "fiscal_year": years[k] if years else ""}
        for s, values in series.items()
        for k, (n, v) in enumerate(zip(names, values, strict=True))
        if v is not None
    ]


@page("columns with a gradient")
def gradient() -> tuple[str, list[Row]]:
    values, names = [310, 420, 388, 505], ["H21", "H22", "H23", "H24"]
    body = '<defs><linearGradient id="g" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#4f81bd"/><stop offset="1" stop-color="#cfe0f5"/></linearGradient></defs>'
    body += left_axis(600, 100)
    for k, value in enumerate(values):
        h = 240 * value / 600
        body += (
            rect(120 + 100 * k, 300 - h, 50, h, "url(#g)")
            + text(145 + 100 * k, 294 - h, str(value))
            + text(145 + 100 * k, 318, names[k])
        )
    return body, made({"": values}, names, "label", [2009, 2010, 2011, 2012])


@page("rounded bars with shadows")
def rounded() -> tuple[str, list[Row]]:
    data = {"国内": [45.2, 38.9, 51.0], "海外": [12.4, 20.2, 18.8]}
    names = ["大企業", "中小企業", "大学"]
    body = "".join(
        line(150 + 5 * v, 40, 150 + 5 * v, 260, "#eee") + text(150 + 5 * v, 278, f"{v}%") for v in (0, 20, 40, 60)
    )
    for k, name in enumerate(names):
        body += text(142, 82 + 70 * k, name, "end")
        for s, (series, color) in enumerate(zip(data, ("#3366cc", "#ff9900"), strict=True)):
            value = data[series][k]
            body += rect(150, 56 + 70 * k + 22 * s, 5 * value, 20, color, 'rx="3" style="filter:none"')
            body += text(150 + 5 * value + 5, 70 + 70 * k + 22 * s, f"{value}%", "start", 10)
    body += (
        rect(180, 300, 10, 10, "#3366cc")
        + text(195, 309, "国内", "start")
        + rect(260, 300, 10, 10, "#ff9900")
        + text(275, 309, "海外", "start")
    )
    return body, made(data, names, "label")


@page("names set downwards")
def downwards() -> tuple[str, list[Row]]:
    values, names = [92, 75, 61, 58, 30], ["情報漏えい", "費用負担", "人材不足", "知財管理", "その他"]
    body = left_axis(100, 20)
    for k, value in enumerate(values):
        body += rect(110 + 80 * k, 300 - 2.4 * value, 40, 2.4 * value, "#5b9bd5")
        body += f'<text x="{130 + 80 * k}" y="308" font-size="11" style="writing-mode:vertical-rl">{names[k]}</text>'
    return body, made({"": values}, names, "geometry")


@page("labels of two lines")
def two_lines() -> tuple[str, list[Row]]:
    data = {"賛成": [62, 48], "反対": [38, 52]}
    names = ["企業", "大学"]
    body = "".join(
        line(120 + 4 * v, 50, 120 + 4 * v, 230, "#ddd") + text(120 + 4 * v, 246, f"{v}%") for v in (0, 25, 50, 75, 100)
    )
    for k, name in enumerate(names):
        x = 120.0
        body += text(112, 90 + 90 * k, name, "end")
        for series, color in zip(data, ("#a5c8ec", "#f3c6a5"), strict=True):
            value = data[series][k]
            body += rect(x, 60 + 90 * k, 4 * value, 50, color)
            body += text(x + 2 * value, 82 + 90 * k, f"{value}%") + text(
                x + 2 * value, 98 + 90 * k, f"({value * 2}社)", size=9
            )
            x += 4 * value
    body += (
        rect(150, 280, 10, 10, "#a5c8ec")
        + text(165, 289, "賛成", "start")
        + rect(240, 280, 10, 10, "#f3c6a5")
        + text(255, 289, "反対", "start")
    )
    return body, made(data, names, "label")


@page("two rows of years")
def two_rows() -> tuple[str, list[Row]]:
    years = list(range(1986, 1996))
    names = ["61", "62", "63", "元", "2", "3", "4", "5", "6", "7"]
    values = [25974, 29584, 36725, 38391, 45244, 49152, 55845, 56389, 53098, 57698]
    body = left_axis(60000, 20000)
    for k, value in enumerate(values):
        h = 240 * value / 60000
        body += rect(100 + 42 * k, 300 - h, 26, h, "#4472c4") + text(113 + 42 * k, 316, names[k])
    body += text(155, 334, "昭和") + text(330, 334, "平成") + text(60, 45, "（百万円）")
    return body, made({"": values}, names, "geometry", years)


@page("lines with names of two lines in the legend")
def long_names() -> tuple[str, list[Row]]:
    data = {
        "国立大学等との共同研究の件数": [120, 180, 240, 310, 330],
        "私立大学等との受託研究の件数": [80, 95, 130, 128, 170],
    }
    names = ["2010", "2011", "2012", "2013", "2014"]
    body = left_axis(400, 100, grid=430)
    for s, (series, color) in enumerate(zip(data, ("#c00000", "#1f4e79"), strict=True)):
        points = [(120 + 70 * k, 300 - 0.6 * v) for k, v in enumerate(data[series])]
        body += f'<polyline points="{" ".join(f"{x},{y}" for x, y in points)}" fill="none" stroke="{color}" stroke-width="2"/>'
        y = 100 + 60 * s
        body += (
            line(445, y, 470, y, color, 'stroke-width="2"')
            + text(476, y + 4, series[:8], "start", 10)
            + text(476, y + 17, series[8:], "start", 10)
        )
    body += "".join(text(120 + 70 * k, 318, name) for k, name in enumerate(names))
    return body, made(data, names, "geometry", [2010, 2011, 2012, 2013, 2014])


@page("letters set one by one")
def spaced() -> tuple[str, list[Row]]:
    values, names = [12345, 9876, 15432], ["H24", "H25", "H26"]
    body = left_axis(20000, 5000)
    for k, value in enumerate(values):
        h = 240 * value / 20000
        body += rect(130 + 130 * k, 300 - h, 60, h, "#70ad47")
        body += text(160 + 130 * k, 292 - h, f"{value:,}", more='letter-spacing="0.8"') + text(
            160 + 130 * k, 318, names[k], more='letter-spacing="1"'
        )
    return body, made({"": values}, names, "label", [2012, 2013, 2014])


@page("histogram without gaps")
def histogram() -> tuple[str, list[Row]]:
    values, names = [4, 9, 17, 22, 13, 6], ["0-9", "10-19", "20-29", "30-39", "40-49", "50-59"]
    body = left_axis(25, 5)
    for k, value in enumerate(values):
        body += (
            rect(100 + 60 * k, 300 - 9.6 * value, 60, 9.6 * value, "#9dc3e6", 'stroke="#fff"')
            + text(130 + 60 * k, 318, names[k])
            + text(130 + 60 * k, 295 - 9.6 * value, str(value))
        )
    return body, made({"": values}, names, "label")


@page("a table, a map and arrows")
def none() -> tuple[str, list[Row]]:
    body = ""
    for row in range(6):
        for column in range(5):
            shade = ("#fff", "#eef", "#dde", "#ccd", "#bbc")[(row * column) % 5]
            body += rect(40 + 70 * column, 40 + 24 * row, 70, 24, shade, 'stroke="#666"') + text(
                75 + 70 * column, 56 + 24 * row, str((row * 7 + column * 13) % 50)
            )
    body += '<path d="M450,60 L520,80 L560,140 L500,200 L430,160 Z" fill="#cde" stroke="#345"/><path d="M430,160 L500,200 L480,260 L400,240 Z" fill="#dec" stroke="#345"/>'
    for k in range(4):
        body += rect(40 + 130 * k, 290, 90, 40, "#f4b183", 'rx="6"') + text(85 + 130 * k, 314, f"段階{k + 1}")
        body += f'<path d="M{130 + 130 * k},310 l30,0 m-8,-5 l8,5 l-8,5" stroke="#333" fill="none"/>'
    return body, []


@page("a plan of years")
def plan() -> tuple[str, list[Row]]:
    body = "".join(
        text(160 + 60 * k, 50, str(2014 + k)) + line(130 + 60 * k, 58, 130 + 60 * k, 260, "#ddd") for k in range(7)
    )
    for k, (start, end) in enumerate([(0, 2), (1, 4), (3, 6), (2, 5)]):
        body += rect(130 + 60 * start, 75 + 45 * k, 60 * (end - start), 24, "#8faadc") + text(
            120, 91 + 45 * k, f"施策{k + 1}", "end"
        )
    return body, []


@page("areas")
def areas() -> tuple[str, list[Row]]:
    body = left_axis(100, 20)
    body += '<polygon points="100,300 100,200 200,180 300,150 400,120 400,300" fill="#9dc3e6"/><polygon points="100,200 200,180 300,150 400,120 400,80 300,110 200,150 100,180" fill="#f4b183"/>'
    body += "".join(text(100 + 100 * k, 318, str(2010 + k)) for k in range(4))
    return body, []


@page("a net")
def net() -> tuple[str, list[Row]]:
    body = ""
    for r in (30, 60, 90, 120):
        body += (
            f'<polygon points="300,{180 - r} {300 + 0.95 * r:.1f},{180 - 0.31 * r:.1f} {300 + 0.59 * r:.1f},{180 + 0.81 * r:.1f} {300 - 0.59 * r:.1f},{180 + 0.81 * r:.1f} {300 - 0.95 * r:.1f},{180 - 0.31 * r:.1f}" fill="none" stroke="#bbb"/>'
            + text(296, 184 - r, str(r // 30), "end", 9)
        )
    body += '<polygon points="300,90 390,150 340,240 250,230 210,150" fill="none" stroke="#c00"/>'
    return body, []


def write(folder: Path) -> None:
    """Write web.pdf and web.csv."""
    pages, found = "", []
    for number, (name, draw) in enumerate(PAGES, start=1):
        body, rows = draw()
        found += [{"page": number, "chart": name, **row} for row in rows]
        pages += f'<div style="page-break-after:always"><svg xmlns="http://www.w3.org/2000/svg" width="640" height="380" font-family="Noto Sans CJK JP">{body}</svg></div>'
    style = "<style>@page{size:700px 440px;margin:20px}body{margin:0}</style>"
    with tempfile.TemporaryDirectory() as work:
        source = Path(work) / "web.html"
        source.write_text(f"<!doctype html><meta charset=utf-8>{style}{pages}", encoding="utf-8")
        target = (folder / "web.pdf").resolve()
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={target}"]
        subprocess.run(["chromium", *options, source.as_uri()], check=True, capture_output=True)
    with (folder / "web.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, ("page", "chart", "series", "category", "value", "kind", "fiscal_year"))
        writer.writeheader()
        writer.writerows(found)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
