"""Says why charts could not be read: pictures, hand-made drawings, axes that are cut or unsure, odd labels.

Out of scope: reading.
"""

import re
from collections.abc import Sequence

from extract.document import Box, Chart, Verdict
from extract.pdf.charts.circles import Circle
from extract.pdf.charts.draft import Draft
from extract.pdf.charts.marks import Marks
from extract.pdf.charts.pie import Pie, printed_at
from extract.pdf.charts.plots import Plot
from extract.pdf.charts.reading import lines_across
from extract.pdf.charts.scales import find_scales
from extract.pdf.charts.texts import Piece, around, joined, lines_of
from extract.pdf.charts.views import TURNED, UPRIGHT
from extract.pdf.page import Page, Shape

SMALLEST = (90.0, 60.0)  # points: a picture that could be a chart
NEAR = 60.0  # points between a picture and its heading
DEPTH = 380.0  # points that a drawing may reach under its heading
LONGEST = 60  # characters of a heading
FREE_MARKS = 8  # shapes that are no rectangles: fewer are arrows and ornaments
_FIGURE = re.compile(r"(?:^|[^表])図(?:表)?|グラフ|チャート|推移|割合|内訳|Fig|Chart", re.IGNORECASE)
_HEADING = re.compile(r"^[■□◆●○◎▼【＜<〔（(]?\s*(?:第|図|Fig|Chart|グラフ)")
_OPENS = re.compile(r"^[■□◆●○◎▼【＜<〔（(]?(?:第|図|Fig|Chart|グ)", re.MULTILINE)  # a word: the first of a heading


def names_figures(page: Page) -> bool:
    """Whether any word of the page could head a figure."""
    words = "\n".join([word.text for word in page.words])
    return _OPENS.search(words) is not None and _FIGURE.search(words) is not None


def large_pictures(page: Page) -> list[Box]:
    """The pictures on a page that are large enough for a chart, but no ground or scan of the page."""
    return [
        image.bbox
        for image in page.images
        if image.bbox[2] - image.bbox[0] >= SMALLEST[0]
        and image.bbox[3] - image.bbox[1] >= SMALLEST[1]
        and not _covers(image.bbox, page)
    ]


def of_pictures(page: Page, pieces: Sequence[Piece], pictures: Sequence[Box], charts: Sequence[Chart]) -> list[Verdict]:
    """A verdict for each picture that stands under or over the heading of a figure."""
    lines = [(around(line), line) for line in lines_of(pieces, 2.0)]
    verdicts = []
    for box in pictures:
        heading = _heading(box, lines)
        if heading and not any(_overlap(box, chart.place.bbox) for chart in charts):
            verdicts.append(
                Verdict("raster_figure", f"a picture, whose figures cannot be read: {heading}", page.number)
            )
    return list(dict.fromkeys(verdicts))


def is_strange(plot: Plot, marks: Marks) -> bool:
    """Whether a grid holds what is drawn as no bar, line or dot is: areas, funnels, boxes on end."""
    return len(plot.rules) >= 4 and any(_inside(wedge.box, plot.box) for wedge in marks.wedges)


def of_plots(
    plots: Sequence[Plot], pieces: Sequence[Piece], charts: Sequence[Chart], told: Sequence[Verdict], page: int
) -> list[Verdict]:
    """A verdict for each drawing with an even axis on which nothing could be read."""
    if told:
        return []
    verdicts = []
    for plot in plots:
        if any(_overlap(plot.box, chart.place.bbox) for chart in charts):
            continue
        for view in (UPRIGHT, TURNED):
            found = find_scales(view, view.span(plot.box), lines_across(view, plot), pieces).calibrated
            scale = next((one for one in found if one.shift is not None and len(one.pieces) >= 3), None)
            if scale is not None:
                ticks = ", ".join(piece.text for piece in scale.pieces)
                verdicts.append(
                    Verdict("chart_unread", f"nothing on it stands as bars, lines or dots do: {ticks}", page)
                )
                break
    return list(dict.fromkeys(verdicts))


def free_marks(page: Page) -> list[Box]:
    """What is drawn below the page's head and is neither rectangle nor line; none where that is mere ornament."""
    drawn = [shape.bbox for shape in page.shapes if _is_free(shape) and shape.bbox[1] >= 0.1 * page.height]
    return drawn if len(drawn) >= FREE_MARKS else []


