"""The inbox takes what has arrived whole and leaves the rest."""

import os
import threading
import time
from pathlib import Path

from extract.refusal import Refusal
from flows import inbox
from flows.folder import Found


def drop(path: Path, content: bytes = b"x", age: float = 60) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (time.time() - age,) * 2)
    return path


def test_old_files_at_once_with_the_source_of_their_folder(tmp_path: Path) -> None:
    drop(tmp_path / "平成26年度.pdf")
    drop(tmp_path / "mext_sangaku_jisshi" / "a.pdf")
    for name in (".hidden", "~$book.xlsx", "b.pdf.crdownload", ".git/c.pdf"):
        drop(tmp_path / name)
    began = time.monotonic()
    arrived, waiting = inbox.settled(tmp_path)
    assert time.monotonic() - began < 1
    assert [(f.path.name, dict(f.facts)) for f in arrived] == [
        ("a.pdf", {"source": "mext_sangaku_jisshi"}),
        ("平成26年度.pdf", {}),
    ]
    assert not waiting


def test_a_file_that_is_being_written_is_left(tmp_path: Path) -> None:
    stop = threading.Event()

    def write_slowly() -> None:
        with (tmp_path / "slow.pdf").open("wb") as file:
            while not stop.wait(0.1):
                file.write(b"x" * 10)
                file.flush()

    writer = threading.Thread(target=write_slowly)
    writer.start()
    time.sleep(0.3)
    try:
        arrived, waiting = inbox.settled(tmp_path)
        assert not arrived
        assert [path.name for path in waiting] == ["slow.pdf"]
    finally:
        stop.set()
        writer.join()
    arrived, waiting = inbox.settled(tmp_path)
    assert [found.path.name for found in arrived] == ["slow.pdf"]
    assert not waiting


def test_refused_files_lie_apart_with_a_note_and_none_is_overwritten(tmp_path: Path) -> None:
    refusal = Refusal("html_page", "the file is a web page", "Fetch it again")
    names = [
        inbox.refuse(Found(drop(tmp_path / "inbox" / "a.pdf", content)), tmp_path / "refused", refusal).name
        for content in (b"one", b"two")
    ]
    assert names == ["a.pdf", "a-2.pdf"]
    assert (tmp_path / "refused" / "a-2.pdf").read_bytes() == b"two"
    assert "html_page" in (tmp_path / "refused" / "a-2.pdf.note.txt").read_text(encoding="utf-8")
    assert not list((tmp_path / "inbox").iterdir())


def test_an_empty_inbox(tmp_path: Path) -> None:
    assert inbox.settled(tmp_path) == ([], [])
