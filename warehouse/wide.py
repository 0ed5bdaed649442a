"""Columns of frames for the figures of a large sheet, made of columns: words as categories, numbers as arrays.

Says of many figures at once what `warehouse.frames` says of single ones, and the same. Out of scope: what the columns
are (`warehouse.frames`), and names of series and observations (`warehouse.naming`).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from extract.blocks import Failed, Kind, Leftovers, Observations, Owner, Printed
from extract.observation import DIMENSIONS
from extract.values import LEAST, PLAIN, STATUSES, Corner, Spots, Values, distinct, written
from warehouse import naming
from warehouse.institutions import Institutions, Match

Makers = dict[str, Callable[[], Any]]
"""Columns by name, made when they are asked for."""

Codes = npt.NDArray[np.integer]
T = TypeVar("T")

Vocabulary = tuple[Codes, pd.Index]
"""Codes of words, and the words."""

Matching = Callable[[str, str | None, int, tuple[str, ...], str | None], Match]

LONGEST_SURE = 16
"""A fraction written in so many signs or fewer has no more digits than are sure."""

SAID = "…"
"""Stands in an outline for words of which it only counts that they are there."""

WHO = "\x00"
"""Stands for the institution in the name of a series."""

BY_OWNER = ("institution", "country", "sector")


@dataclass(frozen=True, slots=True, eq=False)
class Named:
    """The observations of a table with who is meant (an index of `matches`) and of which series they are.

    `keys` are those of the names of the series, `stated` those of what the kinds state.
    """

    block: Observations
    who: Codes
    matches: Sequence[Match | None]
    series: Codes
    names: Sequence[str]
    keys: naming.Keys
    stated: naming.Keys
    said: dict[str, Vocabulary] = field(default_factory=dict, repr=False)  # some of the rows say what all do

    def __len__(self) -> int:
        return len(self.block)

    def coded(self, name: str, codes: Codes, items: Sequence[T], of: Callable[[T], object]) -> pd.Categorical:
        """A column of what each row's item says, by the items' codes."""
        if len(codes) < len(items):
            used, at = np.unique(codes, return_inverse=True)
            return coded(at, [of(items[code]) for code in used.tolist()])
        if name not in self.said:
            self.said[name] = vocabulary([of(item) for item in items])
        return spread(codes, self.said[name])

    @property
    def spots(self) -> Spots:
        """Which of the table's values they are."""
        return self.block.spots

    def only(self, spots: Spots) -> "Named":
        """Those at some spots."""
        return replace(self, block=self.block.only(spots), who=self.who[spots], series=self.series[spots])


def named(block: Observations, match: Matching, institutions: Institutions) -> Named:
    """Tell who is meant, and name the series."""
    who, matches = _matches(block, match, institutions)
    series, names = _series(block, who, matches)
    element, document = block.printed.element, block.printed.document
    stated = naming.keys(f"{k.fiscal_year}\x1f{document}\x1f{element}\x1f{k.stated_as}" for k in block.kinds)
    return Named(block, who, matches, series, names, naming.keys(names), stated)


def observation_columns(told: Named, institutions: Institutions) -> Makers:
    """The columns of a table's observations, and in `outline` those by which many are compared."""
    block = told.block
    kinds, owners, kind = block.kinds, block.owners, block.kind

    def ids() -> naming.Keys:
        places = _place_keys(block.printed, block.spots)
        return naming.observation_keys(told.keys[told.series], told.stated[kind], places)

    def by_kind(name: str, of: Callable[[Kind], object]) -> Callable[[], pd.Categorical]:
        return lambda: told.coded(name, kind, kinds, of)

    def by_owner(name: str, of: Callable[[Owner], object]) -> Callable[[], pd.Categorical]:
        return lambda: told.coded(name, block.owner, owners, of)

    def by_match(name: str, of: Callable[[Match | None], object]) -> Callable[[], pd.Categorical]:
        return lambda: told.coded(name, told.who, told.matches, of)

    def dimension(name: str) -> Callable[[], pd.Categorical]:
        return by_kind(name, lambda k: k.dimensions.get(name))

    def sector() -> pd.Categorical:
        known = by_match("known sector", lambda m: institutions.by_id[m.id].sector if m and m.id else None)
        return _first(known(), dimension("sector")())

    def country() -> pd.Categorical:
        named = by_owner("named country", lambda owner: owner.names.get("country"))()
        return named if len(named.categories) else dimension("country")()

    return {
        "observation_id": lambda: as_text(naming.hexadecimal(ids())),
        "series_id": lambda: told.coded("series_id", told.series, told.names, str),
        "indicator": by_kind("indicator", lambda k: k.indicator),
        "fiscal_year": lambda: np.array([k.fiscal_year for k in kinds], dtype=np.int32)[kind],
        "year_type": by_kind("year_type", lambda k: k.year_type),
        **{name: dimension(name) for name in DIMENSIONS if name not in BY_OWNER},
        "sector": sector,
        "institution": by_match("institution", lambda m: m.id if m else None),
        "country": country,
        "value": lambda: block.value,
        "unit": by_kind("unit", lambda k: k.unit),
        "precision": lambda: block.precision,
        "status": lambda: coded(block.status, [status.value for status in STATUSES]),
        "stated_as": by_kind("stated_as", lambda k: k.stated_as),
        "rule": lambda: same(block.rule, len(block)),
        **evidence_columns(block.printed, block.spots),
        "institution_name": by_owner("institution_name", lambda owner: owner.names.get("institution")),
        "institution_code": by_owner("institution_code", lambda owner: owner.code),
        "institution_how": by_match("institution_how", lambda m: m.how if m else None),
        "institution_candidates": by_match("institution_candidates", lambda m: m.candidates if m else ()),
        "outline": lambda: {"observation_id": ids, **_outlined(len(block))},
    }


