"""Checks run by Great Expectations over pandas frames: what passed, what failed on which rows, and what crashed.

A crash and a failed expectation both say `success=False` there; they are told apart by the exception that was raised.
Out of scope: which checks there are (`expectations.suites`) and what follows from them (`expectations.judgement`).
"""

import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import pandas as pd

from expectations.suites import Check, Severity, filled

ROW = "row"
"""The column that names a row of a frame, whatever else it holds: unique, never null."""

SHOWN = 20
"""How many failing rows a result carries when it is written down; judging knows them all."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one check. `rows` are the failing ones (by the column `row`), None where the whole frame failed."""

    stage: str
    name: str
    expectation: str
    of: str
    severity: Severity
    outcome: Literal["passed", "failed", "crashed"]
    examined: int
    failing: int
    rows: tuple[int, ...] | None
    observed: str | None
    error: str | None
    en: str
    ja: str

    def as_dict(self) -> dict[str, Any]:
        """The result as JSON-able data, with the first few failing rows only."""
        return {
            "stage": self.stage,
            "name": self.name,
            "expectation": self.expectation,
            "of": self.of,
            "severity": self.severity,
            "outcome": self.outcome,
            "examined": self.examined,
            "failing": self.failing,
            "rows": None if self.rows is None else list(self.rows[:SHOWN]),
            "observed": self.observed,
            "error": self.error,
            "en": self.en,
            "ja": self.ja,
        }


def run(checks: Sequence[Check], frames: Mapping[str, pd.DataFrame], facts: Mapping[str, Any]) -> tuple[Result, ...]:
    """All checks over the frames they name, in the order given; each frame has a column `row`.

    A check whose frame or fact is not there has crashed: what could not be looked at has not passed.
    """
    return tuple(
        result
        for name in dict.fromkeys(check.of for check in checks)
        for result in _over(name, [check for check in checks if check.of == name], frames.get(name), facts)
    )


def _over(name: str, checks: list[Check], frame: pd.DataFrame | None, facts: Mapping[str, Any]) -> Iterator[Result]:
    if frame is None:
        yield from (_crashed(check, f"there is no frame {name!r}") for check in checks)
        return
    ready: list[tuple[Check, Any]] = []
    for check in checks:
        try:
            ready.append((check, _expectation(check, facts)))
        except Exception as error:  # whatever goes wrong in a check is a crash, told as such
            yield _crashed(check, f"{type(error).__name__}: {error}")
    if ready:
        yield from _validated(ready, _looked_at(frame, [check for check, _ in ready]))


def _looked_at(frame: pd.DataFrame, checks: list[Check]) -> pd.DataFrame:
    """The columns that the checks name: Great Expectations takes a fingerprint of all that it is handed."""
    named = [value for check in checks for value in check.arguments.values()]
    wanted = {text for value in named for text in (value if isinstance(value, list) else [value])}
    return frame[[column for column in frame.columns if column == ROW or column in wanted]]


def _expectation(check: Check, facts: Mapping[str, Any]) -> Any:  # noqa: ANN401 - Great Expectations is untyped here
    _quiet()
    from great_expectations import expectations  # noqa: PLC0415 - seconds to import

    return getattr(expectations, check.expectation)(**filled(check.arguments, facts), meta={"check": check.name})


def _validated(ready: list[tuple[Check, Any]], frame: pd.DataFrame) -> Iterator[Result]:
    from great_expectations import ExpectationSuite  # noqa: PLC0415 - seconds to import

    suite = ExpectationSuite(name="suite", expectations=[expectation for _, expectation in ready])
    wanted = {
        "result_format": "COMPLETE",
        "unexpected_index_column_names": [ROW],
        "return_unexpected_index_query": False,
        "partial_unexpected_count": SHOWN,
    }
    batch = _any_frame(threading.get_ident()).get_batch(batch_parameters={"dataframe": frame})
    validated = batch.validate(suite, result_format=wanted).results
    by_name = {result.expectation_config.meta["check"]: result for result in validated}
    for check, _ in ready:
        found = by_name.get(check.name)
        yield _crashed(check, "no result was given") if found is None else _result(check, found, len(frame))


@cache
def _any_frame(_thread: int) -> Any:  # noqa: ANN401 - Great Expectations is untyped here
    """What gives a frame to Great Expectations: one a thread, for to make one costs more than most checks."""
    _quiet()
    import great_expectations as gx  # noqa: PLC0415 - seconds to import

    context: Any = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False, "metric_calculations": False}
    return (
        context.data_sources.add_pandas("frames").add_dataframe_asset("any").add_batch_definition_whole_dataframe("all")
    )


def _result(check: Check, validated: Any, examined: int) -> Result:  # noqa: ANN401
    if raised := _raised(validated.exception_info):
        return _crashed(check, raised)
    found = validated.result
    indexes = found.get("unexpected_index_list")
    failed = not validated.success
    rows = tuple(int(entry[ROW]) for entry in indexes or ()) if indexes is not None else None
    observed = found.get("observed_value")
    return Result(
        stage=check.stage,
        name=check.name,
        expectation=check.expectation,
        of=check.of,
        severity=check.severity,
        outcome="failed" if failed else "passed",
        examined=int(found.get("element_count", examined)),
        failing=int(found.get("unexpected_count", examined if failed else 0)),
        rows=rows if failed else (),
        observed=None if observed is None else str(observed),
        error=None,
        en=check.en,
        ja=check.ja,
    )


def _raised(info: Mapping[str, Any]) -> str | None:
    """The message of the exception that a check met: given flat, or keyed by the metric that raised it."""
    nested = [info] if "raised_exception" in info else list(info.values())
    return next((str(entry.get("exception_message")) for entry in nested if entry.get("raised_exception")), None)


def _crashed(check: Check, error: str) -> Result:
    return Result(
        stage=check.stage,
        name=check.name,
        expectation=check.expectation,
        of=check.of,
        severity=check.severity,
        outcome="crashed",
        examined=0,
        failing=0,
        rows=None,
        observed=None,
        error=error,
        en=check.en,
        ja=check.ja,
    )


def _quiet() -> None:
    """No analytics leave the machine; Great Expectations reads these when it is imported."""
    for name, value in {"DO_NOT_TRACK": "1", "GX_ANALYTICS_ENABLED": "false"}.items():
        os.environ.setdefault(name, value)
