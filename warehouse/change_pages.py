"""The change report for people, as Markdown and as one HTML page that needs nothing but itself.

Out of scope: what changed (`warehouse.changes`).
"""

import html
from collections.abc import Iterator, Sequence

from warehouse.catalogue import STYLE
from warehouse.changes import Report

TITLES = {
    "restated": "改訂された値 / Restated figures",
    "vanished": "なくなった値 / Figures that vanished",
    "restatements_found": "判明した改訂 / Restatements newly known",
    "proofs_failed": "新たに矛盾した検証 / Proofs that fail now",
    "totals_differ": "合わない計 / Totals that differ",
    "documents_added": "加わった資料 / Documents added",
    "documents_gone": "なくなった資料 / Documents gone",
    "documents_read_otherwise": "読み方が変わった資料 / Documents read otherwise",
    "layout_drift": "様式の変化 / Layout drift",
    "series_begun": "始まった系列 / Series begun",
    "series_ended": "終わった系列 / Series ended",
    "added": "加わった値 / Figures added",
}
"""The parts in the order in which they are shown: what needs a look first."""

ASIDE = ("document", "observation_id", "old_observation_id", "new_observation_id")
"""Columns that only the JSON report has."""

YEARS = ("fiscal_year", "first_year", "last_year")
"""Columns whose figures are set without separators."""

SIZES = (("large", "by 15 % or more"), ("middle", "by 1 % or more"), ("small", "by less"))

SHOWN = 200
"""So many rows of a part are shown on a page; the JSON report has more."""


def to_markdown(report: Report) -> str:
    """The report as Markdown."""
    lines = [f"# Release {report.release}", "", *(f"- {line}" for line in _summary(report))]
    for name, title in _present(report):
        count, rows = report.parts[name].count, _rows(report, name)
        lines += ["", f"## {title} ({count:,})", "", _line(list(rows[0])), "|" + "---|" * len(rows[0])]
        lines += [_line([text.replace("|", "\\|") for text in row.values()]) for row in rows]
        if count > SHOWN:
            lines += ["", f"… {count - SHOWN:,} more"]
    return "\n".join(lines) + "\n"


def to_html(report: Report) -> str:
    """The report as an HTML page."""
    body = [f"<h1>リリース {html.escape(report.release)} の変更点</h1>", "<ul>"]
    body += [f"<li>{html.escape(line)}</li>" for line in _summary(report)] + ["</ul>"]
    for name, title in _present(report):
        count, rows = report.parts[name].count, _rows(report, name)
        head = "".join(f"<th>{html.escape(column)}</th>" for column in rows[0])
        lines = "\n".join(_html_row(row) for row in rows)
        body.append(f"<h2>{html.escape(title)}（{count:,}）</h2>")
        body.append(f"<table><thead><tr>{head}</tr></thead><tbody>\n{lines}\n</tbody></table>")
        if count > SHOWN:
            body.append(f"<p>ほか {count - SHOWN:,} 件</p>")
    head = f'<meta charset="utf-8"><title>Sangaku {html.escape(report.release)}</title><style>{STYLE}</style>'
    return f'<!doctype html>\n<html lang="ja"><head>{head}</head><body>\n' + "\n".join(body) + "\n</body></html>\n"


def _summary(report: Report) -> Iterator[str]:
    yield report.note or f"against release {report.against}"
    before = f"{report.figures['before']:,} before, " if "before" in report.figures else ""
    yield f"figures: {before}{report.figures['after']:,} now"
    if report.sizes:
        yield "restated: " + ", ".join(f"{report.sizes.get(size, 0):,} {words}" for size, words in SIZES)
    yield from (f"looked at by a person before it is published: {alarm}" for alarm in report.alarms)
    if report.against and not any(_present(report)):
        yield "no figure, series, document, heading or proof differs"


def _present(report: Report) -> Iterator[tuple[str, str]]:
    """The parts that have rows, with their titles."""
    return ((name, title) for name, title in TITLES.items() if name in report.parts and report.parts[name].count)


def _rows(report: Report, name: str) -> list[dict[str, str]]:
    """The rows of a part as they are shown."""
    shown = report.parts[name].rows[:SHOWN]
    return [{column: _text(column, value) for column, value in row.items() if column not in ASIDE} for row in shown]


def _line(texts: Sequence[str]) -> str:
    return "| " + " | ".join(texts) + " |"


def _html_row(row: dict[str, str]) -> str:
    return "<tr>" + "".join(f"<td>{html.escape(text)}</td>" for text in row.values()) + "</tr>"


def _text(column: str, value: object) -> str:
    if value is None:
        return ""
    if column in YEARS or isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if column.startswith("relative"):
        return f"{value:+.1%}"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.4g}"
