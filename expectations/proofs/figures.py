"""The figures of a document as the proofs see them: one row a figure, and each table or chart as a grid of them.

A figure keeps the observation that it became, where it became one: change and share columns take part in proofs
though nobody wants them as observations. Out of scope: the arithmetic (the proofs beside this module).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from expectations.proofs.grids import Cells, Grid, Shape, grid
from expectations.proofs.headings import normal
from expectations.proofs.precision import precisions
from extract.document import Chart, Document, Place, SheetPlace, Statement, Table

EDGES = ("x0", "top", "x1", "bottom")


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of a document and its grids.

    `frame` has figure (its name), element, kind, observation_id, value, precision, measured, tolerance and method.
    """

    frame: pd.DataFrame
    grids: tuple[Grid, ...]


@dataclass(frozen=True, slots=True)
class _Element:
    """The figures of one table or chart, or of all sentences (without a shape), in parallel lists."""

    kind: str
    names: Sequence[str]  # of the element, for each figure
    places: Sequence[Place]
    texts: Sequence[str]
    methods: Sequence[str]
    measured: NDArray[np.float64]
    tolerance: NDArray[np.float64]
    cells: Cells
    shape: Shape | None = None


def read(document: Document, frame: pd.DataFrame) -> Figures:
    """All figures of a document, tied to the observations of its observations frame by element and place."""
    elements = [
        *(_table(table) for table in document.tables if table.values),  # noqa: PD011 - no frame
        *(_chart(chart) for chart in document.charts if any(series.points for series in chart.series)),
        _sentences(document.statements),
    ]
    figures = pd.concat([_figures(element) for element in elements], ignore_index=True)
    observations = dict(zip(frame_keys(frame), frame["observation_id"].tolist(), strict=True))
    became = [observations.get(name) for name in figures["figure"].tolist()]
    figures["observation_id"] = pd.Series(became, dtype="object")
    precision = figures["precision"].to_numpy(dtype="float64")
    grids, start = [], 0
    for element in elements:
        end = start + len(element.texts)
        if element.shape is not None:
            grids.append(grid(element.shape, element.cells, precision[start:end], start))
        start = end
    return Figures(figures, tuple(grids))


def place_key(element: str, place: Place) -> str:
    """The name of a place in a document, as an observations frame gives it too."""
    if isinstance(place, SheetPlace):
        return f"{element}@{place.sheet}!{place.address}"
    x0, top, x1, bottom = place.bbox
    return f"{element}@{place.page}:{round(x0, 2):.2f},{round(top, 2):.2f},{round(x1, 2):.2f},{round(bottom, 2):.2f}"


def frame_keys(frame: pd.DataFrame) -> list[str]:
    """The name of each observation's place, as `place_key` gives it."""
    elements = frame["element"].tolist()
    boxes = zip(*(frame[edge].tolist() for edge in EDGES), strict=True)
    pages = frame["page"].astype("float64").fillna(0).astype("int64").tolist()
    places = zip(pages, frame["sheet"].tolist(), frame["address"].tolist(), boxes, strict=True)
    return [
        f"{element}@{page}:{box[0]:.2f},{box[1]:.2f},{box[2]:.2f},{box[3]:.2f}"
        if page
        else f"{element}@{sheet}!{address}"
        for element, (page, sheet, address, box) in zip(elements, places, strict=True)
    ]


def _figures(element: _Element) -> pd.DataFrame:
    value = element.cells.value
    measured = np.array([method == "geometry" for method in element.methods], dtype=bool)
    printed = precisions(element.texts, value.tolist(), element.cells.unit)
    return pd.DataFrame(
        {
            "figure": [place_key(name, place) for name, place in zip(element.names, element.places, strict=True)],
            "element": element.names,
            "kind": element.kind,
            "value": value,
            "precision": np.where(measured, np.abs(value) * element.tolerance, printed),
            "measured": element.measured,
            "tolerance": element.tolerance,
            "method": element.methods,
        }
    )


def _table(table: Table) -> _Element:
    values = table.values  # noqa: PD011 - a table's values, no frame
    cells = Cells(
        np.array([v.row for v in values], dtype="int64"),
        np.array([v.column for v in values], dtype="int64"),
        [v.row_path for v in values],
        [v.column_path for v in values],
        [v.unit for v in values],
        np.array([v.fiscal_year for v in values], dtype="float64"),
        np.array([v.value for v in values], dtype="float64"),
    )
    return _Element(
        "table",
        [table.id] * len(values),
        [v.place for v in values],
        [v.text for v in values],
        [table.method] * len(values),
        np.full(len(values), np.nan),
        np.zeros(len(values)),
        cells,
        Shape(table.id, "table", table.method, table.title or "", _stubs(table)),
    )


def _chart(chart: Chart) -> _Element:
    points = [(column, series, point) for column, series in enumerate(chart.series) for point in series.points]
    rows = {c: i for i, c in enumerate(dict.fromkeys(point.category for _, _, point in points))}
    cells = Cells(
        np.array([rows[point.category] for _, _, point in points], dtype="int64"),
        np.array([column for column, _, _ in points], dtype="int64"),
        [(point.category,) for _, _, point in points],
        [(series.name,) for _, series, _ in points],
        [series.unit for _, series, _ in points],
        np.array([point.fiscal_year for _, _, point in points], dtype="float64"),
        np.array([point.value for _, _, point in points], dtype="float64"),
    )
    return _Element(
        "chart",
        [chart.id] * len(points),
        [point.place for _, _, point in points],
        [point.text for _, _, point in points],
        ["derived" if point.derived else point.method for _, _, point in points],
        np.array([point.measured for _, _, point in points], dtype="float64"),
        np.array([point.tolerance for _, _, point in points], dtype="float64"),
        cells,
        Shape(chart.id, "chart", chart.type, chart.title or "", {}),
    )


def _sentences(statements: Sequence[Statement]) -> _Element:
    nowhere = np.zeros(len(statements), dtype="int64")
    return _Element(
        "statement",
        [s.id for s in statements],
        [s.place for s in statements],
        [s.printed for s in statements],
        ["statement"] * len(statements),
        np.full(len(statements), np.nan),
        np.zeros(len(statements)),
        Cells(
            nowhere,
            nowhere,
            [()] * len(statements),
            [()] * len(statements),
            [s.unit for s in statements],
            np.array([s.fiscal_year for s in statements], dtype="float64"),
            np.array([s.value for s in statements], dtype="float64"),
        ),
    )


def _stubs(table: Table) -> dict[int, frozenset[str]]:
    """The texts that stand left of the data in each row, in normal form."""
    texts: dict[int, set[str]] = {}
    for cell in table.cells:
        if cell.column < table.stub_columns and cell.text:
            for row in range(cell.row, cell.row + cell.row_span):
                texts.setdefault(row, set()).add(normal(cell.text))
    return {row: frozenset(found) for row, found in texts.items()}
