"""A home in an object store: what is given is there for all machines, what is brought is a copy on this one.

A file in it is whole or not there. A folder stands when its list is there, which is written last and names its files
with size and digest. No file of a folder is written over: where two machines make the same folder, the file that came
first stays, and as a folder is a function of its inputs, it does not matter whose it is.

What this machine made lies in its home folder as in any other, what it was brought in `copies/`, which may be removed
at any time. Out of scope: what is kept, and the locks themselves (`warehouse.lease`).
"""

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import Any

from warehouse import files, lease
from warehouse.lease import Claim
from warehouse.objects import Objects

COPIES = "copies"
LOCKS = "locks"
LISTS = ".folders"
"""Where the lists of folders lie, apart from their files: one look tells which folders stand."""

POINTS = b"-> "
"""How a pointer begins, as stores have no symbolic links."""


class Far:
    """The store at a url, and the folder in which this machine has what it made and was brought."""

    def __init__(self, root: Path, url: str) -> None:
        self._root = root
        self._objects = Objects(url)
        self._claims: list[Claim] = []

    def size(self, path: Path) -> int | None:
        """The size of a file, None where there is none."""
        try:
            return int(self._objects.size(self._far(self._name(path))))
        except FileNotFoundError:
            return None

    def sizes(self, under: Path, renewed: str) -> dict[str, int]:
        """The files beneath a path by their names there, with their sizes; those that end in `renewed` are renewed."""
        beneath = f"{self._name(under)}/"
        found = self._listed(beneath.rstrip("/"))
        self._renew({name: about for name, about in found.items() if name.endswith(renewed)})
        return {name.removeprefix(beneath): int(about["size"]) for name, about in found.items()}

    def stands(self, folder: Path) -> bool:
        """Whether a folder stands."""
        return bool(self._objects.exists(self._far(_list_of(self._name(folder)))))

    def standing(self, under: Path, depth: int) -> set[str]:
        """The folders that stand so many levels beneath a path, by their names there."""
        top = PurePosixPath(self._name(under))
        lists = PurePosixPath(top.parts[0], LISTS, *top.parts[1:])
        found = (PurePosixPath(path).relative_to(lists).with_suffix("") for path in self._listed(str(lists)))
        return {str(inside) for inside in found if len(inside.parts) == depth}

    def bring(self, folders: Sequence[Path], *names: str) -> list[Path]:
        """Have folders on this machine, or of each what begins with one of the names; gives where."""
        away = {folder: self._name(folder) for folder in folders if not folder.is_dir()}
        lists = {name: self._copy(_list_of(name)) for name in away.values()}
        self._get({path: _list_of(name) for name, path in lists.items() if not path.is_file()})
        lacking, digests = {}, {}
        for name, path in lists.items():
            for inside, (_, digest) in json.loads(path.read_bytes()).items():
                copy = self._copy(f"{name}/{inside}")
                if inside.startswith(names or "") and not copy.is_file():
                    lacking[copy], digests[copy] = f"{name}/{inside}", digest
        self._get(lacking, digests)
        return [self._copy(away[folder]) if folder in away else folder for folder in folders]

    def renew(self, path: Path) -> None:
        """Have a file that changes, or the pointer, on this machine as it is now; gone if it is gone."""
        name = self._name(path)
        try:
            content = self._objects.read(self._far(name))
        except FileNotFoundError:
            path.unlink(missing_ok=True)
        else:
            if content.startswith(POINTS):
                files.point(path, self._root / content.removeprefix(POINTS).decode().strip())
            else:
                files.write(path, content)

    def give(self, path: Path) -> None:
        """Let a folder stand, or a file or the pointer be as it is here. Raises Lost if a lock was lost."""
        for claim in tuple(self._claims):
            claim.check()
        name = self._name(path)
        if path.is_symlink():
            self._objects.pipe_file(self._far(name), POINTS + f"{path.readlink()}\n".encode())
        elif path.is_dir():
            self._give_folder(path, name)
        else:
            self._objects.put_file(str(path), self._far(name))

    def create(self, path: Path, content: bytes) -> bool:
        """Write a file for all machines, if none is there; gives whether it did."""
        if path.is_file() or not self._objects.create(self._far(self._name(path)), content):
            return False
        files.write(path, content)
        return True

    def remove(self, folder: Path) -> None:
        """Let a folder stand no more: its list goes first."""
        name = self._name(folder)
        with suppress(FileNotFoundError):
            self._objects.rm_file(self._far(_list_of(name)))
        with suppress(FileNotFoundError):
            self._objects.rm(self._far(name), recursive=True)
        self._copy(_list_of(name)).unlink(missing_ok=True)
        for place in (folder, self._copy(name)):
            shutil.rmtree(place, ignore_errors=True)

    @contextmanager
    def locked(self, path: Path) -> Iterator[None]:
        """Hold the lock of that name, waiting for it."""
        with self._held(path, wait=True):
            yield

    @contextmanager
    def locked_now(self, path: Path) -> Iterator[bool]:
        """Hold the lock of that name, if nobody else does; gives whether it is held."""
        with self._held(path, wait=False) as claim:
            yield claim is not None

    @contextmanager
    def _held(self, path: Path, *, wait: bool) -> Iterator[Claim | None]:
        with lease.held(self._objects, self._far(f"{LOCKS}/{self._name(path)}"), wait=wait) as claim:
            if claim is None:
                yield None
                return
            self._claims.append(claim)
            try:
                yield claim
            finally:
                self._claims.remove(claim)

    def _give_folder(self, folder: Path, name: str) -> None:
        """Write the files of a folder that are not there, then its list. What is there already is taken over."""
        mine = {str(path.relative_to(folder)): path for path in sorted(folder.rglob("*")) if path.is_file()}
        while True:
            theirs = {path.removeprefix(f"{name}/") for path in self._listed(name)}
            lacking = [inside for inside in mine if inside not in theirs]
            to = [self._far(f"{name}/{inside}") for inside in lacking]
            try:
                self._objects.put([str(mine[inside]) for inside in lacking], to, mode="create")
            except FileExistsError:  # another machine was faster with one of them
                continue
            break
        self._get({mine[inside]: f"{name}/{inside}" for inside in mine if inside in theirs})
        listed = {inside: (path.stat().st_size, _digest(path)) for inside, path in mine.items()}
        self._objects.create(self._far(_list_of(name)), json.dumps(listed, ensure_ascii=False).encode())

    def _get(self, wanted: Mapping[Path, str], digests: Mapping[Path, str] | None = None) -> None:
        """Copy files to this machine, where each appears whole. Raises OSError if one is not what it should be."""
        if not wanted:
            return
        files.sweep(self._root / COPIES)
        with files.scratch(self._root / COPIES, "get") as folder:
            parts = {path: folder / str(number) for number, path in enumerate(wanted)}
            self._objects.get([self._far(name) for name in wanted.values()], [str(part) for part in parts.values()])
            for path, part in parts.items():
                if digests and _digest(part) != digests[path]:
                    raise OSError(f"{wanted[path]} has changed in the store since its folder was given")
                path.parent.mkdir(parents=True, exist_ok=True)
                part.replace(path)

    def _renew(self, found: Mapping[str, Mapping[str, Any]]) -> None:
        """Renew files that were just listed, but for those that the store's digest says are the same."""
        changed = (name for name, about in found.items() if _tag(self._root / name) != about.get("ETag", "").strip('"'))
        self._get({self._root / name: name for name in changed})

    def _listed(self, name: str) -> dict[str, dict[str, Any]]:
        """The files at or beneath a name, with what the store says of them."""
        found = self._objects.listed(self._far(name))
        return {path.removeprefix(f"{self._objects.base}/"): about for path, about in found.items()}

    def _copy(self, name: str) -> Path:
        return self._root / COPIES / name

    def _far(self, name: str) -> str:
        return f"{self._objects.base}/{name}"

    def _name(self, path: Path) -> str:
        """How a path of the home folder, or of a copy, is called in the store."""
        inside = path.relative_to(self._root)
        return (inside.relative_to(COPIES) if inside.parts[0] == COPIES else inside).as_posix()


def _list_of(name: str) -> str:
    """How the list of a folder is called."""
    top, _, rest = name.partition("/")
    return f"{top}/{LISTS}/{rest}.json"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _tag(path: Path) -> str | None:
    """What a store says of a small file that is the same: its MD5."""
    return hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest() if path.is_file() else None
