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

from extract.japanese import units
from extract.japanese.fold import compatible
from extract.japanese.numbers import read_number

_DECIMALS = re.compile(r"\d\s?\.\s?(\d+)")


@dataclass(frozen=True, slots=True)
class Amount:
    """A canonical value with its precision, in the indicator's unit."""

    value: float | int
    precision: float


@lru_cache(maxsize=4096)
def factor_to(unit: str, canonical: str) -> Decimal | None:
    """What a value in the printed unit is multiplied by, or None where the unit is of another kind."""
    base, factor = units.canonical(unit)
    return factor if base == canonical else None


def declared_unit(declared: str | None, canonical: str) -> str | None:
    """The one unit of the indicator's kind among those that a 単位 line declares, if there is just one."""
    fitting = [unit for unit in units.find_units(declared or "") if factor_to(unit, canonical) is not None]
    return fitting[0] if len(fitting) == 1 else None


def convert(value: float, text: str, factor: Decimal, *, exact: bool, approximate: bool) -> Amount:
    """Give the canonical value. `exact` says that the indicator counts things one by one."""
    if isinstance(value, int) and exact and not approximate and factor == 1:
        return Amount(value, 0.0)
    printed = Decimal(value) if isinstance(value, int) else Decimal(format(value, ".15g"))
    decimals = _decimals(printed, text)
    if exact and approximate:
        precision = _last_digit(printed, decimals) / 2
    elif exact and not decimals:
        precision = Decimal(0) if factor == 1 else Decimal("0.5")
    else:
        precision = Decimal(5).scaleb(-decimals - 1)
    return Amount(_plain(printed * factor), float(precision * factor))


def measured(value: float, factor: Decimal, tolerance: float) -> Amount:
    """Give the canonical value of what is measured from a drawing."""
    canonical = Decimal(format(value, ".15g")) * factor
    return Amount(_plain(canonical), float(abs(canonical)) * tolerance)


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
