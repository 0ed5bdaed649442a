"""The head of a table without rulings: which columns each heading stands over, and which lines are one heading.

Out of scope: the body (`extract.pdf.aligned`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from extract.document import Box
from extract.pdf.lattice import Line, Lines
from extract.pdf.leaf_heads import Extent, with_headings
from extract.pdf.lines import Chunk, chunk_of
from extract.pdf.page import Word
from extract.pdf.text_row import Row
from extract.pdf.words import at_brackets, box_of, inked, is_cjk

APART = 0.4  # of the font size: words of neighbouring headings stand further apart than words of one
SPACE = 0.8  # of the font size: white space of a wide font is no wider
TIGHT = 0.75  # of the font size: lines of one heading stand closer than this
LEADING = 0.35  # of the font size: lines of one heading that is set over others stand closer
ALIGNED = 0.3  # of the font size that edges or middles of lines of one heading differ
OFF_RULE = 0.2  # of their width that a heading may stand off the middle of columns with a rule over them
EVEN = 1.3  # times as wide as gaps within headings are gaps between them
ORPHAN = 1.0  # font sizes that a heading may be off center rather than leave a column beside it without one
ENDS_OPEN = (
    "-",
    "–",
    ",",
    "/",
    "&",
    " and",
    " of",
    " or",
    " the",
    " for",
    " in",
    " to",
    " per",
    "・",
    "、",
    "及び",
    "（",
    "(",
)


@dataclass(frozen=True, slots=True)
class Heading:
    """Chunks that make one heading, over columns `first` to `last`, in rows `top` to `bottom` of the head."""

    chunks: tuple[Chunk, ...]
    first: int
    last: int
    top: int = 0
    bottom: int = 0

    @property
    def words(self) -> tuple[Word, ...]:
        """All its words."""
        return tuple(word for chunk in self.chunks for word in chunk.words)

    @property
    def bbox(self) -> Box:
        """The box around its text."""
        return box_of([chunk.bbox for chunk in self.chunks])

    def over(self, other: "Heading") -> bool:
        """Whether both stand over a column."""
        return min(self.last, other.last) >= max(self.first, other.first)


def find_headings(rows: Sequence[Row], columns: Sequence[Extent], rulings: Lines) -> tuple[list[Heading], int]:
    """The headings of a head's lines with their rows, and how many rows it has."""
    if not rows:
        return [], 0
    rows, columns = with_headings(rows, columns)
    pieces: list[Heading] = []
    for row in reversed(rows):
        pieces = [*_pieces(row, pieces, columns, rulings), *pieces]
    return _levels(_merged(pieces, rulings[0]), rulings[0])


def _pieces(row: Row, lower: Sequence[Heading], columns: Sequence[Extent], rulings: Lines) -> list[Heading]:
    """The headings of a line over those of the lines below it, which stand nearest first."""
    rules, uprights = rulings
    chunks = [part for chunk in row.chunks for part in _parted(chunk, columns)]
    ruled = _given([_walled_span(chunk, columns, uprights) for chunk in chunks], chunks, columns)
    for index, span in enumerate(_given([_ruled_span(chunk, columns, rules) for chunk in chunks], chunks, columns)):
        ruled[index] = ruled[index] or span
    below: dict[int, Chunk] = {}
    for heading in lower:
        for column in range(heading.first, heading.last + 1):
            below.setdefault(column, heading.chunks[0])
    carried = [span or _carried_on(chunk, lower, rules) for span, chunk in zip(ruled, chunks, strict=True)]
    touched = [columns_under(chunk, columns) for chunk in chunks]
    spans = _spread(chunks, _over(ruled, touched), [span is not None for span in ruled], columns, below)
    if carried != ruled and not _are_spanners(chunks, spans, columns, below):
        spans = _spread(chunks, _over(carried, touched), [span is not None for span in carried], columns, below)
    joined: list[Heading] = []
    for chunk, (first, last) in zip(chunks, spans, strict=True):
        if joined and joined[-1].last >= first:
            before = joined.pop()
            joined.append(Heading((*before.chunks, chunk), before.first, max(before.last, last)))
        else:
            joined.append(Heading((chunk,), first, last))
    return joined


Span = tuple[int, int]
"""The first and last column of a heading."""


def _over(known: Sequence[Span | None], touched: Sequence[Span]) -> list[Span]:
    return [span or other for span, other in zip(known, touched, strict=True)]


def _carried_on(chunk: Chunk, lower: Sequence[Heading], rules: Sequence[Line]) -> Span | None:
    """The columns of the heading whose next line is right below, if it is set to the same side or middle."""
    (x0, _, x1, bottom), size = chunk.bbox, chunk.size
    for heading in lower:
        left, top, right, _ = heading.bbox
        if min(x1, right) <= max(x0, left):
            continue
        near = -0.3 * size < top - bottom < LEADING * size and abs(heading.chunks[0].size - size) < 0.1 * size
        middle = (left + right) / 2
        aligned = min(abs(x0 - left), abs(x1 - right), abs(chunk.middle - middle)) < ALIGNED * size
        if near and aligned and not any(_between(rule, Heading((chunk,), 0, 0), heading) for rule in rules):
            return heading.first, heading.last
        return None
    return None


