"""How deep the labels of a stub are set in: what stands below what, where only white space before the label tells.

Out of scope: the paths that follow from it (`extract.pdf.values`).
"""

from collections import defaultdict
from collections.abc import Sequence
from statistics import median

from extract.pdf.grid import Grid, Indent

LEVEL = 0.3  # font sizes: labels of one depth begin as near each other
EVEN = 0.1  # font sizes that the room before and behind a centered label may differ
EDGE = 0.8  # font sizes that a label set to the right may end before its column does
FEWEST = 3  # widths of labels from which on their middles tell that all are centered


def depths_of(grid: Grid, column: int, first: int) -> dict[int, float]:
    """The depth of each label of a column from row `first` on, in font sizes; none has any where all are centered."""
    labels = {row: place for (row, at), place in grid.indents.items() if at == column and row >= first}
    if not labels or _are_centered([*labels.values()]):
        return {}
    edge = min(before for before, _ in labels.values())
    return {row: _depth(place, [*labels.values()]) - edge for row, place in labels.items()}


def _are_centered(labels: Sequence[Indent]) -> bool:
    """Whether labels have as much room behind as before, or middles agree better than beginnings.

    Each width of label is counted once.
    """
    rooms = [before + after for before, after in labels]
    if max(rooms) - min(rooms) > LEVEL and all(abs(before - after) < EVEN for before, after in labels):
        return True
    by_width: dict[float, list[Indent]] = defaultdict(list)
    for before, after in labels:
        by_width[round(2 * (before + after)) / 2].append((before, after))
    begins = [median(before for before, _ in same) for same in by_width.values()]
    middles = [median(before - after for before, after in same) / 2 for same in by_width.values()]
    return len(by_width) >= FEWEST and _agreeing(middles) > max(_agreeing(begins), 0.5 * len(by_width))


def _agreeing(places: Sequence[float]) -> int:
    return max(sum(abs(place - other) < LEVEL for other in places) for place in places)


def _depth(label: Indent, others: Sequence[Indent]) -> float:
    """Room before a label; none before one that is centered or set to the right where most are set to the left."""
    before, after = label
    shared = sum(abs(before - other) < LEVEL for other, _ in others) > 1
    centered = abs(before - after) < 2 * LEVEL
    right = after < EDGE and before > 3 * EDGE
    return 0.0 if right or (centered and not shared) else before
