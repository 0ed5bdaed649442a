"""Runs on, on one machine: Prefect's server with its pages, a worker with the deployments of prefect.yaml, the inbox.

What the server and the worker do is Prefect's; here they are started, looked after, and stopped together. Out of scope:
several machines.
"""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

from warehouse.home import Home

ROOT = Path(__file__).parents[1]
PORT = 4200
POOL = "sangaku"
START_SECONDS = 180
LOOK_SECONDS = 2.0


def serve(home: Path, port: int = PORT) -> int:
    """Run until stopped (exit code 0) or until the server or the worker ends by itself (1, and it says why)."""
    state = Home.at(home).root / "prefect"
    state.mkdir(parents=True, exist_ok=True)
    environment = _environment(home, state, port)
    os.environ.update(environment)
    signal.signal(signal.SIGTERM, _stop)
    server = _start(["server", "start", "--host", "127.0.0.1", "--port", str(port)], state / "server.log")
    worker = None
    try:
        _wait_for(f"http://127.0.0.1:{port}/api/health", server, state / "server.log")
        from flows import limits  # noqa: PLC0415  imported when the server is there

        limits.ensure(anew=True)
        _run(["work-pool", "create", POOL, "--type", "process", "--overwrite"])
        _run(["--no-prompt", "deploy", "--all", "--prefect-file", str(ROOT / "prefect.yaml")])
        worker = _start(["worker", "start", "--pool", POOL], state / "worker.log")
        print(f"serving   http://127.0.0.1:{port}  inbox {Home.at(home).inbox}", flush=True)
        return _watch(Home.at(home), {"server": server, "worker": worker}, state)
    except KeyboardInterrupt:
        print("stopped", flush=True)
        return 0
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        for process in (worker, server):
            if process is not None:
                _end(process)


def _watch(home: Home, processes: dict[str, subprocess.Popen[bytes]], state: Path) -> int:
    from flows.refresh import take_inbox  # noqa: PLC0415

    while True:
        for name, process in processes.items():
            if process.poll() is not None:
                last_words = (state / f"{name}.log").read_text(encoding="utf-8", errors="replace").splitlines()[-5:]
                raise RuntimeError(f"the {name} ended with code {process.returncode}:\n" + "\n".join(last_words))
        arrived = take_inbox(home)
        if arrived.new or arrived.refused:
            print(f"inbox     {arrived.new} landed, {len(arrived.refused)} refused", flush=True)
        time.sleep(LOOK_SECONDS)


def _environment(home: Path, state: Path, port: int) -> dict[str, str]:
    return {
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_HOME": str(state),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "SANGAKU_HOME": str(Home.at(home).root),
        "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]),
    }


def _start(arguments: list[str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("ab") as file:
        command = [sys.executable, "-m", "prefect", *arguments]
        return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=file, stderr=file)


def _run(arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "prefect", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"prefect {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310  an address of this machine
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    last_words = log.read_text(encoding="utf-8", errors="replace").splitlines()[-5:]
    raise RuntimeError("Prefect's server did not start:\n" + "\n".join(last_words))


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
