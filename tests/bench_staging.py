"""What a large workbook costs on its whole way to staging: ``python -m tests.bench_staging [SHEETS]``.

The workbook is that of `tests.large_workbook`: forms of 1,100 institutions by 661 columns. Measured is the CPU time of
one process, all threads together: the bare read by python-calamine, our reading into tables, and the whole way from
landing over reading, mapping, expectations and proofs to Parquet; the rounds alternate, and the fastest of each counts.
What Great Expectations takes to be imported, once a process, is left out: a small form is staged before. The peak is
that of the process over all of it.

Out of scope: what a release makes of it (`tests.bench_release`).
"""

import argparse
import io
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from python_calamine import CalamineWorkbook

import extract.sheet
from extract import media_type
from flows import steps
from warehouse import landing
from warehouse.home import Home
from warehouse.landing import Arrival

ROUNDS = 2
MAKE = """
import sys
from tests.large_workbook import workbook
sys.stdout.buffer.write(workbook(*map(int, sys.argv[1:])))
"""


def main() -> None:
    """Measure, and print as rows of a table."""
    asked = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    asked.add_argument("sheets", type=int, nargs="?", default=10)
    sheets = asked.parse_args().sheets
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        _staged(home, _made(1, 20), "0")
        content = _made(sheets)
        ways = {
            "bare read by python-calamine": lambda: _bare(content),
            "read into tables": lambda: extract.sheet.read(content, media_type.XLSX),
            "the whole way to staging": lambda: _staged(home, content, f"{time.monotonic_ns()}"),
        }
        best = dict.fromkeys(ways, float("inf"))
        for _ in range(ROUNDS):
            for name, way in ways.items():
                begun = time.process_time()
                way()
                best[name] = min(best[name], time.process_time() - begun)
    bare = best["bare read by python-calamine"]
    for name, seconds in best.items():
        print(f"| {name} | {seconds:.1f} | {seconds / bare:.2f} |")
    print(f"sheets: {sheets}; peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


def _made(*arguments: int) -> bytes:
    """The workbook, made by another process: what it takes to make it is no part of the peak."""
    return subprocess.run([sys.executable, "-c", MAKE, *map(str, arguments)], check=True, capture_output=True).stdout


def _bare(content: bytes) -> None:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for name in workbook.sheet_names:
        workbook.get_sheet_by_name(name).to_python()


def _staged(home: Home, content: bytes, recipe: str) -> None:
    landed = landing.land(home, content, media_type.XLSX, Arrival("forms.xlsx"))
    outcome = steps.stage(steps.Order(home, landed.sha256, "forms.xlsx", recipe))
    if outcome.problem or set(outcome.cells.values()) != {0, outcome.cells["numeric_cells"]}:
        raise AssertionError(outcome)


if __name__ == "__main__":
    main()
