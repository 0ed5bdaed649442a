"""Charts that a page draws with lines and areas: figures that are printed nowhere else.

Out of scope: pictures of charts (a verdict says that they are there).
"""

from extract.document import Chart, Verdict
from extract.pdf.charts.find import Found, find_charts
from extract.pdf.page import Page

__all__ = ["Found", "find_charts", "read_charts", "refusals"]


def read_charts(page: Page, document_year: int | None) -> tuple[Chart, ...]:
    """The charts of a page, from top to bottom; `document_year` places bare era years (15 … 26) in time."""
    return find_charts(page, document_year).charts


def refusals(page: Page) -> tuple[Verdict, ...]:
    """Why charts of the page could not be read: pictures, axes that are cut."""
    return find_charts(page, None).verdicts
