"""For headings that no rule understands: how often they occur, the nearest known one, and a YAML line ready to paste.

Out of scope: deciding. A likeness is a hint for a person, never a mapping.
"""

import difflib
import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from extract.japanese.labels import normal
from extract.mapping.resolution import NO_WORD
from extract.mapping.rules import ElementRule, Heading, Source
from extract.mapping.titles import NO_RULE
from extract.observation import Fate, Leftover

ALIKE = 0.5
"""Headings less like than this have nothing to say of one another."""


@dataclass(frozen=True, slots=True)
class Unread:
    """What figures have in common that stand under the same words: `figure` is a sentence's own, else empty."""

    heading: str
    reason: str
    kind: str
    figure: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A heading that is not understood: over how many figures, what is nearest to it, and what to put into the YAML.

    `line` goes into the source's file at `place`: `headings`, `statements`, or a rule of `tables` or `charts`.
    """

    heading: str
    figures: int
    reason: str
    nearest: str | None
    line: str
    place: str


def unread(leftovers: Iterable[Leftover]) -> Counter[Unread]:
    """Count the figures that are not understood by what stands over them."""
    return Counter(
        Unread(
            left.heading or left.evidence.title or "",
            left.reason,
            left.evidence.kind,
            left.evidence.text if left.evidence.kind == "statement" else "",
        )
        for left in leftovers
        if left.fate is Fate.UNMAPPED
    )


def suggest(counted: Mapping[Unread, int], source: Source) -> tuple[Suggestion, ...]:
    """Give one suggestion for each heading that left figures unmapped, the most frequent first."""
    ranked = sorted(counted.items(), key=lambda entry: (-entry[1], entry[0].heading, entry[0].reason))
    return tuple(_suggestion(one, figures, source) for one, figures in ranked)


def _suggestion(one: Unread, figures: int, source: Source) -> Suggestion:
    if one.kind == "statement":
        nearest, line, place = None, _sentence(one.heading, one.figure), "statements"
    elif one.reason.startswith(NO_RULE):
        nearest, line, place = _title(one, source)
    else:
        known = _known(source)
        said, nearest = _nearest(one, known)
        line, place = _line(said, known[nearest] if nearest else None), "headings"
    return Suggestion(one.heading, figures, one.reason, nearest, line, place)


def _nearest(one: Unread, known: Collection[str]) -> tuple[str, str | None]:
    """What the line should speak of, the whole heading or only the words that are wanting in it, and what that is like.

    Of 民間企業からの受入金額 the wanting 受入金額 is more like 受入額 than the whole is like anything.
    """
    forms = [one.heading]
    stretch = one.reason.removeprefix(NO_WORD)
    if stretch != one.reason and len(stretch) > 1:
        forms.append(stretch)
    likest = [(form, _like(form, known)) for form in forms]
    said, (_, nearest) = max(likest, key=lambda entry: entry[1][0])
    return said, nearest


def _like(text: str, known: Collection[str]) -> tuple[float, str | None]:
    """The known phrase that a text is most like, itself aside, and how much."""
    key = normal(text)
    found = difflib.get_close_matches(key, [phrase for phrase in known if phrase != key], n=1, cutoff=ALIKE)
    return (difflib.SequenceMatcher(None, key, found[0]).ratio(), found[0]) if found else (0.0, None)


def _known(source: Source) -> dict[str, Heading]:
    own = (*source.headings, *(heading for rule in (*source.tables, *source.charts) for heading in rule.headings))
    return {phrase: heading for heading in (*source.shared, *own) for phrase in heading.say}


def _line(heading: str, nearest: Heading | None) -> str:
    """An entry for the heading that means what its nearest neighbour does; without one, the meanings to choose from."""
    said = f"- {{say: [{_quoted(heading)}]"
    if nearest is None:
        return f"{said}, set: {{}}}}  # or: column: …, unwanted: …, nothing: true"
    if nearest.column:
        return f"{said}, column: {nearest.column}}}"
    if nearest.unwanted:
        return f"{said}, unwanted: {_quoted(nearest.unwanted)}}}"
    if not nearest.facts:
        return f"{said}, nothing: true}}"
    return f"{said}, set: {{{', '.join(f'{key}: {value}' for key, value in nearest.facts)}}}}}"


def _sentence(sentence: str, figure: str) -> str:
    """A rule for a figure in a sentence, to be made shorter and given an indicator."""
    words = re.escape(normal(sentence)).replace(re.escape(normal(figure)), "{figure}", 1)
    return f"- {{id: new, say: [{_quoted(words)}], is: new, year: edition}}  # or: unwanted: …"


def _title(one: Unread, source: Source) -> tuple[str | None, str, str]:
    """The rule whose titles are most like this one, its title with this one added; without one, a rule to fill in."""
    kind = f"{one.kind}s"
    rules: dict[str, ElementRule] = {
        phrase: rule for rule in (source.tables if one.kind == "table" else source.charts) for phrase in rule.title
    }
    _, nearest = _like(one.heading, rules)
    if nearest is None:
        return None, f"- {{id: new, title: [{_quoted(one.heading)}], set: {{}}}}  # or: unwanted: …", kind
    rule = rules[nearest]
    titles = ", ".join(_quoted(title) for title in (*rule.title, one.heading))
    return nearest, f"title: [{titles}]", f"{kind}: {rule.id}"


def _quoted(text: str) -> str:
    return json.dumps(" ".join(text.split()), ensure_ascii=False)
