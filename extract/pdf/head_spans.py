"""Which columns of a table a heading stands over: told by rulings, by repeating headings below, or by its middle.

Out of scope: which lines make one heading (`extract.pdf.heads`).
"""

from collections.abc import Mapping, Sequence
from functools import cache

from extract.pdf.lattice import Line, Lines
from extract.pdf.leaf_heads import Extent
from extract.pdf.lines import Chunk

ALIGNED = 0.3  # of the font size that edges or middles of lines of one heading differ
OFF_RULE = 0.2  # of their width that a heading may stand off the middle of columns with a rule over them
ORPHAN = 1.0  # font sizes that a heading may be off center rather than leave a column beside it without one

Span = tuple[int, int]
"""The first and last column of a heading."""


def ruled_spans(chunks: Sequence[Chunk], columns: Sequence[Extent], rulings: Lines) -> list[Span | None]:
    """The columns that rulings give to the headings of a line: upright ones beside them, else a rule below."""
    rules, uprights = rulings
    walled = _given([_walled_span(chunk, columns, uprights) for chunk in chunks], chunks, columns)
    stub = (0, 0)
    # The heading of the stub has a wall at its right alone, where one stands at its height.
    walled = [
        None if span is not None and columns_under(chunk, columns) == stub else span
        for chunk, span in zip(chunks, walled, strict=True)
    ]
    ruled = _given([_ruled_span(chunk, columns, rules) for chunk in chunks], chunks, columns)
    return [wall or span for wall, span in zip(walled, ruled, strict=True)]


def repeated_spans(chunks: Sequence[Chunk], columns: Sequence[Extent], below: Mapping[int, Chunk]) -> list[Span] | None:
    """The columns of headings over headings of which each has the same: as many columns each, one after the other.

    A heading of the stub may stand before them.
    """
    headed = sorted(below)
    for first in (0, 1, 2):
        own = headed[first:]
        stub = [span for chunk in chunks if own and (span := columns_under(chunk, columns))[1] < own[0]]
        spanners = chunks[len(stub) :]
        each, rest = divmod(len(own), max(1, len(spanners)))
        if len(spanners) < 2 or rest or each < 2 or own[-1] - own[0] >= len(own):
            continue
        texts = [below[column].text for column in own]
        if texts[each:] != texts[:-each]:
            continue
        spans = [(own[number * each], own[(number + 1) * each - 1]) for number in range(len(spanners))]
        before = [columns[a - 1][1] if a else float("-inf") for a, _ in spans]
        if all(
            left < chunk.middle < columns[b][1] for chunk, left, (_, b) in zip(spanners, before, spans, strict=True)
        ) and not all(_is_over_one(chunk, span, columns, below) for chunk, span in zip(spanners, spans, strict=True)):
            return [*stub, *spans]
    return None


def _is_over_one(chunk: Chunk, span: Span, columns: Sequence[Extent], below: Mapping[int, Chunk]) -> bool:
    """Whether a heading stands in the middle of one below, or at its right, and not of several: its next line."""
    slack = ALIGNED * chunk.size
    if abs(chunk.middle - (columns[span[0]][0] + columns[span[1]][1]) / 2) < slack:
        return False
    own = [below[column] for column in range(span[0], span[1] + 1) if column in below]
    return any(abs(chunk.middle - one.middle) < slack or abs(chunk.bbox[2] - one.bbox[2]) < slack for one in own)


def are_spanners(
    chunks: Sequence[Chunk], spans: Sequence[Span], columns: Sequence[Extent], below: Mapping[int, Chunk]
) -> bool:
    """Whether headings, each centered over several columns, share out all columns."""
    widths = [last - first + 1 for first, last in spans]
    return (
        min(len(widths), *widths) > 1
        and sum(widths) >= len(columns) - 1
        and all(
            _misfit(chunk, columns, below, *span) < ALIGNED * chunk.size
            for chunk, span in zip(chunks, spans, strict=True)
        )
    )


def columns_under(chunk: Chunk, columns: Sequence[Extent]) -> tuple[int, int]:
    """The columns that a chunk overlaps; the nearest, where it overlaps none."""
    left, right = chunk.bbox[0], chunk.bbox[2]
    shared = [min(right, x1) - max(left, x0) for x0, x1 in columns]
    hit = [
        index
        for index, (x0, x1) in enumerate(columns)
        if shared[index] > min(0.25 * chunk.size, 0.3 * (x1 - x0), 0.3 * (right - left))
    ]
    if not hit:
        nearest = max(range(len(columns)), key=shared.__getitem__)
        return nearest, nearest
    if len(hit) > 1:
        # A heading wider than its column juts into the next one: mostly over one, it belongs to that one.
        best = max(hit, key=shared.__getitem__)
        others = [index for index in hit if index != best]
        narrow = all(shared[o] < 0.4 * (columns[o][1] - columns[o][0]) for o in others)
        if narrow and shared[best] > 0.65 * (right - left):
            return best, best
    return hit[0], hit[-1]


