"""Names how documents are read: by all the code and data that decide what comes out.

A document that stands staged under its present recipe needs no work; one that does not is read again. Out of scope: the
release, which has a name of its own (`warehouse.release`).
"""

from functools import cache
from importlib.metadata import version
from pathlib import Path

from warehouse import digests
from warehouse.landing import Entry

ROOT = Path(__file__).parents[1]
ROOMS = ("extract", "expectations")
FILES = (
    "warehouse/accounts.py",
    "warehouse/corrections.py",
    "warehouse/corrections.yaml",
    "warehouse/frames.py",
    "warehouse/indicators.py",
    "warehouse/indicators.yaml",
    "warehouse/institution_names.csv",
    "warehouse/institutions.csv",
    "warehouse/institutions.py",
    "warehouse/naming.py",
    "warehouse/schema.yaml",
    "warehouse/staging.py",
    "warehouse/wide.py",
    "flows/steps.py",
)
LIBRARIES = (
    "great-expectations",
    "numpy",
    "openpyxl",
    "pandas",
    "pdfplumber",
    "pyarrow",
    "pypdfium2",
    "python-calamine",
)
FACTS = ("source", "edition", "published")
"""What the ledger may say of a document that mapping takes into account."""


@cache
def common() -> str:
    """Digest what all documents have in common: readers, mappings, expectations, registries and the libraries used.

    Once a process: a process runs the code that it began with, whatever becomes of the files meanwhile.
    """
    parts = {room: digests.of_files(ROOT / room) for room in ROOMS}
    parts["files"] = digests.of_files(ROOT, [ROOT / name for name in FILES])
    parts |= {library: version(library) for library in LIBRARIES}
    return digests.of_parts(parts)


def of(entry: Entry, shared: str) -> str:
    """Name the recipe of one document: what all have in common, and what its ledger entry declares."""
    return digests.of_parts({"common": shared, **{fact: entry.declared(fact) or "" for fact in FACTS}})
