"""Parts a sheet in blocks: tables stacked or side by side, each with the lines above and below that belong to it.

Out of scope: what is heading and what is data within a block (`frames`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from extract.sheet import words
from extract.sheet.grid import BLANK, MARK, NUMBER, WORDS, Grid, Kinds, Span

Flags = npt.NDArray[np.bool_]

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
    for stack in stacks:
        groups = beside(grid, stack) if depth < 4 else [stack]
        if len(groups) == 1:
            yield Block(stack, shared)
            continue
        top = _first_figures(grid, stack)
        lines = tuple(_leading_lines(grid, stack, top))
        for group in groups:
            below = trim(grid, Span(max(lines, default=stack.top - 1) + 1, group.left, stack.bottom, group.right))
            if below is not None:
                yield from _parted(grid, below, (*shared, *lines), depth + 1)


def _leading_lines(grid: Grid, area: Span, stop: int) -> Iterator[int]:
    """Yield the lines of text before the first row of cells."""
    for row in range(area.top, stop):
        if _is_line(grid, row, area):
            yield row
        elif (grid.kinds[row, area.left : area.right + 1] != BLANK).any():
            return


def trim(grid: Grid, area: Span) -> Span | None:
    """Cut empty edges off; None where nothing is left."""
    filled = grid.kinds[area.top : area.bottom + 1, area.left : area.right + 1] != BLANK
    rows, columns = np.flatnonzero(filled.any(axis=1)), np.flatnonzero(filled.any(axis=0))
    if not rows.size:
        return None
    top, left = area.top, area.left
    return Span(top + int(rows[0]), left + int(columns[0]), top + int(rows[-1]), left + int(columns[-1]))


def figures(grid: Grid, area: Span) -> Flags:
    """Tell the rows of an area that hold figures; numbers that head columns (years, column numbers) are none."""
    part = grid.kinds[area.top : area.bottom + 1, area.left : area.right + 1]
    counts = (part >= NUMBER).sum(axis=1)
    filled = (part != BLANK).sum(axis=1)
    has = counts > 0
    before = False  # whether figures stood directly above
    for at in np.flatnonzero(has | (filled == 0)):
        row = area.top + int(at)
        if not filled[at]:
            before = False
            continue
        directly = before and bool(has[at - 1]) if at else False
        if _is_numbered_text(grid, row, area):
            has[at] = False
        elif not directly and (
            heads_columns(grid, row, area) or _is_mixed_head(part, int(at)) or _is_dashed_head(grid, row, area)
        ):
            has[at] = False
        before = bool(has[at])
    _leave_unlabelled(part, has)
    return has


def _leave_unlabelled(part: Kinds, has: Flags) -> None:
    """Take out leading rows that begin further right than the rows below, behind their labels: 200万円 heads a column."""
    rows = np.flatnonzero(has)
    if rows.size < 5:
        return
    begins = np.argmax(part[rows] != BLANK, axis=1)
    usual = float(np.quantile(begins, 0.8))
    for at, first in zip(rows, begins, strict=True):
        if first <= usual:
            break
        has[at] = False


def _is_dashed_head(grid: Grid, row: int, area: Span) -> bool:
    """Whether a row of marks has head words to its left: 行コード 部門名 - - -, where the columns have no unit."""
    line = grid.kinds[row, area.left : area.right + 1]
    if (line == NUMBER).any() or not (line == MARK).any():
        return False
    titles = [
        grid.text(row, area.left + int(at)) for at in np.flatnonzero(line[: int(np.argmax(line == MARK))] == WORDS)
    ]
    return any(words.is_index(title) for title in titles)


def _is_mixed_head(part: Kinds, at: int) -> bool:
    """Whether a row with some numbers is a head: most of it are words, and figures stand under them. Classes: 50000 | 51000-"""
    line = part[at]
    over = np.flatnonzero(line == WORDS)
    if over.size < 2 * int((line >= NUMBER).sum()) or over.size < 3:
        return False
    below = part[at + 1 : at + 6]
    figured = (below >= NUMBER).any(axis=0)
    return (
        below.shape[0] > 1
        and float(figured[over].mean()) >= 0.8
        and not figured[over[0]]
        or float(figured[over].mean()) == 1.0
    )


def heads_columns(grid: Grid, row: int, area: Span) -> bool:
    """Whether the numbers of a row head columns: years, months, column numbers, codes."""
    line = grid.kinds[row, area.left : area.right + 1]
    if (line == MARK).any():
        return False
    spots = area.left + np.flatnonzero(line == NUMBER)
    spans = [grid.covers.get((row, int(column))) for column in spots]
    if spans and all(span is not None and span.columns > 1 for span in spans):
        return True
    known = [number for column in spots if (number := grid.whole(row, int(column))) is not None]
    if not known or len(known) < len(spots):
        return False
    titles = [grid.text(row, int(column)) for column in area.left + np.flatnonzero(line == WORDS)]
    first = titles[0] if titles and not spots[0] < area.left + int(np.flatnonzero(line == WORDS)[0]) else ""
    if first and words.is_index(first):
        return True
    steps = [after - before for before, after in pairwise(known)]
    named = not first or words.is_year(first) or words.is_head(first)
    if all(1868 <= number <= 2100 for number in known):
        small = len(known) > 2 and all(abs(step) <= 10 for step in steps)
        return words.is_year(first) or (_one_direction(known) and (named or small))
    if all(186801 <= number <= 210012 and 1 <= number % 100 <= 12 for number in known):
        return len(known) > 1 and _one_direction(known)
    runs = all(after == before + 1 or (after == known[0] < before) for before, after in pairwise(known))
    counted = runs and (known[0] + 2 in known)
    return counted and len(known) > (2 if named else 4)


def _one_direction(run: Sequence[int]) -> bool:
    """Whether run run one way, or run so several times over: 2008 2009 2008 2009."""
    turns = {np.sign(after - before) for before, after in pairwise(run)} - {0}
    if len(turns) <= 1:
        return len(set(run)) > 1 or len(run) == 1
    period = next((at for at in range(1, len(run)) if run[at] == run[0]), 0)
    return period > 1 and all(number == run[at % period] for at, number in enumerate(run))


def _is_numbered_text(grid: Grid, row: int, area: Span) -> bool:
    """Whether a row is a numbered line of text: 1 | 1953年1月から…"""
    line = grid.kinds[row, area.left : area.right + 1]
    filled = np.flatnonzero(line != BLANK)
    numbered = np.flatnonzero(line >= NUMBER)
    if numbered.size != 1 or not 1 < filled.size <= 4 or numbered[0] == filled[-1]:
        return False
    number = grid.whole(row, area.left + int(numbered[0]))
    following = grid.text(row, area.left + int(filled[filled > numbered[0]][0]))
    return number is not None and number < 100 and len(following) > 20


def stacked(grid: Grid, area: Span) -> list[Span]:
    """Part an area in tables that stand one over the other, with the lines that belong to each."""
    has = figures(grid, area)
    rows = [area.top + int(at) for at in np.flatnonzero(has)]
    if not rows:
        return []
    tops, head = [area.top], _head_rows(grid, area, area.top, rows[0])
    for last, following in pairwise(rows):
        if following == last + 1:
            continue
        heads = _head_rows(grid, area, last + 1, following)
        if _begins_anew(grid, area, (last, following), heads, head):
            tops.append(_first_of_next(grid, area, last + 1, following, heads))
            head = heads
    spans = [Span(top, area.left, bottom - 1, area.right) for top, bottom in pairwise([*tops, area.bottom + 1])]
    return [span for span in (trim(grid, span) for span in spans) if span is not None]


def _head_rows(grid: Grid, area: Span, start: int, stop: int) -> list[int]:
    """The rows of a gap that head columns: numbers that do, or two words and more over columns with figures below."""
    below = grid.kinds[stop : min(stop + 20, area.bottom + 1), area.left : area.right + 1]
    figured = (below >= NUMBER).any(axis=0)
    found = []
    for row in range(start, stop):
        line = grid.kinds[row, area.left : area.right + 1]
        over = int(((line != BLANK) & figured).sum())
        filled = int((line != BLANK).sum())
        if _is_marked(grid, area, row, figured):
            continue
        numbered = bool((line >= NUMBER).any()) and heads_columns(grid, row, area)
        if numbered or over >= 2 or (over == 1 and filled >= 2 and int(figured.sum()) == 1):
            if not _is_numbered_text(grid, row, area):
                found.append(row)
    return found


def _is_marked(grid: Grid, area: Span, row: int, figured: Flags) -> bool:
    """Whether a row has nothing but one short mark where figures are due, as F or a point: its data are not given."""
    over = np.flatnonzero((grid.kinds[row, area.left : area.right + 1] != BLANK) & figured)
    texts = {grid.text(row, area.left + int(at)) for at in over}
    return len(texts) == 1 and len(over) > 1 and all(len(text) < 3 and text.isascii() for text in texts)


def _begins_anew(grid: Grid, area: Span, gap: tuple[int, int], heads: list[int], head: list[int]) -> bool:
    """Whether another table begins between two rows with figures: it has a head, and not just the last one's again."""
    last, following = gap
    between = range(last + 1, following)
    if heads:
        repeated = {_line(grid, area, row) for row in head}
        if not all(_line(grid, area, row) in repeated for row in heads):
            return True
        titles = {_line(grid, area, row) for row in range(area.top, heads[0]) if row <= last}
        lines = [_line(grid, area, row) for row in between if row not in heads]
        texts = [next(iter(line), "") for line in lines if line]
        return any(
            not words.is_note(text) and not words.is_continued(text) and line not in titles
            for text, line in zip(texts, (line for line in lines if line), strict=True)
        )
    blank = any(not (grid.kinds[row, area.left : area.right + 1] != BLANK).any() for row in between)
    return blank and _overlap(grid, area, last, following) < 0.3


