"""Answers what is asked of the current release and the home folder. It reads only, and needs no Prefect.

Out of scope: how answers are set (`flows.answer`).
"""

import io
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

import duckdb

from flows.answer import ChangeFormat, Format, TraceFormat, render
from warehouse import connection
from warehouse.home import Home

if TYPE_CHECKING:
    from extract.mapping import Source

TOKYO = ZoneInfo("Asia/Tokyo")

Given = TypeVar("Given")


class NoAnswer(Exception):  # noqa: N818  told to whoever asked
    """Why there is no answer, in words for whoever asked."""


def sql(home: str, query: str, style: Format) -> str:
    """Answer a query. Raises NoAnswer that says what is wrong with it, and what there is to ask."""

    def ask(warehouse: duckdb.DuckDBPyConnection) -> str:
        try:
            found = warehouse.execute(query)
            if found.description is None:
                return ""
            return render([column[0] for column in found.description], found.fetchall(), style)
        except duckdb.Error as error:
            raise NoAnswer(f"{error}\n\n{_what_there_is(warehouse)}") from error

    return _of_release(home, ask)


def trace(home: str, identity: str, style: TraceFormat, output: Path | None, picture: Path | None) -> str:
    """Trace a figure, to `output` if given; its place is drawn to `picture`, a page as PNG and a sheet as SVG."""
    from flows import trace_pages, tracing  # noqa: PLC0415  the others do without

    def ask(warehouse: duckdb.DuckDBPyConnection) -> tracing.Trace:
        try:
            return tracing.trace(warehouse, identity)
        except tracing.NoFigure as error:
            raise NoAnswer(str(error)) from error

    found = _of_release(home, ask)
    drawn = _drawn(home, found.evidence) if picture or style is TraceFormat.HTML else None
    if picture and drawn:
        picture.write_bytes(drawn.encode() if isinstance(drawn, str) else drawn)
    if style is TraceFormat.HTML:
        told = trace_pages.page(found, drawn)
    else:
        told = found.as_json() if style is TraceFormat.JSON else tracing.as_text(found)
    if output is None:
        return told
    output.write_text(told, encoding="utf-8")
    return f"{output}\n"


def changes(home: str, style: ChangeFormat, release: str | None = None) -> str:
    """Tell what a release changed, the current one if none is named."""
    from warehouse import publish  # noqa: PLC0415

    try:
        told = publish.told(Home.at(home), style.value, release)
    except connection.NoRelease as error:
        raise NoAnswer(f"there is no release {release}" if release else _none(home)) from error
    if told is None:
        raise NoAnswer(f"release {release or ''} has no change report: it was held before one was made")
    return told


def export(home: str, to: Path) -> str:
    """Copy the extracts of the current release; a file of the same name is replaced.

    The release stays whole while it is read, whatever is published meanwhile.
    """
    try:
        release = connection.folder(Home.at(home), None, "extracts/")
    except connection.NoRelease as error:
        raise NoAnswer(_none(home)) from error
    extracts = release / "extracts"
    shutil.copytree(extracts, to, dirs_exist_ok=True)
    count = sum(1 for path in extracts.rglob("*") if path.is_file())
    return f"{count} files of release {release.name} are in {to}\n"


def quarantine(home: str, style: Format) -> str:
    """List the figures in quarantine, with what else the document says in their place and who could be meant."""
    query = """WITH placed AS (
            SELECT q.*, d.document_name, coalesce('page ' || q.page, q.sheet || '!' || q.address) AS place,
                place || ': ' || q.printed_text AS told
            FROM quarantine q LEFT JOIN documents d USING (document)
        ), together AS (
            SELECT document, series_id, fiscal_year, list(DISTINCT told ORDER BY told) AS all_told
            FROM placed GROUP BY ALL
        )
        SELECT p.observation_id, p.indicator, p.fiscal_year, p.institution_name AS institution, p.printed_text,
            array_to_string(list_filter(t.all_told, lambda other: other <> p.told), ', ') AS printed_also,
            p.document_name, p.place, p.expectation, p.severity, p.reason,
            array_to_string(p.institution_candidates, ', ') AS candidates
        FROM placed p JOIN together t USING (document, series_id, fiscal_year) ORDER BY ALL"""
    return sql(home, query, style)


