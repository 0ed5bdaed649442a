"""What the proofs of many observations cost beside a load of the same rows: ``python -m tests.bench_proofs [COUNT]``.

Makes editions of workbooks as the institution workbooks are: some 1,100 institutions down, sheets of counts and amounts
across, each a total with its parts, blanks where an institution has nothing, totals by sector and of all at the end;
some columns state the year before once more. Measured is the CPU time of one process, all threads together: the
proofs within the documents and between them, settled; a bare load of the observations as staged, evidence and all
(`CREATE TABLE AS` into a database file); and the load that a release makes of them, without proofs and with them.

Out of scope: reading, mapping and judging documents.
"""

import argparse
import hashlib
import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from expectations.proofs import prove, prove_across, settled
from extract.document import Cell, Document, SheetPlace, Status, Table, Value
from extract.values import Corner, columns
from warehouse import indicators, landing, release, schema, staging
from warehouse.frames import OBSERVATION_COLUMNS
from warehouse.home import Home
from warehouse.landing import Arrival
from warehouse.views import literal

Floats = NDArray[np.float64]

INSTITUTIONS = 1100
SHEETS = ("joint_research", "contract_research", "clinical_trials_etc", "patent_licenses", "donations", "facility_use")
PARTS = {
    "総計": "private_company",
    "大企業": "large_company",
    "中小企業": "small_company",
    "外資系企業": "foreign_company",
}
UNITS = {"件": ("件数", "count", 1.0, 0.0), "千円": ("受入額", "income", 1000.0, 500.0)}
"""For each unit the heading, the indicator, what it is worth in the canonical unit, and the precision there."""

SECTORS = ("national", "public", "private")
TOTALS = {"国立計": "national", "公立計": "public", "私立計": "private", "合計": "total"}
FILLED = 0.35
"""So many of the institutions have figures on a sheet: as in the workbooks of the ministry."""

RECIPE = "0" * 16


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: its heading, and what its figures are."""

    path: tuple[str, ...]
    unit: str
    partner: str
    year: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of an edition: its columns, and its figures with the rows of totals, NaN for blanks."""

    name: str
    columns: Sequence[Column]
    figures: Floats


def edition(year: int, book: int, levels: dict[tuple[str, int], Floats]) -> list[Sheet]:
    """The sheets of a workbook; `levels` holds the figures by sheet and year, and is filled with those of this year."""
    chance = np.random.default_rng((year, book))
    filled = np.random.default_rng(book).random((len(SHEETS), INSTITUTIONS)) < FILLED
    sheets = []
    for i, name in enumerate(SHEETS):
        parts = np.floor(chance.lognormal(2, 2, (INSTITUTIONS, len(UNITS), len(PARTS) - 1)))
        whole = np.concatenate([parts.sum(axis=2, keepdims=True), parts], axis=2)
        now = np.where(filled[i][:, None, None], whole, np.nan)
        before = levels.get((name, year - 1), np.full_like(now, np.nan))[:, :, :1]
        levels[name, year] = now
        columns = [Column((name, part, UNITS[u][0]), u, p, year) for u in UNITS for part, p in PARTS.items()]
        columns += [Column(("前年度", name, UNITS[unit][0]), unit, "private_company", year - 1) for unit in UNITS]
        cells = np.concatenate([now.reshape(INSTITUTIONS, -1), before.reshape(INSTITUTIONS, -1)], axis=1)
        sums = [np.nansum(cells[_sectors() == sector], axis=0) for sector in range(len(SECTORS))]
        sheets.append(Sheet(name, columns, np.vstack([cells, *sums, np.sum(sums, axis=0)])))
    return sheets


def _sectors() -> NDArray[np.int64]:
    return np.arange(INSTITUTIONS) % len(SECTORS)


def _row_paths() -> list[tuple[str, ...]]:
    listed = [(str(i), f"F{i:012}", f"第{i}大学", ("国立", "公立", "私立")[s]) for i, s in enumerate(_sectors())]
    return [*listed, *((total,) for total in TOTALS)]


def document(name: str, sha256: str, sheets: Sequence[Sheet]) -> Document:
    """The workbook as the reader gives it."""
    return Document(name, sha256, "text/csv", len(sheets), tuple(map(_table, range(len(sheets)), sheets)), (), (), ())


