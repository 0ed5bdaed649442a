"""A document read in parts, in several processes or a few pages at a time, is the document read at once."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from extract import pdf
from extract.pdf import assemble, read_cover, read_part, shares

DOCUMENTS = Path(__file__).parents[1] / "documents"
OVER_PAGES = ("mext_h25_kekka.pdf", "mext_h30_ranking.pdf", "h30_chiken_print.pdf")


@pytest.mark.parametrize("name", OVER_PAGES)
def test_ranges_of_pages_put_together(name: str) -> None:
    content = (DOCUMENTS / name).read_bytes()
    whole = pdf.read(content)
    assert any(len({value.place.page for value in table.values}) > 1 for table in whole.tables)  # type: ignore[union-attr]
    for cut in range(1, whole.pages):
        parts = [read_part(content, range(1, cut + 1)), read_part(content, range(cut + 1, whole.pages + 1))]
        assert assemble(parts) == whole


@pytest.mark.parametrize("name", OVER_PAGES)
def test_pages_read_one_by_one_by_what_the_cover_says(name: str) -> None:
    content = (DOCUMENTS / name).read_bytes()
    cover = read_cover(content)
    parts = [read_part(content, [number], cover) for number in range(1, cover.pages + 1)]
    assert assemble(parts) == pdf.read(content)


def test_two_processes() -> None:
    content = (DOCUMENTS / OVER_PAGES[0]).read_bytes()
    whole = pdf.read(content)
    halves = [range(1, 4), range(4, whole.pages + 1)]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        assert assemble(list(pool.map(read_part, [content] * 2, halves))) == whole


@pytest.mark.parametrize(("pages", "processes"), [(1, 4), (7, 2), (100, 2), (601, 3)])
def test_shares_hold_each_page_once_and_in_order(pages: int, processes: int) -> None:
    ranges = shares(pages, processes)
    assert [page for one in ranges for page in one] == list(range(1, pages + 1))
    assert len(ranges) >= min(pages, processes)


def test_a_few_pages_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    content = (DOCUMENTS / OVER_PAGES[0]).read_bytes()
    whole = pdf.read(content)
    monkeypatch.setattr(pdf, "PAGES_AT_ONCE", 1)
    assert pdf.read(content) == whole
