"""Finds the examples of the documentation, so that tests can run them.

A block marked ``sh`` holds commands that must succeed. In a block marked ``console``, what stands under a line that
begins with ``$ `` is what the command prints. A block marked ``python`` must run. Blocks that are indented and begin
with a command count as ``sh``, with ``import`` as ``python``. Other blocks are not run.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_FENCED = re.compile(r"^```(?P<language>\w*)[^\n]*\n(?P<code>.*?)^```\s*$", re.MULTILINE | re.DOTALL)
_INDENTED = re.compile(r"(?:^\n|\A)(?P<code>(?:^ {4}.*\n|^\n(?= {4}))+)", re.MULTILINE)
_COMMAND = re.compile(r"(?:\.venv/bin/)?sangaku |make ")


@dataclass(frozen=True, slots=True)
class Example:
    """An example with where it stands. `printed` is None where nothing is said of what it prints."""

    file: Path
    line: int
    language: str  # sh or python
    code: str
    printed: str | None = None

    def __str__(self) -> str:
        return f"{self.file.name}:{self.line}"


def find(file: Path) -> Iterator[Example]:
    """Give the examples of a Markdown file in their order, one a command or a piece of Python."""
    text = file.read_text(encoding="utf-8")
    blocks = [(m.start("code"), m["language"], m["code"]) for m in _FENCED.finditer(text)]
    rest = _FENCED.sub(lambda m: re.sub(r"[^\n]", "", m[0]), text)
    blocks += [(_offset(text, rest, m.start("code")), "", _outdented(m["code"])) for m in _INDENTED.finditer(rest)]
    for start, language, code in sorted(blocks):
        line = text.count("\n", 0, start) + 1
        if language == "console":
            yield from _console(file, line, code)
        elif language == "sh" or (not language and _COMMAND.match(code)):
            yield from (Example(file, line, "sh", command) for command in _commands(code))
        elif language == "python" or (not language and code.startswith("import ")):
            yield Example(file, line, "python", code)


def _offset(text: str, rest: str, position: int) -> int:
    """Where the line of `rest` stands in `text`: both have the same lines."""
    number = rest.count("\n", 0, position)
    return sum(len(line) for line in text.splitlines(keepends=True)[:number])


def _outdented(code: str) -> str:
    return "".join(line[4:] if line.strip() else "\n" for line in code.splitlines(keepends=True))


def _commands(code: str) -> Iterator[str]:
    """Join the lines of a command: as long as a quotation is open or a line ends with a backslash."""
    pending = ""
    for line in code.splitlines():
        pending += line + "\n"
        if pending.count('"') % 2 == 0 and not line.endswith("\\"):
            command = re.sub(r"\s+#.*$", "", pending.strip())
            if command and not command.startswith("#"):
                yield command
            pending = ""


def _console(file: Path, line: int, code: str) -> Iterator[Example]:
    for part in re.split(r"^\$ ", code, flags=re.MULTILINE)[1:]:
        command = next(_commands(part))
        length = next(n for n in range(1, part.count("\n") + 1) if next(_commands(_head(part, n)), None) == command)
        yield Example(file, line, "sh", command, part[len(_head(part, length)) :])


def _head(text: str, lines: int) -> str:
    return "".join(text.splitlines(keepends=True)[:lines])
