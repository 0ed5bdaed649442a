"""What a home in an object store costs for so many small documents: requests, and this process's CPU beside a disk's.

    python -m tests.bench_object_store --documents 100

The S3 server is a process of its own. Requests are what a store is paid for and what takes its latency. Reading the
documents is no part of it: they are made, ten figures each.
"""

import argparse
import multiprocessing
import os
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from pathlib import Path

from tests import object_stores
from tests.warehouse.made import Figure, Paper
from warehouse import connection, landing, publish, release, staging
from warehouse.home import Home
from warehouse.landing import Arrival

RECIPE = "made"
ENVIRONMENT = (*object_stores.KEYS, "AWS_ENDPOINT_URL")

Step = tuple[str, Callable[[], object]]


def papers(count: int) -> list[Paper]:
    figures = [Figure(2010 + year, float(year)) for year in range(10)]
    return [Paper(f"{n}.csv", f"{1900 + n % 120}-03-31", figures) for n in range(count)]


def land(home: Home, made: Sequence[Paper]) -> None:
    for paper in made:
        landing.land(home, paper.content, "text/csv", Arrival(paper.name))


def stage(home: Home, made: Sequence[Paper]) -> None:
    """As `flows.steps` does, but for the reading."""
    for paper in made:
        with home.store.locked_now(home.staging / paper.sha256 / ".lock"):
            landing.read(home, paper.sha256)
            staging.stage(home, paper.sha256, RECIPE, paper.judged())


def look(home: Home) -> release.Plan:
    """All that a run does which finds nothing new."""
    with home.store.locked(home.releases / ".lock"):
        planned = release.plan(home, staging.staged(home), ledger=landing.ledger(home).entries)
        connection.current(home)
    return planned


def build(home: Home) -> None:
    planned = look(home)
    release.build(home, planned)
    publish.publish(home, planned.id)


def ask(home: Home) -> None:
    with connection.connect(home) as warehouse:
        warehouse.execute("FROM release").fetchall()


def have(home: Home) -> None:
    home.store.bring([home.staged(*one) for one in staging.staged(home)])


def steps(here: Home, there: Home, made: Sequence[Paper]) -> list[Step]:
    return [
        ("land", lambda: land(here, made)),
        ("land again", lambda: land(here, made)),
        ("stage", lambda: stage(here, made)),
        ("build and publish", lambda: build(here)),
        ("nothing new", lambda: look(here)),
        ("nothing new, new machine", lambda: look(there)),
        ("have all staged, new machine", lambda: have(there)),
        ("ask, new machine", lambda: ask(there)),
        ("ask again", lambda: ask(there)),
    ]


def serve(line: Connection) -> None:
    """Serve until the line ends; tells and forgets what was asked when anything is said."""
    asked: Counter[str] = Counter()
    with object_stores.serve(asked) as url:
        line.send((url, {name: os.environ[name] for name in ENVIRONMENT}))
        while line.recv():
            line.send(dict(asked))
            asked.clear()


def measured(work: Callable[[], object]) -> tuple[float, float]:
    cpu, wall = time.process_time(), time.monotonic()
    work()
    return time.process_time() - cpu, time.monotonic() - wall


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100)
    made = papers(parser.parse_args().documents)
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs,), daemon=True)
    server.start()
    url, environment = ours.recv()
    os.environ.update(environment)
    with tempfile.TemporaryDirectory() as folder:
        disk = Home(Path(folder, "disk"))
        near = {name: measured(work) for name, work in steps(disk, disk, made)}
        print(f"{len(made)} documents{'':<18} CPU on a disk   in a store   wall  requests")
        for name, work in steps(Home(Path(folder, "here"), url), Home(Path(folder, "there"), url), made):
            cpu, wall = measured(work)
            ours.send(True)
            asked = ours.recv()
            told = ", ".join(f"{count} {kind}" for kind, count in sorted(asked.items()))
            print(f"{name:<30} {near[name][0]:11.2f} s {cpu:10.2f} s {wall:5.1f} s  {told or 'none'}", flush=True)
    server.terminate()


if __name__ == "__main__":
    main()
