"""A release is a function of its inputs alone, byte for byte, and opens everywhere."""

import csv
import hashlib
import itertools
import json
import random
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from frictionless import validate

from tests.warehouse.made import Figure, Paper
from warehouse import connection, landing, release, schema, staging
from warehouse.home import DATABASE, Home
from warehouse.landing import Arrival
from warehouse.release import Plan

SECTORS = ("total", "national", "public", "private")


def papers(count: int = 12, rows: int = 40) -> list[Paper]:
    """Documents that overlap, restate one another and hold text that files trip over."""
    chance = random.Random(7)  # noqa: S311
    return [
        Paper(
            f'資料 {n}, "{n}".csv',
            f"20{10 + n}-0{n % 9 + 1}",
            [
                Figure(
                    2000 + row % 15,
                    chance.randint(1, 3) * 1000,
                    dimensions={"sector": SECTORS[row % 4], "partner": "private_company", "scope": "survey"},
                    fate=chance.choice(("observation",) * 8 + ("quarantine", "unmapped", "not_wanted")),
                )
                for row in range(rows)
            ],
            edition=f"FY20{10 + n}",
        )
        for n in range(count)
    ]


def built(folder: Path, order: list[Paper], threads: int | None = None) -> tuple[Home, Plan]:
    home = Home.at(folder)
    planned = release.plan(home, [paper.staged(home) for paper in order])
    release.build(home, planned, threads=threads)
    return home, planned


def parquet(home: Home, planned: Plan) -> dict[str, str]:
    folder = home.release(planned.id) / "extracts"
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, Plan]:
    return built(tmp_path_factory.mktemp("one"), papers())


def test_order_of_arrival_threads_and_place_leave_no_trace(one: tuple[Home, Plan], tmp_path: Path) -> None:
    expected = parquet(*one)
    for number, threads in enumerate((1, 2, 4)):
        order = papers()
        random.Random(number).shuffle(order)  # noqa: S311
        home, planned = built(tmp_path / str(number), order, threads)
        assert planned.id == one[1].id
        assert parquet(home, planned) == expected


