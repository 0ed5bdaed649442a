"""Frames of what mapping gives: one row an observation or a left-over cell, flat columns, series and observation named.

Here a printed institution becomes one of the registry, and a figure gets its identity: the series that it belongs to,
whichever document states it, and the observation that it is. Out of scope: what a figure means (`extract.mapping`), the
verdict on it (`expectations`), and how frames are kept (`warehouse.staging`).
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence

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


def observations_frame(mapped: Mapped, document: Document, institutions: Institutions) -> pd.DataFrame:
    """Give one row an observation, with the columns of `OBSERVATION_COLUMNS`, in the order of mapping.

    `institution` is the registry's id, NaN where the print leaves open who is meant (`institution_how` says why and
    `institution_candidates` who it could be). An institution's sector is the registry's.
    """
    match = _matching(institutions)
    rows = [_observation_row(o, document.sha256, match(o), institutions) for o in mapped.observations]
    return _frame(rows, OBSERVATION_COLUMNS, mapped)


def leftovers_frame(mapped: Mapped, document: Document) -> pd.DataFrame:
    """Give one row a numeric cell that became no observation, with the columns of `LEFTOVER_COLUMNS`."""
    rows = [
        {
            "fate": left.fate.value,
            "reason": left.reason,
            "heading": left.heading,
            "rule": left.rule,
            "document": document.sha256,
            **_evidence_row(left.evidence),
        }
        for left in mapped.leftovers
    ]
    return _frame(rows, LEFTOVER_COLUMNS, mapped)


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


def _observation_row(
    observation: Observation, document: str, match: Match | None, institutions: Institutions
) -> dict[str, object]:
    dimensions = dict(observation.dimensions)
    printed = dimensions.get("institution")
    if match:
        dimensions["institution"] = match.id or f"?{printed}"
    if match and match.id:
        dimensions["sector"] = institutions.by_id[match.id].sector
    series = series_id(observation.indicator, dimensions)
    evidence = _evidence_row(observation.evidence)
    where = "/".join(str(evidence[key]) for key in ("element", *PLACE_COLUMNS))
    return {
        "observation_id": observation_id(series, observation.fiscal_year, document, where, observation.stated_as),
        "series_id": series,
        "indicator": observation.indicator,
        "fiscal_year": observation.fiscal_year,
        "year_type": observation.year_type,
        **{name: dimensions.get(name) for name in DIMENSIONS},
        "institution": match.id if match else None,
        "value": observation.value,
        "unit": observation.unit,
        "precision": observation.precision,
        "status": observation.status.value,
        "stated_as": observation.stated_as,
        "rule": observation.rule,
        "document": document,
        **evidence,
        "institution_name": printed,
        "institution_code": observation.institution_code,
        "institution_how": match.how if match else None,
        "institution_candidates": list(match.candidates) if match else [],
    }


def _evidence_row(evidence: Evidence) -> dict[str, object]:
    return {
        "kind": evidence.kind,
        "element": evidence.element,
        **_place_row(evidence.place),
        "printed_text": evidence.text,
        "printed_value": evidence.value,
        "printed_unit": evidence.unit,
        "title": evidence.title,
        "row_path": list(evidence.row_path),
        "column_path": list(evidence.column_path),
        "method": evidence.method,
        "tolerance": evidence.tolerance,
        "approximate": evidence.approximate,
    }


def _place_row(place: Place) -> dict[str, object]:
    if isinstance(place, SheetPlace):
        return {**dict.fromkeys(PLACE_COLUMNS), "sheet": place.sheet, "address": place.address}
    x0, top, x1, bottom = (round(edge, 2) for edge in place.bbox)
    return {**dict.fromkeys(PLACE_COLUMNS), "page": place.page, "x0": x0, "top": top, "x1": x1, "bottom": bottom}


def _frame(rows: Iterable[dict[str, object]], columns: Mapping[str, str], mapped: Mapped) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=list(columns))
    frame["source"], frame["edition"], frame["published"] = mapped.source, mapped.edition, mapped.published
    return frame.astype(dict(columns))


def _matching(institutions: Institutions) -> Matching:
    """Ask the registry once for each way of naming an institution: a workbook repeats each hundreds of times."""
    known: dict[tuple[str, str | None, int, str | None, str | None], Match] = {}
    prefectures = {institution.prefecture for institution in institutions.institutions if institution.prefecture}

    def match(observation: Observation) -> Match | None:
        name = observation.dimensions.get("institution")
        if name is None:
            return None
        path = observation.evidence.row_path
        prefecture = next((part for part in path if part in prefectures), None)
        sector = _sector(path) or observation.dimensions.get("sector")
        key = (name, observation.institution_code, observation.fiscal_year, prefecture, sector)
        if key not in known:
            known[key] = institutions.match(*key)
        return known[key]

    return match


def _sector(path: Sequence[str]) -> str | None:
    """The sector among a row's headings, where 国立, 国立大学 and the like stand alone in their cell."""
    alone = (part for part in path if part[:2] in SECTOR_WORDS and len(part) <= len("国立大学等"))
    return next((SECTOR_WORDS[part[:2]] for part in alone), None)
