"""Figures in running text: whole sentences over line ends, years, places, and what is no running text."""

import csv
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.document import Line, PagePlace, SheetPlace, Statement
from extract.pdf import read
from extract.pdf.paragraphs import find_paragraphs, tidy
from extract.pdf.statements import find_statements

DOCUMENTS = Path(__file__).parents[1] / "documents"
SIZE = 10.0
LEFT = 60.0
SUMMARY = (
    "１　民間企業との共同研究の件数は14,779件（前年度比195件減少）、研究費受入額は約295億円であった。"
    "うち、中小企業との共同研究は4,268件、外国企業との共同研究は１７９件である。"
)
FIGURES = [(14779, "件"), (-195, "件"), (295, "億円"), (4268, "件"), (179, "件")]


def set_lines(texts: Sequence[str], *, page: int = 1, top: float = 100.0, indents: Sequence[float] = ()) -> list[Line]:
    """Lines of one block, set solid at 10 points."""
    lines = []
    for i, text in enumerate(texts):
        x0 = LEFT + (indents[i] if i < len(indents) else 0.0)
        y = top + i * 1.5 * SIZE
        lines.append(Line(text, SIZE, PagePlace(page, (x0, y, x0 + SIZE * width(text), y + SIZE))))
    return lines


def width(text: str) -> float:
    return sum(1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5 for character in text)


def wrapped(text: str, columns: int) -> list[str]:
    """Text broken wherever the measure is full, also within a figure."""
    lines = [""]
    for character in text:
        if width(lines[-1]) + width(character) > columns:
            lines.append("")
        lines[-1] += character
    return lines


def shown(statements: Sequence[Statement]) -> list[tuple[float | int, str | None]]:
    return [(statement.value, statement.unit) for statement in statements]


@pytest.mark.parametrize("columns", range(14, 60, 3))
def test_a_sentence_reads_the_same_wherever_its_lines_break(columns: int) -> None:
    statements = find_statements(set_lines(wrapped(SUMMARY, columns)), 2009)
    assert shown(statements) == FIGURES
    assert {statement.fiscal_year for statement in statements} == {2009}
    assert [statement.approximate for statement in statements] == [False, False, True, False, False]


def test_the_text_is_the_sentence_and_holds_the_printed_figure() -> None:
    statements = find_statements(set_lines(wrapped(SUMMARY, 40)), 2009)
    printed = [statement.printed for statement in statements]
    assert printed == ["14,779件", "195件減少", "約295億円", "4,268件", "１７９件"]
    assert all(statement.printed in statement.text for statement in statements)
    assert statements[0].text.endswith("約295億円であった。")
    assert "民間企業との共同研究" in statements[3].text, "a sentence that begins with うち needs the one before it"


def test_a_figure_stands_where_its_line_does() -> None:
    lines = set_lines(wrapped("件数は14,779件であり、" + "研究費" * 12 + "受入額は約295億円であった。", 30))
    statements = find_statements(lines, 2009)
    assert statements[0].place == lines[0].place
    assert statements[1].place == lines[1].place
    assert len({statement.id for statement in statements}) == 2


def test_a_figure_broken_at_the_line_end_has_the_box_of_both_lines() -> None:
    lines = set_lines(["研究費の受入額は約２", "９５億円であった。"])
    (statement,) = find_statements(lines, 2009)
    assert (statement.value, statement.unit, statement.printed) == (295, "億円", "約２９５億円")
    boxes = [line.place.bbox for line in lines if isinstance(line.place, PagePlace)]
    assert isinstance(statement.place, PagePlace)
    assert statement.place.bbox[1] == boxes[0][1]
    assert statement.place.bbox[3] == boxes[1][3]


@pytest.mark.parametrize("bullet", ["○ ", "・", "２．", "２　", "(2) ", "②", "※", "● ", "イ　", "➢"])
def test_a_bullet_begins_a_paragraph(bullet: str) -> None:
    lines = set_lines(["○ 平成24年度の件数は100件で、増加の傾向にあると認められる", bullet + "受入額は12億円である"])
    assert len(find_paragraphs(lines)) == 2
    assert [s.fiscal_year for s in find_statements(lines, 2014)] == [2012, 2014]


@pytest.mark.parametrize("start", ["14 件となった。", "２９５億円であった。", "1,234 社である。", "２ 件である。"])
def test_a_figure_at_the_start_of_a_line_is_no_bullet(start: str) -> None:
    assert len(find_paragraphs(set_lines(["共同研究及び受託研究の数は全部で" * 2, start]))) == 1


def test_text_hanging_under_a_bullet_belongs_to_it() -> None:
    texts = ["○　共同研究の件数は、調査に回答した大学等の全体で", "16,925件となった。", "○　受託研究は6,158件である。"]
    paragraphs = find_paragraphs(set_lines(texts, indents=(0, 20, 0)))
    assert [len(paragraph.lines) for paragraph in paragraphs] == [2, 1]


def test_short_lines_end_paragraphs() -> None:
    heading = set_lines(["平成26年度の概要"], top=80)
    body = set_lines(["共同研究の件数は19,070件であり、また受託研究の件数", "は6,953件である。"], top=95)
    assert [paragraph.text[:5] for paragraph in find_paragraphs([*heading, *body])] == ["平成26年", "共同研究の"]


