"""Sheets set as few offices do: units in every cell, a margin at the left, heads again and again, years by letters."""

from random import Random

from extract.document import Status
from tests.styles.page import Page
from tests.styles.plain_styles import titled
from tests.styles.vocabulary import PLACES, TRADES, amount, era, topic


def units_in_cells(random: Random) -> Page:
    """Each figure with its unit in the cell."""
    page, subject, year = Page(), topic(random, 6, 2), random.randrange(2008, 2024)
    titled(page, random, subject, year)
    page.put(2, 0, subject.kind, "件数", "金額")
    for row, label in enumerate(subject.rows, 3):
        page.put(row, 0, label)
        for column, (head, unit) in enumerate([("件数", "件"), ("金額", "千円")], 1):
            value = amount(random)
            page.figure(row, column, value, [label, head], f"{value:,}{unit}", unit=unit, year=year)
    return page


def margin(random: Random) -> Page:
    """The table begins in the third column of the fifth row, its title over the middle."""
    page, subject, first = Page(), topic(random, 6, 1), random.randrange(2010, 2020)
    unit = subject.measures[0][1]
    page.put(1, 4, f"{subject.title}　{subject.measures[0][0]}の推移")
    page.put(3, 6, f"（単位：{unit}）")
    page.put(4, 2, subject.kind, *[f"{first + at}年度" for at in range(4)])
    for row, label in enumerate(subject.rows, 5):
        page.put(row, 2, label)
        for at in range(4):
            page.figure(row, 3 + at, amount(random), [label, f"{first + at}年度"], unit=unit, year=first + at)
    return page


def short_eras(random: Random) -> Page:
    """Years by letter: H29 H30 R元 R2."""
    page, subject = Page(), topic(random, 6, 1)
    titled(page, random, subject)
    unit = subject.measures[0][1]
    page.put(1, 4, f"［{unit}］")
    axis = {"H28": 2016, "H29": 2017, "H30": 2018, random.choice(["R1", "R元"]): 2019, "R2": 2020}
    page.put(2, 0, subject.kind, *axis)
    for row, label in enumerate(subject.rows, 3):
        page.put(row, 0, label)
        for column, (text, year) in enumerate(axis.items(), 1):
            page.figure(row, column, amount(random), [label, text], unit=unit, year=year)
    return page


def heads_again(random: Random) -> Page:
    """The same heads after every few rows, as printed pages have them."""
    page, year = Page(), random.randrange(2010, 2024)
    page.put(0, 0, f"都道府県別実績（{era(year)}）")
    row, heads = 2, ["件数（件）", "金額（千円）", "機関数（機関）"]
    for start in range(0, 12, 4):
        page.put(row, 0, "都道府県", *heads)
        for place in PLACES[start : start + 4]:
            row += 1
            page.put(row, 0, place)
            for column, head in enumerate(heads, 1):
                page.figure(row, column, amount(random), [place, head], year=year)
        row += 2
    return page


def sparse(random: Random) -> Page:
    """Hardly a figure: most cells are blank or a dash."""
    page, subject, year = Page(), topic(random, 7, 4), random.randrange(2008, 2024)
    titled(page, random, subject, year)
    page.put(2, 0, subject.kind, *[f"{name}（{unit}）" for name, unit in subject.measures])
    for row, label in enumerate(subject.rows, 3):
        page.put(row, 0, label)
        for column, (name, unit) in enumerate(subject.measures, 1):
            heads = [label, f"{name}（{unit}）"]
            if random.random() < 0.3 or (row + column) % 4 == 0:
                page.figure(row, column, amount(random), heads, unit=unit, year=year)
            elif random.random() < 0.6:
                page.figure(row, column, None, heads, "-", unit=unit, year=year, status=Status.NIL)
    return page


