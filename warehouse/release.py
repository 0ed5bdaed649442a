"""Building a release: a pure function of what is staged, told by its id.

A release's id is the digest of its inputs: the staged documents with their recipes, what the ledger declares of them,
and the code and registries that build it. The same inputs give the same Parquet bytes. A release is built aside and
appears whole, or not at all; it becomes current only by `warehouse.publish`, which adds the change report: that one
depends on the release before, and so is no part of what the id stands for.

Out of scope: which documents and recipes to take, and the proofs between documents: the caller says.
"""

import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from warehouse import (
    catalogue,
    check_pages,
    corrections,
    digests,
    extracts,
    files,
    landing,
    registries,
    schema,
    staging,
    views,
)
from warehouse.home import DATABASE, Home
from warehouse.landing import Entry
from warehouse.publication import edition_year, known_day
from warehouse.staging import Facts

ROOM = Path(__file__).parent
STORAGE = "v1.4.0"
"""The storage version that releases are written in, so that older clients open them."""

SERIES_AT_ONCE = 50_000
"""So many series have their figures sorted at a time."""

MEMORY = "2GB"
"""So much the database may hold while a release is built; the rest it puts aside on the disk."""

LICENCE = "公共データ利用規約（第1.0版）・政府標準利用規約（第2.0版）、CC BY 4.0 互換"
ATTRIBUTION = "出典：各値の source, edition に示す府省等の公表資料を加工して作成"

UNASKED = "flags, title, printed_text, row_path, column_path, institution_candidates"
"""What of an observation is not handed over to be proven."""

Prove = Callable[[pd.DataFrame, pd.DataFrame], pd.DataFrame]
"""From accepted observations and the proofs within documents to all proofs of the release.

Of the figures of single institutions only those come that several documents state: nothing else proves them.
"""

TOLD_BY_SEVERAL = """SELECT series_id, fiscal_year FROM staged_observations
    GROUP BY ALL HAVING min(document) < max(document)"""


Judge = Callable[[Mapping[str, pd.DataFrame]], tuple[Sequence[Mapping[str, Any]], str | None]]
"""From what is `JUDGED` to the results of the expectations on it, and why they refuse the release, if they do."""

JUDGED = {
    "observations": "series_id, indicator, fiscal_year, observation_id, verdict",
    "documents": "document",
    "series": "series_id",
    "indicators": "*",
    "coverage": "*",
    "proofs": "expected, actual, tolerance, passed",
}
"""What of a release the expectations look at: relations and columns."""


@dataclass(frozen=True, slots=True)
class Given:
    """A document as a release takes it: what is staged of it, and its ledger entry."""

    facts: Facts
    entry: Entry

    @property
    def published(self) -> str | None:
        """When it was published, as far as the ledger or the document says: the fuller of the two."""
        said = [text for text in (self.entry.declared("published"), self.facts.published) if text]
        return max(said, key=len, default=None)

    def row(self) -> dict[str, Any]:
        """What the release says of it."""
        edition = self.facts.edition or self.entry.declared("edition")
        day, basis = known_day(self.published or edition)
        return {
            "document": self.facts.sha256,
            "document_name": self.entry.name,
            "media_type": self.facts.media_type,
            "pages": self.facts.pages,
            "source": self.facts.source or self.entry.declared("source"),
            "edition": edition,
            "published": self.published,
            "published_day": day,
            "published_basis": basis,
            "edition_year": edition_year(edition),
            "urls": list(self.entry.urls),
            "recipe": self.facts.recipe,
            "refused": self.facts.refused,
            "elements": self.facts.elements,
        }


@dataclass(frozen=True, slots=True)
class Plan:
    """What a release is to be built of. `id` names the release."""

    id: str
    documents: tuple[Given, ...]
    made_with: str


