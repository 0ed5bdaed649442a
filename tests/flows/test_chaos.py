"""Two hundred documents at once while worker and server are killed and the machine is rebooted: ``make soak``.

All end staged or refused, nothing twice, and the release is that of a quiet run, byte for byte. The short form of this
is the end of `test_serving`.
"""

import time
from collections.abc import Iterable
from itertools import cycle
from pathlib import Path

import pytest

from flows import inbox, inventory, publishing
from tests.flows import many, plain_refresh
from tests.flows.serving import Served, serve
from tests.flows.test_killed import contents
from tests.waiting import until
from warehouse import landing, staging
from warehouse.home import Home

KILLS = {"worker start": 5, "server start": 2}
PAUSE_SECONDS = 15


@pytest.mark.timeout(7200)
def test_two_hundred_documents(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    if not pytestconfig.getoption("kills"):
        pytest.skip("an hour: make soak")
    files = many.made(pytestconfig.getoption("documents"))
    quiet = _quiet(tmp_path, files)
    began = time.monotonic()
    with serve(tmp_path / "served") as served:
        for name, content in files.items():
            served.drop(name, content)
        weather(served, _mixed(KILLS), PAUSE_SECONDS)
        until(lambda: is_done(served.home), 3600)
        took = time.monotonic() - began
        assert refused(served.home) == many.refused(files)
        assert len(landing.ledger(served.home).entries) == len(files) - len(many.refused(files))
        assert_nothing_twice(served.home)
        assert contents(served.home.root) == quiet
        print(f"{len(files)} documents, {sum(KILLS.values())} kills, a reboot, {took:.0f} s; the same release")
        assert served.stop() == 0


def weather(served: Served, kills: Iterable[str], pause: float) -> None:
    """Kill parts of what serves, one after the other, at last all of it, and serve again."""
    for words in kills:
        time.sleep(pause)
        until(lambda words=words: served.kill(words))  # type: ignore[misc]
    time.sleep(pause)
    served.cut()
    served.start()


def is_done(home: Home) -> bool:
    """Whether all has landed and is staged, and the release is of all that is staged."""
    found = inventory.look(home)
    return not inbox.names(home.inbox) and not found.pending and publishing.is_current(home, found)


def refused(home: Home) -> set[str]:
    """The names of the files that were refused at the door."""
    return {path.name for path in home.refused.iterdir() if not path.name.endswith(".note.txt")}


def assert_nothing_twice(home: Home) -> None:
    """Each document that landed stands staged once, and nothing is left half done."""
    assert sorted(sha256 for sha256, _ in staging.staged(home)) == [one.sha256 for one in landing.ledger(home).entries]
    kept = (
        home.landing,
        home.staging,
        home.releases,
    )  # beside them Prefect's server makes and removes files of its own
    assert not [path for folder in kept for path in folder.rglob("*.part")]


def _quiet(folder: Path, files: dict[str, bytes]) -> dict[str, str]:
    """What an undisturbed run makes of the documents."""
    given = folder / "given"
    given.mkdir()
    for name, content in files.items():
        (given / name).write_bytes(content)
    plain_refresh.refresh(Home(folder / "quiet"), given)
    return contents(folder / "quiet")


def _mixed(kills: dict[str, int]) -> list[str]:
    """The kills in an order in which neither part is left in peace for long."""
    left, mixed = dict(kills), list[str]()
    for words in cycle(kills):
        if not any(left.values()):
            break
        if left[words]:
            left[words] -= 1
            mixed.append(words)
    return mixed
