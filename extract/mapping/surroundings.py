"""The headings over a table or chart beyond its own title: sections of a report, the head of a slide or sheet.

On a page, larger print stands over smaller: 「２　受託研究」 in 14 points over 「2-2 (2) 相手先別研究費受入額」 in 12.
On a sheet, what stands further up. Out of scope: the title itself, which the readers give.
"""

import re
from collections.abc import Sequence

from extract.document import Chart, Line, PagePlace, SheetPlace, Table
from extract.japanese.labels import normal

_ROW = re.compile(r"(\d+)")


def above(element: Table | Chart, lines: Sequence[Line]) -> tuple[str, ...]:
    """The headings over an element, innermost first."""
    if isinstance(element.place, SheetPlace):
        return _on_sheet(element.place, element.title, lines)
    return _on_pages(element.place, element.title, lines)


def titles(element: Table | Chart, over: Sequence[str]) -> tuple[str, ...]:
    """The forms in which an element's title may be read: its own, and on a sheet also after one of those further up."""
    own = element.title or ""
    forms = [own] if own else []
    if isinstance(element.place, SheetPlace):
        forms += [f"{heading} {own}".strip() for heading in over]
    return tuple(forms)


def _on_sheet(place: SheetPlace, title: str | None, lines: Sequence[Line]) -> tuple[str, ...]:
    row = _row(place.address)
    over = [
        line.text
        for line in lines
        if isinstance(line.place, SheetPlace) and line.place.sheet == place.sheet and _row(line.place.address) < row
    ]
    own = normal(title or "")
    return tuple(text for text in reversed(over) if normal(text) not in own)


def _row(address: str) -> int:
    match = _ROW.search(address)
    return int(match[1]) if match else 0


def _on_pages(place: PagePlace, title: str | None, lines: Sequence[Line]) -> tuple[str, ...]:
    before = [line for line in lines if isinstance(line.place, PagePlace) and _is_before(line.place, place)]
    own = normal(title or "")
    size = max((line.size or 0.0 for line in before[-6:] if own and normal(line.text) in own), default=0.0)
    found: list[str] = []
    for line in reversed(before):
        if (line.size or 0.0) > size + 0.4 and normal(line.text) not in own:
            found.append(line.text)
            size = line.size or 0.0
    return tuple(found)


def _is_before(line: PagePlace, element: PagePlace) -> bool:
    return line.page < element.page or (line.page == element.page and line.bbox[1] < element.bbox[1])
