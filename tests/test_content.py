"""A file is read from where it lies as from its bytes."""

from pathlib import Path

import pytest

from extract import reading
from extract.refusal import Refused

DOCUMENTS = Path(__file__).parent / "documents"


@pytest.mark.parametrize("name", ["mext_h22_kekka.pdf", "oecd_berd_share.xlsx"])
def test_a_file_is_read_from_disk_as_from_its_bytes(name: str) -> None:
    file = DOCUMENTS / name
    assert reading.read(file, name) == reading.read(file.read_bytes(), name)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\nnothing of one", b"\x89PNG"])
def test_what_is_refused_as_bytes_is_refused_on_disk(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    with pytest.raises(Refused) as on_disk:
        reading.read(file, file.name)
    with pytest.raises(Refused) as as_bytes:
        reading.read(content, file.name)
    assert on_disk.value.refusal == as_bytes.value.refusal
