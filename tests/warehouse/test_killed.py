"""Whatever moment the process is killed at, the next run gives the release that an undisturbed one gives."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROUNDS = int(os.environ.get("SANGAKU_KILLS", "5"))


def test_killed_anywhere_and_run_again_the_same_release_comes_out(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.warehouse.killing", str(tmp_path), str(ROUNDS)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=1000)
    assert done.returncode == 0, done.stderr
    undisturbed, *others = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(others) == ROUNDS
    assert undisturbed["parts"] == []
    for other in others:
        assert other == undisturbed
