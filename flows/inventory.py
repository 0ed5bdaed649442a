"""What has landed, and what of it stands staged under its present recipe: one look at the home folder.

Out of scope: what is done about it (`flows.steps`, `flows.publishing`).
"""

from dataclasses import dataclass

from flows import steps
from flows.steps import Order
from warehouse import landing, staging
from warehouse.home import Home
from warehouse.landing import Ledger


@dataclass(frozen=True, slots=True)
class Inventory:
    """The ledger, and its documents: those that stand staged as they should be, and those still to be staged."""

    ledger: Ledger
    staged: tuple[Order, ...]
    pending: tuple[Order, ...]


def look(home: Home) -> Inventory:
    """Look at the landing and the staging."""
    ledger = landing.ledger(home)
    standing = set(staging.staged(home))
    staged, pending = list[Order](), list[Order]()
    for order in steps.orders(home, ledger.entries):
        (staged if (order.sha256, order.recipe) in standing else pending).append(order)
    return Inventory(ledger, tuple(staged), tuple(pending))
