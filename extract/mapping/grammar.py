"""What parts of a heading say without any source's word for them: years, units, n=, sizes, numbering, particles.

A heading is taken in its normal form (`extract.japanese.labels.normal`). Out of scope: the sources' words (`lexicon`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from extract.japanese import units
from extract.japanese.fiscal_years import Year, read_year
from extract.mapping.rules import Facts


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a heading, `text[start:end]`, and what it says. `weight` is what it costs to read the heading so."""

    end: int
    weight: int = 1
    facts: Facts = ()
    year: Year | None = None
    respondents: int | None = None


_ERA_YEAR = r"(?:(?:明治|大正|昭和|平成|令和|[MTSHR])\.?(?:元|\d{1,2})|(?:FY)?(?:19|20)\d\d|FY'?\d\d|'\d\d)(?:年度|年)?"
_YEAR = re.compile(rf"{_ERA_YEAR}(?:[(/](?:{_ERA_YEAR})\)?(?:年度|年)?)?|(?:元|\d{{1,2}})年度")
_ASIDE = re.compile(rf"{_ERA_YEAR}(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?(?:\(.\))?(?:公表|発表|作成|更新|調査)(?!年)")
_PARTICLES = re.compile(
    r"(?:における|についての|について|にかかる|に係る|に関する|に対する|によって|による|のうち|うち|からの|から|との|への|及び|および|並びに"
    r"|ならびに|または|又は|であって|である|の|と|を|が|は|で|に|へ|も|の推移|推移)"
)
_PUNCTUATION = re.compile(r"[()「」『』\"'<>:;,.、。・･\-_/|~=+*※○●◎◯□■◇◆▲△→⇒?!]")
_RESPONDENTS = re.compile(r"\(?[nN]=(\d[\d,]*)(?:/(\d[\d,]*))*\)?")
_TOP = re.compile(r"上位\d+(?:機関|大学|校|位|社)?")
_BRACKET = re.compile(r"\(([^()]*)\)")
_AXIS = re.compile(r"(?:単位:?|[左右]軸|[左右]目盛り?|年度|FY|fy)")
_NUMBER = re.compile(r"\(?\d{1,4}\)?")
_NUMBERED = re.compile(
    r"\(?(?:様式|別表|図表|別紙|別添|表|図)\d+(?:[-.]\d+)*\)?|(?<!\d)\d+(?:-\d+)+(?:\(\d+\)|図表|図|表)?|\d+(?=\(\d+\))|\((?:\d{1,2}|[A-Z])\)"
)
_ORDINAL = re.compile(r"(?:\((?:[A-Za-z]|\d{1,2}|[ア-ン])\)|[①-⑳]|\d{1,2}[.、])")
_LEADING_NUMBER = re.compile(r"\d{1,2}(?=[^\d件年月万億千百円%人社者倍位.,～~-])")
_AMOUNT = r"(?:\d[\d,]*(?:\.\d+)?)(?:億|千万|百万|十万|万|千|百)?"
_SIZE = re.compile(
    rf"(?P<zero>0円)|~?(?P<under>{_AMOUNT})円(?P<limit>未満|以下)"
    rf"|(?P<least>{_AMOUNT})円?(?P<above>以上|超|~)(?:[~・、]?(?P<most>{_AMOUNT})円(?:未満|以下)?)?"
)
_POWERS = {"千": 3, "百": 2, "万": 4, "十万": 5, "百万": 6, "千万": 7, "億": 8}


