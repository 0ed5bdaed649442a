"""Frames of what mapping gives: one row an observation or a left-over cell, flat columns, series and observation named.

Here a printed institution becomes one of the registry, and a figure gets its identity (`warehouse.naming`). Large
tables of sheets are framed by columns (`warehouse.wide`), all else figure by figure. Out of scope: what a figure means
(`extract.mapping`), the verdict on it (`expectations`), and how frames are kept (`warehouse.staging`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import groupby
from typing import Any, Protocol, TypeVar

import pandas as pd

from extract.blocks import Joined, Leftovers, Observations
from extract.document import Document, Place, SheetPlace
from extract.observation import DIMENSIONS, Evidence, Leftover, Mapped, Observation
from extract.values import Corner
from warehouse import wide
from warehouse.institutions import Institutions, Match
from warehouse.large import Large
from warehouse.naming import keys, observation_ids, place_keys, series_id
from warehouse.wide import Matching

T = TypeVar("T")

Columns = dict[str, Any]


class Rows(Protocol):
    """Rows of which a frame is made when it is asked for."""

    def __len__(self) -> int:
        """How many there are."""
        ...

    def whole(self) -> pd.DataFrame:
        """All of them."""
        ...


Part = pd.DataFrame | Rows
"""Rows of a document: in a frame, or such that make one."""

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

LARGE = 4096
"""A sheet's table with so many figures has its rows made column by column, with words as categories."""


def observation_frames(
    mapped: Mapped, document: Document, institutions: Institutions
) -> Iterator[pd.DataFrame | Large[wide.Named]]:
    """Give one row an observation, with the columns of `OBSERVATION_COLUMNS`, in the order of mapping.

    The rows of each large table of a sheet are a part of their own, whose frames have words as categories; what stands
    between them is in one frame. There is at least one part. `institution` is the registry's id, NaN where the print
    leaves open who is meant (`institution_how` says why and `institution_candidates` who it could be), and its sector
    is the registry's. Frames of large tables have `cell` beside those columns: which of the table's values it is.
    """
    match = _matching(institutions)
    for part in _parts(mapped.observations):
        if isinstance(part, Observations):
            make = partial(wide.observation_columns, institutions=institutions)
            yield Large(
                wide.named(part, match, institutions), make, tuple(OBSERVATION_COLUMNS), _known(mapped, document)
            )
        else:
            columns = _observation_columns(tuple(part), match, institutions)
            yield _frame(columns, OBSERVATION_COLUMNS, mapped, document)


def leftover_frames(mapped: Mapped, document: Document) -> Iterator[Part]:
    """Give one row a numeric cell that became no observation: the columns of `LEFTOVER_COLUMNS`, in like parts."""
    for part in _parts(mapped.leftovers):
        if isinstance(part, Leftovers):
            yield Large(part, wide.leftover_columns, tuple(LEFTOVER_COLUMNS), _known(mapped, document))
        else:
            yield _frame(_leftover_columns(tuple(part)), LEFTOVER_COLUMNS, mapped, document)


def observations_frame(mapped: Mapped, document: Document, institutions: Institutions) -> pd.DataFrame:
    """Give the observations of a document in one frame (`observation_frames`)."""
    return joined(observation_frames(mapped, document, institutions))


def leftovers_frame(mapped: Mapped, document: Document) -> pd.DataFrame:
    """Give the leftovers of a document in one frame (`leftover_frames`)."""
    return joined(leftover_frames(mapped, document))


def joined(parts: Iterable[Part]) -> pd.DataFrame:
    """One frame of several parts, words spelled out."""
    spelled = [spell(whole(part)).drop(columns="cell", errors="ignore") for part in parts]
    return spelled[0] if len(spelled) == 1 else pd.concat(spelled, ignore_index=True)


def whole(part: Part) -> pd.DataFrame:
    """The frame of a part."""
    return part if isinstance(part, pd.DataFrame) else part.whole()


