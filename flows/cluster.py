"""Runs functions on a Dask cluster: on other machines, or in processes of this one that are kept warm.

`SANGAKU_CLUSTER` is the address of its scheduler; the machines share the home folder and the installed project. Out of
scope: what is run, and looking after the cluster, which is Dask's.
"""

import os
import sys
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self, TypeVar

import dask
from distributed import Client, LocalCluster
from distributed.scheduler import KilledWorker

from flows.lifeline import end_with
from flows.pool import Crashed

CONNECT_SECONDS = 10
AT_REST = {"distributed.admin.tick.interval": "1s", "distributed.worker.profile.enabled": False}
"""Idle processes that look after themselves as often as Dask's do would take a tenth of a core."""

Input = TypeVar("Input")
Output = TypeVar("Output")


class Cluster:
    """A connection to a cluster. Raises OSError where there is none."""

    def __init__(self, address: str) -> None:
        self._client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._client.close()

    def call(self, function: Callable[[Input], Output], item: Input) -> Output | Crashed:
        """Give `function(item)`, or `Crashed` where it kills every process that it is tried in."""
        try:
            result: Output = self._client.submit(function, item, pure=False).result()
        except KilledWorker as error:
            return Crashed(str(error))
        return result

    def size(self) -> int:
        """How many things it can do at once."""
        return max(1, sum(int(threads) for threads in self._client.nthreads().values()))


def keep_warm(port: int, processes: int) -> None:
    """Run a cluster of this machine's processes, with all libraries loaded, until the parent ends."""
    with (
        dask.config.set(AT_REST),
        LocalCluster(
            n_workers=processes, threads_per_worker=1, scheduler_port=port, dashboard_address=None, host="127.0.0.1"
        ) as cluster,
        Client(cluster) as client,
    ):
        client.run(_load)
        print("warm", flush=True)
        threading.Event().wait()


def _load() -> None:
    import great_expectations  # noqa: F401, PLC0415

    from flows import publishing, steps  # noqa: F401, PLC0415

    steps.registries()


if __name__ == "__main__":
    end_with(os.getppid())
    keep_warm(int(sys.argv[1]), int(sys.argv[2]))
