"""The links of a publisher's page, each with the words around it: a link often says no more than 「PDF」.

Out of scope: fetching (`flows.publishers.web`), and what the words mean (`flows.publishers.naming`).
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, urldefrag, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from flows.publishers.grids import CELLS, Grids

LONGEST = 300
"""Characters: longer text is a page's body, not words about one of its links."""

_PLAIN = "%:/?#[]@!$&'()*+,;=~"
"""What stands in an address as it is; whatever else is no letter or figure of ASCII is written by its bytes."""
_SILENT = ("script", "style", "noscript", "nav", "footer", "template")
_ROWS = ("li", "p", "td", "th", "dd", "dt", "tr")
_BOLD = ("strong", "b")
_RANKS = (("h1",), ("h2",), ("h3",), ("h4",), ("h5",), ("h6",), ("dt", "caption", "summary", "legend"), _BOLD)
"""Headings from the highest to the lowest."""
_LINKED = "a[href], area[href]"
_HINTS = ("title", "aria-label")
_MOVED = re.compile(
    r"[^。!！\s]*(?:ページ|サイト|URL|アドレス|所在|掲載場所|掲載先|コンテンツ)[^。!！\s]{0,30}(?:移動|移転|移設|移行|変更|変わ)[^。!！\s]*"
)
"""A sentence that tells that a page stands elsewhere now."""
_PERHAPS = re.compile(r"可能性|または|又は|もしくは|場合|かもしれ")
"""What an error page says, which knows of no move."""
_SESSION = re.compile(r"(?:[a-z]*session_?id[a-z]*|phpsessid|sid)=[^;&]*", re.IGNORECASE)
"""What a server puts in its addresses to know its visitor again: another one each time."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link with its absolute address without fragment, and what is said of it: `around` runs from near to far.

    First the words just before it, then its line, row and column, the headings above, at last the page's title. The
    first `own` of them speak of the link itself, not of what else stands below the same words.
    """

    url: str
    text: str
    around: tuple[str, ...] = ()
    own: int = 0

    @property
    def scopes(self) -> tuple[str, ...]:
        """All that is said of it, its own text first."""
        return self.text, *self.around


@dataclass(frozen=True, slots=True)
class Page:
    """What a page shows: its links, and the address that it sends its readers to, if it does.

    `frames` are the pages that it is put together of, `notice` is where it says in words that it has moved to.
    """

    links: tuple[Link, ...] = ()
    moved_to: str | None = None
    frames: tuple[Link, ...] = ()
    notice: Link | None = None


def key(url: str) -> str:
    """Name an address without its scheme, for http and https are one place, and without the visitor's session."""
    parts = urlsplit(url)
    path = ";".join(part for part in parts.path.split(";") if not _SESSION.fullmatch(part))
    query = "&".join(part for part in parts.query.split("&") if part and not _SESSION.fullmatch(part))
    return f"{(parts.netloc or '').lower()}{path or '/'}{'?' + query if query else ''}"


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
    grids = Grids()
    for node in tree.css(_LINKED):
        url = _address(base, node.attributes["href"] or "")
        if url and url not in found:
            text = _words(node)
            own = dict.fromkeys(scope for scope in _own(node, grids) if scope not in ("", text))
            around = dict.fromkeys(scope for scope in (*own, *_above(node), title) if scope not in ("", text))
            found[url] = Link(url, text, tuple(around), len(own))
    return Page(tuple(found.values()), moved, tuple(_frames(tree, base, title)), _notice(tree, found.values()))


def _address(base: str, said: str) -> str | None:
    """The address that a link leads to, as it is asked for; None where it leads to no page or file."""
    try:
        url = urldefrag(urljoin(base, "".join(said.split("\n")).strip())).url
        return quote(url, safe=_PLAIN) if urlsplit(url).scheme in ("http", "https") else None
    except ValueError:  # as http://[ is
        return None


