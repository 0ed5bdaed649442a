"""A layout moves, as the maintainer meets it: the commands tell what moved, what is not read, and what mends it."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.drift.files import xls, xlsx
from tests.drift.forms import Form, forms, laid, lined, renamed, scaled, turned, with_column, without
from tests.flows import plain_refresh
from warehouse.home import Home

RENAMED = {
    "学校コード": "大学等コード",
    "中小企業": "中小規模企業",
    "うち間接経費": "間接経費相当額",
    "件数": "実施件数",
}
UNREAD = {"大学等コード": "大学コード", "中小規模企業": "中小企業", "間接経費相当額": "間接経費"}
"""The new headings that no word is for, and those that are nearest to them."""
NEW = "スタートアップ企業"
YAML = "extract/sources/mext_sangaku_kikanbetsu.yaml"


def following(form: Form) -> Form:
    """The form three years later: turned round, in million yen, with a column gone, one new, and other words."""
    later = lined(form, lambda lines: (lines[0].replace("平成30年度", "令和3年度"), *lines[1:]))
    later = without(turned(scaled(renamed(later, RENAMED), "（百万円）", 1e3)), "大学等発ベンチャー")
    return with_column(later, ("企業規模別内訳", NEW, "実施件数"), "（件）", 3)


class Place:
    """A copy of the project, whose YAML may be changed, with a home of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.home = folder, folder / "home"
        for room in ("extract", "expectations", "warehouse", "flows"):
            shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))

    def run(self, *arguments: str) -> str:
        environment = {**os.environ, "PYTHONPATH": str(self.folder), "SANGAKU_HOME": str(self.home)}
        command = [sys.executable, "-m", "flows.command_line", *arguments]
        done = subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, text=True, timeout=600, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def rows(self, *arguments: str) -> list[dict[str, Any]]:
        return list(csv.DictReader(io.StringIO(self.run(*arguments, "--format", "csv"))))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Where this year's workbook stands published, and next year's came."""
    folder = tmp_path_factory.mktemp("drift")
    made, documents = Place(folder), folder / "documents"
    documents.mkdir()
    this = forms("h30_sangaku_kikanbetsu.xlsx", ("様式2", "様式5"))
    (documents / "h30.xlsx").write_bytes(xlsx([laid(form) for form in this]))
    plain_refresh.refresh(Home.at(made.home), documents)
    (made.home / "inbox").mkdir(exist_ok=True)
    (made.home / "inbox" / "r03.xls").write_bytes(xls([laid(following(form), merged=False) for form in this[:1]]))
    made.run("refresh")
    return made


def last(heading: str | None) -> str:
    return (heading or "").split(" / ")[-1]


def test_what_moved_is_told_as_headings(place: Place) -> None:
    told = json.loads(place.run("changes", "--format", "json"))["layout_drift"]
    drift = {(row["what"], last(row["heading"]), last(row["old_heading"])) for row in told}
    assert drift >= {
        ("renamed", "中小規模企業", "中小企業"),
        ("renamed", "実施件数", "件数"),
        ("renamed", "間接経費相当額", "うち間接経費"),
        ("gone", "大学等発ベンチャー", ""),
        ("new", NEW, ""),
        ("unit", "受入額（百万円）", "受入額（千円）"),
        ("unit", "間接経費相当額（百万円）", "間接経費相当額（千円）"),
    }
    assert any(what == "moved" for what, _, _ in drift)
    assert {row["axis"] for row in told if row["heading"]} == {"column"}


ALIKE = """SELECT count(*) AS figures, count(*) FILTER (abs(a.value - b.value) <= b.precision) AS alike
    FROM observations a JOIN observations b ON a.indicator = b.indicator AND a.scope = b.scope
        AND (a.institution, a.partner, a.size_class, a.sector)
            IS NOT DISTINCT FROM (b.institution, b.partner, b.size_class, b.sector)
    WHERE a.fiscal_year = 2018 AND b.fiscal_year = 2021"""


def test_pasting_the_lines_that_are_told_makes_it_map(place: Place) -> None:
    unmapped = place.rows("unmapped")
    assert {row["heading"]: row["nearest"] or None for row in unmapped} == {**UNREAD, NEW: None}
    assert place.rows("sql", "SELECT * FROM observations WHERE fiscal_year = 2021 AND institution IS NOT NULL") == []

    source = place.folder / YAML
    lines = "".join(f"  {row['line']}\n" for row in unmapped if row["nearest"])
    text = source.read_text(encoding="utf-8")
    source.write_text(text.replace("\nheadings:\n", f"\nheadings:\n{lines}", 1), encoding="utf-8")
    place.run("replay")
    assert {row["heading"] for row in place.rows("unmapped")} == {NEW}

    (same,) = place.rows("sql", ALIKE)
    assert int(same["figures"]) > 250
    assert same["figures"] == same["alike"]
    missing = place.rows(
        "sql", "SELECT * FROM observations WHERE fiscal_year = 2021 AND partner = 'university_venture'"
    )
    assert missing == []
    refused = {row["institution"] for row in place.rows("quarantine") if row["fiscal_year"] == "2021"}
    assert refused == {"北陸大学"}
