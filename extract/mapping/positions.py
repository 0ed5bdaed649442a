"""YAML that remembers on which line each part stands, so that an error can name file, line and key.

Out of scope: what the data must look like (`schema.json`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

Key = str | int
Path_ = tuple[Key, ...]


class _Loader(yaml.SafeLoader):
    """A loader that leaves dates as they are written."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class SourceError(ValueError):
    """A YAML file is not as it must be; the message names file, line and key."""


@dataclass(frozen=True, slots=True)
class Located:
    """The data of a YAML file with the line of each of its parts, by the path of keys to it; lines count from 1."""

    path: Path
    data: Any
    lines: dict[Path_, int]

    def error(self, where: Iterable[Key], message: str) -> SourceError:
        """An error at a path of keys; a path that is not there is reported at the nearest part above it."""
        keys = tuple(where)
        known = keys
        while known and known not in self.lines:
            known = known[:-1]
        name = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys).lstrip(".") or "(top)"
        return SourceError(f"{self.path.name}:{self.lines.get(known, 1)}: {name}: {message}")


def load(path: Path) -> Located:
    """Read one YAML file. Raises `SourceError` for what is no YAML and for keys that stand twice."""
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise SourceError(f"{path.name}:{line}: (yaml): {error.problem}") from error
    located = Located(path, None, {})
    if node is None:
        raise located.error((), "the file is empty")
    _collect(node, (), located)
    return Located(path, _Loader("").construct_document(node), located.lines)


def _collect(node: yaml.Node, where: Path_, located: Located) -> None:
    located.lines.setdefault(where, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            _collect(item, (*where, index), located)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            below = (*where, key.value)
            if below in located.lines:
                raise located.error(below, f"stands twice, again on line {key.start_mark.line + 1}")
            located.lines[below] = key.start_mark.line + 1
            _collect(value, below, located)
