"""Takes documents in in random orders and compares what comes out: one release id, the same Parquet files.

`python -m tests.orders 20` does so for the shipped documents. Each order lands in a home of its own; a document is read
once and its staging taken over, as staging is a function of the document alone.
"""

import hashlib
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from flows import folder, inventory, publishing, steps, taking
from flows.folder import Found
from warehouse.home import Home

SAMPLES = Path(__file__).parent / "documents"


def outcomes(found: Sequence[Found], count: int, root: Path, seed: int = 20) -> Iterator[tuple[str, str]]:
    """For each of so many orders the release's id and the digest of all its Parquet files."""
    first = Home.at(root / "first")
    list(taking.take_files(first, found))
    assert all(steps.stage(order).state == "staged" for order in inventory.look(first).pending)
    for number in range(count):
        home = Home.at(root / str(number))
        order = random.Random(seed + number).sample(list(found), len(found))  # noqa: S311 - chance, not secrets
        for one in order:  # one after the other, as an inbox gives them
            list(taking.take_files(home, [one]))
        shutil.copytree(first.staging, home.staging)
        done = publishing.run(home, accept=False)
        assert done.id, done
        yield done.id, digest(home.current / "extracts")
        shutil.rmtree(home.root)


def digest(extracts: Path) -> str:
    """One digest of all Parquet files of a folder."""
    parts = [
        f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in sorted(extracts.glob("*.parquet"))
    ]
    assert parts
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def main() -> None:
    """Print how many different releases so many orders give."""
    count = int((*sys.argv[1:], "20")[0])
    with tempfile.TemporaryDirectory() as root:
        seen = list(outcomes(folder.find(SAMPLES), count, Path(root)))
    ids, files = ({one[i] for one in seen} for i in (0, 1))
    print(f"{len(seen)} orders, {len(ids)} release ids, {len(files)} sets of Parquet files")
    sys.exit(len(set(seen)) != 1)


if __name__ == "__main__":
    main()
