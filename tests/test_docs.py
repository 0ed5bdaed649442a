"""The documentation tells the truth: its examples run and print what they say, its reference is the program's own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import command_reference, indicator_reference
from tests.examples import Example, find

ROOT = Path(__file__).parents[1]
FILES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
EXAMPLES = [example for file in FILES for example in find(file)]
NOT_HERE = ("make ", "sangaku serve")
"""What sets up, tests or never ends is run elsewhere."""


@pytest.fixture(scope="module")
def place(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that looks like the project's to whoever reads only, with the published release under data/."""
    folder = tmp_path_factory.mktemp("docs")
    for name in ("tests", "extract", ".venv"):
        target = Path(sys.executable).parents[1] if name == ".venv" else ROOT / name
        (folder / name).symlink_to(target)
    (folder / "data").symlink_to(published)
    return folder


def test_there_are_examples() -> None:
    assert len(EXAMPLES) > 10


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_example(example: Example, place: Path) -> None:
    if any(words in example.code for words in NOT_HERE):
        pytest.skip("run by the Makefile and the flows' own tests")
    environment = {**os.environ, "SANGAKU_HOME": "data", "PATH": f"{place}/.venv/bin:{os.environ['PATH']}"}
    command = ["bash", "-c", example.code] if example.language == "sh" else [sys.executable, "-c", example.code]
    done = subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, f"{example}: {example.code}\n{done.stdout}{done.stderr}"
    if example.printed is not None:
        assert done.stdout.strip() == example.printed.strip()


def test_the_command_reference_is_that_of_the_program() -> None:
    written = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    assert written == command_reference.text(), "run: .venv/bin/python -m tests.command_reference"


def test_the_page_of_indicators_is_that_of_the_registry() -> None:
    written = (ROOT / "docs" / "indicators.md").read_text(encoding="utf-8")
    assert written == indicator_reference.text(), "run: .venv/bin/python -m tests.indicator_reference"
