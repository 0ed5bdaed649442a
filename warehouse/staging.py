"""The staging: what was read from each document, as Parquet, by document and recipe. A cache: it comes back the same.

A staged document appears whole or not at all. Its recipe names everything that made it: reader, mapping and registries.
Out of scope: reading, mapping and judging, whose results are handed over; and releases (`warehouse.release`).
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from extract.document import Document
from warehouse import accounts, digests, files, frames, schema, wide
from warehouse.accounts import Frames, each
from warehouse.frames import Part
from warehouse.home import Home
from warehouse.large import Large

FACTS = "document.json"

PROOF_TYPES = {"passed": "boolean", "others": "object"}
HARDLY_ALIKE = ("observation_id", "address", "printed_text", "printed_value", "value", "others")
"""Columns of which two rows are hardly alike: a dictionary of them costs time and place."""

RANDOM = ("observation_id", "value", "printed_value")
"""Columns whose bytes are nearly random: to compress them costs more than half of what all others cost."""

ROW_GROUP = 245_760
"""So many rows are made and written at a time."""

RESULT_COLUMNS = {"name": "check_name", "en": "description_en", "ja": "description_ja"}
"""How the expectations call what the warehouse calls otherwise."""


@dataclass(frozen=True)
class Judged:
    """All that was made of one document, ready to be staged.

    Rows come in one frame or in several. `accepted` and `quarantined` have the columns of `frames.OBSERVATION_COLUMNS`,
    the latter also expectation, severity and reason; `flags` has observation_id, expectation and reason. `leftovers`
    has the columns of `frames.LEFTOVER_COLUMNS`. `proofs` has those of the proofs; None where none were sought.
    `results` are the expectations' results as data. `refused` says why the whole document is refused, if it is.
    """

    document: Document
    source: str | None
    edition: str | None
    published: str | None
    accepted: Frames
    quarantined: Frames
    flags: pd.DataFrame
    leftovers: Frames
    proofs: pd.DataFrame | None = None
    results: Sequence[Mapping[str, Any]] = ()
    refused: str | None = None
    verdicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a staged document as a whole. `cells` has the four counts and numeric_cells, over all kinds."""

    sha256: str
    recipe: str
    media_type: str
    pages: int
    elements: int
    source: str | None
    edition: str | None
    published: str | None
    refused: str | None
    cells: dict[str, int] = field(default_factory=dict)


def recipe(parts: Mapping[str, str]) -> str:
    """Name a recipe by the digests of what makes it: reader code, the source's mapping, indicators, and so on."""
    return digests.of_parts(parts)


def stage(home: Home, sha256: str, recipe_id: str, judged: Judged) -> Path:
    """Keep what was made of a document, if it is not kept already. Gives the folder.

    Raises `accounts.AccountError` where a numeric cell is lost or counted twice.
    """
    place = home.staged(sha256, recipe_id)
    if home.store.stands(place):
        return place
    accepted, withheld = each(judged.accepted), _withheld(judged)
    if withheld:
        accepted = [frames.whole(accepted[0]).iloc[:0]]
    quarantined = [part for part in (*each(judged.quarantined), *withheld) if len(part)] or each(judged.quarantined)
    coverage = accounts.coverage(judged.document, accepted, quarantined, judged.leftovers)
    flags = judged.flags.groupby("observation_id", sort=False)["expectation"].agg(lambda names: sorted(set(names)))
    tables: dict[str, Iterable[pd.DataFrame]] = {
        "observations": _Frames(accepted, partial(_flagged, raised=dict(flags.items()))),
        "quarantine": _Frames(quarantined),
        "leftovers": _Frames(each(judged.leftovers)),
        "proofs": [_proofs(judged)],
        "coverage": [coverage],
        "headings": [accounts.headings(judged.document)],
        "verdicts": [accounts.verdicts(judged.document, judged.verdicts)],
        "results": [results_frame(judged.results, judged.document.sha256)],
    }
    facts = _facts(sha256, recipe_id, judged, coverage)
    with files.scratch(place.parent, recipe_id) as folder:
        for name, columns in schema.load().staged.items():
            write_parquet(folder / f"{name}.parquet", _tables(tables[name], columns))
        (folder / FACTS).write_text(json.dumps(asdict(facts), ensure_ascii=False, indent=1), encoding="utf-8")
        files.settle(folder, place)
    home.store.give(place)
    return place


def is_staged(home: Home, sha256: str, recipe_id: str) -> bool:
    """Whether a document stands staged by that recipe."""
    return home.store.stands(home.staged(sha256, recipe_id))


