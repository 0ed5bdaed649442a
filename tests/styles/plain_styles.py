"""Sheets of Japanese ministries: one table, what heads its rows and columns set one way or another."""

from random import Random

from extract.document import Status
from tests.styles.page import Page
from tests.styles.vocabulary import AGES, PLACES, Topic, amount, era, topic

HEAD = 3


def titled(page: Page, random: Random, subject: Topic, year: int | None = None) -> None:
    """Set a title, perhaps with its number, in the first row."""
    number = random.choice(["", "第1表　", "表2-3　", "１　"])
    named = "・".join(name for name, _ in subject.measures)
    page.put(0, 0, f"{number}{subject.kind}別{named}" + (f"（{era(year)}）" if year else ""))


def totals_first(random: Random) -> Page:
    """The total leads the rows and the columns; what it holds is indented by full-width spaces."""
    page, subject, year = Page(), topic(random, 7, 1), random.randrange(2008, 2024)
    titled(page, random, subject, year)
    columns, (_, unit) = random.choice([["総数", "男", "女"], ["計", "国立", "公立", "私立"]]), subject.measures[0]
    page.put(1, len(columns), f"（単位：{unit}）")
    page.put(2, 0, subject.kind, *columns)
    total = random.choice(["総数", "合計", "総　　数"])
    for at, label in enumerate([total, *subject.rows]):
        page.put(HEAD + at, 0, label if not at else f"　　{label}")
        for column, head in enumerate(columns, 1):
            heads = [label, head] if not at else [total, label, head]
            page.figure(HEAD + at, column, amount(random), heads, may=[total], unit=unit, year=year)
    return page


def units_per_column(random: Random) -> Page:
    """Each column has its unit: in a row of its own, or in the heading."""
    page, subject, year = Page(), topic(random, 6, 3), random.randrange(2008, 2024)
    titled(page, random, subject, year)
    apart = random.random() < 0.5
    page.put(2, 0, subject.kind)
    for column, (name, unit) in enumerate(subject.measures, 1):
        page.put(2, column, name if apart else f"{name}({unit})")
        if apart:
            page.put(3, column, random.choice([unit, f"（{unit}）"]))
    top = 4 if apart else 3
    for at, label in enumerate(subject.rows, top):
        page.put(at, 0, label)
        for column, (name, unit) in enumerate(subject.measures, 1):
            head = name if apart else f"{name}({unit})"
            page.figure(at, column, amount(random), [label, head], unit=unit, year=year)
    return page


