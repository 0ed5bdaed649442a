"""What is done with one document that has landed: read, map, judge, prove, stage. Pure but for the home folder.

Out of scope: when it is done, how often it is tried, and whom it is told (`flows.ingest`).
"""

import time
import traceback
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd

import expectations
from expectations import Verdicts, unjudged
from expectations.proofs import prove
from expectations.rows import Rows
from expectations.rows import parts as in_parts
from extract import mapping
from extract.content import Content
from extract.document import Document
from extract.japanese.labels import normal
from extract.observation import Mapped
from extract.refusal import Refusal, Refused
from flows import long_documents, promises, recipe
from warehouse import accounts, corrections, frames, indicators, institutions, landing, staging
from warehouse.home import Home
from warehouse.landing import Entry
from warehouse.staging import Judged

ELSEWHERE = "elsewhere"
"""What becomes of a document that another run is just reading, or has read since this one looked for work."""


class Registries(NamedTuple):
    """What is known before any document is read."""

    sources: tuple[mapping.Source, ...]
    indicators: indicators.Indicators
    institutions: institutions.Institutions


@dataclass(frozen=True, slots=True)
class Order:
    """A document to be staged: the home, its sha256, a name for people, the recipe, and when it landed."""

    home: Home
    sha256: str
    name: str
    recipe: str
    landed: str | None = None
    processes: int = 1  # that may read it at the same time


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a document: staged, refused (its reason is staged), failed (it will be tried again) or elsewhere.

    `cells` has numeric_cells and the four fates. `problem` says why it was refused or failed, `doubt` in what it is not
    what its link said.
    """

    sha256: str
    name: str
    state: str
    source: str | None = None
    edition: str | None = None
    cells: dict[str, int] = field(default_factory=dict)
    problem: str | None = None
    doubt: str | None = None
    seconds: float = 0.0


def orders(home: Home, entries: Iterable[Entry]) -> Iterator[Order]:
    """Give the documents of a ledger, each with its present recipe."""
    shared = recipe.common()
    for entry in entries:
        landed = min((arrival.retrieved for arrival in entry.arrivals if arrival.retrieved), default=None)
        yield Order(home, entry.sha256, entry.name, recipe.of(entry, shared), landed)


def stage(order: Order) -> Outcome:
    """Read, map, judge and prove a document, and stage what came out; also a refusal, with its reason.

    An error of the program is an outcome too: it must stop neither the other documents nor be forgotten. Errors of the
    machine (OSError) are raised: whoever runs this may try again.
    """
    began = time.monotonic()
    home = order.home
    try:
        with home.store.locked_now(home.staging / order.sha256 / ".lock") as mine:
            if not mine or staging.is_staged(home, order.sha256, order.recipe):
                return Outcome(order.sha256, order.name, ELSEWHERE)
            entry, read = _read(home, order)
            judged = _refused(entry, read) if isinstance(read, Refusal) else _judged(*read)
            staging.stage(home, order.sha256, order.recipe, judged)
    except OSError:
        raise
    except Exception as error:
        return Outcome(order.sha256, order.name, "failed", problem=_told(error), seconds=time.monotonic() - began)
    done = outcome(home, order)
    doubt = None if done.problem else promises.broken(entry, done.source, done.edition)
    return replace(done, doubt=doubt, seconds=time.monotonic() - began)


def outcome(home: Home, order: Order) -> Outcome:
    """Tell what stands staged of a document."""
    (facts,) = staging.facts(home, [(order.sha256, order.recipe)])
    return Outcome(
        sha256=order.sha256,
        name=order.name,
        state="refused" if facts.refused else "staged",
        source=facts.source,
        edition=facts.edition,
        cells=facts.cells,
        problem=facts.refused,
    )


def map_content(
    content: Content, name: str, published: str | None = None, stated: str | None = None, processes: int = 1
) -> tuple[Document, Mapped]:
    """Read and map a document as staging does. Raises Refused.

    `stated` is the source that the ledger names, for a document that does not say itself of which it is.
    """
    known = registries()
    document = long_documents.read(content, name, processes)
    source = mapping.recognise(document, known.sources, stated)
    return document, mapping.map_document(document, source, known.indicators, published)


@cache
def registries() -> Registries:
    """Load what is known beforehand, once a process."""
    return Registries(mapping.load(), indicators.load(), institutions.load(normal))


def _read(home: Home, order: Order) -> tuple[Entry, tuple[Document, Mapped] | Refusal]:
    """A document read and mapped, or why it is refused."""
    entry, path = landing.held(home, order.sha256)
    published, stated = entry.declared("published"), entry.declared("source")
    try:
        return entry, map_content(path, entry.name, published, stated, order.processes)
    except Refused as refused:
        return entry, refused.refusal


def _judged(document: Document, mapped: Mapped) -> Judged:
    known = registries()
    declared = [one for one in corrections.load() if one.concerns(document.sha256, mapped.source, mapped.edition)]
    read = tuple(frames.observation_frames(mapped, document, known.institutions))
    as_right, parts, corrected = _corrected(document, read, declared)
    leftovers = tuple(frames.leftover_frames(mapped, document))
    verdicts = _verdicts(parts, mapped)
    judged = [verdicts.of(number, part) for number, part in enumerate(parts)]
    accepted, quarantined = [one.accepted for one in judged], [one.quarantined for one in judged]
    counts = accounts.coverage(document, accepted, quarantined, leftovers)
    cells = {name: int(counts[name].sum()) for name in ("numeric_cells", *accounts.FATES)}
    tables = expectations.judge_tables(document, cells)
    proofs = prove(as_right, accepted, known.indicators.frame())
    return Judged(
        document=document,
        source=mapped.source,
        edition=mapped.edition,
        published=mapped.published,
        accepted=accepted,
        quarantined=quarantined,
        flags=pd.concat([*(one.flags for one in judged), *corrected], ignore_index=True),
        leftovers=leftovers,
        proofs=proofs,
        results=[*tables.results_as_data(), *(result.as_dict() for result in verdicts.results)],
        refused="; ".join(why for why in (tables.refused, verdicts.refused) if why) or None,
        verdicts=mapped.verdicts,
    )


def _corrected(
    document: Document, parts: Sequence[pd.DataFrame | Rows], declared: Sequence[corrections.Correction]
) -> tuple[Document, Sequence[Rows], Sequence[pd.DataFrame]]:
    """The document and its observations with the corrections made that it bears out, and the flags that tell so."""
    made, flags = [], []
    for part in parts if declared else ():
        document, rows, told = corrections.apply(document, frames.whole(part), declared)
        made.append(rows)
        flags.append(told)
    return document, in_parts(made or parts), flags


def _verdicts(parts: Sequence[Rows], mapped: Mapped) -> Verdicts:
    """The verdict on all parts. A document of which nothing is mapped has nothing to judge."""
    if mapped.verdicts:
        return unjudged()
    facts = {"edition": mapped.edition, "published": mapped.published}
    return expectations.judge_parts(parts, registries().indicators.frame(), facts)


def _told(error: Exception) -> str:
    """Tell an error with the last line of ours that it came through."""
    ours = [at for at in traceback.extract_tb(error.__traceback__) if Path(at.filename).is_relative_to(recipe.ROOT)]
    lines = [at for at in ours if "site-packages" not in at.filename]
    where = f"{Path(lines[-1].filename).relative_to(recipe.ROOT)}:{lines[-1].lineno}"
    return f"{type(error).__name__}: {error} ({where})"


def _refused(entry: Entry, refusal: Refusal) -> Judged:
    """What is staged of a document that cannot be read: nothing but why."""
    document = Document(entry.name, entry.sha256, entry.media_type, 0, (), (), (), ())
    mapped = Mapped(None, None, entry.declared("published"), (), ())
    (observations,) = in_parts(frames.observations_frame(mapped, document, registries().institutions))
    nothing = unjudged().of(0, observations)
    return Judged(
        document=document,
        source=None,
        edition=None,
        published=mapped.published,
        accepted=[nothing.accepted],
        quarantined=nothing.quarantined,
        flags=nothing.flags,
        leftovers=frames.leftovers_frame(mapped, document),
        refused=str(refusal),
    )
