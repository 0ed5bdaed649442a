"""Runs on, on one machine: Prefect's server with its pages, a worker with the deployments of prefect.yaml, the inbox.

Beside Prefect's pages are those of the current release (`flows.pages`). What the server and the worker do is Prefect's;
here they are started, looked after, and stopped together. One that ends by itself is started again, a few times. Out of
scope: several machines.
"""

import contextlib
import errno
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import NoReturn

from extract.refusal import Refusal
from flows import pool
from flows.hands import CLUSTER
from flows.pages import PAGES
from flows.report import Arrived
from flows.server import ADDRESS, START_SECONDS, ServerError, answers, free_port, last_words
from flows.taking import Taken
from warehouse import connection
from warehouse.home import HERE, Home

ROOT = Path(__file__).parents[1]
LOOK_SECONDS = 0.25
END_SECONDS = 5.0
LEAST_BYTES = 200 << 20
"""What Prefect's database, its logs and a release need at least."""
EXPECTED_SECONDS = 600.0
"""So long after a landing the release that follows it is looked out for, to tell it."""
LOOK_AGAIN_SECONDS = 2.0
WAIT_SECONDS = 30.0
"""So long what has landed may wait for the run that its event begins, before one is asked for."""
MOST_RESTARTS = 5
WITHIN_SECONDS = 600.0
"""A part that ended so often within such a time will not be helped by another start."""


