"""Corrections: figures known to be misprinted, declared in `corrections.yaml` with what is right and who says so.

A correction is made only where the document still prints what it declares: the value is replaced before the proofs are
made and carries the flag `corrected`, the evidence keeps what is printed. One that its document does not bear out is
told as broken. Out of scope: what follows from that (`flows.publishing`).
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import yaml

from extract.document import Chart, Document, Place, Statement, Table
from warehouse.frames import flat_place

FILE = Path(__file__).with_name("corrections.yaml")
FLAG = "corrected"
PLACE = ("element", "page", "sheet", "x0", "top", "x1", "bottom", "address")


class CorrectionError(ValueError):
    """The file of corrections is not as it must be; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What one edition, or one document, prints for a figure, what it should be, and where that is known from.

    `correct` is in the unit of the series. `at` is file and line of the declaration.
    """

    series: str
    fiscal_year: int
    printed: str
    correct: float
    ja: str
    en: str
    reference: str
    at: str
    source: str | None = None
    edition: str | None = None
    document: str | None = None

    def concerns(self, document: str, source: str | None, edition: str | None) -> bool:
        """Whether it speaks of a document."""
        return self.document == document if self.document else (self.source, self.edition) == (source, edition)


def load(path: Path | None = None) -> tuple[Correction, ...]:
    """Read the declared corrections. Raises CorrectionError."""
    path = path or FILE
    text = path.read_text(encoding="utf-8")
    node = yaml.compose(text, yaml.SafeLoader)
    lines = [item.start_mark.line + 1 for item in node.value] if isinstance(node, yaml.SequenceNode) else []
    return tuple(
        _correction(entry, f"{path.parent.name}/{path.name}:{line}")
        for entry, line in zip(yaml.safe_load(text) or (), lines, strict=True)
    )


def _correction(entry: dict[str, Any], at: str) -> Correction:
    known = {field.name for field in fields(Correction)} - {"at"}
    if strangers := sorted(set(entry) - known):
        raise CorrectionError(f"{at}: no such key: {', '.join(strangers)}; known are {', '.join(sorted(known))}")
    if bool(entry.get("document")) == bool(entry.get("source") and entry.get("edition")):
        raise CorrectionError(f"{at}: name either source and edition, or document")
    try:
        words = {key: str(value) for key, value in entry.items() if key not in ("fiscal_year", "correct")}
        return Correction(**words, fiscal_year=int(entry["fiscal_year"]), correct=float(entry["correct"]), at=at)
    except (KeyError, TypeError, ValueError) as error:
        raise CorrectionError(f"{at}: {error}") from error


def apply(
    document: Document, rows: pd.DataFrame, declared: Iterable[Correction]
) -> tuple[Document, pd.DataFrame, pd.DataFrame]:
    """The document and its observations with the corrections made that it bears out, and the flags that tell of them.

    `rows` has the columns of `frames.OBSERVATION_COLUMNS`; evidence is left as printed.
    """
    flags: list[dict[str, str]] = []
    values: dict[tuple[object, ...], float] = {}
    rows = rows.copy()
    for correction in declared:
        for at in rows.index[_borne_out(rows, correction)]:
            row = rows.loc[at]
            place = tuple(row[name] if pd.notna(row[name]) else None for name in PLACE)
            values[place] = correction.correct / _scale(rows, row)
            rows.loc[at, "value"] = correction.correct
            told = f"{row['printed_text']} printed: {correction.en} ({correction.reference}; {correction.at})"
            flags.append({"observation_id": row["observation_id"], "expectation": FLAG, "reason": told})
    found = pd.DataFrame(flags, columns=["observation_id", "expectation", "reason"])
    return (_corrected(document, values) if values else document), rows, found


def _borne_out(rows: pd.DataFrame, correction: Correction) -> pd.Series:
    """Which observations are of the figure and printed as the correction says."""
    row = rows["series_id"].eq(correction.series) & rows["fiscal_year"].eq(correction.fiscal_year)
    return row & rows["printed_text"].map(_plain).eq(_plain(correction.printed))


def _scale(rows: pd.DataFrame, row: "pd.Series[Any]") -> float:
    """How many of the series' unit one of the printed unit is, as the other figures of the document show too."""
    alike = rows["printed_unit"].eq(row["printed_unit"]) & rows["unit"].eq(row["unit"]) & rows["printed_value"].ne(0)
    scale = (rows["value"] / rows["printed_value"])[alike].median()
    return float(scale) if alike.any() else 1.0


def _corrected(document: Document, values: dict[tuple[object, ...], float]) -> Document:
    """The document with the values at some places replaced; what is printed there stays."""

    def new(element: str, place: Place, old: float | None) -> float | None:
        return values.get((element, *flat_place(place)), old)

    def table(one: Table) -> Table:
        cells = one.values  # noqa: PD011 - a table's values, no frame
        return replace(one, values=tuple(v._replace(value=new(one.id, v.place, v.value)) for v in cells))

    def chart(one: Chart) -> Chart:
        series = (
            replace(s, points=tuple(replace(p, value=new(one.id, p.place, p.value) or 0) for p in s.points))
            for s in one.series
        )
        return replace(one, series=tuple(series))

    def statement(one: Statement) -> Statement:
        return replace(one, value=new(one.id, one.place, one.value) or 0)

    return replace(
        document,
        tables=tuple(map(table, document.tables)),
        charts=tuple(map(chart, document.charts)),
        statements=tuple(map(statement, document.statements)),
    )


def table(declared: Sequence[Correction]) -> pa.Table:
    """The declared corrections as a release takes them."""
    names = {"series": "series_id", "printed": "printed_text", "correct": "value", "ja": "cause_ja", "en": "cause_en"}
    kinds = {"fiscal_year": pa.int32(), "correct": pa.float64()}
    columns = {
        names.get(field.name, field.name): pa.array(
            [getattr(one, field.name) for one in declared], kinds.get(field.name, pa.string())
        )
        for field in fields(Correction)
    }
    return pa.table(columns)


BROKEN = """
SELECT c.at, any_value(c.series_id), any_value(c.fiscal_year), any_value(c.printed_text),
    string_agg(DISTINCT d.document_name, ', ' ORDER BY d.document_name),
    string_agg(DISTINCT e.printed_text, ', ' ORDER BY e.printed_text)
FROM corrections c JOIN documents d USING (document)
LEFT JOIN evidence e ON e.document = c.document AND e.series_id = c.series_id AND e.fiscal_year = c.fiscal_year
GROUP BY c.at HAVING count(c.observation_id) = 0 ORDER BY c.at
"""


def broken(connection: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """What corrections no document of a release bears out, though it is there: where declared, why, and what to do."""
    return tuple(
        f"{at}: {documents} no longer prints {printed} for {series} in {year}"
        f" (it prints {found or 'no such figure'}): look at the document, then mend or remove the correction"
        for at, series, year, printed, documents, found in connection.execute(BROKEN).fetchall()
    )


def _plain(text: object) -> str:
    """Printed figures compare without width, separators and white space."""
    return "".join(c for c in unicodedata.normalize("NFKC", str(text)) if not c.isspace() and c != ",")
