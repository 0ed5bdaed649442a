"""The flow that looks for new editions at the publishers' pages and lets them land.

Out of scope: how pages are read and files fetched (`flows.publishers`).
"""

from collections.abc import Sequence
from pathlib import Path

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.concurrency.sync import concurrency

from extract.mapping import Source, load
from extract.refusal import Refusal
from flows import events, limits, taking
from flows.events import Happened
from flows.publishers import looking, web
from flows.report import Arrived
from warehouse import landing
from warehouse.home import Home
from warehouse.landing import Arrival


@task(task_run_name="look at {source.id}", retries=2, retry_delay_seconds=[5, 60], cache_policy=NO_CACHE)
def look(source: Source, home: Home) -> tuple[Arrived, tuple[str, ...]]:
    """Look at one source; gives what landed, and what went wrong."""
    entries = landing.ledger(home).entries
    with concurrency(limits.FETCH, strict=True), web.client() as client:
        found = looking.look(source, client, entries)
    new, known, refused = 0, found.unchanged, []
    for posted in found.posted:
        name = posted.link.url.rsplit("/", 1)[-1]
        arrival = Arrival(name, posted.link.url, taking.now(), dict(posted.headers), source.id)
        taken = taking.take(home, posted.content, arrival)
        if isinstance(taken, Refusal):
            refused.append((posted.link.url, str(taken)))
            continue
        new, known = new + taken.new, known + (not taken.new)
        if taken.new:
            payload = {"name": name, "url": posted.link.url, "link": posted.link.text}
            events.document(Happened.DOCUMENT_LANDED, taken.sha256, source.id, payload)
    if found.problems:
        events.source(Happened.SOURCE_CHANGED, source.id, {"problems": list(found.problems)})
    return Arrived(new, known, tuple(refused)), tuple(f"{source.id}: {problem}" for problem in found.problems)


@flow(name="discover")
def discover(home: str | None = None, sources: str | None = None) -> tuple[Arrived, tuple[str, ...]]:
    """Look at every source that has landing pages. `sources` is a folder of sources, else the project's own."""
    known = load(Path(sources)) if sources else load()
    looks = [look(source, Home.at(home)) for source in known if source.landing]
    return together([arrived for arrived, _ in looks]), tuple(line for _, lines in looks for line in lines)


def together(parts: Sequence[Arrived]) -> Arrived:
    """Add up what landed."""
    return Arrived(
        new=sum(part.new for part in parts),
        known=sum(part.known for part in parts),
        refused=tuple(refused for part in parts for refused in part.refused),
    )
