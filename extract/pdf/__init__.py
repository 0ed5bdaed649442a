"""Reads PDFs: tables, charts and figures in prose, each with its place on the page."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pypdfium2

from extract.content import Content
from extract.document import Reading, Verdict
from extract.garbage import uncollected
from extract.japanese.fiscal_years import find_dates, find_years, may_hold_date
from extract.pdf.charts import find_charts
from extract.pdf.lattice import join_rulings
from extract.pdf.limits import PAGE_SECONDS, PAGES_AT_ONCE, time_limit
from extract.pdf.lines import baselines, line_of
from extract.pdf.page import Page, Word
from extract.pdf.parts import Cover, PageReading, Part, assemble, part_of
from extract.pdf.pdfium import open_document, read_page
from extract.pdf.tables import find_drawn, read_page_tables, without_tables
from extract.pdf.turning import level
from extract.pdf.words import box_of

__all__ = ["Cover", "Part", "assemble", "count_pages", "read", "read_cover", "read_part", "shares"]

SHARES = 4  # of the pages of a document that one of several processes takes, one after the other
SAME = 0.05  # of their size that the lines of one title differ
TITLE_PAGES = 2  # where a document says what it is and of when


@uncollected()
def read(content: Content, pages: Sequence[int] | None = None) -> Reading:
    """Read a PDF, or only `pages` of it (counted from 1). Raises `Refused` for one that cannot be opened.

    A long one is read a few pages at a time, that what pdfium and we know of pages that are done is let go.
    """
    first = read_part(content, range(1, PAGES_AT_ONCE + 1) if pages is None else pages[:PAGES_AT_ONCE])
    numbers = range(1, first.cover.pages + 1) if pages is None else pages
    rest = [numbers[start : start + PAGES_AT_ONCE] for start in range(PAGES_AT_ONCE, len(numbers), PAGES_AT_ONCE)]
    return assemble([first, *(read_part(content, batch, first.cover) for batch in rest)])


def read_part(content: Content, pages: Sequence[int], cover: Cover | None = None) -> Part:
    """Read some pages, as far as there are any. Parts that follow each other, read anywhere, `assemble` to one reading.

    `cover` is what `read_cover` says of the document, where it has been asked already.
    """
    first: dict[int, Page] = {}
    with open_document(content) as document, uncollected():
        if cover is None:
            first = _first_pages(document)
            cover = Cover(len(document), document_year([*first.values()]))
        numbers = [number for number in pages if number <= cover.pages]
        found = [_page(document, content, number, cover.year, first.pop(number, None)) for number in numbers]
    return part_of(cover, numbers, found)


def count_pages(content: Content) -> int:
    """How many pages a PDF has. Raises `Refused` for one that cannot be opened."""
    with open_document(content) as document:
        return len(document)


def shares(pages: int, processes: int) -> list[range]:
    """Pages to be read at a time where several processes read a document: each takes the next as it comes free.

    There are several for each process, that none waits long for another at the end.
    """
    size = min(PAGES_AT_ONCE, -(-pages // (SHARES * processes)))
    return [range(first, min(first + size, pages + 1)) for first in range(1, pages + 1, size)]


def read_cover(content: Content) -> Cover:
    """What the first pages say of the document: parts that are told it agree on it."""
    return read_part(content, ()).cover


def _page(
    document: pypdfium2.PdfDocument, content: Content, number: int, year: int | None, page: Page | None
) -> PageReading:
    """One page, loaded if it is not yet; where it cannot be read, the reason."""
    try:
        with time_limit(PAGE_SECONDS):
            page = page or read_page(document, number)
            if not page.lost_texts:
                return _read_page(page, year)
            # Imported here: hardly any page needs it, and pdfplumber takes its time to import.
            from extract.pdf.second import completed  # noqa: PLC0415

            page, said = completed(page, content)
            reading = _read_page(page, year)
            return replace(reading, verdicts=(*reading.verdicts, *filter(None, [said])))
    except TimeoutError:
        detail = f"the page was given up after {PAGE_SECONDS:g} seconds"
        return PageReading(verdicts=(Verdict("page_timeout", detail, number),))
    except pypdfium2.PdfiumError as error:
        return PageReading(verdicts=(Verdict("broken_page", f"the page cannot be loaded: {error}", number),))


def _read_page(page: Page, year: int | None) -> PageReading:
    page, turn = level(page)
    lines = join_rulings(page.rulings)
    drawn = find_drawn(page, page.words, lines, year)
    drawings = find_charts(without_tables(page, drawn), year)
    tables = read_page_tables(page, drawn, [chart.place.bbox for chart in drawings.charts], lines, year)
    return PageReading(tables, drawings.charts, (*_verdicts(page), *drawings.verdicts), turn)


def _verdicts(page: Page) -> Iterator[Verdict]:
    if not page.words and page.images:
        hidden = ", but hidden text of a recogniser" if page.invisible_glyphs else ""
        yield Verdict("no_text_layer", f"the page shows a picture and no text{hidden}", page.number)
    if page.unmapped_glyphs:
        detail = f"{page.unmapped_glyphs} glyphs have no character in their font"
        yield Verdict("unmapped_glyphs", detail, page.number)
    if page.lost_paths:
        detail = f"{page.lost_paths} of the paths drawn on the page were not looked at: there are too many"
        yield Verdict("drawing_cut", detail, page.number)


def _first_pages(document: pypdfium2.PdfDocument) -> dict[int, Page]:
    pages = {}
    for number in range(1, min(TITLE_PAGES, len(document)) + 1):
        try:
            with time_limit(PAGE_SECONDS):
                pages[number] = read_page(document, number)
        except (TimeoutError, pypdfium2.PdfiumError):
            continue  # the page says so itself when it is read
    return pages


def _lines(page: Page) -> list[list[Word]]:
    """The words of each line, from top to bottom: most lines need not be read to know the document's year."""
    found = [(box_of([word.bbox for word in words]), words) for words in baselines(page.words)]
    found.sort(key=lambda line: (line[0][1] + line[0][3], line[0][0]))
    return [words for _, words in found]


def document_year(pages: Sequence[Page]) -> int | None:
    """The fiscal year that a document is about: the one its title names, else the year before its date.

    The title may run over two lines, and break in its year.
    """
    first = [words for page in pages for words in _lines(level(page)[0])]
    size = [max(word.size for word in words) for words in first]
    for index in sorted(range(len(first)), key=lambda index: -size[index])[:4]:
        text = line_of(first[index]).text
        texts = [text]
        if index + 1 < len(first) and abs(size[index + 1] - size[index]) < SAME * size[index]:
            texts.append(text + line_of(first[index + 1]).text)
        for text in texts:
            years = find_years(text)
            if years and not find_dates(text):
                return years[0].year
    telling = (line_of(words).text for words in first if may_hold_date("".join([word.text for word in words])))
    dates = Counter(date.fiscal_year - 1 for text in telling for date in find_dates(text))
    return dates.most_common(1)[0][0] if dates else None
