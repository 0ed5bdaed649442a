"""Every rule of the value grammar, as the rows of its table of cases say it."""

import csv
from collections.abc import Callable
from importlib.resources import files

import pytest

from extract.japanese import figure_years, figures, fiscal_years, labels, marks, numbers, units


def show_number(text: str, notes: str) -> str:
    declared = marks.read_declared([notes]) if notes else marks.NOTHING
    number = numbers.read_number(text, declared)
    if number is None:
        return "refused"
    parts = [] if number.value is None else [str(number.value)]
    parts += [number.unit] if number.unit else []
    parts += [] if number.status == "observed" else [str(number.status)]
    parts += [f"[{' '.join(number.notes)}]"] if number.notes else []
    return " ".join([*parts, *(["about"] if number.approximate else [])])


def show_year(text: str, document_year: str) -> str:
    year = fiscal_years.read_year(text, int(document_year) if document_year else None)
    return f"{year.year} {year.type}{'' if year.explicit else ' bare'}" if year else "refused"


def show_years(text: str, document_year: str) -> str:
    found = fiscal_years.find_years(text, int(document_year) if document_year else None)
    return "; ".join(f"{year.year} {year.type}" for year in found)


def show_axis(text: str, document_year: str) -> str:
    years = fiscal_years.read_axis(text.split("|"), int(document_year) if document_year else None)
    return " ".join("-" if year is None else str(year) for year in years)


def show_range(text: str, _: str) -> str:
    years = fiscal_years.read_range(text)
    return f"{years[0]} {years[1]}" if years else "refused"


def show_notes(text: str, _: str) -> str:
    label, notes = labels.split_notes(text)
    return f"{label} [{' '.join(notes)}]"


def show_figures(text: str, _: str) -> str:
    return "; ".join(
        f"{figure.value} {figure.unit}{' about' if figure.approximate else ''}{' change' if figure.change else ''}"
        for figure in figures.find_figures(text)
    )


def show_figure_years(text: str, document_year: str) -> str:
    found = figures.find_figures(text)
    years, _ = figure_years.years_of(text, found, int(document_year) if document_year else None)
    return " ".join("-" if year is None else str(year) for year in years)


SHOW: dict[str, Callable[[str, str], str]] = {
    "read_number": show_number,
    "read_year": show_year,
    "read_range": show_range,
    "find_years": show_years,
    "find_dates": lambda text, _: "; ".join(date.iso for date in fiscal_years.find_dates(text)),
    "read_axis": show_axis,
    "read_unit": lambda text, _: units.read_unit(text) or "refused",
    "find_units": lambda text, _: "; ".join(units.find_units(text)),
    "canonical": lambda text, _: " ".join(map(str, units.canonical(text))),
    "normal": lambda text, _: labels.normal(text),
    "split_notes": show_notes,
    "find_figures": show_figures,
    "years_of": show_figure_years,
    "is_ditto": lambda text, _: "yes" if labels.is_ditto(text) else "no",
}


def cases() -> list[dict[str, str]]:
    with files("extract.japanese").joinpath("cases.csv").open(encoding="utf-8") as table:
        return list(csv.DictReader(table))


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case['function']}-{case['rule']}-{case['text']!r}")
def test_case(case: dict[str, str]) -> None:
    assert SHOW[case["function"]](case["text"], case["given"]) == case["expected"]


def test_every_function_has_cases() -> None:
    assert {case["function"] for case in cases()} == set(SHOW)
