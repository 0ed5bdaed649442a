"""For headings that no rule understands: how often they occur, the nearest known one, and a YAML line ready to paste.

Out of scope: deciding. A likeness is a hint for a person, never a mapping.
"""

import difflib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from extract.japanese.labels import normal
from extract.mapping.rules import Heading, Source
from extract.observation import Fate, Leftover


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A heading that is not understood: over how many figures, what is nearest to it, and what to put into the YAML."""

    heading: str
    figures: int
    reason: str
    nearest: str | None
    line: str


def suggest(leftovers: Iterable[Leftover], source: Source) -> tuple[Suggestion, ...]:
    """Give one suggestion for each heading that left figures unmapped, the most frequent first."""
    unmapped = [left for left in leftovers if left.fate is Fate.UNMAPPED]
    counted = Counter(
        (left.heading or left.evidence.title or "", left.reason, left.evidence.kind, _figure(left)) for left in unmapped
    )
    known = _known(source)
    found = []
    for (heading, reason, kind, text), figures in counted.most_common():
        if kind == "statement":
            found.append(Suggestion(heading, figures, reason, None, _sentence(heading, text)))
            continue
        nearest = difflib.get_close_matches(normal(heading), known, n=1, cutoff=0.5)
        entry = known[nearest[0]] if nearest else None
        found.append(Suggestion(heading, figures, reason, nearest[0] if nearest else None, _line(heading, entry)))
    return tuple(found)


def _figure(left: Leftover) -> str:
    return left.evidence.text if left.evidence.kind == "statement" else ""


def _sentence(sentence: str, figure: str) -> str:
    """A rule for a figure in a sentence, to be made shorter and given an indicator."""
    words = re.escape(normal(sentence)).replace(re.escape(normal(figure)), "{figure}", 1)
    said = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'- {{id: new, say: ["{said}"], is: new, year: edition}}  # or: unwanted: …'


def _known(source: Source) -> dict[str, Heading]:
    own = (*source.headings, *(heading for rule in (*source.tables, *source.charts) for heading in rule.headings))
    titles = [Heading(rule.title) for rule in (*source.tables, *source.charts)]
    return {phrase: heading for heading in (*source.shared, *titles, *own) for phrase in heading.say}


def _line(heading: str, nearest: Heading | None) -> str:
    """An entry for the heading that means what its nearest neighbour does; without one, the meanings to choose from."""
    said = heading.replace('"', '\\"').replace("\n", " ")
    if nearest is None or not (nearest.facts or nearest.column or nearest.unwanted):
        return f'- {{say: ["{said}"], set: {{}}}}  # or: column: …, unwanted: …, nothing: true'
    if nearest.column:
        return f'- {{say: ["{said}"], column: {nearest.column}}}'
    if nearest.unwanted:
        return f'- {{say: ["{said}"], unwanted: "{nearest.unwanted}"}}'
    facts = ", ".join(f"{key}: {value}" for key, value in nearest.facts)
    return f'- {{say: ["{said}"], set: {{{facts}}}}}'
