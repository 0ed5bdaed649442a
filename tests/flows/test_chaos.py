"""Many documents at once while the worker and the server are killed: all end staged or refused, and nothing twice.

The release must be that of a quiet run, byte for byte. A few documents in the suite; ``make soak`` drops two hundred,
kills the worker five times and the server twice.
"""

import time
from itertools import cycle
from pathlib import Path

import pytest

from flows import inbox, publishing, steps
from tests.flows import many, plain_refresh
from tests.flows.serving import Served, serve, until
from tests.flows.test_killed import contents
from warehouse import landing, staging
from warehouse.home import Home

FEW, MANY = 12, 200


@pytest.mark.timeout(7200)
def test_the_worker_and_the_server_are_killed(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    soak = bool(pytestconfig.getoption("kills"))
    files = many.made(MANY if soak else FEW)
    quiet = _quiet(tmp_path, files)
    kills = ["worker start"] * 5 + ["server start"] * 2 if soak else ["worker start", "server start"]
    began = time.monotonic()
    with serve(tmp_path / "served") as served:
        for name, content in files.items():
            served.drop(name, content)
        for words in _mixed(kills):
            time.sleep(15 if soak else 8)
            until(lambda words=words: served.kill(words), 300)  # type: ignore[misc]
        until(lambda: _is_done(served), 3600)
        took = time.monotonic() - began
        assert served.process.poll() is None, served.said()
        home = served.home
        assert not inbox.names(home.inbox)
        refused = {path.name for path in home.refused.iterdir() if not path.name.endswith(".note.txt")}
        assert refused == many.refused(files)
        assert len(landing.ledger(home).entries) == len(files) - len(refused)
        assert len(staging.staged(home)) == len(files) - len(refused), "nothing is staged twice"
        assert contents(home.root) == quiet
        assert not list(home.root.glob("**/*.part"))
        print(f"{len(files)} documents, {len(kills)} kills, {took:.0f} s; the same release", flush=True)
        assert served.stop() == 0


def _quiet(folder: Path, files: dict[str, bytes]) -> dict[str, str]:
    """What an undisturbed run makes of the documents."""
    given = folder / "given"
    given.mkdir()
    for name, content in files.items():
        (given / name).write_bytes(content)
    plain_refresh.refresh(Home(folder / "quiet"), given)
    return contents(folder / "quiet")


def _mixed(kills: list[str]) -> list[str]:
    """The kills in an order in which neither part is left in peace for long."""
    kinds = {words: kills.count(words) for words in dict.fromkeys(kills)}
    mixed: list[str] = []
    for words in cycle(kinds):
        if len(mixed) == len(kills):
            return mixed
        if kinds[words]:
            kinds[words] -= 1
            mixed.append(words)
    return mixed


def _is_done(served: Served) -> bool:
    """Whether all has landed and is staged, and the release is of all that is staged."""
    if inbox.names(served.home.inbox) or steps.pending(served.home):
        return False
    return publishing.plan(served.home).id == publishing.current(served.home).id
