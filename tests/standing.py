"""Measures what a refresh costs that finds nothing new, against hashing what has landed: ``make standing``.

A home folder with a thousand documents is set up as if all were read and released. CPU seconds in one process, side by
side, the better of five rounds; Prefect's own start aside. Out of scope: reading, and building a release.
"""

import hashlib
import json
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from flows import inventory, publishing, reconcile, steps, taking
from tests.conftest import ROOT
from tests.flows.many import stamped
from warehouse import files, landing
from warehouse.home import Home
from warehouse.landing import Arrival
from warehouse.staging import FACTS, Facts

PAGE = ROOT / "tests" / "documents" / "jpo_2018_1-4.pdf"
PDF = "application/pdf"
ROUNDS = 5


def settled(home: Home, count: int) -> None:
    """Land so many documents, and let them be staged and released as far as a refresh looks at that."""
    content = PAGE.read_bytes()
    for number in range(count):
        landing.land(home, stamped(content, number), PDF, Arrival(f"{number}.pdf", retrieved=taking.now()))
    for order in steps.orders(home, landing.ledger(home).entries):
        place = home.staged(order.sha256, order.recipe)
        place.mkdir(parents=True)
        facts = Facts(order.sha256, order.recipe, PDF, 1, 1, None, None, None, None)
        (place / FACTS).write_text(json.dumps(asdict(facts)), encoding="utf-8")
    planned = home.release(publishing.plan(home, inventory.look(home)).id)
    planned.mkdir(parents=True)
    files.point(home.current, planned)


def refresh(home: Home) -> None:
    """Do what a refresh does, without Prefect."""
    assert not list(taking.take_inbox(home, patient=True))
    report = reconcile.up_to_date(home)
    assert not report.changed
    assert not report.problems


def hashing(home: Home) -> None:
    """Read the ledger, and hash every document."""
    assert not landing.ledger(home, verify=True).damaged


def only_hashing(home: Home) -> None:
    """Read and hash every document, and ask nothing of the ledger."""
    for path in home.landing.glob("??/*.pdf"):
        hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> None:
    """Measure, and tell."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        settled(home, count)
        looked, hashed, bare = (_cpu(work, home) for work in (refresh, hashing, only_hashing))
    print(f"{count} documents: {looked:.2f} s CPU to find nothing new")
    print(f"{hashed:.2f} s to hash the ledger: {looked / hashed:.1f} times; {bare:.2f} s to hash the files alone")


def _cpu(work: Callable[[Home], None], home: Home) -> float:
    found = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        work(home)
        found.append(time.process_time() - begun)
    return min(found)


if __name__ == "__main__":
    main()
