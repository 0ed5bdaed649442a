"""Parts a sheet in blocks: tables stacked or side by side, each with the lines above and below that belong to it.

Out of scope: what is heading and what is data within a block (`frames`).
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from extract.japanese import units
from extract.sheet import words
from extract.sheet.grid import BLANK, NUMBER, WORDS, Grid, Kinds, Span
from extract.sheet.rows import Flags, figures, heads_columns, is_line, is_numbered_text, row_texts, trim

_NUMBERED = re.compile(r"(?P<before>[（(]?)(?P<number>\d{1,2})[）)．.]\s*\D")
CLOSE = 2
"""A table so many rows below the last one, at most, follows it directly."""

LABELLED = 0.5
"""Share of a block's rows that must have a label of their own in a column for a table to begin there."""


@dataclass(frozen=True, slots=True)
class Block:
    """The cells of one table with its lines; `shared` are the sheet's rows above that speak for several blocks."""

    area: Span
    shared: tuple[int, ...] = ()


def blocks(grid: Grid) -> Iterator[Block]:
    """Yield the blocks that hold figures, from the top left."""
    whole = trim(grid, Span(0, 0, grid.height - 1, grid.width - 1))
    if whole is not None:
        yield from _parted(grid, whole, (), depth=0)


def _parted(grid: Grid, area: Span, shared: tuple[int, ...], depth: int) -> Iterator[Block]:
    stacks = stacked(grid, area)
    if len(stacks) > 1:
        shared = (*shared, *_sheet_lines(grid, stacks[0]))
    titles: tuple[int, ...] = ()  # of the tables above: one that directly follows without lines of its own has theirs
    end = -CLOSE
    for stack in stacks:
        lines = tuple(_leading_lines(grid, stack, _first_figures(grid, stack)))
        over = (*shared, *titles) if not lines and stack.top - end <= CLOSE else shared
        titles, end = tuple(_without_units(grid, lines)) or titles, stack.bottom
        groups = beside(grid, stack) if depth < 4 else [stack]
        if len(groups) == 1:
            yield Block(stack, over)
            continue
        for group in groups:
            below = trim(grid, Span(max(lines, default=stack.top - 1) + 1, group.left, stack.bottom, group.right))
            if below is not None:
                yield from _parted(grid, below, (*over, *lines), depth + 1)


def _without_units(grid: Grid, lines: Sequence[int]) -> Iterator[int]:
    """The lines that say no unit: that is of their own table alone."""
    for row in lines:
        text = next(grid.text(row, column) for column in range(grid.width) if grid.kinds[row, column] != BLANK)
        if "単位" not in text and units.read_unit(text) is None:
            yield row


def _leading_lines(grid: Grid, area: Span, stop: int) -> Iterator[int]:
    """Yield the lines of text before the first row of cells."""
    for row in range(area.top, stop):
        if is_line(grid, row, area):
            yield row
        elif (grid.kinds[row, area.left : area.right + 1] != BLANK).any():
            return


def stacked(grid: Grid, area: Span) -> list[Span]:
    """Part an area in tables that stand one over the other, with the lines that belong to each."""
    has = figures(grid, area)
    rows = [area.top + int(at) for at in np.flatnonzero(has)]
    if not rows:
        return []
    tops, head = [area.top], range(area.top, rows[0])
    for last, following in pairwise(rows):
        if following == last + 1:
            continue
        heads = _head_rows(grid, area, has, last + 1, following)
        if _begins_anew(grid, area, (last, following), heads, head):
            tops.append(_first_of_next(grid, area, last + 1, following, heads))
            head = range(tops[-1], following)
    spans = [Span(top, area.left, bottom - 1, area.right) for top, bottom in pairwise([*tops, area.bottom + 1])]
    return [span for span in (trim(grid, span) for span in spans) if span is not None]


