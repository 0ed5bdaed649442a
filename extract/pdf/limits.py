"""What one page may take, so that a page made to be endless does not hold up the rest.

Out of scope: what is told of a page that is given up (`extract.pdf`).
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

PAGE_SECONDS = 60.0
SEGMENTS = 200_000  # of a page's paths: what is drawn beyond that, as in maps, is not looked at
PAGES_AT_ONCE = 32  # pdfium keeps what pages it has loaded share until the document is closed


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise `TimeoutError` in the body after so many seconds; only the main thread of a process can be interrupted so.

    Where an alarm is set already, that one is left alone and there is no limit.
    """
    if threading.current_thread() is not threading.main_thread() or signal.getitimer(signal.ITIMER_REAL)[0]:
        yield
        return

    def give_up(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
