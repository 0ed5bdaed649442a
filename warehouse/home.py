"""The home folder: where documents land, where they are staged, and where releases stand.

Out of scope: what is written there (`landing`, `staging`, `release`, `publish`).
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from warehouse import store
from warehouse.store import Store

DATABASE = "sangaku.duckdb"
"""The warehouse's file in the folder of a release."""

HERE = "SANGAKU_LOCAL"
"""Names the folder for what a machine has of its own where the home is an object store."""


@dataclass(frozen=True, slots=True)
class Home:
    """Paths of a home folder. Nothing is created until it is written.

    `url` names the object store behind it, if there is one: then the folder is what this machine has of it.
    """

    root: Path
    url: str | None = None

    @classmethod
    def at(cls, where: Path | str | None = None) -> "Home":
        """The home at `where`, a folder or an object store's url; else at ``$SANGAKU_HOME``, else at ``./data``."""
        address = str(where or os.environ.get("SANGAKU_HOME") or "data")
        if "://" not in address:
            return cls(Path(address).absolute())
        name = address.partition("://")[2].strip("/")
        return cls(Path(os.environ.get(HERE) or "data", name).absolute(), address.rstrip("/"))

    def __reduce__(self) -> tuple[Callable[[str], "Home"], tuple[str]]:
        """On another machine the folder may be another one."""
        return Home.at, (self.address,)

    @property
    def address(self) -> str:
        """What `at` makes this home of again, on any machine."""
        return self.url or str(self.root)

    @property
    def store(self) -> Store:
        """Where its things are kept for all machines."""
        return store.of(self.root, self.url)

    @property
    def inbox(self) -> Path:
        """Where people drop files."""
        return self.root / "inbox"

    @property
    def refused(self) -> Path:
        """Where files lie that did not land, each with a note that says why."""
        return self.root / "refused"

    @property
    def seen(self) -> Path:
        """What was last seen at the publishers' sites."""
        return self.root / "seen.json"

    @property
    def landing(self) -> Path:
        """Every document's bytes, for ever, with its ledger entry."""
        return self.root / "landing"

    @property
    def staging(self) -> Path:
        """What was read from each document; a cache."""
        return self.root / "staging"

    @property
    def releases(self) -> Path:
        """One folder a release, never edited after it is complete."""
        return self.root / "releases"

    @property
    def current(self) -> Path:
        """The pointer to the published release."""
        return self.root / "current"

    def staged(self, sha256: str, recipe: str) -> Path:
        """Where one document stands staged by one recipe."""
        return self.root.joinpath("staging", sha256, recipe)

    def release(self, release_id: str) -> Path:
        """Where one release stands."""
        return self.releases / release_id