def _are_spanners(
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


def _parted(chunk: Chunk, columns: Sequence[Extent]) -> list[Chunk]:
    """A chunk whose words stand over several columns, apart where these are, as the headings that it holds."""
    groups: list[tuple[int, list[Word]]] = []
    between, within = [1e9], [0.0]
    for word in (part for whole in chunk.words for part in at_brackets(whole)):
        first, last = columns_under(chunk_of([word]), columns)
        if first != last:
            return [chunk]
        gap = word.bbox[0] - groups[-1][1][-1].bbox[2] if groups else 0.0
        if groups and (groups[-1][0] == first or not _stands_apart(groups[-1][1][-1], word)):
            groups[-1][1].append(word)
            within.append(gap)
        else:
            groups.append((first, [word]))
            if len(groups) > 1:
                between.append(gap)
    if min(between) < EVEN * max(within):
        return [chunk]  # the words of one heading happen to stand over a column each
    return [chunk_of(words) for _, words in groups]


def _stands_apart(before: Word, word: Word) -> bool:
    """Whether the gap between two words is wider than white space, or than what is printed of it.

    Single letters apart (合　計) are one word.
    """
    if len(before.text) == len(word.text) == 1 and is_cjk(word.text):
        return False
    gap = inked(word.glyphs[0])[0] - inked(before.glyphs[-1])[2]
    return gap > APART * word.size and not (gap < SPACE * word.size and word.space > 0.7 * gap)


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
    return (hit[0], hit[-1]) if 0 < len(hit) < len(columns) else None


def _is_set_on(chunk: Chunk, span: Span, columns: Sequence[Extent]) -> bool:
    """Whether a heading stands in the middle of columns, or at their left."""
    left, right = columns[span[0]][0], columns[span[1]][1]
    return abs(chunk.middle - (left + right) / 2) < OFF_RULE * (right - left) or chunk.bbox[0] - left < 2 * chunk.size


def _spread(
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


def _merged(pieces: Sequence[Heading], rules: Sequence[Line]) -> list[Heading]:
    """Lines of one heading joined: tight below each other, over the same columns, with no rule between."""
    found: list[Heading] = []
    for piece in pieces:
        for index, above in enumerate(found):
            if _continues(above, piece, pieces, rules):
                found[index] = Heading((*above.chunks, *piece.chunks), above.first, above.last)
                break
        else:
            found.append(piece)
    return found


def _level(one: Heading, other: Heading) -> bool:
    """Whether the last lines of two headings stand beside each other."""
    return abs(one.chunks[-1].bbox[3] - other.chunks[-1].bbox[3]) < 0.3 * other.chunks[-1].size


def _is_below(above: Heading, below: Heading) -> bool:
    return below.bbox[1] > above.bbox[3] - 0.3 * below.chunks[0].size


def _continues(above: Heading, piece: Heading, pieces: Sequence[Heading], rules: Sequence[Line]) -> bool:
    if not (above.first <= piece.first and piece.last <= above.last) or not _is_below(above, piece):
        return False
    size = piece.chunks[0].size
    if piece.bbox[1] - above.bbox[3] > TIGHT * size:
        return False
    level = [p for p in pieces if p is not piece and abs(p.bbox[1] - piece.bbox[1]) < 0.3 * size]
    if any(above.over(other) for other in level) or any(_between(rule, above, piece) for rule in rules):
        return False
    if (above.first, above.last) != (piece.first, piece.last):
        return above.first < above.last and not any(_goes_on(piece, other) for other in pieces)
    layered = any(
        wide.first < wide.last and _level(wide, above) and any(wide.over(p) and _level(p, piece) for p in pieces)
        for wide in pieces
    )
    if layered and above.first == above.last:
        # Beside a heading over headings of their own, two lines are two headings, unless the words run on.
        upper, lower = above.chunks[-1].text, piece.chunks[0].text
        return upper.endswith(ENDS_OPEN) or (not is_cjk(lower) and (lower[0].islower() or lower[0] in "(（"))
    return True


def _goes_on(piece: Heading, other: Heading) -> bool:
    """Whether a heading's next line is right below."""
    gap = other.bbox[1] - piece.bbox[3]
    return (
        (piece.first, piece.last) == (other.first, other.last)
        and _is_below(piece, other)
        and gap < LEADING * piece.chunks[0].size
    )


def _between(rule: Line, above: Heading, below: Heading) -> bool:
    middle = below.chunks[0].middle
    bottom, top = above.chunks[-1].bbox[3], below.chunks[0].bbox[1]
    return min(bottom, top) - 2 <= rule.at <= max(bottom, top) + 2 and rule.start <= middle <= rule.end


def _levels(headings: list[Heading], rules: Sequence[Line]) -> tuple[list[Heading], int]:
    """Rows of the head: cut where a heading ends over one that begins below it, in as few places as will do."""
    gaps = []
    for above in headings:
        for below in headings:
            if above is not below and above.over(below) and _is_below(above, below):
                low, high = sorted((above.bbox[3], below.bbox[1]))
                gaps.append((high, low))
    cuts: list[float] = []
    for high, low in sorted(gaps):
        if not cuts or cuts[-1] < low - 0.5:
            ruled = [rule.at for rule in rules if low - 2 <= rule.at <= high + 2]
            cuts.append(ruled[0] if ruled else high)
    placed = []
    for heading in headings:
        _, top, _, bottom = heading.bbox
        slack = 0.35 * heading.chunks[0].size
        inside = [number for number, cut in enumerate(cuts) if top + slack < cut < bottom - slack]
        if inside:
            first, last = inside[0], inside[-1] + 1
        else:
            first = last = sum(cut <= (top + bottom) / 2 for cut in cuts)
        placed.append(Heading(heading.chunks, heading.first, heading.last, first, last))
    return placed, len(cuts) + 1
