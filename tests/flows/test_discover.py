"""A year of visits to a site built like the ministries': every edition lands, and every change is noticed."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from extract.mapping import Source, load
from flows import promises, standing, visiting
from flows.publishers import memory
from flows.publishers.web import Web
from flows.visiting import Visit
from tests.flows.ministry import Resource, Site, open_site
from warehouse import landing
from warehouse.home import Home

KNOWN = load()
DOCUMENTS = Path(__file__).parents[1] / "documents"
SURVEY, INDICATORS = "mext_sangaku_jisshi", "nistep_sti_indicators"
OLD = "/component/a_menu/__icsFiles/afieldfile/2010/07/22/1296577_01.pdf"
BY_YEAR = "/content/20111130-mxt_sanchi02-000012345_1-01.pdf"
PAGE_2010, PAGE_2012 = "/a_menu/shinkou/sangaku/1413730_00013.htm", "/a_menu/shinkou/sangaku/1413730_00005.html"
INDEX, MOVED = "/a_menu/shinkou/sangaku/1413730.htm", "/a_menu/shinkou/sangaku/index.html"
TABLES = "/sti_indicator/2025/RM349_table.html"
WORKBOOK = "/sti_indicator/2025/hyoudata/STI2025_5-4-05.xlsx"
FY2012, FY2013 = "/content/20131219-mxt_sanchi02-000000001_1.pdf", "/content/20141128-mxt_sanchi02-000000002_1.pdf"


def sample(name: str) -> bytes:
    return (DOCUMENTS / name).read_bytes()


def index(site: Site, *, years: str = "", text: str = "PDF形式：200KB", old: bool = True) -> str:
    """A landing page in the old manner: cp932, absolute http links, a foreign link, navigation."""
    listed = f'<li>平成21年度　調査結果（<a href="{site.url(OLD)}">{text}</a>）</li>' if old else ""
    return f"""<html><head><meta charset="Shift_JIS">
    <title>大学等における産学連携等実施状況について</title></head><body>
    <nav><a href="/map.pdf">サイトマップ</a><a href="/top.htm">トップ</a></nav>
    <h1>大学等における産学連携等実施状況について</h1>
    <p>調査の結果を公表します。<a href="/inquiry.htm">お問い合わせ</a></p>
    <ul>{listed}<li><a href="1413730_00013.htm">平成22年度</a></li>{years}</ul>
    <p>産学連携等実施状況の資料（<a href="{site.url("/x.pdf", "localhost")}">他機関</a>、
    <a href="/private/y.pdf">PDF</a>）</p>
    </body></html>"""


def year_page(year: str, link: str) -> str:
    return f"""<!DOCTYPE html><html lang="ja"><head><title>文部科学省</title></head><body>
    <div><h2>{year}　大学等における産学連携等実施状況について</h2></div>
    <dl><dt>概要</dt><dd>{link}</dd></dl></body></html>"""


def tables(words: str = "5-4-5 大学等の民間企業等との共同研究等") -> str:
    return f"""<html><head><title>科学技術指標2025 統計集</title></head><body><h1>科学技術指標2025</h1><table>
    <tr><th>表番号</th><th>表</th><th>データ</th></tr>
    <tr><td>第5章</td><td>{words}</td>
    <td><a href="hyoudata/STI2025_5-4-05.xlsx"><img alt="Excel" src="x.png"></a></td></tr>
    <tr><td>第5章</td><td>5-4-6 特許出願数</td><td><a href="hyoudata/STI2025_5-4-06.xlsx">Excel</a></td></tr>
    </table></body></html>"""


@pytest.fixture
def site() -> Iterator[Site]:
    with open_site() as opened:
        opened.put("/robots.txt", "User-agent: *\nDisallow: /private/\n")
        opened.put(INDEX, index(opened), charset="cp932")
        opened.put(OLD, sample("mext_h21_kekka.pdf"), "date")
        opened.put(PAGE_2010, year_page("平成22年度", f'<a href="{BY_YEAR}">PDF形式</a>'), "none")
        opened.put(BY_YEAR, sample("mext_h22_kekka.pdf"))
        opened.put(TABLES, tables())
        opened.put(WORKBOOK, sample("STI2025_5-4-05.xlsx"))
        yield opened


def sources(site: Site) -> tuple[Source, ...]:
    """The project's own sources, with this site in place of the ministries'."""
    at = {SURVEY: site.url(INDEX), INDICATORS: site.url(TABLES)}
    moved = (replace(one, hosts=("127.0.0.1",), landing=(at[one.id],) if one.id in at else ()) for one in KNOWN)
    return tuple(moved)


def visit(site: Site, home: Home, day: str) -> dict[str, Visit]:
    """All visits of a day."""
    site.asked.clear()
    known = sources(site)
    with Web(interval=0, pause=lambda _: None) as web:
        return {one.id: visiting.visit(home, one, known, web, f"{day}T06:00:00+09:00") for one in known if one.landing}


def told(visits: dict[str, Visit]) -> set[tuple[str, str]]:
    return {(finding.kind, finding.about.rsplit("/", 1)[-1]) for one in visits.values() for finding in one.new}


def wrong(visits: dict[str, Visit]) -> set[str]:
    return {finding.kind for one in visits.values() for finding in one.wrong} - {"overdue"}


STANDING = {"file_unreachable"}  # the foreign host and the forbidden path, from the first visit on


def nothing(_: Site) -> None:
    """A quiet month."""


def posted_under_a_lower_number(site: Site) -> None:
    site.put(INDEX, index(site, years=f'<li><a href="{PAGE_2012}">平成24年度</a></li>'), charset="cp932")
    site.put(PAGE_2012, year_page("平成24年度", f'<p>（<a href="{FY2012}">PDF</a>）</p>'))
    site.put(FY2012, sample("mext_h24_kekka.pdf"))


def replaced(site: Site) -> None:
    site.put(BY_YEAR, sample("mext_h22_kekka.pdf") + b"\n% corrected\n")


def other_headers_same_bytes(site: Site) -> None:
    site.resources[BY_YEAR].version = 1
    site.resources[OLD].version = 1


def other_words(site: Site) -> None:
    site.put(INDEX, index(site, text="報告書", years=f'<li><a href="{PAGE_2012}">平成24年度</a></li>'), charset="cp932")


def gone_and_broken(site: Site) -> None:
    site.put(INDEX, index(site, old=False, years=f'<li><a href="{PAGE_2012}">平成24年度</a></li>'), charset="cp932")
    site.resources[TABLES].status = 503


def moved(site: Site) -> None:
    site.resources[TABLES].status = 200
    site.resources[MOVED] = site.resources[INDEX]
    site.resources[INDEX] = Resource(status=301, location=MOVED)


def a_page_for_a_file(site: Site) -> None:
    more = f'<p>平成25年度の<a href="{FY2013}">PDF形式：1MB</a></p>'
    site.put(PAGE_2012, year_page("平成24年度", f'<p>（<a href="{FY2012}">PDF</a>）</p>{more}'))
    site.put(FY2013, "<!DOCTYPE html><html><body>お探しのページは見つかりません</body></html>")


def the_file_and_a_page_of_excuses(site: Site) -> None:
    site.put(FY2013, sample("mext_h25_kekka.pdf"))
    site.put(TABLES, "<html><body><h1>お探しのページは見つかりませんでした</h1></body></html>")


def link_to_a_page(site: Site) -> None:
    site.put(TABLES, tables(words="大学と企業の研究"))


YEAR: list[tuple[str, Callable[[Site], None], int, set[tuple[str, str]], set[str]]] = [
    (
        "2013-12-05",
        nothing,
        3,
        {("overdue", "FY2011"), ("file_unreachable", "x.pdf"), ("file_unreachable", "y.pdf")},
        set(),
    ),
    ("2014-01-05", nothing, 0, set(), set()),
    ("2014-02-05", nothing, 0, set(), set()),
    ("2014-03-05", nothing, 0, {("overdue", "FY2012")}, set()),
    ("2014-04-05", posted_under_a_lower_number, 1, set(), set()),
    ("2014-05-05", replaced, 1, {("file_replaced", BY_YEAR.rsplit("/", 1)[-1])}, set()),
    ("2014-06-05", other_headers_same_bytes, 0, set(), set()),
    ("2014-07-05", other_words, 0, {("link_text_changed", "1296577_01.pdf")}, set()),
    (
        "2014-08-05",
        gone_and_broken,
        0,
        {("link_gone", "1296577_01.pdf"), ("page_unreachable", "RM349_table.html")},
        {"page_unreachable"},
    ),
    ("2014-09-05", moved, 0, {("page_moved", "1413730.htm")}, {"page_moved"}),
    (
        "2014-10-05",
        a_page_for_a_file,
        0,
        {("not_what_its_link_says", FY2013.rsplit("/", 1)[-1])},
        {"page_moved", "not_what_its_link_says"},
    ),
    (
        "2014-11-05",
        the_file_and_a_page_of_excuses,
        1,
        {
            ("file_replaced", FY2013.rsplit("/", 1)[-1]),
            ("page_names_nothing", "RM349_table.html"),
            ("link_gone", "STI2025_5-4-05.xlsx"),
        },
        {"page_moved", "page_names_nothing"},
    ),
]


def test_a_year_of_visits(site: Site, tmp_path: Path) -> None:
    home = Home(tmp_path)
    for day, change, new, noticed, lasting in YEAR:
        change(site)
        visits = visit(site, home, day)
        assert sum(one.arrived.new for one in visits.values()) == new, day
        assert told(visits) == noticed, day
        assert wrong(visits) == lasting | STANDING, day
        assert not [asked for asked in site.asked if "localhost" in asked.host or "private" in asked.path]
        paths = [asked.path for asked in site.asked if asked.status < 500]
        assert sorted(set(paths)) == sorted(paths), f"{day}: nothing is asked twice"
        assert not {"/map.pdf", "/top.htm", "/inquiry.htm", "/sti_indicator/2025/hyoudata/STI2025_5-4-06.xlsx"} & set(
            paths
        )
        if change is nothing and day > "2013-12-05":
            given = {asked.path for asked in site.asked if asked.status == 200}
            assert given == {"/robots.txt", PAGE_2010}, "all that can be asked conditionally is"
    editions = {
        (arrival.url or "").rsplit("/", 1)[-1]: (arrival.source, arrival.edition)
        for entry in landing.ledger(home).entries
        for arrival in entry.arrivals
    }
    assert editions == {
        "1296577_01.pdf": (SURVEY, "FY2009"),
        BY_YEAR.rsplit("/", 1)[-1]: (SURVEY, "FY2010"),
        FY2012.rsplit("/", 1)[-1]: (SURVEY, "FY2012"),
        FY2013.rsplit("/", 1)[-1]: (SURVEY, "FY2013"),
        "STI2025_5-4-05.xlsx": (INDICATORS, "2025"),
    }
    assert len(landing.ledger(home).entries) == 6  # the replaced one is a document of its own
    assert all("contact" in asked.agent for asked in site.asked)
    late = {finding.about for finding in memory.load(home.seen).of(SURVEY) if finding.kind == "overdue"}
    assert late == {"FY2011"}, "an edition that never came stays overdue, whatever came after it"


def test_words_that_change_lose_no_document(site: Site, tmp_path: Path) -> None:
    """A workbook that no word names any more is still looked after; a new one that none names is told."""
    home = Home(tmp_path)
    visit(site, home, "2014-01-05")
    site.put(
        TABLES,
        tables("大学と企業の研究").replace("</table>", '<tr><td><a href="new.xlsx">新しい表</a></td></tr></table>'),
    )
    site.put(WORKBOOK, sample("STI2025_5-4-05.xlsx") + b"\0")
    visits = visit(site, home, "2014-02-05")
    assert visits[INDICATORS].arrived.new == 1
    assert told(visits) == {("file_replaced", "STI2025_5-4-05.xlsx"), ("link_not_understood", "new.xlsx")}


def test_without_its_memory_nothing_is_lost(site: Site, tmp_path: Path) -> None:
    home = Home(tmp_path)
    visit(site, home, "2014-01-05")
    before = landing.ledger(home).entries
    home.seen.write_text("{", encoding="utf-8")
    visits = visit(site, home, "2014-02-05")
    assert sum(one.arrived.known for one in visits.values()) == 3
    assert landing.ledger(home).entries == before
    assert {kind for kind, _ in told(visits)} == {"overdue", "file_unreachable"}


def test_nobody_is_at_home(tmp_path: Path) -> None:
    source = replace(KNOWN[0], landing=("http://127.0.0.1:1/index.htm",), hosts=("127.0.0.1",))
    with Web(interval=0, pause=lambda _: None) as web:
        seen = visiting.visit(Home(tmp_path), source, (source,), web, "2026-01-05T00:00:00")
    assert [finding.kind for finding in seen.wrong if finding.kind != "overdue"] == ["page_unreachable"]
    assert "ConnectError" in str(seen.wrong[0])


def test_a_file_of_another_edition_or_source_is_doubtful(site: Site, tmp_path: Path) -> None:
    home = Home(tmp_path)
    visit(site, home, "2014-01-05")
    entry = next(entry for entry in landing.ledger(home).entries if entry.name in BY_YEAR)
    assert promises.broken(entry, SURVEY, "FY2010") is None
    assert promises.broken(entry, SURVEY, "FY2009") == "its link says FY2010, it says FY2009"
    assert promises.broken(entry, INDICATORS, "2025") == f"its link is {SURVEY}'s, it is {INDICATORS}'s"
    assert promises.broken(entry, None, None) == f"its link is {SURVEY}'s, it is no source's"


def test_status_tells_every_finding(site: Site, tmp_path: Path) -> None:
    home = Home(tmp_path)
    site.put(INDEX, "<html><h1>工事中</h1></html>")
    visit(site, home, "2014-01-05")
    text = "\n".join(standing.lines(home, date(2014, 1, 6)))
    assert "mext_sangaku_jisshi: 0 editions, the last is none, last seen 2014-01-05" in text
    assert f"page names nothing {site.url(INDEX)}: no link on this page is named by the source's words" in text
    assert "overdue FY2011: was due by 2013-02-28 and has not landed" in text
    assert "jpo_annual_report: 0 editions, the last is none, never looked at" in text
