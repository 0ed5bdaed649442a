"""Whether a document holds what its link said: the source and the edition that were declared when it was fetched.

Out of scope: files that are no documents at all, which do not land.
"""

from warehouse.landing import Entry


def broken(entry: Entry, source: str | None, edition: str | None) -> str | None:
    """Say in what a document is not what it was fetched for, or None. `source` and `edition` are its own words'."""
    fetched = [arrival for arrival in entry.arrivals if arrival.url and arrival.headers]
    sources = {arrival.source for arrival in fetched if arrival.source}
    editions = {arrival.edition for arrival in fetched if arrival.edition and arrival.source == source}
    if sources and source not in sources:
        return f"its link is {' and '.join(sorted(sources))}'s, it is {source or 'no source'}'s"
    if editions and edition and edition not in editions:
        return f"its link says {' and '.join(sorted(editions))}, it says {edition}"
    return None
