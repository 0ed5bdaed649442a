"""How cost grows with the number of documents, on a disk: ``python -m tests.growth 100 1000 10000``.

Small documents, ten figures each, which are made and not read. CPU seconds, this process's and those that it starts;
the clock belongs to the machine. Ten thousand take twenty minutes on two cores that do nothing else. Out of scope:
reading (`make bench`), and a home in an object store (`tests.bench_object_store`).
"""

import argparse
import multiprocessing
import resource
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from flows.pool import default_processes
from tests.bench_object_store import ask, build, land, look, papers, stage
from tests.warehouse.made import Paper
from warehouse import connection, landing
from warehouse.home import Home
from warehouse.landing import Arrival

Step = tuple[str, Callable[[], object]]


def staged_by_all(home: Home, made: Sequence[Paper]) -> None:
    """Stage in as many processes as the machine runs."""
    processes = default_processes()
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        pool.map(partial(stage, home), [made[first::processes] for first in range(processes)])
        pool.close()
        pool.join()


def one_more(home: Home, made: Sequence[Paper]) -> None:
    """What a single new document costs among so many, reading it aside."""
    (paper,) = papers(len(made) + 1)[len(made) :]
    landing.land(home, paper.content, "text/csv", Arrival(paper.name))
    stage(home, [paper])
    build(home)


def steps(home: Home, made: Sequence[Paper]) -> list[Step]:
    """What is measured, in its order."""
    return [
        ("all land", lambda: land(home, made)),
        ("all are staged, reading them aside", lambda: staged_by_all(home, made)),
        ("a run finds nothing new", lambda: look(home)),
        ("the ledger is read and all documents are hashed", lambda: landing.ledger(home, verify=True)),
        ("the first release is built and published", lambda: build(home)),
        ("one more lands, is staged, and a release is built beside the first", lambda: one_more(home, made)),
        ("a question to the release", lambda: ask(home)),
    ]


def cpu() -> float:
    """CPU seconds used until now, by processes that have ended too."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", type=int, nargs="+")
    found: dict[str, list[str]] = {}
    counts = parser.parse_args().documents
    for count in counts:
        made = papers(count)
        with tempfile.TemporaryDirectory() as folder:
            home = Home(Path(folder))
            for name, work in steps(home, made):
                before = cpu()
                work()
                found.setdefault(name, []).append(f"{cpu() - before:.2f}")
                print(f"{count:>7} {name}: {found[name][-1]} s", flush=True)
            size = sum(path.stat().st_size for path in home.release(connection.current(home) or "").rglob("*"))
            found.setdefault("MB of a release", []).append(f"{size / 1e6:.1f}")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        found.setdefault("MB that the process held at most", []).append(f"{peak:.0f}")
    print(f"| CPU seconds | {' | '.join(map(str, counts))} |\n|---|{'---|' * len(counts)}")
    print("\n".join(f"| {name} | {' | '.join(values)} |" for name, values in found.items()))


if __name__ == "__main__":
    main()
