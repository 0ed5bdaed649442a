"""What names a series, and what names an observation: the same figure of the same document has the same name.

Names of observations are made for many at once. Out of scope: which institution is meant (`warehouse.institutions`).
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from extract.document import Place, SheetPlace
from extract.observation import DIMENSIONS

Keys = npt.NDArray[np.uint64]

_SPOT = re.compile(r"([A-Z]{1,3})([0-9]+)")
_HEX = np.frombuffer(b"".join(b"%04x" % pair for pair in range(1 << 16)), dtype=np.uint32)
"""Two bytes of a number as four hexadecimal digits."""

_COLUMNS = 1 << 20
"""More than a sheet has: a cell is known by one number, its row times this and its column."""


def series_id(indicator: str, dimensions: Mapping[str, str]) -> str:
    """Name a series, readable and the same for every document: ``count/sector=total/partner=private_company``.

    An institution implies its sector, which is left out beside it: documents differ in whether they print it.
    """
    parts = [
        f"{name}={dimensions[name]}"
        for name in DIMENSIONS
        if dimensions.get(name) and not (name == "sector" and "institution" in dimensions)
    ]
    return "/".join([indicator, *parts])


def observation_ids(series: Keys, stated: Keys, places: Keys) -> pa.Array:
    """Name what places of documents state: 16 hexadecimal digits each (`observation_keys`)."""
    return hexadecimal(observation_keys(series, stated, places))


def observation_keys(series: Keys, stated: Keys, places: Keys) -> Keys:
    """Give a number of 64 bits for each observation.

    `series` are the keys of the series, `stated` those of document, element, year and what it is stated as (`keys`).
    """
    return _mixed(series + _mixed(stated + _mixed(places)))


def hexadecimal(numbers: Keys) -> pa.Array:
    """Write numbers with 16 hexadecimal digits each."""
    pairs = numbers.view(np.uint16).reshape(-1, 4)[:, ::-1]  # the highest first
    digits = _HEX.take(pairs).view(np.uint8)
    ends = np.arange(0, digits.size + 1, 16, dtype=np.int64)
    return pa.LargeStringArray.from_buffers(len(numbers), pa.py_buffer(ends), pa.py_buffer(digits))


def keys(texts: Iterable[str]) -> Keys:
    """Give a number of 64 bits for each text."""
    known: dict[str, int] = {}
    found = []
    for text in texts:
        if text not in known:
            known[text] = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
        found.append(known[text])
    return np.array(found, dtype=np.uint64)


def sheet_keys(sheet: str, row: npt.NDArray[np.integer], column: npt.NDArray[np.integer]) -> Keys:
    """The keys of cells of a sheet, rows and columns counted from 0."""
    spots = row.astype(np.uint64) * np.uint64(_COLUMNS) + column.astype(np.uint64)
    found: Keys = keys([sheet])[0] + spots
    return found


def place_keys(places: Sequence[Place]) -> Keys:
    """The keys of places of any kind."""
    return np.array([_place_key(place) for place in places], dtype=np.uint64)


def _place_key(place: Place) -> np.uint64:
    if isinstance(place, SheetPlace):
        spot = _SPOT.fullmatch(place.address)
        if spot:
            column = 0
            for letter in spot[1]:
                column = column * 26 + ord(letter) - 64
            return np.uint64(sheet_keys(place.sheet, np.array([int(spot[2]) - 1]), np.array([column - 1]))[0])
        return np.uint64(keys([f"{place.sheet}!{place.address}"])[0])
    box = "/".join(f"{edge:.2f}" for edge in place.bbox)
    return np.uint64(keys([f"{place.page}/{box}"])[0])


def _mixed(numbers: Keys) -> Keys:
    """Spread each number over all 64 bits: the last step of the generator SplitMix64, which no two numbers share."""
    mixed = numbers + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    found: Keys = mixed ^ (mixed >> np.uint64(31))
    return found
