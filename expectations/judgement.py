"""The verdict of the expectations on what a stage holds: accepted, quarantined with the reason, flagged, or refused.

Out of scope: the proofs (`expectations.proofs`), and where results are kept (`warehouse`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from expectations.preparation import coverage_frame, numbered, observation_frames, table_frames, years
from expectations.representing import Looks
from expectations.rows import Framed, Rows, parts
from expectations.running import Result, run
from expectations.suites import limits, suite
from expectations.vocabulary import DESTINATIONS, MEDIA_TYPES, PARTNERS, SECTORS, STATUSES
from extract.document import Document

NO_ROWS = ("expectation", "severity", "reason")
ID = ("observation_id",)
ROW_BY_ROW = ("rows", "values", "counts", "estimates")
"""Frames of observations in which rows speak for others."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the expectations say of a stage.

    `accepted` and `quarantined` are rows of the frame judged, the latter with the columns expectation, severity and
    reason added. `flags` has observation_id, expectation and reason. `refused` says why the whole is refused, if it
    is.
    """

    accepted: pd.DataFrame
    quarantined: pd.DataFrame
    flags: pd.DataFrame
    results: tuple[Result, ...] = field(default=())
    refused: str | None = None

    def results_as_data(self) -> list[dict[str, Any]]:
        """The results as JSON-able data, one entry a check."""
        return [result.as_dict() for result in self.results]


@dataclass(frozen=True, slots=True)
class Split:
    """What is accepted and refused of some rows, the latter with expectation, severity and reason, and the flags."""

    accepted: Rows
    quarantined: pd.DataFrame
    flags: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What the expectations say of a frame in several parts, whose rows are numbered through.

    `bad` has row, expectation, severity and reason of what is refused, `flagged` of what is only pointed out.
    """

    starts: tuple[int, ...]
    bad: pd.DataFrame
    flagged: pd.DataFrame
    results: tuple[Result, ...]
    refused: str | None

    def of(self, part: int, rows: Rows) -> Split:
        """What is accepted and refused of one part."""
        bad, flagged = (self._within(found, part, len(rows)) for found in (self.bad, self.flagged))
        bad = bad.sort_values("row")
        kept = np.ones(len(rows), dtype=bool)
        kept[bad["row"]] = False
        refused = rows.only(bad["row"].to_numpy(dtype=np.intp)).whole()
        named = rows.at(flagged["row"].to_numpy(dtype=np.intp), ID)
        return Split(
            rows.only(np.flatnonzero(kept)) if len(bad) else rows,
            refused.assign(**{name: bad[name].to_numpy() for name in NO_ROWS}),
            pd.DataFrame(
                {
                    "observation_id": named["observation_id"].to_numpy(),
                    "expectation": flagged["expectation"],
                    "reason": flagged["reason"],
                }
            ),
        )

    def whole(self, frame: pd.DataFrame) -> Judgement:
        """The judgement of a frame that came in one part."""
        rows = frame.reset_index(drop=True)
        named = rows if "observation_id" in rows else rows.assign(observation_id=rows.index)
        split = self.of(0, Framed(named))
        accepted, quarantined = (held[list(rows.columns)] for held in (split.accepted.whole(), split.quarantined))
        told = split.quarantined[list(NO_ROWS)]
        return Judgement(
            accepted=accepted.reset_index(drop=True),
            quarantined=quarantined.assign(**{name: told[name] for name in NO_ROWS}),
            flags=split.flags,
            results=self.results,
            refused=self.refused,
        )

    def _within(self, found: pd.DataFrame, part: int, length: int) -> pd.DataFrame:
        row = found["row"] - self.starts[part]
        return found.assign(row=row)[(row >= 0) & (row < length)]


def judge(frame: pd.DataFrame, indicators: pd.DataFrame, facts: Mapping[str, Any]) -> Judgement:
    """Judge the observations of one document, in one frame (`judge_parts`)."""
    return judge_parts([frame], indicators, facts).whole(frame)


def judge_parts(given: Iterable[pd.DataFrame | Rows], indicators: pd.DataFrame, facts: Mapping[str, Any]) -> Verdicts:
    """Judge the observations of one document, in parts.

    `indicators` has id, unit, type, minimum, maximum and dimensions; `facts` holds edition and published, as far as
    they are known. Every row ends in exactly one of accepted and quarantined. A document most of whose rows
    fail is refused: then the reading is wrong, not the rows.
    """
    known = {
        "indicators": list(indicators["id"]),
        "statuses": list(STATUSES),
        "sectors": list(SECTORS),
        "partners": list(PARTNERS),
        "destinations": list(DESTINATIONS),
        **years(facts.get("edition"), facts.get("published")),
    }
    several = parts(given)
    looks = Looks.at(several)
    frames = observation_frames(looks.rows, looks.leaps, indicators)
    results = tuple(
        replace(result, examined=int(frames[result.of]["weight"].sum()))
        for result in run(suite("observations"), frames, known)
    )
    failed = [r for r in results if r.outcome == "failed" and r.rows]
    others = looks.spoken_for(several, [r.rows for r in failed if r.of in ROW_BY_ROW])
    if len(others):
        again = observation_frames(others, others.iloc[:0], indicators)
        names = {r.name for r in failed if r.of in ROW_BY_ROW}
        found = run([check for check in suite("observations") if check.name in names], again, known)
        more = {r.name: r for r in found}
        results = tuple(_with(r, more.get(r.name)) for r in results)
    verdicts = _verdicts(looks.starts, looks.count, results)
    share = len(verdicts.bad) / max(looks.count, 1)
    if verdicts.refused is None and share > limits()["quarantined_share"]:
        refused = f"{len(verdicts.bad)} of {looks.count} observations would be in quarantine"
        return replace(verdicts, refused=refused)
    return verdicts


