"""What stands around a table and speaks of it: title, unit line, notes.

Out of scope: the table itself.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.document import Box
from extract.japanese.fiscal_years import find_years
from extract.japanese.fold import compatible
from extract.japanese.units import find_units, read_unit
from extract.pdf.lines import Chunk

ABOVE = 5.0  # lines' heights above the table within which its title begins
FIRST_NOTE = 3.0  # lines' heights that may part the first note from the table
BELOW = 1.6  # the same between notes

_NOTE = re.compile(
    r"\s*[(（\[［【〔<＜]?\s*(?:※|\*|＊|†|‡|[(（\[［]?\s*(?:注|備考|資料|出典|出所|脚注|凡例|Sources?\b|Notes?\b)|[1-9１-９]\s*[)）])",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\s*[(（]?[1-9１-９]\s*[)）]")
_UNIT_LINE = re.compile(r"^[(（\[［【〔]?\s*(?:単位|unit)", re.IGNORECASE)
_CAPTION = re.compile(
    r"^[【〔（(\[<＜]?\s*(?:別?表|図表|第?\s*[\dIVX０-９一二三四五六七八九十]+[-－―‐・.．0-9０-９]*\s*[表図]|参考|table|tab\.)|^[■●◆◎○▼□◇・]|^[\d０-９]+[-－―‐]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Context:
    """`units` are those of the unit line, or of the title; `year` is the one year that title or section name."""

    title: str | None = None
    unit_line: str | None = None
    units: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    year: int | None = None
    section: str | None = None


def find_context(table: Box, chunks: Sequence[Chunk], others: Sequence[Box]) -> tuple[Context, list[Chunk]]:
    """The context of a table among the chunks of text outside tables; and the chunks it took."""
    strip = _strip(table, others)
    chunks = [chunk for chunk in chunks if strip[0] <= chunk.middle <= strip[1] or _spans(chunk, strip)]
    above = _above(table, chunks, others)
    used: list[Chunk] = []
    unit, title, taken = None, None, []
    for chunk in above:
        named = unit_line(chunk.text)
        if named and unit is None and title is None:
            unit = chunk
            used.append(chunk)
        elif title is None and is_note(chunk.text) and not _NUMBERED.match(chunk.text):
            continue
        elif title is None and not is_prose(chunk.text):
            title = chunk
            taken = _rest_of_title(chunk, above)
        else:
            break
    used += taken
    text = " ".join(piece.text for piece in taken) if taken else None
    found = unit_line(unit.text) if unit else find_units(text or "")
    notes = _notes(table, chunks, others)
    used += notes
    years = {mention.year for mention in find_years(text)} if text else set()
    return (
        Context(
            title=text,
            unit_line=unit.text if unit else None,
            units=found,
            notes=_note_texts(notes),
            year=years.pop() if len(years) == 1 else None,
        ),
        used,
    )


def unit_line(text: str) -> tuple[str, ...]:
    """The units that a line names and nothing else: （単位：件、百万円）, （社）."""
    if _UNIT_LINE.match(compatible(text)):
        return find_units(text)
    unit = read_unit(text)
    if unit is not None:
        return (unit,)
    bracketed = re.fullmatch(r"\s*[(（\[［【].{1,30}[)）\]］】]\s*", text)
    return find_units(text) if bracketed else ()


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
    """Chunks over the table, nearest first, up to the next table above."""
    ceiling = max((box[3] for box in others if box[3] <= table[1] + 2 and _beside(box, table)), default=0.0)
    found = [
        chunk
        for chunk in chunks
        if ceiling - 2 <= chunk.bbox[1]
        and chunk.bbox[3] <= table[1] + 0.5 * chunk.size
        and (_over(chunk.bbox, table) or unit_line(chunk.text))
        and table[1] - chunk.bbox[3] < ABOVE * max(chunk.size, 8)
    ]
    return sorted(found, key=lambda chunk: (-round(chunk.bbox[3] / 3), chunk.bbox[0]))


def _beside(box: Box, table: Box) -> bool:
    return min(box[2], table[2]) > max(box[0], table[0])


def _over(box: Box, table: Box) -> bool:
    """Whether text stands over a table's width, or juts out a little."""
    slack = 40.0
    return min(box[2], table[2] + slack) > max(box[0], table[0] - slack)


def is_note(text: str) -> bool:
    """Whether a line begins as notes and sources do."""
    return _NOTE.match(text) is not None


def is_caption(text: str) -> bool:
    """Whether a line begins as titles of tables and figures do."""
    return _CAPTION.match(compatible(text)) is not None


def is_prose(text: str) -> bool:
    """Whether a line is a sentence or the end of one."""
    return text.rstrip().endswith(("。", "．", ".", ":")) and len(text) > 25 and not is_caption(text)


def _rest_of_title(chunk: Chunk, above: Sequence[Chunk]) -> list[Chunk]:
    """A title over several lines, or several chunks of one line."""
    same = [c for c in above if abs(c.bbox[1] - chunk.bbox[1]) < 0.5 * chunk.size and not unit_line(c.text)]
    same.sort(key=lambda c: c.bbox[0])
    return same


def _notes(table: Box, chunks: Sequence[Chunk], others: Sequence[Box]) -> list[Chunk]:
    """Notes below the table, down to the next table or to what is no note."""
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
        if chunk.bbox[1] - bottom > (BELOW if found else FIRST_NOTE) * chunk.size:
            break
        if found and abs(chunk.bbox[1] - found[-1].bbox[1]) < 0.3 * chunk.size:
            found.append(chunk)
        elif is_note(chunk.text) or (found and _continues(found[-1], chunk, table[2])):
            found.append(chunk)
            bottom = chunk.bbox[3]
        else:
            break
    return found


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
        if texts and (level or not is_note(chunk.text)):
            texts[-1] += (" " if level else "") + chunk.text
        else:
            texts.append(chunk.text)
    return tuple(texts)
