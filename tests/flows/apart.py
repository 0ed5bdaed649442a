"""Prefect's server and workers started one by one, as on several machines that share a home folder."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from flows.hands import CLUSTER
from flows.reconcile import WORKER
from flows.server import answers
from tests import ports
from tests.conftest import ROOT, SANGAKU
from tests.flows.serving import asked
from tests.waiting import until


@dataclass(frozen=True)
class Apart:
    api: str
    logs: dict[str, Path]

    def run(self, deployment: str = "reconcile/sweep") -> None:
        """Have a deployment run."""
        found = asked(f"{self.api}/deployments/name/{deployment}")
        asked(f"{self.api}/deployments/{found['id']}/create_flow_run", {})

    def taken(self) -> dict[str, int]:
        """How many runs each worker took."""
        return {name: log.read_bytes().count(b"submitting flow run") for name, log in self.logs.items()}


@contextmanager
def apart(home: Path, folder: Path, workers: int, database: str | None = None) -> Iterator[Apart]:
    """A server, and workers that take one run at a time and read one document at a time."""
    port = ports.unused()
    environment = {name: value for name, value in os.environ.items() if name != CLUSTER} | {
        "PYTHONPATH": str(ROOT),
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "SANGAKU_HOME": str(home),
        "PREFECT_HOME": str(folder / "prefect"),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_WORKER_QUERY_SECONDS": "1",
    }
    if database:
        environment["PREFECT_API_DATABASE_CONNECTION_URL"] = database
    cores = sorted(os.sched_getaffinity(0))

    def begin(name: str, arguments: list[str], **more: str) -> Path:
        log = folder / f"{name}.log"
        with log.open("wb") as said:
            process = subprocess.Popen(
                [sys.executable, "-m", "prefect", *arguments],
                cwd=ROOT,
                env={**environment, **more},
                stdout=said,
                stderr=said,
            )
        stack.callback(_end, process)
        if more:
            os.sched_setaffinity(process.pid, {cores[len(logs) % len(cores)]})
        return log

    with ExitStack() as stack:
        logs: dict[str, Path] = {}
        begin("server", ["server", "start", "--host", "127.0.0.1", "--port", str(port)])
        until(lambda: answers(f"http://127.0.0.1:{port}/api/health"))
        subprocess.run([SANGAKU, "deploy"], env=environment, check=True, capture_output=True)
        for number in range(workers):
            name = f"worker-{number}"
            start = ["worker", "start", "--pool", "sangaku", "--name", name, "--limit", "1"]
            logs[name] = begin(name, start, **{WORKER: name})
        until(lambda: all(b"started" in log.read_bytes() for log in logs.values()))
        yield Apart(environment["PREFECT_API_URL"], logs)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
