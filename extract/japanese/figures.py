"""Figures with a unit in running text: 約341億円, 16,925件, 195件減少, ３２箇所.

Dates, ordinals, bounds, ranges and rates per piece are no figures. Out of scope: the year that a figure belongs to
(`figure_years`), and numbers without a unit.
"""

import re
from dataclasses import dataclass, replace

from extract.document import Status
from extract.japanese import fold, units
from extract.japanese.kanji import LONG_NUMERAL, NUMERAL
from extract.japanese.numbers import read_number

_RUN = r"(?<!\d)(?<!\d[.,])\d(?:[\d,.]|[、 ](?=\d)|\s(?=[,.])){0,30}"  # bounded: texts may be hostile
_SPANS = ("年", "か月", "時間", "日", "週", "秒")


def _names(*, alone: bool) -> str:
    """A pattern of the names of units that count or measure; `alone` ones are never part of a longer word."""
    names = [name for name, unit in units.UNITS.items() if not unit.ordinal and unit.base not in _SPANS]
    chosen = [
        re.escape(name) for name in names if units.UNITS[name].alone == alone and not re.fullmatch("[a-zA-Z]", name)
    ]
    return "|".join(sorted(chosen, key=len, reverse=True))


_UNIT = (
    rf"(?:(?:{_names(alone=True)})(?!(?<=社)[会員]|(?<=人)[員材口件工間]|(?<=件)[数名]|(?<=校)舎|(?<=回)[答収線]|(?<=点)検"
    r"|(?<=種)類|(?<=戸)籍|(?<=名)[称義古]|(?<=個)[別人]|(?<=機関)別|(?<=床)面|(?<=枚)[数方]|(?<=%)ポイント)"
    rf"|(?:{_names(alone=False)})(?!(?<=通)り|[一-龠ァ-ヶ々](?<![増減中以程前余弱強近超])))"
)
_FIGURE = re.compile(
    r"(?P<about>約|およそ|おおよそ|おおむね|概ね|凡そ|ほぼ)?\s*(?P<sign>[△▲+]|マイナス|プラス|(?<![\w~])-)?\s*"
    rf"(?P<number>(?:{_RUN}(?:\s*[十百千万億兆](?:\s*{_RUN})?){{0,6}}|{LONG_NUMERAL})\s*{_UNIT})(?![A-Za-z])"
    r"(?P<loose>程度|前後|弱(?![い点小者])|強(?![いく化調度])|余り?(?![地裕])|ほど|くらい|ぐらい|近く|を?超え)?"
)
has_number = re.compile(rf"\d|{NUMERAL[:-1]}").search
"""Whether a text can hold a part of a figure at all, told at a glance."""
_HAS_FIGURE = re.compile(rf"(?:[\d,.、]|{NUMERAL[:-1]})\s*(?:{_names(alone=True)}|{_names(alone=False)})").search
_CHANGE = re.compile(
    r"(?P<aside>\s*[(]\s*[約\d△▲-][^()]{0,15}[)])?(?:\s*の)?\s*"
    r"(?P<word>増[加額]?(?![分資強])|減[少額]?(?![価免災圧])|プラス|マイナス|上昇|低下|下落|縮小|上回|下回|少な[いくか]|多[いくか])"
)
_EACH = "それぞれ"
_AND = re.compile(r"\s*[)]?\s*(?:[、,と・(]|及び|並びに)\s*")
_DOWN = ("減", "マイナス", "低下", "下落", "縮小", "下回", "少な")
_NO_FIGURE_BEFORE = re.compile(r"(?:第|図|表|図表|様式|No\.?|no\.?|問|[A-Za-z]|[~/〒]|\d\s*[:x×-])\s*$")
_NO_FIGURE_AFTER = re.compile(
    r"\s*(?:以[上下内]|未満|超(?!え)|台(?![帳])|~|(?:から|-)\s*\d[\d,.]*\s*[十百千万億兆]*\s*[^\s\d]{1,3}(?:まで|の範囲|程度の間)"
    r"|(?:当|あ)たり|につき|ごと|毎|目|分の|間隔|として(?:計上|数|算)|計画|構想)"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure at ``text[start:end]``; `value` in the printed `unit`, negative where words say so (195件減少).

    `change` says that words make it a difference rather than a level.
    """

    start: int
    end: int
    value: float | int
    unit: str
    approximate: bool
    change: bool


def has_figure(text: str) -> bool:
    """Whether a number stands before the name of a unit: where none does, there are no figures."""
    return has_number(text) is not None and _HAS_FIGURE(fold.same_length(text)) is not None


def find_figures(text: str) -> tuple[Figure, ...]:
    """The figures of a running text, in order."""
    if not has_figure(text):
        return ()
    folded = fold.same_length(text)
    found = (_figure(match, folded) for match in _FIGURE.finditer(folded))
    return _shared(tuple(figure for figure in found if figure), folded)


def _shared(figures: tuple[Figure, ...], text: str) -> tuple[Figure, ...]:
    """Let the words behind the last of several figures count for each: それぞれ58億円、813件減少."""
    each = text.find(_EACH)
    first = next((number for number, figure in enumerate(figures) if 0 <= each < figure.start), len(figures))
    last = first
    while last + 1 < len(figures) and _AND.fullmatch(text, figures[last].end, figures[last + 1].start):
        last += 1
    changed = [number for number in range(first, min(last + 1, len(figures))) if figures[number].change]
    if not changed:
        return figures
    sign = -1 if figures[changed[-1]].value < 0 else 1
    alike = (
        one if one.change else replace(one, value=sign * one.value, change=True) for one in figures[first : changed[-1]]
    )
    return (*figures[:first], *alike, *figures[changed[-1] :])


def _figure(match: re.Match[str], text: str) -> Figure | None:
    start = match.start("number")
    printed = match["number"]
    number = read_number(printed)
    if number is None and " " in printed:
        start += printed.rindex(" ", 0, len(printed) - 1) + 1
        number = read_number(match["number"][start - match.start("number") :])
    if number is None or number.value is None or number.unit is None or number.status is not Status.OBSERVED:
        return None
    if _NO_FIGURE_BEFORE.search(text[: match.start()] if match["about"] else text[:start]):
        return None
    if _NO_FIGURE_AFTER.match(text, match.end("number")):
        return None
    if number.value == 0 and text[match.end("number") :].lstrip().startswith("の"):
        return None  # 受入額が0円の共同研究: a class, not a figure
    sign, change = match["sign"] or "", _change(match, text)
    down = sign in ("△", "▲", "-", "マイナス") or (change is not None and change["word"].startswith(_DOWN))
    begin = match.start() if start == match.start("number") else start
    return Figure(
        begin + len(text[begin:]) - len(text[begin:].lstrip()),
        change.end() if change and change.start() == match.end() and not change["aside"] else match.end(),
        -number.value if down else number.value,
        number.unit,
        bool(match["about"] or match["loose"]),
        bool(sign or change),
    )


def _change(match: re.Match[str], text: str) -> re.Match[str] | None:
    """The words that make the figure a difference; behind a bracket (200件（1.3％）減少) they count for both."""
    own = _CHANGE.match(text, match.end())
    alone = text[: match.start()].rstrip().endswith("(") and text[match.end() :].startswith(")")
    return own or (_CHANGE.match(text, match.end() + 1) if alone else None)