def test_a_first_line_set_in_begins_a_paragraph() -> None:
    texts = ["共同研究の件数は19,070件であり、受託研究の件数は6,953件である。", "特許の実施等の件数は10,661件である。"]
    assert len(find_paragraphs(set_lines(texts, indents=(0, 10)))) == 2
    texts = ["共同研究の件数は19,070件であり、受託研究の件数は", "6,953件である。"]
    assert len(find_paragraphs(set_lines(texts, indents=(10, 0)))) == 1


def test_a_sentence_runs_on_over_the_page() -> None:
    first = set_lines(["研究費の受入額は、国立大学等と私立大学等を合わせて約"])
    footer = [Line("－ 3 －", SIZE, PagePlace(1, (280, 800, 320, 810)))]
    second = set_lines(["416億円となった。"], page=2)
    (statement,) = find_statements([*first, *footer, *second], 2014)
    assert (statement.value, statement.unit, statement.approximate) == (416, "億円", True)


def test_columns_side_by_side_are_not_joined() -> None:
    left = set_lines(["共同研究の件数は全部で"])
    right = [Line("100件の特許がある", SIZE, PagePlace(1, (400, 115, 490, 125)))]
    assert len(find_paragraphs([*left, *right])) == 2


def test_a_year_stands_until_the_paragraph_ends() -> None:
    texts = ["企業からの投資は、2014年度で623億円である。研究費総額から見ると、", "0.4％程度である。"]
    lines = [*set_lines(texts), *set_lines(["・特許は94％を占める。"], top=300)]
    assert [(s.value, s.fiscal_year) for s in find_statements(lines, 2016)] == [(623, 2014), (0.4, 2014), (94, 2016)]


def test_a_line_that_introduces_a_list_dates_it() -> None:
    texts = [
        "・予算を措置した（平成24年度補正1000億円）：",
        "・東京大学（417億円）、京都大学（292億円）",
        "・収入は9億円である",
    ]
    assert [s.fiscal_year for s in find_statements(set_lines(texts), 2016)] == [2012, 2012, 2012, 2016]


@pytest.mark.parametrize(
    "text",
    [
        "東京大学 271件 268件",
        "0% 10% 20% 30% 40%",
        "自社と連携先候補の技術的な優位性の比較 77.3% 20.9% 1.8%",
        "（単位：件、億円）",
        "５０億円以上・１百億円未満",
        "－ 12 －",
        "平成27年11月27日",
        "電話：03-3501-1511（内線 3371）",
        "",
    ],
)
def test_what_is_no_running_text_says_nothing(text: str) -> None:
    assert find_statements(set_lines([text]), 2014) == ()


def test_without_a_document_year_undated_figures_have_none() -> None:
    lines = set_lines(["件数は10件であった。", "・平成26年度は12件である。"])
    assert [statement.fiscal_year for statement in find_statements(lines)] == [None, 2014]


def test_lines_of_a_sheet_are_read_one_by_one() -> None:
    lines = [Line("平成26年度の件数は19,070件であった。", None, SheetPlace("概要", "A3"))]
    (statement,) = find_statements(lines, 2014)
    assert statement.place == SheetPlace("概要", "A3")


def test_white_space_that_only_sets_digits_apart_is_no_print() -> None:
    assert tidy("件数は 14,779 件（前年度比 195 件減少）") == "件数は14,779件（前年度比195件減少）"
    assert tidy("A  New  B 大学") == "A New B大学"


@given(st.lists(st.text(max_size=25), max_size=6))
@settings(max_examples=200)
def test_no_text_crashes(texts: list[str]) -> None:
    for statement in find_statements(set_lines(texts), 2014):
        assert statement.printed
        assert statement.unit


@pytest.mark.timeout(20)
@pytest.mark.parametrize("piece", ["（平成26年度1件", "1件、", "件数は1件である。", "○", "1 ", "うち1件。"])
def test_hostile_repetition_is_read_in_time(piece: str) -> None:
    text = piece * (20000 // len(piece))
    find_statements([*set_lines([text[i : i + 50] for i in range(0, len(text), 50)]), *set_lines([text])], 2014)


def folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def truths(name: str) -> list[dict[str, str]]:
    with (DOCUMENTS / f"{name}.truth.csv").open(encoding="utf-8-sig") as table:
        return [row for row in csv.DictReader(table) if row["kind"] == "prose"]


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("mext_h15_kekka.pdf", 2003),
        ("mext_h21_kekka.pdf", 2009),
        ("mext_h25_kekka.pdf", 2013),
        ("meti_venture_h30.pdf", 2018),
        ("jpo_2018_1-4.pdf", 2018),
    ],
)
def test_the_sample_documents_sentences(name: str, year: int) -> None:
    lines = read((DOCUMENTS / name).read_bytes()).lines
    found = [(s.value, folded(s.text), s.fiscal_year) for s in find_statements(lines, year)]
    for truth in truths(name):
        value, printed = float(truth["value"]), folded(truth["printed_text"])
        years = {stated for v, text, stated in found if v == value and printed in text}
        assert years, (truth["printed_text"], found)
        assert not truth["fiscal_year"] or int(truth["fiscal_year"]) in years, (truth["printed_text"], years)