def _table(number: int, sheet: Sheet) -> Table:
    paths = _row_paths()
    values = tuple(
        Value(
            i,
            j + 4,
            "" if np.isnan(value) else f"{value:.0f}",
            None if np.isnan(value) else int(value),
            column.unit,
            Status.MISSING if np.isnan(value) else Status.OBSERVED,
            column.year,
            path,
            column.path,
            SheetPlace(sheet.name, f"{chr(69 + j)}{i + 5}"),
        )
        for i, (path, row) in enumerate(zip(paths, sheet.figures.tolist(), strict=True))
        for j, (column, value) in enumerate(zip(sheet.columns, row, strict=True))
    )
    stubs = (
        Cell(i, j, 1, 1, text, SheetPlace(sheet.name, f"{chr(65 + j)}{i + 5}"))
        for i, path in enumerate(paths)
        for j, text in enumerate(path)
    )
    return Table(
        f"s{number + 1}-t1",
        SheetPlace(sheet.name, "A1:Z9"),
        "sheet",
        sheet.name,
        None,
        (),
        3,
        4,
        tuple(stubs),
        replace(columns(values), places=Corner(sheet.name, 4, 4)),
    )


def observations(sha256: str, year: int, book: int, sheets: Sequence[Sheet]) -> pd.DataFrame:
    """The observations of the workbook as mapping and judging leave them."""
    frames = [_observed(number, sheet, book) for number, sheet in enumerate(sheets)]
    rows = pd.concat(frames, ignore_index=True)
    rows["observation_id"] = [f"{year:04x}{book:02x}{i:010x}" for i in range(len(rows))]
    known = {
        "year_type": "fiscal",
        "status": "observed",
        "stated_as": "current",
        "rule": "mext_sangaku_kikanbetsu/sheet",
        "document": sha256,
        "kind": "table",
        "method": "sheet",
        "tolerance": 0.0,
        "approximate": False,
        "institution_how": "code",
        "source": "mext_sangaku_kikanbetsu",
        "edition": f"FY{year}",
        "published": f"{year + 2}-02",
    }
    rows = rows.assign(**known)
    nobody: list[str] = []
    rows["institution_candidates"] = [nobody] * len(rows)
    none = pd.Series([None] * len(rows))
    return pd.DataFrame(
        {name: pd.Series(rows.get(name, none), dtype=kind) for name, kind in OBSERVATION_COLUMNS.items()}
    )


def _observed(number: int, sheet: Sheet, book: int) -> pd.DataFrame:
    paths = _row_paths()
    at, of = np.nonzero(~np.isnan(sheet.figures))
    places = list(zip(at.tolist(), of.tolist(), strict=True))
    printed = sheet.figures[at, of]
    sectors = [SECTORS[s] for s in _sectors()] + list(TOTALS.values())
    ids = [path[1] if len(path) > 1 else None for path in paths]
    columns = sheet.columns
    counted = [UNITS[column.unit] for column in columns]
    rows = pd.DataFrame(
        {
            "indicator": [f"{sheet.name}_{counted[j][1]}" for _, j in places],
            "fiscal_year": [columns[j].year for _, j in places],
            "sector": [sectors[i] for i, _ in places],
            "partner": [columns[j].partner for _, j in places],
            "institution": [ids[i] for i, _ in places],
            "question": f"q{book}" if book else None,
            "scope": ["institution" if ids[i] else "listed_institutions" for i, _ in places],
            "value": [value * counted[j][2] for value, (_, j) in zip(printed.tolist(), places, strict=True)],
            "unit": ["件" if columns[j].unit == "件" else "円" for _, j in places],
            "precision": [counted[j][3] for _, j in places],
            "element": f"s{number + 1}-t1",
            "sheet": sheet.name,
            "address": [f"{chr(69 + j)}{i + 5}" for i, j in places],
            "printed_text": [f"{value:.0f}" for value in printed.tolist()],
            "printed_value": printed,
            "printed_unit": [columns[j].unit for _, j in places],
            "title": sheet.name,
            "row_path": [list(paths[i]) for i, _ in places],
            "column_path": [list(columns[j].path) for _, j in places],
            "institution_name": [paths[i][2] if ids[i] else None for i, _ in places],
            "institution_code": [ids[i] for i, _ in places],
        }
    )
    named = zip(*(rows[name] for name in ("indicator", "partner", "sector", "institution", "scope")), strict=True)
    rows["series_id"] = [
        f"{indicator}/partner={partner}/"
        + (f"institution={who}" if isinstance(who, str) else f"sector={sector}")
        + ("/question=q1" if book else "")
        + f"/scope={scope}"
        for indicator, partner, sector, who, scope in named
    ]
    return rows


