"""What the heads of a table's columns tell of one another: which defaults they leave open, which totals are in doubt.

Beside 国内 and 外国 a column うち実施許諾中 is of one of them, and nothing says of which: no default tells its
destination. Only 合計 or a measure (件数) is the whole of what stands beside it. Where a heading is contradicted by one
beneath it (民間企業 over 国), a total beneath it may or may not hold what does not belong there. Out of scope: what a
single column says (`resolution`), and columns that state the same (`collisions`).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extract.japanese.labels import normal
from extract.mapping.facts import Disagreement, Store, announced, join
from extract.mapping.lexicon import Lexicon
from extract.mapping.resolution import Failure, Side

Path = Sequence[str]

_SUBSET = "うち"
_REST = "other"
_MEASURE = "measure"


@dataclass(frozen=True, slots=True)
class _Head:
    """What a heading says by itself. `whole` says that it may stand for all that is told apart beside it."""

    facts: frozenset[tuple[str, str]]
    total: bool
    whole: bool


def weighed(paths: Sequence[Path], sides: Sequence[Side], lexicon: Lexicon) -> list[Side]:
    """The sides of columns under these paths, with what the other columns leave open or put in doubt."""
    paths = [tuple(path) for path in paths]
    heads = {text: _head(text, lexicon) for path in paths for text in path}
    under: defaultdict[Path, set[str]] = defaultdict(set)
    for path in paths:
        for depth, text in enumerate(path):
            under[path[:depth]].add(text)
    doubted = {node for path, side in zip(paths, sides, strict=True) if side.failure for node in _denied(path, lexicon)}
    return [
        side if side.failure else _weighed(side, path, dict(_asked(path, heads, under)), _doubt(path, doubted, heads))
        for path, side in zip(paths, sides, strict=True)
    ]


def _weighed(side: Side, path: Path, asked: Mapping[str, str], doubt: Failure | None) -> Side:
    """The side of a column: of what the columns beside it narrow down, a heading over them all says too little."""
    vague = next((key for key in asked if key in side.store and side.store[key].heading in path), None)
    if vague and doubt is None:
        doubt = Failure(f"does not say which {vague}, as those beside it do", asked[vague])
    return replace(side, asked=asked, failure=doubt)


def _head(text: str, lexicon: Lexicon) -> _Head:
    reading = lexicon.read(text) if text.strip() else None
    if reading is None:
        return _Head(frozenset(), total=False, whole=True)
    facts = frozenset(fact for some in reading.facts for fact in some)
    total = any(heading.total for heading in reading.headings)
    return _Head(facts, total, total or reading.year is not None or any(key == _MEASURE for key, _ in facts))


def _asked(path: Path, heads: Mapping[str, _Head], under: Mapping[Path, Iterable[str]]) -> Iterator[tuple[str, str]]:
    """The facts that the heads beside one of a path tell apart, and neither it nor one beneath it does; and that head.

    Of a part beside its whole there is one value only: that alone tells nothing apart.
    """
    for depth, text in enumerate(path):
        head = heads[text]
        if head.whole:
            continue
        others = [heads[o].facts for o in under[path[:depth]] if o != text and not normal(o).startswith(_SUBSET)]
        beside = {fact for facts in others for fact in facts if fact[0] != _MEASURE}
        most = 0 if not head.facts or any(value == _REST for _, value in head.facts) else 1
        said = {key for own in path[depth:] for key, _ in heads[own].facts}
        counted = Counter(key for key, _ in beside)
        yield from ((key, text) for key, values in counted.items() if values > most and key not in said)


def _denied(path: Path, lexicon: Lexicon) -> Iterable[Path]:
    """The node of a path that a heading beneath it contradicts."""
    store: Store = {}
    said_at: dict[str, int] = {}
    for depth, text in enumerate(path):
        reading = lexicon.read(text)
        facts = announced(reading.facts)[0] if reading else ()
        try:
            store = join(store, facts, text)
        except Disagreement as found:
            yield path[: said_at[found.key] + 1]
            return
        said_at |= dict.fromkeys((key for key, _ in facts), depth)


def _doubt(path: Path, doubted: Iterable[Path], heads: Mapping[str, _Head]) -> Failure | None:
    for node in doubted:
        beneath = path[len(node) :]
        if path[: len(node)] == node and (total := next((text for text in beneath if heads[text].total), None)):
            return Failure(f"a total under {node[-1]}, which a heading beside it contradicts", total)
    return None
