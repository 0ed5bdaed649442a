"""The expectations of each stage as data: read from `suites.yaml`, with the facts of the case filled in.

Out of scope: running them (`expectations.running`) and what a failure leads to (`expectations.judgement`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

Severity = Literal["critical", "error", "warning"]

STAGES = ("landing", "tables", "observations", "release")


@dataclass(frozen=True, slots=True)
class Check:
    """One expectation: a Great Expectations class with its arguments, over the frame `of` of its stage."""

    stage: str
    name: str
    expectation: str
    of: str
    arguments: Mapping[str, Any]
    severity: Severity
    en: str
    ja: str


@cache
def _declared() -> dict[str, Any]:
    text = (Path(__file__).parent / "suites.yaml").read_text(encoding="utf-8")
    declared = yaml.safe_load(text)
    if not isinstance(declared, dict):
        raise TypeError("suites.yaml: a mapping of stages is expected")
    return declared


@cache
def limits() -> Mapping[str, float]:
    """The limits that judging uses beside the expectations."""
    return {name: float(value) for name, value in _declared()["limits"].items()}


@cache
def suite(stage: str) -> tuple[Check, ...]:
    """The checks of a stage, in the order written. Raises KeyError for a stage that there is not."""
    if stage not in STAGES:
        raise KeyError(f"no suite for stage {stage!r}; there are {', '.join(STAGES)}")
    return tuple(_check(stage, entry) for entry in _declared()[stage])


def _check(stage: str, entry: Mapping[str, Any]) -> Check:
    severity = entry["severity"]
    if severity not in ("critical", "error", "warning"):
        raise ValueError(f"suites.yaml: {stage}/{entry['name']}: severity {severity!r}")
    return Check(
        stage=stage,
        name=entry["name"],
        expectation=entry["expect"],
        of=entry.get("of", "rows"),
        arguments=entry["with"],
        severity=severity,
        en=entry["says"]["en"],
        ja=entry["says"]["ja"],
    )


def filled(arguments: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments with each "$name" replaced by the fact of that name. Raises KeyError when it is not known."""
    return {key: _fact(value, facts) for key, value in arguments.items()}


def _fact(value: object, facts: Mapping[str, Any]) -> object:
    if isinstance(value, str) and value.startswith("$"):
        return facts[value[1:]]
    return value
