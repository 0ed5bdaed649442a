"""What `sangaku extract` does: documents to lines of JSON, over several processes, in the order they were given.

Out of scope: landing, mapping, and whatever else needs a home folder.
"""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TextIO

from extract.refusal import Refusal, Refused
from flows import pool
from flows.progress import progress


def files(paths: Sequence[Path]) -> list[Path]:
    """Give the files named, a folder standing for all files below it in the order of their names.

    Raises FileNotFoundError naming a path that is not there.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(file for file in path.rglob("*") if file.is_file() and not file.name.startswith("."))
        elif path.exists():
            found.append(path)
        else:
            raise FileNotFoundError(f"{path}: there is no such file")
    return found


def extract(paths: Sequence[Path], processes: int) -> Iterator[tuple[Path, str | Refusal]]:
    """Yield each path with its line of JSON, or why it was refused; the same for any number of processes."""
    line = partial(json_line, processes=max(1, processes // max(1, len(paths))))
    for path, result in pool.run(line, paths, min(processes, len(paths))):
        if isinstance(result, pool.Crashed):
            yield path, _crashed(f"the process that read it died ({result.detail})")
        else:
            yield path, result


def _crashed(detail: str) -> Refusal:
    return Refusal("reader_crashed", detail, "Report it with the file: no file may do that")


def json_line(path: Path, processes: int = 1) -> str | Refusal:
    """Read one file into its line of JSON, a long one in several processes."""
    from extract import contract  # noqa: PLC0415  where it works, not where it is only dispatched
    from flows import long_documents  # noqa: PLC0415

    try:
        document = long_documents.read(path, path.name, processes)
    except Refused as refused:
        return refused.refusal
    except long_documents.LostPartError as died:
        return _crashed(str(died))
    except OSError as error:
        return Refusal("not_readable", f"the file cannot be opened ({error.strerror})", "See to its permissions")
    return json.dumps(contract.to_json(document), ensure_ascii=False, allow_nan=False)


def write(paths: Sequence[Path], target: Path | None, processes: int) -> int:
    """Extract to a file of lines of JSON (`-` is standard output), telling the progress; without one, tell what is in.

    A file is written beside its name and moved there when it is complete. Returns how many files were refused.
    """
    refused = 0
    with _sink(target) as sink, progress("extract", len(paths)) as advance:
        for path, line in extract(paths, processes):
            if isinstance(line, Refusal):
                refused += 1
                advance(path.name, problem=f"{path}: refused, {line}")
                continue
            advance(path.name)
            sink.write((line if target else summary(line)) + "\n")
    return refused


def summary(line: str) -> str:
    """Say in a line what was found in a document, from its line of JSON."""
    document = json.loads(line)
    values = sum(len(table["values"]) for table in document["tables"])
    points = sum(len(series["points"]) for chart in document["charts"] for series in chart["series"])
    return (
        f"{document['document']}: {document['pages']} pages, {len(document['tables'])} tables with {values} values, "
        f"{len(document['charts'])} charts with {points} marks, {len(document['statements'])} statements, "
        f"{len(document['verdicts'])} verdicts"
    )


@contextmanager
def _sink(target: Path | None) -> Iterator[TextIO]:
    if target is None or str(target) == "-":
        yield sys.stdout
        return
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        with partial.open("w", encoding="utf-8", newline="\n") as file:
            yield file
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
