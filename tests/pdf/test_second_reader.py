"""What a PDF says does not depend on the fonts of the machine: pdfplumber reads what pdfium leaves out without them."""

import json
import subprocess
import sys

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


def test_a_character_alone_is_read_without_its_font() -> None:
    content = made(
        lambda canvas: [text(canvas, 60 + 60 * at, 100, what) for at, what in enumerate(("件数", "１", "２"))]
    )
    done = subprocess.run([sys.executable, "-c", WITHOUT_FONTS], input=content, capture_output=True, check=True)
    lines, verdicts = json.loads(done.stdout)
    assert lines == ["件数", "１", "２"]
    assert verdicts == ["second_reader"]
