"""Chunks of a table's rows parted where others begin or end: a long label leaves no gap before what stands beside it.

Out of scope: chunks that gaps and rulings part (`extract.pdf.text_row`).
"""

from collections import Counter
from collections.abc import Sequence

from extract.pdf.lines import Chunk, chunk_of, is_figure
from extract.pdf.text_row import Row, row_with

FEWEST = 2  # rows whose edges tell where a column begins or ends
SET_IN = 2.0  # font sizes that a second column of labels begins after the first


def parted_at_edges(rows: Sequence[Row], year: int | None) -> list[Row]:
    """The rows of a table, labels parted from the labels and figures right behind them; `year` is the document's."""
    rights = Counter(round(chunk.bbox[2]) for row in rows for chunk in row.figures)
    rows = [_without_figure(row, rights, year) for row in rows]
    left = min((row.line.bbox[0] for row in rows), default=0.0)
    lefts = Counter(round(row.chunks[0].bbox[0]) for row in rows if row.is_tabular)
    for start, count in lefts.items():
        if count >= FEWEST and start > left + SET_IN * rows[0].size:
            rows = _parted_at(rows, start, year)
    return rows


def _parted_at(rows: list[Row], start: int, year: int | None) -> list[Row]:
    """The rows, their labels parted before a place where the second labels begin, if a word begins there in all."""
    crossing = {id(row): row for row in rows if row.is_tabular and _crosses(row.chunks[0], start)}
    alone = sum(len(row.chunks) == 1 and row.line.bbox[2] < start for row in rows)
    parts = {key: _parts_at(row.chunks[0], start) for key, row in crossing.items()}
    if len(crossing) + alone < FEWEST or not all(len(part) == 2 for part in parts.values()):
        return rows
    return [row_with(row.line, [*parts[id(row)], *row.chunks[1:]], year) if id(row) in parts else row for row in rows]


def _crosses(label: Chunk, x: int) -> bool:
    return label.bbox[0] < x - 1 and x < label.bbox[2] - 2


def _without_figure(row: Row, rights: Counter[int], year: int | None) -> Row:
    """The row, a figure at the end of its label parted from it, if figures of other rows end at the same place."""
    label = row.chunks[0]
    count = next((n for n, word in enumerate(reversed(label.words)) if not is_figure(word.text)), 0)
    right = round(label.bbox[2])
    if not count or sum(rights[at] for at in (right - 1, right, right + 1)) < FEWEST:
        return row
    parts = [chunk_of(label.words[:-count]), chunk_of(label.words[-count:])]
    return row_with(row.line, [*parts, *row.chunks[1:]], year)


def _parts_at(label: Chunk, start: int) -> list[Chunk]:
    """A label parted before the word that begins at a place."""
    at = next((n for n, word in enumerate(label.words) if n and abs(word.bbox[0] - start) <= 1), None)
    return [label] if at is None else [chunk_of(label.words[:at]), chunk_of(label.words[at:])]
