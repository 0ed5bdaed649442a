"""What was seen at the publishers' sites: pages with their links, files with their digests, and what was noticed.

It tells the next look what is new, gone or replaced, and lets it ask conditionally. Without it nothing is lost but
that: everything is fetched once more and found to be known. Out of scope: looking (`flows.publishers.looking`).
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from flows.publishers.links import Link, key
from warehouse import files

KEPT_DAYS = 90
"""How long a change that was noticed is told by `sangaku status`; what is wrong is told as long as it is."""

VALIDATORS = ("etag", "last-modified")


@dataclass(frozen=True, slots=True)
class Seen:
    """A page as it was last seen."""

    url: str
    headers: Mapping[str, str]
    links: tuple[Link, ...]
    frames: tuple[Link, ...] = ()
    notice: Link | None = None


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was last fetched: `refusal` says why it did not land, if it did not."""

    source: str
    headers: Mapping[str, str]
    sha256: str
    edition: str | None = None
    refusal: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a person should know of a source. `lasting`: it is wrong until somebody mends it.

    `kind` is one word for machines, `about` the address or the edition, `since` the ISO day when it was first found.
    """

    source: str
    kind: str
    about: str
    detail: str
    lasting: bool
    since: str = ""

    @property
    def identity(self) -> tuple[str, str, str, str]:
        """What makes two findings one."""
        return self.source, self.kind, self.about, self.detail

    def __str__(self) -> str:
        """Tell it in a line."""
        return f"{self.kind.replace('_', ' ')} {self.about}: {self.detail}"


@dataclass(frozen=True, slots=True)
class Memory:
    """All that is remembered. Keys are addresses without their scheme; `looked` tells when a source was last seen.

    Of a page that several sources share each remembers what it saw itself: else what is gone were told to the first.
    """

    pages: Mapping[str, Seen] = field(default_factory=dict)
    files: Mapping[str, File] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    looked: Mapping[str, str] = field(default_factory=dict)

    def of(self, source_id: str) -> tuple[Finding, ...]:
        """What is to be told of one source."""
        return tuple(finding for finding in self.findings if finding.source == source_id)

    def after(
        self,
        source_id: str,
        at: str,
        pages: Mapping[str, Seen],
        known: Mapping[str, File],
        found: tuple[Finding, ...],
    ) -> tuple["Memory", tuple[Finding, ...]]:
        """Remember a look at one source; gives also those findings that are new."""
        before = {finding.identity: finding for finding in self.of(source_id)}
        day = at[:10]
        dated = {one.identity: replace(one, since=day) for one in found}
        dated = {identity: before.get(identity, one) if one.lasting else one for identity, one in dated.items()}
        old = [one for one in before.values() if not one.lasting and _days(one.since, day) <= KEPT_DAYS]
        kept = {one.identity: one for one in (*old, *dated.values())}
        others = tuple(one for one in self.findings if one.source != source_id)
        new = tuple(one for identity, one in dated.items() if not one.lasting or identity not in before)
        memory = Memory(
            pages={**self.pages, **pages},
            files={**self.files, **known},
            findings=(*others, *kept.values()),
            looked={**self.looked, source_id: at},
        )
        return memory, new


def memory_key(source_id: str, address: str) -> str:
    """Name a page as a source remembers it."""
    return f"{source_id} {key(address)}"


def load(path: Path) -> Memory:
    """Read the memory; one that is not there, or not whole, is empty."""
    try:
        data: dict[str, Any] = json.loads(path.read_bytes())
        return Memory(
            pages={name: _seen(seen) for name, seen in data["pages"].items()},
            files={name: File(**seen) for name, seen in data["files"].items()},
            findings=tuple(Finding(**found) for found in data["findings"]),
            looked=data["looked"],
        )
    except (FileNotFoundError, ValueError, TypeError, KeyError, AttributeError):
        return Memory()


def save(path: Path, memory: Memory) -> None:
    """Keep the memory."""
    files.write(path, json.dumps(asdict(memory), ensure_ascii=False, indent=0, sort_keys=True).encode())


def validators(headers: Mapping[str, str]) -> dict[str, str]:
    """Give the headers of an answer by which the next request is conditional."""
    return {name.lower(): value for name, value in headers.items() if name.lower() in VALIDATORS}


def _seen(data: dict[str, Any]) -> Seen:
    links, frames = (tuple(map(_link, data.get(name, ()))) for name in ("links", "frames"))
    return Seen(data["url"], data["headers"], links, frames, _link(data["notice"]) if data.get("notice") else None)


def _link(data: dict[str, Any]) -> Link:
    return Link(data["url"], data["text"], tuple(data["around"]), data["own"])


def _days(since: str, until: str) -> int:
    return (date.fromisoformat(until) - date.fromisoformat(since)).days
