"""How exactly a print states a figure: half of the last place that is printed.

Out of scope: precision in an indicator's canonical unit (`extract.mapping`).
"""

import re
import unicodedata

import numpy as np

from extract.values import MOST_DECIMALS, PLAIN, UNSURE, Floats, Spots, Values, decimals

EXACT_UNITS = frozenset(
    "件 社 人 者 名 機関 校 大学 箇所 か所 カ所 ヶ所 課題 講座 回 本 点 冊 組 施設 団体".split()  # noqa: SIM905 - to be read
)
"""Units that are counted: a figure in them, printed whole and without 約, stands for itself alone."""

HALVES = np.array([0.5 * 10.0**-places for places in range(MOST_DECIMALS + 1)])
"""Half of the last place, by how many decimals are printed."""

ABOUT = ("約", "程度", "およそ")


def precisions(values: Values, spots: Spots) -> Floats:
    """The precision of the figures of a table at some spots, which all have a value; 0 where there is none."""
    found: Floats = np.array([_of_whole(unit) for unit in values.units], dtype="float64")[values.unit[spots]]
    plain = values.text[spots] == PLAIN
    rest = np.flatnonzero(~(plain & values.whole[spots]))
    shown = np.where(plain[rest], decimals(values.value[spots[rest]]), UNSURE)
    found[rest[shown > 0]] = HALVES[shown[shown > 0]]
    rest = rest[shown <= 0]
    printed, units = values.printed(spots[rest]), values.unit[spots[rest]].tolist()
    for at, text, value, unit in zip(rest.tolist(), printed, values.value[spots[rest]].tolist(), units, strict=True):
        found[at] = precision_of(text, value, values.units[unit])
    return found


def _of_whole(unit: str | None) -> float:
    return 0.0 if unit in EXACT_UNITS else 0.5


def precision_of(text: str, value: float, unit: str | None) -> float:
    """Half the last place that is printed, in the printed unit; 0 where the figure stands for itself alone.

    A round number said to be about (約1,750社) stands for what rounds to it in its last place that is not 0.
    """
    plain = unicodedata.normalize("NFKC", text)
    shown = _decimals(plain, value)
    about = any(word in plain for word in ABOUT)
    if shown == 0 and about and value:
        whole = f"{abs(round(value))}"
        return 0.5 * float(10 ** (len(whole) - len(whole.rstrip("0"))))
    if shown == 0 and not about:
        return _of_whole(unit)
    return 0.5 * 10.0**-shown


def _decimals(plain: str, value: float) -> int:
    """The decimals that are printed; those of the value where a spreadsheet shows fewer than it holds."""
    match = re.search(r"\d\.(\d+)", plain)
    printed = len(match[1]) if match else 0
    if float(value).is_integer() or match:
        return printed
    shortest = np.format_float_positional(abs(value) % 1, precision=6, trim="-")
    return len(shortest.partition(".")[2])
