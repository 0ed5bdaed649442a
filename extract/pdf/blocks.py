"""Which lines of text make a table that no rulings enclose: rows of figures that stand under each other.

Out of scope: how the lines of a block are parted into rows and columns (`extract.pdf.aligned`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.document import Box
from extract.japanese.fiscal_years import read_axis
from extract.japanese.numbers import read_number
from extract.pdf.axes import LATEST, is_year_axis, kind, numbers_columns
from extract.pdf.lattice import Line
from extract.pdf.lines import LEADERS, Chunk, TextLine, chunks, is_leader, with_signs, without_leader
from extract.pdf.titles import is_caption, is_note, is_prose, unit_line
from extract.pdf.words import at_brackets, box_of

PITCH = 2.6  # lines' heights between rows of one table at most
BETWEEN = 5  # lines without figures that may stand between rows (labels over two lines, sections)
HEAD_LINES = 12  # over the first figures at most, labels without figures included
SENTENCE = 60  # characters: a line over the whole table as long as that is running text
JUT = 3  # font sizes that the headings of a line may jut out
FIGURES = ("figure", "mark", "year")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of text in chunks, with what each chunk says."""

    line: TextLine
    chunks: tuple[Chunk, ...]
    kinds: tuple[str, ...]
    figures: tuple[Chunk, ...]  # chunks that are figures, marks or years, but no lone number before a line of words

    @property
    def top(self) -> float:
        """Upper edge."""
        return self.line.bbox[1]

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.line.bbox[3]

    @property
    def size(self) -> float:
        """Font size."""
        return self.line.size

    def is_centered(self, left: float, right: float) -> bool:
        """Whether it is one piece of text in the middle of a table, set in from both sides.

        What is set in far may be off it: the cells of a table reach further than their text.
        """
        x0, x1 = self.line.bbox[0], self.line.bbox[2]
        off, far = abs(x0 + x1 - left - right), 0.2 * (right - left)
        aside = x0 > left + far and x1 < right - far and off < far / 2
        return len(self.chunks) == 1 and (aside or (off < 2 * self.size and x0 > left + self.size))

    @property
    def is_tabular(self) -> bool:
        """Whether it may be a row of a table: something, and a figure apart from it."""
        return len(self.chunks) > 1 and bool(self.figures)


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of a table from top to bottom; the first `head` of them were taken as its head."""

    rows: tuple[Row, ...]
    head: int

    @property
    def bbox(self) -> Box:
        """The box around its text."""
        return box_of([row.line.bbox for row in self.rows])


def row_of(line: TextLine, year: int | None) -> Row:
    """A line with its chunks; `year` is the document's."""
    parts = tuple(with_signs(chunks(line)))
    if len(parts) == 1:
        return Row(line, parts, ("words",), ())  # whatever it says, it is no row of a table
    kinds = [kind(chunk.text) for chunk in parts]
    if "figure" not in kinds:
        # 15年度 16年度 17年度: a count is a year beside its neighbours.
        years = read_axis([chunk.text for chunk in parts], year or LATEST)
        kinds = ["year" if year is not None else what for year, what in zip(years, kinds, strict=True)]
    figures = tuple(
        chunk for chunk, what in zip(parts, kinds, strict=True) if what in FIGURES and not is_leader(chunk.text)
    )
    numbered = kinds[0] in FIGURES and kinds[1] == "words"
    return Row(line, parts, tuple(kinds), figures[1:] if numbered else figures)


def recut(row: Row, gap: float) -> Row:
    """A line of words with its chunks parted by narrower gaps, in font sizes."""
    parts = tuple(chunks(row.line, gap, gap))
    return row if len(parts) == len(row.chunks) else replace(row, chunks=parts, kinds=("words",) * len(parts))


def holds_data(row: Row, year: int | None) -> bool:
    """Whether a row holds figures that are no axis of years; `year` is the document's."""
    if not row.is_tabular:
        return False
    if "words" not in row.kinds and numbers_columns([chunk.text for chunk in row.chunks]):
        return False
    body = row.chunks[1:] if row.kinds[0] in ("words", "year") else row.chunks
    figures = [what for what in row.kinds if what == "figure"]
    if not figures:
        return "mark" in row.kinds and "words" in row.kinds[:1]
    return not is_year_axis([chunk.text for chunk in body], year)


