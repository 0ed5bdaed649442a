"""Damages documents at random and reads them: ``python -m tests.fuzz SECONDS``.

Whatever a file has become, it is read or refused; nothing else may happen. What ends the process that reads (a reader
may run out of memory over a damaged xls) is a case of its own: see `flows.pool`.
"""

import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from extract import reading
from extract.refusal import Refused
from tests.conftest import ROOT

LARGEST = 400_000
KINDS = (".pdf", ".xlsx", ".csv", ".ods")


def samples() -> list[Path]:
    folders = (ROOT / "tests" / "documents", ROOT.parent / "shared" / "corpus")
    found = (path for folder in folders for path in sorted(folder.rglob("*")) if path.suffix in KINDS)
    return [path for path in found if path.stat().st_size <= LARGEST]


def damaged(content: bytes, chance: random.Random) -> bytes:
    """The content with bytes changed, blanked, doubled, or cut off."""
    made, at = bytearray(content), chance.randrange(len(content))
    match chance.choice(("change", "blank", "double", "cut")):
        case "change":
            for _ in range(chance.choice((1, 5, 50, 500))):
                made[chance.randrange(len(made))] = chance.randrange(256)
        case "blank":
            made[at : at + 1000] = bytes(min(1000, len(made) - at))
        case "double":
            made[at:at] = made[at : at + 5000]
        case _:
            del made[at:]
    return bytes(made)


def failures(paths: list[Path], seed: int) -> Iterator[str | None]:
    """Damage and read, without end: None, or what went wrong with which file."""
    chance = random.Random(seed)  # noqa: S311  no secret
    while True:
        path = chance.choice(paths)
        content = damaged(path.read_bytes(), chance)
        try:
            reading.read(content, path.name)
        except Refused:
            yield None
        except Exception as error:
            yield f"{path.name}: {type(error).__name__}: {str(error)[:200]}"
        else:
            yield None


def main(seconds: float) -> int:
    seed, end, count, wrong = int(time.time()), time.monotonic() + seconds, 0, 0
    for failure in failures(samples(), seed):
        count += 1
        if failure:
            wrong += 1
            print(f"{count}: {failure}")
        if time.monotonic() > end:
            break
    print(f"seed {seed}: {count} damaged documents, {wrong} neither read nor refused")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1])))
