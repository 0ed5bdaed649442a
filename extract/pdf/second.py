"""The second reader: the words of a page by pdfplumber, for what pdfium cannot tell.

pdfium leaves out a text of one character whose font is neither in the file nor on the machine: what a document says
must not depend on the fonts of the machine that reads it. Out of scope: what is drawn, which needs no fonts.
"""

import gc
import io
import logging
from dataclasses import replace
from math import atan2, degrees
from typing import Any

import numpy as np
import pdfplumber

from extract.content import Content
from extract.document import Verdict
from extract.pdf.glyphs import Glyphs, Runs, repeated_glyphs
from extract.pdf.page import Page, Word
from extract.pdf.words import find_words


def completed(page: Page, content: Content) -> tuple[Page, Verdict | None]:
    """The page with the words that its PDF (`content`) prints, and who read them, if pdfium left some out."""
    lost = f"{page.lost_texts} texts are set in fonts that are not at hand"
    try:
        words = _words(content, page.number)
    except TimeoutError:
        raise
    except Exception as error:  # what pdfminer raises on damaged files is of any kind
        detail = f"{lost}, and pdfplumber cannot read the page: {type(error).__name__}"
        return page, Verdict("lost_texts", detail, page.number)
    gc.collect(1)  # what pdfplumber made of the page refers to itself
    if sum(len(word.text) for word in words) <= sum(len(word.text) for word in page.words):
        return page, None
    return replace(page, words=words), Verdict("second_reader", f"{lost}: pdfplumber read the page", page.number)


def _words(content: Content, number: int) -> tuple[Word, ...]:
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it warns of each font, on the terminal of whoever reads
    with pdfplumber.open(io.BytesIO(content) if isinstance(content, bytes) else content, pages=[number]) as document:
        left, top, right, bottom = document.pages[0].cropbox
        chars = [
            char
            for char in document.pages[0].chars
            if char["text"].strip()
            and left <= (char["x0"] + char["x1"]) / 2 <= right
            and top <= (char["top"] + char["bottom"]) / 2 <= bottom
        ]
        return find_words(_glyphs(chars, left, top))


def _glyphs(chars: list[dict[str, Any]], left: float, top: float) -> Glyphs:
    """Characters as the page model has them; each letter of a ligature is a glyph."""
    letters = [(letter, char) for char in chars for letter in char["text"]]
    count = len(letters)
    boxes = np.array([(c["x0"] - left, c["top"] - top, c["x1"] - left, c["bottom"] - top) for _, c in letters])
    turns = [round(degrees(atan2(c["matrix"][1], c["matrix"][0]))) % 360 for _, c in letters]
    runs = Runs(
        sizes=np.array([float(c["size"]) for _, c in letters]),
        angles=np.array(turns, dtype=np.int64),
        slants=np.array(turns, dtype=np.int64),
        printed=np.ones(count, dtype=np.bool_),
        colored=np.zeros(count, dtype=np.bool_),
        paints=np.zeros((count, 3)),
        orders=list(range(count)),
    )
    codes, run = np.array([ord(letter) for letter, _ in letters], dtype=np.int64), np.arange(count)
    keep = np.flatnonzero(~repeated_glyphs(codes, boxes, runs.sizes, run))
    return Glyphs(codes[keep], boxes[keep], run[keep], runs, 0, 0)
