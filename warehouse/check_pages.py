"""The results of the expectations for people, to read offline: an index, and a page for the release and each document.

Out of scope: running the checks (`expectations`), and what follows from them.
"""

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any

import duckdb

Row = dict[str, Any]

MARKS = {"passed": "✓", "failed": "✗", "crashed": "!"}

STYLE = """body{font:15px/1.5 system-ui,"Noto Sans JP","Hiragino Sans","Yu Gothic",sans-serif;margin:2rem auto;
max-width:70rem;padding:0 1rem;color:#222}table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #ddd;vertical-align:top}
td.n{text-align:right;font-variant-numeric:tabular-nums}tr.failed td,tr.crashed td{background:#fdecea}
tr.failed.warning td{background:#fff8e1}small{color:#666}"""

RESULTS = "SELECT * FROM results WHERE document IS NOT DISTINCT FROM $1 ORDER BY rowid"
SUBJECTS = """SELECT r.document, any_value(d.document_name) AS name,
    count(*) FILTER (outcome = 'passed') AS passed, count(*) FILTER (outcome = 'failed') AS failed,
    count(*) FILTER (outcome = 'crashed') AS crashed
    FROM results r LEFT JOIN documents d USING (document)
    GROUP BY r.document ORDER BY r.document IS NOT NULL, name, r.document"""

RELEASE = "リリース全体 / The release as a whole"


def write(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write `checks.html` and the pages that it leads to, in `checks/`, from the relations of the database in use."""
    pages = folder / "checks"
    pages.mkdir(parents=True)
    lines = []
    for subject in _rows(connection, SUBJECTS):
        name, document = subject["name"] or RELEASE, subject["document"]
        file = f"{document[:16] if document else 'release'}.html"
        results = _rows(connection, RESULTS, document)
        (pages / file).write_text(page(results, name), encoding="utf-8")
        counts = "".join(f'<td class="n">{subject[outcome]:,}</td>' for outcome in MARKS)
        worst = "crashed" if subject["crashed"] else "failed warning" if subject["failed"] else ""
        lines.append(f'<tr class="{worst}"><td><a href="checks/{file}">{escape(name)}</a></td>{counts}</tr>')
    head = "<tr><th>対象 / of</th><th>合格 / passed</th><th>不合格 / failed</th><th>検査の失敗 / crashed</th></tr>"
    body = f"<table>{head}{''.join(lines)}</table>"
    (folder / "checks.html").write_text(_html("検査の結果 / Results of the checks", body), encoding="utf-8")


def page(results: Sequence[Row], title: str) -> str:
    """The results of the checks of one document, or of the release, as a page that stands alone."""
    return _html(title, "".join(_stages(results)))


def _stages(results: Sequence[Row]) -> Iterator[str]:
    head = "<tr><th></th><th>検査 / check</th><th>重大さ</th><th>調べた数</th><th>不合格</th><th></th></tr>"
    for stage in dict.fromkeys(result["stage"] for result in results):
        rows = "".join(_row(result) for result in results if result["stage"] == stage)
        yield f"<h2>{escape(stage)}</h2><table>{head}{rows}</table>"


def _row(result: Row) -> str:
    return (
        f'<tr class="{result["outcome"]} {result["severity"]}"><td>{MARKS[result["outcome"]]}</td>'
        f"<td>{escape(result['description_ja'])}<br>{escape(result['description_en'])}<br>"
        f"<small>{escape(result['check_name'])} · {escape(result['expectation'])}</small></td>"
        f'<td>{result["severity"]}</td><td class="n">{result["examined"]:,}</td>'
        f'<td class="n">{result["failing"]:,}</td><td>{escape(_said(result))}</td></tr>'
    )


def _said(result: Row) -> str:
    """What is worth saying beside the numbers: why a check crashed, or what was seen instead."""
    if result["outcome"] == "crashed":
        return f"crashed: {result['error']}"
    return f"observed {result['observed']}" if result["outcome"] == "failed" and result["observed"] is not None else ""


def _html(title: str, body: str) -> str:
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>{STYLE}</style>'
    return f'<!doctype html>\n<html lang="ja"><head>{head}</head><body><h1>{escape(title)}</h1>{body}</body></html>\n'


def _rows(connection: duckdb.DuckDBPyConnection, query: str, *values: object) -> list[Row]:
    found = connection.execute(query, values)
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
