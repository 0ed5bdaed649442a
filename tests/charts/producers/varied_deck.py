"""Draws random decks with python-pptx, printed by LibreOffice Impress: slides of several charts, text and tables."""

# ruff: noqa: ANN001, ANN201, C901, N806, PLR0912, S311, E501
import random
import subprocess
import sys
from pathlib import Path

from lxml import etree
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE as T,
)
from pptx.enum.chart import (
    XL_LABEL_POSITION as P,
)
from pptx.enum.chart import (
    XL_LEGEND_POSITION as L,
)
from pptx.enum.chart import (
    XL_MARKER_STYLE as MS,
)
from pptx.enum.chart import (
    XL_TICK_LABEL_POSITION as TL,
)
from pptx.enum.chart import (
    XL_TICK_MARK as TM,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt
from varied import KINDS, make, write_truth

TYPES = {
    "column": T.COLUMN_CLUSTERED,
    "grouped": T.COLUMN_CLUSTERED,
    "stacked": T.COLUMN_STACKED,
    "whole": T.COLUMN_STACKED_100,
    "row": T.BAR_CLUSTERED,
    "grouped_row": T.BAR_CLUSTERED,
    "stacked_row": T.BAR_STACKED,
    "whole_row": T.BAR_STACKED_100,
    "line": T.LINE,
    "pie": T.PIE,
    "ring": T.DOUGHNUT,
}
PAL = [
    ["4472C4", "ED7D31", "A5A5A5", "FFC000", "5B9BD5", "70AD47"],
    ["1F497D", "C0504D", "9BBB59", "8064A2", "4BACC6", "F79646"],
    ["003f5c", "7a5195", "ef5675", "ffa600", "58508d", "bc5090"],
    ["202020", "606060", "909090", "b8b8b8", "d8d8d8", "404040"],
    ["005BAC", "78B4E6", "F2A900", "D7263D", "4C9F70", "7E4E9E"],
]


def add(slide, c, box, rng, rows, page, size):
    ns = list(c.series)
    bars = [s for s in ns if s not in c.lines]
    data = CategoryChartData()
    if c.kind == "pie":
        bars = ns
    data.categories = c.names
    pct = c.unit == "%"
    fmt = {"{:,.0f}": "#,##0", "{:.0f}": "0", "{:.1f}": "0.0", "{:.1f}%": '0.0"%"', "{:.0f}%": '0"%"'}[c.form]
    if c.kind == "combo":
        d2 = CategoryChartData()
        d2.categories = c.names
    for s in bars:
        data.add_series(s, c.series[s])
    t = TYPES[c.kind if c.kind != "combo" else "grouped"]
    if c.kind == "line" and rng.random() < 0.6:
        t = T.LINE_MARKERS
    gf = slide.shapes.add_chart(t, *[Inches(v) for v in box], data)
    ch = gf.chart
    ch.font.size = Pt(size)
    pal = rng.choice(PAL)
    ch.has_title = rng.random() < 0.55
    if ch.has_title:
        ch.chart_title.text_frame.text = c.title
        ch.chart_title.text_frame.paragraphs[0].runs[0].font.size = Pt(size + 2)
    else:
        tb = slide.shapes.add_textbox(Inches(box[0]), Inches(box[1] - 0.32), Inches(box[2]), Inches(0.3))
        tb.text_frame.text = rng.choice(["■", "○", "", "図1 "]) + c.title + rng.choice(["", f"（{c.unit}）"])
        tb.text_frame.paragraphs[0].runs[0].font.size = Pt(size + 3)
    many = len(ns) > 1 or c.kind in ("pie", "ring")
    ch.has_legend = many
    if many:
        ch.legend.position = rng.choice(
            [L.RIGHT, L.BOTTOM, L.TOP, L.LEFT] if rng.random() < 0.2 else [L.RIGHT, L.BOTTOM, L.TOP]
        )
        ch.legend.include_in_layout = False
        ch.legend.font.size = Pt(size)
    plot = ch.plots[0]
    if c.kind in ("pie", "ring"):
        plot.vary_by_categories = True
        for k in range(len(c.names)):
            pt = plot.series[0].points[k]
            pt.format.fill.solid()
            pt.format.fill.fore_color.rgb = RGBColor.from_string(pal[k % 6])
            if rng.random() < 0.5:
                pt.format.line.color.rgb = RGBColor(255, 255, 255)
        plot.has_data_labels = True
        dl = plot.data_labels
        dl.number_format = fmt
        dl.number_format_is_linked = False
        dl.show_value = True
        if rng.random() < 0.4:
            dl.show_category_name = True
        if c.kind == "pie":
            dl.position = rng.choice([P.OUTSIDE_END, P.INSIDE_END, P.CENTER, P.BEST_FIT])
        dl.font.size = Pt(size)
        if dl.show_category_name and rng.random() < 0.6:
            ch.has_legend = False
    else:
        for k, s in enumerate(plot.series):
            col = RGBColor.from_string(pal[k % 6])
            if c.kind == "line":
                s.smooth = False
                s.format.line.color.rgb = col
                s.format.line.width = Pt(rng.choice([1.5, 2.25, 2.25]))
                if t == T.LINE_MARKERS:
                    s.marker.style = rng.choice([MS.CIRCLE, MS.SQUARE, MS.DIAMOND, MS.TRIANGLE])
                    s.marker.size = rng.choice([5, 7])
                    s.marker.format.fill.solid()
                    s.marker.format.fill.fore_color.rgb = col
                    s.marker.format.line.color.rgb = col
                if rng.random() < 0.15:
                    s.format.line.dash_style = MSO_LINE.DASH
            else:
                s.format.fill.solid()
                s.format.fill.fore_color.rgb = col
                if rng.random() < 0.2:
                    s.format.line.color.rgb = RGBColor(0x40, 0x40, 0x40)
                s.invert_if_negative = False
        if c.labels == "all":
            plot.has_data_labels = True
            dl = plot.data_labels
            dl.number_format = fmt
            dl.number_format_is_linked = False
            dl.show_value = True
            dl.font.size = Pt(size - rng.choice([0, 1]))
            if c.kind in ("column", "grouped", "row", "grouped_row"):
                dl.position = rng.choice([P.OUTSIDE_END] * 3 + [P.INSIDE_END, P.CENTER])
            elif c.kind == "line":
                dl.position = rng.choice([P.ABOVE] * 2 + [P.RIGHT])
            elif c.kind != "combo":
                dl.position = P.CENTER
            else:
                dl.position = rng.choice([P.OUTSIDE_END, P.CENTER])
        elif c.labels == "some":
            for s in plot.series:
                for j in range(len(c.names)):
                    if (s.name, j) in c.style["labelled"] and c.series[s.name][j] is not None:
                        dl = s.points[j].data_label
                        dLbl = dl._get_or_add_dLbl()
                        for tag in (
                            "c:showLegendKey",
                            "c:showVal",
                            "c:showCatName",
                            "c:showSerName",
                            "c:showPercent",
                            "c:showBubbleSize",
                        ):
                            e = dLbl.find(qn(tag))
                            if e is not None:
                                e.set("val", "1" if tag == "c:showVal" else "0")
                        nf = etree.SubElement(dLbl, qn("c:numFmt"))
                        nf.set("formatCode", fmt)
                        nf.set("sourceLinked", "0")
                        dLbl.remove(nf)
                        idx = dLbl.find(qn("c:idx"))
                        idx.addnext(nf)
        if c.kind != "line":
            plot.gap_width = rng.choice([30, 50, 80, 150, 219])
        if c.kind in ("grouped", "grouped_row"):
            plot.overlap = rng.choice([0, 0, -10, -27])
        va, ca = ch.value_axis, ch.category_axis

        def form() -> str:
            return "#,##0" if rng.random() < 0.8 else "0"

        if c.kind in ("whole", "whole_row"):
            va.minimum_scale, va.maximum_scale, va.major_unit = 0, 1, 0.2
            va.tick_labels.number_format = "0%"
        else:
            va.minimum_scale, va.maximum_scale, va.major_unit = c.axis
            va.tick_labels.number_format = '0"%"' if pct and rng.random() < 0.7 else form()
        va.tick_labels.number_format_is_linked = False
        va.has_major_gridlines = rng.random() < 0.65
        if va.has_major_gridlines:
            va.major_gridlines.format.line.color.rgb = RGBColor.from_string(rng.choice(["D9D9D9", "868686"]))
        va.major_tick_mark = rng.choice([TM.OUTSIDE, TM.NONE, TM.INSIDE, TM.CROSS])
        ca.major_tick_mark = rng.choice([TM.OUTSIDE, TM.NONE, TM.INSIDE])
        if rng.random() < 0.4:
            va.format.line.fill.background()
        ca.tick_label_position = TL.LOW
        if "row" in c.kind and rng.random() < 0.7:
            ca.reverse_order = True
        if c.labels == "all" and rng.random() < 0.3 and c.kind != "combo":
            va.visible = False
            va.has_major_gridlines = False
        if rng.random() < 0.3 and va.visible:
            va.has_title = True
            va.axis_title.text_frame.text = f"（{c.unit}）"
            va.axis_title.text_frame.paragraphs[0].runs[0].font.size = Pt(size)
        if rng.random() < 0.12:
            ca.has_title = True
            ca.axis_title.text_frame.text = "年度" if c.years else "区分"
            ca.axis_title.text_frame.paragraphs[0].runs[0].font.size = Pt(size)
        if c.kind == "combo":
            second(ch, c, rng, pal, fmt)
    rows += c.rows(page)


def second(ch, c, rng, pal, fmt):
    pa = ch._chartSpace.chart.plotArea
    bar = pa.find(qn("c:barChart"))
    [a.get("val") for a in bar.findall(qn("c:axId"))]
    n = len(c.series) - 1
    name = c.lines[0]
    vals = c.series[name]
    C = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    pts = "".join(f'<c:pt idx="{k}"><c:v>{v}</c:v></c:pt>' for k, v in enumerate(vals) if v is not None)
    cat = etree.tostring(bar.find(qn("c:ser")).find(qn("c:cat"))).decode()
    col = pal[n % 6]
    mk = rng.choice(["circle", "square", "diamond", "triangle", "none"])
    lb = (
        f'<c:dLbls><c:numFmt formatCode="{fmt.replace(chr(34), "&quot;")}" sourceLinked="0"/><c:dLblPos val="t"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
        if c.labels == "all"
        else ""
    )
    mkx = (
        '<c:marker><c:symbol val="none"/></c:marker>'
        if mk == "none"
        else f'<c:marker><c:symbol val="{mk}"/><c:size val="6"/><c:spPr><a:solidFill><a:srgbClr val="{col}"/></a:solidFill><a:ln><a:solidFill><a:srgbClr val="{col}"/></a:solidFill></a:ln></c:spPr></c:marker>'
    )
    xml = f"""<c:lineChart {C}><c:grouping val="standard"/><c:varyColors val="0"/><c:ser><c:idx val="{n}"/><c:order val="{n}"/><c:tx><c:strRef><c:f>Sheet1!$Z$1</c:f><c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{name}</c:v></c:pt></c:strCache></c:strRef></c:tx><c:spPr><a:ln w="28575"><a:solidFill><a:srgbClr val="{col}"/></a:solidFill></a:ln></c:spPr>{mkx}{lb}{cat}<c:val><c:numRef><c:f>Sheet1!$Z$2:$Z$9</c:f><c:numCache><c:formatCode>General</c:formatCode><c:ptCount val="{len(vals)}"/>{pts}</c:numCache></c:numRef></c:val><c:smooth val="0"/></c:ser><c:marker val="1"/><c:axId val="501"/><c:axId val="502"/></c:lineChart>"""
    bar.addnext(etree.fromstring(xml))
    lo, hi, step = c.second
    ax = f"""<r {C}><c:catAx><c:axId val="501"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="1"/><c:axPos val="b"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="502"/><c:crosses val="autoZero"/></c:catAx>
    <c:valAx><c:axId val="502"/><c:scaling><c:orientation val="minMax"/><c:max val="{hi}"/><c:min val="{lo}"/></c:scaling><c:delete val="0"/><c:axPos val="r"/><c:numFmt formatCode="#,##0" sourceLinked="0"/><c:majorTickMark val="out"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="501"/><c:crosses val="max"/><c:majorUnit val="{step}"/></c:valAx></r>"""
    last = pa.findall(qn("c:valAx"))[-1]
    for e in reversed(list(etree.fromstring(ax))):
        last.addnext(e)


def write(folder: Path, seed, n) -> None:
    """Write varied_deck.pdf and its truth: a page a slide, of one to four charts beside text and tables."""
    rng = random.Random(f"deck{seed}")
    prs = Presentation()
    prs.slide_width, prs.slide_height = Inches(10), Inches(7.5)
    rows = []
    k = 0
    kinds = KINDS * 20
    for page in range(1, n + 1):
        s = prs.slides.add_slide(prs.slide_layouts[6])
        tb = s.shapes.add_textbox(Inches(0.3), Inches(0.15), Inches(9.4), Inches(0.5))
        tb.text_frame.text = rng.choice(
            ["産学連携の現状と課題", "大学等における共同研究の推移", "調査結果の概要（平成26年度）", "Ⅲ 知的財産の活用"]
        )
        tb.text_frame.paragraphs[0].runs[0].font.size = Pt(22)
        lay = rng.choice(["one", "two", "two", "table", "text", "four"])
        boxes = {
            "one": [(0.4, 1.2, 9.2, 5.6)],
            "two": [(0.2, 1.8, 4.7, 4.3), (5.1, 1.8, 4.7, 4.3)],
            "table": [(0.2, 1.5, 5.6, 5)],
            "text": [(0.4, 2.6, 9, 4.4)],
            "four": [(0.2, 1.2, 4.7, 2.7), (5.1, 1.2, 4.7, 2.7), (0.2, 4.4, 4.7, 2.7), (5.1, 4.4, 4.7, 2.7)],
        }[lay]
        if lay == "table":
            tbl = s.shapes.add_table(5, 3, Inches(6.1), Inches(1.8), Inches(3.6), Inches(2.5)).table
            for i in range(5):
                for j in range(3):
                    tbl.cell(i, j).text = (
                        ["区分", "件数", "金額"][j]
                        if i == 0
                        else (f"第{i}群" if j == 0 else f"{rng.randint(10, 9999):,}")
                    )
                    for p in tbl.cell(i, j).text_frame.paragraphs:
                        for r in p.runs:
                            r.font.size = Pt(11)
        if lay == "text":
            t2 = s.shapes.add_textbox(Inches(0.4), Inches(0.8), Inches(9.2), Inches(1.2))
            t2.text_frame.word_wrap = True
            t2.text_frame.text = f"○ 平成26年度の民間企業との共同研究は{rng.randint(10000, 20000):,}件であり、前年度比{rng.randint(1, 9)}.{rng.randint(1, 9)}%増となった。"
            t2.text_frame.paragraphs[0].runs[0].font.size = Pt(14)
        for b in boxes:
            while True:
                kind = kinds[k % len(KINDS)]
                c = make(kind, f"{seed}-{k}")
                k += 1
                if lay in ("two", "four") and len(c.names) * (
                    1 if "stack" in kind or "whole" in kind else len(c.series)
                ) > (12 if lay == "two" else 8):
                    continue
                if lay == "four" and len(c.series) > 3:
                    continue
                if any(step % 1 or top < 10 for _, top, step in (c.axis, c.second or c.axis)):
                    continue  # ticks without their decimals
                break
            add(s, c, b, rng, rows, page, {"one": 12, "two": 10, "table": 10, "text": 11, "four": 8}[lay])
    deck = folder / "varied_deck.pptx"
    prs.save(deck)
    write_truth(folder / "varied_deck.csv", rows)
    subprocess.run(["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(deck)], check=True)
    deck.unlink()


if __name__ == "__main__":
    write(Path(sys.argv[1]), "1", 24)
