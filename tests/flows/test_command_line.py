"""The command line as people use it: in a process of its own, on a home folder of its own."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, SANGAKU

DOCUMENTS = ROOT / "tests" / "documents"
COMMANDS = (
    "refresh", "ingest", "extract", "inspect", "sql", "trace", "changes", "compare", "export", "quarantine", "replay",
    "publish", "sources", "status", "serve",
)  # fmt: skip


def sangaku(*arguments: object, home: Path | None = None, feed: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "SANGAKU_HOME"}
    command = [str(SANGAKU), *(str(argument) for argument in arguments)]
    if home:
        command += ["--home", str(home)]
    return subprocess.run(
        command, env=environment, input=feed, capture_output=True, text=True, timeout=900, check=False, cwd=ROOT
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str) -> None:
    done = sangaku(command, "--help")
    assert done.returncode == 0
    assert f"Example: sangaku {command}" in done.stdout
    assert command in ("extract", "inspect", "compare") or "--home" in done.stdout


@pytest.mark.parametrize(
    "arguments", [["refreshh"], ["sql"], ["extract"], ["sql", "SELECT 1", "--format", "xml"], ["inspect", "gone.pdf"]]
)
def test_used_wrongly_is_2(arguments: list[str]) -> None:
    done = sangaku(*arguments)
    assert done.returncode == 2
    assert "Usage:" in done.stderr


HEAVY = ("prefect", "great_expectations")
SCRIPT = """
import json, sys
from flows.command_line import app
try:
    app(sys.argv[1:])
except SystemExit as end:
    print(json.dumps([end.code, sorted({name.split(".")[0] for name in sys.modules})]), file=sys.stderr)
