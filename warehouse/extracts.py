"""The extracts of a release: Parquet for programs, CSV for spreadsheets, and the data package that describes them.

CSV is UTF-8 with a byte order mark, so that spreadsheet programs open it right; lists are joined by ` / `.
Out of scope: what the relations hold.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

import duckdb

from warehouse import schema
from warehouse.schema import Column, Relation
from warehouse.views import literal

ROW_GROUP = 122_880
BYTE_ORDER_MARK = "\ufeff"
JOINT = " / "
TITLE = "産学連携・大学特許・大学発ベンチャーの統計 / Statistics of university-industry collaboration in Japan"

FIELD_TYPES = {
    "VARCHAR": "string",
    "VARCHAR[]": "string",
    "BIGINT": "integer",
    "INTEGER": "integer",
    "DOUBLE": "number",
    "BOOLEAN": "boolean",
    "DATE": "date",
}
"""How a data package calls the types of columns."""


def write(connection: duckdb.DuckDBPyConnection, folder: Path, release_id: str, licence: str, attribution: str) -> None:
    """Write every relation that is for taking along, as Parquet and CSV, with `datapackage.json`."""
    folder.mkdir(parents=True)
    resources = []
    for relation in schema.load().relations.values():
        if relation.extract:
            about = {
                "title": f"{relation.ja} / {relation.en}",
                "licence": licence,
                "source": attribution,
                "release": release_id,
            }
            _write_parquet(connection, relation, folder / f"{relation.name}.parquet", about)
            _write_csv(connection, relation, folder / f"{relation.name}.csv")
            resources.append(_resource(relation, folder))
    package = {
        "name": "sangaku",
        "title": TITLE,
        "id": release_id,
        "version": release_id,
        "profile": "tabular-data-package",
        "licenses": [{"name": "CC-BY-4.0", "title": licence}],
        "sources": [{"title": attribution}],
        "resources": resources,
    }
    text = json.dumps(package, ensure_ascii=False, indent=1) + "\n"
    (folder / "datapackage.json").write_text(text, encoding="utf-8")


def _write_parquet(
    connection: duckdb.DuckDBPyConnection, relation: Relation, path: Path, about: dict[str, str]
) -> None:
    told = ", ".join(f"{key}: {literal(value)}" for key, value in about.items())
    connection.execute(
        f"COPY (FROM {relation.name}) TO {literal(str(path))} "
        f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP}, KV_METADATA {{{told}}})"
    )


def _write_csv(connection: duckdb.DuckDBPyConnection, relation: Relation, path: Path) -> None:
    """Write a CSV; its header begins with the byte order mark, which the name of the first column brings along."""
    first, *others = (_flat(column) for column in relation.columns)
    marked = f'{first[0]} AS "{BYTE_ORDER_MARK}{first[1]}"'
    chosen = ", ".join([marked, *(f'{expression} AS "{name}"' for expression, name in others)])
    connection.execute(f"COPY (SELECT {chosen} FROM {relation.name}) TO {literal(str(path))} (FORMAT csv, HEADER)")


def _flat(column: Column) -> tuple[str, str]:
    if column.type == "VARCHAR[]":
        return f'array_to_string("{column.name}", {literal(JOINT)})', column.name
    return f'"{column.name}"', column.name


def _resource(relation: Relation, folder: Path) -> dict[str, Any]:
    path = folder / f"{relation.name}.csv"
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    fields = [
        {"name": column.name, "type": FIELD_TYPES[column.type], "title": column.ja, "description": column.en}
        for column in relation.columns
    ]
    return {
        "name": relation.name.replace("_", "-"),
        "path": path.name,
        "profile": "tabular-data-resource",
        "title": relation.ja,
        "description": relation.en,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
        "alternates": [{"path": f"{relation.name}.parquet", "format": "parquet"}],
        "schema": {"fields": fields, "missingValues": [""], **_key(relation)},
    }


def _key(relation: Relation) -> dict[str, Any]:
    return {"primaryKey": list(relation.key)} if relation.key else {}
