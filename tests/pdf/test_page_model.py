"""The page model: pdfium and pdfplumber see the same characters; what is not printed is in no word."""

from collections import Counter
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pdfplumber
import pypdfium2
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from extract import pdf
from extract.pdf import paths
from extract.pdf.page import Page
from extract.pdf.pdfium import open_document, read_page
from extract.pdf.second import completed
from extract.refusal import Refused
from tests.pdf.sheets import FONT, HEIGHT, WIDTH, made, text

DOCUMENTS = Path(__file__).parents[1] / "documents"
SAMPLES = sorted(DOCUMENTS.glob("*.pdf"))


def first_page(content: bytes) -> Page:
    with open_document(content) as document:
        page = read_page(document, 1)
    return completed(page, content)[0] if page.lost_texts else page


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_characters_agree_with_pdfplumber(sample: Path) -> None:
    with open_document(sample.read_bytes()) as document, pdfplumber.open(sample) as other:
        for number, plumbed in enumerate(other.pages, 1):
            ours = Counter(char for word in read_page(document, number).words for char in word.text)
            theirs = Counter(c for char in plumbed.chars for c in char["text"] if not c.isspace())
            assert ours == theirs, f"page {number}"


@pytest.mark.parametrize("sample", SAMPLES[:4], ids=lambda path: path.stem)
def test_characters_stand_where_pdfplumber_has_them(sample: Path) -> None:
    with open_document(sample.read_bytes()) as document, pdfplumber.open(sample) as other:
        theirs = {(c["text"], round(c["x0"])) for c in other.pages[0].chars}
        ours = [(g.text, g.bbox[0]) for word in read_page(document, 1).words for g in word.glyphs]
        near = sum(any((char, round(x) + step) in theirs for step in (-1, 0, 1)) for char, x in ours)
        assert near == len(ours) > 0


def test_words_are_parted_by_white_space_and_gaps() -> None:
    page = first_page(made(lambda c: (text(c, 60, 60, "区　分 1,234"), text(c, 300, 60, "△567"))))  # type: ignore[arg-type,return-value]
    assert [word.text for word in page.words] == ["区", "分", "1,234", "△567"]
    assert page.words[1].space == pytest.approx(9.0, abs=0.1)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_boxes_are_those_of_the_page_as_displayed(rotation: int) -> None:
    content = made(lambda c: text(c, 100, 400, "左上"), rotation=rotation)
    page = first_page(content)
    with open_document(content) as document:
        shown = document[0].render(scale=1).to_pil().convert("L")
    assert (page.width, page.height) == pytest.approx(shown.size, abs=1)
    x0, top, x1, bottom = page.words[0].bbox
    inked = shown.point(lambda level: 255 if level < 128 else 0).getbbox()
    if inked is None:
        pytest.skip("no Japanese font is at hand to draw the page with")
    assert inked[0] >= x0 - 2
    assert inked[1] >= top - 2
    assert inked[2] <= x1 + 2
    assert inked[3] <= bottom + 2
    assert page.words[0].upright == (360 - rotation) % 360


def test_the_crop_box_moves_the_origin_and_hides_what_is_outside() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setCropBox((50, 400, 400, 800))
        text(canvas, 100, 100, "内")
        text(canvas, 500, 100, "外")

    page = first_page(made(draw))
    assert (page.width, page.height) == (350, 400)
    assert [word.text for word in page.words] == ["内"]
    assert page.words[0].bbox[0] == pytest.approx(50, abs=0.5)
    assert page.words[0].bbox[1] == pytest.approx(100 - (HEIGHT - 800), abs=1.5)


def test_glyphs_drawn_twice_to_look_bold_are_read_once() -> None:
    def draw(canvas: Canvas) -> None:
        for aside in (0, 0.4):
            text(canvas, 60 + aside, 60, "合計 1,100")

    assert [word.text for word in first_page(made(draw)).words] == ["合計", "1,100"]


def test_equal_digits_side_by_side_are_not_taken_for_bold() -> None:
    assert first_page(made(lambda c: text(c, 60, 60, "1111"))).words[0].text == "1111"


def test_invisible_text_is_counted_and_not_read() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        hidden = canvas.beginText(60, 700)
        hidden.setFont(FONT, 9)
        hidden.setTextRenderMode(3)
        hidden.textLine("隠し")
        canvas.drawText(hidden)
        canvas.restoreState()
        text(canvas, 60, 60, "見える")

    page = first_page(made(draw))
    assert [word.text for word in page.words] == ["見える"]
    assert page.invisible_glyphs == 2


def test_a_page_drawn_without_end_says_what_was_left_out_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "SEGMENTS", 100)  # of two a line

    def draw(canvas: Canvas) -> None:
        for step in range(120):
            canvas.line(60, 60 + step, 90, 60 + step)
        canvas.showPage()
        text(canvas, 60, 60, "次の頁")

    reading = pdf.read(made(draw))
    assert [(verdict.reason, verdict.page) for verdict in reading.verdicts] == [("drawing_cut", 1)]
    assert reading.verdicts[0].detail.startswith("70 ")
    assert [line.text for line in reading.lines] == ["次の頁"]


