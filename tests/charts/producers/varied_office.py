"""Draws random charts as office programs and ministries set them on slides: several on a page, or beside a table.

Bars with borders, gradients and shadows, black and white with markers, names set downwards, values white in the bars.
"""
# ruff: noqa: ANN001, ANN201, ANN202, ANN204, B007, C901, FURB187, N802, N803, N806, PLR0912, PLR0917, RET503, S311

import random
import sys
from math import cos, pi, sin
from pathlib import Path

from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from varied import KINDS, make, write_truth

F = "HeiseiKakuGo-W5"
pdfmetrics.registerFont(UnicodeCIDFont(F))
PALS = [
    ["#4F81BD", "#C0504D", "#9BBB59", "#8064A2", "#4BACC6"],
    ["#4472C4", "#ED7D31", "#A5A5A5", "#FFC000", "#5B9BD5"],
    ["#000000", "#7F7F7F", "#BFBFBF", "#FFFFFF", "#D9D9D9"],
    ["#1F4E79", "#2E75B6", "#9DC3E6", "#DDEBF7", "#BDD7EE"],
]


class P:
    def __init__(self, c, rng):
        self.c, self.rng = c, rng

    def text(self, x, y, t, size=8, anchor="m", color="#000000", turn=0, stacked=False):
        c = self.c
        c.setFillColor(HexColor(color))
        c.setFont(F, size)
        w = pdfmetrics.stringWidth(t, F, size)
        if stacked:
            for k, ch in enumerate(t):
                c.drawString(x - size / 2, y - (k + 1) * size, ch)
            return
        if turn:
            c.saveState()
            c.translate(x, y)
            c.rotate(turn)
            c.drawString({"m": -w / 2, "s": 0, "e": -w}[anchor], -size * 0.35, t)
            c.restoreState()
            return
        c.drawString(x - {"m": w / 2, "s": 0, "e": w}[anchor], y, t)

    def rect(self, x, y, w, h, fill, style, stroke=None):
        c = self.c
        if style == "shadow":
            c.setFillColor(HexColor("#C8C8C8"))
            c.rect(x + 2, y - 2, w, h, stroke=0, fill=1)
        if style == "gradient":
            c.saveState()
            p = c.beginPath()
            p.rect(x, y, w, h)
            c.clipPath(p, stroke=0)
            c.linearGradient(x, y, x, y + h, (HexColor(fill), HexColor("#FFFFFF")), extend=True)
            c.restoreState()
            if stroke:
                c.setStrokeColor(HexColor(stroke))
                c.rect(x, y, w, h, stroke=1, fill=0)
            return
        c.setFillColor(HexColor(fill))
        if stroke:
            c.setStrokeColor(HexColor(stroke))
            c.setLineWidth(0.75)
        if style == "path":
            p = c.beginPath()
            p.moveTo(x, y)
            p.lineTo(x, y + h)
            p.lineTo(x + w, y + h)
            p.lineTo(x + w, y)
            p.lineTo(x, y)
            p.close()
            c.drawPath(p, stroke=int(bool(stroke)), fill=1)
        else:
            c.rect(x, y, w, h, stroke=int(bool(stroke)), fill=1)

    def line(self, x0, y0, x1, y1, color="#868686", w=0.75, dash=None):
        self.c.setStrokeColor(HexColor(color))
        self.c.setLineWidth(w)
        self.c.setDash(*(dash or ([],)))
        self.c.line(x0, y0, x1, y1)
        self.c.setDash([])

    def poly(self, pts, color, w=2.25, dash=None):
        p = self.c.beginPath()
        p.moveTo(*pts[0])
        for q in pts[1:]:
            p.lineTo(*q)
        self.c.setStrokeColor(HexColor(color))
        self.c.setLineWidth(w)
        self.c.setDash(*(dash or ([],)))
        self.c.drawPath(p, stroke=1, fill=0)
        self.c.setDash([])

    def marker(self, x, y, form, color, size=5, hollow=False):
        c = self.c
        c.setFillColor(HexColor("#FFFFFF" if hollow else color))
        c.setStrokeColor(HexColor(color))
        c.setLineWidth(0.75)
        r = size / 2
        if form == "o":
            c.circle(x, y, r, stroke=1, fill=1)
            return
        pts = {
            "s": [(-r, -r), (-r, r), (r, r), (r, -r)],
            "d": [(0, -r), (-r, 0), (0, r), (r, 0)],
            "t": [(-r, -r), (0, r), (r, -r)],
        }[form]
        p = c.beginPath()
        p.moveTo(x + pts[0][0], y + pts[0][1])
        for a, b in pts[1:]:
            p.lineTo(x + a, y + b)
        p.close()
        c.drawPath(p, stroke=1, fill=1)