def leftover_columns(block: Leftovers) -> Makers:
    """The columns of a table's leftovers."""

    def by_failure(of: Callable[[Failed], object]) -> Callable[[], pd.Categorical]:
        return lambda: coded(block.failure, [of(failed) for failed in block.failures])

    return {
        "fate": by_failure(lambda failed: failed.fate.value),
        "reason": by_failure(lambda failed: failed.reason),
        "heading": by_failure(lambda failed: failed.heading),
        "rule": lambda: same(block.rule, len(block)),
        **evidence_columns(block.printed, block.spots),
        "outline": lambda: _outlined(len(block)),
    }


def evidence_columns(printed: Printed, spots: Spots) -> Makers:
    """Where figures of a sheet stand and what is printed there."""
    values, count = printed.figures, len(spots)
    corner = _corner(values)
    nowhere = np.broadcast_to(np.float64(np.nan), count)  # one number, as often as there are rows
    return {
        "kind": lambda: same("table", count),
        "element": lambda: same(printed.element, count),
        "page": lambda: pd.arrays.IntegerArray(np.zeros(count, dtype=np.int32), np.ones(count, dtype=bool)),
        "sheet": lambda: same(corner.sheet, count),
        **{edge: (lambda: nowhere) for edge in ("x0", "top", "x1", "bottom")},
        "address": lambda: as_text(_addresses(values, spots)),
        "printed_text": lambda: as_text(texts(values, spots)),
        "printed_value": lambda: values.value[spots],
        "printed_unit": lambda: coded(values.unit[spots], values.units),
        "title": lambda: same(printed.title, count),
        "row_path": lambda: coded(values.row_path[spots], values.row_paths),
        "column_path": lambda: coded(values.column_path[spots], values.column_paths),
        "method": lambda: same(printed.method, count),
        "tolerance": lambda: np.broadcast_to(np.float64(0), count),
        "approximate": lambda: printed.approximate(spots),
    }


def _outlined(count: int) -> Makers:
    return {name: (lambda: same(SAID, count)) for name in ("address", "printed_text")}


def coded(codes: Codes, words: Sequence[object]) -> pd.Categorical:
    """Words by their codes as categories; None is missing. Different codes may stand for the same word."""
    if len(codes) < len(words):
        used, codes = np.unique(codes, return_inverse=True)
        words = [words[at] if at >= 0 else None for at in used.tolist()]
    return spread(codes, vocabulary(words))


def vocabulary(words: Sequence[object]) -> Vocabulary:
    """The different words, and for each place the one that stands there; -1 is none."""
    known: dict[object, int] = {}
    at = np.array([-1 if word is None else known.setdefault(word, len(known)) for word in words], dtype=np.int32)
    kind = "object" if any(isinstance(word, tuple) for word in known) else "str"
    categories = pd.Index(list(known), dtype=kind, tupleize_cols=False)
    return at.astype(np.min_scalar_type(-max(len(known), 1))), categories


def spread(codes: Codes, said: Vocabulary) -> pd.Categorical:
    """The words of a vocabulary by their places."""
    at, words = said
    alike = len(at) > 0 and (at == at[0]).all()  # then one code stands for all rows
    found = np.broadcast_to(at[0], len(codes)) if alike else at.take(codes, mode="wrap")  # -1 is the last
    return pd.Categorical.from_codes(found, words, validate=False)


def spelled(column: pd.Series) -> Any:  # noqa: ANN401  pandas does not name the type
    """The words of a column of categories, each as often as it stands there."""
    codes, words = column.cat.codes.to_numpy(), column.cat.categories
    if words.dtype == "object":
        held = np.empty(len(words) + 1, dtype=object)
        held[:-1] = words
        return held[codes]
    strings = pa.array(words, pa.large_string())
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
    codes, numbers = values.text[spots].astype(np.intp), values.value[spots]
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
    order = np.where(codes == PLAIN, len(values.texts), codes) + int(whole.sum()) + int(rest.sum())
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
    return which.astype(np.int32), found


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
    others = [{key: word for key, word in o.names.items() if key != "institution"} for o in block.owners]
    ends: dict[object, list[str]] = {}  # of names that differ in the institution only
    names = []
    spots = zip(*(codes[first].tolist() for codes in (stated, block.kind, who, block.owner)), strict=True)
    for alike_at, kind_at, who_at, owner_at in spots:
        kind, match = block.kinds[kind_at], matches[who_at]
        name = match and (match.id or f"?{block.owners[owner_at].names['institution']}")
        around = (alike_at, name is None, *others[owner_at].items())
        if around not in ends:
            dimensions = {**kind.dimensions, **others[owner_at], **({} if name is None else {"institution": WHO})}
            ends[around] = naming.series_id(kind.indicator, dimensions).split(WHO)
        names.append((name or "").join(ends[around]))
    known: dict[str, int] = {}
    codes = np.array([known.setdefault(name, len(known)) for name in names], dtype=np.int32)
    return codes[which], list(known)


def _first(one: pd.Categorical, other: pd.Categorical) -> pd.Categorical:
    """The words of the one, where they are missing those of the other."""
    words: Iterable[object] = [*one.categories, *other.categories]
    codes = np.where(one.codes >= 0, one.codes.astype(np.int32), other.codes + np.int32(len(one.categories)))
    return coded(np.where((one.codes < 0) & (other.codes < 0), -1, codes), [*words, None])
