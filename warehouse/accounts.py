"""The account of a document: where each of its numeric cells went, its headings, and what was not read.

A numeric cell is a table's cell that holds a value, a chart's point or a statement. A cell is counted once, also where
it became several observations.

Out of scope: how cells are mapped and judged.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from extract.document import Document, Table
from extract.values import Codes, Values, columns, distinct
from warehouse.frames import PLACE_COLUMNS, Part, flat_place, whole
from warehouse.large import WHICH, Large

FATES = ("observation", "quarantine", "not_wanted", "unmapped")

KINDS = ("table", "chart", "statement")

Frames = pd.DataFrame | Sequence[Part]
"""The rows of a document, in one frame or in several parts."""

Units = dict[tuple[str, ...], str | None]
"""Headings, outermost first, in the order in which they stand, and the unit of what stands under each."""

NUMBERED = ("element", WHICH, "printed_value")
"""What tells of which cells the rows of a large table are."""

LONG_LIST = 100
"""A table with more different rows than this is a list (of institutions, say): its rows are data, not layout."""

CELL = ["kind", "element", *PLACE_COLUMNS, "printed_value"]
"""The columns of a frame that name a cell."""

WORDS = frozenset({"kind", "element", "sheet", "address"})
"""Those of them that hold words."""


class AccountError(ValueError):
    """A numeric cell that was lost, invented, or ended in two places."""


def coverage(document: Document, accepted: Frames, quarantined: Frames, leftovers: Frames) -> pd.DataFrame:
    """Count the numeric cells of each kind and where they went; a row a kind. Raises AccountError for what is amiss.

    A cell of which one observation is in quarantine counts there. Cells of large tables are known by their number
    (`cell` in their frames), others by element, place and value.
    """
    ends = [
        *((frame, "quarantine") for frame in each(quarantined)),
        *((frame, "observation") for frame in each(accepted)),
        *((frame, "leftover") for frame in each(leftovers)),
    ]
    numbered: dict[str, list[tuple[pd.DataFrame, str]]] = {}
    named: list[tuple[pd.DataFrame, str]] = []
    for part, fate in ends:
        if isinstance(part, Large):
            frame = part.outline((*NUMBERED, "fate") if fate == "leftover" else NUMBERED)
        else:
            frame = whole(part)
        if WHICH not in frame:
            named.append((frame, fate))
        elif len(frame):
            numbered.setdefault(frame["element"].iloc[0], []).append((frame, fate))
    counts = _by_name(document, named, numbered.keys())
    for table in document.tables:
        if table.id in numbered:
            counts.loc["table"] += _by_number(document, table, numbered[table.id])
    counts.insert(0, "numeric_cells", counts.sum(axis=1))
    counts = counts.rename_axis("kind").reset_index().rename_axis(columns=None)
    counts.insert(0, "document", document.sha256)
    return counts


def each(frames: Frames) -> Sequence[Part]:
    """The parts, where there may be one or several."""
    return [frames] if isinstance(frames, pd.DataFrame) else frames


def _by_number(document: Document, table: Table, ends: Iterable[tuple[pd.DataFrame, str]]) -> NDArray[np.int64]:
    """How many cells of a large table ended in each of the fates."""
    values = columns(table.values)
    mapped, left = (np.zeros(len(values), dtype=np.uint8) for _ in range(2))
    twice = np.zeros(len(values), dtype=bool)
    for frame, fate in ends:
        cells = frame[WHICH].to_numpy()[frame["printed_value"].notna().to_numpy()]
        if fate == "leftover":
            places = np.bincount(cells, minlength=len(values))
            twice |= (places > 1) | ((places > 0) & (left > 0))
            fates = [FATES.index(word) + 1 for word in frame["fate"].cat.categories]
            left[cells] = np.array(fates, dtype=np.uint8)[frame["fate"].cat.codes.to_numpy()]
        else:
            mapped[cells] = np.maximum(mapped[cells], FATES.index(fate) + 1)
    numeric = ~np.isnan(values.value)
    for cells, what in (
        (twice | ((mapped > 0) & (left > 0)), "ended in two places"),
        (numeric & (mapped == 0) & (left == 0), "went nowhere"),
        (~numeric & ((mapped > 0) | (left > 0)), "are in no element of the document"),
    ):
        spots = np.flatnonzero(cells)
        if spots.size:
            examples = [value.place for value in values.given(spots[:3])]
            raise AccountError(f"{document.name}: {spots.size} numeric cells {what}, as {examples}")
    return np.bincount(np.maximum(mapped, left)[numeric], minlength=len(FATES) + 1)[1:]


def _by_name(document: Document, ends: Iterable[tuple[pd.DataFrame, str]], but: Collection[str]) -> pd.DataFrame:
    """How many cells of each kind ended in each of the fates; those of some elements are left out."""
    cells = _named(pd.DataFrame(list(_cells(document, but)), columns=CELL)).drop_duplicates()
    by_fate: dict[str, list[pd.DataFrame]] = {}
    for frame, fate in ends:
        for name in ("not_wanted", "unmapped") if fate == "leftover" else (fate,):
            by_fate.setdefault(name, []).append(
                _ends(frame[frame["fate"] == name] if fate == "leftover" else frame, name)
            )
    mapped = [*by_fate.get("quarantine", ()), *by_fate.get("observation", ())]
    left = [*by_fate.get("not_wanted", ()), *by_fate.get("unmapped", ())]
    none = _ends(pd.DataFrame(columns=CELL), "observation")
    reached = pd.concat([pd.concat([none, *mapped]).drop_duplicates(CELL), *left])
    _refuse(document, reached[reached.duplicated(CELL)], "ended in two places")
    fates = cells.merge(reached, on=CELL, how="outer", indicator=True)
    _refuse(document, fates[fates["_merge"] == "left_only"], "went nowhere")
    _refuse(document, fates[fates["_merge"] == "right_only"], "are in no element of the document")
    return pd.crosstab(fates["kind"], fates["fate"]).reindex(index=KINDS, columns=FATES, fill_value=0)


def headings(document: Document) -> pd.DataFrame:
    """Give the headings of each table and chart, a row a heading, in the order in which they stand.

    `printed_unit` is that of all figures under a heading, None where they have several or none.
    """
    rows = [
        (document.sha256, element, kind, title, axis, position, list(path), unit)
        for kind, element, title, axis, units in _axes(document)
        for position, (path, unit) in enumerate((path, unit) for path, unit in units.items() if path)
    ]
    columns = ["document", "element", "kind", "title", "axis", "position", "path", "printed_unit"]
    return pd.DataFrame(rows, columns=columns).astype({"position": "int32"})


def verdicts(document: Document, others: Iterable[str] = ()) -> pd.DataFrame:
    """Give what could not be read, a row a page or sheet; `others` are what mapping says of the whole document."""
    rows = [(document.sha256, v.page, v.sheet, v.reason, v.detail) for v in document.verdicts]
    rows += [(document.sha256, None, None, "mapping", text) for text in others]
    return pd.DataFrame(rows, columns=["document", "page", "sheet", "reason", "detail"]).astype({"page": "Int32"})


def _cells(document: Document, but: Collection[str]) -> Iterator[tuple[object, ...]]:
    for table in document.tables:
        if table.id not in but:
            valued = (cell for cell in table.values if cell.value is not None)  # noqa: PD011  no frame
            yield from (("table", table.id, *flat_place(cell.place), cell.value) for cell in valued)
    for chart in document.charts:
        points = (point for series in chart.series for point in series.points)
        yield from (("chart", chart.id, *flat_place(point.place), point.value) for point in points)
    for statement in document.statements:
        yield ("statement", statement.id, *flat_place(statement.place), statement.value)


def _axes(document: Document) -> Iterator[tuple[str, str, str | None, str, Units]]:
    """Kind, element, title, axis and headings of each table and chart; the rows of long lists are left out."""
    for table in document.tables:
        values = columns(table.values)
        rows = _used(values.row_path, values.row_paths, values)
        if len(rows) <= LONG_LIST:
            yield "table", table.id, table.title, "row", rows
        yield "table", table.id, table.title, "column", _used(values.column_path, values.column_paths, values)
    for chart in document.charts:
        categories = _one_unit(((point.category,), series.unit) for series in chart.series for point in series.points)
        if len(categories) <= LONG_LIST:
            yield "chart", chart.id, chart.title, "row", categories
        yield "chart", chart.id, chart.title, "column", _one_unit(((s.name,), s.unit) for s in chart.series)


def _used(codes: Codes, paths: Sequence[tuple[str, ...]], values: Values) -> Units:
    """The paths that codes name, as they first occur."""
    first = distinct(codes, values.unit)[0] if len(codes) else codes
    return _one_unit((paths[codes[at]], values.units[values.unit[at]]) for at in first.tolist())


def _one_unit(named: Iterable[tuple[tuple[str, ...], str | None]]) -> Units:
    """The unit of all that stands under each path, None where there is more than one."""
    found: dict[tuple[str, ...], set[str | None]] = {}
    for path, unit in named:
        found.setdefault(path, set()).add(unit)
    return {path: next(iter(units)) if len(units) == 1 else None for path, units in found.items()}


def _ends(frame: pd.DataFrame, fate: str) -> pd.DataFrame:
    return _named(frame.loc[frame["printed_value"].notna(), CELL]).drop_duplicates().assign(fate=fate)


def _named(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with types under which names of cells compare."""
    return frame.astype({name: "str" if name in WORDS else "float64" for name in CELL})


def _refuse(document: Document, cells: pd.DataFrame, what: str) -> None:
    if len(cells):
        examples = cells[CELL].head(3).to_dict("records")
        raise AccountError(f"{document.name}: {len(cells)} numeric cells {what}, as {examples}")
