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
    path = folder(home, release_id, DATABASE) / DATABASE
    if not path.is_file():
        raise NoRelease(f"release {path.parent.name} has no warehouse")
    return duckdb.connect(str(path), read_only=True)


def folder(home: Home, release_id: str | None = None, *names: str) -> Path:
    """The folder of a release, of the current one if none is named, with all its files or those whose names begin so.

    Raises NoRelease.
    """
    if release_id is None and (release_id := current(home)) is None:
        raise NoRelease(f"nothing is published in {home.address} yet")
    try:
        (found,) = home.store.bring([home.release(release_id)], *names)
    except FileNotFoundError as error:
        raise NoRelease(f"there is no release {release_id} in {home.address}") from error
    return found


def current(home: Home) -> str | None:
    """The id of the published release, None where there is none."""
    home.store.renew(home.current)
    if not home.current.is_symlink():
        return None
    place = home.root / home.current.readlink()
    return place.name if home.store.stands(place) else None