def _head_rows(grid: Grid, area: Span, has: Flags, start: int, stop: int) -> list[int]:
    """The rows of a gap that head columns: numbers that do, or two words and more over columns with figures below."""
    following = stop + np.flatnonzero(has[stop - area.top : stop - area.top + 20])
    below = grid.kinds[following, area.left : area.right + 1]
    figured: Flags = np.asarray((below >= NUMBER).any(axis=0))
    found = []
    for row in range(start, stop):
        line = grid.kinds[row, area.left : area.right + 1]
        over = sum(
            "単位" not in grid.text(row, area.left + at) for at in np.flatnonzero((line != BLANK) & figured).tolist()
        )
        filled = int((line != BLANK).sum())
        if _is_marked(grid, area, row, figured):
            continue
        numbered = bool((line >= NUMBER).any()) and heads_columns(grid, row, area)
        heads = numbered or over >= 2 or (over == 1 and filled >= 2 and int(figured.sum()) == 1)
        if heads and not is_numbered_text(grid, row, area):
            found.append(row)
    return found


def _is_marked(grid: Grid, area: Span, row: int, figured: Flags) -> bool:
    """Whether a row has nothing but one short mark where figures are due, as F or a point: its data are not given."""
    over = np.flatnonzero((grid.kinds[row, area.left : area.right + 1] != BLANK) & figured)
    texts = {grid.text(row, area.left + int(at)) for at in over}
    return len(texts) == 1 and len(over) > 1 and all(len(text) < 3 and text.isascii() for text in texts)


def _begins_anew(grid: Grid, area: Span, gap: tuple[int, int], heads: list[int], head: range) -> bool:
    """Whether another table begins between two rows with figures: it has a head, and not just the last one's again."""
    last, following = gap
    between = range(last + 1, following)
    if heads:
        repeated = {row_texts(grid, area, row) for row in head}
        if not all(row_texts(grid, area, row) in repeated for row in heads):
            return True
        titles = {text for row in range(area.top, last + 1) for text in _line(grid, area, row)}
        lines = {text for row in between if row not in heads for text in _line(grid, area, row)}
        return any(not words.is_note(text) for text in lines - titles - {""})
    blank = any(not (grid.kinds[row, area.left : area.right + 1] != BLANK).any() for row in between)
    return blank and _overlap(grid, area, last, following) < 0.3


def _line(grid: Grid, area: Span, row: int) -> tuple[str, ...]:
    """The text of a row that is a line, without its unit and what says that a table goes on; else nothing."""
    texts = [text for text in row_texts(grid, area, row) if "単位" not in text]
    return (words.without_continued(texts[0]),) if len(texts) == 1 else ()


def _overlap(grid: Grid, area: Span, last: int, following: int) -> float:
    """The share of columns with figures that the rows around a gap have in common."""
    part = grid.kinds[:, area.left : area.right + 1] >= NUMBER
    above, below = part[max(area.top, last - 9) : last + 1].any(axis=0), part[following : following + 10].any(axis=0)
    return float((above & below).sum()) / max(1, min(int(above.sum()), int(below.sum())))


def _first_of_next(grid: Grid, area: Span, start: int, stop: int, heads: list[int]) -> int:
    """The first row of a gap that belongs to the table below: lines behind a blank that are no notes, or the head."""
    end = heads[0] if heads else stop
    groups: list[list[int]] = [[]]
    for row in range(start, end):
        if (grid.kinds[row, area.left : area.right + 1] != BLANK).any():
            groups[-1].append(row)
        else:
            groups.append([])
    numbered = _numbers_of_titles(grid, area, start)
    if len(groups) == 1:  # no blank between: what is no line, and notes, belong above
        own = [row for row in groups[0] for text in _line(grid, area, row) if not _is_note(text, numbered)]
        return own[0] if own else end
    first = end
    for group in reversed([group for group in groups[1:] if group]):
        if _is_note(row_texts(grid, area, group[0])[0], numbered):
            break
        first = group[0]
    return first


def _is_note(text: str, numbered: Collection[tuple[str, int]]) -> bool:
    """Whether a line below figures is a note: （2） is none where （1） stands in a title above them."""
    number = _NUMBERED.match(text)
    counts_on = number and (number["before"], int(number["number"]) - 1) in numbered
    return words.is_note(text) and (not counts_on or words.is_aside(text))


def _numbers_of_titles(grid: Grid, area: Span, stop: int) -> set[tuple[str, int]]:
    """The numbers, with the bracket before each, that titles above a row begin with."""
    texts = [text for row in range(area.top, stop) for text in row_texts(grid, area, row)[:1]]
    found = (_NUMBERED.match(text) for text in texts)
    return {(number["before"], int(number["number"])) for number in found if number}


