"""The page of results says what failed and why, and fetches nothing."""

import re

from expectations.rendering import html, markdown, summary
from expectations.running import run
from expectations.suites import suite

RESULTS = [result.as_dict() for result in run(suite("landing"), {}, {})]


def test_a_crash_is_shown_with_its_reason() -> None:
    assert summary(RESULTS) == {"passed": 0, "failed": 0, "crashed": len(RESULTS)}
    assert "there is no frame" in markdown(RESULTS, "landing")
    assert html(RESULTS, "landing").count('class="crashed') == len(RESULTS)


def test_text_is_escaped_and_nothing_is_fetched() -> None:
    page = html([{**RESULTS[0], "error": "<script>a|b"}], "a & b")
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert not re.search(r"(src|href)=|https?:|@import|url\(", page)
    assert "a\\|b" in markdown([{**RESULTS[0], "error": "a|b"}], "t")
