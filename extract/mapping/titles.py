"""Which of a source's rules a table or chart falls under, by what its title and headings say.

A title is understood like any heading: one of the rule's phrases must stand in it, and known words must cover the rest.
Out of scope: what the rule then does (`resolution`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extract.japanese.labels import normal
from extract.mapping.facts import Conflict, Store, announced, join
from extract.mapping.grammar import unnumbered
from extract.mapping.lexicon import Lexicon, Reading
from extract.mapping.resolution import Failure
from extract.mapping.rules import ElementRule, Heading, Source


@dataclass(frozen=True, slots=True)
class Chosen:
    """A rule with the words that hold under it, and what rule and title say of all its figures."""

    rule: ElementRule
    lexicon: Lexicon
    store: Store
    year: int | None
    respondents: int | None


class Rules:
    """The rules of one kind of element, with their words made ready once a document."""

    def __init__(self, source: Source, rules: Sequence[ElementRule], document_year: int | None) -> None:
        self.source = source
        self.lexicons = {
            rule.id: Lexicon(rule.headings, source.headings, source.shared, document_year=document_year)
            for rule in rules
        }
        self.marks = {rule.id: Heading(rule.title, rule.pattern) for rule in rules}
        self.titles = {
            rule.id: Lexicon(
                (self.marks[rule.id],), rule.headings, source.headings, source.shared, document_year=document_year
            )
            for rule in rules
        }
        self.rules = tuple(rules)

    def choose(self, title: str | None, headings: Iterable[str]) -> Chosen | Failure:
        """The rule for an element with this title, over these headings. Several that fit equally well are a failure."""
        said = {normal(heading) for heading in headings}
        fitting: list[tuple[int, ElementRule, Reading]] = []
        for rule in self.rules:
            if not all(any(phrase in heading for heading in said) for phrase in rule.says):
                continue
            read = self._title(rule, title)
            if read is not None:
                fitting.append((read[0], rule, read[1]))
        best = max((weight for weight, _, _ in fitting), default=0)
        chosen = [(rule, reading) for weight, rule, reading in fitting if weight == best]
        if len(chosen) > 1:
            return Failure(f"several rules for this title: {', '.join(rule.id for rule, _ in chosen)}", title)
        if not chosen:
            return Failure("no rule for this title" if title else "no title, and no rule for these headings", title)
        return self._chosen(*chosen[0], title)

    def _title(self, rule: ElementRule, title: str | None) -> tuple[int, Reading] | None:
        """How much of the title the rule's own words cover, and what the whole title says; None where it does not fit."""
        mark = self.marks[rule.id]
        bonus = 1000 * len(rule.says)
        if not mark.say and not mark.pattern:
            reading = self.titles[rule.id].read(unnumbered(title)) if title else Reading()
            return None if reading is None else (bonus, reading)
        reading = self.titles[rule.id].read(unnumbered(title)) if title else None
        if title is None or reading is None or mark not in reading.headings:
            return None
        key = normal(title)
        longest = max((len(phrase) for phrase in mark.say if phrase in key), default=1)
        return bonus + longest, reading

    def _chosen(self, rule: ElementRule, reading: Reading, title: str | None) -> Chosen | Failure:
        store: Store | Conflict = {}
        for facts, heading in (
            (self.source.sets, None),
            (rule.sets, None),
            (announced(reading.facts), title),
        ):
            store = join(store, facts, heading)
            if isinstance(store, Conflict):
                reason = f"title and rule disagree: {store.key} is {store.one} and {store.other}"
                return Failure(reason, title)
        return Chosen(
            rule, self.lexicons[rule.id], store, reading.year.year if reading.year else None, reading.respondents
        )