def ticks(ax):
    t = ax[0]
    out = []
    while t <= ax[1] + 1e-9:
        out.append(round(t, 6))
        t += ax[2]
    return out


def draw(c, canvas, X, Y, W, H):
    if c.kind == "line" and len(c.series) > 2:
        c.labels = "none"
    rng = c.style["rng"]
    p = P(canvas, rng)
    row = "row" in c.kind
    stack = c.kind in ("stacked", "whole", "stacked_row", "whole_row")
    pal = rng.choice(PALS)
    style = rng.choice(
        ["rect", "rect", "path", "shadow", "gradient"] if len(c.series) == 1 else ["rect", "rect", "path", "shadow"]
    )
    stroke = rng.choice([None, None, "#000000", "#FFFFFF"])
    if pal[0] == "#000000" and not stroke:
        stroke = "#000000"
    fs = rng.choice([7, 8, 9]) if W > 250 else 6.5
    n, names = len(c.names), list(c.series)
    p.text(X + W / 2, Y + H - 12, c.title, 11)
    if c.kind in ("pie", "ring"):
        return pie(p, c, X, Y, W, H, pal, fs)
    legend = rng.choice(["bottom", "right", "top"]) if len(c.series) > 1 else None
    left = X + (fs * max(map(len, c.names)) + 8 if row else fs * 5 + 8)
    right = X + W - (fs * 7 + 26 if legend == "right" else 10) - (fs * 5 if c.second else 0)
    vert = (
        not row
        and (right - left) / n
        < fs
        * 0.62
        * max(len(q.encode("utf8")) / 2 if False else sum(1 if ord(ch) > 255 else 0.55 for ch in q) for q in c.names)
        * 1.5
    )
    low = (
        Y
        + (fs * (max(map(len, c.names)) if vert else 1) + 8)
        + (fs + 8 if legend == "bottom" else 0)
        + (fs + 4 if row else 0)
    )
    top = Y + H - 18 - fs * 2.2 - (fs + 8 if legend == "top" else 0)
    noaxis = c.labels == "all" and rng.random() < 0.3 and c.kind != "combo"
    tk = ticks(c.axis)

    def fmt(v):
        return f"{v:.0f}%" if c.unit == "%" else f"{v:,.0f}" if c.axis[2] == int(c.axis[2]) else f"{v:g}"

    V = (
        (lambda v: left + (v - c.axis[0]) / (c.axis[1] - c.axis[0]) * (right - left))
        if row
        else (lambda v: low + (v - c.axis[0]) / (c.axis[1] - c.axis[0]) * (top - low))
    )
    grid = rng.random() < 0.6
    inner = rng.random() < 0.5
    if rng.random() < 0.3:
        p.rect(
            left,
            low,
            right - left,
            top - low,
            "#F2F2F2" if rng.random() < 0.5 else "#FFFFFF",
            "rect",
            rng.choice([None, "#808080"]),
        )
    if not noaxis:
        for t in tk:
            if row:
                if grid:
                    p.line(V(t), low, V(t), top, "#D9D9D9")
                elif inner:
                    p.line(V(t), low, V(t), low - 3)
                p.text(V(t), low - fs - 4, fmt(t), fs)
            else:
                if grid:
                    p.line(left, V(t), right, V(t), "#D9D9D9")
                elif inner:
                    p.line(left - 3, V(t), left, V(t))
                p.text(left - 5, V(t) - fs * 0.36, fmt(t), fs, "e")
        if row:
            p.line(left, low, right, low)
        elif rng.random() < 0.7:
            p.line(left, low, left, top)
        if not row:
            p.text(
                left - fs * (0 if rng.random() < 0.5 else 2),
                top + 6,
                f"（{c.unit}）" if c.unit != "%" else "（％）",
                fs,
            )
        elif c.unit != "%":
            p.text(right, low - 2 * fs - 6, f"（{c.unit}）", fs, "e")
    if c.second:

        def V2(v):
            return low + (v - c.second[0]) / (c.second[1] - c.second[0]) * (top - low)

        for t in ticks(c.second):
            p.line(right, V2(t), right + 3, V2(t))
            p.text(right + 6, V2(t) - fs * 0.36, f"{t:,.0f}" if c.second[2] == int(c.second[2]) else f"{t:g}", fs, "s")
        p.line(right, low, right, top)
        p.text(right + 8, top + 6, "（千人）", fs)
    bars = [s for s in names if s not in c.lines] if c.kind != "line" else []
    pitch = ((top - low) if row else (right - left)) / n
    gap = rng.choice([0.5, 1.0, 1.5])
    B = 1 if stack else max(1, len(bars))
    thick = pitch / (B + gap)
    overlap = 1 if rng.random() < 0.8 else 0.9
    at = [0.0] * n
    texts = []
    rev = row and rng.random() < 0.8

    def slot(k):
        return ((top - (k + 0.5) * pitch) if rev else (low + (k + 0.5) * pitch)) if row else left + (k + 0.5) * pitch

    def lab(s, k):
        return c.labels == "all" or (s, k) in c.style.get("labelled", ())

    for b, s in enumerate(bars):
        for k, v in enumerate(c.series[s]):
            st = at[k] if stack else 0.0
            at[k] = st + v
            u = slot(k) + (0 if stack else (b - (B - 1) / 2) * thick * (-1 if rev else 1)) - thick / 2
            a, z = sorted((V(st), V(st + v)))
            col = pal[b % 5]
            if row:
                p.rect(a, u, z - a, thick * overlap, col, style, stroke)
            else:
                p.rect(u, a, thick * overlap, z - a, col, style, stroke)
            if lab(s, k):
                dark = sum(int(col[i : i + 2], 16) for i in (1, 3, 5)) < 330
                ink = "#FFFFFF" if stack and dark and style != "gradient" else "#000000"
                t = c.form.format(v)
                if row:
                    texts.append(
                        ((a + z) / 2 if stack else z + 3, u + thick / 2 - fs * 0.36, t, "m" if stack else "s", ink)
                        if v >= 0
                        else (a - 3, u + thick / 2 - fs * 0.36, t, "e", ink)
                    )
                else:
                    texts.append(
                        (u + thick / 2, (a + z) / 2 - fs * 0.36 if stack else z + 3 if v >= 0 else a - fs, t, "m", ink)
                    )
    base = V(0) if c.axis[0] <= 0 else V(c.axis[0])
    if row:
        p.line(left, low, left, top) if True else None
    else:
        p.line(left, base, right, base)
    if not noaxis and rng.random() < 0.5:
        for k in range(n + 1):
            if row:
                p.line(left - 3, low + k * pitch, left, low + k * pitch)
            else:
                p.line(left + k * pitch, base, left + k * pitch, base - 3)
    forms = "odst"
    mono = pal[0] == "#000000"
    lines = [s for s in names if s in c.lines or c.kind == "line"]
    keys = {}
    for j, s in enumerate(lines):
        col = "#000000" if mono else pal[(j + len(bars)) % 5]
        form = forms[j % 4]
        hollow = j % 2 == 1 and mono
        dash = ([4, 2],) if mono and j >= 2 else None
        mk = rng.random() < 0.7 or mono
        keys[s] = (col, form, hollow, dash, mk)
        VV = V2 if c.second else V
        run = []
        for k, v in [*enumerate(c.series[s]), (None, None)]:
            if v is None:
                if len(run) > 1:
                    p.poly(run, col, 1.5, dash)
                run = []
                continue
            run.append((slot(k), VV(v)))
        for k, v in enumerate(c.series[s]):
            if v is None:
                continue
            if mk:
                p.marker(slot(k), VV(v), form, col, 5, hollow)
            if lab(s, k):
                texts.append((slot(k), VV(v) + 5, c.form.format(v), "m", "#000000"))
    for x, y, t, a, ink in texts:
        p.text(x, y, t, fs - 1, a, ink)
    for k, nm in enumerate(c.names):
        if row:
            p.text(left - 5, slot(k) - fs * 0.36, nm, fs, "e")
        elif vert:
            if rng.random() < 0.5 and not nm.isascii():
                p.text(slot(k), low - 4, nm, fs, stacked=True)
            else:
                p.text(slot(k), low - 4, nm, fs, "e", turn=90)
        else:
            p.text(slot(k), low - fs - 4, nm, fs)
    if c.names[-1].isdigit() and not vert and not row and rng.random() < 0.3:
        p.text(right + 2, low - fs - 4, "（年度）", fs, "s")
    if legend:
        order = list(enumerate(names))
        if legend == "right" and rng.random() < 0.5:
            order = order[::-1]
        x, y = (
            (right + (fs * 5 if c.second else 0) + 12, (low + top) / 2 + 8 * len(names))
            if legend == "right"
            else (left, Y + 4 if legend == "bottom" else top + fs + 10)
        )
        for i, s in order:
            if s in keys:
                col, form, hollow, dash, mk = keys[s]
                p.poly([(x, y + 3), (x + 18, y + 3)], col, 1.5, dash)
                if mk:
                    p.marker(x + 9, y + 3, form, col, 5, hollow)
                p.text(x + 21, y, s, fs, "s")
                w = 21
            else:
                p.rect(x, y, 6, 6, pal[bars.index(s) % 5], "rect", stroke)
                p.text(x + 9, y, s, fs, "s")
                w = 9
            if legend == "right":
                y -= fs + 6
            else:
                x += w + fs * len(s) + 12


