"""Draws random charts with Vega-Lite, as PDF and as SVG that Chromium prints (vl-convert and Chromium are needed).

Axes stand half a pixel aside of what they measure, their end labels within the axis, and legends where there is room.
"""
# ruff: noqa: ANN001, ANN201, ANN202, ARG001, C901, N806, PLR0912

import itertools
import subprocess
import sys
import tempfile
from pathlib import Path

import pypdfium2
import vl_convert
from varied import KINDS, make, write_truth


def vl(c, seed):
    rng = c.style["rng"]
    row = "row" in c.kind
    data = []
    for si, (s, vs) in enumerate(c.series.items()):
        for k, v in enumerate(vs):
            if v is None:
                continue
            lab = c.labels == "all" or (s, k) in c.style.get("labelled", ())
            data.append({"s": s, "k": c.names[k], "v": v, "o": si, "t": c.form.format(v) if lab else ""})
    W, H = rng.choice([260, 360, 460]), rng.choice([180, 240, 300])
    if row:
        H = max(H, 26 * len(c.names) * (len(c.series) if c.kind == "grouped_row" else 1) * 0.6)
    legend = {"orient": rng.choice(["right", "bottom", "top"]), "title": None}
    if rng.random() < 0.3:
        legend["symbolType"] = "square"
    domain = list(c.series)
    color = {
        "field": "s",
        "type": "nominal",
        "scale": {
            "domain": domain,
            "scheme": rng.choice(["tableau10", "category10", "set2", "dark2", "greys", "blues"]),
        },
        "legend": legend,
        "title": None,
    }
    if len(c.series) == 1:
        color = {"value": rng.choice(["#4c78a8", "#72b7b2", "#e45756", "#333333"])}
    ticks = []
    t = c.axis[0]
    while t <= c.axis[1] + 1e-9:
        ticks.append(t)
        t += c.axis[2]
    grid = rng.random() < 0.7
    vaxis = {
        "values": ticks,
        "title": rng.choice([None, f"（{c.unit}）", f"金額（{c.unit}）"]) if c.unit != "%" else None,
        "grid": grid,
        "domain": rng.random() < 0.6,
        "ticks": rng.random() < 0.7,
        "labelExpr": "format(datum.value, ',') + '%'" if c.unit == "%" else "format(datum.value, ',')",
    }
    noaxis = c.labels == "all" and rng.random() < 0.35
    if noaxis:
        vaxis = None
    V = {
        "field": "v",
        "type": "quantitative",
        "axis": vaxis,
        "scale": {"domain": [c.axis[0], c.axis[1]], "nice": False},
    }
    caxis = {
        "title": None,
        "labelAngle": rng.choice([0, -90, -45]) if not row and max(map(len, c.names)) * len(c.names) > 24 else 0,
        "labelLimit": 0,
        "labelOverlap": False,
        "grid": False,
        "domain": rng.random() < 0.8,
        "ticks": rng.random() < 0.6,
    }
    K = {
        "field": "k",
        "type": "nominal",
        "sort": None,
        "axis": caxis,
        "scale": {"paddingInner": rng.choice([0.1, 0.3, 0.5])},
    }
    order = {"field": "o", "type": "quantitative"}
    x, y = (V, K) if row else (K, V)
    base = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "title": c.title,
        "width": W,
        "height": H,
        "data": {"values": data},
        "config": {
            "font": "Noto Sans CJK JP",
            "title": {"font": "Noto Sans CJK JP"},
            "axis": {"labelFont": "Noto Sans CJK JP", "titleFont": "Noto Sans CJK JP"},
            "legend": {"labelFont": "Noto Sans CJK JP"},
            "text": {"font": "Noto Sans CJK JP"},
            "view": {"stroke": rng.choice([None, "#ddd"])},
        },
        "background": rng.choice(["white", None, "#f7f7f7"]),
    }
    off = "yOffset" if row else "xOffset"
    layers = []
    k = c.kind
    if k in ("pie", "ring"):
        pd_ = [
            {"k": n, "v": v, "t": c.form.format(v), "i": i}
            for i, (n, v) in enumerate(zip(c.names, next(iter(c.series.values())), strict=False))
        ]
        r = 90
        base["data"] = {"values": pd_}
        base["width"] = base["height"] = 260
        way = rng.choice(["legend", "names"])
        enc = {
            "theta": {"field": "v", "type": "quantitative", "stack": True},
            "order": {"field": "i"},
            "color": {"field": "k", "type": "nominal", "sort": None, "legend": legend if way == "legend" else None},
        }
        base["encoding"] = enc
        base["layer"] = [
            {
                "mark": {
                    "type": "arc",
                    "outerRadius": r,
                    "innerRadius": 45 if k == "ring" else 0,
                    **({"stroke": "white"} if rng.random() < 0.5 else {}),
                }
            },
            {
                "mark": {"type": "text", "radius": 60 if k == "pie" and way == "legend" else 108, "fontSize": 10},
                "encoding": {"text": {"field": "t"}, "color": {"value": "black"}}
                if way == "legend"
                else {"text": {"field": "tt"}, "color": {"value": "black"}},
            },
        ]
        if way == "names":
            base["transform"] = [{"calculate": "datum.k + ' ' + datum.t", "as": "tt"}]
        return base
    mark = {"type": "bar"}
    if rng.random() < 0.2:
        mark["cornerRadiusEnd"] = 2
    if rng.random() < 0.15:
        mark["stroke"] = "black"
        mark["strokeWidth"] = 0.5

    def text(dx):
        return {"type": "text", "fontSize": 9, **dx}

    if k in ("column", "row", "grouped", "grouped_row"):
        enc = {"x": x, "y": y, "color": color}
        if "grouped" in k:
            enc[off] = {"field": "s", "sort": domain}
        layers.append({"mark": mark, "encoding": enc})
        if c.labels != "none":
            e2 = {kk: vv for kk, vv in enc.items() if kk != "color"}
            e2["text"] = {"field": "t"}
            layers.append(
                {"mark": text({"align": "left", "dx": 3} if row else {"baseline": "bottom", "dy": -2}), "encoding": e2}
            )
    elif k in ("stacked", "whole", "stacked_row", "whole_row"):
        V["stack"] = "zero"
        layers.append({"mark": mark, "encoding": {"x": x, "y": y, "color": color, "order": order}})
        if c.labels != "none":
            V2 = dict(V)
            V2["bandPosition"] = 0.5
            e2 = {
                "x": V2 if row else x,
                "y": y if row else V2,
                "detail": {"field": "s"},
                "order": order,
                "text": {"field": "t"},
            }
            layers.append({"mark": text({"color": rng.choice(["black", "white"])}), "encoding": e2})
    elif k == "line":
        lm = {"type": "line", "point": rng.choice([True, False, {"filled": False, "fill": "white"}])}
        enc = {"x": K, "y": V, "color": color}
        if len(c.series) > 1 and rng.random() < 0.25:
            enc["strokeDash"] = {"field": "s", "type": "nominal", "scale": {"domain": domain}, "legend": None}
        direct = len(c.series) > 1 and rng.random() < 0.3
        if direct:
            color["legend"] = None
            last = {}
            for d in data:
                last[d["s"]] = d
            for d in last.values():
                d["n"] = d["s"]
            ends = sorted(d["v"] for d in last.values())
            if all(b - a > 0.05 * (c.axis[1] - c.axis[0]) for a, b in itertools.pairwise(ends)):
                layers.append(
                    {
                        "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": 10},
                        "encoding": {"x": K, "y": V, "text": {"field": "n"}, "color": color},
                        "transform": [{"filter": "isValid(datum.n)"}],
                    }
                )
            else:
                color["legend"] = legend
        layers.append({"mark": lm, "encoding": enc})
        if c.labels != "none":
            layers.append({"mark": text({"dy": -7}), "encoding": {"x": K, "y": V, "text": {"field": "t"}}})
    elif k == "combo":
        bars = [d for d in data if d["s"] not in c.lines]
        lines = [d for d in data if d["s"] in c.lines]
        t2 = []
        t = c.second[0]
        while t <= c.second[1] + 1e-9:
            t2.append(t)
            t += c.second[2]
        be = {"x": K, "y": V, "color": color}
        if len(c.series) > 2:
            be[off] = {"field": "s", "sort": domain[:-1]}
        if vaxis:
            vaxis["title"] = f"（{c.unit}）"
        else:
            V["axis"] = {"values": ticks, "title": f"（{c.unit}）", "grid": True}
        color["scale"] = {"domain": domain, "range": [*["#4c78a8", "#72b7b2", "#e45756"][: len(domain) - 1], "#d62728"]}
        V2 = {
            "field": "v",
            "type": "quantitative",
            "axis": {"values": t2, "title": "（千人）", "grid": False, "orient": "right"},
            "scale": {"domain": [c.second[0], c.second[1]], "nice": False},
        }
        l1 = [{"mark": mark, "encoding": be}]
        if c.labels == "all":
            l1.append(
                {
                    "mark": text({"baseline": "bottom", "dy": -2}),
                    "encoding": {**{kk: vv for kk, vv in be.items() if kk != "color"}, "text": {"field": "t"}},
                }
            )
        l2 = [{"mark": {"type": "line", "point": True}, "encoding": {"x": K, "y": V2, "color": color}}]
        if c.labels == "all":
            l2.append({"mark": text({"dy": -8}), "encoding": {"x": K, "y": V2, "text": {"field": "t"}}})
        base["layer"] = [{"data": {"values": bars}, "layer": l1}, {"data": {"values": lines}, "layer": l2}]
        base["resolve"] = {"scale": {"y": "independent"}}
        return base
    base["layer"] = layers
    return base


