"""A correction is made where the document still prints what it declares, and is told as broken where it does not."""

from pathlib import Path

import duckdb
import pandas as pd
import pytest

from tests.warehouse.made import REGISTRY, Figure, Paper
from warehouse import corrections, frames
from warehouse.corrections import CorrectionError

SERIES = "joint_research_income/sector=total/partner=private_company/scope=survey"
MONEY = {"indicator": "joint_research_income", "unit": "千円"}
DECLARED = f"""# who says what
- source: mext
  edition: FY2014
  series: {SERIES}
  fiscal_year: 2014
  printed: "1,234"
  correct: 1243000
  ja: 正誤表による。
  en: By the errata.
  reference: errata of 2016
"""


@pytest.fixture
def declared(tmp_path: Path) -> Path:
    path = tmp_path / "corrections.yaml"
    path.write_text(DECLARED, encoding="utf-8")
    return path


def read(*figures: Figure) -> tuple[Paper, pd.DataFrame]:
    paper = Paper("a", "2015-01-01", figures, edition="FY2014")
    rows = frames.observations_frame(paper.mapped(), paper.document(), REGISTRY)
    return paper, rows.assign(value=rows["printed_value"] * 1000, unit="円")


def test_what_is_printed_stays_and_the_value_is_corrected_for_the_proofs_too(declared: Path) -> None:
    paper, rows = read(Figure(2013, 1100, **MONEY), Figure(2014, 1234, **MONEY), Figure(2014, 1235, **MONEY))
    document, mended, flags = corrections.apply(paper.document(), rows, corrections.load(declared))
    assert mended["value"].tolist() == [1_100_000, 1_243_000, 1_235_000]
    assert mended["printed_text"].tolist() == ["1100", "1234", "1235"]
    assert mended["printed_value"].tolist() == [1100, 1234, 1235]
    assert [value.value for value in document.tables[0].values] == [1100, 1243, 1235]  # noqa: PD011
    assert [value.text for value in document.tables[0].values] == ["1100", "1234", "1235"]  # noqa: PD011
    assert flags["observation_id"].tolist() == [rows["observation_id"][1]]
    assert "1234 printed: By the errata. (errata of 2016;" in flags["reason"][0]
    assert "corrections.yaml:2)" in flags["reason"][0]


def test_a_print_that_says_something_else_is_left_alone(declared: Path) -> None:
    paper, rows = read(Figure(2014, 1243, **MONEY))
    document, mended, flags = corrections.apply(paper.document(), rows, corrections.load(declared))
    assert document == paper.document()
    assert mended.equals(rows)
    assert flags.empty


def test_a_correction_speaks_of_its_own_edition_only(declared: Path) -> None:
    (one,) = corrections.load(declared)
    assert one.concerns("ab", "mext", "FY2014")
    assert not one.concerns("ab", "mext", "FY2015")
    assert not one.concerns("ab", "meti", "FY2014")


def test_a_broken_one_says_where_it_is_declared_what_is_printed_and_what_to_do() -> None:
    with duckdb.connect() as connection:
        connection.execute("""
            CREATE TABLE corrections AS SELECT 'x.yaml:2' AS at, 'd' AS document, 's' AS series_id, 2014 AS fiscal_year,
                '1,234' AS printed_text,
                NULL::VARCHAR AS observation_id;
            CREATE TABLE documents AS SELECT 'd' AS document, 'h26.pdf' AS document_name;
            CREATE TABLE evidence AS SELECT 'd' AS document, 's' AS series_id, 2014 AS fiscal_year,
                '1,243' AS printed_text
        """)
        (told,) = corrections.broken(connection)
        assert told == (
            "x.yaml:2: h26.pdf no longer prints 1,234 for s in 2014 (it prints 1,243): "
            "look at the document, then mend or remove the correction"
        )
        connection.execute("UPDATE corrections SET observation_id = 'o'")
        assert corrections.broken(connection) == ()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  edition: FY2014\n", "", "name either source and edition, or document"),
        ("  edition: FY2014\n", "  edition: FY2014\n  document: ab\n", "name either"),
        ("printed:", "print:", "no such key: print"),
        ("1243000", "many", "many"),
        ("  reference: errata of 2016\n", "", "reference"),
    ],
)
def test_what_is_wrong_in_the_file_is_told_with_its_line(declared: Path, old: str, new: str, message: str) -> None:
    declared.write_text(DECLARED.replace(old, new), encoding="utf-8")
    with pytest.raises(CorrectionError, match=message) as raised:
        corrections.load(declared)
    assert str(raised.value).split(": ")[0].endswith("corrections.yaml:2")


def test_the_file_of_the_project_can_be_read() -> None:
    assert all(one.reference for one in corrections.load())
