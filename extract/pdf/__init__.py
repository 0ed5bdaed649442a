"""Reads PDFs: tables, charts and figures in prose, each with its place on the page."""

from collections import Counter
from collections.abc import Sequence

from extract.document import Chart, Line, Reading, Table, Verdict
from extract.japanese.fiscal_years import find_dates, find_years
from extract.pdf.charts import find_charts
from extract.pdf.continuation import join
from extract.pdf.lines import joined, text_lines
from extract.pdf.page import Page
from extract.pdf.pdfium import open_document, read_page
from extract.pdf.statements import find_statements
from extract.pdf.tables import as_table, find_drawn, read_page_tables, without_tables

TITLE_PAGES = 2  # where a document says what it is and of when


def read(content: bytes, pages: Sequence[int] | None = None) -> Reading:
    """Read a PDF, or only `pages` of it (counted from 1). Raises `Refused` for one that cannot be opened."""
    tables: list[Table] = []
    charts: list[Chart] = []
    lines: list[Line] = []
    verdicts: list[Verdict] = []
    with open_document(content) as document:
        numbers = range(1, len(document) + 1) if pages is None else pages
        first = {number: read_page(document, number) for number in range(1, min(TITLE_PAGES, len(document)) + 1)}
        year = document_year([*first.values()])
        found = []
        for number in numbers:
            page = first.pop(number, None) or read_page(document, number)
            if not page.words and page.images:
                verdicts.append(Verdict("no_text_layer", "the page shows a picture and holds no text", number))
            if page.unmapped_glyphs:
                detail = f"{page.unmapped_glyphs} glyphs have no character in their font"
                verdicts.append(Verdict("unmapped_glyphs", detail, number))
            drawn = find_drawn(page, page.words, year)
            drawings = find_charts(without_tables(page, drawn), year)
            on_page = read_page_tables(page, drawn, [chart.place.bbox for chart in drawings.charts], year)
            charts += drawings.charts
            verdicts += drawings.verdicts
            found.append(on_page)
            lines += on_page.lines
        for grids in join([on_page.sets for on_page in found]):
            for index, (grid, context) in enumerate(grids, 1):
                tables.append(as_table(grid, context, index))
        statements = find_statements(lines, year)
        return Reading(len(document), tuple(tables), tuple(charts), statements, tuple(verdicts), tuple(lines))


def document_year(pages: Sequence[Page]) -> int | None:
    """The fiscal year that a document is about: the one its title names, else the year before its date."""
    first = [line for page in pages for line in text_lines(page.words)]
    for line in sorted(first, key=lambda line: -line.size)[:4]:
        text = joined(line.words)
        years = find_years(text)
        if years and not find_dates(text):
            return years[0].year
    dates = Counter(date.fiscal_year - 1 for line in first for date in find_dates(joined(line.words)))
    return dates.most_common(1)[0][0] if dates else None
