"""The landing keeps bytes once, remembers every arrival, leaves nothing half written, and says what is damaged."""

import itertools
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from warehouse import files, landing
from warehouse.home import Home
from warehouse.landing import Arrival

PDF = "application/pdf"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.at(tmp_path / "家")


def everything(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_the_same_bytes_are_kept_once_and_each_arrival_is_remembered(home: Home) -> None:
    first = landing.land(home, b"%PDF", PDF, Arrival("a.pdf", "https://x/a.pdf", "2026-01-02"))
    again = landing.land(home, b"%PDF", PDF, Arrival("b.pdf", None, "2026-01-01", source="mext", published="2015-11"))
    assert (first.new, again.new) == (True, False)
    assert first.path == again.path
    assert first.path.read_bytes() == b"%PDF"
    (entry,) = landing.ledger(home).entries
    assert {a.name for a in entry.arrivals} == {"a.pdf", "b.pdf"}
    assert (entry.name, entry.declared("source"), entry.declared("published")) == ("a.pdf", "mext", "2015-11")


def test_the_order_of_arrivals_leaves_no_trace(tmp_path: Path) -> None:
    arrivals = [
        Arrival("a.pdf", "https://x/a.pdf", "2026-01-02", {"etag": "1"}),
        Arrival("a.pdf", "https://x/a.pdf", "2026-01-01", {"etag": "2"}),
        Arrival("a.pdf", None, "2026-01-03", edition="FY2014"),
    ]
    traces = []
    for number, order in enumerate(itertools.permutations(arrivals)):
        home = Home.at(tmp_path / str(number))
        for arrival in order:
            landing.land(home, b"%PDF", PDF, arrival)
        traces.append(everything(home.landing))
    assert all(trace == traces[0] for trace in traces)
    assert len(landing.ledger(home).entries[0].arrivals) == 2


def test_what_is_known_already_is_not_written_again(home: Home) -> None:
    arrival = Arrival("a.pdf", "https://x/a.pdf", "2026-01-01")
    path = landing.land(home, b"%PDF", PDF, arrival).path
    before = [p.stat().st_mtime_ns for p in (path, path.with_suffix(".json"))]
    landing.land(home, b"%PDF", PDF, Arrival("a.pdf", "https://x/a.pdf", "2026-02-01"))
    assert [p.stat().st_mtime_ns for p in (path, path.with_suffix(".json"))] == before


def test_damaged_entries_are_reported_and_mended_by_landing_again(home: Home) -> None:
    paths = [landing.land(home, bytes([n]) * 9, PDF, Arrival(f"{n}.pdf")).path for n in range(6)]
    paths[0].unlink()
    paths[1].write_bytes(b"short")
    paths[2].write_bytes(b"x" * 9)
    paths[3].with_suffix(".json").write_text("{")
    paths[4].with_suffix(".json").unlink()
    found = landing.ledger(home, verify=True)
    assert [entry.name for entry in found.entries] == ["5.pdf"]
    assert {damage.path.stem for damage in found.damaged} == {path.stem for path in paths[:5]}
    for n in (0, 1, 3, 4):
        landing.land(home, bytes([n]) * 9, PDF, Arrival(f"{n}.pdf"))
    assert {d.path for d in landing.ledger(home, verify=True).damaged} == {paths[2]}
    with pytest.raises(ValueError, match="have changed"):
        landing.read(home, paths[2].stem)
    with pytest.raises(LookupError):
        landing.read(home, "0" * 64)


def test_many_writers_of_one_document_lose_no_arrival(home: Home) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: landing.land(home, b"%PDF", PDF, Arrival(f"{n}.pdf")), range(40)))
    assert len(landing.ledger(home).entries[0].arrivals) == 40


def test_killed_while_landing_nothing_half_written_is_ever_seen(home: Home) -> None:
    program = (
        "import sys, itertools\nfrom warehouse import landing\nfrom warehouse.home import Home\n"
        "home = Home.at(sys.argv[1])\nprint('ready', flush=True)\n"
        "for n in itertools.count(): landing.land(home, b'%d' % n * 200_000, 'application/pdf',"
        " landing.Arrival(f'{n}.pdf'))\n"
    )
    for delay in (0.01, 0.05, 0.1, 0.15):
        process = subprocess.Popen([sys.executable, "-c", program, str(home.root)], stdout=subprocess.PIPE)
        assert process.stdout
        process.stdout.readline()
        time.sleep(delay)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
        damaged = landing.ledger(home, verify=True).damaged
        assert all(damage.reason.startswith("no ledger entry") for damage in damaged)
    landing.sweep(home)
    assert not list(home.landing.rglob(f"*{files.PART}"))


def test_a_sweep_spares_what_is_being_built(tmp_path: Path) -> None:
    with files.scratch(tmp_path, "x") as folder:
        abandoned = tmp_path / f".y.123{files.PART}"
        abandoned.mkdir()
        (abandoned / "half").write_bytes(b"")
        assert files.sweep(tmp_path) == (abandoned,)
        assert folder.is_dir()
    assert not folder.exists()
