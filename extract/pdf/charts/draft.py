"""A plot while it is being read: what is known of it so far, in one view.

A draft is a chart only if its figures bear it out: marks that end where an axis with even ticks says, or lengths that
stand for the numbers printed at them. A table's filled cells do neither. Out of scope: how it is read (`reading`).
"""

from dataclasses import dataclass, field

from extract.pdf.charts import legend
from extract.pdf.charts.axes import Axis
from extract.pdf.charts.plots import Plot
from extract.pdf.charts.series import Series
from extract.pdf.charts.slots import Slots
from extract.pdf.charts.texts import Piece
from extract.pdf.charts.views import Span, View


@dataclass(slots=True)
class Draft:
    """A plot as read in one view. `proof` counts the marks that figures bear out; `whole` marks bars of one total."""

    view: View
    plot: Plot
    span: Span
    base: float
    slots: Slots
    series: list[Series]
    axes: list[Axis] = field(default_factory=list)
    broken: tuple[tuple[Piece, ...], ...] = ()
    used: list[Piece] = field(default_factory=list)
    entries: list[legend.Entry] = field(default_factory=list)
    leftover: list[Piece] = field(default_factory=list)
    proof: int = 0
    whole: bool = False
    at_odds: list[str] = field(default_factory=list)  # labels that their marks do not measure
    open_axes: bool = False  # two axes, and nothing tells which series is read on which

    @property
    def stacked(self) -> bool:
        """Whether bars stand on bars."""
        return any(mark.level for one in self.series for mark in one.marks)
