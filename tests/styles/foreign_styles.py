"""Sheets of international offices, whose figures carry flags, and text files with lines around their table."""

from random import Random

from extract.document import Status
from tests.styles.page import Page
from tests.styles.vocabulary import COUNTRIES, amount, topic

FLAGS = {"p": Status.PROVISIONAL, "e": Status.ESTIMATED, "b": Status.OBSERVED, "u": Status.OBSERVED}


def flag_columns(random: Random) -> Page:
    """A database's download: each year's figures, and a column without a head for their flags."""
    page, first = Page(), random.randrange(2010, 2018)
    page.put(0, 0, "Dataset:", "R&D personnel by sector [rd_p_persocc]")
    page.put(1, 0, "Last updated:", "12/03/2024 23:00")
    page.put(3, 0, "Time frequency", "Annual")
    page.put(4, 0, "Unit of measure", "Full-time equivalent (FTE)")
    years = range(first, first + 4)
    page.put(6, 0, "TIME")
    page.put(7, 0, "GEO (Labels)")
    for at, year in enumerate(years):
        page.put(6, 1 + 2 * at, random.choice([str(year)]))
    for row, country in enumerate(random.sample(COUNTRIES, 8), 8):
        page.put(row, 0, country)
        for at, year in enumerate(years):
            flag = random.choice([None, None, None, *FLAGS])
            missing = random.random() < 0.12
            status = Status.MISSING if missing else FLAGS.get(flag or "", Status.OBSERVED)
            value = None if missing else amount(random)
            page.figure(
                row, 1 + 2 * at, value, [country, str(year)], ":" if missing else None, year=year, status=status
            )
            page.put(row, 2 + 2 * at, None if missing else flag)
    page.put(17, 0, "Special value")
    page.put(18, 0, ":", "not available")
    page.put(20, 0, "Observation flags:")
    page.put(21, 0, "b", "break in time series")
    page.put(22, 0, "e", "estimated")
    page.put(23, 0, "p", "provisional")
    return page


def flags_in_cells(random: Random) -> Page:
    """The flag in the cell itself: 12.3 p, 1,234 e, : c."""
    page, first = Page(), random.randrange(2010, 2018)
    page.put(0, 0, "R&D expenditure (million euro)")
    years = range(first, first + 5)
    page.put(2, 0, "geo", *[str(year) for year in years])
    marks = {":": Status.MISSING, ": c": Status.SUPPRESSED, "c": Status.SUPPRESSED, "x": Status.SUPPRESSED}
    for row, country in enumerate(random.sample(COUNTRIES, 9), 3):
        page.put(row, 0, country)
        for column, year in enumerate(years, 1):
            heads = [country, str(year)]
            if random.random() < 0.15:
                mark = random.choice([*marks])
                page.figure(row, column, None, heads, mark, year=year, status=marks[mark])
                continue
            flag = random.choice([None, None, *FLAGS])
            value = random.choice([round(random.uniform(1, 99), 1), float(random.randrange(1000, 90000))])
            printed = f"{value:,.1f}" if value < 100 else f"{value:,.0f}"
            status = FLAGS.get(flag or "", Status.OBSERVED)
            shown = f"{printed} {flag}" if flag else printed
            page.figure(row, column, value, heads, shown, year=year, status=status)
    return page


def flagged_records(random: Random) -> Page:
    """One record a figure, its flag and the flag's name beside the value."""
    page, first = Page(name="csv"), random.randrange(2010, 2018)
    page.put(0, 0, "LOCATION", "Country", "TIME", "Unit", "Value", "Flag Codes", "Flags")
    names = {"P": "Provisional value", "E": "Estimated value", "B": "Break"}
    row = 1
    for country in random.sample(COUNTRIES, 5):
        for year in range(first, first + 4):
            code, flag = country[:3].upper(), random.choice([None, None, *names])
            page.put(row, 0, code, country, year, "Percentage")
            status = {"P": Status.PROVISIONAL, "E": Status.ESTIMATED}.get(flag or "", Status.OBSERVED)
            value, may = round(random.uniform(0.1, 4), 3), ["Percentage", "Value", code]
            page.figure(row, 4, value, [country, str(year)], may=may, year=year, status=status)
            page.put(row, 5, flag, names.get(flag or ""))
            row += 1
    return page


def noted_text(random: Random) -> Page:
    """A text file with a title and notes above its table and more notes below."""
    page, subject, first = Page(name="csv"), topic(random, 6, 1), random.randrange(2010, 2020)
    name, unit = subject.measures[0]
    page.put(0, 0, f"{subject.title}　{subject.kind}別{name}の推移")
    page.put(1, 0, f"単位：{unit}")
    page.put(2, 0, "※調査対象の見直しにより、過去の数値と接続しない。")
    page.put(4, 0, subject.kind, *[f"{first + at}年度" for at in range(4)])
    for row, label in enumerate(subject.rows, 5):
        page.put(row, 0, label)
        for at in range(4):
            value, year = amount(random), first + at
            page.figure(row, 1 + at, value, [label, f"{year}年度"], f"{value:,}", unit=unit, year=year)
    page.put(12, 0, "（注1）四捨五入のため、内訳の計と総数は一致しない。")
    page.put(13, 0, "（注2）調査時点は各年度の3月31日である。")
    page.put(14, 0, f"出典：{subject.title}")
    return page


def shares_of_world(random: Random) -> Page:
    """English heads in three rows, a unit in brackets, footnotes stuck to labels, ellipses."""
    page, first = Page(), random.randrange(2005, 2015)
    page.put(0, 0, "Table 4. Researchers by sector of employment")
    page.put(1, 0, "(per thousand employed)")
    page.merge(3, 1, 3, 4, "Business enterprise")
    page.merge(3, 5, 3, 8, "Higher education")
    for block in range(2):
        for half, sex in enumerate(("Women", "Men")):
            page.merge(4, 1 + 4 * block + 2 * half, 4, 2 + 4 * block + 2 * half, sex)
            page.put(5, 1 + 4 * block + 2 * half, first, first + 5)
    for row, country in enumerate(random.sample(COUNTRIES, 8), 6):
        page.put(row, 0, country)
        for column in range(8):
            year = first + 5 * (column % 2)
            block, sex = ["Business enterprise", "Higher education"][column // 4], ["Women", "Men"][column // 2 % 2]
            missing = random.random() < 0.1
            value = None if missing else round(random.uniform(0.5, 20), 1)
            status = Status.MISSING if missing else Status.OBSERVED
            heads = [country, block, sex, str(year)]
            page.figure(row, 1 + column, value, heads, "…" if missing else None, year=year, status=status)
    return page


STYLES = {
    style.__name__: style
    for style in (flag_columns, flags_in_cells, flagged_records, noted_text, shares_of_world)
}  # fmt: skip
