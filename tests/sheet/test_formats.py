"""Number formats: what a person sees of a stored value."""

import datetime as dt

import pytest

from extract.sheet import formats


@pytest.mark.parametrize(
    ("raw", "code", "shown"),
    [
        (0.125, "0.0%", "12.5%"),
        (0.07, "0%", "7%"),
        (26, '"平成"0"年度"', "平成26年度"),
        (12, '#,##0"件"', "12件"),
        (1234567, "#,##0,", "1234.567"),
        (-5, '#,##0;"△ "#,##0', "△ 5"),
        (0, '0;-0;"-"', "-"),
        (3, "General", "3"),
        (dt.datetime(2019, 5, 1), 'ggge"年"m"月"d"日"', "令和1年5月1日"),  # noqa: DTZ001
        (dt.datetime(2003, 1, 1), "mmm-yy", "Jan-03"),  # noqa: DTZ001
        (dt.datetime(2021, 12, 1), 'yyyy"年"m"月"', "2021年12月"),  # noqa: DTZ001
        (dt.datetime(1989, 1, 7), "[$-411]ge.m.d;@", "S64.1.7"),  # noqa: DTZ001
        (dt.datetime(2020, 4, 1, 9, 5), "h:mm", "9:05"),  # noqa: DTZ001
    ],
)
def test_shown(raw: formats.Stored, code: str, shown: str) -> None:
    assert formats.shown(raw, code) == shown


@pytest.mark.parametrize(
    ("raw", "code", "value", "unit"),
    [(0.125, "0.0%", 12.5, "%"), (0.07, "0%", 7, "%"), (1234567, "#,##0,", 1234.567, None), (12, '0"件"', 12, "件")],
)
def test_measured(raw: float, code: str, value: float, unit: str | None) -> None:
    assert formats.measured(raw, code) == (value, unit)


@pytest.mark.parametrize("code", ["General", "0", "#,##0.00", "0.0_ ", "#,##0;[Red]-#,##0", "@", "#,##0_);\\(#,##0\\)"])
def test_plain_formats_do_not_matter(code: str) -> None:
    assert not formats.matters(code)
