"""Small frames in the form that the expectations judge, built by hand."""

from typing import Any

import pandas as pd

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


def indicators() -> pd.DataFrame:
    """Four indicators: a count and an amount of joint research, their average, and a share."""
    rows = [
        ("joint_research_count", "件", "count", 0.0, None, ["sector", "partner", "institution", "scope"]),
        ("joint_research_amount", "円", "amount", 0.0, None, ["sector", "partner", "scope"]),
        ("patent_applications", "件", "count", 0.0, None, ["sector", "destination", "scope"]),
        ("survey_answer", "%", "share", 0.0, 100.0, ["question", "respondent", "answer", "scope"]),
    ]
    return pd.DataFrame(rows, columns=["id", "unit", "type", "minimum", "maximum", "dimensions"])


def observation(indicator: str, year: int, value: float | None, **more: Any) -> dict[str, Any]:
    """One row of an observations frame; the series is named from its dimensions."""
    units = dict(zip(indicators()["id"], indicators()["unit"], strict=True))
    row = {**BLANK, "indicator": indicator, "fiscal_year": year, "value": value, "unit": units.get(indicator), **more}
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