def last_year_below(random: Random) -> Page:
    """Under each row the same of the year before, in brackets."""
    page, subject, year = Page(), topic(random, 5, 2), random.randrange(2010, 2024)
    titled(page, random, subject, year)
    page.put(1, 2, "（　）内は前年度")
    page.put(2, 0, subject.kind, "区分", *[f"{name}（{unit}）" for name, unit in subject.measures])
    row = 3
    for label in subject.rows:
        for at, kind in enumerate(("本年度", "前年度")):
            page.put(row, 0, label if not at else None, kind)
            for column, (name, unit) in enumerate(subject.measures, 2):
                value = amount(random)
                printed = f"({value:,})" if at else value
                heads = [label, kind, f"{name}（{unit}）"]
                page.figure(row, column, value, heads, printed, unit=unit, year=year - at)
            row += 1
    return page


def regions_with_sums(random: Random) -> Page:
    """Regions in bold with their sum, their prefectures beneath, codes before all."""
    page, year = Page(), random.randrange(2010, 2024)
    page.put(0, 0, f"地方別件数（{year}年度）")
    page.put(2, 0, "コード", "地域", "件数（件）", "構成比（％）")
    row, code = 3, 1
    for region, places in (("東北", PLACES[1:4]), ("関東", PLACES[7:11]), ("中部", PLACES[13:15])):
        for at, label in enumerate([region, *places]):
            page.put(row, 0, f"{code:02d}000", label)
            page.indents[row, 1] = 0 if not at else 1
            if not at:
                page.bold.add((row, 1))
            heads = [f"{code:02d}000", label, *([region] if at else [])]
            page.figure(row, 2, amount(random), [*heads, "件数（件）"], unit="件", year=year)
            share = round(random.uniform(1, 60), 1)
            page.figure(row, 3, share, [*heads, "構成比（％）"], unit="%", year=year)
            row, code = row + 1, code + 1
    return page


def long_preamble(random: Random) -> Page:
    """Sentences between the title and the table."""
    page, subject, first = Page(), topic(random, 6, 1), random.randrange(2010, 2020)
    titled(page, random, subject)
    name, unit = subject.measures[0]
    page.put(1, 0, f"　本表は、{subject.title}の結果から、{name}を{subject.kind}別に集計したものである。")
    page.put(2, 0, f"　{first}年度に調査方法を変更したため、それ以前の数値との比較には注意を要する。")
    page.put(3, 0, "　なお、四捨五入の関係で合計が一致しない場合がある。")
    page.put(5, 4, f"単位：{unit}")
    page.put(6, 0, subject.kind, *[f"{first + at}年度" for at in range(4)])
    for row, label in enumerate(subject.rows, 7):
        page.put(row, 0, label)
        for at in range(4):
            page.figure(row, 1 + at, amount(random), [label, f"{first + at}年度"], unit=unit, year=first + at)
    return page


def respondents(random: Random) -> Page:
    """Answers to a question of several choices: the number asked, then shares."""
    page, year = Page(), random.randrange(2012, 2024)
    page.put(0, 0, f"図表5　実施している取組（複数回答、{era(year)}）")
    answers = ["共同研究", "受託研究", "人材交流", "特になし"]
    page.put(2, 1, "n", *answers)
    page.put(3, 1, "（社）", *["（％）"] * 4)
    for row, label in enumerate(["全体", *random.sample(TRADES, 5)], 4):
        page.put(row, 0, label)
        page.figure(row, 1, random.randrange(20, 900), [label, "n"], unit="社", year=year)
        for column, answer in enumerate(answers, 2):
            share = round(random.uniform(0, 100), 1)
            page.figure(row, column, share, [label, answer], unit="%", year=year)
    return page


