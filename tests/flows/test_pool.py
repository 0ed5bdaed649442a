"""Work over processes: order kept, the same as in one process, and a crash hurts only its own input."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows import pool
from tests.waiting import until


def double(number: int) -> int:
    time.sleep(0.02 * (number % 3))  # later inputs finish first
    return 2 * number


def die_at_three(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def fail_at_three(number: int) -> int:
    if number == 3:
        raise ValueError("three")
    return number


def test_results_in_order_and_as_in_one_process() -> None:
    inputs = list(range(9))
    one = list(pool.run(double, inputs, 1))
    assert one == [(n, 2 * n) for n in inputs]
    assert list(pool.run(double, inputs, 3)) == one


def test_nothing_to_do() -> None:
    assert list(pool.run(double, [], 4)) == []


def test_a_killed_process_costs_only_its_own_input() -> None:
    results = dict(pool.run(die_at_three, list(range(9)), 2))
    assert isinstance(results.pop(3), pool.Crashed)
    assert results == {n: n for n in range(9) if n != 3}


def test_an_error_in_the_function_is_an_error() -> None:
    with pytest.raises(ValueError, match="three"):
        list(pool.run(fail_at_three, list(range(5)), 2))


def orphan(folder: str) -> None:
    (Path(folder) / str(os.getpid())).touch()
    time.sleep(600)


def test_workers_end_with_a_killed_parent(tmp_path: Path) -> None:
    work = f"list(pool.run(test_pool.orphan, [{str(tmp_path)!r}] * 2, 2))"
    script = f"from tests.flows import test_pool; from flows import pool; {work}"
    parent = subprocess.Popen([sys.executable, "-c", script], cwd=Path(__file__).parents[2])
    until(lambda: len(list(tmp_path.iterdir())) == 2)
    workers = [int(path.name) for path in tmp_path.iterdir()]
    parent.kill()
    parent.wait()
    until(lambda: not [worker for worker in workers if Path(f"/proc/{worker}/exe").exists()])
