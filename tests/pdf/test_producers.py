"""One table as different programs print it, in the styles that each is used with."""

from collections.abc import Callable
from pathlib import Path

import pytest

from extract import pdf
from tests.pdf.producers import TABLE, by_chromium, by_groff, by_latex, by_weasyprint, html, is_at_hand, tbl, tex
from tests.pdf.sheets import figures, only_table

STYLES = {
    "bare": "td, th {padding: 2pt 8pt}",
    "far apart": "td, th {padding: 7pt 9pt} .section {text-align: center}",
    "column rules": "td + td, th + th {border-left: .5pt solid} table, thead {border-bottom: .5pt solid}"
    " table {border-top: .5pt solid} td, th {padding: 2pt 5pt}",
    "filled": "tbody tr:nth-child(even) {background: #dde} thead {background: #bbc} td, th {padding: 3pt 8pt}",
    "ruled": "td, th {border: .5pt solid; padding: 2pt 5pt}",
}
HTML = [(by_weasyprint, html(TABLE, style), name) for name, style in STYLES.items()]
HTML += [(by_chromium, html(TABLE, STYLES[name]), name) for name in ("far apart", "column rules")]
GROFF = [(by_groff, tbl(TABLE, bar), name) for bar, name in ((" ", "rules"), ("|", "column rules"))]
RULES = ("\\hline", "\\hline", "\\hline")
LATEX = [
    (by_latex, tex(TABLE, RULES, "lrrrr"), "rules"),
    (by_latex, tex(TABLE, RULES, "l|r|r|r|r"), "column rules"),
    (by_latex, tex(TABLE, ("", "", ""), "lrrrr"), "bare"),
]
CASES = [*HTML, *GROFF, *LATEX]


@pytest.mark.parametrize(
    ("printer", "source"),
    [pytest.param(printer, source, id=f"{printer.__name__} {name}") for printer, source, name in CASES],
)
def test_a_table_reads_the_same_whatever_prints_it(
    printer: Callable[[str, Path], bytes], source: str, tmp_path: Path
) -> None:
    if not is_at_hand(printer):
        pytest.skip(f"{printer.__name__}: the program is not installed")
    table = only_table(pdf.read(printer(source, tmp_path)))
    assert figures(table) == TABLE.figures
    assert table.title == TABLE.title
