"""What is read from pdfium's memory at once is what pdfium tells one by one."""

from pathlib import Path

import pypdfium2
import pytest

from extract.pdf import memory, raw

DOCUMENTS = Path(__file__).parents[1] / "documents"


@pytest.mark.parametrize("name", ["meti_deck_2016", "mext_h26_kekka", "jpo_2018_1-4"])
def test_characters_read_at_once_are_those_told_one_by_one(name: str) -> None:
    document = pypdfium2.PdfDocument(DOCUMENTS / f"{name}.pdf")  # type: ignore[no-untyped-call]
    for page in list(document)[:4]:
        text = page.get_textpage()
        told = memory.told_characters(raw.address(text.raw))
        assert len(told) > 20
        assert memory.kept_characters(raw.address(text.raw)) == told


def test_segments_read_at_once_are_those_told_one_by_one() -> None:
    pdfium, kinds = raw.BINDINGS, set()
    for page in pypdfium2.PdfDocument(DOCUMENTS / "meti_deck_2016.pdf"):  # type: ignore[no-untyped-call]
        for index in range(pdfium.FPDFPage_CountObjects(page.raw)):
            path = raw.address(pdfium.FPDFPage_GetObject(page.raw, index))
            told = memory.told_segments(path)
            assert memory.kept_segments(path) == told
            kinds |= {kind for _, kind, _ in told}
    assert kinds == {raw.LINE_TO, raw.CURVE_TO, raw.MOVE_TO}
