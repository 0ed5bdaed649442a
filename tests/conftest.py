"""What many tests share: the project's folder, its samples, and a home folder with a published release."""

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests import object_stores

ROOT = Path(__file__).parents[1]
SANGAKU = Path(sys.executable).with_name("sangaku")

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("other", PATIENT)
settings.register_profile("same", PATIENT, derandomize=True)
settings.load_profile("same")  # the same examples each time; others are drawn with --hypothesis-profile other


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kills", type=int, default=0, help="kill the whole command so often")
    parser.addoption("--documents", type=int, default=200, help="so many in the tests that need --kills")
    parser.addoption("--published", help="a home folder with a release of the shipped documents, instead of a new one")


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Path:
    """A home folder with the release that the shipped documents make, by the command that everybody uses."""
    if at := pytestconfig.getoption("published"):
        return Path(at)
    processes = "PYTEST_XDIST_WORKER" in os.environ
    shared = tmp_path_factory.getbasetemp().parent if processes else tmp_path_factory.mktemp("published")
    home = shared / "data"
    with (shared / "published.lock").open("w") as lock:  # of the test processes one makes it, the others wait
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "current").exists():
            publish_samples(home)
    return home


def publish_samples(home: Path) -> None:
    command = [SANGAKU, "refresh", "--documents", ROOT / "tests" / "documents", "--home", home]
    environment = {**os.environ, "SANGAKU_HOME": str(home)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def object_store() -> Iterator[str]:
    """The url of an empty bucket."""
    with object_stores.serve() as url:
        yield url
