"""Streams of an Office container (the file format of xls): the chains of sectors behind one directory entry.

Out of scope: what the streams hold (`biff`).
"""

import struct
from collections.abc import Iterator

_END = 0xFFFFFFFA  # sector numbers from here on are marks


def stream(content: bytes, names: tuple[str, ...]) -> bytes | None:
    """Give the bytes of the first stream of one of these names, None where there is none.

    Raises `struct.error` or `IndexError` where the container is damaged.
    """
    size = 1 << struct.unpack_from("<H", content, 30)[0]
    (first_directory,) = struct.unpack_from("<I", content, 48)
    (cutoff,) = struct.unpack_from("<I", content, 56)
    (first_mini,) = struct.unpack_from("<I", content, 60)
    table = list(_table(content, size))
    directory = _chain(content, table, first_directory, size)
    entries = {name: (start, length) for name, start, length in _entries(directory)}
    for name in names:
        if name in entries:
            start, length = entries[name]
            if length >= cutoff:
                return _chain(content, table, start, size)[:length]
            small = _chain(content, table, entries["Root Entry"][0], size)
            links = _numbers(_chain(content, table, first_mini, size))
            return b"".join(small[at * 64 : at * 64 + 64] for at in _follow(links, start))[:length]
    return None


def _sector(content: bytes, number: int, size: int) -> bytes:
    return content[(number + 1) * size : (number + 2) * size]


def _numbers(part: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(part) // 4}I", part[: len(part) // 4 * 4]))


def _table(content: bytes, size: int) -> Iterator[int]:
    """Yield the file allocation table: for each sector the one that follows it."""
    parts = _numbers(content[76:512])
    (more,) = struct.unpack_from("<I", content, 68)
    seen: set[int] = set()
    while more < _END and more not in seen:
        seen.add(more)
        listed = _numbers(_sector(content, more, size))
        parts += listed[:-1]
        more = listed[-1]
    for part in parts:
        if part < _END:
            yield from _numbers(_sector(content, part, size))


def _follow(table: list[int], start: int) -> Iterator[int]:
    seen: set[int] = set()
    while start < _END and start not in seen:
        seen.add(start)
        yield start
        start = table[start]


def _chain(content: bytes, table: list[int], start: int, size: int) -> bytes:
    return b"".join(_sector(content, number, size) for number in _follow(table, start))


def _entries(directory: bytes) -> Iterator[tuple[str, int, int]]:
    for at in range(0, len(directory) - 127, 128):
        (length,) = struct.unpack_from("<H", directory, at + 64)
        if 2 <= length <= 64:
            name = directory[at : at + length - 2].decode("utf-16-le", "replace")
            start, size = struct.unpack_from("<II", directory, at + 116)
            yield name, start, size
