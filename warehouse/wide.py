"""Columns of frames for the figures of a large sheet, made of columns: words as categories, numbers as arrays.

Says of many figures at once what `warehouse.frames` says of single ones, and the same. Out of scope: what the columns
are (`warehouse.frames`), and names of series and observations (`warehouse.naming`).
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from extract.blocks import Leftovers, Observations, Printed
from extract.observation import DIMENSIONS
from extract.values import LEAST, PLAIN, STATUSES, Corner, Spots, Values, distinct, written
from warehouse import naming
from warehouse.institutions import Institutions, Match

Columns = dict[str, Any]
Codes = npt.NDArray[np.integer]
Matching = Callable[[str, str | None, int, tuple[str, ...], str | None], Match]

LONGEST_SURE = 16
"""A fraction written in so many signs or fewer has no more digits than are sure."""

BY_OWNER = ("institution", "country", "sector")


def observation_columns(block: Observations, match: Matching, institutions: Institutions) -> Columns:
    """The columns of a table's observations."""
    kinds, owners, kind = block.kinds, block.owners, block.kind
    who, matches = _matches(block, match, institutions)
    sector = coded(who, [institutions.by_id[m.id].sector if m and m.id else None for m in matches])
    printed_sector = coded(kind, [k.dimensions.get("sector") for k in kinds])
    country = coded(block.owner, [owner.names.get("country") for owner in owners])
    series, series_names = _series(block, who, matches)
    stated = naming.keys(
        f"{k.fiscal_year}\x1f{block.printed.document}\x1f{block.printed.element}\x1f{k.stated_as}" for k in kinds
    )[kind]
    return {
        "observation_id": as_text(
            naming.observation_ids(naming.keys(series_names)[series], stated, _place_keys(block.printed, block.spots))
        ),
        "series_id": coded(series, series_names),
        "indicator": coded(kind, [k.indicator for k in kinds]),
        "fiscal_year": np.array([k.fiscal_year for k in kinds], dtype=np.int32)[kind],
        "year_type": coded(kind, [k.year_type for k in kinds]),
        **{name: coded(kind, [k.dimensions.get(name) for k in kinds]) for name in DIMENSIONS if name not in BY_OWNER},
        "sector": _first(sector, printed_sector),
        "institution": coded(who, [m.id if m else None for m in matches]),
        "country": country if len(country.categories) else coded(kind, [k.dimensions.get("country") for k in kinds]),
        "value": block.value,
        "unit": coded(kind, [k.unit for k in kinds]),
        "precision": block.precision,
        "status": coded(block.status, [status.value for status in STATUSES]),
        "stated_as": coded(kind, [k.stated_as for k in kinds]),
        "rule": same(block.rule, len(block)),
        **evidence_columns(block.printed, block.spots),
        "institution_name": coded(block.owner, [owner.names.get("institution") for owner in owners]),
        "institution_code": coded(block.owner, [owner.code for owner in owners]),
        "institution_how": coded(who, [m.how if m else None for m in matches]),
        "institution_candidates": coded(who, [m.candidates if m else () for m in matches]),
    }


def leftover_columns(block: Leftovers) -> Columns:
    """The columns of a table's leftovers."""
    return {
        "fate": coded(block.failure, [failed.fate.value for failed in block.failures]),
        "reason": coded(block.failure, [failed.reason for failed in block.failures]),
        "heading": coded(block.failure, [failed.heading for failed in block.failures]),
        "rule": same(block.rule, len(block)),
        **evidence_columns(block.printed, block.spots),
    }


