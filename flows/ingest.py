"""The flow that stages documents: all that have landed and do not stand staged under their present recipe.

It asks the ledger what there is to do, never its caller: an event that was lost is made good by the next run.
"""

from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.logging import get_run_logger
from prefect.task_runners import ThreadPoolTaskRunner

from flows import events, pool, steps
from flows.events import Happened
from flows.pool import Crashed, Workers
from flows.progress import Advance, progress
from flows.publishers.memory import Finding
from flows.steps import Order, Outcome
from warehouse.home import Home


@task(task_run_name="stage {order.name}", retries=2, retry_delay_seconds=[1, 10], cache_policy=NO_CACHE)
def stage(order: Order, workers: Workers, advance: Advance) -> Outcome:
    """Stage one document, in a process of the pool."""
    outcome = workers.call(steps.stage, order)
    if isinstance(outcome, Crashed):
        problem = f"the process that read it died ({outcome.detail})"
        outcome = Outcome(order.sha256, order.name, "failed", problem=problem)
    advance(order.name, f"{order.name}: {outcome.state}, {outcome.problem}" if outcome.problem else None)
    if outcome.problem:
        get_run_logger().info("%s %s: %s", order.name, outcome.state, outcome.problem)
    happened = Happened.DOCUMENT_STAGED if outcome.state == "staged" else Happened.DOCUMENT_REFUSED
    events.document(happened, order.sha256, outcome.source, {"name": order.name, "problem": outcome.problem})
    if outcome.doubt:
        events.noticed(
            Finding(outcome.source or "none", "not_what_its_link_says", order.name, outcome.doubt, lasting=True)
        )
    return outcome


THREADS: Any = ThreadPoolTaskRunner(max_workers=pool.default_processes())  # Prefect's own types do not meet


@flow(name="ingest", task_runner=THREADS)
def ingest(home: str | None = None, processes: int | None = None) -> list[Outcome]:
    """Stage what has landed and is not staged, several documents at the same time."""
    orders = steps.pending(Home.at(home))
    if not orders:
        return []
    count = min(processes or pool.default_processes(), len(orders))
    with Workers(count) as workers, progress("read", len(orders)) as advance:
        futures = [stage.submit(order, workers, advance) for order in orders]
        results = [future.result(raise_on_failure=False) for future in futures]
    return [_outcome(order, result) for order, result in zip(orders, results, strict=True)]


def _outcome(order: Order, result: object) -> Outcome:
    """The outcome of a task, also of one that failed after all its retries."""
    if isinstance(result, Outcome):
        return result
    return Outcome(order.sha256, order.name, "failed", problem=f"{type(result).__name__}: {result}")
