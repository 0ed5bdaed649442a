"""For headings that no rule understands: how often they occur, the nearest known one, and a YAML line ready to paste.

Out of scope: deciding. A likeness is a hint for a person, never a mapping.
"""

import difflib
import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from extract.japanese.labels import normal
from extract.mapping.collisions import TWICE
from extract.mapping.rehearsal import Seen, maps, takes, with_heading, with_title
from extract.mapping.resolution import NO_WORD, Indicators
from extract.mapping.rules import ElementRule, Heading, Source
from extract.mapping.titles import NO_RULE
from extract.observation import Fate, Leftover

ALIKE = 0.5
"""Headings less like than this have nothing to say of one another."""

TRIED = 8
"""So many of the likest headings are tried."""

_LACKING = re.compile(r"no indicator for (?P<facts>\w+=.*)|(?:needs an?|does not say which) (?P<key>\w+),")
_PIECE = re.compile(r"[^\s【】]+")


@dataclass(frozen=True, slots=True)
class Unread:
    """What figures have in common that stand under the same words: `figure` is a sentence's own, else empty.

    `seen` is where one of them stands, for all.
    """

    heading: str
    reason: str
    kind: str
    figure: str = ""
    seen: Seen = field(default=Seen("table"), compare=False)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A heading that is not understood: over how many figures, what is nearest to it, and what to put into the YAML.

    `line` goes into the source's file at `place`: `headings`, `indicators`, `statements`, or a rule of `tables` or
    `charts`. It is empty where no word is wanting: `reason` says what is. `nearest` is only told if the line works.
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
            Seen(
                left.evidence.kind,
                left.evidence.title,
                left.evidence.row_path,
                left.evidence.column_path,
                left.evidence.unit,
            ),
        )
        for left in leftovers
        if left.fate is Fate.UNMAPPED
    )


def suggest(counted: Mapping[Unread, int], source: Source, indicators: Indicators) -> tuple[Suggestion, ...]:
    """Give one suggestion for each heading that left figures unmapped, the most frequent first."""
    ranked = sorted(counted.items(), key=lambda entry: (-entry[1], entry[0].heading, entry[0].reason))
    return tuple(_suggestion(one, figures, source, indicators) for one, figures in ranked)


def _suggestion(one: Unread, figures: int, source: Source, indicators: Indicators) -> Suggestion:
    if one.kind == "statement":
        return Suggestion(one.heading, figures, one.reason, None, _sentence(one.heading, one.figure), "statements")
    if one.reason.startswith(NO_RULE):
        return Suggestion(one.heading, figures, one.reason, *_title(one, source))
    known = _known(source)
    said, nearest = _nearest(one, known, source, indicators)
    lacking = _LACKING.search(one.reason)
    if nearest or one.reason.startswith(NO_WORD):
        line, place = _line(said, known[nearest] if nearest else None), "headings"
    elif lacking and lacking["key"]:
        line, place = f"- {{say: [{_quoted(one.heading)}], set: {{{lacking['key']}: …}}}}", "headings"
    elif lacking and lacking["facts"].count("=") > 1:
        line, place = f"- {{is: new, when: {{{lacking['facts'].replace('=', ': ')}}}}}", "indicators"
    else:
        line = place = ""
    return Suggestion(one.heading, figures, one.reason, nearest, line, place)


def _nearest(
    one: Unread, known: Mapping[str, Heading], source: Source, indicators: Indicators
) -> tuple[str, str | None]:
    """What the line should speak of, the whole heading or only the words that are wanting in it, and what that is like.

    Of 民間企業からの受入金額 the wanting 受入金額 is more like 受入額 than the whole is like anything. Only what would
    make the figures map is told.
    """
    seen = one.seen
    over = {*seen.row_path, *seen.column_path}
    unknown = one.reason.startswith(NO_WORD)
    if one.reason.startswith(TWICE) or not (unknown or one.heading in over):
        return one.heading, None
    stretch = one.reason.removeprefix(NO_WORD)
    forms = [one.heading, stretch] if unknown and len(stretch) > 1 else [one.heading]
    for _, form, nearest in sorted(_alike(forms, known), key=lambda found: -found[0]):
        heading = known[nearest]
        if one.heading not in over:  # the head of a column of labels
            if heading.column:
                return form, nearest
            continue
        meant = Heading((normal(form),), None, heading.facts, heading.column, heading.unwanted, heading.total)
        if heading.unwanted or maps(with_heading(source, meant), seen, indicators):
            return form, nearest
    return one.heading, None


def _alike(forms: Iterable[str], known: Collection[str]) -> Iterator[tuple[float, str, str]]:
    """The known phrases that some texts are most like, themselves aside, and how much."""
    for form in forms:
        key = normal(form)
        for near in difflib.get_close_matches(key, [one for one in known if one != key], n=TRIED, cutoff=ALIKE):
            yield difflib.SequenceMatcher(None, key, near).ratio(), form, near


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
        return f"{said}, {'total' if nearest.total else 'nothing'}: true}}"
    return f"{said}, set: {{{', '.join(f'{key}: {value}' for key, value in nearest.facts)}}}}}"


def _sentence(sentence: str, figure: str) -> str:
    """A rule for a figure in a sentence, to be made shorter and given an indicator."""
    words = re.escape(normal(sentence)).replace(re.escape(normal(figure)), "{figure}", 1)
    return f"- {{id: new, say: [{_quoted(words)}], is: new, year: edition}}  # or: unwanted: …"


def _title(one: Unread, source: Source) -> tuple[str | None, str, str]:
    """The rule whose titles are most like a part of this one, with that title added; without one, a rule to fill in."""
    kind = f"{one.kind}s"
    rules: dict[str, ElementRule] = {
        phrase: rule for rule in (source.tables if one.kind == "table" else source.charts) for phrase in rule.title
    }
    pieces = dict.fromkeys([one.heading, *_PIECE.findall(one.heading)])
    for _, piece, nearest in sorted(_alike(pieces, rules), key=lambda found: -found[0]):
        rule = rules[nearest]
        if takes(with_title(source, rule, normal(piece)), one.seen):
            titles = ", ".join(_quoted(title) for title in (*rule.title, piece))
            return nearest, f"title: [{titles}]", f"{kind}: {rule.id}"
    return None, f"- {{id: new, title: [{_quoted(one.heading)}], set: {{}}}}  # or: unwanted: …", kind


def _quoted(text: str) -> str:
    return json.dumps(" ".join(text.split()), ensure_ascii=False)
