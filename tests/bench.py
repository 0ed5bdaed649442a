"""Measures speed and accuracy side by side in one run and writes docs/benchmarks.md: ``make bench``.

Speed is CPU seconds of one process, each reader over the same files, best of `ROUNDS`, as ratios: absolute times
belong to the machine. Accuracy is told by the scorers that lie beside the benchmarks, where they are at hand.
"""

import io
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import pdfplumber
import pypdfium2
from python_calamine import CalamineWorkbook

import extract.pdf
import extract.sheet
from extract.media_type import recognise
from extract.refusal import Refusal

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
PAGE = ROOT / "docs" / "benchmarks.md"
ROUNDS = 2
PEAK = """
import re, sys
import extract.pdf
extract.pdf.read(open(sys.argv[1], "rb").read())
print(int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) // 1024)
"""
HEAD = """# Benchmarks

Written by `make bench`. Ratios of CPU seconds, measured side by side in one run; more is faster than the peer.
"""


def main() -> None:
    """Measure what is at hand and write the page."""
    PAGE.write_text("\n".join([HEAD, *_speed(), *_large(), *_accuracy()]).rstrip() + "\n", encoding="utf-8")
    print(PAGE.read_text(encoding="utf-8"))


def _speed() -> Iterator[str]:
    yield "## Speed\n"
    yield "| files | pages or sheets | sangaku, per CPU second | against its peer | against the bare read |"
    yield "|---|---|---|---|---|"
    for name, files in _pdf_sets():
        contents = [file.read_bytes() for file in files]
        pages = sum(len(pypdfium2.PdfDocument(content)) for content in contents)
        ours = _cpu(extract.pdf.read, contents)
        plumber, bare = _cpu(_pdfplumber_tables, contents), _cpu(_pdfium_text, contents)
        yield _row(f"PDF: {name}", pages, ours, f"{plumber / ours:.1f} × pdfplumber's tables", bare / ours)
    workbooks = sorted((ROOT / "tests" / "documents").glob("*.xls*"))
    contents = [file.read_bytes() for file in workbooks if not file.name.endswith(".csv")]
    sheets = sum(len(CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names) for content in contents)
    ours, bare = _cpu(_our_sheets, contents), _cpu(_calamine, contents)
    yield _row("workbooks: shipped documents", sheets, ours, "", bare / ours)
    yield ""


def _large() -> Iterator[str]:
    """A large document: memory by the number of pages, and what a second process brings."""
    yield "## Large documents\n"
    yield "| pages | peak memory of a process that reads them, MB | two processes against one |"
    yield "|---|---|---|"
    source = (ROOT / "tests" / "documents" / "mext_h26_kekka.pdf").read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        for pages in (100, 300, 600):
            large = Path(folder) / f"{pages}.pdf"
            large.write_bytes(_repeated(source, pages))
            command = [sys.executable, "-c", PEAK, str(large)]
            peak = int(subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout)
            one, two = (_elapsed(large.read_bytes(), processes) for processes in (1, 2))
            yield f"| {pages} | {peak} | {one / two:.2f} × |"
    yield ""


def _repeated(content: bytes, pages: int) -> bytes:
    """The pages of a PDF over and over."""
    source, large = pypdfium2.PdfDocument(content), pypdfium2.PdfDocument.new()
    while len(large) < pages:
        large.import_pages(source, [len(large) % len(source)])
    written = io.BytesIO()
    large.save(written)
    return written.getvalue()


def _elapsed(content: bytes, processes: int) -> float:
    """Seconds that processes, once warm, take to read a document in parts."""
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as workers:
        list(workers.map(extract.pdf.read_part, [content] * processes, [range(1, 9)] * processes))
        begun = time.monotonic()
        cover = extract.pdf.read_cover(content)
        read_pages = partial(extract.pdf.read_part, content, cover=cover)
        extract.pdf.assemble(list(workers.map(read_pages, extract.pdf.shares(cover.pages, processes))))
        return time.monotonic() - begun


def _row(name: str, count: int, seconds: float, peer: str, bare: float) -> str:
    return f"| {name} | {count} | {count / seconds:.1f} | {peer} | {bare:.2f} |"


def _accuracy() -> Iterator[str]:
    benchmarks = SHARED / "benchmarks"
    if not benchmarks.exists():
        return
    icdar, troy = benchmarks / "icdar2013" / "competition-dataset-eu", benchmarks / "troy200"
    documents = [f for f in sorted((SHARED / "documents" / "dev").iterdir()) if f.suffix in (".pdf", ".xls", ".xlsx")]
    for title, scorer, files, truth in (
        ("Ministry documents", "score_documents.py", documents, SHARED / "documents" / "dev"),
        ("ICDAR-2013, EU part", "score_pdf_tables.py", sorted(icdar.glob("*.pdf")), icdar),
        ("Troy-200, every second sheet", "score_sheets.py", [troy / "tables.xlsx"], troy / "truth.csv"),
    ):
        yield f"## {title}\n"
        yield f"```text\n{_scored(benchmarks / scorer, files, truth)}\n```\n"


def _scored(scorer: Path, files: Iterable[Path], truth: Path) -> str:
    with tempfile.TemporaryDirectory() as folder:
        read = Path(folder) / "read.jsonl"
        sangaku = Path(sys.executable).with_name("sangaku")
        subprocess.run([sangaku, "extract", *files, "--json", read], check=True, capture_output=True)
        told = subprocess.run([sys.executable, scorer, read, truth], check=True, capture_output=True, text=True).stdout
    return "\n".join(line for line in told.splitlines() if re.search(r"precision|macro|truth \d|F1", line))


def _pdf_sets() -> Iterator[tuple[str, list[Path]]]:
    yield "shipped documents", sorted((ROOT / "tests" / "documents").glob("*.pdf"))
    if SHARED.exists():
        yield "ICDAR-2013", sorted((SHARED / "benchmarks" / "icdar2013").rglob("*.pdf"))
        yield "ministries' own files", sorted((SHARED / "corpus" / "pdf").glob("*.pdf"))


def _cpu(read: Callable[[bytes], object], contents: Iterable[bytes]) -> float:
    """CPU seconds of the fastest round over all contents."""
    best = float("inf")
    for _ in range(ROUNDS):
        begun = time.process_time()
        for content in contents:
            read(content)
        best = min(best, time.process_time() - begun)
    return best


def _pdfplumber_tables(content: bytes) -> None:
    with pdfplumber.open(io.BytesIO(content)) as document:
        for page in document.pages:
            page.extract_tables()
            page.close()


def _pdfium_text(content: bytes) -> None:
    document = pypdfium2.PdfDocument(content)
    for page in document:
        text = page.get_textpage()
        for index in range(text.count_chars()):
            text.get_charbox(index)


def _our_sheets(content: bytes) -> None:
    media_type = recognise(content)
    if isinstance(media_type, Refusal):
        raise TypeError(str(media_type))
    extract.sheet.read(content, media_type)


def _calamine(content: bytes) -> None:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for name in workbook.sheet_names:
        workbook.get_sheet_by_name(name).to_python()


if __name__ == "__main__":
    main()
