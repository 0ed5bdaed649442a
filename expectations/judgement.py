"""The verdict of the expectations on what a stage holds: accepted, quarantined with the reason, flagged, or refused.

Out of scope: the proofs (`expectations.proofs`), and where results are kept (`warehouse`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from expectations.preparation import coverage_frame, numbered, observation_frames, table_frames, years
from expectations.running import Result, run
from expectations.suites import limits, suite
from expectations.vocabulary import DESTINATIONS, MEDIA_TYPES, PARTNERS, SECTORS, STATUSES
from extract.document import Document

NO_ROWS = ("expectation", "severity", "reason")


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


def judge(frame: pd.DataFrame, indicators: pd.DataFrame, facts: Mapping[str, Any]) -> Judgement:
    """Judge the observations of one document.

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
    results = run(suite("observations"), observation_frames(frame, indicators), known)
    verdict = _verdict(frame.reset_index(drop=True), results)
    share = len(verdict.quarantined) / max(len(frame), 1)
    if verdict.refused is None and share > limits()["quarantined_share"]:
        refused = f"{len(verdict.quarantined)} of {len(frame)} observations would be in quarantine"
        return Judgement(verdict.accepted, verdict.quarantined, verdict.flags, results, refused)
    return verdict


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
    return _verdict(frames["elements"], run(suite("tables"), frames, facts))


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
    """What the results lead to, by severity. A crash is never a pass: what was not looked at is refused."""
    refusing = [r for r in results if _refuses(r)]
    bad = _failing(frame, [r for r in results if r.severity == "error" and r.outcome == "failed"])
    worst = bad.drop_duplicates("row")
    quarantined = frame.loc[worst["row"]].assign(**{name: worst[name].to_numpy() for name in NO_ROWS})
    flags = _failing(frame, [r for r in results if r.severity == "warning" and r.outcome == "failed"])
    flags = flags[~flags["row"].isin(worst["row"])]
    ids = frame["observation_id"].loc[flags["row"]].to_numpy() if "observation_id" in frame else flags["row"].to_numpy()
    return Judgement(
        accepted=frame.drop(index=list(worst["row"])).reset_index(drop=True),
        quarantined=quarantined.sort_index(),
        flags=pd.DataFrame({"observation_id": ids, "expectation": flags["expectation"], "reason": flags["reason"]}),
        results=results,
        refused="; ".join(_why(r) for r in refusing) or None,
    )


def _refuses(result: Result) -> bool:
    if result.outcome == "crashed":
        return result.severity != "warning"
    return result.outcome == "failed" and result.severity == "critical"


def _why(result: Result) -> str:
    if result.outcome == "crashed":
        return f"{result.name} crashed: {result.error}"
    return f"{result.name}: {result.failing} of {result.examined} do not fit: {result.en}"


def _failing(frame: pd.DataFrame, failed: list[Result]) -> pd.DataFrame:
    """The rows that the checks name, with check, severity and reason, in the order of the checks."""
    named = [
        pd.DataFrame({"row": list(frame.index) if r.rows is None else list(r.rows)}).assign(
            expectation=r.name, severity=r.severity, reason=r.en
        )
        for r in failed
    ]
    return pd.concat(named, ignore_index=True) if named else pd.DataFrame(columns=["row", *NO_ROWS])
