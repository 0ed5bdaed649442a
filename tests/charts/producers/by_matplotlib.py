"""Draws the charts with matplotlib: clipped paths, ticks and markers as forms, text placed glyph by glyph."""
# ruff: noqa: ANN001, PLW0108

import sys
from pathlib import Path

import matplotlib as mpl
import numpy as np
from specs import SPECS, Spec

mpl.use("pdf")
import matplotlib.pyplot as plt
from matplotlib.backends.backend_pdf import PdfPages

plt.rcParams["font.family"] = "Noto Sans CJK JP"
plt.rcParams["pdf.fonttype"] = 42


def _value_axis(axis, spec: Spec, which: str) -> None:
    low, high, step = spec.axis
    set_limit, set_ticks = (axis.set_ylim, axis.set_yticks) if which == "y" else (axis.set_xlim, axis.set_xticks)
    set_limit(low, high)
    ticks = np.arange(low, high + step / 2, step)
    percent = spec.unit == "%"
    set_ticks(ticks, [f"{tick:.0f}%" if percent else f"{tick:,.0f}" for tick in ticks])
    if spec.hide_axis:
        axis.yaxis.set_visible(False)
        for side in ("left", "top", "right"):
            axis.spines[side].set_visible(False)
    elif which == "y" and not percent:
        axis.set_ylabel(f"（{spec.unit}）")
    axis.grid(visible=not spec.hide_axis, axis=which, color="#cccccc", linewidth=0.5)
    axis.set_axisbelow(True)


def _columns(axis, spec: Spec) -> None:
    places = np.arange(len(spec.categories))
    width = 0.8 / len(spec.series)
    for k, (name, values) in enumerate(spec.series):
        offset = (k - (len(spec.series) - 1) / 2) * width
        bars = axis.bar(places + offset, values, width, label=name)
        if spec.labels:
            axis.bar_label(bars, [spec.form.format(v) for v in values], padding=2, fontsize=8)
    axis.set_xticks(
        places, spec.categories, rotation=45 if spec.turned_names else 0, ha="right" if spec.turned_names else "center"
    )
    _value_axis(axis, spec, "y")


def _rows(axis, spec: Spec) -> None:
    places = np.arange(len(spec.categories))
    height = 0.8 / len(spec.series)
    for k, (name, values) in enumerate(spec.series):
        offset = (k - (len(spec.series) - 1) / 2) * height
        bars = axis.barh(places + offset, values, height, label=name)
        axis.bar_label(bars, [spec.form.format(v) for v in values], padding=2, fontsize=8)
    axis.set_yticks(places, spec.categories)
    axis.invert_yaxis()
    _value_axis(axis, spec, "x")


def _stacked(axis, spec: Spec) -> None:
    rows = spec.kind == "whole_row"
    start = np.zeros(len(spec.categories))
    for name, values in spec.series:
        drawn = (
            axis.barh(spec.categories, values, left=start, label=name)
            if rows
            else axis.bar(spec.categories, values, bottom=start, label=name)
        )
        start += np.array(values)
        if spec.labels:
            axis.bar_label(drawn, [spec.form.format(v) for v in values], label_type="center", fontsize=7)
    if rows:
        axis.invert_yaxis()
    _value_axis(axis, spec, "x" if rows else "y")


def _lines(axis, spec: Spec) -> None:
    for (name, values), marker in zip(spec.series, "osD^", strict=False):
        axis.plot(spec.categories, [np.nan if v is None else v for v in values], marker=marker, label=name)
        for k, value in enumerate(values):
            if spec.labels and value is not None:
                axis.annotate(
                    spec.form.format(value),
                    (k, value),
                    xytext=(0, 6),
                    textcoords="offset points",
                    ha="center",
                    fontsize=8,
                )
    _value_axis(axis, spec, "y")


def _combo(axis, spec: Spec) -> None:
    (bar_name, bar_values), (line_name, line_values) = spec.series
    axis.bar(spec.categories, bar_values, color="#5b9bd5", label=bar_name)
    _value_axis(axis, spec, "y")
    axis.set_ylabel("（億円）")
    right = axis.twinx()
    right.plot(spec.categories, line_values, color="#c00000", marker="D", label=line_name)
    low, high, step = spec.second or (0, 1, 1)
    right.set_ylim(low, high)
    ticks = np.arange(low, high + step / 2, step)
    right.set_yticks(ticks, [f"{tick:,.0f}" for tick in ticks])
    right.set_ylabel("（件）")
    handles = [*axis.get_legend_handles_labels()[0], *right.get_legend_handles_labels()[0]]
    axis.legend(handles, [bar_name, line_name], loc="upper left")


def _pie(axis, spec: Spec) -> None:
    values = spec.series[0][1]
    hole = {"width": 0.4} if spec.kind == "ring" else {}
    axis.pie(
        values,
        labels=spec.categories,
        autopct=lambda p: spec.form.format(p),
        startangle=90,
        counterclock=False,
        wedgeprops=hole,
        pctdistance=0.8 if hole else 0.6,
    )


DRAWN = {
    "column": _columns,
    "row": _rows,
    "stacked_column": _stacked,
    "whole_row": _stacked,
    "line": _lines,
    "combo": _combo,
    "pie": _pie,
    "ring": _pie,
}


def draw(path: Path) -> None:
    """One page a chart."""
    with PdfPages(path) as pages:
        for spec in SPECS:
            figure, axis = plt.subplots(figsize=(7, 4.2))
            DRAWN[spec.kind](axis, spec)
            axis.set_title(spec.title)
            if len(spec.series) > 1 and spec.kind != "combo":
                axis.legend(
                    loc="best" if spec.kind in ("line", "column") else "center left",
                    bbox_to_anchor=None if spec.kind in ("line", "column") else (1, 0.5),
                )
            figure.tight_layout()
            pages.savefig(figure)
            plt.close(figure)


if __name__ == "__main__":
    draw(Path(sys.argv[1]))
