"""The flow that reads again what a changed recipe or a mended rule touches, and publishes what comes out.

Staging is a cache: what stands there under another recipe stays until it is swept, and is not used.
"""

from prefect import flow

from flows import steps
from flows.ingest import THREADS
from flows.reconcile import up_to_date
from flows.report import Report
from warehouse import landing
from warehouse.home import Home


@flow(name="replay", task_runner=THREADS)
def replay(home: str | None = None, everything: bool = False, processes: int | None = None) -> Report:
    """Stage again what is not staged under its present recipe; `everything` reads all documents again."""
    place = Home.at(home)
    if everything:
        for order in steps.orders(place, landing.ledger(place).entries):
            place.store.remove(place.staged(order.sha256, order.recipe))
    return up_to_date(place, processes)
