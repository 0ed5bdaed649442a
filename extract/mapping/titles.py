"""Which of a source's rules a table or chart falls under, by what its title and headings say.

A title is understood like any heading: one of the rule's phrases must stand in it, and known words must cover the rest.
Out of scope: what the rule then does (`resolution`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extract.japanese.labels import normal
from extract.mapping.facts import Disagreement, Store, announced, join
from extract.mapping.grammar import unnumbered
from extract.mapping.lexicon import Lexicon, Reading
from extract.mapping.resolution import Failure
from extract.mapping.rules import ElementRule, Heading, Source

NO_RULE = "no rule for this title"
"""How the reason begins where no rule takes a title."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A rule with the words that hold under it, and what rule and title say of all its figures.

    `undecided` are the keys of which the title names several values: the headings must say which, no default does.
    """

    rule: ElementRule
    lexicon: Lexicon
    store: Store
    year: int | None
    respondents: int | None
    undecided: frozenset[str] = frozenset()


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
        self.every = Lexicon(self.marks.values(), source.headings, source.shared, document_year=document_year)
        self.rules = tuple(rules)

    def choose(
        self, titles: Sequence[str], headings: Iterable[str], above: Sequence[str] = (), sheet: str | None = None
    ) -> Chosen | Failure:
        """The rule for an element over these headings. Several that fit equally well are a failure.

        `titles` are the forms in which the title may be read, the nearest first; `above` the headings further up. Where
        they say nothing of the figures, the name of the `sheet` is read as if it stood behind the title.
        """
        fitting = self._fitting(titles, headings, above)
        if sheet and not any(weight or reading.facts for weight, _, reading in fitting):
            fitting = self._fitting((" ".join([*titles[:1], sheet]),), headings, above) or fitting
        best = max((weight for weight, _, _ in fitting), default=0)
        chosen = [(rule, reading) for weight, rule, reading in fitting if weight == best]
        title = titles[0] if titles else None
        if len(chosen) > 1:
            return Failure(f"several rules for this title: {', '.join(rule.id for rule, _ in chosen)}", title)
        if not chosen:
            return self._unfit(title)
        return self._chosen(*chosen[0], title)

    def _fitting(
        self, titles: Sequence[str], headings: Iterable[str], above: Sequence[str]
    ) -> list[tuple[int, ElementRule, Reading]]:
        """The rules that take one of the titles, how well, and what the title then says."""
        said = {normal(heading) for heading in headings}
        over = [normal(heading) for heading in above]
        fitting: list[tuple[int, ElementRule, Reading]] = []
        for rule in self.rules:
            if not all(any(phrase in heading for heading in said) for phrase in rule.says):
                continue
            if rule.under and not any(phrase in heading for phrase in rule.under for heading in over):
                continue
            read = self._title(rule, titles)
            if read is not None:
                bonus = 1000 * (len(rule.says) + bool(rule.under))
                fitting.append((bonus + read[0], rule, read[1]))
        return fitting

    def _title(self, rule: ElementRule, titles: Sequence[str]) -> tuple[int, Reading] | None:
        """How much of a title the rule's own words cover, and what the whole title says; None where none fits."""
        mark = self.marks[rule.id]
        if not titles and rule.says and not (mark.say or mark.pattern):
            return 0, Reading()
        for title in titles:
            for form in (unnumbered(title), title):
                reading = self.titles[rule.id].read(form)
                if reading is not None and (mark in reading.headings or not (mark.say or mark.pattern)):
                    return _covered(mark, normal(form)), reading
        return None

    def _unfit(self, title: str | None) -> Failure:
        if not title:
            return Failure("no title, and no rule for these headings")
        stretch = self.every.unknown(unnumbered(title))
        return Failure(f"{NO_RULE}{f': no word for {stretch}' if stretch else ''}", title)

    def _chosen(self, rule: ElementRule, reading: Reading, title: str | None) -> Chosen | Failure:
        try:
            store = join(join({}, self.source.sets, None), rule.sets, None)
            said, undecided = announced(reading.facts)
            store = join(store, said, title)
        except Disagreement as found:
            return Failure(str(found), title)
        year = reading.year.year if reading.year else None
        return Chosen(rule, self.lexicons[rule.id], store, year, reading.respondents, undecided)


def _covered(mark: Heading, title: str) -> int:
    """How many letters of a title the rule's words cover."""
    match = mark.pattern.search(title) if mark.pattern else None
    phrases = [len(phrase) for phrase in mark.say if phrase in title]
    return max([*phrases, len(match[0]) if match else 0])
