"""The headings of rows: the stub's cells in order, under what heads them by indent, weight, section or repetition.

A row's path is, in the order of the stub columns, the text of every filled cell; the ancestors of the label stand just
before it. A cell merged over several rows, or standing over blanks as group headings do, heads each of these rows;
blanks of codes and attributes stay blank. Out of scope: headings over columns (`columns`).
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from extract.japanese import eras, fiscal_years, labels, units
from extract.sheet import words
from extract.sheet.columns import year_in
from extract.sheet.frames import Frame
from extract.sheet.grid import BLANK, WORDS, Grid, Spot

_BULLET = re.compile(r"(?:[-–—−－]\s+|…|\.{3}|・\s*|うち|[（(]?再掲|[（(]うち)(?=\S)")
_CODED = re.compile(r"[A-Za-z]+[0-9]+|0[0-9]+|[0-9]{6,}")
_WHOLE = re.compile(r"[0-9０-９]+")
_NUMBERINGS = tuple(
    re.compile(pattern)
    for pattern in (
        r"[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]+[．.\s]",
        r"[0-9０-９]{1,2}\s*[．.、]",
        r"[（(][0-9０-９]{1,2}[）)]",
        r"[①-⑳]",
        r"[A-ZＡ-Ｚ][．.]",
        r"[a-zａ-ｚ][．.]",
        r"[ア-ン][．.、\s]",
    )
)

Level = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """A body row's headings, outermost first, with the unit and year that they declare."""

    path: tuple[str, ...]
    unit: str | None
    year: int | None


def rows(
    grid: Grid, frame: Frame, document_year: int | None, bare: Callable[[str], str]
) -> tuple[dict[int, Row], dict[Spot, int]]:
    """Give the headings of each data row, and for each stub cell that heads several rows how many."""
    stub = range(frame.area.left, frame.stub)
    labels_in = _label_columns(grid, frame)
    heads = {column: _filled(grid, frame, column, labels_in) for column in stub}
    ancestors = _ancestors(grid, frame, labels_in)
    years = {column: _years(grid, frame, column, heads[column], document_year) for column in stub}
    western = [column for column in stub if any("西暦" in grid.text(row, column) for row in frame.header)]
    measured = [column for column in stub if any(words.is_unit(grid.text(row, column)) for row in frame.header)]
    named: dict[str, tuple[str | None, int | None]] = {}
    found = {}
    for row in frame.body:
        if row in frame.sections or row in frame.continued:
            continue
        above = [bare(text) for _, text in ancestors.get(row, ())]
        texts = {column: _continued(grid, frame, row, column, heads[column].get(row)) for column in stub}
        first = next((column for column in labels_in if texts[column]), frame.area.left)
        before = [bare(texts[column]) for column in stub if column < first and texts[column]]
        path = (*before, *above, *(bare(texts[column]) for column in stub if column >= first and texts[column]))
        for text in path:
            if text not in named:
                named[text] = _unit(text), year_in(text)
        dated = [years[column].get(row) for column in [*western, *reversed(stub)]]
        dated += [named[text][1] for text in reversed(above)]
        own = (_named_unit(texts[column]) for column in measured if texts[column])
        unit = next((unit for unit in [*own, *(named[text][0] for text in reversed(path))] if unit), None)
        found[row] = Row(path, unit, next((year for year in dated if year is not None), None))
    return found, _spans(heads)


def _filled(grid: Grid, frame: Frame, column: int, labels_in: Sequence[int]) -> dict[int, Spot]:
    """For each body row the cell of a stub column that heads it."""
    found: dict[int, Spot] = {}
    own = [row for row in frame.body if grid.kinds[row, column] != BLANK]
    groups = len(labels_in) == 1 and column <= labels_in[0] and _is_group_column(grid, frame, column, own)
    last: Spot | None = None
    for row in frame.body:
        span = grid.covers.get((row, column))
        if grid.kinds[row, column] != BLANK:
            ditto = last is not None and labels.is_ditto(grid.text(row, column))
            last = last if ditto and last else (row, column)
            found[row] = last
        elif span and span.left == column and grid.kinds[span.top, span.left] != BLANK and span.top in frame.body:
            found[row] = (span.top, span.left)
        elif row in frame.sections:
            last = None
        elif groups and last is not None and (grid.kinds[row, column + 1 : frame.stub] != BLANK).any():
            found[row] = last
    return found


def _is_group_column(grid: Grid, frame: Frame, column: int, own: Sequence[int]) -> bool:
    """Whether a cell of a column heads the blanks below it. Codes never do, nor attributes with a gap or two."""
    if column >= frame.stub - 1 or not own:
        return False
    if any(words.is_index(grid.text(row, column)) for row in frame.header):
        return False
    data = [row for row in frame.body if row not in frame.sections]
    if not data or own[0] > data[0]:
        return False
    texts = {grid.text(row, column) for row in own}
    if any(_CODED.fullmatch(text) for text in texts):
        return False
    if all(fiscal_years.read_year(text) for text in texts):
        return True
    return len(own) <= 0.6 * len(data) and len(texts) > 0.5 * len(own)


