"""The flow that does all in a row: take in what is new, stage what is not staged, publish what differs.

Out of scope: each of the three (`flows.discover`, `flows.ingest`, `flows.publish`).
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from extract.refusal import Refusal
from flows import events, folder, taking
from flows.discover import Found, discover, together
from flows.events import Happened
from flows.ingest import ingest
from flows.publish import publish
from flows.publishing import current
from flows.report import Arrived, Report
from warehouse import landing, staging
from warehouse.home import Home
from warehouse.landing import Landed


@task(cache_policy=NO_CACHE)
def take(home: Home, files: Sequence[folder.Found]) -> Arrived:
    """Let files land, and whatever lies in the inbox."""
    return _counted([*taking.take_files(home, files), *taking.take_inbox(home)])


@flow(name="refresh")
def refresh(
    home: str | None = None, documents: str | None = None, online: bool = False, processes: int | None = None
) -> Report:
    """Take in what is new, stage what is not staged under its present recipe, publish what differs from the current."""
    place = Home.at(home)
    landing.sweep(place)
    staging.sweep(place)
    arrived = take(place, folder.find(Path(documents)) if documents else [])
    found = discover(home) if online else Found(Arrived())
    outcomes = ingest(home, processes)
    standing = len(landing.ledger(place).entries) - len(outcomes)
    return Report(
        together([arrived, found.arrived]),
        outcomes,
        standing,
        publish(home),
        (*damage(place), *found.problems),
        found.noticed,
    )


@flow(name="take-and-ingest")
def take_and_ingest(home: str, files: list[str], processes: int | None = None, source: str | None = None) -> Report:
    """Let the files named land, and stage what is not staged. `source` is what all of them are of."""
    place = Home.at(home)
    facts = {"source": source} if source else {}
    arrived = _counted(taking.take_files(place, [folder.Found(Path(file), facts) for file in files]))
    outcomes = ingest(home, processes)
    standing = len(landing.ledger(place).entries) - len(outcomes)
    return Report(arrived, outcomes, standing, current(place))


def take_inbox(home: Home) -> Arrived:
    """Let land what has arrived in the inbox."""
    return _counted(taking.take_inbox(home))


def damage(home: Home) -> tuple[str, ...]:
    """Tell what is damaged in the landing: a document that cannot be read from there is not forgotten."""
    return tuple(f"{damaged.path}: {damaged.reason}" for damaged in landing.ledger(home).damaged)


def _counted(taken: Iterable[tuple[folder.Found, Landed | Refusal]]) -> Arrived:
    new, known, refused = 0, 0, []
    for found, result in taken:
        if isinstance(result, Refusal):
            refused.append((found.path.name, str(result)))
            continue
        new, known = new + result.new, known + (not result.new)
        if result.new:
            payload = {"name": found.path.name}
            events.document(Happened.DOCUMENT_LANDED, result.sha256, found.facts.get("source"), payload)
    return Arrived(new, known, tuple(refused))