def pie(p, c, X, Y, W, H, pal, fs):

    vals = next(iter(c.series.values()))
    cx, cy, r = X + W * 0.42, Y + H / 2 - 10, min(W, H) * 0.3
    a = 90.0
    way = p.rng.choice(["in", "out", "legend", "leader"])
    for k, v in enumerate(vals):
        col = pal[k % 5]
        ext = -360 * v / sum(vals)
        p.c.setFillColor(HexColor(col))
        p.c.setStrokeColor(HexColor("#FFFFFF" if pal[0] != "#000000" else "#000000"))
        p.c.wedge(cx - r, cy - r, cx + r, cy + r, a, ext, stroke=1, fill=1)
        m = (a + ext / 2) * pi / 180
        a += ext
        t = c.form.format(v)
        dark = sum(int(col[i : i + 2], 16) for i in (1, 3, 5)) < 330
        x, y = cx + 0.65 * r * cos(m), cy + 0.65 * r * sin(m)
        if way == "in":
            p.text(x, y, c.names[k], fs - 1, "m", "#FFFFFF" if dark else "#000000")
            p.text(x, y - fs, t, fs - 1, "m", "#FFFFFF" if dark else "#000000")
        elif way == "legend":
            p.text(x, y, t, fs, "m", "#FFFFFF" if dark else "#000000")
            p.rect(X + W - 80, cy + 20 - 14 * k, 6, 6, col, "rect", "#000000")
            p.text(X + W - 70, cy + 20 - 14 * k, c.names[k], fs, "s")
        else:
            d = 1.12 if way == "out" else 1.3
            x, y = cx + d * r * cos(m), cy + d * r * sin(m)
            side = "s" if cos(m) > 0.1 else "e" if cos(m) < -0.1 else "m"
            if way == "leader":
                p.line(cx + r * cos(m), cy + r * sin(m), cx + 1.25 * r * cos(m), cy + 1.25 * r * sin(m), "#000000", 0.5)
            p.text(x, y, f"{c.names[k]} {t}", fs, side)
    if c.kind == "ring":
        p.c.setFillColor(HexColor("#FFFFFF"))
        p.c.circle(cx, cy, r * 0.5, stroke=0, fill=1)
        p.text(cx, cy, "n=251", fs)