def evidence_columns(printed: Printed, spots: Spots) -> Columns:
    """Where figures of a sheet stand and what is printed there."""
    values, count = printed.figures, len(spots)
    corner = _corner(values)
    nowhere = np.broadcast_to(np.float64(np.nan), count)  # one number, as often as there are rows
    return {
        "kind": same("table", count),
        "element": same(printed.element, count),
        "page": pd.arrays.IntegerArray(np.zeros(count, dtype=np.int32), np.ones(count, dtype=bool)),
        "sheet": same(corner.sheet, count),
        "x0": nowhere,
        "top": nowhere,
        "x1": nowhere,
        "bottom": nowhere,
        "address": as_text(_addresses(values, spots)),
        "printed_text": as_text(texts(values, spots)),
        "printed_value": values.value[spots],
        "printed_unit": coded(values.unit[spots], values.units),
        "title": same(printed.title, count),
        "row_path": coded(values.row_path[spots], values.row_paths),
        "column_path": coded(values.column_path[spots], values.column_paths),
        "method": same(printed.method, count),
        "tolerance": np.broadcast_to(np.float64(0), count),
        "approximate": printed.approximate(spots),
    }


def coded(codes: Codes, words: Sequence[object]) -> pd.Categorical:
    """Words by their codes as categories; None is missing. Different codes may stand for the same word."""
    known: dict[object, int] = {}
    at = np.array([-1 if word is None else known.setdefault(word, len(known)) for word in words], dtype=np.int32)
    kind = "object" if any(isinstance(word, tuple) for word in known) else "str"
    categories = pd.Index(list(known), dtype=kind, tupleize_cols=False)
    small = at.astype(np.min_scalar_type(-max(len(known), 1)))
    return pd.Categorical.from_codes(small[codes], categories, validate=False)


def spelled(column: pd.Series) -> Any:  # noqa: ANN401  pandas does not name the type
    """The words of a column of categories, each as often as it stands there."""
    codes, words = column.cat.codes.to_numpy(), column.cat.categories
    if words.dtype == "object":
        held = np.empty(len(words) + 1, dtype=object)
        held[:-1] = words
        return held[codes]
    strings = pa.array(words.tolist(), pa.large_string())
    return as_text(strings.take(pa.array(codes.astype(np.int32), mask=codes < 0)))


def same(word: str | None, count: int) -> pd.Categorical:
    """The same word again and again."""
    return coded(np.zeros(count, dtype=np.int8), [word])


def as_text(strings: pa.Array) -> Any:  # noqa: ANN401  pandas does not name the type
    """Strings of Arrow as pandas holds its own."""
    kind: Any = pd.StringDtype("pyarrow", na_value=np.nan)
    return kind.__from_arrow__(strings)


def texts(values: Values, spots: Spots) -> pa.Array:
    """The texts as printed; numbers as `extract.values.written` writes them."""
    codes, numbers = values.text[spots], values.value[spots]
    plain = (codes == PLAIN) & ~np.isnan(numbers)
    whole = plain & values.whole[spots] & (np.abs(numbers) < 2.0**63)
    rest = plain & ~whole
    fractions = pc.cast(pa.array(numbers[rest]), pa.large_string())
    doubtful = pc.or_(pc.greater(pc.utf8_length(fractions), LONGEST_SURE), pc.match_substring(fractions, "e"))
    at = np.flatnonzero(doubtful.to_numpy(zero_copy_only=False) | (np.abs(numbers[rest]) < LEAST))
    if at.size:
        rewritten = pa.array([written(number) for number in numbers[rest][at].tolist()], pa.large_string())
        order = np.arange(len(fractions))
        order[at] = len(fractions) + np.arange(at.size)
        fractions = pa.concat_arrays([fractions, rewritten]).take(pa.array(order))
    held = pa.array([*values.texts, ""], pa.large_string())
    parts = [pc.cast(pa.array(numbers[whole].astype(np.int64)), pa.large_string()), fractions, held]
    order = np.where(codes == PLAIN, len(values.texts), codes).astype(np.int64) + int(whole.sum()) + int(rest.sum())
    order[whole] = np.arange(int(whole.sum()))
    order[rest] = int(whole.sum()) + np.arange(int(rest.sum()))
    return pa.concat_arrays(parts).take(pa.array(order))


