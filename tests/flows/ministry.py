"""A publisher's site on this machine: pages and files that change from visit to visit, and a list of what was asked."""

import contextlib
import hashlib
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Resource:
    """What stands at an address. `validators`: how the server lets ask conditionally (etag, date or none).

    `failures`: so often it is busy before it answers, and asks for a pause. `drip`: seconds between its bytes, by the
    site's clock.
    """

    body: bytes = b""
    validators: str = "etag"
    status: int = 200
    location: str = ""
    version: int = 0
    failures: int = 0
    drip: float = 0.0

    @property
    def etag(self) -> str:
        return f'"{hashlib.md5(self.body).hexdigest()}-{self.version}"'  # noqa: S324  no secret

    @property
    def date(self) -> str:
        return f"Mon, 0{1 + sum(self.body) % 9} Feb 2016 0{self.version}:00:00 GMT"


@dataclass(frozen=True)
class Asked:
    path: str
    host: str
    status: int
    conditional: bool
    agent: str


@dataclass
class Site:
    """The resources by path, what was asked of them, and a clock that moves only while bytes drip."""

    resources: dict[str, Resource] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    port: int = 0
    scheme: str = "http"
    now: float = 0.0

    def put(self, path: str, body: bytes | str, validators: str = "etag", charset: str = "utf-8") -> None:
        content = body if isinstance(body, bytes) else body.encode(charset)
        self.resources[path] = Resource(content, validators)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"{self.scheme}://{host}:{self.port}{path}"


class Handler(BaseHTTPRequestHandler):
    site: Site

    def do_GET(self) -> None:
        resource = self.site.resources.get(self.path, Resource(b"", status=404))
        if len(self.headers["User-Agent"]) < 40:  # as METI's server does: an error page, called a success
            resource = Resource(b"<!DOCTYPE html><html><body>Error</body></html>")
        headers = {}
        if resource.status == 200 and resource.validators == "etag":
            headers["ETag"] = resource.etag
        if resource.status == 200 and resource.validators == "date":
            headers["Last-Modified"] = resource.date
        if resource.location:
            headers["Location"] = resource.location
        asked = (self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since"))
        same = asked[0] == headers.get("ETag", "-") or asked[1] == headers.get("Last-Modified", "-")
        status, body = (304, b"") if same else (resource.status, resource.body)
        if resource.failures:
            resource.failures -= 1
            status, body, headers = 503, b"", {"Retry-After": "7"}
        self.site.asked.append(Asked(self.path, self.headers["Host"], status, any(asked), self.headers["User-Agent"]))
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        if resource.drip:
            self.site.now += resource.drip * len(body)
        with contextlib.suppress(ConnectionError):  # who asked has lost patience
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def open_site(secure: ssl.SSLContext | None = None) -> Iterator[Site]:
    """Serve a site on a free port, by https if `secure` holds a certificate."""
    site = Site(scheme="https" if secure else "http")
    handler = type("SiteHandler", (Handler,), {"site": site})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    if secure:
        server.socket = secure.wrap_socket(server.socket, server_side=True)
    site.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
