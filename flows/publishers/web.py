"""Fetches pages and files from declared hosts, politely: known by name, conditional, bounded, never anywhere else.

Out of scope: what is fetched, and what becomes of it.
"""

import getpass
import os
import random
import socket
import ssl
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self
from urllib.parse import urljoin, urlsplit

import httpx
from protego import Protego

NAME = "Sangaku"
MAX_BYTES = 200 << 20
MAX_REDIRECTS = 5
MAX_SECONDS = 600.0
"""How long one file may take to come, however slowly it drips."""

INTERVAL = 1.0
"""Seconds between two requests to one host; a host's own Crawl-delay holds where it is longer."""
LONGEST_PAUSE = 60.0

TRIES = 3
_PASSING = {408, 425, 429, 500, 502, 503, 504}
"""Answers after which it is worth asking again."""

_NOTHING_FORBIDDEN = ""
_ALL_FORBIDDEN = "User-agent: *\nDisallow: /\n"


class NotFetched(Exception):  # noqa: N818  an answer to be reported, no error of the program
    """Why an address gave nothing: undeclared host, robots.txt, no answer, a status of failure, or too large."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave. `content` is None where the server says that nothing changed; redirects change `url`."""

    url: str
    content: bytes | None
    headers: Mapping[str, str] = field(default_factory=dict)


