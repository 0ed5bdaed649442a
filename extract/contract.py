"""The JSON form of a document: the contract of `sangaku extract … --json`, one object a line.

Out of scope: reading; and the lines of a document, which are for the mapping only.
"""

from typing import Any

from extract.document import Cell, Chart, Document, PagePlace, Place, Point, Statement, Table, Value, Verdict

Json = dict[str, Any]


def to_json(document: Document) -> Json:
    """Give the JSON object of a document. Boxes are rounded to a hundredth of a point."""
    return {
        "document": document.name,
        "sha256": document.sha256,
        "media_type": document.media_type,
        "pages": document.pages,
        "tables": [_table(table) for table in document.tables],
        "charts": [_chart(chart) for chart in document.charts],
        "statements": [_statement(statement) for statement in document.statements],
        "verdicts": [_verdict(verdict) for verdict in document.verdicts],
    }


def place_to_json(place: Place) -> Json:
    """Give `{"page", "bbox"}` or `{"sheet", "address"}`."""
    if isinstance(place, PagePlace):
        return {"page": place.page, "bbox": [round(edge, 2) for edge in place.bbox]}
    return {"sheet": place.sheet, "address": place.address}


def _table(table: Table) -> Json:
    return {
        "id": table.id,
        "place": place_to_json(table.place),
        "method": table.method,
        "title": table.title,
        "unit": table.unit,
        "notes": list(table.notes),
        "header_rows": table.header_rows,
        "stub_columns": table.stub_columns,
        "cells": [_cell(cell) for cell in table.cells],
        "values": [_value(value) for value in table.values],
    }


def _cell(cell: Cell) -> Json:
    return {
        "row": cell.row,
        "column": cell.column,
        "row_span": cell.row_span,
        "column_span": cell.column_span,
        "text": cell.text,
        "place": place_to_json(cell.place),
    }


def _value(value: Value) -> Json:
    return {
        "row": value.row,
        "column": value.column,
        "text": value.text,
        "value": value.value,
        "unit": value.unit,
        "status": value.status.value,
        "fiscal_year": value.fiscal_year,
        "row_path": list(value.row_path),
        "column_path": list(value.column_path),
        "place": place_to_json(value.place),
    }


def _chart(chart: Chart) -> Json:
    return {
        "id": chart.id,
        "place": place_to_json(chart.place),
        "title": chart.title,
        "type": chart.type,
        "notes": list(chart.notes),
        "series": [
            {"name": series.name, "unit": series.unit, "points": [_point(point) for point in series.points]}
            for series in chart.series
        ],
    }


def _point(point: Point) -> Json:
    return {
        "category": point.category,
        "fiscal_year": point.fiscal_year,
        "value": point.value,
        "text": point.text,
        "method": point.method,
        "tolerance": point.tolerance,
        "derived": point.derived,
        "place": place_to_json(point.place),
    }


def _statement(statement: Statement) -> Json:
    return {
        "id": statement.id,
        "text": statement.text,
        "printed": statement.printed,
        "value": statement.value,
        "unit": statement.unit,
        "fiscal_year": statement.fiscal_year,
        "approximate": statement.approximate,
        "place": place_to_json(statement.place),
    }


def _verdict(verdict: Verdict) -> Json:
    place = {"page": verdict.page} if verdict.page is not None else {}
    sheet = {"sheet": verdict.sheet} if verdict.sheet is not None else {}
    return {**place, **sheet, "reason": verdict.reason, "detail": verdict.detail}
