"""`sangaku serve` for real: what is dropped in the inbox is published, what is refused is told, all is seen.

One home folder is served through all of this, in this order: what starts a server takes seconds. Cancelled, killed and
rebooted at last, in the short form of `test_chaos`.
"""

import json
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
import yaml

from extract.mapping.sources import SOURCES
from tests.conftest import SANGAKU
from tests.flows import many, plain_refresh
from tests.flows.ministry import open_site
from tests.flows.serving import Served, asked, serve
from tests.flows.test_chaos import assert_nothing_twice, is_done, refused, weather
from tests.flows.test_killed import contents
from tests.waiting import until
from warehouse import connection, landing
from warehouse.home import Home

DOCUMENTS = Path(__file__).parents[1] / "documents"
FEW = 10


class Ear(BaseHTTPRequestHandler):
    """What a webhook is told."""

    told: list[dict[str, str]]

    def do_POST(self) -> None:
        self.told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def told() -> Iterator[tuple[str, list[dict[str, str]]]]:
    notices: list[dict[str, str]] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("ThisEar", (Ear,), {"told": notices}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/notices", notices
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, told: tuple[str, list[dict[str, str]]]) -> Iterator[Served]:
    with serve(tmp_path_factory.mktemp("served"), SANGAKU_WEBHOOK=told[0]) as running:
        yield running


def listed(served: Served, what: str, **body: Any) -> list[dict[str, Any]]:
    answer = asked(f"{served.api}/{what}/filter", body)
    found: list[dict[str, Any]] = answer["events"] if what == "events" else answer
    return found


def documents(served: Served) -> set[str]:
    if connection.current(served.home) is None:
        return set()
    with connection.connect(served.home) as warehouse:
        return {name for (name,) in warehouse.execute("SELECT document_name FROM documents").fetchall()}


def start(served: Served, deployment: str, **parameters: str) -> str:
    """Have a deployment run; gives the run's id."""
    where = asked(f"{served.api}/deployments/name/{deployment}")["id"]
    return str(asked(f"{served.api}/deployments/{where}/create_flow_run", {"parameters": parameters})["id"])


def all_told(served: Served, count: int) -> list[dict[str, Any]]:
    """All events of ours, once so many documents are told as landed, staged and published."""
    found = listed(served, "events", limit=50, filter={"event": {"prefix": ["document.", "release."]}})
    documents = [
        sorted(about(one) for one in found if one["event"] == f"document.{what}") for what in ("landed", "staged")
    ]
    causes = {one["prefect.resource.id"] for event in found for one in event["related"] if "release" in event["event"]}
    return found if documents[0] == documents[1] and len(documents[0]) == count and causes >= {*documents[0]} else []


def about(event: dict[str, Any]) -> str:
    return str(event["resource"]["prefect.resource.id"])


def logged(served: Served) -> list[str]:
    """All lines of the logs of all runs."""
    lines: list[str] = []
    while page := listed(served, "logs", offset=len(lines)):
        lines += [line["message"] for line in page]
    return lines


def runs(served: Served, *states: str) -> list[dict[str, Any]]:
    return listed(served, "flow_runs", flow_runs={"state": {"type": {"any_": list(states)}}})


def cancelled(served: Served) -> bool:
    """Ask for the end of what runs; gives whether a run is cancelled. One that has just ended stays as it ended."""
    for run in runs(served, "RUNNING"):
        asked(f"{served.api}/flow_runs/{run['id']}/set_state", {"state": {"type": "CANCELLING"}})
    return bool(runs(served, "CANCELLED"))


def notice(told: tuple[str, list[dict[str, str]]], beginning: str) -> str:
    """Wait for a notice whose subject begins so; gives what it says."""
    return until(lambda: [one for one in told[1] if one["subject"].startswith(beginning)])[0]["body"]


def test_a_release_that_is_held(served: Served, told: tuple[str, list[dict[str, str]]]) -> None:
    """A table that no source knows makes a release without a figure: it is held, and who looks after it is told."""
    given = served.log.with_name("不明.csv")
    given.write_text("年度,件数\n2014,12\n2015,13\n", encoding="utf-8")
    os.utime(given, (time.time() - 60,) * 2)
    served.home.inbox.mkdir(parents=True, exist_ok=True)
    given.rename(served.home.inbox / given.name)
    said = notice(told, "Sangaku holds its release")
    assert "A release holds observations" in said
    assert "sangaku publish --accept" in said
    assert connection.current(served.home) is None
    again = start(served, "reconcile/sweep")
    until(lambda: again in {run["id"] for run in runs(served, "COMPLETED")})
    ended = {"event": {"name": ["prefect.flow-run.Completed"]}, "resource": {"id": [f"prefect.flow-run.{again}"]}}
    until(lambda: listed(served, "events", filter=ended))  # the server writes events down some seconds after they came
    held = {"event": {"name": ["release.held"]}}
    assert len(listed(served, "events", filter=held)) == 1, "it is told once, however often it is found"


