"""When Python looks for garbage that refers to itself.

Out of scope: all other garbage, which goes when nothing refers to it.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep Python from looking for cycles meanwhile: documents are tuples without end, and none refers back."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()
