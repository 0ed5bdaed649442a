"""Measures how much of made-up sheets is read right, by kind of file: ``python -m tests.styles.measure 1000 1009``.

Seeds from the command line (first and last) make sheets that nobody has looked at. LibreOffice, where it is at hand,
saves the workbooks anew as people's own are.
"""

import argparse
import tempfile
from pathlib import Path

from tests.styles import written
from tests.styles.scoring import TOLD, Score, score
from tests.styles.styles import STYLES, files, made


def main() -> None:
    """Print a row for each kind of file, and the styles that are read worst."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("first", nargs="?", type=int, default=1000)
    asked.add_argument("last", nargs="?", type=int, default=1009)
    asked.add_argument("--office", action="store_true", help="have LibreOffice save the first sheet of each style too")
    chosen = asked.parse_args()
    kinds: dict[str, Score] = {}
    styles: dict[str, Score] = {}
    for style in STYLES:
        for seed in range(chosen.first, chosen.last + 1):
            page = made(style, seed)
            saved = dict(files(page, seed))
            if chosen.office and written.OFFICE and seed == chosen.first and "xlsx" in saved:
                with tempfile.TemporaryDirectory() as folder:
                    for kind in ("xls", "ods"):
                        saved[f"{kind} by LibreOffice"] = written.by_office(saved["xlsx"], kind, Path(folder))
            for kind, content in saved.items():
                found = score(page, content)
                kinds.setdefault(kind, Score()).add(found)
                styles.setdefault(style, Score()).add(found)
    print(f"{len(STYLES)} styles, {chosen.last + 1 - chosen.first} sheets of each")
    print(f"| file | figures | entries F1 | contexts F1 | {' | '.join(TOLD)} |")
    for kind, one in sorted(kinds.items()):
        told = " | ".join(f"{one.share(what):.4f}" for what in TOLD)
        print(f"| {kind} | {one.truth} | {one.entries_f1:.4f} | {one.contexts_f1:.4f} | {told} |")
    for style, one in sorted(styles.items(), key=lambda item: item[1].contexts_f1)[:5]:
        if one.missed:
            print(f"{style}: {one}; first: {one.missed[0]}")


if __name__ == "__main__":
    main()
