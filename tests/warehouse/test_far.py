"""A home in an object store: what machines that share nothing else make of it, together and one after another."""

import filecmp
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.warehouse.killing import PAPERS
from tests.warehouse.made import Figure, Paper
from warehouse import connection, landing, lease, publish, release, staging
from warehouse.far import Far
from warehouse.home import Home
from warehouse.landing import Arrival

FEW = [replace(paper, figures=paper.figures[:10]) for paper in PAPERS[:2]]

HOLDER = """
import sys
from pathlib import Path
from warehouse import lease
from warehouse.home import Home
lease.SECONDS = float(sys.argv[3])
home = Home(Path(sys.argv[1]), sys.argv[2])
home.root.mkdir(parents=True)
(home.root / "seen.json").write_text("mine")
try:
    with home.store.locked(home.releases / ".lock"):
        print("held", flush=True)
        sys.stdin.readline()
        home.store.give(home.seen)
except lease.Lost:
    print("lost", flush=True)
"""

Machine = Callable[[], Home]


@pytest.fixture
def machine(tmp_path: Path, object_store: str, request: pytest.FixtureRequest) -> Machine:
    """Gives the same home on one machine after another."""
    names = iter("abcdefghijklmnop")
    return lambda: Home(tmp_path / next(names), f"{object_store}/{request.node.name}")


def released(home: Home) -> str:
    """Stage and publish, as one builder does."""
    staged = [paper.staged(home) for paper in FEW]
    with home.store.locked(home.releases / ".lock"):
        planned = release.plan(home, staged)
        release.build(home, planned, threads=1)
        publish.publish(home, planned.id)
    return planned.id


def objects(home: Home) -> dict[str, object]:
    """What lies in the store, but for the locks, and when it was written."""
    assert isinstance(home.store, Far)
    found = home.store._listed("")
    return {name: about["LastModified"] for name, about in found.items() if "/locks/" not in f"/{name}"}


def differing(one: Path, other: Path) -> Iterator[str]:
    compared = filecmp.dircmp(one, other)
    yield from (*compared.left_only, *compared.right_only, *compared.diff_files)


def test_a_release_is_the_same_as_on_a_disk_and_on_every_machine(tmp_path: Path, machine: Machine) -> None:
    disk, here, there = Home(tmp_path / "disk"), machine(), machine()
    assert released(here) == released(disk)
    extracts = connection.folder(disk) / "extracts"
    assert not list(differing(extracts, connection.folder(here) / "extracts"))
    with connection.connect(there) as far, connection.connect(disk) as near:
        assert far.execute("FROM observations").fetchall() == near.execute("FROM observations").fetchall()
    assert [path.name for path in connection.folder(there, None, "sangaku").iterdir()] == ["sangaku.duckdb"]
    assert not list(differing(extracts, connection.folder(there) / "extracts"))
    assert publish.told(there, "md") == publish.told(disk, "md")
    assert landing.ledger(there) == replace(landing.ledger(disk), damaged=())
    assert landing.read(there, FEW[0].sha256)[1] == FEW[0].content
    assert staging.facts(there, staging.staged(there)) == staging.facts(disk, staging.staged(disk))
    before = objects(here)
    for home in (here, machine()):
        released(home)
        assert objects(home) == before, "nothing is written again"


def test_a_killed_give_does_not_stand_and_is_made_good(machine: Machine) -> None:
    killed, after, reader = machine(), machine(), machine()
    sha256, recipe = FEW[0].staged(killed)
    assert isinstance(killed.store, Far)
    killed.store._objects.rm_file(killed.store._far(f"staging/.folders/{sha256}/{recipe}.json"))
    killed.store._objects.rm_file(killed.store._far(f"staging/{sha256}/{recipe}/document.json"))
    before = objects(killed)
    assert not staging.staged(reader)
    FEW[0].staged(after)
    assert staging.staged(reader) == ((sha256, recipe),)
    assert before.items() < objects(reader).items(), "what stood there already stays as it was"
    (copy,) = reader.store.bring([reader.staged(sha256, recipe)])
    assert not list(differing(copy, after.staged(sha256, recipe)))


