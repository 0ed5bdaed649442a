"""What no rule understands is told with the nearest known heading and a line for the YAML of its source."""

import json
from dataclasses import replace
from pathlib import Path

import yaml

from flows import asking
from flows.answer import Format
from tests.warehouse.made import Figure, Paper
from warehouse import publish, release
from warehouse.home import Home


def test_headings_that_no_rule_understands_come_with_a_line_to_paste(tmp_path: Path) -> None:
    figures = [Figure(2020 + at, at, fate="unmapped") for at in range(3)]
    known = Paper("known.csv", "2025-02", figures, source="mext_sangaku_kikanbetsu")
    home = Home.at(tmp_path)
    planned = release.plan(home, [p.staged(home) for p in (known, replace(known, name="other.csv", source=None))])
    release.build(home, planned)
    publish.publish(home, planned.id)
    told = json.loads(asking.unmapped(tmp_path, Format.JSON))
    (line,) = [row for row in told if row["source"]]
    assert (line["heading"], line["figures"], line["place"]) == ("件数", 3, "headings")
    assert yaml.safe_load(line["line"])[0]["say"] == ["件数"]
    (without,) = [row for row in told if not row["source"]]
    assert (without["figures"], without["line"]) == (3, None)