def _label_columns(grid: Grid, frame: Frame) -> tuple[int, ...]:
    """The stub columns of the label: one, or several where each row has its label in one of them by its depth."""
    data = [row for row in frame.body if row not in frame.sections and row not in frame.continued]
    used = [
        column for column in range(frame.area.left, frame.stub) if any(grid.kinds[row, column] == WORDS for row in data)
    ]
    for start in range(len(used) - 1):
        group = used[start:]
        filled = (grid.kinds[np.ix_(data, group)] != BLANK).sum(axis=1)
        if float((filled == 1).mean()) >= 0.9:
            return tuple(group)
    counts = {column: len({grid.text(row, column) for row in data if grid.kinds[row, column]}) for column in used}
    most = max(counts.values(), default=0)
    best = [column for column in used if counts[column] == most]
    if best:
        return (best[-1],)
    return (frame.stub - 1,) if frame.stub > frame.area.left else ()


def _ancestors(grid: Grid, frame: Frame, labels_in: Sequence[int]) -> dict[int, tuple[tuple[int, str], ...]]:
    """For each data row the rows above that head it, outermost first."""
    entries = [
        entry for row in frame.body if row not in frame.continued and (entry := _entry(grid, frame, row, labels_in))
    ]
    levels = _levels(grid, frame, entries, labels_in)
    found: dict[int, tuple[tuple[int, str], ...]] = {}
    stack: list[tuple[Level, Level | None, int, str]] = []  # level, level of its first child if a section, row, text
    previous: tuple[Level, bool] | None = None
    grand = _grand_total(entries)
    for at, (row, text, _) in enumerate(entries):
        level = levels[at]
        is_section = row in frame.sections
        if words.is_total(text) and previous and previous[1] and level[:2] > previous[0][:2]:
            seen = level in levels[:at]
            level = level if seen else previous[0]
        while stack and (_closes(level, stack[-1]) or (row == grand and not stack[-1][3].endswith(text))):
            stack.pop()
        found[row] = tuple((other, name) for _, _, other, name in stack)
        child = levels[at + 1] if is_section and at + 1 < len(entries) else None
        if is_section or not _is_leaf(text, level, levels[at + 1] if at + 1 < len(entries) else level):
            stack.append((level, child, row, text))
        previous = (level, not is_section)
    if not any(found.values()):
        found = _by_repetition(grid, frame) or found
    return found


def _closes(level: Level, top: tuple[Level, Level | None, int, str]) -> bool:
    """Whether a row at a level stands no longer under an open heading."""
    heading, child, _, _ = top
    if child is None:
        return heading[:2] >= level[:2]
    return level[:2] <= heading[:2] and (level[2] == 0 or level[:2] < child[:2])


def _grand_total(entries: Sequence[tuple[int, str, int]]) -> int | None:
    """The last row, where it is the only total of its name: it sums over all sections."""
    row, text, _ = entries[-1] if entries else (None, "", 0)
    only = [other for _, other, _ in entries].count(text) == 1
    return row if only and words.is_total(text) and words.key(text) not in ("計", "小計") else None


def _is_leaf(text: str, level: Level, following: Level) -> bool:
    """Whether a row with data heads nothing: a total in bold with lighter rows after it sums, it does not head."""
    total = words.is_total(text) or re.search(r"(?<![家統会設時])計$", words.key(text)) is not None
    return total and following[1] <= level[1]


def _entry(grid: Grid, frame: Frame, row: int, labels_in: Sequence[int]) -> tuple[int, str, int] | None:
    """A body row's place in the tree: row, label, column of the label."""
    if row in frame.sections:
        columns = range(frame.area.left, frame.area.right + 1)
        column = next(column for column in columns if grid.kinds[row, column] != BLANK)
        texts = [grid.text(row, other) for other in columns if grid.kinds[row, other] != BLANK]
        return row, " ".join(texts), column
    for column in labels_in:
        if grid.kinds[row, column] != BLANK and not labels.is_ditto(grid.text(row, column)):
            return row, _continued(grid, frame, row, column, (row, column)), column
    return (row, "", labels_in[0]) if labels_in else None


