"""Makes the public chart of a draft: points with value, text, method, tolerance and place.

A printed label is the value, and the mark is measured beside it; a mark without one is measured, with the tolerance
that the drawing's precision allows. Out of scope: reading (`reading`).
"""

from collections.abc import Sequence
from math import floor, log10

from extract.document import Box, Chart, ChartSeries, PagePlace, Point
from extract.japanese import fiscal_years
from extract.pdf.charts import axes, shares
from extract.pdf.charts.draft import Draft
from extract.pdf.charts.scales import Scale
from extract.pdf.charts.series import Mark, Series
from extract.pdf.charts.texts import Piece


class Years:
    """The years of every category axis of a page: an axis that alone would be unsure is read as its neighbours are."""

    def __init__(self, axes_of_page: Sequence[tuple[str, ...]], document_year: int | None) -> None:
        self._year = document_year
        self._told: dict[str, set[int]] = {}
        for names in axes_of_page:
            for name, year in zip(names, fiscal_years.read_axis(list(names), document_year), strict=True):
                if year is not None:
                    self._told.setdefault(name, set()).add(year)

    def read(self, names: tuple[str, ...]) -> tuple[int | None, ...]:
        """The year of each name of an axis, None for words."""
        own = fiscal_years.read_axis(list(names), self._year)
        printed = [name for name in names if name]
        if any(own) or len(printed) < 2:
            return own
        told = [self._told.get(name, set()) for name in names]
        if all(len(years) == 1 for name, years in zip(names, told, strict=True) if name):
            return tuple(min(years) if years else None for years in told)
        return own


def chart_of(made: Draft, page: int, title: str | None, notes: tuple[str, ...], axes_years: Years) -> Chart:
    """The chart that a draft says; its id is for the caller to give."""
    if made.whole:
        shares.derive(made.series, made.slots, made.base, (title or "", *notes))
    years = axes_years.read(made.slots.names)
    names, years = between(made.slots.names, years)
    units = _units(made, title, notes)
    series = tuple(
        ChartSeries(_name(made, one), unit, points)
        for one, unit in zip(made.series, units, strict=True)
        if (points := _points(made, one, names, years, page))
    )
    return Chart("", PagePlace(page, box_of(made)), title, type_of(made), series, notes)


def box_of(made: Draft) -> Box:
    """Everything that belongs to the chart: plot, axes, names, legend and labels."""
    boxes = [made.plot.box, *(piece.box for piece in made.used)]
    x0s, tops, x1s, bottoms = zip(*boxes, strict=True)
    return (min(x0s), min(tops), max(x1s), max(bottoms))


def type_of(made: Draft) -> str:
    """bar, stacked_bar, line or combo."""
    kinds = {one.kind for one in made.series}
    if len(kinds) > 1:
        return "combo"
    if kinds == {"line"}:
        return "line"
    return "stacked_bar" if made.stacked else "bar"


def _name(made: Draft, one: Series) -> str:
    if one.name or len(made.series) > 1:
        return one.name
    words = made.axes[0].words if made.axes else ""
    return "" if axes.unit_in(words) else words


def _units(made: Draft, title: str | None, notes: tuple[str, ...]) -> list[str | None]:
    around = next((unit for text in (title or "", *notes) if (unit := axes.unit_in(text))), None)
    found = []
    for one in made.series:
        printed = {m.label.number.unit for m in one.marks if m.label and m.label.number and m.label.number.unit}
        axis = next((axis for axis in made.axes if axis.scale is one.scale), None)
        own = printed.pop() if len(printed) == 1 else None
        found.append(own or axes.unit_in(one.name) or (axis.unit if axis else None) or around)
    return found


def _points(
    made: Draft, one: Series, names: Sequence[str], years: Sequence[int | None], page: int
) -> tuple[Point, ...]:
    named = fiscal_years.read_year(one.name) if one.name else None
    points = []
    for mark in one.marks:
        category, year = names[mark.slot], years[mark.slot]
        if year is None and named is not None:
            year = named.year
        if mark.label is not None and mark.label.number is not None and mark.label.value is not None:
            points.append(_labelled(made, one, mark, mark.label, category, year, page))
        elif one.scale is not None and (category or len(names) == 1):
            point = _measured(made, one.scale, mark, category, year, page)
            points += [point] if point else []
    return tuple(points)


def _labelled(made: Draft, one: Series, mark: Mark, label: Piece, category: str, year: int | None, page: int) -> Point:
    measured = None
    if one.scale is not None:
        measured = _rounded(mark.measured(one.scale, made.base), mark.doubt(one.scale))
    value = label.value if label.value is not None else 0
    return Point(category, year, value, label.text, "label", 0.0, PagePlace(page, label.box), measured=measured)


def _measured(made: Draft, scale: Scale, mark: Mark, category: str, year: int | None, page: int) -> Point | None:
    place = PagePlace(page, made.view.box(mark.span))
    value, doubt = mark.measured(scale, made.base), mark.doubt(scale)
    if mark.derived is not None:
        places = len(f"{mark.derived:.6f}".rstrip("0").split(".")[1])
        tolerance = _up(0.5 * 10.0**-places / mark.derived) if mark.derived else 0.0
        measured = _rounded(value, doubt)
        return Point(category, year, mark.derived, "", "geometry", tolerance, place, derived=True, measured=measured)
    return measured_point(value, doubt, category, year, place)


def measured_point(value: float, doubt: float, category: str, year: int | None, place: PagePlace) -> Point | None:
    """A point that is only drawn; None for what has no length to speak of, a nought or nothing at all."""
    if abs(value) <= 1.5 * doubt:
        return None
    rounded = _rounded(value, doubt)
    tolerance = _up((doubt + abs(rounded - value)) / abs(value))
    return Point(category, year, rounded, "", "geometry", tolerance, place)


def between(names: tuple[str, ...], years: tuple[int | None, ...]) -> tuple[tuple[str, ...], tuple[int | None, ...]]:
    """Names and years with those filled in that an axis leaves out, where it names only every fifth year or so."""
    told = [(k, year) for k, year in enumerate(years) if year is not None]
    if len(told) < 2 or all(names) or any(name and year is None for name, year in zip(names, years, strict=True)):
        return names, years
    (first, start), (last, end) = told[0], told[-1]
    if (
        any(year != start + (k - first) * (end - start) / (last - first) for k, year in told)
        or end - start != last - first
    ):
        return names, years
    filled = tuple(start + k - first for k in range(len(years)))
    return tuple(name or str(year) for name, year in zip(names, filled, strict=True)), filled


def _rounded(value: float, doubt: float) -> float | int:
    """As many digits as the drawing gives, and one more."""
    if doubt <= 0:
        return value
    places = 1 - floor(log10(doubt))
    rounded = round(value, places)
    return int(rounded) if places <= 0 else rounded


def _up(tolerance: float) -> float:
    """A tolerance with two significant digits, rounded up."""
    if tolerance <= 0:
        return 0.0
    step = 10.0 ** (floor(log10(tolerance)) - 1)
    return round(-(-tolerance // step) * step, 8)
