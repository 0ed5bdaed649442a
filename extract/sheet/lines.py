"""What the lines around a table say: its title, its unit, its notes, the year that it is of.

Out of scope: finding the lines (`frames`), and units and years of single columns and rows.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.japanese import fiscal_years, units
from extract.sheet import columns, words
from extract.sheet.frames import Frame
from extract.sheet.grid import Grid


@dataclass(frozen=True, slots=True)
class Lines:
    """What the lines around a table say."""

    title: str | None
    units: tuple[str, ...]
    notes: tuple[str, ...]
    year: int | None  # the one year that the title names
    latest: int | None  # the latest year that any line names


def lines(grid: Grid, frame: Frame) -> Lines:
    """Read the lines above and below a table, and those above that it shares with others."""
    named_by, described = _metadata(grid, frame)
    shared = [text for row in frame.shared for text in _row_texts(grid, frame, row, wide=True)]
    above = [text for row in frame.above for text in _row_texts(grid, frame, row)]
    above = _without_translated_units(above)
    below = [text for row in frame.below for text in _row_texts(grid, frame, row)]
    corner = [grid.text(row, column) for row in frame.header for column in range(frame.area.left, frame.stub)]
    titles = [text for text in above if not _is_aside(text)]
    titles_shared = [*named_by, *(text for text in shared if not _is_aside(text))]
    notes = [text for text in [*shared, *above] if words.is_aside(text) and not _unit_line(text)]
    declared = _first_units(above) or _first_units(text for text in corner if text) or _first_units(below)
    declared = declared or _first_units(shared) or _first_units(described) or _set_right(grid, frame)
    title = " ".join(dict.fromkeys([*titles_shared, *titles])) or None
    named = _years_of_figures(titles) or _years_of_figures(titles_shared) or _years_of_figures(described)
    everything = _years([*titles_shared, *titles, grid.sheet]) or _years([*above, *shared, *below])
    return Lines(
        title=title,
        units=declared,
        notes=(*notes, *(text for text in below if text)),
        year=named.pop() if len(named) == 1 else None,
        latest=max(everything, default=None),
    )


def _metadata(grid: Grid, frame: Frame) -> tuple[list[str], list[str]]:
    """The texts of the keys and values above: what names the table, and the rest."""
    named: list[str] = []
    rest: list[str] = []
    for row in frame.shared:
        texts = [text for column in range(grid.width) if (text := grid.text(row, column))]
        if len(texts) > 1 and words.is_key(texts[0]):
            (named if words.names_table(texts[0]) else rest).extend(texts[-1:])
    return named, rest


def _row_texts(grid: Grid, frame: Frame, row: int, *, wide: bool = False) -> Iterator[str]:
    """The texts of a row; of a note numbered in a cell of its own, one text."""
    left, right = (0, grid.width - 1) if wide else (frame.block.left, frame.block.right)
    texts = [text for column in range(left, right + 1) if (text := grid.text(row, column))]
    if texts and words.is_key(texts[0]) and wide:
        return
    if len(texts) > 1 and re.fullmatch(r"[（(]?(?:注\s*)?[0-9０-９]{0,2}[）)．.:：]?|[※＊*]", texts[0]):
        yield " ".join(texts)
    else:
        yield from texts


def _without_translated_units(texts: Sequence[str]) -> list[str]:
    """Leave out what stands in brackets after a unit in brackets: (万人) (ten thousand persons)."""
    kept: list[str] = []
    for text in texts:
        translated = kept and _unit_line(kept[-1]) and re.fullmatch(r"\([A-Za-z ,.]+\)", text)
        if not translated and not (kept and text in kept):
            kept.append(text)
    return kept


def _is_aside(text: str) -> bool:
    """Whether a line is no part of a title: a note, a unit, a mark without words."""
    return words.is_aside(text) or _unit_line(text) or not re.search(r"[^\W\d_]", text) or text.startswith("$")


def _unit_line(text: str) -> bool:
    return units.read_unit(text) is not None or ("単位" in text and bool(units.find_units(text)))


def _first_units(texts: Sequence[str] | Iterator[str]) -> tuple[str, ...]:
    for text in texts:
        bracketed = re.search(r"[（(［\[【]([^（()）［\[【]*)[）)］\]】]$", text)
        declares = "単位" in text or (bracketed and units.read_unit(bracketed[1])) or units.read_unit(text)
        found = units.find_units(text) if declares else ()
        if found:
            return found
    return ()


def _set_right(grid: Grid, frame: Frame) -> tuple[str, ...]:
    """The unit in brackets at the right end of a line, also by a word that elsewhere would be none: （施設）."""
    for row in frame.above:
        for column in range(max(frame.stub, frame.area.right - 1), frame.area.right + 1):
            bracketed = re.fullmatch(r"[（(［\[【]\s*([^（()）]*?)\s*[）)］\]】]", grid.text(row, column))
            unit = units.find(bracketed[1]) if bracketed else None
            if unit and not unit.ordinal:
                return (unit.name,)
    return ()


def _years_of_figures(texts: Sequence[str]) -> set[int]:
    bare = [columns.without_base(text) for text in texts]
    years = {named.year for text in bare for named in fiscal_years.of_figures(text, fiscal_years.find_years(text))}
    return years | {date.year for text in bare for date in fiscal_years.of_figures(text, fiscal_years.find_dates(text))}


def _years(texts: Sequence[str]) -> set[int]:
    bare = [columns.without_base(text) for text in texts]
    found = {mention.year for text in bare for mention in fiscal_years.find_years(text)}
    return found | {date.year for text in bare for date in fiscal_years.find_dates(text)}
