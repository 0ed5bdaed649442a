"""Axes of years whose labels make sense only together: 15 16 … 26, 61 62 63 元 2 3, 98 99 00 01.

Out of scope: years that a text names by itself (`years.read_year`).
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from extract.japanese import eras
from extract.japanese.years import SUFFIX, folded_year, may_name_year, read_year, readings

_BARE = re.compile(rf"(?P<count>0\d|{eras.COUNT})\s*(?P<suffix>{SUFFIX})?")
_COUNT = re.compile(r"(元|\d?\d)(?!\d)")
_CLOSING = re.compile(r"\s*(?:末|時点|実績|調査|速報値?|確報値?|決算|予算|[(](?:速報値?|実績|確報値?|見込み?)[)])+$")
_LATEST = 1
"""How many years after the document's own an axis may reach: plans and budgets."""
_EARLIEST = 4
"""How many years before the document's own an unnamed axis may end."""
_TURNS = {("63", "元"), ("64", "元"), ("63", "1"), ("30", "元"), ("31", "元"), ("30", "1"), ("99", "00")}
_TURNS |= {(after, before) for before, after in _TURNS}


def read_axis(labels: Sequence[str], document_year: int | None = None) -> tuple[int | None, ...]:
    """The year of each label of an axis, read together; None for what is no year, and where nothing fixes the years.

    Labels that name their year (平成15年度, H15, 2003, ’03) are anchors. Bare counts (16, 17年度, 元) take the tightest
    reading that runs in one direction through all labels and reaches no further than the year after the document's.
    Without 年 they are read only where an anchor, an era that rolls over (63 元) or the document's year fixes them:
    else they may be anything. An axis that is set several times over, as under each of some headings, is read once.
    """
    if _is_set_again(labels):
        once = [*dict.fromkeys(labels)]
        again = dict(zip(once, read_axis(once, document_year), strict=True))
        return tuple(again[label] for label in labels)
    named = [_named(label) for label in labels]
    bare = {i: match for i, label in enumerate(labels) if named[i] is None and (match := _bare(label))}
    counts = [match["count"] for match in bare.values()]
    if not bare or not _coherent(labels, named, bare):
        return tuple(named)
    order = sorted(bare.keys() | {i for i, year in enumerate(named) if year is not None})
    options = [_options(bare[i]["count"]) if i in bare else (named[i] or 0,) for i in order]
    chains = [chain for direction in (1, -1) for chain in _chains(options, direction)]
    if document_year is not None:
        chains = [chain for chain in chains if max(chain) <= document_year + _LATEST]
    anchored = len(order) > len(bare) or any(pair in _TURNS for pair in pairwise(counts))
    best = min(chains, key=lambda chain: (max(chain) - min(chain), -max(chain)), default=None)
    worded = any(match["suffix"] for match in bare.values())
    if best is None or not (anchored or _fixed(best, counts, document_year, worded=worded)):
        return tuple(named)
    years = dict(zip(order, best, strict=True))
    return tuple(years.get(i) for i in range(len(labels)))


def _is_set_again(labels: Sequence[str]) -> bool:
    """Whether an axis turns back to a label that it had. One that runs on into the next era may have a count again."""
    filled = [label for label in labels if label.strip()]
    if len(set(filled)) == len(filled):
        return False
    steps = [_step(before, after) for before, after in pairwise(filled)]
    onward = next((step for step in steps if step), 0)
    seen: set[str] = set()
    for before, after, step in zip(filled, filled[1:], steps, strict=False):
        seen.add(before)
        if after != before and after in seen and (step is None or step * onward < 0):
            return True
    return False


def _step(before: str, after: str) -> int | None:
    """Which way the counts of two labels run, whatever their eras; None where one has none."""
    counts = [_COUNT.search(folded_year(label)) for label in (before, after)]
    first, second = (eras.count(found[1]) if found else None for found in counts)
    return None if first is None or second is None else second - first


def _named(label: str) -> int | None:
    if not may_name_year(label):
        return None
    folded = folded_year(label)
    bare = _CLOSING.sub("", folded)
    year = read_year(label) or (read_year(bare) if bare != folded else None)
    return year.year if year else None


def _bare(label: str) -> re.Match[str] | None:
    if not may_name_year(label):
        return None
    return _BARE.fullmatch(_CLOSING.sub("", "".join(folded_year(label).split())))


def _coherent(labels: Sequence[str], named: Sequence[int | None], bare: dict[int, re.Match[str]]) -> bool:
    """Whether bare counts stand in one run with the named years: words among them make them numbers of another kind."""
    if any(match["suffix"] for match in bare.values()):
        return True
    years = [i for i in range(len(labels)) if i in bare or named[i] is not None]
    words = [i for i, label in enumerate(labels) if label.strip() and i not in years]
    return not any(years[0] < i < years[-1] for i in words) and (len(years) >= 3 or not words)


def _options(count: str) -> tuple[int, ...]:
    """The years that a bare count on an axis may stand for; any two digits may end a western year there."""
    number = eras.count(count) or 0
    western = {1900 + number, 2000 + number} if len(count) == 2 and count.isdecimal() and count[0] != "0" else set()
    return tuple(sorted({*readings(count), *western}))


def _chains(options: list[tuple[int, ...]], direction: int) -> list[tuple[int, ...]]:
    """The tightest reading of each start that runs in one direction; repeats stand for headings set twice."""
    chains: list[tuple[int, ...]] = []
    for start in options[0]:
        chain = [start]
        for following in options[1:]:
            onward = [year for year in following if (year - chain[-1]) * direction >= 0]
            if not onward:
                break
            chain.append(min(onward, key=lambda year: abs(year - chain[-1])))
        if len(chain) == len(options) and (len(chain) == 1 or chain[0] != chain[-1]):
            chains.append(tuple(chain))
    return chains


def _fixed(chain: tuple[int, ...], counts: list[str], document_year: int | None, *, worded: bool) -> bool:
    """Whether the document's year makes this reading of unanchored counts the only likely one."""
    if document_year is None:
        return False
    if worded:
        return True
    steps = [abs(after - before) for before, after in pairwise(chain) if after != before]
    evenly = steps.count(1) * 2 >= len(steps)  # a scale steps by fives and tens
    recent = max(chain) >= document_year - _EARLIEST
    return recent and evenly and len(set(chain)) >= 3 and eras.count(counts[0]) != 1
