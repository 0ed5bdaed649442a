"""The same release wherever the work is done: on a Dask cluster, and with Prefect's server on PostgreSQL."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from prefect.logging import disable_run_logger

from flows import folder, hands, taking
from flows.pool import Workers
from tests import ports
from tests.conftest import ROOT, SANGAKU
from tests.flows import many, plain_refresh
from tests.flows.apart import apart
from tests.flows.test_chaos import is_done
from tests.flows.test_killed import contents
from tests.waiting import until
from warehouse.home import Home

SAMPLES = ("jpo_2018_1-4.pdf", "oecd_berd_share.xlsx", "mext_h21_kekka.pdf")
POSTGRES = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    given = tmp_path_factory.mktemp("given")
    for name in SAMPLES:
        shutil.copy(ROOT / "tests" / "documents" / name, given)
    for number in range(3):
        page = ROOT / "tests" / "documents" / SAMPLES[0]
        (given / f"{number}.pdf").write_bytes(many.stamped(page.read_bytes(), number))
    return given


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory, documents: Path) -> dict[str, str]:
    """What one process makes of the documents."""
    home = Home(tmp_path_factory.mktemp("here"))
    plain_refresh.refresh(home, documents)
    return contents(home.root)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A Dask cluster of two processes."""
    port, log = ports.unused(), tmp_path_factory.mktemp("cluster") / "log"
    with log.open("wb") as said:
        command = [sys.executable, "-m", "flows.cluster", str(port), "2"]
        process = subprocess.Popen(command, cwd=ROOT, stdout=said, stderr=said)
    until(lambda: b"warm" in log.read_bytes() or process.poll() is not None)
    assert process.poll() is None, log.read_text(encoding="utf-8")
    yield f"tcp://127.0.0.1:{port}", log
    process.kill()  # what it started ends with it
    process.wait()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[str]:
    """A PostgreSQL server on loopback, run by a user that is not root, which it refuses."""
    if POSTGRES is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    where, port = Path(f"/tmp/sangaku-postgres-{ports.unused()}"), ports.unused()  # noqa: S108  its user sees no other
    where.mkdir()
    user = "nobody" if os.getuid() == 0 else None
    if user:
        shutil.chown(where, user)
    subprocess.run(
        [POSTGRES / "initdb", "-D", where / "data", "-A", "trust", "-U", "sangaku", "-E", "UTF8", "--no-locale"],
        user=user, check=True, capture_output=True, cwd="/",
    )  # fmt: skip
    with (tmp_path / "postgres.log").open("wb") as said:
        options = ["-h", "127.0.0.1", "-p", str(port), "-k", str(where), "-c", "fsync=off"]
        process = subprocess.Popen(
            [POSTGRES / "postgres", "-D", where / "data", *options], user=user, stdout=said, stderr=said, cwd="/"
        )
    ready = [POSTGRES / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
    until(lambda: subprocess.run(ready, check=False).returncode == 0)
    subprocess.run(
        [POSTGRES / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "sangaku", "prefect"], check=True, cwd="/"
    )
    yield f"postgresql+asyncpg://sangaku@127.0.0.1:{port}/prefect"
    process.send_signal(signal.SIGINT)  # it waits for nobody who is still connected
    process.wait(timeout=300)
    shutil.rmtree(where, ignore_errors=True)


def refresh(home: Path, documents: Path, code: int = 0, **environment: str) -> None:
    done = subprocess.run(
        [SANGAKU, "refresh", "--documents", documents, "--home", home],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        timeout=3600,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr


def test_a_cluster_of_two_processes(
    tmp_path: Path, documents: Path, here: dict[str, str], cluster: tuple[str, Path]
) -> None:
    refresh(tmp_path / "home", documents, SANGAKU_CLUSTER=cluster[0])
    assert contents(tmp_path / "home") == here


def double(number: int) -> int:
    return 2 * number


def test_no_cluster_where_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The work is done on this machine then."""
    monkeypatch.setenv(hands.CLUSTER, f"tcp://127.0.0.1:{ports.unused()}")
    monkeypatch.setattr("flows.cluster.CONNECT_SECONDS", 0.2)
    with disable_run_logger(), hands.hands(1) as workers:
        assert isinstance(workers, Workers)
        assert workers.call(double, 4) == 8


def test_two_workers_with_their_server_on_postgresql(
    tmp_path: Path, documents: Path, here: dict[str, str], database: str
) -> None:
    """The first worker's run finds more than it soon reads, and asks the other's help."""
    home = Home(tmp_path / "home")
    list(taking.take_files(home, folder.find(documents)))
    with apart(home.root, tmp_path, 2, database) as workers:
        workers.run()
        until(lambda: is_done(home) and all(workers.taken().values()))
    assert contents(home.root) == here
    assert not (tmp_path / "prefect" / "prefect.db").exists()


@pytest.mark.timeout(7200)
def test_two_hundred_documents_anywhere(
    tmp_path: Path, cluster: tuple[str, Path], pytestconfig: pytest.Config, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same release of one process, of two workers, and of a cluster of two processes; tells how long each takes."""
    if not pytestconfig.getoption("kills"):
        pytest.skip("half an hour: make soak")
    made = many.made(pytestconfig.getoption("documents"))
    files = {name: content for name, content in made.items() if name not in many.refused(made)}
    given = tmp_path / "given"
    given.mkdir()
    for name, content in files.items():
        (given / name).write_bytes(content)
    one, two, dask = (Home(tmp_path / name) for name in ("one", "two", "dask"))
    took: dict[str, float] = {}
    with timed(took, "one process"):
        command = [sys.executable, "-m", "tests.flows.plain_refresh", one.root, given]
        subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True)
    list(taking.take_files(two, folder.find(given)))
    with apart(two.root, tmp_path, 2) as workers, timed(took, "two Prefect workers"):
        workers.run()
        until(lambda: is_done(two), 3600)
    with timed(took, "a Dask cluster of two processes"):
        refresh(dask.root, given, 1, SANGAKU_CLUSTER=cluster[0])  # some of the pages are refused
    assert contents(one.root) == contents(two.root) == contents(dask.root)
    with capsys.disabled():
        for where, seconds in took.items():
            print(f"{len(files)} documents, {where}: {seconds:.0f} s, {len(files) / seconds:.1f} a second")


@contextmanager
def timed(took: dict[str, float], name: str) -> Iterator[None]:
    began = time.monotonic()
    yield
    took[name] = time.monotonic() - began
