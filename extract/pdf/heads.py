"""The head of a table without rulings: which columns each heading stands over, and which lines are one heading.

Out of scope: the body (`extract.pdf.aligned`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from extract.pdf.blocks import Row
from extract.pdf.lattice import Line
from extract.pdf.lines import Chunk
from extract.pdf.page import Word

Extent = tuple[float, float]
"""From left to right."""

TIGHT = 0.75  # of the font size: lines of one heading stand closer than this


@dataclass(frozen=True, slots=True)
class Heading:
    """Chunks that make one heading, over columns `first` to `last`, in lines `top` to `bottom` of the head."""

    chunks: tuple[Chunk, ...]
    top: int
    bottom: int
    first: int
    last: int

    @property
    def words(self) -> tuple[Word, ...]:
        """All its words."""
        return tuple(word for chunk in self.chunks for word in chunk.words)


def find_headings(rows: Sequence[Row], columns: Sequence[Extent], rules: Sequence[Line]) -> tuple[list[Heading], int]:
    """Headings with their lines renumbered to rows of the head, and how many those are."""
    pieces = _pieces(rows, columns, rules)
    merged = _merged(pieces, rows, rules)
    return _levels(merged, len(rows))


def _pieces(rows: Sequence[Row], columns: Sequence[Extent], rules: Sequence[Line]) -> list[Heading]:
    pieces: list[Heading] = []
    for index, row in enumerate(rows):
        spans = [_ruled_span(chunk, columns, rules) or _over(chunk, columns) for chunk in row.chunks]
        spans = _spread(row.chunks, spans, columns, rows[index + 1 :])
        joined: list[Heading] = []
        for chunk, (first, last) in zip(row.chunks, spans, strict=True):
            if joined and joined[-1].last >= first:
                before = joined.pop()
                joined.append(Heading((*before.chunks, chunk), index, index, before.first, max(before.last, last)))
            else:
                joined.append(Heading((chunk,), index, index, first, last))
        pieces += joined
    return pieces


def _over(chunk: Chunk, columns: Sequence[Extent]) -> tuple[int, int]:
    """The columns that a chunk overlaps; the nearest, where it overlaps none."""
    left, right = chunk.bbox[0], chunk.bbox[2]
    hit = [
        index
        for index, (x0, x1) in enumerate(columns)
        if min(right, x1) - max(left, x0) > min(0.25 * chunk.size, 0.3 * (x1 - x0))
    ]
    if not hit:
        nearest = min(range(len(columns)), key=lambda i: max(columns[i][0] - right, left - columns[i][1]))
        return nearest, nearest
    if len(hit) > 1:
        # A heading wider than its column juts into the next one: centered over one, it belongs to that one.
        for index in hit:
            x0, x1 = columns[index]
            shared = min(right, x1) - max(left, x0)
            if shared > 0.65 * (right - left) and all(
                min(right, columns[o][1]) - max(left, columns[o][0]) < 0.4 * (columns[o][1] - columns[o][0])
                for o in hit
                if o != index
            ):
                return index, index
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


def _spread(
    chunks: Sequence[Chunk], spans: list[tuple[int, int]], columns: Sequence[Extent], below: Sequence[Row]
) -> list[tuple[int, int]]:
    """Let a heading that is centered over more columns than it touches stand over all of them.

    Only where headings stand below, and columns between the headings of this line are left over.
    """
    if not below or sum(len(row.chunks) for row in below) <= len(chunks):
        return spans
    headed = {
        c
        for row in below
        for chunk in row.chunks
        for c in range(_over(chunk, columns)[0], _over(chunk, columns)[1] + 1)
    }
    taken = {c for first, last in spans for c in range(first, last + 1)}
    widened = []
    for chunk, (first, last) in zip(chunks, spans, strict=True):
        best, span = abs(chunk.middle - _middle(columns, first, last)), (first, last)
        low = first
        while low - 1 >= 0 and low - 1 not in taken and low - 1 in headed:
            low -= 1
        high = last
        while high + 1 < len(columns) and high + 1 not in taken and high + 1 in headed:
            high += 1
        for start in range(low, first + 1):
            for end in range(last, high + 1):
                off = abs(chunk.middle - _middle(columns, start, end))
                if off < best - 0.5 * chunk.size:
                    best, span = off, (start, end)
        widened.append(span)
    return widened


def _middle(columns: Sequence[Extent], first: int, last: int) -> float:
    return (columns[first][0] + columns[last][1]) / 2


def _merged(pieces: Sequence[Heading], rows: Sequence[Row], rules: Sequence[Line]) -> list[Heading]:
    """Lines of one heading joined: tight below each other, over the same columns, with no rule between."""
    found: list[Heading] = []
    for piece in pieces:
        for index, above in enumerate(found):
            if above.bottom != piece.top - 1 or not (above.first <= piece.first and piece.last <= above.last):
                continue
            alone = not any(
                other is not piece and other.top == piece.top and above.first <= other.first <= above.last
                for other in pieces
            )
            wide = (above.first, above.last) != (piece.first, piece.last)
            gap = rows[piece.top].top - max(chunk.bbox[3] for chunk in above.chunks)
            ruled = any(_between(rule, above, piece) for rule in rules)
            if alone and not ruled and gap < TIGHT * rows[piece.top].size and not (wide and above.first == above.last):
                found[index] = Heading((*above.chunks, *piece.chunks), above.top, piece.bottom, above.first, above.last)
                break
        else:
            found.append(piece)
    return found


def _between(rule: Line, above: Heading, below: Heading) -> bool:
    middle = below.chunks[0].middle
    bottom, top = above.chunks[-1].bbox[3], below.chunks[0].bbox[1]
    return min(bottom, top) - 2 <= rule.at <= max(bottom, top) + 2 and rule.start <= middle <= rule.end


def _levels(headings: list[Heading], lines: int) -> tuple[list[Heading], int]:
    """Lines between which no heading ends while another begins under it are one row of the head."""
    real = set()
    for above in headings:
        for below in headings:
            if below.top > above.bottom and min(above.last, below.last) >= max(above.first, below.first):
                real.add(above.bottom)
    level, number = [], 0
    for line in range(lines):
        level.append(number)
        number += line in real and line < lines - 1
    renumbered = [Heading(h.chunks, level[h.top], level[h.bottom], h.first, h.last) for h in headings]
    return renumbered, level[-1] + 1 if level else 0
