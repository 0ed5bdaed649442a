"""Runs one function over many inputs in processes: results in input order, and one input's crash stops no other.

Out of scope: what the function does. Processes are spawned, not forked: a Prefect run has threads, which forks do not
survive.
"""

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from types import TracebackType
from typing import Self, TypeVar

from flows.lifeline import end_with

Input = TypeVar("Input")
Output = TypeVar("Output")


@dataclass(frozen=True, slots=True)
class Crashed:
    """The process that worked on this input died: killed, out of memory, or a fault in a native library."""

    detail: str


def default_processes() -> int:
    """How many processes this machine runs at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Workers:
    """Processes that are kept for many calls, and replaced when one of them dies. To be used by several threads."""

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self._lock = threading.Lock()
        self._pool = _pool(processes)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def call(self, function: Callable[[Input], Output], item: Input) -> Output | Crashed:
        """Give `function(item)`, or `Crashed` where its process dies.

        Whoever stood in a pool that broke is run again alone: a broken pool does not tell which input broke it.
        """
        pool = self._pool
        try:
            return pool.submit(function, item).result()
        except BrokenProcessPool:
            with self._lock:
                if self._pool is pool:
                    self._pool = _pool(self._processes)
            return _alone(function, item)


def run(
    function: Callable[[Input], Output], inputs: Sequence[Input], processes: int
) -> Iterator[tuple[Input, Output | Crashed]]:
    """Yield each input with `function(input)`, in order. With one process nothing is started and a crash is ours."""
    if processes <= 1:
        for item in inputs:
            yield item, function(item)
        return
    with Workers(processes) as workers, ThreadPoolExecutor(processes) as threads:
        yield from zip(inputs, threads.map(lambda item: workers.call(function, item), inputs), strict=True)


def _alone(function: Callable[[Input], Output], item: Input) -> Output | Crashed:
    with _pool(1) as pool:
        try:
            return pool.submit(function, item).result()
        except BrokenProcessPool as error:
            return Crashed(str(error))


def _pool(processes: int) -> ProcessPoolExecutor:
    spawn = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(processes, mp_context=spawn, initializer=end_with, initargs=(os.getpid(),))
