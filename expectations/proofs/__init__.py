"""The proofs: every figure held against what else its own document, and the other documents, say of it.

`prove` finds what one document over-determines, `prove_across` what several say of the same figure; both give rows
as `expectations.proofs.keeping` describes, one for each figure of each proof, from which the proof can be computed
again. `settled` over the rows of a release, and `verdicts`, say which figures are proven and which contradicted.
Nothing here knows of Great Expectations.
"""

import pandas as pd

from expectations.proofs import agreement, identities
from expectations.proofs.answers import answers, samples
from expectations.proofs.bounds import bounds
from expectations.proofs.changes import changes
from expectations.proofs.drawings import geometry
from expectations.proofs.figures import frame_keys, read
from expectations.proofs.found import Found, together
from expectations.proofs.keeping import kept
from expectations.proofs.ratios import ratios
from expectations.proofs.sentences import sentences
from expectations.proofs.settling import settled, verdicts
from expectations.proofs.sums import sums
from extract.document import Document

__all__ = ["prove", "prove_across", "settled", "verdicts"]

SHORT = 12
"""So much of a document's sha256 names it in a figure's name."""


def prove(document: Document, frame: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """All proofs within one document, whose accepted observations are `frame`.

    Also figures that became no observation take part: changes, shares and averages prove what they are computed from.
    """
    rows = frame.reset_index(drop=True)
    figures = read(document, rows)
    value = figures.frame["value"].to_numpy(dtype="float64")
    precision = figures.frame["precision"].to_numpy(dtype="float64")
    inside = [
        sums(figures.grids),
        bounds(figures.grids),
        changes(figures.grids, value, precision),
        ratios(figures.grids, value, precision),
        answers(figures.grids, samples(document)),
        geometry(figures.frame),
        sentences(document, figures, rows),
    ]
    names = document.sha256[:SHORT] + "/" + figures.frame["figure"].astype("str")
    on_page = kept(together(inside), figures.frame.assign(figure=names))
    told = _over(rows, [agreement.within(rows), identities.within(rows, indicators)])
    return settled(pd.concat([on_page, told], ignore_index=True))


def prove_across(frame: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """All proofs between documents; `frame` holds the accepted observations of all of them."""
    rows = frame.reset_index(drop=True)
    return settled(_over(rows, [agreement.across(rows), identities.across(rows, indicators)]))


def _over(rows: pd.DataFrame, found: list[Found]) -> pd.DataFrame:
    """The rows kept of proofs whose figures are observations."""
    names = [f"{d[:SHORT]}/{key}" for d, key in zip(rows["document"].tolist(), frame_keys(rows), strict=True)]
    return kept(together(found), pd.DataFrame({"figure": names, "observation_id": rows["observation_id"]}))
