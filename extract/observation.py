"""The data types that mapping gives: observations with their evidence, and the account of every numeric cell.

Out of scope: the verdict on an observation (`expectations`), and its identity across documents (`warehouse`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from extract.document import Place, Status

DIMENSIONS = (
    "sector",
    "partner",
    "destination",
    "size_class",
    "institution",
    "country",
    "question",
    "respondent",
    "answer",
    "scope",
)
"""All dimensions there are. Those that an indicator has are always explicit, the others None."""


class Fate(StrEnum):
    """Where a numeric cell ends: in exactly one of these."""

    OBSERVATION = "observation"
    QUARANTINE = "quarantine"
    NOT_WANTED = "not_wanted"
    UNMAPPED = "unmapped"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a figure was read: document, place, and the text as printed, under its headings."""

    document: str  # sha256
    kind: str  # table, chart, statement
    element: str  # id of the table, chart or statement in the document
    place: Place
    text: str
    value: float | int | None  # in the unit as printed
    unit: str | None  # as printed
    title: str | None
    row_path: tuple[str, ...]
    column_path: tuple[str, ...]
    method: str  # ruled, aligned, sheet, label, geometry, derived, statement
    tolerance: float = 0.0  # relative, of a measured value
    approximate: bool = False  # printed with 約 or the like


@dataclass(frozen=True, slots=True)
class Observation:
    """A value of a series for a year, as one document states it.

    `value` is in the indicator's canonical unit (money in yen); the printed value stands for `value` ± `precision`.
    `dimensions` holds those of `DIMENSIONS` that the indicator has; an institution stands there as printed.
    """

    indicator: str
    fiscal_year: int
    year_type: str  # fiscal, calendar
    dimensions: dict[str, str]
    value: float | int | None
    unit: str
    precision: float
    status: Status
    rule: str  # source id / rule id
    evidence: Evidence
    institution_code: str | None = None
    stated_as: str = "current"  # first_release where the document repeats what an earlier edition had said
    respondents: int | None = None  # n of a survey's question: how many answered it


@dataclass(frozen=True, slots=True)
class Leftover:
    """A numeric cell that became no observation: declared as not wanted, or unmapped; with the reason."""

    fate: Fate
    reason: str
    evidence: Evidence
    heading: str | None = None  # the heading that no rule understands
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Mapped:
    """What a source's mapping made of a document. Every numeric cell stands in exactly one of the two.

    Those of tables stand there as columns (`extract.blocks`): objects are made where somebody iterates.
    """

    source: str | None
    edition: str | None  # fiscal year of the edition, as FY2014, or a date
    published: str | None  # ISO date, as far as known: 2015-11-27, 2015-11 or 2015
    observations: Sequence[Observation]
    leftovers: Sequence[Leftover]
    verdicts: tuple[str, ...] = field(default=())
