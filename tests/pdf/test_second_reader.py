"""What a PDF says does not depend on the fonts of the machine: pdfplumber reads what pdfium leaves out without them."""

import json
import subprocess
import sys

from reportlab.pdfgen.canvas import Canvas

from extract.pdf.pdfium import open_document, read_page
from tests.pdf.sheets import made, text

WITHOUT_FONTS = """
import ctypes, json, sys
import pypdfium2.raw as pdfium

pdfium.FPDF_DestroyLibrary()
nowhere = ctypes.create_string_buffer(b"/nonexistent")
paths = (ctypes.POINTER(ctypes.c_char) * 2)(ctypes.cast(nowhere, ctypes.POINTER(ctypes.c_char)), None)
config = pdfium.FPDF_LIBRARY_CONFIG(version=2)
config.m_pUserFontPaths = ctypes.cast(paths, type(config.m_pUserFontPaths))
pdfium.FPDF_InitLibraryWithConfig(ctypes.byref(config))

from extract import pdf

reading = pdf.read(sys.stdin.buffer.read())
print(json.dumps([[line.text for line in reading.lines], [verdict.reason for verdict in reading.verdicts]]))
"""


def read_without_fonts(content: bytes) -> tuple[list[str], list[str]]:
    """The lines and the reasons of the verdicts, as a machine without fonts reads them."""
    done = subprocess.run([sys.executable, "-c", WITHOUT_FONTS], input=content, capture_output=True, check=True)
    lines, verdicts = json.loads(done.stdout)
    return lines, verdicts


def test_a_character_alone_is_read_without_its_font() -> None:
    content = made(
        lambda canvas: [text(canvas, 60 + 60 * at, 100, what) for at, what in enumerate(("件数", "１", "２"))]
    )
    assert read_without_fonts(content) == (["件数", "１", "２"], ["second_reader"])


def test_white_space_alone_is_no_text_that_is_lost() -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 60, 100, "件　数")
        text(canvas, 200, 100, "　")

    content = made(draw)
    with open_document(content) as document:
        assert read_page(document, 1).lost_texts == 0
    with open_document(made(lambda canvas: text(canvas, 200, 100, "　"))) as document:
        assert read_page(document, 1).lost_texts == 1  # what it prints, its font does not tell elsewhere
    assert read_without_fonts(content) == (["件 数"], [])
