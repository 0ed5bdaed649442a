"""What the words around a link say: whose document it leads to, of which edition, and what kind of file it is.

The address is asked last and only for the kind: page numbers are in no order, and files are replaced under one name.
Out of scope: what the file then holds (`flows.publishers.looking` compares the two).
"""

import re
from collections.abc import Iterable
from functools import cache
from urllib.parse import urlsplit

from extract import media_type
from extract.japanese.fold import same_length
from extract.japanese.labels import normal
from extract.japanese.year_mentions import find_years
from extract.mapping import Source
from flows.publishers.links import Link

_SUFFIXES = {
    ".pdf": media_type.PDF,
    ".xlsx": media_type.XLSX,
    ".xlsm": media_type.XLSX,
    ".xls": media_type.XLS,
    ".ods": media_type.ODS,
    ".csv": media_type.CSV,
}
_NOT_READ = (".zip", ".lzh", ".doc", ".docx", ".ppt", ".pptx", ".jtd")
_PAGES = ("", ".htm", ".html", ".shtml", ".php", ".asp", ".aspx", ".jsp")
_NAMED = (
    (re.compile(r"pdf", re.IGNORECASE), {media_type.PDF}),
    (re.compile(r"excel|エクセル|xlsx?\b", re.IGNORECASE), {media_type.XLSX, media_type.XLS}),
    (re.compile(r"csv", re.IGNORECASE), {media_type.CSV}),
)
_WEST = re.compile(r"(?<![\d.,/-])(?:19|20)\d\d(?![\d.,/-])")


def kinds(link: Link) -> set[str]:
    """The media types that a link says its file has; none where it leads to a page."""
    suffix = _suffix(link.url)
    if suffix in _SUFFIXES:
        return {_SUFFIXES[suffix]}
    if suffix in _NOT_READ or (suffix in _PAGES[1:] and not urlsplit(link.url).query):
        return set()
    said = same_length(link.text)
    return next((types for words, types in _NAMED if words.search(said)), set())


def is_not_read(link: Link) -> str | None:
    """The kind of file that a link leads to, if it may hold figures and none is read of it."""
    suffix = _suffix(link.url)
    return suffix if suffix in _NOT_READ else None


def leads_to_page(link: Link) -> bool:
    """Whether a link leads to a page."""
    return _suffix(link.url) in _PAGES and not kinds(link)


def owners(link: Link, sources: Iterable[Source]) -> list[str]:
    """The sources whose words stand nearest to a link, the longest first, unless as near words say it is not theirs."""
    said = [normal(scope) for scope in link.scopes]
    near = [(found, source) for source in sources if (found := _nearest(source, said)) is not None]
    meant = [(found, source) for found, source in near if not _denied(source, said[: found[0] + 1])]
    return [source.id for found, source in meant if found == min(found for found, _ in meant)]


def is_about(link: Link, source: Source) -> bool:
    """Whether a link to a page is about a source: its own words name it, or an edition below words that do."""
    found = _nearest(source, [normal(scope) for scope in link.scopes])
    own = link.scopes[: link.own + 1]
    return found is not None and (found[0] < len(own) or edition(own, source) is not None)


def stands_below(link: Link, source: Source) -> bool:
    """Whether a link to a page stands below a heading of an edition, whatever it says itself."""
    found = _nearest(source, [normal(scope) for scope in link.scopes])
    return found is not None and edition(link.scopes[link.own + 1 : link.own + 2], source) is not None


def is_on_the_way(link: Link, source: Source) -> bool:
    """Whether a link says itself that it leads to a page from which a source's editions are found."""
    said = normal(link.text)
    return any(phrase in said for phrase in _phrases(source.pages))


def edition(scopes: Iterable[str], source: Source) -> str | None:
    """The edition that the nearest words name; None where they name none, or several alike."""
    if source.edition_by == "printed_date":
        return None
    for scope in scopes:
        years = _years(scope, west=bool(source.edition_plus))
        if len(years) == 1:
            return f"{years.pop()}" if source.edition_plus else f"FY{years.pop()}"
    return None


def _years(text: str, *, west: bool) -> set[int]:
    if west:  # 科学技術指標2025, 2018年版: an edition named by the year in which it appears
        return {int(year) for year in _WEST.findall(same_length(text))}
    return {mention.year for mention in find_years(text) if mention.type == "fiscal"}


def _nearest(source: Source, said: list[str]) -> tuple[int, int] | None:
    """How near a source's words stand, and how long they are (negative: the longer the better)."""
    for at, scope in enumerate(said):
        if found := [phrase for phrase in _phrases(source.links) if phrase in scope]:
            return at, -max(map(len, found))
    return None


def _denied(source: Source, said: list[str]) -> bool:
    return any(phrase in scope for scope in said for phrase in source.recognition.none)


@cache
def _phrases(links: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(normal, links))


def _suffix(url: str) -> str:
    """How the name of a file or page ends, also where a page gives the file that its query names."""
    parts = urlsplit(url)
    last = parts.path.rsplit("/", 1)[-1].partition(";")[0]
    names = [name.lower() for name in (*parts.query.split("&"), last)]
    found = [f".{name.rsplit('.', 1)[1]}" if "." in name else "" for name in names]
    return next((suffix for suffix in found if suffix in _SUFFIXES or suffix in _NOT_READ), found[-1])
