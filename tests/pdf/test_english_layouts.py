"""Tables as statistical reports in English set them: horizontal rules, leaders, signs apart, notes, heads that span."""

from collections.abc import Sequence

import pytest
from reportlab.pdfgen.canvas import Canvas

from extract.document import Table
from tests.pdf.sheets import HEIGHT, figures, level, only_table, read

SIZE = 9.0
PITCH = 13.0
Figures = dict[tuple[tuple[str, ...], tuple[str, ...]], float | int | None]


def put(canvas: Canvas, x: float, top: float, words: str, align: str = "left", size: float = SIZE) -> None:
    """Write in Latin type at a place counted from the top left."""
    canvas.setFont("Helvetica", size)
    write = {"left": canvas.drawString, "right": canvas.drawRightString, "center": canvas.drawCentredString}[align]
    write(x, HEIGHT - top - size * 0.88, words)


def lines(canvas: Canvas, top: float, columns: Sequence[float], cells: Sequence[Sequence[str]]) -> float:
    """Rows of a label and figures set to the right; gives where the last one ends."""
    for row in cells:
        for index, (x, words) in enumerate(zip(columns, row, strict=False)):
            put(canvas, x, top, words, "right" if index else "left")
        top += PITCH
    return top


def heads(canvas: Canvas, top: float, columns: Sequence[float], words: Sequence[str]) -> None:
    """Headings set to the right over figures."""
    for x, word in zip(columns[1:], words, strict=True):
        put(canvas, x, top, word, "right")


def found(table: Table) -> Figures:
    return figures(table)


COLUMNS = (60.0, 260.0, 330.0, 400.0)


def leaders(canvas: Canvas) -> Figures:
    put(canvas, 60, 80, "Table 1. Expenditures for research and development: 2008 to 2010", size=11)
    level(canvas, 98, 60, 400)
    put(canvas, 60, 101, "Source of funds")
    heads(canvas, 101, COLUMNS, ("2008", "2009", "2010"))
    level(canvas, 115, 60, 400)
    body = (
        ("All sources ........................", "54,321", "55,100", "57,200"),
        ("Federal government ..........", "32,100", "33,000", "34,500"),
        ("Industry .............................", "3,210", "3,300", "3,100"),
        ("Institutional funds ..............", "19,011", "18,800", "19,600"),
    )
    end = lines(canvas, 118, COLUMNS, body)
    level(canvas, end + 1, 60, 400)
    put(canvas, 60, end + 4, "Source: National survey of research, 2011.", size=7)
    names = ("All sources", "Federal government", "Industry", "Institutional funds")
    return {
        ((name,), (year,)): int(text.replace(",", ""))
        for name, row in zip(names, body, strict=True)
        for year, text in zip(("2008", "2009", "2010"), row[1:], strict=True)
    }


def dollar_signs_apart(canvas: Canvas) -> Figures:
    put(canvas, 60, 80, "Table 2. Revenue of agencies, fiscal years 2009 and 2010", size=11)
    level(canvas, 98, 60, 400)
    heads(canvas, 101, (60, 280, 400), ("2009", "2010"))
    level(canvas, 115, 60, 400)
    rows = (("Taxes", "1,250", "1,310"), ("Fees and charges", "310", "295"), ("Total revenue", "1,560", "1,605"))
    top = 118.0
    for index, row in enumerate(rows):
        if index == len(rows) - 1:
            level(canvas, top - 1, 230, 280)
            level(canvas, top - 1, 350, 400)
        put(canvas, 60, top, row[0])
        for x, words in zip((280, 400), row[1:], strict=True):
            put(canvas, x, top, words, "right")
            if index in (0, len(rows) - 1):
                put(canvas, x - 50, top, "$")
        top += PITCH
    for x in (280, 400):
        level(canvas, top, x - 50, x)
        level(canvas, top + 2, x - 50, x)
    return {
        ((row[0],), (year,)): int(words.replace(",", ""))
        for row in rows
        for year, words in zip(("2009", "2010"), row[1:], strict=True)
    }


def percent_columns(canvas: Canvas) -> Figures:
    put(canvas, 60, 80, "Table 3. Patents by size of institution", size=11)
    level(canvas, 98, 60, 400)
    put(canvas, 60, 101, "Size")
    heads(canvas, 101, (60, 260, 380), ("Number", "Share"))
    level(canvas, 115, 60, 400)
    rows = (("Small", "120", "12.0"), ("Medium", "380", "38.0"), ("Large", "500", "50.0"))
    end = lines(canvas, 118, (60, 260, 380), rows)
    put(canvas, 382, 118, "%")
    level(canvas, end, 60, 400)
    return {((r[0],), (h,)): float(x) for r in rows for h, x in zip(("Number", "Share"), r[1:], strict=True)}


