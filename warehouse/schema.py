"""The registry of relations and columns: what each is called, its type, and what it says in Japanese and English.

Comments in the warehouse, the types of Parquet files, `datapackage.json` and `docs/schema.md` all come from
`schema.yaml` through here. Out of scope: how relations are filled (`warehouse.release`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import yaml

SCHEMA = Path(__file__).with_name("schema.yaml")
PAGE = Path(__file__).parents[1] / "docs" / "schema.md"

ARROW = {
    "VARCHAR": pa.string(),
    "BIGINT": pa.int64(),
    "INTEGER": pa.int32(),
    "DOUBLE": pa.float64(),
    "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(),
    "VARCHAR[]": pa.list_(pa.string()),
}
"""The types that columns have."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its SQL type, and what it holds in Japanese and English."""

    name: str
    type: str
    ja: str
    en: str


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation. `extract`: written to files too; `key`: what names a row; `domain`: of a friendly view."""

    name: str
    kind: str  # table, view
    ja: str
    en: str
    columns: tuple[Column, ...]
    extract: bool
    key: tuple[str, ...]
    domain: str | None


@dataclass(frozen=True, slots=True)
class Macro:
    """A table macro with one parameter, which gives the columns of a relation."""

    name: str
    relation: str
    parameter: str
    ja: str
    en: str


@dataclass(frozen=True, slots=True)
class Schema:
    """All relations and macros of the warehouse, and the files of a staged document."""

    relations: Mapping[str, Relation]
    macros: tuple[Macro, ...]
    staged: Mapping[str, tuple[Column, ...]]


@cache
def load(path: Path = SCHEMA) -> Schema:
    """Read the registry. Raises ValueError where a relation names a column or group that is not there."""
    content: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    columns = {name: Column(name, **facts) for name, facts in content["columns"].items()}
    for column in columns.values():
        if column.type not in ARROW:
            raise ValueError(f"{path.name}: column {column.name}: no such type: {column.type}")

    def listed(where: str, names: Iterable[str]) -> tuple[Column, ...]:
        plain = list(_expanded(where, names, content["groups"]))
        if strangers := [name for name in plain if name not in columns]:
            raise ValueError(f"{path.name}: {where}: no such column: {', '.join(strangers)}")
        if len(set(plain)) < len(plain):
            raise ValueError(f"{path.name}: {where}: a column stands twice")
        return tuple(columns[name] for name in plain)

    relations = {
        name: Relation(
            name=name,
            kind=facts["kind"],
            ja=facts["ja"],
            en=facts["en"],
            columns=listed(name, facts["columns"]),
            extract=facts.get("extract", False),
            key=tuple(facts.get("key", ())),
            domain=facts.get("domain"),
        )
        for name, facts in content["relations"].items()
    }
    macros = tuple(Macro(name, **facts) for name, facts in content["macros"].items())
    return Schema(relations, macros, {name: listed(name, names) for name, names in content["staged"].items()})


def arrow_schema(columns: Sequence[Column]) -> pa.Schema:
    """The Arrow schema of columns."""
    return pa.schema([(column.name, ARROW[column.type]) for column in columns])


def arrow_table(frame: pd.DataFrame, columns: Sequence[Column]) -> pa.Table:
    """A frame as an Arrow table of exactly these columns. Raises KeyError where the frame lacks one.

    Words that are categories stay so, and are written as what they are.
    """
    if missing := [column.name for column in columns if column.name not in frame]:
        raise KeyError(f"the frame lacks {', '.join(missing)}")
    arrays = [_array(frame[column.name], ARROW[column.type]) for column in columns]
    return pa.Table.from_arrays(arrays, names=[column.name for column in columns])


def _array(column: pd.Series, kind: pa.DataType) -> pa.Array:
    if not isinstance(column.dtype, pd.CategoricalDtype):
        return pa.Array.from_pandas(column, type=kind)
    codes = column.cat.codes.to_numpy()
    missing = codes < 0
    at = pa.array(codes.astype("int32"), mask=missing if missing.any() else None)
    words = column.cat.categories
    if not pa.types.is_list(kind):
        return pa.DictionaryArray.from_arrays(at, pa.array(words, kind))
    parts: dict[str, int] = {}
    held = pa.array([parts.setdefault(part, len(parts)) for word in words for part in word], pa.int32())
    ends = pa.array([0, *accumulate(map(len, words))], pa.int32())
    lists = pa.ListArray.from_arrays(ends, pa.DictionaryArray.from_arrays(held, pa.array(list(parts), pa.string())))
    return lists.take(at)


def to_markdown(schema: Schema) -> str:
    """The page that lists every relation and column for people."""
    lines = [
        "# The warehouse",
        "",
        "Every relation of `sangaku.duckdb` with its columns. The same words stand as comments in the warehouse itself",
        "and in `datapackage.json`. This page is written from `warehouse/schema.yaml`.",
    ]
    for relation in schema.relations.values():
        lines += ["", f"## {relation.name}", "", f"{relation.ja}。", "", f"{relation.en}."]
        if relation.key:
            lines += ["", f"One row per {', '.join(f'`{name}`' for name in relation.key)}."]
        lines += ["", "| column | type | 内容 | content |", "|---|---|---|---|"]
        lines += [f"| `{c.name}` | {c.type} | {c.ja} | {c.en} |" for c in relation.columns]
    for macro in schema.macros:
        lines += ["", f"## {macro.name}({macro.parameter})", "", f"{macro.ja}。", "", f"{macro.en}."]
        lines += ["", f"Gives the columns of `{macro.relation}`."]
    return "\n".join(lines) + "\n"


def _expanded(where: str, names: Iterable[str], groups: Mapping[str, list[str]]) -> Iterable[str]:
    for name in names:
        if not name.startswith("+"):
            yield name
        elif name[1:] in groups:
            yield from _expanded(where, groups[name[1:]], groups)
        else:
            raise ValueError(f"{where}: no such group of columns: {name[1:]}")


if __name__ == "__main__":
    PAGE.write_text(to_markdown(load()), encoding="utf-8")
