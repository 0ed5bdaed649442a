"""What a publisher's server may do that no reader of its pages would see: each is told, and what can be had lands."""

from dataclasses import replace
from pathlib import Path

import pytest

from extract.mapping import load
from flows import visiting
from flows.publishers import web
from flows.publishers.web import Web
from flows.visiting import Visit
from tests.flows.ministry import Resource, Site, open_site
from warehouse import landing
from warehouse.home import Home

KNOWN = load()
SURVEY = next(source for source in KNOWN if source.id == "mext_sangaku_jisshi")
DOCUMENTS = Path(__file__).parents[1] / "documents"
NAME = "大学等における産学連携等実施状況について"


def listing(files: dict[str, str]) -> str:
    rows = "".join(f"<tr><td>{year}</td><td><a href='{at}'>PDF形式</a></td></tr>" for at, year in files.items())
    return f"<html><head><title>{NAME}</title></head><body><h1>{NAME}</h1><table>{rows}</table></body></html>"


def visit(site: Site, home: Home, day: str, pauses: list[float]) -> Visit:
    site.asked.clear()
    source = replace(SURVEY, hosts=("127.0.0.1",), landing=(site.url("/index.htm"),), due={})
    with Web(interval=0, pause=pauses.append, clock=lambda: site.now) as client:
        return visiting.visit(home, source, (source,), client, f"{day}T06:00:00+09:00")


def told(seen: Visit) -> dict[str, str]:
    return {finding.about.rsplit("/", 1)[-1]: f"{finding.kind}: {finding.detail}" for finding in seen.new}


def test_what_a_server_may_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "MAX_BYTES", 1_000_000)
    years = ["平成30年度", "令和元年度", "令和２年度", "令和3年度", "令和4年度（2022年度）", "R5年度", "平成29年度"]
    names = ["away", "huge", "slow", "busy", "moved", "excuse", "book"]
    files = {f"/content/{name}.pdf": year for name, year in zip(names, years, strict=True)}
    home, pauses = Home(tmp_path), list[float]()
    with open_site() as site:
        site.put("/index.htm", listing(files), charset="cp932")
        site.resources["/content/away.pdf"] = Resource(status=302, location=site.url("/other.pdf", "localhost"))
        site.put("/content/huge.pdf", b"%PDF-" + b"x" * 1_000_001)
        site.resources["/content/slow.pdf"] = Resource(b"%PDF-" + b"x" * 40, drip=web.MAX_SECONDS / 40)
        site.resources["/content/busy.pdf"] = Resource((DOCUMENTS / "mext_h21_kekka.pdf").read_bytes(), failures=2)
        site.resources["/content/moved.pdf"] = Resource(status=301, location="/files/r4.pdf")
        site.put("/files/r4.pdf", (DOCUMENTS / "mext_h22_kekka.pdf").read_bytes(), "date")
        site.put("/content/excuse.pdf", "<html><body>ただいま混み合っています</body></html>")
        site.put("/content/book.pdf", (DOCUMENTS / "oecd_berd_share.xlsx").read_bytes())
        first = visit(site, home, "2025-01-05", pauses)
        findings = told(first)
        assert "host is not declared" in findings["away.pdf"]
        assert "larger than" in findings["huge.pdf"]
        assert "not whole after" in findings["slow.pdf"]
        assert "not_what_its_link_says" in findings["excuse.pdf"]
        assert "is application/vnd.openxml" in findings["book.pdf"]
        assert findings.keys() == {"away.pdf", "huge.pdf", "slow.pdf", "excuse.pdf", "book.pdf"}
        assert first.arrived.new == 3, "what can be had lands, though others fail"
        assert [pause for pause in pauses if pause == 7] == [7, 7], "as long as the server asks for"
        assert not [asked for asked in site.asked if "localhost" in asked.host]
        second = visit(site, home, "2025-02-05", pauses)
        assert not told(second)
        assert second.arrived.new == 0
        again = {asked.path for asked in site.asked if asked.status == 200}
        assert again == {"/content/huge.pdf", "/content/slow.pdf"}, "what was had is not sent again"
        whole = [asked.path for asked in site.asked if not asked.conditional]
        assert set(whole) == again | {"/robots.txt", "/content/away.pdf"}, "what was had is asked for conditionally"
    arrivals = [arrival for entry in landing.ledger(home).entries for arrival in entry.arrivals]
    assert {arrival.edition for arrival in arrivals} == {"FY2017", "FY2021", "FY2022"}


def test_an_address_with_a_session_is_the_same_address(tmp_path: Path) -> None:
    home, pauses = Home(tmp_path), list[float]()
    with open_site() as site:
        for day, session in (("2025-01-05", "A1"), ("2025-02-05", "B2")):
            at = f"/get.php?file=h21.pdf&PHPSESSID={session}"
            site.put("/index.htm", listing({at: "平成21年度"}))
            site.put(at, (DOCUMENTS / "mext_h21_kekka.pdf").read_bytes())
            seen = visit(site, home, day, pauses)
            assert not told(seen)
        assert [(asked.path, asked.status) for asked in site.asked if "get" in asked.path] == [(at, 304)]


@pytest.mark.parametrize(
    ("charset", "spoilt"), [("iso-2022-jp", False), ("euc-jp", False), ("shift_jis", True), ("utf-8", True)]
)
def test_pages_in_other_encodings_and_with_a_broken_letter(tmp_path: Path, charset: str, spoilt: bool) -> None:
    page = listing({"/h21.pdf": "平成21年度"}).replace("<head>", f"<head><meta charset='{charset}'>")
    body = page.encode(charset).replace(b"</body>", b"<p>\xfd\xff</p></body>" if spoilt else b"</body>")
    with open_site() as site:
        site.put("/index.htm", body)
        site.put("/h21.pdf", (DOCUMENTS / "mext_h21_kekka.pdf").read_bytes())
        seen = visit(site, Home(tmp_path), "2025-01-05", [])
        assert not told(seen)
        ((posted, _),) = seen.landed
        assert posted.edition == "FY2009"


def test_a_file_that_is_not_read_is_told(tmp_path: Path) -> None:
    with open_site() as site:
        site.put("/index.htm", listing({"/all.zip": "令和5年度", "/h21.pdf": "平成21年度"}))
        site.put("/h21.pdf", (DOCUMENTS / "mext_h21_kekka.pdf").read_bytes())
        seen = visit(site, Home(tmp_path), "2025-01-05", [])
        assert told(seen) == {"all.zip": "link_not_read: 「PDF形式」 leads to a .zip file: none is read"}
        assert "/all.zip" not in {asked.path for asked in site.asked}