def spell(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with words instead of categories."""
    words = {
        str(n): wide.spelled(frame[n]) for n, kind in frame.dtypes.items() if isinstance(kind, pd.CategoricalDtype)
    }
    return frame.assign(**words) if words else frame


def _observation_columns(stated: Sequence[Observation], match: Matching, institutions: Institutions) -> Columns:
    matches = [_match(observation, match) for observation in stated]
    dimensions = [_resolved(o.dimensions, m, institutions) for o, m in zip(stated, matches, strict=True)]
    series = [series_id(o.indicator, words) for o, words in zip(stated, dimensions, strict=True)]
    ids = observation_ids(
        keys(series),
        keys(f"{o.fiscal_year}\x1f{o.evidence.document}\x1f{o.evidence.element}\x1f{o.stated_as}" for o in stated),
        place_keys([o.evidence.place for o in stated]),
    )
    nobody: list[str] = []
    return {
        "observation_id": ids.to_pylist(),
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
        **_evidence_columns([observation.evidence for observation in stated]),
    }


def _leftover_columns(leftovers: Sequence[Leftover]) -> Columns:
    return {
        "fate": [left.fate.value for left in leftovers],
        "reason": [left.reason for left in leftovers],
        "heading": [left.heading for left in leftovers],
        "rule": [left.rule for left in leftovers],
        **_evidence_columns([left.evidence for left in leftovers]),
    }


def _parts(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """The columns of each large table, and what stands between them together; at least one part."""
    parts = items.parts if isinstance(items, Joined) else (items,)
    filled = [part for part in parts if len(part)]
    for large, group in groupby(filled or [()], key=_is_large):
        together = tuple(group)
        yield from together if large else (Joined(together),)


def _is_large(part: Sequence[object]) -> bool:
    on_sheet = isinstance(part, Observations | Leftovers) and isinstance(part.printed.figures.places, Corner)
    return on_sheet and len(part) >= LARGE


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
    known = {name: [word] * len(columns["kind"]) for name, word in _known(mapped, document).items()}
    every = {**columns, **known}
    return pd.DataFrame({name: pd.Series(every[name], dtype=kind) for name, kind in types.items()})


def _known(mapped: Mapped, document: Document) -> dict[str, str | None]:
    """What all rows of a document say."""
    return {
        "document": document.sha256,
        "source": mapped.source,
        "edition": mapped.edition,
        "published": mapped.published,
    }


def _resolved(printed: dict[str, str], match: Match | None, institutions: Institutions) -> dict[str, str]:
    """The dimensions with the registry's institution and its sector."""
    if match is None:
        return printed
    if match.id is None:
        return {**printed, "institution": f"?{printed['institution']}"}
    return {**printed, "institution": match.id, "sector": institutions.by_id[match.id].sector}


def _match(observation: Observation, match: Matching) -> Match | None:
    name, path = observation.dimensions.get("institution"), observation.evidence.row_path
    if name is None:
        return None
    return match(
        name, observation.institution_code, observation.fiscal_year, path, observation.dimensions.get("sector")
    )


def _matching(institutions: Institutions) -> Matching:
    """Ask the registry once for each way of naming an institution: a workbook repeats each hundreds of times."""
    prefectures = {institution.prefecture for institution in institutions.institutions if institution.prefecture}

    @cache
    def match(
        name: str, code: str | None, fiscal_year: int, path: tuple[str, ...], printed_sector: str | None
    ) -> Match:
        prefecture = next((part for part in path if part in prefectures), None)
        return institutions.match(name, code, fiscal_year, prefecture, _sector(path) or printed_sector)

    return match


def _sector(path: Sequence[str]) -> str | None:
    """The sector among a row's headings, where 国立, 国立大学 and the like stand alone in their cell."""
    alone = (part for part in path if part[:2] in SECTOR_WORDS and len(part) <= len("国立大学等"))
    return next((SECTOR_WORDS[part[:2]] for part in alone), None)
