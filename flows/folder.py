"""Folders of documents, with or without a `manifest.csv` that tells what is known of each file.

Out of scope: landing them (`flows.taking`), and the inbox, from which files are moved away (`flows.inbox`).
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

MANIFEST = "manifest.csv"
FACTS = ("source", "edition", "publisher", "published", "title", "url", "note")
"""What a manifest may say of a file beside its name. They are kept in the ledger; a document's own words count more."""


class ManifestError(ValueError):
    """A manifest that cannot be followed; says file, line and what is wrong."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file that wants to land, with what is known of it from outside."""

    path: Path
    facts: Mapping[str, str] = field(default_factory=dict)


def find(folder: Path) -> list[Found]:
    """Give what a folder's manifest lists, in its order; without a manifest every file below it, by name.

    Raises ManifestError, and FileNotFoundError where the folder itself is not there.
    """
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder}: there is no such folder")
    manifest = folder / MANIFEST
    if manifest.is_file():
        return _listed(manifest)
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [Found(path) for path in files if not any(part.startswith(".") for part in path.relative_to(folder).parts)]


def _listed(manifest: Path) -> list[Found]:
    found = []
    with manifest.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines)
        columns = rows.fieldnames or []
        if unknown := [name for name in columns if name not in ("file", *FACTS)]:
            raise ManifestError(f"{manifest}:1: unknown column {unknown[0]}; known are file, {', '.join(FACTS)}")
        if "file" not in columns:
            raise ManifestError(f"{manifest}:1: the column file is missing")
        for row in rows:
            name = (row["file"] or "").strip()
            path = manifest.parent / name
            if not name or not path.is_file():
                raise ManifestError(
                    f"{manifest}:{rows.line_num}: there is no file {name or '(empty)'} beside the manifest"
                )
            facts = {key: value.strip() for key in FACTS if (value := row.get(key) or "").strip()}
            found.append(Found(path, facts))
    return found
