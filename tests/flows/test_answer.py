"""Answers in words: table, csv and json."""

import csv
import io
import json
from datetime import date
from decimal import Decimal

from flows.answer import Format, render

COLUMNS = ["機関", "value", "known_from", "path"]
ROWS = [
    ("東京大学", 41600000000.0, date(2015, 11, 27), ["国立", "計"]),
    ("x", 0.46, None, []),
    (None, Decimal("1.50"), None, None),
]


def test_a_table_lines_up_kanji_and_figures() -> None:
    lines = render(COLUMNS, ROWS, Format.TABLE).splitlines()
    assert lines[0] == "機関            value  known_from  path"
    assert lines[2] == '東京大学  41600000000  2015-11-27  ["国立", "計"]'
    assert lines[3].split() == ["x", "0.46", "[]"]
    assert lines[-1] == "(3 rows)"


def test_csv_reads_back() -> None:
    rows = list(csv.reader(io.StringIO(render(COLUMNS, ROWS, Format.CSV))))
    assert rows[0] == COLUMNS
    assert rows[1] == ["東京大学", "41600000000", "2015-11-27", '["国立", "計"]']
    assert rows[3] == ["", "1.5", "", ""]


def test_json_reads_back() -> None:
    rows = json.loads(render(COLUMNS, ROWS, Format.JSON))
    assert rows[0] == {"機関": "東京大学", "value": 41600000000, "known_from": "2015-11-27", "path": ["国立", "計"]}
    assert rows[1]["value"] == 0.46
    assert rows[2]["機関"] is None


def test_long_text_is_cut_in_a_table_only() -> None:
    long = "産学連携" * 40
    assert "…" in render(["text"], [(long,)], Format.TABLE)
    assert long in render(["text"], [(long,)], Format.CSV)


def test_no_rows() -> None:
    assert render(["a"], [], Format.TABLE).endswith("(0 rows)\n")
    assert json.loads(render(["a"], [], Format.JSON)) == []


def test_small_and_large_figures_without_exponents() -> None:
    assert render(["v"], [(1e-7,), (1e20,)], Format.CSV).split() == ["v", "0.0000001", "100000000000000000000"]
