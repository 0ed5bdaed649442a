"""How much a release costs beside a bare copy of what is staged: ``python -m tests.bench_release [OBSERVATIONS]``.

Makes staged Parquet as the institution workbooks give it: many editions, each of ten workbooks of some 1,100
institutions and as many columns as it takes, which state their year and, in a quarter of the columns, the year before
once more, of which one in a hundred is restated; each column has its total and the proof of it. Measured is the CPU
time of one process: the build of the database (relations, vintages, views), and the same questions asked of the
friendly views and of a bare table; and the process's peak of memory. Twenty million observations take some 8 GB of
disk.

Out of scope: reading, mapping and proving documents; the extracts.
"""

import argparse
import json
import resource
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from warehouse import indicators, institutions, landing, release, schema, staging
from warehouse.home import DATABASE, Home
from warehouse.institutions import Institution
from warehouse.landing import Arrival
from warehouse.views import literal

EDITIONS = range(2003, 2025)
BOOKS = 10
RETOLD = 4
"""One column in so many states the year before once more."""
RESTATED = 0.01
"""So much of it is restated."""
SOURCE = "mext_sangaku_kikanbetsu"
RECIPE = "0" * 16
PARTNERS = ("private_company", "large_company", "small_company", "foreign_company", "government", "all_partners")
CLASSES = ("total", "under_1m_yen", "under_3m_yen", "under_5m_yen", "under_10m_yen", "from_10m_yen")

ROUNDS = 15
"""Each question is asked so often; the fastest answer counts."""

Floats = NDArray[np.float64]
Kind = tuple[str, str, str, int]
"""Indicator, partner, size class, and a number that tells apart what these do not."""

QUESTIONS = {
    "a national series": "SELECT fiscal_year, sum(value) FROM {view} WHERE indicator = 'joint_research_count' "
    "AND partner = 'private_company' AND size_class = 'total' GROUP BY ALL ORDER BY ALL",
    "the ten largest": "SELECT institution, value FROM {view} WHERE indicator = 'joint_research_income' AND "
    "fiscal_year = 2020 AND size_class = 'total' AND partner = 'all_partners' ORDER BY value DESC LIMIT 10",
    "one institution": "SELECT indicator, partner, size_class, fiscal_year, value FROM {view} "
    "WHERE institution = '東北大学' ORDER BY ALL",
    "all by year": "SELECT indicator, fiscal_year, count(*), sum(value) FROM {view} GROUP BY ALL ORDER BY ALL",
    "by prefecture": "SELECT prefecture, sum(value) FROM {view} WHERE unit = '円' GROUP BY ALL ORDER BY ALL",
}
"""Asked of the view `collaboration` and of a bare table of the same rows."""


