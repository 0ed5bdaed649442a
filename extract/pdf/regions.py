"""Tables beside other text: rules of one length below each other bound a table, what stands level with it is not in it.

Out of scope: tables with rulings on all sides (`extract.pdf.ruled`), columns of running text (`extract.pdf.columns`).
"""

from collections.abc import Sequence

from extract.document import Box
from extract.pdf.lattice import Line, alike
from extract.pdf.lines import is_figure, text_lines
from extract.pdf.page import Word

ALIKE = 3.0  # points that ends of rules of one table may differ
SHORTEST = 60.0  # points: the narrowest table
BESIDE = 30.0  # points above and below a table within which a longer rule tells that it is part of another
HEAD = 3  # lines of a head over the first rule
RULED = 3  # rules: a wider stack of as many is a table itself, what lies in it is a part of that
LABELS = 2  # lines that begin with words, as those of a table do and those of its totals' rules do not


def parted(words: Sequence[Word], rules: Sequence[Line], uprights: Sequence[Line]) -> list[list[Word]]:
    """The words that stand in each table set beside other text, and first those that stand in none.

    `rules` are horizontal; with one of `uprights` at its side they bound a box or a cell.
    """
    rest = list(words)
    found: list[list[Word]] = []
    for box in _stacks(rules):
        if any(_is_side(line, box) for line in uprights) or any(_reaches_past(rule, box) for rule in rules):
            continue
        inside = _inside(rest, box)
        if inside is None:
            continue
        held = set(map(id, inside))
        rest = [word for word in rest if id(word) not in held]
        found.append(inside)
    return [rest, *found]


def _stacks(rules: Sequence[Line]) -> list[Box]:
    """Boxes of rules of one length and place, the widest first."""
    stacks = [
        ((group[0].start, min(rule.at for rule in group), group[0].end, max(rule.at for rule in group)), len(group))
        for group in alike(rules, SHORTEST, ALIKE)
        if len(group) > 1
    ]
    tables = [box for box, count in stacks if count >= RULED]
    boxes = [box for box, _ in stacks if not any(_lies_in(box, other) for other in tables)]
    return sorted(boxes, key=lambda box: box[0] - box[2])


def _lies_in(box: Box, other: Box) -> bool:
    """Whether a box is a part of a wider one."""
    wider = other[2] - other[0] > box[2] - box[0] + 2 * ALIKE
    return (
        wider
        and other[0] - ALIKE <= box[0]
        and box[2] <= other[2] + ALIKE
        and other[1] <= box[1]
        and box[3] <= other[3]
    )


def _inside(words: Sequence[Word], box: Box) -> list[Word] | None:
    """The words of a box, where text stands beside it and none runs over its sides."""
    x0, top, x1, bottom = box
    level = [word for word in words if top < _middle(word) < bottom]
    if not level or any(_crosses(word, x0) or _crosses(word, x1) for word in level):
        return None
    inside = [word for word in level if x0 - ALIKE <= word.bbox[0] and word.bbox[2] <= x1 + ALIKE]
    if len(inside) == len(level):
        return None
    lines = text_lines(inside)
    if sum(not is_figure(line.words[0].text) for line in lines) < LABELS:
        return None
    size = max(line.size for line in lines)
    over = [word for word in words if top - HEAD * 1.5 * size < _middle(word) <= top]
    heads = [word for word in over if x0 - ALIKE <= word.bbox[0] and word.bbox[2] <= x1 + ALIKE]
    return inside if any(_crosses(word, x) for word in over for x in (x0, x1)) else [*heads, *inside]


def _is_side(line: Line, box: Box) -> bool:
    beside = min(abs(line.at - box[0]), abs(line.at - box[2])) < ALIKE
    return beside and line.start < box[3] and box[1] < line.end


def _reaches_past(rule: Line, box: Box) -> bool:
    """Whether a longer rule runs through a box or right above or below it: the box is part of a wider table."""
    if not box[1] - BESIDE < rule.at < box[3] + BESIDE:
        return False
    x0, x1 = box[0], box[2]
    return rule.start < x0 + ALIKE and x1 - ALIKE < rule.end and rule.length > x1 - x0 + 2 * ALIKE


def _crosses(word: Word, x: float) -> bool:
    return word.bbox[0] < x - ALIKE and x + ALIKE < word.bbox[2]


def _middle(word: Word) -> float:
    return (word.bbox[1] + word.bbox[3]) / 2