def negatives_in_parentheses(canvas: Canvas) -> Figures:
    put(canvas, 60, 80, "Table 4. Change in holdings (millions of dollars)", size=11)
    level(canvas, 98, 60, 400)
    heads(canvas, 101, COLUMNS, ("2008", "2009", "2010"))
    level(canvas, 115, 60, 400)
    rows = (("Loans", "1,200", "(340)", "25"), ("Securities", "(15)", "410", "(1,020)"), ("Other", "7", "(8)", "9"))
    top = 118.0
    for row in rows:
        put(canvas, 60, top, row[0])
        for x, words in zip(COLUMNS[1:], row[1:], strict=True):
            put(canvas, x + (3 if words.endswith(")") else 0), top, words, "right")
        top += PITCH
    level(canvas, top, 60, 400)
    return {}


def spanning_heads_over_rules(canvas: Canvas) -> Figures:
    put(canvas, 60, 80, "Table 5. Students by field", size=11)
    level(canvas, 98, 60, 480)
    put(canvas, 260, 101, "2009", "center")
    put(canvas, 420, 101, "2010", "center")
    level(canvas, 114, 205, 320)
    level(canvas, 114, 365, 480)
    xs = (60, 240, 320, 400, 480)
    put(canvas, 60, 117, "Field")
    heads(canvas, 117, xs, ("Number", "Percent", "Number", "Percent"))
    level(canvas, 131, 60, 480)
    rows = (("Science", "1,000", "40.0", "1,100", "42.3"), ("Humanities", "1,500", "60.0", "1,500", "57.7"))
    level(canvas, lines(canvas, 134, xs, (*rows, ("Total", "2,500", "100.0", "2,600", "100.0"))) + 1, 60, 480)
    paths = [(year, what) for year in ("2009", "2010") for what in ("Number", "Percent")]
    body = (*rows, ("Total", "2,500", "100.0", "2,600", "100.0"))
    return {((r[0],), p): float(x.replace(",", "")) for r in body for p, x in zip(paths, r[1:], strict=True)}


def superscripts(canvas: Canvas) -> Figures:
    put(canvas, 60, 80, "Table 6. Companies by region", size=11)
    level(canvas, 98, 60, 400)
    put(canvas, 60, 101, "Region")
    heads(canvas, 101, COLUMNS[:3], ("Companies", "Employees"))
    put(canvas, 330.5, 99, "1", size=5.5)
    level(canvas, 115, 60, 400)
    rows = (("North", "120", "4,300"), ("South", "98", "3,900"), ("Islands", "12", "150"))
    end = lines(canvas, 118, COLUMNS[:3], rows)
    put(canvas, 91, 142, "2", size=5.5)
    level(canvas, end, 60, 400)
    put(canvas, 60, end + 3, "1", size=5)
    put(canvas, 64, end + 4, "Includes part-time workers.", size=7)
    put(canvas, 60, end + 13, "2", size=5)
    put(canvas, 64, end + 14, "Estimated.", size=7)
    return {}


def groups_parted_by_blank_lines(canvas: Canvas) -> Figures:
    put(canvas, 60, 80, "Table 7. Degrees awarded", size=11)
    level(canvas, 98, 60, 400)
    heads(canvas, 101, COLUMNS, ("2008", "2009", "2010"))
    level(canvas, 115, 60, 400)
    top = 118.0
    expected: Figures = {}
    for group, members in (
        ("Men", (("Bachelor's", 10), ("Master's", 20), ("Doctorate", 30))),
        ("Women", (("Bachelor's", 40), ("Master's", 50), ("Doctorate", 60))),
    ):
        put(canvas, 60, top, group)
        top += PITCH
        for name, first in members:
            lines(canvas, top, (70, *COLUMNS[1:]), ((name, str(first), str(first + 1), str(first + 2)),))
            top += PITCH
            expected |= {((group, name), (str(2008 + i),)): first + i for i in range(3)}
        top += PITCH
    level(canvas, top - PITCH, 60, 400)
    return expected


