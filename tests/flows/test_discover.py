"""Looking at publishers' pages, against a server on this machine that serves pages as the ministries do."""

import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from extract.mapping import Source, load
from flows import taking
from flows.publishers import looking, web
from warehouse import landing
from warehouse.home import Home
from warehouse.landing import Arrival

DOCUMENTS = Path(__file__).parents[1] / "documents"
PAGE = """<html><head><meta charset="Shift_JIS"><title>産学連携</title></head><body>
<ul><li>平成26年度　大学等における産学連携等実施状況について（<a href="../files/h26.pdf">PDF形式：200KB</a>）</li>
<li>同　機関別（<a href="/files/moved.xlsx">Excel</a>）産学連携等実施状況</li>
<li>別の調査について（<a href="/files/other.pdf">PDF</a>）</li>
<li>産学連携等実施状況（<a href="http://elsewhere.example/x.pdf">他機関のPDF</a>）</li>
<li>産学連携等実施状況（<a href="/files/gone.pdf">平成25年度</a>）</li></ul></body></html>"""


class Ministry(ThreadingHTTPServer):
    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.folder = folder
        self.asked: list[tuple[str, int]] = []


class Handler(BaseHTTPRequestHandler):
    server: Ministry

    def do_GET(self) -> None:
        path = self.server.folder / self.path.lstrip("/")
        if self.path == "/a_menu/index.htm":
            self.answer(200, PAGE.encode("cp932"))
        elif not path.is_file():
            self.answer(404)
        elif self.headers.get("If-None-Match") == self.tag(path):
            self.answer(304)
        else:
            self.answer(200, path.read_bytes(), ETag=self.tag(path))

    @staticmethod
    def tag(path: Path) -> str:
        return f'"{path.stat().st_size}"'

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.server.asked.append((self.path, status))
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def ministry(tmp_path: Path) -> Iterator[Ministry]:
    files = tmp_path / "site" / "files"
    files.mkdir(parents=True)
    shutil.copy(DOCUMENTS / "mext_h26_kekka.pdf", files / "h26.pdf")
    shutil.copy(DOCUMENTS / "oecd_berd_share.xlsx", files / "moved.xlsx")
    shutil.copy(DOCUMENTS / "jpo_2018_1-4.pdf", files / "other.pdf")
    server = Ministry(tmp_path / "site")
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def source_at(server: Ministry) -> Source:
    source = next(source for source in load() if source.id == "mext_sangaku_jisshi")
    address = f"http://127.0.0.1:{server.server_port}/a_menu/index.htm"
    return replace(source, landing=(address,), hosts=("127.0.0.1",))


def look(server: Ministry, home: Home) -> looking.Look:
    with web.client() as client:
        found = looking.look(source_at(server), client, landing.ledger(home).entries)
    for posted in found.posted:
        arrival = Arrival("x", posted.link.url, taking.now(), dict(posted.headers), "mext_sangaku_jisshi")
        taking.take(home, posted.content, arrival)
    return found


def test_new_unchanged_replaced_and_what_is_missing(ministry: Ministry, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    first = look(ministry, home)
    assert [posted.link.text for posted in first.posted] == ["PDF形式：200KB", "Excel"]
    assert len(landing.ledger(home).entries) == 2
    assert sorted(problem.split(": ", 1)[1] for problem in first.problems) == [
        "its host is not declared by the source",
        "the server answers 404 Not Found",
    ]
    assert not [path for path, _ in ministry.asked if "other" in path]

    second = look(ministry, home)
    assert not second.posted
    assert second.unchanged == 2
    assert [status for path, status in ministry.asked if path == "/files/h26.pdf"] == [200, 304]

    shutil.copy(DOCUMENTS / "mext_h25_kekka.pdf", tmp_path / "site" / "files" / "h26.pdf")
    third = look(ministry, home)
    assert len(third.posted) == 1
    assert len(landing.ledger(home).entries) == 3
    urls = [arrival.url for entry in landing.ledger(home).entries for arrival in entry.arrivals]
    assert len([url for url in urls if url and url.endswith("h26.pdf")]) == 2


def test_a_page_that_names_nothing_is_told(ministry: Ministry) -> None:
    source = replace(source_at(ministry), links=("科学技術指標",))
    with web.client() as client:
        found = looking.look(source, client, ())
    assert not found.posted
    assert "no link to a document" in found.problems[0]


def test_nobody_is_at_home() -> None:
    source = replace(next(iter(load())), landing=("http://127.0.0.1:1/index.htm",), hosts=("127.0.0.1",))
    with web.client() as client:
        assert "ConnectError" in looking.look(source, client, ()).problems[0]
