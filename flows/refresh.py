"""The flow that does all in a row: take in what is new, stage what is not staged, publish what differs.

Out of scope: each of the three (`flows.discover`, `flows.reconcile`).
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows import folder, inventory, taking
from flows.arriving import counted
from flows.discover import Found, discover, together
from flows.ingest import THREADS, stage_all
from flows.publishing import current
from flows.reconcile import up_to_date
from flows.report import Arrived, Report
from warehouse.home import Home


@task(cache_policy=NO_CACHE)
def take(home: Home, files: Sequence[folder.Found]) -> Arrived:
    """Let files land, and whatever lies in the inbox."""
    return counted([*taking.take_files(home, files), *taking.take_inbox(home, patient=True)])


@flow(name="refresh", task_runner=THREADS)
def refresh(
    home: str | None = None, documents: str | None = None, online: bool = False, processes: int | None = None
) -> Report:
    """Take in what is new, stage what is not staged under its present recipe, publish what differs from the current."""
    place = Home.at(home)
    arrived = take(place, folder.find(Path(documents)) if documents else [])
    found = discover(home) if online else Found(Arrived())
    report = up_to_date(place, processes)
    problems = (*report.problems, *found.problems)
    return replace(report, arrived=together([arrived, found.arrived]), problems=problems, noticed=found.noticed)


@flow(name="take-and-ingest", task_runner=THREADS)
def take_and_ingest(home: str, files: list[str], processes: int | None = None, source: str | None = None) -> Report:
    """Let the files named land, and stage what is not staged. `source` is what all of them are of."""
    place = Home.at(home)
    facts = {"source": source} if source else {}
    arrived = counted(taking.take_files(place, [folder.Found(Path(file), facts) for file in files]))
    found = inventory.look(place)
    outcomes = stage_all(found.pending, processes)
    standing = len(found.ledger.entries) - len(outcomes)
    return Report(arrived, outcomes, standing, current(place))
