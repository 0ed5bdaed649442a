"""Sheets that hold more than one plain table, or years and labels in less plain ways."""

import datetime as dt
from random import Random

from tests.styles.page import Page
from tests.styles.plain_styles import titled
from tests.styles.vocabulary import AGES, PLACES, TRADES, amount, era, topic


def database(random: Random) -> Page:
    """A download of a statistics database: keys and values above, codes beside names, units in a column."""
    page, subject, first = Page(name="csv"), topic(random, 5, 2), random.randrange(2010, 2020)
    page.put(0, 0, "統計名：", subject.title)
    page.put(1, 0, "表番号：", "0003-1")
    page.put(2, 0, "表題：", f"{subject.kind}別集計")
    page.put(3, 0, "実施年月：", "-", "市区町村時点（年月日）：", "-")
    years = range(first, first + 4)
    page.put(5, 0, "表章項目 コード", "表章項目", f"{subject.kind} コード", subject.kind, "単位", "/時間軸（年度）")
    page.put(5, 6, *[f"{year}年度" for year in years])
    row = 6
    for at, (name, unit) in enumerate(subject.measures, 1):
        for code, label in enumerate(subject.rows, 1):
            codes = [f"{at:03d}", f"{code:05d}"]
            page.put(row, 0, codes[0], name, codes[1], label, unit)
            for column, year in enumerate(years, 6):
                value = amount(random)
                heads = [name, label, f"{year}年度"]
                page.figure(row, column, value, heads, f"{value:,}", may=[*codes, unit], unit=unit, year=year)
            row += 1
    return page


def records(random: Random) -> Page:
    """One record a figure: what it is, where, when, its unit, the value."""
    page, subject, first = Page(name="csv"), topic(random, 4, 2), random.randrange(2010, 2020)
    page.put(0, 0, "tab_code", "表章項目", "cat01_code", subject.kind, "time_code", "時間軸(年次)", "unit", "value")
    row = 1
    for at, (name, unit) in enumerate(subject.measures, 1):
        for code, label in enumerate(subject.rows, 1):
            for year in range(first, first + 3):
                codes = [f"{at:02d}0", f"{code:04d}", f"{year}000000"]
                page.put(row, 0, codes[0], name, codes[1], label, codes[2], f"{year}年", unit)
                heads = [name, label, f"{year}年"]
                page.figure(row, 7, amount(random), heads, may=[*codes, unit, "value"], unit=unit, year=year)
                row += 1
    return page


def beside(random: Random) -> Page:
    """Two tables side by side with other heads and not equally long."""
    page, year = Page(), random.randrange(2008, 2024)
    left = 0
    for number, rows in enumerate((7, 5), 1):
        subject = topic(random, rows, 2)
        page.put(0, left, f"表{number}　{subject.kind}別の状況（{era(year)}）")
        page.put(2, left, subject.kind, *[f"{name}（{unit}）" for name, unit in subject.measures])
        for row, label in enumerate(subject.rows, 3):
            page.put(row, left, label)
            for column, (name, unit) in enumerate(subject.measures, left + 1):
                page.figure(row, column, amount(random), [label, f"{name}（{unit}）"], unit=unit, year=year)
        left += 4
    return page


def stacked(random: Random) -> Page:
    """Three tables one over the other, each with its title, its unit and its columns."""
    page, row = Page(), 0
    page.put(0, 0, "参考資料")
    row = 2
    for number in range(1, 4):
        subject, first = topic(random, 4, 1), random.randrange(2010, 2020)
        name, unit = subject.measures[0]
        years = range(first, first + 2 + number)
        page.put(row, 0, f"（{number}）{subject.kind}別{name}")
        page.put(row + 1, len(years), f"（{unit}）")
        page.put(row + 2, 0, subject.kind, *[f"{year}年度" for year in years])
        for at, label in enumerate(subject.rows, row + 3):
            page.put(at, 0, label)
            for column, year in enumerate(years, 1):
                page.figure(at, column, amount(random), [label, f"{year}年度"], unit=unit, year=year)
        row += 3 + len(subject.rows) + random.choice([1, 2])
        if random.random() < 0.5:
            page.put(row - 1, 0, "注：端数処理のため合計と一致しないことがある。")
            row += 1
    return page


def split_bounds(random: Random) -> Page:
    """Classes of size whose bounds are set one word under the other."""
    page, subject, year = Page(), topic(random, 6, 1), random.randrange(2008, 2024)
    titled(page, random, subject, year)
    unit = subject.measures[0][1]
    heads = [("総数", None), ("100万円", "未満"), ("100～", "300万円"), ("300～", "500万円"), ("500万円", "以上")]
    page.put(1, 5, f"（{unit}）")
    page.put(2, 0, subject.kind)
    for column, (upper, lower) in enumerate(heads, 1):
        page.put(2, column, upper)
        page.put(3, column, lower)
    for row, label in enumerate(subject.rows, 4):
        page.put(row, 0, label)
        for column, (upper, lower) in enumerate(heads, 1):
            page.figure(row, column, amount(random), [label, upper + (lower or "")], unit=unit, year=year)
    return page


