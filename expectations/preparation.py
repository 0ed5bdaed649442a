"""The frames that a stage's expectations look at: set logic done in pandas first, one row for each thing judged.

Columns such as `status_conflict` or `rival` say what is wrong with a row, null where nothing is. Each frame has a
column `row` that names its rows. Out of scope: the expectations (`suites.yaml`) and running them
(`expectations.running`).
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from expectations.running import ROW
from expectations.vocabulary import FIRST_YEAR, TOKEN, VALUED
from extract.document import Document, PagePlace, Place, Table
from extract.observation import DIMENSIONS
from extract.values import STATUSES, all_differ, columns, distinct, reach

FATES = ("observation", "quarantine", "not_wanted", "unmapped")
CELLS = "numeric_cells"
LISTS = ("row_path", "column_path", "institution_candidates")


PLACED = ("page", "sheet", "x0", "top", "x1", "bottom", "address")


def compared(frame: pd.DataFrame) -> pd.DataFrame:
    """The flat observations frame with what only a look at all of its rows tells: `rival`, and `misplaced`."""
    rows = frame.drop(columns=[name for name in LISTS if name in frame])
    return rows.assign(rival=_rival(rows), misplaced=_misplaced(rows))


def observation_frames(rows: pd.DataFrame, leaps: pd.DataFrame, indicators: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The frames of the stage `observations`: `rows` (all), `values`, `counts`, `estimates`, `leaps`, `documents`.

    `rows` are of compared frames, with their numbers in the column `row`; `leaps` is of all of them. `indicators` has
    id, unit, type, minimum, maximum and dimensions (lists).
    """
    rows = rows.copy()
    known = indicators.set_index("id")
    rows["indicator_unit"] = rows["indicator"].map(known["unit"])
    rows["indicator_type"] = rows["indicator"].map(known["type"])
    rows["minimum"] = pd.to_numeric(rows["indicator"].map(known["minimum"])).astype("float64")
    rows["maximum"] = pd.to_numeric(rows["indicator"].map(known["maximum"])).astype("float64")
    rows["status_conflict"] = _status_conflict(rows)
    rows["missing_dimension"], rows["undeclared_dimension"] = _dimension_faults(rows, known["dimensions"])
    rows["malformed_dimension"] = _malformed(rows)
    rows["unresolved"] = rows["institution_name"].where(rows["institution"].isna())
    values = rows[rows["value"].notna()]
    whole = values[(values["indicator_type"] == "count") & (values["status"] != "estimated")]
    return {
        "rows": rows,
        "values": values,
        "counts": whole.assign(fraction=(whole["value"] % 1).abs()),
        "estimates": values[values["status"] == "estimated"],
        "leaps": leaps,
        "documents": rows.drop_duplicates("document").assign(weight=1),
    }


