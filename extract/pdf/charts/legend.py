"""Legends: small marks with a text at their side, tied to series by colour and kind, in whatever order they stand.

Out of scope: names printed beside a line without a mark (`names`).
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from extract.document import Box
from extract.pdf.charts.marks import Key, Marks, alike, outlines
from extract.pdf.charts.texts import Piece, around, joined

_YEAR = re.compile(r"^(?:19|20)\d\d$|^[HRSＨＲＳ平令昭]")


@dataclass(frozen=True, slots=True)
class Entry:
    """A name with the colours of the marks before it; `kinds` are bar, line and dot."""

    text: str
    keys: tuple[Key, ...]
    kinds: frozenset[str]
    box: Box
    pieces: tuple[Piece, ...]
    swatch: Box
    dashed: bool = False
    rank: int = 0  # its place in reading order
    looks: frozenset[str] = frozenset()  # the forms of markers in it
    order: int = 0  # when it was drawn

    @property
    def is_small(self) -> bool:
        """Whether its mark is no larger than a letter, as no bar that has its name beside it is."""
        x0, top, x1, bottom = self.swatch
        return self.kinds <= {"bar", "dot"} and max(x1 - x0, bottom - top) <= 1.3 * self.pieces[0].size


@dataclass(frozen=True, slots=True)
class _Swatch:
    box: Box
    keys: tuple[Key, ...]
    kind: str
    order: int
    dashed: bool = False
    look: str = ""


def find_entries(marks: Marks, pieces: Sequence[Piece], keys: Collection[Key]) -> tuple[Entry, ...]:
    """Every mark of one of the colours that has a text at its side, as close as in a legend."""
    wanted = {tuple(round(part / 8) for part in key) for key in keys}
    swatches = _on_lines([s for s in _swatches(marks) if any(_near_to(key, wanted) for key in s.keys)])
    following: dict[int, list[_Swatch]] = {}
    lonely: list[_Swatch] = []
    ordered = sorted(range(len(pieces)), key=lambda k: pieces[k].box[0])
    lefts = [pieces[k].box[0] for k in ordered]
    for swatch in swatches:
        k = _text_after(swatch.box, pieces, ordered, lefts)
        if k is not None:
            following.setdefault(k, []).append(swatch)
        else:
            lonely.append(swatch)
    boxes = [swatch.box for group in following.values() for swatch in group]
    entries = []
    for k, group in following.items():
        words = _words(pieces[k], pieces, boxes, starts={pieces[j] for j in following if j != k})
        text = joined(words)
        if all(word.value is not None for word in words) and not _YEAR.match(text):
            continue
        entries.append(_entry(text, group, words))
    entries = _one_each(entries + _before(lonely, pieces))
    entries.sort(key=lambda entry: (round(entry.swatch[3] / 4), entry.swatch[0]))
    return tuple(replace(entry, rank=rank) for rank, entry in enumerate(entries))


def _entry(text: str, group: Sequence[_Swatch], words: Sequence[Piece]) -> Entry:
    keys = tuple(dict.fromkeys(key for swatch in group for key in swatch.keys))
    box = _around(swatch.box for swatch in group)
    return Entry(
        text,
        keys,
        frozenset(swatch.kind for swatch in group),
        _around([box, around(words)]),
        tuple(words),
        box,
        dashed=any(swatch.dashed for swatch in group),
        looks=frozenset(swatch.look for swatch in group if swatch.look),
        order=min(swatch.order for swatch in group),
    )


def _near_to(key: Key, wanted: Collection[tuple[int, ...]]) -> bool:
    red, green, blue = (round(part / 8) for part in key)
    steps = (0, -1, 1)
    return (red, green, blue) in wanted or any(
        (red + r, green + g, blue + b) in wanted for r in steps for g in steps for b in steps
    )


def _swatches(marks: Marks) -> Iterable[_Swatch]:
    starts = {(round(x0), round(top), round(bottom)) for x0, top, _, bottom in (bar.box for bar in marks.bars)}
    ends = {(round(x1), round(top), round(bottom)) for _, top, x1, bottom in (bar.box for bar in marks.bars)}
    for bar in marks.bars:
        x0, top, x1, bottom = bar.box
        level = round(top), round(bottom)
        stacked = (round(x0), *level) in ends or (round(x1), *level) in starts  # side by side in one row
        if 2 <= x1 - x0 <= 48 and 2 <= bottom - top <= 18 and not stacked:
            yield _Swatch(bar.box, (bar.key,), "bar", bar.order)
    edges = outlines(marks.bars, marks.rules)
    for rule in marks.rules:
        if rule not in edges and rule.horizontal and 6 <= rule.box[2] - rule.box[0] <= 60:
            yield _Swatch(rule.box, (rule.key,), "line", rule.order)
    for trace in marks.traces:
        x0, top, x1, bottom = trace.box
        if 6 <= x1 - x0 <= 60 and bottom - top <= 14:
            yield _Swatch(trace.box, (trace.key,), "line", trace.order, trace.dashed)
    for dot in marks.dots:
        x, y, half = *dot.center, dot.size / 2
        yield _Swatch((x - half, y - half, x + half, y + half), dot.keys, "dot", dot.order, look=dot.look)


def _on_lines(swatches: Sequence[_Swatch]) -> list[_Swatch]:
    """Swatches with markers that sit in the middle of a line given the line's box."""
    lines = {(round(s.box[0] + s.box[2]), round(s.box[1] + s.box[3])): s.box for s in swatches if s.kind == "line"}
    done = []
    for swatch in swatches:
        x, y = round(swatch.box[0] + swatch.box[2]), round(swatch.box[1] + swatch.box[3])
        near = (lines.get((x + dx, y + dy)) for dx in (0, -1, 1) for dy in (0, -1, 1))
        line = next((box for box in near if box), None) if swatch.kind == "dot" else None
        done.append(replace(swatch, box=line) if line else swatch)
    return done