def test_sticky_notes_are_no_text_of_the_page() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.textAnnotation("付箋", (100, 700, 200, 750), 1)
        text(canvas, 60, 60, "本文")

    assert [word.text for word in first_page(made(draw)).words] == ["本文"]


def test_text_that_reads_upwards_and_downwards_is_in_reading_order() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        for angle in (90, 270):
            canvas.saveState()
            canvas.translate(200 + angle, 400)
            canvas.rotate(angle)
            canvas.drawString(0, 0, f"turned{angle}")
            canvas.restoreState()

    words = {word.upright: word.text for word in first_page(made(draw)).words}
    assert words == {90: "turned90", 270: "turned270"}


def test_letters_below_each_other_are_vertical_writing() -> None:
    def draw(canvas: Canvas) -> None:
        for line, letter in enumerate("機関名"):
            text(canvas, 60, 60 + 9.5 * line, letter)

    (word,) = first_page(made(draw)).words
    assert (word.text, word.vertical) == ("機関名", True)


def test_strokes_and_thin_rectangles_are_rulings() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.line(50, 700, 300, 700)
        canvas.rect(50, 600, 250, 0.5, stroke=0, fill=1)
        canvas.rect(50, 500, 100, 40, stroke=1, fill=0)
        canvas.line(50, 100, 300, 300)

    rulings = first_page(made(draw)).rulings
    assert sum(ruling.horizontal for ruling in rulings) == 4
    assert sum(not ruling.horizontal for ruling in rulings) == 2
    assert min(ruling.top for ruling in rulings) == pytest.approx(HEIGHT - 700, abs=0.5)


def test_form_objects_are_taken_apart_with_their_matrices() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.beginForm("inner")
        canvas.setFont(FONT, 9)
        canvas.drawString(0, 0, "様式")
        canvas.line(0, -5, 100, -5)
        canvas.endForm()
        canvas.translate(200, 500)
        canvas.scale(2, 2)
        canvas.doForm("inner")

    page = first_page(made(draw))
    assert page.words[0].bbox[0] == pytest.approx(200, abs=0.5)
    assert page.words[0].size == pytest.approx(18)
    assert page.rulings[0].x1 - page.rulings[0].x0 == pytest.approx(200, abs=0.5)
    assert page.rulings[0].top == pytest.approx(HEIGHT - 490, abs=0.5)


def test_a_scan_without_text_gets_a_verdict() -> None:
    image = pypdfium2.PdfDocument(made(lambda c: text(c, 60, 60, "画像")))[0].render(scale=0.5).to_pil()

    def draw(canvas: Canvas) -> None:
        canvas.drawInlineImage(image, 0, 0, WIDTH, HEIGHT)

    reading = pdf.read(made(draw))
    assert [(verdict.reason, verdict.page) for verdict in reading.verdicts] == [("no_text_layer", 1)]
    assert reading.tables == ()


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "damaged"), (b"%PDF-1.7\nnothing", "damaged"), (SAMPLES[0].read_bytes()[:900], "damaged")],
)
def test_what_cannot_be_opened_is_refused_with_a_reason(content: bytes, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        pdf.read(content)
    assert refused.value.refusal.reason == reason


def test_a_pdf_with_a_password_is_refused() -> None:
    buffer = BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption("secret"))
    canvas.drawString(100, 100, "closed")
    canvas.save()
    with pytest.raises(Refused) as refused:
        pdf.read(buffer.getvalue())
    assert refused.value.refusal.reason == "encrypted"


def test_the_letters_of_a_ligature_stand_in_order() -> None:
    letters = b"1 begincodespacerange <00> <FF> endcodespacerange 2 beginbfchar <41> <00660069> <42> <0073> endbfchar"
    drawn = b"BT /F 20 Tf 50 100 Td (ABB) Tj ET"
    content = b"".join(
        b"%d 0 obj %b endobj\n" % (number, body)
        for number, body in enumerate(
            (
                b"<</Type/Catalog/Pages 2 0 R>>",
                b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 5 0 R/Resources<</Font<</F 4 0 R>>>>>>",
                b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>",
                b"<</Length %d>>stream\n%b\nendstream" % (len(drawn), drawn),
                b"<</Length %d>>stream\n%b\nendstream" % (len(letters), letters),
            ),
            1,
        )
    )
    (word,) = first_page(b"%PDF-1.4\n" + content + b"trailer<</Root 1 0 R>>").words
    assert word.text == "fiss"
    assert [glyph.bbox[2] <= after.bbox[0] + 0.01 for glyph, after in pairwise(word.glyphs)] == [True] * 3
