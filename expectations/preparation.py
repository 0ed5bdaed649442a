"""The frames that a stage's expectations look at: set logic done in pandas first, one row for each thing judged.

Columns such as `status_conflict` or `rival` say what is wrong with a row, null where nothing is. Each frame has a
column `row` that names its rows. Out of scope: the expectations (`suites.yaml`) and running them
(`expectations.running`).
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from expectations.running import ROW
from expectations.vocabulary import FIRST_YEAR, TOKEN, VALUED
from extract.document import Document, PagePlace, Place, Table
from extract.observation import DIMENSIONS

FATES = ("observation", "quarantine", "not_wanted", "unmapped")
CELLS = "numeric_cells"
LISTS = ("row_path", "column_path", "institution_candidates")


def observation_frames(frame: pd.DataFrame, indicators: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The frames of the stage `observations`: `rows` (all), `values`, `counts`, `estimates`, `leaps`, `documents`.

    `frame` is the flat observations frame; `indicators` has id, unit, type, minimum, maximum and dimensions (lists).
    """
    rows = numbered(frame.drop(columns=[name for name in LISTS if name in frame]))
    known = indicators.set_index("id")
    rows["indicator_unit"] = rows["indicator"].map(known["unit"])
    rows["indicator_type"] = rows["indicator"].map(known["type"])
    rows["minimum"] = pd.to_numeric(rows["indicator"].map(known["minimum"])).astype("float64")
    rows["maximum"] = pd.to_numeric(rows["indicator"].map(known["maximum"])).astype("float64")
    rows["status_conflict"] = _status_conflict(rows)
    rows["missing_dimension"], rows["undeclared_dimension"] = _dimension_faults(rows, known["dimensions"])
    rows["malformed_dimension"] = _malformed(rows)
    rows["rival"] = _rival(rows)
    rows["misplaced"] = _misplaced(rows)
    rows["unresolved"] = rows["institution_name"].where(rows["institution"].isna())
    values = rows[rows["value"].notna()]
    whole = values[(values["indicator_type"] == "count") & (values["status"] != "estimated")]
    return {
        "rows": rows,
        "values": values,
        "counts": whole.assign(fraction=(whole["value"] % 1).abs()),
        "estimates": values[values["status"] == "estimated"],
        "leaps": _leaps(values),
        "documents": rows.drop_duplicates("document"),
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
    valued = rows[rows["value"].notna()]
    doubled = valued[valued.duplicated(keys, keep=False)]
    if not doubled.empty:
        span = doubled.groupby(keys)["value"].agg(["min", "max"])
        apart = span[span["min"] != span["max"]]
        hit = pd.MultiIndex.from_frame(doubled[keys]).isin(apart.index)
        rival[doubled.index[hit]] = doubled.loc[hit, "series_id"]
    return rival


def _misplaced(rows: pd.DataFrame) -> pd.Series:
    on_page = rows[["page", "x0", "top", "x1", "bottom"]].notna().all(axis=1)
    on_sheet = rows[["sheet", "address"]].notna().all(axis=1)
    return rows["element"].fillna("?").astype("object").where(~(on_page | on_sheet), None)


def _leaps(values: pd.DataFrame) -> pd.DataFrame:
    """Each value against the median of its series in the document, where the series has enough points to tell."""
    keys = ["series_id", "stated_as"]
    positive = values[(values["value"] > 0) & values["institution"].isna()]
    enough = positive[positive.groupby(keys)["value"].transform("size") >= 4]
    return enough.assign(leap=enough["value"] / enough.groupby(keys)["value"].transform("median"))


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
    values = [row for table in document.tables for row in _value_rows(table)]
    return {
        "elements": numbered(pd.DataFrame(elements, columns=["element", "page"])),
        "values": numbered(
            pd.DataFrame(values, columns=["element", "text", "value", "status", "headings", "outside"]).astype(
                {"value": "float64"}
            )
        ),
        "coverage": coverage_frame(pd.DataFrame([coverage] if coverage is not None else [], columns=[*FATES, CELLS])),
    }


def _value_rows(table: Table) -> list[dict[str, Any]]:
    height = max((cell.row + cell.row_span for cell in table.cells), default=0)
    width = max((cell.column + cell.column_span for cell in table.cells), default=0)
    seen: set[tuple[int, int]] = set()
    rows = []
    for value in table.values:  # noqa: PD011 - a table's values, no frame
        at = (value.row, value.column)
        inside = 0 <= value.row < height and 0 <= value.column < width and at not in seen
        seen.add(at)
        rows.append(
            {
                "element": table.id,
                "text": value.text,
                "value": value.value,
                "status": value.status.value,
                "headings": len(value.row_path) + len(value.column_path),
                "outside": 0 if inside else 1,
            }
        )
    return rows


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
