"""Tables of real documents as a person reads them, and how much of them is read so.

The documents lie beside the project; what is here are facts from them. `python -m tests.pdf.by_eye` prints the score of
each table, and with ``--missed`` every check that failed. Out of scope: the documents shipped with the project
(`test_samples`).
"""

import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from extract import pdf
from extract.document import PagePlace, Reading, Table, Value

SHARED = Path(__file__).parents[3] / "shared"
_MARK = re.compile(r"※\d*|\s")


@dataclass(frozen=True, slots=True)
class CellTruth:
    """A data cell under its headings; the unit only where it was judged."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    text: str
    unit: str | None

    def fits(self, value: Value) -> bool:
        """Whether a value is this cell."""
        return (
            _says(self.text, value.text)
            and _leads(self.rows, value.row_path)
            and _leads(self.columns, value.column_path)
            and (self.unit is None or self.unit == value.unit)
        )


@dataclass(frozen=True, slots=True)
class TableTruth:
    """A table as written down: `title` is a part of it, None where it has none."""

    page: int
    title: str | None
    notes: tuple[str, ...]
    values: int | None
    cells: tuple[CellTruth, ...]


@dataclass(frozen=True, slots=True)
class DocumentTruth:
    """The tables of a document that were written down, and the pages that hold none."""

    file: str
    tables: tuple[TableTruth, ...]
    bare: frozenset[int]


@dataclass(frozen=True, slots=True)
class Score:
    """One table, or the bare pages of a document: checks that held, checks made, and what failed."""

    name: str
    held: int
    made: int
    missed: tuple[str, ...]

    @property
    def share(self) -> float:
        """Checks that held, of all."""
        return self.held / self.made


def documents() -> list[DocumentTruth]:
    """All that was written down."""
    folder = Path(__file__).parent / "tables_by_eye"
    entries = [entry for path in sorted(folder.glob("*.yaml")) for entry in yaml.safe_load(path.read_text("utf-8"))]
    return [
        DocumentTruth(
            entry["file"],
            tuple(map(_table, entry.get("tables", ()))),
            frozenset(page for part in entry.get("bare", ()) for page in _pages(str(part))),
        )
        for entry in entries
    ]


@cache
def score(document: DocumentTruth) -> list[Score]:
    """How much of a document's tables is read as a person does."""
    reading = pdf.read((SHARED / document.file).read_bytes())
    left = list(reading.tables)
    scores = []
    for truth in document.tables:
        found = max((t for t in left if truth.page in _pages_of(t)), key=lambda t: _alike(truth, t), default=None)
        if found is not None and _alike(truth, found)[1] == 0:
            found = None
        if found is not None:
            left.remove(found)
        scores.append(_scored(document.file, truth, found))
    if document.bare:
        scores.append(_bare(document, reading))
    return scores


def _bare(document: DocumentTruth, reading: Reading) -> Score:
    held = {page for table in reading.tables for page in _pages_of(table)}
    false = sorted(held & document.bare)
    missed = tuple(f"a table on page {page}" for page in false)
    name = f"{Path(document.file).stem} pages without tables"
    return Score(name, len(document.bare) - len(false), len(document.bare), missed)


def _scored(file: str, truth: TableTruth, table: Table | None) -> Score:
    checks = dict(_checks(truth, table))
    missed = tuple(what for what, held in checks.items() if not held)
    name = f"{Path(file).stem} p{truth.page} {truth.title or truth.cells[0].columns[-1]}"
    return Score(name, len(checks) - len(missed), len(checks), missed)


def _checks(truth: TableTruth, table: Table | None) -> Iterator[tuple[str, bool]]:
    title = table.title if table is not None else None
    yield (
        f"title {truth.title}, read {title}",
        (table is not None and (title is None if truth.title is None else _fold(truth.title) in _fold(title))),
    )
    notes = table.notes if table is not None else ()
    for note in truth.notes:
        yield f"note {note}", any(_fold(note) in _fold(read) for read in notes)
    values = [value for value in table.values if value.text] if table is not None else []
    if truth.values is not None:
        yield f"{truth.values} values, read {len(values)}", len(values) == truth.values
    for cell in truth.cells:
        near = [v for v in values if _says(cell.text, v.text)]
        seen = "; ".join(f"{v.row_path} {v.column_path} {v.unit}" for v in near[:3])
        yield f"{cell.text} under {cell.rows} {cell.columns} {cell.unit}, read {seen}", any(map(cell.fits, near))


def _alike(truth: TableTruth, table: Table) -> tuple[int, int]:
    """Cells read right, and cells of which at least the text is there."""
    right = sum(any(cell.fits(value) for value in table.values) for cell in truth.cells)
    there = sum(any(_says(cell.text, other.text) for other in table.cells) for cell in truth.cells)
    return right, there


def _pages_of(table: Table) -> set[int]:
    return {cell.place.page for cell in table.cells if isinstance(cell.place, PagePlace)}


def _leads(truth: Sequence[str], path: Sequence[str]) -> bool:
    """Whether headings are those written down, all of them and in their order; "?" marks one that may be left out."""
    if not truth:
        return not path
    first, rest = truth[0], truth[1:]
    optional = first.startswith("?")
    if path and _says(first.removeprefix("?"), path[0]) and _leads(rest, path[1:]):
        return True
    return optional and _leads(rest, path)


def _says(truth: str, text: str) -> bool:
    """Whether a text is the one written down; "…" stands for what was not written."""
    parts = [re.escape(_fold(part)) for part in truth.split("…")]
    return re.fullmatch(".*".join(parts), _fold(text)) is not None


def _fold(text: str | None) -> str:
    return _MARK.sub("", unicodedata.normalize("NFKC", text or "")).replace("○", "〇").casefold()


def _table(entry: dict[str, Any]) -> TableTruth:
    return TableTruth(
        int(entry["page"]),
        entry["title"],
        tuple(map(str, entry.get("notes", ()))),
        entry.get("values"),
        tuple(map(_cell, entry["cells"])),
    )


def _cell(line: str) -> CellTruth:
    rows, columns, text, *unit = (part.strip() for part in line.split(" | "))
    return CellTruth(_levels(rows), _levels(columns), text, unit[0] if unit else None)


def _levels(path: str) -> tuple[str, ...]:
    return () if path == "~" else tuple(level.strip() for level in path.split(" > "))


def _pages(part: str) -> range:
    first, _, last = part.partition("-")
    return range(int(first), int(last or first) + 1)


def main() -> None:
    """Print the score of each table."""
    scores = [one for document in documents() for one in score(document)]
    for one in scores:
        print(f"{one.share:5.2f}  {one.held:3d} of {one.made:3d}  {one.name}")
        if "--missed" in sys.argv:
            print(*(f"         {what}" for what in one.missed), sep="\n", end="\n" if one.missed else "")
    tables = [one for one in scores if not one.name.endswith("pages without tables")]
    print(f"{len(tables)} tables, mean {sum(one.share for one in tables) / len(tables):.3f}")


if __name__ == "__main__":
    main()