def test_what_has_changed_in_the_store_is_told(machine: Machine) -> None:
    here, there = machine(), machine()
    sha256, recipe = FEW[0].staged(here)
    assert isinstance(here.store, Far)
    here.store._objects.pipe_file(here.store._far(f"staging/{sha256}/{recipe}/document.json"), b"{}")
    with pytest.raises(OSError, match="has changed"):
        staging.facts(there, [(sha256, recipe)])
    FEW[0].staged(here)
    there.store.remove(there.staged(sha256, recipe))
    assert not staging.staged(here)


def test_two_builders_without_a_lock_make_one_release(machine: Machine) -> None:
    """As where one lost its lock while it built: the same folder twice, not the same bytes, as databases are."""
    homes = [machine(), machine()]
    together = threading.Barrier(2)

    def give(home: Home) -> None:
        folder = home.release("one")
        folder.mkdir(parents=True)
        for number in range(20):
            (folder / str(number)).write_text(f"{number} of {home.root.name}")
        together.wait()
        home.store.give(folder)

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(give, homes))
    reader = machine()
    (found,) = reader.store.bring([reader.release("one")])  # which holds each file to the list
    assert sorted(path.name for path in found.iterdir()) == sorted(map(str, range(20)))


def test_two_builders_at_once_build_one_after_the_other_and_a_third_builds_on_them(machine: Machine) -> None:
    here, there, reader = machine(), machine(), machine()
    with ThreadPoolExecutor(2) as threads:
        one, other = threads.map(released, [here, there])
    assert one == other == connection.current(reader)
    more = Paper("more.csv", "2020-03-31", [Figure(2015, 1.0, dimensions={"scope": "survey"})])
    planned = release.plan(there, [*(paper.staged(there) for paper in FEW), more.staged(there)])
    release.build(there, planned, threads=1)
    report = publish.publish(there, planned.id)
    assert report
    assert report.against == one
    assert connection.current(here) == connection.current(reader) == planned.id


def test_arrivals_on_several_machines_are_all_remembered(machine: Machine) -> None:
    def land(home: Home) -> None:
        landing.land(home, b"a,b", "text/csv", Arrival(f"{home.root.name}.csv"))

    homes = [machine() for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(land, homes))
    (entry,) = landing.ledger(machine()).entries
    assert {arrival.name for arrival in entry.arrivals} == {f"{home.root.name}.csv" for home in homes}


def test_one_of_many_holds_a_lock(machine: Machine) -> None:
    homes = [machine() for _ in range(6)]
    together, ended = threading.Barrier(6), threading.Barrier(6)

    def hold(home: Home) -> bool:
        together.wait()
        with home.store.locked_now(home.releases / ".lock") as mine:
            ended.wait()
            return mine

    for _ in range(3):
        with ThreadPoolExecutor(6) as threads:
            assert sum(threads.map(hold, homes)) <= 1
    with homes[0].store.locked_now(homes[0].releases / ".lock") as mine:
        assert mine, "it is free again"


def test_a_lock_is_kept_by_who_lives_and_lost_by_who_stands_still(machine: Machine) -> None:
    here, there = machine(), machine()
    command = [sys.executable, "-c", HOLDER, str(there.root), str(there.url), "4"]
    holder = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert holder.stdin
    assert holder.stdout
    assert holder.stdout.readline() == "held\n"
    end = time.monotonic() + 6
    while time.monotonic() < end:
        with here.store.locked_now(here.releases / ".lock") as mine:
            assert not mine
        time.sleep(0.5)
    holder.send_signal(signal.SIGSTOP)
    with here.store.locked(here.releases / ".lock"):
        holder.send_signal(signal.SIGCONT)
        said, _ = holder.communicate("\n", timeout=600)
    assert said == "lost\n"
    assert here.store.size(here.seen) is None
    assert os.waitstatus_to_exitcode(holder.returncode) == 0
    assert issubclass(lease.Lost, OSError), "the next try may succeed"
