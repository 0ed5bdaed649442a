"""The links of a publisher's page, each with its text and the words around it: a link often says no more than 「PDF」.

Out of scope: fetching (`flows.publishers.web`), and which links are editions (`flows.discover`).
"""

from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

DOCUMENT_SUFFIXES = (".pdf", ".xlsx", ".xlsm", ".xls", ".ods", ".csv")

_BLOCKS = {"p", "li", "td", "th", "tr", "div", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article"}
_SILENT = {"script", "style"}


@dataclass(frozen=True, slots=True)
class Link:
    """A link with its absolute address without fragment, its own text, and the text of the block that it stands in."""

    url: str
    text: str
    around: str

    @property
    def to_document(self) -> bool:
        """Whether the address names a file of a kind that is read."""
        return urlsplit(self.url).path.lower().endswith(DOCUMENT_SUFFIXES)


def find(page: str, base: str) -> tuple[Link, ...]:
    """Give the http and https links of a page in their order, each address once, relative ones made absolute."""
    reader = _Reader(base)
    reader.feed(page)
    reader.close()
    reader.end_block()
    unique = {link.url: link for link in reversed(reader.links)}
    return tuple(link for link in reader.links if unique[link.url] is link)


class _Reader(HTMLParser):
    def __init__(self, base: str) -> None:
        super().__init__(convert_charrefs=True)
        self.base = base
        self.links: list[Link] = []
        self._block: list[str] = []
        self._open: list[tuple[str, list[str]]] = []  # links of the block that is being read
        self._inside = False
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        if tag in _BLOCKS:
            self.end_block()
        href = dict(attrs).get("href")
        if tag == "base" and href:
            self.base = urljoin(self.base, href)
        if tag == "a" and href:
            self._open.append((urldefrag(urljoin(self.base, href.strip())).url, []))
            self._inside = True

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT and self._silent:
            self._silent -= 1
        if tag == "a":
            self._inside = False
        if tag in _BLOCKS:
            self.end_block()

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        self._block.append(data)
        if self._inside and self._open:
            self._open[-1][1].append(data)

    def end_block(self) -> None:
        around = _fold("".join(self._block))
        for url, text in self._open:
            if urlsplit(url).scheme in ("http", "https"):
                self.links.append(Link(url, _fold("".join(text)), around))
        self._block, self._open, self._inside = [], [], False


def _fold(text: str) -> str:
    return " ".join(text.split())