"""


@pytest.mark.parametrize(
    "arguments",
    [
        ["extract", DOCUMENTS / "jpo_2018_1-4.pdf", "--json", "-"],
        ["inspect", DOCUMENTS / "oecd_berd_share.xlsx"],
        ["sql", "SELECT 1"],
        ["trace", "0"],
        ["changes"],
        ["quarantine"],
        ["sources"],
        ["status"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_what_only_reads_imports_neither_prefect_nor_great_expectations(
    arguments: list[object], published: Path
) -> None:
    command = [sys.executable, "-c", SCRIPT, *map(str, arguments)]
    environment = {**os.environ, "SANGAKU_HOME": str(published)}
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=True)
    code, modules = json.loads(done.stderr.splitlines()[-1])
    assert code == (1 if arguments[0] == "trace" else 0)
    assert not set(HEAVY) & set(modules)


def test_export_needs_neither(published: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", SCRIPT, "export", str(tmp_path / "out")]
    environment = {**os.environ, "SANGAKU_HOME": str(published)}
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=True)
    assert not set(HEAVY) & set(json.loads(done.stderr.splitlines()[-1])[1])
    assert (tmp_path / "out" / "datapackage.json").is_file()


def test_extract_is_the_same_with_any_number_of_processes(tmp_path: Path) -> None:
    paths = [DOCUMENTS / name for name in ("mext_h26_kekka.pdf", "STI2025_5-4-05.xlsx", "jpo_2018_1-4.pdf")]
    for processes in (1, 3):
        done = sangaku("extract", *paths, "--json", tmp_path / f"{processes}.jsonl", "--processes", processes)
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "1.jsonl").read_bytes() == (tmp_path / "3.jsonl").read_bytes()
    read = [json.loads(line) for line in (tmp_path / "1.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [document["document"] for document in read] == [path.name for path in paths]
    assert all(document["tables"] and document["tables"][0]["values"] for document in read)


def test_a_refused_file_says_what_where_and_what_to_do_and_the_rest_is_written(tmp_path: Path) -> None:
    page = tmp_path / "平成27年度.pdf"
    page.write_text("<html><title>404 Not Found</title></html>", encoding="utf-8")
    done = sangaku("extract", page, DOCUMENTS / "oecd_berd_share.xlsx", "--json", tmp_path / "out.jsonl")
    assert done.returncode == 1
    assert f"{page}: refused, html_page" in done.stderr
    assert "404 Not Found" in done.stderr
    assert "Fetch the file" in done.stderr
    assert len((tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()) == 1


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    done = sangaku("extract", tmp_path / "gone.pdf")
    assert done.returncode == 1
    assert "gone.pdf: there is no such file" in done.stderr


def test_inspect_draws_the_pages(tmp_path: Path) -> None:
    done = sangaku("inspect", DOCUMENTS / "jpo_2018_1-4.pdf", "--to", tmp_path)
    assert done.returncode == 0
    assert "table" in done.stdout
    picture = tmp_path / "jpo_2018_1-4" / "page-001.png"
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert str(picture) in done.stdout


def test_without_a_release_there_is_advice(tmp_path: Path) -> None:
    for arguments in (["sql", "SELECT 1"], ["trace", "x"], ["changes"], ["quarantine"], ["export", tmp_path / "x"]):
        done = sangaku(*arguments, home=tmp_path / "empty")
        assert done.returncode == 1
        assert "sangaku refresh" in done.stderr
    assert sangaku("status", home=tmp_path / "empty").returncode == 0
    assert not (tmp_path / "empty").exists()


QUERY = "SELECT fiscal_year, value FROM patents WHERE indicator = 'licensed_patents_income' ORDER BY ALL LIMIT 3"


def test_sql_in_three_forms(published: Path) -> None:
    table = sangaku("sql", QUERY, home=published)
    assert table.stdout.splitlines()[0].split() == ["fiscal_year", "value"]
    rows = list(csv.DictReader(io.StringIO(sangaku("sql", QUERY, "--format", "csv", home=published).stdout)))
    objects = json.loads(sangaku("sql", "-", "--format", "json", home=published, feed=QUERY).stdout)
    assert len(rows) == len(objects) == 3
    assert [int(row["value"]) for row in rows] == [row["value"] for row in objects]


def test_a_wrong_query_says_what_is_wrong_and_what_there_is(published: Path) -> None:
    done = sangaku("sql", "SELECT valeu FROM patents", home=published)
    assert done.returncode == 1
    assert "valeu" in done.stderr
    for view in ("collaboration", "patents", "ventures", "surveys"):
        assert f"  {view} " in done.stderr
    assert not done.stdout


def test_a_release_cannot_be_written(published: Path) -> None:
    done = sangaku("sql", "DELETE FROM vintages", home=published)
    assert done.returncode == 1
    assert "read-only" in done.stderr


def test_trace_shows_the_place_and_the_proofs(published: Path, tmp_path: Path) -> None:
    found = json.loads(sangaku("sql", _PROVEN, "--format", "json", home=published).stdout)[0]
    text = sangaku("trace", found["observation_id"], home=published).stdout
    assert found["document_name"] in text
    assert f"page {found['page']}" in text
    assert found["printed_text"] in text
    assert "passed" in text
    assert "with " in text
    data = json.loads(sangaku("trace", found["observation_id"][:12], "--format", "json", home=published).stdout)
    assert data["evidence"]["printed_text"] == found["printed_text"]
    assert all(len(proof["figures"]) > 1 for proof in data["proofs"])
    assert [one["observation_id"] for one in data["vintages"] if one["is_current"]]
    rule = (ROOT / data["rule"]["file"]).read_text(encoding="utf-8").splitlines()[data["rule"]["line"] - 1]
    assert data["rule"]["name"].partition("/")[2] in rule
    done = sangaku("trace", found["observation_id"], "--picture", tmp_path / "page.png", home=published)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "page.png").read_bytes().startswith(b"\x89PNG")


def test_trace_is_a_page_that_needs_nothing_but_itself(published: Path, tmp_path: Path) -> None:
    for suffix, mark in ((".pdf", '<img alt="page'), (".xlsx", "<svg"), (".xls", "<svg")):
        query = _LAST.format(suffix=suffix)
        found = json.loads(sangaku("sql", query, "--format", "json", home=published).stdout)[0]
        path = tmp_path / f"figure{suffix}.html"
        arguments = ("trace", found["observation_id"], "--format", "html", "--output", path)
        done = sangaku(*arguments, home=published)
        assert done.returncode == 0, done.stderr
        page = path.read_text(encoding="utf-8")
        assert mark in page
        assert found["printed_text"] in page
        assert found["document_name"] in page
        assert "Noto Sans JP" in page
        assert not re.search(r'(src|href)="(?!data:)|@import|url\(|<script', page)


_LAST = """SELECT e.observation_id, e.printed_text, d.document_name FROM evidence e JOIN documents d USING (document)
    WHERE d.document_name LIKE '%{suffix}' ORDER BY 1 LIMIT 1"""

_PROVEN = """SELECT p.observation_id, e.page, e.printed_text, d.document_name
    FROM patents p JOIN evidence e USING (observation_id) JOIN documents d ON d.document = e.document
    WHERE p.verdict = 'proven' AND e.page IS NOT NULL ORDER BY 1 LIMIT 1"""


def test_a_second_refresh_changes_nothing_and_says_so(published: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in published.glob("releases/*/**/*")}
    done = sangaku("refresh", "--documents", DOCUMENTS, home=published)
    assert done.returncode == 0, done.stderr
    assert "nothing is new, nothing was done" in done.stdout
    assert {path: path.stat().st_mtime_ns for path in published.glob("releases/*/**/*")} == before


def test_the_inbox_and_what_is_refused_there(published: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(published / "prefect", home / "prefect")  # a server that has its database starts sooner
    (home / "inbox" / "nistep_sti_indicators").mkdir(parents=True)
    shutil.copy(DOCUMENTS / "STI2025_5-4-05.xlsx", home / "inbox" / "nistep_sti_indicators" / "図表5-4-5.xlsx")
    (home / "inbox" / "error.pdf").write_text("<html></html>", encoding="utf-8")
    done = sangaku("refresh", home=home)
    assert done.returncode == 1
    assert "landed     1 new documents" in done.stdout
    assert "refused  error.pdf: html_page" in done.stdout
    assert "is published" in done.stdout
    assert not [path for path in (home / "inbox").rglob("*") if path.is_file()]
    assert sorted(path.name for path in (home / "refused").iterdir()) == ["error.pdf", "error.pdf.note.txt"]
    names = json.loads(sangaku("sql", "SELECT document_name FROM documents", "--format", "json", home=home).stdout)
    assert names == [{"document_name": "図表5-4-5.xlsx"}]


def test_a_folder_that_cannot_be_followed_is_told_before_anything_begins(tmp_path: Path) -> None:
    (tmp_path / "manifest.csv").write_text("file,colour\na.pdf,red\n", encoding="utf-8")
    done = sangaku("refresh", "--documents", tmp_path, home=tmp_path / "home")
    assert done.returncode == 1
    assert "manifest.csv:1: unknown column colour" in done.stderr
    assert not (tmp_path / "home").exists()
