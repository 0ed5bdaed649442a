"""Draws the charts as SVG, as chart libraries of the web do, printed to PDF by Chromium (which must be installed)."""
# ruff: noqa: ANN001, E501

import subprocess
import sys
import tempfile
from html import escape
from math import cos, pi, sin
from pathlib import Path

from specs import SPECS, Spec

COLORS = ("#2b6cb0", "#dd6b20", "#38a169", "#805ad5")
X0, Y0, X1, Y1 = 190.0, 60.0, 560.0, 320.0  # the plot


def _text(x: float, y: float, text: str, anchor: str = "middle", size: int = 12, extra: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" {extra}>{escape(text)}</text>'


def _axis(spec: Spec, axis: tuple[float, float, float], side: str) -> list[str]:
    low, high, step = axis
    parts, tick = [], low
    while tick <= high + step / 2:
        at = (tick - low) / (high - low)
        text = f"{tick:g}%" if spec.unit == "%" else f"{tick:,.0f}"
        if side == "bottom":
            x = X0 + at * (X1 - X0)
            parts += [f'<line x1="{x:.2f}" y1="{Y0}" x2="{x:.2f}" y2="{Y1}" stroke="#ddd"/>', _text(x, Y1 + 16, text)]
        elif side == "left":
            y = Y1 - at * (Y1 - Y0)
            parts += [
                f'<line x1="{X0}" y1="{y:.2f}" x2="{X1}" y2="{y:.2f}" stroke="#ddd"/>',
                _text(X0 - 8, y, text, "end", extra='dominant-baseline="middle"'),
            ]
        else:
            y = Y1 - at * (Y1 - Y0)
            parts += [
                f'<line x1="{X1}" y1="{y:.2f}" x2="{X1 + 5}" y2="{y:.2f}" stroke="#333"/>',
                _text(X1 + 9, y, text, "start", extra='dominant-baseline="middle"'),
            ]
        tick += step
    return parts


def _place(value: float, axis: tuple[float, float, float]) -> float:
    return Y1 - (value - axis[0]) / (axis[1] - axis[0]) * (Y1 - Y0)


def _names(spec: Spec, row: bool) -> list[str]:
    parts = []
    count = len(spec.categories)
    for k, name in enumerate(spec.categories):
        at = (k + 0.5) / count
        if row:
            parts.append(_text(X0 - 10, Y0 + at * (Y1 - Y0), name, "end", extra='dominant-baseline="middle"'))
        elif spec.turned_names:
            x = X0 + at * (X1 - X0)
            parts.append(_text(x, Y1 + 14, name, "end", extra=f'transform="rotate(-45 {x:.1f} {Y1 + 14})"'))
        else:
            parts.append(_text(X0 + at * (X1 - X0), Y1 + 18, name))
    return parts


def _bars(spec: Spec, series) -> list[str]:
    row, stack = "row" in spec.kind, spec.kind in ("stacked_column", "whole_row")
    low, high, _ = spec.axis
    count, parts, labels = len(spec.categories), [], []
    pitch = ((Y1 - Y0) if row else (X1 - X0)) / count
    thick = 0.7 * pitch / (1 if stack else len(series))
    at = [0.0] * count
    for s, (_, values) in enumerate(series):
        for k, value in enumerate(values):
            start = at[k] if stack else 0.0
            at[k] = start + value
            a, b = sorted((start, start + value))
            u = (Y0 if row else X0) + (k + 0.15) * pitch + (0 if stack else s * thick)
            form = f'fill="{COLORS[s]}" rx="2"' if spec.name == "labelled columns" else f'fill="{COLORS[s]}"'
            text = spec.form.format(value)
            if row:
                x, w = X0 + (a - low) / (high - low) * (X1 - X0), (b - a) / (high - low) * (X1 - X0)
                parts.append(f'<rect x="{x:.3f}" y="{u:.3f}" width="{w:.3f}" height="{thick:.3f}" {form}/>')
                where = (x + w / 2, "middle") if stack else (x + w + 4, "start")
                labels.append(_text(where[0], u + thick / 2, text, where[1], 10, 'dominant-baseline="middle"'))
            else:
                y, h = _place(b, spec.axis), _place(a, spec.axis) - _place(b, spec.axis)
                parts.append(f'<rect x="{u:.3f}" y="{y:.3f}" width="{thick:.3f}" height="{h:.3f}" {form}/>')
                labels.append(_text(u + thick / 2, y + h / 2 + 4 if stack else y - 4, text, "middle", 9))
    return parts + (labels if spec.labels else [])


def _lines(spec: Spec, series, axis, first: int = 0) -> list[str]:
    parts = []
    pitch = (X1 - X0) / len(spec.categories)
    for s, (_, values) in enumerate(series, start=first):
        path, pen = "", "M"
        for k, value in enumerate(values):
            if value is None:
                pen = "M"
                continue
            x, y = X0 + (k + 0.5) * pitch, _place(value, axis)
            path += f"{pen}{x:.2f},{y:.2f}"
            pen = "L"
            parts.append(f'<circle cx="{x:.2f}" cy="{y:.2f}" r="3" fill="{COLORS[s]}"/>')
            if spec.labels:
                parts.append(_text(x, y - 8, spec.form.format(value), size=10))
        parts.insert(0, f'<path d="{path}" fill="none" stroke="{COLORS[s]}" stroke-width="2"/>')
    return parts


def _legend(spec: Spec) -> list[str]:
    parts, x = [], X0
    for s, (name, _) in enumerate(spec.series):
        if spec.kind == "line" or name in spec.lines:
            parts.append(
                f'<line x1="{x}" y1="374" x2="{x + 18}" y2="374" stroke="{COLORS[s]}" stroke-width="2"/><circle cx="{x + 9}" cy="374" r="3" fill="{COLORS[s]}"/>'
            )
        else:
            parts.append(f'<rect x="{x + 6}" y="369" width="10" height="10" fill="{COLORS[s]}"/>')
        parts.append(_text(x + 22, 378, name, "start", 11))
        x += 40 + 12 * len(name)
    return parts


def _circle(spec: Spec) -> list[str]:
    values, parts, turn = spec.series[0][1], [], 0.0
    cx, cy, r, hole = 300.0, 200.0, 110.0, (55.0 if spec.kind == "ring" else 0.0)
    for k, value in enumerate(values):
        a, b = 2 * pi * turn / sum(values), 2 * pi * (turn + value) / sum(values)
        turn += value
        points = [(cx + q * sin(t), cy - q * cos(t)) for q, t in ((r, a), (r, b), (hole, b), (hole, a))]
        large = int(b - a > pi)
        (p, q, u, v) = points
        inner = f"L{u[0]:.3f},{u[1]:.3f}A{hole},{hole} 0 {large} 0 {v[0]:.3f},{v[1]:.3f}" if hole else f"L{cx},{cy}"
        parts.append(
            f'<path d="M{p[0]:.3f},{p[1]:.3f}A{r},{r} 0 {large} 1 {q[0]:.3f},{q[1]:.3f}{inner}Z" fill="{COLORS[k]}" stroke="#fff"/>'
        )
        middle, away = (a + b) / 2, r + 18
        x, y = cx + away * sin(middle), cy - away * cos(middle)
        anchor = "start" if sin(middle) > 0.2 else "end" if sin(middle) < -0.2 else "middle"
        parts.append(_text(x, y, f"{spec.categories[k]} {spec.form.format(value)}", anchor, 11))
    return parts


def _svg(spec: Spec) -> str:
    parts = [_text(340, 26, spec.title, size=16)]
    if spec.kind in ("pie", "ring"):
        parts += _circle(spec)
    else:
        row = "row" in spec.kind
        if not spec.hide_axis:
            parts += _axis(spec, spec.axis, "bottom" if row else "left")
            if not row:
                parts.append(_text(X0 - 20, Y0 - 18, f"（{'億円' if spec.kind == 'combo' else spec.unit}）", size=11))
        bars = [s for s in spec.series if s[0] not in spec.lines]
        if spec.kind == "line":
            parts += _lines(spec, spec.series, spec.axis)
        else:
            parts += _bars(spec, bars)
        if spec.kind == "combo":
            parts += _axis(spec, spec.second, "right") + _lines(spec, spec.series[1:], spec.second, 1)
            parts.append(_text(X1 + 20, Y0 - 18, "（件）", size=11))
        parts += _names(spec, row)
        base = _place(0, spec.axis)
        parts.append(
            f'<line x1="{X0}" y1="{base if not row else Y0:.2f}" x2="{X0 if row else X1}" y2="{Y1 if row else base:.2f}" stroke="#333"/>'
        )
        if len(spec.series) > 1:
            parts += _legend(spec)
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="680" height="400" font-family="Noto Sans CJK JP">{"".join(parts)}</svg>'


def draw(path: Path) -> None:
    """One page a chart."""
    pages = "".join(f'<div style="page-break-after:always">{_svg(spec)}</div>' for spec in SPECS)
    style = "<style>@page{size:720px 460px;margin:20px}body{margin:0}</style>"
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "charts.html"
        source.write_text(f"<!doctype html><meta charset=utf-8>{style}{pages}", encoding="utf-8")
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={path}"]
        subprocess.run(["chromium", *options, source.as_uri()], check=True)


if __name__ == "__main__":
    draw(Path(sys.argv[1]).resolve())
