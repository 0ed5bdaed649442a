"""Waits for what becomes so in its own time, on a machine of any load. Out of scope: measuring how long it takes."""

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")

SECONDS = 600.0
LOOK_SECONDS = 0.2


def until(there: Callable[[], Found], seconds: float = SECONDS) -> Found:
    """Wait until something is so, and give what was found then: who looks anew may find it gone."""
    end = time.monotonic() + seconds
    while not (found := there()):
        assert time.monotonic() < end, f"not so after {seconds} seconds"
        time.sleep(LOOK_SECONDS)
    return found
