"""Links of a page, what their words say, release calendars, and fetching against a real server on this machine."""

import threading
import time
from collections.abc import Iterator
from datetime import date
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from extract import media_type
from extract.mapping import load
from flows.publishers import calendar, links, naming
from flows.publishers.web import NotFetched, Web

PAGE = """<html><head><base href="/policy/"><title>文部科学省</title>
<script>var a = "<a href='no.pdf'>";</script></head><body>
<h2>平成26年度</h2><p>調査結果（<a href="h26.pdf">PDF形式：1MB</a>／<a href="h26.xlsx">Excel</a>）を公表しました。</p>
<table><tr><th>年度</th><th>機関別</th></tr>
<tr><td>令和元年度</td><td><a href="https://other.example/r01.xlsx#top"><b>一覧</b></a></td></tr></table>
<a href="mailto:a@b.c">mail</a><a href="h26.pdf">again</a><a name="x">anchor</a></body></html>"""


def test_links_with_their_surroundings() -> None:
    first, second, third = links.read(PAGE, "http://mext.example/index.htm").links
    assert first.url == "http://mext.example/policy/h26.pdf"
    assert first.scopes == (
        "PDF形式：1MB",
        "調査結果（",
        "調査結果（PDF形式：1MB／Excel）を公表しました。",
        "平成26年度",
        "文部科学省",
    )
    assert (second.text, second.around[0]) == ("Excel", "／")
    assert (third.url, third.text) == ("https://other.example/r01.xlsx", "一覧")
    assert third.around[:3] == ("令和元年度", "機関別", "令和元年度一覧")


SOURCES = {source.id: source for source in load()}


@pytest.mark.parametrize(
    ("source", "scopes", "edition"),
    [
        ("mext_sangaku_jisshi", ("PDF形式", "平成26年度　調査結果（", "平成27年11月27日公表"), "FY2014"),
        ("mext_sangaku_jisshi", ("PDF", "平成25年度と平成26年度", "令和5年度（2023年度）"), "FY2023"),
        ("mext_sangaku_jisshi", ("PDF", "平成27年11月27日公表、2014年"), None),
        ("nistep_sti_indicators", ("Excel", "5-4-5 2015-2023", "科学技術指標2025"), "2025"),
        ("jpo_annual_report", ("PDF", "特許行政年次報告書2018年版"), "2018"),
        ("meti_univ_venture_survey", ("「令和6年度大学発ベンチャー実態等調査」の結果（速報）",), "FY2024"),
        ("meti_deck", ("平成28年度",), None),
    ],
)
def test_editions_by_the_nearest_words(source: str, scopes: tuple[str, ...], edition: str | None) -> None:
    assert naming.edition(scopes, SOURCES[source]) == edition


@pytest.mark.parametrize(
    ("scopes", "owner"),
    [
        (("PDF", "機関別実績", "大学等における産学連携等実施状況について"), "mext_sangaku_kikanbetsu"),
        (("PDF", "大学等における産学連携等実施状況について（機関別実績）"), "mext_sangaku_kikanbetsu"),
        (("PDF", "概要", "大学等における産学連携等実施状況について"), "mext_sangaku_jisshi"),
        (("大学発ベンチャー実態等調査 報告書",), "meti_univ_venture_survey"),
    ],
)
def test_the_source_whose_words_stand_nearest(scopes: tuple[str, ...], owner: str) -> None:
    link = links.Link("https://www.mext.go.jp/content/1.pdf", scopes[0], scopes[1:])
    assert naming.owners(link, SOURCES.values()) == [owner]


@pytest.mark.parametrize(
    ("url", "text", "kinds", "page"),
    [
        ("https://a.jp/x.PDF", "概要", {media_type.PDF}, False),
        ("https://a.jp/download?id=3", "ＰＤＦ形式", {media_type.PDF}, False),
        ("https://a.jp/x.htm", "PDFの一覧", set(), True),
        ("https://a.jp/x/", "平成26年度", set(), True),
        ("https://a.jp/x.zip", "一式", set(), False),
    ],
)
def test_what_kind_of_file_a_link_promises(url: str, text: str, kinds: set[str], page: bool) -> None:
    link = links.Link(url, text)
    assert (naming.kinds(link), naming.leads_to_page(link)) == (kinds, page)


