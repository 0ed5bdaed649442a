"""What a run did, counted and put into words: what landed, where its cells went, and where to look.

Out of scope: doing it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flows.steps import Outcome

FATES = (
    ("observation", "observations"),
    ("quarantine", "in quarantine"),
    ("not_wanted", "not wanted"),
    ("unmapped", "unmapped"),
)


@dataclass(frozen=True, slots=True)
class Arrived:
    """What landed: documents new and known already, and files refused at the door with the reason."""

    new: int = 0
    known: int = 0
    refused: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Release:
    """What became of publishing: the current release, whether it is new, why a newer one is held, and what to do."""

    id: str | None
    new: bool = False
    held: str | None = None
    to_do: str = "look at it, then: sangaku publish --accept"


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did. `outcomes` are the documents read in this run, `standing` is how many stood staged before.

    `noticed` is what changed at the publishers' sites; `problems` are what is wrong until somebody mends it.
    """

    arrived: Arrived
    outcomes: Sequence[Outcome]
    standing: int
    release: Release
    problems: tuple[str, ...] = ()
    noticed: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether anything is different now."""
        return bool(self.arrived.new or self.arrived.refused or self.outcomes or self.release.new)

    @property
    def failed(self) -> bool:
        """Whether something was refused or failed in this run."""
        bad = any(outcome.state != "staged" for outcome in self.outcomes)
        return bool(bad or self.arrived.refused or self.release.held or self.problems)


def lines(report: Report) -> Iterator[str]:
    """Tell a run in a few lines."""
    yield from _landed(report)
    yield from _read(report.outcomes, report.standing)
    yield from (f"noticed    {noticed}" for noticed in report.noticed)
    yield from (f"problem    {problem}" for problem in report.problems)
    yield from _released(report.release)
    if not report.changed:
        yield "unchanged  nothing is new, nothing was done"


def _landed(report: Report) -> Iterator[str]:
    arrived = report.arrived
    yield f"landed     {arrived.new} new documents, {arrived.known} known already, {len(arrived.refused)} files refused"
    yield from (f"  refused  {name}: {why}" for name, why in arrived.refused)


def _read(outcomes: Sequence[Outcome], standing: int) -> Iterator[str]:
    states = [outcome.state for outcome in outcomes]
    counts = ", ".join(f"{states.count(state)} {state}" for state in ("staged", "refused", "failed"))
    yield f"read       {counts}, {standing} unchanged"
    yield from (f"  {o.state:<8} {o.name}: {o.problem}" for o in outcomes if o.state != "staged")
    yield from (
        f"  unknown  {o.name}: no source recognises it" for o in outcomes if o.state == "staged" and not o.source
    )
    yield from (f"  doubtful {o.name}: {o.doubt}" for o in outcomes if o.doubt)
    if outcomes:
        total = sum(outcome.cells.get("numeric_cells", 0) for outcome in outcomes)
        parts = [f"{sum(o.cells.get(fate, 0) for o in outcomes):,} {words}" for fate, words in FATES]
        yield f"cells      {total:,} = {' + '.join(parts)}"


def _released(release: Release) -> Iterator[str]:
    if release.held:
        yield f"held       {release.held}"
        yield f"           {release.to_do}"
    if release.id:
        yield f"release    {release.id} is {'published' if release.new else 'still the current one'}"
    else:
        yield "release    there is none yet"
