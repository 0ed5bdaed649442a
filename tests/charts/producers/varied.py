"""Random charts, the same for the same seed: what is drawn, whoever draws it, and the truth that goes with it.

Kinds, sizes, years, units, labels and axes vary as ministries vary them. Out of scope: how a producer draws them
(`varied_matplotlib`, `varied_vega`, `varied_office`).
"""
# ruff: noqa: ANN001, ANN201, C901, PLC0415, PLR0912, S311

import csv
import random
from dataclasses import dataclass, field
from pathlib import Path

NAMES = [
    "国立大学",
    "私立大学",
    "公立大学",
    "大企業",
    "中小企業",
    "外国企業",
    "国内出願",
    "外国出願",
    "共同研究",
    "受託研究",
    "治験等",
    "その他",
    "国",
    "地方公共団体",
    "独立行政法人等",
    "民間企業",
]
WORDS = [
    "情報の漏えい",
    "費用の負担",
    "人材の不足",
    "知財の管理",
    "相手先の探索",
    "契約の手続",
    "研究の速度",
    "成果の帰属",
    "組織の体制",
    "設備の不足",
]
UNIS = [
    "東京大学",
    "京都大学",
    "大阪大学",
    "東北大学",
    "九州大学",
    "名古屋大学",
    "北海道大学",
    "筑波大学",
    "慶應義塾大学",
    "早稲田大学",
]
WORDS += ["市場の調査", "設備の共用", "専任の人員"]
UNIS += ["広島大学", "千葉大学", "金沢大学"]
TITLES = [
    "共同研究の実施件数",
    "受入額の推移",
    "特許出願件数の推移",
    "機関別の内訳",
    "大学発ベンチャーの設立数",
    "ライセンス収入",
    "研究者数の比較",
    "規模別の割合",
]


@dataclass
class Chart:
    """A chart; `kind` is one of KINDS, `labels` all, some or none, `style` holds what is drawn by chance."""

    kind: str  # column grouped stacked whole row grouped_row stacked_row whole_row line combo pie ring area
    title: str
    names: list
    series: dict
    years: list | None
    labels: str  # all some none
    unit: str
    axis: tuple
    second: tuple | None = None
    form: str = "{:,.0f}"
    style: dict = field(default_factory=dict)
    lines: tuple = ()

    def rows(self, page):
        out = []
        for name, values in self.series.items():
            for k, v in enumerate(values):
                if v is None:
                    continue
                lab = self.labels == "all" or (self.labels == "some" and (name, k) in self.style.get("labelled", set()))
                out.append(
                    {
                        "page": page,
                        "chart": self.kind,
                        "series": name if len(self.series) > 1 else "",
                        "category": self.names[k],
                        "value": v,
                        "kind": "label" if lab else "geometry",
                        "fiscal_year": self.years[k] if self.years else "",
                    }
                )
        return out


def nice(top, rng):
    import math

    raw = top / rng.choice([4, 5, 6])
    mag = 10 ** math.floor(math.log10(raw))
    for m in (1, 2, 2.5, 5, 10):
        if m * mag >= raw:
            step = m * mag
            break
    n = math.ceil(top * 1.02 / step)
    return (0, n * step, step)


def years(rng, n):
    way = rng.choice(["west", "west", "heisei", "H", "era", "roll", "suffix", "west2"])
    start = rng.choice([2001, 2003, 2005, 2008]) if way != "roll" else 1986
    if way in ("era", "H", "heisei") and start + n > 2015:
        start = 2015 - n
    ys = [start + k for k in range(n)]
    if way == "west":
        names = [str(y) for y in ys]
    elif way == "west2":
        names = [f"{y}年度" if n <= 6 else str(y) for y in ys]
    elif way == "heisei":
        names = [f"平成{y - 1988}年度" if n <= 6 else f"H{y - 1988}" for y in ys]
    elif way == "H":
        names = [f"H{y - 1988}" for y in ys]
    elif way == "era":
        names = [str(y - 1988) for y in ys]
    elif way == "suffix":
        names = [str(y) for y in ys]
        names[-1] += "年度" if n <= 8 else ""
    else:
        names = [str(y - 1925) if y < 1989 else "元" if y == 1989 else str(y - 1988) for y in ys]
    return ys, names


KINDS = [
    "column",
    "grouped",
    "stacked",
    "whole",
    "row",
    "grouped_row",
    "stacked_row",
    "whole_row",
    "line",
    "combo",
    "pie",
    "ring",
]