HOSTS = {"127.0.0.1"}


class Handler(BaseHTTPRequestHandler):
    failures = 0

    def do_GET(self) -> None:
        if self.path == "/robots.txt":
            self.answer(200, b"User-agent: *\nCrawl-delay: 7\nDisallow: /private/")
        elif self.path == "/busy":
            self.answer(503, retry_after="30")
        elif self.path == "/busy-until":
            self.answer(503, retry_after=formatdate(time.time() + 40, usegmt=True))
        elif self.path == "/huge":
            self.answer(200, b"x" * 1000)
        elif self.path == "/flaky" and Handler.failures:
            Handler.failures -= 1
            self.answer(500)
        elif self.path == "/flaky":
            self.answer(200, b"%PDF-")
        elif self.path == "/moved":
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
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def host() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def quick() -> Web:
    return Web(interval=0, pause=lambda _: None)


def test_a_file_and_its_unchanged_self(host: str) -> None:
    with quick() as web:
        fetched = web.fetch(f"http://{host}/moved", HOSTS)
        assert fetched.content == b"%PDF-"
        assert fetched.url == f"http://{host}/file.pdf"
        assert web.fetch(fetched.url, HOSTS, fetched.headers).content is None


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/away", "host is not declared"),
        ("/gone", "answers 404"),
        ("/loop", "redirects"),
        ("/busy", "answers 503"),
        ("/huge", "larger than"),
        ("/private/x.pdf", "robots.txt forbids"),
    ],
)
def test_what_is_not_fetched_says_why(host: str, path: str, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.publishers.web.MAX_BYTES", 100)
    with quick() as web, pytest.raises(NotFetched, match=message):
        web.fetch(f"http://{host}{path}", HOSTS)


def test_an_undeclared_host_is_not_asked(host: str) -> None:
    with quick() as web, pytest.raises(NotFetched, match="not declared"):
        web.fetch(f"http://{host}/file.pdf", {"www.mext.go.jp"})


def test_nobody_answers() -> None:
    with quick() as web, pytest.raises(NotFetched, match="ConnectError"):
        web.fetch("http://127.0.0.1:1/file.pdf", HOSTS)


def test_a_busy_host_is_given_time(host: str) -> None:
    pauses: list[float] = []
    with Web(interval=5, pause=pauses.append, clock=lambda: 0.0) as web, pytest.raises(NotFetched):
        web.fetch(f"http://{host}/busy", HOSTS)
    assert pauses.count(7.0) == 3  # its robots.txt asks for 7 seconds in between
    assert pauses.count(30.0) == 2  # its Retry-After for 30, after the first and the second time


def test_a_busy_host_may_name_the_moment(host: str) -> None:
    pauses: list[float] = []
    with Web(interval=0, pause=pauses.append) as web, pytest.raises(NotFetched):
        web.fetch(f"http://{host}/busy-until", HOSTS)
    assert len([pause for pause in pauses if 30 < pause <= 40]) == 2


def test_one_that_recovers_is_asked_again(host: str) -> None:
    Handler.failures = 2
    with quick() as web:
        assert web.fetch(f"http://{host}/flaky", HOSTS).content == b"%PDF-"


DUE = [
    ("mext_sangaku_jisshi", set(), "2026-11-23", ["FY2024"]),
    ("mext_sangaku_jisshi", {"FY2022"}, "2026-02-28", ["FY2023"]),
    ("mext_sangaku_jisshi", {"FY2022"}, "2026-03-01", ["FY2023", "FY2024"]),
    ("nistep_sti_indicators", {"2024", "2025"}, "2026-08-31", []),
    ("nistep_sti_indicators", {"2025"}, "2026-09-01", ["2026"]),
    ("meti_univ_venture_survey", {"FY2024"}, "2026-07-01", ["FY2025"]),
    ("oecd_rds_msti", set(), "2026-07-01", []),
]


@pytest.mark.parametrize(("source", "landed", "day", "late"), DUE)
def test_what_is_overdue(source: str, landed: set[str], day: str, late: list[str]) -> None:
    found = calendar.overdue(SOURCES[source], landed, date.fromisoformat(day), ())
    assert [finding.about for finding in found] == late