def test_the_inbox(served: Served, told: tuple[str, list[dict[str, str]]]) -> None:
    inbox = served.home.inbox
    served.drop("平成25年度　結果.pdf", (DOCUMENTS / "mext_h25_kekka.pdf").read_bytes())
    served.drop("oecd_rds_msti/share.xlsx", (DOCUMENTS / "oecd_berd_share.xlsx").read_bytes())
    served.drop("同じもの.pdf", (DOCUMENTS / "mext_h25_kekka.pdf").read_bytes())
    served.drop("壊れた.pdf", b"<!DOCTYPE html><html><body>404</body></html>")
    slow = (DOCUMENTS / "jpo_2018_1-4.pdf").read_bytes()
    with (inbox / "slow.pdf").open("wb") as file:
        for piece in range(0, len(slow), len(slow) // 6):
            file.write(slow[piece : piece + len(slow) // 6])
            file.flush()
            time.sleep(0.7)
    until(lambda: len(documents(served)) == 4)
    until(lambda: not [path for path in inbox.rglob("*") if path.is_file()])
    entries = landing.ledger(served.home).entries
    assert sorted(arrival.name for entry in entries for arrival in entry.arrivals) == [
        "share.xlsx",
        "slow.pdf",
        "不明.csv",
        "同じもの.pdf",
        "平成25年度　結果.pdf",
    ]
    assert {entry.declared("source") for entry in entries} == {None, "oecd_rds_msti"}
    assert "html_page" in (served.home.refused / "壊れた.pdf.note.txt").read_text(encoding="utf-8")
    assert "html_page" in notice(told, "Sangaku refused 壊れた.pdf")


def test_an_edition_that_is_overdue(served: Served, told: tuple[str, list[dict[str, str]]], tmp_path: Path) -> None:
    source = yaml.safe_load((SOURCES / "mext_sangaku_jisshi.yaml").read_text(encoding="utf-8"))
    with open_site() as site:
        site.put("/index.htm", "<html><body><h1>工事中</h1></body></html>")
        source |= {"hosts": ["127.0.0.1"], "landing": [site.url("/index.htm")]}
        (tmp_path / "mext_sangaku_jisshi.yaml").write_text(yaml.safe_dump(source, allow_unicode=True), encoding="utf-8")
        start(served, "discover/discover", sources=str(tmp_path))
        said = notice(told, "Sangaku misses FY2014 of sangaku.source.mext_sangaku_jisshi")
    assert said == "was due by 2016-02-29 and has not landed"
    assert "no link on this page" in notice(told, "Sangaku noticed page_names_nothing")


def test_what_people_see(served: Served) -> None:
    """After the inbox: events with their causes, artifacts, readable logs, automations, limits that exist."""
    events = until(lambda: all_told(served, 4))
    landed = {event["id"]: event for event in events if event["event"] == "document.landed"}
    staged = [event for event in events if event["event"] == "document.staged"]
    assert [about(landed[event["follows"]]) for event in staged] == [about(event) for event in staged]
    releases = [event for event in events if event["event"].startswith("release.")]
    assert {"release.held", "release.published"} == {event["event"] for event in releases}
    assert {"verdicts", "release"} <= {artifact["key"] for artifact in listed(served, "artifacts")}
    until(
        lambda: any(line.startswith("slow.pdf") and "staged: jpo_annual_report 2018" in line for line in logged(served))
    )
    names = {automation["name"] for automation in listed(served, "automations")}
    assert {"sangaku-refused", "sangaku-held", "sangaku-overdue", "sangaku-died"} <= names
    limits = {limit["name"]: limit["limit"] for limit in listed(served, "v2/concurrency_limits")}
    assert limits.items() >= {"sangaku-publish": 1, "sangaku-fetch": 1}.items()
    zones = {
        schedule["schedule"]["timezone"]
        for deployment in listed(served, "deployments")
        for schedule in deployment["schedules"]
    }
    assert zones == {"Asia/Tokyo"}


def test_cancelled_killed_and_rebooted(served: Served, tmp_path: Path) -> None:
    """What a run was cancelled over, the next one finds, whatever is killed: the release is that of a quiet run."""
    files = many.made(FEW)
    with served.home.store.locked(served.home.releases / ".lock"):  # no run can end before it is cancelled
        for name, content in files.items():
            served.drop(name, content)
        until(lambda: cancelled(served))
    start(served, "reconcile/sweep")
    weather(served, ["worker start", "server start"], pause=2)
    until(lambda: is_done(served.home))
    assert served.process.poll() is None, served.said()
    assert refused(served.home) == {"壊れた.pdf", *many.refused(files)}
    landed = {arrival.name for entry in landing.ledger(served.home).entries for arrival in entry.arrivals}
    assert landed >= files.keys() - many.refused(files)
    assert_nothing_twice(served.home)
    quiet = Home(tmp_path / "quiet")
    shutil.copytree(served.home.landing, quiet.landing)
    plain_refresh.bring_up(quiet)
    assert contents(served.home.root) == contents(quiet.root)


def test_it_says_why_it_cannot_serve_and_stops_cleanly(served: Served, tmp_path: Path) -> None:
    command = [SANGAKU, "serve", "--home", tmp_path, "--port", str(served.port)]
    second = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert second.returncode == 1
    assert "serves http://127.0.0.1" in second.stderr
    parts = psutil.Process(served.process.pid).children(recursive=True)
    served.process.terminate()
    assert served.stop() == 0, "asked twice, it ends as well"
    assert not psutil.wait_procs(parts, timeout=120)[1]
    assert served.said().rstrip().endswith("stopped")
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{served.api}/health")
