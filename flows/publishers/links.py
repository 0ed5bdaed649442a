"""The links of a publisher's page, each with the words around it: a link often says no more than 「PDF」.

Out of scope: fetching (`flows.publishers.web`), and what the words mean (`flows.publishers.naming`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

LONGEST = 300
"""Characters: longer text is a page's body, not words about one of its links."""

_SILENT = ("script", "style", "noscript", "nav", "footer", "template")
_ROWS = ("li", "p", "td", "th", "dd", "dt", "tr")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "dt", "th", "caption", "summary", "legend")


@dataclass(frozen=True, slots=True)
class Link:
    """A link with its absolute address without fragment, and what is said of it: `around` runs from near to far.

    First the words just before it, then its line, row and column, the headings above, at last the page's title.
    """

    url: str
    text: str
    around: tuple[str, ...] = ()

    @property
    def scopes(self) -> tuple[str, ...]:
        """All that is said of it, its own text first."""
        return self.text, *self.around


@dataclass(frozen=True, slots=True)
class Page:
    """What a page shows: its links, and the address that it sends its readers to, if it does."""

    links: tuple[Link, ...] = ()
    moved_to: str | None = None


def key(url: str) -> str:
    """Name an address without its scheme: http and https are one place."""
    parts = urlsplit(url)
    return f"{(parts.netloc or '').lower()}{parts.path or '/'}{'?' + parts.query if parts.query else ''}"


def read(page: str, base: str) -> Page:
    """Read a page: its http and https links in their order, each address once, relative ones made absolute."""
    tree = LexborHTMLParser(page)
    moved = _moved(tree, base)
    for node in tree.css(", ".join(_SILENT)):
        node.decompose()
    declared = tree.css_first("base[href]")
    base = urljoin(base, declared.attributes["href"] or "") if declared else base
    title = _title(tree)
    found: dict[str, Link] = {}
    for node in tree.css("a[href]"):
        url = urldefrag(urljoin(base, (node.attributes["href"] or "").strip())).url
        if urlsplit(url).scheme in ("http", "https"):
            text = _words(node)
            around = dict.fromkeys(scope for scope in (*_around(node), title) if scope not in ("", text))
            found.setdefault(url, Link(url, text, tuple(around)))
    return Page(tuple(found.values()), moved)


def _around(link: LexborNode) -> Iterator[str]:
    yield _lead(link)
    node = link
    while (above := node.parent) is not None and node.tag not in ("body", "html"):
        yield from _before(node)
        if node.tag in ("td", "th"):
            yield _column(node)
        if above.tag in _ROWS or len(above.css("a[href]")) == 1:
            yield _short(above)
        node = above


def _lead(link: LexborNode) -> str:
    """The words between the link before, or the line's beginning, and the link."""
    pieces: list[str] = []
    node = link.prev
    while node is not None and node.tag != "br" and not _has_link(node):
        pieces.append(node.text(deep=True))
        node = node.prev
    return _fold("".join(reversed(pieces)))[-LONGEST:]


def _before(node: LexborNode) -> Iterator[str]:
    """What stands above a part of the page: the nearest words that are no links, and the nearest heading."""
    nearest: str | None = None
    one = node.prev
    while one is not None:
        if one.tag != "-text" and not _has_link(one) and (text := _short(one)):
            if nearest is None:
                nearest = text
                yield text
            if one.tag in _HEADINGS:
                yield text
                return
        one = one.prev


def _column(cell: LexborNode) -> str:
    """The heading of a cell's column: the cell at the same place in the table's first row."""
    row, table = cell.parent, cell.parent
    while table is not None and table.tag != "table":
        table = table.parent
    first = table.css_first("tr") if table is not None else None
    if row is None or first is None or first.mem_id == row.mem_id:
        return ""
    cells = [one for one in row.iter() if one.tag in ("td", "th")]
    place = next((at for at, one in enumerate(cells) if one.mem_id == cell.mem_id), None)
    heads = [one for one in first.iter() if one.tag in ("td", "th")]
    return _short(heads[place]) if place is not None and place < len(heads) else ""


def _has_link(node: LexborNode) -> bool:
    return node.tag == "a" or (node.tag != "-text" and node.css_first("a[href]") is not None)


def _words(link: LexborNode) -> str:
    """The text of a link, or what its picture stands for."""
    if text := _fold(link.text(deep=True)):
        return text
    picture = link.css_first("img[alt]")
    return _fold((picture.attributes["alt"] if picture else link.attributes.get("title")) or "")


def _title(tree: LexborHTMLParser) -> str:
    head, title = tree.css_first("h1"), tree.css_first("title")
    return _fold(" ".join(node.text(deep=True) for node in (head, title) if node))


def _moved(tree: LexborHTMLParser, base: str) -> str | None:
    for node in tree.css("meta[http-equiv][content]"):
        content = node.attributes["content"] or ""
        if (node.attributes["http-equiv"] or "").lower() == "refresh" and "url=" in content.lower():
            return urljoin(base, content[content.lower().index("url=") + 4 :].strip(" '\""))
    return None


def _short(node: LexborNode) -> str:
    text = _fold(node.text(deep=True))
    return text if len(text) <= LONGEST else ""


def _fold(text: str) -> str:
    return " ".join(text.split())
