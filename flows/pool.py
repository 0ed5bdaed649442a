"""Runs one function over many inputs in processes: results in input order, and one input's crash stops no other.

Out of scope: what the function does. Processes are spawned, not forked: a Prefect run has threads, which forks do not
survive.
"""

import multiprocessing
import os
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import TypeVar

Input = TypeVar("Input")
Output = TypeVar("Output")


@dataclass(frozen=True, slots=True)
class Crashed:
    """The process that worked on this input died: killed, out of memory, or a fault in a native library."""

    detail: str


def default_processes() -> int:
    """How many processes this machine runs at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run(
    function: Callable[[Input], Output], inputs: Sequence[Input], processes: int
) -> Iterator[tuple[Input, Output | Crashed]]:
    """Yield each input with `function(input)`, in order. With one process nothing is started and a crash is ours.

    An input whose process dies gives `Crashed`. Those that stood in the same pool are run again, since a broken pool
    does not tell which of them broke it.
    """
    if processes <= 1:
        for item in inputs:
            yield item, function(item)
        return
    todo = list(inputs)
    while todo:
        done = yield from _until_broken(function, todo, processes)
        todo = todo[done:]
        # A pool hands out its work in order, so whoever broke it is among the first that are left.
        suspects, todo = todo[: processes + 1], todo[processes + 1 :]
        for item in suspects:
            yield item, _alone(function, item)


def _until_broken(
    function: Callable[[Input], Output], inputs: Sequence[Input], processes: int
) -> Generator[tuple[Input, Output | Crashed], None, int]:
    """Yield results until the pool breaks; return how many there were."""
    done = 0
    with _pool(min(processes, len(inputs))) as pool:
        futures: list[Future[Output]] = [pool.submit(function, item) for item in inputs]
        try:
            for item, future in zip(inputs, futures, strict=True):
                result = future.result()
                done += 1
                yield item, result
        except BrokenProcessPool:
            pass
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
    return done


def _alone(function: Callable[[Input], Output], item: Input) -> Output | Crashed:
    with _pool(1) as pool:
        try:
            return pool.submit(function, item).result()
        except BrokenProcessPool as error:
            return Crashed(str(error))


def _pool(processes: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn"))
