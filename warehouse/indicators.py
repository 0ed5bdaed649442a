"""The registry of indicators: what is counted, in which unit, along which dimensions, and where its meaning changed.

The registry is data: `indicators.yaml`, `definition_breaks.yaml`. Out of scope: which heading means which indicator
(`extract/sources`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from extract.observation import DIMENSIONS

REGISTRY = Path(__file__).with_name("indicators.yaml")
BREAKS = Path(__file__).with_name("definition_breaks.yaml")

DOMAINS = ("collaboration", "patent", "venture", "survey")
TYPES = ("count", "amount", "share", "average")
YEAR_TYPES = ("fiscal", "calendar")
OVER = ("stock", "flow")


@dataclass(frozen=True, slots=True)
class Apart:
    """Another indicator that looks alike and must not be spliced with this one, with the reason."""

    indicator: str
    ja: str
    en: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is counted. `minimum` and `maximum` bound the plausible values, in `unit`.

    `over` says whether it is a stock (at a date) or a flow (in a year). Each identity is `{"average": {"amount",
    "count"}}` or `{"sum": {"whole", "parts"}}` over indicators, which holds with all dimensions alike.
    """

    id: str
    ja: str
    en: str
    definition: dict[str, str]
    unit: str
    domain: str
    type: str
    over: str
    year_type: str
    dimensions: tuple[str, ...]
    minimum: float
    maximum: float
    identities: tuple[dict[str, Any], ...] = ()
    not_spliced_with: tuple[Apart, ...] = ()


@dataclass(frozen=True, slots=True)
class DefinitionBreak:
    """From `fiscal_year` on the figures mean something else; `dimensions` says for which series, all where empty."""

    indicator: str
    fiscal_year: int
    ja: str
    en: str
    reference: str
    dimensions: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Indicators:
    """The indicators by id, and the definition breaks."""

    indicators: tuple[Indicator, ...]
    breaks: tuple[DefinitionBreak, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, Indicator]:
        """The indicators by their id."""
        return {indicator.id: indicator for indicator in self.indicators}

    def __getitem__(self, id_: str) -> Indicator:
        return self.by_id[id_]

    def __contains__(self, id_: object) -> bool:
        return id_ in self.by_id

    def __iter__(self) -> Iterator[Indicator]:
        return iter(self.indicators)

    def frame(self) -> pd.DataFrame:
        """One row an indicator.

        Columns: id, ja, en, definition_ja, definition_en, unit, domain, type, over, year_type, minimum, maximum,
        dimensions and identities (lists).
        """
        rows = [
            {
                "id": i.id,
                "ja": i.ja,
                "en": i.en,
                "definition_ja": i.definition["ja"],
                "definition_en": i.definition["en"],
                "unit": i.unit,
                "domain": i.domain,
                "type": i.type,
                "over": i.over,
                "year_type": i.year_type,
                "minimum": float(i.minimum),
                "maximum": float(i.maximum),
                "dimensions": list(i.dimensions),
                "identities": list(i.identities),
            }
            for i in self.indicators
        ]
        return pd.DataFrame(rows)

    def breaks_frame(self) -> pd.DataFrame:
        """One row a definition break: indicator, fiscal_year, ja, en, reference, dimensions (a dict)."""
        rows = [
            {
                "indicator": b.indicator,
                "fiscal_year": b.fiscal_year,
                "ja": b.ja,
                "en": b.en,
                "reference": b.reference,
                "dimensions": b.dimensions,
            }
            for b in self.breaks
        ]
        return pd.DataFrame(rows, columns=["indicator", "fiscal_year", "ja", "en", "reference", "dimensions"])


def load(registry: Path = REGISTRY, breaks: Path = BREAKS) -> Indicators:
    """Read the registry. Raises ValueError naming file and indicator for what is wrong in it."""
    entries: list[dict[str, Any]] = yaml.safe_load(registry.read_text(encoding="utf-8"))
    indicators = tuple(_indicator(entry, registry.name) for entry in entries)
    ids = [indicator.id for indicator in indicators]
    if doubled := sorted({id_ for id_ in ids if ids.count(id_) > 1}):
        raise ValueError(f"{registry.name}: ids stand twice: {', '.join(doubled)}")
    for indicator in indicators:
        if strangers := sorted(set(_mentioned(indicator)) - set(ids)):
            raise ValueError(f"{registry.name}: {indicator.id}: no such indicator: {', '.join(strangers)}")
    changes = tuple(_break(entry, breaks.name, ids) for entry in yaml.safe_load(breaks.read_text(encoding="utf-8")))
    return Indicators(indicators, changes)


def _indicator(entry: dict[str, Any], file: str) -> Indicator:
    name = entry.get("id", "(no id)")
    try:
        found = Indicator(
            **{
                **entry,
                "dimensions": tuple(entry["dimensions"]),
                "identities": tuple(entry.get("identities", ())),
                "not_spliced_with": tuple(Apart(**other) for other in entry.get("not_spliced_with", ())),
            }
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"{file}: {name}: {error}") from error
    for key, value, allowed in (
        ("domain", found.domain, DOMAINS),
        ("type", found.type, TYPES),
        ("over", found.over, OVER),
        ("year_type", found.year_type, YEAR_TYPES),
        *(("dimensions", dimension, DIMENSIONS) for dimension in found.dimensions),
    ):
        if value not in allowed:
            raise ValueError(f"{file}: {name}: {key}: {value!r} is none of {', '.join(allowed)}")
    if set(found.definition) != {"ja", "en"}:
        raise ValueError(f"{file}: {name}: the definition needs ja and en")
    return found


def _mentioned(indicator: Indicator) -> Iterator[str]:
    yield from (other.indicator for other in indicator.not_spliced_with)
    for identity in indicator.identities:
        for kind, members in identity.items():
            yield from (members["whole"], *members["parts"]) if kind == "sum" else members.values()


def _break(entry: dict[str, Any], file: str, ids: list[str]) -> DefinitionBreak:
    try:
        found = DefinitionBreak(**entry)
    except TypeError as error:
        raise ValueError(f"{file}: {entry.get('indicator')}: {error}") from error
    if found.indicator not in ids:
        raise ValueError(f"{file}: no such indicator: {found.indicator}")
    return found
