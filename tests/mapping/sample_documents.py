"""The sample documents, read and mapped once a session, with the truth that stands beside each."""

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from extract.document import Document, SheetPlace
from extract.japanese import units
from extract.mapping import load, map_document, recognise
from extract.observation import Leftover, Mapped, Observation
from extract.reading import read
from warehouse import indicators

DOCUMENTS = Path(__file__).parents[1] / "documents"
HERE = Path(__file__).parent
SOURCES = load()
INDICATORS = indicators.load()
KINDS = {"table": "table", "chart_label": "chart", "chart_geometry": "chart", "prose": "statement"}

Outcome = Observation | Leftover


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table of expectations beside this file."""
    with (HERE / name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


EDITIONS = {row["document"]: row for row in rows("editions.csv")}
NAMES = sorted(EDITIONS)
EXPECTED = rows("expected.csv")


@cache
def sample(name: str) -> Document:
    """A sample as read."""
    return read((DOCUMENTS / name).read_bytes(), name)


@cache
def mapped_sample(name: str) -> Mapped:
    """A sample as mapped."""
    document = sample(name)
    return map_document(document, recognise(document, SOURCES), INDICATORS)


@dataclass(frozen=True)
class Figure:
    """A row of a truth file."""

    place: str  # page or sheet
    cell: str | None
    headings: tuple[str, ...]
    text: str
    value: float
    unit: str
    year: int | None
    kind: str
    tolerance: float

    @property
    def canonical(self) -> float:
        """The value in the base unit."""
        return float(Decimal(str(self.value)) * units.canonical(self.unit)[1])


def truth(name: str) -> list[Figure]:
    """The figures that a sample holds."""
    with (DOCUMENTS / f"{name}.truth.csv").open(encoding="utf-8-sig") as rows:
        return [_figure(row) for row in csv.DictReader(rows)]


def _figure(row: dict[str, str]) -> Figure:
    cell = re.search(r"cell=([A-Z]+\d+)", row["note"])
    headings = tuple(fold(part) for part in f"{row['row_path']} / {row['column_path']}".split(" / "))
    return Figure(
        row["page_or_sheet"],
        cell[1] if cell else None,
        tuple(heading for heading in headings if heading),
        fold(row["printed_text"]),
        float(row["value"]),
        row["unit"],
        int(row["fiscal_year"]) if row["fiscal_year"] else None,
        KINDS[row["kind"]],
        float(row["tolerance"] or 0),
    )


def fold(text: str | None) -> str:
    """A text without white space, brackets and the like, for comparing."""
    return re.sub(r"[\s※＊*()\[\]「」、。・:]", "", unicodedata.normalize("NFKC", text or "")).casefold()


def outcomes(name: str) -> dict[str, list[Outcome]]:
    """What became of a sample's figures, by page, or by sheet and cell."""
    found: dict[str, list[Outcome]] = {}
    mapped = mapped_sample(name)
    for outcome in (*mapped.observations, *mapped.leftovers):
        place = outcome.evidence.place
        where = f"{place.sheet}!{place.address}" if isinstance(place, SheetPlace) else str(place.page)
        found.setdefault(where, []).append(outcome)
    return found


def meant(figure: Figure, found: dict[str, list[Outcome]]) -> list[Outcome]:
    """The outcomes that a truth row may speak of: at its cell, or on its page with its value under its headings."""
    if figure.cell:
        return found.get(f"{figure.place}!{figure.cell}", [])
    return [outcome for outcome in found.get(figure.place, ()) if _is(figure, outcome)]


def _is(figure: Figure, outcome: Outcome) -> bool:
    evidence = outcome.evidence
    if evidence.kind != figure.kind or evidence.value is None:
        return False
    if figure.kind == "statement":
        return fold(evidence.text) in figure.text and figure.text in fold(evidence.title)
    if abs(evidence.value - figure.value) > max(figure.tolerance * abs(figure.value), 1e-9):
        return False
    headings = [fold(text) for text in (evidence.title, *evidence.row_path, *evidence.column_path)]
    return all(any(wanted in h or (len(h) > 1 and h in wanted) for h in headings if h) for wanted in figure.headings)


def observations(name: str) -> Iterator[Observation]:
    """The observations of a sample that have a value."""
    yield from (o for o in mapped_sample(name).observations if o.value is not None)