def table(canvas, X, Y, W, H, rng):
    p = P(canvas, rng)
    rows, cols = 6, 4
    for i in range(rows + 1):
        p.line(X, Y + i * H / rows, X + W, Y + i * H / rows, "#000000", 0.5)
    for j in range(cols + 1):
        p.line(X + j * W / cols, Y, X + j * W / cols, Y + H, "#000000", 0.5)
    for i in range(rows):
        for j in range(cols):
            p.text(
                X + (j + 0.5) * W / cols,
                Y + (i + 0.4) * H / rows,
                str(rng.randint(10, 9999))
                if i < rows - 1 and j
                else ["区分", "25年度", "26年度", "増減"][j]
                if i == rows - 1
                else f"項目{i}",
                8,
            )


def write(folder: Path, seeds) -> None:
    """Write varied_office.pdf and its truth: one, two or four charts a page, or one beside a table."""
    cv = Canvas(str(folder / "varied_office.pdf"), pagesize=(842, 595), invariant=1)
    rows = []
    page = 0
    queue = [(k, s) for s in seeds for k in KINDS]
    i = 0
    lay = random.Random(seeds[0])
    while i < len(queue):
        page += 1
        way = lay.choice(["one", "two", "four", "table"])
        ahead = [make(k, 5000 + q) for k, q in queue[i : i + 4]]
        if max(len(c.names) * len(c.series) for c in ahead) > 16 and way == "four":
            way = "two"
        if max(len(c.names) * len(c.series) for c in ahead[:2]) > 30:
            way = "one"
        boxes = {
            "one": [(60, 60, 700, 440)],
            "two": [(30, 120, 380, 340), (430, 120, 380, 340)],
            "four": [(30, 300, 380, 250), (430, 300, 380, 250), (30, 30, 380, 250), (430, 30, 380, 250)],
            "table": [(30, 100, 420, 380)],
        }[way]
        rot = False
        cv.setPageSize((595, 842) if rot else (842, 595))
        cv.setPageRotation(90 if rot else 0)
        if rot:
            cv.translate(595, 0)
            cv.rotate(90)
        P(cv, lay).text(40, 566, "１．産学連携の現状について", 16, "s")
        if way == "table":
            table(cv, 500, 200, 300, 150, lay)
        for bx in boxes:
            if i >= len(queue):
                break
            c = make(queue[i][0], 5000 + queue[i][1])
            i += 1
            draw(c, cv, *bx)
            rows += c.rows(page)
        cv.showPage()
    cv.save()
    write_truth(folder / "varied_office.csv", rows)


if __name__ == "__main__":
    write(Path(sys.argv[1]), range(30, 36))
