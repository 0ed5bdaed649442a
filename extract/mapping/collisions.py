"""Columns of a table that state the same of the same, and not alike: no heading says which of them holds.

Such are 件数 beside a new 契約件数 of the same projects, or a column without a head of its own, which is read under its
neighbour's. Out of scope: rows that state the same (`expectations`).
"""

from collections.abc import Callable, Sequence

import numpy as np

from extract.mapping.figures import Meaning
from extract.mapping.resolution import NAMES, Failure
from extract.values import Codes, Spots, Values, distinct

TWICE = "another column states the same otherwise: "
"""How the reason begins where two columns do."""


def apart(
    stated: Sequence[Meaning | Failure], which: Spots, values: Values, spots: Spots, owner: Callable[[Spots], Codes]
) -> tuple[list[Meaning | Failure], Spots]:
    """What the figures at some spots state, and for each which of it, with those of such columns left.

    `owner` says whose the figures at some of the spots are, which it is given by their index.
    """
    named: dict[object, int] = {}
    series = np.array([named.setdefault(_series(one), len(named)) for one in stated], dtype=np.int32)[which]
    columns = values.column[spots]
    seen = np.zeros((len(named), int(columns.max(initial=0)) + 1), dtype=bool)
    seen[series, columns] = True
    several = seen.sum(axis=1) > 1
    if None in named:
        several[named[None]] = False
    doubtful = np.flatnonzero(several[series])
    if not len(doubtful):
        return list(stated), which
    torn = doubtful[_differ(stated, which[doubtful], values, spots[doubtful], (series[doubtful], owner(doubtful)))]
    pairs = sorted({*zip(series[torn].tolist(), columns[torn].tolist(), strict=True)})
    told, which = list(stated), which.copy()
    for at, column in pairs:
        here = (series == at) & (columns == column)
        paths = [_path(values, spots[(series == at) & (columns == other)][0]) for one, other in pairs if one == at]
        which[here] = len(told)
        told.append(_failure(_path(values, spots[here][0]), paths))
    return told, which


def _series(stated: Meaning | Failure) -> object:
    if isinstance(stated, Failure):
        return None
    series = stated.series
    dimensions = frozenset((key, value) for key, value in series.dimensions.items() if key not in NAMES)
    return series.indicator.id, dimensions, series.stated_as, stated.year


def _differ(
    stated: Sequence[Meaning | Failure], which: Spots, values: Values, spots: Spots, of: tuple[Codes, Codes]
) -> Spots:
    """Which figures stand beside another of the same series, owner and row with which their rounding leaves no room."""
    first, group = distinct(*of, values.row[spots])
    factors = np.array([0.0 if isinstance(one, Failure) else float(one.scale.factor) for one in stated])[which]
    rounding = np.array([0.0 if isinstance(one, Failure) else one.scale.rounding for one in stated])[which]
    value = values.value[spots] * factors
    told = ~np.isnan(value)
    least, most = np.full(len(first), np.inf), np.full(len(first), -np.inf)
    np.minimum.at(least, group[told], (value + rounding)[told])
    np.maximum.at(most, group[told], (value - rounding)[told])
    return np.flatnonzero((most > least)[group])


def _path(values: Values, spot: int) -> tuple[str, ...]:
    return tuple(values.column_paths[values.column_path[spot]])


def _failure(path: tuple[str, ...], paths: Sequence[tuple[str, ...]]) -> Failure:
    """The failure of a column, with the heading that tells it from the others to blame."""
    others = [other for other in paths if other != path] or [path]
    own = tuple(text for text in path if text not in others[0])
    return Failure(f"{TWICE}{' / '.join(others[0])}", (own or path or (None,))[-1])