def _weighed(result: Result, frame: pd.DataFrame) -> Result:
    """A result that counts for how many each row stands."""
    if "weight" not in frame or result.outcome == "crashed":
        return result
    weight = frame["weight"].to_numpy()
    failing = int(weight[list(result.rows)].sum()) if result.rows else result.failing
    return replace(result, examined=int(weight.sum()), failing=failing)


def _with(result: Result, more: Result | None) -> Result:
    """A result with the rows that a second look found failing too."""
    if more is None or more.outcome == "passed":
        return result
    if more.outcome == "crashed" or more.rows is None:
        return replace(more, examined=result.examined)
    rows = tuple(sorted((*(result.rows or ()), *more.rows)))
    return replace(result, rows=rows, failing=result.failing + more.failing)


def unjudged() -> Verdicts:
    """The verdict on observations that nobody looked at: nothing is refused."""
    return _verdicts((0,), 0, ())


def judge_landing(entries: pd.DataFrame) -> Judgement:
    """Judge ledger entries: sha256, media_type, bytes, name."""
    results = run(suite("landing"), {"rows": numbered(entries)}, {"media_types": list(MEDIA_TYPES)})
    return _verdict(entries.reset_index(drop=True), results)


def judge_tables(document: Document, coverage: Mapping[str, int] | None) -> Judgement:
    """Judge what was read from a document and the account of its cells.

    `coverage` has numeric_cells, observation, quarantine, not_wanted and unmapped.
    """
    facts = {
        "pages": document.pages,
        "statuses": list(STATUSES),
        "unmapped_share": limits()["unmapped_share"],
    }
    frames = table_frames(document, coverage)
    results = tuple(_weighed(result, frames[result.of]) for result in run(suite("tables"), frames, facts))
    return _verdict(frames["elements"], results)


def judge_release(frames: Mapping[str, pd.DataFrame]) -> Judgement:
    """Judge a release as a whole: its relations observations, documents, series, indicators, coverage and proofs.

    `observations` has series_id, fiscal_year, observation_id and verdict; `proofs` has expected, actual, tolerance
    and passed.
    """
    observations, proofs = frames["observations"], frames["proofs"]
    facts = {"series": list(frames["series"]["series_id"]), "indicators": list(frames["indicators"].iloc[:, 0])}
    verdicts = observations["verdict"]
    holds = (proofs["actual"] - proofs["expected"]).abs() <= proofs["tolerance"]
    passed = proofs["passed"].astype("boolean")
    prepared = {
        "observations": numbered(observations[["series_id", "fiscal_year", "observation_id"]]),
        "documents": numbered(frames["documents"][["document"]]),
        "series": numbered(frames["series"][["series_id"]]),
        "series_used": numbered(observations[["series_id"]].drop_duplicates()),
        "indicators_used": numbered(observations[["indicator"]].drop_duplicates()),
        "verdicts": numbered(verdicts.drop_duplicates().to_frame()),
        "coverage": coverage_frame(frames["coverage"]),
        "proofs": numbered(pd.DataFrame({"disagreement": (passed.notna() & (passed != holds)).astype("int8")})),
        "totals": numbered(pd.DataFrame({"contradicted_share": [float((verdicts == "contradicted").mean())]})),
    }
    return _verdict(observations.reset_index(drop=True), run(suite("release"), prepared, facts))


def _verdict(frame: pd.DataFrame, results: tuple[Result, ...]) -> Judgement:
    return _verdicts((0,), len(frame), results).whole(frame)


def _verdicts(starts: tuple[int, ...], count: int, results: tuple[Result, ...]) -> Verdicts:
    """What the results lead to, by severity. A crash is never a pass: what was not looked at is refused."""
    refusing = [r for r in results if _refuses(r)]
    bad = _failing(count, [r for r in results if r.severity == "error" and r.outcome == "failed"])
    worst = bad.drop_duplicates("row")
    flags = _failing(count, [r for r in results if r.severity == "warning" and r.outcome == "failed"])
    flags = flags[~flags["row"].isin(worst["row"])]
    return Verdicts(starts, worst, flags, results, "; ".join(_why(r) for r in refusing) or None)


def _refuses(result: Result) -> bool:
    if result.outcome == "crashed":
        return result.severity != "warning"
    return result.outcome == "failed" and result.severity == "critical"


def _why(result: Result) -> str:
    if result.outcome == "crashed":
        return f"{result.name} crashed: {result.error}"
    return f"{result.name}: {result.failing} of {result.examined} do not fit: {result.en}"


def _failing(count: int, failed: list[Result]) -> pd.DataFrame:
    """The rows that the checks name, with check, severity and reason, in the order of the checks."""
    named = [
        pd.DataFrame({"row": list(range(count)) if r.rows is None else list(r.rows)}).assign(
            expectation=r.name, severity=r.severity, reason=r.en
        )
        for r in failed
    ]
    nothing = pd.DataFrame(columns=["row", *NO_ROWS]).astype({"row": "int64"})
    return pd.concat(named, ignore_index=True) if named else nothing
