"""What publishing is: plan a release of all that is staged, build it, judge it, make it the current one, if it differs.

A release is held, and the current one stays, where the expectations refuse it or where it would lack a document that
the current one has; a person may accept it. Out of scope: when this is done (`flows.publish`).
"""

import pandas as pd

import expectations
from expectations import proofs
from flows import recipe, steps
from flows.report import Release
from warehouse import connection, digests, files, publish, release, staging
from warehouse.home import Home
from warehouse.release import Plan

RELATIONS = ("observations", "documents", "series", "indicators", "coverage", "proofs")


def plan(home: Home) -> Plan:
    """Say what a release of all that stands staged under its present recipe would be."""
    present = ((order.sha256, order.recipe) for order in steps.orders(home))
    staged = [pair for pair in present if staging.is_staged(home, *pair)]
    return release.plan(home, staged, {"proofs": digests.of_files(recipe.ROOT / "expectations")})


def run(home: Home, *, accept: bool) -> Release:
    """Publish what is staged, if that is another release than the current one. One at a time on a home folder."""
    with files.locked(home.releases / ".lock"):
        planned = plan(home)
        before = publish.current(home)
        if planned.id == before or not planned.documents:
            return Release(before)
        release.build(home, planned, prove)
        held = None if accept else why_held(home, planned, before)
        if held:
            return Release(before, held=held)
        publish.publish(home, planned.id)
        return Release(planned.id, new=True)


def prove(observations: pd.DataFrame, within: pd.DataFrame) -> pd.DataFrame:
    """Give all proofs of a release: those within its documents, and those between them."""
    across = proofs.prove_across(observations, steps.registries().indicators.frame())
    return proofs.settled(pd.concat([within, across], ignore_index=True))


def why_held(home: Home, planned: Plan, before: str | None) -> str | None:
    """Say why a release that is built must not be published unseen, or None."""
    with connection.connect(home, planned.id) as built:
        frames = {name: built.table(name).df() for name in RELATIONS}
    if before and (missing := _documents(home, before) - set(frames["documents"]["document"])):
        return f"release {planned.id} would lack {len(missing)} documents that the current one has"
    refused = expectations.judge_release(frames).refused
    return f"release {planned.id} is refused: {refused}" if refused else None


def current(home: Home) -> Release:
    """Tell which release is the current one."""
    return Release(publish.current(home))


def _documents(home: Home, release_id: str) -> set[str]:
    with connection.connect(home, release_id) as warehouse:
        return {name for (name,) in warehouse.execute("SELECT document FROM documents").fetchall()}
