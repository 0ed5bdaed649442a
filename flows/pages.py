"""Shows the current release in a browser: its catalogue with the files that it links to, and any figure's trace.

`sangaku serve` runs it beside Prefect's pages, on this machine only, so that what they tell of a figure can link to its
proof. Out of scope: what the pages say (`flows.trace_pages`, `warehouse.catalogue`).
"""

import contextlib
import os
import sys
import threading
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from flows import asking
from flows.answer import TraceFormat
from flows.lifeline import end_with
from warehouse import connection
from warehouse.home import Home

PAGES = "SANGAKU_PAGES"
"""Names the address where these pages are."""
TRACE = "/trace/"
SITE = "/site/"
"""Where the catalogue stands in a release."""

_one_at_a_time = threading.Lock()  # pages of documents are drawn by a library that knows no threads


def link(identity: str) -> str | None:
    """The address of a figure's trace; None where no pages are served."""
    at = os.environ.get(PAGES)
    return f"{at}{TRACE}{identity}" if at else None


class Pages(SimpleHTTPRequestHandler):
    """Answers with a file of the current release, or with a trace."""

    def __init__(self, *arguments: object, home: Home) -> None:
        self.home = home
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer a request."""
        if self.path.startswith(TRACE):
            self._trace(self.path.removeprefix(TRACE))
            return
        if self.path == "/":
            self.send_response(HTTPStatus.FOUND)
            self.send_header("Location", SITE)
            self.end_headers()
            return
        try:
            self.directory = str(connection.folder(self.home))
        except connection.NoRelease:
            where = f"Drop documents in {self.home.inbox}; `sangaku status` tells what becomes of them."
            self.send_error(HTTPStatus.NOT_FOUND, "There is no release yet", where)
            return
        with contextlib.suppress(ConnectionError):  # who asked has gone
            super().do_GET()

    def _trace(self, identity: str) -> None:
        try:
            with _one_at_a_time:
                page = asking.trace(self.home.address, identity, TraceFormat.HTML, None, None).encode()
        except asking.NoAnswer as error:
            self.send_error(HTTPStatus.NOT_FOUND, explain=str(error))
            return
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)


def serve(home: Home, port: int) -> None:
    """Serve the pages of a home folder until the process ends."""
    ThreadingHTTPServer(("127.0.0.1", port), partial(Pages, home=home)).serve_forever()


if __name__ == "__main__":
    end_with(os.getppid())
    serve(Home.at(), int(sys.argv[1]))
