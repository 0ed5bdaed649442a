"""Draws random charts with matplotlib: ten styles, both kinds of fonts, frames, grids and legends by chance."""
# ruff: noqa: ANN001, ANN201, ANN202, ARG005, B008, C901, N806, PLR0912

import sys
from pathlib import Path

import matplotlib as mpl
import numpy as np
from varied import KINDS, make, write_truth

mpl.use("pdf")
import matplotlib.pyplot as plt
from matplotlib.backends.backend_pdf import PdfPages

STYLES = [
    "default",
    "ggplot",
    "seaborn-v0_8-whitegrid",
    "seaborn-v0_8-darkgrid",
    "fivethirtyeight",
    "bmh",
    "grayscale",
    "classic",
    "seaborn-v0_8-ticks",
    "Solarize_Light2",
]


def tick(c, v):
    if c.unit == "%":
        return f"{v:.0f}%"
    return f"{v:,.0f}" if c.axis[2] == int(c.axis[2]) else f"{v:g}"


TURN = [0]
c_names = [""]


def place_legend(ax, rng, n, handles=None, out=False):
    way = rng.choice(["right", "below", "above"] if out else ["best", "right", "below", "above", "upper left"])
    kw = {"frameon": rng.random() < 0.5, "fontsize": 8}
    if handles:
        kw["handles"] = handles
    if way == "right":
        ax.legend(loc="center left", bbox_to_anchor=(1.12 if handles else 1.02, 0.5), **kw)
    elif way == "below":
        ax.legend(
            loc="upper center",
            bbox_to_anchor=(0.5, -0.14 - 0.05 * (max(map(len, c_names)) if TURN[0] else 0)),
            ncol=n,
            **kw,
        )
    elif way == "above":
        ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1.02), ncol=n, **kw)
    else:
        ax.legend(loc=way, **kw)
    return way