def of_drawings(
    page: Page, pieces: Sequence[Piece], drawn: Sequence[Box], charts: Sequence[Chart], told: Sequence[Verdict]
) -> list[Verdict]:
    """A verdict for each figure that is drawn by hand, so to say: lines and dots under its heading, no even axis."""
    lines = lines_of(pieces, 2.0)
    headings = [(around(line), text) for line in lines if (text := _heading_of(line))]
    verdicts = []
    for box, text in headings:
        below = [other[1] for other, _ in headings if other[1] > box[3] + 5]
        end = min([box[3] + DEPTH, *below])
        region = (box[0] - 20, box[3], max(box[2], box[0] + DEPTH), end)
        marks = sum(_inside(shape, region) for shape in drawn)
        known = any(_overlap(region, chart.place.bbox) for chart in charts) or any(text in v.detail for v in told)
        if marks >= FREE_MARKS and not known:
            verdicts.append(Verdict("drawn_figure", f"a drawing that no even axis measures: {text}", page.number))
    return verdicts


def _is_free(shape: Shape) -> bool:
    """Whether a shape is neither rectangle nor straight line."""
    x0, top, x1, bottom = shape.bbox
    return min(x1 - x0, bottom - top) > 3 and (shape.curved or any(len(points) > 5 for points in shape.subpaths))


def _inside(box: Box, region: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return region[0] <= x <= region[2] and region[1] <= y <= region[3]


def _heading_of(line: Sequence[Piece]) -> str | None:
    """What a line says, where that is the heading of a figure."""
    if sum(len(piece.text) for piece in line) > LONGEST:
        return None
    text = joined(line)
    heads = len(text) <= LONGEST and _HEADING.search(text) is not None and _FIGURE.search(text) is not None
    return text if heads else None


def _covers(box: Box, page: Page) -> bool:
    return (box[2] - box[0]) * (box[3] - box[1]) > 0.9 * page.width * page.height


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _heading(box: Box, lines: Sequence[tuple[Box, list[Piece]]]) -> str | None:
    """The nearest heading of a figure over or under a picture."""
    found = []
    for at, line in lines:
        away = max(box[1] - at[3], at[1] - box[3])
        level = min(at[2], box[2]) > max(at[0], box[0])
        if level and -6 <= away <= NEAR and (text := _heading_of(line)):
            found.append((away, text))
    return min(found)[1] if found else None


def of_drafts(drafts: Sequence[Draft], page: int) -> list[Verdict]:
    """Verdicts on charts whose axes measure nothing, or whose labels and lengths are at odds."""
    verdicts = []
    for made in drafts:
        if made.broken:
            ticks = ", ".join(piece.text for piece in made.broken[0])
            verdicts.append(Verdict("axis_cut", f"the ticks of an axis do not grow evenly: {ticks}", page))
        elif made.open_axes:
            names = ", ".join(one.name or "?" for one in made.series)
            verdicts.append(Verdict("axis_unsure", f"nothing tells which of two axes is meant by: {names}", page))
        wrong = [label for label in made.at_odds if label] + _of_no_mark(made)
        if wrong and made.proof:
            verdicts.append(_disagree(wrong, page))
    return verdicts


def _disagree(wrong: Sequence[str], page: int) -> Verdict:
    return Verdict("label_disagrees", f"labels that their marks do not measure: {', '.join(wrong)}", page)


def _of_no_mark(made: Draft) -> list[str]:
    """Numbers in a plot that are set as its labels are, where all but a few marks have one: a mark is not drawn."""
    marks = [mark for one in made.series for mark in one.marks]
    tied = {_set(mark.label) for mark in marks if mark.label}
    if 10 * sum(mark.label is not None for mark in marks) < 9 * len(marks):
        return []
    inside = [piece for piece in made.leftover if made.span.holds(made.view.span(piece.box))]
    return [piece.text for piece in inside if _set(piece) in tied]


def _set(piece: Piece) -> tuple[float, bool, bool]:
    """How a number is set: its size, and whether with a percent sign and a decimal point."""
    return round(piece.size, 1), piece.percent, "." in piece.text


def of_circles(circles: Sequence[Circle], pies: Sequence[Pie], pieces: Sequence[Piece], page: int) -> list[Verdict]:
    """Verdicts on circles whose printed shares are not those of their sectors."""
    verdicts = [_disagree(pie.at_odds, page) for pie in pies if pie.at_odds]
    for circle in circles:
        shares = [] if any(pie.circle is circle for pie in pies) else printed_at(circle, pieces)
        if len(shares) >= 2:
            verdicts.append(
                Verdict("chart_unread", f"the shares printed at its sectors are not theirs: {', '.join(shares)}", page)
            )
    return verdicts
