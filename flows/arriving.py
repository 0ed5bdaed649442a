"""Counts the files that wanted to land, and tells Prefect of those that are new and those that were refused."""

from collections.abc import Iterable

from extract.refusal import Refusal
from flows import events
from flows.report import Arrived
from flows.taking import Taken


def counted(taken: Iterable[Taken]) -> Arrived:
    """Count what landed, and tell it."""
    new, known, refused = 0, 0, []
    for one in taken:
        name = one.found.path.name
        if isinstance(one.result, Refusal):
            refused.append((name, str(one.result)))
            events.refused(one.sha256, {"name": name, "problem": str(one.result)})
            continue
        new, known = new + one.result.new, known + (not one.result.new)
        if one.result.new:
            events.landed(one.sha256, one.found.facts.get("source"), {"name": name})
    return Arrived(new, known, tuple(refused))
