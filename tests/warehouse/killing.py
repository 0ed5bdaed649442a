"""Runs the way from landing to published release again and again, killed at random moments: a program of its own.

    python -m tests.warehouse.killing FOLDER ROUNDS

It imports once and forks for each run, so that kills fall into the work and not into the start. For every round it
prints the release id and the digest of all extracts as one line of JSON, the first one undisturbed.
"""

import hashlib
import json
import os
import random
import signal
import sys
import time
from pathlib import Path

from tests.warehouse.made import Figure, Paper
from warehouse import connection, files, landing, publish, release, staging
from warehouse.home import Home

PAPERS = [
    Paper(
        f"{n}.csv",
        f"20{10 + n}-03-31",
        [
            Figure(2000 + row % 10, 1000 * n + row, dimensions={"partner": "private_company", "scope": f"s{row // 10}"})
            for row in range(80)
        ],
    )
    for n in range(4)
]


def work(home: Home) -> None:
    landing.sweep(home)
    staging.sweep(home)
    planned = release.plan(home, [paper.staged(home) for paper in PAPERS])
    release.build(home, planned, threads=1)
    publish.publish(home, planned.id)


def forked(home: Home, kill_after: float | None) -> float:
    """Run the work in a child; gives the seconds it took. Raises where an unkilled one fails."""
    began = time.monotonic()
    child = os.fork()
    if child == 0:
        try:
            work(home)
        except BaseException as error:
            print(repr(error), file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if kill_after is None and status:
        raise RuntimeError(f"the run ended with {status}")
    return time.monotonic() - began


def told(home: Home) -> dict[str, object]:
    names = sorted(p for p in (home.current / "extracts").iterdir())
    digest = hashlib.sha256(b"".join(p.name.encode() + p.read_bytes() for p in names)).hexdigest()
    parts = [str(p) for p in home.root.rglob(f".*{files.PART}")]
    return {
        "release": connection.current(home),
        "digest": digest,
        "releases": sorted(p.name for p in home.releases.iterdir()),
        "parts": parts,
    }


def main(folder: Path, rounds: int) -> None:
    chance = random.Random(11)  # noqa: S311
    quiet = Home.at(folder / "quiet")
    took = forked(quiet, None)
    print(json.dumps(told(quiet)), flush=True)
    for number in range(rounds):
        home = Home.at(folder / str(number))
        forked(home, chance.uniform(0, took))
        forked(home, None)
        print(json.dumps(told(home)), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
