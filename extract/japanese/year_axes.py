"""Axes of years whose labels make sense only together: 15 16 … 26, 61 62 63 元 2 3, 98 99 00 01.

Out of scope: years that a text names by itself (`fiscal_years.read_year`).
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from extract.japanese import eras, fold

_BARE = re.compile(rf"(?P<count>{eras.COUNT})\s*(?P<suffix>年\s*度|年)?")
_LATEST = 1
"""How many years after the document's own an axis may reach: plans and budgets."""
_EARLIEST = 4
"""How many years before the document's own an unnamed axis may end."""


def read_axis(labels: Sequence[str], document_year: int | None = None) -> tuple[int | None, ...]:
    """The year of each label of an axis, read together; None for labels that are no years, and where nothing fixes them.

    Labels that name their year (平成15年度, H15, 2003, ’03) are anchors. Bare counts take the one reading that runs strictly in
    one direction through all of them, ends near the document's year and leaves the least gaps. Bare counts without 年 are read
    only where an anchor, an era that rolls over (63 元), or the document's year fixes them: else they may be anything.
    """
    explicit = [_explicit(label) for label in labels]
    bare = {index: match for index, label in enumerate(labels) if explicit[index] is None and (match := _bare(label))}
    if not bare:
        return tuple(explicit)
    if any(text.strip() and explicit[i] is None and i not in bare for i, text in enumerate(labels)) and not _worded(
        bare
    ):
        named = sum(year is not None for year in explicit)
        if len(bare) + named < 3 or any(i not in bare and explicit[i] is None for i in range(min(bare), max(bare))):
            return tuple(explicit)
    known = {index: (year,) for index, year in enumerate(explicit) if year is not None}
    candidates = known | {index: _candidates(match["count"]) for index, match in bare.items()}
    order = sorted(candidates)
    chains = [
        chain for direction in (1, -1) for chain in _chains([candidates[i] for i in order], direction, len(order))
    ]
    best = _choose(chains, bool(known), _worded(bare), document_year, [bare[i]["count"] for i in order if i in bare])
    years: list[int | None] = list(explicit)
    for index, year in zip(order, best or (), strict=False):
        years[index] = year
    return tuple(years)


@lru_cache(maxsize=1 << 12)
def _folded(label: str) -> str:
    return re.sub(r"\s+", "", fold.same_length(fold.compatible(label)))


def _explicit(label: str) -> int | None:
    from extract.japanese.fiscal_years import read_year  # noqa: PLC0415 - the two are one grammar in two files

    year = read_year(label)
    return year.year if year else None


def _bare(label: str) -> re.Match[str] | None:
    return _BARE.fullmatch(_folded(label))


def _worded(bare: dict[int, re.Match[str]]) -> bool:
    """Whether 年度 or 年 says of the bare counts that they are years."""
    return any(match["suffix"] for match in bare.values())


def _candidates(count: str) -> tuple[int, ...]:
    """Every year that a bare count may stand for: a year of an era, or the last two digits of a western year."""
    number = eras.count(count)
    if number is None:
        return ()
    years = {era.first + number - 1 for era in eras.ERAS[2:] if 1 <= number <= era.end}
    if len(count) == 2 and count.isdecimal():
        years |= {1900 + number, 2000 + number}
    if number == 0 or (len(count) == 2 and count[0] == "0"):
        years = {2000 + number}
    return tuple(sorted(years))


def _chains(candidates: list[tuple[int, ...]], direction: int, length: int) -> list[tuple[int, ...]]:
    """All readings that run in one direction (repeats stand for headings set twice), the tightest of each start."""
    chains: list[tuple[int, ...]] = []
    for start in candidates[0]:
        chain = [start]
        for options in candidates[1:]:
            onward = [year for year in options if (year - chain[-1]) * direction >= 0]
            if not onward:
                break
            chain.append(min(onward, key=lambda year: abs(year - chain[-1])))
        if len(chain) == length and (length == 1 or chain[0] != chain[-1]):
            chains.append(tuple(chain))
    return chains


def _choose(
    chains: list[tuple[int, ...]], anchored: bool, worded: bool, document_year: int | None, counts: list[str]
) -> tuple[int, ...] | None:
    """The reading that the anchors or the document's year fix; None where several stand or none is likely."""
    if document_year is not None:
        chains = [chain for chain in chains if max(chain) <= document_year + _LATEST]
    if not chains:
        return None
    if anchored or _rolls_over(counts):
        return min(chains, key=lambda chain: (max(chain) - min(chain), -max(chain)))
    if document_year is None:
        return None
    best = max(chains, key=lambda chain: (-(max(chain) - min(chain)), max(chain)))
    if worded:
        return max(chains, key=max)
    near = max(best) >= document_year - _EARLIEST
    return best if near and len(set(best)) >= 3 and _evenly(best) and eras.count(counts[0]) != 1 else None


def _rolls_over(counts: list[str]) -> bool:
    """Whether the first year of an era stands beside the last of the one before: 63 元, 63 1, 31 元, 30 元."""
    pairs = list(zip(counts, counts[1:], strict=False))
    turns = {("63", "元"), ("64", "元"), ("63", "1"), ("30", "元"), ("31", "元"), ("30", "1"), ("99", "00")}
    return any(pair in turns or pair[::-1] in turns for pair in pairs)


def _evenly(chain: tuple[int, ...]) -> bool:
    """Whether the steps look like years rather than a scale: mostly one year at a time, never tens."""
    steps = [abs(after - before) for before, after in zip(chain, chain[1:], strict=False) if after != before]
    return steps.count(1) * 2 >= len(steps)
