"""Runs the flows from the command line: with a Prefect server at hand, which is imported only then.

Out of scope: what the flows do.
"""

import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from extract import mapping
from flows.report import Report
from flows.server import ServerError, prefect_server
from warehouse.home import Home

CHATTER = "great_expectations.data_context.types.base"


def refresh(home: str, documents: Path | None, *, online: bool, processes: int) -> Report:
    """Run the refresh flow."""
    with _prefect(home):
        from flows.refresh import refresh as flow  # noqa: PLC0415  Prefect reads its settings when it is imported

        folder = str(documents) if documents else None
        return flow(home=home, documents=folder, online=online, processes=processes)


def ingest(home: str, files: Sequence[Path], processes: int, source: str | None = None) -> Report:
    """Let files land and run the ingest flow. `source` is what the files are of, if somebody says so."""
    with _prefect(home):
        from flows.refresh import take_and_ingest as flow  # noqa: PLC0415

        return flow(home=home, files=[str(file) for file in files], processes=processes, source=source)


def replay(home: str, *, everything: bool, processes: int) -> Report:
    """Run the replay flow."""
    with _prefect(home):
        from flows.replay import replay as flow  # noqa: PLC0415

        return flow(home=home, everything=everything, processes=processes)


def publish(home: str, *, accept: bool) -> Report:
    """Run the publish flow."""
    with _prefect(home):
        from flows.publish import publish_alone as flow  # noqa: PLC0415

        return flow(home=home, accept=accept)


def deploy() -> None:
    """Make known to the server that PREFECT_API_URL names what Sangaku needs there."""
    if not os.environ.get("PREFECT_API_URL"):
        raise CannotRun("PREFECT_API_URL names no server; `sangaku serve` deploys to its own")
    from flows import deploying  # noqa: PLC0415

    try:
        deploying.deploy(anew=False)
    except ServerError as error:
        raise CannotRun(str(error)) from error


class CannotRun(Exception):  # noqa: N818  told to whoever asked
    """Why a run cannot begin."""


@contextmanager
def _prefect(home: str) -> Iterator[None]:
    # Great Expectations tells of each of its temporary folders, at a level that it sets itself when it is imported.
    logging.getLogger(CHATTER).addFilter(lambda record: record.levelno >= logging.WARNING)
    try:
        mapping.load()
    except mapping.SourceError as error:
        raise CannotRun(str(error)) from error
    with ExitStack() as stack:
        try:
            own = stack.enter_context(prefect_server(Home.at(home).root))
        except ServerError as error:
            raise CannotRun(str(error)) from error
        from flows import limits  # noqa: PLC0415

        limits.ensure(anew=own)
        yield
