"""Folders of documents and their manifests."""

from pathlib import Path

import pytest

from flows import folder

DOCUMENTS = Path(__file__).parents[1] / "documents"


def test_the_manifest_of_the_samples_lists_every_document() -> None:
    listed = {found.path.name for found in folder.find(DOCUMENTS)}
    there = {path.name for path in DOCUMENTS.iterdir() if path.suffix in (".pdf", ".xlsx", ".xls")}
    assert listed == there
    assert all(found.facts.keys() >= {"publisher", "published", "title", "note"} for found in folder.find(DOCUMENTS))


def test_without_a_manifest_all_files_by_name(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("b/二.pdf", "a.pdf", ".hidden", "c.csv"):
        (tmp_path / name).write_bytes(b"x")
    names = [found.path.relative_to(tmp_path).as_posix() for found in folder.find(tmp_path)]
    assert names == ["a.pdf", "b/二.pdf", "c.csv"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("file,colour\na.pdf,red\n", r"manifest.csv:1: unknown column colour"),
        ("source\nx\n", r"manifest.csv:1: the column file is missing"),
        ("file,source\na.pdf,x\ngone.pdf,x\n", r"manifest.csv:3: there is no file gone.pdf"),
    ],
)
def test_a_wrong_manifest_says_where(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "a.pdf").write_bytes(b"x")
    (tmp_path / "manifest.csv").write_text(text, encoding="utf-8")
    with pytest.raises(folder.ManifestError, match=message):
        folder.find(tmp_path)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no such folder"):
        folder.find(tmp_path / "gone")