def draw(c, seed):
    rng = c.style["rng"]
    style = STYLES[seed % len(STYLES)]
    with plt.style.context(style):
        plt.rcParams["font.family"] = "Noto Sans CJK JP"
        plt.rcParams["axes.unicode_minus"] = rng.random() < 0.5
        plt.rcParams["pdf.fonttype"] = rng.choice([3, 42])
        if rng.random() < 0.2:
            plt.rcParams["axes.prop_cycle"] = plt.cycler(color=["#1f3864", "#2e75b6", "#9dc3e6", "#deebf7", "#bbbbbb"])
        fig, ax = plt.subplots(figsize=(rng.choice([5, 6.5, 8]), rng.choice([3, 4, 5])))
        n, S = len(c.names), len(c.series)

        def lab(s, k):
            return c.labels == "all" or (s, k) in c.style.get("labelled", ())

        row = "row" in c.kind
        fs = 7 if n * S < 30 else 5
        white = rng.random() < 0.4
        edge = rng.choice([None, "black", "white"])
        if c.kind in ("pie", "ring"):
            vals = next(iter(c.series.values()))
            way = rng.choice(["names", "legend"])
            kw = {}
            if c.kind == "ring":
                kw["wedgeprops"] = {"width": rng.choice([0.3, 0.5]), "edgecolor": "white"}
            w = ax.pie(
                vals,
                labels=c.names if way == "names" else None,
                startangle=rng.choice([0, 90, 45]),
                counterclock=rng.random() < 0.5,
                autopct=(lambda p, it=iter(vals): c.form.format(next(it))),
                pctdistance=rng.choice([0.6, 0.75]) if c.kind == "pie" else 0.8,
                textprops={"fontsize": 8},
                **kw,
            )
            if way == "legend":
                ax.legend(w[0], c.names, loc="center left", bbox_to_anchor=(1, 0.5), fontsize=8)
            ax.set_title(c.title)
            return fig
        handles = []
        bars = [(s, v) for s, v in c.series.items() if s not in c.lines] if c.kind != "line" else []
        starts = np.zeros(n)
        B = len(bars)
        gw = rng.choice([0.6, 0.8, 0.9])
        hatchall = rng.random() < 0.12
        gap = rng.choice([1, 0.9])
        for s, (name, vals) in enumerate(bars):
            x = np.arange(n)
            kw = {"label": name, "edgecolor": edge, "linewidth": 0.6}
            if hatchall and S > 1:
                kw.update(hatch=["//", "..", "xx", "\\\\"][s], facecolor="white", edgecolor="black")
            if c.kind in ("grouped", "grouped_row") or (c.kind == "combo" and B > 1):
                w = gw / B
                off = (s - (B - 1) / 2) * w
                r = ax.barh(x + off, vals, w * gap, **kw) if row else ax.bar(x + off, vals, w * gap, **kw)
            elif c.kind in ("stacked", "whole", "stacked_row", "whole_row"):
                r = ax.barh(x, vals, gw, left=starts, **kw) if row else ax.bar(x, vals, gw, bottom=starts, **kw)
            else:
                r = ax.barh(x, vals, gw, **kw) if row else ax.bar(x, vals, gw, **kw)
            handles.append(r)
            if c.labels != "none":
                stack = c.kind in ("stacked", "whole", "stacked_row", "whole_row")
                txt = [c.form.format(v) if lab(name, k) else "" for k, v in enumerate(vals)]
                dark = mpl.colors.to_rgb(r[0].get_facecolor()[:3]) if not hatchall else (1, 1, 1)
                ink = "white" if white and sum(dark) < 1.2 else "black"
                if stack:
                    ax.bar_label(r, txt, label_type="center", fontsize=fs, color=ink)
                else:
                    ax.bar_label(r, txt, padding=2, fontsize=fs)
            starts += np.array(vals)
        ticks = np.arange(c.axis[0], c.axis[1] + c.axis[2] / 2, c.axis[2])
        (ax.set_xlim if row else ax.set_ylim)(
            c.axis[0], c.axis[1] * (1.0 if c.kind.startswith("whole") or c.labels == "none" else 1.06)
        )
        (ax.set_xticks if row else ax.set_yticks)(ticks, [tick(c, t) for t in ticks], fontsize=8)
        TURN[0] = 0
        if row:
            ax.set_yticks(np.arange(n), c.names, fontsize=8)
            if rng.random() < 0.7:
                ax.invert_yaxis()
        else:
            turn = rng.choice([0, 0, 90, 45]) if max(map(len, c.names)) > 3 else 0
            if turn == 0 and n * max(map(len, c.names)) > 34:
                turn = 90
            TURN[0] = turn
            c_names[:] = c.names
            ax.set_xticks(np.arange(n), c.names, fontsize=8, rotation=turn, ha="right" if turn == 45 else "center")
        right = None
        lines = [(s, v) for s, v in c.series.items() if s in c.lines or c.kind == "line"]
        if c.kind == "combo":
            right = ax.twinx()
            right.set_ylim(c.second[0], c.second[1])
            t2 = np.arange(c.second[0], c.second[1] + c.second[2] / 2, c.second[2])
            right.set_yticks(t2, [f"{t:,.0f}" if c.second[2] == int(c.second[2]) else f"{t:g}" for t in t2], fontsize=8)
            right.grid(False)
            ax.set_ylabel(f"（{c.unit}）")
            right.set_ylabel("（千人）")
        mono = rng.random() < 0.2
        for s, (name, vals) in enumerate(lines):
            a = right or ax
            kw = {
                "label": name,
                "marker": rng.choice(["o", "s", "^", "D", None, None]) if not mono else "os^Dv"[s],
                "markersize": rng.choice([3, 5]),
            }
            if mono:
                kw["color"] = "black"
            if right:
                kw["color"] = rng.choice(["#c00000", "black", "#7f7f7f", "#ed7d31"])
            (h,) = a.plot(np.arange(n), [np.nan if v is None else v for v in vals], **kw)
            handles.append(h)
            for k, v in enumerate(vals):
                if v is not None and lab(name, k):
                    a.annotate(
                        c.form.format(v), (k, v), xytext=(0, 5), textcoords="offset points", ha="center", fontsize=fs
                    )
        desp = rng.random()
        if desp < 0.5:
            ax.spines["top"].set_visible(False)
            if not right:
                ax.spines["right"].set_visible(False)
        if desp < 0.15 and not right:
            for sp in ax.spines.values():
                sp.set_visible(False)
        if rng.random() < 0.3:
            ax.grid(True, axis="x" if row else "y", linestyle=rng.choice(["-", "--", ":"]))
            ax.set_axisbelow(True)
        if rng.random() < 0.2 and not row:
            ax.minorticks_on()
        if c.labels == "all" and rng.random() < 0.35 and not right:
            (ax.set_xticks if row else ax.set_yticks)([])
            for sp in ("top", "right", "bottom" if row else "left"):
                ax.spines[sp].set_visible(False)
            c.style["noaxis"] = True
        elif c.unit != "%":
            if rng.random() < 0.5:
                (ax.set_xlabel if row else ax.set_ylabel)(
                    rng.choice([f"（{c.unit}）", f"金額（{c.unit}）"]), fontsize=8
                )
            elif not row and not right:
                ax.text(0, 1.02, f"（{c.unit}）", transform=ax.transAxes, fontsize=8, ha="right")
        if S > 1:
            c.style["legend"] = place_legend(ax, rng, S, handles if right else None, c.kind not in ("line", "column"))
        ax.set_title(c.title, pad=26 if c.style.get("legend") == "above" else 12)
        return fig


def write(folder: Path, seeds) -> None:
    """Write varied_matplotlib.pdf and its truth: a page a chart."""
    rows, page = [], 0
    with PdfPages(folder / "varied_matplotlib.pdf", metadata={"CreationDate": None}) as pages:
        for seed in seeds:
            for kind in KINDS:
                chart, page = make(kind, seed), page + 1
                pages.savefig(draw(chart, seed), bbox_inches="tight")
                plt.close("all")
                rows += chart.rows(page)
    write_truth(folder / "varied_matplotlib.csv", rows)


if __name__ == "__main__":
    write(Path(sys.argv[1]), range(30, 35))