def plan(
    home: Home,
    staged: Iterable[tuple[str, str]],
    parts: Mapping[str, str] | None = None,
    ledger: Iterable[Entry] | None = None,
) -> Plan:
    """Say what a release of these staged documents would be, without building it.

    `parts` are digests of whatever else decides what comes out, such as the code of the proofs between documents;
    `ledger` is that of the home folder, where it is at hand.
    Raises LookupError where a document has not landed or is not staged, ValueError where one is given twice.
    """
    chosen = sorted(staged)
    entries = {entry.sha256: entry for entry in (landing.ledger(home).entries if ledger is None else ledger)}
    if strangers := sorted({sha256 for sha256, _ in chosen} - set(entries)):
        raise LookupError(f"staged, but not in the ledger: {', '.join(strangers)}")
    given = tuple(Given(facts, entries[facts.sha256]) for facts in staging.facts(home, chosen))
    if len({one.facts.sha256 for one in given}) < len(given):
        raise ValueError("a document is given by more than one recipe")
    made_with = digests.of_parts({"warehouse": digests.of_files(ROOM), "duckdb": duckdb.__version__, **(parts or {})})
    inputs = {one.facts.sha256: json.dumps(one.row(), ensure_ascii=False, sort_keys=True, default=str) for one in given}
    return Plan(digests.of_parts({"made with": made_with, **inputs}), given, made_with)


def build(
    home: Home,
    planned: Plan,
    prove: Prove | None = None,
    judge: Judge | None = None,
    threads: int | None = None,
) -> Path:
    """Build a release if it is not there yet, and give its folder. What a killed build left behind is swept."""
    place = home.release(planned.id)
    if home.store.stands(place):
        return place
    files.sweep(home.releases)
    with files.scratch(home.releases, planned.id) as folder:
        with building(folder, threads) as connection:
            fill(connection, home, planned, prove)
            if judge:
                _judge(connection, judge)
            extracts.write(connection, folder / "extracts", planned.id, LICENCE, ATTRIBUTION)
            catalogue.write(connection, folder / "site")
            check_pages.write(connection, folder / "site")
            connection.execute("USE memory; DETACH release")
        shutil.rmtree(place, ignore_errors=True)  # one that was built here and never given
        files.settle(folder, place)
    home.store.give(place)
    return place