def labels_over_two_lines(canvas: Canvas) -> Figures:
    put(canvas, 60, 80, "Table 8. Activities of offices", size=11)
    level(canvas, 98, 60, 400)
    put(canvas, 60, 113, "Activity")
    for x, upper, lower in zip(COLUMNS[1:3], ("Number of", "Total"), ("offices", "spending"), strict=True):
        put(canvas, x, 101, upper, "right")
        put(canvas, x, 112, lower, "right")
    level(canvas, 126, 60, 400)
    put(canvas, 60, 130, "Licensing of inventions made in")
    put(canvas, 66, 140, "federally funded research")
    lines(canvas, 140, COLUMNS[:3], (("", "41", "1,200"),))
    put(canvas, 60, 154, "Support of new companies")
    lines(canvas, 154, COLUMNS[:3], (("", "17", "800"),))
    put(canvas, 60, 168, "Agreements with industry,")
    put(canvas, 66, 178, "including foreign firms")
    lines(canvas, 178, COLUMNS[:3], (("", "23", "950"),))
    level(canvas, 192, 60, 400)
    offices, spending = ("Number of offices",), ("Total spending",)
    one, two, three = (
        ("Licensing of inventions made in federally funded research",),
        ("Support of new companies",),
        ("Agreements with industry, including foreign firms",),
    )
    return {
        (one, offices): 41,
        (one, spending): 1200,
        (two, offices): 17,
        (two, spending): 800,
        (three, offices): 23,
        (three, spending): 950,
    }


def many_narrow_columns(canvas: Canvas) -> Figures:
    put(canvas, 40, 80, "Table 9. Applications by year", size=11)
    xs = (40.0, *(130.0 + 34 * i for i in range(12)))
    level(canvas, 98, 40, 510)
    years = [str(1999 + i) for i in range(12)]
    heads(canvas, 101, xs, years)
    level(canvas, 115, 40, 510)
    rows = [(name, *(f"{start + i:,}" for i in range(12))) for name, start in (("Domestic", 10234), ("Foreign", 9995))]
    level(canvas, lines(canvas, 118, xs, rows) + 1, 40, 510)
    return {((r[0],), (y,)): int(x.replace(",", "")) for r in rows for y, x in zip(years, r[1:], strict=True)}


def marks_for_no_figure(canvas: Canvas) -> Figures:
    put(canvas, 60, 80, "Table 10. Royalties by state", size=11)
    level(canvas, 98, 60, 400)
    put(canvas, 60, 101, "State")
    heads(canvas, 101, COLUMNS, ("2008", "2009", "2010"))
    level(canvas, 115, 60, 400)
    rows = (("Alabama", "12", "(D)", "15"), ("Alaska", "—", "NA", "2"), ("Arizona", "(X)", "31", "*"))
    level(canvas, lines(canvas, 118, COLUMNS, rows) + 1, 60, 400)
    return {
        (("Alabama",), ("2008",)): 12,
        (("Alabama",), ("2010",)): 15,
        (("Alaska",), ("2010",)): 2,
        (("Arizona",), ("2009",)): 31,
    }


def sections_in_the_middle(canvas: Canvas) -> Figures:
    put(canvas, 60, 80, "Table 11. Respondents by sex and answer", size=11)
    level(canvas, 98, 60, 400)
    put(canvas, 60, 101, "Answer")
    heads(canvas, 101, COLUMNS, ("2008", "2009", "2010"))
    level(canvas, 115, 60, 400)
    put(canvas, 230, 118, "Public institutions", "center")
    lines(canvas, 131, COLUMNS, (("Yes", "10", "11", "12"), ("No", "20", "21", "22")))
    put(canvas, 230, 157, "Private institutions", "center")
    lines(canvas, 170, COLUMNS, (("Yes", "30", "31", "32"), ("No", "40", "41", "42")))
    level(canvas, 197, 60, 400)
    starts = ((10, 20), (30, 40))
    return {
        ((f"{sector} institutions", answer), (str(2008 + i),)): first + i
        for sector, pair in zip(("Public", "Private"), starts, strict=True)
        for answer, first in zip(("Yes", "No"), pair, strict=True)
        for i in range(3)
    }


def three_levels_set_in(canvas: Canvas) -> Figures:
    put(canvas, 60, 80, "Table 12. Outlays by function", size=11)
    level(canvas, 98, 60, 400)
    heads(canvas, 101, COLUMNS[:3], ("2009", "2010"))
    level(canvas, 115, 60, 400)
    rows = ((0, "Total", "100", "110"), (1, "Defense", "60", "65"), (2, "Research", "20", "22"))
    rows += ((2, "Other", "40", "43"), (1, "Nondefense", "40", "45"), (2, "Health", "30", "32"))
    for index, (deep, *cells) in enumerate(rows):
        lines(canvas, 118 + PITCH * index, (60 + 9 * deep, *COLUMNS[1:3]), (cells,))
    level(canvas, 118 + PITCH * len(rows), 60, 400)
    paths = (("Total",), ("Total", "Defense"), ("Total", "Defense", "Research"), ("Total", "Defense", "Other"))
    paths += (("Total", "Nondefense"), ("Total", "Nondefense", "Health"))
    years = ("2009", "2010")
    return {(p, (y,)): int(x) for p, r in zip(paths, rows, strict=True) for y, x in zip(years, r[2:], strict=True)}