def merged_stubs(random: Random) -> Page:
    """Two columns of labels, the first merged over the rows of each group; perhaps a 計 in each."""
    page, subject, year = Page(), topic(random, 4, 2), random.randrange(2008, 2024)
    titled(page, random, subject)
    groups = random.sample(PLACES, 3)
    rows = (["計"] if random.random() < 0.5 else []) + subject.rows
    page.put(2, 0, "都道府県", subject.kind)
    years = [year, year + 1]
    for column, of in enumerate(years):
        page.merge(1, 2 + 2 * column, 1, 3 + 2 * column, era(of))
        page.put(2, 2 + 2 * column, *[f"{name}（{unit}）" for name, unit in subject.measures])
    row = HEAD
    for group in groups:
        page.merge(row, 0, row + len(rows) - 1, 0, group)
        for label in rows:
            page.put(row, 1, label)
            for at in range(4):
                name, unit = subject.measures[at % 2]
                heads = [group, label, era(years[at // 2]), f"{name}（{unit}）"]
                page.figure(row, 2 + at, amount(random), heads, unit=unit, year=years[at // 2])
            row += 1
    return page


def of_which_again(random: Random) -> Page:
    """Rows that are counted again below the others: （再掲）."""
    page, subject, year = Page(), topic(random, 6, 2), random.randrange(2008, 2024)
    titled(page, random, subject, year)
    page.put(2, 0, "年齢階級", *[f"{name}（{unit}）" for name, unit in subject.measures])
    sign = random.choice(["（再掲）{}", "(再掲){}", "再掲　{}", "（再掲）　{}"])
    labels = ["総数", *AGES, sign.format("15～64歳"), sign.format("75歳以上")]
    for row, label in enumerate(labels, HEAD):
        page.put(row, 0, label)
        for column, (name, unit) in enumerate(subject.measures, 1):
            heads, may = [label, f"{name}（{unit}）"], ["総数", AGES[-1]]
            page.figure(row, column, amount(random), heads, may=may, unit=unit, year=year)
    return page


def code_rows(random: Random) -> Page:
    """A row of column codes under the heads and a column of row codes before the labels."""
    page, subject, year = Page(), topic(random, 6, 3), random.randrange(2008, 2024)
    titled(page, random, subject, year)
    page.put(2, 0, "コード", subject.kind, *[f"{name}（{unit}）" for name, unit in subject.measures])
    codes = random.choice([["A1101", "A1102", "A1103"], ["(1)", "(2)", "(3)"], ["0110", "0120", "0130"]])
    page.put(3, 0, None, random.choice(["項目符号", "列番号", None]), *codes)
    for row, label in enumerate(subject.rows, 4):
        code = f"{row - 3:02d}000"
        page.put(row, 0, code, label)
        for column, (name, unit) in enumerate(subject.measures, 2):
            heads, may = [code, label, f"{name}（{unit}）"], [codes[column - 2]]
            page.figure(row, column, amount(random), heads, may=may, unit=unit, year=year)
    return page


def against_last_year(random: Random) -> Page:
    """Figures of two years, their difference and rate of change, with triangles for what fell."""
    page, subject, year = Page(), topic(random, 6, 1), random.randrange(2009, 2024)
    titled(page, random, subject)
    unit, sign = subject.measures[0][1], random.choice("△▲")
    page.put(1, 4, f"単位：{unit}、％")
    change = random.choice(["対前年度比", "対前年度増減率", "前年度比"])
    heads = [era(year - 1), era(year), "増減数", f"{change}（％）"]
    page.put(2, 0, subject.kind, *heads)
    for row, label in enumerate(subject.rows, HEAD):
        before, now = amount(random), amount(random)
        rate = round(100 * (now - before) / before, 1)
        page.put(row, 0, label)
        page.figure(row, 1, before, [label, heads[0]], unit=unit, year=year - 1)
        page.figure(row, 2, now, [label, heads[1]], unit=unit, year=year)
        page.figure(row, 3, now - before, [label, heads[2]], triangled(now - before, sign))
        page.figure(row, 4, rate, [label, heads[3]], triangled(rate, sign), unit="%")
    return page


def triangled(value: float, sign: str) -> str | float:
    """A number with a triangle for its minus."""
    return f"{sign} {-value:,}" if value < 0 else value


def side_years(random: Random) -> Page:
    """The year stands beside the first of several rows, merged or not."""
    page, subject, first = Page(), topic(random, 3, 3), random.randrange(2010, 2020)
    titled(page, random, subject)
    merged, rows = random.random() < 0.5, random.choice([["男", "女"], ["第1四半期", "第2四半期", "第3四半期"]])
    page.put(2, 0, random.choice(["年度", "年　度", "会計年度"]), random.choice(["区分", "内訳"]))
    page.put(2, 2, *[f"{name}（{unit}）" for name, unit in subject.measures])
    row = HEAD
    for year in range(first, first + 4):
        text = random.choice([f"{year}年度", era(year)])
        page.merge(row, 0, row + len(rows) - 1 if merged else row, 0, text)
        for label in rows:
            page.put(row, 1, label)
            for column, (name, unit) in enumerate(subject.measures, 2):
                heads = [text, label, f"{name}（{unit}）"]
                page.figure(row, column, amount(random), heads, unit=unit, year=year)
            row += 1
    return page


def bilingual(random: Random) -> Page:
    """Heads in Japanese over English, and the labels once more in English behind the figures."""
    page, first = Page(), random.randrange(2010, 2020)
    page.put(0, 0, "11-2　学校種別教員数及び在学者数")
    page.put(1, 0, "Teachers and Students by Type of Schools")
    page.put(3, 0, "学校種別", "学校数", "教員数", "在学者数", "Type of schools")
    page.put(4, 1, "Schools", "Teachers", "Students")
    labels = {"総数": "Total", "小学校": "Elementary schools", "中学校": "Lower secondary schools",
              "高等学校": "Upper secondary schools", "専修学校": "Specialized training colleges"}  # fmt: skip
    row = 5
    for year in (first, first + 1):
        section = f"{era(year, '年')}"
        page.put(row, 0, section)
        row += 1
        for label, english in labels.items():
            page.put(row, 0, label)
            page.put(row, 4, english)
            for column, head in enumerate([("学校数", "Schools"), ("教員数", "Teachers"), ("在学者数", "Students")], 1):
                page.figure(row, column, amount(random), [section, label, *head], may=[english, "総数"], year=year)
            row += 1
    return page


def hidden(random: Random) -> Page:
    """Columns that a person does not see: they are read as the others are."""
    page, subject, first = Page(), topic(random, 6, 1), random.randrange(2008, 2018)
    titled(page, random, subject)
    name, unit = subject.measures[0]
    page.put(1, 4, f"（{name}　単位：{unit}）")
    years = range(first, first + 5)
    page.put(2, 0, subject.kind, *[f"{year}年度" for year in years])
    page.hidden_columns = {random.randrange(1, 4)}
    page.hidden_rows = {HEAD + 2}
    for row, label in enumerate(subject.rows, HEAD):
        page.put(row, 0, label)
        for column, year in enumerate(years, 1):
            page.figure(row, column, amount(random), [label, f"{year}年度"], unit=unit, year=year)
    return page


def marks(random: Random) -> Page:
    """Cells that hold no number: nil, suppressed, unknown; the notes say which is which."""
    page, subject, year = Page(), topic(random, 7, 3), random.randrange(2008, 2024)
    titled(page, random, subject, year)
    page.put(2, 0, subject.kind, *[name for name, _ in subject.measures])
    page.put(3, 1, *[f"[{unit}]" for _, unit in subject.measures])
    signs = {"x": Status.SUPPRESSED, "-": Status.NIL, "…": Status.MISSING, "***": Status.SUPPRESSED}
    for row, label in enumerate(subject.rows, 4):
        page.put(row, 0, label)
        for column, (name, unit) in enumerate(subject.measures, 1):
            sign = random.choice([*signs, *[None] * 8])
            value = amount(random) if sign is None else None
            status = signs[sign] if sign else Status.OBSERVED
            page.figure(row, column, value, [label, name], sign, unit=unit, year=year, status=status)
    page.put(4 + len(subject.rows), 0, "注　「-」は該当なし、「x」及び「***」は秘匿、「…」は不詳である。")
    return page


STYLES = {
    style.__name__: style
    for style in (
        totals_first, units_per_column, merged_stubs, of_which_again, code_rows, against_last_year, side_years,
        bilingual, hidden, marks,
    )
}  # fmt: skip
