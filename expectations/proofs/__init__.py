"""The proofs: every figure held against what else its own document, and the other documents, say of it.

`prove` finds what one document over-determines, `prove_across` what several say of the same figure; both give rows
as `expectations.proofs.keeping` describes, one for each figure of each proof, from which the proof can be computed
again. `settled` over the rows of a release, and `verdicts`, say which figures are proven and which contradicted.
Nothing here knows of Great Expectations.

How a proof comes about: `figures` lays a document's figures out in arrays and each table in a grid, whose `headings`
say what is a total, a share, a change. `sums`, `ratios` and the others find checks among them, `found` holds checks and
the figures in them as arrays, `keeping` makes rows of them, `settling` says what each speaks for or against. Nothing on
that way goes from figure to figure in Python where an array can.
"""

from collections.abc import Iterable, Sequence

import pandas as pd
import pyarrow as pa

from expectations.proofs import agreement, identities
from expectations.proofs.answers import answers, samples
from expectations.proofs.bounds import bounds
from expectations.proofs.changes import changes
from expectations.proofs.drawings import geometry
from expectations.proofs.figures import PLACE, named, read
from expectations.proofs.found import Found, Ints, together
from expectations.proofs.keeping import kept
from expectations.proofs.ratios import ratios
from expectations.proofs.retelling import retold
from expectations.proofs.sentences import sentences
from expectations.proofs.settling import settled, verdicts
from expectations.proofs.sums import sums
from expectations.proofs.texts import texts
from expectations.rows import Rows, parts
from extract.document import Document

__all__ = ["prove", "prove_across", "settled", "verdicts"]


def prove(
    document: Document, accepted: pd.DataFrame | Iterable[pd.DataFrame | Rows], indicators: pd.DataFrame
) -> pd.DataFrame:
    """All proofs within one document, whose accepted observations come in one frame or in parts.

    Also figures that became no observation take part: changes, shares and averages prove what they are computed from.
    """
    given = parts(accepted)
    on_page = _on_page(document, given)
    rows = retold(given)
    told = _over(rows, [agreement.within(rows), identities.within(rows, indicators)])
    return settled(pd.concat([on_page, told], ignore_index=True))


def _on_page(document: Document, given: Sequence[Rows]) -> pd.DataFrame:
    """The proofs among the figures of a document, whatever became of them."""
    figures = read(document, given)
    value, precision = figures.value, figures.precision
    inside = [
        sums(figures.grids),
        bounds(figures.grids),
        changes(figures.grids, value, precision),
        ratios(figures.grids, value, precision),
        answers(figures.grids, samples(document)),
        geometry(figures),
        sentences(document, figures),
    ]
    return kept(together(inside), lambda some: (figures.named(some), figures.observed(some)))


def prove_across(frame: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """All proofs between documents; `frame` holds the accepted observations of all of them."""
    rows = frame.reset_index(drop=True)
    return settled(_over(rows, [agreement.across(rows), identities.across(rows, indicators)]))


def _over(rows: pd.DataFrame, found: list[Found]) -> pd.DataFrame:
    """The rows kept of proofs whose figures are observations."""
    placed = rows[[*PLACE, "observation_id"]]

    def called(some: Ints) -> tuple[pa.Array, pa.Array]:
        return named(placed.iloc[some]), texts(placed["observation_id"].iloc[some])

    return kept(together(found), called)
