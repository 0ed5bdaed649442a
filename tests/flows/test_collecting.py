"""Garbage that waits for SQLite keeps no lock from being given back."""

import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

STANDING_STILL = """
import gc, sqlite3, sys, threading
from flows.collecting import collect_aside

how = {"timeout": float(sys.argv[2]), "isolation_level": None, "check_same_thread": False}
holder, waiter = (sqlite3.connect(sys.argv[1], **how) for _ in range(2))
holder.execute("CREATE TABLE t (x)")
if sys.argv[3] == "aside":
    collect_aside()
told = []

def wait():
    try:
        waiter.execute("BEGIN IMMEDIATE")
        told.append("has the lock")
    except sqlite3.OperationalError:  # whose text the cursor that is collected may have taken back
        told.append("waited in vain")

left = [waiter.execute("SELECT 1 UNION SELECT 2")]
left.append(left)
holder.execute("BEGIN IMMEDIATE")
thread = threading.Thread(target=wait)
thread.start()
threading.Event().wait(0.5)  # until it waits within SQLite
del left
made = [[] for _ in range(2_000_000)]  # as a busy event loop makes objects, until a collection is due
holder.execute("COMMIT")
thread.join()
print(*told)
"""


def told(database: Path, patience: str, how: str) -> str:
    """What becomes of a connection that waits for the lock of one whose thread makes garbage of its cursors."""
    command = [sys.executable, "-c", STANDING_STILL, database, patience, how]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def test_who_waits_for_a_lock_gets_it(tmp_path: Path) -> None:
    assert told(tmp_path / "one.db", "2", "in the loop") == "waited in vain", "else nothing needs to be kept aside"
    assert told(tmp_path / "two.db", "60", "aside") == "has the lock"
