"""Series while they are being read: marks with their slot and, once tied, their label, scale and name.

Out of scope: the public types (`extract.document`), which `build` makes of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extract.pdf.charts.marks import Key
from extract.pdf.charts.scales import Scale
from extract.pdf.charts.texts import Piece
from extract.pdf.charts.views import Span


@dataclass(slots=True)
class Mark:
    """A bar or a point of a line. `start` and `end` are its places along the values; equal for a point."""

    span: Span
    start: float
    end: float
    slot: int
    level: int = 0
    label: Piece | None = None
    derived: float | None = None  # the one value that fits, where no label is printed

    def measured(self, scale: Scale, base: float) -> float:
        """What it is worth: the place of its end, or of a bar upon others the distance from its start."""
        if self.level and abs(self.start - base) > 0.01:
            return scale.value(self.end) - scale.value(self.start)
        return scale.value(self.end)

    def doubt(self, scale: Scale) -> float:
        """How far the measured value may be off, in values: both ends of a bar upon others count."""
        doubt = scale.doubt(self.end)
        return 1.4 * doubt if self.level else doubt


@dataclass(slots=True)
class Series:
    """Marks of one kind (bar or line) and colour."""

    kind: str
    keys: tuple[Key, ...]
    marks: list[Mark] = field(default_factory=list)
    name: str = ""
    scale: Scale | None = None
    dashed: bool = False
    look: str = ""  # the form of its markers
    order: int = 0
    rank: int | None = None  # its place in the legend
    labelled: bool = False  # most of its marks had a label when labels were tied before


def grain(series: Sequence[Series]) -> float:
    """The grid, in points, that the drawing is set on: some producers round every place to one; 0 where none shows."""
    ends = sorted({round(mark.end, 3) for one in series for mark in one.marks})
    steps = [b - a for a, b in pairwise(ends) if b - a > 0.05]
    if len(steps) < 8 or not 0.2 <= min(steps) <= 1.2:
        return 0.0
    unit = min(steps)
    return unit if all(abs(step / unit - round(step / unit)) <= 0.12 for step in steps) else 0.0