def _own(link: LexborNode, grids: Grids) -> Iterator[str]:
    """What speaks of the link itself: its hints, the words before it, its line; in a table also its row and column."""
    yield from (_fold(link.attributes.get(name) or "") for name in _HINTS)
    yield _lead(link)
    node = link
    while (above := node.parent) is not None and above.tag not in ("body", "html"):
        if node.tag in CELLS:
            yield from _texts(grids.beside(node))
            yield from _texts(grids.above(node))
        if node.tag == "dd":
            yield from _term(node)
        if above.tag in _ROWS or len(above.css(_LINKED)) == 1:
            yield _short(above)
        node = above


def _above(link: LexborNode) -> Iterator[str]:
    """What stands above a link and its line: the nearest words, and the headings from the nearest to the highest."""
    node = link
    while (above := node.parent) is not None and node.tag not in ("body", "html"):
        if node.tag not in (*CELLS, "tr"):
            yield from _before(node)
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
    """The nearest words before a part of the page that are no links, and the headings over it."""
    nearest, highest = False, len(_RANKS)
    one = node.prev
    while one is not None and highest:
        if one.tag != "-text" and not _has_link(one) and (text := _short(one)):
            rank = _rank(one)
            if not nearest or rank < highest:
                yield text
            nearest, highest = True, min(highest, rank)
        one = one.prev


def _rank(node: LexborNode) -> int:
    """The rank of a heading, or of what holds one and no links; words in bold are the lowest, others none."""
    for rank, names in enumerate(_RANKS):
        found = node if node.tag in names else node.css_first(",".join(names))
        if found is not None and (names != _BOLD or _short(found) == _short(node)):
            return rank
    return len(_RANKS)


def _term(definition: LexborNode) -> Iterator[str]:
    """The term that a definition is of."""
    node = definition.prev
    while node is not None and node.tag != "dt":
        node = node.prev
    if node is not None:
        yield _short(node)


def _texts(cells: Iterable[LexborNode]) -> Iterator[str]:
    """What cells say that hold no links, and so speak of others."""
    return (_short(cell) for cell in cells if not _has_link(cell))


def _has_link(node: LexborNode) -> bool:
    return node.tag in ("a", "area") or (node.tag != "-text" and node.css_first(_LINKED) is not None)


def _words(link: LexborNode) -> str:
    """The text of a link, or what its picture stands for."""
    if text := _fold(link.text(deep=True)):
        return text
    picture = link.css_first("img[alt]")
    said = picture.attributes["alt"] if picture else link.attributes.get("alt") or link.attributes.get("title")
    return _fold(said or "")


def _title(tree: LexborHTMLParser) -> str:
    head, title = tree.css_first("h1"), tree.css_first("title")
    return _fold(" ".join(node.text(deep=True) for node in (head, title) if node))


def _moved(tree: LexborHTMLParser, base: str) -> str | None:
    for node in tree.css("meta[http-equiv][content]"):
        content = node.attributes["content"] or ""
        if (node.attributes["http-equiv"] or "").lower() == "refresh" and "url=" in content.lower():
            return urljoin(base, content[content.lower().index("url=") + 4 :].strip(" '\""))
    return None


def _frames(tree: LexborHTMLParser, base: str, title: str) -> Iterator[Link]:
    """The pages shown within this one, under its title."""
    for node in tree.css("frame[src], iframe[src]"):
        if url := _address(base, node.attributes["src"] or ""):
            yield Link(url, _fold(node.attributes.get("title") or ""), (title,) if title else ())


def _notice(tree: LexborHTMLParser, found: Collection[Link]) -> Link | None:
    """What a page says that has little else to say than that it has moved, and the address by these words."""
    text = _short(tree.body) if tree.body else ""
    said = next((sentence for sentence in _MOVED.findall(text) if not _PERHAPS.search(sentence)), None)
    if said is None:
        return None
    there = [link.url for link in found]
    near = [link.url for link in found if any(said in scope for scope in link.scopes)]
    return Link(near[0] if near else there[0] if len(there) == 1 else "", said)


def _short(node: LexborNode) -> str:
    text = _fold(node.text(deep=True))
    return text if len(text) <= LONGEST else ""


def _fold(text: str) -> str:
    return " ".join(text.split())
