"""What holds a release: a correction that is not borne out, too much that changes, a report that cannot be made."""

import json
from pathlib import Path

import pytest

from flows import asking, inventory, publishing, steps, taking
from flows.answer import ChangeFormat
from flows.folder import Found
from tests.alterations.altering import Where, altered
from tests.conftest import ROOT
from warehouse import changes, connection, corrections
from warehouse.home import Home

WORKBOOK = ROOT / "tests" / "documents" / "oecd_berd_share.xlsx"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CORRECTION = """- source: oecd_rds_msti
  edition: {edition}
  series: {series}
  fiscal_year: {year}
  printed: "{printed}"
  correct: 9.5
  ja: 正誤表による。
  en: By the errata.
  reference: errata
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.at(tmp_path / "home")


@pytest.fixture
def declared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "corrections.yaml"
    path.write_text("[]", encoding="utf-8")
    monkeypatch.setattr(corrections, "FILE", path)
    return path


def take(home: Home, path: Path, published: str = "2016") -> None:
    """Let a file land as an edition of its source, and stage it."""
    list(taking.take_files(home, [Found(path, {"published": published})]))
    assert [steps.stage(order).state for order in inventory.look(home).pending] == ["staged"]


def ask(home: Home, query: str) -> list[tuple[object, ...]]:
    with connection.connect(home) as warehouse:
        return warehouse.execute(query).fetchall()


FIRST = """SELECT o.edition, o.series_id, o.fiscal_year, e.printed_text, o.value, o.observation_id
    FROM observations o JOIN evidence e USING (observation_id) ORDER BY o.series_id, o.fiscal_year LIMIT 1"""


def test_a_correction_shows_and_one_that_is_not_borne_out_holds_the_release(
    home: Home, declared: Path, tmp_path: Path
) -> None:
    take(home, WORKBOOK)
    assert publishing.run(home, accept=False).new
    ((edition, series, year, printed, _, name),) = ask(home, FIRST)
    said = CORRECTION.format(edition=edition, series=series, year=year, printed=printed)

    declared.write_text(said, encoding="utf-8")
    corrected = Home.at(tmp_path / "corrected")
    take(corrected, WORKBOOK)
    assert publishing.run(corrected, accept=False).new
    shown = f"""SELECT v.value, list_contains(v.flags, 'corrected'), e.printed_text, c.reference
        FROM vintages v JOIN evidence e USING (observation_id) JOIN corrections c USING (observation_id)
        WHERE v.observation_id = '{name}'"""  # noqa: S608
    assert ask(corrected, shown) == [(9.5, True, printed, "errata")]

    declared.write_text(said.replace(f'"{printed}"', '"77.7"'), encoding="utf-8")
    broken = Home.at(tmp_path / "broken")
    take(broken, WORKBOOK)
    for accept in (False, True):
        done = publishing.run(broken, accept=accept)
        assert not done.new
        assert done.id is None
        assert done.held
        assert f"corrections.yaml:1: oecd_berd_share.xlsx no longer prints 77.7 for {series} in {year}" in done.held
        assert f"it prints {printed}" in done.held
        assert "mend" in done.to_do


def test_an_edition_that_says_much_else_is_held_until_accepted(home: Home, declared: Path, tmp_path: Path) -> None:
    assert declared.is_file()
    take(home, WORKBOOK)
    before = publishing.run(home, accept=False).id
    ((_, series, year, printed, value, _),) = ask(home, FIRST)
    at = f"series_id = '{series}' AND fiscal_year = {year}"
    ((address, sheet),) = ask(home, f"SELECT address, sheet FROM evidence WHERE {at}")  # noqa: S608
    digits = str(printed)
    where = Where(None, None, str(sheet), str(address))
    content = altered(WORKBOOK.read_bytes(), XLSX, where, digits, "9" + digits[1:])
    assert content
    copy = tmp_path / WORKBOOK.name
    copy.write_bytes(content)
    strict = "restated: {of: figures, share: 0, few: 0}\n"
    limits = tmp_path / "limits.yaml"
    limits.write_text(strict, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(changes.limits, "__defaults__", (limits,))
        take(home, copy, "2017")
        held = publishing.run(home, accept=False)
        assert held.id == before
        assert held.held
        assert "restated: 1, where 0 of 12 figures may pass unseen" in held.held
        named = held.held.rpartition("--release ")[2]
        report = json.loads((home.release(named) / "changes.json").read_text("utf-8"))
        assert report["release"] == named
        assert "| large |" in asking.changes(home.root, ChangeFormat.MARKDOWN, named)
        with pytest.raises(asking.NoAnswer, match="no release 0123"):
            asking.changes(home.root, ChangeFormat.JSON, "0123")
        done = publishing.run(home, accept=True)
    assert done.new
    ((old, new),) = ask(home, f"SELECT old_value, new_value FROM restatements WHERE {at}")  # noqa: S608
    assert old == value != new
    told = json.loads((home.current / "changes.json").read_text(encoding="utf-8"))
    assert told["sizes"] == {"large": 1}
    assert told["counts"]["documents_added"] == 1
    assert told["alarms"] == ["restated: 1, where 0 of 12 figures may pass unseen"]


def test_a_release_whose_report_cannot_be_made_is_not_published(
    home: Home, declared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert declared.is_file()
    take(home, WORKBOOK)
    before = publishing.run(home, accept=False).id
    take(home, ROOT / "tests" / "documents" / "STI2025_5-4-05.xlsx", "2025-08")
    broken = tmp_path / "broken.sql"
    broken.write_text("SELECT nothing FROM new.observations", encoding="utf-8")
    monkeypatch.setattr(changes, "SQL", broken)
    for accept in (False, True):
        done = publishing.run(home, accept=accept)
        assert done.id == before
        assert done.held
        assert "its change report cannot be made" in done.held
