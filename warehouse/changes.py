"""The change report: what a release says that the release before did not.

Figures added, restated and vanished, what else editions turn out to have told, series begun and ended, documents that
came, went or are read otherwise, headings that changed, proofs that fail now, totals that
differ. Out of scope: which release is the one
before (`warehouse.publish`), and how the report looks (`warehouse.change_pages`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import yaml

from warehouse.connection import folder
from warehouse.home import DATABASE, Home
from warehouse.views import literal

SQL = Path(__file__).with_name("changes.sql")
DRIFT = Path(__file__).with_name("layout_drift.sql")
LIMITS = Path(__file__).with_name("limits.yaml")

PARTS = (
    "added",
    "restated",
    "restatements_found",
    "vanished",
    "series_begun",
    "series_ended",
    "documents_added",
    "documents_gone",
    "documents_read_otherwise",
    "layout_drift",
    "proofs_failed",
    "totals_differ",
)
"""What the report lists, each a relation that `changes.sql` or `layout_drift.sql` makes."""

LISTED = 1_000
"""So many rows of a part are listed; all are counted."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """One list of the report: how many rows there are in all, and the first of them."""

    count: int
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Limit:
    """How many of a kind of change may pass: a share of what there was before (`of`), and a few in any case."""

    of: str
    share: float
    few: int

    def most(self, before: int) -> int:
        """The largest number that passes."""
        return max(self.few, int(self.share * before))


@dataclass(frozen=True, slots=True)
class Report:
    """What `release` changed against the release `against`; None where there is none to compare with, as `note` says.

    `figures` counts current figures before and after, `before` what else there was (series, documents), `sizes` the
    restated figures that are large, middle and small, `causes` those that are of a new document, of one that is gone,
    or read otherwise. `alarms` says what is more than the limits let pass.
    """

    release: str
    against: str | None
    note: str | None
    figures: dict[str, int]
    before: dict[str, int] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    causes: dict[str, int] = field(default_factory=dict)
    parts: dict[str, Part] = field(default_factory=dict)
    alarms: tuple[str, ...] = ()

    def as_data(self) -> Row:
        """The report as JSON-able data: the parts beside the rest, as lists, their counts in `counts`."""
        data = asdict(self)
        parts = data.pop("parts")
        counts = {name: part["count"] for name, part in parts.items()}
        return {**data, "counts": counts, **{name: list(part["rows"]) for name, part in parts.items()}}


def limits(path: Path = LIMITS) -> dict[str, Limit]:
    """What may change before a person must look. Raises ValueError naming the entry that is wrong."""
    try:
        return {name: Limit(**entry) for name, entry in yaml.safe_load(path.read_text(encoding="utf-8")).items()}
    except TypeError as error:
        raise ValueError(f"{path.name}: {error}") from error


def compare(home: Home, before: str | None, release_id: str, held_to: Mapping[str, Limit] | None = None) -> Report:
    """Compare a release with the one before it. Raises duckdb.Error where that cannot be done.

    A release of an earlier make, which lacks relations or columns of today's, is not compared with; the note says so.
    """
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        _attach(connection, home, release_id, "new")
        figures = {"after": _count(connection, "new.observations")}
        if before is None:
            return Report(release_id, None, "there is no release before this one", figures)
        _attach(connection, home, before, "old")
        figures["before"] = _count(connection, "old.observations")
        try:
            for part in (SQL, DRIFT):
                connection.execute(part.read_text(encoding="utf-8"))
        except (duckdb.BinderException, duckdb.CatalogException):
            if not (lacking := _lacking(connection)):
                raise
            note = f"release {before} cannot be compared with: it lacks {', '.join(lacking)}"
            return Report(release_id, None, note, figures)
        parts = {name: _part(connection, name) for name in PARTS}
        sizes, causes = (_counts(connection, column) for column in ("size", "because"))
        others = {name: _count(connection, f"old.{name}") for name in ("series", "documents")}
    report = Report(release_id, before, None, figures, others, sizes, causes, parts)
    return replace(report, alarms=_alarms(report, limits() if held_to is None else held_to))


def _alarms(report: Report, held_to: Mapping[str, Limit]) -> tuple[str, ...]:
    """What is so much that a person should look before the release is published."""
    found = {name: part.count for name, part in report.parts.items()}
    found |= {"restated_large": report.sizes.get("large", 0), "read_otherwise": report.causes.get("read_otherwise", 0)}
    before = {"figures": report.figures["before"], **report.before}
    return tuple(
        f"{name.replace('_', ' ')}: {found[name]:,}, where {limit.most(before[limit.of]):,} of {before[limit.of]:,}"
        f" {limit.of} may pass unseen"
        for name, limit in held_to.items()
        if found[name] > limit.most(before[limit.of])
    )


def _attach(connection: duckdb.DuckDBPyConnection, home: Home, release_id: str, name: str) -> None:
    path = folder(home, release_id, DATABASE) / DATABASE
    connection.execute(f"ATTACH {literal(str(path))} AS {name} (READ_ONLY)")


def _lacking(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Relations and columns that the new release has and the old one has not."""
    columns = "SELECT table_name, column_name FROM duckdb_columns() WHERE database_name"
    found = connection.execute(f"{columns} = 'new' EXCEPT {columns} = 'old' ORDER BY ALL").fetchall()
    return [f"{table}.{column}" for table, column in found]


def _count(connection: duckdb.DuckDBPyConnection, relation: str) -> int:
    (count,) = connection.execute(f"SELECT count(*) FROM {relation}").fetchall()[0]
    return int(count)


def _counts(connection: duckdb.DuckDBPyConnection, column: str) -> dict[str, int]:
    return dict(connection.execute(f"SELECT {column}, count(*) FROM restated GROUP BY ALL ORDER BY ALL").fetchall())


def _part(connection: duckdb.DuckDBPyConnection, name: str) -> Part:
    found = connection.execute(f"FROM {name} LIMIT {LISTED}")
    columns = [column[0] for column in found.description or ()]
    rows = tuple(_row(columns, row) for row in found.fetchall())
    return Part(_count(connection, name), rows)


def _row(columns: Sequence[str], row: Sequence[object]) -> Row:
    plain = (value.isoformat() if isinstance(value, date) else value for value in row)
    return dict(zip(columns, plain, strict=True))
