"""Which lines over the first figures of a table are its head: up to a rule, a caption, a unit line or running text.

Out of scope: which columns its headings stand over (`extract.pdf.heads`).
"""

from collections.abc import Sequence
from itertools import pairwise

from extract.japanese.units import read_unit
from extract.pdf.lattice import Line
from extract.pdf.lines import without_leader
from extract.pdf.text_row import Row
from extract.pdf.titles import is_bare_unit, is_caption, is_note, is_prose, names_unit, unit_line
from extract.pdf.words import at_brackets

BETWEEN = 5  # labels without figures that may stand between head and figures
HEAD_LINES = 12  # over the first figures at most, labels without figures included
HALF = 1.0  # points that lines of neighbouring rows may reach into each other
ALIKE = 3.0  # points that ends of rules of one table may differ
LARGER = 1.3  # times the size of the figures that a title of the page is set in
JUT = 3  # font sizes that the headings of a line may jut out


def head_start(
    rows: Sequence[Row], start: int, used: int, body: Sequence[Row], rules: Sequence[Line], left: float
) -> int:
    """The first row of the head: lines over the columns, up to a rule, a caption, a unit line or running text.

    The table begins at `left`.
    """
    right = max(row.line.bbox[2] for row in body)
    first_figure, pitch = first_figure_of(body), _gap_of(body)
    rule = _rule_above(rows, start, used, body, rules)
    enclosed = rule is not None and _encloses_head(rule, rows[max(used, start - HEAD_LINES) : start], rows[start])
    if rule is not None:
        left, right = min(left, rule.start), max(right, rule.end)
    first, below, pending = start, rows[start], 0
    for index in range(start - 1, used - 1, -1):
        row = rows[index]
        if rule is not None and enclosed and row.top <= rule.at - 2:
            break
        if row.line.bbox[2] < left or row.line.bbox[0] > right:
            break
        if _is_unit_line(row, first_figure) or _is_unit_over(row, rows[index + 1 : start + 1], right):
            break
        if not enclosed:
            names = first == start and row.line.bbox[2] < first_figure  # a section, perhaps
            if _stands_apart(row, below, pitch, first_figure) or _juts_out(row, left, right, name=names):
                break
            if len(row.chunks) == 1 and not _heads_columns(row, first_figure, left, right):
                # The label of a section, or of the first row, may stand between head and figures.
                pending += 1
                below = row
                crosses = row.line.bbox[2] > first_figure and not row.is_centered(left, right)
                if pending > BETWEEN or (crosses and not _names_section(rows, index, used, first_figure)):
                    break
                continue
        first, below = index, row
    return first


def _encloses_head(rule: Line, above: Sequence[Row], first: Row) -> bool:
    """Whether headings stand below the top rule of a table; else it parts head and body, and the head is above it.

    The first of the lines of a label may stand over its figures, and be no head.
    """
    return any(row.top > rule.at - 2 for row in above if row.bottom < first.top + HALF)


def _stands_apart(row: Row, below: Row, pitch: float, first_figure: float) -> bool:
    """Whether a line is too far above the next, or running text, a note or a caption."""
    text = without_leader(" ".join(chunk.text for chunk in row.chunks))
    size = max(row.size, below.size)
    far = below.top - row.bottom > max(1.2 * size, pitch + 0.3 * size)
    return far or _is_text(row, first_figure) or is_note(text) or is_caption(text)


def _juts_out(row: Row, left: float, right: float, *, name: bool) -> bool:
    """Whether a line reaches too far out of a table: headings are set in their columns, not as the figures are.

    The `name` of a section may be set out from its rows.
    """
    jut = JUT if name or len(row.chunks) > 1 else 1
    return row.line.bbox[0] < left - jut * row.size or row.line.bbox[2] > right + (jut + 1) * row.size


def _names_section(rows: Sequence[Row], index: int, used: int, first_figure: float) -> bool:
    """Whether right above a lone line headings stand over figures: then it names the first section, and is no title."""
    if index == used:
        return False
    row, above = rows[index], rows[index - 1]
    over = sum(chunk.bbox[2] > first_figure for chunk in above.chunks)
    return over > 1 and row.top - above.bottom < row.size and abs(above.size - row.size) < 0.1 * row.size


