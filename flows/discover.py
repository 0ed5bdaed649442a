"""The flow that looks for new editions at the publishers' pages and lets them land.

Out of scope: a visit itself (`flows.visiting`), and how pages are read and files fetched (`flows.publishers`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.concurrency.sync import concurrency
from prefect.logging import get_run_logger

from extract.mapping import Source, load
from flows import events, limits, taking, visiting
from flows.publishers.web import Web
from flows.report import Arrived
from flows.visiting import Visit
from warehouse.home import Home


@dataclass(frozen=True, slots=True)
class Found:
    """What landed from all sources, what was noticed there for the first time, and what is wrong."""

    arrived: Arrived
    noticed: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


@task(task_run_name="look at {source.id}", retries=2, retry_delay_seconds=[5, 60], cache_policy=NO_CACHE)
def look(source: Source, sources: Sequence[Source], home: Home, web: Web) -> Visit:
    """Look at one source, and tell what landed and what changed."""
    with concurrency(limits.FETCH, strict=True, lease_duration=limits.LEASE_SECONDS):
        visit = visiting.visit(home, source, sources, web, taking.now())
    for posted, landed in visit.landed:
        payload = {
            "name": landed.path.name,
            "url": posted.link.url,
            "link": posted.link.text,
            "edition": posted.edition,
        }
        events.landed(landed.sha256, source.id, payload)
    for finding in visit.new:
        get_run_logger().warning("%s %s", source.id, finding)
        events.noticed(finding)
    return visit


@flow(name="discover")
def discover(home: str | None = None, sources: str | None = None) -> Found:
    """Look at every source that has landing pages. `sources` is a folder of sources, else the project's own."""
    known = load(Path(sources)) if sources else load()
    with Web() as web:
        visits = {source.id: look(source, known, Home.at(home), web) for source in known if source.landing}
    return Found(
        together([visit.arrived for visit in visits.values()]),
        tuple(f"{name}: {one}" for name, visit in visits.items() for one in visit.new if not one.lasting),
        tuple(f"{name}: {one}" for name, visit in visits.items() for one in visit.wrong),
    )


def together(parts: Sequence[Arrived]) -> Arrived:
    """Add up what landed."""
    return Arrived(
        new=sum(part.new for part in parts),
        known=sum(part.known for part in parts),
        refused=tuple(refused for part in parts for refused in part.refused),
    )
