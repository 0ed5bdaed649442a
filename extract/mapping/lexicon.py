"""Understands headings: a heading is understood when known words and the grammar cover it from end to end.

「民間企業との共同研究（国立大学等）」 is 民間企業, 共同研究 and 国立大学等 with particles between.
With one unknown word in it nothing of it counts, so that a subset is never taken for a total. Out of scope: how the
headings over a cell combine (`resolution`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from extract.japanese.fiscal_years import RESULTS, Year
from extract.japanese.labels import normal
from extract.mapping.grammar import Part, parts_at
from extract.mapping.rules import Facts, Heading

_EDGES = frozenset("()「」<>:;,.、。・-/|~=※○●")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a heading says as a whole. `headings` are the entries of the lexicon that took part, in order."""

    facts: tuple[Facts, ...] = ()
    headings: tuple[Heading, ...] = ()
    year: Year | None = None
    respondents: int | None = None

    @property
    def unwanted(self) -> str | None:
        """The reason why figures under the heading are not wanted, if they are not."""
        return next((heading.unwanted for heading in self.headings if heading.unwanted), None)

    @property
    def column(self) -> str | None:
        """The role of the column that the heading stands over, if it has one: of 順位 機関名 the institution's."""
        roles = [heading.column for heading in self.headings if heading.column]
        return next((role for role in roles if role != "number"), roles[0] if roles else None)


@dataclass(frozen=True, slots=True)
class _Step:
    part: Part
    heading: Heading | None
    start: int


class Lexicon:
    """Headings by what they say, nearest layer first: a table's own words, its source's, the shared ones."""

    def __init__(self, *layers: Iterable[Heading], document_year: int | None = None) -> None:
        self.document_year = document_year
        self.phrases: dict[str, Heading] = {}
        self.patterns: list[Heading] = []
        for layer in layers:
            for heading in layer:
                self.patterns += [heading] if heading.pattern else []
                for phrase in heading.say:
                    self.phrases.setdefault(phrase, heading)
        self._by_first: defaultdict[str, list[str]] = defaultdict(list)
        for phrase in self.phrases:
            self._by_first[phrase[0]].append(phrase)
        for phrases in self._by_first.values():
            phrases.sort(key=len, reverse=True)
        self._read: dict[str, Reading | None] = {}

    def read(self, text: str) -> Reading | None:
        """What a printed heading says, or None where some of it is not understood."""
        if text not in self._read:
            steps = self._cover(normal(text), _gaps(text))
            self._read[text] = None if steps is None else _reading(steps, normal(text))
        return self._read[text]

    def unknown(self, text: str) -> str:
        """The longest stretch of a heading that no word covers; empty where only the order of the words is to blame."""
        key = normal(text)
        known: set[int] = set()
        for start in range(len(key)):
            for step in self._steps(key, start, frozenset()):
                if step.part.end - start > 1 or step.part.weight == 0:
                    known.update(range(start, step.part.end))
        stretches = "".join(" " if index in known else letter for index, letter in enumerate(key)).split()
        return max(stretches, key=len, default="")

    def _cover(self, text: str, gaps: frozenset[int]) -> tuple[_Step, ...] | None:
        """The lightest way to read the whole text as known parts; of equal ones that with the longest first part."""
        best: dict[int, tuple[int, tuple[_Step, ...]]] = {0: (0, ())}
        for start in range(len(text)):
            if start not in best:
                continue
            weight, steps = best[start]
            for step in self._steps(text, start, gaps):
                way = weight + step.part.weight, (*steps, step)
                if step.part.end not in best or _rank(way) < _rank(best[step.part.end]):
                    best[step.part.end] = way
        return best[len(text)][1] if text and len(text) in best else None

    def _steps(self, text: str, start: int, gaps: frozenset[int]) -> Iterator[_Step]:
        for phrase in self._by_first.get(text[start], ()):
            end = start + len(phrase)
            if text.startswith(phrase, start) and (len(phrase) > 1 or _alone(text, start, end, gaps)):
                heading = self.phrases[phrase]
                yield _Step(Part(end, facts=heading.facts), heading, start)
        for heading in self.patterns:
            if heading.pattern and (match := heading.pattern.match(text, start)) and match.end() > start:
                named = tuple((key, value) for key, value in match.groupdict().items() if value)
                yield _Step(Part(match.end(), facts=heading.facts + named), heading, start)
        for part in parts_at(text, start, self.document_year):
            yield _Step(part, None, start)


def _rank(way: tuple[int, tuple[_Step, ...]]) -> tuple[int, tuple[int, ...]]:
    return way[0], tuple(-step.part.end for step in way[1])


def _alone(text: str, start: int, end: int, gaps: frozenset[int]) -> bool:
    """Whether a one-letter word stands by itself: 国 and 計 are words only between edges or gaps of the print."""
    before = start == 0 or start in gaps or text[start - 1] in _EDGES
    return before and (end == len(text) or end in gaps or text[end] in _EDGES)


def _gaps(text: str) -> frozenset[int]:
    """Where in the normal form of a heading the print has white space."""
    words = [normal(word) for word in text.split()]
    if len(words) < 2 or "".join(words) != normal(text):
        return frozenset()
    return frozenset(accumulate(map(len, words)))


def _reading(steps: tuple[_Step, ...], text: str) -> Reading:
    told = [(step.part.year, text.startswith(RESULTS, step.part.end)) for step in steps if step.part.year]
    years = [year for year, of_results in told if of_results] or [year for year, _ in told]
    respondents = {step.part.respondents for step in steps if step.part.respondents}
    return Reading(
        facts=tuple(step.part.facts for step in steps if step.part.facts),
        headings=tuple(step.heading for step in steps if step.heading),
        year=years[0] if len({year.year for year in years}) == 1 else None,
        respondents=respondents.pop() if len(respondents) == 1 else None,
    )
