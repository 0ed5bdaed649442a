"""What a source's YAML says, typed: headings and what they mean, rules for tables, charts and statements.

Out of scope: how the YAML is read and checked (`sources`), and how rules are applied (`resolution`).
"""

import re
from dataclasses import dataclass, field

Facts = tuple[tuple[str, str], ...]
"""What a heading says, as keys and values. Keys are dimensions, `stated_as`, `status`, or a source's own words."""


@dataclass(frozen=True, slots=True)
class Heading:
    """Words of a heading and their meaning: facts, a column's role, or the reason why figures under it are not wanted.

    `say` holds normalised phrases, `pattern` a regex over normalised text whose named groups are facts too. None of the
    three meanings: the words say nothing of the figure. `total` says that they name the whole of what is told apart.
    """

    say: tuple[str, ...]
    pattern: re.Pattern[str] | None = None
    facts: Facts = ()
    column: str | None = None
    unwanted: str | None = None
    total: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """An indicator, when the facts over a cell hold `when`; `may` are facts that may stand beside; `sets` adds some."""

    indicator: str
    when: Facts
    may: Facts = ()
    sets: Facts = ()


@dataclass(frozen=True, slots=True)
class ElementRule:
    """How the tables or charts of one kind map. The title must hold one of the phrases `title`, or match `pattern`.

    Without either (`title: any`) the rule takes what no other takes, if all words of the title are known.

    `under` are phrases of which the headings further up (section, slide, sheet) must hold one. `says` are phrases that
    must all stand among the element's own headings. `rows` and `columns` name the dimension whose values the headings
    there are. `year` holds where no heading names one: a year, or "edition".
    """

    id: str
    title: tuple[str, ...] = ()
    pattern: re.Pattern[str] | None = None
    under: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    sets: Facts = ()
    default: Facts = ()
    headings: tuple[Heading, ...] = ()
    rows: str | None = None
    columns: str | None = None
    year: int | str | None = None
    unwanted: str | None = None


@dataclass(frozen=True, slots=True)
class StatementRule:
    """How figures in sentences map: `patterns` hold FIGURE where the figure stands in the normalised text.

    Of figures in other units than `units` the rule says nothing; without units it takes any.
    """

    id: str
    patterns: tuple[re.Pattern[str], ...]
    indicator: str | None
    sets: Facts = ()
    year: int | str | None = None
    unwanted: str | None = None
    units: tuple[str, ...] = ()


FIGURE = "\x00"
"""What stands for the figure in a statement's text when its rules are tried."""


@dataclass(frozen=True)
class Recognition:
    """What the titles of a source's documents say: one phrase of each group, and none of `none`."""

    groups: tuple[tuple[str, ...], ...]
    none: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """A publication series: where it is published, how it is recognised, and how it maps."""

    id: str
    publisher: dict[str, str]
    title: dict[str, str]
    licence: str
    recognition: Recognition
    edition_by: str
    edition_plus: int
    choices: tuple[Choice, ...]
    sets: Facts = ()
    default: Facts = ()
    headings: tuple[Heading, ...] = ()
    shared: tuple[Heading, ...] = ()  # from the words that sources share
    tables: tuple[ElementRule, ...] = ()
    charts: tuple[ElementRule, ...] = ()
    statements: tuple[StatementRule, ...] = ()
    notes: dict[str, str] = field(default_factory=dict)
    landing: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()  # what links to pages on the way to its editions say
    unwanted: str | None = None  # why no indicator is wanted of it
    released: dict[str, str] = field(default_factory=dict)
    due: dict[str, int] = field(default_factory=dict)
    file: str = ""