@dataclass
class Part:
    """A process that is kept running, with its log and the moments of its starts."""

    name: str
    arguments: list[str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    starts: deque[float] = field(default_factory=lambda: deque(maxlen=MOST_RESTARTS + 1))

    def start(self) -> None:
        """Start it."""
        self.starts.append(time.monotonic())
        with self.log.open("ab") as file:
            command = [sys.executable, "-m", *self.arguments]
            self.process = subprocess.Popen(
                command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=file, stderr=file, start_new_session=True
            )

    def keep(self) -> bool:
        """Start it again if it has ended; gives whether it had. Raises ServerError where that happens too often."""
        if self.process is None or self.process.poll() is None:
            return False
        said = f"the {self.name} ended with code {self.process.returncode}"
        if len(self.starts) > MOST_RESTARTS and time.monotonic() - self.starts[0] < WITHIN_SECONDS:
            raise ServerError(f"{said}, the {len(self.starts)}th time:\n{last_words(self.log)}")
        print(f"restart   {said}; see {self.log}", flush=True)
        self.start()
        return True


def _end(parts: Sequence[Part]) -> None:
    """Stop all parts, and whatever they started."""
    begun = [part.process for part in parts if part.process is not None]
    for process in begun:
        process.terminate()
    end = time.monotonic() + END_SECONDS
    for process in begun:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=max(0.0, end - time.monotonic()))
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def serve(home: str, port: int) -> int:
    """Run until stopped (exit code 0), or until it cannot go on (1, and it says why)."""
    place = Home.at(home)
    state = place.root / "prefect"
    try:
        _usable(state, place.inbox)
    except OSError as error:
        print(f"the home folder {place.root} cannot be used: {error}", file=sys.stderr)
        return 1
    shown, warm = free_port(port + 1), free_port(port + 2)
    os.environ.update(_environment(place, state, port, warm, shown))
    signal.signal(signal.SIGTERM, _stop)
    at = f"http://127.0.0.1:{port}"
    start = ["flows.collecting", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    server = Part("server", start, state / "server.log")
    worker = Part("worker", ["prefect", "worker", "start", "--pool", "sangaku", "--name", "one"], state / "worker.log")
    readers = Part("readers", ["flows.cluster", str(warm), str(pool.default_processes())], state / "readers.log")
    traces = Part("pages", ["flows.pages", str(shown)], state / "pages.log")
    try:
        _free(port)
        print(
            f"starting  {at}, which takes half a minute, and more the first time; its log is {server.log}", flush=True
        )
        server.start()
        readers.start()
        traces.start()
        _healthy(f"{at}/api/health", server)
        from flows import deploying  # noqa: PLC0415  imported when the server is there

        deploying.deploy(anew=True)
        worker.start()
        print(f"serving   {at}  release http://127.0.0.1:{shown}  inbox {place.inbox}", flush=True)
        (state / ADDRESS).write_text(f"{at}/api", encoding="utf-8")
        return _watch(place, server, (worker, readers, traces), lambda: _healthy(f"{at}/api/health", server))
    except KeyboardInterrupt:
        print("stopped", flush=True)
        return 0
    except (ServerError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        for asked in (signal.SIGTERM, signal.SIGINT):
            signal.signal(asked, signal.SIG_IGN)  # who asks again waits for the same end
        (state / ADDRESS).unlink(missing_ok=True)
        _end((worker, readers, traces, server))


def _watch(home: Home, server: Part, others: Sequence[Part], healthy: Callable[[], None]) -> NoReturn:
    """Look after the parts and the inbox, until something ends this.

    After every start a sweep is owed: what landed or died while nobody looked is found then, not at the next schedule.
    So it is where the event of what landed has begun no run, because Prefect's database was locked too often.
    """
    from flows import deploying  # noqa: PLC0415
    from flows.reconcile import is_left  # noqa: PLC0415

    owed, landed, wrong = True, 0.0, ""
    release = Shown(connection.current(home))
    while True:
        if server.keep():
            healthy()
            owed = True
        for part in others:
            owed = part.keep() or owed
        if owed:
            owed = not deploying.sweep()
        arrived, wrong = _take(home, wrong)
        release.tell(home, expected=bool(arrived.new))
        if arrived.new:
            landed = time.monotonic()
        elif landed and time.monotonic() - landed > WAIT_SECONDS:
            owed, landed = is_left(home) or owed, 0.0
        time.sleep(LOOK_SECONDS)


@dataclass
class Shown:
    """The release that was told last. After a landing the next one is looked out for: a look may be a request."""

    id: str | None
    until: float = 0.0
    next: float = 0.0

    def tell(self, home: Home, *, expected: bool) -> None:
        """Tell of a new release. `expected`: one is to come, because a document has landed."""
        now = time.monotonic()
        if expected:
            self.until = now + EXPECTED_SECONDS
        if not self.next <= now < self.until:
            return
        self.next = now + LOOK_AGAIN_SECONDS
        with contextlib.suppress(OSError):  # a store that does not answer now is asked again
            if (found := connection.current(home)) != self.id:
                self.id = found
                print(f"release   {found} is published", flush=True)


def _take(home: Home, before: str) -> tuple[Arrived, str]:
    """Take what lies in the inbox; gives what arrived, and what is wrong, if it cannot be taken.

    A full disk or a folder that may not be written to ends nothing: it is told once, and tried until somebody mends it.
    """
    from flows import taking  # noqa: PLC0415
    from flows.arriving import counted  # noqa: PLC0415

    arrived, wrong = Arrived(), ""
    try:
        arrived = counted(map(_told, taking.take_inbox(home)))
    except OSError as error:
        wrong = str(error)
    if wrong != before:
        print(f"inbox     {f'cannot be taken: {wrong}' if wrong else 'is taken again'}", flush=True)
    return arrived, wrong


def _told(taken: Taken) -> Taken:
    """Tell what became of a file."""
    if isinstance(taken.result, Refusal):
        how = f"refused, {taken.result}"
    else:
        how = "landed" if taken.result.new else "known already"
    print(f"inbox     {taken.found.path.name}: {how}", flush=True)
    return taken


def _environment(home: Home, state: Path, port: int, warm: int, shown: int) -> dict[str, str]:
    given = {
        CLUSTER: f"tcp://127.0.0.1:{warm}",
        PAGES: f"http://127.0.0.1:{shown}",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_HOME": str(state),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_WORKER_QUERY_SECONDS": "1",
        "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
        # Leases in memory would be forgotten by a server that is started again, and their slots never freed.
        "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
        "PREFECT_SERVER_CONCURRENCY_INITIAL_DEPLOYMENT_LEASE_DURATION": "60",
    }
    mine = {
        "SANGAKU_HOME": home.address,
        HERE: str(Path(os.environ.get(HERE) or "data").absolute()),
        "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]),
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)]),
    }
    fixed = ("PREFECT_HOME", "PREFECT_API_URL")
    return {name: value for name, value in given.items() if name in fixed or name not in os.environ} | mine


def _usable(*folders: Path) -> None:
    """Make the folders, and see whether they can be written to. Raises OSError."""
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    left = shutil.disk_usage(folders[0]).free
    if left < LEAST_BYTES:
        raise OSError(errno.ENOSPC, f"{left >> 20} MiB are left on its disk, where {LEAST_BYTES >> 20} are needed")


def _free(port: int) -> None:
    """See that nobody listens there: whoever does may be too busy to answer. Raises ServerError."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5):
        raise ServerError(f"something serves http://127.0.0.1:{port} already: stop it, or choose another --port")


def _healthy(url: str, server: Part) -> None:
    """Wait until the server answers."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if server.process is None or server.process.poll() is not None:
            break
        if answers(url):
            return
        time.sleep(0.2)
    raise ServerError(f"Prefect's server did not start:\n{last_words(server.log)}")


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
