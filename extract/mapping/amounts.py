"""From a printed value to the canonical one: unit factor, and how exactly the print states it.

The printed value stands for the canonical value ± precision:
- a count printed in full (件, 社, 人) is exact: 0; one printed with 約 is true to half of its last digit that is not 0
  (約1750社: ± 5);
- money, shares and averages are rounded: half a unit of the last digit printed (341 億円: ± 0.5 億円; 12.30 ％:
  ± 0.005 ％). A spreadsheet's value counts with all its decimals (31543230.53 千円: ± 0.005 千円);
- what is measured from a drawing is true to its relative tolerance.

Out of scope: which unit governs a cell (the readers), and where a value is rounded to show it.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import numpy as np

from extract.japanese import units
from extract.japanese.fold import compatible
from extract.japanese.numbers import read_number
from extract.values import MOST_DECIMALS, PLAIN, Flags, Floats, Spots, Values, decimals, scaled

EXACT = 2.0**53
"""Whole numbers below this are exact as floats."""

_DECIMALS = re.compile(r"\d\s?\.\s?(\d+)")


@dataclass(frozen=True, slots=True)
class Scale:
    """The way from a printed unit to an indicator's. `exact` says that the indicator counts things one by one."""

    factor: Decimal
    exact: bool
    whole: int | None  # the factor, where it is a whole number
    rounding: float  # half a unit of a number printed without decimals, in the indicator's unit

    def convert(self, value: float, text: str, *, approximate: bool) -> tuple[float | int, float]:
        """Give the canonical value and its precision."""
        if isinstance(value, int) and self.whole is not None and not approximate and "." not in text:
            return value * self.whole, self.rounding
        printed = Decimal(value) if isinstance(value, int) else Decimal(format(value, ".15g"))
        decimals = _decimals(printed, text)
        if self.exact and approximate:
            precision = _last_digit(printed, decimals) / 2 * self.factor
        elif decimals:
            precision = Decimal(5).scaleb(-decimals - 1) * self.factor
        else:
            precision = Decimal(self.rounding)
        return _plain(printed * self.factor), float(precision)

    def measured(self, value: float, tolerance: float) -> tuple[float | int, float]:
        """Give the canonical value of what is measured from a drawing, and its precision."""
        canonical = Decimal(format(value, ".15g")) * self.factor
        return _plain(canonical), float(abs(canonical)) * tolerance


def convert(scale: Scale, values: Values, spots: Spots, approximate: Flags) -> tuple[Floats, Floats]:
    """Give the canonical values and their precisions of the figures at some spots, which all have a value.

    It is `Scale.convert` for many: exact as long as digits and factor fit a float, and one by one where they do not.
    """
    value, precision = np.empty(len(spots)), np.full(len(spots), scale.rounding)
    printed, plain = values.value[spots], values.text[spots] == PLAIN
    done = np.zeros(len(spots), dtype=bool)
    if scale.whole is not None:
        done = values.whole[spots] & plain & (np.abs(printed) * scale.whole < EXACT)
        value[done] = printed[done] * scale.whole
        rest = np.flatnonzero(plain & ~done & ~values.whole[spots])
        places = decimals(printed[rest])
        rest, places = rest[places > 0], places[places > 0]
        digits = scaled(printed[rest], places) * scale.whole
        exact = np.abs(digits) < EXACT
        rest, places = rest[exact], places[exact]
        value[rest] = digits[exact] / scaled(np.ones(len(rest)), places)
        halves = [float(Decimal(5).scaleb(-at - 1) * scale.factor) for at in range(MOST_DECIMALS + 1)]
        precision[rest] = np.array(halves)[places]
        done[rest] = True
    one_by_one = np.flatnonzero(~done)
    texts, numbers = values.printed(spots[one_by_one]), values.numbers(spots[one_by_one])
    for at, text, number in zip(one_by_one.tolist(), texts, numbers, strict=True):
        if number is not None:
            value[at], precision[at] = scale.convert(number, text, approximate=bool(approximate[at]))
    return value, precision


@lru_cache(maxsize=4096)
def scale(unit: str, canonical: str, *, exact: bool) -> Scale | None:
    """The scale from a printed unit to a canonical one; None where they are of different kinds."""
    base, factor = units.canonical(unit)
    if base != canonical:
        return None
    whole = int(factor) if factor == factor.to_integral_value() else None
    return Scale(factor, exact, whole, 0.0 if exact and factor == 1 else float(factor / 2))


def declared_unit(declared: str | None, canonical: str) -> str | None:
    """The one unit of the indicator's kind among those that a 単位 line declares, if there is just one."""
    fitting = [unit for unit in units.find_units(declared or "") if units.canonical(unit)[0] == canonical]
    return fitting[0] if len(fitting) == 1 else None


def printed_figure(text: str) -> tuple[float | int, str | None] | None:
    """The value and unit of a figure as printed in a sentence: 約341億円 is 341 億円."""
    number = read_number(text)
    return None if number is None or number.value is None else (number.value, number.unit)


def _decimals(printed: Decimal, text: str) -> int:
    shown = _DECIMALS.search(compatible(text))
    exponent = printed.normalize().as_tuple().exponent
    return max(len(shown[1]) if shown else 0, -exponent if isinstance(exponent, int) and exponent < 0 else 0)


def _last_digit(printed: Decimal, decimals: int) -> Decimal:
    """The place value of the last digit that is not 0; that of the last decimal where there are some."""
    exponent = printed.normalize().as_tuple().exponent
    if decimals or not printed or not isinstance(exponent, int):
        return Decimal(1).scaleb(-decimals)
    return Decimal(1).scaleb(max(exponent, 0))


def _plain(value: Decimal) -> float | int:
    return int(value) if value == value.to_integral_value() else float(value)
