"""Files and folders that are there whole or not at all, whenever the process is killed.

A file is written beside its place, brought to the disk, and renamed. A folder is built as a scratch folder, which its
builder holds locked: what a killed builder left behind is known by its free lock, and swept.

Out of scope: what is written.
"""

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

PART = ".part"
"""How the names of unfinished files and folders end."""


def write(path: Path, content: bytes) -> None:
    """Write a file whole, replacing what is there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with _unfinished(path.parent, path.name, folder=False) as (part, descriptor):
        with open(descriptor, "wb", closefd=False) as file:
            file.write(content)
        os.fsync(descriptor)
        part.chmod(0o644)
        part.rename(path)
    _to_disk(path.parent)


def point(link: Path, target: Path) -> None:
    """Make a symbolic link point to `target`, relative to it, in one step: who follows it sees the old or the new."""
    link.parent.mkdir(parents=True, exist_ok=True)
    part = link.with_name(f".{link.name}.{os.getpid()}{PART}")
    part.unlink(missing_ok=True)
    part.symlink_to(os.path.relpath(target, link.parent))
    part.rename(link)
    _to_disk(link.parent)


@contextlib.contextmanager
def scratch(parent: Path, name: str) -> Iterator[Path]:
    """Give a new folder inside `parent` to build in, locked while this runs, and removed afterwards if still there."""
    parent.mkdir(parents=True, exist_ok=True)
    with _unfinished(parent, name, folder=True) as (part, _):
        part.chmod(0o755)
        yield part


def settle(folder: Path, place: Path) -> bool:
    """Bring a finished scratch folder to disk and rename it to its place. False if one is there already: it stays."""
    for path in sorted(folder.rglob("*")):
        _to_disk(path)
    _to_disk(folder)
    try:
        folder.rename(place)
    except OSError:
        if place.is_dir():
            return False
        raise
    _to_disk(place.parent)
    return True


def sweep_beneath(parent: Path) -> tuple[Path, ...]:
    """Sweep each folder inside `parent`."""
    try:
        with os.scandir(parent) as entries:
            folders = sorted(entry.path for entry in entries if entry.is_dir())
    except FileNotFoundError:
        return ()
    return tuple(path for folder in folders for path in sweep(folder))


def sweep(parent: Path | str) -> tuple[Path, ...]:
    """Remove what killed writers left unfinished inside `parent`, give what went; what is being built stays."""
    try:
        with os.scandir(parent) as entries:
            left = sorted(entry.path for entry in entries if entry.name.startswith(".") and entry.name.endswith(PART))
    except (FileNotFoundError, NotADirectoryError):
        return ()
    return tuple(path for path in map(Path, left) if _swept(path))


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock of that name, waiting for it. The kernel frees it when the process ends, however it ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def locked_now(path: Path) -> Iterator[bool]:
    """Hold the lock of that name, if nobody else does; gives whether it is held."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


@contextlib.contextmanager
def _unfinished(parent: Path, name: str, *, folder: bool) -> Iterator[tuple[Path, int]]:
    """A new file or folder beside its later place, with its locked descriptor."""
    while True:
        if folder:
            part = Path(tempfile.mkdtemp(prefix=f".{name}.", suffix=PART, dir=parent))
            try:
                descriptor = os.open(part, os.O_RDONLY)
            except FileNotFoundError:  # a sweep was faster
                continue
        else:
            descriptor, made = tempfile.mkstemp(prefix=f".{name}.", suffix=PART, dir=parent)
            part = Path(made)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if part.exists():  # else a sweep came between its making and its locking
            break
        os.close(descriptor)
    try:
        yield part, descriptor
    finally:
        _remove(part)
        os.close(descriptor)


def _swept(path: Path) -> bool:
    if path.is_symlink():  # a pointer that was never moved into place
        path.unlink(missing_ok=True)
        return True
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _remove(path)  # while its lock is held: its maker may be about to take it
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    return True


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
