"""A lock in an object store, for machines that share nothing else: it ends when its holder does not renew it.

A lock is a row of numbered claims, of which the last counts. A claim is made by creating its file, which one of several
can; it is renewed by writing it again, and given back by emptying it. Whoever finds the last claim empty, or not
renewed for as long as it says, makes the next one. Times are those of the store: the clocks of machines may differ.

A holder that could not renew in time has lost the lock, whether or not somebody else has it, and is told so. Out of
scope: what is locked.
"""

import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from warehouse.objects import Objects

SECONDS = 60.0
"""How long a claim holds after its last renewal. Stores tell times by the second."""

RENEWALS = 4
"""How often a claim is renewed in that time."""

POLL_SECONDS = 1.0

CLOCK = "clock"
"""The file by which a store is asked for its time."""


class Lost(OSError):  # noqa: N818  told to whoever holds it
    """The lock was not renewed in time: another may hold it now."""


def now() -> float:
    """Time that also passes while the machine sleeps."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


@dataclass
class Claim:
    """A claim on the lock in a folder of a store."""

    objects: Objects
    folder: str
    number: int
    seconds: float = field(default_factory=lambda: SECONDS)
    token: str = field(default_factory=lambda: uuid.uuid4().hex)
    renewed: float = field(default_factory=now)

    @property
    def path(self) -> str:
        """Its file."""
        return f"{self.folder}/{self.number:012}"

    @property
    def content(self) -> bytes:
        """What stands in it: for how long it holds, and whose it is."""
        return f"{self.seconds} {self.token}".encode()

    def check(self) -> None:
        """Raise Lost if it may have ended."""
        if (since := now() - self.renewed) > self.seconds:
            raise Lost(f"the lock {self.folder} was not renewed for {since:.0f} seconds")

    def make(self) -> bool:
        """Make it, unless somebody else does; one that was overtaken counts for nothing."""
        try:
            # Where an answer was lost and the request was sent again, what is there already may be this very claim.
            made = self.objects.create(self.path, self.content) or self.objects.read(self.path) == self.content
        except FileNotFoundError:  # somebody else has made it, and has done with it
            return False
        return made and max(_claims(self.objects, self.folder)) == self.number

    def renew(self, ended: threading.Event) -> None:
        """Renew it until it is ended or lost; a store that fails once is asked again."""
        while not ended.wait(self.seconds / RENEWALS):
            began = now()
            try:
                self.check()
                if max(_claims(self.objects, self.folder)) > self.number:
                    return
                self.objects.pipe_file(self.path, self.content)
            except Lost:
                return
            except OSError:
                continue
            self.renewed = began

    def is_over(self) -> bool:
        """Whether it was not renewed for as long as it holds, by the store's clock."""
        clock = f"{self.folder}/{CLOCK}"
        self.objects.pipe_file(clock, uuid.uuid4().bytes)
        try:
            seconds = float((self.objects.read(self.path).split() or [b"0"])[0])
            age = (self.objects.modified(clock) - self.objects.modified(self.path)).total_seconds()
        except FileNotFoundError:  # the next one has been made meanwhile
            return False
        return bool(age > seconds)


@contextmanager
def held(objects: Objects, folder: str, *, wait: bool) -> Iterator[Claim | None]:
    """Hold the lock in a folder of a store, waiting for it or not; None where somebody else holds it."""
    while (claim := _claimed(objects, folder)) is None and wait:
        time.sleep(POLL_SECONDS)
    if claim is None:
        yield None
        return
    ended = threading.Event()
    renewing = threading.Thread(target=claim.renew, args=(ended,), daemon=True)
    renewing.start()
    try:
        yield claim
    finally:
        ended.set()
        renewing.join()
        with suppress(OSError):  # then it ends by itself
            objects.pipe_file(claim.path, b"")


def _claimed(objects: Objects, folder: str) -> Claim | None:
    """Claim the lock, if it is free and nobody else is faster."""
    claims = _claims(objects, folder)
    last = max(claims, default=0)
    if claims.get(last) and not Claim(objects, folder, last).is_over():
        return None
    claim = Claim(objects, folder, last + 1)
    if not claim.make():
        return None
    for number in claims:
        objects.rm_file(Claim(objects, folder, number).path)
    return claim


def _claims(objects: Objects, folder: str) -> dict[int, int]:
    """The claims by number, with their sizes."""
    sizes = {path.rsplit("/", 1)[-1]: about["size"] for path, about in objects.listed(folder).items()}
    return {int(name): size for name, size in sizes.items() if name != CLOCK}
