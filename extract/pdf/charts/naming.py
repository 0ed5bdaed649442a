"""Gives series their names: from the legend by colour and marker, or from what is printed at the end of a line.

Series that look the same in all that can be told (hatchings) are named in the order in which they and their entries
are drawn, if there are as many of these as of those. Out of scope: finding legends (`legend`).
"""

from collections.abc import Sequence

from extract.pdf.charts import legend
from extract.pdf.charts.marks import alike
from extract.pdf.charts.series import Series
from extract.pdf.charts.texts import Piece, around, joined, lines_of
from extract.pdf.charts.views import Span, View

FARTHEST = 170.0  # points between a plot and its legend
FOREIGN = 90.0  # points that another plot's legend seems farther away
AT_END = 2.2  # font sizes between the end of a line and its name

Near = Sequence[tuple[float, legend.Entry]]
"""Entries with their distance from the plot."""


def near(
    view: View, plot: Span, entries: Sequence[legend.Entry], taken: Sequence[Span], others: Sequence[Span]
) -> list[tuple[float, legend.Entry]]:
    """The entries that could belong to a plot, with their distance; those whose mark is one of its bars do not.

    `taken` are the plot's bars. What stands nearer to one of the `others` counts as far away: it is taken only where
    the plot has no legend of its own.
    """
    held = {tuple(round(edge) for edge in span) for span in taken}
    found = []
    for entry in entries:
        swatch, box = view.span(entry.swatch), view.span(entry.box)
        if tuple(round(edge) for edge in swatch) not in held:
            gap = plot.gap(box)
            found.append((gap + (FOREIGN if any(other.gap(box) < gap - 1 for other in others) else 0.0), entry))
    return found


def candidates(one: Series, entries: Near) -> list[legend.Entry]:
    """The entries that may name a series: the nearest of those that look like it."""
    like = [(gap, e) for gap, e in entries if legend.fitting(one.keys, one.kind, [e], one.dashed, one.look)]
    nearest = min((gap for gap, _ in like), default=FARTHEST + 1)
    if nearest > FARTHEST + FOREIGN:
        return []
    first = [entry for gap, entry in like if gap == nearest]
    close = [e for gap, e in like if gap <= nearest + 6 or (gap <= nearest + 60 and _in_line(e, first))]
    return legend.fitting(one.keys, one.kind, close, one.dashed, one.look)


def _in_line(entry: legend.Entry, others: Sequence[legend.Entry]) -> bool:
    """Whether an entry stands in one row or column with another."""
    size = entry.pieces[0].size
    return any(
        abs(entry.swatch[1] - other.swatch[1]) <= 2
        or (abs(entry.swatch[0] - other.swatch[0]) <= 2 and abs(entry.swatch[1] - other.swatch[1]) <= 3 * size)
        for other in others
    )


def name(series: Sequence[Series], entries: Near) -> list[legend.Entry]:
    """Name the series by the legend; returns the entries that do."""
    used: list[legend.Entry] = []
    found = [candidates(one, entries) for one in series]
    for one, fits in zip(series, found, strict=True):
        if len({entry.text for entry in fits}) == 1:
            _give(one, fits[0], used)
    open_groups: list[tuple[list[legend.Entry], list[Series]]] = []
    for one, fits in zip(series, found, strict=True):
        if len({entry.text for entry in fits}) > 1:
            texts = {entry.text for entry in fits}
            home = next((held for entries_of, held in open_groups if {e.text for e in entries_of} == texts), None)
            if home is None:
                open_groups.append((fits, [one]))
            else:
                home.append(one)
    for fits, alike_ones in open_groups:
        if len(fits) == len(alike_ones):
            ordered = sorted(fits, key=lambda entry: entry.order)
            for one, entry in zip(sorted(alike_ones, key=lambda s: s.order), ordered, strict=True):
                _give(one, entry, used)
    return used


def _give(one: Series, entry: legend.Entry, used: list[legend.Entry]) -> None:
    one.name, one.rank = entry.text, entry.rank
    used.append(entry)


def name_at_ends(view: View, series: Sequence[Series], pieces: Sequence[Piece]) -> list[Piece]:
    """Name lines by the words beside their ends, in their colour or nearest to them; returns the pieces."""
    lines = [line for line in lines_of([p for p in pieces if p.turn == 0], 0.5) if all(p.value is None for p in line)]
    ties = []
    for s, one in enumerate(series):
        if one.kind != "line" or one.name:
            continue
        for k, line in enumerate(lines):
            box, size = view.span(around(line)), line[0].size
            first, last = one.marks[0], one.marks[-1]
            behind = abs(box.v - last.end) / size + max(0.0, box.u0 - last.span.u) / size
            before = abs(box.v - first.end) / size + max(0.0, first.span.u - box.u1) / size
            away = min(behind if box.u0 > last.span.u - size else 99, before if box.u1 < first.span.u + size else 99)
            painted = alike(line[0].key, one.keys[0]) and max(line[0].key) > 60
            if painted:
                away = min(away, min(box.gap(mark.span) for mark in one.marks) / size)
            if away <= AT_END:
                ties.append((away - painted, k, s))
    used: list[Piece] = []
    taken: set[int] = set()
    for _, k, s in sorted(ties):
        if k not in taken and not series[s].name:
            series[s].name = joined(lines[k])
            used += lines[k]
            taken.add(k)
    return used
