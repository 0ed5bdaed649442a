"""The pages of results say what failed and why, and fetch nothing."""

import re
from pathlib import Path

from expectations.running import run
from expectations.suites import suite
from tests.warehouse.made import Figure, Paper
from warehouse import check_pages, connection, release, staging
from warehouse.home import Home

CRASHED = [result.as_dict() for result in run(suite("landing"), {}, {})]


def test_a_crash_is_shown_with_its_reason_and_text_is_escaped() -> None:
    rows = staging.results_frame(CRASHED, None).to_dict("records")
    page = check_pages.page([{**rows[0], "error": "<script>a|b"}, *rows[1:]], "a & b")
    assert "there is no frame" in page
    assert page.count('class="crashed') == len(CRASHED)
    assert "&lt;script&gt;" in page
    assert "a &amp; b" in page
    assert "<script" not in page


def test_a_release_keeps_the_results_and_the_index_leads_to_them(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    planned = release.plan(home, [Paper("x", "2020-01-01", [Figure(2014, 1)]).staged(home)])
    release.build(home, planned, judge=lambda _: (CRASHED, "it is refused"))
    site = home.release(planned.id) / "site"
    with connection.connect(home, planned.id) as warehouse:
        assert warehouse.execute("SELECT refused FROM release").fetchall() == [("it is refused",)]
        kept = warehouse.execute("SELECT DISTINCT stage, outcome FROM results WHERE document IS NULL").fetchall()
    assert kept == [("landing", "crashed")]
    assert 'href="checks.html"' in (site / "index.html").read_text(encoding="utf-8")
    index = (site / "checks.html").read_text(encoding="utf-8")
    for target in re.findall(r'href="([^"]+)"', index):
        page = (site / target).read_text(encoding="utf-8")
        assert not re.search(r"(src|href)=|https?:|@import|url\(", page)
    assert "checks/release.html" in index