def make(kind, seed):
    rng = random.Random(f"{kind}{seed}")
    ns = {"column": 1, "row": 1, "pie": 1, "ring": 1, "combo": rng.choice([2, 2, 3])}.get(kind, rng.choice([2, 3, 4]))
    if kind == "line":
        ns = rng.choice([1, 2, 3, 5])
    n = rng.choice([4, 5, 6, 8, 12]) if "row" not in kind else rng.choice([3, 4, 5, 7])
    if kind in ("pie", "ring"):
        n = rng.choice([3, 4, 5])
    snames = rng.sample(NAMES, ns)
    ys = None
    if kind in ("line", "combo") or (kind in ("column", "grouped", "stacked", "whole") and rng.random() < 0.7):
        ys, names = years(rng, n)
    else:
        names = rng.sample(WORDS if n > 6 or rng.random() < 0.5 else UNIS, n)
        if kind not in ("row", "grouped_row", "stacked_row", "whole_row", "pie", "ring") and n > 6:
            names = [w[:3] for w in names]
            if len(set(names)) < n:
                names = [chr(0x7532) + str(i) + "県" for i in range(n)]
        if "row" in kind and rng.random() < 0.3:
            names = [f"{w}（n={rng.randint(80, 400)}）" for w in names]
    scale = rng.choice([1, 10, 100, 1000, 10000])
    unit = rng.choice(["件", "百万円", "億円", "社", "人"])
    labels = rng.choice(["all", "none", "some"])
    form = "{:,.0f}" if rng.random() < 0.8 else "{:.0f}"
    series = {}
    if kind in ("whole", "whole_row"):
        unit, form = "%", rng.choice(["{:.1f}%", "{:.1f}", "{:.0f}%"])
        cols = []
        for _ in range(n):
            cuts = [rng.random() ** 1.3 + 0.08 for _ in range(ns)]
            d = 1 if ".1f" in form else 0
            vals = [round(100 * c / sum(cuts), d) for c in cuts]
            vals[-1] = round(100 - sum(vals[:-1]), d)
            cols.append(vals)
        for s, name in enumerate(snames):
            series[name] = [c[s] for c in cols]
        axis = (0, 100, 20)
    elif kind in ("pie", "ring"):
        unit, form = "%", rng.choice(["{:.1f}%", "{:.0f}%"])
        cuts = [rng.random() + 0.1 for _ in range(n)]
        d = 1 if ".1f" in form else 0
        vals = [round(100 * c / sum(cuts), d) for c in cuts]
        vals[0] = round(100 - sum(vals[1:]), d)
        series = {"割合": vals}
        axis = (0, 100, 20)
        labels = "all"
    else:
        for name in snames:
            base = rng.uniform(0.15, 0.9)
            trend = rng.uniform(-0.06, 0.12)
            series[name] = [
                max(1, round(scale * 10 * max(0.03, base * (1 + trend * k) * rng.uniform(0.8, 1.2)))) for k in range(n)
            ]
        if kind in ("row", "grouped_row") and rng.random() < 0.5:
            unit, form = "%", "{:.1f}%"
            for s in series:
                series[s] = [round(min(96, v * 9 / scale), 1) for v in series[s]]
        if kind in ("column", "grouped") and rng.random() < 0.2:
            s = rng.choice(list(series))
            series[s] = [-v if rng.random() < 0.4 else v for v in series[s]]
        stacked = kind in ("stacked", "stacked_row", "area")
        tops = (
            [sum(v[k] or 0 for v in series.values()) for k in range(n)]
            if stacked
            else [v for vs in series.values() for v in vs]
        )
        axis = nice(max(tops), rng)
        if unit == "%":
            axis = (0, 100, 20) if max(tops) > 60 else axis
        low = min(v for vs in series.values() for v in vs)
        if low < 0:
            import math

            axis = (-math.ceil(-low / axis[2]) * axis[2], axis[1], axis[2])
        if kind == "line" and rng.random() < 0.25:
            for s in list(series)[:2]:
                k = rng.randrange(1, n - 1)
                if ns > 1 or n > 5:
                    series[s][k] = None
    second, lines = None, ()
    if kind == "combo":
        lines = (snames[-1],)
        f = rng.choice([0.01, 0.1, 3, 20])
        series[snames[-1]] = [
            max(1, round(v * f)) if f >= 1 or scale >= 100 else round(max(1, v * f)) for v in series[snames[-1]]
        ]
        second = nice(max(series[snames[-1]]), rng)
        tops = [v for s in snames[:-1] for v in series[s]]
        axis = nice(max(tops), rng)
        labels = rng.choice(["none", "none", "all"])
    c = Chart(kind, rng.choice(TITLES), names, series, ys, labels, unit, axis, second, form, {}, lines)
    c.style["rng"] = rng
    if labels == "some":
        c.style["labelled"] = {
            (s, k) for s, v in series.items() for k in range(n) if rng.random() < (0.5 if kind == "line" else 0.75)
        }
    return c


FIELDS = ("page", "chart", "series", "category", "value", "kind", "fiscal_year")


def write_truth(path: Path, rows) -> None:
    """Write the truth beside its document."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, FIELDS)
        writer.writeheader()
        writer.writerows(rows)
