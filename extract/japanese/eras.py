"""The eras of the Japanese calendar, and the year counts they are written with (26, 元, 二十六).

Out of scope: where in a text a year stands (`years`).
"""

import re
from dataclasses import dataclass

from extract.japanese.kanji import read_kanji


@dataclass(frozen=True, slots=True)
class Era:
    """`first` is the western year of its year 1, `end` the count in which the next era began, `last` the highest read.

    Plans name years beyond an era's end (平成32年度 was written before the end was known): the count goes on.
    """

    name: str
    letter: str
    first: int
    end: int
    last: int

    def holds(self, number: int) -> bool:
        """Whether the era had a year of that count."""
        return 1 <= number <= self.end


ERAS = (
    Era("明治", "M", 1868, 45, 45),
    Era("大正", "T", 1912, 15, 15),
    Era("昭和", "S", 1926, 64, 64),
    Era("平成", "H", 1989, 31, 50),
    Era("令和", "R", 2019, 50, 50),
)
NAMES = {era.name: era for era in ERAS} | {era.letter: era for era in ERAS}
NAMES |= {
    sign: era
    for era in ERAS
    for sign in {"明治": "㍾", "大正": "㍽", "昭和": "㍼", "平成": "㍻", "令和": "㋿"}[era.name]
}
NAME = r"(?:明治|大正|昭和|平成|令和|[㍾㍽㍼㍻㋿])"
"""The pattern of an era's name."""
COUNT = r"(?:\d\s?\d(?!\d)|\d(?!\d)|元|[一二三四五六七八九十]{1,3})"
"""The pattern of a year count."""
HAS_COUNT = re.compile(r"[\d元一二三四五六七八九十]").search
"""Whether a text can hold a year count at all, told at a glance."""


def count(text: str) -> int | None:
    """The year count: 26, 2 6, 元 (1), 二十六."""
    closed = "".join(text.split())
    if closed == "元":
        return 1
    return int(closed) if closed.isdecimal() else read_kanji(closed)


def western(era: str, text: str) -> int | None:
    """The western year of a count in an era given by name or letter; None beyond what the era can hold."""
    known, number = NAMES.get(era.rstrip(". ").upper()), count(text)
    if known is None or number is None or not 1 <= number <= known.last:
        return None
    return known.first + number - 1
