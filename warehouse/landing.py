"""The landing: every document's bytes under their sha256, for ever, and the ledger of where and when they came from.

The same bytes are kept once. Each arrival is remembered in the ledger entry beside them: an arrival that differs from
a known one only in when it was fetched and with which headers is the same arrival, and the earliest is kept. So the
order of arrivals leaves no trace.

Out of scope: what kind of file it is (`extract.media_type`), and what is in it.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from warehouse import files
from warehouse.home import Home

EXTENSIONS = {
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.ms-excel.sheet.macroEnabled.12": ".xlsm",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "text/csv": ".csv",
}
"""How a kind of file is called when it lies on a disk."""
ENTRY = ".json"
"""How the names of ledger entries end."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """How a document came. `retrieved` is an ISO time; `published` an ISO date, a month or a year, as far as known."""

    name: str
    url: str | None = None
    retrieved: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    source: str | None = None
    edition: str | None = None
    published: str | None = None

    @property
    def identity(self) -> tuple[str, str, str, str, str]:
        """What makes two arrivals one."""
        return self.name, self.url or "", self.source or "", self.edition or "", self.published or ""


@dataclass(frozen=True, slots=True)
class Entry:
    """The ledger entry of one document."""

    sha256: str
    media_type: str
    size: int
    arrivals: tuple[Arrival, ...]

    @property
    def name(self) -> str:
        """One of its names, the same whatever came first."""
        return min(arrival.name for arrival in self.arrivals)

    @property
    def urls(self) -> tuple[str, ...]:
        """All addresses that it came from."""
        return tuple(sorted({arrival.url for arrival in self.arrivals if arrival.url}))

    def declared(self, fact: str) -> str | None:
        """What its arrivals declare of it (`source`, `edition` or `published`): the fullest, then first in alphabet."""
        declared = (value for arrival in self.arrivals if (value := getattr(arrival, fact)))
        return min(declared, key=lambda value: (-len(value), value), default=None)


@dataclass(frozen=True, slots=True)
class Landed:
    """What landing a document did: `new` where its bytes were not known before."""

    sha256: str
    path: Path
    new: bool


@dataclass(frozen=True, slots=True)
class Damage:
    """A file of the landing that is not what it should be, and why."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """All documents that have landed, by sha256 in order, and what is damaged."""

    entries: tuple[Entry, ...]
    damaged: tuple[Damage, ...]


def land(home: Home, content: bytes, media_type: str, arrival: Arrival) -> Landed:
    """Keep a document's bytes and remember its arrival. Whatever is known already is not written again."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = home.landing / _bytes_name(sha256, media_type)
    new = home.store.size(path) != len(content)
    if new:
        files.write(path, content)
        home.store.give(path)
    _remember(home, path.with_suffix(ENTRY), Entry(sha256, media_type, len(content), (arrival,)))
    return Landed(sha256, path, new)


def ledger(home: Home, *, verify: bool = False) -> Ledger:
    """Read the ledger. A damaged entry is reported, never dropped; `verify` hashes the bytes of every document too."""
    entries, damaged, unaccounted = list[Entry](), list[Damage](), sizes(home)
    listed = dict(unaccounted)
    for name in sorted(name for name in listed if name.endswith(ENTRY)):
        found = _checked(home, name, listed, verify=verify)
        if isinstance(found, Entry):
            entries.append(found)
            unaccounted.pop(_bytes_name(found.sha256, found.media_type), None)
        else:
            damaged.append(found)
            beginning = name.removesuffix(ENTRY) + "."
            unaccounted = {other: size for other, size in unaccounted.items() if not other.startswith(beginning)}
        unaccounted.pop(name, None)
    damaged += [Damage(home.landing / name, "no ledger entry: land it again") for name in sorted(unaccounted)]
    return Ledger(tuple(entries), tuple(damaged))


def sizes(home: Home) -> dict[str, int]:
    """The files of the landing by name with their sizes: one look that tells whether anything has landed since."""
    return home.store.sizes(home.landing, renewed=ENTRY)


