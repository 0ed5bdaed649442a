"""What holds for every text: nothing crashes, what is printed reads back, comparing forms are stable."""

import unicodedata
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from extract.document import Status
from extract.japanese import figure_years, figures, fiscal_years, labels, marks, numbers, units

WIDE = str.maketrans("0123456789,.-%", "０１２３４５６７８９，．－％")
JAPANESE = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            "0123456789０１２３４５６７８９,，.．、 　△▲-－―ー()（）[]※＊*注約万億兆千百十円件人社"
            "年度月日平成昭和元HRS'’～~/:％%一二三…xXp"
        ),
        st.characters(),
    ),
    max_size=30,
)
ERAS = (("令和", 2019), ("平成", 1989), ("昭和", 1926), ("大正", 1912), ("明治", 1868))
MONEY = st.sampled_from(("千円", "万円", "百万円", "億円", "円"))
COUNTED = st.sampled_from(("件", "社", "人", "機関", "校", "箇所", "倍", "ポイント", "%"))


@given(JAPANESE)
@settings(max_examples=1500)
@example("1" * 79 + ",")
@example("㈱①½Ⅻ")
def test_no_text_crashes_the_grammar(text: str) -> None:
    number = numbers.read_number(text)
    assert number is None or isinstance(number.status, Status)
    year = fiscal_years.read_year(text, 2014)
    assert year is None or 1800 < year.year < 2100
    for mention in fiscal_years.find_years(text, 2014):
        assert 0 <= mention.start < mention.end <= len(text)
    for found in fiscal_years.find_dates(text):
        assert 0 <= found.start < found.end <= len(text)
    for unit in units.find_units(text):
        assert units.canonical(unit)[1] > 0
    fiscal_years.read_range(text)
    units.read_unit(text)
    marks.read_declared([text])
    labels.split_notes(text)


@given(JAPANESE)
@settings(max_examples=1500)
@example("合計1)2)")
@example("（（注）（注）")
@example("﹪①")
@example("ﬀ¨")
def test_normal_is_idempotent(text: str) -> None:
    once = labels.normal(text)
    assert labels.normal(once) == once
    assert not any(character.isspace() for character in once)


@given(st.lists(JAPANESE, max_size=8), st.one_of(st.none(), st.integers(1990, 2026)))
def test_an_axis_keeps_its_length(axis: list[str], document_year: int | None) -> None:
    years = fiscal_years.read_axis(axis, document_year)
    assert len(years) == len(axis)
    assert all(year is None or 1800 < year < 2100 for year in years)


@given(st.integers(-(10**12), 10**12), st.booleans(), st.sampled_from(("-", "△", "▲", "－", "−", "―", "△ ")))
def test_printed_integers_read_back(value: int, wide: bool, minus: str) -> None:
    printed = f"{abs(value):,}"
    printed = (minus if value < 0 else "") + (printed.translate(WIDE) if wide else printed)
    assert numbers.read_number(printed) == numbers.Number(value, Status.OBSERVED)


@given(st.decimals(-(10**6), 10**6, places=2, allow_nan=False, allow_infinity=False), st.booleans())
def test_printed_decimals_read_back(value: Decimal, wide: bool) -> None:
    printed = f"{value:,.2f}"
    number = numbers.read_number(printed.translate(WIDE) if wide else printed)
    assert number is not None
    assert number.value == pytest.approx(float(printed.replace(",", "")))


@given(st.integers(0, 10**7), st.one_of(MONEY, COUNTED), st.booleans(), st.booleans())
def test_printed_units_read_back(value: int, unit: str, approximate: bool, spaced: bool) -> None:
    printed = f"{'約' if approximate else ''}{value:,}{' ' if spaced else ''}{unit}"
    assert numbers.read_number(printed) == numbers.Number(value, Status.OBSERVED, unit, (), approximate)


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_mixed_figures_are_written_out(oku: int, man: int) -> None:
    number = numbers.read_number(f"{oku}億{man:,}万円")
    assert number is not None
    assert (number.value, number.unit) == (oku * 10**8 + man * 10**4, "円")


