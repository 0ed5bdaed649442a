"""What people see of a run on Prefect's pages: how far it is, the verdicts on its documents, what a release changed.

Artifacts of one key are versions of each other, so that a page shows the last and its history. Out of scope: events.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from prefect.artifacts import (
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)

from flows import pages
from flows.report import FATES, Release
from flows.steps import Outcome
from warehouse import connection, publish
from warehouse.home import Home

FEW = 3
"""Documents that are read before anybody has opened a page to look how far it is."""
EVERY_SECONDS = 2.0
MOST_ROWS = 200
MOST_DOUBTFUL = 30


@contextmanager
def progress(total: int) -> Iterator[Callable[[], None]]:
    """Show how far long work is; gives a function to be called for each piece done."""
    shown = create_progress_artifact(0.0, key="progress", description=f"{total} documents") if total > FEW else None
    done, last = 0, time.monotonic()

    def advance() -> None:
        nonlocal done, last
        done += 1
        if shown is not None and (done == total or time.monotonic() - last > EVERY_SECONDS):
            last = time.monotonic()
            update_progress_artifact(shown, 100.0 * done / total)  # type: ignore[arg-type]

    yield advance


def verdicts(outcomes: Sequence[Outcome]) -> None:
    """Show what became of each document, those first that need a person."""
    ordered = sorted(outcomes, key=lambda one: (one.state == "staged" and not one.doubt, one.name))
    rows = [
        {
            "document": one.name,
            "verdict": one.state,
            "source": one.source or "",
            "edition": one.edition or "",
            **{words: one.cells.get(fate, 0) for fate, words in FATES},
            "why": one.problem or one.doubt or "",
        }
        for one in ordered[:MOST_ROWS]
    ]
    more = f", {len(ordered) - MOST_ROWS} more not shown" if len(ordered) > MOST_ROWS else ""
    create_table_artifact(rows, key="verdicts", description=f"{len(ordered)} documents{more}")


def release(home: Home, done: Release) -> None:
    """Show what a new release changed, and its doubtful figures, each with its proof."""
    if done.new and done.id:
        create_markdown_artifact(told(home, done.id), key="release", description=f"Release {done.id}: what it changed")


def told(home: Home, release_id: str) -> str:
    """What is told of a release, in Markdown."""
    return f"{publish.told(home, 'md', release_id)}\n\n{_doubtful(home, release_id)}"


def _doubtful(home: Home, release_id: str) -> str:
    query = f"""SELECT left(q.observation_id, 12), q.indicator, q.fiscal_year, q.printed_text, d.document_name,
        coalesce('page ' || q.page, q.sheet || '!' || q.address), q.reason
        FROM quarantine q LEFT JOIN documents d USING (document) ORDER BY ALL LIMIT {MOST_DOUBTFUL}"""  # noqa: S608
    with connection.connect(home, release_id) as warehouse:
        rows = warehouse.execute(query).fetchall()
    if not rows:
        return "No figure is in quarantine."
    lines = [f"| {_proof(name)} | {' | '.join(str(part).replace('|', '/') for part in rest)} |" for name, *rest in rows]
    head = "| its proof | indicator | year | printed | document | place | why |\n|---|---|---|---|---|---|---|"
    return "\n".join([f"## In quarantine: {len(rows)} shown, all by `sangaku quarantine`", "", head, *lines])


def _proof(name: str) -> str:
    """Where the proof of a figure is seen: a link where its pages are served, else the command."""
    at = pages.link(name)
    return f"[{name}]({at})" if at else f"`sangaku trace {name}`"