def _corner(values: Values) -> Corner:
    if not isinstance(values.places, Corner):
        raise TypeError("columns are made for sheets only")
    return values.places


def _addresses(values: Values, spots: Spots) -> pa.Array:
    """The addresses of cells, as D7."""
    corner = _corner(values)
    row, column = values.row[spots], values.column[spots]
    numbers, letters = (pa.array(names, pa.large_string()) for names in corner.names(row, column))
    return pc.binary_join_element_wise(
        letters.take(pa.array(column)), numbers.take(pa.array(row)), pa.scalar("", pa.large_string())
    )


def _place_keys(printed: Printed, spots: Spots) -> naming.Keys:
    corner, values = _corner(printed.figures), printed.figures
    return naming.sheet_keys(corner.sheet, values.row[spots] + corner.top, values.column[spots] + corner.left)


def _matches(block: Observations, match: Matching, institutions: Institutions) -> tuple[Codes, list[Match | None]]:
    """Who is meant, for each observation by its code. A school code tells it for all years, a name for its year."""
    owners, paths = block.owners, _paths(block)
    named = [owner.names.get("institution") for owner in owners]
    sure = [institutions.in_any_year(n, o.code) if n else None for n, o in zip(named, owners, strict=True)]
    asks = [(k.fiscal_year, k.dimensions.get("sector")) for k in block.kinds]
    different = {ask: at for at, ask in enumerate(dict.fromkeys(asks))}
    ask = np.array([different[one] for one in asks], dtype=np.int32)[block.kind]
    loose = np.array([m is None and "institution" in o.names for m, o in zip(sure, owners, strict=True)], dtype=bool)
    asked = np.where(loose[block.owner], ask, 0)
    first, which = distinct(block.owner, asked)
    found: list[Match | None] = []
    listed = list(different)
    for owner_at, asked_at in zip(block.owner[first].tolist(), asked[first].tolist(), strict=True):
        owner = owners[owner_at]
        if loose[owner_at]:
            year, sector = listed[asked_at]
            found.append(match(owner.names["institution"], owner.code, year, paths[owner_at], sector))
        else:
            found.append(sure[owner_at])
    return which, found


def _paths(block: Observations) -> list[tuple[str, ...]]:
    """The row headings of each owner: it has one row."""
    values = block.printed.figures
    at = np.zeros(len(block.owners), dtype=np.intp)
    at[block.owner[::-1]] = block.spots[::-1]
    return [values.row_paths[code] for code in values.row_path[at].tolist()]


def _series(block: Observations, who: Codes, matches: Sequence[Match | None]) -> tuple[Codes, list[str]]:
    """The series of each observation, by its code."""
    alike: dict[object, int] = {}
    of_kind = [alike.setdefault((k.indicator, *k.dimensions.items()), len(alike)) for k in block.kinds]
    stated = np.array(of_kind, dtype=np.int32)[block.kind]
    first, which = distinct(stated, who.astype(np.int32), block.owner)
    names = []
    for at in first.tolist():
        kind, match, owner = block.kinds[block.kind[at]], matches[who[at]], block.owners[block.owner[at]]
        named = dict(owner.names)
        if match is not None:
            named["institution"] = match.id or f"?{named['institution']}"
        names.append(naming.series_id(kind.indicator, {**kind.dimensions, **named}))
    known: dict[str, int] = {}
    codes = np.array([known.setdefault(name, len(known)) for name in names], dtype=np.int32)
    return codes[which], list(known)


def _first(one: pd.Categorical, other: pd.Categorical) -> pd.Categorical:
    """The words of the one, where they are missing those of the other."""
    words: Iterable[object] = [*one.categories, *other.categories]
    codes = np.where(one.codes >= 0, one.codes.astype(np.int32), other.codes + np.int32(len(one.categories)))
    return coded(np.where((one.codes < 0) & (other.codes < 0), -1, codes), [*words, None])
