"""Measures how long a document takes from the inbox to the new current release: ``make latency``.

Ten one-page documents are dropped one after the other in the inbox of a `sangaku serve` of its own, and the moments
that Prefect, the ledger and the pointer keep are told apart. CPU seconds of the parts stand beside, because seconds on
the clock belong to the machine and its load. Out of scope: many documents at once (`tests.flows.test_chaos`).
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psutil

from tests.conftest import ROOT
from tests.flows.many import stamped
from tests.flows.serving import Served, asked, serve
from tests.waiting import until
from warehouse import connection

PAGE = ROOT / "tests" / "documents" / "jpo_2018_1-4.pdf"
"""A page with a chart and its text, of a known source."""
TIMES = 10
BREAK_SECONDS = 2.0
"""After the run of a document has ended, which looks out for more for longer than a trigger passes over others."""

STEPS = (
    ("the file has settled, is looked at and lands", "dropped", "landed"),
    ("the event reaches the server, its trigger makes a run", "landed", "created"),
    ("the worker sees the run and takes it", "created", "pending"),
    ("the run's process starts, and says so", "pending", "running"),
    ("its flow is imported and begins", "running", "begun"),
    ("the document is read, judged and staged", "begun", "staged"),
    ("the release is built, judged and made the current one", "staged", "current"),
)
OURS = ("read", "build")


def main() -> None:
    """Measure, and print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else TIMES
    with tempfile.TemporaryDirectory() as folder, serve(Path(folder)) as served:
        _once(served, 0)  # the first run finds nothing loaded anywhere, and there is no release before
        found, used = [], []
        for number in range(1, count + 1):
            before = _cpu(served)
            found.append(_once(served, number))
            used.append({part: seconds - before[part] for part, seconds in _cpu(served).items()})
            print(
                number,
                {b: round(found[-1][b] - found[-1][a], 2) for _, a, b in STEPS},
                {k: round(v, 2) for k, v in used[-1].items()},
                file=sys.stderr,
            )
        print("\n".join(_table(found, used)))


def _once(served: Served, number: int) -> dict[str, float]:
    """Drop a document and wait for its release; gives the moment of each step."""
    time.sleep(BREAK_SECONDS)
    until(lambda: not _runs(served, "RUNNING", "PENDING", "SCHEDULED"), 300)
    before = connection.current(served.home)
    dropped = time.time()
    path = served.drop(f"{number}.pdf", stamped(PAGE.read_bytes(), number))
    until(lambda: connection.current(served.home) != before, 300)
    current = served.home.current.lstat().st_mtime
    until(lambda: not _runs(served, "RUNNING", "PENDING"), 300)
    assert not path.exists()
    run = max(_runs(served, "COMPLETED"), key=lambda one: one["created"])
    states = {
        state["type"]: _at(state["timestamp"]) for state in _asked(served, "flow_run_states", flow_run_id=run["id"])
    }
    tasks = _asked(served, "task_runs/filter", flow_runs={"id": {"any_": [run["id"]]}})
    begun = min(_at(one["start_time"]) for one in tasks)
    staged = max(_at(one["end_time"]) for one in tasks if one["name"].startswith("stage"))
    entry = max(served.home.landing.glob("*/*.json"), key=lambda one: one.stat().st_mtime)
    landed = entry.stat().st_mtime
    return {
        "dropped": dropped,
        "landed": landed,
        "created": _at(run["created"]),
        "pending": states["PENDING"],
        "running": states["RUNNING"],
        "begun": begun,
        "staged": staged,
        "current": current,
    }


def _runs(served: Served, *states: str) -> list[dict[str, Any]]:
    now = datetime.now(UTC).isoformat()
    wanted = {"state": {"type": {"any_": list(states)}}, "expected_start_time": {"before_": now}}
    return _asked(served, "flow_runs/filter", flow_runs=wanted)


def _asked(served: Served, what: str, **body: Any) -> list[dict[str, Any]]:
    if "flow_run_id" in body:
        found: list[dict[str, Any]] = asked(f"{served.api}/{what}/?{urlencode(body)}")
    else:
        found = asked(f"{served.api}/{what}", body)
    return found


def _at(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp()


def _cpu(served: Served) -> dict[str, float]:
    """CPU seconds that each part has used until now, with what it started and what ended."""
    kinds = {
        "server start": "Prefect's server",
        "worker start": "worker, and the run's process",
        "flows.cluster": "the readers",
        "flows.pages": "the release's pages",
    }
    used = dict.fromkeys(["sangaku serve", *kinds.values()], 0.0)
    own = psutil.Process(served.process.pid)
    used["sangaku serve"] = own.cpu_times().user + own.cpu_times().system
    for child in own.children():
        name = next(name for words, name in kinds.items() if words in " ".join(child.cmdline()))
        for process in (child, *child.children(recursive=True)):
            times = process.cpu_times()
            used[name] += times.user + times.system + (times.children_user + times.children_system)
    return used


def _table(found: list[dict[str, float]], used: list[dict[str, float]]) -> Iterator[str]:
    yield f"| step | median of {len(found)}, s | worst, s |\n|---|---|---|"
    for name, begin, end in (*STEPS, ("**from the file dropped to the new current release**", "dropped", "current")):
        seconds = [one[end] - one[begin] for one in found]
        yield f"| {name} | {statistics.median(seconds):.1f} | {max(seconds):.1f} |"
    yield "\n| part | CPU, median s |\n|---|---|"
    for part in used[0]:
        yield f"| {part} | {statistics.median(one[part] for one in used):.1f} |"
    yield f"\nLoad of the machine meanwhile: {os.getloadavg()[1]:.1f} on {os.cpu_count()} cores."


if __name__ == "__main__":
    main()
