"""The head of a table without rulings: which columns each heading stands over, and which lines are one heading.

Out of scope: the body (`extract.pdf.aligned`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extract.document import Box
from extract.pdf.head_spans import ALIGNED, Span, are_spanners, columns_under, repeated_spans, ruled_spans, spread
from extract.pdf.lattice import Line, Lines
from extract.pdf.leaf_heads import GAPS, Extent, with_headings
from extract.pdf.lines import Chunk, chunk_of
from extract.pdf.page import Word
from extract.pdf.text_row import Row, recut
from extract.pdf.words import at_brackets, box_of, inked, is_cjk

APART = 0.4  # of the font size: words of neighbouring headings stand further apart than words of one
SPACE = 0.8  # of the font size: white space of a wide font is no wider
TIGHT = 0.75  # of the font size: lines of one heading stand closer than this
LEADING = 0.35  # of the font size: lines of one heading that is set over others stand closer
EVEN = 1.3  # times as wide as gaps within headings are gaps between them
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

_YEAR = re.compile(r"(?:平成|昭和|令和|[HRS])?\s*(?:\d{1,4}|元)\s*年度").fullmatch
"""A heading by itself: the words over it do not go on in it, but for the name of an era."""
_ENDS_IN_ERA = re.compile(r".*(?:平成|昭和|令和)").fullmatch


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
    below: dict[int, Chunk] = {}
    for heading in lower:
        for column in range(heading.first, heading.last + 1):
            below.setdefault(column, heading.chunks[0])
    chunks = _set_close(row, columns, below) or [part for chunk in row.chunks for part in _parted(chunk, columns)]
    joined: list[Heading] = []
    for chunk, (first, last) in zip(chunks, _spans(chunks, columns, lower, below, rulings), strict=True):
        if joined and joined[-1].last >= first:
            before = joined.pop()
            joined.append(Heading((*before.chunks, chunk), before.first, max(before.last, last)))
        else:
            joined.append(Heading((chunk,), first, last))
    return joined


def _spans(
    chunks: Sequence[Chunk],
    columns: Sequence[Extent],
    lower: Sequence[Heading],
    below: Mapping[int, Chunk],
    rulings: Lines,
) -> list[Span]:
    """The columns of the headings of a line, over those of the lines below it."""
    going_on = [_carried_on(chunk, lower, rulings[0]) for chunk in chunks]
    ruled = ruled_spans(chunks, columns, rulings)
    repeated = repeated_spans(chunks, columns, below) if None in going_on and None in ruled else None
    if repeated is not None:
        return repeated
    carried = [span or other for span, other in zip(ruled, going_on, strict=True)]
    touched = [columns_under(chunk, columns) for chunk in chunks]
    spans = _spread(chunks, _over(ruled, touched), ruled, columns, below)
    if carried == ruled or are_spanners(chunks, spans, columns, below):
        return spans
    narrow = _spread(chunks, _over(carried, touched), carried, columns, below)
    # Beside a heading that ends on this line, one on the next line alone stands under a heading of this line.
    ends = any(first and below.keys().isdisjoint(range(first, last + 1)) for first, last in narrow)
    return spans if ends and below.keys() <= _covered(spans) and not below.keys() <= _covered(narrow) else narrow


def _spread(
    chunks: Sequence[Chunk],
    touched: Sequence[Span],
    known: Sequence[Span | None],
    columns: Sequence[Extent],
    below: Mapping[int, Chunk],
) -> list[Span]:
    """Spans shared out, but the `known` ones and those of headings with none below them."""
    fixed = [
        span is not None or below.keys().isdisjoint(range(first, last + 1))
        for span, (first, last) in zip(known, touched, strict=True)
    ]
    return spread(chunks, touched, fixed, columns, below)


def _covered(spans: Sequence[Span]) -> set[int]:
    return {column for first, last in spans for column in range(first, last + 1)}


def _set_close(row: Row, columns: Sequence[Extent], below: Mapping[int, Chunk]) -> list[Chunk] | None:
    """The headings of a line set so close that they look like one, where those below tell how many they are."""
    if len(below) < 2 or len({chunk.text for chunk in below.values()}) == len(below):
        return None
    for gap in GAPS[1:]:
        chunks = [*recut(row, gap).chunks]
        if len(chunks) > len(row.chunks) and repeated_spans(chunks, columns, below):
            return chunks
    return None


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
        if not near or not aligned or (_YEAR(heading.chunks[0].text) and not _ENDS_IN_ERA(chunk.text)):
            return None
        if not any(_between(rule, Heading((chunk,), 0, 0), heading) for rule in rules):
            return heading.first, heading.last
        return None
    return None


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
