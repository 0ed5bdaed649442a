"""Frames of what mapping gives: one row an observation or a left-over cell, flat columns, series and observation named.

Here a printed institution becomes one of the registry, and a figure gets its identity: the series that it belongs to,
whichever document states it, and the observation that it is. Out of scope: what a figure means (`extract.mapping`), the
verdict on it (`expectations`), and how frames are kept (`warehouse.staging`).
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from extract.document import Document, Place, SheetPlace
from extract.observation import DIMENSIONS, Evidence, Mapped, Observation
from warehouse.institutions import Institutions, Match

PLACE_COLUMNS = {
    "page": "Int32",
    "sheet": "str",
    "x0": "float64",
    "top": "float64",
    "x1": "float64",
    "bottom": "float64",
    "address": "str",
}
EVIDENCE_COLUMNS = {
    "kind": "str",
    "element": "str",
    **PLACE_COLUMNS,
    "printed_text": "str",
    "printed_value": "float64",
    "printed_unit": "str",
    "title": "str",
    "row_path": "object",
    "column_path": "object",
    "method": "str",
    "tolerance": "float64",
    "approximate": "bool",
}
EDITION_COLUMNS = {"source": "str", "edition": "str", "published": "str"}

OBSERVATION_COLUMNS = {
    "observation_id": "str",
    "series_id": "str",
    "indicator": "str",
    "fiscal_year": "int32",
    "year_type": "str",
    **dict.fromkeys(DIMENSIONS, "str"),
    "value": "float64",
    "unit": "str",
    "precision": "float64",
    "status": "str",
    "stated_as": "str",
    "rule": "str",
    "document": "str",
    **EVIDENCE_COLUMNS,
    "institution_name": "str",
    "institution_code": "str",
    "institution_how": "str",
    "institution_candidates": "object",
    **EDITION_COLUMNS,
}
"""Columns and pandas types of an observations frame. Missing text is NaN, a missing list never occurs."""

LEFTOVER_COLUMNS = {
    "fate": "str",
    "reason": "str",
    "heading": "str",
    "rule": "str",
    "document": "str",
    **EVIDENCE_COLUMNS,
    **EDITION_COLUMNS,
}
"""Columns and pandas types of a left-overs frame."""

SECTOR_WORDS = {"国立": "national", "公立": "public", "私立": "private"}
"""What a row's headings say of an institution's sector, where two institutions share a name."""

Matching = Callable[[Observation], Match | None]
Columns = dict[str, list[Any]]


def observations_frame(mapped: Mapped, document: Document, institutions: Institutions) -> pd.DataFrame:
    """Give one row an observation, with the columns of `OBSERVATION_COLUMNS`, in the order of mapping.

    `institution` is the registry's id, NaN where the print leaves open who is meant (`institution_how` says why and
    `institution_candidates` who it could be). An institution's sector is the registry's.
    """
    stated = mapped.observations
    match = _matching(institutions)
    matches = [match(observation) for observation in stated]
    dimensions = [_resolved(o.dimensions, m, institutions) for o, m in zip(stated, matches, strict=True)]
    series = [series_id(o.indicator, words) for o, words in zip(stated, dimensions, strict=True)]
    evidence = _evidence_columns([observation.evidence for observation in stated])
    places = zip(evidence["element"], *(evidence[name] for name in PLACE_COLUMNS), strict=True)
    ids = [
        observation_id(name, o.fiscal_year, document.sha256, "/".join(map(str, place)), o.stated_as)
        for name, o, place in zip(series, stated, places, strict=True)
    ]
    nobody: list[str] = []
    columns: Columns = {
        "observation_id": ids,
        "series_id": series,
        "indicator": [o.indicator for o in stated],
        "fiscal_year": [o.fiscal_year for o in stated],
        "year_type": [o.year_type for o in stated],
        **{name: [words.get(name) for words in dimensions] for name in DIMENSIONS},
        "institution": [m.id if m else None for m in matches],
        "value": [o.value for o in stated],
        "unit": [o.unit for o in stated],
        "precision": [o.precision for o in stated],
        "status": [o.status.value for o in stated],
        "stated_as": [o.stated_as for o in stated],
        "rule": [o.rule for o in stated],
        "institution_name": [o.dimensions.get("institution") for o in stated],
        "institution_code": [o.institution_code for o in stated],
        "institution_how": [m.how if m else None for m in matches],
        "institution_candidates": [list(m.candidates) if m and m.candidates else nobody for m in matches],
    }
    return _frame({**columns, **evidence}, OBSERVATION_COLUMNS, mapped, document)


def leftovers_frame(mapped: Mapped, document: Document) -> pd.DataFrame:
    """Give one row a numeric cell that became no observation, with the columns of `LEFTOVER_COLUMNS`."""
    columns: Columns = {
        "fate": [left.fate.value for left in mapped.leftovers],
        "reason": [left.reason for left in mapped.leftovers],
        "heading": [left.heading for left in mapped.leftovers],
        "rule": [left.rule for left in mapped.leftovers],
    }
    evidence = _evidence_columns([left.evidence for left in mapped.leftovers])
    return _frame({**columns, **evidence}, LEFTOVER_COLUMNS, mapped, document)


def series_id(indicator: str, dimensions: Mapping[str, str]) -> str:
    """Name a series, readable and the same for every document: ``count/sector=total/partner=private_company``.

    An institution implies its sector, which is left out beside it: documents differ in whether they print it.
    """
    parts = [
        f"{name}={dimensions[name]}"
        for name in DIMENSIONS
        if dimensions.get(name) and not (name == "sector" and "institution" in dimensions)
    ]
    return "/".join([indicator, *parts])


def observation_id(series: str, fiscal_year: int, document: str, place: str, stated_as: str) -> str:
    """Name what one place of one document states: 16 hexadecimal digits."""
    parts = "\x1f".join((series, str(fiscal_year), document, place, stated_as))
    return hashlib.sha256(parts.encode()).hexdigest()[:16]


def flat_place(place: Place) -> tuple[object, ...]:
    """Page, sheet, box and address, in the order of `PLACE_COLUMNS`; boxes to a hundredth of a point."""
    if isinstance(place, SheetPlace):
        return (None, place.sheet, None, None, None, None, place.address)
    x0, top, x1, bottom = place.bbox
    return (place.page, None, round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2), None)


def _evidence_columns(evidence: Sequence[Evidence]) -> Columns:
    places = [flat_place(one.place) for one in evidence]
    paths = {path: list(path) for one in evidence for path in (one.row_path, one.column_path)}
    return {
        "kind": [one.kind for one in evidence],
        "element": [one.element for one in evidence],
        **{name: [place[at] for place in places] for at, name in enumerate(PLACE_COLUMNS)},
        "printed_text": [one.text for one in evidence],
        "printed_value": [one.value for one in evidence],
        "printed_unit": [one.unit for one in evidence],
        "title": [one.title for one in evidence],
        "row_path": [paths[one.row_path] for one in evidence],
        "column_path": [paths[one.column_path] for one in evidence],
        "method": [one.method for one in evidence],
        "tolerance": [one.tolerance for one in evidence],
        "approximate": [one.approximate for one in evidence],
    }


def _frame(columns: Columns, types: Mapping[str, str], mapped: Mapped, document: Document) -> pd.DataFrame:
    count = len(columns["kind"])
    known = {
        "document": document.sha256,
        "source": mapped.source,
        "edition": mapped.edition,
        "published": mapped.published,
    }
    every = {**columns, **{name: [value] * count for name, value in known.items()}}
    return pd.DataFrame({name: pd.Series(every[name], dtype=kind) for name, kind in types.items()})


def _resolved(printed: dict[str, str], match: Match | None, institutions: Institutions) -> dict[str, str]:
    """The dimensions with the registry's institution and its sector."""
    if match is None:
        return printed
    if match.id is None:
        return {**printed, "institution": f"?{printed['institution']}"}
    return {**printed, "institution": match.id, "sector": institutions.by_id[match.id].sector}


def _matching(institutions: Institutions) -> Matching:
    """Ask the registry once for each way of naming an institution: a workbook repeats each hundreds of times."""
    known: dict[tuple[object, ...], Match] = {}
    prefectures = {institution.prefecture for institution in institutions.institutions if institution.prefecture}

    def match(observation: Observation) -> Match | None:
        name = observation.dimensions.get("institution")
        if name is None:
            return None
        path, printed_sector = observation.evidence.row_path, observation.dimensions.get("sector")
        key = (name, observation.institution_code, observation.fiscal_year, path, printed_sector)
        if key not in known:
            prefecture = next((part for part in path if part in prefectures), None)
            sector = _sector(path) or printed_sector
            known[key] = institutions.match(
                name, observation.institution_code, observation.fiscal_year, prefecture, sector
            )
        return known[key]

    return match


def _sector(path: Sequence[str]) -> str | None:
    """The sector among a row's headings, where 国立, 国立大学 and the like stand alone in their cell."""
    alone = (part for part in path if part[:2] in SECTOR_WORDS and len(part) <= len("国立大学等"))
    return next((SECTOR_WORDS[part[:2]] for part in alone), None)
