"""One way to look at a chart, whichever way its bars run.

A view turns the page so that values grow along `v` and categories follow each other along `u`: in an upright view
(columns, lines) u is x and v is the height, in a turned one (horizontal bars) u is y and v is x. Everything that
measures works in a view and never asks again which way a bar runs. Out of scope: what the spans are.
"""

from dataclasses import dataclass
from typing import NamedTuple

from extract.document import Box


class Span(NamedTuple):
    """A box in a view."""

    u0: float
    u1: float
    v0: float
    v1: float

    @property
    def u(self) -> float:
        """Its middle across the values."""
        return (self.u0 + self.u1) / 2

    @property
    def v(self) -> float:
        """Its middle along the values."""
        return (self.v0 + self.v1) / 2

    @property
    def width(self) -> float:
        """Its extent across the values."""
        return self.u1 - self.u0

    @property
    def length(self) -> float:
        """Its extent along the values."""
        return self.v1 - self.v0

    def gap(self, other: "Span") -> float:
        """Distance between two spans, 0 where they touch or overlap."""
        du = max(self.u0 - other.u1, other.u0 - self.u1, 0.0)
        dv = max(self.v0 - other.v1, other.v0 - self.v1, 0.0)
        return float((du * du + dv * dv) ** 0.5)

    def holds(self, other: "Span", slack: float = 0.5) -> bool:
        """Whether the other lies within."""
        return (
            self.u0 - slack <= other.u0
            and other.u1 <= self.u1 + slack
            and self.v0 - slack <= other.v0
            and other.v1 <= self.v1 + slack
        )


@dataclass(frozen=True, slots=True)
class View:
    """A way to look at a page: upright, or turned by a quarter."""

    turned: bool

    def span(self, box: Box) -> Span:
        """A box of the page, seen in this view."""
        x0, top, x1, bottom = box
        return Span(top, bottom, x0, x1) if self.turned else Span(x0, x1, -bottom, -top)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page as (u, v)."""
        return (y, x) if self.turned else (x, -y)

    def box(self, span: Span) -> Box:
        """A span as a box of the page."""
        u0, u1, v0, v1 = span
        return (v0, u0, v1, u1) if self.turned else (u0, -v1, u1, -v0)


UPRIGHT = View(turned=False)
TURNED = View(turned=True)
