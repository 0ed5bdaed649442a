"""How things stand: what has landed, what waits, what the publishers' sites look like, which release is current.

It reads the home folder, asks the server of `sangaku serve` if there is one, and imports no Prefect. Out of scope: how
a person asks (`flows.asking`).
"""

import json
import urllib.request
from collections.abc import Iterable, Iterator
from datetime import date

from extract import mapping
from extract.mapping import Source
from flows import inbox, promises
from flows.publishers import calendar, memory
from flows.publishers.memory import Finding, Memory
from flows.server import served_at
from warehouse import connection, landing, staging
from warehouse.home import Home
from warehouse.landing import Entry
from warehouse.staging import Facts

WAITING_SHOWN = 20
"""Names of documents that are listed before only their number is told."""


def lines(home: Home, today: date) -> Iterator[str]:
    """Tell how things stand."""
    ledger = landing.ledger(home)
    facts = latest(home)
    waiting = [entry.name for entry in ledger.entries if entry.sha256 not in facts]
    yield f"home        {home.address}"
    yield f"landed      {len(ledger.entries)} documents, {len(ledger.damaged)} damaged, {len(waiting)} not read yet"
    yield from (f"  damaged   {damaged.path}: {damaged.reason}" for damaged in ledger.damaged)
    yield from (f"  waiting   {name}" for name in waiting[:WAITING_SHOWN])
    yield from _doubts(ledger.entries, facts)
    dropped = len(inbox.names(home.inbox)) if home.inbox.is_dir() else 0
    notes = len(list(home.refused.glob("*.note.txt"))) if home.refused.is_dir() else 0
    yield f"inbox       {dropped} files, {notes} refused before"
    home.store.renew(home.seen)
    seen = memory.load(home.seen)
    for source in mapping.load():
        yield from _source(source, seen, editions(source, ledger.entries, facts.values()), today)
    yield from _release(home)
    yield from _running(home)


def latest(home: Home) -> dict[str, Facts]:
    """What is known of every document that stands staged, by whichever recipe."""
    return {facts.sha256: facts for facts in staging.facts(home, staging.staged(home))}


def editions(source: Source, entries: Iterable[Entry], facts: Iterable[Facts]) -> set[str]:
    """The editions of a source that have landed, by what the ledger or the documents themselves say."""
    arrivals = (arrival for entry in entries for arrival in entry.arrivals)
    declared = {arrival.edition for arrival in arrivals if arrival.source == source.id}
    read = {one.edition for one in facts if one.source == source.id}
    return {edition for edition in declared | read if edition}


def _doubts(entries: Iterable[Entry], facts: dict[str, Facts]) -> Iterator[str]:
    for entry in entries:
        known = facts.get(entry.sha256)
        if known and known.refused:
            yield f"  refused   {entry.name}: {known.refused}"
        elif known and (doubt := promises.broken(entry, known.source, known.edition)):
            yield f"  doubtful  {entry.name}: {doubt}"


def _source(source: Source, seen: Memory, landed: set[str], today: date) -> Iterator[str]:
    looked = seen.looked.get(source.id)
    last = max(landed, default="none")
    when = f"last seen {looked}" if looked else "never looked at" if source.landing else "has no page to look at"
    watched = "" if source.choices else ", only watched: nothing of it is mapped"
    yield f"source      {source.id}: {len(landed)} editions, the last is {last}, {when}{watched}"
    found = [finding for finding in seen.of(source.id) if finding.kind != calendar.KIND]
    for finding in (*calendar.overdue(source, landed, today, seen.of(source.id)), *found):
        yield f"  {_said(finding)}"


def _said(finding: Finding) -> str:
    since = f", since {finding.since}" if finding.lasting and finding.since else finding.since and f", {finding.since}"
    return f"{finding}{since}"


def _running(home: Home) -> Iterator[str]:
    """What Prefect runs just now, where `sangaku serve` serves this home folder."""
    url = served_at(home.root / "prefect")
    if url is None:
        yield "running     nothing: this home folder is not served"
        return
    wanted = {"flow_runs": {"state": {"type": {"any_": ["RUNNING", "PENDING"]}}}}
    request = urllib.request.Request(  # noqa: S310  an address of this machine
        f"{url}/flow_runs/filter", json.dumps(wanted).encode(), {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            runs = json.load(answer)
    except OSError as error:
        yield f"running     unknown: {url} does not answer ({error})"
        return
    yield f"running     {len(runs)} runs, {url.removesuffix('/api')}"
    yield from (f"  {run['state_type'].lower():<8} {run['name']}, since {run['start_time'] or 'now'}" for run in runs)


def _release(home: Home) -> Iterator[str]:
    query = """SELECT release_id, documents, figures,
        (SELECT count(*) FROM quarantine), (SELECT count(*) FROM unmapped),
        (SELECT count(*) FROM documents WHERE refused IS NOT NULL) FROM release"""
    try:
        with connection.connect(home) as warehouse:
            found = warehouse.execute(query).fetchall()[0]
    except connection.NoRelease:
        yield "release     there is none yet: run `sangaku refresh`, or name another home by --home"
        return
    name, documents, figures, doubtful, unmapped, refused = found
    yield f"release     {name}: {documents} documents ({refused} refused), {figures:,} figures"
    yield f"quarantine  {doubtful:,} figures (sangaku quarantine), {unmapped:,} cells unmapped"