def _given(spans: Sequence[Span | None], chunks: Sequence[Chunk], columns: Sequence[Extent]) -> list[Span | None]:
    """The columns that rulings give to headings; what they give to several, or far to one side, is none of theirs."""
    return [
        span if span is not None and spans.count(span) == 1 and _is_set_on(chunk, span, columns) else None
        for chunk, span in zip(chunks, spans, strict=True)
    ]


def _walled_span(chunk: Chunk, columns: Sequence[Extent], uprights: Sequence[Line]) -> Span | None:
    """The columns between the upright rulings left and right of a heading, where there are any."""
    (_, top, _, bottom), x = chunk.bbox, chunk.middle
    beside = [line.at for line in uprights if line.start <= (top + bottom) / 2 <= line.end]
    left = max((at for at in beside if at <= x), default=float("-inf"))
    right = min((at for at in beside if at > x), default=float("inf"))
    hit = [index for index, (x0, x1) in enumerate(columns) if left < (x0 + x1) / 2 < right]
    # A wall behind the stub alone says nothing of the columns beyond it.
    return (hit[0], hit[-1]) if 0 < len(hit) < len(columns) - 1 else None


def _ruled_span(chunk: Chunk, columns: Sequence[Extent], rules: Sequence[Line]) -> tuple[int, int] | None:
    """The columns over which a rule right below a heading runs, where it runs over some only."""
    box = chunk.bbox
    for rule in rules:
        if not (box[3] - 2 <= rule.at <= box[3] + 0.8 * chunk.size and rule.start - 2 <= chunk.middle <= rule.end + 2):
            continue
        if rule.start > box[0] + chunk.size or rule.end < box[2] - chunk.size:
            continue
        hit = [i for i, (x0, x1) in enumerate(columns) if min(x1, rule.end) - max(x0, rule.start) > 0.5 * (x1 - x0)]
        if 0 < len(hit) < len(columns):
            return hit[0], hit[-1]
    return None


def _is_set_on(chunk: Chunk, span: Span, columns: Sequence[Extent]) -> bool:
    """Whether a heading stands in the middle of columns, or at their left."""
    left, right = columns[span[0]][0], columns[span[1]][1]
    return abs(chunk.middle - (left + right) / 2) < OFF_RULE * (right - left) or chunk.bbox[0] - left < 2 * chunk.size


def spread(
    chunks: Sequence[Chunk],
    touched: Sequence[tuple[int, int]],
    fixed: Sequence[bool],
    columns: Sequence[Extent],
    below: Mapping[int, Chunk],
) -> list[tuple[int, int]]:
    """Let headings that are centered over more columns than they touch stand over all of them.

    Only columns with headings of their own `below` are shared out, each to the heading left or right of it, so that
    all headings stand as near the middle of their columns as can be.
    """
    taken = {column for first, last in touched for column in range(first, last + 1)}
    if not below.keys() - taken:
        return list(touched)
    size = max(chunk.size for chunk in chunks)

    @cache
    def best(index: int, free: int) -> tuple[float, tuple[tuple[int, int], ...]]:
        """The least misfit of the headings from `index` on, where columns before `free` are given away."""
        if index == len(chunks):
            return 0.0, ()
        first, last = touched[index]
        limit = touched[index + 1][0] if index + 1 < len(chunks) else len(columns)
        low = first
        while not fixed[index] and low - 1 >= max(free, 1) and low - 1 in below and low - 1 not in taken:
            low -= 1
        high = last
        while not fixed[index] and high + 1 < limit and high + 1 in below and high + 1 not in taken:
            high += 1
        options = []
        for start in range(low, first + 1):
            orphans = sum(column in below for column in range(max(free, 1), start))
            for end in range(last, high + 1):
                rest, spans = best(index + 1, end + 1)
                own = _misfit(chunks[index], columns, below, start, end)
                options.append((own + ORPHAN * size * orphans + rest, ((start, end), *spans)))
        return min(options)

    return list(best(0, 0)[1])


def _misfit(chunk: Chunk, columns: Sequence[Extent], below: Mapping[int, Chunk], first: int, last: int) -> float:
    """How far a heading is from the middle of columns: of their text, their cells, or the headings `below`."""
    text = (columns[first][0] + columns[last][1]) / 2
    misfit = abs(chunk.middle - text)
    if first > 0:
        gap = 0.3 * chunk.size
        cells = (columns[first - 1][1] + gap + columns[last][1] + gap) / 2 if first > 1 else text
        misfit = min(misfit, abs(chunk.middle - cells))
    if first < last and first in below and last in below:
        misfit = min(misfit, abs(chunk.middle - (below[first].middle + below[last].middle) / 2))
    elif first == last and first in below:
        (x0, _, x1, _), (left, _, right, _) = chunk.bbox, below[first].bbox
        misfit = min(misfit, abs(x0 - left), abs(x1 - right), abs(chunk.middle - below[first].middle))
    return misfit
