"""`sangaku serve` as a person starts it: on a free port and a new home folder, with its parts to be killed."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psutil

from tests import ports
from tests.conftest import ROOT, SANGAKU
from tests.waiting import until
from warehouse.home import Home

STOP_SECONDS = 300
ASKED = 60


@dataclass
class Served:
    home: Home
    port: int
    log: Path
    environment: dict[str, str]
    process: subprocess.Popen[bytes] = field(init=False)

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self.port}/api"

    def start(self) -> None:
        with self.log.open("wb") as said:
            self.process = subprocess.Popen(
                [SANGAKU, "serve", "--home", self.home.root, "--port", str(self.port)],
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(ROOT), **self.environment},
                stdout=said,
                stderr=said,
            )
        until(lambda: "serving" in self.said() or self.process.poll() is not None)
        assert self.process.poll() is None, self.said()

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")  # its last letter may be half written

    def drop(self, name: str, content: bytes) -> Path:
        path = self.home.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}")
        part.write_bytes(content)
        part.rename(path)
        return path

    def kill(self, words: str) -> bool:
        """Kill a part and all that it started; gives whether there was one."""
        for child in psutil.Process(self.process.pid).children():
            with contextlib.suppress(psutil.NoSuchProcess, ProcessLookupError):  # it may just have ended
                if words in " ".join(child.cmdline()):
                    os.killpg(child.pid, signal.SIGKILL)
                    return True
        return False

    def cut(self) -> None:
        """End all its processes at once, as a machine does whose power is cut."""
        everything = [*psutil.Process(self.process.pid).children(recursive=True), psutil.Process(self.process.pid)]
        for process in everything:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        self.process.wait()

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(timeout=STOP_SECONDS)


@contextmanager
def serve(folder: Path, **environment: str) -> Iterator[Served]:
    """Serve a new home folder."""
    folder.mkdir(parents=True, exist_ok=True)
    served = Served(Home(folder / "home"), ports.unused(), folder / "serve.log", environment)
    try:
        served.start()
        yield served
    finally:
        if served.process.poll() is None:
            served.process.terminate()
            try:
                served.process.wait(timeout=STOP_SECONDS)
            except subprocess.TimeoutExpired:
                served.process.kill()


def asked(url: str, body: dict[str, Any] | None = None) -> Any:
    """What Prefect's API answers to a GET, or to a POST of `body`.

    With its database locked it says 503 and is asked again, as Prefect's own clients do.
    """
    for _ in range(ASKED):
        answer = httpx.get(url, timeout=120) if body is None else httpx.post(url, json=body, timeout=120)
        if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
            break
        time.sleep(1)
    return answer.raise_for_status().json()
