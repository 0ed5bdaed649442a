"""The flow that publishes a release of all that is staged, if it differs from the current one.

Out of scope: what publishing is (`flows.publishing`).
"""

from collections.abc import Sequence
from functools import partial

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.concurrency.sync import concurrency
from prefect.logging import get_run_logger

from flows import events, limits, publishing, showing
from flows.events import Happened
from flows.hands import hands, is_cluster
from flows.pool import Crashed
from flows.report import Arrived, Release, Report
from flows.steps import Outcome
from warehouse import files, landing
from warehouse.home import Home

HELD = ".held"
"""What was last told of a held release: each sweep finds it held again, a person is told once."""


@task(task_run_name="publish", retries=1, retry_delay_seconds=5, cache_policy=NO_CACHE)
def release(home: Home, accept: bool) -> Release:
    """Build, judge and publish. The limit keeps machines apart, a lock of the home folder the runs of one machine."""
    with concurrency(limits.PUBLISH, strict=True, lease_duration=limits.LEASE_SECONDS):
        if not is_cluster():
            return publishing.run(home, accept=accept)
        with hands(1) as workers:
            done = workers.call(partial(publishing.run, accept=accept), home)
    if isinstance(done, Crashed):
        raise RuntimeError(f"the process that built the release died ({done.detail})")  # noqa: TRY004
    return done


@flow(name="publish")
def publish(home: str | None = None, accept: bool = False) -> Release:
    """Publish what is staged. `accept`: although the expectations hold it."""
    return publish_now(Home.at(home), accept=accept)


@flow(name="publish-alone")
def publish_alone(home: str | None = None, accept: bool = False) -> Report:
    """Publish what is staged, and report."""
    standing = len(landing.ledger(Home.at(home)).entries)
    return Report(Arrived(), [], standing, publish_now(Home.at(home), accept=accept))


def publish_now(home: Home, outcomes: Sequence[Outcome] = (), *, accept: bool = False) -> Release:
    """Publish as a task of the flow that runs, show it and tell it. `outcomes` are the documents staged just now."""
    done = release(home, accept)
    new = [one.sha256 for one in outcomes if one.state == "staged"]
    if done.new and done.id:
        get_run_logger().info("release %s is published", done.id)
        showing.release(home, done)
        events.release(Happened.RELEASE_PUBLISHED, done.id, {"documents": len(new)}, new)
        (home.root / HELD).unlink(missing_ok=True)
    elif done.held:
        get_run_logger().warning("the release is held: %s", done.held)
        note = home.root / HELD
        if not note.is_file() or note.read_text(encoding="utf-8") != done.held:
            events.release(Happened.RELEASE_HELD, done.id or "none", {"why": done.held}, new)
            files.write(note, done.held.encode())
    return done
