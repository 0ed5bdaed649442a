"""Fetches pages and files from declared hosts, politely: known by name, conditional, bounded, never anywhere else.

Out of scope: what is fetched, and what becomes of it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import httpx

USER_AGENT = "Sangaku/0.1 (statistics of university-industry collaboration; one conditional request a file)"
MAX_BYTES = 200 << 20
MAX_REDIRECTS = 5


class NotFetched(Exception):  # noqa: N818  an answer to be reported, no error of the program
    """Why an address gave nothing: undeclared host, no answer, a status that is no success, or too large."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave. `content` is None where the server says that nothing changed; redirects change `url`."""

    url: str
    content: bytes | None
    headers: Mapping[str, str] = field(default_factory=dict)


def client() -> httpx.Client:
    """Give a client with timeouts and our name."""
    return httpx.Client(
        headers={"User-Agent": USER_AGENT},
        timeout=httpx.Timeout(30.0, connect=10.0),
        transport=httpx.HTTPTransport(retries=2),
        follow_redirects=False,
    )


def fetch(web: httpx.Client, url: str, hosts: Collection[str], known: Mapping[str, str] | None = None) -> Fetched:
    """Fetch an address from one of `hosts` (names without port), redirects included.

    `known` holds the headers of the last answer: with them, an unchanged file costs no more than the question. Raises
    NotFetched.
    """
    headers = _conditions(known or {})
    for _ in range(MAX_REDIRECTS + 1):
        if urlsplit(url).hostname not in hosts:
            raise NotFetched(f"{url}: its host is not declared by the source")
        try:
            with web.stream("GET", url, headers=headers) as answer:
                if answer.has_redirect_location:
                    url = urljoin(url, answer.headers["location"])
                    continue
                return _read(answer, url)
        except httpx.HTTPError as error:
            raise NotFetched(f"{url}: {type(error).__name__}: {error}") from error
    raise NotFetched(f"{url}: more than {MAX_REDIRECTS} redirects")


def _read(answer: httpx.Response, url: str) -> Fetched:
    if answer.status_code == httpx.codes.NOT_MODIFIED:
        return Fetched(url, None)
    if not answer.is_success:
        raise NotFetched(f"{url}: the server answers {answer.status_code} {answer.reason_phrase}")
    content = bytearray()
    for piece in answer.iter_bytes():
        content += piece
        if len(content) > MAX_BYTES:
            raise NotFetched(f"{url}: larger than {MAX_BYTES >> 20} MiB")
    return Fetched(url, bytes(content), dict(answer.headers))


def _conditions(known: Mapping[str, str]) -> dict[str, str]:
    lower = {name.lower(): value for name, value in known.items()}
    pairs = (("etag", "If-None-Match"), ("last-modified", "If-Modified-Since"))
    return {header: lower[name] for name, header in pairs if name in lower}
