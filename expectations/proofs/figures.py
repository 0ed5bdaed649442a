"""The figures of a document as the proofs see them: arrays of all of them, and each table or chart as a grid.

A figure keeps the observation that it became, where it became one: change and share columns take part in proofs
though nobody wants them as observations. Figures are named, and their observations looked up, only where a proof asks.
Out of scope: the arithmetic (the proofs beside this module).
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from expectations.proofs.grids import Cells, Grid, Shape, grid
from expectations.proofs.headings import normal
from expectations.proofs.precision import precision_of, precisions
from expectations.proofs.texts import joined, texts
from expectations.rows import Rows
from extract.document import Chart, Document, Place, SheetPlace, Statement, Table
from extract.values import Corner, Values, columns, headings

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]

EDGES = ("x0", "top", "x1", "bottom")
PLACE = ("document", "element", "page", "sheet", "address", *EDGES)
"""What names the place of an observation."""
ID = ("observation_id",)
SHORT = 12
"""So much of a document's sha256 names it in a figure's name."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The figures of charts, by what is drawn of them: the value measured (NaN where none is) with its tolerance.

    `method` says how each was read.
    """

    figure: Ints
    measured: Floats
    tolerance: Floats
    method: NDArray[np.str_]
    element: Ints


@dataclass(frozen=True, slots=True)
class _Element:
    """What names the figures of one table or chart, or of all sentences, and which of its cells they are."""

    id: str
    names: Callable[[Ints], pa.Array]  # of the figures at some spots
    held: Ints
    drawn: Sequence[tuple[float, float, str]] = ()  # of each figure of a chart: measured, tolerance, method

    def __len__(self) -> int:
        return len(self.held)


Laid = tuple[_Element, Cells, Floats, Shape | None]
"""The figures of an element laid out: their precisions, and the shape of its grid; sentences have none."""


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of a document and its grids; the figures of its statements are the last ones.

    `became` is the row of the observation that each became, -1 for none; the rows of all parts are numbered through.
    """

    document: str
    elements: tuple[_Element, ...]
    parts: Sequence[Rows]
    became: Ints
    value: Floats
    precision: Floats
    marks: Marks
    grids: tuple[Grid, ...]

    def named(self, some: Ints) -> pa.Array:
        """The names of some figures, in rising order, with their document's."""
        return joined(self.document[:SHORT], "/", _named(self.elements, some))

    def observed(self, some: Ints) -> pa.Array:
        """The observations that some figures became, null for none."""
        row = self.became[some]
        known = np.unique(row[row >= 0])
        starts = np.cumsum([0, *map(len, self.parts)])
        ids = [
            texts(part.at(known[(known >= start) & (known < start + len(part))] - start, ID)["observation_id"])
            for part, start in zip(self.parts, starts.tolist(), strict=False)
            if ((known >= start) & (known < start + len(part))).any()
        ]
        at = pa.array(np.searchsorted(known, row), mask=row < 0)
        return pa.concat_arrays([*ids, pa.nulls(0, pa.large_string())]).take(at)


def read(document: Document, parts: Sequence[Rows]) -> Figures:
    """All figures of a document, tied to its observations by element and place."""
    elements: list[_Element] = []
    grids: list[Grid] = []
    value, precision, starts = [], [], [0]
    for element, cells, fuzz, shape in _laid_out(document):
        if shape is not None:
            grids.append(grid(shape, cells, fuzz, starts[-1]))
        elements.append(element)
        value.append(cells.value)
        precision.append(fuzz)
        starts.append(starts[-1] + len(element))
    return Figures(
        document.sha256,
        tuple(elements),
        parts,
        _became(elements, starts, parts),
        np.concatenate(value),
        np.concatenate(precision),
        _marks(elements, starts),
        tuple(grids),
    )


def _laid_out(document: Document) -> Iterator[Laid]:
    for table in document.tables:
        if len(table.values):
            yield _table(table)
    for chart in document.charts:
        if any(series.points for series in chart.series):
            yield _chart(chart)
    yield _sentences(document.statements)


