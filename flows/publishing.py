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
        if planned.id == before or not (planned.documents or before):
            return Release(before)
        if not accept and (missing := _missing(home, planned, before)):
            return Release(before, held=f"the next release would lack {missing} documents of the current one")
        release.build(home, planned, prove)
        if not accept and (refused := _refused(home, planned)):
            return Release(before, held=f"release {planned.id}: {refused}")
        publish.publish(home, planned.id)
        return Release(planned.id, new=True)


def prove(observations: pd.DataFrame, within: pd.DataFrame) -> pd.DataFrame:
    """Give all proofs of a release: those within its documents, and those between them."""
    across = proofs.prove_across(observations, steps.registries().indicators.frame())
    return proofs.settled(pd.concat([within, across], ignore_index=True))


def current(home: Home) -> Release:
    """Tell which release is the current one."""
    return Release(publish.current(home))


def _missing(home: Home, planned: Plan, before: str | None) -> int:
    """How many documents the release before has and this one has not: landed, but not read as they should be."""
    if before is None:
        return 0
    with connection.connect(home, before) as warehouse:
        known = {sha256 for (sha256,) in warehouse.execute("SELECT document FROM documents").fetchall()}
    return len(known - {given.facts.sha256 for given in planned.documents})


def _refused(home: Home, planned: Plan) -> str | None:
    """Why the expectations refuse a release that is built, or None."""
    with connection.connect(home, planned.id) as built:
        frames = {name: built.table(name).df() for name in RELATIONS}
    return expectations.judge_release(frames).refused
