"""The figures of a document as the proofs see them: arrays of all of them, and each table or chart as a grid.

A figure keeps the observation that it became, where it became one: change and share columns take part in proofs
though nobody wants them as observations. Out of scope: the arithmetic (the proofs beside this module).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from expectations.proofs.grids import Cells, Grid, Shape, grid
from expectations.proofs.headings import normal
from expectations.proofs.precision import precisions
from expectations.proofs.texts import joined, texts
from extract.document import Chart, Document, Place, SheetPlace, Statement, Table

Floats = NDArray[np.float64]

EDGES = ("x0", "top", "x1", "bottom")
PLACE = ("document", "element", "page", "sheet", "address", *EDGES)
"""What names the place of an observation."""
SHORT = 12
"""So much of a document's sha256 names it in a figure's name."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What is drawn of each figure: the value measured (NaN where none is) with its tolerance, and how it was read."""

    measured: Floats
    tolerance: Floats
    method: NDArray[np.str_]
    element: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of a document and its grids; the figures of its statements are the last ones.

    `name` is that of the figure, with its document's; `observation` that of what it became, null for none.
    """

    name: pa.Array
    observation: pa.Array
    value: Floats
    precision: Floats
    marks: Marks
    grids: tuple[Grid, ...]


@dataclass(frozen=True, slots=True)
class _Element:
    """The figures of one table or chart, or of all sentences (without a shape)."""

    names: Sequence[str]
    texts: Sequence[str]
    cells: Cells
    shape: Shape | None = None
    drawn: Sequence[tuple[float, float, str]] = ()  # of each figure of a chart: measured, tolerance, method


def read(document: Document, frame: pd.DataFrame) -> Figures:
    """All figures of a document, tied to the observations of its observations frame by element and place."""
    elements = [
        *(_table(table) for table in document.tables if table.values),  # noqa: PD011 - no frame
        *(_chart(chart) for chart in document.charts if any(series.points for series in chart.series)),
        _sentences(document.statements),
    ]
    counts = [len(element.texts) for element in elements]
    starts = np.cumsum([0, *counts])
    marks = _marks(elements, counts)
    value = np.concatenate([element.cells.value for element in elements])
    printed = np.concatenate([precisions(e.texts, e.cells.value.tolist(), e.cells.unit) for e in elements])
    precision = np.where(marks.method == "geometry", np.abs(value) * marks.tolerance, printed)
    names = texts([name for element in elements for name in element.names])
    return Figures(
        joined(document.sha256[:SHORT], "/", names),
        _became(names, frame),
        value,
        precision,
        marks,
        tuple(
            grid(element.shape, element.cells, precision[start:end], int(start))
            for element, start, end in zip(elements, starts, starts[1:], strict=False)
            if element.shape is not None
        ),
    )


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


def _became(names: pa.Array, frame: pd.DataFrame) -> pa.Array:
    """The observation of each figure, the last one where a place has several."""
    last = pa.array(np.arange(len(frame))[::-1])
    at = pc.index_in(names, value_set=frame_keys(frame).take(last))
    return texts(frame["observation_id"]).take(last.take(at))


def _marks(elements: Sequence[_Element], counts: Sequence[int]) -> Marks:
    total = sum(counts)
    marks = Marks(
        np.full(total, np.nan),
        np.zeros(total),
        np.full(total, "", dtype="U8"),
        np.repeat(np.arange(len(elements)), counts),
    )
    start = 0
    for element, count in zip(elements, counts, strict=True):
        if element.drawn:
            here = slice(start, start + count)
            marks.measured[here], marks.tolerance[here], marks.method[here] = zip(*element.drawn, strict=True)
        start += count
    return marks


def _table(table: Table) -> _Element:
    values = list(table.values)
    held = [i for i, v in enumerate(values) if v.value is not None]
    there = [values[i] for i in held]
    cells = Cells(
        np.array([v.row for v in values], dtype="int64"),
        np.array([v.column for v in values], dtype="int64"),
        np.array([v.fiscal_year for v in values], dtype="float64"),
        lambda i: values[i].row_path,
        lambda i: values[i].column_path,
        np.array(held, dtype="int64"),
        np.array([v.value for v in there], dtype="float64"),
        [v.unit for v in there],
    )
    return _Element(
        place_keys(table.id, [v.place for v in there]),
        [v.text for v in there],
        cells,
        Shape(table.id, table.method, table.title or "", lambda sought: _stubs(table, sought)),
    )


def _chart(chart: Chart) -> _Element:
    points = [(column, series, point) for column, series in enumerate(chart.series) for point in series.points]
    rows = {c: i for i, c in enumerate(dict.fromkeys(point.category for _, _, point in points))}
    cells = Cells(
        np.array([rows[point.category] for _, _, point in points], dtype="int64"),
        np.array([column for column, _, _ in points], dtype="int64"),
        np.array([point.fiscal_year for _, _, point in points], dtype="float64"),
        lambda i: (points[i][2].category,),
        lambda i: (points[i][1].name,),
        np.arange(len(points)),
        np.array([point.value for _, _, point in points], dtype="float64"),
        [series.unit for _, series, _ in points],
    )
    return _Element(
        place_keys(chart.id, [point.place for _, _, point in points]),
        [point.text for _, _, point in points],
        cells,
        Shape(chart.id, chart.type, chart.title or "", lambda _: ()),
        [
            (np.nan if p.measured is None else p.measured, p.tolerance, "derived" if p.derived else p.method)
            for _, _, p in points
        ],
    )


def _sentences(statements: Sequence[Statement]) -> _Element:
    nowhere = np.zeros(len(statements), dtype="int64")
    cells = Cells(
        nowhere,
        nowhere,
        np.array([s.fiscal_year for s in statements], dtype="float64"),
        lambda _: (),
        lambda _: (),
        np.arange(len(statements)),
        np.array([s.value for s in statements], dtype="float64"),
        [s.unit for s in statements],
    )
    names = [name for s in statements for name in place_keys(s.id, [s.place])]
    return _Element(names, [s.printed for s in statements], cells)


def _stubs(table: Table, sought: Collection[str]) -> list[tuple[int, str]]:
    """The rows left of whose data one of these texts stands, in normal form."""
    stubs = [cell for cell in table.cells if cell.column < table.stub_columns]
    found = {text for text in {cell.text for cell in stubs} if normal(text) in sought}
    there = [cell for cell in stubs if cell.text in found]
    return [(row, normal(cell.text)) for cell in there for row in range(cell.row, cell.row + cell.row_span)]