def find_blocks(lines: Sequence[TextLine], rules: Sequence[Line], year: int | None) -> list[Block]:
    """Blocks of rows whose figures stand under each other; `rules` are horizontal lines, which bound heads."""
    rows = [row_of(line, year) for line in lines]
    found: list[Block] = []
    used = 0
    for start, end in _runs(rows):
        body = rows[start : end + 1]
        if not _is_table(body, year):
            continue
        first = _head_start(rows, start, used, body, rules)
        last = _foot_end(rows, end, rules, body)
        data = next(i for i in range(start, end + 1) if holds_data(rows[i], year))
        data = _body_start(rows, first, data, body, rules)
        block = rows[first : last + 1]
        if sum(what in ("words", "year") for row in block for what in row.kinds) > 1:
            found.append(Block(tuple(block), data - first))
            used = last + 1
    return found


def block_of(lines: Sequence[TextLine], rules: Sequence[Line], year: int | None) -> Block | None:
    """Lines that are known to be a table as a block; None where no line holds figures."""
    rows = [row_of(line, year) for line in lines]
    data = next((index for index, row in enumerate(rows) if holds_data(row, year)), None)
    return Block(tuple(rows), _body_start(rows, 0, data, rows[data:], rules)) if data is not None else None


def _runs(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """From the first to the last row of each run of rows that go together."""
    runs: list[tuple[int, int]] = []
    members: list[Row] = []
    start = last = -1
    for index, row in enumerate(rows):
        if not row.is_tabular:
            continue
        if members and _follows(rows, last, index, members):
            members.append(row)
        else:
            if members:
                runs.append((start, last))
            members, start = [row], index
        last = index
    if members:
        runs.append((start, last))
    return runs


def _follows(rows: Sequence[Row], last: int, index: int, members: Sequence[Row]) -> bool:
    row, before = rows[index], rows[last]
    between = rows[last + 1 : index]
    if len(between) > BETWEEN:
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
    return all(_may_stand_between(line, first_figure, size, (left, right)) for line in between)


def _is_axis_over(axis: Row, row: Row) -> bool:
    """Whether a line of years has one over each figure of a row, if not right over it."""
    if not {"year"} <= set(axis.kinds) <= {"words", "year"} or not 1 < len(axis.figures) == len(row.figures):
        return False
    pitch = min(after.middle - year.middle for year, after in pairwise(axis.figures))
    return all(
        abs(year.middle - figure.middle) < pitch / 2 for year, figure in zip(axis.figures, row.figures, strict=True)
    )


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
    if len(body) > 3 * len(rows):
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


def _head_start(rows: Sequence[Row], start: int, used: int, body: Sequence[Row], rules: Sequence[Line]) -> int:
    """The first row of the head: lines over the columns, up to a rule, a caption, a unit line or running text."""
    left, right = min(row.line.bbox[0] for row in body), max(row.line.bbox[2] for row in body)
    first_figure = _first_figure(body)
    below = rows[start]
    rule = _rule_above(rows, start, used, left, right, rules)
    ceiling = None
    if rule is not None:
        left, right = min(left, rule.start), max(right, rule.end)
        if any(row.top > rule.at - 2 for row in rows[max(used, start - HEAD_LINES) : start]):
            ceiling = rule.at  # else it parts head and body: the head stands above it
    first = start
    pending = 0
    pitch = _gap_of(body)
    for index in range(start - 1, used - 1, -1):
        row = rows[index]
        text = " ".join(chunk.text for chunk in row.chunks)
        enclosed = ceiling is not None and row.top > ceiling - 2
        if ceiling is not None and not enclosed:
            break
        if _is_unit_line(row) or row.line.bbox[2] < left or row.line.bbox[0] > right:
            break
        if not enclosed:
            size = max(row.size, below.size)
            if below.top - row.bottom > max(1.2 * size, pitch + 0.3 * size) or is_prose(text) or is_note(text):
                break
            jut = JUT if len(row.chunks) > 1 else 1  # headings are set in their columns, not as the figures are
            if (
                is_caption(text)
                or row.line.bbox[0] < left - jut * row.size
                or row.line.bbox[2] > right + (jut + 1) * row.size
            ):
                break
            if len(row.chunks) == 1 and not _heads_columns(row, first_figure, left, right):
                # The label of a section, or of the first row, may stand between head and figures.
                pending += 1
                below = row
                if (row.line.bbox[2] > first_figure and not row.is_centered(left, right)) or pending > BETWEEN:
                    break
                continue
        first, below = index, row
    return first


def _gap_of(body: Sequence[Row]) -> float:
    """The usual gap between rows that follow each other, in points."""
    gaps = sorted(below.top - above.bottom for above, below in pairwise(body) if above.is_tabular and below.is_tabular)
    return gaps[len(gaps) // 2] if gaps else 0.0


def _is_unit_line(row: Row) -> bool:
    """Whether a line names the units of the whole table; units apart from each other head a column each."""
    texts = [part.text for chunk in row.chunks for word in chunk.words for part in at_brackets(word)]
    return bool(unit_line(" ".join(texts))) and not (len(texts) > 1 and all(map(unit_line, texts)))


def _first_figure(body: Sequence[Row]) -> float:
    """Where the figures begin, from the left: years that label rows are none."""
    figures = [chunk for row in body if row.is_tabular for chunk in row.figures if chunk is not row.chunks[0]]
    return min(chunk.bbox[0] for chunk in figures or [chunk for row in body for chunk in row.figures])


def _body_start(rows: Sequence[Row], first: int, data: int, body: Sequence[Row], rules: Sequence[Line]) -> int:
    """The first row of the body: labels alone under the head's lowest headings belong to it, if no rule parts them."""
    first_figure = _first_figure(body)
    start = data
    while start > first:
        above, below = rows[start - 1], rows[start]
        if above.line.bbox[2] >= first_figure and not _opens_section(rows[first:start], body, rules):
            break
        if any(above.bottom - 2 < rule.at < below.top + 2 and rule.start < above.line.bbox[2] for rule in rules):
            break
        start -= 1
    return start if start > first else data


def _opens_section(head: Sequence[Row], body: Sequence[Row], rules: Sequence[Line]) -> bool:
    """Whether the last line of a head is none, but names the first section: below a rule, or as others in the body."""
    left, right = min(row.line.bbox[0] for row in body), max(row.line.bbox[2] for row in body)
    row = head[-1]
    if len(head) < 2 or len(head[-2].chunks) < 2 or not row.is_centered(left, right):
        return False
    parted = any(
        head[-2].bottom - 2 < rule.at < row.top + 2
        and min(rule.end, right) - max(rule.start, left) > 0.7 * (right - left)
        for rule in rules
    )
    return parted or any(other.is_centered(left, right) for other in body)


def _heads_columns(row: Row, first_figure: float, left: float, right: float) -> bool:
    """Whether a lone chunk stands over figures and not over the whole table, as a title does."""
    box = row.chunks[0].bbox
    centered = abs((box[0] + box[2]) - (left + right)) < 2 * row.size
    return box[2] > first_figure and box[0] > left + 0.1 * (right - left) and not centered


def _rule_above(
    rows: Sequence[Row], start: int, used: int, left: float, right: float, rules: Sequence[Line]
) -> Line | None:
    """The top rule of the table: the uppermost line over most of its width, few text lines above the first figures."""
    width = right - left
    top = rows[start].top + 2
    first = start
    while first > used and start - first < HEAD_LINES and not _ends_head(rows[first - 1]):
        first -= 1
    highest = rows[first].top
    wide = [
        rule
        for rule in rules
        if highest - rows[start].size <= rule.at <= top and min(rule.end, right) - max(rule.start, left) > 0.7 * width
    ]
    return min(wide, key=lambda rule: rule.at, default=None)


def _ends_head(row: Row) -> bool:
    """Whether a line can be none of a head's: a caption, a sentence, a unit line."""
    text = row.chunks[0].text
    return _is_unit_line(row) or (len(row.chunks) == 1 and (is_caption(text) or is_prose(text)))


def _foot_end(rows: Sequence[Row], end: int, rules: Sequence[Line], body: Sequence[Row]) -> int:
    """The last row: labels that run on below the last figures belong to the table where a rule closes it below them."""
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
