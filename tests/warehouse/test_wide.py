"""Figures of large sheets, handled by columns, say the same as figure by figure."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from expectations import judge, judge_parts, representing
from expectations.proofs import prove
from extract import mapping, reading
from extract.document import Document, Status, Value
from extract.mapping.amounts import convert, scale
from extract.observation import Mapped
from extract.values import PLAIN, columns, tight, written
from flows import steps
from tests.large_workbook import workbook
from warehouse import frames, wide
from warehouse.large import Large

NUMBERS = [
    0.1,
    -0.5,
    1234.5,
    31543230.53,
    1e-05,
    0.1 + 0.2,
    1 / 3,
    123456789012.25,
    7.0,
    -12.0,
    999999999999999.0,
    2.5e20,
]


@pytest.fixture(scope="module")
def large() -> tuple[Document, Mapped]:
    document = reading.read(workbook(sheets=1, rows=12), "large.xlsx")
    known = steps.registries()
    source = mapping.recognise(document, known.sources)
    return document, mapping.map_document(document, source, known.indicators)


@pytest.fixture(scope="module")
def part(large: tuple[Document, Mapped]) -> Large[wide.Named]:
    document, mapped = large
    (part,) = frames.observation_frames(mapped, document, steps.registries().institutions)
    assert isinstance(part, Large)
    return part


@pytest.fixture(scope="module")
def framed(part: Large[wide.Named]) -> pd.DataFrame:
    return part.whole()


@pytest.mark.parametrize(("most", "size"), [(0, 1), (127, 1), (128, 2), (32767, 2), (32768, 4)])
def test_codes_are_held_in_the_smallest_type_that_holds_them(most: int, size: int) -> None:
    codes = np.array([PLAIN, most, 0], dtype=np.int64)
    held = tight(codes)
    assert (held == codes).all()
    assert held.itemsize == size


@pytest.mark.parametrize("different", [128, 129])
def test_many_different_texts_are_told_apart(large: tuple[Document, Mapped], different: int) -> None:
    values = columns(large[0].tables[0].values)
    texts = [f"r{at}" for at in range(different)]
    codes = tight(np.array([PLAIN, *range(different)]))
    spots = np.arange(len(codes))
    assert wide.texts(replace(values, text=codes, texts=texts), spots).to_pylist() == [
        *replace(values, text=codes, texts=texts).printed(spots[:1]),
        *texts,
    ]


def test_rows_made_for_some_are_those_of_all(part: Large[wide.Named], framed: pd.DataFrame) -> None:
    spots = np.array([3, 700, 41, len(part) - 1])
    expected = frames.spell(framed).drop(columns="cell").iloc[spots].reset_index(drop=True)
    pd.testing.assert_frame_equal(part.at(spots), expected, check_dtype=False)
    pd.testing.assert_frame_equal(
        frames.spell(part.only(spots).whole()).drop(columns="cell"), expected, check_dtype=False
    )


def test_rows_are_judged_and_proved_alike_in_outline_and_in_full(
    large: tuple[Document, Mapped], part: Large[wide.Named], framed: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(representing, "MANY", 100)
    indicators, facts = steps.registries().indicators.frame(), {"edition": "FY2023", "published": None}
    split = judge_parts([part], indicators, facts).of(0, part)
    rows = frames.spell(framed)
    judged = judge(rows, indicators, facts)
    assert 0 < len(judged.quarantined) < len(rows)
    assert list(split.quarantined["observation_id"]) == list(judged.quarantined["observation_id"])
    assert list(split.quarantined["reason"]) == list(judged.quarantined["reason"])
    assert frames.joined([split.accepted])["observation_id"].tolist() == judged.accepted["observation_id"].tolist()
    pd.testing.assert_frame_equal(
        prove(large[0], [split.accepted], indicators), prove(large[0], judged.accepted, indicators)
    )


def test_a_large_table_is_framed_as_figure_by_figure(large: tuple[Document, Mapped], framed: pd.DataFrame) -> None:
    document, mapped = large
    assert "cell" in framed
    single = replace(mapped, observations=tuple(mapped.observations))
    expected = frames.observations_frame(single, document, steps.registries().institutions)
    found = frames.joined([framed])
    for name in ("row_path", "column_path", "institution_candidates"):
        found[name], expected[name] = found[name].map(tuple), expected[name].map(tuple)
    pd.testing.assert_frame_equal(found, expected, check_dtype=False)


def test_values_handed_as_objects_are_the_same_columns(large: tuple[Document, Mapped]) -> None:
    values = columns(large[0].tables[0].values)
    again = columns(tuple(values))
    assert again == values
    assert np.array_equal(again.blank, values.blank)


@pytest.mark.parametrize("unit", ["千円", "円", "億円"])
def test_figures_are_written_and_converted_by_columns_as_one_by_one(unit: str) -> None:
    numbers = [int(n) if n.is_integer() and abs(n) < 1e15 else n for n in NUMBERS]
    objects = [
        Value(row, 0, written(n), n, unit, Status.OBSERVED, 2014, (), (), frames.SheetPlace("a", f"A{row + 1}"))
        for row, n in enumerate(numbers)
    ]
    listed = columns(objects)
    plain = replace(listed, text=np.full(len(objects), PLAIN, dtype=np.int32), texts=())
    spots = np.arange(len(objects))
    assert wide.texts(plain, spots).to_pylist() == [value.text for value in objects]
    found = scale(unit, "円", exact=False)
    assert found is not None
    value, precision = convert(found, plain, spots, np.zeros(len(spots), dtype=bool))
    one_by_one = [found.convert(n, written(n), approximate=False) for n in numbers]
    assert list(zip(value.tolist(), precision.tolist(), strict=True)) == [(float(v), p) for v, p in one_by_one]


def test_rows_that_speak_for_others_lead_to_the_rows_that_fail(
    framed: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = frames.spell(framed)
    rows.loc[[5, 700], "value"] = -1.0
    rows.loc[[9, 10, 4000], "institution"] = None
    rows.loc[42, "observation_id"] = rows.loc[43, "observation_id"]
    indicators = steps.registries().indicators.frame()
    facts = {"edition": "FY2024", "published": None}
    every = judge(rows, indicators, facts)
    monkeypatch.setattr(representing, "MANY", 100)
    assert len(representing.spokesmen(representing.compared(rows)).spots) < len(rows)
    some = judge(rows, indicators, facts)
    assert set(every.quarantined.index) == {5, 700, 9, 10, 4000, 42, 43}
    pd.testing.assert_frame_equal(some.quarantined, every.quarantined)
    pd.testing.assert_frame_equal(some.flags, every.flags)
    counted = [(r.name, r.outcome, r.examined, r.failing) for r in some.results]
    assert counted == [(r.name, r.outcome, r.examined, r.failing) for r in every.results]
