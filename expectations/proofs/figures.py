"""The figures of a document as the proofs see them: one row a figure, and each table or chart as a grid of them.

A figure keeps the observation that it became, where it became one: change and share columns take part in proofs
though nobody wants them as observations. Out of scope: the arithmetic (the proofs beside this module).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from expectations.proofs.headings import Arithmetic, arithmetic, normal
from extract.document import Chart, Document, Place, SheetPlace, Statement, Table

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

EXACT_UNITS = frozenset(
    ("件 社 人 者 名 機関 校 大学 箇所 か所 カ所 ヶ所 課題 講座 回 本 点 冊 組 施設 団体").split()  # noqa: SIM905 - a list to read
)
"""Units that are counted: a figure in them, printed whole and without 約, stands for itself alone."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row or column of a grid: its headings in normal form, what they say, and the texts that stand in its stub."""

    path: tuple[str, ...]
    says: Arithmetic
    stub: frozenset[str]
    year: int | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table or chart as arrays of rows × columns; `figure` is the row in the figures frame, -1 for none."""

    element: str
    kind: str
    type: str
    title: str
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    value: Floats
    precision: Floats
    unit: Ints
    figure: Ints

    def transposed(self) -> "Grid":
        """The same grid with rows and columns exchanged."""
        return Grid(
            self.element,
            self.kind,
            self.type,
            self.title,
            self.columns,
            self.rows,
            self.value.T,
            self.precision.T,
            self.unit.T,
            self.figure.T,
        )


@dataclass(frozen=True, slots=True)
class Figures:
    """`frame` has figure, element, kind, observation_id, value, precision, unit, measured, tolerance and text a row."""

    frame: pd.DataFrame
    grids: tuple[Grid, ...]


@dataclass(frozen=True, slots=True)
class _Cell:
    element: str
    kind: str
    row: int
    column: int
    place: Place
    text: str
    value: float
    unit: str | None
    year: int | None
    measured: float
    tolerance: float
    method: str
    row_path: tuple[str, ...]
    column_path: tuple[str, ...]


def read(document: Document, frame: pd.DataFrame) -> Figures:
    """All figures of a document, tied to the observations of its observations frame by element and place."""
    tables = [(_Shape(t.id, "table", t.method, t.title or "", _stubs(t)), _table_cells(t)) for t in document.tables]
    charts = [(_Shape(c.id, "chart", c.type, c.title or "", {}), _chart_cells(c)) for c in document.charts]
    statements = [_statement_cell(statement) for statement in document.statements]
    held = [(shape, cells) for shape, cells in (*tables, *charts) if cells]
    every = [cell for _, cells in held for cell in cells] + statements
    figures = _frame(every, frame)
    precision = figures["precision"].to_numpy(dtype="float64")
    grids, start = [], 0
    for shape, cells in held:
        grids.append(_grid(shape, cells, precision[start : start + len(cells)], start))
        start += len(cells)
    return Figures(figures, tuple(grids))


def place_key(element: str, place: Place) -> str:
    """The name of a place in a document, as an observations frame gives it too."""
    if isinstance(place, SheetPlace):
        return f"{element}@{place.sheet}!{place.address}"
    return f"{element}@{place.page}:" + ",".join(f"{round(edge, 2):.2f}" for edge in place.bbox)


def frame_keys(frame: pd.DataFrame) -> pd.Series:
    """The name of each observation's place, as `place_key` gives it."""
    edges = [frame[edge].astype("float64").map("{:.2f}".format).astype("str") for edge in ("x0", "top", "x1", "bottom")]
    page = (
        frame["page"].astype("Int64").astype("str") + ":" + edges[0] + "," + edges[1] + "," + edges[2] + "," + edges[3]
    )
    sheet = frame["sheet"].astype("object").astype("str") + "!" + frame["address"].astype("object").astype("str")
    return frame["element"].astype("str") + "@" + page.where(frame["page"].notna(), sheet)


def precision_of(text: str, value: float, unit: str | None) -> float:
    """Half the last place that is printed, in the printed unit; 0 where the figure stands for itself alone.

    A round number said to be about (約1,750社) stands for what rounds to it in its last place that is not 0.
    """
    plain = unicodedata.normalize("NFKC", text)
    decimals = _decimals(plain, value)
    about = "約" in plain or "程度" in plain or "およそ" in plain
    if decimals == 0 and about and value:
        whole = f"{abs(round(value))}"
        return 0.5 * float(10 ** (len(whole) - len(whole.rstrip("0"))))
    if decimals == 0 and unit in EXACT_UNITS and not about:
        return 0.0
    return 0.5 * 10.0**-decimals


def _decimals(plain: str, value: float) -> int:
    match = re.search(r"\d\.(\d+)", plain)
    printed = len(match[1]) if match else 0
    if float(value).is_integer() or match:
        return printed
    shortest = np.format_float_positional(abs(value) % 1, precision=6, trim="-")
    return len(shortest.partition(".")[2])


def _table_cells(table: Table) -> list[_Cell]:
    return [
        _Cell(
            element=table.id,
            kind="table",
            row=value.row,
            column=value.column,
            place=value.place,
            text=value.text,
            value=np.nan if value.value is None else float(value.value),
            unit=value.unit,
            year=value.fiscal_year,
            measured=np.nan,
            tolerance=0.0,
            method=table.method,
            row_path=value.row_path,
            column_path=value.column_path,
        )
        for value in table.values  # noqa: PD011 - a table's values, no frame
    ]