def three_levels(random: Random) -> Page:
    """Three rows of merged heads, the units in a fourth, a blank row before the figures."""
    page, subject, year = Page(), topic(random, 6, 1), random.randrange(2010, 2024)
    titled(page, random, subject, year)
    page.merge(2, 0, 5, 0, subject.kind)
    page.merge(2, 1, 2, 8, "実施状況")
    for block, whose in enumerate(("国内", "国外")):
        page.merge(3, 1 + 4 * block, 3, 4 + 4 * block, whose)
        for half, partner in enumerate(("民間企業", "その他")):
            left = 1 + 4 * block + 2 * half
            page.merge(4, left, 4, left + 1, partner)
            page.put(5, left, "件数", "金額")
            page.put(6, left, "（件）", "（千円）")
    for row, label in enumerate(subject.rows, 8):
        page.put(row, 0, label)
        for at in range(8):
            heads = ["実施状況", "国内" if at < 4 else "国外", "民間企業" if at % 4 < 2 else "その他"]
            head, unit = ("件数", "件") if at % 2 == 0 else ("金額", "千円")
            page.figure(row, 1 + at, amount(random), [label, *heads, head], unit=unit, year=year)
    return page


def multiples(random: Random) -> Page:
    """Ratios written as multiples and differences in points beside the figures that they are of."""
    page, subject, year = Page(), topic(random, 6, 1), random.randrange(2010, 2024)
    titled(page, random, subject)
    unit = subject.measures[0][1]
    heads = [f"{year - 1}年度（{unit}）", f"{year}年度（{unit}）", "倍率", "構成比の差"]
    page.put(2, 0, subject.kind, *heads)
    for row, label in enumerate(subject.rows, 3):
        before, now = amount(random), amount(random)
        page.put(row, 0, label)
        page.figure(row, 1, before, [label, heads[0]], unit=unit, year=year - 1)
        page.figure(row, 2, now, [label, heads[1]], unit=unit, year=year)
        times, points = round(now / before, 2), round(random.uniform(-5, 5), 1)
        page.figure(row, 3, times, [label, heads[2]], f"{times}倍", unit="倍")
        page.figure(row, 4, points, [label, heads[3]], f"{points:+}ポイント", unit="ポイント")
    return page


def plan_and_result(random: Random) -> Page:
    """Years whose figures are planned, estimated or settled, said in a second row of heads."""
    page, subject, first = Page(), topic(random, 5, 1), random.randrange(2012, 2020)
    titled(page, random, subject)
    unit = subject.measures[0][1]
    page.put(1, 4, f"（{unit}）")
    page.put(2, 0, subject.kind, *[era(first + at) for at in range(4)])
    kinds = ["決算", "決算", "決算見込", "当初予算"]
    page.put(3, 1, *kinds)
    for row, label in enumerate(subject.rows, 4):
        page.put(row, 0, label)
        for at, kind in enumerate(kinds):
            page.figure(row, 1 + at, amount(random), [label, era(first + at), kind], unit=unit, year=first + at)
    return page


def headless_second(random: Random) -> Page:
    """Two tables one directly under the other, each with its own head and no title between."""
    page, row = Page(), 2
    subject, year = topic(random, 5, 2), random.randrange(2010, 2024)
    titled(page, random, subject, year)
    for heads in (["件数（件）", "金額（千円）"], ["平均（円）", "割合（％）"]):
        page.put(row, 0, subject.kind, *heads)
        for label in subject.rows:
            row += 1
            page.put(row, 0, label)
            for column, head in enumerate(heads, 1):
                page.figure(row, column, amount(random), [label, head], year=year)
        row += 1
    return page


def spaced_heads(random: Random) -> Page:
    """A blank row between the heads and their units, another before the figures."""
    page, subject, year = Page(), topic(random, 6, 3), random.randrange(2010, 2024)
    titled(page, random, subject, year)
    page.put(2, 0, subject.kind, *[name for name, _ in subject.measures])
    page.put(4, 1, *[f"（{unit}）" for _, unit in subject.measures])
    for row, label in enumerate(subject.rows, 6):
        page.put(row, 0, label)
        for column, (name, unit) in enumerate(subject.measures, 1):
            page.figure(row, column, amount(random), [label, name], unit=unit, year=year)
    return page


STYLES = {
    style.__name__: style
    for style in (
        units_in_cells, margin, short_eras, heads_again, sparse, last_year_below, regions_with_sums, long_preamble,
        respondents, three_levels, multiples, plan_and_result, headless_second, spaced_heads,
    )
}  # fmt: skip