def _one_each(entries: Sequence[Entry]) -> list[Entry]:
    """Of several marks at one text those of the legend: they stand in line with others, and are longer."""
    best: dict[int, tuple[int, float, Entry]] = {}
    for entry in entries:
        column = sum(
            abs(entry.swatch[0] - other.swatch[0]) <= 1 and abs(entry.swatch[2] - other.swatch[2]) <= 1
            for other in entries
        )
        rank = (column, entry.swatch[2] - entry.swatch[0])
        for piece in entry.pieces[:1]:
            if id(piece) not in best or rank > best[id(piece)][:2]:
                best[id(piece)] = (*rank, entry)
    return [entry for _, _, entry in best.values()]


def _before(swatches: Sequence[_Swatch], pieces: Sequence[Piece]) -> list[Entry]:
    """Entries of legends whose texts stand before their marks, ending at one line."""
    held: dict[int, tuple[list[_Swatch], list[Piece]]] = {}
    words = [piece for piece in pieces if piece.turn == 0 and piece.value is None]
    for swatch in swatches:
        x0, top, _, bottom = swatch.box
        near = [
            p
            for p in words
            if -1.5 <= x0 - p.box[2] <= max(1.6 * p.size, 6.0)
            and abs(p.y - (top + bottom) / 2) <= 0.65 * p.size
            and bottom - top <= 2.2 * p.size
        ]
        if near:
            level = min(near, key=lambda p: abs(p.y - (top + bottom) / 2))
            held.setdefault(id(level), ([], [level]))[0].append(swatch)
    entries = []
    for group, (piece,) in held.values():
        name = _backwards(piece, pieces)
        entries.append(_entry(joined(name), group, name))
    columns = [round(entry.swatch[0] / 2) for entry in entries]
    return [entry for entry, column in zip(entries, columns, strict=True) if columns.count(column) >= 2]


def _backwards(last: Piece, pieces: Sequence[Piece]) -> list[Piece]:
    words = [last]
    for piece in sorted(pieces, key=lambda p: -p.box[2]):
        gap = words[0].box[0] - piece.box[2]
        if abs(piece.y - last.y) <= 0.45 * last.size and -0.5 <= gap <= 0.9 * last.size:
            words.insert(0, piece)
    return words


def _text_after(box: Box, pieces: Sequence[Piece], ordered: Sequence[int], lefts: Sequence[float]) -> int | None:
    """The text that begins right behind a mark, on its level."""
    middle = (box[1] + box[3]) / 2
    best: tuple[float, int] | None = None
    for k in ordered[bisect_left(lefts, box[2] - 1.5) :]:
        piece = pieces[k]
        gap = piece.box[0] - box[2]
        if piece.turn != 0:
            continue
        if gap > 22:
            break
        if (
            gap <= max(1.6 * piece.size, 6.0)
            and abs(piece.y - middle) <= 0.65 * piece.size
            and box[3] - box[1] <= 2.2 * piece.size
        ):
            best = min(best, (abs(piece.y - middle) + gap / 4, k)) if best else (abs(piece.y - middle) + gap / 4, k)
    return best[1] if best else None


