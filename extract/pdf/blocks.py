"""Which lines of text make a table that no rulings enclose: rows of figures that stand under each other.

Out of scope: how the lines of a block are parted into rows and columns (`extract.pdf.aligned`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.document import Box
from extract.japanese.numbers import read_number
from extract.pdf.axes import kind
from extract.pdf.head_lines import first_figure_of, head_start
from extract.pdf.lattice import Line, Lines
from extract.pdf.lines import LEADERS, TextLine, without_leader
from extract.pdf.page import Word
from extract.pdf.text_row import FIGURES, Row, holds_data, row_of
from extract.pdf.titles import is_caption, is_note, is_prose, names_unit, unit_line
from extract.pdf.upright_labels import is_beside
from extract.pdf.words import box_of

PITCH = 2.6  # lines' heights between rows of one table at most
BETWEEN = 5  # lines without figures that may stand between rows (labels over two lines, sections)
SENTENCE = 60  # characters: a line over the whole table as long as that is running text


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of a table from top to bottom; the first `head` of them were taken as its head."""

    rows: tuple[Row, ...]
    head: int

    @property
    def bbox(self) -> Box:
        """The box around its text."""
        return box_of([row.line.bbox for row in self.rows])


def find_blocks(lines: Sequence[TextLine], standing: Sequence[Word], rulings: Lines, year: int | None) -> list[Block]:
    """Blocks of rows whose figures stand under each other; horizontal rulings bound heads, upright ones part cells.

    `standing` are words that are not level: where they stand left of rows, the head may reach as far.
    """
    rules, uprights = rulings
    rows = [row_of(line, uprights, year) for line in lines]
    found: list[Block] = []
    used = 0
    for start, end in _runs(rows, uprights):
        body = rows[start : end + 1]
        if not _is_table(body, year):
            continue
        first = head_start(rows, start, used, body, rules, _left_of(body, standing))
        last = _foot_end(rows, end, rules, body)
        data = next(i for i in range(start, end + 1) if holds_data(rows[i], year))
        data = _body_start(rows, first, data, body, rules)
        block = rows[first : last + 1]
        if sum(what in ("words", "year") for row in block for what in row.kinds) > 1:
            found.append(Block(tuple(block), data - first))
            used = last + 1
    return found


def _left_of(body: Sequence[Row], standing: Sequence[Word]) -> float:
    """Where rows begin, from the left, with words beside them that are not level."""
    left = min(row.line.bbox[0] for row in body)
    beside = [word.bbox for word in standing if is_beside(word, (body[0].top, body[-1].bottom), left)]
    return min([left, *(box[0] for box in beside)])


def block_of(lines: Sequence[TextLine], rulings: Lines, year: int | None) -> Block | None:
    """Lines that are known to be a table as a block; None where no line holds figures."""
    rules, uprights = rulings
    rows = [row_of(line, uprights, year) for line in lines]
    data = next((index for index, row in enumerate(rows) if holds_data(row, year)), None)
    return Block(tuple(rows), _body_start(rows, 0, data, rows[data:], rules)) if data is not None else None


def _runs(rows: Sequence[Row], uprights: Sequence[Line]) -> list[tuple[int, int]]:
    """From the first to the last row of each run of rows that go together."""
    runs: list[tuple[int, int]] = []
    members: list[Row] = []
    start = last = -1
    for index, row in enumerate(rows):
        if not row.is_tabular:
            continue
        between = rows[last + 1 : index]
        if members and _follows(rows, last, index, members, uprights) and not _is_new(row, between, members):
            members.append(row)
        else:
            if members:
                runs.append((start, last))
            members, start = [row], index
        last = index
    if members:
        runs.append((start, last))
    return runs


def _is_new(row: Row, between: Sequence[Row], members: Sequence[Row]) -> bool:
    return _is_headed(between, members) or _opens_table(row, between, members)


def _is_headed(between: Sequence[Row], members: Sequence[Row]) -> bool:
    """Whether headings stand below a lone line that ends with the page's number: it is no row of their table."""
    first = members[0]
    if len(members) > 1 or len(first.chunks) != 2 or not first.chunks[1].text.isdecimal():
        return False
    return any(len(row.chunks) > 1 and set(row.kinds) == {"words"} for row in between)


def _opens_table(row: Row, between: Sequence[Row], members: Sequence[Row]) -> bool:
    """Whether headings, or years, stand below a title that is set off from the figures above: the head of a table."""
    bottom = members[-1].bottom
    for index, title in enumerate(between):
        head = [*between[index + 1 :], row]
        set_off = title.top - bottom > title.size > head[0].top - title.bottom
        if len(title.chunks) == 1 and set_off and any(map(_is_heads, head)):
            return True
        bottom = title.bottom
    return False


