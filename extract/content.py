"""The content of a file: its bytes, or where they lie, unchanged while they are read.

Of a large file on disk no more needs to be held at a time than is being read. Out of scope: what the bytes are
(`extract.media_type`).
"""

import hashlib
from pathlib import Path

Content = bytes | Path

HEAD = 1024
"""Bytes at the beginning that tell a PDF."""


def head(content: Content) -> bytes:
    """The first `HEAD` bytes. Raises `OSError` where a file cannot be read."""
    if isinstance(content, bytes):
        return content[:HEAD]
    with content.open("rb") as file:
        return file.read(HEAD)


def whole(content: Content) -> bytes:
    """All bytes. Raises `OSError` where a file cannot be read."""
    return content if isinstance(content, bytes) else content.read_bytes()


def sha256(content: Content) -> str:
    """The digest of all bytes, in hexadecimal. Raises `OSError` where a file cannot be read."""
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    with content.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