def _gap_of(body: Sequence[Row]) -> float:
    """The usual gap between rows that follow each other, in points."""
    gaps = sorted(below.top - above.bottom for above, below in pairwise(body) if above.is_tabular and below.is_tabular)
    return gaps[len(gaps) // 2] if gaps else 0.0


def _is_unit_line(row: Row, first_figure: float) -> bool:
    """Whether a line names the units of the whole table; units apart from each other head a column each.

    A word in the stub that is the name of a unit as well (機関 over 種別) is none.
    """
    if row.line.bbox[2] < first_figure and read_unit(row.line.text) == row.line.text:
        return False
    texts = [part.text for chunk in row.chunks for word in chunk.words for part in at_brackets(word)]
    text = " ".join(texts)
    return names_unit(text) or (bool(unit_line(text)) and not (len(texts) > 1 and all(map(unit_line, texts))))


def _is_unit_over(row: Row, head: Sequence[Row], end: float) -> bool:
    """Whether a lone unit stands over headings, in brackets or at the table's right `end`: it may end a heading too."""
    text = row.chunks[0].text
    if len(row.chunks) > 1 or not is_bare_unit(text):
        return False
    x0, _, x1, _ = row.line.bbox
    headings = [chunk.bbox for other in head if "figure" not in other.kinds for chunk in other.chunks]
    over = any(min(x1, right) > max(x0, left) for left, _, right, _ in headings)
    return over and (text[0] in "([" or abs(x1 - end) < row.size)


def _is_text(row: Row, first_figure: float) -> bool:
    """Whether a line is running text: the end of one of its pieces tells, where it does not stand over figures only."""
    if row.line.bbox[0] > first_figure - 2 * row.size:
        return False
    return any(is_prose(without_leader(chunk.text)) for chunk in row.chunks)


def first_figure_of(body: Sequence[Row]) -> float:
    """Where the figures begin, from the left: years that label rows are none."""
    figures = [chunk for row in body if row.is_tabular for chunk in row.figures if chunk is not row.chunks[0]]
    return min(chunk.bbox[0] for chunk in figures or [chunk for row in body for chunk in row.figures])


def _heads_columns(row: Row, first_figure: float, left: float, right: float) -> bool:
    """Whether a lone chunk stands over figures and not over the whole table, as a title does."""
    box = row.chunks[0].bbox
    centered = abs((box[0] + box[2]) - (left + right)) < 2 * row.size
    return box[2] > first_figure and box[0] > left + 0.1 * (right - left) and not centered


def _rule_above(rows: Sequence[Row], start: int, used: int, body: Sequence[Row], rules: Sequence[Line]) -> Line | None:
    """The top rule of the table: the uppermost line over most of its width, few text lines above the first figures.

    Where the rules below end where some of those above do, others are none of the table.
    """
    left, right = min(row.line.bbox[0] for row in body), max(row.line.bbox[2] for row in body)
    top, size = rows[start].top + 2, rows[start].size
    first, first_figure = start, first_figure_of(body)
    while first > used and start - first < HEAD_LINES and not _ends_head(rows[first - 1], size, first_figure):
        first -= 1
    wide = [rule for rule in rules if min(rule.end, right) - max(rule.start, left) > 0.7 * (right - left)]
    above = [rule for rule in wide if rows[first].top - size <= rule.at <= top]
    below = [rule for rule in wide if top < rule.at < body[-1].bottom + size]
    own = [rule for rule in above if any(_alike(rule, other) for other in below)]
    if not own and any(other.start < left + size for other in below):
        above = [rule for rule in above if rule.start < left + 2 * size]  # the others part headings, beside the stub's
    return min(own or above, key=lambda rule: rule.at, default=None)


def _alike(rule: Line, other: Line) -> bool:
    return abs(rule.start - other.start) < ALIKE and abs(rule.end - other.end) < ALIKE


def _ends_head(row: Row, size: float, first_figure: float) -> bool:
    """Whether a line is none of a head: a caption, a sentence, a unit line, a note, a title in large type."""
    text = row.line.text
    if _is_unit_line(row, first_figure) or is_note(text):
        return True
    return len(row.chunks) == 1 and (is_caption(text) or is_prose(text) or row.size > LARGER * size)
