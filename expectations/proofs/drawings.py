"""The proof `geometry`: the length, height or angle of a mark against the label that is printed beside it.

A label tied to the wrong bar is caught by this. Out of scope: measuring (`extract.pdf.charts`).
"""

import numpy as np

from expectations.proofs.figures import Figures
from expectations.proofs.found import STATED, Found, Member, check, together

DRAWN = 0.004
"""What a mark may be off: so much of its value (more where the reader says so), and as much of its chart's largest."""


def geometry(figures: Figures) -> Found:
    """All labelled marks that were measured too."""
    marks = figures.marks
    held = np.flatnonzero(~np.isnan(marks.measured) & (marks.method == "label"))
    if not len(held):
        return together([])
    at, element = marks.figure[held], marks.element[held]
    value = figures.value[at]
    largest = np.zeros(int(element.max()) + 1)
    np.maximum.at(largest, element, np.abs(value))
    share = np.maximum(marks.tolerance[held], DRAWN)
    slack = figures.precision[at] + share * np.abs(value) + DRAWN * largest[element]
    mark = Member("measured", np.full(len(at), -1), 1.0, marks.measured[held], name="measured")
    return check("geometry", [Member(STATED, at, 1.0, value), mark], slack, "label against its mark")