def test_the_id_tells_inputs_apart(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    staged = [paper.staged(home) for paper in papers(3, 4)]
    plan = release.plan(home, staged)
    assert release.plan(home, reversed(staged)).id == plan.id
    others = [release.plan(home, staged[:2]).id, release.plan(home, staged, {"proofs": "2"}).id]
    sha256 = staged[0][0]
    staging.stage(home, sha256, "another recipe", papers(3, 4)[0].judged())
    others.append(release.plan(home, [(sha256, "another recipe"), *staged[1:]]).id)
    _, content = landing.read(home, sha256)
    landing.land(home, content, "text/csv", Arrival("資料", published="2019-01-01"))
    others.append(release.plan(home, staged).id)
    assert len({plan.id, *others}) == 5
    before = others[-1]
    landing.land(home, content, "text/csv", Arrival("資料", retrieved="2030-01-01", published="2019-01-01"))
    assert release.plan(home, staged).id == before
    with pytest.raises(ValueError, match="more than one recipe"):
        release.plan(home, [*staged, (sha256, "another recipe")])
    with pytest.raises(LookupError):
        release.plan(home, [("0" * 64, "r")])


def test_relations_are_those_of_the_registry_with_comments(one: tuple[Home, Plan]) -> None:
    known = schema.load()
    with connection.connect(one[0], one[1].id) as warehouse:
        columns = "SELECT table_name, column_name, data_type, comment FROM duckdb_columns() WHERE NOT internal"
        found = {(table, name): (kind, comment) for table, name, kind, comment in warehouse.execute(columns).fetchall()}
        views = "SELECT view_name, comment FROM duckdb_views() WHERE NOT internal"
        tables = "SELECT table_name, comment FROM duckdb_tables() WHERE NOT internal"
        told = dict(warehouse.execute(f"{views} UNION ALL {tables}").fetchall())
    expected = {
        (relation.name, column.name): (column.type, f"{column.ja} / {column.en}")
        for relation in known.relations.values()
        for column in relation.columns
    }
    assert found == expected
    assert all(told[name] for name in known.relations)


def test_figures_of_the_relations_fit_together(one: tuple[Home, Plan]) -> None:
    with connection.connect(one[0], one[1].id) as warehouse:

        def ask(query: str) -> list[tuple[object, ...]]:
            return warehouse.execute(query).fetchall()

        assert ask(
            "SELECT count(*) FROM coverage WHERE numeric_cells <> observation + quarantine + not_wanted + unmapped"
        ) == [(0,)]
        assert ask("SELECT sum(unmapped), sum(not_wanted) FROM coverage") == ask(
            "SELECT (SELECT count(*) FROM unmapped), (SELECT count(*) FROM not_wanted)"
        )
        assert ask("SELECT count(*) FROM observations GROUP BY series_id, fiscal_year HAVING count(*) > 1") == []
        assert ask("FROM vintages ANTI JOIN evidence USING (observation_id)") == []
        assert ask("FROM observations ANTI JOIN series USING (series_id)") == []
        overlapping = """WITH told AS (
                SELECT *, coalesce(known_to, DATE '9999-01-01') AS until FROM vintages WHERE change <> 'alternative')
            FROM told a JOIN told b USING (series_id, fiscal_year)
            WHERE a.observation_id <> b.observation_id AND a.known_from < b.until AND b.known_from < a.until"""
        assert ask(overlapping) == []
        current = ask("SELECT * FROM observations ORDER BY observation_id")
        assert ask("SELECT * FROM as_of(DATE '2100-01-01') ORDER BY observation_id") == current
        assert len(current) >= 40


def test_extracts_are_a_valid_data_package(one: tuple[Home, Plan]) -> None:
    report = validate(str(one[0].release(one[1].id) / "extracts" / "datapackage.json"))
    assert report.valid, report.flatten(["name", "type", "note"])[:5]


def test_parquet_is_typed_and_says_what_it_is(one: tuple[Home, Plan]) -> None:
    folder = one[0].release(one[1].id) / "extracts"
    for relation in schema.load().relations.values():
        if relation.extract:
            file = pq.ParquetFile(folder / f"{relation.name}.parquet")
            found = {field.name: field.type for field in file.schema_arrow}
            expected = {column.name: schema.ARROW[column.type] for column in relation.columns}
            assert {name: str(kind).replace("element", "item") for name, kind in found.items()} == {
                name: str(kind) for name, kind in expected.items()
            }
            told = {key.decode(): value.decode() for key, value in file.metadata.metadata.items()}
            assert told["release"] == one[1].id
            assert told["title"].startswith(relation.ja)
            assert told["licence"]
            assert told["source"]


def test_csv_opens_right_in_a_spreadsheet(one: tuple[Home, Plan]) -> None:
    path = one[0].release(one[1].id) / "extracts" / "documents.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["document_name"] for row in rows} == {paper.name for paper in papers()}
    assert next(row for row in rows)["urls"].startswith("https://example.org/")


def test_an_empty_release_is_one_too(tmp_path: Path) -> None:
    home, planned = built(tmp_path, [])
    with connection.connect(home, planned.id) as warehouse:
        assert warehouse.execute("SELECT count(*) FROM observations").fetchall() == [(0,)]
        assert warehouse.execute("SELECT count(*) FROM restatements").fetchall() == [(0,)]
    assert validate(str(home.release(planned.id) / "extracts" / "datapackage.json")).valid


def test_a_release_is_built_once_and_never_written_again(one: tuple[Home, Plan]) -> None:
    home, planned = one
    path = home.release(planned.id) / DATABASE
    before = path.stat().st_mtime_ns
    release.build(home, planned)
    with connection.connect(home, planned.id) as warehouse, pytest.raises(duckdb.Error, match="read-only"):
        warehouse.execute("DROP VIEW patents")
    assert path.stat().st_mtime_ns == before
    assert sorted(p.name for p in path.parent.iterdir() if p.name[:7] != "changes") == [
        "extracts",
        "sangaku.duckdb",
        "site",
    ]


def test_releases_are_written_for_older_clients(one: tuple[Home, Plan]) -> None:
    with connection.connect(one[0], one[1].id) as warehouse:
        (tags,) = warehouse.execute("SELECT tags FROM duckdb_databases() WHERE path IS NOT NULL").fetchall()[0]
    assert tags["storage_version"].startswith("v1.4.0")


def test_the_catalogue_needs_nothing_from_elsewhere(one: tuple[Home, Plan]) -> None:
    page = (one[0].release(one[1].id) / "site" / "index.html").read_text(encoding="utf-8")
    assert "://" not in page
    assert "&quot;1&quot;.csv" in page
    for relation in schema.load().relations:
        assert relation in page


def test_the_page_on_the_schema_is_up_to_date() -> None:
    page = Path(__file__).parents[2] / "docs" / "schema.md"
    assert page.read_text(encoding="utf-8") == schema.to_markdown(schema.load()), (
        "write it anew: python -m warehouse.schema"
    )


def test_keys_of_the_data_package_are_keys(one: tuple[Home, Plan]) -> None:
    package = json.loads((one[0].release(one[1].id) / "extracts" / "datapackage.json").read_text(encoding="utf-8"))
    keyed = [r for r in package["resources"] if "primaryKey" in r["schema"]]
    assert len(keyed) >= 8
    pairs = itertools.pairwise(sorted(r["name"] for r in package["resources"]))
    assert all(one != other for one, other in pairs)
