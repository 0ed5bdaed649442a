"""A refresh that finds nothing new: it looks at what the ledger and the staging say, and at no document."""

import sys
from collections import Counter
from pathlib import Path

from tests import standing
from warehouse import files
from warehouse.home import Home


class Opened:
    """Counts the files that are opened beneath a folder, by suffix."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.counts, self.listening = str(folder), Counter[str](), True
        sys.addaudithook(self)

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.listening and event == "open" and str(arguments[0]).startswith(self.folder):
            self.counts[Path(str(arguments[0])).suffix] += 1


def opened(home: Home, documents: int) -> Counter[str]:
    standing.settled(home, documents)
    watch = Opened(home.root)
    standing.refresh(home)
    watch.listening = False
    return watch.counts


def test_what_a_killed_run_left_unfinished_is_removed(tmp_path: Path) -> None:
    home = Home(tmp_path)
    standing.settled(home, 1)
    (document,) = home.landing.glob("??/*.pdf")
    (staged,) = home.staging.glob("*/*/")
    half = [place.with_name(f".{place.name}.x{files.PART}") for place in (document, staged)]
    half[0].write_bytes(b"%PDF-")
    half[1].mkdir()
    standing.refresh(home)
    assert not [path for path in half if path.exists()]
    assert document.exists()
    assert staged.exists()


def test_its_work_grows_by_two_small_files_a_document(tmp_path: Path) -> None:
    few, many = opened(Home(tmp_path / "few"), 5), opened(Home(tmp_path / "many"), 25)
    assert many[".json"] - few[".json"] == 2 * 20, "the ledger entry, and what is staged"
    assert few.keys() == many.keys() <= {".json", ".lock", ""}
    assert {suffix: many[suffix] - few[suffix] for suffix in few if suffix != ".json"} == dict.fromkeys(
        few.keys() - {".json"}, 0
    )
