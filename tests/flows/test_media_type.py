"""Files are known by their bytes: the kinds that are read, and what is refused with its reason."""

import io
import json
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from extract import media_type
from extract.refusal import Refusal

DOCUMENTS = Path(__file__).parents[1] / "documents"
TABLE = "年度,機関名,件数,受入額（千円）\n平成26年度,北海道大学,414,1234567\n平成26年度,東京大学,1509,4567890\n"
SUFFIX_OF = {suffix: kind for kind, suffix in media_type.SUFFIXES.items()}


def xlsx() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["年度", "件数"])
    book.active.append(["平成26年度", 414])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xls() -> bytes:
    book = xlwt.Workbook()
    book.add_sheet("表1").write(0, 0, "年度")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def archive(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in members.items():
            file.writestr(name, content)
    return out.getvalue()


def container(stream: str) -> bytes:
    """An OLE container of one directory sector with one stream."""
    entry = stream.encode("utf-16-le") + b"\0\0"
    root = "Root Entry".encode("utf-16-le") + b"\0\0"
    directory = root.ljust(64, b"\0") + struct.pack("<HB", len(root), 5)
    directory = directory.ljust(128, b"\0") + entry.ljust(64, b"\0") + struct.pack("<HB", len(entry), 2)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 22 + struct.pack("<H", 9)
    return header.ljust(512, b"\0") + directory.ljust(512, b"\0")


def reason(content: bytes) -> str:
    refusal = media_type.recognise(content)
    assert isinstance(refusal, Refusal), refusal
    assert refusal.detail
    assert refusal.advice
    return refusal.reason


@pytest.mark.parametrize("path", sorted(DOCUMENTS.iterdir()), ids=lambda path: path.name)
def test_every_shipped_file_is_what_its_name_says(path: Path) -> None:
    if path.suffix == ".md":
        assert reason(path.read_bytes()) == "plain_text"
    else:
        assert media_type.recognise(path.read_bytes()) == SUFFIX_OF[path.suffix]


ENCODINGS = ["utf-8", "utf-8-sig", "cp932", "euc_jp", "utf-16", "utf-16-le", "utf-16-be", "iso2022_jp"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_csv_in_every_encoding(encoding: str) -> None:
    content = TABLE.encode(encoding)
    assert media_type.recognise(content) == media_type.CSV
    assert (media_type.decode(content) or "").lstrip("\ufeff") == TABLE


@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_csv_with_other_delimiters(delimiter: str) -> None:
    assert media_type.recognise(TABLE.replace(",", delimiter).encode()) == media_type.CSV


def test_csv_with_title_lines_above() -> None:
    assert media_type.recognise(("表1　共同研究の実施件数\n（単位：件）\n\n" + TABLE).encode("cp932")) == media_type.CSV


def test_workbooks() -> None:
    assert media_type.recognise(xlsx()) == media_type.XLSX
    assert media_type.recognise(xls()) == media_type.XLS
    assert media_type.recognise(archive({"mimetype": media_type.ODS.encode(), "content.xml": b""})) == media_type.ODS
    macros = b'<Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/>'
    assert media_type.recognise(archive({"[Content_Types].xml": macros})) == media_type.XLSX


def test_a_pdf_may_begin_late() -> None:
    assert media_type.recognise(b"\r\n\r\n%PDF-1.4 ...") == media_type.PDF


@pytest.mark.parametrize("content", [b"", b" \n", b"\0" * 4096])
def test_nothing_is_empty(content: bytes) -> None:
    assert reason(content) == "empty"


@pytest.mark.parametrize("encoding", ["utf-8", "cp932", "euc_jp"])
def test_an_error_page_whatever_it_is_called(encoding: str) -> None:
    page = (
        "<!DOCTYPE html>\n<html><head><title>お探しのページは\n見つかりません</title></head><body>1,2,3</body></html>"
    )
    refusal = media_type.recognise(page.encode(encoding))
    assert isinstance(refusal, Refusal)
    assert refusal.reason == "html_page"
    assert "見つかりません" in refusal.detail


def test_html_that_a_spreadsheet_program_would_open() -> None:
    assert reason(b"<table border=1><tr><td>1</td><td>2</td></tr></table>") == "html_page"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_workbook(share: float) -> None:
    content = xlsx()
    assert reason(content[: int(len(content) * share)]) == "damaged"


def test_a_zip_that_is_no_workbook() -> None:
    assert reason(archive({"readme.txt": b"hello"})) == "no_workbook"
    word = b'<Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    assert reason(archive({"[Content_Types].xml": word})) == "no_workbook"


def test_encrypted_workbooks() -> None:
    assert reason(container("EncryptedPackage")) == "encrypted"
    manifest = {"mimetype": media_type.ODS.encode(), "META-INF/manifest.xml": b"<manifest:encryption-data/>"}
    assert reason(archive(manifest)) == "encrypted"


def test_an_old_workbook_with_a_password() -> None:
    content = xls()
    start = content.index(b"\x09\x08")
    length = 4 + int.from_bytes(content[start + 2 : start + 4], "little")
    password = struct.pack("<HHHHH", 0x2F, 6, 0, 0x1234, 0x5678)
    at = start + length
    assert reason(content[:at] + password + content[at + len(password) :]) == "encrypted"


def test_other_office_files() -> None:
    assert reason(container("WordDocument")) == "no_workbook"
    assert reason(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600) == "damaged"


def test_json_and_xml_are_no_csv() -> None:
    rows = [{"year": year, "value": year, "unit": "件", "note": ""} for year in range(9)]
    assert reason(json.dumps(rows, indent=0).encode()) == "unknown_kind"
    assert reason(b'<?xml version="1.0"?><data a="1" b="2"/>') == "unknown_kind"


PROSE = """平成26年度の大学等における産学連携等実施状況について、調査の結果を取りまとめましたので、お知らせします。
民間企業との共同研究は19,070件、受入額は約416億円です。
"""
ENGLISH = "The figures, as published, are these. They rose, again, in 2014.\nSee below, please, for more, in detail.\n"


@pytest.mark.parametrize("prose", [PROSE, ENGLISH * 3, "hello world\n", "%notpdf, nothing\n1\n2\n3\n"])
def test_prose_is_no_csv(prose: str) -> None:
    assert reason(prose.encode()) == "plain_text"


def test_a_picture_is_named() -> None:
    refusal = media_type.recognise(b"\x89PNG\r\n\x1a\n" + b"\0" * 50)
    assert isinstance(refusal, Refusal)
    assert "PNG" in refusal.detail


@given(st.binary(max_size=4096))
def test_any_bytes_have_a_kind_or_a_reason(content: bytes) -> None:
    kind = media_type.recognise(content)
    assert isinstance(kind, Refusal) or kind in media_type.SUFFIXES


@given(st.binary(max_size=600), st.sampled_from([b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xef\xbb\xbf"]))
def test_any_bytes_after_a_known_beginning(content: bytes, magic: bytes) -> None:
    kind = media_type.recognise(magic + content)
    assert isinstance(kind, Refusal) or kind in media_type.SUFFIXES
