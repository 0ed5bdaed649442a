"""Canonical values and how exactly the print states them."""

import pytest

from extract.mapping.amounts import declared_unit, scale


@pytest.mark.parametrize(
    ("value", "text", "unit", "canonical", "approximate", "expected", "precision"),
    [
        (19070, "19,070", "件", "件", False, 19070, 0),
        (1750, "約1750社", "社", "社", True, 1750, 5),
        (2093, "約2,093社", "社", "社", True, 2093, 0.5),
        (416, "約416億円", "億円", "円", True, 41_600_000_000, 50_000_000),
        (300, "約300億円", "億円", "円", True, 30_000_000_000, 50_000_000),
        (20.0, "約20.0億円", "億円", "円", True, 2_000_000_000, 5_000_000),
        (8.9, "約8.9億円", "億円", "円", True, 890_000_000, 5_000_000),
        (1092, "1,092", "百万円", "円", False, 1_092_000_000, 500_000),
        (31543230.53, "31543230.53", "千円", "円", False, 31_543_230_530, 5),
        (28946414, "28,946,414", "千円", "円", False, 28_946_414_000, 500),
        (49.900000000000006, "49.9", "%", "%", False, 49.9, 0.05),
        (1.7, "1.70", "%", "%", False, 1.7, 0.005),
        (47, "47%", "%", "%", False, 47, 0.5),
        (209, "209", "万円", "円", False, 2_090_000, 5000),
        (12, "12", "千件", "件", False, 12_000, 500),
        (0, "0", "千円", "円", False, 0, 500),
    ],
)
def test_convert(
    value: float,
    text: str,
    unit: str,
    canonical: str,
    approximate: bool,
    expected: float,
    precision: float,
) -> None:
    found = scale(unit, canonical, exact=canonical in ("件", "社"))
    assert found is not None
    stated, width = found.convert(value, text, approximate=approximate)
    assert stated == expected
    assert width == pytest.approx(precision)
    assert isinstance(stated, int) or stated != int(stated)


def test_kinds_of_units_are_kept_apart() -> None:
    assert scale("件", "円", exact=False) is None
    assert scale("社", "件", exact=True) is None


def test_one_of_several_declared_units() -> None:
    assert declared_unit("（単位：件、百万円）", "円") == "百万円"
    assert declared_unit("（単位：千円、百万円）", "円") is None
    assert declared_unit(None, "円") is None


def test_measured_within_its_tolerance() -> None:
    found = scale("百万円", "円", exact=False)
    assert found is not None
    value, precision = found.measured(25994, 0.0019)
    assert abs(value - 25_974_000_000) <= precision
