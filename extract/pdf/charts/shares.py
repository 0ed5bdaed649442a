"""Bars of one whole: a share without a label, where the others, the sample and the drawing leave but one value.

The shares of a bar add up to 100, and each is a whole number out of the printed sample (p % is k of n). Out of scope:
judging the printed shares (that is for the proofs).
"""

import re
from collections.abc import Iterator, Sequence

from extract.pdf.charts.scales import Scale
from extract.pdf.charts.series import Mark, Series
from extract.pdf.charts.slots import Slots

_SAMPLE = re.compile(r"[nｎＮN]\s*[=＝]\s*([\d０-９,，]+)")
_MOST = 4000  # values tried


def derive(series: Sequence[Series], slots: Slots, base: float, notes: Sequence[str]) -> None:
    """Set `derived` of the marks that have no label and only one value fits."""
    for slot in range(len(slots.centers)):
        held = [(one, mark) for one in series if one.kind == "bar" for mark in one.marks if mark.slot == slot]
        bare = [(one, mark) for one, mark in held if mark.label is None]
        if len(bare) != 1 or len(held) < 2:
            continue
        one, mark = bare[0]
        texts = [m.label.text for _, m in held if m.label]
        values = [float(m.label.value or 0) for _, m in held if m.label]
        if one.scale is not None:
            fitting = list(_fitting(values, _places(texts), mark, one.scale, base, _sample(slots.names[slot], notes)))
            if len(fitting) == 1:
                mark.derived = fitting[0]


def _places(texts: Sequence[str]) -> int:
    """Decimal places of the printed shares."""
    return max((len(text.rsplit(".", 1)[1].rstrip("%％")) if "." in text else 0) for text in texts)


def _sample(name: str, notes: Sequence[str]) -> int | None:
    """The size of the sample printed with the category, or else with the chart."""
    own = _SAMPLE.search(name)
    found = {own[1]} if own else {match[1] for note in notes for match in _SAMPLE.finditer(note)}
    return int(found.pop().replace(",", "").replace("，", "")) if len(found) == 1 else None


def _fitting(
    values: Sequence[float], places: int, mark: Mark, scale: Scale, base: float, sample: int | None
) -> Iterator[float]:
    """The values that the rest of 100, the length of the bar and the sample allow."""
    step = 10.0**-places
    rest = 100 - sum(values)
    slack = (len(values) + 1) * step / 2 + 1e-9
    measured, doubt = mark.measured(scale, base), mark.doubt(scale) + step / 2
    low, high = max(0.0, rest - slack, measured - doubt), min(rest + slack, measured + doubt)
    first = round(low / step)
    for number in range(first - 1, min(first + _MOST, round(high / step) + 2)):
        value = round(number * step, places)
        if low - 1e-9 <= value <= high + 1e-9 and (sample is None or _is_share(value, places, sample)):
            yield value


def _is_share(value: float, places: int, sample: int) -> bool:
    """Whether a whole number out of the sample rounds to the share."""
    about = value * sample / 100
    return any(round(100 * k / sample, places) == value for k in {int(about), int(about) + 1} if 0 <= k <= sample)