def numbered_columns(canvas: Canvas) -> Figures:
    put(canvas, 60, 80, "Table 13. Awards by agency", size=11)
    level(canvas, 98, 60, 400)
    put(canvas, 60, 101, "Agency")
    heads(canvas, 101, COLUMNS, ("Grants", "Contracts", "Total"))
    heads(canvas, 113, COLUMNS, ("(1)", "(2)", "(3)"))
    level(canvas, 127, 60, 400)
    rows = (("Energy", "120", "30", "150"), ("Health", "400", "55", "455"), ("Transport", "80", "20", "100"))
    level(canvas, lines(canvas, 130, COLUMNS, rows) + 1, 60, 400)
    columns = (("Grants (1)",), ("Contracts (2)",), ("Total (3)",))
    return {((r[0],), c): int(x) for r in rows for c, x in zip(columns, r[1:], strict=True)}


def words_among_figures(canvas: Canvas) -> Figures:
    put(canvas, 60, 80, "Table 14. Leading universities", size=11)
    level(canvas, 98, 60, 460)
    put(canvas, 60, 101, "University")
    put(canvas, 230, 101, "State")
    heads(canvas, 101, (60, 380, 460), ("Patents", "Licenses"))
    level(canvas, 115, 60, 460)
    rows = (("Northern University", "Ohio", "41", "12"), ("Institute of Technology", "New York", "38", "20"))
    rows += (("State University", "Texas", "22", "9"),)
    for index, (name, state, *cells) in enumerate(rows):
        put(canvas, 230, 118 + PITCH * index, state)
        lines(canvas, 118 + PITCH * index, (60, 380, 460), ((name, *cells),))
    level(canvas, 118 + PITCH * 3, 60, 460)
    return {((r[0], r[1]), (c,)): int(x) for r in rows for c, x in zip(("Patents", "Licenses"), r[2:], strict=True)}


def no_rules_at_all(canvas: Canvas) -> Figures:
    put(canvas, 60, 80, "Table 15. Employment in thousands", size=11)
    heads(canvas, 104, COLUMNS, ("2008", "2009", "2010"))
    years = ("2008", "2009", "2010")
    rows = (("Manufacturing", "1,340", "1,180", "1,150"), ("Construction", "716", "601", "552"))
    lines(canvas, 120, COLUMNS, rows)
    return {((r[0],), (y,)): int(x.replace(",", "")) for r in rows for y, x in zip(years, r[1:], strict=True)}


@pytest.mark.parametrize(
    "draw",
    [
        leaders,
        dollar_signs_apart,
        percent_columns,
        spanning_heads_over_rules,
        groups_parted_by_blank_lines,
        labels_over_two_lines,
        many_narrow_columns,
        marks_for_no_figure,
        sections_in_the_middle,
        three_levels_set_in,
        numbered_columns,
        words_among_figures,
        no_rules_at_all,
    ],
)
def test_each_figure_stands_under_its_headings(draw: object) -> None:
    expected: Figures = {}
    table = only_table(read(lambda canvas: expected.update(draw(canvas))))  # type: ignore[operator]
    assert found(table) == expected
    assert (table.title or "").startswith("Table")


def test_figures_in_parentheses_are_kept_as_printed() -> None:
    table = only_table(read(negatives_in_parentheses))  # type: ignore[arg-type]
    texts = {(v.row_path, v.column_path): v.text for v in table.values}
    assert texts[("Securities",), ("2010",)] == "(1,020)"
    assert texts[("Loans",), ("2009",)] == "(340)"
    assert len(texts) == 9


def test_a_heading_that_begins_with_percent_gives_the_unit() -> None:
    units = {value.column_path: value.unit for value in only_table(read(spanning_heads_over_rules)).values}  # type: ignore[arg-type]
    assert units[("2009", "Percent")] == "%"
    assert units[("2009", "Number")] is None


def test_raised_marks_do_not_change_figures() -> None:
    table = only_table(read(superscripts))  # type: ignore[arg-type]
    assert sorted(value for value in figures(table).values() if value is not None) == [12, 98, 120, 150, 3900, 4300]
    assert {path[0].rstrip("² ") for path, _ in figures(table)} == {"North", "South", "Islands"}
    assert len(table.notes) == 2
