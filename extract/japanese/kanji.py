"""Kanji numerals: 三十二, 二〇一四, 一億二千万, and the powers 万 億 兆 in mixed figures.

Out of scope: digits with separators (`numbers`).
"""

import re

DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "壱": 1, "弐": 2, "参": 3}
SMALL = {"十": 10, "百": 100, "千": 1000}
LARGE = {"万": 10**4, "億": 10**8, "兆": 10**12}
NUMERAL = r"[〇零一二三四五六七八九壱弐参十百千万億兆]+"
LONG_NUMERAL = rf"(?<!{NUMERAL[:-1]}){NUMERAL[:-1]}{{2,20}}"
"""The same in running text, where one character is more often a word; of a length that no sentence exceeds."""

_POSITIONAL = re.compile(r"[〇零一二三四五六七八九]{2,}")


def read_kanji(text: str) -> int | None:
    """The number that the whole text spells in kanji, or None: 三十二 is 32, 二〇一四 is 2014."""
    if len(text) == 1 and text in DIGITS:
        return DIGITS[text]
    if _POSITIONAL.fullmatch(text):
        return None if DIGITS[text[0]] == 0 else int("".join(str(DIGITS[c]) for c in text))
    total, last_power = 0, 10**16
    group = ""
    for character in text:
        if character not in LARGE:
            group += character
            continue
        section, power = _section(group), LARGE[character]
        if section is None or power >= last_power:
            return None
        total, last_power, group = total + section * power, power, ""
    if not group:
        return total or None
    section = _section(group)
    return None if section is None else total + section


def _section(text: str) -> int | None:
    """A number below 10000 with 十 百 千; None where the order is broken or nothing is there."""
    total, digit, last = 0, None, 10**4
    for character in text:
        if character in DIGITS and digit is None:
            digit = DIGITS[character]
        elif character in SMALL and SMALL[character] < last:
            last = SMALL[character]
            total, digit = total + (1 if digit is None else digit) * last, None
        else:
            return None
    return (total + (digit or 0)) or None
