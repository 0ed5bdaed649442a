"""What a later edition revised is found by headings, wherever its cells stand now."""

import csv
import io
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
import python_calamine

from extract.document import Place, SheetPlace
from extract.revisions import compare
from extract.sheet import grid
from tests.conftest import SANGAKU
from tests.drift.files import xls, xlsx
from tests.drift.forms import Form, forms, laid, turned, with_column, without
from tests.sheet.test_documents import CORPUS, DOCUMENTS, needs_corpus, reading_of


def cell(place: Place | None) -> tuple[str, str]:
    assert isinstance(place, SheetPlace)
    return place.sheet, place.address


@needs_corpus
@pytest.mark.parametrize("names", [("sna_29ffm1n.xls", "sna_30ffm1n.xlsx"), ("sna_29ffm1dn.xls", "sna_30ffm1dn.xlsx")])
def test_the_editions_of_a_ministry(names: tuple[str, str]) -> None:
    """The raw cells, which happen to stand alike, say which were revised; the later edition has a year more."""
    books = [python_calamine.CalamineWorkbook.from_path(CORPUS / name) for name in names]
    revised = {
        (sheet, grid.address(row, column))
        for sheet in books[0].sheet_names
        for row, line in enumerate(books[0].get_sheet_by_name(sheet).to_python(skip_empty_area=False))
        for column, number in enumerate(line)
        if isinstance(number, int | float)
        and number != books[1].get_sheet_by_name(sheet).to_python(skip_empty_area=False)[row][column]
    }
    found = compare(*(reading_of(CORPUS / name).tables for name in names))
    assert {cell(one.was_at) for one in found.differences if one.what == "revised"} == revised
    assert {one.what for one in found.differences} == {"revised", "came"}
    assert {one.column[-1] for one in found.differences if one.what == "came"} == {"2018"}
    assert found.unclear == 0


@needs_corpus
def test_the_same_figures_in_another_kind_of_file() -> None:
    found = compare(*(reading_of(CORPUS / f"ssdse_a_2023.{kind}").tables for kind in ("xlsx", "csv")))
    assert found.differences == ()
    assert found.common > 200_000


def test_the_next_years_figures_are_no_revisions() -> None:
    found = compare(*(reading_of(DOCUMENTS / f"{name}_sangaku_kikanbetsu.xlsx").tables for name in ("h30", "r02")))
    assert not [one for one in found.differences if one.what == "revised"]
    assert found.common == 0
    assert found.other_years > 100


def altered(form: Form) -> Form:
    """One figure other, columns in another order, one gone and one new."""
    first = form.columns[1]
    other = replace(first, values=(first.values[0] + 1, *first.values[1:]))
    form = replace(form, columns=(form.columns[0], other, *form.columns[2:]))
    return with_column(without(turned(form), "大学等発ベンチャー"), ("企業規模別内訳", "大学", "件数"), "（件）")


def test_cells_that_moved_are_the_same_and_what_came_and_went_is_told_once(tmp_path: Path) -> None:
    (form,) = forms("h30_sangaku_kikanbetsu.xlsx", ("様式2",))
    (tmp_path / "old.xls").write_bytes(xls([laid(form)]))
    (tmp_path / "new.xlsx").write_bytes(xlsx([laid(altered(form))]))
    command = [SANGAKU, "compare", tmp_path / "old.xls", tmp_path / "new.xlsx", "--format", "csv"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    told = [(r["what"], r["column"], r["was"], r["now"], r["was_at"]) for r in csv.DictReader(io.StringIO(done.stdout))]
    income = form.columns[1].values[0]
    assert sorted(told) == [
        ("came", "企業規模別内訳 / 大学 / 件数", "", "", ""),
        ("revised", "民間企業との共同研究 / 総計 / 受入額", f"{income:.0f}", f"{income + 1:.0f}", "様式2!G9"),
        ("went", "企業規模別内訳 / 大学等発ベンチャー / 件数", "", "", ""),
        ("went", "企業規模別内訳 / 大学等発ベンチャー / 受入額", "", "", ""),
    ]


def test_a_file_that_is_not_there_or_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "page.xls").write_text("<html></html>", encoding="utf-8")
    for name, said in (("gone.xls", "gone.xls"), ("page.xls", "html_page")):
        command = [SANGAKU, "compare", tmp_path / name, tmp_path / name]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert said in done.stderr