def facts(home: Home, staged: Iterable[tuple[str, str]]) -> tuple[Facts, ...]:
    """What is known of staged documents, given as (sha256, recipe). Raises LookupError if one is not staged."""
    try:
        folders = home.store.bring([home.staged(*one) for one in staged], FACTS)
    except FileNotFoundError as error:
        raise LookupError(f"a document is not staged: {error}") from error
    return tuple(Facts(**json.loads((folder / FACTS).read_bytes())) for folder in folders)


def staged(home: Home) -> tuple[tuple[str, str], ...]:
    """All staged documents, as (sha256, recipe), in order."""
    found = (name.partition("/") for name in home.store.standing(home.staging, 2))
    return tuple(sorted((sha256, recipe_id) for sha256, _, recipe_id in found))


def sweep(home: Home) -> tuple[Path, ...]:
    """Remove what a killed process left unfinished."""
    return files.sweep_beneath(home.staging)


def write_parquet(path: Path, tables: Iterable[pa.Table]) -> None:
    """Write tables one after another; the same tables give the same bytes."""
    with ExitStack() as stack:
        writer: pq.ParquetWriter | None = None
        for table in tables:
            if writer is None:
                how: dict[str, Any] = {
                    "use_dictionary": _leaves(table.schema, HARDLY_ALIKE),
                    "compression": dict.fromkeys(_leaves(table.schema, RANDOM), "zstd"),
                    "write_statistics": False,  # all rows are read, always
                }
                writer = pq.ParquetWriter(path, table.schema, store_schema=False, **how)
                stack.enter_context(writer)
            writer.write_table(table, row_group_size=ROW_GROUP)


def _leaves(schema: pa.Schema, but: Collection[str]) -> list[str]:
    """What Parquet calls the values of all columns but some: those of a list stand below it."""
    kept = (field for field in schema if field.name not in but)
    return [f"{field.name}.list.element" if pa.types.is_list(field.type) else field.name for field in kept]


@dataclass(frozen=True, slots=True)
class _Frames:
    """The frames of some parts, of large ones in pieces, made one by one as often as they are asked for."""

    parts: Sequence[Part]
    finish: Callable[[pd.DataFrame], pd.DataFrame] = field(default=lambda frame: frame)

    def __iter__(self) -> Iterator[pd.DataFrame]:
        for part in self.parts:
            for piece in part.pieces(ROW_GROUP) if isinstance(part, Large) else (part,):
                yield self.finish(frames.whole(piece))


def _tables(given: Iterable[pd.DataFrame], columns: Sequence[schema.Column]) -> Iterator[pa.Table]:
    """The frames as tables of one schema: words stay categories where they are so in all of them."""
    parts = given.parts if isinstance(given, _Frames) else list(given)
    kinds = {
        "large"
        if isinstance(part, Large)
        else tuple(isinstance(kind, pd.CategoricalDtype) for kind in frames.whole(part).dtypes)
        for part in parts
    }
    for frame in given:
        table = schema.arrow_table(frame, columns)
        yield table if len(kinds) == 1 else table.cast(schema.arrow_schema(columns))


def _withheld(judged: Judged) -> list[pd.DataFrame]:
    """What would be accepted, were not the whole document refused."""
    if judged.refused is None:
        return []
    return [
        frames.whole(part).assign(expectation="document", severity="critical", reason=judged.refused)
        for part in each(judged.accepted)
    ]


def _flagged(frame: pd.DataFrame, raised: Mapping[object, list[str]]) -> pd.DataFrame:
    """The rows with the flags raised on them."""
    ids, known = (pa.array(names, pa.large_string()) for names in (frame["observation_id"], raised))
    at = pc.fill_null(pc.index_in(ids, value_set=known), len(raised)).to_numpy()
    return frame.assign(flags=wide.coded(at, [*map(tuple, raised.values()), ()]))


def _proofs(judged: Judged) -> pd.DataFrame:
    columns = [column.name for column in schema.load().staged["proofs"]]
    return pd.DataFrame(columns=columns) if judged.proofs is None else judged.proofs


def results_frame(results: Sequence[Mapping[str, Any]], document: str | None) -> pd.DataFrame:
    """The expectations' results as the relation `results` has them; of the release where no document is named."""
    columns = [column.name for column in schema.load().staged["results"]]
    rows = [{RESULT_COLUMNS.get(name, name): value for name, value in result.items()} for result in results]
    return pd.DataFrame(rows, columns=columns).assign(document=document)


def _facts(sha256: str, recipe_id: str, judged: Judged, coverage: pd.DataFrame) -> Facts:
    document = judged.document
    return Facts(
        sha256=sha256,
        recipe=recipe_id,
        media_type=document.media_type,
        pages=document.pages,
        elements=len(document.tables) + len(document.charts) + len(document.statements),
        source=judged.source,
        edition=judged.edition,
        published=judged.published,
        refused=judged.refused,
        cells={name: int(coverage[name].sum()) for name in ("numeric_cells", *accounts.FATES)},
    )
