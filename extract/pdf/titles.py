"""The title of a table among the lines above it: past units, dates and notes, over several lines, past running text.

Out of scope: notes below the table, the table itself (`extract.pdf.context`).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extract.document import Box
from extract.japanese.dates import find_dates
from extract.japanese.fold import compatible
from extract.japanese.units import find_units, read_unit
from extract.pdf.lines import Chunk
from extract.pdf.words import box_of

ABOVE = 5.0  # lines' heights above the table within which its title stands
TIGHT = 0.8  # of the font size: lines of one title stand closer
SUBTITLE = 1.5  # the same between a title and what stands under it in smaller type
LINES = 3  # of one title
SHORT = 25  # characters: a title may end so, in an abbreviation
LARGER = 1.3  # times the size of running text that a heading is set in

_MEASURE = (
    r"(?:(?:[$€£¥]|US\$|Rs\.?|[A-Z]{3})\s?)?(?:(?:hundred|thousand|million|billion|trillion|quadrillion|crore)s?\b|'?000\b"
    r"|1[ ,.]?000\b|per ?cent\b|dollars\b|%)"
)
_UNIT_LINE = re.compile(r"^[(（\[［【〔]?\s*(?:単位|units?\b|in (?:thousand|million|billion|per ?cent))", re.IGNORECASE)
_BARE_UNIT = re.compile(rf"(?:in )?{_MEASURE}(?: (?:of )?[^\W\d]+){{0,3}}", re.IGNORECASE)
_BRACKETED_UNIT = re.compile(rf"[(\[]\s*(?:(?:\w+ (?:are )?)?in )?{_MEASURE}", re.IGNORECASE)
_BRACKETED = re.compile(r"\s*[(（\[［【][^()（）\[\]［］【】]{1,30}[)）\]］】]\s*")
_NOTE = re.compile(
    r"\s*[(（\[［【〔<＜]?\s*(?:※|\*|＊|†|‡|[(（\[［]?\s*(?:注|備考|資料|出典|出所|脚注|凡例|Sources?\b|Notes?\b|NB\b)"
    r"|[1-9１-９]\s*[)）]|[(（]\W[)）]|(?-i:[A-Z]{2,5}:))",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\s*[(（]?[1-9１-９]\s*[)）]")
_NAMED = re.compile(
    r"^[■◆【〔（(\[<＜]?\s*(?:別?表|図表|第?\s*[\dIVX一二三四五六七八九十]+[-－―‐・.0-9]*\s*[表図]|table|tab\.)\s*\S",
    re.IGNORECASE,
)
_CAPTION = re.compile(_NAMED.pattern + r"|^[■●◆◎○▼□◇・]|^[【〔（(\[<＜]?\s*参考|^\d+[-－―‐]", re.IGNORECASE)
_SENTENCE = re.compile(r"。[」』）)]*$")
_AS_OF = re.compile(
    r"[\s\d:：()（）<>＜＞【】]|時点?|分|現在|時刻|更新|公表|発表|速報値?|版|から|まで|as of", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above a table: its title's chunks from top to bottom, its unit line, and the date it speaks of."""

    title: tuple[Chunk, ...] = ()
    unit: Chunk | None = None
    as_of: Chunk | None = None

    @property
    def text(self) -> str | None:
        """The title's text."""
        return " ".join(chunk.text for chunk in self.title) or None


@dataclass(frozen=True, slots=True)
class _Level:
    """The chunks of one line, from left to right."""

    chunks: tuple[Chunk, ...]

    @property
    def text(self) -> str:
        return " ".join(chunk.text for chunk in self.chunks)

    @property
    def size(self) -> float:
        return max(chunk.size for chunk in self.chunks)

    @property
    def bbox(self) -> Box:
        return box_of([chunk.bbox for chunk in self.chunks])


def find_heading(top: float, above: Iterable[Chunk]) -> Heading:
    """What stands above a table that begins at `top`, among chunks above it."""
    unit: Chunk | None = None
    as_of: Chunk | None = None
    running: float | None = None  # the size of running text between the table and what is above that
    levels = _levels(above)
    for index, level in enumerate(levels):
        units = [chunk for chunk in level.chunks if unit_line(chunk.text)]
        if units and unit is None and _near(units[0], top):
            unit = units[0]
        rest = _Level(tuple(chunk for chunk in level.chunks if chunk not in units))
        if (
            not rest.chunks
            or names_unit(rest.text)
            or is_bare_unit(rest.text)
            or (is_note(rest.text) and not _NUMBERED.match(rest.text))
        ):
            continue
        if is_as_of(rest.text):
            as_of = as_of or rest.chunks[0]
        elif is_prose(rest.text):
            running = max(running or 0.0, rest.size)
        elif _entitles(rest, top, running):
            lines = [rest, *_lines_over(rest, levels[index + 1 :])]
            return Heading(tuple(chunk for line in reversed(lines) for chunk in line.chunks), unit, as_of)
    return Heading((), unit, as_of)


