"""Refreshing and asking where the home is in an object store: the same as on a disk, and on every machine."""

import filecmp
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from flows import asking
from flows.answer import Format, TraceFormat
from tests.conftest import ROOT, SANGAKU
from tests.flows import plain_refresh
from warehouse import connection
from warehouse.home import HERE, Home

SAMPLES = ("oecd_berd_share.xlsx", "mext_h15_kekka.pdf")


def test_refresh_and_ask(tmp_path: Path, object_store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    for name in SAMPLES:
        shutil.copy(ROOT / "tests" / "documents" / name, documents)
    disk, url = Home.at(tmp_path / "disk"), f"{object_store}/refresh"
    plain_refresh.refresh(disk, documents)
    monkeypatch.setenv(HERE, str(tmp_path / "here"))
    assert {one.state for one in plain_refresh.refresh(Home.at(url), documents)} == {"staged"}
    assert connection.current(Home.at(url)) == connection.current(disk)
    assert not plain_refresh.refresh(Home.at(url), documents), "nothing is left to do"

    monkeypatch.setenv(HERE, str(tmp_path / "there"))
    query = "SELECT observation_id FROM evidence WHERE page IS NOT NULL ORDER BY ALL LIMIT 1"
    assert asking.sql(url, query, Format.CSV) == asking.sql(disk.address, query, Format.CSV)
    identity = asking.sql(url, query, Format.CSV).split()[-1]
    told = [asking.trace(home, identity, TraceFormat.HTML, None, None) for home in (url, disk.address)]
    assert told[0] == told[1]
    assert "data:image/png" in told[0]
    for name, home in (("far", url), ("near", disk.address)):
        asking.export(home, tmp_path / name)
    compared = filecmp.dircmp(tmp_path / "far", tmp_path / "near")
    assert compared.same_files
    assert not [*compared.diff_files, *compared.left_only, *compared.right_only]
    assert asking.status(url).startswith(f"home        {url}\nlanded      2 documents, 0 damaged, 0 not read yet")


def sql(home: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [SANGAKU, "sql", "--home", home, "SELECT 1"],
        cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def test_a_store_that_does_not_answer_and_one_that_nobody_knows(tmp_path: Path, object_store: str) -> None:
    empty = sql(f"{object_store}/empty", **{HERE: str(tmp_path)})
    assert (empty.returncode, empty.stdout) == (1, "")
    assert empty.stderr.startswith(f"there is no release in {object_store}/empty")
    unknown = sql("nowhere://x/y", **{HERE: str(tmp_path)})
    assert unknown.returncode == 1
    assert "nowhere" in unknown.stderr
    assert "Traceback" not in unknown.stderr