def workbooks(count: int) -> Iterator[tuple[Document, pd.DataFrame, Arrival]]:
    """Workbooks with so many observations, two an edition, the editions one after the other."""
    levels: list[dict[tuple[str, int], Floats]] = [{}, {}]
    made, year = 0, 1980
    while made < count:
        for book, known in enumerate(levels):
            name = f"r{year}_{book}.xlsx"
            sheets = edition(year, book, known)
            arrival = Arrival(name, source="mext_sangaku_kikanbetsu", edition=f"FY{year}")
            sha256 = hashlib.sha256(name.encode()).hexdigest()
            rows = observations(sha256, year, book, sheets)
            made += len(rows)
            yield document(name, sha256, sheets), rows, arrival
        year += 1


class Clock:
    """CPU seconds of this process, all threads together, by what they were spent on."""

    def __init__(self) -> None:
        """Begin with nothing spent."""
        self.spent: dict[str, float] = {}

    @contextmanager
    def counting(self, what: str) -> Iterator[None]:
        """Count what is done under it."""
        begun = time.process_time()
        yield
        self.spent[what] = self.spent.get(what, 0.0) + time.process_time() - begun


def measure(home: Home, count: int) -> tuple[Clock, dict[str, int]]:
    """Prove, load, and say what was spent on each, and of how much."""
    known, clock, counted = indicators.load().frame(), Clock(), {"observations": 0, "proof rows": 0}
    staged = []
    for one, rows, arrival in workbooks(count):
        landing.land(home, one.name.encode(), one.media_type, arrival)
        with clock.counting("proofs within documents"):
            kept = prove(one, rows, known)
        staged.append(_staged(home, one, rows, kept, arrival))
        counted["observations"] += len(rows)
        counted["proof rows"] += len(kept)
    _loaded([home.staged(*each) for each in staged], clock)

    def between(observations: pd.DataFrame, within: pd.DataFrame) -> pd.DataFrame:
        """All proofs, as publishing makes them."""
        with clock.counting("proofs between documents"):
            across = prove_across(observations, known)
            counted["proof rows"] += len(across)
        with clock.counting("settled together"):
            return settled(pd.concat([within, across], ignore_index=True))

    planned = release.plan(home, staged)
    for what, given in (("release's load, no proofs", None), ("release's load, with proofs", between)):
        with (
            tempfile.TemporaryDirectory() as folder,
            clock.counting(what),
            release.building(Path(folder), None) as connection,
        ):
            release.fill(connection, home, planned, given)
    return clock, counted


def _staged(home: Home, one: Document, rows: pd.DataFrame, kept: pd.DataFrame, arrival: Arrival) -> tuple[str, str]:
    place = home.staged(one.sha256, RECIPE)
    place.mkdir(parents=True)
    nobody: list[str] = []
    tables = {"observations": rows.assign(flags=[nobody] * len(rows)), "proofs": kept}
    for name, wanted in schema.load().staged.items():
        empty = schema.arrow_schema(wanted).empty_table()
        table = schema.arrow_table(tables[name], wanted) if name in tables else empty
        staging.write_parquet(place / f"{name}.parquet", [table])
    of = (arrival.source, arrival.edition, rows["published"].iloc[0])
    facts = staging.Facts(one.sha256, RECIPE, one.media_type, one.pages, len(one.tables), *of, None, {})
    (place / staging.FACTS).write_text(json.dumps(asdict(facts)), encoding="utf-8")
    return one.sha256, RECIPE


def _loaded(folders: Sequence[Path], clock: Clock) -> None:
    """Load the observations as staged into a database file, as a release writes it, and into memory."""
    files = [str(folder / "observations.parquet") for folder in folders]
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        with clock.counting("bare load, in memory"):
            connection.read_parquet(files).create("observations")
        connection.execute("DROP TABLE observations")
        connection.execute(f"ATTACH {literal(folder + '/bare.duckdb')} AS bare (STORAGE_VERSION '{release.STORAGE}')")
        connection.execute("USE bare")
        with clock.counting("bare load, database file"):
            connection.read_parquet(files).create("observations")
            connection.execute("CHECKPOINT")
        connection.execute("USE memory; DETACH bare")


def main() -> None:
    """Measure, and print it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("count", type=int, nargs="?", default=1_000_000, help="how many observations at least")
    with tempfile.TemporaryDirectory() as folder:
        clock, counted = measure(Home(Path(folder)), parser.parse_args().count)
    rows, spent = counted["observations"], clock.spent
    print(f"{rows:,} observations, {counted['proof rows']:,} proof rows")
    for what, seconds in spent.items():
        print(f"{what:30} {seconds:7.2f} s {seconds / rows * 1e6:7.2f} µs an observation")
    proofs = sum(spent[what] for what in ("proofs within documents", "proofs between documents", "settled together"))
    for what in ("bare load, in memory", "bare load, database file", "release's load, no proofs"):
        print(f"proofs against {what:30} {proofs / spent[what]:6.2f} ×")


if __name__ == "__main__":
    main()
