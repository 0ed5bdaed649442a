"""Publishing moves one pointer: readers see whole releases only, and the report says what a release changed."""

import dataclasses
import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from tests.warehouse.made import Figure, Paper
from warehouse import changes, connection, files, publish, release, staging
from warehouse.home import Home

ROOT = Path(__file__).parents[2]

READER = """
import sys, time, duckdb
from pathlib import Path
from warehouse import connection
from warehouse.home import Home
home, stop = Home.at(sys.argv[1]), Path(sys.argv[2])
seen, polls = set(), 0
while not stop.exists():
    with connection.connect(home) as warehouse:
        (one, figures), = warehouse.execute('SELECT release_id, figures FROM release').fetchall()
        assert warehouse.execute('SELECT count(*) FROM observations').fetchall() == [(figures,)]
    with duckdb.connect(str(home.current / 'sangaku.duckdb'), read_only=True) as warehouse:
        (two,), = warehouse.execute('SELECT release_id FROM release').fetchall()
    for name in ('changes.json', 'changes.html', 'changes.md', 'extracts/observations.parquet', 'site/index.html'):
        assert (home.current / name).stat().st_size, name
    seen |= {one, two}
    polls += 1
    print(two, flush=True)
print(polls, len(seen), flush=True)
"""


HOLDER = """
import sys, time
from pathlib import Path
from warehouse import files
with files.locked(Path(sys.argv[1]) / '.publish.lock'):
    (Path(sys.argv[1]) / '.current.1.part').symlink_to('nowhere')
    print('held', flush=True)
    time.sleep(60)
"""


def paper(name: str, published: str, *values: float) -> Paper:
    return Paper(name, published, [Figure(2010 + n, value) for n, value in enumerate(values)])


def built(home: Home, *papers: Paper) -> str:
    planned = release.plan(home, [p.staged(home) for p in papers])
    release.build(home, planned)
    return planned.id


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.at(tmp_path / "home")


def test_a_reader_that_polls_through_20_publishes_sees_no_error_and_no_half_state(home: Home, tmp_path: Path) -> None:
    ids = [built(home, paper("a", "2015-01-01", *range(n + 1))) for n in range(3)]
    publish.publish(home, ids[0])
    stop = tmp_path / "stop"
    command = [sys.executable, "-c", READER, str(home.root), str(stop)]
    reader = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert reader.stdout
    assert reader.stdout.readline().strip() == ids[0]
    for number in range(1, 21):
        assert publish.publish(home, ids[number % 3], accept=True)
    assert any(line.strip() == ids[20 % 3] for line in reader.stdout), reader.communicate()
    stop.touch()
    out, err = reader.communicate(timeout=600)
    assert reader.returncode == 0, err
    polls, seen = map(int, out.splitlines()[-1].split())
    assert polls >= seen >= 2


def test_readers_of_an_older_release_go_on_reading_it(home: Home) -> None:
    first, second = (built(home, paper("a", "2015-01-01", *range(n))) for n in (2, 3))
    publish.publish(home, first)
    with connection.connect(home) as old:
        publish.publish(home, second)
        with connection.connect(home) as new:
            count = "SELECT count(*) FROM observations"
            assert (old.execute(count).fetchall(), new.execute(count).fetchall()) == ([(2,)], [(3,)])


def test_nothing_is_there_before_the_first_release(home: Home) -> None:
    assert connection.current(home) is None
    with pytest.raises(connection.NoRelease):
        connection.connect(home)
    with pytest.raises(LookupError, match="not built"):
        publish.publish(home, "0123")


def test_publishing_the_current_release_again_does_nothing(home: Home) -> None:
    only = built(home, paper("a", "2015-01-01", 1))
    report = publish.publish(home, only)
    assert report
    assert report.against is None
    before = {p: p.stat().st_mtime_ns for p in home.release(only).rglob("*")}
    assert publish.publish(home, only) is None
    assert {p: p.stat().st_mtime_ns for p in home.release(only).rglob("*")} == before


def test_an_earlier_edition_that_comes_late_is_in_the_report_though_it_changes_no_current_figure(home: Home) -> None:
    late, latest = paper("a", "2015-01-01", 100, 100), paper("b", "2016-01-01", 100, 130)
    publish.publish(home, built(home, latest))
    report = publish.publish(home, built(home, late, latest))
    assert report
    assert report.parts["restated"].count == 0
    (found,) = report.parts["restatements_found"].rows
    assert (found["size"], found["fiscal_year"], found["old_value"], found["new_value"]) == ("large", 2011, 100, 130)
    publish.publish(home, built(home, latest), accept=True)
    again = publish.publish(home, built(home, late, latest))
    assert again
    assert again.parts["restatements_found"].count == 1


