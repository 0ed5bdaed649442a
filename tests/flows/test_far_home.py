"""Refreshing and asking where the home is in an object store: the same as on a disk, and on every machine."""

import filecmp
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows import asking
from flows.answer import Format, TraceFormat
from flows.command_line import app
from tests.conftest import ROOT
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


@pytest.mark.parametrize(
    ("home", "said"), [("{store}/empty", "there is no release in {store}/empty"), ("nowhere://x/y", "nowhere")]
)
def test_the_command_line_says_why_there_is_no_answer(
    tmp_path: Path, object_store: str, monkeypatch: pytest.MonkeyPatch, home: str, said: str
) -> None:
    monkeypatch.setenv(HERE, str(tmp_path))
    done = CliRunner().invoke(app, ["sql", "--home", home.format(store=object_store), "SELECT 1"])
    assert done.exit_code == 1
    assert said.format(store=object_store) in done.stderr