def _entitles(level: _Level, top: float, running: float | None) -> bool:
    """Whether a line is a title: right above the table, or a table's name or larger type over running text."""
    if running is None:
        return any(_near(chunk, top) for chunk in level.chunks)
    named = _NAMED.match(compatible(level.text)) is not None and _near(level.chunks[0], top)
    return named or level.size >= LARGER * running


def _near(chunk: Chunk, top: float) -> bool:
    return top - chunk.bbox[3] < ABOVE * max(chunk.size, 8)


def _levels(chunks: Iterable[Chunk]) -> list[_Level]:
    """Chunks as lines, the lowest first."""
    found: list[list[Chunk]] = []
    for chunk in sorted(chunks, key=lambda one: -one.bbox[3]):
        if found and abs(found[-1][0].bbox[1] - chunk.bbox[1]) < 0.5 * chunk.size:
            found[-1].append(chunk)
        else:
            found.append([chunk])
    return [_Level(tuple(sorted(level, key=lambda chunk: chunk.bbox[0]))) for level in found]


def _lines_over(last: _Level, above: Sequence[_Level]) -> list[_Level]:
    """The lines of a title over its last one, from bottom to top."""
    lines: list[_Level] = []
    below = last
    for level in above[: LINES - 1]:
        text = level.text
        if _begins(below.text) or is_prose(text) or unit_line(text) or (is_note(text) and not _begins(text)):
            break
        gap = below.bbox[1] - level.bbox[3]
        alike = abs(level.size - below.size) < 0.08 * below.size
        if alike and gap < TIGHT * below.size and _sets_on(level, below):
            lines.append(level)
        elif not lines and gap < SUBTITLE * below.size and level.size > 1.1 * below.size and _begins(text):
            return [level]
        else:
            break
        below = level
    return lines if lines and (_begins(lines[-1].text) or _centered(last, lines[0])) else []


def _sets_on(level: _Level, below: _Level) -> bool:
    """Whether a line goes on below another: from the same left edge, hanging after a table's name, or centered."""
    left = below.bbox[0] - level.bbox[0]
    return abs(left) < below.size or (left > 0 and _begins(level.text)) or _centered(level, below)


def _centered(one: _Level, other: _Level) -> bool:
    return abs((one.bbox[0] + one.bbox[2]) - (other.bbox[0] + other.bbox[2])) < 3 * one.size


def _begins(text: str) -> bool:
    return is_caption(text) or _NUMBERED.match(text) is not None


def is_as_of(text: str) -> bool:
    """Whether a text is nothing but the date of which figures are: 2021/3/31 24時時点."""
    dates = find_dates(text)
    for date in reversed(dates):
        text = text[: date.start] + text[date.end :]
    return bool(dates) and len(_AS_OF.sub("", text)) < 2


def unit_line(text: str) -> tuple[str, ...]:
    """The units that a line names and nothing else: （単位：件、百万円）, （社）."""
    if _UNIT_LINE.match(compatible(text)):
        return find_units(text)
    unit = read_unit(text)
    if unit is not None:
        return (unit,)
    return find_units(text) if _BRACKETED.fullmatch(text) else ()


def names_unit(text: str) -> bool:
    """Whether a line begins as unit lines do, whatever the unit: (In millions of dollars)."""
    return _UNIT_LINE.match(compatible(text)) is not None


def is_bare_unit(text: str) -> bool:
    """Whether a line is nothing but a unit, or begins so in brackets, as a heading may too: $ million, (percent)."""
    folded = compatible(text).strip()
    return _BARE_UNIT.fullmatch(folded) is not None or _BRACKETED_UNIT.match(folded) is not None


def is_note(text: str) -> bool:
    """Whether a line begins as notes and sources do."""
    return _NOTE.match(text) is not None


def is_caption(text: str) -> bool:
    """Whether a line begins as titles of tables and figures do."""
    return _CAPTION.match(compatible(text)) is not None


def is_prose(text: str) -> bool:
    """Whether a line is a sentence or the end of one."""
    if _SENTENCE.search(text.rstrip()):
        return True
    ends = text.rstrip().endswith(("．", ".", ":"))
    return ends and (len(text) > SHORT or text[0].islower()) and not is_caption(text)
