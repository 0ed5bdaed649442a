"""The results of the expectations as a page to read offline: Markdown and HTML, nothing fetched from anywhere.

Out of scope: running the checks, and where the pages are kept.
"""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

MARKS = {"passed": "✓", "failed": "✗", "crashed": "!"}

STYLE = """body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#222}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #ddd}
td.n{text-align:right;font-variant-numeric:tabular-nums}tr.failed td,tr.crashed td{background:#fdecea}
tr.failed.warning td{background:#fff8e1}small{color:#666}"""


def summary(results: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """How many checks passed, failed and crashed."""
    return {outcome: sum(result["outcome"] == outcome for result in results) for outcome in MARKS}


def markdown(results: Sequence[Mapping[str, Any]], title: str) -> str:
    """The results as a Markdown page; `results` as `Judgement.results_as_data` gives them."""
    lines = [f"# {title}", "", _counted(results), ""]
    for stage, held in _by_stage(results).items():
        lines += [f"## {stage}", "", "| | check | severity | examined | failing | |", "|---|---|---|---:|---:|---|"]
        lines += [
            f"| {MARKS[r['outcome']]} | {r['en']} | {r['severity']} | {r['examined']} | {r['failing']} | {_said(r)} |"
            for r in held
        ]
        lines.append("")
    return "\n".join(lines)


def html(results: Sequence[Mapping[str, Any]], title: str) -> str:
    """The results as one HTML page that stands alone; `results` as `Judgement.results_as_data` gives them."""
    body = [f"<h1>{escape(title)}</h1><p>{escape(_counted(results))}</p>"]
    for stage, held in _by_stage(results).items():
        rows = "".join(_row(result) for result in held)
        head = "<tr><th></th><th>check</th><th>severity</th><th>examined</th><th>failing</th><th></th></tr>"
        body.append(f"<h2>{escape(stage)}</h2><table>{head}{rows}</table>")
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{STYLE}</style></head><body>{''.join(body)}</body></html>\n"
    )


def _row(result: Mapping[str, Any]) -> str:
    return (
        f'<tr class="{result["outcome"]} {result["severity"]}"><td>{MARKS[result["outcome"]]}</td>'
        f"<td>{escape(result['en'])}<br><small>{escape(result['ja'])} · {escape(result['name'])}</small></td>"
        f'<td>{result["severity"]}</td><td class="n">{result["examined"]:,}</td>'
        f'<td class="n">{result["failing"]:,}</td><td>{escape(_said(result))}</td></tr>'
    )


def _said(result: Mapping[str, Any]) -> str:
    """What is worth saying beside the numbers: why a check crashed, or what was seen instead."""
    if result["outcome"] == "crashed":
        return f"crashed: {result['error']}".replace("|", "\\|").replace("\n", " ")
    if result["outcome"] == "failed" and result["observed"] is not None:
        return f"observed {result['observed']}"
    return ""


def _counted(results: Sequence[Mapping[str, Any]]) -> str:
    return ", ".join(f"{count} {outcome}" for outcome, count in summary(results).items())


def _by_stage(results: Sequence[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    stages: dict[str, list[Mapping[str, Any]]] = {}
    for result in results:
        stages.setdefault(result["stage"], []).append(result)
    return stages
