"""Documents made for tests: each says what figures it states, and is staged through the same door as a real one."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from extract.document import Document, SheetPlace, Status, Table, Value, Verdict
from extract.observation import Evidence, Fate, Leftover, Mapped, Observation
from warehouse import frames, institutions, landing, staging
from warehouse.home import Home
from warehouse.landing import Arrival
from warehouse.staging import Judged

REGISTRY = institutions.load(lambda text: text)
PARTS = {"reader": "1", "mapping": "1"}
NO_FLAGS = pd.DataFrame(columns=["observation_id", "expectation", "reason"])


@dataclass(frozen=True)
class Figure:
    """A figure that a document states."""

    year: int
    value: float | None
    indicator: str = "joint_research_count"
    dimensions: Mapping[str, str] = field(
        default_factory=lambda: {"sector": "total", "partner": "private_company", "scope": "survey"}
    )
    precision: float = 0.0
    unit: str = "件"
    status: Status = Status.OBSERVED
    stated_as: str = "current"
    fate: str = "observation"
    approximate: bool = False


@dataclass(frozen=True)
class Paper:
    """A document with its figures, one a cell down column A."""

    name: str
    published: str | None
    figures: Sequence[Figure]
    edition: str | None = None
    source: str | None = "mext"
    column: str = "件数"
    heads: Sequence[str] = ()
    columns: Sequence[tuple[str, ...]] = ()

    @property
    def content(self) -> bytes:
        return repr(self).encode()

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    def document(self) -> Document:
        values = tuple(
            Value(
                row,
                0,
                str(figure.value),
                figure.value,
                figure.unit,
                figure.status,
                figure.year,
                (f"{figure.year}年度", *self.heads[row : row + 1]),
                self.columns[row] if self.columns else (self.column,),
                SheetPlace("表", f"A{row + 1}"),
            )
            for row, figure in enumerate(self.figures)
        )
        table = Table("s1-t1", SheetPlace("表", "A1:A9"), "sheet", "実績", "件", (), 1, 1, (), values)
        verdicts = (Verdict("no_text_layer", "a picture", page=2),)
        return Document(self.name, self.sha256, "text/csv", 1, (table,), (), (), verdicts)

    def mapped(self) -> Mapped:
        document = self.document()
        cells = document.tables[0].values  # noqa: PD011
        evidence = [
            Evidence(
                self.sha256,
                "table",
                "s1-t1",
                cell.place,
                cell.text,
                cell.value,
                cell.unit,
                "実績",
                cell.row_path,
                cell.column_path,
                "sheet",
                approximate=figure.approximate,
            )
            for figure, cell in zip(self.figures, cells, strict=True)
        ]
        observations = tuple(
            Observation(
                figure.indicator,
                figure.year,
                "fiscal",
                dict(figure.dimensions),
                figure.value,
                figure.unit,
                figure.precision,
                figure.status,
                "mext/table",
                where,
                stated_as=figure.stated_as,
            )
            for figure, where in zip(self.figures, evidence, strict=True)
            if figure.fate in ("observation", "quarantine")
        )
        leftovers = tuple(
            Leftover(Fate(figure.fate), "because", where, "件数")
            for figure, where in zip(self.figures, evidence, strict=True)
            if figure.fate not in ("observation", "quarantine")
        )
        return Mapped(self.source, self.edition, self.published, observations, leftovers)

    def judged(self, proofs: pd.DataFrame | None = None) -> Judged:
        mapped, document = self.mapped(), self.document()
        frame = frames.observations_frame(mapped, document, REGISTRY)
        fates = [figure.fate for figure in self.figures if figure.fate in ("observation", "quarantine")]
        refused = pd.Series([fate == "quarantine" for fate in fates], index=frame.index, dtype="bool")
        return Judged(
            document=document,
            source=self.source,
            edition=self.edition,
            published=self.published,
            accepted=frame[~refused],
            quarantined=frame[refused].assign(expectation="range", severity="error", reason="out of range"),
            flags=NO_FLAGS,
            leftovers=frames.leftovers_frame(mapped, document),
            proofs=proofs,
        )

    def staged(self, home: Home) -> tuple[str, str]:
        """Land and stage it; gives document and recipe."""
        landing.land(home, self.content, "text/csv", Arrival(self.name, f"https://example.org/{self.name}"))
        recipe = staging.recipe(PARTS)
        staging.stage(home, self.sha256, recipe, self.judged())
        return self.sha256, recipe