def unmapped(home: str, style: Format) -> str:
    """List the headings that no rule understands, with what would make them understood."""
    from extract import mapping  # noqa: PLC0415
    from warehouse import indicators  # noqa: PLC0415

    query = """WITH mapped AS (
            SELECT document, title, list(DISTINCT column_path) AS columns FROM evidence GROUP BY ALL
        ), counted AS (
            SELECT source, coalesce(heading, title, '') AS heading, reason, kind,
                if(kind = 'statement', printed_text, '') AS figure, count(*) AS figures,
                min((document, title, row_path, column_path, printed_unit)) AS seen
            FROM unmapped GROUP BY ALL
        )
        SELECT c.*, m.columns FROM counted c
            LEFT JOIN mapped m ON m.document = c.seen[1] AND m.title IS NOT DISTINCT FROM c.seen[2] ORDER BY ALL"""
    counted: dict[str | None, dict[mapping.Unread, int]] = {}
    for source, heading, reason, kind, figure, count, seen, columns in _of_release(
        home, lambda w: w.execute(query).fetchall()
    ):
        _, title, row_path, column_path, unit = seen
        at = mapping.Seen(kind, title, tuple(row_path), tuple(column_path), unit, frozenset(map(tuple, columns or ())))
        counted.setdefault(source, {})[mapping.Unread(heading, reason, kind, figure, at)] = count
    told = indicators.load()
    known = {one.id: one for one in _known_sources()}
    rows: list[tuple[object, ...]] = []
    for source, headings in counted.items():
        if source in known:
            found = mapping.suggest(headings, known[source], told)
            rows += [(source, s.heading, s.figures, s.reason, s.nearest, s.place, s.line) for s in found]
        else:
            rows += [(source, one.heading, count, one.reason, None, None, None) for one, count in headings.items()]
    return render(["source", "heading", "figures", "reason", "nearest", "place", "line"], rows, style)


def sources(home: str, style: Format) -> str:
    """List the sources that are known, with the editions that have landed."""
    landed: dict[str, list[str]] = {}
    try:
        query = "SELECT DISTINCT source, edition FROM documents WHERE source IS NOT NULL ORDER BY ALL"
        for source, edition in _of_release(home, lambda warehouse: warehouse.execute(query).fetchall()):
            landed.setdefault(source, []).append(edition or "?")
    except NoAnswer:
        pass
    known = _known_sources()
    rows = [
        (one.id, one.publisher["ja"], one.title["ja"], _what(one), ", ".join(landed.get(one.id, []))) for one in known
    ]
    return render(["source", "publisher", "title", "what", "editions"], rows, style)


def _what(source: "Source") -> str:
    return "mapped" if source.choices else "watched only"


def _known_sources() -> "tuple[Source, ...]":
    from extract import mapping  # noqa: PLC0415

    try:
        return mapping.load()
    except mapping.SourceError as error:
        raise NoAnswer(str(error)) from error


def status(home: str) -> str:
    """Tell how things stand."""
    from flows import standing  # noqa: PLC0415

    today = datetime.now(UTC).astimezone(TOKYO).date()
    return "\n".join(standing.lines(Home.at(home), today)) + "\n"


def _of_release(home: str, ask: Callable[[duckdb.DuckDBPyConnection], Given]) -> Given:
    try:
        warehouse = connection.connect(Home.at(home))
    except connection.NoRelease as error:
        raise NoAnswer(_none(home)) from error
    with warehouse:
        return ask(warehouse)


def _none(home: str) -> str:
    return f"there is no release in {home}: run `sangaku refresh`, or name another home by --home"


def _what_there_is(warehouse: duckdb.DuckDBPyConnection) -> str:
    views = warehouse.execute("SELECT view_name, comment FROM duckdb_views() WHERE NOT internal ORDER BY 1").fetchall()
    tables = warehouse.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()
    width = max((len(name) for name, _ in views), default=0)
    lines = [f"  {name:<{width}}  {comment or ''}".rstrip() for name, comment in views]
    beneath = "Tables beneath them: " + ", ".join(name for (name,) in tables)
    return "\n".join(["Views to ask:", *lines, beneath, "The columns: DESCRIBE patents, for one"])


def _drawn(home: str, evidence: dict[str, Any]) -> str | bytes:
    """The place of a figure as a picture, marked: a page as PNG, the range of a sheet as SVG."""
    from extract.document import PagePlace  # noqa: PLC0415
    from extract.pdf import drawing  # noqa: PLC0415
    from flows import sheet_pictures  # noqa: PLC0415
    from warehouse import landing  # noqa: PLC0415

    try:
        entry, content = landing.read(Home.at(home), evidence["document"])
    except (LookupError, ValueError) as error:
        raise NoAnswer(f"the document cannot be shown: {error}") from error
    if evidence["page"] is None:
        headings = [*(evidence["row_path"] or ()), *(evidence["column_path"] or ())]
        try:
            return sheet_pictures.picture(content, entry.media_type, evidence["sheet"], evidence["address"], headings)
        except sheet_pictures.NoSheet as error:
            raise NoAnswer(str(error)) from error
    place = PagePlace(evidence["page"], (evidence["x0"], evidence["top"], evidence["x1"], evidence["bottom"]))
    out = io.BytesIO()
    drawing.picture(content, place).save(out, format="PNG")
    return out.getvalue()
