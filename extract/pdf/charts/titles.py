"""The words around a chart: its title above, the notes with it.

Out of scope: names of series (`legend`), of categories (`categories`) and of axes (`axes`).
"""

import re
from collections.abc import Sequence

from extract.document import Box
from extract.japanese import units
from extract.pdf.charts.texts import Piece, around, joined, lines_of

REACH = 110.0  # points between a chart and its title
_NOTE = re.compile(r"^[（(\[［]?\s*(?:[nｎＮN]\s*[=＝]|注|※|＊|\*|出典|資料|備考|単位)")
_SAMPLE = re.compile(r"[nｎＮN]\s*[=＝]")
_CAPTION = re.compile(
    r"^[■□◆●○〇◎▼【＜<〔]?\s*(?:第?\s*[\d０-９一二三四五六七八九十]+(?:[-－‐―ー.．][\d０-９]+)*\s*図|図表?|グラフ|Fig)"
)
_ONLY_MARKS = re.compile(r"[\W_]+")
_PROSE = re.compile(r"[。]$")


def find_title(
    chart: Box, pieces: Sequence[Piece], used: set[int], others: Sequence[Box]
) -> tuple[str | None, tuple[Piece, ...]]:
    """The nearest heading above a chart, of several lines where set alike; or else a caption below.

    `used` are the ids of pieces that are part of a chart; `others` the boxes of charts, over which no title is sought.
    """
    free = [piece for piece in pieces if id(piece) not in used and piece.turn == 0]
    lines = [line for line in lines_of(free, 2.6) if not _no_title(line)]
    above = [(chart[1] - around(line)[3], line) for line in lines if _over(chart, line, others)]
    if above:
        _, line = min(above, key=lambda item: item[0])
        whole = _with_neighbours(line, lines)
        return joined(whole), tuple(whole)
    below = [
        (around(line)[1] - chart[3], line)
        for line in lines
        if _CAPTION.match(joined(line)) and -2 <= around(line)[1] - chart[3] <= 60 and _meets(chart, around(line))
    ]
    if below:
        _, line = min(below, key=lambda item: item[0])
        return joined(line), tuple(line)
    return None, ()


def _no_title(line: list[Piece]) -> bool:
    text = joined(line)
    return (
        bool(_NOTE.match(text))
        or all(piece.value is not None for piece in line)
        or _ONLY_MARKS.fullmatch(text) is not None
        or units.read_unit(text) is not None
        or len(text) < 2
    )


def _over(chart: Box, line: list[Piece], others: Sequence[Box]) -> bool:
    box = around(line)
    if not -4 <= chart[1] - box[3] <= REACH or not _meets(chart, box):
        return False
    return not any(
        other[1] >= box[1] - 2
        and other[3] <= chart[1] + 2
        and other[0] < min(chart[2], box[2])
        and max(chart[0], box[0]) < other[2]
        for other in others
    )


def _meets(chart: Box, box: Box) -> bool:
    shared = min(chart[2], box[2]) - max(chart[0], box[0])
    return shared >= 0.3 * min(chart[2] - chart[0], box[2] - box[0])


def _with_neighbours(line: list[Piece], lines: list[list[Piece]]) -> list[Piece]:
    """The lines of one heading: those directly above, as large, that begin near it and do not end a sentence."""
    whole = list(line)
    top = around(line)
    size = max(piece.size for piece in line)
    for _ in range(2):
        above = [
            other
            for other in lines
            if other[0] not in whole
            and abs(max(p.size for p in other) - size) <= 0.3
            and -0.3 * size <= top[1] - around(other)[3] <= 0.6 * size
            and abs(around(other)[0] - top[0]) <= 3 * size
            and not _PROSE.search(joined(other))
        ]
        if len(above) != 1:
            break
        whole = above[0] + whole
        top = around(above[0])
    return whole


def find_notes(chart: Box, pieces: Sequence[Piece]) -> tuple[tuple[str, ...], tuple[Piece, ...]]:
    """Sample sizes in or beside a chart, and notes under it."""
    notes: list[str] = []
    used: list[Piece] = []
    for line in lines_of(pieces, 1.4):
        text, box = joined(line), around(line)
        if not _NOTE.match(text):
            continue
        inside = (
            box[0] >= chart[0] - 20 and box[2] <= chart[2] + 40 and box[1] >= chart[1] - 20 and box[3] <= chart[3] + 20
        )
        under = -2 <= box[1] - chart[3] <= 45 and _meets(chart, box)
        if inside or (under and not _SAMPLE.search(text)):
            notes.append(text)
            used += line if inside else []
    return tuple(notes), tuple(used)
