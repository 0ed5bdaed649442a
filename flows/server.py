"""A private Prefect server for a run that finds none: on this machine only, with its state in the home folder.

Prefect would start one by itself; that one outlives a killed run, and what it keeps lies outside the home folder. Out
of scope: the standing server of `sangaku serve`.
"""

import fcntl
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.collecting import collect_aside
from flows.lifeline import end_with

START_SECONDS = 600
"""How long a start may take that goes on: some ten seconds, the first one thirty, on a busy machine minutes."""


ADDRESS = "address"
"""The file in Prefect's folder that tells where the server of `sangaku serve` is, while it serves."""


class ServerError(RuntimeError):
    """Prefect's server did not start; with its last words."""


_QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": str(START_SECONDS),
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_LOGGING_SERVER_LEVEL": "ERROR",
    "PREFECT_CLI_COLORS": "false",
}
_SERVER = {
    "PREFECT__SERVER_EPHEMERAL": "1",
    "PREFECT__SERVER_FINAL": "1",
    "PREFECT_UI_ENABLED": "0",
    "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",
}


@contextmanager
def prefect_server(home: Path) -> Iterator[bool]:
    """Have a Prefect server at hand: the configured one (PREFECT_API_URL), that of `sangaku serve`, or a private one.

    Yields whether it is a private one, which ends with us.
    To be entered before Prefect is imported, which reads its settings then. Raises ServerError when none starts.
    """
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    if os.environ.get("PREFECT_API_URL"):
        yield False
        return
    state = home.resolve() / "prefect"
    state.mkdir(parents=True, exist_ok=True)
    os.environ["PREFECT_HOME"] = str(state)
    if url := served_at(state):
        os.environ["PREFECT_API_URL"] = url
        yield False
        return
    with _alone(state / "lock"):
        process = _start(state / "server.log")
        try:
            _wait_until_healthy(process, state / "server.log")
            yield True
        finally:
            del os.environ["PREFECT_API_URL"]
            process.terminate()
            try:
                process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def served_at(state: Path) -> str | None:
    """Where `sangaku serve` has its server, if it serves; `state` is Prefect's folder in the home folder."""
    address = state / ADDRESS
    url = address.read_text(encoding="utf-8") if address.is_file() else ""
    return url if url and answers(f"{url}/health") else None


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Wait until no other run has a private server on this home folder: they would share its state."""
    with lock.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("waiting for another run on this home folder", file=sys.stderr, flush=True)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _start(log: Path) -> subprocess.Popen[bytes]:
    """Start the server on a free port, which is held for it, and point PREFECT_API_URL to it."""
    with socket.socket() as listener, log.open("w", encoding="utf-8") as said:
        listener.bind(("127.0.0.1", 0))
        process = subprocess.Popen(
            [sys.executable, "-m", "flows.server", str(listener.fileno()), str(os.getpid())],
            env={**os.environ, **_SERVER},
            pass_fds=[listener.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
        )
        os.environ["PREFECT_API_URL"] = f"http://127.0.0.1:{listener.getsockname()[1]}/api"
    return process


def free_port(wanted: int = 0) -> int:
    """Give a port that nobody uses now: the one wanted, if it is free."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # one that was just served may be served again
        try:
            listener.bind(("127.0.0.1", wanted))
        except OSError:
            listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def answers(url: str) -> bool:
    """Whether a server of this machine is there and well."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310  a fixed address of this machine
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def last_words(log: Path) -> str:
    """Give the end of a log."""
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-5:]
    return "\n".join(lines or ["it said nothing"])


def _wait_until_healthy(process: subprocess.Popen[bytes], log: Path) -> None:
    url = os.environ["PREFECT_API_URL"] + "/health"
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        if answers(url):
            return
        time.sleep(0.1)
    code = process.poll()
    how = f"did not answer within {START_SECONDS} seconds" if code is None else f"ended with code {code}"
    raise ServerError(f"Prefect's server {how}:\n{last_words(log)}")


def _serve(descriptor: int, parent: int) -> None:
    end_with(parent)
    collect_aside()
    import uvicorn  # noqa: PLC0415  imported by the server's process only
    from prefect.server.api.server import create_app  # noqa: PLC0415

    listener = socket.socket(fileno=descriptor)
    listener.listen()
    config = uvicorn.Config(create_app(), log_level="error", lifespan="on", timeout_graceful_shutdown=2)
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    _serve(int(sys.argv[1]), int(sys.argv[2]))