def place_keys(element: str, places: Sequence[Place]) -> list[str]:
    """The names of places in a document, as an observations frame gives them too."""
    return [
        f"{element}@{place.sheet}!{place.address}"
        if isinstance(place, SheetPlace)
        else f"{element}@{_box(place.page, place.bbox)}"
        for place in places
    ]


def _box(page: int, box: Sequence[float]) -> str:
    return f"{page}:" + ",".join(f"{round(edge, 2):.2f}" for edge in box)


def frame_keys(frame: pd.DataFrame) -> pa.Array:
    """The name of each observation's place, as `place_keys` gives it."""
    page = frame["page"].to_numpy(dtype="float64", na_value=np.nan)
    drawn = np.flatnonzero(page > 0)
    boxes = frame[[*EDGES]].to_numpy(dtype="float64")[drawn].tolist()
    spots = joined(texts(frame["sheet"]), "!", texts(frame["address"]))
    if len(drawn):
        found = texts([_box(int(p), box) for p, box in zip(page[drawn].tolist(), boxes, strict=True)])
        spots = pc.replace_with_mask(spots, pa.array(page > 0), found)
    return joined(texts(frame["element"]), "@", spots)


def named(frame: pd.DataFrame) -> pa.Array:
    """The name of the figure that each observation is, with its document's."""
    return joined(pc.utf8_slice_codeunits(texts(frame["document"]), 0, SHORT), "/", frame_keys(frame))


def _named(elements: Sequence[_Element], some: Ints) -> pa.Array:
    """The names of some of the figures of elements, in rising order."""
    edges = np.searchsorted(some, np.cumsum([0, *map(len, elements)]))
    start, found = 0, [pa.nulls(0, pa.large_string())]
    for element, first, last in zip(elements, edges, edges[1:], strict=False):
        if last > first:
            found.append(element.names(some[first:last] - start))
        start += len(element)
    return pa.concat_arrays(found)


def _became(elements: Sequence[_Element], starts: Sequence[int], parts: Sequence[Rows]) -> Ints:
    """The row of the observation of each figure, the last one where a place has several.

    Parts of large tables say by number of which of its values their rows are, others are looked up by name.
    """
    found = np.full(starts[-1], -1, dtype="int32")
    spans = {e.id: slice(start, end) for e, start, end in zip(elements, starts, starts[1:], strict=False)}
    held = {element.id: element.held for element in elements}
    row = 0
    for part in parts:
        outline = part.outline((*PLACE, "cell"))
        if "cell" in outline:
            element, cell = str(outline["element"].iloc[0]), outline["cell"].to_numpy()
            at = np.full(int(max(cell.max(), held[element].max(initial=-1))) + 1, -1, dtype="int32")
            at[cell] = row + np.arange(len(cell), dtype="int32")
            found[spans[element]] = np.where(at[held[element]] >= 0, at[held[element]], found[spans[element]])
        elif len(part):
            elsewhere = set(outline["element"].unique())
            asked = np.concatenate([np.arange(s.start, s.stop) for e, s in spans.items() if e in elsewhere or not e])
            last = pa.array(np.arange(len(outline))[::-1])
            at = pc.index_in(_named(elements, asked), value_set=frame_keys(outline).take(last))
            known = np.flatnonzero(np.asarray(at.is_valid()))
            found[asked[known]] = row + len(outline) - 1 - at.drop_null().to_numpy()
        row += len(part)
    return found


def _marks(elements: Sequence[_Element], starts: Sequence[int]) -> Marks:
    drawn = [
        (start + at, *mark, number)
        for number, (element, start) in enumerate(zip(elements, starts, strict=False))
        for at, mark in enumerate(element.drawn)
    ]
    figure, measured, tolerance, method, element = zip(*drawn, strict=True) if drawn else ((),) * 5
    return Marks(
        np.array(figure, dtype="int64"),
        np.array(measured, dtype="float64"),
        np.array(tolerance, dtype="float64"),
        np.array(method, dtype="U8"),
        np.array(element, dtype="int64"),
    )


