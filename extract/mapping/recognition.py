"""Which source a document belongs to, which edition it is and when it was published, by what it says of itself.

Titles decide, not mentions: a document that cites another series is not of that series. Out of scope: what is known
from elsewhere (the landing ledger), which goes before what is read here.
"""

from collections.abc import Iterator, Sequence

from extract.document import Document, PagePlace, Place, SheetPlace
from extract.japanese.fiscal_years import find_dates, find_years, of_figures
from extract.japanese.labels import normal
from extract.mapping.rules import Source

CITING = (
    "出典",
    "資料",
    "注",
    "備考",
    "出所",
    "参照",
    "参考資料",
    "※",
    "*",
    "(出典",
    "(資料",
    "(注",
    "(備考",
    "source",
    "Source",
)
"""Lines that begin so name other documents."""

FIRST_LINES = 40
"""So many lines of a page or sheet are asked for titles; further down stand texts."""


def recognise(document: Document, sources: Sequence[Source], stated: str | None = None) -> Source | None:
    """The source whose titles the document bears. Of several the one named first; None where one line names two.

    A series of which nothing is mapped takes no document from another. `stated` is the source that somebody says it is
    of: it decides where the document itself tells nothing.
    """
    texts = [normal(text) for text, _ in titles(document)]
    found: dict[str, tuple[bool, int, int, Source]] = {}
    for source in sources:
        at = _position(source, texts)
        if at is not None:
            longest = max(len(phrase) for group in source.recognition.groups for phrase in group)
            found[source.id] = (not source.choices, at, -longest, source)
    ranked = sorted(found.values(), key=lambda entry: entry[:3])
    if len(ranked) > 1 and ranked[0][:3] == ranked[1][:3]:
        return None
    if ranked:
        return ranked[0][3]
    return next((source for source in sources if source.id == stated), None)


def edition_year(document: Document, source: Source) -> int | None:
    """The fiscal year that the title names, in the line that bears the source's phrase or next to it."""
    lines = [text for text, _ in titles(document)]
    texts = [normal(text) for text in lines]
    at = _position(source, texts)
    if at is None:
        return None
    for index in (at, at - 1, at + 1, at - 2, at + 2):
        if 0 <= index < len(lines):
            years = [mention for mention in find_years(lines[index]) if mention.type != "calendar" or index == at]
            dated = {(date.start, date.end) for date in find_dates(lines[index])}
            named = [y for y in years if not any(start <= y.start < end for start, end in dated)]
            if told := of_figures(lines[index], named):
                return told[0].year
    return None


def printed_date(document: Document) -> str | None:
    """The first date or month that the first page prints before its text begins: ISO 8601."""
    for text, place in titles(document):
        if isinstance(place, PagePlace) and place.page > 1:
            break
        whole = text.strip(" 　()（）")
        for date in find_dates(text):
            if date.end - date.start >= 0.6 * len(whole):
                return date.iso
    return None


def titles(document: Document) -> Iterator[tuple[str, Place]]:
    """The lines that may name the document, in order: those at the head of each page or sheet, and titles of tables."""
    counted: dict[str | int, int] = {}
    tabled = [(table.title, table.place) for table in document.tables if table.title]
    for line in document.lines:
        where = line.place.sheet if isinstance(line.place, SheetPlace) else line.place.page
        counted[where] = counted.get(where, 0) + 1
        if counted[where] <= FIRST_LINES and not line.text.strip().startswith(CITING):
            yield line.text, line.place
    yield from tabled


def _position(source: Source, texts: Sequence[str]) -> int | None:
    """The line that names the source, by its index; None where a phrase is wanting or a forbidden one stands."""
    recognition = source.recognition
    if any(phrase in text for text in texts for phrase in recognition.none):
        return None
    positions = [
        next((index for index, text in enumerate(texts) if any(phrase in text for phrase in group)), None)
        for group in recognition.groups
    ]
    return None if any(at is None for at in positions) else positions[0]