def bare_eras(random: Random) -> Page:
    """An axis of years that names the era once: 平成28 29 30 令和元 2 3."""
    page, subject = Page(), topic(random, 6, 1)
    titled(page, random, subject)
    unit = subject.measures[0][1]
    page.put(1, 6, f"（単位：{unit}）")
    axis = {"平成28年度": 2016, "29": 2017, "30": 2018, "令和元": 2019, "2": 2020, "3": 2021}
    typed = random.random() < 0.5
    page.put(2, 0, random.choice(["区　分", "年度"]))
    page.put(2, 1, *[int(text) if typed and text.isdecimal() else text for text in axis])
    for row, label in enumerate(subject.rows, 3):
        page.put(row, 0, label)
        for column, (text, year) in enumerate(axis.items(), 1):
            page.figure(row, column, amount(random), [label, text], unit=unit, year=year)
    return page


def spaced_labels(random: Random) -> Page:
    """A yearbook: letters spaced out, a blank row after each few, two columns of sums."""
    page, year = Page(), random.randrange(2008, 2024)
    page.put(0, 0, f"第５表　都道府県別学校数及び生徒数（{year}年度）")
    page.put(2, 0, "都道府県")
    page.merge(2, 1, 2, 3, "学　校　数")
    page.merge(2, 4, 2, 6, "生　徒　数")
    page.put(3, 1, *["計", "公　立", "私　立"] * 2)
    row = 4
    for at, place in enumerate(["全　国", *random.sample(PLACES, 10)]):
        label = place if "　" in place or len(place) > 3 else "　".join(place)
        page.put(row, 0, label)
        for column in range(6):
            heads = [label, ["学　校　数", "生　徒　数"][column // 3], ["計", "公　立", "私　立"][column % 3]]
            page.figure(row, 1 + column, amount(random), heads, may=["全　国"], year=year)
        row += 2 if at % 5 == 0 else 1
    return page


def months(random: Random) -> Page:
    """Rows of months: the year beside its first month only."""
    page, first = Page(), random.randrange(2013, 2019)
    page.put(0, 0, "主要指標の推移")
    page.put(2, 0, "年", "月", "指数", "前年比（％）")
    row = 3
    for year in range(first, first + 2):
        for month in range(1, 13):
            label = era(year, "年")
            page.put(row, 0, label if month == 1 else None, f"{month}月")
            for column, head in enumerate(["指数", "前年比（％）"], 2):
                value = round(random.uniform(80, 120), 1)
                page.figure(row, column, value, [label, f"{month}月", head], year=year)
            row += 1
    return page


def counts_and_shares(random: Random) -> Page:
    """A survey's crossing: each row twice, the number over its share."""
    page, year = Page(), random.randrange(2012, 2024)
    page.put(0, 0, f"問3　取組の有無（{year}年度）")
    answers = ["全体", "ある", "検討中", "ない", "無回答"]
    page.put(2, 0, "業種", None, *answers)
    row = 3
    for label in ["全体", *random.sample(TRADES, 5)]:
        page.merge(row, 0, row + 1, 0, label)
        page.put(row, 1, "件数")
        page.put(row + 1, 1, "％")
        for column, answer in enumerate(answers, 2):
            may = ["業種"]
            page.figure(row, column, amount(random), [label, "件数", answer], may=may, year=year)
            share = round(random.uniform(0, 100), 1)
            page.figure(row + 1, column, share, [label, "％", answer], may=may, unit="%", year=year)
        row += 2
    return page


def remarks(random: Random) -> Page:
    """A column of remarks behind the figures, a rank before them."""
    page, subject, year = Page(), topic(random, 6, 2), random.randrange(2008, 2024)
    titled(page, random, subject, year)
    page.put(2, 0, "順位", subject.kind, *[f"{name}（{unit}）" for name, unit in subject.measures], "備考")
    for row, label in enumerate(subject.rows, 3):
        page.put(row, 0, row - 2, label)
        for column, (name, unit) in enumerate(subject.measures, 2):
            heads, may = [label, f"{name}（{unit}）"], [str(row - 2)]
            page.figure(row, column, amount(random), heads, may=may, unit=unit, year=year)
        page.put(row, 4, random.choice([None, None, "調査区域の変更あり", "一部推計を含む"]))
    return page


def dates(random: Random) -> Page:
    """Years and months kept as dates and shown as a format tells."""
    page, subject, first = Page(), topic(random, 5, 1), random.randrange(2010, 2018)
    titled(page, random, subject)
    unit = subject.measures[0][1]
    page.put(1, 4, f"（{unit}）")
    page.put(2, 0, subject.kind)
    years = range(first, first + 4)
    for column, year in enumerate(years, 1):
        page.put(2, column, dt.date(year, 4, 1))
        page.formats[2, column] = 'yyyy"年度"'
    for row, label in enumerate(subject.rows, 3):
        page.put(row, 0, label)
        for column, year in enumerate(years, 1):
            page.figure(row, column, amount(random), [label, f"{year}年度"], unit=unit, year=year)
    return page


def two_calendars(random: Random) -> Page:
    """The same years as calendar and as fiscal years, block beside block."""
    page, subject, first = Page(), topic(random, 6, 1), random.randrange(2010, 2018)
    titled(page, random, subject)
    unit = subject.measures[0][1]
    page.put(1, 6, f"（{unit}）")
    page.put(2, 0, subject.kind)
    page.merge(2, 1, 2, 3, "暦年")
    page.merge(2, 4, 2, 6, "年度")
    texts = [*(f"{first + at}年" for at in range(3)), *(f"{first + at}年度" for at in range(3))]
    page.put(3, 1, *texts)
    for row, label in enumerate(subject.rows, 4):
        page.put(row, 0, label)
        for at, text in enumerate(texts):
            heads = [label, "暦年" if at < 3 else "年度", text]
            page.figure(row, 1 + at, amount(random), heads, unit=unit, year=first + at % 3)
    return page


def depth_by_column(random: Random) -> Page:
    """Labels a column further right the deeper they stand, under one head over all these columns."""
    page, subject, first = Page(), topic(random, 4, 1), random.randrange(2010, 2020)
    titled(page, random, subject)
    unit = subject.measures[0][1]
    page.put(1, 5, f"（{unit}）")
    page.merge(2, 0, 2, 2, "項目")
    page.put(2, 3, *[f"{first + at}年度" for at in range(3)])
    tree = [("総数",), ("総数", "国内"), ("総数", "国内", subject.rows[0]), ("総数", "国内", subject.rows[1]),
            ("総数", "国外"), ("総数", "国外", subject.rows[2]), ("総数", "国外", subject.rows[3])]  # fmt: skip
    for row, path in enumerate(tree, 3):
        page.put(row, len(path) - 1, path[-1])
        for at in range(3):
            year = first + at
            page.figure(row, 3 + at, amount(random), [*path, f"{year}年度"], unit=unit, year=year)
    return page


def formula_row(random: Random) -> Page:
    """Letters under the heads that say how a column is made: (A) (B) (B)/(A)."""
    page, subject, year = Page(), topic(random, 6, 2), random.randrange(2008, 2024)
    titled(page, random, subject, year)
    (one, unit), (other, other_unit) = subject.measures
    page.put(2, 0, subject.kind, f"{one}（{unit}）", f"{other}（{other_unit}）", "比率（％）")
    letters = random.choice([["(A)", "(B)", "(B)/(A)"], ["ａ", "ｂ", "ｂ／ａ"], ["①", "②", "②÷①"]])
    page.put(3, 1, *letters)
    for row, label in enumerate(subject.rows, 4):
        page.put(row, 0, label)
        for column in range(3):
            head = str(page.cells[2, 1 + column])
            value = amount(random) if column < 2 else round(random.uniform(1, 99), 1)
            page.figure(row, 1 + column, value, [label, head], may=[letters[column]], year=year)
    return page


def corner(random: Random) -> Page:
    """The corner names both axes; ages over the columns in two levels without merging."""
    page, first = Page(), random.randrange(2010, 2020)
    page.put(0, 0, "年齢階級別就業者数")
    page.put(1, 6, "単位：千人")
    page.put(2, 0, random.choice(["年次＼年齢", "年齢　年次", "区分"]), "男", None, None, "女")
    ages = random.sample(AGES, 3)
    page.put(3, 1, *ages, *ages)
    for at in range(5):
        label = f"{first + at}年"
        page.put(4 + at, 0, label)
        for column in range(6):
            heads = [label, "男" if column < 3 else "女", ages[column % 3]]
            page.figure(4 + at, 1 + column, amount(random), heads, unit="千人", year=first + at)
    return page


STYLES = {
    style.__name__: style
    for style in (
        database, records, beside, stacked, split_bounds, bare_eras, spaced_labels, months, counts_and_shares, remarks,
        dates, two_calendars, depth_by_column, formula_row, corner,
    )
}  # fmt: skip
