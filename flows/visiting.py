"""A visit to a source: look at its pages, let land what is new, remember what was seen, tell what changed.

Out of scope: looking (`flows.publishers`), and whom it is told (`flows.discover`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from extract.mapping import Source
from extract.refusal import Refusal
from flows import standing, taking
from flows.publishers import calendar, looking, memory
from flows.publishers.looking import Posted
from flows.publishers.memory import Finding
from flows.publishers.web import Web
from flows.report import Arrived
from warehouse import landing
from warehouse.home import Home
from warehouse.landing import Arrival, Landed


@dataclass(frozen=True, slots=True)
class Visit:
    """What a visit brought: documents that landed, with their links; what is new to tell; and all that is wrong now."""

    arrived: Arrived
    landed: tuple[tuple[Posted, Landed], ...]
    new: tuple[Finding, ...]
    wrong: tuple[Finding, ...]


def visit(home: Home, source: Source, sources: Sequence[Source], web: Web, at: str) -> Visit:
    """Visit one source; `at` is the present moment as an ISO time. One visit at a time on a home folder."""
    with home.store.locked(home.seen.with_name(f".{home.seen.name}.lock")):
        home.store.renew(home.seen)
        seen = memory.load(home.seen)
        found = looking.look(source, sources, web, seen)
        landed, refused = [], []
        for posted in found.posted:
            taken = taking.take(home, posted.content, _arrival(source, posted, at))
            if isinstance(taken, Refusal):
                refused.append((posted.link.url, str(taken)))
            else:
                landed.append((posted, taken))
        have = standing.editions(source, landing.ledger(home).entries, standing.latest(home).values())
        late = calendar.overdue(source, have, date.fromisoformat(at[:10]), seen.of(source.id))
        findings = (*found.findings, *late)
        seen, new = seen.after(source.id, at, found.pages, found.files, findings)
        memory.save(home.seen, seen)
        home.store.give(home.seen)
    known = found.unchanged + sum(not taken.new for _, taken in landed)
    arrived = Arrived(sum(taken.new for _, taken in landed), known, tuple(refused))
    fresh = tuple((posted, taken) for posted, taken in landed if taken.new)
    return Visit(arrived, fresh, new, tuple(one for one in seen.of(source.id) if one.lasting))


def _arrival(source: Source, posted: Posted, at: str) -> Arrival:
    name = posted.link.url.rsplit("/", 1)[-1] or posted.link.text
    return Arrival(name, posted.link.url, at, dict(posted.headers), source.id, posted.edition)
