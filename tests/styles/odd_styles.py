"""Sheets that are set in the ways that only some offices have: lists that go on beside themselves, ages as labels."""

from random import Random

from tests.styles.page import Page
from tests.styles.plain_styles import titled
from tests.styles.vocabulary import PLACES, TRADES, amount, era, topic


def goes_on_beside(random: Random) -> Page:
    """A long list whose second half stands to the right of the first, under the same heads."""
    page, year = Page(), random.randrange(2008, 2024)
    page.put(0, 0, f"都道府県別の件数及び金額（{era(year)}）")
    heads = ["件数（件）", "金額（千円）"]
    half, gap = len(PLACES) // 2, random.choice([0, 1])
    for side in range(2):
        left = side * (3 + gap)
        page.put(2, left, "都道府県", *heads)
        for row, place in enumerate(PLACES[side * half : (side + 1) * half], 3):
            page.put(row, left, place)
            for column, head in enumerate(heads, 1):
                unit = "件" if column == 1 else "千円"
                page.figure(row, left + column, amount(random), [place, head], unit=unit, year=year)
    return page


def sections_with_units(random: Random) -> Page:
    """Rows between the others that name what follows, with its unit."""
    page, subject, first = Page(), topic(random, 4, 2), random.randrange(2010, 2020)
    titled(page, random, subject)
    page.put(2, 0, subject.kind, *[f"{first + at}年度" for at in range(4)])
    row = 3
    for name, unit in subject.measures:
        section = f"{name}（単位：{unit}）"
        page.put(row, 0, section)
        for label in subject.rows:
            row += 1
            page.put(row, 0, f"　{label}")
            for at in range(4):
                year = first + at
                page.figure(row, 1 + at, amount(random), [section, label, f"{year}年度"], unit=unit, year=year)
        row += 1
    return page


def ages_as_labels(random: Random) -> Page:
    """Rows whose labels are numbers: the age in years."""
    page, year = Page(), random.randrange(2010, 2024)
    page.put(0, 0, f"年齢各歳別人口（{year}年10月1日現在）")
    page.put(1, 3, "（単位：千人）")
    page.put(2, 0, "年齢", "男女計", "男", "女")
    first = random.choice([0, 15, 60])
    for row, age in enumerate(range(first, first + 12), 3):
        label = age
        page.put(row, 0, label)
        for column, head in enumerate(["男女計", "男", "女"], 1):
            page.figure(row, column, amount(random), [str(age), head], unit="千人", year=year)
    return page


def two_year_columns(random: Random) -> Page:
    """The western year and the era's beside each other, both as numbers."""
    page, subject, first = Page(), topic(random, 3, 3), random.randrange(2001, 2010)
    titled(page, random, subject)
    page.put(2, 0, "西暦", "平成", *[f"{name}（{unit}）" for name, unit in subject.measures])
    for row, year in enumerate(range(first, first + 9), 3):
        page.put(row, 0, year, year - 1988)
        for column, (name, unit) in enumerate(subject.measures, 2):
            heads = [str(year), str(year - 1988), f"{name}（{unit}）"]
            page.figure(row, column, amount(random), heads, unit=unit, year=year)
    return page


def broken_heads(random: Random) -> Page:
    """Heads set in several lines of one cell, with the unit in the last."""
    page, subject, year = Page(), topic(random, 6, 3), random.randrange(2008, 2024)
    page.merge(0, 0, 0, 3, f"{era(year)}　{subject.title}　結果の概要")
    page.put(2, 0, subject.kind, *[f"{name}\n（{unit}）" for name, unit in subject.measures])
    for row, label in enumerate(subject.rows, 3):
        page.put(row, 0, label)
        for column, (name, unit) in enumerate(subject.measures, 1):
            page.figure(row, column, amount(random), [label, f"{name}（{unit}）"], unit=unit, year=year)
    return page


