"""Work over processes: order kept, the same as in one process, and a crash hurts only its own input."""

import os
import signal
import time

import pytest

from flows import pool


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
