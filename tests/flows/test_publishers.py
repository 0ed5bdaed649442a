"""Links of a page, and fetching against a real server on this machine."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from flows.publishers import links, web

PAGE = """<html><head><base href="/policy/"><script>var a = "<a href='no.pdf'>";</script></head><body>
<h2>平成26年度</h2><p>調査結果（<a href="h26.pdf">PDF形式：1MB</a>）を公表しました。</p>
<table><tr><td>令和元年度</td><td><a href="https://other.example/r01.xlsx#top"><b>機関別</b>実績</a></td></tr></table>
<a href="mailto:a@b.c">mail</a><a href="h26.pdf">again</a><a name="x">anchor</a></body></html>"""


def test_links_with_their_surroundings() -> None:
    first, second = links.find(PAGE, "http://mext.example/index.htm")
    assert first.url == "http://mext.example/policy/h26.pdf"
    assert first.text == "PDF形式：1MB"
    assert first.around == "調査結果（PDF形式：1MB）を公表しました。"
    assert (second.url, second.text) == ("https://other.example/r01.xlsx", "機関別実績")
    assert second.to_document


HOSTS = {"127.0.0.1"}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/moved":
            self.answer(302, location="/file.pdf")
        elif self.path == "/away":
            self.answer(302, location="http://localhost:1/file.pdf")
        elif self.path == "/loop":
            self.answer(302, location="/loop")
        elif self.path == "/file.pdf" and self.headers.get("If-None-Match") == '"1"':
            self.answer(304)
        elif self.path == "/file.pdf":
            assert "Sangaku" in self.headers["User-Agent"]
            self.answer(200, b"%PDF-", etag='"1"')
        else:
            self.answer(404)

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def host() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_file_and_its_unchanged_self(host: str) -> None:
    with web.client() as client:
        fetched = web.fetch(client, f"http://{host}/moved", HOSTS)
        assert fetched.content == b"%PDF-"
        assert fetched.url == f"http://{host}/file.pdf"
        assert web.fetch(client, fetched.url, HOSTS, fetched.headers).content is None


@pytest.mark.parametrize(
    ("path", "message"),
    [("/away", "host is not declared"), ("/gone", "answers 404"), ("/loop", "redirects")],
)
def test_what_is_not_fetched_says_why(host: str, path: str, message: str) -> None:
    with web.client() as client, pytest.raises(web.NotFetched, match=message):
        web.fetch(client, f"http://{host}{path}", HOSTS)


def test_an_undeclared_host_is_not_asked(host: str) -> None:
    with web.client() as client, pytest.raises(web.NotFetched, match="not declared"):
        web.fetch(client, f"http://{host}/file.pdf", {"www.mext.go.jp"})


def test_nobody_answers() -> None:
    with web.client() as client, pytest.raises(web.NotFetched, match="ConnectError"):
        web.fetch(client, "http://127.0.0.1:1/file.pdf", HOSTS)
