"""Tables whose columns only the text shows."""

from collections.abc import Sequence

from extract.document import Box
from extract.pdf.grid import Grid
from extract.pdf.page import Page, Word


def find_aligned(page: Page, words: Sequence[Word], taken: Sequence[Box]) -> list[tuple[Grid, tuple[Word, ...]]]:
    return []
