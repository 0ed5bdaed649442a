"""Small frames in the form that the expectations judge, built by hand."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from expectations.proofs import prove
from extract.document import Cell, Chart, Document, PagePlace, Statement, Status, Table, Value

DOCUMENT = "d" * 64

BLANK: dict[str, Any] = {
    "year_type": "fiscal",
    "sector": None,
    "partner": None,
    "destination": None,
    "size_class": None,
    "institution": None,
    "country": None,
    "question": None,
    "respondent": None,
    "answer": None,
    "scope": "survey",
    "precision": 0.0,
    "status": "observed",
    "stated_as": "current",
    "rule": "source/rule",
    "document": DOCUMENT,
    "kind": "table",
    "page": 1,
    "sheet": None,
    "x0": 10.0,
    "top": 20.0,
    "x1": 30.0,
    "bottom": 40.0,
    "address": None,
    "printed_text": "1",
    "title": "特許",
    "row_path": [],
    "column_path": [],
    "method": "ruled",
    "tolerance": 0.0,
    "approximate": False,
    "institution_name": None,
    "institution_code": None,
    "source": "source",
    "edition": "FY2014",
    "published": "2015-11-27",
}


UNITS = {"joint_research_count": "件", "joint_research_amount": "円", "patent_applications": "件", "survey_answer": "%"}


def indicators() -> pd.DataFrame:
    """Four indicators: a count and an amount of joint research, their average, and a share."""
    rows = [
        ("joint_research_count", "件", "count", 0.0, None, ["sector", "partner", "institution", "scope"]),
        ("joint_research_amount", "円", "amount", 0.0, None, ["sector", "partner", "scope"]),
        ("patent_applications", "件", "count", 0.0, None, ["sector", "destination", "scope"]),
        ("survey_answer", "%", "share", 0.0, 100.0, ["question", "respondent", "answer", "scope"]),
    ]
    return pd.DataFrame(rows, columns=["id", "unit", "type", "minimum", "maximum", "dimensions"]).assign(
        identities=[[]] * len(rows)
    )


def observation(indicator: str, year: int, value: float | None, **more: Any) -> dict[str, Any]:
    """One row of an observations frame; the series is named from its dimensions."""
    row = {**BLANK, "indicator": indicator, "fiscal_year": year, "value": value, "unit": UNITS.get(indicator), **more}
    dimensions = ("sector", "partner", "destination", "question", "respondent", "answer", "institution", "scope")
    said = [f"{name}={row[name]}" for name in dimensions if row[name] is not None]
    row.setdefault("element", "p1-t1")
    row["series_id"] = "/".join([indicator, *said])
    row.setdefault("printed_value", value)
    row.setdefault("printed_unit", row["unit"])
    place = f"{row['document'][:2]}-{row['element']}-{row['x0']}"
    row.setdefault("observation_id", f"{row['series_id']}@{year}@{place}@{row['stated_as']}")
    return row


def count(year: int, value: float | None, **more: Any) -> dict[str, Any]:
    """A count of joint research with companies, all sectors, unless said otherwise."""
    return observation("joint_research_count", year, value, **{"sector": "total", "partner": "private_company", **more})


def frame(*rows: dict[str, Any]) -> pd.DataFrame:
    """The observations frame of these rows."""
    made = pd.DataFrame(list(rows))
    return made.astype({"value": "float64", "precision": "float64", "tolerance": "float64"})


def table(
    rows: Sequence[Sequence[str]],
    columns: Sequence[Sequence[str]],
    values: Sequence[Sequence[float | None]],
    *,
    unit: str | Sequence[str] = "件",
    years: Sequence[int | None] | None = None,
    title: str = "表",
    stubs: Sequence[Sequence[str]] | None = None,
    name: str = "p1-t1",
) -> Table:
    """A table with these headings over its rows and columns; `unit` for all or by column, `years` by column."""
    units = [unit] * len(columns) if isinstance(unit, str) else list(unit)
    dated = years or [None] * len(columns)
    data = tuple(
        Value(
            i + 1,
            j + 1,
            "" if value is None else f"{value:,}",
            value,
            units[j],
            Status.MISSING if value is None else Status.OBSERVED,
            dated[j],
            tuple(rows[i]),
            tuple(columns[j]),
            place(name, i, j),
        )
        for i, line in enumerate(values)
        for j, value in enumerate(line)
    )
    cells = tuple(
        Cell(i + 1, 0, 1, 1, text, place(name, i, -1)) for i, texts in enumerate(stubs or rows) for text in texts
    )
    return Table(name, place(name, 0, 0), "ruled", title, None, (), 1, 1, cells, data)


def place(name: str, row: int, column: int) -> PagePlace:
    """A box of its own for each cell."""
    page = int(name.partition("-")[0].removeprefix("p"))
    return PagePlace(page, (100.0 + 50 * column, 100.0 + 20 * row, 140.0 + 50 * column, 115.0 + 20 * row))


def document(*tables: Table, charts: Sequence[Chart] = (), statements: Sequence[Statement] = ()) -> Document:
    """A document that holds these."""
    return Document("x.pdf", DOCUMENT, "application/pdf", 9, tuple(tables), tuple(charts), tuple(statements), ())


def figures(*tables: Table) -> pd.DataFrame:
    """An observations frame in which each figure of the tables is an observation, named table/row/column."""
    rows = [
        observation(
            "joint_research_count",
            value.fiscal_year or 2014,
            value.value,
            element=one.id,
            observation_id=f"{one.id}/{value.row}/{value.column}",
            size_class=f"{one.id}/{value.row}/{value.column}",
            printed_text=value.text,
            page=value.place.page,
            **dict(zip(("x0", "top", "x1", "bottom"), value.place.bbox, strict=True)),
        )
        for one in tables
        for value in one.values  # noqa: PD011 - a table's values, no frame
        if value.value is not None and isinstance(value.place, PagePlace)
    ]
    made = frame(*rows)
    return made.assign(series_id=made["observation_id"])


def proofs_of(*tables: Table) -> pd.DataFrame:
    """All proofs in a document that holds just these tables, whose every figure is an observation."""
    return prove(document(*tables), figures(*tables), indicators())


def checks(rows: pd.DataFrame, proof: str) -> dict[str, bool]:
    """For each check of a kind the name of its stated figure, and whether it holds."""
    stated = rows[(rows["proof"] == proof) & (rows["role"] == "stated")]
    holds = (stated["actual"] - stated["expected"]).abs() <= stated["tolerance"]
    names = stated["observation_id"].where(stated["observation_id"].notna(), stated["figure"])
    return {f"{name} · {detail}": held for name, detail, held in zip(names, stated["detail"], holds, strict=True)}
