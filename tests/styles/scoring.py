"""How much of made-up sheets is read right: entries and contexts as F1, and shares of values, years, units, statuses.

An entry is a cell that is read as a figure; its context is right where its headings are those that speak for it, all of
them and no other but the table's title.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils.cell import coordinate_to_tuple

from extract import media_type, sheet
from extract.document import SheetPlace
from extract.japanese import units
from tests.styles.page import Figure, Page, Spot, fold

TOLD = ("value", "year", "unit", "status")


@dataclass
class Score:
    """Counts: figures in truth, read, found, in context, and of those found what is told right and what could be."""

    truth: int = 0
    read: int = 0
    found: int = 0
    contexts: int = 0
    told: Counter[str] = field(default_factory=Counter)
    due: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)

    def add(self, other: "Score") -> None:
        """Count another sheet in."""
        self.truth, self.read = self.truth + other.truth, self.read + other.read
        self.found, self.contexts = self.found + other.found, self.contexts + other.contexts
        self.told, self.due, self.missed = self.told + other.told, self.due + other.due, self.missed + other.missed

    @property
    def entries_f1(self) -> float:
        """F1 of the cells that are figures."""
        return 2 * self.found / (self.truth + self.read) if self.truth else 1.0

    @property
    def contexts_f1(self) -> float:
        """F1 of the cells that are figures under their right headings."""
        return 2 * self.contexts / (self.truth + self.read) if self.truth else 1.0

    def share(self, what: str) -> float:
        """What share of the values, years, units or statuses that could be told is right."""
        return self.told[what] / self.due[what] if self.due[what] else 1.0

    def __str__(self) -> str:
        """The score in a line."""
        shares = " ".join(f"{what} {self.share(what):.3f}" for what in TOLD)
        return f"entries {self.entries_f1:.3f} contexts {self.contexts_f1:.3f} {shares}"


def score(page: Page, content: bytes) -> Score:
    """Read a sheet's file and hold what is read against the truth."""
    kind = media_type.recognise(content)
    found = read(content, kind) if isinstance(kind, str) else {}
    figures = {spot for spot, one in found.items() if one["value"] is not None}
    due = {spot for spot, figure in page.truth.items() if figure.value is not None}
    result = Score(len(due), len(figures), len(figures & due))
    for spot, figure in page.truth.items():
        one = found.get(spot)
        if spot in due & figures and one:
            if _in_context(figure, one["heads"] - one["title"]):
                result.contexts += 1
            else:
                wanted, got = sorted(figure.heads), sorted(one["heads"] - one["title"])
                result.missed.append(f"{spot}: {wanted} read {got}")
        _tell(result, spot, figure, one)
    result.missed += [f"{spot}: read, but no figure: {found[spot]}" for spot in sorted(figures - due)]
    return result


def _in_context(figure: Figure, heads: set[str]) -> bool:
    return figure.heads <= heads <= figure.heads | figure.may


def _tell(result: Score, spot: Spot, figure: Figure, one: dict[str, Any] | None) -> None:
    """Count what else a cell tells."""
    wanted = {"value": figure.value, "year": figure.year, "unit": figure.unit, "status": figure.status}
    for what in TOLD:
        if wanted[what] is None:
            continue
        result.due[what] += 1
        got = one and one[what]
        right = _same_unit(wanted[what], got) if what == "unit" else got == wanted[what]
        result.told[what] += right
        if not right:
            result.missed.append(f"{spot}: {what} {wanted[what]} read {got}")


def _same_unit(wanted: Any, got: Any) -> bool:
    return bool(got) and units.canonical(wanted) == units.canonical(got)


def read(content: bytes, kind: str) -> dict[Spot, dict[str, Any]]:
    """What is read at each cell."""
    found: dict[Spot, dict[str, Any]] = {}
    for table in sheet.read(content, kind).tables:
        title = {fold(table.title or "")}
        for value in table.values:
            assert isinstance(value.place, SheetPlace)
            row, column = coordinate_to_tuple(value.place.address)
            heads = {fold(head) for head in [*value.row_path, *value.column_path] if fold(head)}
            told = {"value": value.value, "year": value.fiscal_year, "unit": value.unit, "status": value.status}
            found[row - 1, column - 1] = {"heads": heads, "title": title, "text": value.text, **told}
    return found


def total(scores: Iterable[Score]) -> Score:
    """Several scores as one."""
    whole = Score()
    for one in scores:
        whole.add(one)
    return whole
