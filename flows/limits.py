"""The concurrency limits that flows hold, made known to Prefect's server: a limit that is not there limits nothing.

Out of scope: the lock that keeps the release builder alone on one home folder, which needs no server.
"""

import contextlib

from prefect.client.orchestration import get_client
from prefect.exceptions import ObjectNotFound

PUBLISH = "sangaku-publish"
FETCH = "sangaku-fetch"

LEASE_SECONDS = 60.0
"""How long a run that was killed keeps its slot: a living one renews its lease."""

SLOTS = {PUBLISH: 1, FETCH: 1}


def ensure(*, anew: bool) -> None:
    """Make the limits. `anew`: free the slots that killed runs still hold, which only a server of our own may do."""
    with get_client(sync_client=True) as client:
        for name, slots in SLOTS.items():
            if anew:
                with contextlib.suppress(ObjectNotFound):
                    client.delete_global_concurrency_limit_by_name(name)
            client.upsert_global_concurrency_limit_by_name(name, slots)
