"""Traces a figure to its proof: where it was read, what checks it passed, what other editions say, and its rule.

Out of scope: pictures of the place (`flows.inspecting`).
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import duckdb

from flows.answer import plain

Row = dict[str, Any]


class NoFigure(LookupError):  # noqa: N818  an answer to whoever asked, no error of the program
    """No figure, or more than one, has an id that begins as asked."""


@dataclass(frozen=True, slots=True)
class Trace:
    """All that is known of one figure. `refused` holds expectation and reason where it stands in quarantine."""

    figure: Row
    evidence: Row
    document: Row
    proofs: tuple[Row, ...]
    vintages: tuple[Row, ...]
    refused: Row | None

    def as_json(self) -> str:
        """The trace as one JSON object."""
        data = {
            name: getattr(self, name) for name in ("figure", "evidence", "document", "proofs", "vintages", "refused")
        }
        return json.dumps(plain(data), ensure_ascii=False, indent=1) + "\n"


_IDS = """SELECT observation_id, false AS refused FROM evidence WHERE starts_with(observation_id, $1)
    UNION SELECT observation_id, true FROM quarantine WHERE starts_with(observation_id, $1) ORDER BY ALL LIMIT 3"""
_EVIDENCE = "SELECT * FROM evidence WHERE observation_id = $1"
_QUARANTINE = "SELECT * FROM quarantine WHERE observation_id = $1 LIMIT 1"
_FIGURE = "SELECT * FROM vintages WHERE observation_id = $1"
_DOCUMENT = "SELECT * FROM documents WHERE document = $1"
_PROOFS = "SELECT * FROM proofs WHERE observation_id = $1 ORDER BY proof, detail"
_VINTAGES = """SELECT v.value, v.unit, v.change, v.known_from, v.known_to, v.is_current, v.source, v.edition,
    v.observation_id, d.document_name FROM vintages v LEFT JOIN documents d USING (document)
    WHERE v.series_id = $1 AND v.fiscal_year = $2 ORDER BY v.known_from, v.vintage, v.observation_id"""


def trace(warehouse: duckdb.DuckDBPyConnection, beginning: str) -> Trace:
    """Trace the observation whose id begins so. Raises NoFigure."""
    found = _rows(warehouse, _IDS, beginning)
    if not found:
        raise NoFigure(f"no figure has an id that begins with {beginning!r}; the column observation_id names them")
    if len({row["observation_id"] for row in found}) > 1:
        raise NoFigure(f"more than one figure has an id that begins with {beginning!r}: give more of it")
    identity, refused = found[0]["observation_id"], found[0]["refused"]
    evidence = _rows(warehouse, _QUARANTINE if refused else _EVIDENCE, identity)[0]
    figure = [] if refused else _rows(warehouse, _FIGURE, identity)
    documents = _rows(warehouse, _DOCUMENT, evidence["document"])
    return Trace(
        figure=figure[0] if figure else evidence,
        evidence=evidence,
        document=documents[0] if documents else {"document": evidence["document"]},
        proofs=tuple(_rows(warehouse, _PROOFS, identity)),
        vintages=tuple(_rows(warehouse, _VINTAGES, evidence["series_id"], evidence["fiscal_year"])),
        refused={name: evidence[name] for name in ("expectation", "severity", "reason")} if refused else None,
    )


def _rows(warehouse: duckdb.DuckDBPyConnection, sql: str, *values: object) -> list[Row]:
    answer = warehouse.execute(sql, values)
    names = [column[0] for column in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def as_text(found: Trace) -> str:
    """Put a trace into words, for a terminal."""
    return "\n".join([*_figure(found), *_place(found), *_checks(found), *_editions(found)]) + "\n"


def _figure(found: Trace) -> Iterator[str]:
    figure = found.figure
    name = figure.get("indicator_ja") or figure["indicator"]
    yield f"{name}  {figure['fiscal_year']}  {_number(figure['value'])} {figure['unit'] or ''}".rstrip()
    yield f"  series   {figure['series_id']}"
    yield f"  status   {figure['status']}" + (f", {figure['verdict']}" if figure.get("verdict") else "")
    if found.refused:
        yield f"  REFUSED  {found.refused['expectation']} ({found.refused['severity']}): {found.refused['reason']}"
    yield f"  rule     {figure.get('rule') or found.evidence['rule']}"


def _place(found: Trace) -> Iterator[str]:
    evidence, document = found.evidence, found.document
    yield "evidence"
    edition = " ".join(str(document[key]) for key in ("source", "edition", "published") if document.get(key))
    yield f"  document {document.get('document_name') or ''} ({edition})  sha256 {evidence['document'][:12]}…"
    if evidence["page"] is not None:
        box = ", ".join(f"{evidence[edge]:.1f}" for edge in ("x0", "top", "x1", "bottom"))
        yield f"  place    page {evidence['page']}, box {box} ({evidence['kind']} {evidence['element']})"
    else:
        yield f"  place    sheet {evidence['sheet']}, cell {evidence['address']} ({evidence['element']})"
    unit = f" in {evidence['printed_unit']}" if evidence["printed_unit"] else ""
    yield f"  printed  {evidence['printed_text']}{unit}"
    for label, key in (("row", "row_path"), ("column", "column_path")):
        if evidence[key]:
            yield f"  {label:<8} {' / '.join(evidence[key])}"
    if evidence["title"]:
        yield f"  title    {evidence['title']}"
    if evidence["method"] not in ("ruled", "aligned", "sheet", "label"):
        yield f"  read by  {evidence['method']}, within {evidence['tolerance']:.2%}"


def _checks(found: Trace) -> Iterator[str]:
    yield "proofs" if found.proofs else "proofs: none; nothing in the documents determines it a second time"
    for proof in found.proofs:
        verdict = "passed" if proof["passed"] else "FAILED" if proof["passed"] is not None else "open"
        yield f"  {verdict} {proof['proof']}: {proof['detail']}"


def _editions(found: Trace) -> Iterator[str]:
    if found.vintages:
        yield "editions"
    for vintage in found.vintages:
        time = f"{vintage['known_from'] or '?'} to {vintage['known_to'] or 'now'}"
        mark = "*" if vintage["observation_id"] == found.evidence["observation_id"] else " "
        figure = f"{_number(vintage['value'])} {vintage['unit']}  {vintage['change']}"
        where = f"{vintage['source']} {vintage['edition'] or ''} {vintage['document_name'] or ''}"
        yield f" {mark} {time}  {figure}  {' '.join(where.split())}"


def _number(value: float | None) -> str:
    if value is None:
        return "no value"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,}"
