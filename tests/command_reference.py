"""Writes docs/command-line.md from what the commands say of themselves: ``python -m tests.command_reference``."""

from pathlib import Path

import typer
from typer.testing import CliRunner

from flows.command_line import app

PAGE = Path(__file__).parents[1] / "docs" / "command-line.md"
HEAD = """# The command line

Written from the commands' own `--help`. Exit codes: 0 done, 1 refused or failed (it says why), 2 used wrongly. Results
go to standard output, progress and problems to standard error: a bar on a terminal, plain lines elsewhere.
"""


def text() -> str:
    """The page, as it should be."""
    group = typer.main.get_command(app)
    names = list(group.commands)  # type: ignore[attr-defined]  of a typer group
    return "\n".join([HEAD, *(f"## sangaku {name}\n\n```text\n{_help(name)}\n```\n" for name in names)]).rstrip() + "\n"


def _help(name: str) -> str:
    environment = {"COLUMNS": "100", "TERM": "dumb", "SANGAKU_HOME": ""}
    done = CliRunner().invoke(app, [name, "--help"], env=environment, prog_name="sangaku", terminal_width=100)
    assert done.exit_code == 0, done.output
    return "\n".join(line.rstrip() for line in done.output.strip().splitlines())


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
