"""Finds and reads the charts of a page.

A page without filled shapes or slanted lines is left at once. Out of scope: circles and scatter plots have readers of
their own; what a chart's figures mean.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.document import Box, Chart, PagePlace, Verdict
from extract.pdf.charts import build, legend, refusals, titles
from extract.pdf.charts.circles import Circle, find_circles
from extract.pdf.charts.draft import Draft
from extract.pdf.charts.glance import may_hold_chart
from extract.pdf.charts.marks import Key, Marks, read_marks
from extract.pdf.charts.pie import Pie, find_pies
from extract.pdf.charts.pie import chart_of as pie_chart_of
from extract.pdf.charts.plots import Plot, find_plots
from extract.pdf.charts.reading import read_plot, worth_reading
from extract.pdf.charts.scales import REACH
from extract.pdf.charts.scatter import Scatter, find_scatter
from extract.pdf.charts.texts import Piece, read_pieces
from extract.pdf.charts.views import TURNED, UPRIGHT, View
from extract.pdf.page import Page

_Part = tuple[Box, float, "Draft | Pie | Scatter", Sequence[Piece]]
"""The box of a chart, the upper edge of its drawing, what was read, and the texts in it."""


@dataclass(frozen=True, slots=True)
class Found:
    """The charts of a page, and why others could not be read; `drafts` tell how those with axes were."""

    charts: tuple[Chart, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    drafts: tuple[Draft, ...] = ()


def find_charts(page: Page, document_year: int | None) -> Found:
    """Read every chart of a page, from top to bottom and left to right."""
    looks_drawn = may_hold_chart(page)
    pictures = refusals.large_pictures(page)
    if not looks_drawn and not pictures:
        return Found()
    named = refusals.names_figures(page)
    pictures = pictures if named else []
    marks = read_marks(page) if looks_drawn else Marks()
    drawings = find_plots(marks) if looks_drawn else []
    plots = [plot for plot in drawings if worth_reading(plot)]
    circles = find_circles(marks.wedges)
    drawn = refusals.free_marks(page) if looks_drawn and named else []
    strange = [plot for plot in drawings if refusals.is_strange(plot, marks)]
    if not (plots or circles or pictures or drawn or strange):
        return Found()
    pieces = read_pieces(page)
    found = _drawn(page, marks, plots, circles, pieces, document_year) if plots or circles else Found()
    verdicts = list(found.verdicts)
    verdicts += refusals.of_pictures(page, pieces, pictures, found.charts) if pictures else []
    verdicts += refusals.of_plots([*strange, *plots], pieces, found.charts, verdicts, page.number)
    verdicts += refusals.of_drawings(page, pieces, drawn, found.charts, verdicts) if drawn else []
    return replace(found, verdicts=tuple(verdicts))


def _drawn(
    page: Page,
    marks: Marks,
    plots: list[Plot],
    circles: list[Circle],
    pieces: tuple[Piece, ...],
    document_year: int | None,
) -> Found:
    entries = legend.find_entries(marks, pieces, _colours(plots, circles))
    swatches = {_rounded(entry.swatch) for entry in entries}
    drawn = [plot.box for plot in plots if not {_rounded(bar.box) for bar in plot.bars} <= swatches or plot.traces]
    pies = find_pies(circles, pieces, entries, drawn)
    drafts = _drafts(plots, pieces, entries)
    proven = [made for made in drafts if made.proof]
    dotted = _scatters(plots, [build.box_of(made) for made in drafts], pieces, entries, page.number)
    charts = _charts(proven, pies, dotted, pieces, page, document_year)
    verdicts = refusals.of_drafts(drafts, page.number) + refusals.of_circles(circles, pies, pieces, page.number)
    return Found(charts, tuple(verdicts), tuple(drafts))


def _rounded(box: Box) -> tuple[int, ...]:
    return tuple(round(edge) for edge in box)


def _scatters(
    plots: list[Plot], boxes: list[Box], pieces: tuple[Piece, ...], entries: tuple[legend.Entry, ...], page: int
) -> list[Scatter]:
    found = []
    for plot in plots:
        if not any(_meet(plot.box, box) for box in boxes):
            others = [other for other in plots if other is not plot and not _meet(other.box, plot.box)]
            scatter = find_scatter(plot, pieces, entries, others, page)
            found += [scatter] if scatter else []
    return found


def _colours(plots: Sequence[Plot], circles: Sequence[Circle]) -> set[Key]:
    keys = {bar.key for plot in plots for bar in plot.bars} | {trace.key for plot in plots for trace in plot.traces}
    keys |= {key for plot in plots for dot in plot.dots for key in dot.keys}
    return keys | {sector.wedge.key for circle in circles for sector in circle.sectors}


def _drafts(plots: list[Plot], pieces: tuple[Piece, ...], entries: tuple[legend.Entry, ...]) -> list[Draft]:
    notes = "".join(piece.text for piece in pieces)
    drafts: list[Draft] = []
    numbers = [piece for piece in pieces if piece.value is not None]
    for plot in plots:
        x0, top, x1, bottom = plot.box
        reach = (x0 - REACH, top - REACH, x1 + REACH, bottom + REACH)
        if any(_within(plot.box, made.plot.box) for made in drafts) or sum(_within(n.box, reach) for n in numbers) < 2:
            continue
        made = [one for view in (UPRIGHT, TURNED) if (one := _read(view, plot, plots, pieces, entries, notes))]
        made = [one for one in made if one.proof or one.broken or one.open_axes]
        if made:
            drafts.append(max(made, key=lambda one: one.proof))
    return drafts


def _read(
    view: View, plot: Plot, plots: list[Plot], pieces: tuple[Piece, ...], entries: tuple[legend.Entry, ...], notes: str
) -> Draft | None:
    barriers = [
        view.span(other.box) for other in plots if (other.bars or other.traces) and not _meet(other.box, plot.box)
    ]
    return read_plot(view, plot, pieces, entries, barriers, notes)


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _within(inner: Box, outer: Box) -> bool:
    return (
        outer[0] - 2 <= inner[0] and outer[1] - 2 <= inner[1] and inner[2] <= outer[2] + 2 and inner[3] <= outer[3] + 2
    )


def _charts(
    drafts: list[Draft],
    pies: list[Pie],
    dotted: list[Scatter],
    pieces: tuple[Piece, ...],
    page: Page,
    document_year: int | None,
) -> tuple[Chart, ...]:
    found: list[_Part] = [(build.box_of(made), made.plot.box[1], made, made.used) for made in drafts]
    found += [(pie.box, pie.circle.box[1], pie, pie.used) for pie in pies]
    found += [
        (one.chart.place.bbox, one.top, one, one.used) for one in dotted if isinstance(one.chart.place, PagePlace)
    ]
    found.sort(key=lambda part: (round(part[0][1] / 40), part[0][0]))
    used = {id(piece) for *_, held in found for piece in held}
    free = [piece for piece in pieces if id(piece) not in used]
    years = build.Years([made.slots.names for made in drafts], document_year)
    charts = []
    for box, top, made, _ in found:
        others = [other for other, _, one, _ in found if one is not made]
        notes, in_notes = titles.find_notes(box, free)
        title, _ = titles.find_title((box[0], top, *box[2:]), free, {id(piece) for piece in in_notes}, others)
        if isinstance(made, Pie):
            charts.append(pie_chart_of(made, page.number, title, notes))
        elif isinstance(made, Scatter):
            charts.append(replace(made.chart, title=title, notes=notes))
        else:
            charts.append(build.chart_of(made, page.number, title, notes, years))
    kept = [chart for chart in charts if any(series.points for series in chart.series)]
    return tuple(replace(chart, id=f"p{page.number}-c{k}") for k, chart in enumerate(kept, start=1))
