"""Measures speed and accuracy side by side in one run and writes docs/benchmarks.md: ``make bench``.

``make bench PART=pdf`` (or sheets, release, proofs) measures one part; what the page says of the others stays.
Speed is CPU seconds of one process, each reader over the same files, best of `ROUNDS`, as ratios: absolute times
belong to the machine. Accuracy is told by the scorers that lie beside the benchmarks, where they are at hand.
"""

import argparse
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
from flows import long_documents

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
PAGE = ROOT / "docs" / "benchmarks.md"
ROUNDS = 2
SPEED = """| files | {} | sangaku, per CPU second | against its peer | against the bare read |
|---|---|---|---|---|"""
PEAK = """
import pathlib, re, sys
import extract.pdf
extract.pdf.read(pathlib.Path(sys.argv[1]))
print(int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) // 1024)
"""
HEAD = """# Benchmarks

Written by `make bench`. Ratios of CPU seconds, measured side by side in one run; more is faster than the peer.
"""


def main() -> None:
    """Measure the part named, or all, as far as it is at hand, and write the page."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("part", nargs="?", choices=PARTS, help="measure this part only")
    chosen = asked.parse_args().part
    kept = _sections(PAGE.read_text(encoding="utf-8")) if PAGE.exists() else {}
    told = {
        title: "\n".join(measure()).strip() if chosen in (None, name) else kept.get(title, "Not measured yet.")
        for name, (title, measure) in PARTS.items()
    }
    sections = [f"## {title}\n\n{text}\n" for title, text in told.items()]
    PAGE.write_text("\n".join([HEAD, *sections]), encoding="utf-8")
    print(PAGE.read_text(encoding="utf-8"))


def _sections(page: str) -> dict[str, str]:
    """What a page says under each of its headings."""
    parts = [part.partition("\n") for part in re.split(r"^## ", page, flags=re.MULTILINE)[1:]]
    return {title: text.strip() for title, _, text in parts}


def _pdf() -> Iterator[str]:
    yield SPEED.format("pages")
    for name, files in _pdf_sets():
        contents = [file.read_bytes() for file in files]
        pages = sum(len(pypdfium2.PdfDocument(content)) for content in contents)
        ours = _cpu(extract.pdf.read, contents)
        plumber, bare = _cpu(_pdfplumber_tables, contents), _cpu(_pdfium_text, contents)
        yield _row(name, pages, ours, f"{plumber / ours:.1f} × pdfplumber's tables", bare / ours)
    yield from _large()
    benchmarks, dev = SHARED / "benchmarks", SHARED / "documents" / "dev"
    if benchmarks.exists():
        yield from _accuracy("Ministry documents", "score_documents.py", sorted(dev.glob("*.pdf")), dev, "--only=.pdf")
        icdar = benchmarks / "icdar2013" / "competition-dataset-eu"
        yield from _accuracy("ICDAR-2013, EU part", "score_pdf_tables.py", sorted(icdar.glob("*.pdf")), icdar)


def _sheets() -> Iterator[str]:
    yield SPEED.format("sheets")
    shipped = [
        file.read_bytes() for file in sorted((ROOT / "tests" / "documents").glob("*.xls*")) if file.suffix != ".csv"
    ]
    sheets = sum(len(CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names) for content in shipped)
    ours, bare = _cpu(_our_sheets, shipped), _cpu(_calamine, shipped)
    yield _row("shipped documents", sheets, ours, "", bare / ours)
    yield "\n### Ten forms of 1,100 institutions by 661 columns, 7.3 million cells\n"
    yield from _module("bench_staging")
    yield "\n### Made-up sheets of many styles\n"
    yield from _module("styles.measure")
    yield ""
    benchmarks, dev = SHARED / "benchmarks", SHARED / "documents" / "dev"
    if benchmarks.exists():
        workbooks = [file for file in sorted(dev.glob("*.xls*")) if file.suffix != ".csv"]
        yield from _accuracy("Ministry documents", "score_documents.py", workbooks, dev, "--only=.xls")
        troy = benchmarks / "troy200"
        yield from _accuracy(
            "Troy-200, every second sheet", "score_sheets.py", [troy / "tables.xlsx"], troy / "truth.csv"
        )


def _module(name: str) -> Iterator[str]:
    """What another benchmark prints, run by itself."""
    command = [sys.executable, "-m", f"tests.{name}"]
    told = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout
    yield f"```text\n{told.strip()}\n```"


PARTS: dict[str, tuple[str, Callable[[], Iterator[str]]]] = {
    "pdf": ("PDFs", _pdf),
    "sheets": ("Workbooks", _sheets),
    "release": ("A release", partial(_module, "bench_release")),
    "proofs": ("Proofs", partial(_module, "bench_proofs")),
}
"""What can be measured by itself: its heading on the page, and what measures it."""


def _large() -> Iterator[str]:
    """A large document: memory by the number of pages, and what a second process brings."""
    yield "\n### Large documents\n"
    yield "| pages | peak memory of a process that reads them, MB | two processes against one |"
    yield "|---|---|---|"
    source = (ROOT / "tests" / "documents" / "mext_h26_kekka.pdf").read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        for pages in (100, 300, 600):
            large = Path(folder) / f"{pages}.pdf"
            large.write_bytes(_repeated(source, pages))
            command = [sys.executable, "-c", PEAK, str(large)]
            peak = int(subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout)
            one, two = (min(_elapsed(large, processes) for _ in range(ROUNDS)) for processes in (1, 2))
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


def _elapsed(file: Path, processes: int) -> float:
    """Seconds that processes, once warm, take to read a document in parts."""
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as workers:
        list(workers.map(extract.pdf.read_part, [file] * processes, [range(1, 9)] * processes))
        begun = time.monotonic()
        cover = extract.pdf.read_cover(file)
        read = partial(long_documents.read_pages, file, cover)
        extract.pdf.assemble(list(workers.map(read, extract.pdf.shares(cover.pages, processes))))
        return time.monotonic() - begun


def _row(name: str, count: int, seconds: float, peer: str, bare: float) -> str:
    return f"| {name} | {count} | {count / seconds:.1f} | {peer} | {bare:.2f} |"


def _accuracy(title: str, scorer: str, files: Iterable[Path], truth: Path, *only: str) -> Iterator[str]:
    yield f"### {title}\n\n```text\n{_scored(SHARED / 'benchmarks' / scorer, files, truth, *only)}\n```\n"


def _scored(scorer: Path, files: Iterable[Path], truth: Path, *only: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        read = Path(folder) / "read.jsonl"
        sangaku = Path(sys.executable).with_name("sangaku")
        subprocess.run([sangaku, "extract", *files, "--json", read], check=True, capture_output=True)
        command = [sys.executable, scorer, read, truth, *only]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
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
