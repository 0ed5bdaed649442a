"""The pages of a release beside Prefect's: what an artifact tells of a figure in quarantine links to its trace."""

import os
import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from flows import pages, showing
from flows.server import answers
from tests import ports
from tests.conftest import ROOT
from tests.waiting import until
from tests.warehouse.made import Figure, Paper
from warehouse import publish, release
from warehouse.home import Home


def test_an_artifact_links_to_the_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Home.at(tmp_path)
    planned = release.plan(home, [Paper("list.csv", "2022-02", [Figure(2020, 77, fate="quarantine")]).staged(home)])
    release.build(home, planned)
    publish.publish(home, planned.id)
    assert "`sangaku trace " in showing.told(home, planned.id)
    at = f"http://127.0.0.1:{(port := ports.unused())}"
    monkeypatch.setenv(pages.PAGES, at)
    (link,) = re.findall(r"\((http[^)]*)\)", showing.told(home, planned.id))
    environment = {**os.environ, "SANGAKU_HOME": str(home.root), "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([sys.executable, "-m", "flows.pages", str(port)], cwd=ROOT, env=environment)
    try:
        until(lambda: answers(f"{at}/site/index.html"))
        page = httpx.get(link, timeout=120)
        assert page.status_code == 200
        assert "sheet 表, cell A1" in page.text
        assert 'class="picture"' in page.text
        assert httpx.get(f"{at}/trace/nothing", timeout=120).status_code == 404
        catalogue = httpx.get(at, timeout=120, follow_redirects=True)
        for link in re.findall(r'href="([^"#]*)"', catalogue.text):
            assert httpx.get(catalogue.url.join(link), timeout=120).status_code == 200, link
        assert httpx.get(f"{at}/../../../etc/passwd", timeout=120).status_code == 404
    finally:
        process.kill()
        process.wait()
