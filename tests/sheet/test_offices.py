"""Layouts in the manner of statistical offices: columns of units, years over heads of words, sections cut in."""

from typing import Any

import pytest

from tests.sheet.written_sheets import read, said, values, xlsx

N = None
OFFICES: dict[str, tuple[dict[str, Any], dict[str, tuple[Any, ...]]]] = {
    "a column of units behind the labels": (
        {
            "rows": [
                ["Key indicators"],
                [N],
                ["Indicator", "Unit", 2009, 2010],
                ["Population", "persons", 4858, 4920],
                ["Exports", "NOK million", 965, "."],
            ]
        },
        {"C4": (("Population", "persons"), ("2009",)), "D4": (("Population", "persons"), ("2010",))},
    ),
    "a column of units, and a spacer": (
        {
            "rows": [
                ["Country", "Unit", N, 1995, 2000, "2013 or latest available year"],
                ["Denmark", "%", N, 1.8, 2.2, 3.1],
                ["Finland", "%", N, 2.3, 3.3, 3.3],
            ]
        },
        {"D2": (("Denmark", "%"), ("1995",)), "F3": (("Finland", "%"), ("2013 or latest available year",))},
    ),
    "a row of units under its own label": (
        {"rows": [["項目", "学校", "教員"], ["単位", "校", "人"], ["国立", 86, 64771], ["公立", 92, 13294]]},
        {"B3": (("国立",), ("学校",)), "C4": (("公立",), ("教員",))},
    ),
    "years over heads of words": (
        {
            "rows": [
                ["Graduates by field, level and sex"],
                [N],
                ["Field of study", 2010, N, N, N, 2011],
                [N, "Bachelor", N, "Master", N, "Bachelor"],
                [N, "Women", "Men", "Women", "Men", "Women"],
                ["Education", 8097, 966.9, 412, 388, 91],
                ["Law", 77, 81.5, 40, 35, 92],
            ]
        },
        {
            "C6": (("Education",), ("2010", "Bachelor", "Men")),
            "E7": (("Law",), ("2010", "Master", "Men")),
            "F6": (("Education",), ("2011", "Bachelor", "Women")),
        },
    ),
    "sections merged over the figures": (
        {
            "rows": [
                ["Offence", 2008, 2009],
                [N, "Violent crime"],
                ["Assault", 721, 718],
                ["Robbery", 97, 96],
                [N, "Property crime"],
                ["Theft", 1621, 1589],
            ],
            "merges": ["B2:C2", "B5:C5"],
        },
        {
            "B3": (("Violent crime", "Assault"), ("2008",)),
            "C4": (("Violent crime", "Robbery"), ("2009",)),
            "C6": (("Property crime", "Theft"), ("2009",)),
        },
    ),
    "a sign among figures that elsewhere heads numbers": (
        {
            "rows": [
                ["Code", "Industry", "Number", "Hourly mean"],
                ["11", "Agriculture", "#", 54.1],
                ["21", "Mining", 31106, 65.4],
                ["22", "Utilities", 87982, 69.4],
            ]
        },
        {
            "C3": (("21", "Mining"), ("Number",)),
            "D2": (("11", "Agriculture"), ("Hourly mean",)),
        },
    ),
    "quarters, and a note of that number": (
        {
            "rows": [
                [N, N, "Level", "Rate"],
                [2010, "Q1", 28900, 70.2],
                [N, "Q2", 29100, 70.5],
                [N, "Q3", 29200, 70.6],
                [N, "Q4", 29150, 70.5],
                ["1. Figures are three-month averages."],
            ]
        },
        {"C2": (("2010", "Q1"), ("Level",)), "D3": (("2010", "Q2"), ("Rate",))},
    ),
}


@pytest.mark.parametrize("name", OFFICES)
def test_values_stand_under_complete_headings(name: str) -> None:
    written, wanted = OFFICES[name]
    found = values(read(xlsx(**written)).tables)
    assert {address: said(found[address])[:2] for address in wanted} == wanted
