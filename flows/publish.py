"""The flow that publishes a release of all that is staged, if it differs from the current one.

Out of scope: what publishing is (`flows.publishing`).
"""

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.concurrency.sync import concurrency

from flows import events, limits, publishing
from flows.events import Happened
from flows.report import Arrived, Release, Report
from warehouse import landing
from warehouse.home import Home


@task(task_run_name="publish", retries=1, retry_delay_seconds=5, cache_policy=NO_CACHE)
def release(home: Home, accept: bool) -> Release:
    """Build, judge and publish."""
    with concurrency(limits.PUBLISH, strict=True):
        return publishing.run(home, accept=accept)


@flow(name="publish")
def publish(home: str | None = None, accept: bool = False) -> Release:
    """Publish what is staged. `accept`: although the expectations hold it."""
    done = release(Home.at(home), accept)
    if done.new and done.id:
        events.release(Happened.RELEASE_PUBLISHED, done.id, {})
    elif done.held:
        events.release(Happened.RELEASE_HELD, done.id or "none", {"why": done.held})
    return done


@flow(name="publish-alone")
def publish_alone(home: str | None = None, accept: bool = False) -> Report:
    """Publish what is staged, and report."""
    standing = len(landing.ledger(Home.at(home)).entries)
    return Report(Arrived(), [], standing, publish(home, accept))
