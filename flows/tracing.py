"""Traces a figure to its proof: where it was read, what checks it passed, what other editions say, and its rule.

Out of scope: pictures of the place, and pages (`flows.trace_pages`).
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

import duckdb

from extract.mapping import positions, sources
from flows.answer import plain

Row = dict[str, Any]


FEW = 6
"""So many of the other figures of a proof are told in a line."""


class NoFigure(LookupError):  # noqa: N818  an answer to whoever asked, no error of the program
    """No figure, or more than one, has an id that begins as asked."""


@dataclass(frozen=True, slots=True)
class Trace:
    """All that is known of one figure. `refused` holds expectation and reason where it stands in quarantine.

    `differences` are those of a printed total from what it should add up to, with the reason as far as it shows.
    Each proof has in `figures` those that took part in it, the most telling first; `rule` has name, file and line.
    """

    figure: Row
    evidence: Row
    document: Row
    proofs: tuple[Row, ...]
    vintages: tuple[Row, ...]
    refused: Row | None
    correction: Row | None
    differences: tuple[Row, ...]
    rule: Row

    def as_json(self) -> str:
        """The trace as one JSON object."""
        data = {field.name: getattr(self, field.name) for field in fields(self)}
        return json.dumps(plain(data), ensure_ascii=False, indent=1) + "\n"


_IDS = """SELECT observation_id, false AS refused FROM evidence WHERE starts_with(observation_id, $1)
    UNION SELECT observation_id, true FROM quarantine WHERE starts_with(observation_id, $1) ORDER BY ALL LIMIT 3"""
_EVIDENCE = "SELECT * FROM evidence WHERE observation_id = $1"
_QUARANTINE = "SELECT * FROM quarantine WHERE observation_id = $1 LIMIT 1"
_FIGURE = "SELECT * FROM vintages WHERE observation_id = $1"
# What only repeats a figure is no vintage of its own: its name and verdict are found as a release finds them.
_REPEATED = """SELECT e.*, i.indicator_ja, i.indicator_en, CASE
        WHEN bool_or(NOT p.passed) THEN 'contradicted' WHEN bool_or(p.passed) THEN 'proven'
        WHEN any_value(e.status) = 'estimated' THEN 'estimated' ELSE 'printed' END AS verdict
    FROM evidence e LEFT JOIN indicators i USING (indicator) LEFT JOIN proofs p USING (observation_id)
    WHERE observation_id = $1 GROUP BY ALL"""
_DOCUMENT = "SELECT * FROM documents WHERE document = $1"
_PROOFS = "SELECT * FROM proofs WHERE observation_id = $1 ORDER BY proof, detail, proof_id"
_FIGURES = """SELECT p.role, p.value, p.weight, p.figure, p.observation_id,
    p.observation_id IS NOT DISTINCT FROM $2 AS own,
    array_to_string(list_concat(e.row_path, e.column_path), ' / ') AS heading
    FROM proofs p LEFT JOIN evidence e USING (observation_id)
    WHERE p.proof_id = $1 ORDER BY p.role <> 'stated', NOT own, p.figure LIMIT 100"""
_CORRECTION = "SELECT * FROM corrections WHERE observation_id = $1"
_DIFFERENCES = """SELECT * FROM total_differences
    WHERE $1 IN (observation_id, other_observation_id) ORDER BY compared_with, difference"""
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
    figure = [] if refused else _rows(warehouse, _FIGURE, identity) or _rows(warehouse, _REPEATED, identity)
    documents = _rows(warehouse, _DOCUMENT, evidence["document"])
    vintages = _rows(warehouse, _VINTAGES, evidence["series_id"], evidence["fiscal_year"])
    if documents and not refused and identity not in {one["observation_id"] for one in vintages}:
        vintages.append({**evidence, **documents[0], "change": "agrees", "known_to": None, "is_current": False})
    return Trace(
        figure=figure[0] if figure else evidence,
        evidence=evidence,
        document=documents[0] if documents else {"document": evidence["document"]},
        proofs=tuple(
            {**proof, "figures": _rows(warehouse, _FIGURES, proof["proof_id"], identity)}
            for proof in _rows(warehouse, _PROOFS, identity)
        ),
        vintages=tuple(vintages),
        refused={name: evidence[name] for name in ("expectation", "severity", "reason")} if refused else None,
        correction=next(iter(_rows(warehouse, _CORRECTION, identity)), None),
        differences=tuple(_rows(warehouse, _DIFFERENCES, identity) if evidence["institution_name"] is None else ()),
        rule=_rule(evidence["rule"]),
    )


def _rule(name: str) -> Row:
    """Where a mapping rule, named source/rule, is written today; no line where it is there no more."""
    source, _, rule = name.partition("/")
    path = sources.SOURCES / f"{source}.yaml"
    line = None
    if path.is_file():
        located = positions.load(path)
        for kind in ("tables", "charts", "statements"):
            for index, entry in enumerate(located.data.get(kind, ())):
                if entry["id"] == rule:
                    line = located.lines[kind, index]
    return {"name": name, "file": f"extract/sources/{path.name}", "line": line}


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
    yield f"{name}  {figure['fiscal_year']}  {number(figure['value'])} {figure['unit'] or ''}".rstrip()
    yield f"  series   {figure['series_id']}"
    yield f"  status   {figure['status']}" + (f", {figure['verdict']}" if figure.get("verdict") else "")
    if found.refused:
        yield f"  REFUSED  {found.refused['expectation']} ({found.refused['severity']}): {found.refused['reason']}"
    if found.correction:
        one = found.correction
        yield f"  CORRECTED from {one['printed_text']}: {one['cause_en']} ({one['reference']}; {one['at']})"
    yield f"  rule     {found.rule['name']} ({found.rule['file']}:{found.rule['line']})"


def _place(found: Trace) -> Iterator[str]:
    evidence, document = found.evidence, found.document
    yield "evidence"
    yield f"  document {document.get('document_name') or ''} ({edition(document)})  sha256 {evidence['document'][:12]}…"
    yield f"  place    {place(evidence)}"
    yield f"  printed  {printed(evidence)}"
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
        told = [f"{number(one['value'])} ({one['role']})" for one in proof["figures"] if not one["own"]]
        if told:
            yield f"         with {', '.join(told[:FEW])}" + (f" and {len(told) - FEW} more" if len(told) > FEW else "")
    yield from (f"  differs: {differing(one)}" for one in found.differences)


def differing(one: Row) -> str:
    """How a printed total differs from what it should add up to, and why."""
    other = "the sum of its rows" if one["compared_with"] == "rows" else "the survey's report"
    told = one.get("told_en") or one["explanation"] or "nothing explains it"
    return f"{number(one['value'])} is not {other}, {number(one['other_value'])}: {told}"


def _editions(found: Trace) -> Iterator[str]:
    if found.vintages:
        yield "editions"
    for vintage in found.vintages:
        time = f"{vintage['known_from'] or '?'} to {vintage['known_to'] or 'now'}"
        mark = "*" if vintage["observation_id"] == found.evidence["observation_id"] else " "
        figure = f"{number(vintage['value'])} {vintage['unit']}  {vintage['change']}"
        where = f"{vintage['source']} {vintage['edition'] or ''} {vintage['document_name'] or ''}"
        yield f" {mark} {time}  {figure}  {' '.join(where.split())}"


def edition(document: Row) -> str:
    """Of what source and edition a document is, and when it was published, as far as known."""
    return " ".join(str(document[key]) for key in ("source", "edition", "published") if document.get(key))


def place(evidence: Row) -> str:
    """Where a figure stands, in words."""
    if evidence["page"] is None:
        return f"sheet {evidence['sheet']}, cell {evidence['address']} ({evidence['element']})"
    box = ", ".join(f"{evidence[edge]:.1f}" for edge in ("x0", "top", "x1", "bottom"))
    return f"page {evidence['page']}, box {box} ({evidence['kind']} {evidence['element']})"


def printed(evidence: Row) -> str:
    """What is printed there, with its unit."""
    return (
        f"{evidence['printed_text']} in {evidence['printed_unit']}"
        if evidence["printed_unit"]
        else evidence["printed_text"]
    )


def number(value: float | None) -> str:
    """A value for people: with separators, whole where it is."""
    if value is None:
        return "no value"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,}"