def percent_formats(random: Random) -> Page:
    """Shares kept as fractions and shown in per cent, beside counts."""
    page, subject, year = Page(), topic(random, 6, 1), random.randrange(2008, 2024)
    titled(page, random, subject, year)
    (name, unit), row = subject.measures[0], 3
    page.put(2, 0, subject.kind, f"{name}（{unit}）", "構成比")
    for row, label in enumerate(subject.rows, 3):
        page.put(row, 0, label)
        page.figure(row, 1, amount(random), [label, f"{name}（{unit}）"], unit=unit, year=year)
        tenths = random.randrange(1, 999)
        page.figure(row, 2, tenths / 10, [label, "構成比"], tenths / 1000, unit="%", year=year)
        page.formats[row, 2] = "0.0%"
    return page


def quarters(random: Random) -> Page:
    """Quarters under the years that hold them, the years not merged."""
    page, subject, first = Page(), topic(random, 6, 1), random.randrange(2010, 2020)
    titled(page, random, subject)
    unit = subject.measures[0][1]
    page.put(1, 8, f"（{unit}）")
    page.put(2, 0, subject.kind)
    names = random.choice([["Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ"], ["4-6月期", "7-9月期", "10-12月期", "1-3月期"]])
    for at in range(2):
        page.put(2, 1 + 4 * at, f"{first + at}年度")
        page.put(3, 1 + 4 * at, *names)
    for row, label in enumerate(subject.rows, 4):
        page.put(row, 0, label)
        for at in range(8):
            heads, year = [label, f"{first + at // 4}年度", names[at % 4]], first + at // 4
            page.figure(row, 1 + at, amount(random), heads, unit=unit, year=year)
    return page


def now_before_change(random: Random) -> Page:
    """Three rows to each label: this year, last year, the change."""
    page, subject, year = Page(), topic(random, 4, 3), random.randrange(2010, 2024)
    titled(page, random, subject, year)
    page.put(2, 0, subject.kind, "区分", *[f"{name}（{unit}）" for name, unit in subject.measures])
    row = 3
    for label in subject.rows:
        page.put(row, 0, label)
        for kind in ("本年度", "前年度", "増減率（％）"):
            page.put(row, 1, kind)
            for column, (name, unit) in enumerate(subject.measures, 2):
                change = kind.endswith("（％）")
                value = round(random.uniform(-9, 9), 1) if change else amount(random)
                page.figure(row, column, value, [label, kind, f"{name}（{unit}）"], unit=None if change else unit)
            row += 1
    return page


def full_width(random: Random) -> Page:
    """Figures written in full-width digits, negative ones with a triangle."""
    page, subject, first = Page(), topic(random, 6, 1), random.randrange(2010, 2020)
    titled(page, random, subject)
    unit, wide = subject.measures[0][1], str.maketrans("0123456789,-", "０１２３４５６７８９，△")
    page.put(1, 4, f"（単位　{unit}）")
    page.put(2, 0, subject.kind, *[era(first + at).translate(wide) for at in range(4)])
    for row, label in enumerate(subject.rows, 3):
        page.put(row, 0, label)
        for at in range(4):
            value = amount(random) * random.choice([1, 1, 1, -1])
            heads = [label, era(first + at).translate(wide)]
            page.figure(row, 1 + at, value, heads, f"{value:,}".translate(wide), unit=unit, year=first + at)
    return page


def coded_trades(random: Random) -> Page:
    """A letter or number before the label in the same cell, by depth; footnote marks behind some labels."""
    page, year = Page(), random.randrange(2010, 2024)
    page.put(0, 0, f"産業別事業所数及び従業者数（{year}年）")
    page.put(2, 0, "産業分類", "事業所数", "従業者数")
    page.put(3, 1, "事業所", "人")
    row = 4
    for letter, trade in zip("ABCDE", random.sample(TRADES, 5), strict=True):
        parent = f"{letter}　{trade}"
        for number in range(3):
            label = parent if not number else f"　{row:02d}　{trade}（{'甲乙'[number - 1]}）"
            page.put(row, 0, label)
            for column, (head, unit) in enumerate([("事業所数", "事業所"), ("従業者数", "人")], 1):
                heads = [parent, head] if not number else [parent, label, head]
                page.figure(row, column, amount(random), heads, unit=unit, year=year)
            row += 1
    page.put(row, 0, "資料：総務省統計局「経済センサス」")
    return page


