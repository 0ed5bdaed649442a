"""A long document read by several processes is the document that one reads."""

import os
import signal
from collections.abc import Sequence
from pathlib import Path

import pytest

from extract import pdf, reading
from flows import long_documents
from flows.long_documents import read_pages

CONTENT = (Path(__file__).parents[1] / "documents" / "mext_h25_kekka.pdf").read_bytes()


def killed(file: Path, cover: pdf.Cover, pages: Sequence[int]) -> pdf.Part:
    """Read pages as they are read, but die over the last ones."""
    if pages[-1] == cover.pages:
        os.kill(os.getpid(), signal.SIGKILL)
    return read_pages(file, cover, pages)


def test_several_processes_give_what_one_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = reading.read(CONTENT, "a.pdf")
    assert long_documents.read(CONTENT, "a.pdf", 2) == whole  # too short to be parted
    monkeypatch.setattr(long_documents, "LONG", 2)
    assert long_documents.read(CONTENT, "a.pdf", 2) == whole


def test_a_process_that_dies_is_told_with_its_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_documents, "LONG", 2)
    monkeypatch.setattr(long_documents, "read_pages", killed)
    with pytest.raises(long_documents.LostPartError, match=r"pages \d+ to \d+ died"):
        long_documents.read(CONTENT, "a.pdf", 2)
