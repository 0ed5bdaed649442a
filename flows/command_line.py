"""The command line: what each command takes, says and returns. Exit codes: 0 done, 1 refused or failed, 2 used wrongly.

Commands import what they need when they run: those that only read answer at once, without Prefect and Great
Expectations. Out of scope: the work itself.
"""

import os
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from flows import pool

app = typer.Typer(
    name="sangaku",
    help="Statistics of Japanese university-industry collaboration, with the proof of every figure.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Home = Annotated[
    Path, typer.Option("--home", envvar="SANGAKU_HOME", help="The home folder, which holds all that is kept.")
]
Processes = Annotated[int, typer.Option("--processes", min=1, help="Documents read at the same time.")]
HOME = Path("data")
PROCESSES = pool.default_processes()


def main() -> None:
    """Run the command line."""
    # Set before anything of Prefect is imported; nothing of it may leave this machine.
    os.environ.setdefault("DO_NOT_TRACK", "1")
    os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
    try:
        app()
    except BrokenPipeError:  # as in `sangaku sql … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def fail(message: str) -> NoReturn:
    """Say what was refused or failed, and end with exit code 1."""
    print(message, file=sys.stderr)
    raise typer.Exit(1)


@app.command(epilog="Example: sangaku extract tests/documents/*.pdf --json read.jsonl")
def extract(
    paths: Annotated[list[Path], typer.Argument(help="Files, or folders with files.", metavar="PATH...")],
    json: Annotated[Path | None, typer.Option("--json", help="Where the JSON lines go; - is standard output.")] = None,
    processes: Processes = PROCESSES,
) -> None:
    """Read documents into tables, charts and statements, with the place of every figure."""
    from flows import extracting

    try:
        files = extracting.files(paths)
    except FileNotFoundError as error:
        fail(str(error))
    if refused := extracting.write(files, json, processes):
        fail(f"{refused} of {len(files)} files were refused.")


if __name__ == "__main__":
    main()