@contextmanager
def building(folder: Path, threads: int | None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that uses a new database in the folder; what it must put aside lies there too, until the end."""
    aside = folder / "aside"
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        connection.execute(f"SET temp_directory = {views.literal(str(aside))}")
        connection.execute(f"SET memory_limit = {views.literal(MEMORY)}")
        if threads:
            connection.execute(f"SET threads = {threads}")
        where = views.literal(str(folder / DATABASE))
        connection.execute(
            f"ATTACH {where} AS release (STORAGE_VERSION {views.literal(STORAGE)}, RECOVERY_MODE no_wal_writes)"
        )
        connection.execute("USE release")
        yield connection
    shutil.rmtree(aside, ignore_errors=True)


def fill(connection: duckdb.DuckDBPyConnection, home: Home, planned: Plan, prove: Prove | None) -> None:
    """Fill the database in use with the relations of a release, its views and its macro."""
    relations = schema.load()
    _offer_staged(connection, home, planned)
    declared = {"documents": _documents(planned), "corrections": corrections.table(corrections.load())}
    for name, table in {**registries.tables(), **declared}.items():
        connection.register(f"given_{name}", table)
    _keep_evidence(connection, planned)
    connection.execute((ROOM / "relations.sql").read_text(encoding="utf-8"))
    _prove(connection, prove)
    connection.execute((ROOM / "vintages.sql").read_text(encoding="utf-8"))
    _tell_vintages(connection)
    connection.execute(
        "CREATE TABLE release AS SELECT $id AS release_id, (SELECT count(*) FROM documents) AS documents, "
        "(SELECT count(*) FROM vintages WHERE is_current) AS figures, "
        "$licence AS licence, $attribution AS attribution, $made_with AS made_with, NULL::VARCHAR AS refused",
        {"id": planned.id, "licence": LICENCE, "attribution": ATTRIBUTION, "made_with": planned.made_with},
    )
    views.create(connection, relations)


def _keep_evidence(connection: duckdb.DuckDBPyConnection, planned: Plan) -> None:
    """Copy the evidence in its order.

    Several threads hold each file apart, with room for a whole row group, until its turn comes: that is much for many
    small documents, which one thread copies as fast.
    """
    (threads,) = connection.execute("SELECT current_setting('threads')").fetchall()[0]
    figures = sum(one.facts.cells.get("observation", 0) for one in planned.documents)
    small = figures < len(planned.documents) * staging.ROW_GROUP
    connection.execute(f"SET threads = {1 if small else threads}")
    connection.execute("CREATE TABLE evidence AS SELECT * FROM staged_evidence")
    connection.execute(f"SET threads = {threads}")


def _tell_vintages(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill the vintages in their order, so many series at a time that what is sorted fits in memory.

    What is current lies together, so that queries over the current figures read nothing else.
    """
    (count,) = connection.execute("SELECT count(*) FROM numbered_series").fetchall()[0]
    for current in (True, False):
        for first in range(1, count + 1, SERIES_AT_ONCE):
            connection.execute(
                "INSERT INTO vintages SELECT * EXCLUDE (series_no, position) FROM told_vintages "
                "WHERE is_current = $current AND series_no BETWEEN $first AND $first + $count - 1 "
                "ORDER BY series_no, fiscal_year, position, observation_id",
                {"current": current, "first": first, "count": SERIES_AT_ONCE},
            )


def _offer_staged(connection: duckdb.DuckDBPyConnection, home: Home, planned: Plan) -> None:
    """Offer the files of all staged documents as views `staged_…`, in the order of the documents."""
    folders = home.store.bring([home.staged(one.facts.sha256, one.facts.recipe) for one in planned.documents])
    relations = schema.load()
    for name, columns in relations.staged.items():
        connection.register(f"nothing_{name}", schema.arrow_schema(columns).empty_table())
        paths = ", ".join(views.literal(str(folder / f"{name}.parquet")) for folder in folders)
        whence = f"read_parquet([{paths}])" if paths else f"nothing_{name}"
        connection.execute(f"CREATE TEMP VIEW staged_{name} AS SELECT {views.names(columns)} FROM {whence}")
    evidence = views.names(relations.relations["evidence"].columns)
    connection.execute(f"CREATE TEMP VIEW staged_evidence AS SELECT {evidence} FROM staged_observations")


def _documents(planned: Plan) -> pa.Table:
    fields = {column.name: schema.ARROW[column.type] for column in schema.load().relations["documents"].columns}
    extra = {"published_day": pa.date32(), "published_basis": pa.string(), "edition_year": pa.int32()}
    known = [(name, kind) for name, kind in fields.items() if name not in ("known_from", "known_basis", "observations")]
    return pa.Table.from_pylist([one.row() for one in planned.documents], pa.schema([*known, *extra.items()]))


def _judge(connection: duckdb.DuckDBPyConnection, judge: Judge) -> None:
    """Keep what the expectations say of the release as a whole."""
    results, refused = judge({name: connection.table(name).project(columns).df() for name, columns in JUDGED.items()})
    columns = schema.load().relations["results"].columns
    connection.register("given_results", schema.arrow_table(staging.results_frame(results, None), columns))
    connection.execute("INSERT INTO results SELECT * FROM given_results")
    connection.execute("UPDATE release SET refused = $1", [refused])


def _prove(connection: duckdb.DuckDBPyConnection, prove: Prove | None) -> None:
    """Keep the proofs within documents, or all that the caller makes of them and of the accepted observations."""
    if prove is None:
        connection.execute("CREATE TABLE proofs AS SELECT * FROM staged_proofs")
        return
    observations = _frame(
        connection,
        f"SELECT o.* EXCLUDE ({UNASKED}) REPLACE (d.source AS source, d.edition AS edition, "
        "coalesce(d.published, d.known_from::VARCHAR) AS published) "
        "FROM staged_observations o JOIN documents d USING (document) "
        f"WHERE o.institution_name IS NULL OR (o.series_id, o.fiscal_year) IN ({TOLD_BY_SEVERAL}) "
        "ORDER BY o.document, o.element, o.observation_id",
    )
    proofs = prove(observations, _frame(connection, "FROM staged_proofs"))
    columns = schema.load().relations["proofs"].columns
    connection.register("given_proofs", schema.arrow_table(proofs, columns))
    connection.execute("CREATE TABLE proofs AS SELECT * FROM given_proofs")


def _frame(connection: duckdb.DuckDBPyConnection, query: str) -> pd.DataFrame:
    """What a query gives as a frame whose texts and lists stay Arrow's: made into objects they cost far more."""
    kinds = {
        pa.string(): pd.StringDtype(na_value=float("nan")),
        pa.bool_(): pd.BooleanDtype(),
        pa.list_(pa.string()): pd.ArrowDtype(pa.list_(pa.large_string())),
    }
    frame: pd.DataFrame = connection.sql(query).to_arrow_table().to_pandas(types_mapper=kinds.get)
    return frame