def _is_heads(row: Row) -> bool:
    """Whether a line holds headings alone, more than one of them."""
    years, words = row.kinds.count("year"), row.kinds.count("words")
    return years + words == len(row.kinds) and (years > 1 or (words > 2 and not years))


def _follows(rows: Sequence[Row], last: int, index: int, members: Sequence[Row], uprights: Sequence[Line]) -> bool:
    row, before = rows[index], rows[last]
    between = rows[last + 1 : index]
    if len(between) > BETWEEN and not _run_on(uprights, before, row):
        return False
    bottoms = [r.bottom for r in (before, *between)]
    tops = [r.top for r in (*between, row)]
    size = max(row.size, before.size)
    if any(top - bottom > PITCH * size for bottom, top in zip(bottoms, tops, strict=True)):
        return False
    columns = [chunk.bbox for member in members[-12:] for chunk in member.figures]
    under = sum(any(_shares(chunk.bbox, box) for box in columns) for chunk in row.figures)
    if under * 2 < len(row.figures) and not _is_axis_over(before, row):
        return False
    first_figure = min(box[0] for box in columns)
    left, right = min(member.line.bbox[0] for member in members), max(member.line.bbox[2] for member in members)
    near = any(top - bottom < size for bottom, top in zip(bottoms, tops, strict=True))
    return all(
        _may_stand_between(line, first_figure, size, (left, right))
        or ((near or _is_half_below(line, above)) and _is_in_stub(line, first_figure))
        for above, line in pairwise((before, *between))
    )


def _run_on(uprights: Sequence[Line], before: Row, row: Row) -> bool:
    """Whether a ruling between columns goes on from one row to another."""
    left, right = row.line.bbox[0], row.line.bbox[2]
    return any(left < line.at < right and line.start < before.bottom and row.top < line.end for line in uprights)


def _is_axis_over(axis: Row, row: Row) -> bool:
    """Whether a line of years has one over each figure of a row, if not right over it."""
    if not {"year"} <= set(axis.kinds) <= {"words", "year"} or not 1 < len(axis.figures) == len(row.figures):
        return False
    pitch = min(after.middle - year.middle for year, after in pairwise(axis.figures))
    return all(
        abs(year.middle - figure.middle) < pitch / 2 for year, figure in zip(axis.figures, row.figures, strict=True)
    )


def _is_in_stub(row: Row, first_figure: float) -> bool:
    """Whether a line ends before the figures begin: a label may end in an abbreviation, as a sentence does."""
    return len(row.chunks) == 1 and row.line.bbox[2] < first_figure and not is_caption(row.chunks[0].text)


def _may_stand_between(row: Row, first_figure: float, size: float, sides: tuple[float, float]) -> bool:
    """A label over two lines, the one figure beside it, or a section's name; no caption or sentence."""
    text = without_leader(" ".join(chunk.text for chunk in row.chunks))
    if unit_line(text) or is_caption(text) or is_note(text) or is_prose(text):
        return False
    if (
        len(row.chunks) == 1
        and len(text) > SENTENCE
        and row.line.bbox[2] - row.line.bbox[0] > 0.9 * (sides[1] - sides[0])
    ):
        return False
    aside = row.chunks[0].bbox[0] < first_figure or len(row.chunks) > 1 or kind(text) in FIGURES
    return row.size < 1.3 * size and (aside or row.is_centered(*sides))


def _shares(box: Box, other: Box) -> bool:
    return min(box[2], other[2]) - max(box[0], other[0]) > 0.3 * min(box[2] - box[0], other[2] - other[0])


def _is_table(body: Sequence[Row], year: int | None) -> bool:
    """Whether rows hold a table: figures in more than one row, no list of contents."""
    rows = [row for row in body if row.is_tabular]
    figures = sum(len(row.figures) for row in rows)
    if len(rows) < 2 or figures < 3 or _is_contents(rows):
        return False
    beside = sum(_is_half_below(row, above) for above, row in pairwise(body))
    if len(body) - beside > 3 * len(rows):
        return False
    return any(holds_data(row, year) for row in rows) and not _is_scale(rows)


def _is_scale(rows: Sequence[Row]) -> bool:
    """The numbers along the axis of a chart: they fall or rise by equal steps."""
    if len(rows) < 4:
        return False
    figures = [read_number(row.figures[-1].text) for row in rows]
    values = [number.value for number in figures if number is not None and number.value is not None]
    steps = {round(b - a, 6) for a, b in pairwise(values)}
    return len(values) == len(rows) and len(steps) == 1 and steps != {0}


