"""The texts that the sheets of an xlsx share, as readers of values give them, and which end in raised note marks.

Out of scope: texts that stand in cells themselves (`worksheet`).
"""

import io
import re
import zipfile
import zlib
from xml.etree import ElementTree as ET

PART = "xl/sharedStrings.xml"

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"
_SPACE = " \t\r\n"  # other white space is part of a text

_ITEM = re.compile(rb"<(?:\w+:)?si\b[^>]*>(.*?)</(?:\w+:)?si>", re.DOTALL)
_RUN = re.compile(rb"<(?:\w+:)?r>(.*?)</(?:\w+:)?r>", re.DOTALL)
_WRITTEN = re.compile(rb"<(?:\w+:)?t\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?t>)", re.DOTALL)


def strings(part: bytes) -> list[str]:
    """Give the texts of a part of shared strings in order; none where they are written in an unusual way."""
    if b"_x" in part:  # signs written by their numbers
        return []
    try:
        root = ET.fromstring(part)  # noqa: S314  expat refuses what expands without end
    except ET.ParseError:
        return []
    items = root.iterfind(f"{_MAIN}si")
    return ["".join(_text(t) for path in ("t", f"r/{_MAIN}t") for t in item.iterfind(_MAIN + path)) for item in items]


def _text(written: ET.Element) -> str:
    text = written.text or ""
    return text if written.get(_PRESERVE) == "preserve" else text.strip(_SPACE)


def raised(content: bytes) -> dict[str, str]:
    """Give the texts of an xlsx that end in superscript runs (note marks), each with what remains without them."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            part = package.read(PART)
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError):
        return {}
    if b"superscript" not in part:
        return {}
    found = {}
    for item in _ITEM.finditer(part):
        if b"superscript" in item[1]:
            runs = [(b"superscript" in run[1], _written(run[1])) for run in _RUN.finditer(item[1])]
            bare = "".join(text for is_raised, text in runs if not is_raised)
            if bare.strip():
                found["".join(text for _, text in runs)] = bare
    return found


def _written(run: bytes) -> str:
    text = b"".join(part[1] or b"" for part in _WRITTEN.finditer(run)).decode("utf-8", "replace")
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(entity, sign)
    return text
