"""Fiscal and calendar years, wherever they stand: the one door to the readers of years, axes and dates.

Years are western numbers; a fiscal year is named by the year in which it begins. Out of scope: which year governs a
figure.
"""

from extract.japanese.dates import Date, find_dates, may_hold_date
from extract.japanese.year_axes import read_axis
from extract.japanese.year_mentions import RESULTS, YearMention, find_years, of_figures
from extract.japanese.years import Year, read_range, read_year

__all__ = [
    "RESULTS",
    "Date",
    "Year",
    "YearMention",
    "find_dates",
    "find_years",
    "may_hold_date",
    "of_figures",
    "read_axis",
    "read_range",
    "read_year",
]