def parts_at(text: str, start: int, document_year: int | None) -> Iterator[Part]:
    """The ways in which the grammar reads on from a position of a heading."""
    if match := _PUNCTUATION.match(text, start):
        yield Part(match.end(), 0)
    if match := _PARTICLES.match(text, start):
        yield Part(match.end())
    if match := _YEAR.match(text, start):
        yield Part(match.end(), year=read_year(match[0], document_year))
    if match := _ASIDE.match(text, start):  # when it was asked or published is not the year that the figures are of
        yield Part(match.end())
    if match := _RESPONDENTS.match(text, start):
        yield Part(match.end(), respondents=_agreed(match[0]))
    for pattern in (_TOP, _NUMBERED):
        if match := pattern.match(text, start):
            yield Part(match.end())
    if (match := _BRACKET.match(text, start)) and _is_unit(match[1]):
        yield Part(match.end())
    if match := _SIZE.match(text, start):
        token = _size(match)
        if token:
            yield Part(match.end(), facts=(("size_class", token),))
    if start == 0:
        yield from _at_the_start(text)


def _at_the_start(text: str) -> Iterator[Part]:
    if _NUMBER.fullmatch(text) or text == "元" or _is_unit(text):
        yield Part(len(text))
    for pattern in (_ORDINAL, _LEADING_NUMBER):
        if match := pattern.match(text):
            yield Part(match.end())


def _agreed(text: str) -> int | None:
    """The number of respondents, where all that are printed (n=60/60) agree."""
    numbers = {int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", text)}
    return numbers.pop() if len(numbers) == 1 else None


def _is_unit(text: str) -> bool:
    """Whether the text is nothing but units and words of axes: 千円, 件・右軸, 単位:件、百万円."""
    words = [word for word in re.split(r"[、,・/:]", text) if word]
    return bool(words) and all(_AXIS.fullmatch(word) or units.find(word, alone=False) for word in words)


def _size(match: re.Match[str]) -> str | None:
    """The normal word for a class of amounts: 0_yen, under_1m_yen, from_1m_to_3m_yen, from_100m_yen."""
    if match["zero"]:
        return "0_yen"
    if match["under"]:
        return f"under_{_short(match['under'])}_yen"
    if match["most"] and _short(match["least"]) == "0":
        return f"under_{_short(match['most'])}_yen"
    if match["most"]:
        return f"from_{_short(match['least'])}_to_{_short(match['most'])}_yen"
    return f"from_{_short(match['least'])}_yen" if match["above"] != "~" and "円" in match[0] else None


def _short(amount: str) -> str:
    digits = re.match(r"[\d,.]+", amount)
    number = Decimal(digits[0].replace(",", "")) if digits else Decimal(0)
    yen = number.scaleb(_POWERS.get(amount[digits.end() :], 0)) if digits else number
    for power, letter in ((9, "b"), (6, "m"), (3, "k")):
        if yen >= 10**power:
            return f"{yen.scaleb(-power).normalize():f}{letter}".replace(".", "p")
    return f"{yen.normalize():f}"


_NUMBERING = re.compile(
    r"^\s*(?:"
    r"[(（]\s*参考\s*[\d０-９]*\s*[)）]"
    r"|[(（【\[［]\s*(?:様式|別紙|別添|図表|図|表)\s*[\d０-９]+(?:[-－‐−–][\d０-９]+)*\s*[)）】\]］]"
    r"|(?:別表|図表|表|図|参考|様式|別紙|資料|第)\s*[\d０-９]+(?:\s*[-－‐−–.．][\d０-９]+)*"
    r"\s*(?:図表|図|表|節|章)?(?:[:：.．、]|(?=\s)|\b)"
    r"|[\d０-９]+(?:\s*[-－‐−–][\d０-９]+)+\s*(?:図表|図|表)?"
    r"|[\d０-９]+\s*(?=[(（][\d０-９])"
    r"|[\d０-９]+\s*(?:[.．、]|[)）])(?![\d０-９])"
    r"|[(（]\s*[\d０-９]+\s*[)）]"
    r"|[QＱ]\s*[\d０-９]*\s*[.．、:：]"
    r"|[○●◎◯□■◇◆・①-⑳]"
    r")\s*"
)


def unnumbered(title: str) -> str:
    """A printed title without its number, which moves between editions: ``3 (1)　特許出願件数`` is 特許出願件数."""
    while (match := _NUMBERING.match(title)) and title[match.end() :].strip():
        title = title[match.end() :]
    return title