def _levels(grid: Grid, frame: Frame, entries: Sequence[tuple[int, str, int]], labels_in: Sequence[int]) -> list[Level]:
    """How deep each row stands: by weight, then by indent or bullet, sections before data."""
    bold = [(row, column) in grid.setting.bold for row, text, column in entries if text]
    weighs = any(bold) and not all(bold)
    steps = {column: 20 * at for at, column in enumerate(labels_in)}
    indents = [steps.get(column, 0) + grid.indent(row, column) for row, _, column in entries]
    bullets: list[str] = []
    numberings: list[int] = []
    flat = len(set(indents)) <= 1
    found: list[Level] = []
    for (row, text, column), indent in zip(entries, indents, strict=True):
        depth = indent * 10
        bullet = _BULLET.match(text)
        if bullet:
            sign = bullet[0].strip().replace("...", "…")
            if sign not in bullets:
                bullets.append(sign)
            depth += 1 + bullets.index(sign)
        elif flat:
            style = next((at for at, pattern in enumerate(_NUMBERINGS) if pattern.match(text)), None)
            if style is not None and style not in numberings:
                numberings.append(style)
            depth += numberings.index(style) if style is not None else 0
        light = 1 if weighs and (row, column) not in grid.setting.bold else 0
        if row in frame.sections and column >= frame.stub:
            light = -1
        found.append((light, depth, 0 if row in frame.sections else 1))
    return found


def _by_repetition(grid: Grid, frame: Frame) -> dict[int, tuple[tuple[int, str], ...]]:
    """Ancestors where the same few labels come again under one after another: 国立 件数 金額 公立 件数 金額."""
    main = frame.area.left
    if frame.stub - main != 1:
        return {}
    data = [row for row in frame.body if row not in frame.sections]
    texts = [grid.text(row, main) for row in data]
    counts: dict[str, int] = {}
    for text in texts:
        counts[text] = counts.get(text, 0) + 1
    runs: list[list[int]] = []
    for at, text in enumerate(texts):
        if counts[text] < 2:
            runs.append([at])
        elif runs:
            runs[-1].append(at)
        else:
            return {}
    heading = [run for run in runs if len(run) > 1 or words.is_total(texts[run[0]])]
    patterns = {tuple(texts[at] for at in run[1:]) for run in heading if len(run) > 1}
    repeating = [run for run in heading if len(run) > 2]
    if len(patterns) != 1 or len(repeating) < 2:
        return {}
    found: dict[int, tuple[tuple[int, str], ...]] = {}
    for run in repeating:
        parent = data[run[0]], texts[run[0]]
        if not words.is_total(parent[1]):
            found |= {data[at]: (parent,) for at in run[1:]}
    return found


def _continued(grid: Grid, frame: Frame, row: int, column: int, head: Spot | None) -> str:
    """The text of a stub cell; where the row's data are merged over rows below, with the label's lines there."""
    if head is None:
        return ""
    text = grid.text(*head)
    if row + 1 not in frame.continued or head[0] != row or head in grid.covers:
        return text
    lower = row + 1
    while lower in frame.continued:
        text = f"{text} {grid.text(lower, column)}".strip()
        lower += 1
    return text


def _years(
    grid: Grid, frame: Frame, column: int, heads: Mapping[int, Spot], document_year: int | None
) -> dict[int, int]:
    """The years that a stub column names, by row. Bare numbers count only where the column holds years."""
    head = next((grid.text(row, column) for row in reversed(frame.header) if grid.kinds[row, column]), "")
    rows = [row for row in frame.body if row in heads and row not in frame.sections]
    texts = [grid.text(*heads[row]) for row in rows]
    if words.is_index(head) and sum(map(bool, map(_WHOLE.fullmatch, texts[:20]))) < 0.6 * min(20, len(texts)):
        return {}
    if era := re.match(eras.NAME, head):
        texts = [f"{era[0]}{text}" if _WHOLE.fullmatch(text) else text for text in texts]
    numeric = [text for text in texts if _WHOLE.fullmatch(text)]
    dated = [text for text in numeric if fiscal_years.read_year(text) or year_in(text)]
    if words.is_index(head) and not (len(numeric) > 5 and len(dated) >= 0.9 * len(texts)):
        return {}
    trusted = words.is_year(head) or (bool(numeric) and len(dated) == len(numeric))
    read = fiscal_years.read_axis(texts, document_year) if trusted and texts else (None,) * len(texts)
    found = {}
    for row, text, year in zip(rows, texts, read, strict=True):
        raw = grid.stored.at(heads[row][0], column)
        named = raw.year if isinstance(raw, dt.date) else year if year is not None else year_in(text)
        if named is not None:
            found[row] = named
    return found


def _unit(text: str) -> str | None:
    found = units.find_units(text)
    return found[0] if len(found) == 1 else None


def _named_unit(text: str) -> str | None:
    """The unit in a column of units, where also words name one that elsewhere are none: 施設."""
    found = units.find(text)
    return found.name if found and not found.ordinal else _unit(text)


def _spans(heads: Mapping[int, Mapping[int, Spot]]) -> dict[Spot, int]:
    """How many rows each stub cell heads, from its own row down."""
    found: dict[Spot, int] = {}
    for by_row in heads.values():
        for row, spot in by_row.items():
            if row >= spot[0]:
                found[spot] = max(found.get(spot, 1), row - spot[0] + 1)
    return found
