"""Charts that a page draws with lines and areas: figures that are printed nowhere else.

The way of a chart through this room; each module says what it leaves to others:

    glance      could the page hold a chart at all? most pages end here
    marks       what is drawn, sorted: bars, straight lines, traces, dots, wedges
    plots       which drawings hang together (`frames`: also axes that stand apart)
    texts       what is printed, with the number that it may be
    legend      samples with a text beside them

    reading     one plot in one view (`views`: upright or turned) becomes a draft (`draft`):
      scales      what a place is worth, from the tick labels of each side
      bars, lines what stands in the plot, as series of marks (`series`)
      slots       where categories stand; `categories` names them
      naming      series get their names from the legend or the words at their ends
      labels      printed numbers go to their marks; `leftovers`: noughts and totals, which have none
      axes        which series is measured on which scale, in which unit
      proof       do figures bear the drawing out? if not, it is no chart
    circles, pie  sectors and what they say;  scatter: dots between two axes of values

    shares      a share without label, where one value fits;  titles: the words around
    build       the public chart: printed values, or measured ones with the tolerance of the drawing
    refusals    why a chart could not be read
    find        calls all of these for a page;  drawing: shows a person what was read

Out of scope: pictures of charts (a verdict says that they are there); what a figure means (`extract.mapping`).
"""

from extract.pdf.charts.find import Found, find_charts

__all__ = ["Found", "find_charts"]