def subtotals_last(random: Random) -> Page:
    """Groups merged at the left, each with its 小計 at the end, and 合計 merged over both columns of labels."""
    page, subject, year = Page(), topic(random, 3, 2), random.randrange(2010, 2024)
    titled(page, random, subject, year)
    page.merge(2, 0, 2, 1, "区分")
    page.put(2, 2, *[f"{name}（{unit}）" for name, unit in subject.measures])
    row = 3
    for group in ("国立", "公立", "私立"):
        labels = [*subject.rows, "小計"]
        page.merge(row, 0, row + len(labels) - 1, 0, group)
        for label in labels:
            page.put(row, 1, label)
            for column, (name, unit) in enumerate(subject.measures, 2):
                page.figure(row, column, amount(random), [group, label, f"{name}（{unit}）"], unit=unit, year=year)
            row += 1
    page.merge(row, 0, row, 1, "合計")
    for column, (name, unit) in enumerate(subject.measures, 2):
        page.figure(row, column, amount(random), ["合計", f"{name}（{unit}）"], unit=unit, year=year)
    return page


def unmerged_text(random: Random) -> Page:
    """A text file saved of a sheet with merged heads: what was merged stands once, the rest is blank."""
    page, subject, first = Page(name="csv"), topic(random, 5, 2), random.randrange(2010, 2020)
    titled(page, random, subject)
    page.put(2, 0, "都道府県", subject.kind)
    row = 4
    for at in range(3):
        page.put(2, 2 + 2 * at, f"{first + at}年度")
        page.put(3, 2 + 2 * at, *[f"{name}（{unit}）" for name, unit in subject.measures])
    for place in random.sample(PLACES, 3):
        page.put(row, 0, place)
        for label in subject.rows:
            page.put(row, 1, label)
            for column in range(6):
                (name, unit), year = subject.measures[column % 2], first + column // 2
                heads = [place, label, f"{year}年度", f"{name}（{unit}）"]
                page.figure(row, 2 + column, amount(random), heads, unit=unit, year=year)
            row += 1
    return page


def marked_notes(random: Random) -> Page:
    """Marks of notes stuck to labels and figures."""
    page, subject, first = Page(), topic(random, 6, 1), random.randrange(2010, 2020)
    titled(page, random, subject)
    unit = subject.measures[0][1]
    page.put(1, 4, f"（単位：{unit}）")
    page.put(2, 0, subject.kind, *[f"{first + at}年度" for at in range(4)])
    for row, label in enumerate(subject.rows, 3):
        mark = random.choice(["", "", "（注1）", " 注2)", "※1"])
        page.put(row, 0, label + mark)
        for at in range(4):
            value, year = amount(random) + 1000, first + at
            printed = f"{value:,}{random.choice(['※2', ' 1)'])}" if random.random() < 0.1 else value
            page.figure(row, 1 + at, value, [label, f"{year}年度"], printed, unit=unit, year=year)
    page.put(10, 0, "（注1）一部の地域を除く。")
    page.put(11, 0, "注2) 推計値である。")
    page.put(12, 0, "※1 速報値。")
    return page


def years_down_two_axes(random: Random) -> Page:
    """Years down the rows under two levels of heads whose upper one is merged, totals in the first column."""
    page, subject, first = Page(), topic(random, 3, 2), random.randrange(1985, 2010)
    titled(page, random, subject)
    page.merge(2, 0, 3, 0, "年　次")
    for block, (name, unit) in enumerate(subject.measures):
        left = 1 + 4 * block
        page.merge(2, left, 2, left + 3, f"{name}（{unit}）")
        page.put(3, left, "計", *subject.rows)
    for row, year in enumerate(range(first, first + 8), 4):
        label = {1985: "昭和60年", 1989: "平成元年"}.get(year, str(year))
        page.put(row, 0, label)
        for column in range(8):
            name, unit = subject.measures[column // 4]
            heads = [label, f"{name}（{unit}）", ["計", *subject.rows][column % 4]]
            page.figure(row, 1 + column, amount(random), heads, unit=unit, year=year)
    return page


STYLES = {
    style.__name__: style
    for style in (
        goes_on_beside, sections_with_units, ages_as_labels, two_year_columns, broken_heads, percent_formats, quarters,
        now_before_change, full_width, coded_trades, subtotals_last, unmerged_text, marked_notes, years_down_two_axes,
    )
}  # fmt: skip