def read(home: Home, sha256: str) -> tuple[Entry, bytes]:
    """A document's ledger entry and bytes. Raises LookupError if it has not landed, ValueError if it is damaged."""
    found, path = held(home, sha256)
    return found, path.read_bytes()


def held(home: Home, sha256: str) -> tuple[Entry, Path]:
    """A document's ledger entry, and where its bytes lie on this machine, as they landed. Raises as `read`."""
    name = f"{sha256[:2]}/{sha256}{ENTRY}"
    path = home.landing / name
    home.store.renew(path)
    if not path.is_file():
        raise LookupError(f"no document {sha256} has landed")
    found = _checked(home, name, verify=True)
    if isinstance(found, Damage):
        raise ValueError(f"{found.path}: {found.reason}")  # noqa: TRY004  the file is wrong, no type is
    return found, home.landing / _bytes_name(sha256, found.media_type)


def sweep(home: Home) -> tuple[Path, ...]:
    """Remove what a killed process left unfinished."""
    return files.sweep_beneath(home.landing)


def _remember(home: Home, place: Path, entry: Entry) -> None:
    """Keep an arrival in the entry at a place of the ledger. Where it is known nothing is locked."""
    extended = _extended(home, place, entry)
    if extended is None or home.store.create(place, extended):
        return
    with home.store.locked(home.landing / ".lock"):
        if extended := _extended(home, place, entry):
            files.write(place, extended)
            home.store.give(place)


def _extended(home: Home, place: Path, entry: Entry) -> bytes | None:
    """The content of an entry with the arrivals that are known already, None where nothing is new in it."""
    home.store.renew(place)
    known = _parsed(place) if place.is_file() else None
    arrivals = (*(known.arrivals if isinstance(known, Entry) else ()), *entry.arrivals)
    earliest: dict[tuple[str, ...], Arrival] = {}
    for arrival in sorted(arrivals, key=lambda a: (a.retrieved or "", json.dumps(a.headers, sort_keys=True))):
        earliest.setdefault(arrival.identity, arrival)
    kept = tuple(earliest[identity] for identity in sorted(earliest))
    if isinstance(known, Entry) and known.arrivals == kept:
        return None
    content = asdict(replace(entry, arrivals=kept))
    return (json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _checked(home: Home, name: str, listed: Mapping[str, int] | None = None, *, verify: bool) -> Entry | Damage:
    """The entry of that name in the ledger, if it is whole and its bytes are those it speaks of.

    `listed` are the files of the landing with their sizes, where they are at hand.
    """
    place = home.landing / name
    entry = _parsed(place)
    if isinstance(entry, Damage):
        return entry
    if name != f"{entry.sha256[:2]}/{entry.sha256}{ENTRY}":
        return Damage(place, f"speaks of another document, {entry.sha256}")
    of_bytes = _bytes_name(entry.sha256, entry.media_type)
    size = home.store.size(home.landing / of_bytes) if listed is None else listed.get(of_bytes)
    if size is None:
        return Damage(home.landing / of_bytes, "the bytes are gone")
    if size != entry.size:
        return Damage(home.landing / of_bytes, f"{size} bytes, {entry.size} landed")
    if verify and _digest(home, home.landing / of_bytes) != entry.sha256:
        return Damage(home.landing / of_bytes, "the bytes have changed")
    return entry


def _parsed(place: Path) -> Entry | Damage:
    try:
        content: dict[str, Any] = json.loads(place.read_bytes())
        arrivals = tuple(Arrival(**arrival) for arrival in content.pop("arrivals"))
        entry = Entry(**content, arrivals=arrivals)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        return Damage(place, f"the ledger entry cannot be read: {error}")
    return entry if arrivals else Damage(place, "the ledger entry names no arrival")


def _digest(home: Home, path: Path) -> str:
    """The sha256 of a document's bytes, which are on this machine from then on."""
    if not path.is_file():
        home.store.renew(path)
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _bytes_name(sha256: str, media_type: str) -> str:
    return f"{sha256[:2]}/{sha256}{EXTENSIONS.get(media_type, '.bin')}"
