"""Tells heading from data within a block: header rows, stub columns, the body, and the lines above and below.

Out of scope: how headings form trees (`columns`, `stubs`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from extract.japanese import units
from extract.sheet import flags, headers, words
from extract.sheet.grid import BLANK, MARK, NUMBER, WORDS, Grid, Kinds, Span
from extract.sheet.regions import Block
from extract.sheet.rows import figures, row_texts


@dataclass(frozen=True, slots=True)
class Frame:
    """A table's frame in its grid. Rows and columns are the sheet's; `stub` is the first column behind the stub."""

    area: Span  # from the first header row to the last row of the body
    header: tuple[int, ...]  # rows that hold column headings, blank ones left out
    body: tuple[int, ...]  # rows with data or labels
    stub: int
    columns: tuple[int, ...]  # data columns
    flagged: Mapping[int, int]  # columns of flags, and the data columns that they flag
    sections: frozenset[int]  # body rows that only head the rows below them
    continued: frozenset[int]  # body rows whose data are merged with the row above: their label goes on there
    above: tuple[int, ...]  # rows of title, unit and note lines
    below: tuple[int, ...]
    shared: tuple[int, ...]
    block: Span  # all that belongs to the table, its lines included


def frame(grid: Grid, block: Block) -> Frame | None:
    """Find the frame of a block; None where it has no column of figures."""
    area = block.area
    has = figures(grid, area)
    rows = [area.top + int(at) for at in np.flatnonzero(has)]
    if not rows:
        return None
    stub = _stub(grid, area, rows)
    rows = [row for row in rows if (grid.kinds[row, stub : area.right + 1] >= NUMBER).any()]
    if stub > area.right or not rows:
        return None
    header = headers.header_rows(grid, area, rows[0], stub)
    top = header[0] if header else rows[0]
    stop = header[-1] + 1 if header else rows[0]
    body, below = _body(grid, area, stop, rows, stub)
    body = _without_repeated(grid, area, body, set(rows), header, top)
    if is_metadata(grid, area):
        return None
    columns = _data_columns(grid, area, header, body, stub)
    if not columns or not _holds_figures(grid, body, columns, header):
        return None
    right, flagged = max(columns), flags.beside(grid, header, body, columns)
    columns = [column for column in columns if column not in flagged]
    used = (grid.kinds[np.array([*header, *body]), area.left : area.right + 1] != BLANK).any(axis=0)
    left = min(area.left + int(np.flatnonzero(used)[0]), stub)
    continued = [row for row in body if _is_continued(grid, row, columns)]
    sections = _sections(grid, left, [row for row in body if row not in continued], stub, columns)
    above = tuple(row for row in range(area.top, top) if (grid.kinds[row, area.left : area.right + 1] != BLANK).any())
    return Frame(
        area=Span(min(top, body[0]), left, body[-1], right),
        header=tuple(header),
        body=tuple(body),
        stub=stub,
        columns=tuple(columns),
        flagged=flagged,
        sections=frozenset(sections),
        continued=frozenset(continued),
        above=above,
        below=tuple(below),
        shared=block.shared,
        block=area,
    )


def is_metadata(grid: Grid, area: Span) -> bool:
    """Whether a block is a list of keys and values, as 表題： and what it says."""
    filled = grid.kinds[area.top : area.bottom + 1, area.left] != BLANK
    keys = [
        area.top + int(at) for at in np.flatnonzero(filled) if words.is_key(grid.text(area.top + int(at), area.left))
    ]
    return len(keys) > 1 and len(keys) >= 0.6 * area.rows


def _stub(grid: Grid, area: Span, rows: Sequence[int]) -> int:
    """The first data column: behind labels, codes, ranks and years."""
    body = grid.kinds[np.array(rows), area.left : area.right + 1]
    heads = [_head_of(grid, area, rows[0], at) for at in range(area.columns)]
    corner = _corner(grid, area, rows[0])
    if corner and (body[:, corner:] >= NUMBER).any():
        return area.left + corner
    labelled = False
    last = 0
    for at in range(area.columns):
        kind = body[:, at]
        filled = int((kind != BLANK).sum())
        if not filled:
            continue
        numeric = int((kind >= NUMBER).sum())
        if numeric * 2 < filled:
            wide = numeric == 0 or not (body[:, at + 1 :] >= NUMBER).any()
            labelled = labelled or (filled * 2 >= len(rows) and wide and not words.is_index(heads[at]))
        elif _dates_rows(grid, area, rows, at, heads[at], labelled=labelled):
            labelled = True
        elif not (
            _numbers_rows(grid, area, rows, at, heads[at], labelled=labelled)
            or (not labelled and _is_code_before_label(grid, area, rows, body, at))
        ):
            break
        last = at + 1
    last = max(last, _after_labels(grid, area, rows, body, last))
    while last < area.columns and heads[last].startswith("/") and not (body[:, last] != BLANK).any():
        last += 1  # the name of the column axis, over a column of its own
    return area.left + last


def _after_labels(grid: Grid, area: Span, rows: Sequence[int], body: Kinds, last: int) -> int:
    """Where no column so far tells the rows apart, the column behind the labels that follow a code or two."""
    for at in range(last):
        texts = {grid.text(row, area.left + at) for row in rows if grid.kinds[row, area.left + at] == WORDS}
        if len(texts) > 0.5 * len(rows):
            return last
    used = (body != BLANK).any(axis=0)
    wordy = used & ((body == WORDS).sum(axis=0) > (body >= NUMBER).sum(axis=0))
    behind = np.flatnonzero(wordy[last:])
    if not behind.size:
        return last
    end = last + int(behind[-1]) + 1
    covered = float((body[:, last:end][:, wordy[last:end]] == WORDS).any(axis=1).mean())
    before, after = int((used & ~wordy)[last:end].sum()), int((used & ~wordy)[end:].sum())
    return end if covered >= 0.6 and before <= 2 and after >= 3 * before else last


def _head_of(grid: Grid, area: Span, body_top: int, at: int) -> str:
    """The lowest heading over a column."""
    for row in range(body_top - 1, area.top - 1, -1):
        raw = grid.raw(row, area.left + at)
        if isinstance(raw, str) and raw.strip() and grid.kinds[row, area.left + at] <= WORDS:
            text = " ".join(raw.split())
            if units.read_unit(text) is None or words.is_year(text):
                return text
    return ""


def _corner(grid: Grid, area: Span, body_top: int) -> int:
    """How many columns a heading merged over the corner of the table covers: it heads the stub."""
    for row in range(area.top, body_top):
        span = grid.covers.get((row, area.left))
        if span and span.top == row and span.left == area.left and 1 < span.columns < area.columns:
            right = area.left + span.columns
            heads = grid.kinds[row : span.bottom + 1, right : area.right + 1]
            under = grid.kinds[span.bottom + 1 : body_top, area.left : right]
            if (heads != BLANK).any() and span.rows > 1 and not (under == WORDS).any():
                return span.columns
    return 0


def _whole_numbers(grid: Grid, column: int, rows: Sequence[int]) -> list[int]:
    """The numbers of a column, none unless all are whole."""
    known = [grid.whole(row, column) for row in rows if grid.kinds[row, column] == NUMBER]
    numbers = [number for number in known if number is not None]
    return numbers if len(numbers) == len(known) else []


def _dates_rows(grid: Grid, area: Span, rows: Sequence[int], at: int, head: str, *, labelled: bool) -> bool:
    """Whether a column of numbers says of which year or month its rows are."""
    numbers = _whole_numbers(grid, area.left + at, rows)
    if not numbers:
        return False
    years = all(1868 <= number <= 2100 for number in numbers)
    months = all(186801 <= number <= 210012 and 1 <= number % 100 <= 12 for number in numbers)
    if words.is_year(head) and (years or all(0 < number < 100 for number in numbers)):
        return True
    steps = np.diff(numbers)
    one_way = steps.size > 0 and bool((steps >= 0).all() or (steps <= 0).all())
    return one_way and ((years and (not labelled or not head)) or (months and not labelled))


def _numbers_rows(grid: Grid, area: Span, rows: Sequence[int], at: int, head: str, *, labelled: bool) -> bool:
    """Whether a column of numbers codes or counts its rows."""
    if words.is_index(head):
        return True
    numbers = _whole_numbers(grid, area.left + at, rows)
    steps = np.diff(numbers)
    running = steps.size > 1 and float((steps == 1).mean()) >= 0.8
    if at == 0 and len(numbers) == len(rows) >= 5 and bool((steps == 1).all()):
        return True  # as ages, where no labels follow
    if labelled:
        return running and not head and len(numbers) >= 10
    right = grid.kinds[np.array(rows), area.left + at + 1 : area.right + 1]
    worded = right.shape[1] > 0 and float((right[:, 0] == WORDS).mean()) >= 0.6
    from_one = numbers == list(range(1, len(rows) + 1)) and len(rows) > 1
    listed = worded and (from_one or not (right >= NUMBER).any())
    return listed or (running and (not head or (worded and numbers[0] == 1)))


def _is_code_before_label(grid: Grid, area: Span, rows: Sequence[int], body: Kinds, at: int) -> bool:
    """Whether a column of whole numbers, each another, stands just before the first column of labels."""
    following = body[:, at + 1 : at + 4]
    labels = ((following == WORDS).mean(axis=0) >= 0.6) if following.size else np.zeros(0, bool)
    if not labels.any():
        return False
    texts = {grid.text(row, area.left + at + 1 + int(np.argmax(labels))) for row in rows}
    found = [grid.whole(row, area.left + at) for row in rows if grid.kinds[row, area.left + at] == NUMBER]
    if None in found or len(rows) < 3:
        return False
    distinct = len(set(found)) > 0.9 * len(found) and len(texts) > 0.6 * len(rows)
    return distinct or (len(set(found)) == 1 and len(found) > 4)


def _body(grid: Grid, area: Span, start: int, rows: Sequence[int], stub: int) -> tuple[list[int], list[int]]:
    """The rows of the body, and those of the lines below it. Labels without figures at the ends may be missing data."""
    first, last = rows[0], rows[-1]
    stubs = grid.kinds[:, area.left : stub] != BLANK
    usual = float(np.median(stubs[np.array(rows)].sum(axis=1))) if stub > area.left else 0
    body = [row for row in range(min(start, first), last + 1) if headers.count(grid, area, row)]
    below: list[int] = []
    for row in range(last + 1, area.bottom + 1):
        count, labels = headers.count(grid, area, row), int(stubs[row].sum())
        if not count:
            continue
        text = next(grid.text(row, column) for column in range(area.left, area.right + 1) if grid.kinds[row, column])
        aside = words.is_note(text) or "単位" in text
        like_body = labels == count >= usual and not aside and (labels > 1 or len(text) < 20)
        (body if like_body and not below and row == body[-1] + 1 else below).append(row)
    return body, below


def _without_repeated(
    grid: Grid, area: Span, body: Sequence[int], rows: set[int], header: Sequence[int], top: int
) -> list[int]:
    """Leave out headings and titles that are set again where the table goes on over a page."""
    heads = {row_texts(grid, area, row) for row in header}
    titles = {words.without_continued(text) for row in range(area.top, top) for text in row_texts(grid, area, row)}
    kept = []
    for row in body:
        texts = () if row in rows else row_texts(grid, area, row)
        again = len(texts) == 1 and words.without_continued(texts[0]) in {"", *titles}
        if texts not in heads and not again:
            kept.append(row)
    return kept


def _data_columns(grid: Grid, area: Span, header: Sequence[int], body: Sequence[int], stub: int) -> list[int]:
    """The columns behind the stub that hold anything; empty ones are spacers even under a merged heading."""
    filled = (grid.kinds[np.array(body), stub : area.right + 1] != BLANK).any(axis=0)
    headed = np.zeros_like(filled)
    if header:
        headed = (grid.kinds[np.array(header), stub : area.right + 1] != BLANK).any(axis=0)
    return [stub + int(at) for at in np.flatnonzero(filled | headed)]


def _holds_figures(grid: Grid, body: Sequence[int], columns: Sequence[int], header: Sequence[int]) -> bool:
    """Whether the data are figures, or marks where figures are due; a dash beside a key makes no table."""
    data = grid.kinds[np.ix_(body, columns)]
    marked = float((data == MARK).sum()) > 0.5 * data.size and min(data.shape) > 1
    return bool((data == NUMBER).any()) or (bool(header) and marked)


def _is_continued(grid: Grid, row: int, columns: Sequence[int]) -> bool:
    """Whether the data of a row are merged with those of the row above."""
    spans = (grid.covers.get((row, column)) for column in columns)
    return all(span is not None and span.top < row for span in spans)


def _sections(grid: Grid, left: int, body: Sequence[int], stub: int, columns: Sequence[int]) -> list[int]:
    """The rows of the body that only head rows below them: one label, no data, unlike rows whose data are missing."""
    data = grid.kinds[np.ix_(body, columns)] != BLANK
    labels = (grid.kinds[np.array(body), left:stub] != BLANK).sum(axis=1)
    with_data = data.any(axis=1)
    usual = float(np.median(labels[with_data])) if with_data.any() else 0
    bare = [at for at in range(len(body)) if not with_data[at]]
    # A list's row with some labels missing is no heading: 960 | プール学院短期大学 | (closed) | (blank)
    found = [body[at] for at in bare if labels[at] < usual and (labels[at] == 1 or usual <= 3)]
    gaps = float((~data[with_data]).mean()) if with_data.any() else 0.0
    rare = gaps < 0.1 and len(bare) <= max(1, 0.34 * len(body))
    lone = [at for at in bare if labels[at] == usual == 1 and at + 1 < len(body)]
    found += [body[at] for at in lone if rare or _is_set_apart(grid, left, body, at)]
    cut_in = [
        body[at]
        for at in range(len(body))
        if with_data[at]
        and labels[at] == 0
        and data[at].sum() == 1
        and usual > 0
        and _is_words(grid, body[at], columns)
    ]
    return [*found, *cut_in]


def _is_words(grid: Grid, row: int, columns: Sequence[int]) -> bool:
    return all(grid.kinds[row, column] in (BLANK, WORDS) for column in columns)


def _is_set_apart(grid: Grid, left: int, body: Sequence[int], at: int) -> bool:
    """Whether a lone label is set as headings are: merged, bold, bracketed, or over deeper labels."""
    row, following = body[at], body[at + 1]
    column = left + int(np.flatnonzero(grid.kinds[row, left:] != BLANK)[0])
    span = grid.covers.get((row, column))
    if span and span.columns > 1:
        return True
    deeper = grid.indent(following, column) > grid.indent(row, column)
    bold = (row, column) in grid.setting.bold and (following, column) not in grid.setting.bold
    text = grid.text(row, column)
    return deeper or bold or text[:1] in "【＜<［[〔《(（■●◆○◎◇□" or text.endswith((":", "："))
