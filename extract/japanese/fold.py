"""Foldings of printed characters that the whole grammar shares: widths, dashes, raised marks.

Out of scope: what a folded text means.
"""

import re
import unicodedata
from functools import lru_cache

DASHES = "-−‐‑‒–—―─━﹣－ｰー"
"""Characters printed as a minus or as the mark for nil; the long vowel mark and box lines are typed for them."""

RAISED = re.compile(r"[¹²³⁰⁴-⁹⁺⁻⁼⁽⁾ⁿᵃ-ᵡ①-⑳ª]+")
"""Superscripts and circled digits: NFKC would make plain digits of them."""

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_WIDE |= {ord(dash): ord("-") for dash in "−‐‑‒–—―﹣－"}
_WIDE |= {ord(mark): ord("'") for mark in "’‘＇ʼ`´"}
_WIDE |= {0x00A0: 0x20, 0x2009: 0x20, 0x202F: 0x20, ord("〜"): ord("~"), ord("～"): ord("~")}
_FOLDED = re.compile(f"[{''.join(re.escape(chr(code)) for code in _WIDE)}]+")


def same_length(text: str) -> str:
    """Half-width forms of full-width ASCII, dashes, quotes and spaces, one character for one, so that spans hold."""
    return text if text.isascii() else _translated(text)


@lru_cache(maxsize=1 << 10)
def _translated(text: str) -> str:
    """One sentence is asked for several times in a row: for its figures, its years and its dates.

    Few of its characters have another form: the others need not be looked up.
    """
    return _FOLDED.sub(lambda run: run[0].translate(_WIDE), text)


def compatible(text: str) -> str:
    """NFKC, which also resolves the radicals and ligatures that PDF fonts print for characters."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)
