"""What stands around a table and speaks of it: title, unit line, notes.

Out of scope: the table itself.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extract.document import Box
from extract.japanese.fiscal_years import find_dates, find_years
from extract.japanese.fold import compatible
from extract.japanese.units import find_units
from extract.pdf.lines import Chunk
from extract.pdf.titles import find_heading, is_caption, is_note, unit_line

FIRST_NOTE = 3.0  # lines' heights that may part the first note from the table
RAISED = 0.8  # of a line's size, that a raised mark is smaller than
MARK = 3  # characters of a mark raised above its line
NAMED = 8.0  # the same before a note that a cell of the table names
BELOW = 1.6  # the same between notes


_MARK = re.compile(r"[※*]\d+")


@dataclass(frozen=True, slots=True)
class Context:
    """`units` are those of the unit line, or of the title; `year` is the one year that title or section name."""

    title: str | None = None
    unit_line: str | None = None
    units: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    year: int | None = None
    section: str | None = None


def find_context(table: Box, texts: Iterable[str], chunks: Sequence[Chunk], others: Sequence[Box]) -> Context:
    """The context of a table, in whose cells `texts` stand, among the chunks of text outside tables."""
    strip = _strip(table, others)
    chunks = [chunk for chunk in chunks if strip[0] <= chunk.middle <= strip[1] or _spans(chunk, strip)]
    heading = find_heading(table[1], _above(table, chunks, others))
    notes = _notes(table, marks_in(texts), chunks, others)
    text = heading.text
    years = {mention.year for mention in find_years(text)} if text else set()
    if not years and heading.as_of is not None:
        years = {date.fiscal_year for date in find_dates(heading.as_of.text)}
    unit = heading.unit
    return Context(
        title=text,
        unit_line=unit.text if unit else None,
        units=unit_line(unit.text) if unit else find_units(text or ""),
        notes=_note_texts(notes),
        year=years.pop() if len(years) == 1 else None,
    )


def _strip(table: Box, others: Sequence[Box]) -> tuple[float, float]:
    """The width of the page that is a table's own: half way to the tables beside it."""
    level = [box for box in others if box != table and min(box[3], table[3]) - max(box[1], table[1]) > 0]
    left = max((box[2] for box in level if box[2] <= table[0] + 3), default=None)
    right = min((box[0] for box in level if box[0] >= table[2] - 3), default=None)
    return (
        float("-inf") if left is None else (left + table[0]) / 2,
        float("inf") if right is None else (right + table[2]) / 2,
    )


def _spans(chunk: Chunk, strip: tuple[float, float]) -> bool:
    """Whether text runs over the whole strip and beyond: it speaks of all tables in a row."""
    return chunk.bbox[0] < strip[0] and chunk.bbox[2] > strip[1]


def _above(table: Box, chunks: Sequence[Chunk], others: Sequence[Box]) -> list[Chunk]:
    """Chunks over the table, down from the next table above."""
    ceiling = max((box[3] for box in others if box[3] <= table[1] + 2 and _beside(box, table)), default=0.0)
    return [
        chunk
        for chunk in chunks
        if ceiling - 2 <= chunk.bbox[1]
        and chunk.bbox[3] <= table[1] + 0.5 * chunk.size
        and (_over(chunk.bbox, table) or unit_line(chunk.text))
    ]


def _beside(box: Box, table: Box) -> bool:
    return min(box[2], table[2]) > max(box[0], table[0])


def _over(box: Box, table: Box) -> bool:
    """Whether text stands over a table's width, or juts out a little."""
    slack = 40.0
    return min(box[2], table[2] + slack) > max(box[0], table[0] - slack)


def marks_in(texts: Iterable[str]) -> frozenset[str]:
    """The marks of notes in texts: ※1, *2."""
    return frozenset(mark for text in texts if "※" in text or "*" in text for mark in _MARK.findall(compatible(text)))


def _notes(table: Box, marks: frozenset[str], chunks: Sequence[Chunk], others: Sequence[Box]) -> list[Chunk]:
    """Notes below the table, down to the next table or to what is no note; those that `marks` name may stand apart."""
    floor = min((box[1] for box in others if box[1] >= table[3] - 2 and _beside(box, table)), default=float("inf"))
    below = sorted(
        (
            chunk
            for chunk in chunks
            if chunk.bbox[1] >= table[3] - 0.5 * chunk.size and chunk.bbox[1] < floor and _over(chunk.bbox, table)
        ),
        key=lambda chunk: (round(chunk.bbox[1] / 3), chunk.bbox[0]),
    )
    found: list[Chunk] = []
    bottom = table[3]
    for chunk in below:
        if any(_is_raised(chunk, other) for other in below):
            continue
        named = not marks.isdisjoint(_MARK.findall(compatible(chunk.text[:4])))
        if chunk.bbox[1] - bottom > (NAMED if named else BELOW if found else FIRST_NOTE) * chunk.size:
            break
        if found and abs(chunk.bbox[1] - found[-1].bbox[1]) < 0.3 * chunk.size:
            found.append(chunk)
        elif is_note(chunk.text) or _is_marked(chunk) or (found and _continues(found[-1], chunk, table[2])):
            found.append(chunk)
            bottom = chunk.bbox[3]
        else:
            break
    return found


def _is_raised(chunk: Chunk, other: Chunk) -> bool:
    """Whether a mark stands raised in another line."""
    if len(chunk.text) > MARK or chunk is other:
        return False
    (x0, top, x1, bottom), line = chunk.bbox, other.bbox
    return line[0] < x0 and x1 < line[2] and top < line[1] < bottom < line[3]


def _is_marked(chunk: Chunk) -> bool:
    """Whether a line begins with a raised mark."""
    return len(chunk.words) > 1 and chunk.words[0].size < RAISED * chunk.words[1].size


def _continues(note: Chunk, chunk: Chunk, right: float) -> bool:
    """Whether a line runs on from a note: set as small, hanging or after a line up to the `right`, and no caption."""
    alike = abs(note.size - chunk.size) < 0.5 and not is_caption(chunk.text)
    near = chunk.bbox[0] >= note.bbox[0] - 2 and chunk.bbox[1] - note.bbox[3] < 0.8 * chunk.size
    indented = chunk.bbox[0] > note.bbox[0] + 0.5 * chunk.size
    runs_on = not note.text.rstrip().endswith("。") and note.bbox[2] > right - 3 * chunk.size
    return alike and near and (indented or runs_on)


def _note_texts(notes: Sequence[Chunk]) -> tuple[str, ...]:
    texts: list[str] = []
    for index, chunk in enumerate(notes):
        level = index > 0 and abs(chunk.bbox[1] - notes[index - 1].bbox[1]) < 0.3 * chunk.size
        if texts and (level or not (is_note(chunk.text) or _is_marked(chunk))):
            texts[-1] += (" " if level else "") + chunk.text
        else:
            texts.append(chunk.text)
    return tuple(texts)