def test_the_report_tells_what_came_went_and_changed_by_its_size(home: Home) -> None:
    first = paper("a", "2015-01-01", 100, 100, 100, 100, 100)
    later = paper("b", "2016-01-01", 100, 100.5, 102, 130, 100, 7)
    other = Paper("c", "2014-01-01", [Figure(2001, 5, "patent_licences_count", {"sector": "total", "scope": "survey"})])
    publish.publish(home, built(home, first, other))
    report = publish.publish(home, built(home, first, later), accept=True)
    assert report
    assert report.sizes == {"large": 1, "middle": 1, "small": 1}
    restated = report.parts["restated"].rows
    assert [row["fiscal_year"] for row in restated] == [2013, 2012, 2011]
    assert {row["because"] for row in restated} == {"new_document"}
    assert [(row["fiscal_year"], row["figures"]) for row in report.parts["added"].rows] == [(2015, 1)]
    assert [row["fiscal_year"] for row in report.parts["vanished"].rows] == [2001]
    assert [row["indicator"] for row in report.parts["series_ended"].rows] == ["patent_licences_count"]
    assert report.parts["series_begun"].count == 0
    assert [row["document_name"] for row in report.parts["documents_added"].rows] == ["b"]
    assert [row["document_name"] for row in report.parts["documents_gone"].rows] == ["c"]
    data = json.loads((home.current / "changes.json").read_text(encoding="utf-8"))
    assert data["counts"]["restated"] == 3
    assert data["restated"][0]["new_value"] == 130
    for page in ("changes.md", "changes.html"):
        text = (home.current / page).read_text(encoding="utf-8")
        assert "改訂された値" in text
        assert "130" in text
        assert "://" not in text


def test_a_figure_that_is_read_otherwise_is_told_from_one_that_is_restated(home: Home) -> None:
    one = paper("a", "2015-01-01", 100, 100)
    publish.publish(home, built(home, one))
    judged = one.judged()
    other = dataclasses.replace(judged, accepted=judged.accepted.assign(value=[100.0, 120.0]))
    staging.stage(home, one.sha256, "mended", other)
    planned = release.plan(home, [(one.sha256, "mended")])
    release.build(home, planned)
    report = publish.publish(home, planned.id)
    assert report
    assert report.causes == {"read_otherwise": 1}
    assert [row["because"] for row in report.parts["restated"].rows] == ["read_otherwise"]


def revised(count: int, by: float) -> tuple[Paper, Paper]:
    """Two editions of a paper; the later states each figure higher by a share."""
    values = [1000.0 + n for n in range(count)]
    return paper("a", "2015-01-01", *values), paper("b", "2016-01-01", *(value * (1 + by) for value in values))


def test_a_release_that_changes_too_much_is_held_until_it_is_accepted(home: Home) -> None:
    first, later = revised(30, 0.2)
    before = built(home, first)
    publish.publish(home, before)
    after = built(home, first, later)
    with pytest.raises(publish.Held, match=r"restated: 30, where 20 of 30 figures may pass unseen; restated large: 30"):
        publish.publish(home, after)
    assert connection.current(home) == before
    told = (home.release(after) / "changes.md").read_text(encoding="utf-8")
    assert "restated large: 30, where 5 of 30 figures may pass unseen" in told
    report = publish.publish(home, after, accept=True)
    assert report
    assert report.alarms
    assert connection.current(home) == after


def test_figures_that_vanish_hold_a_release_however_few(home: Home) -> None:
    publish.publish(home, built(home, paper("a", "2015-01-01", 1, 2, 3)))
    with pytest.raises(publish.Held, match="vanished: 1, where 0 of 3 figures"):
        publish.publish(home, built(home, paper("b", "2015-01-01", 1, 2)))


def test_what_the_limits_let_pass_is_published_and_told(home: Home) -> None:
    first, later = revised(20, 0.005)
    publish.publish(home, built(home, first))
    report = publish.publish(home, built(home, first, later))
    assert report
    assert report.sizes == {"small": 20}
    assert report.alarms == ()


def test_every_limit_speaks_of_what_the_report_counts(home: Home) -> None:
    first, later = revised(2, 0)
    publish.publish(home, built(home, first))
    none = {name: dataclasses.replace(limit, share=-1, few=-1) for name, limit in changes.limits().items()}
    before = connection.current(home)
    report = changes.compare(home, before, built(home, first, later), none)
    assert len(report.alarms) == len(none) >= 5


def test_a_proof_that_fails_now_is_told_also_of_a_figure_that_is_no_observation(home: Home) -> None:
    one = paper("a", "2015-01-01", 100, 50)
    publish.publish(home, built(home, one))
    said = {"proof_id": "p", "proof": "change", "role": "stated", "figure": "x/t1@A9", "detail": "増減"}
    counted = {"weight": 1.0, "value": 60.0, "expected": 50.0, "actual": 60.0, "tolerance": 0.0, "passed": False}
    proofs = pd.DataFrame([{**said, **counted, "observation_id": None, "others": []}])
    staging.stage(home, one.sha256, "proven", one.judged(proofs))
    planned = release.plan(home, [(one.sha256, "proven")])
    release.build(home, planned)
    report = publish.publish(home, planned.id)
    assert report
    assert [(r["size"], r["figure"], r["expected"], r["actual"]) for r in report.parts["proofs_failed"].rows] == [
        ("large", "x/t1@A9", 50, 60)
    ]