def _is_contents(rows: Sequence[Row]) -> bool:
    """A table of contents or numbered equations: one figure a row, at the right, none smaller than the one before."""
    if any(len(row.figures) != 1 or row.figures[0] is not row.chunks[-1] for row in rows):
        return False
    numbers = [row.chunks[-1].text for row in rows]
    bare = [number.strip("()（）") for number in numbers]
    if not all(number.isdecimal() for number in bare):
        return False
    pages = [int(number) for number in bare]
    if bare != numbers:  # of equations, which stand apart in the text
        return all(b - a == 1 for a, b in pairwise(pages))
    leaders = sum(any(mark in row.chunks[-2].text for mark in LEADERS) for row in rows)
    rising = all(a <= b for a, b in pairwise(pages))
    return leaders * 2 > len(rows) or (rising and len(rows) > 3 and pages[-1] > pages[0])


def _body_start(rows: Sequence[Row], first: int, data: int, body: Sequence[Row], rules: Sequence[Line]) -> int:
    """The first row of the body: labels alone under the head's lowest headings belong to it, if no rule parts them."""
    first_figure = first_figure_of(body)
    start = data
    while start > first:
        above = rows[start - 1]
        sections = _sections_like(above, body)
        if above.line.bbox[2] >= first_figure and not _opens_section(rows[first:start], body, rules, bool(sections)):
            break
        if _is_ruled_off(above, rules) and not any(_is_ruled_off(section, rules) for section in sections):
            break
        start -= 1
    return start if start > first else data


def _sections_like(row: Row, body: Sequence[Row]) -> list[Row]:
    """The lines that stand alone in a body, in its middle or at its left, as a line over it does."""
    left, right = min(row.line.bbox[0] for row in body), max(row.line.bbox[2] for row in body)
    if len(row.chunks) > 1 or _is_bracketed(row.chunks[0].text):
        return []
    alone = [other for other in body if len(other.chunks) == 1]
    if row.is_centered(left, right):
        return [other for other in alone if other.is_centered(left, right)]
    return [other for other in alone if abs(other.line.bbox[0] - row.line.bbox[0]) < 1]


def _is_ruled_off(row: Row, rules: Sequence[Line]) -> bool:
    """Whether a rule runs right below a line."""
    _, _, right, bottom = row.line.bbox
    return any(bottom - 2 < rule.at < bottom + row.size and rule.start < right for rule in rules)


def _is_bracketed(text: str) -> bool:
    return names_unit(text) or bool(unit_line(text)) or text[0] in "(（[［"


def _opens_section(head: Sequence[Row], body: Sequence[Row], rules: Sequence[Line], alike: bool) -> bool:
    """Whether the last line of a head is none, but names the first section: `alike` others, or below a rule."""
    left, right = min(row.line.bbox[0] for row in body), max(row.line.bbox[2] for row in body)
    row = head[-1]
    if len(head) < 2 or len(head[-2].chunks) < 2:
        return False
    parted = any(
        head[-2].bottom - 2 < rule.at < row.top + 2
        and min(rule.end, right) - max(rule.start, left) > 0.7 * (right - left)
        for rule in rules
    )
    return alike or (parted and row.is_centered(left, right))


def _foot_end(rows: Sequence[Row], end: int, rules: Sequence[Line], body: Sequence[Row]) -> int:
    """The last row: what runs on half a line below the last figures belongs to the table, as do the ends of these.

    So do labels that run on below them, where a rule closes it.
    """
    while end + 1 < len(rows) and _is_rest_of(rows[end + 1], rows[end]):
        end += 1
    left, right = min(row.line.bbox[0] for row in body), max(row.line.bbox[2] for row in body)
    for index in range(end + 1, min(end + 3, len(rows))):
        row = rows[index]
        closing = [
            rule.at
            for rule in rules
            if row.bottom - 3 <= rule.at <= row.bottom + row.size
            and min(rule.end, right) - max(rule.start, left) > 0.7 * (right - left)
        ]
        if row.top - rows[index - 1].bottom > row.size or is_note(" ".join(chunk.text for chunk in row.chunks)):
            break
        if closing and row.line.bbox[0] >= left - 2:
            return index
    return end


def _is_rest_of(row: Row, above: Row) -> bool:
    """Whether a line goes on with the row that the line above is of: set half a line below it, or units alone."""
    return _is_half_below(row, above) or (row.top - above.bottom < 0.5 * row.size and row.goes_on_in_units)


def _is_half_below(row: Row, above: Row) -> bool:
    return row.top - above.bottom < -0.25 * row.size
