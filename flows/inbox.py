"""The inbox: what was dropped there, whether it has arrived whole, and where it goes.

A sub-folder of the inbox names the source of what lies in it. Out of scope: landing (`flows.taking`).
"""

import errno
import fcntl
import os
import signal
import time
from pathlib import Path
from typing import BinaryIO

from extract.refusal import Refusal
from flows.folder import Found

SETTLE_SECONDS = 5.0
"""A file that nobody wrote to for so long has arrived, if nothing speaks against it."""
WHOLE_SECONDS = 0.5
"""One that ends as a whole file of its kind ends, has arrived after so long."""
BROKEN_SECONDS = 60.0
"""One that does not end so will only be refused, if no more of it comes within so long."""
OPEN_SECONDS = 600.0
"""One that a program of this machine holds open to write to it may have been forgotten after so long."""

_TAIL = 2048
_ENDS = {b"%PDF-": b"%%EOF", b"PK\x03\x04": b"PK\x05\x06"}
"""How a file begins, and what stands near its end if it is whole."""

_UNFINISHED = (".part", ".partial", ".crdownload", ".tmp", ".download")
_LOCKS = ("~$", ".~lock.")


def settled(inbox: Path, *, patient: bool = False) -> tuple[list[Found], list[Path]]:
    """Give the files that have arrived, by name, and those that may still be written, which a later look takes.

    `patient`: wait for those that have just been written, as long as a file takes to settle.
    """
    end = time.monotonic() + (SETTLE_SECONDS if patient else 0.0)
    while True:
        files = _states(inbox)
        arrived = [path for path, written in files.items() if _has_arrived(path, written)]
        if len(arrived) == len(files) or time.monotonic() >= end:
            break
        time.sleep(WHOLE_SECONDS)
    return [Found(path, _facts(inbox, path)) for path in arrived], [path for path in files if path not in arrived]


def names(inbox: Path) -> list[str]:
    """Give the names of the files in the inbox, also of those that are still being written."""
    return [path.name for path in _states(inbox)]


def refuse(found: Found, refused: Path, refusal: Refusal) -> Path:
    """Move a file to the folder of refused files, with a note beside it that says why; gives where it lies now."""
    refused.mkdir(parents=True, exist_ok=True)
    target, count = refused / found.path.name, 1
    while target.exists():
        count += 1
        target = refused / f"{found.path.stem}-{count}{found.path.suffix}"
    note = f"{found.path.name}\nrefused: {refusal.reason}\n{refusal.detail}\n{refusal.advice}\n"
    target.with_name(target.name + ".note.txt").write_text(note, encoding="utf-8")
    found.path.rename(target)
    return target


def _states(inbox: Path) -> dict[Path, float]:
    """Time of last writing of each file; one that goes away meanwhile is none of ours."""
    states = {}
    for path in sorted(Path(folder, name) for folder, _, names in os.walk(inbox) for name in names):
        inside = path.relative_to(inbox).parts
        if any(part.startswith(".") for part in inside) or path.name.startswith(_LOCKS):
            continue
        if path.name.lower().endswith(_UNFINISHED):
            continue
        try:
            if path.is_file():
                states[path] = path.stat().st_mtime
        except FileNotFoundError:
            continue
    return states


def _has_arrived(path: Path, written: float) -> bool:
    quiet = time.time() - written
    if 0 <= quiet < WHOLE_SECONDS:
        return False
    try:
        with path.open("rb") as file:
            enough = {True: WHOLE_SECONDS, None: SETTLE_SECONDS, False: BROKEN_SECONDS}[_ends_well(file)]
            if _is_open_elsewhere(file):
                enough = OPEN_SECONDS
    except OSError:
        enough = SETTLE_SECONDS
    return quiet >= enough or quiet < 0  # a clock may be wrong, a file is not


def _ends_well(file: BinaryIO) -> bool | None:
    """Whether a file ends as a whole one of its kind does; None where the kind has no end that tells."""
    ending = next((end for begin, end in _ENDS.items() if file.read(len(begin)) == begin or file.seek(0)), None)
    if ending is None:
        return None
    file.seek(-min(_TAIL, file.seek(0, 2)), 2)
    return ending in file.read()


def _is_open_elsewhere(file: BinaryIO) -> bool:
    """Whether a program of this machine can still write to a file: then no lease on it is given for reading.

    Where a system gives no leases, or not to us, nobody knows.
    """
    if not hasattr(fcntl, "F_SETLEASE"):
        return False
    try:
        fcntl.fcntl(file, fcntl.F_SETSIG, signal.SIGURG)  # who opens it just now is told to us by what ends nothing
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as error:
        return error.errno == errno.EAGAIN
    return False


def _facts(inbox: Path, path: Path) -> dict[str, str]:
    inside = path.relative_to(inbox).parts
    return {"source": inside[0]} if len(inside) > 1 else {}