def write(folder: Path, seeds) -> None:
    """Write varied_vega.pdf and varied_vega_printed.pdf, which have the same truth."""
    rows, page, printed = [], 0, []
    document = pypdfium2.PdfDocument.new()
    for seed in seeds:
        for kind in KINDS:
            chart, page = make(kind, 1000 + seed), page + 1
            spec = vl(chart, seed)
            document.import_pages(pypdfium2.PdfDocument(vl_convert.vegalite_to_pdf(spec)))
            printed.append(vl_convert.vegalite_to_svg(spec))
            rows += chart.rows(page)
    document.save(folder / "varied_vega.pdf")
    pages = "".join(f'<div style="page-break-after:always">{svg}</div>' for svg in printed)
    style = "<style>@page{size:860px 620px;margin:20px}body{margin:0}</style>"
    with tempfile.TemporaryDirectory() as work:
        source, target = Path(work) / "vega.html", (folder / "varied_vega_printed.pdf").resolve()
        source.write_text(f"<!doctype html><meta charset=utf-8>{style}{pages}", encoding="utf-8")
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={target}"]
        subprocess.run(["chromium", *options, source.as_uri()], check=True, capture_output=True)
    write_truth(folder / "varied_vega.csv", rows)


if __name__ == "__main__":
    write(Path(sys.argv[1]), range(30, 32))
