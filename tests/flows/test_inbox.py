"""The inbox takes what has arrived whole and leaves the rest."""

import os
import threading
import time
from pathlib import Path

import pytest

from extract.refusal import Refusal
from flows import inbox, taking
from flows.folder import Found
from warehouse import landing
from warehouse.home import Home


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
    arrived, waiting = inbox.settled(tmp_path)
    assert [(f.path.name, dict(f.facts)) for f in arrived] == [
        ("a.pdf", {"source": "mext_sangaku_jisshi"}),
        ("平成26年度.pdf", {}),
    ]
    assert not waiting


def test_a_file_that_is_being_written_is_left(tmp_path: Path) -> None:
    begun, stop = threading.Event(), threading.Event()

    def write_slowly() -> None:
        with (tmp_path / "slow.csv").open("wb") as file:
            while not stop.wait(0.1):
                file.write(b"x" * 10)
                file.flush()
                begun.set()

    writer = threading.Thread(target=write_slowly)
    writer.start()
    begun.wait()
    try:
        arrived, waiting = inbox.settled(tmp_path)
        assert not arrived
        assert [path.name for path in waiting] == ["slow.csv"]
    finally:
        stop.set()
        writer.join()
    assert not inbox.settled(tmp_path)[0]
    drop(tmp_path / "slow.csv", age=inbox.SETTLE_SECONDS)
    assert [found.path.name for found in inbox.settled(tmp_path)[0]] == ["slow.csv"]


@pytest.mark.parametrize(
    ("content", "arrived"),
    [
        (b"%PDF-1.7\n...\n%%EOF\n", True),
        (b"%PDF-1.7\n...\n", False),
        (b"PK\x03\x04" + b"." * 5000 + b"PK\x05\x06" + b"\0" * 18, True),
        (b"PK\x03\x04PK\x05\x06" + b"." * 5000, False),
        (b"a,b\n1,2\n", False),
        (b"", False),
    ],
)
def test_one_that_ends_well_is_taken_sooner(tmp_path: Path, content: bytes, arrived: bool) -> None:
    drop(tmp_path / "a", content, age=inbox.WHOLE_SECONDS + 0.1)
    assert bool(inbox.settled(tmp_path)[0]) == arrived


def test_one_that_is_held_open_has_not_arrived_however_long_its_writer_pauses(tmp_path: Path) -> None:
    path = drop(tmp_path / "slow.pdf", b"%PDF-1.7\n%%EOF\n", age=inbox.BROKEN_SECONDS + 1)
    with path.open("ab"):
        assert not inbox.settled(tmp_path)[0]
    assert inbox.settled(tmp_path)[0]


@pytest.mark.parametrize(("age", "arrived"), [(inbox.SETTLE_SECONDS + 1, False), (inbox.BROKEN_SECONDS + 1, True)])
def test_half_a_file_waits_for_its_other_half(tmp_path: Path, age: float, arrived: bool) -> None:
    drop(tmp_path / "half.pdf", b"%PDF-1.7\n...\n", age=age)
    assert bool(inbox.settled(tmp_path)[0]) == arrived


def test_who_is_patient_waits_for_what_was_just_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "WHOLE_SECONDS", 2.0)
    drop(tmp_path / "a.pdf", b"%PDF-1.7\n%%EOF\n", age=0)
    assert not inbox.settled(tmp_path)[0]
    assert inbox.settled(tmp_path, patient=True)[0]


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


def test_a_folder_that_is_named_after_no_source_says_nothing_of_the_source_and_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = Home.at(tmp_path)
    for source in ("oecd_rds_msti", "oecd_rds"):
        rows = ["年度,機関名,件数", *(f"平成{year}年度,{source},{year}" for year in range(20, 27))]
        drop(home.inbox / source / f"{source}.csv", "\n".join(rows).encode())
    assert len(list(taking.take_inbox(home))) == 2
    declared = {entry.name: entry.declared("source") for entry in landing.ledger(home).entries}
    assert declared == {"oecd_rds_msti.csv": "oecd_rds_msti", "oecd_rds.csv": None}
    assert "no source is called oecd_rds, as the folder of oecd_rds.csv is" in capsys.readouterr().err
