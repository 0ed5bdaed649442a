"""Says why charts could not be read: pictures under a figure's heading, axes that are cut or unsure, labels that disagree.

Out of scope: reading.
"""

import re
from collections.abc import Sequence

from extract.document import Box, Chart, Verdict
from extract.pdf.charts.draft import Draft
from extract.pdf.charts.texts import Piece, around, joined, lines_of
from extract.pdf.page import Page

SMALLEST = (90.0, 60.0)  # points: a picture that could be a chart
NEAR = 60.0  # points between a picture and its heading
_FIGURE = re.compile(r"(?:^|[^表])図(?:表)?|グラフ|チャート|推移|割合|内訳|Fig|Chart", re.IGNORECASE)
_HEADING = re.compile(r"^[■□◆●○◎▼【＜<〔（(]?\s*(?:第|図|Fig|Chart|グラフ)")


def of_pictures(page: Page, pieces: Sequence[Piece], charts: Sequence[Chart]) -> list[Verdict]:
    """A verdict for each picture that stands under or over the heading of a figure."""
    verdicts = []
    lines: list[list[Piece]] | None = None
    for image in page.images:
        box = image.bbox
        if box[2] - box[0] < SMALLEST[0] or box[3] - box[1] < SMALLEST[1] or _covers(box, page):
            continue
        if any(_overlap(box, chart.place.bbox) for chart in charts):
            continue
        lines = lines_of(pieces, 2.0) if lines is None else lines
        heading = _heading(box, lines)
        if heading:
            verdicts.append(
                Verdict("raster_figure", f"a picture, whose figures cannot be read: {heading}", page.number)
            )
    return list(dict.fromkeys(verdicts))


def _covers(box: Box, page: Page) -> bool:
    return (box[2] - box[0]) * (box[3] - box[1]) > 0.9 * page.width * page.height


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _heading(box: Box, lines: Sequence[list[Piece]]) -> str | None:
    """The nearest heading of a figure over or under a picture."""
    found = []
    for line in lines:
        text, at = joined(line), around(line)
        away = max(box[1] - at[3], at[1] - box[3])
        level = min(at[2], box[2]) > max(at[0], box[0])
        if level and -6 <= away <= NEAR and len(text) <= 60 and _HEADING.search(text) and _FIGURE.search(text):
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
        wrong = [label for label in made.at_odds if label]
        if wrong and made.proof:
            verdicts.append(
                Verdict("label_disagrees", f"labels that their marks do not measure: {', '.join(wrong)}", page)
            )
    return verdicts
