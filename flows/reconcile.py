"""The flow that brings the release up to what has landed: whatever was lost, killed or cancelled before, it finds.

Runs of one machine are merged: one works, one waits to look again after it, any more end at once, for the waiting
one will see what they came for. So a burst of documents makes few runs and one release. A run that finds more than it
soon reads asks for another, for the other workers on this home folder. Out of scope: taking files in.
"""

import contextlib
import os
import socket
import threading
import time
from pathlib import Path

from prefect import flow
from prefect.logging import get_run_logger

from flows import inventory, steps
from flows.hands import is_cluster
from flows.ingest import THREADS, stage_all
from flows.pool import default_processes
from flows.publish import publish_now
from flows.publishing import current, is_current
from flows.report import Arrived, Report
from warehouse import files, landing, staging
from warehouse.home import Home
from warehouse.landing import Ledger

WAIT_SECONDS = 1.0
ALONE = 4
"""So many documents for each of its processes a run reads without asking others."""
WORKER = "SANGAKU_WORKER"
"""Names whose runs are merged: those of one machine, or of one Prefect worker where several share a machine."""


@flow(name="reconcile", task_runner=THREADS)
def reconcile(
    home: str | None = None, processes: int | None = None, quiet_seconds: float = 0.0, because: str | None = None
) -> Report:
    """Stage what has landed and is not staged, publish what differs, and again, until nothing is left to do.

    The ledger is looked at until `quiet_seconds` after the beginning: what a trigger passes over for so long is seen
    by this run. `because` is what a run was triggered by, for people; what is done, the ledger says.
    """
    place = Home.at(home)
    get_run_logger().info("begun because of %s", because or "a person or a schedule")
    locks = _locks(place)
    with contextlib.ExitStack() as working:
        with contextlib.ExitStack() as waiting:
            if not working.enter_context(files.locked_now(locks / "working")):
                if not waiting.enter_context(files.locked_now(locks / "waiting")):
                    get_run_logger().info("another run will see to it")
                    return Report(Arrived(), [], 0, current(place))
                working.enter_context(files.locked(locks / "working"))
        alone = ALONE * (processes or default_processes())
        if (name := os.environ.get(WORKER)) and len(inventory.look(place).pending) > alone:
            from flows import deploying  # noqa: PLC0415  only where there are others

            get_run_logger().info("%s asks the other workers to help", name)
            deploying.sweep()
        return up_to_date(place, processes, quiet_seconds)


def is_left(home: Home) -> bool:
    """Whether a document waits and no run of this machine is working."""
    with files.locked_now(_locks(home) / "working") as nobody:
        return nobody and bool(inventory.look(home).pending)


def _locks(home: Home) -> Path:
    return home.root / ".runs" / os.environ.get(WORKER, socket.gethostname())


def up_to_date(home: Home, processes: int | None = None, quiet_seconds: float = 0.0) -> Report:
    """Reconcile, as tasks of the flow that runs, and remove what killed ones left unfinished."""
    landing.sweep(home)
    staging.sweep(home)
    end = time.monotonic() + quiet_seconds
    done: list[steps.Outcome] = []
    standing = None
    while True:
        tried = {one.sha256 for one in done if one.state == "failed"}
        seen = landing.sizes(home)
        found = inventory.look(home)
        orders = [order for order in found.pending if order.sha256 not in tried]
        if standing is None:
            standing = len(found.ledger.entries) - len(orders)
        if orders:
            if not is_cluster():
                threading.Thread(target=_get_ready, daemon=True).start()
            outcomes = stage_all(orders, processes)
            done += outcomes
            if not outcomes:  # other runs are reading all that is left
                time.sleep(WAIT_SECONDS)
            continue
        published = current(home) if not done and is_current(home, found) else publish_now(home, done)
        report = Report(Arrived(), done, standing, published, damage(found.ledger))
        if not done and not quiet_seconds:  # nothing was done in which another document could have landed
            return report
        while not (more := landing.sizes(home) != seen) and time.monotonic() < end:
            time.sleep(WAIT_SECONDS)
        if not more:
            return report


def damage(ledger: Ledger) -> tuple[str, ...]:
    """Tell what is damaged in the landing: a document that cannot be read from there is not forgotten."""
    return tuple(f"{damaged.path}: {damaged.reason}" for damaged in ledger.damaged)


def _get_ready() -> None:
    """Import what publishing needs while the documents are being read, in other processes."""
    import great_expectations  # noqa: F401, PLC0415