def _line(grid: Grid, area: Span, row: int) -> tuple[str, ...]:
    return tuple(
        grid.text(row, area.left + int(at))
        for at in np.flatnonzero(grid.kinds[row, area.left : area.right + 1] != BLANK)
    )


def _overlap(grid: Grid, area: Span, last: int, following: int) -> float:
    """The share of columns with figures that the rows around a gap have in common."""
    part = grid.kinds[:, area.left : area.right + 1] >= NUMBER
    above, below = part[max(area.top, last - 9) : last + 1].any(axis=0), part[following : following + 10].any(axis=0)
    return float((above & below).sum()) / max(1, min(int(above.sum()), int(below.sum())))


def _first_of_next(grid: Grid, area: Span, start: int, stop: int, heads: list[int]) -> int:
    """The first row of a gap that belongs to the table below: lines after a blank that are no notes, or the head itself."""
    end = heads[0] if heads else stop
    first = None
    group: list[int] = []
    for row in [*range(start, end), end]:
        filled = row < end and bool((grid.kinds[row, area.left : area.right + 1] != BLANK).any())
        if filled:
            group.append(row)
            continue
        if group:
            is_note = words.is_note(next(iter(_line(grid, area, group[0])), ""))
            if is_note:
                first = None
            elif first is None:
                first = group[0]
        group = []
    return end if first is None else first


def _sheet_lines(grid: Grid, first: Span) -> Iterator[int]:
    """The lines at the head of a sheet that stand apart from its first table: they speak for all of its tables."""
    top = _first_figures(grid, first)
    heads = _head_rows(grid, first, first.top, top)
    stop = heads[0] if heads else top
    apart = [
        row
        for row in range(first.top, stop)
        if not (grid.kinds[row, first.left : first.right + 1] != BLANK).any()
        and any((grid.kinds[later, first.left : first.right + 1] != BLANK).any() for later in range(row, stop))
    ]
    if apart:
        yield from (row for row in range(first.top, apart[0]) if _is_line(grid, row, first))


def _first_figures(grid: Grid, area: Span) -> int:
    has = np.flatnonzero(figures(grid, area))
    return area.top + int(has[0]) if has.size else area.bottom + 1


def _is_line(grid: Grid, row: int, area: Span) -> bool:
    """Whether a row is a line of text rather than a row of cells."""
    return int((grid.kinds[row, area.left : area.right + 1] != BLANK).sum()) == 1


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
    rows = [row for row in range(area.top, first) if not _is_line(grid, row, area)]
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
