"""Killed at any moment and run again: the same release comes out, byte for byte.

The suite kills the steps without Prefect a few times; ``make soak`` kills the whole command with all its processes
thirty times.
"""

import hashlib
import multiprocessing
import os
import random
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT, SANGAKU
from tests.flows import plain_refresh
from warehouse.home import Home

SAMPLES = ("jpo_2018_1-4.pdf", "mext_h21_kekka.pdf", "STI2025_5-4-05.xlsx")
SHORT_KILLS = 3
SEED = 20261123


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("documents")
    for name in SAMPLES:
        shutil.copy(ROOT / "tests" / "documents" / name, folder)
    return folder


def contents(home: Path) -> dict[str, str]:
    """Digests of what a reader of the current release gets: its id, and every file that is a pure function of it."""
    release = (home / "current").resolve()
    files = [path for path in sorted(release.rglob("*")) if path.suffix in (".parquet", ".csv", ".json")]
    pure = [path for path in files if path.name != "changes.json"]
    assert any(path.suffix == ".parquet" for path in pure)
    digests = {str(path.relative_to(release)): hashlib.sha256(path.read_bytes()).hexdigest() for path in pure}
    return {"id": release.name, **digests}


def run_command(home: Path, documents: Path, kill_after: float | None = None) -> float:
    """Run the refresh command; kill it after so many seconds. Gives how long it ran."""
    began = time.monotonic()
    process = subprocess.Popen(
        [SANGAKU, "refresh", "--documents", documents, "--home", home],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        _, problems = process.communicate(timeout=kill_after)
        assert process.returncode == 0, problems.decode()
    except subprocess.TimeoutExpired:
        process.kill()  # the command alone: what it started has to notice by itself
        process.wait()
    return time.monotonic() - began


def run_steps(home: Path, documents: Path, kill_after: float | None = None) -> float:
    """Run the steps of a refresh in a process that has all libraries loaded; kill it after so many seconds."""
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload(["great_expectations", "tests.flows.plain_refresh"])
    process = server.Process(target=plain_refresh.refresh, args=(Home(home), documents))
    began = time.monotonic()
    process.start()
    process.join(kill_after)
    if process.exitcode is None:
        process.kill()
        process.join()
    elif kill_after is None:
        assert process.exitcode == 0
    return time.monotonic() - began


def moments(kills: int, length: float) -> Iterator[float]:
    """Random moments, spread over the length of a run so that a few of them see all of its parts."""
    chance = random.Random(SEED)  # noqa: S311  the same moments each time
    for number in range(kills):
        yield length * (number + chance.random()) / kills


@pytest.mark.timeout(7200)
def test_whatever_moment_it_is_killed_at(tmp_path: Path, documents: Path, pytestconfig: pytest.Config) -> None:
    kills = pytestconfig.getoption("kills")
    run = run_command if kills else run_steps
    quiet = tmp_path / "quiet"
    run(tmp_path / "warm", documents)
    length = run(quiet, documents)
    wanted = contents(quiet)
    assert contents(tmp_path / "warm") == wanted
    for number, moment in enumerate(moments(kills or SHORT_KILLS, length)):
        home = tmp_path / f"killed-{number}"
        run(home, documents, moment)
        stood = (home / "current").is_symlink()
        run(home, documents)
        assert contents(home) == wanted, f"killed after {moment:.2f} of {length:.2f} seconds"
        print(f"killed after {moment:6.2f} s of {length:.2f} s, published then: {stood}; the same release", flush=True)
        shutil.rmtree(home)
    assert not list(quiet.rglob("*.part"))
