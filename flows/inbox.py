"""The inbox: what was dropped there, whether it has arrived whole, and where it goes.

A sub-folder of the inbox names the source of what lies in it. Out of scope: landing (`flows.taking`).
"""

import time
from pathlib import Path

from extract.refusal import Refusal
from flows.folder import Found

SETTLE_SECONDS = 2.0
"""A file that nobody wrote to for so long has arrived: copying programs write at least every second."""

_UNFINISHED = (".part", ".partial", ".crdownload", ".tmp", ".download")
_LOCKS = ("~$", ".~lock.")


def settled(inbox: Path) -> tuple[list[Found], list[Path]]:
    """Give the files that have arrived, by name, and those that are still being written, which the next look takes.

    Waits once, up to `SETTLE_SECONDS`, for files written to a moment ago.
    """
    before = _states(inbox)
    youngest = max((written for _, written in before.values()), default=0.0)
    if (wait := youngest + SETTLE_SECONDS - time.time()) > 0:
        time.sleep(min(wait, SETTLE_SECONDS))
    after = _states(inbox)
    arrived = [path for path, state in after.items() if before.get(path) == state and _is_old(state)]
    return [Found(path, _facts(inbox, path)) for path in arrived], [path for path in after if path not in arrived]


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


def _states(inbox: Path) -> dict[Path, tuple[int, float]]:
    """Size and time of last writing of each file; one that goes away meanwhile is none of ours."""
    states = {}
    for path in sorted(inbox.rglob("*")):
        inside = path.relative_to(inbox).parts
        if any(part.startswith(".") for part in inside) or path.name.startswith(_LOCKS):
            continue
        if path.name.lower().endswith(_UNFINISHED):
            continue
        try:
            if path.is_file():
                status = path.stat()
                states[path] = (status.st_size, status.st_mtime)
        except FileNotFoundError:
            continue
    return states


def _is_old(state: tuple[int, float]) -> bool:
    return time.time() - state[1] >= SETTLE_SECONDS or state[1] > time.time()  # a clock may be wrong, a file is not


def _facts(inbox: Path, path: Path) -> dict[str, str]:
    inside = path.relative_to(inbox).parts
    return {"source": inside[0]} if len(inside) > 1 else {}
