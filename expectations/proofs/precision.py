"""How exactly a print states a figure: half of the last place that is printed.

Out of scope: precision in an indicator's canonical unit (`extract.mapping`).
"""

import re
import unicodedata
from collections.abc import Sequence

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from expectations.proofs.texts import texts

EXACT_UNITS = frozenset(
    "件 社 人 者 名 機関 校 大学 箇所 か所 カ所 ヶ所 課題 講座 回 本 点 冊 組 施設 団体".split()  # noqa: SIM905 - to be read
)
"""Units that are counted: a figure in them, printed whole and without 約, stands for itself alone."""

ABOUT = ("約", "程度", "およそ")


def precisions(printed: Sequence[str], values: Sequence[float], units: Sequence[str | None]) -> NDArray[np.float64]:
    """The precision of each figure, 0 where there is none."""
    whole = {unit: 0.0 if unit in EXACT_UNITS else 0.5 for unit in set(units)}
    found = np.array([whole[unit] for unit in units], dtype="float64")
    given = texts(printed)
    plain = pc.and_(pc.string_is_ascii(given), pc.utf8_is_decimal(given)).to_numpy(zero_copy_only=False)
    for i in np.flatnonzero(~plain).tolist():
        found[i] = precision_of(printed[i], values[i], units[i])
    return found


def precision_of(text: str, value: float, unit: str | None) -> float:
    """Half the last place that is printed, in the printed unit; 0 where the figure stands for itself alone.

    A round number said to be about (約1,750社) stands for what rounds to it in its last place that is not 0.
    """
    plain = unicodedata.normalize("NFKC", text)
    decimals = _decimals(plain, value)
    about = any(word in plain for word in ABOUT)
    if decimals == 0 and about and value:
        whole = f"{abs(round(value))}"
        return 0.5 * float(10 ** (len(whole) - len(whole.rstrip("0"))))
    if decimals == 0 and unit in EXACT_UNITS and not about:
        return 0.0
    return 0.5 * 10.0**-decimals


def _decimals(plain: str, value: float) -> int:
    """The decimals that are printed; those of the value where a spreadsheet shows fewer than it holds."""
    match = re.search(r"\d\.(\d+)", plain)
    printed = len(match[1]) if match else 0
    if float(value).is_integer() or match:
        return printed
    shortest = np.format_float_positional(abs(value) % 1, precision=6, trim="-")
    return len(shortest.partition(".")[2])