def test_headings_that_changed_between_editions_are_layout_drift(home: Home) -> None:
    def edition(name: str, year: int, column: str) -> Paper:
        return Paper(name, f"{year}-01-01", [Figure(year, 1), Figure(year - 1, 2)], column=column)

    publish.publish(home, built(home, edition("a", 2015, "件数（平成26年度）")))
    same, moved = edition("b", 2016, "件数（平成27年度）"), edition("c", 2017, "実施件数")
    report = publish.publish(home, built(home, edition("a", 2015, "件数（平成26年度）"), same))
    assert report
    assert report.parts["layout_drift"].count == 0
    report = publish.publish(home, built(home, edition("a", 2015, "件数（平成26年度）"), same, moved))
    assert report
    drift = [
        (row["earlier_name"], row["what"], row["axis"], row["heading"]) for row in report.parts["layout_drift"].rows
    ]
    assert drift == [("b", "gone", "column", "件数（平成27年度）"), ("b", "new", "column", "実施件数")]


def test_layout_drift_is_a_difference_of_heading_trees(home: Home) -> None:
    def edition(name: str, year: int, *heads: tuple[str, ...]) -> Paper:
        return Paper(name, f"{year}-01-01", [Figure(year, at) for at in range(len(heads))], columns=heads)

    whole = [("総計", "件数"), ("総計", "受入額")]
    sizes = [("企業規模別", "大企業", "件数"), ("企業規模別", "中小企業", "件数"), ("企業規模別", "中小企業", "受入額")]
    classes = [("受入額別", "100万円未満"), ("受入額別", "1億円以上")]
    first = edition("a", 2015, *whole, *sizes, *classes)
    renamed = [("企業規模別", "中小規模企業", "件数"), ("企業規模別", "中小規模企業", "受入額")]
    new = [("企業規模別", "スタートアップ", "件数"), ("企業規模別", "スタートアップ", "受入額")]
    second = edition("b", 2016, *sizes[:1], *renamed, *new, *whole, *classes[:1])
    publish.publish(home, built(home, first))
    report = publish.publish(home, built(home, first, second))
    assert report
    drift = [(row["what"], row["heading"], row["old_heading"]) for row in report.parts["layout_drift"].rows]
    assert drift == [
        ("gone", "受入額別 / 1億円以上", None),
        ("moved", "企業規模別, 総計, 受入額別", "総計, 企業規模別, 受入額別"),
        ("new", "企業規模別 / スタートアップ", None),
        ("renamed", "企業規模別 / 中小規模企業", "企業規模別 / 中小企業"),
    ]


def test_another_unit_under_the_same_headings_is_layout_drift(home: Home) -> None:
    def edition(name: str, year: int, money: str, share: str, *heads: tuple[str, ...]) -> Paper:
        units = [share if "実施率" in head[-1] else money for head in heads]
        return Paper(name, f"{year}-01-01", [Figure(year, at, unit=u) for at, u in enumerate(units)], columns=heads)

    heads = [("総計", "受入額"), ("大企業", "受入額"), ("中小企業", "受入額"), ("実施率",)]
    first = edition("a", 2015, "千円", "件", *heads)
    second = edition("b", 2016, "百万円", "%", *heads[:2], ("中小規模企業", "受入額"), heads[3])
    in_heads = [
        (*head[:-1], f"{head[-1]}（{unit}）") for head, unit in zip(heads, ("円", "円", "円", "％"), strict=True)
    ]
    third = edition("c", 2017, "円", "%", *in_heads)
    publish.publish(home, built(home, first))
    report = publish.publish(home, built(home, first, second))
    assert report
    drift = [(row["what"], row["heading"], row["old_heading"]) for row in report.parts["layout_drift"].rows]
    assert drift == [
        ("renamed", "中小規模企業", "中小企業"),
        ("unit", "… / 受入額（百万円）", "… / 受入額（千円）"),
        ("unit", "実施率（%）", "実施率（件）"),
    ]
    report = publish.publish(home, built(home, first, second, third))
    assert report
    drift = [(row["what"], row["heading"], row["old_heading"]) for row in report.parts["layout_drift"].rows]
    assert drift == [
        ("renamed", "中小企業", "中小規模企業"),
        ("unit", "… / 受入額（円）", "… / 受入額（百万円）"),
    ]


def test_a_release_whose_report_cannot_be_made_is_not_published(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (built(home, paper("a", "2015-01-01", *range(n))) for n in (2, 3))
    publish.publish(home, first)
    broken = home.root / "broken.sql"
    broken.write_text("SELECT nothing FROM new.observations", encoding="utf-8")
    monkeypatch.setattr(changes, "SQL", broken)
    with pytest.raises(Exception, match="nothing"):
        publish.publish(home, second)
    assert connection.current(home) == first


def test_what_a_killed_publisher_left_is_swept_and_its_lock_is_free(home: Home) -> None:
    first = built(home, paper("a", "2015-01-01", 1))
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(home.root)], cwd=ROOT, stdout=subprocess.PIPE)
    assert holder.stdout
    holder.stdout.readline()
    holder.kill()
    holder.wait()
    holder.stdout.close()
    publish.publish(home, first)
    assert connection.current(home) == first
    assert not [path for path in home.root.iterdir() if path.name.endswith(files.PART)]
