"""Whose processes do the work: this machine's own, or a Dask cluster's where `SANGAKU_CLUSTER` names its scheduler.

Nothing else changes: the same functions on the same home folder give the same release. Out of scope: what is done.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol, TypeVar

from flows.pool import Crashed, Workers

CLUSTER = "SANGAKU_CLUSTER"

Input = TypeVar("Input")
Output = TypeVar("Output")


class Hands(Protocol):
    """Processes that a function can be given to, by several threads."""

    def call(self, function: Callable[[Input], Output], item: Input) -> Output | Crashed:
        """Give `function(item)`, or `Crashed` where its process dies."""


@contextmanager
def hands(processes: int) -> Iterator[Hands]:
    """Have a cluster's processes at hand, or where there is none, so many of this machine's own."""
    if address := os.environ.get(CLUSTER):
        from prefect.logging import get_run_logger  # noqa: PLC0415  it reads its settings when it is imported

        from flows.cluster import Cluster  # noqa: PLC0415  only where there is one

        try:
            cluster = Cluster(address)
        except OSError as error:
            get_run_logger().warning("no cluster at %s (%s): reading on this machine", address, error)
        else:
            with cluster:
                yield cluster
            return
    with Workers(processes) as workers:
        yield workers


def is_cluster() -> bool:
    """Whether a cluster is configured."""
    return CLUSTER in os.environ
