"""Collects garbage in a thread of its own, and so keeps Prefect's server on SQLite from standing still for a minute.

Python collects where it happens to be, also in the server's event loop. A cursor that is collected waits for its
connection; that one may be waiting for SQLite's write lock, for up to the sixty seconds that Prefect allows; and who
holds the lock needs the loop to commit. A thread of its own may wait: the loop goes on, and so does the holder.

As a program it is Prefect's own command line. Out of scope: what the server does.
"""

import gc
import runpy
import sys
import threading
import time

YOUNG_SECONDS = 1.0
"""How often what has lately been made is looked through."""
ALL_TIMES = 60
"""Of so many times once everything is."""


def collect_aside() -> None:
    """Collect in a thread from now on, and nowhere else in this process."""
    gc.disable()
    threading.Thread(target=_collect, daemon=True).start()


def _collect() -> None:
    number = 0
    while True:
        time.sleep(YOUNG_SECONDS)
        number += 1
        gc.collect(1 if number % ALL_TIMES else 2)


if __name__ == "__main__":
    collect_aside()
    sys.argv[0] = "prefect"
    runpy.run_module("prefect", run_name="__main__", alter_sys=True)
