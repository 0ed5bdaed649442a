"""Tables, charts and sources made for a test, as small as it needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from extract.document import Cell, Chart, ChartSeries, Document, Line, PagePlace, Point, Statement, Status, Table, Value
from extract.mapping import load, map_document
from extract.mapping.rules import Source
from extract.observation import Leftover, Mapped, Observation

PLACE = PagePlace(1, (0.0, 0.0, 10.0, 10.0))

BASE: dict[str, Any] = {
    "publisher": {"ja": "省", "en": "Ministry"},
    "title": {"ja": "調査", "en": "Survey"},
    "licence": "free",
    "recognise": {"all": ["産学調査"]},
    "edition": {"by": "title_year"},
    "words": ["sectors", "partners", "destinations", "measures", "totals", "lists", "phrases", "changes"],
    "default": {"sector": "total", "scope": "survey"},
    "headings": [{"say": ["共同研究"], "set": {"topic": "joint"}}],
    "indicators": [
        {"is": "count", "when": {"topic": "joint", "measure": "count"}},
        {"is": "income", "when": {"topic": "joint", "measure": "amount"}},
    ],
    "tables": [{"id": "joint", "title": ["共同研究"], "set": {"topic": "joint"}, "rows": "institution"}],
}
"""A source that maps counts and amounts of joint research."""


@dataclass(frozen=True)
class Kind:
    """An indicator as the mapping needs it."""

    id: str
    unit: str
    type: str
    dimensions: tuple[str, ...]
    year_type: str = "fiscal"


INDICATORS = {
    "count": Kind("count", "件", "count", ("sector", "partner", "institution", "scope")),
    "income": Kind("income", "円", "amount", ("sector", "partner", "institution", "scope")),
    "share": Kind("share", "%", "share", ("question", "respondent", "answer")),
}


def source(folder: Path, **changes: Any) -> Source:
    """A source of the base with some keys changed, read from a file of its own as any source is."""
    folder.mkdir(exist_ok=True)
    data = {"id": "made", **BASE, **changes}
    (folder / "made.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return load(folder)[0]


def table(
    rows: Sequence[Sequence[str]],
    columns: Sequence[Sequence[str]],
    texts: Sequence[Sequence[str]],
    **facts: Any,
) -> Table:
    """A table of numbers; the years and units of all cells as given by `year` and `unit`."""
    values = tuple(
        Value(
            row=r,
            column=c,
            text=texts[r][c],
            value=_number(texts[r][c]),
            unit=facts.get("unit", "件"),
            status=facts.get("status", Status.OBSERVED if _number(texts[r][c]) is not None else Status.NIL),
            fiscal_year=facts.get("year", 2014),
            row_path=tuple(rows[r]),
            column_path=tuple(columns[c]),
            place=PagePlace(1, (float(c), float(r), c + 1.0, r + 1.0)),
        )
        for r in range(len(rows))
        for c in range(len(columns))
    )
    cells: tuple[Cell, ...] = facts.get("cells", ())
    return Table(
        facts.get("id", "t1"),
        PLACE,
        "ruled",
        facts.get("title", "共同研究"),
        facts.get("unit_line"),
        (),
        facts.get("header_rows", 0),
        0,
        cells,
        values,
    )


def _number(text: str) -> float | int | None:
    try:
        return float(text.replace(",", "")) if "." in text else int(text.replace(",", ""))
    except ValueError:
        return None


def chart(title: str, series: Mapping[str, Mapping[str, float]], **facts: Any) -> Chart:
    """A chart: for each series its points by category, all with printed labels in per cent."""
    return Chart(
        "c1",
        PLACE,
        title,
        "bar",
        tuple(
            ChartSeries(
                name,
                facts.get("unit", "%"),
                tuple(
                    Point(category, facts.get("year"), value, f"{value}%", facts.get("method", "label"), 0.01, PLACE)
                    for category, value in points.items()
                ),
            )
            for name, points in series.items()
        ),
        tuple(facts.get("notes", ())),
    )


def sentence_of(text: str, printed: str, value: float, unit: str) -> Statement:
    """A figure in a sentence that names no year."""
    return Statement("s1", text, printed, value, unit, None, approximate=False, place=PLACE)


def document(*elements: Table | Chart | Statement, lines: Sequence[str] = ("平成26年度 産学調査",)) -> Document:
    """A document that holds the elements, headed by the lines."""
    return Document(
        "made",
        "0" * 64,
        "application/pdf",
        1,
        tuple(e for e in elements if isinstance(e, Table)),
        tuple(e for e in elements if isinstance(e, Chart)),
        tuple(e for e in elements if isinstance(e, Statement)),
        (),
        tuple(Line(text, 14.0, PagePlace(1, (0.0, -20.0, 9.0, -10.0))) for text in lines),
    )


def mapped(source_: Source, *elements: Table | Chart | Statement) -> Mapped:
    """What the source makes of the elements."""
    return map_document(document(*elements), source_, INDICATORS)


def only(found: Mapped) -> Observation | Leftover:
    """The one outcome that there is."""
    outcomes = [*found.observations, *found.leftovers]
    assert len(outcomes) == 1, outcomes
    return outcomes[0]