def _sheet_lines(grid: Grid, first: Span) -> Iterator[int]:
    """The lines at the head of a sheet that stand apart from its first table: they speak for all of its tables."""
    has = figures(grid, first)
    top = first.top + int(np.argmax(has))
    heads = _head_rows(grid, first, has, first.top, top)
    stop = heads[0] if heads else top
    apart = [
        row
        for row in range(first.top, stop)
        if not (grid.kinds[row, first.left : first.right + 1] != BLANK).any()
        and any((grid.kinds[later, first.left : first.right + 1] != BLANK).any() for later in range(row, stop))
    ]
    if apart:
        yield from (row for row in range(first.top, apart[0]) if is_line(grid, row, first))


def _first_figures(grid: Grid, area: Span) -> int:
    has = np.flatnonzero(figures(grid, area))
    return area.top + int(has[0]) if has.size else area.bottom + 1


def beside(grid: Grid, area: Span) -> list[Span]:
    """Part an area in tables that stand side by side: each begins with labels of its own."""
    rows = area.top + np.flatnonzero(figures(grid, area))
    if rows.size < 2:
        return [area]
    body = grid.kinds[rows, area.left : area.right + 1]
    starts = sorted({*_after_gaps(grid, area, int(rows[0]), body), *_repeated(grid, area, int(rows[0]), body)})
    edges = [0, *starts, area.columns]
    return [Span(area.top, area.left + low, area.bottom, area.left + high - 1) for low, high in pairwise(edges)]


def _after_gaps(grid: Grid, area: Span, first: int, body: Kinds) -> Iterator[int]:
    """Yield the columns after an empty one where a table begins: labels, then figures."""
    filled = (body != BLANK).any(axis=0)
    edges = [at for at in range(1, filled.size) if filled[at] and not filled[at - 1]]
    begun = 0
    for at, stop in pairwise([*edges, int(filled.size)]):
        left = body[:, begun:at]
        if not (left >= NUMBER).any() or _is_spanned(grid, area, first, at):
            continue
        if _stands_alone(body[:, at:stop]) and _stands_alone(left):
            begun = at
            yield at


def _stands_alone(part: Kinds) -> bool:
    """Whether columns make a table: a column of labels, then one of figures."""
    used = part[(part != BLANK).any(axis=1)]
    if used.shape[0] < 2:
        return False
    labels = (used == WORDS).mean(axis=0) >= LABELLED
    numbers = (used >= NUMBER).mean(axis=0) >= LABELLED / 2
    first_label = int(np.argmax(labels)) if labels.any() else -1
    if first_label < 0 or first_label > 3:
        return False
    return bool(numbers[first_label + 1 :].any())


def _is_spanned(grid: Grid, area: Span, first: int, at: int) -> bool:
    """Whether a heading is merged over both sides of a column edge."""
    for row in range(area.top, first):
        span = grid.covers.get((row, area.left + at))
        if span and span.left < area.left + at and span.columns < area.columns * 0.9:
            return True
    return False


def _repeated(grid: Grid, area: Span, first: int, body: Kinds) -> Iterator[int]:
    """Yield the columns where the heads of the stub come again, without a gap: 順位 機関名 件数 順位 機関名 件数."""
    rows = [row for row in range(area.top, first) if not is_line(grid, row, area)]
    if not rows:
        return
    heads = ["" for _ in range(area.columns)]
    for row in rows:
        for at in range(area.columns):
            text = grid.text(row, area.left + at)
            heads[at] = words.key(text) if text else heads[at]
    labels = (body == WORDS).mean(axis=0) >= LABELLED
    stub = []
    for at in range(area.columns):
        if labels[at] or words.is_index(heads[at]):
            stub.append(at)
        elif (body[:, at] != BLANK).any():
            break
    if not stub or stub[-1] + 1 >= area.columns or not any(labels[at] for at in stub) or not heads[stub[0]]:
        return
    pattern = [heads[at] for at in range(stub[0], stub[-1] + 1)]
    for at in range(stub[-1] + 2, area.columns - len(pattern)):
        same = heads[at : at + len(pattern)] == pattern
        if same and any(labels[at : at + len(pattern)]) and (body[:, at + len(pattern) :] >= NUMBER).any():
            yield at