def _chart_cells(chart: Chart) -> list[_Cell]:
    categories = {c: i for i, c in enumerate(dict.fromkeys(p.category for s in chart.series for p in s.points))}
    return [
        _Cell(
            element=chart.id,
            kind="chart",
            row=categories[point.category],
            column=column,
            place=point.place,
            text=point.text,
            value=float(point.value),
            unit=series.unit,
            year=point.fiscal_year,
            measured=np.nan if point.measured is None else float(point.measured),
            tolerance=point.tolerance,
            method="derived" if point.derived else point.method,
            row_path=(point.category,),
            column_path=(series.name,),
        )
        for column, series in enumerate(chart.series)
        for point in series.points
    ]


def _statement_cell(said: Statement) -> _Cell:
    nothing = np.nan, 0.0, "statement", (), ()
    return _Cell(
        said.id, "statement", 0, 0, said.place, said.printed, float(said.value), said.unit, said.fiscal_year, *nothing
    )


def _frame(cells: Sequence[_Cell], observations: pd.DataFrame) -> pd.DataFrame:
    keys = [place_key(cell.element, cell.place) for cell in cells]
    known = pd.Series(observations["observation_id"].to_numpy(), index=frame_keys(observations).to_numpy())
    known = known[~known.index.duplicated()]
    measured = np.array([cell.method == "geometry" for cell in cells], dtype=bool)
    value = np.array([cell.value for cell in cells], dtype="float64")
    tolerance = np.array([cell.tolerance for cell in cells], dtype="float64")
    printed = np.array(
        [0.0 if np.isnan(cell.value) else precision_of(cell.text, cell.value, cell.unit) for cell in cells]
    )
    return pd.DataFrame(
        {
            "figure": keys,
            "element": [cell.element for cell in cells],
            "kind": [cell.kind for cell in cells],
            "observation_id": pd.Series(keys, dtype="object").map(known).to_numpy(),
            "value": value,
            "precision": np.where(measured, np.abs(value) * tolerance, printed),
            "unit": [cell.unit for cell in cells],
            "fiscal_year": pd.array([cell.year for cell in cells], dtype="Int64"),
            "measured": [cell.measured for cell in cells],
            "tolerance": tolerance,
            "method": [cell.method for cell in cells],
            "text": [cell.text for cell in cells],
        }
    )


@dataclass(frozen=True, slots=True)
class _Shape:
    element: str
    kind: str
    type: str
    title: str
    stubs: dict[int, frozenset[str]]


def _stubs(table: Table) -> dict[int, frozenset[str]]:
    """The texts that stand left of the data in each row, in normal form."""
    texts: dict[int, set[str]] = {}
    for cell in table.cells:
        if cell.column < table.stub_columns and cell.text:
            for row in range(cell.row, cell.row + cell.row_span):
                texts.setdefault(row, set()).add(normal(cell.text))
    return {row: frozenset(found) for row, found in texts.items()}


def _grid(shape: _Shape, cells: Sequence[_Cell], precision: Floats, start: int) -> Grid:
    row_at = {row: i for i, row in enumerate(sorted({cell.row for cell in cells}))}
    column_at = {column: i for i, column in enumerate(sorted({cell.column for cell in cells}))}
    size = (len(row_at), len(column_at))
    value, fuzz = np.full(size, np.nan), np.zeros(size)
    unit, figure = np.zeros(size, dtype="int64"), np.full(size, -1, dtype="int64")
    units: dict[str | None, int] = {None: 0}
    for i, cell in enumerate(cells):
        at = row_at[cell.row], column_at[cell.column]
        value[at], fuzz[at], figure[at] = cell.value, precision[i], start + i
        unit[at] = units.setdefault(cell.unit, len(units))
    by_row = _grouped(cells, lambda cell: cell.row)
    by_column = _grouped(cells, lambda cell: cell.column)
    rows = tuple(_line(by_row[r], [c.row_path for c in by_row[r]], shape.stubs.get(r)) for r in row_at)
    columns = tuple(_line(by_column[c], [x.column_path for x in by_column[c]], None) for c in column_at)
    return Grid(shape.element, shape.kind, shape.type, normal(shape.title), rows, columns, value, fuzz, unit, figure)


def _grouped(cells: Iterable[_Cell], key: Any) -> dict[int, list[_Cell]]:  # noqa: ANN401 - a plain key function
    groups: dict[int, list[_Cell]] = {}
    for cell in cells:
        groups.setdefault(key(cell), []).append(cell)
    return groups


def _line(cells: Sequence[_Cell], paths: Sequence[tuple[str, ...]], stub: frozenset[str] | None) -> Line:
    path = tuple(normal(label) for label in Counter(paths).most_common(1)[0][0])
    years = {cell.year for cell in cells}
    units = {cell.unit for cell in cells if not np.isnan(cell.value)}
    return Line(
        path=path,
        says=arithmetic(path),
        stub=(stub or frozenset()) | frozenset(path),
        year=years.pop() if len(years) == 1 else None,
        unit=units.pop() if len(units) == 1 else None,
    )