@given(st.integers(10**3, 10**9), st.sampled_from(("※", "※1", "(注)", "（注１）", "注2)", "*", "²", "†")))
def test_a_stuck_note_is_taken_off_and_kept(value: int, note: str) -> None:
    number = numbers.read_number(f"{value:,}{note}")
    assert number is not None
    assert (number.value, number.notes) == (value, (note,))


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_two_numbers_are_never_one(one: int, other: int) -> None:
    assume(not (one and len(str(one)) <= 3 and len(str(other)) == 3))  # 1 234 is a number with its thousands apart
    assert numbers.read_number(f"{one:,} {other:,}") is None


@given(st.integers(1868, 2030))
def test_years_read_back_in_every_form(year: int) -> None:
    era, first = next((name, first) for name, first in ERAS if year >= first)
    count = "元" if year == first else str(year - first + 1)
    forms = (f"{era}{count}年度", f"{year}年度", f"{year}({era}{count})年度", f"{era}{count}({year})年度", f"FY{year}")
    for form in (*forms, *(form.translate(WIDE) for form in forms[:4])):
        assert fiscal_years.read_year(form) == fiscal_years.Year(year, "fiscal", explicit=True), form
        mentions = fiscal_years.find_years(f"調査は、{form}の実績")
        assert [(mention.year, mention.type) for mention in mentions] == [(year, "fiscal")], form


@given(st.integers(1985, 2024), st.integers(3, 15), st.booleans())
def test_consecutive_bare_counts_read_as_the_years_they_are(last: int, length: int, backwards: bool) -> None:
    years = list(range(last - length + 1, last + 1))
    counts = [y - 2018 if y > 2018 else y - 1988 if y > 1988 else y - 1925 for y in years]
    assume(counts[0] != 1 and (not backwards or counts[-1] != 1))
    axis = [str(count) for count in counts]
    read = fiscal_years.read_axis(axis[::-1] if backwards else axis, last)
    assert list(read) == (years[::-1] if backwards else years)


@given(st.lists(st.integers(0, 99), min_size=2, max_size=8), st.integers(1990, 2026))
def test_bare_counts_run_one_way_or_are_refused(counts: list[int], document_year: int) -> None:
    years = [y for y in fiscal_years.read_axis([str(count) for count in counts], document_year) if y is not None]
    steps = [after - before for before, after in pairwise(years)]
    assert all(step >= 0 for step in steps) or all(step <= 0 for step in steps)
    assert all(year <= document_year + 1 for year in years)


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2026, 12, 31)))
def test_dates_read_back(day: date) -> None:
    printed = f"{day.year}年{day.month}月{day.day}日"
    for form in (printed, printed.translate(WIDE), f"{day.year}/{day.month}/{day.day}"):
        assert [found.iso for found in fiscal_years.find_dates(f"公表 {form}（金）")] == [day.isoformat()]


@given(JAPANESE)
def test_spans_hold_on_the_text_as_printed(text: str) -> None:
    printed = f"{text}。平成26年度は"
    mention = fiscal_years.find_years(printed)[-1]
    assert unicodedata.normalize("NFKC", printed[mention.start : mention.end]) == "平成26年度"


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "piece", ["1", "1,", "1 ", "億", "(", "（", "一二三", "平成", "前年度", "※", "平成1年", "（平成26年度1件", "1 ,"]
)
def test_hostile_repetition_is_read_in_time(piece: str) -> None:
    text = piece * 2000
    assert len(figures.find_figures(text)) <= 2000
    sentence = text[:1000]  # readers of running text take longer ones for no sentence
    figure_years.years_of(sentence, figures.find_figures(sentence), 2014)
    fiscal_years.find_dates(text)
    fiscal_years.read_range(text)
    fiscal_years.read_year(text)
    units.find_units(text)
    labels.normal(text)
    numbers.read_number(text)
    marks.read_declared([text])
