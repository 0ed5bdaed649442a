"""Lets files land: bytes that are a document go to the landing with how they came, others are refused with the reason.

Out of scope: reading what has landed (`flows.steps`).
"""

import hashlib
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache

from extract import mapping, media_type
from extract.refusal import Refusal
from flows import inbox
from flows.folder import Found
from warehouse import landing
from warehouse.home import Home
from warehouse.landing import Arrival, Landed


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file that wanted to land, with the digest of its bytes."""

    found: Found
    sha256: str
    result: Landed | Refusal


def take(home: Home, content: bytes, arrival: Arrival) -> Landed | Refusal:
    """Land some bytes, or say why not."""
    kind = media_type.recognise(content)
    return kind if isinstance(kind, Refusal) else landing.land(home, content, kind, arrival)


def take_file(home: Home, found: Found) -> Taken:
    """Land a file, which stays where it is."""
    try:
        content = found.path.read_bytes()
    except OSError as error:
        why = f"the file cannot be opened ({error.strerror})"
        return Taken(found, "", Refusal("not_readable", why, "See to its permissions"))
    fact = found.facts.get
    arrival = Arrival(
        name=found.path.name,
        retrieved=now(),
        url=fact("url"),
        source=fact("source"),
        edition=fact("edition"),
        published=fact("published"),
    )
    return Taken(found, hashlib.sha256(content).hexdigest(), take(home, content, arrival))


def take_files(home: Home, files: Iterable[Found]) -> Iterator[Taken]:
    """Land files that stay where they are."""
    for found in files:
        yield take_file(home, found)


def take_inbox(home: Home, *, patient: bool = False) -> Iterator[Taken]:
    """Land what has arrived in the inbox. What landed is moved away from there, what was refused lies in `refused/`."""
    if not home.inbox.is_dir():
        home.inbox.mkdir(parents=True, exist_ok=True)
        return
    arrived, waiting = inbox.settled(home.inbox, patient=patient)
    for path in waiting if patient else ():
        print(f"left in the inbox, it may still be written: {path.name}", file=sys.stderr)
    for found in map(_of_its_source, arrived):
        taken = take_file(home, found)
        if isinstance(taken.result, Refusal):
            inbox.refuse(found, home.refused, taken.result)
        else:
            found.path.unlink(missing_ok=True)  # its bytes are in the landing now
        yield taken


def _of_its_source(found: Found) -> Found:
    """What arrived in a folder that is named after no source says nothing of its source, which is told."""
    named = found.facts.get("source")
    if named is None or named in _sources():
        return found
    print(f"no source is called {named}, as the folder of {found.path.name} is: see `sangaku sources`", file=sys.stderr)
    return replace(found, facts={name: fact for name, fact in found.facts.items() if name != "source"})


@cache
def _sources() -> frozenset[str]:
    return frozenset(source.id for source in mapping.load())


def now() -> str:
    """Give the present moment as the ledger writes it."""
    return datetime.now(UTC).isoformat(timespec="seconds")
