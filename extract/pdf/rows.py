"""The rows of a table without rulings: which lines make one row, because a label runs over several.

Out of scope: columns and cells (`extract.pdf.aligned`).
"""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median, median_low

from extract.pdf.heads import ENDS_OPEN
from extract.pdf.lattice import Line
from extract.pdf.leaf_heads import Extent
from extract.pdf.lines import Chunk, ends_in_leader
from extract.pdf.text_row import Row
from extract.pdf.words import is_cjk

CLOSER = 0.15  # font sizes that lines of one label stand closer than rows do
WIDE = 0.6  # of a table's width that a line must run over to part rows
AMID = 0.5  # font sizes that figures may stand off the middle of their label, twice
PITCH = 1.0  # font sizes that a label's lines stand from the figures between them at most
BEGINS_NONE = "ー々」』】〕）)、。，．ぁぃぅぇぉっゃゅょァィゥェォッャュョ"  # what no label begins with
FEWEST = 3  # lines of figures between labels that tell where rows part
DENSE = 0.6  # lines between rows for each row, from which on they part every row


def group_rows(rows: Sequence[Row], stub: Extent, separators: Sequence[Line]) -> list[list[Row]]:
    """Lines grouped to rows; `separators` are rules and edges of fills."""
    groups: list[list[Row]] = []
    for band, parted in _bands(rows, separators):
        if parted and sum(row.is_tabular for row in band) <= 1:
            groups.append(band)
        else:
            groups += _by_text(band, stub, _pitch(rows))
    return groups


def _bands(rows: Sequence[Row], separators: Sequence[Line]) -> list[tuple[list[Row], bool]]:
    """Lines between separators; and whether separators part every row, so that what they leave together is one."""
    left, right = min(row.line.bbox[0] for row in rows), max(row.line.bbox[2] for row in rows)
    wide = sorted(
        {
            round(line.at, 1)
            for line in separators
            if min(line.end, right) - max(line.start, left) > WIDE * (right - left)
        }
    )
    bands: dict[int, list[Row]] = {}
    for row in rows:
        middle = (row.top + row.bottom) / 2
        bands.setdefault(sum(at < middle for at in wide), []).append(row)
    tabular = sum(row.is_tabular for row in rows)
    inner = [at for at in wide if rows[0].bottom - 1 < at < rows[-1].top + 1]
    dense = tabular > 1 and len(bands) >= DENSE * tabular and len(inner) >= DENSE * (tabular - 1)
    return [(band, dense) for _, band in sorted(bands.items())]


def _pitch(rows: Sequence[Row]) -> float | None:
    """The usual gap between rows: of figures that follow each other, else the wider of those over and below figures."""
    pairs = [(above, below, below.top - above.bottom) for above, below in pairwise(rows)]
    gaps = [gap for above, below, gap in pairs if above.is_tabular and below.is_tabular]
    if gaps:
        return median_low(gaps)  # some rows stand further apart, to be read by fives
    over = [gap for above, below, gap in pairs if below.is_tabular and not above.is_tabular]
    under = [gap for above, below, gap in pairs if above.is_tabular and not below.is_tabular]
    if min(len(over), len(under)) < FEWEST or abs(median(over) - median(under)) < CLOSER * rows[0].size:
        return None
    return max(median(over), median(under))


def _by_text(rows: Sequence[Row], stub: Extent, pitch: float | None) -> list[list[Row]]:
    limit = max((label.bbox[2] for row in rows if (label := _label(row, stub)) is not None), default=stub[1])
    amid = _amid_labels(rows, stub)
    groups: list[list[Row]] = []
    for index, row in enumerate(rows):
        begins = index + 1 in amid
        goes_on = index in amid or index - 1 in amid or (groups and _goes_on(groups[-1], row, stub, pitch, limit))
        if goes_on and not begins:
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _amid_labels(rows: Sequence[Row], stub: Extent) -> set[int]:
    """Lines of figures half way between the two lines of their label."""
    found = set()
    for index in range(1, len(rows) - 1):
        above, row, below = rows[index - 1 : index + 2]
        if _label(row, stub) is not None or not (_is_label(above, stub) and _is_label(below, stub)):
            continue
        up, down = row.top + row.bottom - above.top - above.bottom, below.top + below.bottom - row.top - row.bottom
        if abs(up - down) < AMID * row.size and up + down < 4 * PITCH * row.size:
            found.add(index)
    return found


def _is_label(row: Row, stub: Extent) -> bool:
    """Whether a line holds nothing but a label."""
    return len(row.chunks) == 1 and _label(row, stub) is not None


def _goes_on(group: Sequence[Row], row: Row, stub: Extent, pitch: float | None, limit: float) -> bool:
    """Whether a line goes on with the row above: at most one of its lines holds figures, and the label runs on."""
    above = group[-1]
    gap, size = row.top - above.bottom, min(row.size, above.size)
    if any(r.is_tabular for r in group) and row.is_tabular:
        return False
    if gap < -0.25 * size:
        return True  # half a line apart: figures beside a label of two lines
    upper, lower = _label(above, stub), _label(row, stub)
    if lower is None and gap < size and any(r.is_tabular for r in group) and row.goes_on_in_units:
        return True
    if upper is None or lower is None or gap > 0.9 * size:
        return False
    if lower.bbox[0] > upper.bbox[0] + 3 * size or upper.text.endswith((":", "：")) or ends_in_leader(upper.text):
        return False
    tight = pitch is not None and gap < pitch - CLOSER * size
    return runs_on(upper, lower, limit, tight=tight)


def _label(row: Row, stub: Extent) -> Chunk | None:
    first = row.chunks[0]
    return first if first.bbox[0] < stub[1] else None


def runs_on(upper: Chunk, lower: Chunk, limit: float, *, tight: bool) -> bool:
    """Whether a label goes on in the next line: it would not have fitted, or stops in the middle of something."""
    if tight:
        return True
    above, below = upper.text, lower.text
    opened = sum(above.count(sign) for sign in "（([「") > sum(above.count(sign) for sign in "）)]」")
    if opened or above.endswith(ENDS_OPEN) or below[0] in BEGINS_NONE:
        return True
    level = abs(lower.bbox[0] - upper.bbox[0]) < 0.5 * upper.size
    if is_cjk(below):
        full = upper.bbox[2] + upper.size > limit
        return full and level and len(above) >= 8 and abs(upper.size - lower.size) < 0.5
    return below[0].islower() or (below[0] in "(（" and not is_cjk(above))
