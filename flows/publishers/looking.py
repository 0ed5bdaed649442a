"""Looks whether a source's landing pages link to documents that are new, and fetches those.

Out of scope: landing them, and editions that are overdue.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import httpx

from extract.mapping.rules import Source
from extract.media_type import decode
from flows.publishers import links, web
from warehouse.landing import Entry


@dataclass(frozen=True, slots=True)
class Posted:
    """A document as a publisher's server gave it, with the link that led to it."""

    link: links.Link
    url: str
    content: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at one source brought: new documents, how many were asked for and unchanged, and what went wrong."""

    posted: tuple[Posted, ...] = ()
    unchanged: int = 0
    problems: tuple[str, ...] = field(default=())


def look(source: Source, client: httpx.Client, entries: Iterable[Entry]) -> Look:
    """Look at every landing page of a source. What is not fetched is a problem that is told, never an empty success."""
    known = known_headers(entries)
    posted: list[Posted] = []
    problems: list[str] = []
    unchanged = 0
    for link in _wanted(source, client, problems):
        try:
            fetched = web.fetch(client, link.url, source.hosts, known.get(link.url))
        except web.NotFetched as error:
            problems.append(str(error))
            continue
        if fetched.content is None:
            unchanged += 1
        else:
            posted.append(Posted(link, fetched.url, fetched.content, fetched.headers))
    return Look(tuple(posted), unchanged, tuple(problems))


def known_headers(entries: Iterable[Entry]) -> dict[str, Mapping[str, str]]:
    """Give for every address the headers with which it was last fetched."""
    arrivals = (arrival for entry in entries for arrival in entry.arrivals if arrival.url)
    latest = sorted(arrivals, key=lambda arrival: arrival.retrieved or "")
    return {arrival.url: arrival.headers for arrival in latest if arrival.url}


def _wanted(source: Source, client: httpx.Client, problems: list[str]) -> Iterator[links.Link]:
    seen: set[str] = set()
    for address in source.landing:
        try:
            page = web.fetch(client, address, source.hosts)
        except web.NotFetched as error:
            problems.append(str(error))
            continue
        found = [link for link in links.find(decode(page.content or b"") or "", page.url) if _is_wanted(source, link)]
        if not found:
            problems.append(f"{address}: no link to a document that this source's words name")
        yield from (link for link in found if link.url not in seen)
        seen.update(link.url for link in found)


def _is_wanted(source: Source, link: links.Link) -> bool:
    words = _fold(f"{link.text} {link.around}")
    return link.to_document and (not source.links or any(_fold(phrase) in words for phrase in source.links))


def _fold(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()
