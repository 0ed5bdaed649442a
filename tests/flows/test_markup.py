"""Whose document a link leads to, and of which edition, in the markup of many years and hands."""

import pytest

from extract.mapping import load
from flows.publishers import links, naming

SOURCES = {source.id: source for source in load()}
SURVEY = "mext_sangaku_jisshi"
BY_INSTITUTION = "mext_sangaku_kikanbetsu"
ADDRESS = "http://www.mext.go.jp/a_menu/shinkou/sangaku/1413730.htm"
NAME = "大学等における産学連携等実施状況について"


def page(body: str, head: str = f"<title>{NAME}</title>") -> str:
    return f"<html><head>{head}</head><body>{body}</body></html>"


HEAD = f"<h1>{NAME}</h1>"

CASES: dict[str, tuple[str, dict[str, str], list[str]]] = {
    "dl": (
        page(
            f"{HEAD}<dl><dt>平成26年度</dt><dd><a href='a.pdf'>概要（PDF）</a></dd><dd>"
            "<a href='b.pdf'>本文（PDF）</a></dd><dt>平成25年度</dt><dd><a href='c.pdf'>PDF</a></dd></dl>"
        ),
        {"a.pdf": "FY2014", "b.pdf": "FY2014", "c.pdf": "FY2013"},
        [],
    ),
    "rowspan": (
        page(
            f"{HEAD}<table><tr><th>年度</th><th>資料</th><th>ファイル</th></tr><tr><td rowspan=2>平成26年度</td>"
            "<td>概要</td><td><a href='a.pdf'>PDF</a></td></tr><tr><td>本文</td><td><a href='b.pdf'>PDF</a>"
            "</td></tr><tr><td rowspan='2'>平成25年度</td><td>概要</td><td><a href='c.pdf'>PDF</a></td></tr>"
            "<tr><td>本文</td><td><a href='d.pdf'>PDF</a></td></tr></table>"
        ),
        {"a.pdf": "FY2014", "b.pdf": "FY2014", "c.pdf": "FY2013", "d.pdf": "FY2013"},
        [],
    ),
    "colhead": (
        page(
            f"{HEAD}<table><tr><th></th><th>平成26年度</th><th>平成25年度</th></tr><tr><th>概要</th><td>"
            "<a href='a.pdf'>PDF</a></td><td><a href='b.pdf'>PDF</a></td></tr></table>"
        ),
        {"a.pdf": "FY2014", "b.pdf": "FY2013"},
        [],
    ),
    "colspan": (
        page(
            f"{HEAD}<table><tr><th>区分</th><th colspan=2>平成26年度</th><th colspan=2>平成25年度</th></tr><tr>"
            "<td></td><td>PDF</td><td>Excel</td><td>PDF</td><td>Excel</td></tr><tr><td>概要</td><td>"
            "<a href='a.pdf'>PDF</a></td><td><a href='a.xlsx'>Excel</a></td><td><a href='b.pdf'>PDF</a></td>"
            "<td><a href='b.xlsx'>Excel</a></td></tr></table>"
        ),
        {"a.pdf": "FY2014", "a.xlsx": "FY2014", "b.pdf": "FY2013", "b.xlsx": "FY2013"},
        [],
    ),
    "tworow head": (
        page(
            f"{HEAD}<table><tr><th rowspan=2>区分</th><th colspan=2>年度</th></tr><tr><th>平成26年度</th>"
            "<th>平成25年度</th></tr><tr><td>概要</td><td><a href='a.pdf'>PDF</a></td><td>"
            "<a href='b.pdf'>PDF</a></td></tr></table>"
        ),
        {"a.pdf": "FY2014", "b.pdf": "FY2013"},
        [],
    ),
    "head 2 up": (
        page(
            f"{HEAD}<h2>平成26年度</h2><div class=x><h3>報告書</h3><div><ul><li><a href='a.pdf'>全体版</a></li>"
            "</ul></div></div><h2>平成25年度</h2><div><h3>報告書</h3><div><ul><li><a href='b.pdf'>全体版</a>"
            "</li></ul></div></div>"
        ),
        {"a.pdf": "FY2014", "b.pdf": "FY2013"},
        [],
    ),
    "flat heads": (
        page(
            f"{HEAD}<h2>平成26年度</h2><h3>報告書</h3><p><a href='a.pdf'>全体版</a></p><h3>資料編</h3><p>"
            "<a href='a2.pdf'>PDF</a></p><h2>平成25年度</h2><h3>報告書</h3><p><a href='b.pdf'>全体版</a></p>"
        ),
        {"a.pdf": "FY2014", "a2.pdf": "FY2014", "b.pdf": "FY2013"},
        [],
    ),
    "flat ul": (
        page(
            f"{HEAD}<h2>平成26年度</h2><h3>報告書</h3><ul><li><a href='a.pdf'>全体版</a></li><li>"
            "<a href='a1.pdf'>1章</a></li></ul><h2>平成25年度</h2><h3>報告書</h3><ul><li>"
            "<a href='b.pdf'>全体版</a></li><li><a href='b1.pdf'>1章</a></li></ul>"
        ),
        {"a.pdf": "FY2014", "a1.pdf": "FY2014", "b.pdf": "FY2013", "b1.pdf": "FY2013"},
        [],
    ),
    "img alt": (
        page(f"{HEAD}<p><a href='a.pdf'><img src=x.gif alt='平成26年度 実施状況 PDF'></a></p>"),
        {"a.pdf": "FY2014"},
        [],
    ),
    "base": (
        page(
            f"{HEAD}<p>平成26年度<a href='x/a.pdf'>PDF</a></p>",
            f"<title>{NAME}</title><base href='http://www.mext.go.jp/component/'>",
        ),
        {"component/x/a.pdf": "FY2014"},
        [],
    ),
    "upper": (
        (
            f"<HTML><HEAD><TITLE>{NAME}</TITLE></HEAD><BODY><UL><LI>平成１６年度　<A HREF='A.PDF'>ＰＤＦ</A>"
            "</UL></BODY></HTML>"
        ),
        {"A.PDF": "FY2004"},
        [],
    ),
    "jp url": (
        page(
            f"{HEAD}<p>平成26年度<a href='/content/平成26年度結果.pdf'>P"
            "DF</a>　平成25年度<a href='/content/%E5%B9%B3%E6%88%9025.pdf'>PDF</a></p>"
        ),
        {"%E5%B9%B4%E5%BA%A6%E7%B5%90%E6%9E%9C.pdf": "FY2014", "%E5%B9%B3%E6%88%9025.pdf": "FY2013"},
        [],
    ),
    "query": (
        page(f"{HEAD}<p>平成26年度<a href='/download?id=12&type=pdf'>PDF形式</a></p>"),
        {"/download?id=12&type=pdf": "FY2014"},
        [],
    ),
    "fragment/twice": (
        page(f"{HEAD}<p>平成26年度<a href='a.pdf#page=2'>概要</a>／<a href='a.pdf'>PDF</a></p>"),
        {"a.pdf": "FY2014"},
        [],
    ),
    "reiwa gannen": (
        page(
            f"{HEAD}<ul><li>令和元年度　<a href='a.pdf'>PDF</a></li>"
            "<li>平成31年度（令和元年度）<a href='b.pdf'>PDF</a></li><li>R2年度<a href='c.pdf'>PDF</a></li>"
            "<li>令和３年度（2021年度）<a href='d.pdf'>PDF</a></li><li>２０２２年度<a href='e.pdf'>PDF</a>"
            "</li><li>H30年度<a href='f.pdf'>PDF</a></li></ul>"
        ),
        {
            "a.pdf": "FY2019",
            "b.pdf": "FY2019",
            "c.pdf": "FY2020",
            "d.pdf": "FY2021",
            "e.pdf": "FY2022",
            "f.pdf": "FY2018",
        },
        [],
    ),
    "subpages": (
        page(
            f"{HEAD}<ul><li><a href='1413730_00005.htm'>平成30年度</a></li><li>"
            "<a href='./1413730_00013.html'>令和2年度</a></li><li><a href='/top.htm'>トップ</a></li></ul>"
        ),
        {},
        ["1413730_00005.htm", "1413730_00013.html"],
    ),
    "subpages named": (
        page(
            f"<h1>産学連携</h1><ul><li><a href='1413730_00005.htm'>{NAME}（平成30年度）</a></li></ul>",
            "<title>産学連携</title>",
        ),
        {},
        ["1413730_00005.htm"],
    ),
    "zip/html data": (
        page(f"{HEAD}<p>平成26年度<a href='a.zip'>ZIP</a><a href='a.xls'>Excel</a></p>"),
        {"a.xls": "FY2014"},
        [],
    ),
    "br list": (
        page(f"{HEAD}平成26年度 <a href='a.pdf'>PDF</a><br>平成25年度 <a href='b.pdf'>PDF</a><br>"),
        {"a.pdf": "FY2014", "b.pdf": "FY2013"},
        [],
    ),
    "year in link text only": (
        page(
            f"{HEAD}<ul><li><a href='a.pdf'>平成26年度 {NAME}（PDF:1.2MB）</a></li><li>"
            "<a href='b.pdf'>同 平成25年度（PDF:1.2MB）</a></li></ul>"
        ),
        {"a.pdf": "FY2014", "b.pdf": "FY2013"},
        [],
    ),
    "published date near": (
        page(f"{HEAD}<ul><li>平成26年度（平成27年11月27日公表）<a href='a.pdf'>PDF</a></li></ul>"),
        {"a.pdf": "FY2014"},
        [],
    ),
    "kikanbetsu beside": (
        page(
            f"{HEAD}<h2>令和2年度</h2><ul><li><a href='a.pdf'>概要</a></li><li>"
            "<a href='k.xlsx'>機関別実績（Excel）</a></li></ul>"
        ),
        {"a.pdf": "FY2020", "k.xlsx": "FY2020 by institution"},
        [],
    ),
    "details": (
        page(f"{HEAD}<details><summary>令和2年度</summary><ul><li><a href='a.pdf'>概要</a></li></ul></details>"),
        {"a.pdf": "FY2020"},
        [],
    ),
    "figure area": (
        page(
            f"{HEAD}<h2>令和2年度</h2><map name=m><area shape=rect coords='0,0,1,1' href='a.pdf' alt='概要 PDF'></map>"
        ),
        {"a.pdf": "FY2020"},
        [],
    ),
    "strong para heads": (
        page(
            f"{HEAD}<p><strong>令和2年度</strong></p><p><a href='a.pdf'>概要</a></p><p><a href='a2.pdf'>本文</a>"
            "</p><p><strong>令和元年度</strong></p><p><a href='b.pdf'>概要</a></p><p>"
            "<a href='b2.pdf'>本文</a></p>"
        ),
        {"a.pdf": "FY2020", "a2.pdf": "FY2020", "b.pdf": "FY2019", "b2.pdf": "FY2019"},
        [],
    ),
    "div rows": (
        page(
            f"{HEAD}<div class=row><div class=y>令和2年度</div><div class=f><a href='a.pdf'>概要</a></div></div>"
            "<div class=row><div class=y>令和元年度</div><div class=f><a href='b.pdf'>概要</a></div></div>"
        ),
        {"a.pdf": "FY2020", "b.pdf": "FY2019"},
        [],
    ),
    "year th row": (
        page(
            f"{HEAD}<table><tr><th colspan=2>令和2年度</th></tr><tr><td>概要</td><td><a href='a.pdf'>PDF</a>"
            "</td></tr><tr><td>本文</td><td><a href='a2.pdf'>PDF</a></td></tr><tr>"
            "<th colspan=2>令和元年度</th></tr><tr><td>概要</td><td><a href='b.pdf'>PDF</a></td></tr>"
            "</table>"
        ),
        {"a.pdf": "FY2020", "a2.pdf": "FY2020", "b.pdf": "FY2019"},
        [],
    ),
    "caption": (
        page(
            f"{HEAD}<table><caption>令和2年度</caption><tr><td>概要</td><td><a href='a.pdf'>PDF</a></td></tr>"
            "</table><table><caption>令和元年度</caption><tr><td>概要</td><td><a href='b.pdf'>PDF</a></td>"
            "</tr></table>"
        ),
        {"a.pdf": "FY2020", "b.pdf": "FY2019"},
        [],
    ),
    "nested in font/b": (
        page(
            f"{HEAD}<p><font size=2><b>平成26年度</b>：<font color=red><a href=a.pdf><u>PDF</u></a></font></font></p>"
        ),
        {"a.pdf": "FY2014"},
        [],
    ),
    "session id": (
        page(f"{HEAD}<p>平成26年度<a href='a.pdf;jsessionid=AB12'>PDF</a></p>"),
        {"a.pdf;jsessionid=AB12": "FY2014"},
        [],
    ),
    "nested list": (
        page(
            f"{HEAD}<ul><li>令和2年度<ul><li><a href='a.pdf'>概要</a></li><li><a href='a2.pdf'>本文</a></li>"
            "</ul></li><li>令和元年度<ul><li><a href='b.pdf'>概要</a></li></ul></li></ul>"
        ),
        {"a.pdf": "FY2020", "a2.pdf": "FY2020", "b.pdf": "FY2019"},
        [],
    ),
    "sublist in no li": (
        page(
            f"{HEAD}<ul><li><p>令和2年度</p><ul><li><a href='a.pdf'>概要</a></li><li><a href='a2.pdf'>本文</a>"
            "</li></ul></li></ul>"
        ),
        {"a.pdf": "FY2020", "a2.pdf": "FY2020"},
        [],
    ),
    "data across years in text": (
        page(f"{HEAD}<h2>令和2年度</h2><ul><li><a href='a.pdf'>共同研究の推移（平成28年度～令和2年度）</a></li></ul>"),
        {"a.pdf": "FY2020"},
        [],
    ),
    "year after link": (
        page(
            f"{HEAD}<ul><li><a href='a.pdf'>概要</a>（令和2年度）</li><li>"
            "<a href='b.pdf'>概要</a>（令和元年度）</li></ul>"
        ),
        {"a.pdf": "FY2020", "b.pdf": "FY2019"},
        [],
    ),
    "title attr": (
        page(
            f"{HEAD}<p><a href='a.pdf' title='令和2年度 概要'>PDF</a></p><p>"
            "<a href='b.pdf' title='令和元年度 概要'>PDF</a></p>"
        ),
        {"a.pdf": "FY2020", "b.pdf": "FY2019"},
        [],
    ),
    "aria": (
        page(
            f"{HEAD}<p><a href='a.pdf' aria-label='令和2年度 概要 PDF'>PDF</a></p><p>"
            "<a href='b.pdf' aria-label='令和元年度 概要'>PDF</a></p>"
        ),
        {"a.pdf": "FY2020", "b.pdf": "FY2019"},
        [],
    ),
    "nbsp/ideographic": (
        page(
            f"{HEAD}<p>令和&nbsp;2&nbsp;年度　<a href='a.pdf'>PDF</a></p><p>平成 ２６ 年度<a href='b.pdf'>PDF</a></p>"
        ),
        {"a.pdf": "FY2020", "b.pdf": "FY2014"},
        [],
    ),
    "section heading": (
        page(
            f"{HEAD}<section><header><h2>令和2年度</h2></header><div><p>報告書</p><a href='a.pdf'>PDF</a></div>"
            "</section><section><header><h2>令和元年度</h2></header><div><p>報告書</p>"
            "<a href='b.pdf'>PDF</a></div></section>"
        ),
        {"a.pdf": "FY2020", "b.pdf": "FY2019"},
        [],
    ),
}
"""By what it shows: a page, the documents on it with their editions, and the pages of editions that it leads to."""


@pytest.mark.parametrize("case", CASES)
def test_editions_of_documents_and_their_pages(case: str) -> None:
    html, documents, pages = CASES[case]
    found = links.read(html, ADDRESS).links
    editions = {}
    for link in found:
        if naming.kinds(link):
            (owner,) = naming.owners(link, SOURCES.values())
            edition = naming.edition(link.scopes, SOURCES[SURVEY])
            at = next(name for name in documents if link.url.endswith(name))
            editions[at] = f"{edition} by institution" if owner == BY_INSTITUTION else edition
            assert owner in (SURVEY, BY_INSTITUTION)
    assert editions == documents
    below = [link.url for link in found if naming.leads_to_page(link) and naming.is_about(link, SOURCES[SURVEY])]
    assert [url.rsplit("/", 1)[-1] for url in below] == pages
