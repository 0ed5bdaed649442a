"""Tells how far long work has come: a bar where a person looks on, plain lines where a log is kept.

It writes to standard error, so that standard output holds results only.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Advance(Protocol):
    """Called once for each piece of work done, with its name; `problem` is a line that must be seen in any case."""

    def __call__(self, name: str, problem: str | None = None) -> None:
        """Count one piece."""


@contextmanager
def progress(what: str, total: int) -> Iterator[Advance]:
    """Show the progress of `total` pieces of work."""
    if sys.stderr.isatty():
        yield from _bar(what, total)
    else:
        yield from _lines(what, total)


def _lines(what: str, total: int) -> Iterator[Advance]:
    done = 0

    def advance(name: str, problem: str | None = None) -> None:
        nonlocal done
        done += 1
        print(f"{what} {done}/{total} {problem or name}", file=sys.stderr, flush=True)

    yield advance


def _bar(what: str, total: int) -> Iterator[Advance]:
    from rich.console import Console  # noqa: PLC0415  only where a terminal shows it
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)

        def advance(name: str, problem: str | None = None) -> None:
            if problem:
                bar.console.print(problem, markup=False, highlight=False)
            bar.update(task, advance=1, description=name)

        yield advance
