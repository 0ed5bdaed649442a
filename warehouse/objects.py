"""The files of an object store, by fsspec: what goes wrong is told as a disk tells it, and a file may be created once.

Any store may be used that fsspec knows and that lets only one of several create a file; tried with S3. Out of scope:
what is kept there (`warehouse.far`).
"""

from collections.abc import Callable
from typing import Any

import fsspec


class Objects:
    """A file system of fsspec's: its methods are those named there."""

    def __init__(self, url: str) -> None:
        try:
            self._files, self.base = fsspec.core.url_to_fs(url, use_listings_cache=False)
        except (ImportError, ValueError) as error:  # what it needs is not installed, or nobody knows such a store
            raise OSError(f"{url}: {error}") from error

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """A method of the file system, whose errors are OSError."""
        method = getattr(self._files, name)

        def call(*given: object, **named: object) -> object:
            try:
                return method(*given, **named)
            except OSError:
                raise
            except Exception as error:
                raise OSError(f"the store does not answer: {error}") from error

        return call

    def read(self, path: str) -> bytes:
        """A file's content, asked for once and not by its size first."""
        content: bytes = self.cat_file(path, max_concurrency=1)
        return content

    def listed(self, path: str) -> dict[str, dict[str, Any]]:
        """The files at a path or beneath it, with what the store says of them."""
        found = self.find(path, detail=True)
        # A folder that fills while it is looked at may be found itself.
        return {name: about for name, about in found.items() if about["type"] == "file"}

    def create(self, path: str, content: bytes) -> bool:
        """Create a file; False if there is one already."""
        try:
            self.pipe_file(path, content, mode="create")
        except OSError:  # stores tell in several ways that it is there
            if not self.exists(path):
                raise
            return False
        return True
