"""`sangaku serve` for real: what is dropped in the inbox is published, what is refused is told, all is seen."""

import json
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.conftest import SANGAKU
from tests.flows.serving import Served, serve, until
from warehouse import connection, landing

DOCUMENTS = Path(__file__).parents[1] / "documents"
WAIT_SECONDS = 300


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


def asked(served: Served, what: str, **body: Any) -> list[dict[str, Any]]:
    answer = httpx.post(f"{served.api}/{what}/filter", json=body, timeout=60).raise_for_status().json()
    found: list[dict[str, Any]] = answer["events"] if what == "events" else answer
    return found


def documents(served: Served) -> set[str]:
    if connection.current(served.home) is None:
        return set()
    with connection.connect(served.home) as warehouse:
        return {name for (name,) in warehouse.execute("SELECT document_name FROM documents").fetchall()}


@pytest.mark.timeout(900)
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
    until(lambda: len(documents(served)) == 3, WAIT_SECONDS)
    until(lambda: not [path for path in inbox.rglob("*") if path.is_file()], 60)
    entries = landing.ledger(served.home).entries
    assert sorted(arrival.name for entry in entries for arrival in entry.arrivals) == [
        "share.xlsx",
        "slow.pdf",
        "同じもの.pdf",
        "平成25年度　結果.pdf",
    ]
    assert {entry.declared("source") for entry in entries} == {None, "oecd_rds_msti"}
    assert "html_page" in (served.home.refused / "壊れた.pdf.note.txt").read_text(encoding="utf-8")
    until(lambda: bool(told[1]), 60)
    assert told[1][0]["subject"] == "Sangaku refused 壊れた.pdf"
    assert "html_page" in told[1][0]["body"]


@pytest.mark.timeout(300)
def test_what_people_see(served: Served) -> None:
    """After the inbox: events with their causes, artifacts, readable logs, automations, limits that exist."""
    events = asked(served, "events", limit=50, filter={"event": {"prefix": ["document.", "release."]}})
    landed = {event["id"]: event for event in events if event["event"] == "document.landed"}
    staged = [event for event in events if event["event"] == "document.staged"]
    assert len(landed) == len(staged) == 3
    assert {landed[event["follows"]]["resource"]["prefect.resource.id"] for event in staged} == {
        event["resource"]["prefect.resource.id"] for event in staged
    }
    release = {"event": {"name": ["release.published"]}}
    until(lambda: bool(asked(served, "events", filter=release)), 60)
    published = asked(served, "events", filter=release)
    causes = {one["prefect.resource.id"] for event in published for one in event["related"]}
    assert causes >= {event["resource"]["prefect.resource.id"] for event in staged}
    assert {"verdicts", "release"} <= {artifact["key"] for artifact in asked(served, "artifacts")}
    logs = " ".join(log["message"] for log in asked(served, "logs", limit=200))
    assert "slow.pdf" in logs
    assert "staged: jpo_annual_report 2018" in logs
    names = {automation["name"] for automation in asked(served, "automations")}
    assert {"sangaku-refused", "sangaku-held", "sangaku-overdue", "sangaku-died"} <= names
    limits = {limit["name"]: limit["limit"] for limit in asked(served, "v2/concurrency_limits")}
    assert limits.items() >= {"sangaku-publish": 1, "sangaku-fetch": 1}.items()
    zones = {
        schedule["schedule"]["timezone"]
        for deployment in asked(served, "deployments")
        for schedule in deployment["schedules"]
    }
    assert zones == {"Asia/Tokyo"}


@pytest.mark.timeout(300)
def test_it_says_why_it_cannot_serve_and_stops_cleanly(served: Served, tmp_path: Path) -> None:

    command = [SANGAKU, "serve", "--home", tmp_path, "--port", str(served.port)]
    second = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert second.returncode == 1
    assert "serves http://127.0.0.1" in second.stderr
    assert served.stop() == 0
    assert served.said().rstrip().endswith("stopped")
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{served.api}/health")
