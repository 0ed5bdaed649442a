"""What is in quarantine is told so that a person can decide: what else is printed there, and who could be meant."""

import json
from pathlib import Path

from flows import asking
from flows.answer import Format
from tests.warehouse.made import Figure, Paper
from warehouse import publish, release
from warehouse.home import Home


def test_a_figure_told_twice_names_the_other_place_and_a_doubtful_name_its_candidates(tmp_path: Path) -> None:
    twice = {"institution": "北陸大学", "scope": "institution"}
    doubtful = {"institution": "文教大学", "scope": "institution"}
    figures = [Figure(2020, value, dimensions=twice, fate="quarantine") for value in (1, 0)]
    figures.append(Figure(2020, 7, dimensions=doubtful, fate="quarantine"))
    home = Home.at(tmp_path)
    planned = release.plan(home, [Paper("list.csv", "2022-02", figures).staged(home)])
    release.build(home, planned)
    publish.publish(home, planned.id)
    told = {row["place"]: row for row in json.loads(asking.quarantine(tmp_path, Format.JSON))}
    assert [told[f"表!A{row}"]["printed_also"] for row in (1, 2, 3)] == ["表!A2: 0", "表!A1: 1", ""]
    assert told["表!A1"]["institution"] == "北陸大学"
    assert told["表!A3"]["candidates"] == "F111310102860, F113310102868"