def _table(table: Table) -> Laid:
    values = columns(table.values)
    held = np.flatnonzero(~np.isnan(values.value)).astype("int32")
    cells = Cells(
        values.row,
        values.column,
        values.year,
        lambda i: values.row_paths[values.row_path[i]],
        lambda i: values.column_paths[values.column_path[i]],
        held,
        values.value[held],
        values.unit[held],
        values.units,
    )
    shape = Shape(table.id, table.method, table.title or "", lambda sought: _stubs(table, sought))
    return (
        _Element(table.id, lambda some: _places(table.id, values, held[some]), held),
        cells,
        precisions(values, held),
        shape,
    )


def _places(element: str, values: Values, spots: Ints) -> pa.Array:
    """The names of places of a table."""
    if not isinstance(values.places, Corner):
        return texts(place_keys(element, [values.places[at] for at in spots.tolist()]))
    row, column = values.row[spots], values.column[spots]
    numbers, letters = values.places.names(row, column)
    named = texts(letters).take(pa.array(column)), texts(numbers).take(pa.array(row))
    return joined(f"{element}@{values.places.sheet}!", *named)


def _chart(chart: Chart) -> Laid:
    points = [(column, series, point) for column, series in enumerate(chart.series) for point in series.points]
    rows = {c: i for i, c in enumerate(dict.fromkeys(point.category for _, _, point in points))}
    units = [series.unit for series in chart.series]
    cells = Cells(
        np.array([rows[point.category] for _, _, point in points], dtype="int64"),
        np.array([column for column, _, _ in points], dtype="int64"),
        np.array([point.fiscal_year or 0 for _, _, point in points], dtype="int64"),
        lambda i: (points[i][2].category,),
        lambda i: (points[i][1].name,),
        np.arange(len(points)),
        np.array([point.value for _, _, point in points], dtype="float64"),
        np.array([column for column, _, _ in points], dtype="int64"),
        units,
    )
    places = place_keys(chart.id, [point.place for _, _, point in points])
    drawn = [
        (np.nan if p.measured is None else p.measured, p.tolerance, "derived" if p.derived else p.method)
        for _, _, p in points
    ]
    precision = [
        abs(p.value) * p.tolerance if method == "geometry" else precision_of(p.text, float(p.value), s.unit)
        for (_, s, p), (_, _, method) in zip(points, drawn, strict=True)
    ]
    element = _Element(chart.id, lambda some: texts([places[at] for at in some.tolist()]), cells.held, drawn)
    shape = Shape(chart.id, chart.type, chart.title or "", lambda _: ())
    return element, cells, np.array(precision, dtype="float64"), shape


def _sentences(statements: Sequence[Statement]) -> Laid:
    nowhere = np.zeros(len(statements), dtype="int64")
    cells = Cells(
        nowhere,
        nowhere,
        np.array([s.fiscal_year or 0 for s in statements], dtype="int64"),
        lambda _: (),
        lambda _: (),
        np.arange(len(statements)),
        np.array([s.value for s in statements], dtype="float64"),
        np.arange(len(statements)),
        [s.unit for s in statements],
    )
    places = [name for s in statements for name in place_keys(s.id, [s.place])]
    precision = np.array([precision_of(s.printed, float(s.value), s.unit) for s in statements], dtype="float64")
    return _Element("", lambda some: texts([places[at] for at in some.tolist()]), cells.held), cells, precision, None


def _stubs(table: Table, sought: Collection[str]) -> list[tuple[int, str]]:
    """The rows left of whose data one of these texts stands, in normal form."""
    stubs = [cell for cell in headings(table.cells) if cell.column < table.stub_columns]
    found = {text for text in {cell.text for cell in stubs} if normal(text) in sought}
    there = [cell for cell in stubs if cell.text in found]
    return [(row, normal(cell.text)) for cell in there for row in range(cell.row, cell.row + cell.row_span)]
