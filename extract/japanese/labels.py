"""Labels: the form for comparing headings, and the note marks taken off and kept.

Out of scope: what a heading means (`extract.mapping`).
"""

import csv
import re
from functools import lru_cache
from importlib.resources import files

from extract.japanese import fold

_SUPERSCRIPT = r"[¹²³⁰⁴-⁹⁺⁻⁽⁾ⁿᵃ-ᵡª]+"
_MARK = (
    r"(?:[（(\[［]\s*(?:[※＊*]\s*[0-9０-９]*|注\s*[0-9０-９]*|[0-9０-９]{1,2}\s*注)\s*[）)\]］]"  # (※1) (注) [注2]
    r"|[※＊*†‡♯]+\s*(?:[0-9０-９]{1,2}(?![0-9０-９])|)"  # ※1 *
    r"(?:\s*[，、,・]\s*[0-9０-９]{1,2}(?![0-9０-９]))*[）)]?"  # ※1,2
    r"|注\s*[0-9０-９]{0,2}[）)]"  # 注1)
    rf"|{_SUPERSCRIPT}[）)]?)"
)
_NUMBERED = re.compile(r"(?<=[^\W0-9０-９_])(?<![第])\s*[0-9０-９]{1,2}[）)]\s*$")  # 合計1)
_TRAILING = re.compile(rf"\s*{_MARK}\s*$")
_BARE_NOTE = re.compile(r"(?<=[^\s注備脚発受訳])\s*注\s*[0-9０-９]{1,2}\s*$")
_LEADING = re.compile(rf"^\s*{_MARK}\s*")
_OPENING = str.maketrans(dict.fromkeys("[{〔【〈《〘〖⟨", "(") | dict.fromkeys("]}〕】〉》〙〗⟩", ")"))
_DITTO = frozenset(("〃", "″", "〟", '"', "''", "”", "“", "同上", "々", "ノ"))
_SPACE = re.compile(r"[\s\u200b\ufeff\u00ad]+")


def _variants() -> dict[int, str]:
    with files("extract.japanese").joinpath("variants.csv").open(encoding="utf-8") as table:
        return {ord(row["printed"]): row["folded"] for row in csv.DictReader(table)}


_FOLDED = (
    _variants()
    | _OPENING
    | dict.fromkeys(map(ord, "−‐‑‒–—―─━﹣"), "-")
    | dict.fromkeys(map(ord, "〜∼"), "~")
    | dict.fromkeys(map(ord, "『｢"), "「")
    | dict.fromkeys(map(ord, "』｣"), "」")
    | dict.fromkeys(map(ord, "’‘ʼ"), "'")
    | dict.fromkeys(map(ord, "”“"), '"')
)


def split_notes(text: str) -> tuple[str, tuple[str, ...]]:
    """Take the note marks off a label's end or start: 特許権※1 is (特許権, (※1,)).

    The marks come in printed order, white space taken out. A text that is nothing but marks is left whole.
    """
    leading: list[str] = []
    rest, trailing = trailing_notes(text.strip())
    while (match := _LEADING.match(rest)) and rest[match.end() :].strip():
        leading.append(_SPACE.sub("", match[0]))
        rest = rest[match.end() :].lstrip()
    return rest, (*leading, *trailing)


def _numbered(text: str) -> re.Match[str] | None:
    """The 1) of 合計1), but not the end of a bracket: 2014(H26)."""
    match = _NUMBERED.search(text)
    return match if match and len(re.findall(r"[(（]", text)) < len(re.findall(r"[)）]", text)) else None


def trailing_notes(text: str) -> tuple[str, tuple[str, ...]]:
    """As `split_notes`, but only at the end."""
    found: list[str] = []
    while (match := _TRAILING.search(text) or _numbered(text) or _BARE_NOTE.search(text)) and text[
        : match.start()
    ].strip():
        found.insert(0, _SPACE.sub("", match[0]))
        text = text[: match.start()].rstrip()
    return text, tuple(found)


@lru_cache(maxsize=1 << 16)
def normal(text: str) -> str:
    """The form of a label for comparing: NFKC, no white space or note marks, one form of brackets, dashes and kanji.

    Idempotent: ``normal(normal(text)) == normal(text)``.
    """
    while True:
        folded = _SPACE.sub("", fold.compatible(_SPACE.sub("", split_notes(text)[0])).translate(_FOLDED))
        if folded == text:
            return folded
        text = folded


def same(one: str, other: str) -> bool:
    """Whether two labels say the same: 合　　計 and 合計."""
    return normal(one) == normal(other)


def is_ditto(text: str) -> bool:
    """Whether the text is a mark that repeats what stands above it: 〃, 同上."""
    return text.strip() in _DITTO
