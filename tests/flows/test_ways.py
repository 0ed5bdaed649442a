"""Round-about ways to a document: pages in frames, pages that have moved, editions whose addresses nobody can know."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from extract.mapping import Source, load
from flows import visiting
from flows.publishers import links
from flows.publishers.web import Web
from flows.visiting import Visit
from tests.flows.ministry import Site, open_site
from warehouse.home import Home

KNOWN = {source.id: source for source in load()}
SURVEY, INDICATORS = KNOWN["mext_sangaku_jisshi"], KNOWN["nistep_sti_indicators"]
DOCUMENTS = Path(__file__).parents[1] / "documents"
NAME = "大学等における産学連携等実施状況について"
LISTED = "<ul><li>平成21年度　調査結果（<a href='h21.pdf'>PDF</a>）</li></ul>"


@pytest.fixture
def site() -> Iterator[Site]:
    with open_site() as opened:
        opened.put("/h21.pdf", (DOCUMENTS / "mext_h21_kekka.pdf").read_bytes())
        opened.put("/h22.pdf", (DOCUMENTS / "mext_h22_kekka.pdf").read_bytes())
        yield opened


def visit(site: Site, home: Home, source: Source = SURVEY, day: str = "2025-01-05") -> Visit:
    site.asked.clear()
    here = replace(source, hosts=("127.0.0.1",), landing=(site.url("/index.htm"),), due={})
    with Web(interval=0, pause=lambda _: None) as web:
        return visiting.visit(home, here, (here,), web, f"{day}T06:00:00+09:00")


def told(seen: Visit) -> dict[str, str]:
    return {finding.about.rsplit("/", 1)[-1]: f"{finding.kind}: {finding.detail}" for finding in seen.new}


def editions(seen: Visit) -> set[str | None]:
    return {posted.edition for posted, _ in seen.landed}


def frameset(*frames: str, title: str = NAME) -> str:
    shown = "".join(f'<frame src="{frame}">' for frame in frames)
    return f'<html><head><title>{title}</title></head><frameset cols="20%,80%">{shown}</frameset></html>'


def test_what_stands_in_the_frames_of_a_page_stands_under_its_title(site: Site, tmp_path: Path) -> None:
    elsewhere = site.url("/banner.htm", "localhost")
    site.put("/index.htm", frameset("menu.htm", "main.htm", elsewhere), charset="cp932")
    site.put("/menu.htm", "<html><body><a href='/top.htm'>トップ</a></body></html>")
    site.put("/main.htm", f"<html><body>{LISTED}<iframe src='more.htm'></iframe></body></html>")
    site.put("/more.htm", "<html><body><p>平成22年度　調査結果（<a href='h22.pdf'>PDF</a>）</p></body></html>")
    home = Home(tmp_path)
    first = visit(site, home)
    assert editions(first) == {"FY2009", "FY2010"}
    assert not told(first)
    assert "/banner.htm" not in {asked.path for asked in site.asked}
    again = visit(site, home, day="2025-02-05")
    assert not told(again)
    assert [asked.path for asked in site.asked if asked.status != 304] == ["/robots.txt"], (
        "frames are asked as pages are"
    )
    assert {"/menu.htm", "/main.htm", "/more.htm"} <= {asked.path for asked in site.asked}
    site.put("/more.htm", "<html><body><p>工事中</p></body></html>")
    site.put("/main.htm", f"<html><body>{LISTED}<p>令和元年度（<a href='r1.pdf'>PDF</a>）</p></body></html>")
    site.put("/r1.pdf", (DOCUMENTS / "mext_h24_kekka.pdf").read_bytes())
    assert editions(visit(site, home, day="2025-03-05")) == {"FY2019"}


def test_frames_that_name_nothing_and_frames_that_hold_each_other(site: Site, tmp_path: Path) -> None:
    site.put("/index.htm", frameset("menu.htm", "index.htm"))
    site.put("/menu.htm", frameset("index.htm", "menu.htm"))
    assert told(visit(site, Home(tmp_path))) == {
        "index.htm": "page_names_nothing: no link on this page is named by the source's words"
    }
    assert [asked.path for asked in site.asked] == ["/robots.txt", "/index.htm", "/menu.htm"]


NOTICES = {
    "a link": "<p>このページは下記のURLに移動しました。<br>ブックマークの変更をお願いします。</p>"
    "<a href='/new.htm'>新しいページ</a>",
    "below a logo": "<a href='/'><img alt='文部科学省'></a>"
    "<p>ページが移転いたしました。→ <a href='/new.htm'>こちら</a></p>",
    "in a table": "<table><tr><td>当サイトのアドレスが変わりました</td></tr>"
    "<tr><td><a href='/new.htm'>新URL</a></td></tr></table>",
}


@pytest.mark.parametrize("notice", NOTICES)
def test_a_page_that_says_that_it_has_moved_is_told_and_followed(site: Site, tmp_path: Path, notice: str) -> None:
    site.put("/index.htm", f"<html><head><title>お知らせ</title></head><body>{NOTICES[notice]}</body></html>")
    site.put("/new.htm", f"<html><head><title>{NAME}</title></head><body>{LISTED}</body></html>")
    seen = visit(site, Home(tmp_path))
    (said,) = told(seen).values()
    assert said.startswith("page_moved: it says 「")
    assert said.endswith(site.url("/new.htm"))
    assert editions(seen) == {"FY2009"}


def test_a_page_that_sends_its_readers_on_is_told_and_followed(site: Site, tmp_path: Path) -> None:
    onward = "<meta http-equiv='Refresh' content='5; URL=/new/'>"
    site.put("/index.htm", f"<html><head>{onward}</head><body>5秒後に移動します</body></html>")
    site.put("/new/", f"<html><head><title>{NAME}</title></head><body>{LISTED.replace('h21', '/h21')}</body></html>")
    seen = visit(site, Home(tmp_path))
    assert told(seen) == {"index.htm": f"page_moved: the page is now at {site.url('/new/')}"}
    assert editions(seen) == {"FY2009"}


def test_a_page_that_moved_to_a_host_that_is_not_declared_is_told_only(site: Site, tmp_path: Path) -> None:
    there = site.url("/new.htm", "localhost")
    site.put("/index.htm", f"<html><body>ページは<a href='{there}'>こちら</a>に移動しました</body></html>")
    assert told(visit(site, Home(tmp_path))) == {
        "index.htm": f"page_moved: it says 「ページはこちらに移動しました」: {there}"
    }
    assert not [asked for asked in site.asked if "localhost" in asked.host]


@pytest.mark.parametrize(
    "words",
    [
        "お探しのページは移動または削除された可能性があります。",
        "ただいま工事中です。",
        "ページの移動 " + "調査の結果を公表しています。" * 30,
    ],
)
def test_what_is_no_notice_of_a_move(words: str) -> None:
    assert links.read(f"<body>{words}<a href='/'>トップページへ</a></body>", "http://a.jp/x.htm").notice is None


def test_editions_are_found_from_the_page_of_their_series(site: Site, tmp_path: Path) -> None:
    """Each year the edition's pages have another number in their addresses: the words lead there."""
    site.put(
        "/index.htm",
        """<html><head><title>科学技術指標・科学計量学</title></head><body><h1>科学技術指標・科学計量学</h1>
        <p>最新版及びこれまでの報告書は<a href="indicators">科学技術指標報告書</a>をご覧ください。</p>
        <a href="benchmark">科学研究のベンチマーキング</a></body></html>""",
    )
    site.put(
        "/indicators",
        """<html><body><h1>科学技術指標</h1><ul><li><a href="/2026/NR212_00.html">科学技術指標2026</a></li>
        <li><a href="/2025/RM349_00.html">科学技術指標2025</a></li></ul></body></html>""",
    )
    for year, number in (("2026", "NR212"), ("2025", "RM349")):
        site.put(
            f"/{year}/{number}_00.html",
            f"""<html><head><title>科学技術指標{year}</title></head><body><h1>科学技術指標{year}　目次</h1>
            <a href="{number}_01.html">第1章 研究開発費</a><a href="{number}_table.html">統計集</a></body></html>""",
        )
        site.put(
            f"/{year}/{number}_table.html",
            f"""<html><head><title>科学技術指標{year} 統計集</title></head><body><table>
            <tr><td>表5-4-5</td><td>大学等の民間企業等との共同研究等</td><td><a href="t{year}.xlsx">Excel</a></td></tr>
            </table></body></html>""",
        )
        site.put(f"/{year}/t{year}.xlsx", (DOCUMENTS / "STI2025_5-4-05.xlsx").read_bytes() + year.encode())
    seen = visit(site, Home(tmp_path), INDICATORS)
    assert editions(seen) == {"2025", "2026"}
    assert not told(seen)
    asked = {one.path for one in site.asked}
    assert not {"/benchmark", "/2026/NR212_01.html"} & asked


def test_of_a_page_that_two_sources_share_each_is_told_what_it_misses(site: Site, tmp_path: Path) -> None:
    home, both = Home(tmp_path), (SURVEY, KNOWN["mext_sangaku_kikanbetsu"])
    other = "<p>平成22年度　機関別実績（<a href='h22.pdf'>PDF</a>）</p>"
    for day, rest in (("2025-01-05", other), ("2025-02-05", "")):
        site.put("/index.htm", f"<html><head><title>{NAME}</title></head><body>{LISTED}{rest}</body></html>")
        at = (site.url("/index.htm"),)
        here = [replace(one, hosts=("127.0.0.1",), landing=at, due={}) for one in both]
        site.asked.clear()
        with Web(interval=0, pause=lambda _: None) as web:
            seen = [visiting.visit(home, one, here, web, f"{day}T06:00:00+09:00") for one in here]
        assert [asked.path for asked in site.asked].count("/index.htm") == 1
    assert not told(seen[0])
    assert told(seen[1])["h22.pdf"].startswith("link_gone")
