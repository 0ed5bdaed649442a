"""The account of a document: where each of its numeric cells went, its headings, and what was not read.

A numeric cell is a table's cell that holds a value, a chart's point or a statement. It is known by its element, place
and value, so that a cell is counted once, also where it became several observations.

Out of scope: how cells are mapped and judged.
"""

from collections.abc import Iterable, Iterator, Sequence

import pandas as pd

from extract.document import Document
from warehouse.frames import PLACE_COLUMNS, flat_place

FATES = ("observation", "quarantine", "not_wanted", "unmapped")
KINDS = ("table", "chart", "statement")

LONG_LIST = 100
"""A table with more different rows than this is a list (of institutions, say): its rows are data, not layout."""

CELL = ["kind", "element", *PLACE_COLUMNS, "printed_value"]
"""The columns of a frame that name a cell."""

WORDS = frozenset({"kind", "element", "sheet", "address"})
"""Those of them that hold words."""


class AccountError(ValueError):
    """A numeric cell that was lost, invented, or ended in two places."""


def coverage(
    document: Document, accepted: pd.DataFrame, quarantined: pd.DataFrame, leftovers: pd.DataFrame
) -> pd.DataFrame:
    """Count the numeric cells of each kind and where they went; a row a kind. Raises AccountError for what is amiss.

    A cell of which one observation is in quarantine counts there.
    """
    cells = _named(pd.DataFrame(list(_cells(document)), columns=CELL)).drop_duplicates()
    mapped = pd.concat([_ends(quarantined, "quarantine"), _ends(accepted, "observation")]).drop_duplicates(CELL)
    left = [_ends(leftovers[leftovers["fate"] == fate], fate) for fate in ("not_wanted", "unmapped")]
    ends = pd.concat([mapped, *left])
    _refuse(document, ends[ends.duplicated(CELL)], "ended in two places")
    fates = cells.merge(ends, on=CELL, how="outer", indicator=True)
    _refuse(document, fates[fates["_merge"] == "left_only"], "went nowhere")
    _refuse(document, fates[fates["_merge"] == "right_only"], "are in no element of the document")
    counts = pd.crosstab(fates["kind"], fates["fate"]).reindex(index=KINDS, columns=FATES, fill_value=0)
    counts.insert(0, "numeric_cells", counts.sum(axis=1))
    counts = counts.rename_axis("kind").reset_index().rename_axis(columns=None)
    counts.insert(0, "document", document.sha256)
    return counts


def headings(document: Document) -> pd.DataFrame:
    """Give the headings of each table and chart, a row a heading, in the order in which they stand."""
    rows = [
        (document.sha256, element, kind, title, axis, position, list(path))
        for kind, element, title, axis, paths in _axes(document)
        for position, path in enumerate(dict.fromkeys(path for path in paths if path))
    ]
    columns = ["document", "element", "kind", "title", "axis", "position", "path"]
    return pd.DataFrame(rows, columns=columns).astype({"position": "int32"})


def verdicts(document: Document, others: Iterable[str] = ()) -> pd.DataFrame:
    """Give what could not be read, a row a page or sheet; `others` are what mapping says of the whole document."""
    rows = [(document.sha256, v.page, v.sheet, v.reason, v.detail) for v in document.verdicts]
    rows += [(document.sha256, None, None, "mapping", text) for text in others]
    return pd.DataFrame(rows, columns=["document", "page", "sheet", "reason", "detail"]).astype({"page": "Int32"})


def _cells(document: Document) -> Iterator[tuple[object, ...]]:
    for table in document.tables:
        valued = (cell for cell in table.values if cell.value is not None)  # noqa: PD011  no frame
        yield from (("table", table.id, *flat_place(cell.place), cell.value) for cell in valued)
    for chart in document.charts:
        points = (point for series in chart.series for point in series.points)
        yield from (("chart", chart.id, *flat_place(point.place), point.value) for point in points)
    for statement in document.statements:
        yield ("statement", statement.id, *flat_place(statement.place), statement.value)


def _axes(document: Document) -> Iterator[tuple[str, str, str | None, str, Sequence[tuple[str, ...]]]]:
    """Kind, element, title, axis and heading paths of each table and chart; the rows of long lists are left out."""
    for table in document.tables:
        rows = [cell.row_path for cell in table.values]  # noqa: PD011  no frame
        if len(set(rows)) <= LONG_LIST:
            yield "table", table.id, table.title, "row", rows
        yield "table", table.id, table.title, "column", [cell.column_path for cell in table.values]  # noqa: PD011
    for chart in document.charts:
        categories = [(point.category,) for series in chart.series for point in series.points]
        if len(set(categories)) <= LONG_LIST:
            yield "chart", chart.id, chart.title, "row", categories
        yield "chart", chart.id, chart.title, "column", [(series.name,) for series in chart.series]


def _ends(frame: pd.DataFrame, fate: str) -> pd.DataFrame:
    return _named(frame.loc[frame["printed_value"].notna(), CELL]).drop_duplicates().assign(fate=fate)


def _named(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with types under which names of cells compare."""
    return frame.astype({name: "str" if name in WORDS else "float64" for name in CELL})


def _refuse(document: Document, cells: pd.DataFrame, what: str) -> None:
    if len(cells):
        examples = cells[CELL].head(3).to_dict("records")
        raise AccountError(f"{document.name}: {len(cells)} numeric cells {what}, as {examples}")
