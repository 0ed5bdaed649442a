"""The proof `geometry`: the length, height or angle of a mark against the label that is printed beside it.

A label tied to the wrong bar is caught by this. Out of scope: measuring (`extract.pdf.charts`).
"""

import numpy as np
import pandas as pd

from expectations.proofs.found import STATED, Found, Member, check, together

DRAWN = 0.004
"""What a mark may be off: so much of its value (more where the reader says so), and as much of its chart's largest."""


def geometry(figures: pd.DataFrame) -> Found:
    """All labelled marks that were measured too; `figures` is the frame of `expectations.proofs.figures`."""
    at = np.flatnonzero((figures["measured"].notna() & (figures["method"] == "label")).to_numpy())
    if not len(at):
        return together([])
    marks = figures.iloc[at]
    value = marks["value"].to_numpy(dtype="float64")
    measured = marks["measured"].to_numpy(dtype="float64")
    largest = marks["value"].abs().groupby(marks["element"]).transform("max").to_numpy(dtype="float64")
    share = np.maximum(marks["tolerance"].to_numpy(dtype="float64"), DRAWN)
    slack = marks["precision"].to_numpy(dtype="float64") + share * np.abs(value) + DRAWN * largest
    nowhere = np.full(len(at), -1, dtype="int64")
    return check(
        "geometry",
        [Member(STATED, at.astype("int64"), 1.0, value), Member("measured", nowhere, 1.0, measured, name="measured")],
        slack,
        "label against its mark",
    )