def numbered(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with rows named 0 … n-1 in the column `row`, whatever its index was."""
    return frame.reset_index(drop=True).assign(**{ROW: np.arange(len(frame))})


def years(edition: str | None, published: str | None) -> dict[str, int]:
    """The plausible years of an edition: not after it or its publication; open to 2100 where neither is known."""
    stated = [int(digits) for text in (edition, published) if text and (digits := _year(text))]
    return {"year_first": FIRST_YEAR, "year_last": max(stated, default=2100)}


def _year(text: str) -> str | None:
    digits = "".join(character for character in text.removeprefix("FY")[:4] if character.isdigit())
    return digits if len(digits) == len("2014") else None


def _status_conflict(rows: pd.DataFrame) -> pd.Series:
    valued, present = rows["status"].isin(VALUED), rows["value"].notna()
    conflict = pd.Series(None, index=rows.index, dtype="object")
    conflict[valued & ~present] = "no value"
    conflict[~valued & (rows["status"] != "nil") & present] = "a value"
    return conflict


def _dimension_faults(rows: pd.DataFrame, declared: pd.Series) -> tuple[pd.Series, pd.Series]:
    """For each row the first dimension that its indicator has and the row does not say, and the other way round."""
    missing = pd.Series(None, index=rows.index, dtype="object")
    undeclared = missing.copy()
    for name in reversed(DIMENSIONS):
        having = {indicator for indicator, dimensions in declared.items() if name in dimensions}
        has = rows["indicator"].isin(having)
        said = rows["institution_name"].notna() if name == "institution" else rows[name].notna()
        # A total over all institutions names none, and an institution says its sector in the registry.
        optional = name in ("institution", "country")
        implied = rows["institution_name"].notna() if name == "sector" else pd.Series(False, index=rows.index)
        if not optional:
            missing[has & ~said & ~implied] = name
        undeclared[~has & said & ~implied & rows["indicator"].isin(declared.index)] = name
    return missing, undeclared


def _malformed(rows: pd.DataFrame) -> pd.Series:
    malformed = pd.Series(None, index=rows.index, dtype="object")
    for name in ("size_class", "scope"):
        said = rows[name].dropna().astype("str")
        malformed[said.index[~said.str.fullmatch(TOKEN)]] = name
    return malformed


def _rival(rows: pd.DataFrame) -> pd.Series:
    """Rows whose series and year another row of the same table or chart gives another value."""
    keys = ["series_id", "fiscal_year", "stated_as", "element"]
    rival = pd.Series(None, index=rows.index, dtype="object")
    valued = np.flatnonzero(rows["value"].notna().to_numpy())
    told = [codes(rows[name])[valued] for name in keys]
    if not all_differ(*told):
        _, which = distinct(*told)
        value = rows["value"].to_numpy(dtype="float64")[valued]
        span = pd.Series(value).groupby(which).agg(["min", "max"])
        hit = rows.index[valued[(span["min"] != span["max"]).to_numpy()[which]]]
        rival[hit] = rows["series_id"].loc[hit].astype("object")
    return rival


def _misplaced(rows: pd.DataFrame) -> pd.Series:
    misplaced = pd.Series(None, index=rows.index, dtype="object")
    on_sheet = rows["sheet"].notna() & rows["address"].notna()
    if on_sheet.all():
        return misplaced
    nowhere = ~(on_sheet | rows[["page", "x0", "top", "x1", "bottom"]].notna().all(axis=1))
    misplaced[nowhere] = rows.loc[nowhere, "element"].astype("object").fillna("?")
    return misplaced


def can_leap(rows: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Which rows of a frame can leap: values of series that are no institution's."""
    can: npt.NDArray[np.bool_] = ((rows["value"] > 0) & rows["institution"].isna()).to_numpy(dtype=bool)
    return can


def leaps(positive: pd.DataFrame) -> pd.DataFrame:
    """Each value against the median of its series in the document, where the series has enough points to tell."""
    keys = ["series_id", "stated_as"]
    enough = positive[positive.groupby(keys)["value"].transform("size") >= 4]
    return enough.assign(leap=enough["value"] / enough.groupby(keys)["value"].transform("median"))


def codes(column: pd.Series) -> npt.NDArray[np.integer]:
    """The words of a column by codes; what is missing has a code too."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.cat.codes.to_numpy()
    return column.to_numpy() if column.dtype.kind == "i" else pd.factorize(column)[0]


def table_frames(document: Document, coverage: Mapping[str, int] | None) -> dict[str, pd.DataFrame]:
    """The frames of the stage `tables`: `elements`, `values`, `coverage`.

    `coverage` has numeric_cells, observation, quarantine, not_wanted and unmapped; None where nothing was counted.
    """
    placed: list[tuple[str, Place]] = [
        *((table.id, table.place) for table in document.tables),
        *((chart.id, chart.place) for chart in document.charts),
        *((statement.id, statement.place) for statement in document.statements),
    ]
    elements = [{"element": name, "page": place.page if isinstance(place, PagePlace) else 1} for name, place in placed]
    alike = [_values_alike(table) for table in document.tables if len(table.values)]
    return {
        "elements": numbered(pd.DataFrame(elements, columns=["element", "page"])).assign(weight=1),
        "values": numbered(pd.concat([NO_VALUES, *alike])),
        "coverage": coverage_frame(pd.DataFrame([coverage] if coverage is not None else [], columns=[*FATES, CELLS])),
    }


NO_VALUES = pd.DataFrame({"element": [], "value": [], "status": [], "headings": [], "outside": [], "weight": []})
NO_VALUES = NO_VALUES.astype(
    {"element": "str", "status": "str", "headings": "int64", "outside": "int64", "weight": "int64"}
)

FAR = 1e17
"""Values beyond this are looked at one by one."""


def _values_alike(table: Table) -> pd.DataFrame:
    """The values of a table that no expectation can tell apart, one for all; `weight` is how many they are."""
    values = columns(table.values)
    height, width = reach(table.cells)
    outside = (values.row < 0) | (values.row >= height) | (values.column < 0) | (values.column >= width)
    again = np.zeros(len(values), dtype=bool)
    if not all_differ(values.row, values.column):
        again[:] = True
        again[distinct(values.row, values.column)[0]] = False
    row_heads, column_heads = (
        np.array([len(path) for path in paths], dtype=np.int32) for paths in (values.row_paths, values.column_paths)
    )
    heads = row_heads[values.row_path] + column_heads[values.column_path]
    far = np.flatnonzero(~(np.isnan(values.value) | (np.abs(values.value) < FAR)))
    apart = np.zeros(len(values), dtype=np.int32)
    apart[far] = np.arange(1, far.size + 1)
    first, which = distinct(
        values.status,
        np.minimum(heads, 1),
        (outside | again).astype(np.uint8),
        np.isnan(values.value).astype(np.uint8),
        apart,
    )
    return pd.DataFrame(
        {
            "element": table.id,
            "value": values.value[first],
            "status": [STATUSES[status] for status in values.status[first].tolist()],
            "headings": heads[first].astype("int64"),
            "outside": (outside | again)[first].astype("int64"),
            "weight": np.bincount(which),
        }
    )


def coverage_frame(counted: pd.DataFrame) -> pd.DataFrame:
    """The account of cells, one row a document, with `accounted` (the four counts added up) and `unmapped_share`."""
    frame = counted.astype(dict.fromkeys([*FATES, CELLS], "float64"))
    cells = frame[CELLS]
    return numbered(
        frame.assign(
            accounted=frame[[*FATES]].sum(axis=1),
            unmapped_share=(frame["unmapped"] / cells.where(cells > 0)).fillna(0.0),
        )
    )
