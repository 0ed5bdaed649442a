"""From pdfium's coordinates to the page as displayed: crop box and page rotation applied, origin at the top left.

Out of scope: reading the numbers (`extract.pdf.pdfium`).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = tuple[float, float, float, float, float, float]
"""x' = a·x + c·y + e, y' = b·x + d·y + f."""

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def times(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that applies `first` and `then` the other."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


@dataclass(frozen=True, slots=True)
class Frame:
    """The visible box of a page in pdfium's space (y upwards) and the quarter turns, clockwise, it is shown with."""

    x0: float
    y0: float
    x1: float
    y1: float
    turns: int

    @property
    def width(self) -> float:
        """Width as displayed."""
        return self.y1 - self.y0 if self.turns % 2 else self.x1 - self.x0

    @property
    def height(self) -> float:
        """Height as displayed."""
        return self.x1 - self.x0 if self.turns % 2 else self.y1 - self.y0

    @property
    def matrix(self) -> Matrix:
        """From pdfium's space to the displayed page."""
        return (
            (1.0, 0.0, 0.0, -1.0, -self.x0, self.y1),
            (0.0, 1.0, 1.0, 0.0, -self.y0, -self.x0),
            (-1.0, 0.0, 0.0, 1.0, self.x1, -self.y0),
            (0.0, -1.0, -1.0, 0.0, self.y1, self.x1),
        )[self.turns % 4]

    def boxes(self, corners: NDArray[np.float64]) -> NDArray[np.float64]:
        """Boxes given by two opposite corners (x, y, x, y), as x0, top, x1, bottom on the displayed page."""
        a, b, c, d, e, f = self.matrix
        shown = np.empty_like(corners)
        # A page is turned by quarters: each displayed edge is one of the corners' numbers, moved.
        xs, ys = (corners[:, 0::2], corners[:, 1::2]) if a else (corners[:, 1::2], corners[:, 0::2])
        for number, (from_corner, sign, shift) in enumerate(((xs, a or c, e), (ys, d or b, f))):
            one, other = from_corner[:, 0] * sign + shift, from_corner[:, 1] * sign + shift
            np.minimum(one, other, out=shown[:, number])
            np.maximum(one, other, out=shown[:, number + 2])
        return shown
