"""What the pages of a document give, put together: tables that go on from page to page, and figures in sentences.

Pages may be read in parts, each in another process. A part settles whatever no page outside it can change, so that
little is left to do when all are back. Out of scope: reading a page (`extract.pdf`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract.document import Chart, Line, Reading, Table, Verdict
from extract.garbage import uncollected
from extract.pdf.continuation import Set, join, leading, may_go_on
from extract.pdf.parted_heads import Foot, under_heads
from extract.pdf.statements import find_statements
from extract.pdf.tables import PageTables, as_table
from extract.pdf.turning import Turn, put_back

NO_TABLES = PageTables((), ())


@dataclass(frozen=True, slots=True)
class PageReading:
    """What one page gives, before tables are joined over pages."""

    tables: PageTables = NO_TABLES
    charts: tuple[Chart, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    turn: Turn | None = None  # by which all places are turned, until the whole document is read


@dataclass(frozen=True, slots=True)
class Cover:
    """What is known of a document before its pages are read: how many there are, and the fiscal year it is about."""

    pages: int
    year: int | None


@dataclass(frozen=True, slots=True)
class Part:
    """Some pages of a document, read: their tables page by page, a set where a table may go on in another part."""

    cover: Cover
    tables: tuple[tuple[Table | Set, ...], ...]
    charts: tuple[Chart, ...]
    verdicts: tuple[Verdict, ...]
    lines: tuple[Line, ...]
    telling: tuple[Line, ...]  # lines that may tell figures
    turns: tuple[Turn, ...]
    feet: tuple[Foot | None, ...] = ()  # of each page, what may head a table of the next


@uncollected()
def part_of(cover: Cover, numbers: Sequence[int], pages: Sequence[PageReading]) -> Part:
    """The part that pages with these `numbers` make."""
    sets = [page.tables.sets for page in pages]
    loose = leading(sets) if numbers and numbers[0] > 1 else []
    feet = tuple(page.tables.foot for page in pages)
    joined = join(under_heads(sets, feet, loose), loose)
    last = [one for page in joined for one in page][-1:] if numbers and numbers[-1] < cover.pages else []
    held = {*map(id, loose), *(id(one) for one in last if may_go_on(one))}
    return Part(
        cover,
        tuple(
            tuple(
                as_table(one.grid, one.context, number) if isinstance(one, Set) and id(one) not in held else one
                for number, one in enumerate(page, 1)
            )
            for page in joined
        ),
        tuple(chart for page in pages for chart in page.charts),
        tuple(verdict for page in pages for verdict in page.verdicts),
        tuple(line for page in pages for line in page.tables.lines),
        tuple(line for page in pages for line in _telling(page.tables)),
        tuple(page.turn for page in pages if page.turn is not None),
        feet,
    )


@uncollected()
def assemble(parts: Sequence[Part]) -> Reading:
    """The reading that parts of a document, in the order of pages, make together."""
    cover = parts[0].cover
    pages = under_heads(
        [page for part in parts for page in part.tables], [foot for part in parts for foot in part.feet]
    )
    reading = Reading(
        cover.pages,
        tuple(_numbered(one, number) for page in join(pages) for number, one in enumerate(page, 1)),
        tuple(chart for part in parts for chart in part.charts),
        find_statements([line for part in parts for line in part.telling], cover.year),
        tuple(verdict for part in parts for verdict in part.verdicts),
        tuple(line for part in parts for line in part.lines),
    )
    turns = {turn.page: turn for part in parts for turn in part.turns}
    return put_back(reading, turns) if turns else reading


def _numbered(one: Table | Set, number: int) -> Table:
    """The table as the so-manieth that begins on its page."""
    if isinstance(one, Set):
        return as_table(one.grid, one.context, number)
    name = f"{one.id.partition('-')[0]}-t{number}"
    return one if one.id == name else replace(one, id=name)


def _telling(tables: PageTables) -> Iterator[Line]:
    """Lines that may tell figures: a title names those of its table (上位30機関) and tells none."""
    titles = [one.context.title for one in tables.sets if one.context.title]
    for line in tables.lines:
        if not any(line.text in title for title in titles):
            yield line