def _words(first: Piece, pieces: Sequence[Piece], boxes: Sequence[Box], starts: set[Piece]) -> list[Piece]:
    """The words of a name: those that follow on its line up to the next mark, and lines below that have no mark."""
    words = [first]
    level = sorted(
        (p for p in pieces if abs(p.y - first.y) <= 0.45 * first.size and p.box[0] > first.x), key=lambda p: p.box[0]
    )
    for piece in level:
        last = words[-1].box[2]
        if piece in starts or not -1.0 <= piece.box[0] - last <= 0.9 * first.size:
            break
        if abs(piece.size - first.size) > 0.3:  # the name of a category beside the legend
            break
        if any(last - 1 <= box[0] and box[2] <= piece.box[0] + 1 and box[1] <= first.y <= box[3] for box in boxes):
            break
        words.append(piece)
    edge, lowest = first.box[0], first
    while True:
        below = [
            p
            for p in pieces
            if p not in words
            and p not in starts
            and abs(p.box[0] - edge) <= 1.0
            and abs(p.size - first.size) <= 0.3
            and 0.5 * first.size < p.y - lowest.y <= 1.45 * first.size
            and p.value is None
        ]
        if len(below) != 1 or any(
            s.box[0] < edge + 2 and 0 < s.y - lowest.y < 1.2 * (below[0].y - lowest.y) for s in starts
        ):
            return words
        lowest = below[0]
        words.append(lowest)


def fitting(keys: Sequence[Key], kind: str, entries: Sequence[Entry], dashed: bool, look: str) -> list[Entry]:
    """The entries that may name a series, by colour, kind and the form of its markers, as few as these tell."""
    found = [entry for entry in entries if any(alike(key, other) for key in keys[:1] for other in entry.keys)]
    if not found:
        found = [entry for entry in entries if any(alike(key, other) for key in keys for other in entry.keys)]
    own = {"bar": {"bar"}, "line": {"line", "dot"}}[kind]
    for narrower in (
        lambda e: e.kinds & own,
        lambda e: kind == "bar" and any(alike(keys[0], other) for other in e.keys[:1]),  # outlines come after
        lambda e: not (kind == "bar" and "line" in e.kinds),
        lambda e: look in e.looks if look else not e.looks,
        lambda e: all(any(alike(key, other) for other in e.keys) for key in keys),
        lambda e: e.dashed == dashed,
    ):
        left = [entry for entry in found if narrower(entry)]
        found = left or found
    return found


def entry_for(keys: Sequence[Key], kind: str, entries: Sequence[Entry]) -> Entry | None:
    """The entry of a series by its colours and kind, None where none or several fit equally."""
    found = fitting(keys, kind, entries, dashed=False, look="")
    return found[0] if len({entry.text for entry in found}) == 1 else None


def _around(boxes: Iterable[Box]) -> Box:
    x0s, tops, x1s, bottoms = zip(*boxes, strict=True)
    return (min(x0s), min(tops), max(x1s), max(bottoms))


def groups(entries: Sequence[Entry]) -> list[list[Entry]]:
    """Entries parted into legends: those of one stand in rows and columns close to each other."""
    found: list[list[Entry]] = []
    for entry in entries:
        near = [group for group in found if any(_neighbours(entry, other) for other in group)]
        found = [group for group in found if group not in near] + [[entry, *(one for group in near for one in group)]]
    return found


def _neighbours(one: Entry, other: Entry) -> bool:
    size = one.pieces[0].size
    across = max(one.box[0] - other.box[2], other.box[0] - one.box[2])
    along = max(one.box[1] - other.box[3], other.box[1] - one.box[3])
    level = abs(one.swatch[1] - other.swatch[1]) <= 2 and across <= 4 * size
    return level or (abs(one.swatch[0] - other.swatch[0]) <= 2 and along <= 2.5 * size)


def of_one_legend(entries: Sequence[Entry], named: Sequence[Entry]) -> list[Entry]:
    """Entries in line with those that are known to name series of a chart, and set alike: the rest of its legend."""
    rest = []
    for entry in entries:
        size = entry.pieces[0].size
        for one in named:
            level = abs(entry.swatch[1] - one.swatch[1]) <= 0.3 * size
            column = abs(entry.swatch[0] - one.swatch[0]) <= 2 and abs(entry.swatch[1] - one.swatch[1]) <= 2.5 * size
            if (level or column) and abs(one.pieces[0].size - size) <= 0.2 and entry.kinds == one.kinds:
                rest.append(entry)
                break
    return rest
