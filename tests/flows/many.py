"""Many small documents, all different: pages of the shipped PDFs, tables that no source knows, and web pages."""

import io
from itertools import cycle
from pathlib import Path

import pypdfium2

DOCUMENTS = Path(__file__).parents[1] / "documents"
WHOLE = ("jpo_2018_1-4.pdf", "mext_h25_kekka.pdf", "oecd_berd_share.xlsx", "STI2025_5-4-05.xlsx")
PAGE = "<!DOCTYPE html><html><body>お探しのページは見つかりません</body></html>"


def made(count: int) -> dict[str, bytes]:
    """So many files by their names: a few whole documents, then of five three pages, a table and a web page."""
    files = {name: (DOCUMENTS / name).read_bytes() for name in WHOLE}
    pages = cycle(_pages())
    for number in range(count - len(files)):
        if number % 5 == 4:
            files[f"頁{number}.pdf"] = f"{PAGE}<!-- {number} -->".encode()
        elif number % 5 == 2:
            rows = [f"{year}年度,{number * 7 + year},{number * 3}" for year in range(2001, 2011)]
            files[f"表{number}.csv"] = "\n".join(["年度,件数,金額（千円）", *rows]).encode("cp932")
        else:
            files[f"資料{number}.pdf"] = stamped(next(pages), number)
    return files


def refused(files: dict[str, bytes]) -> set[str]:
    """The names of those that are no documents."""
    return {name for name, content in files.items() if content.startswith(b"<!")}


def stamped(content: bytes, number: int) -> bytes:
    """A PDF that is the same to its readers, with other bytes for each number."""
    return content + f"%% {number}\n%%EOF\n".encode()


def _pages() -> list[bytes]:
    """Each page of the shipped PDFs that have few as a document of its own."""
    pages = []
    for path in sorted(DOCUMENTS.glob("*.pdf")):
        whole = pypdfium2.PdfDocument(path)
        for index in range(len(whole) if len(whole) <= 5 else 0):
            page = pypdfium2.PdfDocument.new()
            page.import_pages(whole, [index])
            written = io.BytesIO()
            page.save(written)
            pages.append(written.getvalue())
    return pages
