"""Ports for servers that tests start, and start again.

A port that the system has just given is given to another program as soon as it is closed, so none of those is taken:
they begin higher.
"""

import random
import socket

PORTS = range(10_000, 30_000)
BESIDE = 3
"""`sangaku serve` takes the ports after its own too."""


def unused() -> int:
    """Give a port that nobody uses, nor those that follow it."""
    while True:
        first = random.choice(PORTS)  # noqa: S311  no secret
        if all(map(_is_unused, range(first, first + BESIDE))):
            return first


def _is_unused(port: int) -> bool:
    with socket.socket() as listener:
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
