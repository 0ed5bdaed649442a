"""Writes docs/indicators.md from the registry of indicators: ``python -m tests.indicator_reference``."""

from collections.abc import Iterator
from pathlib import Path

from warehouse.indicators import DefinitionBreak, Indicator, Indicators, load

PAGE = Path(__file__).parents[1] / "docs" / "indicators.md"
HEAD = """# What is counted

Written from `warehouse/indicators.yaml` and `warehouse/definition_breaks.yaml`. Values stand in the unit given here,
money in yen. A stock is counted at a date, a flow over the year.
"""
DOMAINS = {
    "collaboration": "産学連携 / Collaboration",
    "patent": "特許 / Patents",
    "venture": "大学発ベンチャー / Ventures",
    "survey": "意識調査 / Surveys",
}


def text() -> str:
    """The page, as it should be."""
    indicators = load()
    parts = [HEAD]
    for domain, title in DOMAINS.items():
        parts.append(f"## {title}\n")
        parts += ["\n".join(_section(one, indicators)) for one in indicators if one.domain == domain]
    return "\n".join(parts).rstrip() + "\n"


def _section(indicator: Indicator, indicators: Indicators) -> Iterator[str]:
    yield f"### {indicator.id}\n"
    yield f"**{indicator.ja}** / {indicator.en} ({indicator.unit}; {indicator.over}, {indicator.year_type} year)\n"
    yield f"{indicator.definition['ja']}<br>{indicator.definition['en']}\n"
    if indicator.dimensions:
        yield f"Dimensions: {', '.join(indicator.dimensions)}\n"
    for apart in indicator.not_spliced_with:
        yield f"- Not to be joined with `{apart.indicator}`: {apart.ja} / {apart.en}"
    for change in indicators.breaks:
        if change.indicator == indicator.id:
            yield _break(change)
    yield ""


def _break(change: DefinitionBreak) -> str:
    where = ", ".join(f"{name} {value}" for name, value in change.dimensions.items())
    return f"- Break in FY{change.fiscal_year}{f' ({where})' if where else ''}: {change.ja} / {change.en}"


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
