"""What publishing is: plan a release of all that is staged, build it, judge it, make it the current one, if it differs.

A release is held, and the current one stays, where the expectations refuse it, where it would lack a document that the
current one has, or where it changes more than may pass unseen; a person may accept it. A correction that its document
does not bear out, and a change report that cannot be made, hold it until they are mended. Out of scope: when this is
done (`flows.publish`).
"""

from collections.abc import Mapping
from typing import Any

import duckdb
import pandas as pd

import expectations
from expectations import proofs
from flows import inventory, recipe, steps
from flows.inventory import Inventory
from flows.report import Release
from warehouse import connection, corrections, digests, publish, release
from warehouse.home import Home
from warehouse.release import Plan


def plan(home: Home, found: Inventory) -> Plan:
    """Say what a release of all that stands staged under its present recipe would be."""
    staged = [(order.sha256, order.recipe) for order in found.staged]
    parts = {"proofs": digests.of_files(recipe.ROOT / "expectations")}
    return release.plan(home, staged, parts, found.ledger.entries)


def is_current(home: Home, found: Inventory) -> bool:
    """Whether the current release is the one of all that stands staged."""
    return connection.current(home) == plan(home, found).id


class Wrong(Exception):  # noqa: N818  told to whoever runs this
    """Why a release cannot be published, whoever accepts it."""


def run(home: Home, *, accept: bool) -> Release:
    """Publish what is staged, if that is another release than the current one. One at a time on a home folder."""
    with home.store.locked(home.releases / ".lock"):
        planned = plan(home, inventory.look(home))
        before = connection.current(home)
        if planned.id == before or not (planned.documents or before):
            return Release(before)
        try:
            _publish(home, planned, before, accept=accept)
        except publish.Held as held:
            return Release(before, held=f"release {planned.id}: {held}")
        except Wrong as wrong:
            return Release(before, held=f"release {planned.id}: {wrong}", to_do="mend it, then: sangaku replay")
        return Release(planned.id, new=True)


def _publish(home: Home, planned: Plan, before: str | None, *, accept: bool) -> None:
    """Build, judge and publish. Raises Held for what a person may accept, Wrong for what is to be mended."""
    if not accept and (missing := _missing(home, planned, before)):
        raise publish.Held(f"it would lack {missing} documents of the current one")
    release.build(home, planned, prove, judge)
    with connection.connect(home, planned.id) as built:
        broken = corrections.broken(built)
        ((refused,),) = built.execute("SELECT refused FROM release").fetchall()
    if broken:
        raise Wrong("; ".join(broken))
    if refused and not accept:
        raise publish.Held(refused)
    try:
        publish.publish(home, planned.id, accept=accept)
    except publish.Held as held:
        raise publish.Held(f"{held}; see: sangaku changes --release {planned.id}") from held
    except duckdb.Error as error:
        raise Wrong(f"its change report cannot be made: {error}") from error


def prove(observations: pd.DataFrame, within: pd.DataFrame) -> pd.DataFrame:
    """Give all proofs of a release: those within its documents, and those between them."""
    across = proofs.prove_across(observations, steps.registries().indicators.frame())
    return proofs.settled(pd.concat([within, across], ignore_index=True))


def judge(relations: Mapping[str, pd.DataFrame]) -> tuple[list[dict[str, Any]], str | None]:
    """Give what the expectations say of a release, and why they refuse it, if they do."""
    judged = expectations.judge_release(relations)
    return judged.results_as_data(), judged.refused


def current(home: Home) -> Release:
    """Tell which release is the current one."""
    return Release(connection.current(home))


def _missing(home: Home, planned: Plan, before: str | None) -> int:
    """How many documents the release before has and this one has not: landed, but not read as they should be."""
    if before is None:
        return 0
    with connection.connect(home, before) as warehouse:
        known = {sha256 for (sha256,) in warehouse.execute("SELECT document FROM documents").fetchall()}
    return len(known - {given.facts.sha256 for given in planned.documents})
