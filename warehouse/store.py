"""Where a home folder's things are kept for all machines: in the folder itself, or in an object store behind it.

The rooms read and write the home folder. They say what they need of it, what they made and what must not happen twice;
for a home on a disk nothing more follows from that. For one in an object store (`warehouse.far`) the folder is this
machine's own: what it lacks is brought, and what is made is given.

A folder that stands is whole and never changes: a staged document, a release. Files that change are small.
Out of scope: what is kept.
"""

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from warehouse import files


class Store(Protocol):
    """A place for bytes. Paths are those of the home folder of this machine."""

    def size(self, path: Path) -> int | None:
        """The size of a file, None where there is none."""

    def sizes(self, under: Path, renewed: str) -> dict[str, int]:
        """The files beneath a path by their names there, with their sizes; those that end in `renewed` are renewed."""

    def stands(self, folder: Path) -> bool:
        """Whether a folder stands."""

    def standing(self, under: Path, depth: int) -> set[str]:
        """The folders that stand so many levels beneath a path, by their names there."""

    def bring(self, folders: Sequence[Path], *names: str) -> list[Path]:
        """Have folders on this machine, or of each what begins with one of the names; gives where.

        Raises FileNotFoundError where one does not stand.
        """

    def renew(self, path: Path) -> None:
        """Have a file that changes, or the pointer, on this machine as it is now; gone if it is gone."""

    def give(self, path: Path) -> None:
        """Let a folder stand, or a file or the pointer be as it is on this machine, for all machines."""

    def create(self, path: Path, content: bytes) -> bool:
        """Write a file for all machines, if none is there and that can be told without a lock; gives whether it did."""

    def remove(self, folder: Path) -> None:
        """Let a folder stand no more."""

    def locked(self, path: Path) -> AbstractContextManager[None]:
        """Hold the lock of that name, waiting for it. It ends with its holder, however that ends."""

    def locked_now(self, path: Path) -> AbstractContextManager[bool]:
        """Hold the lock of that name, if nobody else does; gives whether it is held."""


@cache
def of(root: Path, url: str | None) -> Store:
    """The store of a home folder, one a process; `url` where it is behind the folder."""
    if url is None:
        return Disk()
    from warehouse.far import Far  # noqa: PLC0415  only where there is one

    return Far(root, url)


@dataclass(frozen=True, slots=True)
class Disk:
    """The home folder itself: what is written there is there for all."""

    def size(self, path: Path) -> int | None:
        """The size of a file, None where there is none."""
        return path.stat().st_size if path.is_file() else None

    def sizes(self, under: Path, renewed: str) -> dict[str, int]:  # noqa: ARG002
        """The files beneath a path by their names there, with their sizes."""
        name = len(f"{under}/")
        return {entry.path[name:]: entry.stat().st_size for entry in _beneath(str(under))}

    def stands(self, folder: Path) -> bool:
        """Whether a folder is there: it is renamed into place when it is whole."""
        return folder.is_dir()

    def standing(self, under: Path, depth: int) -> set[str]:
        """The folders so many levels beneath a path, by their names there."""
        folders = [str(under)]
        for _ in range(depth):
            folders = [entry.path for folder in folders for entry in _listed(folder) if entry.is_dir()]
        name = len(f"{under}/")
        return {folder[name:] for folder in folders}

    def bring(self, folders: Sequence[Path], *names: str) -> list[Path]:  # noqa: ARG002
        """Where the folders are."""
        if missing := next((folder for folder in folders if not folder.is_dir()), None):
            raise FileNotFoundError(missing)
        return list(folders)

    def renew(self, path: Path) -> None:
        """It is as it is now."""

    def give(self, path: Path) -> None:
        """It is for all."""

    def create(self, path: Path, content: bytes) -> bool:  # noqa: ARG002
        """Write nothing: it takes a lock."""
        return False

    def remove(self, folder: Path) -> None:
        """Remove a folder."""
        shutil.rmtree(folder, ignore_errors=True)

    def locked(self, path: Path) -> AbstractContextManager[None]:
        """Hold a lock that the kernel frees."""
        return files.locked(path)

    def locked_now(self, path: Path) -> AbstractContextManager[bool]:
        """Hold a lock that the kernel frees, if nobody else does."""
        return files.locked_now(path)


def _beneath(folder: str) -> Iterator["os.DirEntry[str]"]:
    for entry in _listed(folder):
        if entry.is_dir():
            yield from _beneath(entry.path)
        else:
            yield entry


def _listed(folder: str) -> Iterable["os.DirEntry[str]"]:
    """What lies in a folder, but what is unfinished or a lock: their names begin with a dot."""
    try:
        with os.scandir(folder) as entries:
            return [entry for entry in entries if not entry.name.startswith(".")]
    except FileNotFoundError:
        return []
