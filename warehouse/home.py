"""The home folder: where documents land, where they are staged, and where releases stand.

Out of scope: what is written there (`landing`, `staging`, `release`, `publish`).
"""

import os
from dataclasses import dataclass
from pathlib import Path

DATABASE = "sangaku.duckdb"
"""The warehouse's file in the folder of a release."""


@dataclass(frozen=True, slots=True)
class Home:
    """Paths of a home folder. Nothing is created until it is written."""

    root: Path

    @classmethod
    def at(cls, root: Path | str | None = None) -> "Home":
        """The home folder at `root`, else at ``$SANGAKU_HOME``, else at ``./data``."""
        return cls(Path(root or os.environ.get("SANGAKU_HOME") or "data").absolute())

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
        return self.staging / sha256 / recipe

    def release(self, release_id: str) -> Path:
        """Where one release stands."""
        return self.releases / release_id
