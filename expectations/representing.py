"""The rows that speak for others: of rows that no expectation can tell apart, the expectations look at a few.

Rows of a large frame are alike when they say the same but for value, place and institution: for them speaks the first.
The bounds of numbers depend on indicator and status alone: for all rows that share them speak those with the least and
the greatest of each number. Where one that speaks fails, all rows of its indicator and status are looked at: which rows
fail is found row by row. Out of scope: the expectations, and running them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from expectations.preparation import LISTS, PLACED, can_leap, codes, compared, leaps
from expectations.rows import Rows
from expectations.running import ROW
from extract.observation import DIMENSIONS
from extract.values import Spots, distinct

MANY = 20_000
"""Frames with fewer rows are looked at row by row."""

WORDS = (
    "document",
    "indicator",
    "fiscal_year",
    "year_type",
    *(name for name in DIMENSIONS if name != "institution"),
    "unit",
    "status",
    "stated_as",
    "element",
    "published",
)
"""Columns whose words make rows differ."""

LEAPING = ("series_id", "stated_as", "value")

BOUND = ("indicator", "status")
"""Columns whose words decide between which bounds numbers may lie."""

PRESENT = (
    "observation_id",
    "series_id",
    "institution",
    "institution_name",
    "value",
    "printed_text",
    "rival",
    "misplaced",
)
"""Columns of which only it counts whether they say anything."""


TOLD = ("rival", "misplaced")
"""What only a look at all rows of a part tells."""

LOOKED_AT = tuple(
    name
    for name in dict.fromkeys((*WORDS, *PRESENT, *PLACED, "precision", "tolerance", "institution"))
    if name not in TOLD
)
"""Columns by which rows are compared."""


@dataclass(frozen=True, slots=True)
class Spokesmen:
    """The rows at `spots` speak for all: for those of the same `group`. `weight` is for how many alike each does."""

    spots: Spots
    weight: npt.NDArray[np.int64]
    group: npt.NDArray[np.int32]

    def spoken_for(self, spots: Spots) -> Spots:
        """The other rows for which those at some spots speak."""
        asked = np.zeros(int(self.group.max(initial=-1)) + 1, dtype=bool)
        asked[self.group[spots]] = True
        rest = asked[self.group]
        rest[self.spots] = False
        return np.flatnonzero(rest)


@dataclass(frozen=True, slots=True)
class Looks:
    """What the expectations look at of a frame in several parts, whose rows are numbered through (`row`).

    `rows` are those that speak for others, `leaps` those that can leap, `count` is how many there are in all.
    """

    starts: tuple[int, ...]
    rows: pd.DataFrame
    leaps: pd.DataFrame
    count: int
    spokesmen: tuple[Spokesmen, ...]

    @classmethod
    def at(cls, parts: Iterable[Rows]) -> Self:
        """Look at the parts, one after the other."""
        starts, rows, leaping_rows, speaking, count = [], [], [], [], 0
        for part in parts:
            outline = compared(part.outline(LOOKED_AT))
            speak = spokesmen(outline)
            starts.append(count)
            speaking.append(speak)
            rows.append(_plain(part, outline, speak.spots, count).assign(weight=speak.weight))
            leaping = np.flatnonzero(can_leap(outline))
            leaping_rows.append(part.at(leaping, LEAPING).assign(row=leaping + count, weight=1))
            count += len(part)
        leapt = leaps(pd.concat(leaping_rows, ignore_index=True))
        return cls(tuple(starts), pd.concat(rows, ignore_index=True), leapt, count, tuple(speaking))

    def spoken_for(self, parts: Sequence[Rows], failing: Iterable[Sequence[int] | None]) -> pd.DataFrame:
        """The other rows for which the failing ones speak."""
        failed = np.unique([row for rows in failing for row in rows or ()]).astype(np.intp)
        at = np.searchsorted(self.starts, failed, side="right") - 1
        found = []
        for number in np.unique(at).tolist():
            spots = self.spokesmen[number].spoken_for(failed[at == number] - self.starts[number])
            if spots.size:
                part = parts[number]
                found.append(_plain(part, compared(part.outline(LOOKED_AT)), spots, self.starts[number]))
        return pd.concat(found, ignore_index=True) if found else self.rows.iloc[:0]


def _plain(part: Rows, outline: pd.DataFrame, spots: Spots, start: int) -> pd.DataFrame:
    """Some rows of a part with their numbers, and with what a look at all of its rows tells."""
    rows = part.at(spots)
    told = {name: outline[name].to_numpy()[spots] for name in TOLD}
    numbered = rows.drop(columns=[name for name in LISTS if name in rows]).reset_index(drop=True)
    return numbered.assign(**told, **{ROW: spots + start})


def spokesmen(rows: pd.DataFrame) -> Spokesmen:
    """Choose the rows that speak for all; of few rows each speaks for itself."""
    if len(rows) < MANY:
        each = np.arange(len(rows))
        return Spokesmen(each, np.ones(len(rows), dtype=np.int64), each.astype(np.int32))
    words = {name: codes(rows[name]) for name in WORDS}
    present = [rows[name].notna().to_numpy().astype(np.uint8) for name in PRESENT]
    first, alike = distinct(*_differing([*words.values(), *present]))
    _, group = distinct(*_differing([words[name] for name in BOUND]))
    value = rows["value"].to_numpy(dtype="float64")
    numbers = {
        "value": value,
        "below": -value,
        "fraction": np.abs(value % 1),
        "precision": -rows["precision"].to_numpy(dtype="float64"),
        "tolerance": rows["tolerance"].to_numpy(dtype="float64"),
    }
    varied = [number for number in numbers.values() if number.min() != number.max()]  # NaN differs from all
    groups = [np.flatnonzero(group == at) for at in range(int(group.max()) + 1)]
    greatest = [_greatest(number, groups) for number in varied]
    repeated = np.flatnonzero(_repeated(rows["observation_id"]))
    spots = np.unique(np.concatenate([first, *greatest, repeated]))
    weight = np.zeros(len(rows), dtype=np.int64)
    weight[first] = np.bincount(alike, minlength=len(first))
    return Spokesmen(spots, weight[spots], group.astype(np.int32))


def _differing(columns: Sequence[npt.NDArray[np.integer]]) -> Sequence[npt.NDArray[np.integer]]:
    """The columns that tell rows apart; at least one."""
    return [column for column in columns if column.max() > column.min()] or columns[:1]


def _repeated(ids: pd.Series) -> npt.NDArray[np.bool_]:
    """Which of many ids stand there more than once."""
    if ids.dtype == np.uint64:
        order = np.sort(ids.to_numpy())
        if not (order[1:] == order[:-1]).any():
            return np.zeros(len(ids), dtype=np.bool_)
    repeated: npt.NDArray[np.bool_] = ids.duplicated(keep=False).to_numpy()
    return repeated


def _greatest(number: npt.NDArray[np.float64], groups: Sequence[Spots]) -> Spots:
    """For each group where its greatest number stands first; none where it has none."""
    there = [spots[~np.isnan(number[spots])] for spots in groups]
    return np.array([spots[np.argmax(number[spots])] for spots in there if spots.size], dtype=np.intp)
