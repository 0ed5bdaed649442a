"""A refresh without Prefect, for tests that need many of them: the same steps in the same order, in one process."""

import sys
from pathlib import Path

from flows import folder, inventory, publishing, steps, taking
from flows.steps import Outcome
from warehouse import landing, staging
from warehouse.home import Home


def refresh(home: Home, documents: Path) -> list[Outcome]:
    landing.sweep(home)
    staging.sweep(home)
    for _ in taking.take_files(home, folder.find(documents)):
        pass
    return bring_up(home)


def bring_up(home: Home) -> list[Outcome]:
    """Stage what has landed, and publish."""
    outcomes = [steps.stage(order) for order in inventory.look(home).pending]
    publishing.run(home, accept=False)
    return outcomes


if __name__ == "__main__":
    refresh(Home.at(sys.argv[1]), Path(sys.argv[2]))
