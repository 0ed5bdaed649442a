"""The views and the macro of a release, and the comments on everything in it, as the registry of relations says.

Out of scope: the tables beneath them (`warehouse.release`).
"""

from collections.abc import Iterator
from pathlib import Path

import duckdb

from warehouse.schema import Column, Relation, Schema

ROOM = Path(__file__).parent
WRITTEN = ("restatements.sql", "institution_figures.sql", "total_differences.sql")
"""The views that the registry of relations does not write by itself."""

DECIDED = 6
"""So many letters tell the domains apart, and of rows that begin alike statistics say so without looking at each."""

FIRST_RELEASE_UNKNOWN = "make_date(fiscal_year + 1, 4, 1)"
"""From when a figure is taken to be known that a later document repeats as first release: the end of its year."""


def create(connection: duckdb.DuckDBPyConnection, schema: Schema) -> None:
    """Create the views and the macro over the tables of the database in use, and comment on all that is there."""
    connection.execute("BEGIN")  # else each comment would be brought to the disk by itself
    current = schema.relations["observations"]
    connection.execute(f"CREATE VIEW observations AS SELECT {names(current.columns)} FROM vintages WHERE is_current")
    for relation in schema.relations.values():
        if relation.domain:
            connection.execute(
                f"CREATE VIEW {relation.name} AS SELECT {names(relation.columns)} FROM vintages "
                f"WHERE is_current AND domain LIKE {literal(relation.domain[:DECIDED] + '%')}"
            )
    for name in WRITTEN:
        connection.execute((ROOM / name).read_text(encoding="utf-8"))
    for macro in schema.macros:
        connection.execute(
            f"CREATE MACRO {macro.name}({macro.parameter}) AS TABLE "
            f"SELECT {names(schema.relations[macro.relation].columns)} FROM vintages "
            f"WHERE coalesce(known_from, least({FIRST_RELEASE_UNKNOWN}, known_to - 1)) <= {macro.parameter} "
            f"AND (known_to IS NULL OR known_to > {macro.parameter})"
        )
        connection.execute(f"COMMENT ON MACRO TABLE {macro.name} IS {literal(f'{macro.ja} / {macro.en}')}")
    for statement in _comments(schema):
        connection.execute(statement)
    connection.execute("COMMIT")


def names(columns: tuple[Column, ...]) -> str:
    """Column names, ready for SQL."""
    return ", ".join(f'"{column.name}"' for column in columns)


def literal(text: str) -> str:
    """Text, ready for SQL."""
    return "'" + text.replace("'", "''") + "'"


def _comments(schema: Schema) -> Iterator[str]:
    for relation in schema.relations.values():
        yield f"COMMENT ON {relation.kind.upper()} {relation.name} IS {literal(_both(relation))}"
        for column in relation.columns:
            yield f'COMMENT ON COLUMN {relation.name}."{column.name}" IS {literal(_both(column))}'


def _both(told: Column | Relation) -> str:
    return f"{told.ja} / {told.en}"
