"""Digests of what makes a result: the same inputs, code and registries give the same name.

Out of scope: what is digested, which the callers name.
"""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

SUFFIXES = (".py", ".sql", ".yaml", ".csv", ".json")
"""Files that decide what comes out."""


def of_parts(parts: Mapping[str, str]) -> str:
    """The digest of named digests (or other short texts), whatever their order: 16 hexadecimal digits."""
    lines = (f"{name}={value}\n" for name, value in sorted(parts.items()))
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:16]


def of_files(root: Path, paths: Iterable[Path] | None = None) -> str:
    """The digest of files under `root` by relative name and content: those given, else all of `SUFFIXES`."""
    chosen = paths if paths is not None else (p for p in root.rglob("*") if p.is_file() and p.suffix in SUFFIXES)
    parts = {str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest() for path in chosen}
    return of_parts(parts)
