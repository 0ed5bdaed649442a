"""Looks whether a source's pages link to documents that are new or replaced, fetches those, and notices what changed.

Whatever is not as it was is a finding: nothing that fails is taken for "nothing new". Out of scope: letting documents
land (`flows.visiting`), and editions that are overdue (`flows.publishers.calendar`).
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from extract import media_type
from extract.mapping import Source
from extract.refusal import Refusal
from flows.publishers import links, naming
from flows.publishers.links import Link, key
from flows.publishers.memory import File, Finding, Memory, Seen, memory_key, validators
from flows.publishers.web import Fetched, NotFetched, Web, is_declared

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)

MOST_PAGES = 100
"""Pages that one source may have: more of them are a sign that its words name too much."""


@dataclass(frozen=True, slots=True)
class Posted:
    """A document as a publisher's server gave it, with the link that led to it and the edition that this one names."""

    link: Link
    content: bytes
    headers: Mapping[str, str]
    edition: str | None


@dataclass
class Look:
    """What a look at one source brought, as it grows. `files` are those fetched or found unchanged."""

    source: Source
    posted: list[Posted] = field(default_factory=list)
    unchanged: int = 0
    pages: dict[str, Seen] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def wrong(self, kind: str, url: str, detail: str) -> None:
        """Note something that stays wrong until it is mended."""
        self.findings.append(Finding(self.source.id, kind, url, detail, lasting=True))

    def changed(self, kind: str, url: str, detail: str) -> None:
        """Note something that happened."""
        self.findings.append(Finding(self.source.id, kind, url, detail, lasting=False))


def look(source: Source, sources: Sequence[Source], web: Web, memory: Memory) -> Look:
    """Look at every landing page of a source, at the pages of its editions, and at the files that these link to."""
    found = Look(source)
    wanted = {key(link.url): link for link in _wanted(found, sources, web, memory)}
    _compare(found, sources, memory)
    for link in wanted.values():
        _file(found, link, web, memory)
    return found


def _wanted(found: Look, sources: Sequence[Source], web: Web, memory: Memory) -> Iterator[Link]:
    """The links to documents of all pages of a source, page by page."""
    waiting = list(found.source.landing)
    meant = set(map(key, waiting))
    asked: set[str] = set()
    while waiting:
        address = waiting.pop(0)
        if key(address) in asked:
            continue
        if len(asked) == MOST_PAGES:
            found.wrong("too_many_pages", address, f"more than {MOST_PAGES} pages: its words name too much")
            return
        asked.add(key(address))
        page = _page(found, address, web, memory)
        if page is None:
            continue
        links = _shown(found, page, asked, web, memory)
        documents = [link for link in links if _is_document(found.source, link, sources, memory)]
        below = [link.url for link in links if _is_below(found.source, link)]
        meant |= {key(link.url) for link in links if naming.is_about(link, found.source)}
        if not documents and not below and key(address) in meant:
            below += _nothing_named(found, address, page)
            meant |= set(map(key, below))
        waiting += below
        yield from documents


def _shown(
    found: Look, page: Seen, asked: set[str], web: Web, memory: Memory, under: tuple[str, ...] = ()
) -> list[Link]:
    """The links that a reader of a page sees, those of its frames included, which stand `under` its title."""
    shown = list(page.links)
    for frame in page.frames:
        if key(frame.url) in asked or len(asked) == MOST_PAGES or not is_declared(frame.url, found.source.hosts):
            continue
        asked.add(key(frame.url))
        titles = (*filter(None, frame.scopes), *under)
        if inner := _page(found, frame.url, web, memory, titles):
            shown += _shown(found, inner, asked, web, memory, titles)
    return shown


def _nothing_named(found: Look, address: str, page: Seen) -> list[str]:
    """Note that a page names nothing of the source; gives where it says that it has moved to, if we may look there."""
    if page.notice is None:
        found.wrong("page_names_nothing", address, "no link on this page is named by the source's words")
        return []
    onward = page.notice.url
    found.wrong("page_moved", address, f"it says 「{page.notice.text}」" + (f": {onward}" if onward else ""))
    return [onward] if is_declared(onward, found.source.hosts) else []


def _page(found: Look, address: str, web: Web, memory: Memory, under: tuple[str, ...] = ()) -> Seen | None:
    """A page as it is now, or None where it cannot be had. Pages that send their readers on are followed once.

    `under` are the words under which a reader sees all of it.
    """
    before = memory.pages.get(memory_key(found.source.id, address))
    try:
        given = web.fetch(address, found.source.hosts, before.headers if before else None)
        if given.content is None and before:
            page = replace(before, url=given.url)
        else:
            page = _read(given, under)
            onward = links.read(_text(given), given.url).moved_to
            if onward and key(onward) != key(address):
                page = _read(web.fetch(onward, found.source.hosts), under)
    except NotFetched as error:
        found.wrong("page_unreachable", address, str(error))
        return None
    if key(page.url) != key(address):
        found.wrong("page_moved", address, f"the page is now at {page.url}")
    found.pages[memory_key(found.source.id, address)] = page
    return page


