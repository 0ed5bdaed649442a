"""The catalogue of a release for people: one page that needs nothing but itself.

Out of scope: pictures and searching.
"""

import html
from collections.abc import Sequence
from pathlib import Path

import duckdb

from warehouse import schema

STYLE = """
body { font: 16px/1.5 system-ui, "Noto Sans JP", "Hiragino Sans", "Yu Gothic", sans-serif; max-width: 72rem;
  margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; background: #fff; }
table { border-collapse: collapse; width: 100%; font-size: 0.875rem; margin: 0.5rem 0 2rem; }
th, td { border-bottom: 1px solid #ddd; padding: 0.25rem 0.5rem; text-align: left; vertical-align: top; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
code { background: #f3f3f3; padding: 0 0.2em; }
summary { cursor: pointer; font-weight: 600; margin: 0.5rem 0; }
"""

FILES = """<p>ファイル：<a href="../extracts/">extracts</a>（Parquet, CSV,
<a href="../extracts/datapackage.json">datapackage.json</a>）、<a href="../sangaku.duckdb">sangaku.duckdb</a>、
<a href="../changes.html">変更点</a>、<a href="checks.html">検査の結果</a></p>"""

COUNTED = ("numeric_cells", "observation", "quarantine", "not_wanted", "unmapped")


def write(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write `index.html` from the relations of the database in use."""
    folder.mkdir(parents=True)
    (folder / "index.html").write_text(_page(connection), encoding="utf-8")


def _page(connection: duckdb.DuckDBPyConnection) -> str:
    release_id, documents, figures, licence, attribution, *_ = connection.execute("FROM release").fetchall()[0]
    body = [
        "<h1>産学連携の統計 <small>Sangaku</small></h1>",
        f"<p>リリース <code>{html.escape(release_id)}</code>：資料 {documents:,} 点、最新の値 {figures:,} 件。</p>",
        f"<p>{html.escape(attribution)}。{html.escape(licence)}。</p>",
        FILES,
        "<h2>資料と数値セルの行き先 / Documents and where their numeric cells went</h2>",
        _documents(connection),
        "<h2>指標 / Indicators</h2>",
        _indicators(connection),
        "<h2>テーブルとビュー / Relations</h2>",
        *_relations(connection),
    ]
    head = f'<meta charset="utf-8"><title>Sangaku {html.escape(release_id)}</title><style>{STYLE}</style>'
    return f'<!doctype html>\n<html lang="ja"><head>{head}</head><body>\n' + "\n".join(body) + "\n</body></html>\n"


def _documents(connection: duckdb.DuckDBPyConnection) -> str:
    sums = ", ".join(f"sum({name}) AS {name}" for name in COUNTED)
    counts = ", ".join(f"coalesce({name}, 0)" for name in COUNTED)
    rows = connection.execute(
        "SELECT d.document_name, coalesce(d.source, '（不明）'), coalesce(d.edition, ''), coalesce(d.published, ''), "
        f"{counts}, coalesce(d.refused, '') FROM documents d "
        f"LEFT JOIN (SELECT document, {sums} FROM coverage GROUP BY document) USING (document) "
        "ORDER BY d.source NULLS LAST, d.edition, d.document_name, d.document"
    ).fetchall()
    titles = ["資料", "出典", "版", "公表", "数値セル", "観測値", "保留", "対象外", "未対応", "退けた理由"]
    return _table(titles, rows)


def _indicators(connection: duckdb.DuckDBPyConnection) -> str:
    rows = connection.execute(
        "SELECT i.indicator, i.indicator_ja, i.indicator_en, i.unit, count(s.series_id), coalesce(sum(s.years), 0) "
        "FROM indicators i LEFT JOIN series s USING (indicator) GROUP BY ALL ORDER BY i.indicator"
    ).fetchall()
    return _table(["識別子", "指標", "Indicator", "単位", "系列", "値"], rows)


def _relations(connection: duckdb.DuckDBPyConnection) -> list[str]:
    parts = []
    for relation in schema.load().relations.values():
        (count,) = connection.execute(f"SELECT count(*) FROM {relation.name}").fetchall()[0]
        rows = [(column.name, column.type, column.ja, column.en) for column in relation.columns]
        title = f"{relation.name}：{relation.ja} / {relation.en}（{count:,}）"
        table = _table(["列", "型", "内容", "Content"], rows)
        parts.append(f"<details><summary>{html.escape(title)}</summary>{table}</details>")
    return parts


def _table(titles: Sequence[str], rows: Sequence[tuple[object, ...]]) -> str:
    head = "".join(f"<th>{html.escape(title)}</th>" for title in titles)
    body = "\n".join("<tr>" + "".join(_cell(value) for value in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table>"


def _cell(value: object) -> str:
    if isinstance(value, int):
        return f'<td class="number">{value:,}</td>'
    return f"<td>{html.escape(str(value))}</td>"
