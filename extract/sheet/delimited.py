"""CSV files as one sheet named ``csv``: encoding, separator and quoting told by the content.

Out of scope: what the fields mean; every field is text here, and the grid tells numbers from words.
"""

import csv
import io
from collections import Counter

from extract import media_type
from extract.refusal import Refusal, Refused
from extract.sheet.grid import Grid, grid
from extract.sheet.stored import Raw, laid_out


def read(content: bytes) -> Grid:
    """Read text in any encoding that `media_type.decode` knows. Raises `Refused` for bytes that are no text."""
    text = media_type.decode(content)
    if text is None:
        raise Refused(Refusal("unknown_kind", "the file is no text in a known encoding", "Save it as UTF-8 csv"))
    lines = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=_separator(text))
    try:
        rows: list[list[Raw]] = [list(line) for line in lines]
    except csv.Error as error:
        raise Refused(Refusal("damaged", f"the csv breaks off ({error})", "Save it again as UTF-8 csv")) from error
    width = max((len(row) for row in rows), default=0)
    for row in rows:
        row.extend([""] * (width - len(row)))
    return grid("csv", laid_out(rows))


def _separator(text: str) -> str:
    """The sign that parts the most lines into the same number of fields."""
    head = [line for line in text[:65536].splitlines() if line.strip()][:200]
    best, most = ",", 0
    for sign in ",\t;":
        widths = Counter(len(row) for row in csv.reader(head, delimiter=sign) if len(row) > 1)
        fields = max((width * count for width, count in widths.items()), default=0)
        if fields > most:
            best, most = sign, fields
    return best
