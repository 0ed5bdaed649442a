"""The change report for people, as Markdown and as one HTML page that needs nothing but itself.

Out of scope: what changed (`warehouse.changes`).
"""

import html
from collections.abc import Iterator

from warehouse.catalogue import STYLE
from warehouse.changes import Report, Row

TITLES = {
    "restated": "改訂された値 / Restated figures",
    "vanished": "なくなった値 / Figures that vanished",
    "proofs_failed": "新たに矛盾した検証 / Proofs that fail now",
    "documents_added": "加わった資料 / Documents added",
    "documents_gone": "なくなった資料 / Documents gone",
    "documents_read_otherwise": "読み方が変わった資料 / Documents read otherwise",
    "layout_drift": "様式の変化 / Layout drift",
    "series_begun": "始まった系列 / Series begun",
    "series_ended": "終わった系列 / Series ended",
    "added": "加わった値 / Figures added",
}
"""The parts in the order in which they are shown: what needs a look first."""

SHOWN = 200
"""So many rows of a part are shown on a page; the JSON report has more."""


def to_markdown(report: Report) -> str:
    """The report as Markdown."""
    lines = [f"# Release {report.release}", "", *(f"- {line}" for line in _summary(report))]
    for name, title in _present(report):
        part = report.parts[name]
        lines += ["", f"## {title} ({part.count:,})", ""]
        columns = list(part.rows[0])
        lines += ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
        lines += [
            "| " + " | ".join(_text(value).replace("|", "\\|") for value in row.values()) + " |"
            for row in _rows(report, name)
        ]
        lines += [f"\n… {part.count - SHOWN:,} more" for _ in range(part.count > SHOWN)]
    return "\n".join(lines) + "\n"


def to_html(report: Report) -> str:
    """The report as an HTML page."""
    body = [f"<h1>リリース {html.escape(report.release)} の変更点</h1>", "<ul>"]
    body += [f"<li>{html.escape(line)}</li>" for line in _summary(report)] + ["</ul>"]
    for name, title in _present(report):
        part = report.parts[name]
        body.append(f"<h2>{html.escape(title)}（{part.count:,}）</h2>")
        head = "".join(f"<th>{html.escape(column)}</th>" for column in part.rows[0])
        rows = "\n".join(_html_row(row) for row in _rows(report, name))
        body.append(f"<table><thead><tr>{head}</tr></thead><tbody>\n{rows}\n</tbody></table>")
        if part.count > SHOWN:
            body.append(f"<p>ほか {part.count - SHOWN:,} 件</p>")
    head = f'<meta charset="utf-8"><title>Sangaku {html.escape(report.release)}</title><style>{STYLE}</style>'
    return f'<!doctype html>\n<html lang="ja"><head>{head}</head><body>\n' + "\n".join(body) + "\n</body></html>\n"


def _summary(report: Report) -> Iterator[str]:
    if report.note:
        yield report.note
    else:
        yield f"against release {report.against}"
    before = f"{report.figures['before']:,} before, " if "before" in report.figures else ""
    yield f"figures: {before}{report.figures['after']:,} now"
    if report.sizes:
        sizes = ", ".join(f"{report.sizes.get(size, 0)} {words}" for size, words in SIZES)
        yield f"restated: {sizes}"
    if report.against and not list(_present(report)):
        yield "no figure, series, document, heading or proof differs"


SIZES = (("large", "by 15 % or more"), ("middle", "by 1 % or more"), ("small", "by less"))


def _present(report: Report) -> Iterator[tuple[str, str]]:
    """The parts that have rows, with their titles."""
    return ((name, title) for name, title in TITLES.items() if name in report.parts and report.parts[name].count)


def _rows(report: Report, name: str) -> tuple[Row, ...]:
    return report.parts[name].rows[:SHOWN]


def _html_row(row: Row) -> str:
    cells = (
        f'<td class="number">{_text(value)}</td>'
        if isinstance(value, int | float)
        else f"<td>{html.escape(_text(value))}</td>"
        for value in row.values()
    )
    return "<tr>" + "".join(cells) + "</tr>"


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.4g}"
