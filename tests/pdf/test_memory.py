"""What is read from pdfium's memory at once is what pdfium tells one by one."""

from pathlib import Path

import pypdfium2
import pytest

from extract import pdf
from extract.pdf import memory, raw

DOCUMENTS = Path(__file__).parents[1] / "documents"


@pytest.mark.parametrize("name", ["meti_deck_2016", "mext_h26_kekka", "jpo_2018_1-4"])
def test_characters_read_at_once_are_those_told_one_by_one(name: str) -> None:
    document = pypdfium2.PdfDocument(DOCUMENTS / f"{name}.pdf")  # type: ignore[no-untyped-call]
    for page in list(document)[:4]:
        text = page.get_textpage()
        assert len(memory.characters(raw.address(text.raw))) > 20
        assert memory.are_characters_as_told(raw.address(text.raw))


def test_segments_read_at_once_are_those_told_one_by_one() -> None:
    pdfium, kinds = raw.BINDINGS, set()
    for page in pypdfium2.PdfDocument(DOCUMENTS / "meti_deck_2016.pdf"):  # type: ignore[no-untyped-call]
        for index in range(pdfium.FPDFPage_CountObjects(page.raw)):
            path = raw.handle(raw.address(pdfium.FPDFPage_GetObject(page.raw, index)))
            assert memory.are_segments_as_told(path)
            kinds |= {kind for _, kind, _ in memory.told_segments(path)}
    assert kinds == {raw.LINE_TO, raw.CURVE_TO, raw.MOVE_TO}


@pytest.mark.parametrize("name", ["meti_deck_2016", "mext_h26_kekka", "jpo_2018_1-4"])
def test_a_build_that_is_not_known_is_read_the_same(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    content = (DOCUMENTS / f"{name}.pdf").read_bytes()
    known = pdf.read(content)
    monkeypatch.setattr(memory, "AS_KNOWN", False)
    assert pdf.read(content) == known


def test_another_layout_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, elsewhere in (("_CHARACTERS", 40), ("_GLYPHS", 24)):
        with monkeypatch.context() as other:
            other.setattr(memory, name, elsewhere)
            assert not memory._as_known()
