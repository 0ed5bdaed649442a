"""The sample documents as read, mapped and judged, with their proofs."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from expectations.proofs import prove
from extract.document import Document

SAMPLES = Path(__file__).parents[1] / "documents"
KINDS = {".pdf", ".xlsx", ".xls"}


@dataclass(frozen=True)
class Sample:
    """A document as read and mapped, with its proofs."""

    document: Document
    rows: pd.DataFrame
    proofs: pd.DataFrame


def samples(names: Sequence[str] | None = None) -> tuple[list[Sample], pd.DataFrame]:
    """The sample documents (all, or those named) with their proofs, and the indicators."""
    from flows.steps import map_content, registries  # noqa: PLC0415 - only here are other rooms needed
    from warehouse import frames  # noqa: PLC0415

    known = registries()
    indicators = known.indicators.frame()
    found = []
    for path in sorted(p for p in SAMPLES.iterdir() if p.suffix in KINDS and (names is None or p.name in names)):
        document, mapped = map_content(path.read_bytes(), path.name)
        rows = frames.observations_frame(mapped, document, known.institutions)
        rows = _judged(rows)
        found.append(Sample(document, rows, prove(document, rows, indicators)))
    return found, indicators


def _judged(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows that the expectations would accept, as far as it matters here: one value a series in a table."""
    keys = ["series_id", "fiscal_year", "stated_as", "element"]
    values = rows.groupby(keys)["value"].transform("nunique")
    resolved = rows["institution_name"].isna() | rows["institution"].notna()
    return rows[(values <= 1) & resolved].drop_duplicates("observation_id").reset_index(drop=True)
