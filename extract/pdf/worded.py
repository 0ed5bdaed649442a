"""Tables of words between rules: a head between the upper two, columns that one white gutter each parts in all lines.

Out of scope: rows of figures (`extract.pdf.aligned`), words that nothing but white space sets apart.
"""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from extract.pdf.aligned import apart, edges_of
from extract.pdf.grid import Grid, make_cell
from extract.pdf.heads import find_headings
from extract.pdf.lattice import Line, Lines, alike
from extract.pdf.leaf_heads import Extent
from extract.pdf.lines import TextLine, chunks
from extract.pdf.page import Word
from extract.pdf.regions import ALIKE, SHORTEST
from extract.pdf.text_row import row_of
from extract.pdf.titles import is_note
from extract.pdf.words import box_of

RULES = 3  # over the head, below it, below the table: at least
NEAR = 2.0  # font sizes between the outer rules and the text next to them at most
GUTTER = 0.5  # font sizes between columns at least: words stand closer
ROWS = 2  # of the body at least
CLOSER = 0.1  # font sizes that lines of one row stand closer than rows do
LONGEST = 120  # characters of a cell, in the middle: what is longer is running text
RUN_ON = 0.3  # of the rows may begin in the middle of a sentence
FILLED = 0.6  # of the cells hold text


def find_worded(
    page: int, lines: Sequence[TextLine], rulings: Lines, year: int | None
) -> list[tuple[Grid, list[TextLine]]]:
    """Grids of words among lines of text, each with its lines."""
    found = []
    held: set[int] = set()
    for rules in alike(sorted(rulings[0]), SHORTEST, ALIKE):
        if len(rules) < RULES:
            continue
        inside = [line for line in lines if rules[0].at < _middle(line) < rules[-1].at and id(line) not in held]
        x0, x1 = rules[0].start - ALIKE, rules[0].end + ALIKE
        if not inside or any(line.bbox[0] < x0 or line.bbox[2] > x1 for line in inside):
            continue
        grid = _grid(page, inside, rules, rulings, year)
        if grid is not None:
            found.append((grid, inside))
            held.update(map(id, inside))
    return found


def _middle(line: TextLine) -> float:
    return (line.bbox[1] + line.bbox[3]) / 2


def _grid(page: int, lines: Sequence[TextLine], rules: Sequence[Line], rulings: Lines, year: int | None) -> Grid | None:
    size = lines[0].size
    if lines[0].bbox[1] - rules[0].at > NEAR * size or rules[-1].at - lines[-1].bbox[3] > NEAR * size:
        return None
    second = next(rule.at for rule in rules if rule.at > lines[0].bbox[3] - 1)
    head = [line for line in lines if _middle(line) < second]
    body = [line for line in lines if _middle(line) > second]
    columns = _columns(lines)
    if len(body) < ROWS or len(columns) < 2 or any(is_note(line.text) for line in body):
        return None
    headings, head_rows = find_headings([row_of(line, rulings[1], year) for line in head], columns, rulings)
    if {heading.first for heading in headings if heading.first == heading.last} != set(range(len(columns))):
        return None
    groups = _rows(body, columns, [rule.at for rule in rules])
    cells = [_cells(group, columns) for group in groups]
    texts = [words for row in cells for words in row if words]
    if len(groups) < ROWS or len(texts) < FILLED * len(groups) * len(columns) or _is_running(cells):
        return None
    edges = edges_of(columns)
    made = [
        make_cell(
            heading.top,
            heading.first,
            heading.bottom - heading.top + 1,
            heading.last - heading.first + 1,
            heading.words,
            box_of([word.bbox for word in heading.words]),
            page,
        )
        for heading in headings
    ]
    for number, (group, row) in enumerate(zip(groups, cells, strict=True), head_rows):
        top, bottom = group[0].bbox[1], group[-1].bbox[3]
        for column, words in enumerate(row):
            box = box_of([word.bbox for word in words]) if words else (edges[column], top, edges[column + 1], bottom)
            made.append(make_cell(number, column, 1, 1, words, box, page))
    box = box_of([line.bbox for line in lines])
    return Grid(page, box, head_rows + len(groups), len(columns), tuple(made), "aligned", heads=head_rows, year=year)


def _columns(lines: Sequence[TextLine]) -> list[Extent]:
    found = [chunk for line in lines for chunk in chunks(line, GUTTER, GUTTER)]
    return apart(found, 0, GUTTER * lines[0].size)


def _cells(lines: Sequence[TextLine], columns: Sequence[Extent]) -> list[list[Word]]:
    """The words of a row by column."""
    words = [word for line in lines for word in line.words]
    return [[word for word in words if x0 - 1 <= (word.bbox[0] + word.bbox[2]) / 2 <= x1 + 1] for x0, x1 in columns]


def _rows(lines: Sequence[TextLine], columns: Sequence[Extent], rules: Sequence[float]) -> list[list[TextLine]]:
    """Lines by row: rules part rows, or wider gaps do, or else each line with a text in the first column begins one."""
    gaps = [below.bbox[1] - above.bbox[3] for above, below in pairwise(lines)]
    tight = min(gaps, default=0.0) + CLOSER * lines[0].size
    even = all(gap <= tight for gap in gaps)
    inner = [at for at in rules if lines[0].bbox[3] - 1 < at < lines[-1].bbox[1] + 1]
    groups = [[lines[0]]]
    for (above, line), gap in zip(pairwise(lines), gaps, strict=True):
        labelled = line.bbox[0] < columns[0][1]
        ruled = any(above.bbox[3] - 2 < at < line.bbox[1] + 2 for at in inner)
        if ruled or (not inner and labelled and (even or gap > tight)):
            groups.append([line])
        else:
            groups[-1].append(line)
    return groups


def _is_running(rows: Sequence[Sequence[Sequence[Word]]]) -> bool:
    """Whether what stands in the cells is running text: long pieces, or such as begin in the middle of a sentence."""
    firsts = [row[0][0].text for row in rows if row[0]]
    lengths = [sum(len(word.text) + 1 for word in words) for row in rows for words in row if words]
    return median(lengths) > LONGEST or sum(text[0].islower() for text in firsts) > RUN_ON * len(rows)