def user_agent() -> str:
    """Say who asks and whom to turn to: SANGAKU_CONTACT, a mail address or a page, else this user at this machine."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):  # as in a container whose user has no name
        user = f"{NAME.lower()}-{os.getuid()}"
    contact = os.environ.get("SANGAKU_CONTACT") or f"{user}@{socket.gethostname()}"
    return f"{NAME}/0.1 (statistics of university-industry collaboration; conditional requests; contact: {contact})"


def is_declared(url: str, hosts: Collection[str]) -> bool:
    """Whether an address is of one of the hosts, given by their names, or with a port where only that one is meant."""
    parts = urlsplit(url)
    return parts.scheme in ("http", "https") and (parts.hostname in hosts or parts.netloc in hosts)


class Web:
    """One visit to the web: an address is asked once, a host not too often, and only what its robots.txt allows."""

    def __init__(
        self,
        interval: float = INTERVAL,
        pause: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = httpx.Client(
            headers={"User-Agent": user_agent(), "Accept-Language": "ja"},
            timeout=httpx.Timeout(30.0, connect=10.0),
            follow_redirects=False,
        )
        self._interval = interval
        self._pause = pause
        self._clock = clock
        self._asked: dict[str, float] = {}
        self._rules: dict[str, Protego] = {}
        self._answers: dict[str, tuple[Mapping[str, str], Fetched | NotFetched]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._client.close()

    def fetch(self, url: str, hosts: Collection[str], known: Mapping[str, str] | None = None) -> Fetched:
        """Fetch an address from one of `hosts` (names without port), redirects included.

        `known` holds the headers of the last answer: with them, what is unchanged costs no more than the question.
        Raises NotFetched.
        """
        conditions = _conditions(known or {})
        asked, given = self._answers.get(url, (conditions, None))
        if given is None or (isinstance(given, Fetched) and given.content is None and asked != conditions):
            try:
                given = self._followed(url, hosts, conditions)
            except NotFetched as error:
                given = error
            self._answers[url] = (conditions, given)
        if isinstance(given, NotFetched):
            raise given
        return given

    def _followed(self, url: str, hosts: Collection[str], conditions: Mapping[str, str]) -> Fetched:
        for _ in range(MAX_REDIRECTS + 1):
            if not is_declared(url, hosts):
                raise NotFetched(f"{url}: its host is not declared by the source")
            if not self._rules_of(url).can_fetch(url, NAME):
                raise NotFetched(f"{url}: the host's robots.txt forbids it")
            answer = self._asked_for(url, conditions)
            if isinstance(answer, Fetched):
                return answer
            url = urljoin(url, answer)
        raise NotFetched(f"{url}: more than {MAX_REDIRECTS} redirects")

    def _rules_of(self, url: str) -> Protego:
        """The robots.txt of a host: none allows all, one that cannot be had forbids all (RFC 9309)."""
        parts = urlsplit(url)
        at = f"{parts.scheme}://{parts.netloc}"
        if at not in self._rules:
            try:
                answer = self._asked_for(f"{at}/robots.txt", {})
                rules = (answer.content or b"").decode("utf-8", "replace") if isinstance(answer, Fetched) else ""
            except _Answered as answered:
                rules = _ALL_FORBIDDEN if answered.status >= 500 else _NOTHING_FORBIDDEN
            except NotFetched as error:
                raise NotFetched(f"{url}: {error}") from error
            self._rules[at] = Protego.parse(rules)
        return self._rules[at]

    def _asked_for(self, url: str, conditions: Mapping[str, str]) -> Fetched | str:
        """What an address answers, or where it sends us; asked again where that is worth it."""
        for number in range(TRIES):
            self._wait(url)
            end = self._clock() + MAX_SECONDS
            try:
                with self._client.stream("GET", url, headers=dict(conditions)) as answer:
                    if answer.status_code not in _PASSING or number == TRIES - 1:
                        return (
                            answer.headers["location"] if answer.has_redirect_location else self._read(answer, url, end)
                        )
                    pause = _told_pause(answer)
            except httpx.HTTPError as error:
                if why := _distrusted(error):
                    raise NotFetched(f"{url}: the certificate of its host is not trusted: {why}") from error
                if number == TRIES - 1 or isinstance(error, httpx.UnsupportedProtocol):
                    raise NotFetched(f"{url}: {type(error).__name__}: {error}") from error
                pause = 0.0
            self._pause(max(pause, 2.0**number * random.uniform(0.5, 1.5)))  # noqa: S311  jitter, no secret
        raise AssertionError(url)

    def _wait(self, url: str) -> None:
        """Keep the distance between two requests to one host."""
        parts = urlsplit(url)
        rules = self._rules.get(f"{parts.scheme}://{parts.netloc}")
        interval = max(self._interval, min(float(rules.crawl_delay(NAME) or 0), LONGEST_PAUSE) if rules else 0.0)
        last = self._asked.get(parts.netloc)
        if last is not None and (wait := last + interval - self._clock()) > 0:
            self._pause(wait)
        self._asked[parts.netloc] = self._clock()

    def _read(self, answer: httpx.Response, url: str, end: float) -> Fetched:
        """What an answer holds, if all of it is there by the moment `end` of the clock."""
        if answer.status_code == httpx.codes.NOT_MODIFIED:
            return Fetched(url, None)
        if not answer.is_success:
            said = f"{url}: the server answers {answer.status_code} {answer.reason_phrase}"
            raise _Answered(said, answer.status_code)
        content = bytearray()
        for piece in answer.iter_bytes():
            content += piece
            if len(content) > MAX_BYTES:
                raise NotFetched(f"{url}: larger than {MAX_BYTES >> 20} MiB")
            if self._clock() > end:
                raise NotFetched(f"{url}: not whole after {MAX_SECONDS:.0f} seconds")
        return Fetched(url, bytes(content), dict(answer.headers))


class _Answered(NotFetched):
    """A status that is no success."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


def _distrusted(error: BaseException | None) -> str | None:
    """Why a host's certificate was refused, if that is what an error comes from."""
    while error is not None and not isinstance(error, ssl.SSLCertVerificationError):
        error = error.__cause__ or error.__context__
    return error.verify_message if error else None


def _told_pause(answer: httpx.Response) -> float:
    """The seconds, or the moment, that a Retry-After asks to wait for."""
    told = answer.headers.get("retry-after", "")
    if told.isdigit():
        return min(float(told), LONGEST_PAUSE)
    try:
        until = parsedate_to_datetime(told).timestamp() - time.time()
    except ValueError:
        return 0.0
    return min(max(until, 0.0), LONGEST_PAUSE)


def _conditions(known: Mapping[str, str]) -> dict[str, str]:
    lower = {name.lower(): value for name, value in known.items()}
    pairs = (("etag", "If-None-Match"), ("last-modified", "If-Modified-Since"))
    return {header: lower[name] for name, header in pairs if name in lower}
