"""What many tests share: the project's folder, its samples, and a home folder with a published release."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SANGAKU = Path(sys.executable).with_name("sangaku")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kills", type=int, default=0, help="kill the whole command so often")
    parser.addoption("--published", help="a home folder with a release of the shipped documents, instead of a new one")


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Path:
    """A home folder with the release that the shipped documents make, by the command that everybody uses."""
    if at := pytestconfig.getoption("published"):
        return Path(at)
    home = tmp_path_factory.mktemp("published") / "data"
    command = [SANGAKU, "refresh", "--documents", ROOT / "tests" / "documents", "--home", home]
    environment = {**os.environ, "SANGAKU_HOME": str(home)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return home