def stage(home: Home, count: int) -> list[tuple[str, str]]:
    """Stage about so many observations in one document an edition and book; gives documents and recipes."""
    listed = [i for i in institutions.load(str).institutions if i.kind == "university"]
    counted = [i.id for i in indicators.load() if i.domain == "collaboration" and i.type in ("count", "amount")]
    kinds = [(i, p, c) for i in counted for p in PARTNERS for c in CLASSES]
    columns = max(RETOLD, round(count / (len(EDITIONS) * BOOKS * len(listed) * (1 + 1 / RETOLD))))
    chance = np.random.default_rng(20)
    staged = []
    for book in range(BOOKS):
        # A book's columns go round the kinds; where they are more than there are kinds, a question tells them apart.
        own = [(*kinds[at % len(kinds)], at // len(kinds)) for at in range(book * columns, (book + 1) * columns)]
        level = chance.lognormal(3, 2, (columns, len(listed)))
        before: Floats | None = None
        for year in EDITIONS:
            values = np.floor(level * chance.lognormal(0, 0.3, level.shape))
            told = [(kind, year, values[at]) for at, kind in enumerate(own)]
            if before is not None:
                restated = np.where(chance.random(before.shape) < RESTATED, before + 7, before)
                told += [(kind, year - 1, restated[at]) for at, kind in enumerate(own) if at % RETOLD == 0]
            staged.append(_document(home, _Book(book, year, told), listed))
            before = values
    return staged


@dataclass(frozen=True)
class _Book:
    """One workbook of an edition: its columns as kind, year and values by institution."""

    number: int
    year: int
    told: list[tuple[Kind, int, Floats]]


def _document(home: Home, book: _Book, listed: Sequence[Institution]) -> tuple[str, str]:
    edition = f"FY{book.year}"
    arrival = Arrival(f"r{book.year}_{book.number:02}.xlsx", source=SOURCE, edition=edition)
    document = landing.land(home, f"{book.year} {book.number}".encode(), "text/csv", arrival).sha256
    observations = _observations(document, book, listed)
    place = home.staged(document, RECIPE)
    place.mkdir(parents=True)
    tables = {"observations": observations, "proofs": _proofs(observations, book.told, len(listed))}
    for name, columns in schema.load().staged.items():
        wanted = schema.arrow_schema(columns)
        table = tables.get(name, wanted.empty_table())
        staging.write_parquet(place / f"{name}.parquet", [table.select(wanted.names).cast(wanted)])
    facts = staging.Facts(document, RECIPE, "text/csv", 1, 1, SOURCE, edition, f"{book.year + 2}-02", None, {})
    (place / staging.FACTS).write_text(json.dumps(asdict(facts)), encoding="utf-8")
    return document, RECIPE


def _observations(document: str, book: _Book, listed: Sequence[Institution]) -> pa.Table:
    told, year = book.told, book.year
    rows, wide = len(listed), len(told)
    count = rows * wide

    def down(values: list[Any], kind: pa.DataType | None = None) -> pa.ChunkedArray:
        """The same in each row, another in each column; rows go first, as cells are read."""
        return _taken(pa.array(values, kind), np.tile(np.arange(wide), rows))

    def across(values: list[Any]) -> pa.ChunkedArray:
        return _taken(pa.array(values), np.repeat(np.arange(rows), wide))

    def same(value: Any, kind: pa.DataType | None = None) -> pa.Array:
        return pa.repeat(pa.scalar(value, kind or (pa.string() if value is None else None)), count)

    money = [kind[0].endswith("income") for kind, _, _ in told]
    printed = np.stack([values for _, _, values in told], axis=1).ravel()
    values = printed * np.tile(np.where(money, 1e6, 1.0), rows)
    names = [_letters(at + 5) for at in range(wide)]
    heads = [[f"{i}", p, c, str(y)] for (i, p, c, _), y, _ in told]
    series = [
        f"{i}/partner={p}/size_class={c}/institution={{}}" + (f"/question={q}" if q else "") + "/scope=institution"
        for (i, p, c, q), _, _ in told
    ]
    identity = np.random.default_rng((year, book.number)).integers(0, 2**63, count)
    columns = {
        "observation_id": pa.array([f"{number:016x}" for number in identity.tolist()]),
        "series_id": pa.array([one.format(i.id) for i in listed for one in series]),
        "indicator": down([kind[0] for kind, _, _ in told]),
        "fiscal_year": down([y for _, y, _ in told], pa.int32()),
        "year_type": same("fiscal"),
        "sector": across([i.sector for i in listed]),
        "partner": down([kind[1] for kind, _, _ in told]),
        "size_class": down([kind[2] for kind, _, _ in told]),
        "institution": across([i.id for i in listed]),
        "question": down([f"q{kind[3]}" if kind[3] else None for kind, _, _ in told], pa.string()),
        "scope": same("institution"),
        "value": pa.array(values),
        "unit": down(["円" if yen else "件" for yen in money]),
        "precision": down([5e5 if yen else 0.0 for yen in money]),
        "status": same("observed"),
        "stated_as": same("current"),
        "rule": same(f"{SOURCE}/joint_research"),
        "document": same(document),
        "kind": same("table"),
        "element": same("s1-t1"),
        "sheet": same(f"様式{book.number}"),
        "address": pa.array([f"{name}{row}" for row in range(8, 8 + rows) for name in names]),
        "printed_text": pa.array([f"{value:,.0f}" for value in printed.tolist()]),
        "printed_value": pa.array(printed),
        "printed_unit": down(["百万円" if yen else "件" for yen in money]),
        "title": same("民間企業との共同研究の実施状況"),
        "row_path": across([[i.sector, i.name] for i in listed]),
        "column_path": down(heads),
        "method": same("sheet"),
        "approximate": same(False),
        "institution_name": across([i.name for i in listed]),
        "institution_code": across([i.id for i in listed]),
        "institution_how": same("code"),
        "institution_candidates": same([], pa.list_(pa.string())),
        "source": same(SOURCE),
        "edition": same(f"FY{year}"),
        "published": same(f"{year + 2}-02"),
        "flags": same([], pa.list_(pa.string())),
    }
    wanted = schema.arrow_schema(schema.load().staged["observations"])
    return pa.table({f.name: columns[f.name] if f.name in columns else pa.nulls(count, f.type) for f in wanted})


def _proofs(observations: pa.Table, told: list[tuple[Kind, int, Floats]], rows: int) -> pa.Table:
    """The sum of each column: its parts, and the printed total, which is no observation here."""
    wide = len(told)
    order = np.arange(rows * wide).reshape(rows, wide).T.ravel()
    count = len(order)
    value = np.stack([values for _, _, values in told]).ravel()
    totals = np.repeat(np.add.reduceat(value, np.arange(0, count, rows)), rows)
    document = observations["document"][0].as_py()[:12]
    return pa.table(
        {
            "proof_id": _taken(
                pa.array([f"sum:{document}:{at}" for at in range(wide)]), np.repeat(np.arange(wide), rows)
            ),
            "observation_id": _taken(observations["observation_id"], order),
            "proof": pa.repeat("sum", count),
            "passed": pa.array(value > totals / 2).cast(pa.bool_()),
            "role": pa.repeat("part", count),
            "weight": pa.repeat(1.0, count),
            "value": pa.array(value),
            "others": pa.repeat(pa.scalar([], pa.list_(pa.string())), count),
            "expected": pa.array(totals),
            "actual": pa.array(totals),
            "tolerance": pa.repeat(0.0, count),
            "figure": _taken(observations["address"], order),
            "detail": pa.repeat("合計", count),
        }
    )


def _taken(values: pa.Array | pa.ChunkedArray, at: NDArray[np.int64]) -> pa.ChunkedArray:
    return pa.chunked_array(
        [values.take(pa.array(at)).combine_chunks()]
        if isinstance(values, pa.ChunkedArray)
        else [values.take(pa.array(at))]
    )


def _letters(column: int) -> str:
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def main() -> None:
    """Measure, and print as rows of a table."""
    asked = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    asked.add_argument("observations", type=int, nargs="?", default=20_000_000)
    asked.add_argument("--home", type=Path, help="keep what is staged here and use it again")
    asked.add_argument("--profile", action="store_true", help="tell the CPU time of each statement")
    chosen = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Home(chosen.home or Path(folder))
        staged = list(staging.staged(home)) or stage(home, chosen.observations)
        for line in measured(home, staged, profile=chosen.profile):
            print(line, flush=True)


def measured(home: Home, staged: list[tuple[str, str]], *, profile: bool = False) -> Iterator[str]:
    """Rows of what was measured: what, CPU seconds, and how many times the bare copy."""
    planned = release.plan(home, staged)
    shutil.rmtree(home.release(planned.id), ignore_errors=True)
    bare_path = home.root / "bare.duckdb"
    bare = _cpu(lambda: _bare(home, staged, bare_path))
    yield f"| bare copy of the staged Parquet | {bare:.1f} | 1.00 |"
    with tempfile.TemporaryDirectory(dir=home.root) as folder:
        built = Path(folder)
        with release.building(built, None) as connection:
            told = _Told(connection) if profile else connection
            filled = _cpu(lambda: release.fill(told, home, planned, None))
            yield f"| relations, vintages and views | {filled:.1f} | {filled / bare:.2f} |"
            if isinstance(told, _Told):
                yield from told.lines()
            (stated,) = connection.execute("SELECT count(*) FROM evidence").fetchall()[0]
            counts = connection.execute("SELECT count(*), count(*) FILTER (is_current) FROM vintages").fetchall()[0]
            connection.execute("USE memory; DETACH release")
        yield f"{stated:,} observations: {counts[0]:,} vintages, {counts[1]:,} current; peak {_peak():,.0f} MB"
        yield from _questions(built / DATABASE, bare_path)
    bare_path.unlink()


def _bare(home: Home, staged: list[tuple[str, str]], path: Path) -> None:
    path.unlink(missing_ok=True)
    with duckdb.connect() as connection:
        connection.execute(
            f"ATTACH {literal(str(path))} AS bare (STORAGE_VERSION {literal(release.STORAGE)}); USE bare"
        )
        connection.execute(f"SET temp_directory = {literal(str(path.with_suffix('.aside')))}")
        connection.execute(f"SET memory_limit = {literal(release.MEMORY)}")
        for name in ("observations", "proofs"):
            paths = ", ".join(literal(str(home.staged(*one) / f"{name}.parquet")) for one in staged)
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM read_parquet([{paths}])")  # noqa: S608


def _questions(built: Path, bare: Path) -> Iterator[str]:
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH {literal(str(built))} AS built (READ_ONLY); USE built")
        connection.execute(f"ATTACH {literal(str(bare.with_name('rows.duckdb')))} AS plain")
        connection.execute("CREATE OR REPLACE TABLE plain.collaboration AS FROM built.collaboration")
        for name, question in QUESTIONS.items():
            view, table = question.format(view="collaboration"), question.format(view="plain.collaboration")
            if connection.execute(view).fetchall() != connection.execute(table).fetchall():
                raise AssertionError(name)
            times = [[_cpu(lambda q=q: connection.execute(q).fetchall()) for q in (view, table)] for _ in range(ROUNDS)]
            ours, theirs = (min(column) for column in zip(*times, strict=True))
            yield f"| {name} | {ours * 1000:.0f} ms | {ours / theirs:.2f} |"
    bare.with_name("rows.duckdb").unlink()


class _Told:
    """A connection that notes the CPU time of each statement."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        self.times: list[tuple[float, str]] = []

    def execute(self, sql: str, *values: Any) -> Any:
        """Run statements one by one."""
        if values:
            begun = time.process_time()
            result = self.connection.execute(sql, *values)
            self.times.append((time.process_time() - begun, sql))
            return result
        result = None
        for statement in duckdb.extract_statements(sql):
            begun = time.process_time()
            result = self.connection.execute(statement)
            self.times.append((time.process_time() - begun, statement.query.strip()))
        return result

    def lines(self) -> Iterator[str]:
        for seconds, sql in sorted(self.times, reverse=True)[:25]:
            lines = [line for line in sql.splitlines() if not line.startswith("--")]
            yield f"    {seconds:8.2f} {' '.join(lines)[:70]}"

    def __getattr__(self, name: str) -> Any:
        return getattr(self.connection, name)


def _cpu(run: Callable[[], object]) -> float:
    begun = time.process_time()
    run()
    return time.process_time() - begun


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