def _read(given: Fetched, under: tuple[str, ...]) -> Seen:
    page = links.read(_text(given), given.url)
    kept = [link for link in page.links if naming.kinds(link) or naming.leads_to_page(link) or naming.is_not_read(link)]
    kept = [replace(link, around=(*link.around, *under)) for link in kept]
    return Seen(given.url, validators(given.headers), tuple(kept), page.frames, page.notice)


def _text(given: Fetched) -> str:
    """The text of a page, in the encoding that its bytes show, else as it says: a few broken letters lose no link."""
    content = given.content or b""
    said = _CHARSET.search(given.headers.get("content-type", "")) or _CHARSET.search(content[:2048].decode("latin-1"))
    name = said[1].lower() if said else "utf-8"
    text = media_type.decode(content)
    try:
        return text or content.decode("cp932" if "jis" in name and "2022" not in name else name, "replace")
    except LookupError:
        return content.decode("utf-8", "replace")


def _is_document(source: Source, link: Link, sources: Iterable[Source], memory: Memory) -> bool:
    """Whether a link leads to a document of the source; one that did before still does, whatever it says now."""
    if not naming.kinds(link):
        return False
    known = memory.files.get(key(link.url))
    return source.id in naming.owners(link, sources) or (known is not None and known.source == source.id)


def _is_below(source: Source, link: Link) -> bool:
    if not naming.leads_to_page(link) or not is_declared(link.url, source.hosts):
        return False
    return any(known(link, source) for known in (naming.is_about, naming.stands_below, naming.is_on_the_way))


def _compare(found: Look, sources: Sequence[Source], memory: Memory) -> None:
    """Notice what the pages said before and do not say now, page by page; what cannot be had now is no link gone."""
    now = {key(link.url): link for page in found.pages.values() for link in page.links}
    told: set[str] = set()
    for name, page in found.pages.items():
        before = memory.pages.get(name)
        _not_read(found, page, before, sources)
        if before is None or before.links == page.links:
            continue
        old = {key(link.url): link for link in before.links}
        for at, link in old.items():
            ours = _is_document(found.source, link, sources, memory) or _is_below(found.source, link)
            if not ours or at in told:
                continue
            told.add(at)
            if at not in now:
                found.changed("link_gone", link.url, f"「{link.text}」 stood on {page.url} and is gone")
            elif now[at].text != link.text:
                found.changed("link_text_changed", link.url, f"「{link.text}」 now says 「{now[at].text}」")
        for link in page.links:
            if key(link.url) not in old and naming.kinds(link) and not naming.owners(link, sources):
                found.changed("link_not_understood", link.url, f"「{link.text}」, new on {page.url}, is no source's")


def _not_read(found: Look, page: Seen, before: Seen | None, sources: Sequence[Source]) -> None:
    """Notice the source's files, new on a page, that hold figures perhaps and are of a kind that is not read."""
    known = {key(link.url) for link in before.links} if before else set()
    for link in page.links:
        kind = naming.is_not_read(link)
        if kind and key(link.url) not in known and found.source.id in naming.owners(link, sources):
            found.changed("link_not_read", link.url, f"「{link.text}」 leads to a {kind} file: none is read")


def _file(found: Look, link: Link, web: Web, memory: Memory) -> None:
    """Fetch a document if it is new or replaced. The bytes decide, not the headers."""
    name = key(link.url)
    known = memory.files.get(name)
    edition = naming.edition(link.scopes, found.source) or (known.edition if known else None)
    try:
        given = web.fetch(link.url, found.source.hosts, known.headers if known else None)
    except NotFetched as error:
        found.wrong("file_unreachable", link.url, str(error))
        return
    if given.content is None and known:
        found.files[name] = replace(known, edition=edition)
        found.unchanged += 1
    else:
        found.files[name] = _taken(found, link, given, known, edition)
    if refusal := found.files[name].refusal:
        found.wrong("not_what_its_link_says", link.url, f"「{link.text}」: {refusal}")


def _taken(found: Look, link: Link, given: Fetched, known: File | None, edition: str | None) -> File:
    content = given.content or b""
    sha256 = hashlib.sha256(content).hexdigest()
    kind = media_type.recognise(content)
    refusal = str(kind) if isinstance(kind, Refusal) else None
    said = naming.kinds(link)
    if not refusal and isinstance(kind, str) and not _fits(kind, said):
        refusal = f"it says {' or '.join(sorted(said))} and is {kind}"
    if known is None or known.sha256 != sha256:
        found.posted.append(Posted(link, content, given.headers, edition))
        if known is not None:
            found.changed("file_replaced", link.url, f"other bytes, edition {edition or 'unknown'}")
    else:
        found.unchanged += 1
    return File(found.source.id, validators(given.headers), sha256, edition, refusal)


def _fits(kind: str, said: set[str]) -> bool:
    workbooks = {media_type.XLSX, media_type.XLS, media_type.ODS}
    return kind in said or (kind in workbooks and bool(said & workbooks))
