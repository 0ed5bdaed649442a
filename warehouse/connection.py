"""Connections to releases, to read from them. A release is never written again, so readers and publishers do not meet.

Out of scope: what is asked.
"""

from pathlib import Path

import duckdb

from warehouse.home import DATABASE, Home


class NoRelease(LookupError):  # noqa: N818  an answer to whoever asked
    """There is no such release, or none at all."""


def connect(home: Home, release_id: str | None = None) -> duckdb.DuckDBPyConnection:
    """Open a release to read from, the current one if none is named. Raises NoRelease.

    The pointer is resolved first: the connection stays with that release whatever is published meanwhile.
    """
    path = folder(home, release_id) / DATABASE
    if not path.is_file():
        raise NoRelease(f"release {path.parent.name} has no warehouse")
    return duckdb.connect(str(path), read_only=True)


def folder(home: Home, release_id: str | None = None) -> Path:
    """The folder of a release, of the current one if none is named. Raises NoRelease."""
    if release_id is None:
        if not home.current.is_symlink():
            raise NoRelease(f"nothing is published in {home.root} yet")
        return home.current.resolve()
    if not home.release(release_id).is_dir():
        raise NoRelease(f"there is no release {release_id} in {home.releases}")
    return home.release(release_id)
