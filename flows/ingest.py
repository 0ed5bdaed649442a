"""The flow that stages documents: all that have landed and do not stand staged under their present recipe.

It asks the ledger what there is to do, never its caller: an event that was lost is made good by the next run.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.logging import get_run_logger
from prefect.task_runners import ThreadPoolTaskRunner

from flows import events, inventory, pool, showing, steps
from flows.events import Happened
from flows.hands import Hands, hands, is_cluster
from flows.pool import Crashed
from flows.progress import Advance, progress
from flows.publishers.memory import Finding
from flows.steps import Order, Outcome
from warehouse.home import Home


@task(task_run_name="stage {order.name}", retries=2, retry_delay_seconds=[1, 10], cache_policy=NO_CACHE)
def stage(order: Order, workers: Hands, advance: Advance) -> Outcome:
    """Stage one document, in another process."""
    outcome = workers.call(steps.stage, order)
    if isinstance(outcome, Crashed):
        problem = f"the process that read it died ({outcome.detail})"
        outcome = Outcome(order.sha256, order.name, "failed", problem=problem)
    advance(order.name, f"{order.name}: {outcome.state}, {outcome.problem}" if outcome.problem else None)
    if outcome.state != steps.ELSEWHERE:
        _tell(order, outcome)
    return outcome


MOST_AT_ONCE = 64
"""Documents that a cluster is given at the same time."""

AT_ONCE = MOST_AT_ONCE if is_cluster() else pool.default_processes()
THREADS: Any = ThreadPoolTaskRunner(max_workers=AT_ONCE)  # Prefect's own types do not meet


@flow(name="ingest", task_runner=THREADS)
def ingest(home: str | None = None, processes: int | None = None) -> list[Outcome]:
    """Stage what has landed and is not staged, several documents at the same time."""
    return stage_all(inventory.look(Home.at(home)).pending, processes)


def stage_all(orders: Sequence[Order], processes: int | None) -> list[Outcome]:
    """Stage some documents, as tasks of the flow that runs, but those that another run is just reading."""
    if not orders:
        return []
    allowed = processes or pool.default_processes()
    count = min(allowed, len(orders))
    if not is_cluster():
        orders = [replace(order, processes=allowed // count) for order in orders]
    with hands(count) as workers, progress("read", len(orders)) as advance, showing.progress(len(orders)) as shown:

        def both(name: str, problem: str | None = None) -> None:
            advance(name, problem)
            shown()

        futures = [stage.submit(order, workers, both) for order in orders]
        results = [future.result(raise_on_failure=False) for future in futures]
    found = [_outcome(order, result) for order, result in zip(orders, results, strict=True)]
    outcomes = [outcome for outcome in found if outcome.state != steps.ELSEWHERE]
    showing.verdicts(outcomes)
    return outcomes


def _tell(order: Order, outcome: Outcome) -> None:
    """Tell what became of a document, to the log and as events."""
    logger = get_run_logger()
    cells = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in outcome.cells.items())
    where = f"{outcome.source or 'no source'} {outcome.edition or ''}".strip()
    logger.info("%s (%s) %s: %s%s", order.name, order.sha256[:12], outcome.state, where, f", {cells}" if cells else "")
    if outcome.problem:
        logger.warning("%s (%s) %s: %s", order.name, order.sha256[:12], outcome.state, outcome.problem)
    happened = Happened.DOCUMENT_STAGED if outcome.state == "staged" else Happened.DOCUMENT_REFUSED
    payload = {"name": order.name, "edition": outcome.edition, "problem": outcome.problem, "cells": outcome.cells}
    events.staged(happened, order.sha256, outcome.source, payload, order.landed)
    if outcome.doubt:
        logger.warning("%s (%s) is not what it was fetched for: %s", order.name, order.sha256[:12], outcome.doubt)
        source = outcome.source or "none"
        events.noticed(Finding(source, "not_what_its_link_says", order.name, outcome.doubt, lasting=True))


def _outcome(order: Order, result: object) -> Outcome:
    """The outcome of a task, also of one that failed after all its retries."""
    if isinstance(result, Outcome):
        return result
    return Outcome(order.sha256, order.name, "failed", problem=f"{type(result).__name__}: {result}")
