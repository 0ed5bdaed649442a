"""The picture of a sheet shows the cell, its headings and its neighbours, and what is left out between."""

import re

import pytest

from extract import media_type
from flows.sheet_pictures import NoSheet, picture

ROWS = [["年度", "共同研究", "受託研究"], *([f"平成{n}年度", str(100 + n), f"<{n}>"] for n in range(1, 31))]
CONTENT = "\n".join(",".join(row) for row in ROWS).encode()


def texts(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def test_headings_and_neighbours_are_shown_and_the_cell_is_marked() -> None:
    svg = picture(CONTENT, media_type.CSV, "csv", "B21", ["平成20年度", "共同研究"])
    shown = texts(svg)
    assert shown[:3] == ["A", "B", "C"]
    assert [text for text in shown if text.isdigit() and int(text) < 100] == ["1", *map(str, range(18, 25))]
    assert "共同研究" in shown
    assert "平成20年度" in shown
    assert "平成16年度" not in shown
    assert svg.count('stroke="#c00"') == 1
    assert "stroke-dasharray" in svg
    assert "&lt;20&gt;" in svg


def test_of_headings_that_are_repeated_the_nearest_is_shown() -> None:
    content = "\n".join(["年度,件数", *["x,1"] * 9, "年度,件数", *["y,2"] * 9]).encode()
    shown = texts(picture(content, media_type.CSV, "csv", "B18", ["件数"]))
    assert "11" in shown
    assert shown.count("件数") == 1


def test_a_cell_that_is_not_there_is_told() -> None:
    with pytest.raises(NoSheet, match="no cell Z9"):
        picture(CONTENT, media_type.CSV, "csv", "Z9", [])
